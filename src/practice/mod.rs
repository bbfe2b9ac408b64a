//! The practice of communication: rules over what was written, sign-off, who is owed a word, and words ready to send.
//!
//! Rules stop `check` and `publish`; they never change a byte of `build`.

mod agreement;
mod approvals;
pub mod authoring;
pub mod brief;
pub mod change;
mod digest;
pub mod due;
mod edited;
mod exceptions;
mod ground;
pub mod import;
mod leaks;
mod literals;
mod names;
mod needs;
mod people;
mod phrases;
mod rules;
pub mod schema;
mod sequence;
mod settings;
mod sign;
pub mod status;
mod template;
mod texts;
mod timing;
mod unexplained;
mod whole;
mod windows;
mod withheld;
mod wording;

pub use approvals::{Approval, Authors, Override, Record, authors, record_of};
pub use digest::digest;
pub use exceptions::{PassedOver, passed_over};
pub use ground::{Ground, everybody};
pub use rules::{RULES, Rule};
pub use sign::{Signing, approve, part_of, roles_needed};
pub use template::{Feedback, Given, Kind, SignOff, Template, Variable};
pub use withheld::withholds;

use crate::diagnostic::{Diagnostic, Scope, Severity};
use crate::model::Level;
use crate::name::Suffix;
use crate::source::Span;
use rayon::prelude::*;
use std::sync::Arc;

/// What a rule finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: Arc<str>,
    pub span: Span,
    pub phrase: String,
    pub hint: String,
    /// Who reads the text that is at fault; none if the finding itself tells what is private.
    pub readers: Option<Suffix>,
}

/// Everything that the rules find, at the levels that policy sets, but for what is excepted with a reason.
#[must_use]
pub fn check(ground: &Ground<'_>) -> Vec<Diagnostic> {
    let judged = RULES.par_iter().map(|rule| {
        let severity = match ground.site.policy.rules.get(rule.name).copied().unwrap_or(rule.level) {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Off => return Vec::new(),
        };
        let found = (rule.find)(ground).into_iter();
        let kept = found.filter(|finding| !exceptions::excepts(ground, rule.name, &finding.path));
        kept.map(|finding| finding.diagnostic(rule.name, severity)).collect()
    });
    let judged: Vec<Vec<Diagnostic>> = judged.collect();
    ground.authors.told.iter().cloned().chain(judged.into_iter().flatten()).collect()
}

impl Finding {
    fn diagnostic(self, rule: &'static str, severity: Severity) -> Diagnostic {
        let scope = self.readers.map_or(Scope::Nobody, Scope::Readers);
        let fault = Diagnostic::error(&self.path, self.span, self.phrase).hint(self.hint).scope(scope);
        Diagnostic { severity, rule: Some(rule), ..fault }
    }
}
