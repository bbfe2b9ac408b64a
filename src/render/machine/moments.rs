//! The moments of an incident as machines see them: the postmortem among them, each with the time it was last touched.

use crate::edition::{Incident, IncidentKind, Moment, Phase};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Every moment, the earliest first, the postmortem last.
pub(super) fn all(incident: &Incident) -> impl DoubleEndedIterator<Item = &Moment> {
    incident.moments.iter().chain(incident.postmortem.as_deref())
}

/// For each of [`all`]: when it was posted, or when what corrects it was.
pub(super) fn updated(incident: &Incident) -> Vec<Timestamp> {
    if all(incident).all(|moment| moment.corrected_by.is_empty()) {
        return all(incident).map(Moment::posted).collect();
    }
    let mut known: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut updated: Vec<Timestamp> = all(incident)
        .rev()
        .map(|moment| {
            let corrections = moment.corrected_by.iter().filter_map(|slug| known.get(&**slug).copied());
            let updated = corrections.fold(moment.posted(), Timestamp::max);
            known.insert(&moment.slug, updated);
            updated
        })
        .collect();
    updated.reverse();
    updated
}

/// Whether something is going on, or planned.
pub(super) fn is_active(incident: &Incident) -> bool {
    incident.open || is_ahead(incident)
}

/// Whether it is a maintenance that hasn't begun.
pub(super) fn is_ahead(incident: &Incident) -> bool {
    incident.kind == IncidentKind::Maintenance && incident.window.is_some_and(|window| window.phase == Phase::Ahead)
}

/// Maintenance by when it is for, the earliest first, after everything else in the order that it has.
pub(super) fn in_order<'a>(incidents: impl Iterator<Item = &'a Incident>) -> Vec<&'a Incident> {
    let mut ordered: Vec<&Incident> = incidents.collect();
    ordered.sort_by_key(|incident| incident.window.map(|window| window.from));
    ordered
}
