//! `accounts.yaml`: strategic customers, entry by entry.

use super::Reading;
use crate::diagnostic::{Diagnostic, Scope, meant_or};
use crate::model::{Account, Credit, Sla, SlaPeriod};
use crate::name::{Suffix, is_device, is_name};
use crate::quantity::{Decimal, Money};
use crate::read::entries::{self, Entry};
use crate::read::front_matter::FAULTS_TOLD;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountEntry {
    /// The account's name, as it reads it itself.
    name: String,
    /// Other names, looked for in words that others read; shown to nobody.
    aliases: Option<Vec<String>>,
    /// Ids of the components it uses.
    components: Option<Vec<String>>,
    /// What was agreed on.
    sla: Option<SlaEntry>,
    /// Whom it may call.
    contact: Option<String>,
    /// Where its edition stands.
    url: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SlaEntry {
    /// The uptime agreed on, in percent.
    target: Decimal,
    /// Over which time it counts.
    period: PeriodEntry,
    /// What is owed below which uptime.
    credits: Option<Vec<CreditEntry>>,
    /// The fee of one period, as in `40000 EUR`.
    fee: Option<Money>,
    /// How much of this state counts as down, if other than the site's.
    partial_outage: Option<Decimal>,
    /// How much of this state counts as down, if other than the site's.
    degraded_performance: Option<Decimal>,
    /// Whether announced maintenance counts as down.
    counts_maintenance: Option<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreditEntry {
    /// The uptime below which it is owed, in percent.
    below: Decimal,
    /// The share of the fee, in percent.
    percent: Decimal,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PeriodEntry {
    Month,
    Quarter,
    Year,
}

impl Reading<'_> {
    pub(super) fn accounts(&mut self, audience: &str, known: Option<&BTreeSet<String>>) -> Vec<Account> {
        let own =
            |key: &str| Scope::Readers(Suffix::Account { audience: audience.to_owned(), account: key.to_owned() });
        let mut accounts = Vec::new();
        for entry in self.entries(&Scope::Private, own) {
            let scope = own(&entry.key);
            if !is_name(&entry.key) {
                let fault = Diagnostic::error(self.path, entry.key_span, format!("`{}` is no key", entry.key));
                self.told.push(fault.hint("use small letters, digits and hyphens").scope(scope));
                continue;
            }
            if is_device(&entry.key) {
                let phrase = format!("`{}` names a device on Windows, where no folder can be called so", entry.key);
                let hint = "choose another key: the edition's folder is called by it";
                self.told.push(Diagnostic::error(self.path, entry.key_span, phrase).hint(hint).scope(scope));
                continue;
            }
            let decoded = match entries::decode::<AccountEntry>(self.path, self.text, &entry, &scope) {
                Ok(decoded) => decoded,
                Err(faults) => {
                    self.told.extend(faults);
                    continue;
                }
            };
            if let Some(known) = known {
                let ids = decoded.components.iter().flatten();
                for id in ids.filter(|id| !known.contains(*id)).take(FAULTS_TOLD) {
                    let at = self.text[entry.span.clone()].rfind(id.as_str()).unwrap_or(0) + entry.span.start;
                    let phrase = format!("there is no component `{id}`");
                    let known = known.iter().map(String::as_str);
                    let hint = meant_or(id, known, || "take an id of `site.yaml`".to_owned());
                    let fault = Diagnostic::error(self.path, at..at + id.len(), phrase);
                    self.told.push(fault.hint(hint).scope(scope.clone()));
                }
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
        accounts.sort_unstable_by(|a: &Account, b| a.key.cmp(&b.key));
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
}
