//! What git knows of a file that is shown: when it was committed, by whom, and whether its words changed afterwards.

use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commit {
    pub first: First,
    /// The last time its text changed after the first commit.
    pub changed: Option<Stamp>,
    /// Whether the file differs now from what was committed last.
    pub pending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum First {
    At(Stamp),
    /// Before the history at hand, which is cut short.
    Earlier,
    /// It isn't committed yet.
    Never,
}

/// When something reached the branch that is shown, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamp {
    pub at: Timestamp,
    /// None if the history at hand doesn't reach back to the author.
    pub by: Option<String>,
}
