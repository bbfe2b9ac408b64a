//! What was promised about communication: per severity and audience, the first notice and the cadence.

use crate::quantity::Period;
use std::collections::BTreeMap;

/// `policy.yaml`: inside the company only, and there line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    pub severities: BTreeMap<String, SeverityPolicy>,
}

/// The lines of one severity, by the suffix that each is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeverityPolicy {
    pub notify: BTreeMap<String, Cadence>,
    /// Roles whose approval the words for this suffix need.
    pub approvals: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cadence {
    /// From `declared` to the first word.
    pub within: Option<Period>,
    /// From one word to the next, until resolved.
    pub every: Option<Period>,
    /// The audience that must not hear earlier.
    pub before: Option<String>,
}
