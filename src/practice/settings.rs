//! Rules over the settings: entries that speak of each other.

use crate::diagnostic::{Diagnostic, Scope, did_you_mean};
use crate::model::{AudienceKind, Site};
use crate::name::{Grant, Suffix};
use jiff::Timestamp;
use std::sync::Arc;

/// What an audience reads is somebody's suffix: a misspelt one reads nothing.
pub(super) fn reads_name_audiences(site: &Site, _now: Timestamp) -> Vec<Diagnostic> {
    let names = || site.audiences.iter().map(|audience| audience.name.as_str());
    let mut told = Vec::new();
    for audience in &site.audiences {
        for grant in &audience.reader.grants {
            let (suffix, named) = match grant {
                Grant::Suffix(Suffix::Public | Suffix::Internal) => continue,
                Grant::Suffix(Suffix::Audience(name)) => (name.clone(), name),
                Grant::Suffix(Suffix::Account { audience, account }) => (format!("{audience}.{account}"), audience),
                Grant::EveryAccount(name) => (format!("{name}.*"), name),
            };
            let is_of_accounts = !matches!(grant, Grant::Suffix(Suffix::Audience(_)));
            let known = site.audiences.iter().find(|other| other.name == *named);
            if known.is_some_and(|other| !is_of_accounts || other.kind == AudienceKind::Account) {
                continue;
            }
            let phrase = format!("`{}` reads `{suffix}`, which is no audience's suffix", audience.name);
            let hint = did_you_mean(named, names()).filter(|close| close != named).map_or_else(
                || format!("declare `{named}`, or delete it from `reads`"),
                |close| format!("did you mean `{close}`?"),
            );
            let path: Arc<str> = Arc::from("content/audiences.yaml");
            told.push(Diagnostic::error(&path, 0..0, phrase).hint(hint).scope(Scope::Private));
        }
    }
    told
}
