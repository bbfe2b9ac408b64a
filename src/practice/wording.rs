//! Rules over wording, in texts for people outside and in what customer service is to say.

use super::ground::status_of;
use super::phrases::{
    BLAME, DATA, DENIALS, EARLY, JARGON, OTHERS, PLATITUDES, PROMISES, SCOPE, SETTLED, SORRY, SPECULATION, STRANGERS,
    TOGETHER, VAGUE,
};
use super::texts::{Phrases, Piece, Word};
use super::{Finding, Ground};
use crate::model::AudienceKind;
use crate::name::Suffix;
use crate::source::Span;
use crate::state::Status;

/// Texts that are said to people outside.
pub(super) fn said<'g, 'a>(ground: &'g Ground<'a>) -> impl Iterator<Item = &'g Piece<'a>> {
    ground
        .pieces
        .iter()
        .filter(|piece| piece.incident.is_some() && !is_review(piece))
        .filter(|piece| ground.is_outside(&piece.suffix) || ground.kind(&piece.suffix) == Some(AudienceKind::Support))
}

fn is_review(piece: &Piece<'_>) -> bool {
    piece.moment.is_some_and(|moment| &*moment.stem == "postmortem")
}

/// Of an insiders' file only what is to be said to customers counts.
pub(super) fn is_said(ground: &Ground<'_>, piece: &Piece<'_>, span: &Span) -> bool {
    let line = || piece.lines.iter().find(|(_, line)| line.start <= span.start && span.end <= line.end);
    ground.is_outside(&piece.suffix) || line().is_some_and(|(key, _)| key == "say")
}

/// Where phrases of a list, and the site's own, are said outside.
fn phrases(ground: &Ground<'_>, list: &[&str], own: &[String], [phrase, hint]: [&str; 2]) -> Vec<Finding> {
    let allowed = &ground.site.policy.words.allow;
    let phrases = Phrases::of(list.iter().copied().chain(own.iter().map(String::as_str)));
    let mut found = Vec::new();
    for piece in said(ground) {
        for span in piece.find_any(&phrases) {
            let words = piece.text[span.clone()].to_lowercase();
            if is_said(ground, piece, &span) && !allowed.iter().any(|allowed| allowed.to_lowercase() == words) {
                found.push(Ground::at(piece, span, phrase, hint));
            }
        }
    }
    found
}

/// The words before a place in its sentence, the nearest first, in small letters.
fn before<'p>(piece: &'p Piece<'_>, span: &Span) -> impl Iterator<Item = &'p str> {
    let count = piece.words.partition_point(|word| word.span.start < span.start);
    let is_inside = piece.words.get(count).is_some_and(|word| !word.begins);
    piece.words[..count].iter().rev().scan(is_inside, |is_inside, word| {
        let own = *is_inside;
        *is_inside = own && !word.begins;
        own.then_some(word.small.as_str())
    })
}

fn in_status(found: Vec<Finding>, ground: &Ground<'_>, wanted: Status) -> Vec<Finding> {
    ground.only(found, |piece, _| piece.moment.and_then(status_of) == Some(wanted))
}

pub(super) fn forbidden(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(
        ground,
        &[],
        &ground.site.policy.words.forbid_public,
        ["policy forbids these words outside", "say what is the case instead"],
    )
}

pub(super) fn jargon(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(
        ground,
        JARGON,
        &ground.site.policy.words.jargon,
        ["customers may not know this word", "say what they notice"],
    )
}

/// Blame has no place in anything that is written.
pub(super) fn blame(ground: &Ground<'_>) -> Vec<Finding> {
    let own = ground.site.policy.words.blame.iter().map(String::as_str);
    let phrases = Phrases::of(BLAME.iter().copied().chain(own));
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let hint = "say what made it possible: nobody does such a thing on purpose";
        let spans = piece.find_any(&phrases);
        found.extend(spans.into_iter().map(|span| Ground::at(piece, span, "this blames somebody", hint)));
    }
    found
}

pub(super) fn platitudes(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["everybody writes this, and it says nothing", "say what you do, or leave it out"];
    phrases(ground, PLATITUDES, &ground.site.policy.words.platitudes, told)
}

