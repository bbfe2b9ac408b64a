//! The next moment of an incident or maintenance.

use super::file::{Addressee, files};
use super::incident::known;
use super::who::{self, reader_of};
use super::word::Word;
use super::yaml::text;
use super::{Desk, Draft, when};
use crate::model::{Incident, slug};
use crate::name::Suffix;
use crate::practice::ground::{head_of, status_of};
use crate::state::{State, Status};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What is new.
#[derive(Debug, Clone)]
pub struct Next<'a> {
    pub status: Status,
    pub at: Timestamp,
    pub components: &'a [(String, State)],
    pub next: Option<Option<Timestamp>>,
    pub said: &'a BTreeMap<String, String>,
    pub occasion: Option<&'a str>,
    pub corrects: Option<&'a str>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub to: &'a [Suffix],
}

/// The files of the next moment.
#[must_use]
pub fn update(desk: &Desk<'_>, incident: &Incident, next: &Next<'_>) -> Vec<Draft> {
    let severity = head_of(incident, |head| head.severity.clone());
    let mut facts = Vec::new();
    facts.extend(next.from.map(|from| text("from", &when::written(from))));
    facts.extend(next.until.map(|until| text("until", &when::written(until))));
    facts.extend(next.corrects.map(|stem| text("corrects", stem)));
    let last = incident.moments.iter().max_by_key(|moment| moment.stem.clone()).and_then(status_of);
    let again = (last == Some(next.status)).then_some("again");
    let stem = stem(incident, next);
    let folder = folder(incident);
    let word = Word {
        folder: &folder,
        stem: &stem,
        stage: next.status.word(),
        at: next.at,
        severity: severity.as_deref(),
        occasion: next.occasion.or(next.corrects.map(|_| "correction")).or(again),
        components: next.components,
        facts,
        next: next.next,
        said: next.said,
    };
    let touched: BTreeSet<&str> = next.components.iter().map(|(id, _)| id.as_str()).collect();
    let to: Vec<Addressee> = next
        .to
        .iter()
        .map(|suffix| {
            let mut values = known(desk, incident, suffix, (next.at, &touched));
            values.times.extend(next.from.map(|from| ("from", from)));
            values.times.extend(next.until.map(|until| ("until", until)));
            let reader = reader_of(desk.site, suffix);
            let own = who::moments_for(incident, &reader);
            let is_first = own.iter().flat_map(|moment| &moment.parts).all(|part| part.suffix != *suffix);
            Addressee { suffix: suffix.clone(), values, is_first }
        })
        .collect();
    files(desk, &word, &to)
}

/// Whether the public is written to, goes on waiting, and nothing says until when.
#[must_use]
pub fn cadence_missing(desk: &Desk<'_>, severity: Option<&str>, to: &[Suffix]) -> bool {
    to.contains(&Suffix::Public) && desk.every(severity, &Suffix::Public).is_none()
}

pub(super) fn folder(incident: &Incident) -> String {
    format!("content/{}/{}", incident.kind.folder(), incident.folder)
}

/// The next number with the status. Where a moment of that name is there, the time of day parts the two: a count would tell how
/// many there are that somebody may not read.
fn stem(incident: &Incident, next: &Next<'_>) -> String {
    let number = |stem: &str| stem.bytes().take_while(u8::is_ascii_digit).count();
    let highest =
        incident.moments.iter().filter_map(|moment| moment.stem[..number(&moment.stem)].parse::<u32>().ok()).max();
    let number = highest.unwrap_or_default().saturating_add(1);
    let name = if next.corrects.is_some() { "correction" } else { next.status.word() }.replace('_', "-");
    let is_taken = |name: &str| incident.moments.iter().any(|moment| slug(&moment.stem) == name);
    if !is_taken(&name) {
        return format!("{number:02}-{name}");
    }
    let clock = next.at.strftime("%H%M");
    let timed = format!("{name}-{clock}");
    if !is_taken(&timed) {
        return format!("{number:02}-{timed}");
    }
    format!("{number:02}-{name}-{}", next.at.strftime("%Y%m%d-%H%M%S"))
}
