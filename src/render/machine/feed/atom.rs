//! Atom (RFC 4287). The library writes the XML; what XML forbids was dropped before, since it doesn't do that.

use super::entries::{Entry, Feed};
use atom_syndication as atom;
use jiff::Timestamp;
use std::time::Duration;

/// `own` is the address of this feed itself.
pub(super) fn write(feed: &Feed, own: &str) -> Vec<u8> {
    let written = atom::Feed {
        title: atom::Text::plain(&*feed.title),
        subtitle: Some(atom::Text::plain(&*feed.description)),
        id: feed.id.clone(),
        updated: instant(feed.updated),
        authors: vec![atom::Person { name: feed.author.clone(), ..atom::Person::default() }],
        links: vec![link("self", own, "application/atom+xml"), link("alternate", &feed.page, "text/html")],
        generator: Some(atom::Generator { value: "Candor".to_owned(), ..atom::Generator::default() }),
        lang: Some(feed.language.clone()),
        entries: feed.entries.iter().map(|one| entry(one)).collect(),
        ..atom::Feed::default()
    };
    let config = atom::WriteConfig { write_document_declaration: true, indent_size: None };
    let mut bytes = written.write_with_config(Vec::new(), config).expect("writing to memory can't fail");
    bytes.push(b'\n');
    bytes
}

fn entry(entry: &Entry) -> atom::Entry {
    let category = |name: &String| atom::Category { term: name.clone(), ..atom::Category::default() };
    atom::Entry {
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
    }
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
