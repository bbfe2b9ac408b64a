//! Sign-off bound to words: who has to approve, who has, and what the words were.

use super::approvals::{Approval, Override, Record, record_of};
use super::ground::{at_of, head_of, policy_of, status_of};
use super::template::{Given, Template};
use super::texts::Piece;
use super::{Finding, Ground, digest};
use crate::diagnostic::{Scope, meant_or};
use crate::model::{First, Incident, Moment, Part, Site};
use crate::name::Suffix;
use crate::read::front_matter::{self, Budget};
use crate::source::file_name;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Somebody signs: for a role, or over the heads of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signing {
    Role(String),
    Override(String),
}

/// The record with this file's words approved, or the approval of them passed over. What the role approved of the file before
/// gives way; signing the same words again changes nothing.
#[must_use]
pub fn approve(record: &Record, part: &Part, signing: &Signing, by: Option<&str>, now: Timestamp) -> Record {
    let mut record = record.clone();
    let (file, digest) = (file_name(&part.path).to_owned(), digest(part));
    let (at, by) = (now.to_string(), by.map(str::to_owned));
    match signing {
        Signing::Role(role) => {
            let same = |one: &Approval| one.file == file && one.role == *role;
            if record.approvals.iter().any(|one| same(one) && one.digest == digest && (by.is_none() || one.by == by)) {
                return record;
            }
            record.approvals.retain(|one| !same(one));
            record.approvals.push(Approval { file, role: role.clone(), by, at, digest });
        }
        Signing::Override(reason) => {
            if record.overrides.iter().any(|one| one.file == file && one.digest == digest && one.reason == *reason) {
                return record;
            }
            record.overrides.push(Override { file, reason: reason.clone(), by, at, digest });
        }
    }
    record.approvals.sort_by(|a, b| (&a.file, &a.role).cmp(&(&b.file, &b.role)));
    record
}

/// The roles whose approval a suffix's words on this incident need, by policy.
#[must_use]
pub fn roles_needed(site: &Site, incident: &Incident, suffix: &Suffix) -> Vec<String> {
    let Some(policy) = policy_of(site, incident) else { return Vec::new() };
    let own = policy.approvals.get(&suffix.to_string());
    let of_audience = match suffix {
        Suffix::Account { audience, .. } => policy.approvals.get(audience),
        _ => None,
    };
    own.or(of_audience).cloned().unwrap_or_default()
}

/// Every update and postmortem, in its file.
fn updates<'g, 'a>(
    ground: &'g Ground<'a>,
) -> impl Iterator<Item = (&'g Piece<'a>, &'a Incident, &'a Moment, &'a Part)> {
    ground.pieces.iter().filter_map(|piece| Some((piece, piece.incident?, piece.moment?, piece.part?)))
}

pub(super) fn unapproved(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (piece, incident, moment, part) in updates(ground) {
        let needed = roles_needed(ground.site, incident, &part.suffix);
        if needed.is_empty() || is_from_template(ground, incident, moment, part) {
            continue;
        }
        let file = file_name(&part.path);
        let record = record_of(&part.path).and_then(|path| ground.authors.records.get(&path));
        let now = digest(part);
        if record.is_some_and(|record| record.overrides.iter().any(|one| one.file == file && one.digest == now)) {
            continue;
        }
        for role in needed {
            let own = record
                .into_iter()
                .flat_map(|record| &record.approvals)
                .filter(|one| one.file == file && one.role == role);
            let (mut given, mut voided) = (false, None);
            for one in own {
                given |= one.digest == now;
                voided = Some(one.at.as_str());
            }
            if given {
                continue;
            }
            let phrase = match voided {
                Some(at) => format!("these words are not the ones that `{role}` approved at {at}"),
                None => format!("`{role}` has not approved these words"),
            };
            let hint = format!("show them, then `candor approve {} --as {role}`", part.path);
            let words = piece.prose().next().zip(piece.prose().last());
            let span = words.map_or(piece.key("status"), |(first, last)| first.span.start..last.span.end);
            found.push(Finding { readers: None, ..Ground::at(piece, span, phrase, &hint) });
        }
    }
    found
}

/// An approval that stands, by whom git knows to have written the words. What isn't committed yet has no writer.
pub(super) fn self_approved(ground: &Ground<'_>) -> Vec<Finding> {
    let Some(history) = &ground.site.history else { return Vec::new() };
    let mut found = Vec::new();
    for (piece, incident, _, part) in updates(ground) {
        let needed = roles_needed(ground.site, incident, &part.suffix);
        let commit = history.of(&part.path);
        let First::At(first) = commit.first else { continue };
        let Some(writer) = commit.changed.unwrap_or(first).by.filter(|_| !commit.pending) else { continue };
        let record = record_of(&part.path).and_then(|path| ground.authors.records.get(&path));
        let (file, now) = (file_name(&part.path), digest(part));
        for one in record.into_iter().flat_map(|record| &record.approvals) {
            let is_own = one.by.as_deref().is_some_and(|by| by.trim().to_lowercase() == writer.trim().to_lowercase());
            if is_own && one.file == file && one.digest == now && needed.contains(&one.role) {
                let phrase = format!("who wrote these words approved them as `{}`", one.role);
                let hint = "have somebody else read and approve them";
                found.push(Finding { readers: None, ..Ground::at(piece, piece.key("status"), phrase, hint) });
            }
        }
    }
    found
}

