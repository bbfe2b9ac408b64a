//! JSON Feed 1.1.

use super::parts::{Entry, Feed};
use crate::render::machine::time;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

#[derive(Serialize)]
struct Written<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<&'a RawValue>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    content_text: &'a str,
    date_published: String,
    date_modified: String,
    tags: &'a [String],
}

/// `own` is the address of this feed itself.
pub(super) fn write(feed: &Feed, own: &str) -> Vec<u8> {
    let Feed { head, entries } = feed;
    let written = Written {
        version: "https://jsonfeed.org/version/1.1",
        title: &head.title,
        home_page_url: &head.page,
        feed_url: own,
        description: &head.description,
        language: &head.language,
        authors: [Author { name: &head.author }],
        items: entries.iter().map(|entry| &*entry.json).collect(),
    };
    let mut bytes = serde_json::to_vec(&written).expect("strings and lists are always JSON");
    bytes.push(b'\n');
    bytes
}

/// An entry, as it stands in any feed.
pub(super) fn entry(entry: &Entry) -> Box<RawValue> {
    let item = Item {
        id: &entry.id,
        url: &entry.page,
        title: &entry.title,
        content_html: &entry.html,
        content_text: &entry.text,
        date_published: time::seconds(entry.posted),
        date_modified: time::seconds(entry.updated),
        tags: &entry.categories,
    };
    to_raw_value(&item).expect("strings and lists are always JSON")
}
