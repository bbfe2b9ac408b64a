//! RSS 2.0, with its own address and the time of the last correction as Atom has them.

use super::parts::{Entry, Feed};
use super::xml::{cut, filled, text};
use crate::render::machine::time;
use ::rss::extension::{Extension, ExtensionMap};
use ::rss::{Category, Channel, Guid, Item};
use std::collections::BTreeMap;

/// Minutes after which a reader may ask again.
const TTL: &str = "5";

/// `own` is the address of this feed itself.
pub(super) fn write(feed: &Feed, own: &str) -> Vec<u8> {
    let Feed { head, entries } = feed;
    let attributes = [("href", own), ("rel", "self"), ("type", "application/rss+xml")];
    let own = Extension {
        name: "atom:link".to_owned(),
        attrs: attributes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..Extension::default()
    };
    let empty = Channel {
        title: head.title.clone(),
        link: head.page.clone(),
        description: head.description.clone(),
        language: Some(head.language.clone()),
        last_build_date: Some(time::mail(head.updated)),
        generator: Some("Candor".to_owned()),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        ttl: Some(TTL.to_owned()),
        namespaces: BTreeMap::from([("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned())]),
        extensions: extensions("link", own),
        ..Channel::default()
    };
    filled(&xml(&empty), entries.iter().map(|entry| &*entry.rss), "</channel>")
}

/// An entry, as it stands in any feed.
pub(super) fn entry(entry: &Entry) -> String {
    let updated = Extension {
        name: "atom:updated".to_owned(),
        value: Some(time::seconds(entry.updated)),
        ..Extension::default()
    };
    let item = Item {
        title: Some(entry.title.clone()),
        link: Some(entry.page.clone()),
        description: Some(entry.html.clone()),
        categories: entry.categories.iter().map(|name| Category { name: name.clone(), domain: None }).collect(),
        guid: Some(Guid { value: entry.id.clone(), permalink: false }),
        pub_date: Some(time::mail(entry.posted)),
        extensions: extensions("updated", updated),
        ..Item::default()
    };
    let alone = xml(&Channel { items: vec![item], ..Channel::default() });
    cut(&alone, "<item>", "</item>").to_owned()
}

fn xml(channel: &Channel) -> String {
    text(channel.write_to(Vec::new()).expect("writing to memory can't fail"))
}

fn extensions(name: &str, extension: Extension) -> ExtensionMap {
    BTreeMap::from([("atom".to_owned(), BTreeMap::from([(name.to_owned(), vec![extension])]))])
}
