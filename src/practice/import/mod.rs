//! What another status page has told, as files of a site. Nothing is guessed that it did not say; what has no place here is
//! told, and the file it came from stays as it was.
//!
//! Everything here is pure: it is handed texts, says what the files would be, and `cli` writes them.

mod cstate;
mod files;
mod html;
mod instant;
mod statuspage;
mod words;

pub use cstate::cstate;
pub use files::{Put, files};
pub use statuspage::statuspage;

use crate::state::{State, Status};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A page as another system keeps it.
#[derive(Debug, Default)]
pub struct Told {
    pub name: Option<String>,
    pub url: Option<String>,
    /// An IANA name.
    pub timezone: Option<String>,
    pub description: Option<String>,
    pub groups: Vec<Group>,
    /// In the order of their beginnings.
    pub records: Vec<Record>,
    /// What has no place here.
    pub left: Vec<Left>,
}

#[derive(Debug)]
pub struct Group {
    pub name: String,
    pub components: Vec<Component>,
}

#[derive(Debug)]
pub struct Component {
    /// What the other system calls it in its records.
    pub key: String,
    pub name: String,
    pub description: Option<String>,
}

/// An incident or a maintenance.
#[derive(Debug)]
pub struct Record {
    /// The file or id it came from.
    pub source: String,
    pub title: String,
    pub kind: Kind,
    /// What was said of the whole, in Markdown that may stand in a body.
    pub words: String,
    /// In the order of time.
    pub moments: Vec<Moment>,
    pub postmortem: Option<(Timestamp, String)>,
}

#[derive(Debug)]
pub enum Kind {
    Incident {
        started: Timestamp,
    },
    Maintenance {
        from: Timestamp,
        until: Timestamp,
        /// By their keys.
        components: Vec<String>,
    },
}

#[derive(Debug)]
pub struct Moment {
    pub status: Status,
    pub at: Timestamp,
    /// When it was posted, if that was later.
    pub posted: Option<Timestamp>,
    /// By the components' keys.
    pub states: Vec<(String, State)>,
    /// In Markdown that may stand in a body.
    pub words: String,
}

/// Something that is not taken over, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Left {
    pub source: String,
    pub why: String,
}

impl Told {
    /// With its records in the order of their beginnings.
    fn ordered(mut self) -> Self {
        self.records.sort_by(|a, b| (a.begins(), &a.source).cmp(&(b.begins(), &b.source)));
        self
    }

    fn leave(&mut self, source: &str, why: &anyhow::Error) {
        self.left.push(Left { source: source.to_owned(), why: format!("{why:#}") });
    }

    /// The zone of the old page.
    fn zone(&self) -> TimeZone {
        self.timezone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
    }
}

impl Record {
    /// The first instant of it, by which its folder is named.
    fn begins(&self) -> Timestamp {
        match self.kind {
            Kind::Incident { started } => started,
            Kind::Maintenance { from, .. } => from,
        }
    }
}

/// Moments as other systems list them, the latest first, in the order of time.
fn by_time(mut moments: Vec<Moment>) -> Vec<Moment> {
    moments.reverse();
    moments.sort_by_key(|moment| moment.at);
    moments
}
