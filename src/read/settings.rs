//! The settings: `site.yaml` whole, `audiences.yaml` and `accounts.yaml` entry by entry, `policy.yaml` line by line.

use super::entries::{self, Entries, Entry};
use super::front_matter::{self, Budget};
use super::language;
use crate::diagnostic::{Diagnostic, Scope, did_you_mean};
use crate::model::{
    self, Account, Audience, AudienceKind, Cadence, Component, Credit, Group, Link, Policy, Settings, Sla, SlaPeriod,
};
use crate::name::{EditionName, Grant, Reader, Suffix, is_name};
use crate::quantity::{Decimal, Money, Period};
use crate::source::{Content, Source};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that is settled before a document is opened.
#[derive(Debug, Default)]
pub struct Settled {
    pub settings: Settings,
    pub audiences: Vec<Audience>,
    pub accounts: Vec<Account>,
    pub policy: Policy,
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
        readers.sort_by(|a, b| a.edition.cmp(&b.edition));
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
    if let Some((path, text)) = find("content/audiences.yaml") {
        settled.audiences = Reading { path: &path, text: &text, told: &mut told }.audiences();
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
        let known: Vec<String> =
            settled.settings.groups.iter().flat_map(|group| &group.components).map(|one| one.id.clone()).collect();
        settled.accounts = Reading { path: &path, text: &text, told: &mut told }.accounts(&audience, &known);
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

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    name: String,
    url: Option<String>,
    language: Option<String>,
    timezone: Option<String>,
    support: Option<String>,
    description: Option<String>,
    theme: Option<String>,
    accent: Option<String>,
    logo: Option<String>,
    links: Option<Vec<LinkEntry>>,
    footer: Option<String>,
    uptime: Option<UptimeEntry>,
    groups: Option<Vec<GroupEntry>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkEntry {
    label: String,
    url: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct UptimeEntry {
    days: Option<u16>,
    degraded_performance: Option<Decimal>,
    partial_outage: Option<Decimal>,
    major_outage: Option<Decimal>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    name: String,
    description: Option<String>,
    components: Vec<ComponentEntry>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    id: String,
    name: String,
    description: Option<String>,
    since: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceEntry {
    label: String,
    kind: KindEntry,
    reads: Option<Vec<String>>,
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindEntry {
    Executive,
    Support,
    Engineering,
    Business,
    Account,
    General,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountEntry {
    name: String,
    aliases: Option<Vec<String>>,
    components: Option<Vec<String>>,
    sla: Option<SlaEntry>,
    contact: Option<String>,
    url: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlaEntry {
    target: Decimal,
    period: PeriodEntry,
    credits: Option<Vec<CreditEntry>>,
    fee: Option<Money>,
    partial_outage: Option<Decimal>,
    degraded_performance: Option<Decimal>,
    counts_maintenance: Option<bool>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditEntry {
    below: Decimal,
    percent: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PeriodEntry {
    Month,
    Quarter,
    Year,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CadenceEntry {
    within: Option<Period>,
    every: Option<Period>,
    before: Option<String>,
}

impl Reading<'_> {
    /// A fault at the first place where a word is written, or at the start of the file.
    fn fault(&mut self, word: &str, phrase: String, hint: &str, scope: Scope) {
        let start = self.text.find(word).unwrap_or(0);
        let end = if self.text[start..].starts_with(word) { start + word.len() } else { start };
        self.told.push(Diagnostic::error(self.path, start..end, phrase).hint(hint).scope(scope));
    }

    fn site(&mut self) -> Settings {
        let scope = Scope::Readers(Suffix::Public);
        let decoded = front_matter::whole(self.path, self.text, &scope).and_then(|range| {
            front_matter::decode::<SiteFile>(self.path, self.text, range, &scope, Budget::settings())
        });
        let file = match decoded {
            Ok(file) => file,
            Err(faults) => {
                self.told.extend(faults);
                return Settings::default();
            }
        };
        let usual = Settings::default();
        let uptime = self.uptime(file.uptime);
        let settings = Settings {
            name: file.name,
            url: file.url.map(|url| url.trim_end_matches('/').to_owned()),
            language: file.language.unwrap_or(usual.language),
            timezone: file.timezone.unwrap_or(usual.timezone),
            support: file.support,
            description: file.description,
            theme: file.theme.unwrap_or(usual.theme),
            accent: file.accent,
            logo: file.logo,
            links: file
                .links
                .unwrap_or_default()
                .into_iter()
                .map(|link| Link { label: link.label, url: link.url })
                .collect(),
            footer: file.footer,
            uptime,
            groups: self.groups(file.groups.unwrap_or_default()),
        };
        self.judge(&settings);
        settings
    }

    fn judge(&mut self, settings: &Settings) {
        let public = || Scope::Readers(Suffix::Public);
        if TimeZone::get(&settings.timezone).is_err() {
            let phrase = format!("`{}` is no time zone", settings.timezone);
            self.fault(&settings.timezone, phrase, "write an IANA name, as in `Europe/Berlin`", public());
        }
        let addresses = [&settings.url, &settings.support].into_iter().flatten();
        for url in addresses.chain(settings.links.iter().map(|link| &link.url)) {
            if !is_outside_address(url) {
                let phrase = format!("`{url}` is no address");
                self.fault(url, phrase, "begin it with `https://`", public());
            }
        }
        if let Some(accent) = &settings.accent
            && !is_colour(accent)
        {
            let phrase = format!("`{accent}` is no colour");
            self.fault(accent, phrase, "write it as in `\"#0a5bd3\"`, in quotes", public());
        }
        if !is_name(&settings.theme) {
            let phrase = format!("`{}` is no name for a theme", settings.theme);
            self.fault(&settings.theme, phrase, "name a folder of `themes/` in small letters", public());
        }
    }

    fn uptime(&mut self, entry: Option<UptimeEntry>) -> model::Uptime {
        let usual = model::Uptime::default();
        let Some(entry) = entry else { return usual };
        let scope = || Scope::Readers(Suffix::Public);
        let weights = [entry.degraded_performance, entry.partial_outage, entry.major_outage];
        if weights.iter().flatten().any(|weight| !(0..=Decimal::UNIT).contains(&weight.0)) {
            self.fault("uptime", "a weight of uptime lies outside 0 to 1".to_owned(), "write it as in `0.3`", scope());
        }
        let uptime = model::Uptime {
            days: entry.days.unwrap_or(usual.days),
            degraded_performance: entry.degraded_performance.unwrap_or(usual.degraded_performance),
            partial_outage: entry.partial_outage.unwrap_or(usual.partial_outage),
            major_outage: entry.major_outage.unwrap_or(usual.major_outage),
        };
        if !(1..=365).contains(&uptime.days) {
            self.fault("days", "uptime is counted over 1 to 365 days".to_owned(), "write `days: 90`", scope());
            return usual;
        }
        if uptime.degraded_performance > uptime.partial_outage || uptime.partial_outage > uptime.major_outage {
            let hint = "let `degraded_performance`, `partial_outage` and `major_outage` rise in this order";
            self.fault("uptime", "a worse state weighs less than a better one".to_owned(), hint, scope());
        }
        uptime
    }

    fn groups(&mut self, entries: Vec<GroupEntry>) -> Vec<Group> {
        let mut known = BTreeSet::new();
        let mut groups = Vec::with_capacity(entries.len());
        for group in entries {
            let mut components = Vec::with_capacity(group.components.len());
            for entry in group.components {
                let scope = Scope::Readers(Suffix::Public);
                if !is_name(&entry.id) {
                    let phrase = format!("`{}` is no id", entry.id);
                    self.fault(&entry.id, phrase, "use small letters, digits and hyphens", scope.clone());
                    continue;
                }
                if !known.insert(entry.id.clone()) {
                    let phrase = format!("two components have the id `{}`", entry.id);
                    self.fault(&format!("id: {}", entry.id), phrase, "give each its own", scope.clone());
                    continue;
                }
                let since = entry.since.and_then(|written| match written.parse() {
                    Ok(date) => Some(date),
                    Err(_) => {
                        let phrase = format!("`{written}` is no date");
                        self.fault(&written, phrase, "write it as in `2025-03-01`", scope.clone());
                        None
                    }
                });
                components.push(Component { id: entry.id, name: entry.name, description: entry.description, since });
            }
            groups.push(Group { name: group.name, description: group.description, components });
        }
        groups
    }

    /// Takes the file apart; faults of the whole go to `scope`, repeated entries to those who read the entry.
    fn entries(&mut self, scope: Scope, own: impl Fn(&str) -> Scope) -> Vec<Entry> {
        let Entries { entries, repeated, strays } = entries::entries(self.path, self.text, &scope);
        self.told.extend(strays);
        self.told.extend(repeated.into_iter().map(|(key, fault)| fault.scope(own(&key))));
        entries
    }

    fn audiences(&mut self) -> Vec<Audience> {
        let own = |key: &str| Scope::Edition(EditionName::Audience(key.to_owned()));
        let mut audiences: Vec<Audience> = Vec::new();
        for entry in self.entries(Scope::Private, own) {
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
            audiences.push(Audience {
                name: entry.key.clone(),
                label: decoded.label,
                kind,
                reader: Reader::audience(&entry.key, grants),
                url: decoded.url.map(|url| url.trim_end_matches('/').to_owned()),
            });
        }
        audiences.sort_by(|a, b| a.name.cmp(&b.name));
        audiences
    }

    fn grants(&mut self, entry: &Entry, reads: Vec<String>, scope: &Scope) -> Vec<Grant> {
        let mut grants = Vec::with_capacity(reads.len());
        for written in reads {
            match Grant::parse(&written) {
                Ok(grant) => grants.push(grant),
                Err(_) => {
                    let at = self.text[entry.span.clone()].find(&written).map_or(entry.key_span.clone(), |at| {
                        entry.span.start + at..entry.span.start + at + written.len()
                    });
                    let phrase = format!("`{written}` is no suffix to read");
                    let hint =
                        "write `internal`, an audience's name, `name.account` or `name.*`; everyone reads public";
                    self.told.push(Diagnostic::error(self.path, at, phrase).hint(hint).scope(scope.clone()));
                }
            }
        }
        grants.sort();
        grants.dedup();
        grants
    }

    fn address(&mut self, url: Option<&str>, entry: &Entry, scope: &Scope) {
        if let Some(url) = url.filter(|url| !is_outside_address(url)) {
            let fault = Diagnostic::error(self.path, entry.key_span.clone(), format!("`{url}` is no address"));
            self.told.push(fault.hint("begin it with `https://`").scope(scope.clone()));
        }
    }

    fn accounts(&mut self, audience: &str, known: &[String]) -> Vec<Account> {
        let own =
            |key: &str| Scope::Readers(Suffix::Account { audience: audience.to_owned(), account: key.to_owned() });
        let mut accounts = Vec::new();
        for entry in self.entries(Scope::Private, own) {
            let scope = own(&entry.key);
            if !is_name(&entry.key) {
                let fault = Diagnostic::error(self.path, entry.key_span, format!("`{}` is no key", entry.key));
                self.told.push(fault.hint("use small letters, digits and hyphens").scope(scope));
                continue;
            }
            let decoded = match entries::decode::<AccountEntry>(self.path, self.text, &entry, &scope) {
                Ok(decoded) => decoded,
                Err(faults) => {
                    self.told.extend(faults);
                    continue;
                }
            };
            for id in decoded.components.iter().flatten().filter(|id| !known.contains(id)) {
                let at = self.text[entry.span.clone()].rfind(id.as_str()).unwrap_or(0) + entry.span.start;
                let fault = Diagnostic::error(self.path, at..at + id.len(), format!("there is no component `{id}`"));
                let close = did_you_mean(id, known.iter().map(String::as_str));
                let hint = close.map_or("take an id of `site.yaml`".to_owned(), |id| format!("did you mean `{id}`?"));
                self.told.push(fault.hint(hint).scope(scope.clone()));
            }
            self.address(decoded.url.as_deref(), &entry, &scope);
            accounts.push(Account {
                key: entry.key.clone(),
                name: decoded.name,
                aliases: decoded.aliases.unwrap_or_default(),
                components: decoded.components.unwrap_or_default(),
                sla: decoded.sla.and_then(|sla| self.sla(sla, &entry, &scope)),
                contact: decoded.contact,
                url: decoded.url.map(|url| url.trim_end_matches('/').to_owned()),
            });
        }
        accounts.sort_by(|a: &Account, b| a.key.cmp(&b.key));
        accounts
    }

    fn sla(&mut self, sla: SlaEntry, entry: &Entry, scope: &Scope) -> Option<Sla> {
        let credits: Vec<Credit> = sla
            .credits
            .unwrap_or_default()
            .into_iter()
            .map(|credit| Credit { below: credit.below, percent: credit.percent })
            .collect();
        let percents = || credits.iter().flat_map(|credit| [credit.below, credit.percent]).chain([sla.target]);
        if percents().any(|percent| !(0..=100 * Decimal::UNIT).contains(&percent.0)) {
            let fault = Diagnostic::error(self.path, entry.key_span.clone(), "a percentage lies outside 0 to 100");
            self.told.push(fault.hint("write it as in `99.95`").scope(scope.clone()));
            return None;
        }
        Some(Sla {
            target: sla.target,
            period: match sla.period {
                PeriodEntry::Month => SlaPeriod::Month,
                PeriodEntry::Quarter => SlaPeriod::Quarter,
                PeriodEntry::Year => SlaPeriod::Year,
            },
            credits,
            fee: sla.fee,
            partial_outage: sla.partial_outage,
            degraded_performance: sla.degraded_performance,
            counts_maintenance: sla.counts_maintenance.unwrap_or(false),
        })
    }

    /// Only what editions show is judged here, and that line by line: severities, their cadences, their approvals.
    fn policy(&mut self) -> Policy {
        let mut policy = Policy::default();
        for entry in self.entries(Scope::Inside, |_| Scope::Inside) {
            if entry.key == "severities" {
                let decoded =
                    entries::decode::<BTreeMap<String, SeverityEntry>>(self.path, self.text, &entry, &Scope::Inside);
                match decoded {
                    Ok(severities) => {
                        policy.severities =
                            severities.into_iter().map(|(name, severity)| (name, severity.severity())).collect();
                    }
                    Err(faults) => self.told.extend(faults),
                }
            }
        }
        policy
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeverityEntry {
    notify: Option<BTreeMap<String, CadenceEntry>>,
    approvals: Option<BTreeMap<String, Vec<String>>>,
}

impl SeverityEntry {
    fn severity(self) -> model::SeverityPolicy {
        let cadence = |line: CadenceEntry| Cadence { within: line.within, every: line.every, before: line.before };
        model::SeverityPolicy {
            notify: self
                .notify
                .unwrap_or_default()
                .into_iter()
                .map(|(audience, line)| (audience, cadence(line)))
                .collect(),
            approvals: self.approvals.unwrap_or_default(),
        }
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
    (!is_name(key)).then(|| (format!("`{key}` is no name"), "use small letters, digits and hyphens"))
}

fn is_outside_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let mail = url.strip_prefix("mailto:");
    rest.or(mail).is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

fn is_colour(written: &str) -> bool {
    written.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
