//! Accounts whose figures a reader is entitled to.

use super::{AT_ONCE, Others, Sight, View, Viewpoint, weights};
use crate::edition::{Account, Incident, Promise, Threshold, Told, Weights};
use crate::model;
use crate::name::{EditionName, Grant, Reader, Suffix};
use rayon::prelude::*;
use std::sync::Arc;

impl View<'_> {
    /// An account this reader is entitled to: what it is told may all be read here, or it is the reader itself.
    pub(super) fn account(
        &self,
        account: &model::Account,
        sights: &[Arc<Sight>],
        others: &mut Others<'_>,
    ) -> Option<Account> {
        let model::Account { key, name, aliases: _, components, sla, contact, url: _ } = account;
        let told = account_reader(self.point.reader, key)?;
        let heard = if told.edition == self.point.reader.edition {
            told_of(sights)
        } else if self.point.reader.covers(&told) {
            others(&told)
        } else {
            return None;
        };
        let components =
            if components.is_empty() { (0..self.point.ids.len()).collect() } else { self.indices(components) };
        let weights = weights(&self.point.site.settings.uptime);
        Some(Account {
            key: key.clone(),
            name: name.clone(),
            components,
            contact: contact.clone(),
            promise: sla.as_ref().map(|sla| promise(sla, weights)),
            uptime: None,
            exposure: None,
            touched: Vec::new(),
            suffix: told.own().to_string(),
            told: heard,
        })
    }
}

/// What a reader who sees this is told of component states.
#[must_use]
pub fn told_of(sights: &[Arc<Sight>]) -> Arc<[Told]> {
    sights.iter().filter_map(|sight| sight.incident.as_deref()).map(Told::of).collect()
}

impl Viewpoint<'_> {
    /// As [`told_of`] of all that is seen from here, without keeping more of it.
    #[must_use]
    pub fn told(&self) -> Arc<[Told]> {
        let all = self.incidents().par_iter().with_min_len(AT_ONCE);
        let told: Vec<Told> =
            all.filter_map(|incident| self.sight(incident).incident.as_deref().map(Told::of)).collect();
        told.into()
    }
}

impl Told {
    fn of(incident: &Incident) -> Self {
        Self { kind: incident.kind, slug: incident.slug.clone(), spans: incident.spans.clone() }
    }
}

/// The reader that an account's own edition is made for, by the name that this reader's grants give the audience of accounts.
fn account_reader(reader: &Reader, key: &str) -> Option<Reader> {
    if let EditionName::Account { audience, account } = &reader.edition {
        return (account == key).then(|| Reader::account(audience, account));
    }
    reader.grants.iter().find_map(|grant| match grant {
        Grant::EveryAccount(audience) => Some(Reader::account(audience, key)),
        Grant::Suffix(Suffix::Account { audience, account }) if account == key => Some(Reader::account(audience, key)),
        Grant::Suffix(_) => None,
    })
}

fn promise(sla: &model::Sla, site: Weights) -> Promise {
    let model::Sla { target, period, credits, fee, partial_outage, degraded_performance, counts_maintenance } = sla;
    Promise {
        target: *target,
        period: match period {
            model::SlaPeriod::Month => "month",
            model::SlaPeriod::Quarter => "quarter",
            model::SlaPeriod::Year => "year",
        }
        .to_owned(),
        thresholds: credits
            .iter()
            .map(|model::Credit { below, percent }| Threshold { below: *below, percent: *percent })
            .collect(),
        fee: fee.clone(),
        partial_outage: partial_outage.unwrap_or(site.partial_outage),
        degraded_performance: degraded_performance.unwrap_or(site.degraded_performance),
        counts_maintenance: *counts_maintenance,
    }
}
