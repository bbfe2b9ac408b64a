//! Views to files: which files an edition has, and what stands in each.
//!
//! Rendering one file is a pure function of the edition, the theme and the route, so that `build` maps it over all routes
//! in parallel and the preview calls it for the one that is asked for.

pub mod machine;
pub mod metrics;
pub mod pages;
pub mod strings;
pub mod theme;

mod clock;
mod each_thread;
mod found;
mod views;

pub use clock::written;
pub use theme::Theme;

use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use std::collections::BTreeMap;

/// One file of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Page(pages::Route),
    Machine(machine::Route),
    /// `metrics.json`, in editions inside the company.
    Metrics,
    /// A file of the theme, by its address.
    Asset(String),
    /// A file that the author put beside the words, by its address.
    Attachment(String),
}

/// Every file of an edition, by its path from the edition's folder.
#[must_use]
pub fn routes(edition: &Edition, theme: &Theme) -> BTreeMap<String, Route> {
    let mut routes = BTreeMap::new();
    routes.extend(pages::routes(edition).into_iter().map(|(path, route)| (path, Route::Page(route))));
    routes.extend(machine::routes(edition).into_iter().map(|(path, route)| (path, Route::Machine(route))));
    routes.extend(metrics::path(edition).map(|path| (path.to_owned(), Route::Metrics)));
    routes.extend(theme.assets(edition).into_iter().map(|path| (path.clone(), Route::Asset(path))));
    routes.extend(edition.attachments.keys().map(|path| (path.clone(), Route::Attachment(path.clone()))));
    routes
}

/// What stands in one file.
///
/// # Errors
/// A fault of the theme, where a layout fails on this page.
///
/// # Panics
/// If the route is not one of this edition's [`routes`].
pub fn render(edition: &Edition, theme: &Theme, route: &Route) -> Result<Vec<u8>, Diagnostic> {
    Rendering::new(edition, theme).file(route)
}

/// An edition in a theme, of which many files are wanted: what they have in common is worked out once, when the first of them
/// asks for it. Each file stays a pure function of the edition, the theme and the route.
#[derive(Debug)]
pub struct Rendering<'a> {
    edition: &'a Edition,
    theme: &'a Theme,
    feeds: machine::Feeds,
    surroundings: pages::Surroundings,
}

impl<'a> Rendering<'a> {
    #[must_use]
    pub fn new(edition: &'a Edition, theme: &'a Theme) -> Self {
        Self { edition, theme, feeds: machine::Feeds::new(edition), surroundings: pages::Surroundings::default() }
    }

    /// As [`render`].
    ///
    /// # Errors
    /// As [`render`].
    ///
    /// # Panics
    /// As [`render`].
    pub fn file(&self, route: &Route) -> Result<Vec<u8>, Diagnostic> {
        let Self { edition, theme, feeds, surroundings } = self;
        match route {
            Route::Page(route) => pages::render(edition, theme, surroundings, route),
            Route::Machine(route) => {
                let spoken = machine::Spoken { edition, strings: theme.strings(&edition.site.language) };
                Ok(machine::render(spoken, feeds, route))
            }
            Route::Metrics => {
                let figures = edition.metrics.as_ref().expect("the route is there with them");
                Ok(metrics::render(edition, figures, theme.strings(&edition.site.language)))
            }
            Route::Asset(path) => Ok(theme.asset(path, edition)),
            Route::Attachment(path) => Ok(edition.attachments[path].to_vec()),
        }
    }
}
