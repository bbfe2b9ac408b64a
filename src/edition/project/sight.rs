//! Each incident by itself: what one reader may see of it at an instant, and for how long that stays so.

use super::{AT_ONCE, View, ids};
use crate::edition::{Incident, Window};
use crate::model;
use crate::name::Reader;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who looks, at what, and when.
#[derive(Debug)]
pub struct Viewpoint<'a> {
    pub(super) site: &'a model::Site,
    pub(super) reader: &'a Reader,
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    /// Component ids to indices, of those whose first day has come.
    pub(super) ids: BTreeMap<String, usize>,
}

/// One incident as it is seen, with what is learned on the way. It depends on the incident, on what its words lead to, on the
/// settings, on the components that there are, and on nothing else.
#[derive(Debug)]
pub struct Sight {
    /// None where the reader may see nothing of it, or nothing yet.
    pub incident: Option<Arc<Incident>>,
    pub(super) seen: Seen,
    /// From when and until when (not included) it is the same.
    same: (Timestamp, Timestamp),
}

/// What is learned on the way besides what is shown.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub attachments: BTreeMap<String, Arc<[u8]>>,
    pub held_back: usize,
    /// Instants, past ones too, at which the edition changes by itself.
    pub next: Vec<Timestamp>,
    /// Instants, past ones too, at which what is seen of the incident becomes something else.
    pub turns: Vec<Timestamp>,
}

impl<'a> Viewpoint<'a> {
    #[must_use]
    pub fn new(site: &'a model::Site, reader: &'a Reader, now: Timestamp) -> Self {
        let zone = TimeZone::get(&site.settings.timezone).unwrap_or(TimeZone::UTC);
        let ids = ids(&site.settings, now, &zone);
        Self { site, reader, now, zone, ids }
    }

    #[must_use]
    pub fn reader(&self) -> &'a Reader {
        self.reader
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The site's incidents.
    #[must_use]
    pub fn incidents(&self) -> &'a [Arc<model::Incident>] {
        self.site.incidents.owned()
    }

    /// The components that there are at this instant.
    #[must_use]
    pub fn components(&self) -> &BTreeMap<String, usize> {
        &self.ids
    }

    /// One of the site's incidents.
    #[must_use]
    pub fn sight(&self, incident: &model::Incident) -> Sight {
        let mut view = View { point: self, seen: Seen::default() };
        let incident = view.incident(incident).map(Arc::new);
        let mut seen = view.seen;
        let turns = std::mem::take(&mut seen.turns);
        let from = turns.iter().copied().filter(|turn| *turn <= self.now).max().unwrap_or(Timestamp::MIN);
        let until = turns.into_iter().filter(|turn| *turn > self.now).min().unwrap_or(Timestamp::MAX);
        Sight { incident, seen, same: (from, until) }
    }

    /// All of them, in the site's order.
    #[must_use]
    pub fn sights(&self) -> Vec<Arc<Sight>> {
        let all = self.site.incidents.owned().par_iter().with_min_len(AT_ONCE);
        all.map(|incident| Arc::new(self.sight(incident))).collect()
    }
}

impl Seen {
    /// Takes in when a window changes what is seen, if there is one.
    pub(super) fn turns_of(&mut self, window: Option<&Window>) {
        let Some(window) = window else { return };
        let instants = [Some(window.begins), Some(window.until), window.ends];
        self.next.extend(instants.into_iter().flatten());
        self.turns.extend(instants.into_iter().flatten());
        // At its very end it still goes on; what is not over overruns from the instant after.
        let after = window.until.checked_add(SignedDuration::from_nanos(1));
        self.turns.extend(after.ok().filter(|_| window.ends.is_none()));
    }
}

impl Sight {
    /// Whether the same would be seen at another instant.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        let (from, until) = self.same;
        from <= now && now < until
    }
}
