//! Feeds: one entry for each update, of the whole edition and of each component.

mod atom;
mod entries;
mod json;
mod parts;
mod rss;
mod xml;

use super::spoken::Spoken;
use crate::edition::Edition;
use entries::Entries;
use parts::Feed;
use std::sync::OnceLock;

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

/// What stands in the feeds of one edition, put together once for all formats.
#[derive(Debug)]
pub struct Feeds {
    entries: OnceLock<Entries>,
    whole: OnceLock<Feed>,
    components: Vec<OnceLock<Feed>>,
}

impl Feeds {
    #[must_use]
    pub fn new(edition: &Edition) -> Self {
        let components = edition.components.iter().map(|_| OnceLock::new()).collect();
        Self { entries: OnceLock::new(), whole: OnceLock::new(), components }
    }

    /// A feed of the edition, or of a component. The edition has an absolute address.
    pub(super) fn write(&self, spoken: Spoken<'_>, format: Format, component: Option<usize>) -> Vec<u8> {
        let place = component.map_or(&self.whole, |index| &self.components[index]);
        let entries = || self.entries.get_or_init(|| Entries::new(spoken.edition));
        let feed = place.get_or_init(|| entries::feed(spoken, entries(), component));
        let own = format!("{}{}", feed.head.root, format.path(spoken.edition, component));
        match format {
            Format::Atom => atom::write(feed, &own),
            Format::Rss => rss::write(feed, &own),
            Format::Json => json::write(feed, &own),
        }
    }
}
