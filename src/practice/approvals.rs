//! Authors' files, read by no edition: `<stem>.approvals.yaml` with approvals and exceptions, and message templates.

use super::template::{self, Template};
use crate::diagnostic::{Diagnostic, Scope};
use crate::read::front_matter::{self, Budget};
use crate::source::{Content, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Everything that authors keep beside what is published.
#[derive(Debug, Default)]
pub struct Authors {
    /// By path.
    pub records: BTreeMap<String, Record>,
    /// By name.
    pub templates: BTreeMap<String, Template>,
    /// What is at fault in these files.
    pub told: Vec<Diagnostic>,
    texts: BTreeMap<String, Arc<str>>,
}

/// One `<stem>.approvals.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    #[serde(default)]
    pub approvals: Vec<Approval>,
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(default)]
    pub allow: Vec<Exception>,
}

/// A role stands for exactly these words and facts of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The file in this folder.
    pub file: String,
    /// The role that stands for it.
    pub role: String,
    /// Who it was.
    #[serde(default)]
    pub by: Option<String>,
    /// When.
    pub at: String,
    /// Of exactly these words and facts.
    pub digest: String,
}

/// The approvals of exactly these words and facts were passed over, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The file in this folder.
    pub file: String,
    /// Why the approval was passed over.
    pub reason: String,
    /// Who it was.
    #[serde(default)]
    pub by: Option<String>,
    /// When.
    pub at: String,
    /// Of exactly these words and facts.
    pub digest: String,
}

/// A rule that one file may break, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The file in this folder.
    pub file: String,
    /// The rule it may break.
    pub rule: String,
    /// Why it may.
    pub reason: String,
    /// Who said so.
    #[serde(default)]
    pub by: Option<String>,
}

/// Reads authors' files. Faults withhold no edition: none reads them.
#[must_use]
pub fn authors(sources: &[Source], settings: impl IntoIterator<Item = (Arc<str>, Arc<str>)>) -> Authors {
    let texts = settings.into_iter().map(|(path, text)| (path.to_string(), text)).collect();
    let mut authors = Authors { texts, ..Authors::default() };
    for source in sources {
        let Content::Text(text) = &source.content else { continue };
        authors.texts.insert(source.path.to_string(), text.clone());
        if source.path.starts_with("content/templates/") {
            match template::read(&source.path, text) {
                Ok(template) => {
                    authors.templates.insert(template.name.clone(), template);
                }
                Err(faults) => authors.told.extend(faults),
            }
        } else {
            match record(&source.path, text) {
                Ok(record) => {
                    authors.records.insert(source.path.to_string(), record);
                }
                Err(faults) => authors.told.extend(faults),
            }
        }
    }
    authors
}

/// Reads one `<stem>.approvals.yaml`.
///
/// # Errors
/// Every fault of its structure.
pub(super) fn record(path: &Arc<str>, text: &Arc<str>) -> Result<Record, Vec<Diagnostic>> {
    let range = front_matter::whole(path, text, &Scope::Nobody)?;
    front_matter::decode(path, text, range, &Scope::Nobody, Budget::settings())
}

/// Where the approvals of a document lie; none if its path has no extension.
#[must_use]
pub fn record_of(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let stem = file.split('.').next()?;
    Some(format!("{folder}/{stem}.approvals.yaml"))
}

impl Authors {
    /// The text of an authors' file or a settings file.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.texts.get(path).cloned()
    }
}

impl Record {
    /// As it is written to the file: one line for each entry.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::from(
            "# Who stands for which words. `candor approve` writes it, `candor check` reads it, no edition shows it.\n",
        );
        let approvals = self.approvals.iter().map(|one| {
            line(&[
                ("file", &one.file),
                ("role", &one.role),
                ("by", one.by.as_deref().unwrap_or_default()),
                ("at", &one.at),
                ("digest", &one.digest),
            ])
        });
        let overrides = self.overrides.iter().map(|one| {
            line(&[
                ("file", &one.file),
                ("reason", &one.reason),
                ("by", one.by.as_deref().unwrap_or_default()),
                ("at", &one.at),
                ("digest", &one.digest),
            ])
        });
        let allow = self.allow.iter().map(|one| {
            line(&[
                ("file", &one.file),
                ("rule", &one.rule),
                ("reason", &one.reason),
                ("by", one.by.as_deref().unwrap_or_default()),
            ])
        });
        let lists: [(&str, Vec<String>); 3] =
            [("approvals", approvals.collect()), ("overrides", overrides.collect()), ("allow", allow.collect())];
        for (name, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
            writeln!(text, "{name}:\n{}", lines.join("\n")).expect("writing to a string can't fail");
        }
        text
    }
}

/// One entry of a list, without what is empty.
fn line(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}: {}", quoted(value)))
        .collect();
    format!("  - {{{}}}", fields.join(", "))
}

/// A text in double quotes, as YAML reads it back.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is valid JSON")
}
