//! `audiences.yaml`: who reads what, entry by entry.

use super::Reading;
use crate::diagnostic::{Diagnostic, Scope};
use crate::model::{Audience, AudienceKind};
use crate::name::{EditionName, Grant, Reader, is_device, is_name};
use crate::read::entries::{self, Entry};
use crate::read::language;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AudienceEntry {
    /// What its readers are called.
    label: String,
    /// What it needs first, and which facts its files may give.
    kind: KindEntry,
    /// The suffixes it reads besides its own: `internal`, another audience, `strategic.*`.
    reads: Option<Vec<String>>,
    /// Where its edition stands.
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindEntry {
    Executive,
    Support,
    Engineering,
    Business,
    Account,
    General,
}

impl Reading<'_> {
    pub(super) fn audiences(&mut self) -> (Vec<Audience>, BTreeMap<String, AudienceKind>) {
        let own = |key: &str| Scope::Edition(EditionName::Audience(key.to_owned()));
        let mut audiences: Vec<Audience> = Vec::new();
        let mut kinds = BTreeMap::new();
        for entry in self.entries(&Scope::Private, own) {
            let scope = own(&entry.key);
            if let Some((phrase, hint)) = no_audience(&entry.key) {
                self.told.push(Diagnostic::error(self.path, entry.key_span, phrase).hint(hint).scope(scope));
                continue;
            }
            let decoded = match entries::decode::<AudienceEntry>(self.path, self.text, &entry, &scope) {
                Ok(decoded) => decoded,
                Err(faults) => {
                    self.told.extend(faults);
                    // The edition is made known all the same, so that what withholds it can be told.
                    audiences.push(Audience {
                        name: entry.key.clone(),
                        label: entry.key.clone(),
                        kind: AudienceKind::General,
                        reader: Reader::audience(&entry.key, Vec::new()),
                        url: None,
                    });
                    continue;
                }
            };
            let kind = kind(decoded.kind);
            let grants = self.grants(&entry, decoded.reads.unwrap_or_default(), &scope);
            if kind == AudienceKind::Account && !grants.is_empty() {
                let fault =
                    Diagnostic::error(self.path, entry.key_span.clone(), "an audience of accounts has no `reads`");
                let hint = "delete `reads`: an account reads public, this audience's words and its own";
                self.told.push(fault.hint(hint).scope(Scope::Private));
            }
            if kind == AudienceKind::Account
                && let Some(first) = audiences.iter().find(|audience| audience.kind == AudienceKind::Account)
            {
                let phrase = format!("`{}` and `{}` are both of kind `account`", first.name, entry.key);
                let fault = Diagnostic::error(self.path, entry.key_span.clone(), phrase);
                self.told.push(fault.hint("keep one: at most one audience has accounts").scope(Scope::Private));
                continue;
            }
            self.address(decoded.url.as_deref(), &entry, &scope);
            kinds.insert(entry.key.clone(), kind);
            audiences.push(Audience {
                name: entry.key.clone(),
                label: decoded.label,
                kind,
                reader: Reader::audience(&entry.key, grants),
                url: decoded.url.map(|url| url.trim_end_matches('/').to_owned()),
            });
        }
        audiences.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        (audiences, kinds)
    }

    fn grants(&mut self, entry: &Entry, reads: Vec<String>, scope: &Scope) -> Vec<Grant> {
        let mut grants = Vec::with_capacity(reads.len());
        for written in reads {
            if let Ok(grant) = Grant::parse(&written) {
                grants.push(grant);
                continue;
            }
            let found = self.text[entry.span.clone()].find(&written).map(|at| entry.span.start + at);
            let span = found.map_or(entry.key_span.clone(), |at| at..at + written.len());
            let phrase = format!("`{written}` is no suffix to read");
            let hint = "write `internal`, an audience's name, `name.account` or `name.*`; everyone reads public";
            self.told.push(Diagnostic::error(self.path, span, phrase).hint(hint).scope(scope.clone()));
        }
        grants.sort_unstable();
        grants.dedup();
        grants
    }
}

fn kind(kind: KindEntry) -> AudienceKind {
    match kind {
        KindEntry::Executive => AudienceKind::Executive,
        KindEntry::Support => AudienceKind::Support,
        KindEntry::Engineering => AudienceKind::Engineering,
        KindEntry::Business => AudienceKind::Business,
        KindEntry::Account => AudienceKind::Account,
        KindEntry::General => AudienceKind::General,
    }
}

/// Why a key can't name an audience, and what to do.
fn no_audience(key: &str) -> Option<(String, &'static str)> {
    if matches!(key, "public" | "internal") {
        return Some((format!("`{key}` is reserved"), "everyone reads public; `internal` is everyone inside"));
    }
    if language::is_code(key) {
        return Some((
            format!("`{key}` is the code of a language"),
            "words aren't translated by suffix; choose another name",
        ));
    }
    if is_device(key) {
        let phrase = format!("`{key}` names a device on Windows, where no folder can be called so");
        return Some((phrase, "choose another name: the edition's folder is called by it"));
    }
    (!is_name(key)).then(|| (format!("`{key}` is no name"), "use small letters, digits and hyphens"))
}
