//! Rules over the settings: entries that speak of each other.

use super::{Finding, Ground, RULES};
use crate::diagnostic::{did_you_mean, meant_or};
use crate::model::{AudienceKind, Site};
use crate::name::{Grant, Suffix};
use crate::read::front_matter::FAULTS_TOLD;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const AUDIENCES: &str = "content/audiences.yaml";
const POLICY: &str = "content/policy.yaml";

/// How many names one hint lists.
const NAMES_TOLD: usize = 20;

/// What an audience reads is somebody's suffix: a misspelt one reads nothing.
pub(super) fn reads_name_audiences(ground: &Ground<'_>) -> Vec<Finding> {
    let names = Names::of(ground.site);
    let audiences = ground.site.audiences.iter();
    let grants = audiences.flat_map(|audience| audience.reader.grants.iter().map(|grant| (&*audience.name, grant)));
    let misspelt = grants.filter_map(|(reader, grant)| {
        let (suffix, named) = match grant {
            Grant::Suffix(Suffix::Public | Suffix::Internal) => return None,
            Grant::Suffix(Suffix::Audience(name)) => (name.clone(), name),
            Grant::Suffix(Suffix::Account { audience, account }) => (format!("{audience}.{account}"), audience),
            Grant::EveryAccount(name) => (format!("{name}.*"), name),
        };
        let is_of_accounts = !matches!(grant, Grant::Suffix(Suffix::Audience(_)));
        let known = names.audiences.get(named.as_str());
        let is_known = known.is_some_and(|kind| !is_of_accounts || *kind == AudienceKind::Account);
        (!is_known).then_some((reader, suffix, named))
    });
    let told = misspelt.take(FAULTS_TOLD).map(|(reader, suffix, named)| {
        let phrase = format!("`{reader}` reads `{suffix}`, which is no audience's suffix");
        let close = did_you_mean(named, names.audiences.keys().copied()).filter(|close| close != named);
        let hint = close.map_or_else(
            || format!("declare `{named}`, or delete it from `reads`"),
            |close| format!("did you mean `{close}`?"),
        );
        setting(ground, AUDIENCES, &[reader, &suffix], phrase, hint)
    });
    told.collect()
}

/// Names in `rules` of policy, and in exceptions, are names of rules.
pub(super) fn unknown_rules(ground: &Ground<'_>) -> Vec<Finding> {
    let told = |path: &str, words: &[&str], name: &str| {
        let hint = meant_or(name, RULES.iter().map(|rule| rule.name), || {
            "the rules are listed by `candor check --rules`".to_owned()
        });
        setting(ground, path, words, format!("there is no rule `{name}`"), hint)
    };
    let is_unknown = |name: &&String| RULES.iter().all(|rule| rule.name != **name);
    let levels = ground.site.policy.rules.keys().filter(is_unknown).take(FAULTS_TOLD);
    let mut found: Vec<Finding> = levels.map(|name| told(POLICY, &["rules", name], name)).collect();
    for (path, record) in &ground.authors.records {
        let rules = record.allow.iter().map(|exception| &exception.rule).filter(is_unknown).take(FAULTS_TOLD);
        found.extend(rules.map(|name| told(path, &[name], name)));
    }
    found
}

/// Whom policy speaks of, there is.
pub(super) fn policy_names_audiences(ground: &Ground<'_>) -> Vec<Finding> {
    let names = Names::of(ground.site);
    let policy = &ground.site.policy;
    let of_severities = policy.severities.iter().flat_map(|(severity, lines)| {
        let before = lines.notify.values().filter_map(|line| line.before.as_ref());
        let named = lines.notify.keys().chain(before).chain(lines.approvals.keys());
        named.map(|name| (severity.as_str(), name))
    });
    let of_maintenance = policy.maintenance.keys().map(|name| ("maintenance", name));
    let misspelt = of_severities.chain(of_maintenance).filter(|(_, name)| !names.has(name));
    let told = misspelt.take(FAULTS_TOLD).map(|(entry, name)| {
        let known = names.audiences.keys().copied().chain(["public", "internal"]);
        let hint = meant_or(name, known, || "declare it in `content/audiences.yaml`, or delete the line".to_owned());
        setting(ground, POLICY, &[entry, name], format!("no audience is called `{name}`"), hint)
    });
    told.collect()
}

/// Whom settings may speak of.
struct Names<'a> {
    audiences: BTreeMap<&'a str, AudienceKind>,
    accounts: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(site: &'a Site) -> Self {
        Self {
            audiences: site.audiences.iter().map(|audience| (audience.name.as_str(), audience.kind)).collect(),
            accounts: site.accounts.iter().map(|account| account.key.as_str()).collect(),
        }
    }

    /// Whether somebody is called so.
    fn has(&self, written: &str) -> bool {
        match Suffix::parse(written) {
            _ if written == "public" => true,
            Ok(Suffix::Internal) => true,
            Ok(Suffix::Audience(name)) => self.audiences.contains_key(&*name),
            Ok(Suffix::Account { audience, account }) => {
                self.audiences.get(&*audience) == Some(&AudienceKind::Account) && self.accounts.contains(&*account)
            }
            _ => false,
        }
    }
}

/// A severity without a line in policy promises nobody anything.
pub(super) fn severity_unknown(ground: &Ground<'_>) -> Vec<Finding> {
    let known = &ground.site.policy.severities;
    let names = || known.keys().map(String::as_str);
    let mut hints: BTreeMap<&str, String> = BTreeMap::new();
    let heads = ground.site.incidents.iter().flat_map(|incident| &incident.heads);
    heads
        .filter_map(|head| Some((head, head.severity.as_ref()?)))
        .filter(|(_, severity)| !known.is_empty() && !known.contains_key(*severity))
        .map(|(head, severity)| {
            let listed = || format!("policy knows: {}", names().take(NAMES_TOLD).collect::<Vec<_>>().join(", "));
            let hint = hints.entry(severity).or_insert_with(|| meant_or(severity, names(), listed));
            ground.at_key(&head.path, "severity", format!("policy knows no severity `{severity}`"), hint)
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
