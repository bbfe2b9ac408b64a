//! The review of an incident, for everyone who has heard of it and for whom there is a template.

use super::choose::Choice;
use super::file::{Addressee, files};
use super::incident::known;
use super::update::folder;
use super::word::Word;
use super::{Desk, Draft, who};
use crate::model::{Incident, IncidentKind};
use crate::name::Suffix;
use crate::practice::ground::{head_of, status_of};
use crate::state::Status;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Whether an incident is over and has no review yet.
#[must_use]
pub fn awaiting(incident: &Incident) -> bool {
    let last = incident.moments.iter().max_by_key(|moment| moment.stem.clone()).and_then(status_of);
    incident.kind == IncidentKind::Incident && last == Some(Status::Resolved) && incident.postmortem.is_none()
}

/// The files of a review. If nobody is named, it is for the public if it heard, and for whoever heard and has a template.
#[must_use]
pub fn postmortem(
    desk: &Desk<'_>,
    incident: &Incident,
    at: Timestamp,
    (to, said): (&[Suffix], &BTreeMap<String, String>),
) -> Vec<Draft> {
    let severity = head_of(incident, |head| head.severity.clone());
    let mut chosen: Vec<Suffix> = to.to_vec();
    if chosen.is_empty() {
        let heard: BTreeSet<Suffix> =
            incident.moments.iter().flat_map(|moment| &moment.parts).map(|part| part.suffix.clone()).collect();
        let widest = heard.iter().min_by(|a, b| crate::model::by_width(a, b)).cloned();
        let has_template = |suffix: &Suffix| {
            let choice = Choice { suffix, stage: "postmortem", severity: severity.as_deref(), occasion: None };
            desk.template(&choice).is_some()
        };
        chosen.extend(heard.into_iter().filter(|suffix| widest.as_ref() == Some(suffix) || has_template(suffix)));
    }
    who::sorted(&mut chosen);
    let folder = folder(incident);
    let word = Word {
        folder: &folder,
        stem: "postmortem",
        stage: "postmortem",
        at,
        severity: severity.as_deref(),
        occasion: None,
        components: &[],
        facts: Vec::new(),
        next: None,
        said,
    };
    let none = BTreeSet::new();
    let to: Vec<Addressee> = chosen
        .into_iter()
        .map(|suffix| Addressee { values: known(desk, incident, &suffix, (at, &none)), suffix, is_first: false })
        .collect();
    files(desk, &word, &to)
}
