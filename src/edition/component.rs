//! Components, their days and their uptime, and the banner above them all.

use crate::quantity::Decimal;
use crate::state::State;
use jiff::civil::Date;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Group {
    pub name: String,
    pub description: Option<String>,
    /// The worst of its components now.
    pub state: State,
    /// Indices of its components.
    pub components: Vec<usize>,
    /// The mean of its components, in percent.
    pub uptime: Option<Decimal>,
}

/// A thing that can fail, as it is now and was.
#[derive(Debug, Clone, Serialize)]
pub struct Component {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub since: Option<Date>,
    pub group: String,
    /// Index of its group.
    pub group_index: usize,
    pub state: State,
    /// When its state last changed, if it ever did.
    pub changed: Option<jiff::Timestamp>,
    /// One for each of the last days, the earliest first.
    pub days: Vec<Day>,
    /// Percent over the days of the settings; none before its first day.
    pub uptime: Option<Decimal>,
    pub uptime_30: Option<Decimal>,
    pub uptime_365: Option<Decimal>,
    /// The last twelve months, the latest first.
    pub months: Vec<MonthUptime>,
    /// Indices of incidents that touched it, the latest first.
    pub incidents: Vec<usize>,
}

/// One day of one component, in the site's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    pub date: Date,
    /// The worst state of the day; none before the component's first day.
    pub state: Option<State>,
    /// Whole minutes, rounded up, in each state that is not operational.
    pub degraded: u32,
    pub partial: u32,
    pub major: u32,
    pub maintenance: u32,
    /// Indices of the incidents that touched it that day.
    pub incidents: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthUptime {
    /// First day of the month.
    pub month: Date,
    pub uptime: Option<Decimal>,
}

/// The one line that tells whether it is them or us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Banner {
    pub key: BannerKey,
    /// The worst state of any component.
    pub state: State,
    /// Open incidents, maintenance not among them.
    pub open: usize,
    /// Maintenance under way.
    pub maintenance: usize,
    /// Indices of the components that are not operational.
    pub affected: Vec<usize>,
}

/// What the banner says. Never that all is well above an open incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BannerKey {
    Operational,
    /// Every component works, and an incident is open all the same.
    IncidentOpen,
    UnderMaintenance,
    DegradedPerformance,
    PartialOutage,
    /// Some component is out.
    SomeMajorOutage,
    /// Every component is out.
    MajorOutage,
}
