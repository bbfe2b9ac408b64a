//! A fault in the author's text: where it is, what it is, what to do, and which editions it withholds.

use crate::name::{EditionName, Reader, Suffix};
use crate::source::Span;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// The readers of what is at fault. An edition is withheld by an error exactly if it is among them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The editions that read a file with this suffix.
    Readers(Suffix),
    /// One edition: its own settings entry, or a disagreement that only it reads.
    Edition(EditionName),
    /// Every private edition: `audiences.yaml` as a whole.
    Private,
    /// Every private edition inside the company: `policy.yaml` as a whole.
    Inside,
    /// The editions inside the company that may read this suffix: the lines of `policy.yaml` about it.
    Lines(Suffix),
    /// No edition reads it; the fault is told all the same.
    Nobody,
}

impl Scope {
    /// Whether an edition reads what is at fault.
    #[must_use]
    pub fn touches(&self, reader: &Reader) -> bool {
        match self {
            Self::Readers(suffix) => reader.may_read(suffix),
            Self::Edition(edition) => *edition == reader.edition,
            Self::Private => !reader.edition.is_public(),
            Self::Inside => reader.is_inside(),
            Self::Lines(suffix) => reader.is_inside() && reader.may_read(suffix),
            Self::Nobody => false,
        }
    }

    /// Whether everyone may know of the fault.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Readers(Suffix::Public) | Self::Edition(EditionName::Public))
    }
}

/// Where a fault is. `span` is in bytes of the file's text; files that have no text have an empty one at 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: Arc<str>,
    pub start: usize,
    pub end: usize,
}

/// One fault. `phrase` is one lowercase phrase, names in backticks, no full stop; so is each hint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    pub place: Place,
    pub severity: Severity,
    pub phrase: String,
    pub hints: Vec<String>,
    pub scope: Scope,
    /// The rule of communication that found it; none for a fault of structure.
    pub rule: Option<&'static str>,
}

impl Diagnostic {
    #[must_use]
    pub fn error(path: &Arc<str>, span: Span, phrase: impl Into<String>) -> Self {
        Self {
            place: Place { path: path.clone(), start: span.start, end: span.end },
            severity: Severity::Error,
            phrase: line(phrase.into()),
            hints: Vec::new(),
            scope: Scope::Nobody,
            rule: None,
        }
    }

    #[must_use]
    pub fn warning(path: &Arc<str>, span: Span, phrase: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, span, phrase) }
    }

    /// Whether it withholds an edition.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(line(hint.into()));
        self
    }

    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }
}

/// One line, whatever it quotes: a value in YAML may go over several.
fn line(said: String) -> String {
    if said.contains('\n') { said.replace('\n', " ") } else { said }
}

/// Sorted by place, each told once. A disagreement found in several editions is one fault to its author.
#[must_use]
pub fn told_once(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort();
    diagnostics.dedup_by(|a, b| a.place == b.place && a.phrase == b.phrase);
    diagnostics
}

/// The closest of several names to a misspelt one, if one is close enough to be meant.
#[must_use]
pub fn did_you_mean<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Edit distance with transpositions of neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut cost = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}
