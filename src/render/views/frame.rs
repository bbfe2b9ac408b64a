//! What every page is given: what it is, and the edition around it.

use super::structured;
use super::{Link, Look};
use crate::diagnostic::Diagnostic;
use crate::edition::{Component, Edition, Incident, Kind as EditionKind};
use crate::render::each_thread::EachThread;
use crate::render::pages::{self, Route};
use crate::render::theme::{PIECES, Theme};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The variable `page`: what is of one page.
#[derive(Debug, Serialize)]
struct Frame {
    /// `index`, `incident`, `component`, `year`, `month`, `page`, `service_level`, `metrics`, `metrics_month`, `404`.
    kind: &'static str,
    /// The heading.
    heading: String,
    /// What stands in the browser's tab.
    title: String,
    description: String,
    /// Absolute; none where the edition has no address.
    canonical: Option<String>,
    /// JSON-LD, escaped for its element; none in private editions.
    structured_html: Option<String>,
}

/// The variable `edition`: what all pages of an edition have in common that lie equally deep; a component's page has feeds of its own.
#[derive(Debug, Serialize)]
struct Around<'a> {
    language: &'a str,
    direction: &'a str,
    /// Empty, or `../`.
    base: &'a str,
    site: &'a str,
    logo: Option<String>,
    /// Whom a private edition is for; none in public.
    audience: Option<&'a str>,
    /// What stands on the band of a private edition.
    band: Option<String>,
    public: bool,
    /// The state of the banner, for the icon in the header.
    shape: &'static str,
    /// What the banner says.
    state: &'a str,
    stylesheets: Vec<String>,
    scripts: Vec<String>,
    /// The policy that the page itself states, for hosts that send no headers.
    policy: &'static str,
    /// Whose feeds they are: the site's, or a component's.
    followed: &'a str,
    feeds: Vec<Feed>,
    calendar: String,
    links: Vec<Link>,
    pages: Vec<Link>,
    home: String,
    /// Pages that only some private editions have: service levels, how well we communicated.
    sections: Vec<Link>,
    history: String,
    support: Option<String>,
    footer: Option<&'a str>,
    /// In which zone times are.
    zone_text: String,
}

/// What pages of one edition have in common, made when the first of them asks for it.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Of pages at its root, and of those in its folders.
    root: EachThread<Result<tera::Value, Diagnostic>>,
    folder: EachThread<Result<tera::Value, Diagnostic>>,
    months: OnceLock<BTreeSet<Date>>,
}

