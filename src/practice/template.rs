//! Message templates: for whom and when, with which blanks, approved until when, and which words are theirs.

mod fills;
mod front;
mod given;

pub use given::Given;

use super::authoring::blank::{self, Blank};
use crate::diagnostic::{Diagnostic, Scope, meant_or};
use crate::read::front_matter::{self, Budget, FAULTS_TOLD};
use crate::source::{Span, file_name};
use fills::{between, fills, single};
use front::{Front, KindEntry};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// One file of `content/templates`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file's name without `.md`.
    pub name: String,
    pub path: Arc<str>,
    pub audience: String,
    /// The statuses it is for, or `postmortem`.
    pub stages: Vec<String>,
    /// Empty means every severity.
    pub severities: Vec<String>,
    /// What is special, so that it is taken only then: `again`, `correction`, `security`.
    pub occasion: Option<String>,
    /// Where there is no such list, every blank is a text.
    pub variables: BTreeMap<String, Variable>,
    /// Front matter of the update besides its status and times: a map, with blanks.
    pub facts: Given,
    pub max_words: Option<usize>,
    pub approved: Vec<SignOff>,
    pub review_by: Option<Date>,
    pub vetted_with: Vec<String>,
    /// Incidents in which it was tried.
    pub tested: Vec<String>,
    pub feedback: Vec<Feedback>,
    pub body: String,
    /// Of the words and facts, as a sign-off binds them.
    pub digest: String,
    between: Vec<String>,
}

/// What a blank takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub kind: Kind,
    /// The question that is asked for it.
    pub ask: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words within a sentence.
    Text,
    /// A sentence of its own, with its full stop.
    Sentence,
    Time,
    Number,
    /// Words, parted by commas.
    List,
}

/// A role stands for a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    pub role: String,
    pub on: Date,
    /// Of what was signed; without it, whatever the file says now counts as signed.
    pub digest: Option<String>,
}

/// What was learned from using it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub incident: String,
    pub on: Date,
    pub note: String,
}

/// What the front matter of a template may say.
pub(super) fn schema() -> serde_json::Value {
    crate::read::schema::schema_of::<Front>()
}

/// Reads a template.
///
/// # Errors
/// Every fault of its front matter, or else of its blanks.
pub(super) fn read(path: &Arc<str>, text: &Arc<str>) -> Result<Template, Vec<Diagnostic>> {
    let split = front_matter::split(path, text, &Scope::Nobody)?;
    let yaml = split.yaml.unwrap_or(0..0);
    let front: Front = front_matter::decode(path, text, yaml.clone(), &Scope::Nobody, Budget::front_matter())?;
    let variables = front.variables.map(|variables| {
        variables.into_iter().map(|(name, entry)| (name, Variable { kind: kind(entry.kind), ask: entry.ask })).collect()
    });
    let facts = front.facts.unwrap_or(Given::Map(Vec::new()));
    let faults = faults_of_blanks(path, text, [&yaml, &split.body], variables.as_ref());
    if !faults.is_empty() {
        return Err(faults);
    }
    let body = &text[split.body];
    Ok(Template {
        name: file_name(path).trim_end_matches(".md").to_owned(),
        path: path.clone(),
        audience: front.audience,
        stages: front.stage.0,
        severities: front.severity.unwrap_or_default(),
        occasion: front.occasion,
        variables: variables.unwrap_or_else(|| guessed(body)),
        digest: digest(&facts, body),
        facts,
        max_words: front.max_words,
        approved: front
            .approved
            .into_iter()
            .flatten()
            .map(|entry| SignOff { role: entry.role, on: entry.on.0, digest: entry.digest })
            .collect(),
        review_by: front.review_by.map(|day| day.0),
        vetted_with: front.vetted_with.unwrap_or_default(),
        tested: front.tested.into_iter().flatten().map(|entry| entry.incident).collect(),
        feedback: front
            .feedback
            .into_iter()
            .flatten()
            .map(|entry| Feedback { incident: entry.incident, on: entry.on.0, note: entry.note })
            .collect(),
        body: body.trim().to_owned(),
        between: between(body),
    })
}

fn kind(entry: KindEntry) -> Kind {
    match entry {
        KindEntry::Text => Kind::Text,
        KindEntry::Sentence => Kind::Sentence,
        KindEntry::Time => Kind::Time,
        KindEntry::Number => Kind::Number,
        KindEntry::List => Kind::List,
    }
}

