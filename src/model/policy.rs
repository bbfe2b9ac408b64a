//! What was promised about communication: per severity and audience, the first notice and the cadence.

use crate::quantity::Period;
use std::collections::BTreeMap;

/// `policy.yaml`: inside the company only, and there line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    pub severities: BTreeMap<String, SeverityPolicy>,
    /// How long before a window begins each suffix is told of it.
    pub maintenance: BTreeMap<String, Period>,
    /// Rules of `check` whose level is not the usual one.
    pub rules: BTreeMap<String, Level>,
    pub words: WordLists,
}

/// How much a rule's finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Stops `check` and `publish`.
    Error,
    Warning,
    /// Is not looked for.
    Off,
}

/// The site's own words, besides those that each rule knows. Each is a word or several, in small or capital letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordLists {
    /// In no text for people outside.
    pub forbid_public: Vec<String>,
    pub jargon: Vec<String>,
    pub blame: Vec<String>,
    pub platitudes: Vec<String>,
    pub speculation: Vec<String>,
    pub promises: Vec<String>,
    /// Companies on whose services we run, as they write themselves.
    pub vendors: Vec<String>,
    /// Endings of host names that only we can reach, as in `meridian.internal`.
    pub hosts: Vec<String>,
    /// In none of these lists, whoever wrote them.
    pub allow: Vec<String>,
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
