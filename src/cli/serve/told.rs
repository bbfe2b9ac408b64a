//! What the bar is told of a page: who else may be looked at, the clock, the faults, and what the rules of communication find.

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
    pub findings: Vec<Finding>,
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

/// Everything that is found in the whole repository, once for a version.
#[derive(Debug)]
pub(super) struct Judged {
    pub version: u64,
    /// Each reader with its faults.
    pub faults: Vec<(Reader, Vec<Diagnostic>)>,
    pub findings: Vec<Finding>,
}

impl Judged {
    pub(super) fn of(truth: &Truth, readers: &[Reader], beside: &[Source], (version, now): (u64, Timestamp)) -> Self {
        let faults: Vec<(Reader, Vec<Diagnostic>)> =
            readers.iter().map(|reader| (reader.clone(), truth.faults(reader))).collect();
        let settings = ["content/policy.yaml", "content/audiences.yaml"];
        let settings = settings.into_iter().filter_map(|path| Some((path.into(), truth.text(path)?)));
        let authors: Authors = practice::authors(beside, settings.collect::<Vec<_>>());
        let text = |path: &str| truth.text(path);
        let ground = Ground::new(&truth.site, now, &authors, &text, &|reader| truth.edition(reader, now).ok());
        let found = told_once(practice::check(&ground));
        Self { version, faults, findings: found.iter().map(|one| Finding::of(one, truth)).collect() }
    }

    /// Every fault that there is, or those that everyone may know of, as on a terminal.
    pub(super) fn faults_told(&self, truth: &Truth, only_public: bool) -> String {
        let mut all: Vec<Diagnostic> = truth.told.clone();
        all.extend(self.faults.iter().flat_map(|(_, faults)| faults.iter().cloned()));
        all.retain(|fault| !only_public || fault.scope.is_public());
        let style = Style { color: false, show_private: !only_public, width: 120 };
        world::told(&told_once(all), &|path| truth.text(path), style)
    }

    pub(super) fn is_withheld(&self, edition: &str) -> bool {
        let own = self.faults.iter().filter(|(reader, _)| reader.edition.to_string() == edition);
        own.flat_map(|(_, faults)| faults).any(|fault| fault.severity == Severity::Error)
    }

    /// What is found in files that one reader may read.
    pub(super) fn findings_for(&self, reader: &Reader) -> Vec<Finding> {
        let readable = |found: &&Finding| found.file.as_ref().is_none_or(|name| reader.may_read(&name.suffix));
        self.findings.iter().filter(readable).cloned().collect()
    }
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
