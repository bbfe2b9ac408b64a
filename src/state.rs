//! The field's standard words for how a component is and how far an incident has come.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a component is, from best to worst. Source of the order: the roll-up of Statuspage v2, where a component
/// under maintenance weighs less than a degraded one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Operational,
    UnderMaintenance,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Operational, Self::UnderMaintenance, Self::DegradedPerformance, Self::PartialOutage, Self::MajorOutage];

    /// The worst of several; operational if there are none.
    pub fn worst(states: impl IntoIterator<Item = Self>) -> Self {
        states.into_iter().max().unwrap_or_default()
    }

    /// The word as it is written in front matter and in the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::UnderMaintenance => "under_maintenance",
            Self::DegradedPerformance => "degraded_performance",
            Self::PartialOutage => "partial_outage",
            Self::MajorOutage => "major_outage",
        }
    }
}

/// How far an incident or a maintenance has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Investigating,
    Identified,
    Monitoring,
    Resolved,
    /// A false alarm: its states leave all history, its page stays and says so.
    Retracted,
    Scheduled,
    InProgress,
    Verifying,
    Completed,
    Cancelled,
}

impl Status {
    pub const OF_INCIDENTS: [Self; 5] =
        [Self::Investigating, Self::Identified, Self::Monitoring, Self::Resolved, Self::Retracted];
    pub const OF_MAINTENANCE: [Self; 5] =
        [Self::Scheduled, Self::InProgress, Self::Verifying, Self::Completed, Self::Cancelled];

    /// Whether nothing more is to be expected after it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Resolved | Self::Retracted | Self::Completed | Self::Cancelled)
    }

    /// The word as it is written in front matter and in the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
            Self::Retracted => "retracted",
            Self::Scheduled => "scheduled",
            Self::InProgress => "in_progress",
            Self::Verifying => "verifying",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
}
