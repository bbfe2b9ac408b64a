//! Accounts whose figures a reader is entitled to.

use super::{AT_ONCE, Others, Sight, View, Viewpoint, weights};
use crate::edition::{Account, Promise, Threshold, Told, Weights};
use crate::model;
use crate::name::{EditionName, Grant, Reader, Suffix};
use jiff::Timestamp;
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

/// What accounts are told. What all of an audience are told alike is worked out once for all of them.
#[derive(Debug, Default)]
pub struct Common {
    /// By audience, as the edition of a stranger.
    audiences: BTreeMap<EditionName, Alike>,
}

/// What an account is told that nothing was ever written to, and whom more was written to.
#[derive(Debug)]
struct Alike {
    /// By incident in the site's order.
    each: Vec<Option<Told>>,
    all: Arc<[Told]>,
    /// By the suffix of an account: the incidents in which something was written to it alone, as places in that order.
    own: BTreeMap<Suffix, Vec<usize>>,
}

impl Common {
    /// What an account is told of all incidents of a site. `tell` gives what is told from a viewpoint of some of them.
    pub fn told(
        &mut self,
        site: &model::Site,
        reader: &Reader,
        now: Timestamp,
        mut tell: impl FnMut(&Viewpoint<'_>, &[Arc<model::Incident>]) -> Vec<Option<Told>>,
    ) -> Arc<[Told]> {
        let incidents = site.incidents.owned();
        let stranger = reader.stranger();
        let alike = self.audiences.entry(stranger.edition.clone()).or_insert_with(|| {
            let each = tell(&Viewpoint::new(site, &stranger, now), incidents);
            Alike { all: each.iter().flatten().cloned().collect(), each, own: own(incidents) }
        });
        let Some(places) = alike.own.get(&reader.own()) else { return alike.all.clone() };
        let written: Vec<Arc<model::Incident>> = places.iter().map(|at| incidents[*at].clone()).collect();
        let mut own = places.iter().zip(tell(&Viewpoint::new(site, reader, now), &written)).peekable();
        let told = alike.each.iter().enumerate().filter_map(|(at, common)| match own.next_if(|(own, _)| **own == at) {
            Some((_, told)) => told,
            None => common.clone(),
        });
        told.collect()
    }
}

/// By the suffix of an account: the incidents in which something was written to it alone, as places in the site's order.
fn own(incidents: &[Arc<model::Incident>]) -> BTreeMap<Suffix, Vec<usize>> {
    let mut own: BTreeMap<Suffix, Vec<usize>> = BTreeMap::new();
    for (at, incident) in incidents.iter().enumerate() {
        for account in incident.accounts() {
            let places = own.entry(account.clone()).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    own
}

/// What is told from a viewpoint of component states in some incidents.
#[must_use]
pub fn tell(point: &Viewpoint<'_>, incidents: &[Arc<model::Incident>]) -> Vec<Option<Told>> {
    incidents.par_iter().with_min_len(AT_ONCE).map(|incident| point.sight(incident).told()).collect()
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
