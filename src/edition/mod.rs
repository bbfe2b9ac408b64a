//! What one audience may see: the contract with themes, and the only types that leave.
//!
//! Everything here is a function of what the edition's readers may read. Places in lists are indices into
//! [`Edition::components`] and [`Edition::incidents`].

mod account;
mod cadence;
mod commit;
mod component;
mod facts;
mod fold;
mod health;
mod incident;
mod metrics;
mod project;
mod sla;
mod standing;
mod uptime;
mod words;

pub use account::{Account, Promise, Threshold, Told, Touched};
pub use cadence::{AccountTold, Ahead, Notice, Word};
pub use commit::{Commit, First, Stamp};
pub use component::{Banner, BannerKey, Component, Day, Group, MonthUptime};
pub use facts::{Ask, Confidence, Decision, Facts, Go, Line};
pub use fold::Span;
pub use incident::{Change, Customers, Incident, IncidentKind, Moment, Part, Phase, Response, Window};
pub use metrics::{
    AccountDowntime, AudienceMetrics, Figures, IncidentMetrics, Metrics, MonthAudience, MonthMetrics, Promises, RECENT,
    SeverityMetrics, YearMetrics,
};
pub use project::{Common, Others, Sight, Viewpoint, assemble, project, tell};
pub use sla::{Credit, Downtime, Exposure, SlaPeriod, Step, Sum, Weighed};
pub use standing::{Hold, Standing, Stands, Voice};
pub use words::{Address, Seam, Thread, Words};

use crate::name::EditionName;
use crate::quantity::{Decimal, Period};
use crate::shared::Shared;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The site as one audience may see it, at one instant.
#[derive(Debug, Serialize)]
pub struct Edition {
    /// As on the command line: `public`, `executives`, `strategic/acme`.
    pub name: String,
    #[serde(skip)]
    pub edition: EditionName,
    pub kind: Kind,
    /// What this audience is called; none for public.
    pub label: Option<String>,
    /// Where this edition stands, without a trailing slash; without it addresses are relative.
    pub url: Option<String>,
    pub site: Site,
    pub now: Timestamp,
    /// The latest `at` (or `backfilled`) of anything shown.
    pub updated: Option<Timestamp>,
    pub banner: Banner,
    pub groups: Vec<Group>,
    pub components: Vec<Component>,
    /// Incidents and maintenance, the latest start first.
    pub incidents: Shared<Incident>,
    pub pages: Vec<Page>,
    /// The accounts whose figures this audience is entitled to; in an account's own edition, itself alone.
    pub accounts: Vec<Account>,
    /// What these accounts are owed together, by period and currency, running ones first; inside the company only.
    pub owed: Vec<Sum>,
    /// What was promised to the audiences whose files may be read here, by severity; inside the company only.
    pub policy: BTreeMap<String, BTreeMap<String, Cadence>>,
    /// How well we communicated, over the audiences that may be read here; inside the company only.
    #[serde(skip)]
    pub metrics: Option<Metrics>,
    /// Files that something shown refers to, by address.
    #[serde(skip)]
    pub attachments: BTreeMap<String, Arc<[u8]>>,
    /// Moments that lie ahead of `now` and are absent from every output.
    #[serde(skip)]
    pub held_back: usize,
    /// Instants after `now` at which this edition changes by itself, ascending.
    #[serde(skip)]
    pub next: Vec<Timestamp>,
}

/// Which facts lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Public,
    Executive,
    Support,
    Engineering,
    Business,
    Account,
    General,
}

/// The public settings that a page shows.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    pub name: String,
    pub language: String,
    /// IANA name.
    pub timezone: String,
    pub support: Option<String>,
    pub description: Option<String>,
    /// `#rrggbb`.
    pub accent: Option<String>,
    /// Address of the logo.
    pub logo: Option<String>,
    pub links: Vec<Link>,
    pub footer: Option<String>,
    pub uptime: Weights,
}

#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub label: String,
    pub url: String,
}

/// How uptime is counted, for the page to say so: days, and how much of a state counts as down (0 to 1).
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Weights {
    pub days: u16,
    pub degraded_performance: Decimal,
    pub partial_outage: Decimal,
    pub major_outage: Decimal,
}

/// A free page.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    pub slug: Arc<str>,
    pub title: String,
    pub parts: Vec<Part>,
}

/// What policy promises one audience: seconds to the first word after declaration, and from word to word.
#[derive(Debug, Clone, Serialize)]
pub struct Cadence {
    pub within: Option<Period>,
    pub every: Option<Period>,
    pub before: Option<String>,
}

impl Edition {
    /// The name readers of a private edition see it under; for public, the site's.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.label {
            Some(label) => format!("{} · {label}", self.site.name),
            None => self.site.name.clone(),
        }
    }

    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind == Kind::Public
    }
}
