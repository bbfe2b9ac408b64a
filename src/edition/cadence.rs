//! Who was told, and when the next word is due: policy held against what was said, for the audiences that may be read here.

use super::{Account, Cadence, Incident, IncidentKind, Moment, Part};
use crate::quantity::Period;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One line of policy for an open incident: what one audience was promised, and what it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The suffix of its words: `public`, `support`, `strategic`.
    pub audience: String,
    /// When the first word was due: so long after the declaration, or after the start if nothing was declared.
    pub due: Option<Timestamp>,
    pub first: Option<Word>,
    pub last: Option<Word>,
    /// How late the first word came, if it came late.
    pub late: Option<Period>,
    /// When the next word is due: the first one, or so long after the last.
    pub next: Option<Timestamp>,
    /// How long `next` has passed.
    pub overdue: Option<Period>,
    /// What its last word itself promised.
    pub promised: Option<Timestamp>,
    pub before: Option<Ahead>,
}

/// An audience that must not hear earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ahead {
    pub audience: String,
    /// None as long as neither has heard.
    pub kept: Option<bool>,
    /// How much earlier this audience heard; below zero if it heard later.
    pub lead: Option<Period>,
}

/// Something that was said to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// When it could first be read.
    pub at: Timestamp,
    /// The moment's slug.
    pub moment: Arc<str>,
    /// The suffix of the file that said it.
    pub suffix: String,
    /// The first sentence; empty where there were facts alone.
    pub lead: String,
}

/// A strategic customer that an open incident affects, and the last thing it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountTold {
    pub key: String,
    pub name: String,
    /// Indices of its components that are affected.
    pub affected: Vec<usize>,
    /// The last word it could read: public, for every account, or its own.
    pub last: Option<Word>,
    /// The last word written for it alone or for every account.
    pub own: Option<Word>,
    /// When the next word of that kind is due by policy.
    pub next: Option<Timestamp>,
    pub overdue: Option<Period>,
}

/// What a severity promises, by audience.
pub(super) type Lines = BTreeMap<String, Cadence>;

/// Every line of policy held against an open incident; nothing for one that has no severity or is over.
pub(super) fn notices(incident: &Incident, policy: &BTreeMap<String, Lines>, now: Timestamp) -> Vec<Notice> {
    let lines = lines(incident, policy);
    lines.into_iter().flatten().map(|(audience, cadence)| notice(incident, audience, cadence, now)).collect()
}

fn lines<'a>(incident: &Incident, policy: &'a BTreeMap<String, Lines>) -> Option<&'a Lines> {
    let due = incident.open && incident.kind == IncidentKind::Incident;
    policy.get(incident.severity.as_ref().filter(|_| due)?)
}

fn notice(incident: &Incident, audience: &str, cadence: &Cadence, now: Timestamp) -> Notice {
    let Cadence { within, every, before } = cadence;
    let said = words(incident, now, |suffix| suffix == audience);
    let due = within.map(|within| after(incident.declared.unwrap_or(incident.started), within));
    let (first, last) = (said.first().cloned(), said.last().cloned());
    let next = next(last.as_ref(), due, *every);
    let promised = last.as_ref().and_then(|word| promised(incident, word));
    let late = first.as_ref().zip(due).map(|(word, due)| between(due, word.at)).filter(|late| late.0 > 0);
    let before = before.as_ref().map(|other| {
        let theirs = words(incident, now, |suffix| suffix == other).first().map(|word| word.at);
        let ours = first.as_ref().map(|word| word.at);
        Ahead {
            audience: other.clone(),
            kept: match (ours, theirs) {
                (None, None) => None,
                (Some(_), None) => Some(true),
                (None, Some(_)) => Some(false),
                (Some(ours), Some(theirs)) => Some(ours <= theirs),
            },
            lead: ours.zip(theirs).map(|(ours, theirs)| between(ours, theirs)),
        }
    });
    Notice {
        audience: audience.to_owned(),
        due,
        first,
        last,
        late,
        next,
        overdue: overdue(next, now),
        promised,
        before,
    }
}

/// The accounts that an open incident affects: by the states that the account itself or this edition is told of, by what
/// was said to affect it, or because it was written to alone.
pub(super) fn accounts_told(
    incident: &Incident,
    accounts: &[Account],
    policy: &BTreeMap<String, Lines>,
    now: Timestamp,
) -> Vec<AccountTold> {
    if !incident.open || incident.kind != IncidentKind::Incident {
        return Vec::new();
    }
    accounts.iter().filter_map(|account| account_told(incident, account, lines(incident, policy), now)).collect()
}

