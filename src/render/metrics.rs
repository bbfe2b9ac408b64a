//! `metrics.json`: how well we communicated, for whoever counts it further. Inside the company only.

use super::strings::Strings;
use crate::edition::{
    Account, Edition, Exposure, Figures, IncidentMetrics, Metrics, MonthMetrics, Promise, Sum, YearMetrics,
};
use crate::quantity::Decimal;
use jiff::Timestamp;
use serde::Serialize;

/// Counts up when a reader written for an earlier form would be misled.
const VERSION: u8 = 1;

/// The file as a whole. Spans are whole seconds, amounts are decimals in quotes, times are RFC 3339.
#[derive(Debug, Serialize)]
struct Document<'a> {
    version: u8,
    /// As on the command line: `executives`.
    edition: &'a str,
    now: Timestamp,
    timezone: &'a str,
    definitions: Vec<Definition<'a>>,
    incidents: &'a [IncidentMetrics],
    /// The last twelve months, taken as one.
    recent: &'a Figures,
    /// Every month, the latest first, and every calendar year.
    months: &'a [MonthMetrics],
    years: &'a [YearMetrics],
    /// The accounts this audience is entitled to.
    accounts: Vec<AccountFigures<'a>>,
    owed: &'a [Sum],
}

/// What one figure means, in the language of the site.
#[derive(Debug, Serialize)]
pub(super) struct Definition<'a> {
    /// The figure's name in the file.
    pub name: &'static str,
    pub title: &'a str,
    pub text: &'a str,
}

/// Every figure that is told, in the order in which the page defines them.
const DEFINED: [&str; 15] = [
    "first_public",
    "first",
    "lead",
    "promises",
    "longest_silence",
    "updates",
    "words",
    "to_identify",
    "to_resolve",
    "customer_minutes",
    "sla",
    "credits",
    "corrections",
    "reopened",
    "false_alarms",
];

/// What each figure means.
pub(super) fn definitions(strings: &Strings) -> Vec<Definition<'_>> {
    let define = |name: &'static str| Definition {
        name,
        title: strings.say(&format!("metrics.{name}.title")),
        text: strings.say(&format!("metrics.{name}.text")),
    };
    DEFINED.into_iter().map(define).collect()
}

#[derive(Debug, Serialize)]
struct AccountFigures<'a> {
    key: &'a str,
    name: &'a str,
    promise: Option<&'a Promise>,
    uptime: Option<Decimal>,
    exposure: Option<&'a Exposure>,
}

/// Where it stands; none in an edition that has no metrics.
#[must_use]
pub fn path(edition: &Edition) -> Option<&'static str> {
    edition.metrics.as_ref().map(|_| "metrics.json")
}

/// What stands in it.
///
/// # Panics
/// If the document is not plain values.
#[must_use]
pub fn render(edition: &Edition, metrics: &Metrics, strings: &Strings) -> Vec<u8> {
    let document = Document {
        version: VERSION,
        edition: &edition.name,
        now: edition.now,
        timezone: &edition.site.timezone,
        definitions: definitions(strings),
        incidents: &metrics.incidents,
        recent: &metrics.recent,
        months: &metrics.months,
        years: &metrics.years,
        accounts: edition.accounts.iter().map(figures_of).collect(),
        owed: &edition.owed,
    };
    let mut bytes = serde_json::to_vec(&document).expect("figures are valid JSON");
    bytes.push(b'\n');
    bytes
}

fn figures_of(account: &Account) -> AccountFigures<'_> {
    AccountFigures {
        key: &account.key,
        name: &account.name,
        promise: account.promise.as_ref(),
        uptime: account.uptime,
        exposure: account.exposure.as_ref(),
    }
}
