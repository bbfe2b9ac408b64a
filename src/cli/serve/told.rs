//! What the bar is told of a page: who else may be looked at, the clock, the faults, and what the rules of communication find.

use super::address::Way;
use crate::compile::Truth;
use crate::diagnostic::{Diagnostic, Scope, Severity, told_once};
use crate::name::{FileName, Reader};
use crate::practice::{self, Authors, Ground};
use crate::source::{Source, file_name};
use crate::world::{self, Style};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;

/// What the bar is told. Only names and words that the author has written himself.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub version: String,
    pub edition: String,
    pub now: String,
    /// The instants at which this edition changes by itself, the next first; a few of them.
    pub next: Vec<String>,
    pub editions: Vec<Choice>,
    /// Whether faults withhold this edition, so that what is shown is older.
    pub withheld: bool,
    /// The faults as on a terminal; empty for none.
    pub faults: String,
    /// What the machine refuses.
    pub trouble: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Choice {
    pub name: String,
    /// `private/support`
    pub folder: String,
    pub withheld: bool,
}

/// Something that a rule of communication finds.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Finding {
    pub severity: &'static str,
    pub rule: Option<&'static str>,
    pub phrase: String,
    pub hints: Vec<String>,
    /// `content/incidents/2026-08-17-api/01-investigating.md:7`
    pub place: String,
    /// The page that the words stand on, in the edition: `incidents/2026-08-17-api.html`.
    pub page: Option<String>,
    /// The words it is about, as they are written.
    pub words: String,
    /// Who may read the file.
    #[serde(skip)]
    file: Option<FileName>,
}

/// Each reader with the faults of its edition.
#[derive(Debug)]
pub(super) struct Faults {
    /// Those known before editions are looked at.
    pub told: Vec<Diagnostic>,
    pub by_reader: Vec<(Reader, Vec<Diagnostic>)>,
}

impl Faults {
    /// Every fault that there is, each once.
    pub(super) fn all(&self) -> Vec<Diagnostic> {
        let within = self.by_reader.iter().flat_map(|(_, faults)| faults);
        told_once(self.told.iter().chain(within).cloned().collect())
    }

    /// All, or those that everyone may know of, as on a terminal.
    pub(super) fn written(&self, truth: &Truth, way: Way) -> String {
        let mut all = self.all();
        all.retain(|fault| way == Way::Keyed || fault.scope.is_public());
        let style = Style { color: false, show_private: way == Way::Keyed, width: 120 };
        world::told(&all, &|path| truth.text(path), style)
    }

    pub(super) fn is_withheld(&self, reader: &Reader) -> bool {
        let own = self.by_reader.iter().filter(|(other, _)| other == reader);
        own.flat_map(|(_, faults)| faults).any(Diagnostic::is_error)
    }
}

/// Everything that the rules find in the whole repository at an instant.
pub(super) fn findings(truth: &Truth, beside: &[Source], now: Timestamp) -> Vec<Finding> {
    let settings = ["content/policy.yaml", "content/audiences.yaml"];
    let settings = settings.into_iter().filter_map(|path| Some((path.into(), truth.text(path)?)));
    let authors: Authors = practice::authors(beside, settings.collect::<Vec<_>>());
    let text = |path: &str| truth.text(path);
    let ground = Ground::new(&truth.site, now, &authors, &text, &|reader| truth.edition(reader, now).ok());
    told_once(practice::check(&ground)).iter().map(|one| Finding::of(one, truth)).collect()
}

/// What is found in files that one reader may read.
pub(super) fn findings_for<'a>(findings: &'a [Finding], reader: &Reader) -> Vec<&'a Finding> {
    let readable = |found: &&Finding| found.file.as_ref().is_none_or(|name| reader.may_read(&name.suffix));
    findings.iter().filter(readable).collect()
}

impl Finding {
    fn of(found: &Diagnostic, truth: &Truth) -> Self {
        let path: &Arc<str> = &found.place.path;
        let text = truth.text(path).unwrap_or_default();
        let start = (0..=found.place.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let line = text[..start].matches('\n').count() + 1;
        let words = text.get(found.place.start..found.place.end).unwrap_or_default();
        let page = ["incidents", "maintenance"].iter().find_map(|room| {
            let (folder, _) = path.strip_prefix("content/")?.strip_prefix(room)?.strip_prefix('/')?.split_once('/')?;
            Some(format!("{room}/{folder}.html"))
        });
        let file = match &found.scope {
            Scope::Readers(_) | Scope::Nobody if path.ends_with(".md") => FileName::parse(file_name(path)).ok(),
            _ => None,
        };
        Self {
            severity: match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            rule: found.rule,
            phrase: found.phrase.clone(),
            hints: found.hints.clone(),
            place: format!("{path}:{line}"),
            page,
            words: words.to_owned(),
            file,
        }
    }
}
