//! Rules over times that are typed as facts and written out in words: both must say the same. Only times in UTC are compared.

use super::ground::status_of;
use super::texts::{Piece, Word};
use super::wording::is_clock;
use super::{Finding, Ground, timing};
use crate::model::IncidentKind;
use crate::state::Status;
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn is_utc(word: &str) -> bool {
    matches!(word, "utc" | "gmt")
}

/// As a clock in UTC shows it: `9:05`, without a leading zero.
fn clock(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC).strftime("%-H:%M").to_string()
}

fn bare(word: &Word) -> &str {
    word.small.trim_start_matches('0')
}

/// Whether a word is this time; `0:05` has lost its hour.
fn is_at(word: &Word, at: Timestamp) -> bool {
    let clock = clock(at);
    bare(word) == clock.trim_start_matches('0')
}

/// `next update by 15:10 UTC` in the words of a file, and another time in `next_update`.
pub(super) fn next_update_differs(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let Some((moment, part)) = piece.moment.zip(piece.part) else { continue };
        let own = timing::promised(moment, part);
        let widest = || moment.parts.iter().find_map(|part| timing::promised(moment, part));
        let Some(typed) = own.or_else(widest) else { continue };
        let words: Vec<&Word> = piece.prose().collect();
        for five in words.windows(5) {
            let [next, update, by, time, zone] = five else { continue };
            let promises = next.small == "next"
                && matches!(update.small.as_str(), "update" | "word" | "news")
                && matches!(by.small.as_str(), "by" | "at" | "before")
                && is_clock(&time.small)
                && is_utc(&zone.small);
            if promises && !is_at(time, typed) {
                let phrase = format!("`next_update` says {} UTC", clock(typed));
                found.push(Ground::at(piece, time.span.start..zone.span.end, phrase, "give one time in both"));
            }
        }
    }
    found
}

/// `from 02:00 to 04:00 UTC` in the words that announce a window, and other times in `from` and `until`.
pub(super) fn window_differs(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let Some((incident, moment)) = piece.incident.zip(piece.moment) else { continue };
        if incident.kind != IncidentKind::Maintenance || status_of(moment) != Some(Status::Scheduled) {
            continue;
        }
        let head =
            |give: fn(&crate::model::Head) -> Option<Timestamp>| incident.heads.iter().find_map(|head| give(head));
        let own = |give: fn(&crate::model::Part) -> Option<Timestamp>| moment.parts.iter().find_map(|part| give(part));
        let from = own(|part| part.particulars().from).or_else(|| head(|head| head.from));
        let until = own(|part| part.particulars().until).or_else(|| head(|head| head.until));
        let Some((from, until)) = from.zip(until) else { continue };
        if let Some((begins, ends)) = written(piece)
            && !(is_at(begins, from) && is_at(ends, until))
        {
            let phrase = format!("the window is from {} to {} UTC", clock(from), clock(until));
            found.push(Ground::at(piece, begins.span.start..ends.span.end, phrase, "give the same times in both"));
        }
    }
    found
}

/// The first two times of the body that stand together, the second in UTC: `from 02:00 to 04:00 UTC`, `02:00–04:00 UTC`.
fn written<'p>(piece: &'p Piece<'_>) -> Option<(&'p Word, &'p Word)> {
    let words: Vec<&Word> = piece.prose().collect();
    let joins = |word: &Word| matches!(word.small.as_str(), "to" | "until" | "till" | "and" | "utc" | "gmt");
    (0..words.len()).find_map(|at| {
        let begins = words[at];
        let rest = &words[at + 1..];
        let between = rest.iter().take(3).take_while(|word| joins(word)).count();
        let (ends, zone) = (rest.get(between)?, rest.get(between + 1)?);
        (is_clock(&begins.small) && is_clock(&ends.small) && is_utc(&zone.small)).then_some((begins, *ends))
    })
}
