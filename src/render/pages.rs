//! Which pages there are, and what each is given.

use super::clock::Clock;
use super::found;
use super::theme::{LAYOUTS, Theme};
pub use super::views::frame::Surroundings;
use super::views::{Look, component, frame, history, incident, index, level, metrics, moment};
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Incident, Metrics};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One page, or a file that leads to pages. Numbers are indices into the edition's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Index,
    /// An incident or a maintenance.
    Incident(usize),
    Component(usize),
    /// The overview of one year.
    Year(i16),
    /// The first day of a month.
    Month(Date),
    Page(usize),
    /// What accounts were promised, in editions that may see any.
    ServiceLevel,
    /// How well we communicated, inside the company only.
    Metrics,
    /// The same for one month, and for one calendar year.
    MetricsMonth(usize),
    MetricsYear(usize),
    /// What is shown for an address that leads nowhere.
    NotFound,
    /// Every page's address; for a public edition that has one.
    Sitemap,
    Robots,
    /// The icon, whose mark follows the banner.
    Icon,
}

/// Every page of an edition with its path.
#[must_use]
pub fn routes(edition: &Edition) -> Vec<(String, Route)> {
    let mut routes = vec![Route::Index, Route::NotFound, Route::Robots, Route::Icon];
    if edition.is_public() && edition.url.is_some() {
        routes.push(Route::Sitemap);
    }
    routes.extend((0..edition.incidents.len()).map(Route::Incident));
    routes.extend((0..edition.components.len()).map(Route::Component));
    routes.extend((0..edition.pages.len()).map(Route::Page));
    let months = months(edition);
    let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
    routes.extend(months.into_iter().map(Route::Month));
    routes.extend(years.into_iter().map(Route::Year));
    if level::exists(edition) {
        routes.push(Route::ServiceLevel);
    }
    if let Some(metrics) = &edition.metrics {
        routes.push(Route::Metrics);
        let months = (0..metrics.months.len()).filter(|at| metrics::has_page(metrics, *at));
        routes.extend(months.map(Route::MetricsMonth));
        routes.extend((0..metrics.years.len()).map(Route::MetricsYear));
    }
    routes.into_iter().map(|route| (path(edition, &route), route)).collect()
}

/// Where a page stands in its edition.
#[must_use]
pub fn path(edition: &Edition, route: &Route) -> String {
    match route {
        Route::Index => "index.html".to_owned(),
        Route::NotFound => "404.html".to_owned(),
        Route::Sitemap => "sitemap.xml".to_owned(),
        Route::Robots => "robots.txt".to_owned(),
        Route::Icon => "favicon.svg".to_owned(),
        Route::Incident(index) => edition.incidents[*index].page(),
        Route::Component(index) => format!("components/{}.html", edition.components[*index].id),
        Route::Page(index) => format!("pages/{}.html", edition.pages[*index].slug),
        Route::ServiceLevel => level::FILE.to_owned(),
        Route::Metrics => metrics::FILE.to_owned(),
        Route::MetricsMonth(at) => metrics::month_file(figures(edition).months[*at].month),
        Route::MetricsYear(at) => metrics::year_file(figures(edition).years[*at].year),
        Route::Month(month) => history::month_file(*month),
        Route::Year(year) => format!("history/{year:04}.html"),
    }
}

/// The months that have a page: those in which something started, and the current one.
#[must_use]
pub fn months(edition: &Edition) -> BTreeSet<Date> {
    let zone = Clock::zone(&edition.site.timezone);
    let first = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date().first_of_month();
    let mut months = BTreeSet::from([first(edition.now)]);
    if let [latest, .., earliest] | [latest @ earliest] = edition.incidents.owned() {
        // Where a zone sets its clocks back over midnight, days don't follow each other: one more month at each end.
        let mut month = first(earliest.started).saturating_sub(1.month());
        while month <= first(latest.started).saturating_add(1.month()) {
            if started_in(edition, &zone, month).next().is_some() {
                months.insert(month);
            }
            month = month.saturating_add(1.month());
        }
    }
    months
}

