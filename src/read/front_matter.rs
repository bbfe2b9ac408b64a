//! The wall: a file's text is judged as a whole, parted into front matter and words, and two readers must agree on its facts.

use super::characters;
use super::decode::{self, Part};
use crate::diagnostic::{Diagnostic, Scope};
use crate::source::Span;
use memchr::memchr;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// How many faults of one file are told; those after them are mostly consequences.
pub const FAULTS_TOLD: usize = 20;
/// The most bytes of one file.
pub const FILE_LIMIT: usize = 1 << 20;
/// The most bytes of one front matter.
pub const FRONT_MATTER_LIMIT: usize = 64 << 10;

/// Keys with which front matter mostly begins. Words that begin so were meant as front matter.
const BEGINS: [&str; 3] = ["status: ", "at: ", "title: "];

/// A file parted in two. Neither part holds the lines `---`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Absent if the file is words alone.
    pub yaml: Option<Span>,
    pub body: Span,
}

/// How much YAML one reading may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub(super) bytes: usize,
    pub(super) nodes: usize,
}

impl Budget {
    /// For front matter: 64 KiB, 2000 values.
    #[must_use]
    pub fn front_matter() -> Self {
        Self { bytes: FRONT_MATTER_LIMIT, nodes: 2000 }
    }

    /// For a settings file: 1 MiB, 100,000 values.
    #[must_use]
    pub fn settings() -> Self {
        Self { bytes: FILE_LIMIT, nodes: 100_000 }
    }
}

/// Parts a content file: front matter stands between a first line `---` and the next line `---`.
///
/// # Errors
/// Every forbidden character, a file or front matter that is too long, front matter that is not closed or
/// doesn't begin on the first line.
pub fn split(path: &Arc<str>, text: &Arc<str>, scope: &Scope) -> Result<Split, Vec<Diagnostic>> {
    let start = whole(path, text, scope)?.start;
    let fault = |span: Span, phrase: String, hint: &str| {
        Err(vec![Diagnostic::error(path, span, phrase).hint(hint).scope(scope.clone())])
    };
    let mut lines = lines(text, start..text.len());
    let Some(first) = lines.next() else {
        return Ok(Split { yaml: None, body: start..start });
    };
    if !is_fence(&text[first.clone()]) {
        let seen = std::iter::once(first).chain(lines).find(|line| !text[line.clone()].trim().is_empty());
        return match seen {
            Some(line) if text[line.clone()].trim() == "---" => fault(
                trimmed(text, &line),
                "front matter does not begin on the first line".to_owned(),
                "delete what stands before `---`",
            ),
            Some(line) if BEGINS.iter().any(|key| text[line.clone()].starts_with(key)) => fault(
                trimmed(text, &line),
                "front matter has no line `---` above it".to_owned(),
                "write a line `---` above the first key, and one below the last",
            ),
            _ => Ok(Split { yaml: None, body: start..text.len() }),
        };
    }
    let Some(last) = lines.find(|line| is_fence(&text[line.clone()])) else {
        return fault(
            trimmed(text, &first),
            "front matter is not closed".to_owned(),
            "end it with a line `---`, before the words",
        );
    };
    let yaml = first.end..last.start;
    if yaml.len() > FRONT_MATTER_LIMIT {
        return fault(
            trimmed(text, &first),
            format!("front matter of {} bytes is longer than {FRONT_MATTER_LIMIT}", yaml.len()),
            "move the words below the second `---`",
        );
    }
    Ok(Split { yaml: Some(yaml), body: last.end..text.len() })
}

/// Judges a file as a whole, and gives the span of its text without a byte order mark: all there is to part in a
/// settings file.
///
/// # Errors
/// Every forbidden character, or that the file is too long.
pub fn whole(path: &Arc<str>, text: &Arc<str>, scope: &Scope) -> Result<Span, Vec<Diagnostic>> {
    if text.len() > FILE_LIMIT {
        let phrase = format!("a file of {} bytes is longer than {FILE_LIMIT}", text.len());
        return Err(vec![Diagnostic::error(path, 0..0, phrase).hint("split it").scope(scope.clone())]);
    }
    let faults = characters::faults(path, text, scope, FAULTS_TOLD);
    if !faults.is_empty() {
        return Err(faults);
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    Ok(start..text.len())
}

/// Decodes a range of YAML that two readers must understand alike.
///
/// # Errors
/// Every fault: at most one for each key, missing keys, repeated keys, empty values, tags, anchors, aliases, and
/// what two readers of YAML would read differently.
pub fn decode<T: DeserializeOwned>(
    path: &Arc<str>,
    text: &Arc<str>,
    yaml: Span,
    scope: &Scope,
    budget: Budget,
) -> Result<T, Vec<Diagnostic>> {
    // What is missing is told at the line `---` above, or else at the start of the text.
    let fence = text[..yaml.start].trim_end().len();
    let owner = fence.saturating_sub(3)..fence;
    let owner = if text.get(owner.clone()) == Some("---") { owner } else { yaml.start..yaml.start };
    decode::decode(&Part { path, text, span: yaml, owner, scope, budget })
}

/// The top-level keys of front matter, with their places.
pub(super) fn keys<'a>(text: &'a str, yaml: &Span) -> impl Iterator<Item = (&'a str, Span)> {
    lines(text, yaml.clone()).filter_map(|line| {
        let colon = memchr(b':', &text.as_bytes()[line.clone()])?;
        let name = text[line.start..line.start + colon].trim_end();
        Some((name, line.start..line.start + name.len()))
    })
}

/// The place of a top-level key; empty if it isn't there.
#[must_use]
pub fn key(text: &str, yaml: &Span, name: &str) -> Span {
    keys(text, yaml).find(|(key, _)| *key == name).map_or(yaml.start..yaml.start, |(_, span)| span)
}

/// The lines of a range, each with its line ending.
pub(super) fn lines(text: &str, range: Span) -> impl Iterator<Item = Span> {
    let mut at = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..at
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn trimmed(text: &str, line: &Span) -> Span {
    let start = line.end - text[line.clone()].trim_start().len();
    start..start + text[line.clone()].trim().len()
}
