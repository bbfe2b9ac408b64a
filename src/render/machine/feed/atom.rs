//! Atom (RFC 4287). The library writes the XML; what XML forbids was dropped before, since it doesn't do that.

use super::parts::{Entry, Feed};
use super::xml::{cut, filled, text};
use atom_syndication as atom;
use jiff::Timestamp;
use std::time::Duration;

/// `own` is the address of this feed itself.
pub(super) fn write(feed: &Feed, own: &str) -> Vec<u8> {
    let Feed { head, entries } = feed;
    let empty = atom::Feed {
        title: atom::Text::plain(&*head.title),
        subtitle: Some(atom::Text::plain(&*head.description)),
        id: head.id.clone(),
        updated: instant(head.updated),
        authors: vec![atom::Person { name: head.author.clone(), ..atom::Person::default() }],
        links: vec![link("self", own, "application/atom+xml"), link("alternate", &head.page, "text/html")],
        generator: Some(atom::Generator { value: "Candor".to_owned(), ..atom::Generator::default() }),
        lang: Some(head.language.clone()),
        ..atom::Feed::default()
    };
    filled(&xml(&empty, true), entries.iter().map(|entry| &*entry.atom), "</feed>")
}

/// An entry, as it stands in any feed.
pub(super) fn entry(entry: &Entry) -> String {
    let category = |name: &String| atom::Category { term: name.clone(), ..atom::Category::default() };
    let entry = atom::Entry {
        title: atom::Text::plain(&*entry.title),
        id: entry.id.clone(),
        updated: instant(entry.updated),
        published: Some(instant(entry.posted)),
        links: vec![link("alternate", &entry.page, "text/html")],
        categories: entry.categories.iter().map(category).collect(),
        content: Some(atom::Content {
            value: Some(entry.html.clone()),
            content_type: Some("html".to_owned()),
            ..atom::Content::default()
        }),
        ..atom::Entry::default()
    };
    let alone = xml(&atom::Feed { entries: vec![entry], ..atom::Feed::default() }, false);
    cut(&alone, "<entry>", "</entry>").to_owned()
}

fn xml(feed: &atom::Feed, write_document_declaration: bool) -> String {
    let config = atom::WriteConfig { write_document_declaration, indent_size: None };
    text(feed.write_with_config(Vec::new(), config).expect("writing to memory can't fail"))
}

fn link(rel: &str, href: &str, mime_type: &str) -> atom::Link {
    atom::Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..atom::Link::default()
    }
}

fn instant(at: Timestamp) -> atom::FixedDateTime {
    let epoch = atom::FixedDateTime::default();
    let away = Duration::from_secs(at.as_second().unsigned_abs());
    if at.as_second() < 0 { epoch - away } else { epoch + away }
}