/// The incidents that started in a month, the latest first. They are found by their place in the list, which is in the order of
/// their starts, so that a page costs no more for the age of its site.
pub(super) fn started_in<'a>(
    edition: &'a Edition,
    zone: &TimeZone,
    month: Date,
) -> impl Iterator<Item = &'a Incident> + use<'a> {
    let starts = |day: Date| day.to_zoned_datetime(zone.clone()).map(|start| start.timestamp());
    let from = starts(month.saturating_sub(1.day())).unwrap_or(Timestamp::MIN);
    let until = starts(month.saturating_add(1.month()).saturating_add(1.day())).unwrap_or(Timestamp::MAX);
    let all = edition.incidents.owned();
    let first = all.partition_point(|incident| incident.started > until);
    let last = first + all[first..].partition_point(|incident| incident.started >= from);
    let zone = zone.clone();
    all[first..last]
        .iter()
        .map(Arc::as_ref)
        .filter(move |incident| incident.started.to_zoned_datetime(zone.clone()).date().first_of_month() == month)
}

/// One page as HTML. `surroundings` are of this edition in this theme.
///
/// # Errors
/// A fault of the theme, with its place in the layout.
pub fn render(
    edition: &Edition,
    theme: &Theme,
    surroundings: &Surroundings,
    route: &Route,
) -> Result<Vec<u8>, Diagnostic> {
    let strings = theme.strings(&edition.site.language);
    let base = base(edition, route);
    let look = Look::new(edition, strings, &base);
    let mut context = tera::Context::new();
    let layout = match route {
        Route::Sitemap => return Ok(found::sitemap(edition)),
        Route::Robots => return Ok(found::robots(edition)),
        Route::Icon => return Ok(found::icon(look.banner_shape())),
        Route::Index => {
            context.insert("index", &index::view(&look));
            "index.html"
        }
        Route::Incident(at) => {
            context.insert("incident", &incident::view(&look, &edition.incidents[*at]));
            "incident.html"
        }
        Route::Component(at) => {
            context.insert("component", &component::view(&look, &edition.components[*at]));
            "component.html"
        }
        Route::Year(year) => {
            context.insert("year", &history::year(&look, surroundings.months(edition), *year));
            "year.html"
        }
        Route::Month(month) => {
            context.insert("month", &history::month(&look, surroundings.months(edition), *month));
            "month.html"
        }
        Route::Page(at) => {
            let parts = edition.pages[*at].parts.iter().map(|part| moment::part(&look, part, 2));
            context.insert("parts", &parts.collect::<Vec<_>>());
            "page.html"
        }
        Route::ServiceLevel => {
            context.insert("levels", &level::view(&look));
            "service-level.html"
        }
        Route::Metrics => {
            context.insert("metrics", &metrics::overview(&look, figures(edition)));
            "metrics.html"
        }
        Route::MetricsYear(at) => {
            context.insert("metrics", &metrics::year(&look, figures(edition), *at));
            "metrics.html"
        }
        Route::MetricsMonth(at) => {
            context.insert("measured", &metrics::month(&look, figures(edition), *at));
            "metrics-month.html"
        }
        Route::NotFound => "404.html",
    };
    debug_assert!(LAYOUTS.iter().any(|(name, _)| *name == layout), "every page has a layout");
    context.insert_value("t", strings.value());
    context.insert_value("edition", frame::edition(&look, theme, surroundings, route)?);
    context.insert_value("page", frame::page(&look, route));
    theme.layout(layout, &context)
}

/// The figures of an edition that has pages of them.
fn figures(edition: &Edition) -> &Metrics {
    edition.metrics.as_ref().expect("a page of figures is there with them")
}

/// The way from a page to the edition's root. The page for lost visitors is shown at any depth: it takes the whole way, where
/// the edition has an address.
fn base(edition: &Edition, route: &Route) -> String {
    if *route == Route::NotFound {
        let Some(url) = &edition.url else { return String::new() };
        let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        return host.split_once('/').map_or("/".to_owned(), |(_, path)| format!("/{path}/"));
    }
    "../".repeat(path(edition, route).matches('/').count())
}
