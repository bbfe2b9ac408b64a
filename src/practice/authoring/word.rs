//! What is common to the files of one moment, and what its blanks are filled with.

use super::blank::filled;
use super::{Desk, when};
use crate::diagnostic::listed;
use crate::practice::template::{Given, Kind, Template};
use crate::state::State;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One moment to be written.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// `content/incidents/2026-08-17-api`.
    pub folder: &'a str,
    pub stem: &'a str,
    /// A status, or `postmortem`.
    pub stage: &'a str,
    pub at: Timestamp,
    pub severity: Option<&'a str>,
    /// What templates are chosen by besides.
    pub occasion: Option<&'a str>,
    pub components: &'a [(String, State)],
    /// Further facts of the whole moment, as they are written: `from`, `corrects`.
    pub facts: Vec<(String, Given)>,
    /// `next_update` as the author gave it, for the widest file; otherwise policy's cadence goes for each.
    pub next: Option<Option<Timestamp>>,
    /// What the author said for blanks, by name.
    pub said: &'a BTreeMap<String, String>,
}

/// What blanks are filled with, for the readers of one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    pub texts: BTreeMap<&'static str, String>,
    pub times: BTreeMap<&'static str, Timestamp>,
}

/// A text with its blanks filled: what the author said first, then what is known.
pub(super) fn fill(
    desk: &Desk<'_>,
    word: &Word<'_>,
    values: &Values,
    template: Option<&Template>,
    text: &str,
) -> String {
    let zone = desk.zone();
    let time = |name: &str| {
        let said = word.said.get(name).and_then(|said| when::typed(said, &zone, word.at, when::Toward::Past).ok());
        said.or_else(|| values.times.get(name).copied())
    };
    filled(text, &|name, filter| {
        let variable = template.map(|template| template.variable(name));
        let kind = variable.map_or(Kind::Text, |variable| variable.kind);
        if filter == Some("time") || kind == Kind::Time {
            return time(name).map(|at| when::told(at, word.at, &zone));
        }
        if let Some(said) = word.said.get(name) {
            return Some(said_as(kind, said));
        }
        if name == "duration" {
            let over = if word.said.contains_key("mitigated") { time("mitigated") } else { None };
            return time("started").zip(over).map(|(from, until)| when::length(from, until));
        }
        values.texts.get(name).cloned().or_else(|| values.times.get(name).map(|at| when::told(*at, word.at, &zone)))
    })
}

/// What was said, in the form that its place in the text takes.
fn said_as(kind: Kind, said: &str) -> String {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        Kind::Text => said.strip_suffix('.').filter(|text| !text.ends_with('.')).unwrap_or(&said).to_owned(),
        Kind::Sentence if said.ends_with(['.', '?', '…', ')', '。']) || said.is_empty() => said,
        Kind::Sentence => format!("{said}."),
        Kind::List => {
            let items: Vec<&str> = said.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
            listed(&items)
        }
        Kind::Time | Kind::Number => said,
    }
}
