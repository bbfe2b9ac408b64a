//! What each figure means, in words for the page and the file.

use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The figure's name in `metrics.json`.
    pub name: &'static str,
    pub title: &'static str,
    pub text: &'static str,
}

const ALL: [(&str, &str, &str); 15] = [
    (
        "first_public",
        "First public word",
        "When the first part written for everyone could be read. It is counted from the start, the detection and the \
         declaration; below zero if it came before them.",
    ),
    (
        "first",
        "First word to an audience",
        "When the first part written for that audience could be read. Words for other audiences that it may read as well \
         are not counted.",
    ),
    (
        "lead",
        "Lead over public",
        "How much earlier an audience had its first word than the public; below zero if later.",
    ),
    (
        "promises",
        "Promised next updates",
        "A promise is a `next_update` that says when. It is kept if those it was made to could read another word, public or \
         written for them, at or before that time; missed if that time has passed without; open otherwise.",
    ),
    (
        "longest_silence",
        "Longest silence",
        "The longest time between two words that an audience could read, public or written for it, from its first word until \
         the end, or until now while the incident is open.",
    ),
    ("updates", "Updates", "Moments in which something was written for an audience; a postmortem is not among them."),
    ("words", "Words", "Words of prose written for an audience; typed facts are not counted."),
    (
        "to_identify",
        "Time to identify",
        "From the start to the first moment that is identified, monitoring or resolved.",
    ),
    ("to_resolve", "Time to resolve", "From the start to the end. False alarms and open incidents have none."),
    (
        "customer_minutes",
        "Customer-minutes",
        "Customers affected, where their number is known, times the minutes in which any component was down, weighted as the \
         settings of the site say.",
    ),
    (
        "sla",
        "SLA minutes",
        "Downtime of an account's components, weighted as agreed, by what the account itself was told. Where incidents overlap, \
         each counts in its own line, and the month counts the time once.",
    ),
    (
        "credits",
        "Credits",
        "Per currency, what is owed for the periods that end in a month; for a period that still runs, what is owed so far.",
    ),
    (
        "corrections",
        "Corrections and backfills",
        "Moments that correct an earlier one; moments that say they were posted later.",
    ),
    ("false_alarms", "False alarms", "Incidents that were retracted."),
    ("reopened", "Reopened", "How often an unfinished moment followed a resolved or a retracted one."),
];

pub(super) fn all() -> Vec<Definition> {
    ALL.into_iter().map(|(name, title, text)| Definition { name, title, text }).collect()
}