/// Where nothing is declared: a blank between the end of one sentence and the beginning of the next takes a sentence.
fn guessed(body: &str) -> BTreeMap<String, Variable> {
    let mut variables: BTreeMap<String, Variable> = BTreeMap::new();
    for found in blank::blanks(body) {
        let Blank::Named { name, filter } = found.blank else { continue };
        let before = body[..found.span.start].trim_end();
        let after = body[found.span.end..].chars().find(|c| !c.is_whitespace());
        let is_apart = before.is_empty() || before.ends_with(['.', '?', ':', '}']);
        let is_sentence = is_apart && after.is_none_or(|c| c.is_uppercase() || c == '{');
        let kind = match filter {
            Some("time") => Kind::Time,
            _ if is_sentence => Kind::Sentence,
            _ => Kind::Text,
        };
        let variable = variables.entry(name.to_owned()).or_insert(Variable { kind, ask: None });
        if variable.kind != kind {
            variable.kind = Kind::Text;
        }
    }
    variables
}

/// A digest of the words and facts, each run of spaces made one.
fn digest(facts: &Given, body: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{facts:?}\n{}", single(body.trim())));
    hash.finalize().iter().fold(String::from("sha256:"), |mut digest, byte| {
        write!(digest, "{byte:02x}").expect("writing to a string can't fail");
        digest
    })
}

/// Blanks that are not closed, have no name, an unknown filter, or are not among the variables; variables without a blank.
fn faults_of_blanks(
    path: &Arc<str>,
    text: &Arc<str>,
    parts: [&Span; 2],
    variables: Option<&BTreeMap<String, Variable>>,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for part in parts {
        for found in blank::blanks(&text[part.clone()]) {
            if told.len() >= FAULTS_TOLD {
                return told;
            }
            let mut fault = |phrase: String, hint: String| {
                let span = part.start + found.span.start..part.start + found.span.end;
                told.push(Diagnostic::error(path, span, phrase).hint(hint));
            };
            let Blank::Named { name, filter } = found.blank else {
                fault(
                    "this is no blank".to_owned(),
                    "write it as in `{{ symptom }}` or `{{ started | time }}`".to_owned(),
                );
                continue;
            };
            if let Some(filter) = filter.filter(|filter| *filter != "time") {
                fault(format!("a blank has no `{filter}`"), "write `{{ name }}` or `{{ name | time }}`".to_owned());
            }
            let known = blank::KNOWN.contains(&name);
            if let Some(variables) = variables.filter(|variables| !known && !variables.contains_key(name)) {
                let names = variables.keys().map(String::as_str).chain(blank::KNOWN.iter().copied());
                let hint = meant_or(name, names, || "add it, with its type".to_owned());
                fault(format!("`{name}` is not among `variables`"), hint);
            }
            named.insert(name);
        }
    }
    let is_unused = |name: &&String| !named.contains(name.as_str());
    for name in variables.into_iter().flat_map(BTreeMap::keys).filter(is_unused).take(FAULTS_TOLD) {
        let at = text.find(&format!("{name}:")).unwrap_or(parts[0].start);
        let phrase = format!("no blank is called `{name}`");
        told.push(Diagnostic::error(path, at..at + name.len(), phrase).hint("use it in the words, or delete the line"));
    }
    told
}

impl Template {
    /// Whether somebody stands for what it says now.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.approved.iter().any(|one| one.digest.as_ref().is_none_or(|digest| *digest == self.digest))
    }

    /// Whether it was approved and its review was not yet due.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_approved() && self.review_by.is_none_or(|review| day <= review)
    }

    /// Whether these words are the template with only its blanks filled, and no longer than it allows. A blank takes
    /// at least one character and no blank line.
    #[must_use]
    pub fn is_filled_in(&self, body: &str) -> bool {
        let words = body.split_whitespace().count();
        if self.max_words.is_some_and(|most| words > most)
            || body.trim().contains("\n\n") && !self.body.contains("\n\n")
        {
            return false;
        }
        fills(single(body.trim()).as_str(), &self.between)
    }

    /// Whether a fact is the one that the template gives, with only its blanks filled.
    #[must_use]
    pub fn is_filled_fact(&self, key: &str, fact: &Given) -> bool {
        self.facts.get(key).is_some_and(|own| is_filled(own, fact))
    }

    /// The type of a blank and the question for it.
    #[must_use]
    pub fn variable(&self, name: &str) -> Variable {
        self.variables.get(name).cloned().unwrap_or(Variable { kind: Kind::Text, ask: None })
    }
}

fn is_filled(own: &Given, other: &Given) -> bool {
    match (own, other) {
        (Given::Text(own), Given::Text(other)) => fills(single(other.trim()).as_str(), &between(own)),
        (Given::List(own), Given::List(other)) => {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| is_filled(own, other))
        }
        (Given::Map(own), Given::Map(other)) => {
            own.len() == other.len()
                && own.iter().zip(other).all(|(own, other)| own.0 == other.0 && is_filled(&own.1, &other.1))
        }
        _ => false,
    }
}
