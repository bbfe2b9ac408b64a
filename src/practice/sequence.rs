//! Rules over one update after another, in the eyes of the public.

use super::ground::{at_of, status_of};
use super::texts::Piece;
use super::{Finding, Ground};
use crate::model::{Incident, IncidentKind};
use crate::name::Suffix;
use crate::state::Status;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Shorter than this nothing has been watched: login.gov asks for 15 minutes after a lesser failure, 30 after a graver one.
const WATCHED: i64 = 15 * 60;

/// A public update as it was posted, with its time.
type Told<'g, 'a> = (Timestamp, &'g Piece<'a>);

/// The public updates of each incident, in order; backfilled ones are left out.
fn told<'g, 'a>(ground: &'g Ground<'a>, wanted: fn(&Incident) -> bool) -> Vec<Vec<Told<'g, 'a>>> {
    let folder = |piece: &Piece<'_>| piece.incident.map(|incident| (incident.kind, incident.folder.clone()));
    let folders = ground.pieces.chunk_by(|one, other| folder(one) == folder(other));
    let wanted = folders.filter(|pieces| pieces[0].incident.is_some_and(wanted));
    wanted
        .map(|pieces| {
            let own = pieces.iter().filter(|piece| piece.suffix == Suffix::Public);
            let mut told: Vec<Told<'g, 'a>> = own.filter_map(|piece| Some((posted(piece)?, piece))).collect();
            told.sort_by_key(|(at, piece)| (*at, piece.path.clone()));
            told
        })
        .collect()
}

/// When an update was posted; none for what is no update, and for one that was told afterwards.
fn posted(piece: &Piece<'_>) -> Option<Timestamp> {
    let moment = piece.moment.filter(|moment| status_of(moment).is_some())?;
    let backfilled = moment.parts.iter().any(|part| part.particulars().backfilled.is_some());
    at_of(moment).filter(|_| !backfilled)
}

pub(super) fn resolved_too_soon(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for told in told(ground, |incident| incident.kind == IncidentKind::Incident) {
        let status = |piece: &Piece<'_>| piece.moment.and_then(status_of);
        for (index, (at, piece)) in
            told.iter().enumerate().filter(|(_, (_, piece))| status(piece) == Some(Status::Resolved))
        {
            // Watching began with the first of the words that say so.
            let watched =
                told[..index].iter().rev().take_while(|(_, piece)| status(piece) == Some(Status::Monitoring)).last();
            let Some((since, _)) = watched else { continue };
            let seconds = at.as_second() - since.as_second();
            if seconds < WATCHED {
                let phrase =
                    format!("this was watched for {} before it was called resolved", super::due::span(seconds));
                found.push(Ground::at(
                    piece,
                    piece.key("status"),
                    phrase,
                    "watch it for a quarter of an hour at least",
                ));
            }
        }
    }
    found
}

/// Two updates one after another with nearly the same words: of all that either uses, nine in ten are in both.
pub(super) fn repeated(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for told in told(ground, |_| true) {
        for pair in told.windows(2) {
            let [(_, before), (_, after)] = pair else { continue };
            let (old, new) = (words(before), words(after));
            let both = old.intersection(&new).count();
            let either = old.union(&new).count();
            if either > 4 && both * 10 >= either * 9 {
                let all = after.prose().next().zip(after.prose().last());
                let span = all.map_or(after.key("status"), |(first, last)| first.span.start..last.span.end);
                let hint = "say what was done since, what is still not known, or what else may help";
                found.push(Ground::at(after, span, "this is what the last update said", hint));
            }
        }
    }
    found
}

/// The words of a body; times differ in every update and tell nothing new.
fn words<'p>(piece: &'p Piece<'_>) -> BTreeSet<&'p str> {
    piece.prose().map(|word| word.small.as_str()).filter(|word| !super::wording::is_clock(word)).collect()
}
