//! Which pages there are, and what each is given.

use super::Theme;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, IncidentKind};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// One page. Numbers are indices into the edition's lists.
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
    /// What is shown for an address that leads nowhere.
    NotFound,
}

/// Every page of an edition with its path.
#[must_use]
pub fn routes(edition: &Edition) -> Vec<(String, Route)> {
    let mut routes = vec![("index.html".to_owned(), Route::Index), ("404.html".to_owned(), Route::NotFound)];
    for (index, incident) in edition.incidents.iter().enumerate() {
        let folder = match incident.kind {
            IncidentKind::Incident => "incidents",
            IncidentKind::Maintenance => "maintenance",
        };
        routes.push((format!("{folder}/{}.html", incident.slug), Route::Incident(index)));
    }
    for (index, component) in edition.components.iter().enumerate() {
        routes.push((format!("components/{}.html", component.id), Route::Component(index)));
    }
    for (index, page) in edition.pages.iter().enumerate() {
        routes.push((format!("pages/{}.html", page.slug), Route::Page(index)));
    }
    let zone = TimeZone::get(&edition.site.timezone).unwrap_or(TimeZone::UTC);
    let today = edition.now.to_zoned_datetime(zone.clone()).date().first_of_month();
    let mut months: BTreeSet<Date> = BTreeSet::from([today]);
    months.extend(
        edition.incidents.iter().map(|one| one.started.to_zoned_datetime(zone.clone()).date().first_of_month()),
    );
    let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
    routes.extend(
        months
            .into_iter()
            .map(|month| (format!("history/{:04}-{:02}.html", month.year(), month.month()), Route::Month(month))),
    );
    routes.extend(years.into_iter().map(|year| (format!("history/{year:04}.html"), Route::Year(year))));
    routes
}

/// One page as HTML.
///
/// # Errors
/// A fault of the theme, with its place in the layout.
pub fn render(edition: &Edition, theme: &Theme, route: &Route) -> Result<Vec<u8>, Diagnostic> {
    let layout = match route {
        Route::Index => "index.html",
        Route::Incident(_) => "incident.html",
        Route::Component(_) => "component.html",
        Route::Year(_) => "year.html",
        Route::Month(_) => "month.html",
        Route::Page(_) => "page.html",
        Route::NotFound => "404.html",
    };
    theme.layout(layout, edition)
}
