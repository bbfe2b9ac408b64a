//! Which words are signed off: every audience, stage and severity that policy asks for, and what stands there.

use super::who::owed_by_policy;
use super::{Desk, Standing};
use crate::name::Suffix;
use crate::practice::template::Template;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Signed off, and its review not yet due.
    Covered,
    Unapproved,
    PastReview,
    /// Policy asks for this word, and there is no template.
    Missing,
    /// Policy doesn't ask for it, and there is none.
    NotAsked,
}

/// What stands for one audience at one stage, by severity; maintenance has a single column of that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub audience: String,
    pub stage: &'static str,
    pub severities: BTreeMap<String, (Cell, Option<String>)>,
}

const INCIDENT: [&str; 6] = ["investigating", "identified", "monitoring", "resolved", "retracted", "postmortem"];
const MAINTENANCE: [&str; 4] = ["scheduled", "in_progress", "completed", "cancelled"];

/// Everything that policy asks words for, and every template besides, audience by audience from the widest.
#[must_use]
pub fn coverage(desk: &Desk<'_>) -> Vec<Coverage> {
    let severities: Vec<String> = desk.site.policy.severities.keys().cloned().collect();
    let columns = if severities.is_empty() { vec!["any".to_owned()] } else { severities };
    let mut audiences: Vec<Suffix> =
        columns.iter().flat_map(|severity| owed_by_policy(desk.site, Some(severity))).collect();
    let others = desk.templates.values().filter_map(|template| match template.audience.as_str() {
        "public" => Some(Suffix::Public),
        other => Suffix::parse(other).ok(),
    });
    audiences.extend(others);
    super::who::sorted(&mut audiences);
    audiences.dedup();
    let mut rows = Vec::new();
    for suffix in &audiences {
        let audience = suffix.to_string();
        for stage in INCIDENT {
            let cells = columns.iter().map(|severity| {
                let known = desk.site.policy.severities.contains_key(severity).then_some(severity.as_str());
                let owed = owed_by_policy(desk.site, known).contains(suffix);
                // A false alarm and a review are for the public; whoever else wants words for them writes a template.
                let asked = owed && (!["retracted", "postmortem"].contains(&stage) || *suffix == Suffix::Public);
                (severity.clone(), cell(desk, (&audience, stage, known), asked))
            });
            rows.push(Coverage { audience: audience.clone(), stage, severities: cells.collect() });
        }
        for stage in MAINTENANCE {
            let asked = *suffix == Suffix::Public;
            let cell = cell(desk, (&audience, stage, None), asked);
            rows.push(Coverage {
                audience: audience.clone(),
                stage,
                severities: [("maintenance".to_owned(), cell)].into(),
            });
        }
    }
    rows.retain(|row| row.severities.values().any(|(cell, _)| *cell != Cell::NotAsked));
    rows
}

fn cell(
    desk: &Desk<'_>,
    (audience, stage, severity): (&str, &str, Option<&str>),
    asked: bool,
) -> (Cell, Option<String>) {
    let fits = |template: &&Template| {
        template.audience == audience
            && template.occasion.is_none()
            && template.stages.iter().any(|own| own == stage)
            && (template.severities.is_empty()
                || severity.is_none_or(|severity| template.severities.iter().any(|own| own == severity)))
    };
    let best = desk.templates.values().filter(fits).map(|template| {
        let cell = match desk.standing(template) {
            Standing::SignedOff => Cell::Covered,
            Standing::Unapproved => Cell::Unapproved,
            Standing::PastReview => Cell::PastReview,
        };
        (cell, template.name.clone())
    });
    match best.min() {
        Some((cell, name)) => (cell, Some(name)),
        None if asked => (Cell::Missing, None),
        None => (Cell::NotAsked, None),
    }
}
