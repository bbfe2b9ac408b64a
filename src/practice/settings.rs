//! Rules over the settings: entries that speak of each other.

use super::{Finding, Ground, RULES};
use crate::diagnostic::did_you_mean;
use crate::model::{AudienceKind, Site};
use crate::name::{Grant, Suffix};
use crate::source::Span;
use std::sync::Arc;

const AUDIENCES: &str = "content/audiences.yaml";
const POLICY: &str = "content/policy.yaml";

/// What an audience reads is somebody's suffix: a misspelt one reads nothing.
pub(super) fn reads_name_audiences(ground: &Ground<'_>) -> Vec<Finding> {
    let site = ground.site;
    let names = || site.audiences.iter().map(|audience| audience.name.as_str());
    let mut found = Vec::new();
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
            found.push(setting(ground, AUDIENCES, &[&audience.name, &suffix], phrase, hint));
        }
    }
    found
}

/// Names in `rules` of policy, and in exceptions, are names of rules.
pub(super) fn unknown_rules(ground: &Ground<'_>) -> Vec<Finding> {
    let hint = |name: &str| {
        did_you_mean(name, RULES.iter().map(|rule| rule.name)).map_or_else(
            || "the rules are listed by `candor check --rules`".to_owned(),
            |close| format!("did you mean `{close}`?"),
        )
    };
    let unknown = |name: &str| RULES.iter().all(|rule| rule.name != name);
    let levels = ground.site.policy.rules.keys().filter(|name| unknown(name));
    let mut found: Vec<Finding> = levels
        .map(|name| setting(ground, POLICY, &["rules", name], format!("there is no rule `{name}`"), hint(name)))
        .collect();
    for (path, record) in &ground.authors.records {
        for exception in record.allow.iter().filter(|exception| unknown(&exception.rule)) {
            let phrase = format!("there is no rule `{}`", exception.rule);
            found.push(setting(ground, path, &[&exception.rule], phrase, hint(&exception.rule)));
        }
    }
    found
}

/// Whom policy speaks of, there is.
pub(super) fn policy_names_audiences(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (severity, lines) in &ground.site.policy.severities {
        let before = lines.notify.values().filter_map(|line| line.before.as_ref());
        for name in lines.notify.keys().chain(before).chain(lines.approvals.keys()) {
            if is_audience(ground.site, name) {
                continue;
            }
            found.push(no_audience(ground, [severity, name]));
        }
    }
    for name in ground.site.policy.maintenance.keys().filter(|name| !is_audience(ground.site, name)) {
        found.push(no_audience(ground, ["maintenance", name]));
    }
    found
}

fn no_audience(ground: &Ground<'_>, [entry, name]: [&str; 2]) -> Finding {
    let names = ground.site.audiences.iter().map(|audience| audience.name.as_str());
    let hint = did_you_mean(name, names.chain(["public", "internal"])).map_or_else(
        || "declare it in `content/audiences.yaml`, or delete the line".to_owned(),
        |close| format!("did you mean `{close}`?"),
    );
    setting(ground, POLICY, &[entry, name], format!("no audience is called `{name}`"), hint)
}

fn is_audience(site: &Site, written: &str) -> bool {
    match Suffix::parse(written) {
        _ if written == "public" => true,
        Ok(Suffix::Internal) => true,
        Ok(Suffix::Audience(name)) => site.audiences.iter().any(|audience| audience.name == name),
        Ok(Suffix::Account { audience, account }) => {
            site.audiences.iter().any(|other| other.name == audience && other.kind == AudienceKind::Account)
                && site.accounts.iter().any(|other| other.key == account)
        }
        _ => false,
    }
}

/// A severity without a line in policy promises nobody anything.
pub(super) fn severity_unknown(ground: &Ground<'_>) -> Vec<Finding> {
    let known = &ground.site.policy.severities;
    let heads = ground.site.incidents.iter().flat_map(|incident| &incident.heads);
    heads
        .filter_map(|head| Some((head, head.severity.as_ref()?)))
        .filter(|(_, severity)| !known.is_empty() && !known.contains_key(*severity))
        .map(|(head, severity)| {
            let close = did_you_mean(severity, known.keys().map(String::as_str));
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let hint =
                close.map_or_else(|| format!("policy knows: {}", names.join(", ")), |c| format!("did you mean `{c}`?"));
            ground.at_key(&head.path, "severity", format!("policy knows no severity `{severity}`"), &hint)
        })
        .collect()
}

/// At the last of several words, each looked for after the one before.
fn setting(ground: &Ground<'_>, path: &str, words: &[&str], phrase: String, hint: String) -> Finding {
    let text = ground.authors.text(path).unwrap_or_default();
    let mut at = 0;
    let mut span = 0..0;
    for word in words {
        if let Some(found) = whole_word(&text, at, word) {
            at = found.end;
            span = found;
        }
    }
    Finding { path: Arc::from(path), span, phrase, hint, readers: None }
}

fn whole_word(text: &str, from: usize, word: &str) -> Option<Span> {
    let inner = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let found = text[from..].match_indices(word).map(|(at, _)| from + at);
    found
        .filter(|at| !text[..*at].ends_with(inner) && !text[at + word.len()..].starts_with(inner))
        .map(|at| at..at + word.len())
        .next()
}