pub(super) fn overridden(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (piece, _, _, part) in updates(ground) {
        let record = record_of(&part.path).and_then(|path| ground.authors.records.get(&path));
        let now = digest(part);
        for one in record.into_iter().flat_map(|record| &record.overrides) {
            if one.file == file_name(&part.path) && one.digest == now {
                let phrase = format!("the approval was passed over at {}: {}", one.at, one.reason);
                let found_at = Ground::at(
                    piece,
                    piece.key("status"),
                    phrase,
                    "have it approved afterwards, or speak of it in the review",
                );
                found.push(Finding { readers: None, ..found_at });
            }
        }
    }
    found
}

/// Facts that are no prose: they need no sign-off of their own.
const UNWORDED: [&str; 12] = [
    "status",
    "at",
    "components",
    "corrects",
    "backfilled",
    "from",
    "until",
    "embargo",
    "template",
    "next_update",
    "confidence",
    "affects",
];

/// Whether the words and facts of a part are an approved template of its audience, stage and severity with only its blanks filled.
fn is_from_template(ground: &Ground<'_>, incident: &Incident, moment: &Moment, part: &Part) -> bool {
    let Some(facts) = facts_of(ground, part) else { return false };
    let worded = || facts.iter().filter(|(key, _)| !UNWORDED.contains(&key.as_str()));
    ground.authors.templates.values().any(|template| {
        fits(template, incident, moment, part)
            && holds(ground, template, moment)
            && template.is_filled_in(&part.words.markdown)
            && worded().all(|(key, fact)| template.is_filled_fact(key, fact))
    })
}

/// The front matter of a part as it is written; none if it can't be read.
fn facts_of(ground: &Ground<'_>, part: &Part) -> Option<Vec<(String, Given)>> {
    let piece = ground.piece(&part.path)?;
    let Some(yaml) = piece.yaml.clone() else { return Some(Vec::new()) };
    match front_matter::decode(&part.path, &piece.text, yaml, &Scope::Nobody, Budget::front_matter()).ok()? {
        Given::Map(facts) => Some(facts),
        _ => None,
    }
}

fn holds(ground: &Ground<'_>, template: &Template, moment: &Moment) -> bool {
    let day = at_of(moment).unwrap_or(ground.now).to_zoned_datetime(TimeZone::UTC).date();
    template.holds_on(day)
}

fn fits(template: &Template, incident: &Incident, moment: &Moment, part: &Part) -> bool {
    let audience = match &part.suffix {
        Suffix::Account { audience, .. } => audience.clone(),
        other => other.to_string(),
    };
    let severity = head_of(incident, |head| head.severity.clone());
    template.audience == audience
        && template.stages.iter().any(|stage| *stage == stage_of(moment))
        && (template.severities.is_empty() || severity.is_none_or(|severity| template.severities.contains(&severity)))
}

/// The status of a moment, or `postmortem`.
fn stage_of(moment: &Moment) -> &str {
    match status_of(moment) {
        Some(status) => status.word(),
        None => &moment.stem,
    }
}

/// The template that a part names, where it does.
fn named<'g>(
    ground: &'g Ground<'_>,
) -> impl Iterator<Item = (&'g Piece<'g>, &'g Incident, &'g Moment, &'g Part, Option<&'g Template>)> {
    updates(ground).filter_map(|(piece, incident, moment, part)| {
        let name = part.particulars().template.as_ref()?;
        Some((piece, incident, moment, part, ground.authors.templates.get(name)))
    })
}

pub(super) fn template_unknown(ground: &Ground<'_>) -> Vec<Finding> {
    let names = || ground.authors.templates.keys().map(String::as_str);
    named(ground)
        .filter(|(.., template)| template.is_none())
        .filter(|(_, _, _, part, _)| {
            let path = format!("content/templates/{}.md", part.particulars().template.as_deref().unwrap_or_default());
            ground.authors.text(&path).is_none()
        })
        .map(|(piece, _, _, part, _)| {
            let name = part.particulars().template.as_deref().unwrap_or_default();
            let hint = meant_or(name, names(), || "name a file of `content/templates/`, without `.md`".to_owned());
            Ground::at(piece, piece.key("template"), format!("there is no template `{name}`"), &hint)
        })
        .collect()
}

pub(super) fn template_expired(ground: &Ground<'_>) -> Vec<Finding> {
    let known = named(ground)
        .filter_map(|(piece, incident, moment, part, template)| Some((piece, incident, moment, part, template?)));
    known
        .filter_map(|(piece, incident, moment, part, template)| {
            let phrase = if !holds(ground, template, moment) {
                "this template was not approved, or its review was due"
            } else if !fits(template, incident, moment, part) {
                "this template is for another audience, stage or severity"
            } else {
                return None;
            };
            Some(Ground::at(piece, piece.key("template"), phrase, "take one that `candor templates` calls covered"))
        })
        .collect()
}

