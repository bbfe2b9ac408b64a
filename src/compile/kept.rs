//! What readers see of each incident and what is at fault with it, kept for as long as the incident is the same thing.
//!
//! Whoever changes a site puts every incident anew that depends on what has changed. So whether something kept still holds
//! is one question, for all readers and instants: is the incident the very same one?

use super::Truth;
use crate::diagnostic::Diagnostic;
use crate::edition::{self, Common, Edition, Sight, Told, Viewpoint};
use crate::model::Incident;
use crate::name::{EditionName, Reader};
use crate::read;
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// For how many readers it is kept what they see; what is at fault is kept for all.
const ROOM: usize = 8;
/// How many incidents one thread takes at a time.
const AT_ONCE: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Kept {
    faults: Vec<(Reader, Each<Vec<Diagnostic>>)>,
    /// Whoever was asked for last stands last.
    sights: Vec<(Reader, Sights)>,
    /// What strangers see of all incidents, and accounts of those in which something was written to them alone, by edition.
    heard: BTreeMap<EditionName, Sights>,
}

#[derive(Debug, Default)]
struct Sights {
    each: Each<Arc<Sight>>,
    /// The components that it was seen with.
    components: BTreeMap<String, usize>,
}

/// Something made of each incident of a site.
#[derive(Debug)]
struct Each<T> {
    of: Vec<Arc<Incident>>,
    made: Vec<T>,
}

impl Kept {
    /// The same as [`Truth::faults`].
    pub(super) fn faults(&mut self, truth: &Truth, reader: &Reader) -> Vec<Diagnostic> {
        let found = self.faults.iter().position(|(known, _)| known == reader);
        let index = found.unwrap_or(self.faults.len());
        if found.is_none() {
            self.faults.push((reader.clone(), Each::default()));
        }
        let each = &mut self.faults[index].1;
        truth.meet(reader, |meeting| {
            each.renew(truth.site.incidents.owned(), |_| true, |incident| read::faults_of(meeting, incident));
            let own = truth.told.iter().filter(|fault| fault.scope.touches(reader)).cloned();
            let within = each.made.iter().flatten().cloned();
            own.chain(within).chain(read::faults_beside(meeting)).collect()
        })
    }

    /// The same as [`Truth::edition`].
    pub(super) fn edition(
        &mut self,
        truth: &Truth,
        reader: &Reader,
        now: Timestamp,
    ) -> Result<Edition, Vec<Diagnostic>> {
        let faults = self.faults(truth, reader);
        if faults.iter().any(Diagnostic::is_error) {
            return Err(faults);
        }
        let point = Viewpoint::new(&truth.site, reader, now);
        let sights = self.sights(&point, reader);
        let mut common = Common::default();
        let mut others =
            |other: &Reader| common.told(&truth.site, other, now, |point, incidents| self.heard(point, incidents));
        Ok(edition::assemble(&point, &sights, &mut others))
    }

    /// Lets those go whom the site has no more.
    pub(super) fn retain(&mut self, readers: &[Reader]) {
        self.faults.retain(|(reader, _)| readers.contains(reader));
        self.sights.clear();
        self.heard.clear();
    }

    fn sights(&mut self, point: &Viewpoint<'_>, reader: &Reader) -> Vec<Arc<Sight>> {
        let found = self.sights.iter().position(|(known, _)| known == reader);
        let mut sights = found.map_or_else(Sights::default, |index| self.sights.remove(index).1);
        let seen = sights.renew(point, point.incidents());
        if self.sights.len() == ROOM {
            self.sights.remove(0);
        }
        self.sights.push((reader.clone(), sights));
        seen
    }

    /// What an account, or a stranger, is told of some incidents: the same ones each time, if they are still the same.
    fn heard(&mut self, point: &Viewpoint<'_>, incidents: &[Arc<Incident>]) -> Vec<Option<Told>> {
        let sights = self.heard.entry(point.reader().edition.clone()).or_default();
        sights.renew(point, incidents).iter().map(|sight| sight.told()).collect()
    }
}

impl Sights {
    fn renew(&mut self, point: &Viewpoint<'_>, incidents: &[Arc<Incident>]) -> Vec<Arc<Sight>> {
        let same = self.components == *point.components();
        let holds = |sight: &Arc<Sight>| same && sight.holds_at(point.now());
        self.each.renew(incidents, holds, |incident| Arc::new(point.sight(incident)));
        self.components.clone_from(point.components());
        self.each.made.clone()
    }
}

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self { of: Vec::new(), made: Vec::new() }
    }
}

impl<T: Send> Each<T> {
    /// Makes anew what was made of another incident, or holds no more.
    fn renew(&mut self, incidents: &[Arc<Incident>], holds: impl Fn(&T) -> bool, make: impl Fn(&Incident) -> T + Sync) {
        let mut before = self.of.iter().zip(self.made.drain(..)).peekable();
        let mut missing = 0;
        let found = incidents.iter().map(|incident| {
            // Both are in the order of the folders.
            while before.next_if(|(old, _)| !Arc::ptr_eq(old, incident) && place(old) < place(incident)).is_some() {}
            let kept = before.next_if(|(old, made)| Arc::ptr_eq(old, incident) && holds(made)).map(|(_, made)| made);
            missing += usize::from(kept.is_none());
            kept
        });
        let found: Vec<Option<T>> = found.collect();
        drop(before);
        let fill = |(found, incident): (Option<T>, &Arc<Incident>)| found.unwrap_or_else(|| make(incident));
        self.made = if missing < AT_ONCE {
            found.into_iter().zip(incidents).map(fill).collect()
        } else {
            found.into_par_iter().zip(incidents).with_min_len(AT_ONCE).map(fill).collect()
        };
        self.of = incidents.to_vec();
    }
}

fn place(incident: &Incident) -> (crate::model::IncidentKind, &str) {
    (incident.kind, &incident.folder)
}
