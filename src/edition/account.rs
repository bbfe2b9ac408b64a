//! A strategic customer as an entitled edition may see it.

use super::Span;
use crate::quantity::{Decimal, Money};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub key: String,
    pub name: String,
    /// Indices of the components it uses.
    pub components: Vec<usize>,
    pub contact: Option<String>,
    pub promise: Option<Promise>,
    /// Component states as the account itself is told of them; the only ground of its uptime and SLA.
    #[serde(skip)]
    pub spans: Vec<Span>,
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
