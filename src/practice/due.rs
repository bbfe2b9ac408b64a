//! Who is owed an update, since when, and by which line of policy or by whose promise.

use super::ground::{head_of, posted};
use super::{Ground, timing};
use crate::edition::{self, Commit};
use crate::model::{AudienceKind, Incident, Moment, Part};
use crate::name::{Grant, Reader, Suffix};
use crate::quantity::Period;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt;

/// One audience or account that waits for a word on an open incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// The incident's folder.
    pub incident: String,
    pub title: String,
    pub severity: Option<String>,
    /// The suffix: `public`, `support`, `strategic.acme`.
    pub audience: String,
    /// When the word is due, or was.
    pub due: Timestamp,
    /// Seconds since then, if it has passed.
    pub overdue: Option<Period>,
    /// When it last heard; none if never.
    pub last: Option<Timestamp>,
    /// What git knows of the file in which it last heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<Commit>,
    pub by: By,
}

/// What the word is owed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum By {
    /// A line of `policy.yaml`: the severity, the audience, `within` or `every`, and how long in seconds.
    Policy { severity: String, audience: String, term: &'static str, seconds: Period },
    /// `next_update` of a file.
    Promise { file: String },
}

impl By {
    /// Whether it is owed by an author's own word, and not by policy.
    #[must_use]
    pub fn is_promise(&self) -> bool {
        matches!(self, Self::Promise { .. })
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy { severity, audience, term, seconds } => {
                write!(f, "policy for {severity}: {audience} {term} {}", span(seconds.0))
            }
            Self::Promise { file } => write!(f, "promised in {file}"),
        }
    }
}

/// In seconds.
pub(super) const DAY: i64 = 86_400;

/// A span of time as one says it: `45m`, `1h 30m`, `2d 3h`.
#[must_use]
pub fn span(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{}s", seconds.max(0)),
        (0, 0, minutes) => format!("{minutes}m"),
        (0, hours, 0) => format!("{hours}h"),
        (0, hours, minutes) => format!("{hours}h {minutes}m"),
        (days, 0, _) => format!("{days}d"),
        (days, hours, _) => format!("{days}d {hours}h"),
    }
}

/// Everyone who waits, the longest overdue first. Policy and promise both bind: the earlier one counts.
#[must_use]
pub fn owed(ground: &Ground<'_>) -> Vec<Owed> {
    let mut all = Vec::new();
    for (incident, shown) in ground.open() {
        let severity = head_of(incident, |head| head.severity.clone());
        let base = |audience: &str, due: Timestamp, last: Option<Timestamp>, by: By| Owed {
            incident: incident.folder.to_string(),
            title: shown.title.clone(),
            severity: severity.clone(),
            audience: audience.to_owned(),
            due,
            overdue: (due < ground.now).then(|| Period(ground.now.as_second() - due.as_second())),
            last,
            commit: last.and_then(|last| commit(shown, audience, last)),
            by,
        };
        let lines = severity.as_ref().and_then(|severity| ground.site.policy.severities.get(severity));
        let policy = |line: &str, told: bool| {
            let cadence = lines?.notify.get(line)?;
            let (term, seconds) = if told { ("every", cadence.every?) } else { ("within", cadence.within?) };
            Some(By::Policy { severity: severity.clone()?, audience: line.to_owned(), term, seconds })
        };
        let of_accounts = ground.site.audiences.iter().find(|audience| audience.kind == AudienceKind::Account);
        let mut found: Vec<Owed> = Vec::new();
        for notice in &shown.notices {
            // The line of all accounts speaks of each that is affected.
            let is_of_accounts = of_accounts.is_some_and(|audience| audience.name == notice.audience);
            if is_of_accounts && !shown.accounts.is_empty() {
                continue;
            }
            if let Some((due, by)) = notice.next.zip(policy(&notice.audience, notice.last.is_some())) {
                found.push(base(&notice.audience, due, notice.last.as_ref().map(|word| word.at), by));
            }
        }
        for account in &shown.accounts {
            let Some(audience) = of_accounts else { continue };
            let suffix = format!("{}.{}", audience.name, account.key);
            let line =
                if lines.is_some_and(|lines| lines.notify.contains_key(&suffix)) { &suffix } else { &audience.name };
            if let Some((due, by)) = account.next.zip(policy(line, account.own.is_some())) {
                found.push(base(&suffix, due, account.own.as_ref().map(|word| word.at), by));
            }
        }
        for Promised { part, due, at } in promises(ground, incident) {
            let file = crate::source::file_name(&part.path).to_owned();
            let audience = part.suffix.to_string();
            let promised = base(&audience, due, Some(at), By::Promise { file });
            match found.iter_mut().find(|owed| owed.audience == audience) {
                Some(owed) if owed.due <= due => {}
                Some(owed) => *owed = promised,
                None => found.push(promised),
            }
        }
        all.extend(found);
    }
    all.sort_by(|a, b| (a.due, &a.incident, &a.audience).cmp(&(b.due, &b.incident, &b.audience)));
    all
}

/// What git knows of the words that an audience was told at a time.
fn commit(shown: &edition::Incident, audience: &str, told: Timestamp) -> Option<Commit> {
    let moments = shown.moments.iter().rev().filter(|moment| moment.posted() == told);
    moments.flat_map(|moment| &moment.parts).find(|part| part.suffix == audience)?.commit.as_deref().cloned()
}

/// A promise of the next word that nothing has kept or ended yet.
pub(super) struct Promised<'a> {
    pub part: &'a Part,
    pub due: Timestamp,
    /// When it was given.
    pub at: Timestamp,
}

/// What the last word of each suffix promised. Any later word that its readers may read ends it (product, rule 10).
pub(super) fn promises<'a>(ground: &Ground<'_>, incident: &'a Incident) -> Vec<Promised<'a>> {
    let mut sorted: Vec<(Timestamp, &Moment)> = incident
        .moments
        .iter()
        .filter_map(|moment| Some((posted(moment).filter(|at| *at <= ground.now)?, moment)))
        .collect();
    sorted.sort_by_key(|(at, moment)| (*at, moment.stem.clone()));
    let mut later: Vec<&Suffix> = Vec::new();
    let mut found = Vec::new();
    for (at, moment) in sorted.into_iter().rev() {
        for part in &moment.parts {
            let reader = reader_of(ground, &part.suffix);
            if later.iter().any(|suffix| reader.may_read(suffix)) {
                continue;
            }
            found.extend(timing::promised(moment, part).map(|due| Promised { part, due, at }));
        }
        later.extend(moment.parts.iter().map(|part| &part.suffix));
    }
    found
}

/// Whom a file with this suffix speaks to.
pub(super) fn reader_of(ground: &Ground<'_>, suffix: &Suffix) -> Reader {
    match suffix {
        Suffix::Public => Reader::public(),
        Suffix::Internal => Reader::audience("", vec![Grant::Suffix(Suffix::Internal)]),
        Suffix::Account { audience, account } => Reader::account(audience, account),
        Suffix::Audience(name) => {
            let audience = ground.site.audiences.iter().find(|audience| audience.name == *name);
            audience.map_or_else(|| Reader::audience(name, Vec::new()), |audience| audience.reader.clone())
        }
    }
}
