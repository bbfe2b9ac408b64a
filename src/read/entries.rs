//! Settings files that are read entry by entry: what is wrong with one entry does not touch its neighbours.

use super::decode::{self, Part};
use super::front_matter::{Budget, FAULTS_TOLD, lines, whole};
use crate::diagnostic::{Diagnostic, Scope};
use crate::source::Span;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A top-level key of a settings file, with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Without quotes.
    pub key: String,
    pub key_span: Span,
    /// From the key to the end of its value.
    pub span: Span,
}

/// A settings file taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// In the order of the file, each key once.
    pub entries: Vec<Entry>,
    /// An entry that is given again: the key, once, and the fault at its second place. Neither may be trusted.
    pub repeated: Vec<(String, Diagnostic)>,
    /// Lines that belong to no entry, and what is wrong with the file as a whole.
    pub strays: Vec<Diagnostic>,
}

/// Takes a settings file apart at its top-level keys, without judging the values. All faults have the scope that is
/// given; give an entry's own to the faults of its decoding.
///
/// An entry begins with a line that is neither indented, blank, a comment, an item of a list nor the end of a list or
/// map. A file with a forbidden character, or that is too long, has no entries.
#[must_use]
pub fn entries(path: &Arc<str>, text: &Arc<str>, scope: &Scope) -> Entries {
    let range = match whole(path, text, scope) {
        Ok(range) => range,
        Err(strays) => return Entries { strays, ..Entries::default() },
    };
    let mut found = Entries::default();
    let fault = |span: Span, phrase: String| Diagnostic::error(path, span, phrase).scope(scope.clone());
    let (start, mut strays) = preamble(text, range.clone());
    let end = range.end;
    let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    let mut again: BTreeSet<String> = BTreeSet::new();
    for block in decode::blocks(text, start..end, 0) {
        let Some(key) = block.key else {
            strays
                .push(block.span.start..block.span.start + text[block.span.clone()].lines().next().map_or(0, str::len));
            continue;
        };
        let entry = Entry { key, key_span: block.key_span, span: block.span };
        if let Some(first) = firsts.get(&entry.key) {
            if !again.insert(entry.key.clone()) {
                continue;
            }
            let line = line_ends.partition_point(|end| end < first) + 1;
            let told = fault(entry.key_span, format!("`{}` is given twice", entry.key));
            found.repeated.push((entry.key, told.hint(format!("it is first given on line {line}"))));
        } else {
            firsts.insert(entry.key.clone(), entry.span.start);
            found.entries.push(entry);
        }
    }
    strays.extend(fences(text, start..end));
    strays.sort_by_key(|span| span.start);
    found.strays = strays
        .into_iter()
        .take(FAULTS_TOLD)
        .map(|span| {
            fault(span, "this line belongs to no entry".to_owned()).hint("begin it with a key, as in `name: …`")
        })
        .collect();
    found
}

/// Decodes one entry. Its key stays out of the value.
///
/// # Errors
/// As [`decode`](super::front_matter::decode), one for each key of the entry; what is missing is told at the entry's key.
pub fn decode<T: DeserializeOwned>(
    path: &Arc<str>,
    text: &Arc<str>,
    entry: &Entry,
    scope: &Scope,
) -> Result<T, Vec<Diagnostic>> {
    let part =
        Part { path, text, span: entry.span.clone(), owner: entry.key_span.clone(), scope, budget: Budget::settings() };
    let map = decode::decode_at::<BTreeMap<String, T>>(&part, 1)?;
    match map.into_iter().next() {
        Some((key, value)) if key == entry.key => Ok(value),
        _ => {
            let fault = Diagnostic::error(path, entry.key_span.clone(), "this YAML reads differently in two readers");
            Err(vec![fault.hint("write the key in plain letters").scope(scope.clone())])
        }
    }
}

/// Where entries may begin: after one line `---`. What stands indented or as a list before the first entry is astray.
fn preamble(text: &str, range: Span) -> (usize, Vec<Span>) {
    let mut strays = Vec::new();
    let mut start = range.start;
    let mut opened = false;
    for line in lines(text, range) {
        let written = text[line.clone()].trim_end();
        if written == "---" && start == line.start && !opened {
            opened = true;
            start = line.end;
        } else if written.trim().is_empty() || written.trim_start().starts_with('#') {
            if text[start..line.start].trim().is_empty() {
                start = line.end;
            }
        } else if written.starts_with([' ', '\t', '}', ']']) || written == "-" || written.starts_with("- ") {
            strays.push(line.start..line.start + written.len());
        } else {
            break;
        }
    }
    (start, strays)
}

/// Lines `---` below the first one.
fn fences(text: &str, range: Span) -> impl Iterator<Item = Span> {
    lines(text, range).filter(|line| text[line.clone()].trim_end() == "---").map(|line| line.start..line.start + 3)
}
