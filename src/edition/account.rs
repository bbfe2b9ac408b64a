//! A strategic customer as an entitled edition may see it.

use super::{Downtime, Exposure, Incident, IncidentKind, Span};
use crate::quantity::{Decimal, Money};
use serde::Serialize;
use std::sync::Arc;

#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub key: String,
    pub name: String,
    /// Indices of the components it uses.
    pub components: Vec<usize>,
    pub contact: Option<String>,
    pub promise: Option<Promise>,
    /// Percent over the days of the settings, weighted as agreed; none before the first day of its components.
    pub uptime: Option<Decimal>,
    /// How it stands against its promise.
    pub exposure: Option<Exposure>,
    /// What went on with its components by what the account itself is told, the latest first.
    pub touched: Vec<Touched>,
    /// The suffix of its own words: `strategic.acme`.
    #[serde(skip)]
    pub suffix: String,
    /// What the account itself is told of component states, by incident in order of kind and slug; the only ground of
    /// its uptime and SLA.
    #[serde(skip)]
    pub told: Arc<[Told]>,
}

/// An incident or maintenance that touched an account's components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// Index of the incident.
    pub incident: usize,
    /// What it alone cost the account, weighted as agreed. Where incidents overlap each counts in its own line.
    pub used: Downtime,
}

/// Component states of one incident or maintenance as an account is told of them.
#[derive(Debug, Clone)]
pub struct Told {
    pub kind: IncidentKind,
    pub slug: Arc<str>,
    pub spans: Arc<[Span]>,
}

impl Account {
    /// Component states as the account itself is told of them.
    pub fn spans(&self) -> impl Iterator<Item = &Span> {
        self.told.iter().flat_map(|told| told.spans.iter())
    }

    /// What the account is told of the states of one incident.
    #[must_use]
    pub fn spans_of(&self, incident: &Incident) -> &[Span] {
        let found = self.told.binary_search_by(|told| (told.kind, &told.slug).cmp(&(incident.kind, &incident.slug)));
        found.map_or(&[], |index| &self.told[index].spans)
    }

    /// The suffix of the words for every account: `strategic`.
    #[must_use]
    pub fn audience(&self) -> &str {
        self.suffix.split_once('.').map_or("", |(audience, _)| audience)
    }
}

/// The service level agreed with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Percent of uptime.
    pub target: Decimal,
    /// `month`, `quarter` or `year`.
    pub period: String,
    pub thresholds: Vec<Threshold>,
    /// For one period.
    pub fee: Option<Money>,
    pub partial_outage: Decimal,
    pub degraded_performance: Decimal,
    pub counts_maintenance: bool,
}

/// Below this percentage of uptime, this percentage of the fee is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Threshold {
    pub below: Decimal,
    pub percent: Decimal,
}
