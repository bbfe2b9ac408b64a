//! The practice of communication: rules over what was written, beyond what the structure demands.
//!
//! Rules stop `check` and `publish`; they never change a byte of `build`.

mod settings;
mod whole;

use crate::diagnostic::Diagnostic;
use crate::model::Site;
use jiff::Timestamp;

/// One rule: what it finds at `now`.
type Rule = fn(&Site, Timestamp) -> Vec<Diagnostic>;

/// Every rule. This list is the documentation of what is demanded of authors.
const RULES: &[Rule] = &[settings::reads_name_audiences, whole::ahead_of_now, whole::names_that_tell];

/// Everything that the rules find.
#[must_use]
pub fn check(site: &Site, now: Timestamp) -> Vec<Diagnostic> {
    RULES.iter().flat_map(|rule| rule(site, now)).collect()
}
