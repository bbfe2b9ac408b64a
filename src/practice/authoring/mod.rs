//! What to write when something has happened: the files that policy asks for, in words that were signed off beforehand.
//!
//! Everything here is pure: it says what the files would be, and `cli` writes them.

pub mod blank;
mod choose;
mod feedback;
mod file;
mod incident;
mod matrix;
mod named;
mod postmortem;
mod slug;
mod update;
pub mod when;
mod who;
mod word;
pub(super) mod yaml;

pub use choose::{Choice, occasions};
pub use feedback::{append, sign};
pub use incident::{Opening, Window, maintenance, open};
pub use matrix::{Cell, Coverage, coverage};
pub use named::{Unnamed, named};
pub use postmortem::{awaiting, postmortem};
pub use slug::slug;
pub use update::{Next, cadence_missing, update};
pub use who::{facts_bearing, owed_by_policy, owed_later};
pub use word::Word;

use super::template::Template;
use crate::model::Site;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What an author has before them.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub site: &'a Site,
    /// By name.
    pub templates: &'a BTreeMap<String, Template>,
    pub now: Timestamp,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// From `content/` on.
    pub path: String,
    pub text: String,
    /// The template it was filled from, and whether that is signed off.
    pub template: Option<(String, Standing)>,
}

/// How far a template may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    SignedOff,
    Unapproved,
    PastReview,
}

impl Desk<'_> {
    /// The zone that the site shows times in.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.site.settings.timezone).unwrap_or(TimeZone::UTC)
    }

    /// What a template is worth today.
    #[must_use]
    pub fn standing(&self, template: &Template) -> Standing {
        let today = self.now.to_zoned_datetime(TimeZone::UTC).date();
        if !template.is_approved() {
            Standing::Unapproved
        } else if template.holds_on(today) {
            Standing::SignedOff
        } else {
            Standing::PastReview
        }
    }
}
