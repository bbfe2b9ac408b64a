//! Blanks in a text: `{{ name }}` and `{{ name | time }}`.

use crate::source::Span;

/// Blanks that are filled from what the incident's files say.
pub const KNOWN: [&str; 16] = [
    "title",
    "components",
    "regions",
    "status",
    "at",
    "started",
    "next_update",
    "first_update",
    "last_update",
    "from",
    "until",
    "site",
    "support",
    "contact",
    "duration",
    "incident",
];

/// What stands between `{{` and `}}`, and where it stands, braces included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    pub span: Span,
    pub blank: Blank<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank<'a> {
    Named {
        name: &'a str,
        filter: Option<&'a str>,
    },
    /// Not closed, or not a name.
    Malformed,
}

/// Every blank of a text, in order.
#[must_use]
pub fn blanks(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|open| from + open) {
        let Some(close) = text[open..].find("}}").map(|close| open + close) else {
            found.push(Found { span: open..open + 2, blank: Blank::Malformed });
            break;
        };
        found.push(Found { span: open..close + 2, blank: named(&text[open + 2..close]) });
        from = close + 2;
    }
    found
}

fn named(inside: &str) -> Blank<'_> {
    let (name, filter) = match inside.split_once('|') {
        Some((name, filter)) => (name.trim(), Some(filter.trim())),
        None => (inside.trim(), None),
    };
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if is_word(name) && filter.is_none_or(is_word) { Blank::Named { name, filter } } else { Blank::Malformed }
}

/// The text with its blanks filled, as far as `value` has something for them: it is given the name and the filter.
#[must_use]
pub fn filled(text: &str, value: &dyn Fn(&str, Option<&str>) -> Option<String>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for found in blanks(text) {
        written.push_str(&text[from..found.span.start]);
        let value = match found.blank {
            Blank::Named { name, filter } => value(name, filter),
            Blank::Malformed => None,
        };
        match value {
            Some(value) => written.push_str(&value),
            None => written.push_str(&text[found.span.clone()]),
        }
        from = found.span.end;
    }
    written.push_str(&text[from..]);
    written
}

/// A blank that is left open in a file: its line, counted from 1, and its name.
#[must_use]
pub fn left(text: &str) -> Vec<(usize, &str)> {
    let found = blanks(text).into_iter();
    let named = found.filter_map(|found| match found.blank {
        Blank::Named { name, .. } => Some((text[..found.span.start].matches('\n').count() + 1, name)),
        Blank::Malformed => None,
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::{Blank, blanks, filled, left};

    #[test]
    fn blanks_are_found_filled_and_left() {
        let text = "About {{ started | time }}:\n{{symptom}} {{ }} {{ open";
        let names: Vec<_> = blanks(text).into_iter().map(|found| found.blank).collect();
        assert_eq!(
            names,
            [
                Blank::Named { name: "started", filter: Some("time") },
                Blank::Named { name: "symptom", filter: None },
                Blank::Malformed,
                Blank::Malformed
            ]
        );
        let value = |name: &str, filter: Option<&str>| (name == "started").then(|| format!("10:00 {filter:?}"));
        assert_eq!(filled(text, &value), "About 10:00 Some(\"time\"):\n{{symptom}} {{ }} {{ open");
        assert_eq!(left(text), [(1, "started"), (2, "symptom")]);
    }
}
