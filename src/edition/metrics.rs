//! How well we communicated: figures of each incident and each month, over the audiences that may be read here.
//!
//! Inside the company only. Every figure is a function of what the edition shows; what an audience was told counts from when it
//! could be read, so that a backfilled word is no early one.

mod incident;
mod month;

pub use incident::{AudienceMetrics, IncidentMetrics, Promises};
pub use month::{Figures, MonthAudience, MonthMetrics, RECENT, SeverityMetrics, YearMetrics};

use super::sla::Ground;
use super::{Account, Incident, IncidentKind};
use crate::quantity::Decimal;
use crate::shared::Shared;
use rayon::prelude::*;
use serde::Serialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Metrics {
    /// In the order of the edition's incidents: the latest start first; maintenance is not among them.
    pub incidents: Vec<IncidentMetrics>,
    /// The last twelve months, taken as one.
    pub recent: Figures,
    /// Every month in the site's zone, the latest first, back to the first incident.
    pub months: Vec<MonthMetrics>,
    /// The calendar years in which these months lie, the latest first.
    pub years: Vec<YearMetrics>,
}

impl Metrics {
    /// The figures of one of the edition's incidents; none of a maintenance.
    #[must_use]
    pub fn of(&self, incident: &Incident) -> Option<&IncidentMetrics> {
        // A maintenance may have the start and the slug of an incident.
        if incident.kind == IncidentKind::Maintenance {
            return None;
        }
        let place = (incident.started, &incident.slug);
        let found = self.incidents.binary_search_by(|one| place.cmp(&(one.started, &one.slug)));
        found.ok().map(|at| &self.incidents[at])
    }
}

/// What downtime an account was owed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountDowntime {
    pub key: String,
    pub name: String,
    /// Weighted as agreed with the account, by what the account itself was told.
    pub used: super::sla::Downtime,
}

/// Everything there is to measure.
pub(super) fn metrics(incidents: &Shared<Incident>, accounts: &[Account], ground: Ground<'_>) -> Metrics {
    let own = incidents.owned().par_iter().filter(|incident| incident.kind == IncidentKind::Incident);
    let measured: Vec<IncidentMetrics> = own.map(|incident| incident::measure(incident, accounts, ground)).collect();
    let month::Counted { recent, months, years } = month::months(&measured, accounts, ground);
    Metrics { incidents: measured, recent, months, years }
}

/// Customers times weighted minutes, to a tenth, rounded up.
fn customer_minutes(customers: u64, weighted_seconds: Decimal) -> Decimal {
    super::sla::Downtime::spent(Decimal(weighted_seconds.0.saturating_mul(i128::from(customers)))).minutes
}