pub(super) fn template_drift(ground: &Ground<'_>) -> Vec<Finding> {
    let known = named(ground).filter_map(|(piece, .., part, template)| Some((piece, part, template?)));
    known
        .filter(|(_, part, template)| !template.is_filled_in(&part.words.markdown))
        .map(|(piece, _, template)| {
            let phrase = format!("these words are not `{}` with only its blanks filled", template.name);
            Ground::at(
                piece,
                piece.key("template"),
                phrase,
                "go back to its words, or delete `template` and have them approved",
            )
        })
        .collect()
}

/// Words that stand for others, to be written later.
const LATER: [&str; 5] = ["TBD", "TBC", "XXX", concat!("TO", "DO"), concat!("FIX", "ME")];

/// What is longer than so many bytes is no blank: it need not be looked through for each bracket that opens.
const BLANK_LIMIT: usize = 200;

/// `{{ name }}`, `[TIME]`, `[insert …]`, `TBD`: what was to be filled in.
pub(super) fn unfilled_blank(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let at = |span| Ground::at(piece, span, "this blank is not filled", "fill it, or take the sentence out");
        for (_, shown) in piece.shown() {
            let text = &piece.text[shown.clone()];
            let mut from = 0;
            while let Some(open) = text[from..].find(['{', '[']).map(|open| from + open) {
                let rest = &text[open..];
                let near = &rest.as_bytes()[..rest.len().min(BLANK_LIMIT)];
                let length = if rest.starts_with("{{") {
                    Some(near.windows(2).position(|two| two == b"}}").map_or(2, |end| end + 2))
                } else {
                    let is_blank = |end: &usize| {
                        is_placeholder(&rest[1..*end], &rest[end + 1..]) && !is_label(&text[..open], &rest[end + 1..])
                    };
                    near.iter().position(|byte| *byte == b']').filter(is_blank).map(|end| end + 1)
                };
                if let Some(length) = length {
                    found.push(at(shown.start + open..shown.start + open + length));
                }
                from = open + length.unwrap_or(1);
            }
        }
        for word in &piece.words {
            if LATER.contains(&&piece.text[word.span.clone()]) {
                found.push(at(word.span.clone()));
            }
        }
    }
    found
}

/// What stands alone on the line above words: `[FINAL]`.
fn is_label(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    let begins = before.is_empty() || before.ends_with('\n');
    let is_empty = |line: &str| line.trim().is_empty();
    // Only the beginning of a line is worth the way to its end: many blanks may stand on one.
    begins
        && after
            .split_once('\n')
            .is_some_and(|(line, next)| is_empty(line) && !next.lines().next().is_none_or(is_empty))
}

/// What stands in brackets to be replaced, and is neither a link, a footnote nor a box of a list.
fn is_placeholder(inside: &str, after: &str) -> bool {
    if after.starts_with(['(', '[', ':']) || inside.is_empty() || inside.contains(['\n', '`']) {
        return false;
    }
    let small = inside.trim().to_lowercase();
    let capital =
        inside.chars().all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '_' | '/' | '-')) && inside.trim().len() > 2;
    let asks = [
        "insert ",
        "your ",
        "enter ",
        "add ",
        "describe ",
        "name of ",
        "time",
        "date",
        "component",
        "components",
        "service name",
        "product name",
        "eta",
        "number of ",
        "impact",
        "symptom",
    ];
    capital || asks.iter().any(|ask| small == ask.trim() || ask.ends_with(' ') && small.starts_with(ask))
}

/// An incident of which executives are to hear, and nobody is named who leads or who writes.
pub(super) fn roles_missing(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, shown) in ground.open() {
        let grave = policy_of(ground.site, incident).is_some_and(|policy| !policy.approvals.is_empty());
        let over = shown.status.is_final();
        let Some(head) = incident.heads.iter().find(|head| head.severity.is_some()).filter(|_| grave && !over) else {
            continue;
        };
        for role in ["incident_commander", "communications_lead"] {
            if !incident.heads.iter().any(|head| head.roles.contains_key(role)) {
                let phrase = format!("nobody is named as `{role}`");
                let hint = format!("add it to `roles`, as in `{{{role}: duty manager}}`");
                found.push(Finding { readers: None, ..ground.at_key(&head.path, "severity", phrase, &hint) });
            }
        }
    }
    found
}

/// The part that a path names, with what it belongs to.
#[must_use]
pub fn part_of<'a>(site: &'a Site, path: &str) -> Option<(&'a Incident, &'a Moment, &'a Arc<Part>)> {
    site.incidents.iter().find_map(|incident| {
        let moments = incident.moments.iter().chain(&incident.postmortem);
        moments
            .into_iter()
            .find_map(|moment| Some((incident, moment, moment.parts.iter().find(|part| *part.path == *path)?)))
    })
}
