//! Every text with its words and their places: what the rules over wording and leaks look at.

use crate::diagnostic::Scope;
use crate::model::{Incident, Moment, Part, Site};
use crate::name::Suffix;
use crate::read::{Texts, front_matter};
use crate::source::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One document's text, and what it belongs to.
#[derive(Debug)]
pub struct Piece<'a> {
    pub path: Arc<str>,
    pub suffix: Suffix,
    pub incident: Option<&'a Incident>,
    /// None for heads and pages.
    pub moment: Option<&'a Moment>,
    pub part: Option<&'a Part>,
    pub text: Arc<str>,
    pub yaml: Option<Span>,
    pub body: Span,
    /// The lines of front matter that readers are shown, each under its top-level key.
    pub lines: Vec<(String, Span)>,
    pub words: Vec<Word>,
}

/// A word as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub span: Span,
    /// In small letters, with straight apostrophes.
    pub small: String,
    /// Whether a sentence or a block ends between the word before and this one.
    pub begins: bool,
    /// The top-level key it belongs to; none in the body.
    pub key: Option<usize>,
}

/// Keys of front matter whose values are no prose, or none that anybody is to repeat.
const UNSAID: [&str; 22] = [
    "status",
    "at",
    "components",
    "corrects",
    "backfilled",
    "from",
    "until",
    "embargo",
    "template",
    "next_update",
    "started",
    "severity",
    "detected",
    "declared",
    "business_response",
    "roles",
    "customers",
    "links",
    "confidence",
    "affects",
    "macro",
    "dont_say",
];

/// Every document of the site.
pub(super) fn pieces<'a>(site: &'a Site, texts: &Texts<'_>) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> =
        site.incidents.owned().par_iter().flat_map_iter(|incident| of_incident(incident, texts)).collect();
    for part in site.pages.iter().flat_map(|page| &page.parts) {
        pieces.extend(piece(&part.path, &part.suffix, texts));
    }
    pieces
}

fn of_incident<'a>(incident: &'a Incident, texts: &Texts<'_>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for head in &incident.heads {
        pieces.extend(piece(&head.path, &head.suffix, texts).map(|piece| Piece { incident: Some(incident), ..piece }));
    }
    for moment in incident.moments.iter().chain(&incident.postmortem) {
        for part in &moment.parts {
            let whole = |piece| Piece { incident: Some(incident), moment: Some(moment), part: Some(&**part), ..piece };
            pieces.extend(piece(&part.path, &part.suffix, texts).map(whole));
        }
    }
    pieces
}

fn piece<'a>(path: &Arc<str>, suffix: &Suffix, texts: &Texts<'_>) -> Option<Piece<'a>> {
    let text = texts(path)?;
    let split = front_matter::split(path, &text, &Scope::Nobody).ok()?;
    let lines = split.yaml.clone().map(|yaml| lines(&text, yaml)).unwrap_or_default();
    let mut words = Vec::new();
    for (index, (_, span)) in lines.iter().enumerate().filter(|(_, (key, _))| !UNSAID.contains(&key.as_str())) {
        words.extend(split_words(&text, span.clone(), Some(index)));
    }
    words.extend(split_words(&text, split.body.clone(), None));
    Some(Piece {
        path: path.clone(),
        suffix: suffix.clone(),
        incident: None,
        moment: None,
        part: None,
        yaml: split.yaml,
        body: split.body,
        lines,
        words,
        text,
    })
}

/// The values of front matter line by line, comments left out.
fn lines(text: &str, yaml: Span) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    let mut at = yaml.start;
    for line in text[yaml].split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            if let Some((key, _)) = line.split_once(':').filter(|(key, _)| !key.starts_with([' ', '-', '\t'])) {
                let start = at + key.len() + 1;
                found.push((key.trim().to_owned(), start..end.max(start)));
            } else {
                let key = found.last().map(|(key, _)| key.clone()).unwrap_or_default();
                found.push((key, at..end));
            }
        }
        at += line.len();
    }
    found
}

