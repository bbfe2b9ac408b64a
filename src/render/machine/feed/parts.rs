//! What a feed is made of. All text is clean, all addresses are absolute.

use jiff::Timestamp;
use serde_json::value::RawValue;
use std::sync::Arc;

/// A feed, of which every format can be written.
#[derive(Debug)]
pub(super) struct Feed {
    pub head: Head,
    /// The last touched first.
    pub entries: Vec<Arc<Piece>>,
}

/// What stands in a feed besides its entries.
#[derive(Debug)]
pub(super) struct Head {
    pub id: String,
    pub title: String,
    pub description: String,
    pub language: String,
    pub author: String,
    /// The edition's, with a slash at its end.
    pub root: String,
    /// The page for people.
    pub page: String,
    pub updated: Timestamp,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub id: String,
    pub title: String,
    /// The update on its page.
    pub page: String,
    pub posted: Timestamp,
    /// When it was posted, or when what corrects it was.
    pub updated: Timestamp,
    /// Names of the components that its incident touches.
    pub categories: Vec<String>,
    pub text: String,
    pub html: String,
}

/// An entry as each format writes it.
#[derive(Debug)]
pub(super) struct Piece {
    pub atom: String,
    pub rss: String,
    pub json: Box<RawValue>,
}
