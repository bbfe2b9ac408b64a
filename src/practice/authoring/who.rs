//! Whom a moment is written for: what policy asks, and which of the files must carry the facts that all of them share.

use super::Desk;
use crate::model::{AudienceKind, Incident, Moment, SeverityPolicy, Site, by_width};
use crate::name::{Grant, Reader, Suffix};
use crate::practice::ground::status_of;
use crate::state::Status;

/// Whom policy names for a severity, from the widest to the narrowest; only the public where there is no policy.
#[must_use]
pub fn owed_by_policy(site: &Site, severity: Option<&str>) -> Vec<Suffix> {
    let Some(lines) = lines(site, severity) else { return vec![Suffix::Public] };
    let mut owed: Vec<Suffix> = lines.notify.keys().filter_map(|name| suffix(name)).collect();
    if owed.is_empty() {
        owed.push(Suffix::Public);
    }
    sorted(&mut owed);
    owed
}

/// Whom a later moment is written for: everyone whom policy names or who has heard of it where the status changes, else those
/// who are promised a word every so often and those who have not heard yet.
#[must_use]
pub fn owed_later(site: &Site, incident: &Incident, severity: Option<&str>, status: Status) -> Vec<Suffix> {
    let told =
        |wanted: &Suffix| incident.moments.iter().flat_map(|moment| &moment.parts).any(|part| part.suffix == *wanted);
    let mut owed = owed_by_policy(site, severity);
    if lines(site, severity).is_none() {
        owed.retain(|suffix| told(suffix));
    }
    let last = incident.moments.iter().max_by_key(|moment| moment.stem.clone()).and_then(status_of);
    if status.is_final() || lines(site, severity).is_none() {
        let heard = incident.moments.iter().flat_map(|moment| &moment.parts).map(|part| part.suffix.clone());
        owed.extend(heard.filter(|suffix| *suffix != Suffix::Internal));
    } else if last == Some(status) {
        owed.retain(|suffix| {
            let every = lines(site, severity).and_then(|lines| lines.notify.get(&suffix.to_string())?.every);
            every.is_some() || !told(suffix)
        });
    }
    if owed.is_empty() {
        owed.extend(incident.moments.iter().flat_map(|moment| &moment.parts).map(|part| part.suffix.clone()));
    }
    sorted(&mut owed);
    owed.dedup();
    owed
}

pub(super) fn sorted(suffixes: &mut [Suffix]) {
    suffixes.sort_by(by_width);
}

fn lines<'a>(site: &'a Site, severity: Option<&str>) -> Option<&'a SeverityPolicy> {
    site.policy.severities.get(severity?)
}

/// A suffix as policy writes it.
fn suffix(written: &str) -> Option<Suffix> {
    if written == "public" { Some(Suffix::Public) } else { Suffix::parse(written).ok() }
}

/// Of the files of one moment, those that must give its status and time: each reader of any of them reads one of these, and the
/// widest comes first.
#[must_use]
pub fn facts_bearing(site: &Site, suffixes: &[Suffix]) -> Vec<Suffix> {
    let readers = readers(site);
    let mut bearing: Vec<Suffix> = Vec::new();
    for suffix in suffixes {
        let theirs = readers.iter().filter(|reader| reader.may_read(suffix));
        if !bearing.is_empty() && theirs.clone().all(|reader| bearing.iter().any(|other| reader.may_read(other))) {
            continue;
        }
        bearing.push(suffix.clone());
    }
    bearing
}

/// Whether everyone who reads one suffix reads one of the others.
pub(super) fn all_read(site: &Site, suffix: &Suffix, others: &[Suffix]) -> bool {
    let readers = readers(site);
    let theirs = readers.iter().filter(|reader| reader.may_read(suffix));
    theirs.into_iter().all(|reader| others.iter().any(|other| reader.may_read(other)))
}

/// Every edition's reader.
fn readers(site: &Site) -> Vec<Reader> {
    let mut readers = vec![Reader::public()];
    for audience in &site.audiences {
        if audience.kind == AudienceKind::Account {
            readers.extend(site.accounts.iter().map(|account| Reader::account(&audience.name, &account.key)));
        } else {
            readers.push(audience.reader.clone());
        }
    }
    readers
}

/// Somebody who reads no more than what a file with this suffix may lean on: every reader of that file reads as much.
pub(super) fn reader_of(site: &Site, suffix: &Suffix) -> Reader {
    match suffix {
        Suffix::Public => Reader::public(),
        Suffix::Internal => Reader::audience("", vec![Grant::Suffix(Suffix::Internal)]),
        Suffix::Account { audience, account } => Reader::account(audience, account),
        Suffix::Audience(name) => match site.audiences.iter().find(|audience| audience.name == *name) {
            Some(audience) if audience.kind != AudienceKind::Account => audience.reader.clone(),
            _ => Reader::audience(name, Vec::new()),
        },
    }
}

/// The kind of the audience whose suffix this is.
pub(super) fn kind_of(site: &Site, suffix: &Suffix) -> Option<AudienceKind> {
    let (Suffix::Audience(name) | Suffix::Account { audience: name, .. }) = suffix else { return None };
    site.audiences.iter().find(|audience| audience.name == *name).map(|audience| audience.kind)
}

/// The moments that a reader may read, the earliest first.
pub(super) fn moments_for<'a>(incident: &'a Incident, reader: &Reader) -> Vec<&'a Moment> {
    let mut moments: Vec<&Moment> = incident.moments.iter().filter(|moment| moment.exists_for(reader)).collect();
    moments.sort_by_key(|moment| (crate::practice::ground::at_of(moment), moment.stem.clone()));
    moments
}

impl Desk<'_> {
    /// How long after a word policy promises a suffix the next one.
    pub(super) fn every(&self, severity: Option<&str>, suffix: &Suffix) -> Option<jiff::SignedDuration> {
        let line = lines(self.site, severity)?.notify.get(&suffix.to_string())?;
        line.every.map(|every| jiff::SignedDuration::from_secs(every.0))
    }
}
