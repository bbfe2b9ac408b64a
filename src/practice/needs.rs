//! Rules over what executives and lines of business need.

use super::ground::truth_of;
use super::texts::Piece;
use super::{Finding, Ground};
use crate::model::{AudienceKind, Fact, Go, Part};

/// The first words that each audience of a kind has had on an open incident.
fn first<'g, 'a>(ground: &'g Ground<'a>, kind: AudienceKind) -> Vec<(&'g Piece<'a>, &'a Part)> {
    let mut found: Vec<(&Piece<'a>, &Part)> = Vec::new();
    for (incident, _) in ground.open() {
        let own = ground.pieces_of(incident).iter().filter(|piece| ground.kind(&piece.suffix) == Some(kind));
        let mut seen = Vec::new();
        for piece in own {
            if let Some(part) = piece.part.filter(|_| !seen.contains(&&piece.suffix)) {
                seen.push(&piece.suffix);
                found.push((piece, part));
            }
        }
    }
    found
}

pub(super) fn asks_unsaid(ground: &Ground<'_>) -> Vec<Finding> {
    let silent = |(_, part): &(&Piece<'_>, &Part)| part.facts.asks.is_none() && part.facts.decisions.is_none();
    let all = first(ground, AudienceKind::Executive).into_iter().filter(silent);
    all.map(|(piece, _)| {
        let phrase = format!("`{}` is not told whether anything is asked of it", piece.suffix);
        Ground::at(
            piece,
            piece.key("bottom_line"),
            phrase,
            "add `asks` with what, of whom and by when, or `asks: none`",
        )
    })
    .collect()
}

/// A digit anywhere in the words and facts, or the word `unknown`.
pub(super) fn impact_unsized(ground: &Ground<'_>) -> Vec<Finding> {
    let is_size = |word: &str| {
        let number = word.starts_with(|c: char| c.is_ascii_digit()) && !super::wording::is_clock(word);
        number || ["unknown", "none", "nobody", "no", "all", "every", "everyone", "half"].contains(&word)
    };
    let all = first(ground, AudienceKind::Executive).into_iter();
    all.filter(|(piece, part)| {
        let customers =
            piece.incident.is_some_and(|incident| incident.heads.iter().any(|head| head.customers.is_some()));
        !customers && part.facts.bottom_line.is_some() && !said(piece).any(is_size)
    })
    .map(|(piece, _)| {
        let hint = "say how many customers or what share of payments, or that it is `unknown`";
        Ground::at(piece, piece.key("bottom_line"), "nobody is told how large it is", hint)
    })
    .collect()
}

/// Words of the bottom line and of the body.
fn said<'p>(piece: &'p Piece<'_>) -> impl Iterator<Item = &'p str> {
    let counts = |key: usize| piece.lines[key].0 == "bottom_line";
    piece.words.iter().filter(move |word| word.key.is_none_or(counts)).map(|word| word.small.as_str())
}

/// The bottom line of every file that gives one.
pub(super) fn bottom_line_long(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let Some(Fact::Says(line)) = piece.part.and_then(|part| part.facts.bottom_line.as_ref()) else { continue };
        let count = line.split_whitespace().count();
        if count > 30 {
            let phrase = format!("this bottom line has {count} words");
            found.push(Ground::at(
                piece,
                piece.key("bottom_line"),
                phrase,
                "say the one thing they need in 30 at most",
            ));
        }
    }
    found
}

pub(super) fn code_for_executives(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let readers = [AudienceKind::Executive, AudienceKind::Business];
    for piece in
        ground.pieces.iter().filter(|piece| ground.kind(&piece.suffix).is_some_and(|kind| readers.contains(&kind)))
    {
        let mut open = false;
        let mut at = piece.body.start;
        for line in piece.body().split_inclusive('\n') {
            let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            if fence && !open {
                let hint = "say what it means; what it looks like belongs in an engineering file";
                found.push(Ground::at(piece, at..at + line.trim_end().len(), "this is code or a log", hint));
            }
            open ^= fence;
            at += line.len();
        }
    }
    found
}

pub(super) fn hold_unowned(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in ground.pieces.iter().filter(|piece| piece.incident.is_some()) {
        let Some(Fact::Says(lines)) = piece.part.and_then(|part| part.facts.lines.as_ref()) else { continue };
        for line in lines.iter().filter(|line| line.go == Go::Hold) {
            let missing = match (&line.owner, &line.release_on) {
                (None, None) => "`owner` and `release_on`",
                (None, Some(_)) => "`owner`",
                (Some(_), None) => "`release_on`",
                (Some(_), Some(_)) => continue,
            };
            let phrase = format!("the hold of `{}` has no {missing}", line.function);
            found.push(Ground::at(piece, piece.key("lines"), phrase, "say who keeps it, and what ends it"));
        }
    }
    found
}

/// A hold still in force although everybody has been told that the incident is over.
pub(super) fn hold_outlasts(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for shown in ground.all.iter().flat_map(|all| &all.incidents) {
        for hold in shown.holds.iter().filter(|hold| hold.outlasts) {
            let Some(incident) = truth_of(ground.site, shown) else { continue };
            let moments = incident.moments.iter().rev().flat_map(|moment| &moment.parts);
            let part = moments.into_iter().find(|part| {
                let Some(Fact::Says(lines)) = &part.facts.lines else { return false };
                part.suffix.to_string() == hold.suffix && lines.iter().any(|line| line.function == hold.function)
            });
            if let Some(part) = part {
                let phrase = format!("`{}` still holds, and the incident is over", hold.function);
                let hint = "write `go` for it in a later file, or `release_on: resolved` here";
                found.push(ground.at_key(&part.path, "lines", phrase, hint));
            }
        }
    }
    found
}
