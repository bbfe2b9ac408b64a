//! Rules over times that no single edition can know of.

use super::{Finding, Ground};

/// An update ahead of now is shown by no edition until then: a slip, unless `embargo: true` says it is meant.
pub(super) fn ahead_of_now(ground: &Ground<'_>) -> Vec<Finding> {
    let moments = ground.site.incidents.iter().flat_map(|incident| incident.moments.iter().chain(&incident.postmortem));
    moments
        .filter(|moment| !moment.parts.iter().any(|part| part.embargo))
        .flat_map(|moment| &moment.parts)
        .filter_map(|part| Some((part, part.at.filter(|at| *at > ground.now)?)))
        .map(|(part, at)| {
            let hint = "correct the time, or write `embargo: true` if nobody is to read it before then";
            ground.at_key(&part.path, "at", format!("`at` is ahead of now: {at}"), hint)
        })
        .collect()
}
