//! The editions that were asked for last, each made once for a version, an audience and an instant.

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, IncidentKind};
use crate::render::{self, Route, Theme, machine, pages};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How many editions are kept: those of a few tabs, and the public one to compare with.
const ROOM: usize = 8;

/// An edition in its theme, as it was when it was last without fault.
#[derive(Debug)]
pub struct Shown {
    pub edition: Edition,
    theme: Arc<Theme>,
    machine: OnceLock<BTreeMap<String, machine::Route>>,
    routes: OnceLock<BTreeMap<String, Route>>,
}

/// What there is to show: the edition as it last was, and the faults that withhold a newer one.
#[derive(Debug, Clone)]
pub struct Look {
    /// None if it was never without fault.
    pub shown: Option<Arc<Shown>>,
    pub faults: Arc<[Diagnostic]>,
}

#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// What was asked for last stands last.
    kept: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    edition: String,
    at: Option<Timestamp>,
    version: u64,
    look: Look,
}

impl Shelf {
    /// An edition at an instant, or at present: as it was made for this version, else made now.
    pub(super) fn look(
        &mut self,
        (edition, at): (&str, Option<Timestamp>),
        version: u64,
        make: impl FnOnce() -> Result<Shown, Vec<Diagnostic>>,
    ) -> Look {
        let found = self.kept.iter().position(|kept| kept.edition == edition && kept.at == at);
        let before = found.map(|index| self.kept.remove(index));
        let look = match before {
            Some(kept) if kept.version == version => kept.look,
            before => match make() {
                Ok(shown) => Look { shown: Some(Arc::new(shown)), faults: Arc::from([]) },
                Err(faults) => {
                    let last = before.and_then(|kept| kept.look.shown);
                    // An instant that is looked at for the first time has no last good page; the present one is near enough.
                    let other = || self.kept.iter().rev().find(|kept| kept.edition == edition)?.look.shown.clone();
                    Look { shown: last.or_else(other), faults: faults.into() }
                }
            },
        };
        if self.kept.len() == ROOM {
            self.kept.remove(0);
        }
        self.kept.push(Kept { edition: edition.to_owned(), at, version, look: look.clone() });
        look
    }

    /// The first moment after the present at which something that is shown for it changes by itself.
    pub(super) fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let present = self.kept.iter().filter(|kept| kept.at.is_none()).filter_map(|kept| kept.look.shown.as_ref());
        present.filter_map(|shown| shown.edition.next.iter().copied().find(|next| *next > now)).min()
    }

    /// Has what is shown for the present made anew when it is asked for.
    pub(super) fn forget_present(&mut self) {
        for kept in self.kept.iter_mut().filter(|kept| kept.at.is_none()) {
            kept.version = u64::MAX;
        }
    }
}

impl Shown {
    /// An edition to be looked at in a theme.
    #[must_use]
    pub fn new(edition: Edition, theme: Arc<Theme>) -> Self {
        Self { edition, theme, machine: OnceLock::new(), routes: OnceLock::new() }
    }

    /// The bytes of one file, rendered now; none if this edition has no such file.
    ///
    /// # Errors
    /// A fault of the theme, where a layout fails on this page.
    pub fn file(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let route = self.near(path).or_else(|| self.routes().get(path).cloned())?;
        Some(render::render(&self.edition, &self.theme, &route))
    }

    fn routes(&self) -> &BTreeMap<String, Route> {
        self.routes.get_or_init(|| render::routes(&self.edition, &self.theme))
    }

    /// The files that are asked for after every edit, found without listing all.
    fn near(&self, path: &str) -> Option<Route> {
        if path == "index.html" {
            return Some(Route::Page(pages::Route::Index));
        }
        if path.contains('/') {
            let (room, slug) = path.strip_suffix(".html")?.split_once('/')?;
            let kind = match room {
                "incidents" => IncidentKind::Incident,
                "maintenance" => IncidentKind::Maintenance,
                _ => return None,
            };
            let found = self.edition.incidents.iter().position(|one| *one.slug == *slug && one.kind == kind);
            return found.map(|index| Route::Page(pages::Route::Incident(index)));
        }
        let machine = self.machine.get_or_init(|| machine::routes(&self.edition).into_iter().collect());
        machine.get(path).map(|route| Route::Machine(route.clone()))
    }
}
