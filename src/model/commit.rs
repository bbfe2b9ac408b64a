//! What git knows of a file: when it was committed, by whom, and whether its words changed afterwards.

use jiff::Timestamp;
use std::collections::BTreeMap;

/// What git knows of the files of a site, by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    pub commits: BTreeMap<String, Commit>,
    /// Whether the clone is shallow: what lies before its first commit is not known.
    pub shallow: bool,
}

/// What git knows of one file, from the time on at which it first stood in this branch under its present suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub first: First,
    /// The last time its text changed after that.
    pub changed: Option<Stamp>,
    /// Whether the file differs now from what was committed last.
    pub pending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    At(Stamp),
    /// Before the history at hand, which is cut short.
    Earlier,
    /// It isn't committed yet.
    Never,
}

/// When something reached this branch, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub at: Timestamp,
    /// None if the history at hand doesn't reach back to the author.
    pub by: Option<String>,
}

impl History {
    /// What is known of a file; one that git doesn't know isn't committed.
    #[must_use]
    pub fn of(&self, path: &str) -> Commit {
        let never = || Commit { first: First::Never, changed: None, pending: false };
        self.commits.get(path).cloned().unwrap_or_else(never)
    }
}
