//! What went wrong or was planned: the documents of one folder, each part with its readers.

use super::words::Words;
use super::{Fact, Facts, NextUpdate};
use crate::name::Suffix;
use crate::state::{State, Status};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncidentKind {
    Incident,
    Maintenance,
}

impl IncidentKind {
    /// The folder in `content/` that those of a kind lie in.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Incident => "incidents",
            Self::Maintenance => "maintenance",
        }
    }
}

/// One folder: an incident, or a maintenance.
#[derive(Debug, Clone)]
pub struct Incident {
    pub kind: IncidentKind,
    /// The folder's name: its address in every edition that may read one document in it.
    pub folder: Arc<str>,
    /// `incident.md`, `incident.internal.md`…
    pub heads: Vec<Arc<Head>>,
    pub moments: Vec<Moment>,
    /// The moment with the stem `postmortem`.
    pub postmortem: Option<Moment>,
}

/// What one file says of the whole incident.
#[derive(Debug, Clone)]
pub struct Head {
    pub path: Arc<str>,
    pub suffix: Suffix,
    pub title: Option<String>,
    pub started: Option<Timestamp>,
    pub regions: Option<Vec<String>>,
    pub severity: Option<String>,
    pub detected: Option<Timestamp>,
    pub declared: Option<Timestamp>,
    pub business_response: Option<Box<BusinessResponse>>,
    pub roles: BTreeMap<String, String>,
    pub customers: Option<Box<Customers>>,
    pub links: BTreeMap<String, String>,
    /// Maintenance: the window, and what is under maintenance in it.
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub components: Option<Vec<String>>,
    pub words: Words,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessResponse {
    pub declared: Timestamp,
    pub by: Option<String>,
}

/// How many customers are hit: a number, a share in percent, at worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customers {
    pub count: Option<u64>,
    pub percent: Option<crate::quantity::Decimal>,
    pub worst_case: Option<u64>,
}

/// The files of one stem. What a reader sees of it is the union of the parts that the reader may read.
#[derive(Debug, Clone)]
pub struct Moment {
    pub stem: Arc<str>,
    /// From the widest to the narrowest.
    pub parts: Vec<Arc<Part>>,
}

/// One file of a moment. `status`, `at`, `components`, `corrects`, `backfilled`, `from`, `until` belong to the moment and have
/// one value across its parts; the rest belongs to this part alone.
#[derive(Debug, Clone)]
pub struct Part {
    pub path: Arc<str>,
    pub suffix: Suffix,
    pub status: Option<Status>,
    pub at: Option<Timestamp>,
    /// States by the id of the component, in the order of the ids.
    pub components: Option<Box<[(String, State)]>>,
    /// None where it says nothing of the kind: [`Self::particulars`].
    pub particulars: Option<Box<Particulars>>,
    /// An `at` ahead of now is meant.
    pub embargo: bool,
    pub next_update: Option<Fact<NextUpdate>>,
    pub facts: Arc<Facts>,
    pub words: Words,
}

/// What few files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Particulars {
    pub corrects: Option<String>,
    pub backfilled: Option<Timestamp>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// The template it was written from.
    pub template: Option<String>,
}

impl Particulars {
    const NONE: Self = Self { corrects: None, backfilled: None, from: None, until: None, template: None };

    /// Particulars to be held.
    #[must_use]
    pub fn held(self) -> Option<Box<Self>> {
        (self != Self::NONE).then(|| Box::new(self))
    }
}

impl Part {
    #[must_use]
    pub fn particulars(&self) -> &Particulars {
        self.particulars.as_deref().unwrap_or(&Particulars::NONE)
    }
}

/// A free page, by stem.
#[derive(Debug, Clone)]
pub struct Page {
    pub stem: Arc<str>,
    /// From the widest to the narrowest.
    pub parts: Vec<Arc<PagePart>>,
}

#[derive(Debug, Clone)]
pub struct PagePart {
    pub path: Arc<str>,
    pub suffix: Suffix,
    pub title: Option<String>,
    pub words: Words,
}

/// A file that documents refer to and that is passed on as it is.
#[derive(Debug, Clone)]
pub struct Attachment {
    pub path: Arc<str>,
    pub suffix: Suffix,
    /// Where it stands in every edition that shows it: named by its own bytes and nothing else.
    pub address: String,
    pub bytes: Arc<[u8]>,
}
