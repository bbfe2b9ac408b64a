//! Words come out as known tags and nothing else, whatever the Markdown; and every fault has its place.

use super::{are_told, html};
use candor::diagnostic::Scope;
use candor::edition;
use candor::model::words::{Thread, Words};
use candor::name::Suffix;
use candor::read::markdown;
use std::sync::Arc;

pub(crate) fn escaped(written: &str) -> String {
    written.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The words as an edition would show them whose addresses `lead` finds.
pub(crate) fn shown(words: &Words, lead: &mut dyn FnMut(&str) -> String) -> edition::Words {
    let mut thread = |thread: &Thread| match thread {
        Thread::HeadingOpen(level) => edition::Thread::HeadingOpen(*level),
        Thread::HeadingClose(level) => edition::Thread::HeadingClose(*level),
        Thread::Address { written, .. } => {
            edition::Thread::Address(edition::Address { file: lead(written), fragment: None })
        }
    };
    edition::Words {
        markdown: words.markdown.clone(),
        html: words.html.clone(),
        seams: words.seams.iter().map(|seam| edition::Seam { at: seam.at, thread: thread(&seam.thread) }).collect(),
    }
}

/// The words as a page shows them, addresses in the site as they were written.
pub(crate) fn page(words: &Words) -> String {
    shown(words, &mut escaped).sewn(2, "")
}

pub(super) fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let scope = Scope::Readers(Suffix::Public);
    let (words, faults) = markdown::words(&Arc::from("a.md"), &Arc::from(text), 0..text.len(), "p", &scope);
    are_told(&faults, text);
    assert!(faults.len() <= 20 && words.seams.is_sorted_by_key(|seam| seam.at));
    for seam in words.seams.iter() {
        if let Thread::Address { span, .. } = &seam.thread {
            assert!(text.get(span.0..span.1).is_some());
        }
    }
    html::is_safe(&page(&words));
}
