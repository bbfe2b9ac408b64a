//! The figures of one incident.

use super::{AccountDowntime, customer_minutes};
use crate::edition::cadence::between;
use crate::edition::sla::{Downtime, Ground, cost};
use crate::edition::uptime::Timeline;
use crate::edition::{Account, Incident, Moment, Part};
use crate::quantity::{Decimal, Period};
use crate::state::Status;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Spans are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentMetrics {
    pub slug: Arc<str>,
    pub title: String,
    pub severity: Option<String>,
    /// First day of the month in which it started, in the site's zone.
    pub month: Date,
    pub started: Timestamp,
    pub detected: Option<Timestamp>,
    pub declared: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub first_public: Option<Timestamp>,
    pub start_to_public: Option<Period>,
    pub detection_to_public: Option<Period>,
    pub declaration_to_public: Option<Period>,
    /// By suffix: those for whom something was written that may be read here, in order of their first word.
    pub audiences: Vec<AudienceMetrics>,
    pub to_identify: Option<Period>,
    pub to_resolve: Option<Period>,
    /// In tenths; none where the number of customers isn't known.
    pub customer_minutes: Option<Decimal>,
    /// The accounts shown here that it cost anything.
    pub sla: Vec<AccountDowntime>,
    pub corrections: usize,
    pub backfills: usize,
    pub reopened: usize,
    pub false_alarm: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AudienceMetrics {
    /// `public`, `support`, `strategic.acme`.
    pub audience: String,
    pub first: Timestamp,
    pub from_start: Period,
    pub from_declaration: Option<Period>,
    pub lead: Option<Period>,
    /// When each update could first be read, in that order.
    pub told: Vec<Timestamp>,
    pub updates: usize,
    pub words: usize,
    pub promises: Promises,
    pub longest_silence: Option<Period>,
}

/// Promised next updates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Promises {
    pub kept: usize,
    pub missed: usize,
    /// Their time hasn't come.
    pub open: usize,
}

pub(super) fn measure(incident: &Incident, accounts: &[Account], ground: Ground<'_>) -> IncidentMetrics {
    let first_public = first(incident, "public");
    let to_public = |from: Option<Timestamp>| from.zip(first_public).map(|(from, public)| between(from, public));
    let resolved = incident.ended.filter(|_| !incident.retracted);
    let identified = incident
        .moments
        .iter()
        .find(|moment| matches!(moment.status, Some(Status::Identified | Status::Monitoring | Status::Resolved)));
    let timeline = Timeline::new(incident.spans.iter(), ground.weighing(None), ground.now);
    let down = Decimal(timeline.down(i64::MIN, i64::MAX));
    let count = incident.customers.as_ref().and_then(|customers| customers.count);
    IncidentMetrics {
        slug: incident.slug.clone(),
        title: incident.title.clone(),
        severity: incident.severity.clone(),
        month: incident.started.to_zoned_datetime(ground.zone.clone()).date().first_of_month(),
        started: incident.started,
        detected: incident.detected,
        declared: incident.declared,
        ended: incident.ended,
        first_public,
        start_to_public: to_public(Some(incident.started)),
        detection_to_public: to_public(incident.detected),
        declaration_to_public: to_public(incident.declared),
        audiences: audiences(incident, first_public, ground.now),
        to_identify: identified.filter(|_| !incident.retracted).map(|moment| between(incident.started, moment.at)),
        to_resolve: resolved.map(|ended| between(incident.started, ended)),
        customer_minutes: count.map(|count| customer_minutes(count, down)),
        sla: accounts.iter().filter_map(|account| downtime(incident, account, ground)).collect(),
        corrections: incident.moments.iter().filter(|moment| moment.corrects.is_some()).count(),
        backfills: incident.moments.iter().filter(|moment| moment.backfilled.is_some()).count(),
        reopened: reopened(&incident.moments),
        false_alarm: incident.retracted,
    }
}

/// What this incident alone cost an account.
fn downtime(incident: &Incident, account: &Account, ground: Ground<'_>) -> Option<AccountDowntime> {
    let used = Downtime::spent(cost(account, account.spans_of(incident), ground, (i64::MIN, i64::MAX)));
    (account.promise.is_some() && used.seconds.0 > 0).then(|| AccountDowntime {
        key: account.key.clone(),
        name: account.name.clone(),
        used,
    })
}

fn reopened(moments: &[Moment]) -> usize {
    let is_final = |moment: &Moment| moment.status.is_some_and(Status::is_final);
    moments.windows(2).filter(|two| is_final(&two[0]) && !is_final(&two[1])).count()
}

fn first(incident: &Incident, audience: &str) -> Option<Timestamp> {
    incident.moments.iter().filter(|moment| part_for(moment, audience).is_some()).map(Moment::posted).min()
}

