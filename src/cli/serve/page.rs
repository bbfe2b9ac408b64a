//! What the preview adds to a page, and only there: one script and one style sheet, both of the preview's own address.

use crate::diagnostic::{Diagnostic, Scope};
use crate::name::Suffix;
use crate::world::{Response, Style};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;

const SCRIPT: &str = include_str!("preview.js");
const SHEET: &str = include_str!("preview.css");

/// How faults are told in a page.
pub(super) const STYLE: Style = Style { color: false, show_private: true, width: 120 };

/// What the script is told of the page it stands in.
pub(super) struct Head<'a> {
    /// `/`, or `/KEY/`.
    pub root: &'a str,
    pub version: &'a str,
    pub edition: &'a str,
    pub file: &'a str,
    pub at: Option<Timestamp>,
}

/// A file of an edition; a page with the preview's script and sheet in its head, before all others.
pub(super) fn dressed(head: &Head<'_>, bytes: Vec<u8>) -> Response {
    let kind = kind(head.file);
    if !is_page(head.file) {
        return Response { status: 200, kind, location: None, body: bytes };
    }
    let at = bytes.windows(6).position(|tag| tag.eq_ignore_ascii_case(b"<head>")).map_or(0, |at| at + 6);
    let tags = tags(head);
    let mut body = Vec::with_capacity(bytes.len() + tags.len());
    body.extend_from_slice(&bytes[..at]);
    body.extend_from_slice(tags.as_bytes());
    body.extend_from_slice(&bytes[at..]);
    Response { status: 200, kind, location: None, body }
}

/// The page of an edition that was never without fault: the script shows the faults over it.
pub(super) fn withheld(head: &Head<'_>) -> Response {
    broken(head, "faults withhold this edition\n")
}

/// A page that this edition doesn't have, or not yet.
pub(super) fn missing(head: &Head<'_>) -> Response {
    Response { status: 404, ..broken(head, "this edition has no such page now\n") }
}

/// A page that can't be made, with the reason.
pub(super) fn broken(head: &Head<'_>, why: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>{}\n<meta charset=\"utf-8\">\n<title>Not shown</title>\n</head>\n<body><main>\
         <h1>Not shown</h1><pre>{}</pre></main></body>\n</html>\n",
        tags(head),
        escaped(why)
    );
    Response { status: 500, kind: "text/html; charset=utf-8", location: None, body: html.into_bytes() }
}

fn tags(head: &Head<'_>) -> String {
    let Head { root, version, edition, file, at } = head;
    let at = at.map_or_else(|| "now".to_owned(), |at| at.to_string());
    format!(
        "<link rel=\"stylesheet\" href=\"{root}-/preview.css\" data-candor><script src=\"{root}-/preview.js\" data-candor \
         data-root=\"{root}\" data-version=\"{version}\" data-edition=\"{}\" data-file=\"{}\" data-at=\"{at}\"></script>",
        escaped(edition),
        escaped(file)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

pub(super) fn script() -> Response {
    Response { status: 200, kind: "text/javascript; charset=utf-8", location: None, body: SCRIPT.into() }
}

pub(super) fn style() -> Response {
    Response { status: 200, kind: "text/css; charset=utf-8", location: None, body: SHEET.into() }
}

pub(super) fn json(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).expect("what the bar is told is plain values");
    Response { status: 200, kind: "application/json", location: None, body }
}

/// The fault of a setting that names a theme which isn't there.
pub(super) fn no_theme(name: &str) -> Diagnostic {
    let fault = Diagnostic::error(&Arc::from("content/site.yaml"), 0..0, format!("there is no theme `{name}`"));
    let hint = format!("make the folder `themes/{name}`, or write `theme: default`");
    fault.hint(hint).scope(Scope::Readers(Suffix::Public))
}

/// Whether a file is a page, by its name.
pub(super) fn is_page(file: &str) -> bool {
    kind(file).starts_with("text/html")
}

/// The media type of a file by its name.
fn kind(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" | "" | "_headers" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
