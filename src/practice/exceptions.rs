//! Exceptions: a rule that a file may break, with the reason, in the approvals beside it.

use super::Ground;
use super::approvals::record_of;
use crate::source::file_name;

/// Whether a file is excepted from a rule.
pub(super) fn excepts(ground: &Ground<'_>, rule: &str, path: &str) -> bool {
    let record = record_of(path).and_then(|at| ground.authors.records.get(at.as_str()));
    record.is_some_and(|record| {
        record.allow.iter().any(|exception| exception.rule == rule && exception.file == file_name(path))
    })
}
