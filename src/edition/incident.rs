//! An incident or a maintenance as one audience may see it.

use super::{Facts, Hold, Span, Voice, Words};
use crate::quantity::Decimal;
use crate::state::{State, Status};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    Incident,
    Maintenance,
}

impl IncidentKind {
    /// The folder that pages of a kind stand in, from the edition's root.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Incident => "incidents",
            Self::Maintenance => "maintenance",
        }
    }
}

/// One folder. A maintenance is an incident that has a window.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    pub kind: IncidentKind,
    pub slug: Arc<str>,
    pub title: String,
    /// Of the latest moment; for a maintenance, what the clock has made of it.
    pub status: Status,
    /// Whether it still goes on; a maintenance is open while it is under way.
    pub open: bool,
    pub retracted: bool,
    /// The worst state it holds now.
    pub state: State,
    /// The worst state it ever held.
    pub impact: State,
    pub started: Timestamp,
    /// When it was over, if it is.
    pub ended: Option<Timestamp>,
    /// The `at` of the first moment shown.
    pub created: Timestamp,
    /// The latest `at` (or `backfilled`) of anything shown of it.
    pub updated: Timestamp,
    pub window: Option<Window>,
    pub regions: Box<[String]>,
    /// Indices of the components it ever touched.
    pub components: Vec<usize>,
    /// The earliest first.
    pub moments: Vec<Moment>,
    pub postmortem: Option<Box<Moment>>,
    /// Words of `incident.md` itself.
    pub parts: Vec<Part>,
    /// What stands now, by whose file said it; this edition's own audience first.
    pub voices: Vec<Voice>,
    /// Stop/go lines in force or released.
    pub holds: Vec<Hold>,
    pub workaround: Option<super::Stands<String>>,
    /// When the next word was promised, if a promise is open.
    pub next_update: Option<Timestamp>,
    // What insiders know of the whole incident.
    pub severity: Option<String>,
    pub detected: Option<Timestamp>,
    pub declared: Option<Timestamp>,
    pub business_response: Option<Box<Response>>,
    pub roles: BTreeMap<String, String>,
    pub customers: Option<Box<Customers>>,
    pub links: BTreeMap<String, String>,
    /// While it is open: what policy promises each audience that may be read here, and what it got.
    pub notices: Vec<super::Notice>,
    /// While it is open: the accounts it affects, of those shown here, and the last thing each was told.
    pub accounts: Vec<super::AccountTold>,
    /// Component states over time, as this edition knows them.
    #[serde(skip)]
    pub spans: Arc<[Span]>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    pub declared: Timestamp,
    pub by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Customers {
    pub count: Option<u64>,
    pub percent: Option<Decimal>,
    pub worst_case: Option<u64>,
}

/// The time a maintenance is planned for, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    pub from: Timestamp,
    pub until: Timestamp,
    pub phase: Phase,
    /// When it began, or will.
    pub begins: Timestamp,
    /// When it was over, or will be if nothing more is said; none while it overruns, or once started by hand.
    pub ends: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Ahead,
    UnderWay,
    Overrunning,
    Over,
    Cancelled,
}

/// One moment: the union of its parts that may be read here.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    /// Its anchor: the stem without the leading number.
    pub slug: Arc<str>,
    /// None for a postmortem.
    pub status: Option<Status>,
    /// When it happened.
    pub at: Timestamp,
    /// When it was posted, if that was later.
    pub backfilled: Option<Timestamp>,
    /// Slug of the moment it corrects.
    pub corrects: Option<Arc<str>>,
    /// Slugs of the moments that correct this one.
    pub corrected_by: Vec<Arc<str>>,
    pub changes: Box<[Change]>,
    pub parts: Box<[Part]>,
    pub workaround: Option<String>,
    pub next_update: Option<Timestamp>,
}

impl Moment {
    /// When readers could first read it.
    #[must_use]
    pub fn posted(&self) -> Timestamp {
        self.backfilled.unwrap_or(self.at)
    }
}

/// A component that goes from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    pub component: usize,
    pub from: State,
    pub to: State,
}

/// What one file says, under the name of whom it was written for.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// `public`, `internal`, `support`, `strategic.acme`.
    pub suffix: String,
    /// The account's name, where the suffix is an account's.
    pub account: Option<String>,
    /// Whether it was written for this edition's own audience.
    pub own: bool,
    /// When this part promises the next word; spans are counted from the moment's `at`.
    pub next_update: Option<Option<Timestamp>>,
    pub facts: Arc<Facts>,
    pub words: Words,
    /// What git knows of the file; inside the company only, and only if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<Box<super::Commit>>,
}

impl Incident {
    /// The file of its page, from the edition's root.
    #[must_use]
    pub fn page(&self) -> String {
        [self.kind.folder(), "/", &self.slug, ".html"].concat()
    }
}
