//! What search engines read: JSON-LD for public pages that have an address.

use super::Look;
use crate::edition::{Incident, Moment};
use crate::render::pages::Route;
use jiff::Timestamp;
use memchr::memchr2;
use serde::Serialize;

const CONTEXT: &str = "https://schema.org";

/// The index. Here and below, keys are in the order of the alphabet.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    is: &'static str,
    date_modified: Option<Timestamp>,
    description: &'a str,
    in_language: &'a str,
    is_part_of: Site<'a>,
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Site<'a> {
    #[serde(rename = "@type")]
    is: &'static str,
    name: &'a str,
    url: String,
}

/// An incident as a report that goes on: one entry for each update.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    is: &'static str,
    author: Author<'a>,
    coverage_end_time: Option<Timestamp>,
    coverage_start_time: Timestamp,
    date_modified: Timestamp,
    date_published: Timestamp,
    headline: &'a str,
    in_language: &'a str,
    is_part_of: Site<'a>,
    live_blog_update: Vec<Posting<'a>>,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    #[serde(rename = "@type")]
    is: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Posting<'a> {
    #[serde(rename = "@type")]
    is: &'static str,
    article_body: String,
    date_published: Timestamp,
    headline: Option<&'a str>,
    url: String,
}

/// The data block of a page, escaped for its element; none for pages that aren't about anything.
pub(crate) fn data(look: &Look, route: &Route, url: &str) -> Option<String> {
    let edition = look.edition;
    let written = match route {
        Route::Index => serde_json::to_string(&Page {
            context: CONTEXT,
            is: "WebPage",
            date_modified: edition.updated,
            description: look.banner_word(),
            in_language: look.strings.language(),
            is_part_of: site(look),
            name: &edition.site.name,
            url,
        }),
        Route::Incident(index) => serde_json::to_string(&report(look, &edition.incidents[*index], url)),
        _ => return None,
    };
    let data = written.expect("strings and lists are always JSON");
    // A `<` could end the element, and two characters end a line where they may not: JSON has another way to write them.
    if memchr2(b'<', 0xE2, data.as_bytes()).is_none() {
        return Some(data);
    }
    Some(data.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn site<'a>(look: &Look<'a>) -> Site<'a> {
    let edition = look.edition;
    let url = format!("{}/", edition.url.as_deref().unwrap_or_default());
    Site { is: "WebSite", name: &edition.site.name, url }
}

fn report<'a>(look: &Look<'a>, incident: &'a Incident, url: &'a str) -> Report<'a> {
    Report {
        context: CONTEXT,
        is: "LiveBlogPosting",
        author: Author { is: "Organization", name: &look.edition.site.name },
        coverage_end_time: incident.ended,
        coverage_start_time: incident.started,
        date_modified: incident.updated,
        date_published: incident.created,
        headline: &incident.title,
        in_language: look.strings.language(),
        is_part_of: site(look),
        live_blog_update: incident.moments.iter().rev().map(|moment| posting(look, moment, url)).collect(),
        url,
    }
}

fn posting<'a>(look: &Look<'a>, moment: &Moment, url: &str) -> Posting<'a> {
    let text = moment.parts.iter().map(|part| part.words.text()).collect::<Vec<_>>().join("\n\n");
    Posting {
        is: "BlogPosting",
        article_body: text,
        date_published: moment.posted(),
        headline: moment.status.map(|status| look.status(status)),
        url: [url, "#", &moment.slug].concat(),
    }
}
