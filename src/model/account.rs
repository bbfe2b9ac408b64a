//! A strategic customer, and what it was promised.

use crate::quantity::{Decimal, Money};

/// One entry of `accounts.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub key: String,
    pub name: String,
    /// For `check` alone; no edition sees them.
    pub aliases: Vec<String>,
    /// Ids; empty means every component.
    pub components: Vec<String>,
    pub sla: Option<Sla>,
    pub contact: Option<String>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sla {
    /// Percent of uptime.
    pub target: Decimal,
    pub period: SlaPeriod,
    pub credits: Vec<Credit>,
    /// For one period.
    pub fee: Option<Money>,
    /// Weight of a partial outage; the site's if absent.
    pub partial_outage: Option<Decimal>,
    /// Weight of degraded performance; the site's if absent.
    pub degraded_performance: Option<Decimal>,
    /// Whether announced maintenance counts as down.
    pub counts_maintenance: bool,
}

/// Below this percentage of uptime, this percentage of the fee is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    pub below: Decimal,
    pub percent: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlaPeriod {
    Month,
    Quarter,
    Year,
}
