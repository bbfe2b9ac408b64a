//! Rules over names: a folder's or a file's name is read by whoever may read what it names.

use super::{Finding, Ground};
use crate::model::{Incident, by_width};
use crate::name::Suffix;
use std::sync::Arc;

/// An account's name or alias in a folder or stem tells wider readers that it is a customer.
pub(super) fn names_that_tell(ground: &Ground<'_>) -> Vec<Finding> {
    let site = ground.site;
    let mut told = Vec::new();
    for account in &site.accounts {
        let names = account.aliases.iter().chain([&account.key, &account.name]);
        let words: Vec<String> = names.map(|name| dashed(name)).filter(|name| !name.is_empty()).collect();
        let tells = |name: &str| words.iter().any(|word| holds_word(name, word));
        for incident in &site.incidents {
            let readers = readers_of(incident);
            let own = |suffix: &Suffix| matches!(suffix, Suffix::Account { account: key, .. } if *key == account.key);
            if tells(&incident.folder)
                && let Some((path, suffix)) = readers.iter().find(|(_, suffix)| !own(suffix))
            {
                told.push(telling(path, suffix, "this folder's name tells the name of an account"));
            }
            for moment in &incident.moments {
                if tells(&moment.stem)
                    && let Some(part) = moment.parts.iter().find(|part| !own(&part.suffix))
                {
                    told.push(telling(&part.path, &part.suffix, "this file's name tells the name of an account"));
                }
            }
        }
    }
    told
}

fn telling(path: &Arc<str>, suffix: &Suffix, phrase: &str) -> Finding {
    Finding {
        path: path.clone(),
        span: 0..0,
        phrase: phrase.to_owned(),
        hint: "rename it: whoever may read one file in it reads the name".to_owned(),
        readers: Some(suffix.clone()).filter(|suffix| *suffix != Suffix::Public),
    }
}

fn readers_of(incident: &Incident) -> Vec<(&Arc<str>, &Suffix)> {
    let heads = incident.heads.iter().map(|head| (&head.path, &head.suffix));
    let parts = incident.moments.iter().chain(&incident.postmortem).flat_map(|moment| &moment.parts);
    let mut readers: Vec<_> = heads.chain(parts.map(|part| (&part.path, &part.suffix))).collect();
    readers.sort_by(|a, b| by_width(a.1, b.1));
    readers
}

/// A name as it would be written in a slug.
fn dashed(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Whether a slug holds a name between hyphens.
fn holds_word(slug: &str, name: &str) -> bool {
    format!("-{slug}-").contains(&format!("-{name}-"))
}
