//! Feeds: one entry for each update, of the whole edition and of each component.

mod atom;
mod entries;
mod json;
mod rss;

use crate::edition::Edition;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Atom,
    Rss,
    Json,
}

impl Format {
    pub(super) const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// Where the feed of the edition or of a component stands.
    pub(super) fn path(self, edition: &Edition, component: Option<usize>) -> String {
        match component {
            None => match self {
                Self::Atom => "atom.xml",
                Self::Rss => "rss.xml",
                Self::Json => "feed.json",
            }
            .to_owned(),
            Some(component) => {
                let id = &edition.components[component].id;
                match self {
                    Self::Atom => format!("components/{id}.atom.xml"),
                    Self::Rss => format!("components/{id}.rss.xml"),
                    Self::Json => format!("components/{id}.feed.json"),
                }
            }
        }
    }
}

/// A feed of the edition, or of a component. The edition has an absolute address.
pub(super) fn feed(edition: &Edition, format: Format, component: Option<usize>) -> Vec<u8> {
    let feed = entries::feed(edition, format, component);
    match format {
        Format::Atom => atom::write(&feed),
        Format::Rss => rss::write(&feed),
        Format::Json => json::write(&feed),
    }
}
