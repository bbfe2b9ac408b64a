//! Typed facts as an edition shows them. A fact that was ended by `none` says so with an empty value.

use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The facts of one part, but when the next word comes. Absent: not given. An inner `None`: given as `none`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facts {
    pub bottom_line: Option<Option<String>>,
    pub confidence: Option<Option<Confidence>>,
    pub asks: Option<Option<Vec<Ask>>>,
    pub decisions: Option<Option<Vec<Decision>>>,
    pub risks: Option<Option<Vec<String>>>,
    pub unknowns: Option<Option<Vec<String>>>,
    pub say: Option<Option<Vec<String>>>,
    pub dont_say: Option<Option<Vec<String>>>,
    pub macro_name: Option<Option<String>>,
    pub escalate_to: Option<Option<String>>,
    pub lines: Option<Option<Vec<Line>>>,
    pub condition: Option<Option<String>>,
    pub actions: Option<Option<Vec<String>>>,
    pub needs: Option<Option<Vec<String>>>,
    pub watch_for: Option<Option<Vec<String>>>,
    pub links: Option<Option<BTreeMap<String, String>>>,
    /// Indices of components.
    pub affects: Option<Option<Vec<usize>>>,
    pub contact: Option<Option<String>>,
    pub workaround: Option<Option<String>>,
}

/// No facts at all: what most parts say.
static NONE: LazyLock<Arc<Facts>> = LazyLock::new(Arc::default);

impl Facts {
    /// Facts to be held; those that say nothing are held once for all.
    #[must_use]
    pub(super) fn shared(self) -> Arc<Self> {
        if self == **NONE { NONE.clone() } else { Arc::new(self) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    pub what: String,
    pub of: Option<String>,
    pub by: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub what: String,
    pub owner: Option<String>,
    pub by: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub function: String,
    pub go: Go,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Go {
    Go,
    Hold,
    Watch,
}
