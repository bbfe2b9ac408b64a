//! What machines read: feeds, calendars, badges, the read API of Statuspage v2, plain text, headers.

use crate::edition::Edition;

/// One file for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The state of everything on one screen of a terminal.
    StatusText,
}

/// Every file for machines that this edition has, with its path.
#[must_use]
pub fn routes(_edition: &Edition) -> Vec<(String, Route)> {
    vec![("status.txt".to_owned(), Route::StatusText)]
}

/// What stands in one file for machines.
#[must_use]
pub fn render(edition: &Edition, route: &Route) -> Vec<u8> {
    match route {
        Route::StatusText => format!("{}\n", edition.title()).into_bytes(),
    }
}
