//! What people outside could read before a change, and what the change does to it.

use super::ground::posted;
use super::texts::Piece;
use super::{Finding, Ground, digest};
use crate::model::{Incident, Moment, Part};
use std::collections::{BTreeMap, BTreeSet};

/// Published words and facts that a change edits or takes away. A file that only moves keeps what it says.
pub(super) fn published_edited(ground: &Ground<'_>) -> Vec<Finding> {
    let Some(before) = ground.before else { return Vec::new() };
    let now: BTreeMap<&str, &Part> =
        ground.site.incidents.iter().flat_map(parts).map(|(_, part)| (&*part.path, part)).collect();
    let mut kept: Option<BTreeSet<String>> = None;
    let mut found = Vec::new();
    for incident in &before.incidents {
        for (moment, old) in parts(incident) {
            if !ground.is_outside(&old.suffix) || posted(moment).is_none_or(|at| at > ground.now) {
                continue;
            }
            let said = digest(old);
            let new = now.get(&*old.path);
            if new.is_some_and(|new| digest(new) == said) {
                continue;
            }
            let kept = kept.get_or_insert_with(|| now.values().map(|part| digest(part)).collect());
            match new.and_then(|new| ground.piece(&new.path)) {
                Some(piece) => found.push(edited(piece, old, &moment.stem)),
                None if kept.contains(&said) => {}
                None => found.push(gone(ground, incident, old)),
            }
        }
    }
    found
}

fn parts(incident: &Incident) -> impl Iterator<Item = (&Moment, &Part)> {
    incident.moments.iter().flat_map(|moment| moment.parts.iter().map(move |part| (moment, &**part)))
}

/// At the first line of the body that was not there before; if only facts changed, at the first line of all.
fn edited(piece: &Piece<'_>, old: &Part, stem: &str) -> Finding {
    let mut at = piece.body.start;
    let mut place = piece.key("status");
    for line in piece.text[piece.body.clone()].split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() && !old.words.markdown.lines().any(|old| old.trim() == words) {
            place = at..at + line.trim_end().len();
            break;
        }
        at += line.len();
    }
    let hint = format!(
        "if it was wrong, leave the words as they were, and write an update with `corrects: {stem}`; a slip of the pen may be mended"
    );
    Ground::at(piece, place, "this was published already, and said something else", &hint)
}

/// Told where the incident is told of, or with the settings if nothing is left of it.
fn gone(ground: &Ground<'_>, incident: &Incident, old: &Part) -> Finding {
    let phrase = format!("`{}` was published already, and is gone", old.path);
    let hint = "put it back: what was wrong is corrected with `corrects`, and a false alarm is `retracted`";
    let head = incident.heads.iter().find_map(|head| ground.piece(&head.path));
    let (path, span) = match head {
        Some(piece) => (piece.path.clone(), piece.key("title")),
        None => ("content/site.yaml".into(), 0..0),
    };
    Finding { path, span, phrase, hint: hint.to_owned(), readers: Some(old.suffix.clone()) }
}
