//! One file read alone: front matter through the wall, body to safe markup.

use super::documents;
use super::front_matter::{self, Budget, FAULTS_TOLD, key};
use super::markdown;
use super::place::{Place, Role};
use super::settings::Settled;
use crate::diagnostic::{Diagnostic, Scope, meant_or};
use crate::model::words::Words;
use crate::model::{self, Attachment, AudienceKind, Head, IncidentKind, PagePart, Part, Particulars};
use crate::name::{EditionName, Suffix};
use crate::source::{Content, Source, Span};
use crate::state::Status;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// What a file came to.
#[derive(Debug, Clone)]
pub enum Document {
    Head {
        kind: IncidentKind,
        folder: String,
        head: Arc<Head>,
    },
    Part {
        kind: IncidentKind,
        folder: String,
        stem: String,
        part: Arc<Part>,
    },
    Page {
        stem: String,
        part: Arc<PagePart>,
    },
    Attachment(Attachment),
    /// A file with faults: who reads it is known, of what it says only the words, for where they lead.
    Broken {
        path: Arc<str>,
        words: Words,
    },
}

/// Reads one file. With faults, what is left is [`Document::Broken`].
///
/// # Panics
/// The name is no content name: such a file is never opened.
#[must_use]
pub fn document(source: &Source, settled: &Settled) -> (Document, Vec<Diagnostic>) {
    let place = Place::of(&source.path);
    let name = place.name.expect("only files whose names are content names are opened");
    let scope = Scope::Readers(name.suffix.clone());
    let text = match &source.content {
        Content::Text(text) => text,
        Content::Bytes(bytes) => {
            let address = address_of(bytes, &name.extension);
            let attachment =
                Attachment { path: source.path.clone(), suffix: name.suffix, address, bytes: bytes.clone() };
            return (Document::Attachment(attachment), Vec::new());
        }
    };
    let mut reading = Reading {
        path: &source.path,
        text,
        scope,
        suffix: &name.suffix,
        settled,
        told: Vec::new(),
        words: Words::default(),
    };
    let document = match place.role {
        Role::Head { kind, folder } => {
            let prefix = ["in-", &folder, "-", &dashed(&name.suffix)].concat();
            reading.head(kind, &prefix).map(|head| Document::Head { kind, folder, head: Arc::new(head) })
        }
        Role::Update { kind, folder } => {
            let prefix = ["in-", &folder, "-", model::slug(&name.stem), "-", &dashed(&name.suffix)].concat();
            let part = reading.part(kind, &name.stem, &prefix);
            part.map(|part| Document::Part { kind, folder, stem: name.stem.clone(), part: Arc::new(part) })
        }
        Role::Page => {
            let prefix = format!("page-{}-{}", name.stem, dashed(&name.suffix));
            reading.page(&prefix).map(|part| Document::Page { stem: name.stem.clone(), part: Arc::new(part) })
        }
        _ => None,
    };
    match document {
        // A fault that only some of its readers meet leaves the file whole for the others.
        Some(document) if reading.told.iter().all(|fault| fault.scope != reading.scope) => (document, reading.told),
        _ => (Document::Broken { path: source.path.clone(), words: reading.words }, reading.told),
    }
}

fn dashed(suffix: &Suffix) -> String {
    suffix.to_string().replace('.', "-")
}

/// Named by its own bytes and nothing else.
fn address_of(bytes: &[u8], extension: &str) -> String {
    let mut name = String::from("files/");
    for byte in &Sha256::digest(bytes)[..8] {
        write!(name, "{byte:02x}").expect("writing to a string can't fail");
    }
    format!("{name}.{extension}")
}

struct Reading<'a> {
    path: &'a Arc<str>,
    text: &'a Arc<str>,
    scope: Scope,
    suffix: &'a Suffix,
    settled: &'a Settled,
    told: Vec<Diagnostic>,
    /// The body, when all else fails.
    words: Words,
}