pub(super) fn speculation(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this tells a cause while it is looked for", "say what is known; the cause comes with `identified`"];
    in_status(phrases(ground, SPECULATION, &ground.site.policy.words.speculation, told), ground, Status::Investigating)
}

pub(super) fn data_claim_early(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["nobody can know this yet", "leave it to a later update, when it has been confirmed"];
    in_status(phrases(ground, DATA, &[], told), ground, Status::Investigating)
}

/// An incident in whose public words data or strangers were spoken of, and whose last word leaves open how it stands with data.
pub(super) fn data_unsaid(ground: &Ground<'_>) -> Vec<Finding> {
    let public = |piece: &&Piece<'_>| piece.suffix == Suffix::Public && !is_review(piece);
    let strangers = Phrases::of(STRANGERS.iter().copied());
    let raises = |piece: &Piece<'_>| !piece.find_any(&strangers).is_empty();
    let answers = |word: &Word| SETTLED.contains(&word.small.as_str());
    let mut found = Vec::new();
    for incident in &ground.site.incidents {
        let own = || ground.pieces_of(incident).iter().filter(public);
        let is_end = |piece: &&Piece<'_>| piece.moment.and_then(status_of) == Some(Status::Resolved);
        let silent = own().filter(is_end).filter(|piece| !piece.prose().any(answers));
        if own().any(raises) {
            let hint = "say what became of customers' data, and if nothing did, that too";
            let told = "nobody is told what became of their data";
            found.extend(silent.map(|piece| Ground::at(piece, piece.key("status"), told, hint)));
        }
    }
    found
}

pub(super) fn promised_repair(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this promises a time for the repair", "promise the next update instead"];
    let found = phrases(ground, PROMISES, &ground.site.policy.words.promises, told);
    // `There is no ETA yet` promises nothing, and neither does what is over.
    ground.only(found, |piece, span| {
        let is_over = piece.moment.and_then(status_of) == Some(Status::Resolved);
        !is_over && !before(piece, span).take(6).any(|word| DENIALS.contains(&word))
    })
}

pub(super) fn resolved_too_early(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this calls repaired what is still being watched", "say what works now, and that you watch it"];
    in_status(phrases(ground, EARLY, &[], told), ground, Status::Monitoring)
}

pub(super) fn other_to_blame(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this makes somebody else the excuse", "say what customers notice, and what you do"];
    // `We are working with our provider` excuses nothing.
    ground.only(phrases(ground, OTHERS, &[], told), |piece, span| {
        !before(piece, span).take(4).any(|word| TOGETHER.contains(&word))
    })
}

pub(super) fn vague_time(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(ground, VAGUE, &[], ["nobody can tell when this is", "give a time with its zone"])
}

pub(super) fn vague_scope(ground: &Ground<'_>) -> Vec<Finding> {
    let found =
        phrases(ground, SCOPE, &[], ["nobody can tell whether they are among them", "give a number, or say who"]);
    // `We heard of it by some users` says nothing of who is hit.
    ground.only(found, |piece, span| {
        let is_source = before(piece, span).next() == Some("by");
        !is_source && !piece.prose().any(|word| word.small.ends_with('%'))
    })
}

pub(super) fn apologies(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = phrases(ground, SORRY, &[], ["this apologises again", "once is enough"]);
    let mut last = None;
    found.retain(|finding| last.replace(finding.path.clone()).is_some_and(|path| path == finding.path));
    found
}

/// An exclamation mark behind a word, two words in capitals one after another, and pictures for letters.
pub(super) fn shouting(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for (at, _) in piece.body().match_indices('!').filter(|(at, _)| !piece.body()[at + 1..].starts_with('[')) {
            let at = piece.body.start + at;
            if piece.words.iter().any(|word| word.span.end == at) {
                found.push(Ground::at(piece, at..at + 1, "this shouts", "end the sentence with a full stop"));
            }
        }
        let loud = |word: &Word| {
            let written = &piece.text[word.span.clone()];
            written.len() > 3 && written.chars().all(char::is_uppercase)
        };
        for pair in piece.words.windows(2).filter(|pair| !pair[1].begins && pair.iter().all(loud)) {
            let span = pair[0].span.start..pair[1].span.end;
            found.push(Ground::at(piece, span, "this shouts", "write it in small letters"));
        }
        for (at, picture) in piece.body().char_indices().filter(|(_, c)| is_picture(*c)) {
            let at = piece.body.start + at;
            let hint = "say it in words: not everybody is shown the same";
            found.push(Ground::at(piece, at..at + picture.len_utf8(), "this is a picture for a word", hint));
        }
    }
    found
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

