//! Rules over what audiences are told beside each other.

use super::ground::truth_of;
use super::texts::{Phrases, Piece};
use super::{Finding, Ground};
use crate::model::AudienceKind;
use crate::name::Suffix;
use crate::state::State;
use std::collections::BTreeSet;

/// A component that is worse in the eyes of insiders than on the public page, in an incident that everyone sees.
pub(super) fn public_milder(ground: &Ground<'_>) -> Vec<Finding> {
    let Some(public) = &ground.public else { return Vec::new() };
    let mut found = Vec::new();
    for (incident, shown) in ground.open() {
        let Some(told) = public.incidents.iter().find(|told| told.slug == shown.slug && told.kind == shown.kind) else {
            continue;
        };
        let (worst, said) = (shown.state, told.state);
        if worst <= said || worst == State::UnderMaintenance {
            continue;
        }
        let moments = incident.moments.iter().rev().flat_map(|moment| &moment.parts);
        let part = moments.into_iter().find(|part| part.suffix != Suffix::Public && part.components.is_some());
        if let Some(part) = part {
            let phrase = format!("insiders are told of a {}, and the public page says {}", worst.word(), said.word());
            let hint = "give `components` in the public file of this moment, or except this with the reason";
            found.push(Finding { readers: None, ..ground.at_key(&part.path, "components", phrase, hint) });
        }
    }
    found
}

/// `outage` in the words of an open incident in which no component is shown with one.
pub(super) fn called_outage(ground: &Ground<'_>) -> Vec<Finding> {
    let outages = Phrases::of(["outage", "outages"]);
    let mut found = Vec::new();
    for (incident, _) in ground.open() {
        let public = ground.public.iter().flat_map(|public| &public.incidents);
        let Some(told) = public.filter(|told| told.window.is_none()).find(|told| *told.slug == *incident.folder) else {
            continue;
        };
        if told.impact >= State::PartialOutage || told.components.is_empty() {
            continue;
        }
        for piece in ground.pieces_of(incident).iter().filter(|piece| piece.suffix == Suffix::Public) {
            for span in piece.find_any(&outages) {
                let phrase = format!("this is called an outage, and shown as {}", told.impact.word().replace('_', " "));
                let hint = "say what fails, or give the component the state it has";
                found.push(Ground::at(piece, span, phrase, hint));
            }
        }
    }
    found
}

/// Shares in percent of one moment: what customer service is to say, and what the page says.
pub(super) fn numbers_disagree(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in ground.pieces.iter().filter(|piece| ground.kind(&piece.suffix) == Some(AudienceKind::Support)) {
        let Some(public) = beside(ground, piece) else { continue };
        let told: BTreeSet<&str> =
            public.words.iter().filter(|word| word.small.ends_with('%')).map(|word| word.small.as_str()).collect();
        if told.is_empty() {
            continue;
        }
        for word in piece.words.iter().filter(|word| word.small.ends_with('%') && !told.contains(word.small.as_str())) {
            let said = word.key.is_some_and(|line| piece.lines[line].0 == "say");
            if said {
                let phrase = "the public page gives another share";
                found.push(Ground::at(
                    piece,
                    word.span.clone(),
                    phrase,
                    "give one number in both, or say what it counts",
                ));
            }
        }
    }
    found
}

/// What is to be said to customers speaks of a cause or a workaround that no public word has told.
pub(super) fn public_word_missing(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (incident, shown) in ground.open() {
        let public = ground.public.iter().flat_map(|public| &public.incidents).find(|told| told.slug == shown.slug);
        let Some(public) = public.filter(|told| truth_of(ground.site, told).is_some()) else { continue };
        if public.workaround.is_some() {
            continue;
        }
        let parts = incident.moments.iter().rev().flat_map(|moment| &moment.parts);
        let part = parts.into_iter().find(|part| {
            ground.kind(&part.suffix) == Some(AudienceKind::Support)
                && matches!(part.facts.workaround, Some(crate::model::Fact::Says(_)))
        });
        if let Some(part) = part {
            let hint = "put `workaround` in the public file, or say why it may not be used by everyone";
            found.push(ground.at_key(
                &part.path,
                "workaround",
                "customer service knows a workaround that the public page doesn't tell",
                hint,
            ));
        }
    }
    found
}

/// The public part of the same moment.
fn beside<'g, 'a>(ground: &'g Ground<'a>, piece: &Piece<'a>) -> Option<&'g Piece<'a>> {
    let part = piece.moment?.parts.iter().find(|part| part.suffix == Suffix::Public)?;
    ground.piece(&part.path)
}
