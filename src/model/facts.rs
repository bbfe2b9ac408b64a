//! What a part of an update says in typed words, besides its prose.

use crate::quantity::Period;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// A fact that may be ended by the word `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    None,
    Says(T),
}

/// The facts of every kind of audience, but when the next word comes, which most updates say. Which of them a part may give is settled by its audience's kind; they are
/// kept in one struct because an edition may read parts of audiences whose entry it may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub workaround: Option<Fact<String>>,
    // executive
    pub bottom_line: Option<Fact<String>>,
    pub confidence: Option<Fact<Confidence>>,
    pub asks: Option<Fact<Vec<Ask>>>,
    pub decisions: Option<Fact<Vec<Decision>>>,
    pub risks: Option<Fact<Vec<String>>>,
    pub unknowns: Option<Fact<Vec<String>>>,
    // support
    pub say: Option<Fact<Vec<String>>>,
    pub dont_say: Option<Fact<Vec<String>>>,
    pub macro_name: Option<Fact<String>>,
    pub escalate_to: Option<Fact<String>>,
    // business
    pub lines: Option<Fact<Vec<Line>>>,
    // engineering
    pub condition: Option<Fact<String>>,
    pub actions: Option<Fact<Vec<String>>>,
    pub needs: Option<Fact<Vec<String>>>,
    pub watch_for: Option<Fact<Vec<String>>>,
    pub links: Option<Fact<BTreeMap<String, String>>>,
    // account
    pub affects: Option<Fact<Vec<String>>>,
    pub contact: Option<Fact<String>>,
}

/// No facts at all: what most parts say.
static NONE: LazyLock<Arc<Facts>> = LazyLock::new(Arc::default);

impl Facts {
    /// Facts to be held; those that say nothing are held once for all.
    #[must_use]
    pub fn shared(self) -> Arc<Self> {
        if self == **NONE { NONE.clone() } else { Arc::new(self) }
    }
}

/// When the next word comes: at a time, or this long after the update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextUpdate {
    At(Timestamp),
    After(Period),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub what: String,
    pub of: Option<String>,
    pub by: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub what: String,
    pub owner: Option<String>,
    pub by: Option<Timestamp>,
}

/// The stop/go line of one business function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub function: String,
    pub go: Go,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    Go,
    Hold,
    Watch,
}