fn part_for<'a>(moment: &'a Moment, audience: &str) -> Option<&'a Part> {
    moment.parts.iter().find(|part| part.suffix == audience)
}

fn audiences(incident: &Incident, public: Option<Timestamp>, now: Timestamp) -> Vec<AudienceMetrics> {
    let mut spoken: BTreeMap<&str, Vec<&Moment>> = BTreeMap::new();
    for moment in &incident.moments {
        for part in &moment.parts {
            spoken.entry(&part.suffix).or_default().push(moment);
        }
    }
    let mut measured: Vec<AudienceMetrics> = spoken
        .into_iter()
        .filter_map(|(audience, moments)| {
            let mut told: Vec<Timestamp> = moments.iter().map(|moment| moment.posted()).collect();
            told.sort_unstable();
            let first = *told.first()?;
            let heard = heard(incident, audience);
            let parts = || moments.iter().filter_map(|moment| part_for(moment, audience));
            Some(AudienceMetrics {
                audience: audience.to_owned(),
                first,
                from_start: between(incident.started, first),
                from_declaration: incident.declared.map(|declared| between(declared, first)),
                lead: public.filter(|_| audience != "public").map(|public| between(first, public)),
                updates: told.len(),
                told,
                words: parts().map(|part| words(&part.words.markdown)).sum(),
                promises: promises(incident, audience, &heard, now),
                longest_silence: silence(incident, first, &heard, now),
            })
        })
        .collect();
    measured.sort_by(|a, b| (a.first, &a.audience).cmp(&(b.first, &b.audience)));
    measured
}

/// What a byte is where words are counted: between them, part of one, neither, or the first of a letter beyond ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Part,
    Mark,
    Beyond,
}

/// The kind of each byte, as `char` has it for ASCII.
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Beyond; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b' ' | 0x09..=0x0d => Kind::Space,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Kind::Part,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};

/// Runs of letters between spaces that hold a letter or a digit.
fn words(markdown: &str) -> usize {
    let (mut words, mut counted) = (0, false);
    let mut at = 0;
    while let Some(first) = markdown.as_bytes().get(at) {
        let mut kind = KINDS[usize::from(*first)];
        at += 1;
        if kind == Kind::Beyond {
            let letter = markdown[at - 1..].chars().next().unwrap_or_default();
            at += letter.len_utf8() - 1;
            kind = match letter {
                letter if letter.is_whitespace() => Kind::Space,
                letter if letter.is_alphanumeric() => Kind::Part,
                _ => Kind::Mark,
            };
        }
        words += usize::from(kind == Kind::Part && !counted);
        counted = kind == Kind::Part || (counted && kind != Kind::Space);
    }
    words
}

/// Whether those for whom this suffix is written can read another: everyone reads public, and an account what is written
/// for every account. What else an audience reads stands in an entry that may not be read here.
fn hears(audience: &str, suffix: &str) -> bool {
    let of_all = audience.split_once('.').is_some_and(|(accounts, _)| suffix == accounts);
    suffix == audience || suffix == "public" || of_all
}

fn heard(incident: &Incident, audience: &str) -> Vec<Timestamp> {
    let moments = incident.moments.iter().chain(incident.postmortem.as_deref());
    let heard = moments.filter(|moment| moment.parts.iter().any(|part| hears(audience, &part.suffix)));
    let mut heard: Vec<Timestamp> = heard.map(Moment::posted).collect();
    heard.sort_unstable();
    heard
}

fn promises(incident: &Incident, audience: &str, heard: &[Timestamp], now: Timestamp) -> Promises {
    let mut promises = Promises::default();
    for moment in &incident.moments {
        let Some(by) = part_for(moment, audience).and_then(|part| part.next_update.flatten()) else { continue };
        match heard.iter().find(|word| **word > moment.posted()) {
            Some(word) if *word <= by => promises.kept += 1,
            _ if now <= by => promises.open += 1,
            _ => promises.missed += 1,
        }
    }
    promises
}

/// From the first word to the audience on.
fn silence(incident: &Incident, first: Timestamp, heard: &[Timestamp], now: Timestamp) -> Option<Period> {
    let end = incident.ended.unwrap_or(now);
    let words = || heard.iter().copied().filter(|word| (first..=end).contains(word)).chain([end]);
    words().zip(words().skip(1)).map(|(one, next)| between(one, next)).max()
}

#[cfg(test)]
mod tests {
    use super::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_what_stands_between_spaces_and_holds_a_letter_or_a_digit(
            pieces in proptest::collection::vec(
                proptest::sample::select(&["a", "é", "7", "-", "*", " ", "\n", "\u{b}", "\u{a0}", "中", "🧯"][..]), 0..24
            )
        ) {
            let text = pieces.concat();
            let between = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
            prop_assert_eq!(words(&text), between.count());
        }
    }
}
