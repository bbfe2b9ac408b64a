//! A document is read whole or told, never both, and the words of a broken one are as safe as others.

use super::words::page;
use super::{SETTLED, are_told, html};
use candor::diagnostic::{Diagnostic, Scope, Severity};
use candor::read::{Document, document};
use candor::source::Source;

const PATHS: [&str; 12] = [
    "incidents/2026-11-20-api/incident.md",
    "incidents/2026-11-20-api/incident.internal.md",
    "incidents/2026-11-20-api/01-identified.md",
    "incidents/2026-11-20-api/01-identified.executives.md",
    "incidents/2026-11-20-api/01-identified.support.md",
    "incidents/2026-11-20-api/01-identified.engineering.md",
    "incidents/2026-11-20-api/01-identified.business.md",
    "incidents/2026-11-20-api/01-identified.strategic.acme.md",
    "incidents/2026-11-20-api/postmortem.md",
    "maintenance/2026-11-20-work/maintenance.md",
    "maintenance/2026-11-20-work/01-scheduled.md",
    "pages/about.md",
];

/// The first byte says which document it is, from `A` on.
pub(super) fn holds(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let (Some(path), Ok(text)) = (PATHS.get(usize::from(first.wrapping_sub(b'A'))), std::str::from_utf8(rest)) else {
        return;
    };
    let (document, faults) = document(&Source::text(&format!("content/{path}"), text), &SETTLED);
    are_told(&faults, text);
    let is_broken = matches!(document, Document::Broken { .. });
    // A fact that is in the wrong audience's file is a fault of that edition alone.
    let is_own = |fault: &Diagnostic| fault.severity == Severity::Error && matches!(fault.scope, Scope::Readers(_));
    assert_eq!(is_broken, faults.iter().any(is_own), "{faults:?}");
    assert!(faults.len() <= 60, "{} faults", faults.len());
    let words = match &document {
        Document::Head { head, .. } => Some(&head.words),
        Document::Part { part, .. } => Some(&part.words),
        Document::Page { part, .. } => Some(&part.words),
        Document::Broken { words, .. } => Some(words),
        Document::Attachment(_) => None,
    };
    if let Some(words) = words {
        html::is_safe(&page(words));
    }
}
