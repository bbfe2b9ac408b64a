//! Accounts whose figures a reader is entitled to.

use super::{AT_ONCE, Others, Sight, View, Viewpoint, weights};
use crate::edition::{Account, Promise, Threshold, Told, Weights};
use crate::model;
use crate::name::{EditionName, Grant, Reader, Suffix};
use rayon::prelude::*;
use std::collections::BTreeMap;
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
            sights.iter().filter_map(|sight| sight.told()).collect()
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

/// What all accounts of an audience are told alike: of each incident in which nothing was written to one of them alone.
#[derive(Debug)]
pub struct Common {
    /// What an account is told that nothing was ever written to, by incident in the site's order.
    each: Vec<Option<Told>>,
    all: Arc<[Told]>,
    /// By the suffix of an account: the incidents in which something was written to it, as places in that order.
    own: BTreeMap<Suffix, Vec<usize>>,
}

impl Common {
    #[must_use]
    pub fn new(incidents: &[Arc<model::Incident>], each: Vec<Option<Told>>) -> Self {
        let mut own: BTreeMap<Suffix, Vec<usize>> = BTreeMap::new();
        for (at, incident) in incidents.iter().enumerate() {
            for account in incident.accounts() {
                let places = own.entry(account.clone()).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Self { all: each.iter().flatten().cloned().collect(), each, own }
    }

    /// The incidents in which something was written to this reader alone, as places in the site's order.
    #[must_use]
    pub fn own(&self, reader: &Reader) -> &[usize] {
        self.own.get(&reader.own()).map_or(&[], Vec::as_slice)
    }

    /// What a reader is told of all incidents, if it is told `own` of its [`own`](Self::own) ones.
    #[must_use]
    pub fn with(&self, reader: &Reader, own: impl IntoIterator<Item = Option<Told>>) -> Arc<[Told]> {
        let mut own = self.own(reader).iter().zip(own).peekable();
        if own.peek().is_none() {
            return self.all.clone();
        }
        let told = self.each.iter().enumerate().filter_map(|(at, common)| match own.next_if(|(own, _)| **own == at) {
            Some((_, told)) => told,
            None => common.clone(),
        });
        told.collect()
    }
}

impl Viewpoint<'_> {
    /// What is told alike to all accounts of this one's audience.
    #[must_use]
    pub fn common(&self) -> Common {
        let Viewpoint { site, reader, now, zone, ids } = self;
        let stranger = Viewpoint { site, reader: &reader.stranger(), now: *now, zone: zone.clone(), ids: ids.clone() };
        let each = self.incidents().par_iter().with_min_len(AT_ONCE).map(|incident| stranger.sight(incident).told());
        Common::new(self.incidents(), each.collect())
    }

    /// What an account is told from here, besides what is told to all.
    #[must_use]
    pub fn told(&self, common: &Common) -> Arc<[Told]> {
        let own = common.own(self.reader).par_iter().with_min_len(AT_ONCE);
        let own: Vec<Option<Told>> = own.map(|at| self.sight(&self.incidents()[*at]).told()).collect();
        common.with(self.reader, own)
    }
}

impl Sight {
    /// What the reader is told by this of component states.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        let seen = self.incident.as_deref()?;
        Some(Told { kind: seen.kind, slug: seen.slug.clone(), spans: seen.spans.clone() })
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
