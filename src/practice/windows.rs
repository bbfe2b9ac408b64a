//! Rules over maintenance: announced in time, and ended.

use super::ground::{posted, truth_of};
use super::{Finding, Ground, due};
use crate::edition::Phase;
use crate::model::{Incident, Moment};
use crate::name::Suffix;
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn window_overruns(ground: &Ground<'_>) -> Vec<Finding> {
    let all = ground.all.iter().flat_map(|all| &all.incidents);
    let overrun = all.filter(|incident| incident.window.is_some_and(|window| window.phase == Phase::Overrunning));
    overrun
        .filter_map(|incident| {
            let head = truth_of(ground.site, incident)?.heads.first()?;
            let until = incident.window?.until;
            let phrase = format!("the window ended at {until}, and nobody said that it is over");
            Some(ground.at_key(&head.path, "until", phrase, "post `completed`, or an update with a new `until`"))
        })
        .collect()
}

/// A window ahead that an audience heard of later than `maintenance` in policy says. Whoever may not read of it is owed nothing.
pub(super) fn notice_short(ground: &Ground<'_>) -> Vec<Finding> {
    let all = ground.all.iter().flat_map(|all| &all.incidents);
    let ahead = all.filter(|shown| shown.window.is_some_and(|window| window.phase == Phase::Ahead));
    let mut found = Vec::new();
    for shown in ahead {
        let Some((incident, window)) = truth_of(ground.site, shown).zip(shown.window) else { continue };
        let set = given_its_time(incident);
        for (audience, promised) in &ground.site.policy.maintenance {
            let Some((told, path)) = first_told(ground, incident, audience, set) else { continue };
            let seconds = window.from.as_second() - told.as_second();
            if seconds < promised.0 {
                let phrase = format!(
                    "`{audience}` hears of this {} before it begins, and policy promises {}",
                    due::span(seconds.max(0)),
                    due::span(promised.0)
                );
                let hint = "choose a later window, or except this in `<stem>.approvals.yaml` with the reason";
                found.push(Finding { readers: None, ..ground.at_key(&path, "at", phrase, hint) });
            }
        }
    }
    found
}

/// When the times that count were posted, where an update has given others than the announcement.
fn given_its_time(incident: &Incident) -> Option<Timestamp> {
    let moved =
        incident.moments.iter().filter(|moment| moment.parts.iter().any(|part| part.particulars().from.is_some()));
    moved.filter_map(posted).max()
}

/// The first word of these times that an audience could read, and the file it stood in.
fn first_told(
    ground: &Ground<'_>,
    incident: &Incident,
    audience: &str,
    set: Option<Timestamp>,
) -> Option<(Timestamp, Arc<str>)> {
    let suffix = if audience == "public" { Suffix::Public } else { Suffix::parse(audience).ok()? };
    let reader = due::reader_of(ground, &suffix);
    let readable = |moment: &&Moment| moment.parts.iter().any(|part| reader.may_read(&part.suffix));
    let told =
        incident.moments.iter().filter(readable).filter(|moment| set.is_none_or(|set| posted(moment) >= Some(set)));
    let first = told.filter_map(|moment| Some((posted(moment)?, moment))).min_by_key(|(at, _)| *at)?;
    let part = first.1.parts.iter().find(|part| reader.may_read(&part.suffix))?;
    Some((first.0, part.path.clone()))
}