fn account_told(incident: &Incident, account: &Account, lines: Option<&Lines>, now: Timestamp) -> Option<AccountTold> {
    let touched = incident.spans.iter().chain(account.spans_of(incident)).map(|span| span.component);
    let mut affected: BTreeSet<usize> = touched.filter(|component| account.components.contains(component)).collect();
    let voice = incident.voices.iter().find(|voice| voice.suffix == account.suffix);
    affected.extend(voice.and_then(|voice| voice.affects.as_deref()).iter().flat_map(|affects| &affects.value));
    if affected.is_empty() && voice.is_none() {
        return None;
    }
    let to_it = |suffix: &str| suffix == account.suffix || suffix == account.audience();
    let own = words(incident, now, to_it);
    let any = words(incident, now, |suffix| suffix == "public" || to_it(suffix));
    let cadence = lines.and_then(|lines| lines.get(&account.suffix).or_else(|| lines.get(account.audience())));
    let due = cadence
        .and_then(|cadence| cadence.within)
        .map(|within| after(incident.declared.unwrap_or(incident.started), within));
    let next = next(own.last(), due, cadence.and_then(|cadence| cadence.every));
    Some(AccountTold {
        key: account.key.clone(),
        name: account.name.clone(),
        affected: affected.into_iter().collect(),
        last: any.last().cloned(),
        own: own.last().cloned(),
        next,
        overdue: overdue(next, now),
    })
}

/// The words in which a suffix of this kind said something, in the order in which they could be read; of one moment the
/// narrowest part.
pub(super) fn words(incident: &Incident, now: Timestamp, speaks: impl Fn(&str) -> bool) -> Vec<Word> {
    let word = |moment: &Moment| {
        let part = moment.parts.iter().rev().find(|part| speaks(&part.suffix))?;
        Some(Word {
            at: moment.posted(),
            moment: moment.slug.clone(),
            suffix: part.suffix.clone(),
            lead: first_sentence(part),
        })
    };
    let mut words: Vec<Word> = incident.moments.iter().filter_map(word).filter(|word| word.at <= now).collect();
    words.sort_by_key(|word| word.at);
    words
}

fn next(last: Option<&Word>, due: Option<Timestamp>, every: Option<Period>) -> Option<Timestamp> {
    match last {
        Some(word) => every.map(|every| after(word.at, every)),
        None => due,
    }
}

/// What the part that said this promised of the next word.
fn promised(incident: &Incident, word: &Word) -> Option<Timestamp> {
    let moment = incident.moments.iter().find(|moment| moment.slug == word.moment)?;
    moment.parts.iter().find(|part| part.suffix == word.suffix)?.next_update.flatten()
}

fn overdue(next: Option<Timestamp>, now: Timestamp) -> Option<Period> {
    next.map(|next| between(next, now)).filter(|passed| passed.0 > 0)
}

/// Whole seconds from one instant to another; below zero if the other came first.
pub(super) fn between(from: Timestamp, until: Timestamp) -> Period {
    Period(until.as_second() - from.as_second())
}

fn after(at: Timestamp, period: Period) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(period.0)).unwrap_or(Timestamp::MAX)
}

/// The first sentence of a part: of its words, or else of the fact that leads it.
fn first_sentence(part: &Part) -> String {
    if !part.words.is_empty() {
        let text = part.words.text();
        return sentence(text.trim()).to_owned();
    }
    let facts = &part.facts;
    let leads = [&facts.bottom_line, &facts.condition, &facts.workaround];
    let said = leads.into_iter().flatten().flatten().next();
    let say = facts.say.iter().flatten().flatten().next();
    said.or(say).map_or_else(String::new, |said| sentence(said).to_owned())
}

/// Up to the first full stop, question or exclamation mark that a space follows, or to the end of the first block.
fn sentence(text: &str) -> &str {
    let block = text.split("\n\n").next().unwrap_or_default();
    let ends = |(at, mark): &(usize, char)| {
        matches!(mark, '.' | '?' | '!') && block[at + 1..].starts_with(char::is_whitespace)
    };
    block.char_indices().find(ends).map_or(block, |(at, _)| &block[..=at]).trim_end()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn the_first_sentence_ends_at_a_mark_that_a_space_follows() {
        assert_eq!(sentence("Version 2.1 is slow. We work on it."), "Version 2.1 is slow.");
        assert_eq!(sentence("Why is it\nslow? Because."), "Why is it\nslow?");
        assert_eq!(sentence("No end\n\nnext block."), "No end");
        assert_eq!(sentence(""), "");
    }
}