/// Whether a word is a time of day: `09:14`, `9:14`, `9:14pm`.
pub(super) fn is_clock(word: &str) -> bool {
    let bare = word.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let Some((hours, rest)) = bare.split_once(':') else { return false };
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    let number = |part: &str, limit: u8| part.parse::<u8>().is_ok_and(|number| number < limit);
    (1..=2).contains(&hours.len())
        && minutes.len() == 2
        && number(hours, 25)
        && number(minutes, 60)
        && number(seconds, 60)
}

pub(super) fn is_zone(word: &str) -> bool {
    const ZONES: [&str; 42] = [
        "utc", "gmt", "z", "cet", "cest", "bst", "ist", "est", "edt", "et", "pst", "pdt", "pt", "cst", "cdt", "ct",
        "mst", "mdt", "mt", "jst", "kst", "sgt", "hkt", "aest", "aedt", "acst", "awst", "nzst", "nzdt", "nzt", "eet",
        "eest", "wet", "west", "msk", "sast", "wat", "eat", "brt", "art", "aet", "wib",
    ];
    ZONES.contains(&word)
        || word.starts_with("utc")
        || word.starts_with("gmt")
        || word.contains('/') && word.contains("europe")
}

/// One zone serves the times before it in its sentence: `from 09:02 to 09:40 UTC`.
pub(super) fn time_without_zone(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for sentence in sentences(piece.words.iter()) {
            let zoned = sentence
                .iter()
                .rposition(|word| is_zone(&word.small) || word.small.ends_with('z') && is_clock(&word.small));
            let named = sentence.iter().any(|word| matches!(word.small.as_str(), "time" | "local"));
            for (at, word) in sentence.iter().enumerate() {
                let open = is_clock(&word.small) && !named && zoned.is_none_or(|zone| zone < at);
                if open && !sentence[..at].iter().rev().take(3).any(|word| is_zone(&word.small)) {
                    found.push(Ground::at(
                        piece,
                        word.span.clone(),
                        "this time has no zone",
                        "add it, as in `14:05 UTC`",
                    ));
                }
            }
        }
    }
    found
}

fn sentences<'w>(words: impl Iterator<Item = &'w Word>) -> Vec<Vec<&'w Word>> {
    let mut sentences: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        match sentences.last_mut() {
            Some(sentence) if !word.begins && sentence.last().is_some_and(|last| last.key == word.key) => {
                sentence.push(word);
            }
            _ => sentences.push(vec![word]),
        }
    }
    sentences
}

pub(super) fn long_sentences(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for sentence in sentences(piece.prose()).into_iter().filter(|sentence| sentence.len() > 40) {
            let span = sentence[0].span.start..sentence[sentence.len() - 1].span.end;
            let phrase = format!("this sentence has {} words", sentence.len());
            found.push(Ground::at(piece, span, phrase, "part it in two"));
        }
    }
    found
}

pub(super) fn too_long(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let updates = ground.pieces.iter().filter(|piece| piece.moment.is_some() && !is_review(piece));
    for piece in updates {
        let limit = match ground.kind(&piece.suffix) {
            _ if piece.suffix == Suffix::Public => 150,
            Some(AudienceKind::Account) => 180,
            Some(AudienceKind::Executive) => 120,
            Some(AudienceKind::Support) => 150,
            Some(AudienceKind::Business) => 100,
            _ => continue,
        };
        let count = piece.prose().count();
        if let Some(first) = piece.prose().next().filter(|_| count > limit) {
            let phrase = format!("{count} words, and `{}` reads {limit} at most", piece.suffix);
            found.push(Ground::at(piece, first.span.clone(), phrase, "leave out what they need not know"));
        }
    }
    found
}
