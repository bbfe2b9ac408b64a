//! The months, quarters and years for which a service level is promised, as instants in the site's zone.

use crate::edition::uptime::starts;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// One period: from its first instant to the first of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// `2026-11`, `2026-Q4`, `2026`.
    pub name: String,
    pub from: i64,
    pub until: i64,
}

/// The running period and those before it, the latest first, back to the one in which `earliest` lies.
pub(super) fn terms(length: &str, earliest: Timestamp, now: Timestamp, zone: &TimeZone) -> Vec<Term> {
    let months: i8 = match length {
        "year" => 12,
        "quarter" => 3,
        _ => 1,
    };
    let today = now.to_zoned_datetime(zone.clone()).date().first_of_month();
    let mut first = today.saturating_sub(i32::from((today.month() - 1) % months).months());
    let mut terms: Vec<Term> = Vec::new();
    loop {
        let next = first.saturating_add(i32::from(months).months());
        let from = starts(first, zone);
        terms.push(Term { name: name(first, months), from, until: starts(next, zone) });
        if from <= earliest.as_second() {
            return terms;
        }
        first = first.saturating_sub(i32::from(months).months());
    }
}

fn name(first: Date, months: i8) -> String {
    match months {
        12 => format!("{:04}", first.year()),
        3 => format!("{:04}-Q{}", first.year(), (first.month() - 1) / 3 + 1),
        _ => format!("{:04}-{:02}", first.year(), first.month()),
    }
}