impl Reading<'_> {
    fn fault(&mut self, span: Span, phrase: String, hint: String) {
        self.told.push(Diagnostic::error(self.path, span, phrase).hint(hint).scope(self.scope.clone()));
    }

    /// Front matter and body; none if the front matter has faults. The body is read all the same, for its own faults.
    fn take<T: DeserializeOwned + Default>(&mut self, prefix: &str) -> Option<(T, Words, Span)> {
        let split = match front_matter::split(self.path, self.text, &self.scope) {
            Ok(split) => split,
            Err(faults) => {
                self.told.extend(faults);
                return None;
            }
        };
        let (words, faults) = markdown::words(self.path, self.text, split.body, prefix, &self.scope);
        self.told.extend(faults);
        self.words = words.clone();
        let Some(yaml) = split.yaml else { return Some((T::default(), words, 0..0)) };
        match front_matter::decode(self.path, self.text, yaml.clone(), &self.scope, Budget::front_matter()) {
            Ok(front) => Some((front, words, yaml)),
            Err(faults) => {
                self.told.extend(faults);
                None
            }
        }
    }

    fn head(&mut self, kind: IncidentKind, prefix: &str) -> Option<Head> {
        let public = *self.suffix == Suffix::Public;
        let (file, words, yaml) = match (kind, public) {
            (IncidentKind::Incident, true) => {
                let (file, words, yaml) = self.take::<documents::PublicHead>(prefix)?;
                (documents::Head::from(file), words, yaml)
            }
            (IncidentKind::Incident, false) => {
                let (file, words, yaml) = self.take::<documents::IncidentHead>(prefix)?;
                (file.into(), words, yaml)
            }
            (IncidentKind::Maintenance, true) => {
                let (file, words, yaml) = self.take::<documents::PublicWindow>(prefix)?;
                (file.into(), words, yaml)
            }
            (IncidentKind::Maintenance, false) => {
                let (file, words, yaml) = self.take::<documents::WindowHead>(prefix)?;
                (file.into(), words, yaml)
            }
        };
        self.components("components", file.components.iter().flatten(), &yaml);
        if let (Some(from), Some(until)) = (&file.from, &file.until)
            && from >= until
        {
            let span = key(self.text, &yaml, "until");
            self.fault(span, "`until` is not after `from`".to_owned(), "let the window end after it begins".to_owned());
        }
        Some(Head {
            path: self.path.clone(),
            suffix: self.suffix.clone(),
            title: file.title,
            started: file.started.map(|at| at.0),
            regions: file.regions,
            severity: file.severity,
            detected: file.detected.map(|at| at.0),
            declared: file.declared.map(|at| at.0),
            business_response: file
                .business_response
                .map(|response| model::BusinessResponse { declared: response.declared.0, by: response.by })
                .map(Box::new),
            roles: file.roles.unwrap_or_default(),
            customers: file.customers.map(|customers| {
                Box::new(model::Customers {
                    count: customers.count,
                    percent: customers.percent,
                    worst_case: customers.worst_case,
                })
            }),
            links: file.links.unwrap_or_default(),
            from: file.from.map(|at| at.0),
            until: file.until.map(|at| at.0),
            components: file.components,
            words,
        })
    }

    fn part(&mut self, kind: IncidentKind, stem: &str, prefix: &str) -> Option<Part> {
        let (mut file, words, yaml) = self.take::<documents::Update>(prefix)?;
        self.keys_of_kind(&yaml);
        match file.status {
            Some(_) if stem == "postmortem" => {
                let span = key(self.text, &yaml, "status");
                self.fault(span, "a postmortem has no `status`".to_owned(), "delete the line".to_owned());
            }
            Some(status) => self.status(kind, status, &yaml),
            None => {}
        }
        self.components("components", file.components.iter().flat_map(|states| states.keys()), &yaml);
        if let Some(documents::Fact::Says(affects)) = &file.affects {
            self.components("affects", affects.iter(), &yaml);
        }
        for (name, given) in [("from", file.from), ("until", file.until)] {
            if given.is_some() && kind == IncidentKind::Incident {
                let span = key(self.text, &yaml, name);
                let phrase = format!("`{name}` belongs to maintenance");
                self.fault(span, phrase, "delete the line, or move the folder to `maintenance/`".to_owned());
            }
        }
        Some(Part {
            path: self.path.clone(),
            suffix: self.suffix.clone(),
            status: file.status,
            at: file.at.map(|at| at.0),
            components: file.components.take().map(|states| states.into_iter().collect()),
            particulars: Particulars {
                corrects: file.corrects.take(),
                backfilled: file.backfilled.map(|at| at.0),
                from: file.from.map(|at| at.0),
                until: file.until.map(|at| at.0),
                template: file.template.take(),
            }
            .held(),
            embargo: file.embargo.unwrap_or_default(),
            next_update: file.next_update(),
            facts: file.facts().shared(),
            words,
        })
    }

    fn page(&mut self, prefix: &str) -> Option<PagePart> {
        let (file, words, _) = self.take::<documents::Page>(prefix)?;
        Some(PagePart { path: self.path.clone(), suffix: self.suffix.clone(), title: file.title, words })
    }

    fn status(&mut self, kind: IncidentKind, status: Status, yaml: &Span) {
        let (own, other) = match kind {
            IncidentKind::Incident => (Status::OF_INCIDENTS, "an incident"),
            IncidentKind::Maintenance => (Status::OF_MAINTENANCE, "a maintenance"),
        };
        if !own.contains(&status) {
            let span = value(self.text, yaml, "status");
            let names: Vec<&str> = own.iter().map(|status| status.word()).collect();
            let phrase = format!("`{}` is no status of {other}", status.word());
            self.fault(span, phrase, format!("write one of: {}", names.join(", ")));
        }
    }

    /// The ids of components that the value of a key gives.
    fn components<'a>(&mut self, key: &str, ids: impl Iterator<Item = &'a String>, yaml: &Span) {
        let Some(known) = &self.settled.components else { return };
        for id in ids.filter(|id| !known.contains(*id)).take(FAULTS_TOLD) {
            let hint =
                meant_or(id, known.iter().map(String::as_str), || "take an id of `content/site.yaml`".to_owned());
            let span = word(self.text, yaml, id).unwrap_or_else(|| value(self.text, yaml, key));
            self.fault(span, format!("there is no component `{id}`"), hint);
        }
    }

    /// Facts belong to kinds of audiences. The kind of another's suffix may not be known to every reader of the file, so
    /// that a key of a wrong kind withholds the editions of the suffix itself.
    fn keys_of_kind(&mut self, yaml: &Span) {
        let (kinds, scopes): (Vec<AudienceKind>, Vec<Scope>) = match self.suffix {
            Suffix::Public | Suffix::Internal => (Vec::new(), vec![self.scope.clone()]),
            Suffix::Account { .. } => (vec![AudienceKind::Account], vec![self.scope.clone()]),
            Suffix::Audience(name) => {
                let Some(kind) = self.settled.kinds.get(name) else { return };
                let editions = if *kind == AudienceKind::Account {
                    let account = |account: &model::Account| EditionName::Account {
                        audience: name.clone(),
                        account: account.key.clone(),
                    };
                    self.settled.accounts.iter().map(account).map(Scope::Edition).collect()
                } else {
                    vec![Scope::Edition(EditionName::Audience(name.clone()))]
                };
                (vec![*kind], editions)
            }
        };
        let allowed: Vec<&str> = kinds.iter().flat_map(|kind| keys_of(*kind)).copied().collect();
        let written: Vec<(&str, Span)> = front_matter::keys(self.text, yaml).collect();
        for (kind, keys) in KEYS {
            for name in keys.iter().filter(|name| !allowed.contains(name)) {
                let Some((_, span)) = written.iter().find(|(key, _)| key == name) else { continue };
                let phrase = format!(
                    "`{name}` is a fact for the kind `{}`, and this file is for `{}`",
                    kind.word(),
                    self.suffix
                );
                for scope in &scopes {
                    let hint = "move it to a file of that audience";
                    self.told.push(
                        Diagnostic::error(self.path, span.clone(), phrase.clone()).hint(hint).scope(scope.clone()),
                    );
                }
            }
        }
    }
}

