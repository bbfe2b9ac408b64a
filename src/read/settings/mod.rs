//! The settings: `site.yaml` whole, `audiences.yaml` and `accounts.yaml` entry by entry, `policy.yaml` line by line.

mod accounts;
mod audiences;
mod policy;
pub(super) mod schema;
mod site;

use super::entries::{self, Entries, Entry};
use crate::diagnostic::{Diagnostic, Scope};
use crate::model::{Account, Audience, AudienceKind, Policy, Settings};
use crate::name::{Grant, Reader, Suffix};
use crate::source::{Content, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that is settled before a document is opened.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    pub settings: Settings,
    pub audiences: Vec<Audience>,
    /// The kinds of the audiences whose entry is without fault.
    pub kinds: BTreeMap<String, AudienceKind>,
    pub accounts: Vec<Account>,
    pub policy: Policy,
    /// Ids of the components; unknown where `site.yaml` has faults, so that no document is blamed for them.
    pub components: Option<BTreeSet<String>>,
}

impl Settled {
    /// Every edition these settings make, public first.
    #[must_use]
    pub fn readers(&self) -> Vec<Reader> {
        let mut readers = vec![Reader::public()];
        for audience in &self.audiences {
            if audience.kind == AudienceKind::Account {
                readers.extend(self.accounts.iter().map(|account| Reader::account(&audience.name, &account.key)));
            } else {
                readers.push(audience.reader.clone());
            }
        }
        readers.sort_unstable_by(|a, b| a.edition.cmp(&b.edition));
        readers
    }

    /// Whether some audience has this suffix or reads it.
    #[must_use]
    pub fn declares(&self, suffix: &Suffix) -> bool {
        match suffix {
            Suffix::Public | Suffix::Internal => true,
            Suffix::Audience(name) => self.audiences.iter().any(|audience| {
                audience.name == *name || audience.reader.grants.contains(&Grant::Suffix(suffix.clone()))
            }),
            Suffix::Account { audience, account } => {
                self.accounts.iter().any(|entry| entry.key == *account)
                    && self.audiences.iter().any(|entry| {
                        (entry.name == *audience && entry.kind == AudienceKind::Account)
                            || entry.reader.grants.contains(&Grant::EveryAccount(audience.clone()))
                            || entry.reader.grants.contains(&Grant::Suffix(suffix.clone()))
                    })
            }
        }
    }
}

/// Reads the settings files that are among the sources. Without `audiences.yaml` there is only `public`.
#[must_use]
pub fn settings(sources: &[Source]) -> (Settled, Vec<Diagnostic>) {
    let mut settled = Settled::default();
    let mut told = Vec::new();
    let find = |path: &str| {
        sources.iter().find(|source| &*source.path == path).and_then(|source| match &source.content {
            Content::Text(text) => Some((source.path.clone(), text.clone())),
            Content::Bytes(_) => None,
        })
    };
    if let Some((path, text)) = find("content/site.yaml") {
        settled.settings = Reading { path: &path, text: &text, told: &mut told }.site();
    } else {
        let missing = Diagnostic::error(&Arc::from("content/site.yaml"), 0..0, "there is no `content/site.yaml`");
        told.push(
            missing
                .hint("give the site's folder with `--site`, or write a `site.yaml` that begins with `name:`")
                .scope(Scope::Readers(Suffix::Public)),
        );
    }
    if told.is_empty() {
        let components = settled.settings.groups.iter().flat_map(|group| &group.components);
        settled.components = Some(components.map(|component| component.id.clone()).collect());
    }
    if let Some((path, text)) = find("content/audiences.yaml") {
        (settled.audiences, settled.kinds) = Reading { path: &path, text: &text, told: &mut told }.audiences();
    }
    let account_audience =
        settled.audiences.iter().find(|audience| audience.kind == AudienceKind::Account).map(|one| one.name.clone());
    let account_audience = account_audience.or_else(|| {
        settled.audiences.iter().flat_map(|audience| &audience.reader.grants).find_map(|grant| match grant {
            Grant::EveryAccount(audience) | Grant::Suffix(Suffix::Account { audience, .. }) => Some(audience.clone()),
            Grant::Suffix(_) => None,
        })
    });
    if let Some((path, text)) = find("content/accounts.yaml")
        && let Some(audience) = account_audience
    {
        let known = settled.components.as_ref();
        settled.accounts = Reading { path: &path, text: &text, told: &mut told }.accounts(&audience, known);
    }
    if let Some((path, text)) = find("content/policy.yaml") {
        settled.policy = Reading { path: &path, text: &text, told: &mut told }.policy();
    }
    (settled, told)
}

/// One settings file being read.
struct Reading<'a> {
    path: &'a Arc<str>,
    text: &'a Arc<str>,
    told: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    /// A fault at the first place where a word is written, or at the start of the file.
    fn fault(&mut self, word: &str, phrase: String, hint: &str, scope: Scope) {
        let start = self.text.find(word).unwrap_or(0);
        let end = if self.text[start..].starts_with(word) { start + word.len() } else { start };
        self.told.push(Diagnostic::error(self.path, start..end, phrase).hint(hint).scope(scope));
    }

    /// Takes the file apart; faults of the whole go to `scope`, repeated entries to those who read the entry.
    fn entries(&mut self, scope: &Scope, own: impl Fn(&str) -> Scope) -> Vec<Entry> {
        let Entries { entries, repeated, strays } = entries::entries(self.path, self.text, scope);
        self.told.extend(strays);
        self.told.extend(repeated.into_iter().map(|(key, fault)| fault.scope(own(&key))));
        entries
    }

    fn address(&mut self, url: Option<&str>, entry: &Entry, scope: &Scope) {
        if let Some(url) = url.filter(|url| !is_outside_address(url)) {
            let fault = Diagnostic::error(self.path, entry.key_span.clone(), format!("`{url}` is no address"));
            self.told.push(fault.hint("begin it with `https://`").scope(scope.clone()));
        }
    }
}

fn is_outside_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let mail = url.strip_prefix("mailto:");
    rest.or(mail).is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}
