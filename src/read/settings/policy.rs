//! `policy.yaml`: what was promised about communication, line by line, so that a line that somebody may not read never
//! withholds that somebody's edition.

use super::Reading;
use crate::diagnostic::{Diagnostic, Scope};
use crate::model::{self, Cadence, Level, Policy, SeverityPolicy, WordLists};
use crate::name::Suffix;
use crate::quantity::Period;
use crate::read::decode::{self, Block, Part};
use crate::read::entries::{self, Entry};
use crate::read::front_matter::Budget;
use crate::source::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The whole file, as an editor is told of it. It is read entry by entry: what is wrong with one leaves the others whole.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it is never made: its schema is")]
pub(super) struct PolicyFile {
    /// What each severity asks for.
    severities: Option<BTreeMap<String, SeverityEntry>>,
    /// How long before a maintenance window begins an audience is told of it, as in `{public: 7d}`.
    maintenance: Option<BTreeMap<String, Period>>,
    /// Levels of rules other than the usual ones; `candor check --rules` lists them.
    rules: Option<BTreeMap<String, LevelEntry>>,
    /// Words that the rules look for besides their own.
    words: Option<WordsEntry>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CadenceEntry {
    /// How soon after the declaration it is told, as in `15m`.
    within: Option<Period>,
    /// How often it is told again, as in `30m`.
    every: Option<Period>,
    /// Whom it hears before, as in `public`.
    before: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SeverityEntry {
    /// Whom to tell, and how soon.
    notify: Option<BTreeMap<String, CadenceEntry>>,
    /// Whose approval the words for an audience need.
    approvals: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LevelEntry {
    Error,
    Warning,
    Off,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WordsEntry {
    /// Words that nobody outside is told.
    forbid_public: Option<Vec<String>>,
    /// More words that customers don't know.
    jargon: Option<Vec<String>>,
    /// More words that blame.
    blame: Option<Vec<String>>,
    /// More phrases that say nothing.
    platitudes: Option<Vec<String>>,
    /// More phrases that guess at a cause.
    speculation: Option<Vec<String>>,
    /// More phrases that promise a repair.
    promises: Option<Vec<String>>,
    /// Companies on whose services we run, besides those that everybody knows, as in `Northwind Cloud`.
    vendors: Option<Vec<String>>,
    /// Domains of internal hosts, as in `pay.corp`.
    hosts: Option<Vec<String>>,
    /// Words of these lists that are fine here.
    allow: Option<Vec<String>>,
}

impl Reading<'_> {
    pub(super) fn policy(&mut self) -> Policy {
        let mut policy = Policy::default();
        let own = |key: &str| if key == "severities" { Scope::Inside } else { Scope::Nobody };
        for entry in self.entries(&Scope::Inside, own) {
            match entry.key.as_str() {
                "severities" => policy.severities = self.severities(&entry),
                "maintenance" => {
                    policy.maintenance = self.decoded(&entry, &Scope::Nobody).unwrap_or_default();
                }
                "rules" => {
                    let levels = self.decoded::<BTreeMap<String, LevelEntry>>(&entry, &Scope::Nobody);
                    policy.rules =
                        levels.unwrap_or_default().into_iter().map(|(rule, level)| (rule, level.level())).collect();
                }
                "words" => {
                    let words = self.decoded::<WordsEntry>(&entry, &Scope::Nobody);
                    policy.words = words.map(WordsEntry::lists).unwrap_or_default();
                }
                other => {
                    let phrase = format!("`{other}` is no entry of a policy");
                    let fault = Diagnostic::error(self.path, entry.key_span.clone(), phrase);
                    self.told.push(fault.hint("write one of: severities, maintenance, rules, words"));
                }
            }
        }
        policy
    }

    fn decoded<T: DeserializeOwned>(&mut self, entry: &Entry, scope: &Scope) -> Option<T> {
        match entries::decode(self.path, self.text, entry, scope) {
            Ok(value) => Some(value),
            Err(faults) => {
                self.told.extend(faults);
                None
            }
        }
    }

    /// Each line by itself. What is wrong with the entry and with no line of it is told to everyone inside.
    fn severities(&mut self, entry: &Entry) -> BTreeMap<String, SeverityPolicy> {
        let whole = entries::decode::<BTreeMap<String, SeverityEntry>>(self.path, self.text, entry, &Scope::Inside);
        let faults = match whole {
            Ok(severities) => {
                return severities.into_iter().map(|(name, severity)| (name, severity.severity())).collect();
            }
            Err(faults) => faults,
        };
        let before = self.told.len();
        let mut severities = BTreeMap::new();
        for severity in self.below(&entry.span, &Scope::Inside) {
            let mut lines = SeverityPolicy::default();
            for part in self.below(&severity.span, &Scope::Inside) {
                match part.key.as_deref() {
                    Some("notify") => lines.notify = self.notify(&part),
                    Some("approvals") => {
                        let decoded = self.block::<BTreeMap<String, Vec<String>>>(&part, &Scope::Nobody);
                        lines.approvals = decoded.unwrap_or_default();
                    }
                    _ => {
                        let fault =
                            Diagnostic::error(self.path, part.key_span.clone(), "this is no part of a severity");
                        self.told.push(fault.hint("write `notify` or `approvals`").scope(Scope::Inside));
                    }
                }
            }
            severities.insert(severity.key.unwrap_or_default(), lines);
        }
        if self.told.len() == before {
            self.told.extend(faults);
            return BTreeMap::new();
        }
        severities
    }

    fn notify(&mut self, part: &Block) -> BTreeMap<String, Cadence> {
        let lines = self.below(&part.span, &Scope::Inside);
        if lines.is_empty() {
            let decoded = self.block::<BTreeMap<String, CadenceEntry>>(part, &Scope::Inside);
            return decoded.unwrap_or_default().into_iter().map(|(name, line)| (name, line.cadence())).collect();
        }
        let mut notify = BTreeMap::new();
        for line in lines {
            let scope = line.key.as_deref().map_or(Scope::Inside, readers_of);
            if let Some(cadence) = self.block::<CadenceEntry>(&line, &scope) {
                notify.insert(line.key.unwrap_or_default(), cadence.cadence());
            }
        }
        notify
    }

    /// The keys below a key, if its value is written in lines of its own; those given twice are told and left out.
    fn below(&mut self, span: &Span, scope: &Scope) -> Vec<Block> {
        let Some(end) = self.text[span.clone()].find('\n') else { return Vec::new() };
        let Some(indent) = decode::indent_below(self.text, span.clone()) else { return Vec::new() };
        let mut blocks = decode::blocks(self.text, span.start + end + 1..span.end, indent);
        let mut seen: Vec<String> = Vec::new();
        blocks.retain(|block| {
            let Some(key) = &block.key else {
                let fault = Diagnostic::error(self.path, block.key_span.clone(), "this line belongs to no entry");
                self.told.push(fault.hint("begin it with a key, as in `public: …`").scope(scope.clone()));
                return false;
            };
            if seen.contains(key) {
                let phrase = format!("`{key}` is given twice");
                let fault = Diagnostic::error(self.path, block.key_span.clone(), phrase).hint("delete one of the two");
                self.told.push(fault.scope(scope.clone()));
                return false;
            }
            seen.push(key.clone());
            true
        });
        blocks
    }

    /// The value of one key that stands alone.
    fn block<T: DeserializeOwned>(&mut self, block: &Block, scope: &Scope) -> Option<T> {
        let (span, owner) = (block.span.clone(), block.key_span.clone());
        let part = Part { path: self.path, text: self.text, span, owner, scope, budget: Budget::settings() };
        match decode::decode_at::<BTreeMap<String, T>>(&part, 1) {
            Ok(map) => map.into_values().next(),
            Err(faults) => {
                self.told.extend(faults);
                None
            }
        }
    }
}

/// Who is shown the line about a suffix.
fn readers_of(written: &str) -> Scope {
    match Suffix::parse(written) {
        _ if written == "public" => Scope::Lines(Suffix::Public),
        Ok(suffix) => Scope::Lines(suffix),
        Err(_) => Scope::Nobody,
    }
}

impl CadenceEntry {
    fn cadence(self) -> Cadence {
        Cadence { within: self.within, every: self.every, before: self.before }
    }
}

impl SeverityEntry {
    fn severity(self) -> model::SeverityPolicy {
        let notify = self.notify.unwrap_or_default().into_iter();
        model::SeverityPolicy {
            notify: notify.map(|(audience, line)| (audience, line.cadence())).collect(),
            approvals: self.approvals.unwrap_or_default(),
        }
    }
}

impl LevelEntry {
    fn level(self) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
            Self::Off => Level::Off,
        }
    }
}

impl WordsEntry {
    fn lists(self) -> WordLists {
        WordLists {
            forbid_public: self.forbid_public.unwrap_or_default(),
            jargon: self.jargon.unwrap_or_default(),
            blame: self.blame.unwrap_or_default(),
            platitudes: self.platitudes.unwrap_or_default(),
            speculation: self.speculation.unwrap_or_default(),
            promises: self.promises.unwrap_or_default(),
            vendors: self.vendors.unwrap_or_default(),
            hosts: self.hosts.unwrap_or_default(),
            allow: self.allow.unwrap_or_default(),
        }
    }
}
