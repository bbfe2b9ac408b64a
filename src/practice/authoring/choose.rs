//! Which template a file is filled from: for this audience, stage and severity, else for this audience and stage, else none;
//! never one of another audience.

use super::{Desk, Standing};
use crate::name::Suffix;
use crate::practice::template::Template;

/// What a template is wanted for.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    pub suffix: &'a Suffix,
    /// A status, or `postmortem`.
    pub stage: &'a str,
    pub severity: Option<&'a str>,
    pub occasion: Option<&'a str>,
}

impl Desk<'_> {
    /// The best template there is. One that is signed off goes before one that isn't; one for the occasion before one for any;
    /// one for this severity before one for all.
    pub(super) fn template(&self, choice: &Choice<'_>) -> Option<&Template> {
        let audience = audience_of(choice.suffix);
        let fitting = self.templates.values().filter(|template| {
            template.audience == audience
                && template.stages.iter().any(|stage| stage == choice.stage)
                && (template.occasion.is_none() || template.occasion.as_deref() == choice.occasion)
                && (template.severities.is_empty()
                    || choice.severity.is_none_or(|severity| template.severities.iter().any(|own| own == severity)))
        });
        fitting.min_by_key(|template| {
            let is_general = template.occasion.is_none();
            let is_unsigned = self.standing(template) != Standing::SignedOff;
            (is_general, is_unsigned, template.severities.is_empty(), template.name.clone())
        })
    }
}

/// The audience whose templates a suffix takes.
pub(super) fn audience_of(suffix: &Suffix) -> String {
    match suffix {
        Suffix::Account { audience, .. } => audience.clone(),
        other => other.to_string(),
    }
}

/// The occasions that some template is kept for.
#[must_use]
pub fn occasions<'a>(desk: &Desk<'a>) -> Vec<&'a str> {
    let mut known: Vec<&str> = desk.templates.values().filter_map(|template| template.occasion.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    known
}
