//! Rules over completeness and time: what is missing, late, or out of order. Lateness is told while it can be mended.

use super::ground::{at_of, posted, status_of, truth_of};
use super::{Finding, Ground, due};
use crate::model::{AudienceKind, Fact, Incident, IncidentKind, Moment, NextUpdate, Part};
use crate::name::Suffix;
use crate::state::Status;
use jiff::{SignedDuration, Timestamp};

/// When a part promises the next word.
pub(super) fn promised(moment: &Moment, part: &Part) -> Option<Timestamp> {
    match part.next_update.as_ref()? {
        Fact::None => None,
        Fact::Says(NextUpdate::At(at)) => Some(*at),
        Fact::Says(NextUpdate::After(period)) => {
            at_of(moment)?.saturating_add(SignedDuration::from_secs(period.0)).ok()
        }
    }
}

fn moments<'a>(ground: &Ground<'a>) -> impl Iterator<Item = (&'a Incident, &'a Moment)> {
    ground.site.incidents.iter().flat_map(|incident| incident.moments.iter().map(move |moment| (incident, moment)))
}

/// The last word that each suffix has had on an open incident.
fn last_words<'a>(ground: &Ground<'a>, incident: &'a Incident) -> Vec<(&'a Moment, &'a Part)> {
    let mut sorted: Vec<&Moment> =
        incident.moments.iter().filter(|moment| posted(moment).is_some_and(|at| at <= ground.now)).collect();
    sorted.sort_by_key(|moment| (posted(moment), moment.stem.clone()));
    let mut last: Vec<(&Moment, &Part)> = Vec::new();
    for moment in sorted.into_iter().rev() {
        for part in &moment.parts {
            if last.iter().all(|(_, other)| other.suffix != part.suffix) {
                last.push((moment, part));
            }
        }
    }
    last
}

pub(super) fn next_update_past(ground: &Ground<'_>) -> Vec<Finding> {
    let parts = moments(ground).flat_map(|(_, moment)| moment.parts.iter().map(move |part| (moment, &**part)));
    parts
        .filter(|(moment, part)| promised(moment, part).zip(at_of(moment)).is_some_and(|(next, at)| next <= at))
        .map(|(_, part)| {
            ground.at_key(
                &part.path,
                "next_update",
                "the next update is not after this one",
                "correct one of the times",
            )
        })
        .collect()
}

pub(super) fn resolved_before_start(ground: &Ground<'_>) -> Vec<Finding> {
    moments(ground)
        .filter(|(incident, moment)| {
            let over = status_of(moment).is_some_and(Status::is_final).then(|| at_of(moment)).flatten();
            let started = incident.heads.iter().find_map(|head| head.started);
            incident.kind == IncidentKind::Incident && over.zip(started).is_some_and(|(over, started)| over < started)
        })
        .filter_map(|(_, moment)| {
            let part = moment.parts.iter().find(|part| part.at.is_some())?;
            Some(ground.at_key(&part.path, "at", "this is over before it began", "correct `at` here, or `started`"))
        })
        .collect()
}

pub(super) fn next_update_missing(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, shown) in ground.open() {
        let owed = |part: &Part| {
            let own =
                shown.notices.iter().any(|notice| notice.audience == part.suffix.to_string() && notice.next.is_some());
            part.suffix == Suffix::Public || own
        };
        for (moment, part) in last_words(ground, incident) {
            // Who reads several parts of a moment is given the promise of the widest.
            let given = moment.parts.iter().any(|other| {
                other.next_update.is_some() && (other.suffix == part.suffix || other.suffix == Suffix::Public)
            });
            if owed(part) && !given && !status_of(moment).is_some_and(Status::is_final) {
                let hint = "add `next_update: 30m`, or `none` if no word is to come";
                found.push(ground.at_key(&part.path, "status", "nobody is told when the next update comes", hint));
            }
        }
    }
    found
}

pub(super) fn next_update_overdue(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, _) in ground.open() {
        for promised in due::promises(ground, incident).into_iter().filter(|promised| promised.due < ground.now) {
            let phrase = format!("the update promised for {} has not come", promised.due);
            let hint = "write it, even if nothing has changed";
            found.push(ground.at_key(&promised.part.path, "next_update", phrase, hint));
        }
    }
    found
}

pub(super) fn next_update_late(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, _) in ground.open() {
        let Some(lines) = super::ground::policy_of(ground.site, incident) else { continue };
        for (moment, part) in last_words(ground, incident) {
            let every = lines.notify.get(&part.suffix.to_string()).and_then(|line| line.every);
            let promise = promised(moment, part).zip(at_of(moment));
            if let Some((every, (next, at))) = every.zip(promise)
                && next.as_second() - at.as_second() > every.0
            {
                let phrase = format!("policy promises `{}` a word within {}", part.suffix, due::span(every.0));
                found.push(ground.at_key(&part.path, "next_update", phrase, "promise it sooner"));
            }
        }
    }
    found
}