/// The words of a part of a text; code, addresses and what stands in them are passed over.
fn split_words(text: &str, span: Span, key: Option<usize>) -> Vec<Word> {
    let hidden = hidden(&text[span.clone()]);
    let mut words: Vec<Word> = Vec::new();
    let mut start: Option<usize> = None;
    let mut begins = true;
    let mut feeds = 0;
    let end = span.end;
    let mut hidden = hidden.iter().peekable();
    for (offset, c) in text[span.clone()].char_indices().chain([(end - span.start, '\n')]) {
        let at = span.start + offset;
        while hidden.next_if(|hidden| hidden.end <= offset).is_some() {}
        let is_hidden = hidden.peek().is_some_and(|hidden| hidden.start <= offset);
        let next = text[at..end].chars().nth(1);
        let joins = start.is_some()
            && matches!(c, '\'' | '’' | '-' | '.' | ':' | '%' | '_' | ',' | '/' | '@')
            && (c == '%' || next.is_some_and(char::is_alphanumeric))
            && !(matches!(c, '.' | ',' | ':')
                && !next.is_some_and(|c| c.is_ascii_digit())
                && !text[..at].ends_with(|c: char| c.is_ascii_digit()));
        if (c.is_alphanumeric() || joins) && !is_hidden {
            start = start.or(Some(at));
            feeds = 0;
            continue;
        }
        if let Some(from) = start.take() {
            let small = small(&text[from..at]);
            words.push(Word { span: from..at, small, begins, key });
            begins = false;
        }
        let ends_line = c == '\n';
        feeds = if ends_line {
            feeds + 1
        } else if c.is_whitespace() {
            feeds
        } else {
            0
        };
        let ends =
            matches!(c, '.' | '!' | '?' | ';' | '|') && next.is_none_or(|c| c.is_whitespace() || "\"'”)*_".contains(c));
        if ends || feeds > 1 || ends_line && is_list(text.get(at + 1..end).unwrap_or_default()) {
            begins = true;
        }
    }
    words
}

/// Whether a line begins an item, a heading, a quotation or a row of a table.
fn is_list(line: &str) -> bool {
    let line = line.trim_start_matches(' ');
    ["- ", "* ", "#", "> ", "|"].iter().any(|mark| line.starts_with(mark))
}

/// What is code or an address, in bytes from the start: fences, backticks, targets of links, `https://…`, `<…>`.
fn hidden(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    // What isn't there from here on isn't there later: it is looked for no more.
    let (mut has_code, mut has_target) = (true, true);
    while at < text.len() {
        let rest = &text[at..];
        let closed = if let Some(code) = rest.strip_prefix("```") {
            Some(code.find("```").map_or(rest.len(), |end| end + 6))
        } else if let Some(code) = rest.strip_prefix('`').filter(|_| has_code) {
            let end = code.find('`');
            has_code = end.is_some();
            end.filter(|end| !code[..*end].contains("\n\n")).map(|end| end + 2)
        } else if rest.starts_with("](") && has_target {
            let end = rest.find(')');
            has_target = end.is_some();
            end
        } else if rest.starts_with("https://") || rest.starts_with("http://") || rest.starts_with("mailto:") {
            Some(rest.find(|c: char| c.is_whitespace() || ">)\"'".contains(c)).unwrap_or(rest.len()))
        } else {
            None
        };
        match closed {
            Some(length) if length > 0 => {
                spans.push(at..at + length);
                at += length;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    spans
}

/// A word in small letters, with straight apostrophes.
fn small(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

impl Piece<'_> {
    /// The place of a top-level key; the first line if it isn't there.
    pub(super) fn key(&self, name: &str) -> Span {
        let found = self.yaml.as_ref().map(|yaml| front_matter::key(&self.text, yaml, name));
        let first = || 0..self.text.lines().next().map_or(0, str::len);
        found.filter(|span| !span.is_empty()).unwrap_or_else(first)
    }

    /// The spans of front matter and body that readers are shown, as they were written, with their keys.
    pub(super) fn shown(&self) -> impl Iterator<Item = (Option<&str>, Span)> {
        let said = self.lines.iter().filter(|(key, _)| {
            !UNSAID.contains(&key.as_str()) || matches!(key.as_str(), "links" | "macro" | "regions")
        });
        said.map(|(key, span)| (Some(key.as_str()), span.clone())).chain([(None, self.body.clone())])
    }

    pub(super) fn body(&self) -> &str {
        &self.text[self.body.clone()]
    }

    /// Words of the body.
    pub(super) fn prose(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| word.key.is_none())
    }

    /// Where any of several phrases stands; none runs over the end of a sentence, and of those that overlap the first counts.
    pub(super) fn find_any(&self, phrases: &Phrases) -> Vec<Span> {
        let mut found = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            for rest in phrases.0.get(&word.small).into_iter().flatten() {
                let Some(behind) = self.words[index + 1..].get(..rest.len()) else { continue };
                let goes_on =
                    |(next, wanted): (&Word, &String)| next.small == *wanted && !next.begins && next.key == word.key;
                if behind.iter().zip(rest).all(goes_on) {
                    found.push(word.span.start..behind.last().unwrap_or(word).span.end);
                }
            }
        }
        found.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        found.dedup_by(|later, first| later.start < first.end);
        found
    }
}

/// Phrases of one word or several that are looked for in many texts: by their first word, what follows it.
#[derive(Debug)]
pub(super) struct Phrases(BTreeMap<String, Vec<Vec<String>>>);

impl Phrases {
    pub(super) fn of<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for phrase in phrases {
            let mut words = phrase.split_whitespace().map(small);
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push(words.collect());
            }
        }
        Self(by_first)
    }
}
