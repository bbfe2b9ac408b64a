//! Rules over people: who is named, and whose advice is written down.

use super::phrases::PRIVILEGED;
use super::texts::Phrases;
use super::{Finding, Ground};
use crate::model::Incident;
use crate::shared::Shared;

/// Those who hold a role in some incident, by their whole names: two words or more, each with a capital.
fn names(incidents: &Shared<Incident>) -> Vec<&str> {
    let heads = incidents.iter().flat_map(|incident| &incident.heads);
    let mut names: Vec<&str> = heads.flat_map(|head| head.roles.values()).map(String::as_str).collect();
    names.retain(|name| {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        name.split_whitespace().count() > 1 && name.split_whitespace().all(capital)
    });
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) fn staff(ground: &Ground<'_>) -> Vec<Finding> {
    let names = names(&ground.site.incidents);
    let phrases = Phrases::of(names.iter().copied());
    let mut found = Vec::new();
    for piece in ground.outside() {
        for span in piece.find_any(&phrases) {
            // A role in small letters has a person's name by chance.
            if names.contains(&&piece.text[span.clone()]) {
                let hint = "name the desk or the role, unless this person speaks for the company";
                found.push(Ground::at(piece, span, "this names somebody who holds a role inside", hint));
            }
        }
    }
    found
}

/// Advice of counsel stays privileged only while it is not passed around: a repository and its pages pass it around.
pub(super) fn privileged(ground: &Ground<'_>) -> Vec<Finding> {
    let phrases = Phrases::of(PRIVILEGED.iter().copied());
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let hint = "say where counsel keeps it, not what it says";
        let spans = piece.find_any(&phrases);
        found.extend(spans.into_iter().map(|span| Ground::at(piece, span, "this may be advice of counsel", hint)));
    }
    found
}
