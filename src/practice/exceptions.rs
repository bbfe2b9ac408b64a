//! Exceptions: a rule that a file may break, with the reason, in the approvals beside it; and how many there have been.

use super::approvals::{Authors, record_of};
use super::{Ground, due};
use crate::source::file_name;
use jiff::Timestamp;

/// Whether a file is excepted from a rule.
pub(super) fn excepts(ground: &Ground<'_>, rule: &str, path: &str) -> bool {
    let record = record_of(path).and_then(|at| ground.authors.records.get(at.as_str()));
    record.is_some_and(|record| {
        record.allow.iter().any(|exception| exception.rule == rule && exception.file == file_name(path))
    })
}

/// How often approvals were passed over and rules excepted, over the whole repository. No edition counts them: none reads
/// what authors keep beside the words (product, rule 15).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassedOver {
    pub approvals: usize,
    /// Of these, the ones of the last thirty days.
    pub lately: usize,
    pub rules: usize,
}

/// Everything that was ever passed over with a reason, its words changed since or not.
#[must_use]
pub fn passed_over(authors: &Authors, now: Timestamp) -> PassedOver {
    let mut passed = PassedOver::default();
    let month = 30 * due::DAY;
    for record in authors.records.values() {
        passed.approvals += record.overrides.len();
        passed.rules += record.allow.len();
        let at = record.overrides.iter().filter_map(|one| one.at.parse::<Timestamp>().ok());
        passed.lately += at.filter(|at| now.as_second() - at.as_second() < month).count();
    }
    passed
}