/// The facts that each kind of audience has for itself.
const KEYS: [(AudienceKind, &[&str]); 5] = [
    (AudienceKind::Executive, &["bottom_line", "confidence", "asks", "decisions", "risks", "unknowns"]),
    (AudienceKind::Support, &["say", "dont_say", "macro", "escalate_to"]),
    (AudienceKind::Business, &["lines"]),
    (AudienceKind::Engineering, &["condition", "actions", "needs", "watch_for", "links"]),
    (AudienceKind::Account, &["affects", "contact"]),
];

fn keys_of(kind: AudienceKind) -> &'static [&'static str] {
    KEYS.iter().find(|(other, _)| *other == kind).map_or(&[], |(_, keys)| keys)
}

/// The place of a top-level key's value on its line; the key's if there is none.
fn value(text: &str, yaml: &Span, name: &str) -> Span {
    let key = key(text, yaml, name);
    let line = text[key.end..].lines().next().unwrap_or_default();
    let written = line.trim_start_matches([':', ' ']).trim_end();
    let start = key.end + line.find(written).unwrap_or(0);
    if written.is_empty() { key } else { start..start + written.len() }
}

/// The place of a whole word in front matter; none if it isn't there as it is, but over several lines or escaped.
fn word(text: &str, yaml: &Span, word: &str) -> Option<Span> {
    let part = &text[yaml.clone()];
    let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let whole = part
        .match_indices(word)
        .find(|(at, _)| !part[..*at].ends_with(is_inner) && !part[at + word.len()..].starts_with(is_inner));
    whole.map(|(at, _)| yaml.start + at..yaml.start + at + word.len())
}
