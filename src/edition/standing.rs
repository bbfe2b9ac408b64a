//! What stands: within one incident and one suffix a fact stands until a later part with that suffix gives it again.

use super::{Ask, Confidence, Decision, Facts, Go, Line, Moment, Part};
use crate::name::Suffix;
use crate::state::Status;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A fact that stands, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stands<T> {
    pub value: T,
    /// The `at` of the moment that said it.
    pub at: Timestamp,
    /// That moment's slug.
    pub moment: Arc<str>,
}

/// What stands of one kind, if anything: most kinds of facts are never given, and take no room.
pub type Standing<T> = Option<Box<Stands<T>>>;

/// Everything that stands by the word of one suffix.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Voice {
    /// `public`, `internal`, `support`, `strategic.acme`.
    pub suffix: String,
    pub account: Option<String>,
    pub own: bool,
    pub bottom_line: Standing<String>,
    pub confidence: Standing<Confidence>,
    pub asks: Standing<Vec<Ask>>,
    pub decisions: Standing<Vec<Decision>>,
    pub risks: Standing<Vec<String>>,
    pub unknowns: Standing<Vec<String>>,
    pub say: Standing<Vec<String>>,
    pub dont_say: Standing<Vec<String>>,
    pub macro_name: Standing<String>,
    pub escalate_to: Standing<String>,
    pub lines: Standing<Vec<Line>>,
    pub condition: Standing<String>,
    pub actions: Standing<Vec<String>>,
    pub needs: Standing<Vec<String>>,
    pub watch_for: Standing<Vec<String>>,
    pub links: Standing<BTreeMap<String, String>>,
    pub affects: Standing<Vec<usize>>,
    pub contact: Standing<String>,
    pub workaround: Standing<String>,
    pub next_update: Standing<Timestamp>,
    /// The last moment in which this suffix said anything.
    pub last: Standing<()>,
}

/// A stop line of one business function, in force until it is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    pub suffix: String,
    pub function: String,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
    pub since: Timestamp,
    pub released: Option<Timestamp>,
    /// Still in force although the incident is over.
    pub outlasts: bool,
}

/// What stands after the last moment, one voice for each suffix: own first, then from the widest to the narrowest.
pub(super) fn voices(moments: &[Moment]) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for moment in moments {
        for voice in &mut voices {
            voice.say = None;
            voice.next_update = None;
        }
        for part in &moment.parts {
            let index = voices.iter().position(|voice| voice.suffix == part.suffix).unwrap_or_else(|| {
                voices.push(Voice {
                    suffix: part.suffix.clone(),
                    account: part.account.clone(),
                    own: part.own,
                    ..Voice::default()
                });
                voices.len() - 1
            });
            hear(&mut voices[index], part, moment);
        }
    }
    voices.sort_by_key(|voice| (!voice.own, narrowness(&voice.suffix)));
    // Most incidents are told in one voice, and are kept for as long as the edition.
    voices.shrink_to_fit();
    voices
}

/// The rank of a suffix as it is shown, from everyone to one account.
fn narrowness(suffix: &str) -> u8 {
    Suffix::parse(suffix).map_or(Suffix::Public.narrowness(), |suffix| suffix.narrowness())
}

/// Takes in what one part gives; what it doesn't give goes on standing.
fn hear(voice: &mut Voice, part: &Part, moment: &Moment) {
    let Facts {
        bottom_line,
        confidence,
        asks,
        decisions,
        risks,
        unknowns,
        say,
        dont_say,
        macro_name,
        escalate_to,
        lines,
        condition,
        actions,
        needs,
        watch_for,
        links,
        affects,
        contact,
        workaround,
    } = &*part.facts;
    let teller = Teller { at: moment.at, moment: &moment.slug };
    teller.tell(&mut voice.bottom_line, bottom_line);
    teller.tell(&mut voice.confidence, confidence);
    teller.tell(&mut voice.asks, asks);
    teller.tell(&mut voice.decisions, decisions);
    teller.tell(&mut voice.risks, risks);
    teller.tell(&mut voice.unknowns, unknowns);
    teller.tell(&mut voice.say, say);
    teller.tell(&mut voice.dont_say, dont_say);
    teller.tell(&mut voice.macro_name, macro_name);
    teller.tell(&mut voice.escalate_to, escalate_to);
    teller.tell(&mut voice.lines, lines);
    teller.tell(&mut voice.condition, condition);
    teller.tell(&mut voice.actions, actions);
    teller.tell(&mut voice.needs, needs);
    teller.tell(&mut voice.watch_for, watch_for);
    teller.tell(&mut voice.links, links);
    teller.tell(&mut voice.affects, affects);
    teller.tell(&mut voice.contact, contact);
    teller.tell(&mut voice.workaround, workaround);
    teller.tell(&mut voice.next_update, &part.next_update);
    voice.last = Some(Box::new(teller.stands(())));
}

struct Teller<'a> {
    at: Timestamp,
    moment: &'a Arc<str>,
}

impl Teller<'_> {
    fn stands<T>(&self, value: T) -> Stands<T> {
        Stands { value, at: self.at, moment: self.moment.clone() }
    }

    fn tell<T: Clone>(&self, standing: &mut Standing<T>, given: &Option<Option<T>>) {
        if let Some(given) = given {
            *standing = given.clone().map(|value| Box::new(self.stands(value)));
        }
    }
}

/// The holds of an incident, in the order in which they were called, released ones included.
pub(super) fn holds(moments: &[Moment], over: bool) -> Vec<Hold> {
    let mut holds: Vec<Hold> = Vec::new();
    for moment in moments {
        for part in &moment.parts {
            for line in part.facts.lines.iter().flatten().flatten() {
                let standing = holds.iter().position(|hold| {
                    hold.suffix == part.suffix && hold.function == line.function && hold.released.is_none()
                });
                match (line.go, standing) {
                    (Go::Hold, Some(index)) => holds[index] = hold(line, &part.suffix, holds[index].since),
                    (Go::Hold, None) => holds.push(hold(line, &part.suffix, moment.at)),
                    (Go::Go, Some(index)) => holds[index].released = Some(moment.at),
                    _ => {}
                }
            }
        }
        if moment.status == Some(Status::Resolved) {
            let waiting = |hold: &&mut Hold| hold.released.is_none() && hold.release_on.as_deref() == Some("resolved");
            holds.iter_mut().filter(waiting).for_each(|hold| hold.released = Some(moment.at));
        }
    }
    for hold in &mut holds {
        hold.outlasts = over && hold.released.is_none();
    }
    holds
}

fn hold(line: &Line, suffix: &str, since: Timestamp) -> Hold {
    Hold {
        suffix: suffix.to_owned(),
        function: line.function.clone(),
        what: line.what.clone(),
        owner: line.owner.clone(),
        release_on: line.release_on.clone(),
        since,
        released: None,
        outlasts: false,
    }
}