impl Surroundings {
    /// The months that have a page.
    pub(in crate::render) fn months(&self, edition: &Edition) -> &BTreeSet<Date> {
        self.months.get_or_init(|| pages::months(edition))
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Feed {
    pub name: &'static str,
    pub mime: &'static str,
    pub href: String,
}

/// Content comes from the site alone, and nothing runs or looks but its own files.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                                 manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// The variable `edition`. `surroundings` are of this edition in this theme.
///
/// # Errors
/// A fault of the theme in what pages have in common.
pub(crate) fn edition(
    look: &Look,
    theme: &Theme,
    surroundings: &Surroundings,
    route: &Route,
) -> Result<tera::Value, Diagnostic> {
    let shared = match (route, look.base) {
        (Route::Component(index), _) => return drawn(look, theme, Some(&look.edition.components[*index])),
        (_, "") => &surroundings.root,
        (_, "../") => &surroundings.folder,
        // Of the page for lost visitors, which knows its way from anywhere.
        _ => return drawn(look, theme, None),
    };
    shared.get_or_init(|| drawn(look, theme, None)).clone()
}

/// What surrounds a page, and the pieces of markup that are made of that alone.
fn drawn(look: &Look, theme: &Theme, component: Option<&Component>) -> Result<tera::Value, Diagnostic> {
    let around = tera::Value::from_serializable(&around(look, theme, component));
    let mut context = tera::Context::new();
    context.insert_value("t", look.strings.value());
    context.insert_value("edition", around.clone());
    let mut edition = around.into_map().expect("a struct's value is a map");
    for (field, layout) in PIECES {
        let html = theme.layout(layout, &context)?;
        edition.insert(tera::value::Key::Str(field), String::from_utf8_lossy(&html).into());
    }
    Ok(edition.into())
}

/// The variable `page`.
pub(crate) fn page(look: &Look, route: &Route) -> tera::Value {
    tera::Value::from_serializable(&frame(look, route))
}

fn frame(look: &Look, route: &Route) -> Frame {
    let edition = look.edition;
    let (kind, heading, description) = subject(look, route);
    let whole = edition.title();
    let title = match route {
        Route::Index => look.strings.fill("page.index_title", &[("site", &whole)]),
        _ => format!("{heading} · {whole}"),
    };
    let canonical = edition.url.as_ref().filter(|_| *route != Route::NotFound).map(|url| match route {
        Route::Index => format!("{url}/"),
        _ => format!("{url}/{}", pages::path(edition, route)),
    });
    let structured_html =
        canonical.as_ref().filter(|_| edition.is_public()).and_then(|url| structured::data(look, route, url));
    Frame { kind, heading, title, description, canonical, structured_html }
}

/// Where the edition is followed, or one of its components; feeds need absolute addresses: an edition without one has none.
fn feeds(look: &Look, component: Option<&Component>) -> Vec<Feed> {
    let feed = |name, mime, file: &str| Feed { name, mime, href: following(look, component, file, file) };
    match look.edition.url {
        None => Vec::new(),
        Some(_) => vec![
            feed("Atom", "application/atom+xml", "atom.xml"),
            feed("RSS", "application/rss+xml", "rss.xml"),
            feed("JSON Feed", "application/feed+json", "feed.json"),
        ],
    }
}

/// The address of the edition's file `root`, or of a component's that ends in `own`.
fn following(look: &Look, component: Option<&Component>, root: &str, own: &str) -> String {
    match component {
        None => look.href(root),
        Some(component) => look.href(&format!("components/{}.{own}", component.id)),
    }
}

fn around<'a>(look: &Look<'a>, theme: &Theme, component: Option<&'a Component>) -> Around<'a> {
    let edition = look.edition;
    let strings = look.strings;
    let (stylesheets, scripts) = theme.linked(edition);
    Around {
        language: strings.language(),
        direction: strings.direction(),
        base: look.base,
        site: &edition.site.name,
        logo: edition.site.logo.as_deref().map(|logo| look.href(logo)),
        audience: edition.label.as_deref(),
        band: band(look),
        public: edition.is_public(),
        shape: look.banner_shape(),
        state: look.banner_word(),
        stylesheets: stylesheets.iter().map(|file| look.href(file)).collect(),
        scripts: scripts.iter().map(|file| look.href(file)).collect(),
        policy: POLICY,
        followed: component.map_or(&edition.site.name, |component| &component.name),
        feeds: feeds(look, component),
        calendar: following(look, component, "calendar.ics", "ics"),
        links: edition
            .site
            .links
            .iter()
            .map(|link| Link { label: link.label.clone(), href: link.url.clone() })
            .collect(),
        pages: edition
            .pages
            .iter()
            .map(|page| Link { label: page.title.clone(), href: look.href(&format!("pages/{}.html", page.slug)) })
            .collect(),
        home: look.href("index.html"),
        sections: sections(look),
        history: look.href(&super::history::month_file(look.clock.today().first_of_month())),
        support: edition.site.support.clone(),
        footer: edition.site.footer.as_deref(),
        zone_text: strings.fill("page.zone", &[("zone", &edition.site.timezone)]),
    }
}

/// `For Executives. Internal: not for customers.`; `For Acme only.`
fn band(look: &Look) -> Option<String> {
    let label = look.edition.label.as_deref()?;
    let key = match look.edition.kind {
        EditionKind::Public => return None,
        EditionKind::Account => "band.account",
        _ => "band.internal",
    };
    Some(look.strings.fill(key, &[("audience", label)]))
}

fn sections(look: &Look) -> Vec<Link> {
    let link = |key: &str, file: &str| Link { label: look.strings.say(key).to_owned(), href: look.href(file) };
    let level = super::level::exists(look.edition).then(|| link("level.title", super::level::FILE));
    let metrics = look.edition.metrics.as_ref().map(|_| link("metrics.nav", super::metrics::FILE));
    level.into_iter().chain(metrics).collect()
}

/// The kind of page, its heading, and what it says of itself in search results.
fn subject(look: &Look, route: &Route) -> (&'static str, String, String) {
    let edition = look.edition;
    let site = &edition.site.name;
    let say = |key: &str| look.strings.say(key).to_owned();
    match route {
        Route::Index => {
            let own = edition.site.description.clone();
            let told = own.unwrap_or_else(|| look.strings.fill("page.index_description", &[("site", site)]));
            ("index", site.clone(), format!("{}. {told}", look.banner_word()))
        }
        Route::Incident(index) => {
            let incident = &edition.incidents[*index];
            ("incident", incident.title.clone(), first_words(look, incident))
        }
        Route::Component(index) => {
            let component = &edition.components[*index];
            let about =
                look.strings.fill("page.component_description", &[("component", &component.name), ("site", site)]);
            ("component", component.name.clone(), about)
        }
        Route::Year(year) => {
            let heading = look.strings.fill("page.history_title", &[("period", &year.to_string())]);
            ("year", heading.clone(), format!("{site}: {heading}"))
        }
        Route::Month(month) => {
            let heading = look.strings.fill("page.history_title", &[("period", &look.clock.month(*month))]);
            ("month", heading.clone(), format!("{site}: {heading}"))
        }
        Route::Page(index) => {
            let page = &edition.pages[*index];
            let text = page.parts.first().map(|part| part.words.beginning(ENOUGH)).unwrap_or_default();
            ("page", page.title.clone(), cut(&text))
        }
        Route::ServiceLevel => ("service_level", say("level.title"), say("level.about")),
        Route::Metrics => ("metrics", say("metrics.title"), say("metrics.about")),
        Route::MetricsYear(index) => {
            let year = edition.metrics.as_ref().map(|metrics| metrics.years[*index].year.to_string());
            let heading = say("metrics.title");
            ("metrics", format!("{heading} {}", year.unwrap_or_default()), say("metrics.about"))
        }
        Route::MetricsMonth(index) => {
            let month = edition.metrics.as_ref().map(|metrics| look.clock.month(metrics.months[*index].month));
            let heading = say("metrics.title");
            ("metrics_month", format!("{heading} {}", month.unwrap_or_default()), say("metrics.about"))
        }
        _ => ("404", say("not_found.title"), say("not_found.text")),
    }
}

fn first_words(look: &Look, incident: &Incident) -> String {
    let text = incident
        .moments
        .iter()
        .rev()
        .flat_map(|moment| &moment.parts)
        .find(|part| !part.words.is_empty())
        .map(|part| part.words.beginning(ENOUGH))
        .unwrap_or_default();
    format!("{}: {}", look.status(incident.status), cut(&text))
}

/// So many bytes are 182 letters in any writing, with the spaces between them.
const ENOUGH: usize = 1024;

/// The first 180 letters or so, on one line, ending with a word.
fn cut(text: &str) -> String {
    let mut line = String::new();
    let mut letters = 0;
    for c in text.trim().chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && line.ends_with(' ') {
            continue;
        }
        line.push(c);
        letters += 1;
        // One letter more than are shown tells that there are more.
        if letters > 180 {
            let shown = &line[..line.len() - c.len_utf8()];
            return format!("{}…", &shown[..shown.rfind(' ').unwrap_or(shown.len())]);
        }
    }
    line
}
