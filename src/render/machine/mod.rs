//! What machines read: feeds, calendars, badges, the read API of Statuspage v2, plain text, headers.

mod address;
mod badge;
mod calendar;
mod clean;
mod feed;
mod headers;
mod ics;
mod lead;
mod moments;
mod plain;
mod spoken;
mod status_text;
pub mod statuspage;
mod time;
mod told;
mod width;
mod written;

pub use feed::{Feeds, Format};
pub use spoken::Spoken;
pub use statuspage::Resource;

use crate::edition::Edition;
use serde::Serialize;

/// One file for machines. `component` and the number of a copy are indices into the edition's lists; without a component a file
/// is about the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The read API of Statuspage v2.
    Api(Resource),
    Feed {
        format: Format,
        component: Option<usize>,
    },
    /// Maintenance as iCalendar.
    Calendar {
        component: Option<usize>,
    },
    /// An SVG.
    Badge {
        component: Option<usize>,
    },
    /// The endpoint of shields.
    Shields {
        component: Option<usize>,
    },
    /// The state of everything on one screen of a terminal.
    StatusText,
    /// The index as Markdown.
    IndexText,
    /// An active incident as Markdown.
    IncidentText(usize),
    /// What there is to read.
    Llms,
    /// Headers as Netlify and Cloudflare read them.
    Headers,
    /// Where old addresses lead, as Netlify and Cloudflare read it.
    Redirects,
}

/// Every file for machines that this edition has, with its path.
#[must_use]
pub fn routes(edition: &Edition) -> Vec<(String, Route)> {
    let mut routes: Vec<(String, Route)> = vec![
        ("status.txt".to_owned(), Route::StatusText),
        ("index.md".to_owned(), Route::IndexText),
        ("llms.txt".to_owned(), Route::Llms),
        ("_headers".to_owned(), Route::Headers),
        ("calendar.ics".to_owned(), Route::Calendar { component: None }),
        ("badge.svg".to_owned(), Route::Badge { component: None }),
        ("shields.json".to_owned(), Route::Shields { component: None }),
    ];
    if edition.is_public() {
        routes.push(("_redirects".to_owned(), Route::Redirects));
    }
    for (index, component) in edition.components.iter().enumerate() {
        let (id, component) = (&component.id, Some(index));
        routes.push((format!("components/{id}.ics"), Route::Calendar { component }));
        routes.push((format!("components/{id}.svg"), Route::Badge { component }));
        routes.push((format!("components/{id}.shields.json"), Route::Shields { component }));
    }
    for (index, incident) in edition.incidents.iter().enumerate() {
        if moments::is_active(incident) {
            routes.push((plain::copy(incident), Route::IncidentText(index)));
        }
    }
    if address::root(edition).is_some() {
        routes.extend(Resource::ALL.map(|resource| (resource.path().to_owned(), Route::Api(resource))));
        for component in std::iter::once(None).chain((0..edition.components.len()).map(Some)) {
            routes
                .extend(Format::ALL.map(|format| (format.path(edition, component), Route::Feed { format, component })));
        }
    }
    routes
}

/// What stands in one file for machines. `feeds` are this edition's.
#[must_use]
pub fn render(spoken: Spoken<'_>, feeds: &Feeds, route: &Route) -> Vec<u8> {
    let Spoken { edition, .. } = spoken;
    match *route {
        Route::Api(resource) => statuspage::json(spoken, resource),
        Route::Feed { format, component } => feeds.write(spoken, format, component),
        Route::Calendar { component } => calendar::calendar(spoken, component),
        Route::Badge { component } => badge::svg(spoken, component),
        Route::Shields { component } => badge::shields(spoken, component),
        Route::StatusText => status_text::status_text(spoken),
        Route::IndexText => plain::index(spoken),
        Route::IncidentText(index) => plain::incident(spoken, &edition.incidents[index]),
        Route::Llms => plain::llms(spoken),
        Route::Headers => headers::netlify(edition),
        Route::Redirects => headers::redirects(edition),
    }
}

/// What an edition without an absolute address has to do without: these formats can't be valid with relative ones.
#[must_use]
pub fn left_out(edition: &Edition) -> Vec<&'static str> {
    match address::root(edition) {
        Some(_) => Vec::new(),
        None => vec!["api/v2/", "atom.xml", "rss.xml", "feed.json", "feeds of components"],
    }
}

/// What is written beside the edition's folder and not in it, by the end of its name: settings for servers, and the instants at
/// which the edition changes by itself.
#[must_use]
pub fn beside(edition: &Edition) -> Vec<(String, Vec<u8>)> {
    vec![
        ("nginx.conf".to_owned(), headers::nginx(edition)),
        ("Caddyfile".to_owned(), headers::caddy(edition)),
        ("next.json".to_owned(), next(edition)),
    ]
}

/// When to build again.
#[derive(Serialize)]
struct Next<'a> {
    edition: &'a str,
    /// Ascending.
    next: Vec<String>,
}

fn next(edition: &Edition) -> Vec<u8> {
    let next = edition.next.iter().map(|instant| time::seconds(*instant)).collect();
    let mut bytes =
        serde_json::to_vec_pretty(&Next { edition: &edition.name, next }).expect("strings and lists are always JSON");
    bytes.push(b'\n');
    bytes
}