pub(super) fn audience_late(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for owed in due::owed(ground).into_iter().filter(|owed| owed.overdue.is_some() && !owed.by.is_promise()) {
        let Some(head) = ground.open().find(|(incident, _)| *incident.folder == *owed.incident) else { continue };
        let Some(head) = head.0.heads.last() else { continue };
        let phrase = match owed.last {
            Some(_) => format!("`{}` is owed a word since {}", owed.audience, owed.due),
            None => format!("`{}` has not been told, which was due at {}", owed.audience, owed.due),
        };
        let hint = format!("write to them: {}", owed.by);
        found.push(Finding { readers: None, ..ground.at_key(&head.path, "severity", phrase, &hint) });
    }
    found
}

pub(super) fn before_kept(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, shown) in ground.open() {
        for notice in &shown.notices {
            let Some(before) = notice.before.as_ref().filter(|before| before.kept == Some(false)) else { continue };
            let theirs = incident.moments.iter().flat_map(|moment| &moment.parts);
            let Some(part) = theirs.into_iter().find(|part| {
                part.suffix.to_string() == before.audience
                    || (before.audience == "public" && part.suffix == Suffix::Public)
            }) else {
                continue;
            };
            let phrase = format!("`{}` heard before `{}`", before.audience, notice.audience);
            let hint = format!("tell `{}` first: policy says so", notice.audience);
            found.push(Finding { readers: None, ..ground.at_key(&part.path, "status", phrase, &hint) });
        }
    }
    found
}

/// From looking for the cause straight to the end, in the eyes of the public.
pub(super) fn stage_skipped(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for incident in ground.site.incidents.iter().filter(|incident| incident.kind == IncidentKind::Incident) {
        let mut told: Vec<(&Moment, &Part)> = incident
            .moments
            .iter()
            .filter_map(|moment| Some((moment, &**moment.parts.iter().find(|part| part.suffix == Suffix::Public)?)))
            .collect();
        told.sort_by_key(|(moment, _)| (at_of(moment), moment.stem.clone()));
        for pair in told.windows(2) {
            let [(before, _), (after, part)] = pair else { continue };
            let backfilled =
                after.parts.iter().chain(&before.parts).any(|part| part.particulars().backfilled.is_some());
            let skips = status_of(before) == Some(Status::Investigating) && status_of(after) == Some(Status::Resolved);
            if skips && !backfilled {
                let hint =
                    "say what was done, and watch it for a while; if it ended by itself, say so with `monitoring`";
                found.push(ground.at_key(
                    &part.path,
                    "status",
                    "this is over before anybody was told of a repair",
                    hint,
                ));
            }
        }
    }
    found
}

/// The last public word gives the times or the length, in digits.
pub(super) fn resolved_without_length(ground: &Ground<'_>) -> Vec<Finding> {
    let is_end = |moment: &Moment| status_of(moment) == Some(Status::Resolved);
    let pieces =
        ground.pieces.iter().filter(|piece| piece.suffix == Suffix::Public && piece.moment.is_some_and(is_end));
    pieces
        .filter(|piece| {
            let words: Vec<&str> = piece.prose().map(|word| word.small.as_str()).collect();
            !words.iter().any(|word| super::wording::is_clock(word) || LENGTHS.contains(word))
        })
        .map(|piece| {
            Ground::at(
                piece,
                piece.key("status"),
                "nobody is told how long it lasted",
                "say from when to when, with the zone",
            )
        })
        .collect()
}

/// Words that only a length or a date is told with.
const LENGTHS: [&str; 28] = [
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "min",
    "mins",
    "hrs",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "overnight",
    "instantly",
];

/// An open incident that everyone sees, with everything operational.
pub(super) fn component_missing(ground: &Ground<'_>) -> Vec<Finding> {
    let shown = ground.public.iter().flat_map(|public| &public.incidents);
    let open = shown.filter(|incident| incident.open && incident.window.is_none() && incident.components.is_empty());
    open.filter_map(|incident| {
        let (_, part) = last_words(ground, truth_of(ground.site, incident)?)
            .into_iter()
            .find(|(_, part)| part.suffix == Suffix::Public)?;
        let hint = "add `components`, as in `{checkout: partial_outage}`";
        Some(ground.at_key(&part.path, "status", "this incident is open and everything is shown as operational", hint))
    })
    .collect()
}

/// The first file of each kind of audience on an open incident has the line it needs.
pub(super) fn facts_missing(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, _) in ground.open() {
        let mut seen: Vec<&Suffix> = Vec::new();
        for part in incident.moments.iter().flat_map(|moment| &moment.parts) {
            if seen.contains(&&part.suffix) {
                continue;
            }
            seen.push(&part.suffix);
            let facts = &part.facts;
            let (name, missing) = match ground.kind(&part.suffix) {
                Some(AudienceKind::Executive) => ("bottom_line", facts.bottom_line.is_none()),
                Some(AudienceKind::Support) => ("say", facts.say.is_none()),
                Some(AudienceKind::Business) => ("lines", facts.lines.is_none()),
                Some(AudienceKind::Engineering) => ("condition", facts.condition.is_none()),
                _ => continue,
            };
            if missing {
                let phrase = format!("`{}` has had no `{name}`", part.suffix);
                found.push(ground.at_key(
                    &part.path,
                    "status",
                    phrase,
                    &format!("add `{name}`: it is what they need first"),
                ));
            }
        }
    }
    found
}
