//! A fault in the author's text: where it is, what it is, what to do, and which editions it withholds.

use crate::name::{EditionName, Reader, Suffix};
use crate::source::Span;
use std::sync::Arc;
use strsim::osa_distance;

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
    diagnostics.sort_unstable();
    diagnostics.dedup_by(|a, b| a.place == b.place && a.phrase == b.phrase);
    diagnostics
}

/// What is longer is no misspelt name: names end before.
const LONGEST_NAME: usize = 100;
/// Among so many of about its length a misspelt name is looked for, so that a guess costs little in any text.
const NAMES_COMPARED: usize = 500;

/// The closest of several names to a misspelt one, if one is close enough to be meant: at most a third of it is mistyped.
#[must_use]
pub fn did_you_mean<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST_NAME {
        return None;
    }
    let letters = written.chars().count();
    let limit = (letters / 3).max(1);
    let is_as_long = |name: &&str| name.chars().take(letters + limit + 1).count().abs_diff(letters) <= limit;
    let names = names.into_iter().filter(is_as_long).take(NAMES_COMPARED);
    let distances = names.map(|name| (osa_distance(written, name), name));
    distances.filter(|(distance, _)| *distance <= limit).min().map(|(_, name)| name)
}

/// The hint at a misspelt name: what was meant, as [`did_you_mean`] finds it, or `otherwise`.
#[must_use]
pub fn meant_or<'a>(
    written: &str,
    names: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    did_you_mean(written, names).map_or_else(otherwise, |close| format!("did you mean `{close}`?"))
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn the_closest_name_is_meant_if_a_third_or_less_is_mistyped() {
        let meant = |written| did_you_mean(written, ["status", "started", "at", "übersicht", ""]);
        assert_eq!(meant("satus"), Some("status"));
        assert_eq!(meant("sttaus"), Some("status"), "two neighbours in the other order are one slip");
        assert_eq!(meant("stauts_"), Some("status"));
        assert_eq!(meant("statements"), None);
        assert_eq!(meant("ubersichten"), Some("übersicht"));
        assert_eq!(meant("a"), Some(""));
        assert_eq!(meant("components"), None);
    }

    #[test]
    fn what_is_longer_than_a_name_is_none() {
        let (long, longer) = ("x".repeat(100), "x".repeat(101));
        assert_eq!(did_you_mean(&long, [&*longer]), Some(&*longer));
        assert_eq!(did_you_mean(&longer, [&*long]), None);
    }

    #[test]
    fn a_guess_is_made_among_the_first_five_hundred() {
        let names: Vec<String> = (1000..2000).map(|number| format!("n{number}")).collect();
        let guess = |written: &str| did_you_mean(written, names.iter().map(String::as_str));
        assert_eq!(guess("m1499"), Some("n1499"));
        assert_eq!(guess("m1500"), None);
    }
}
