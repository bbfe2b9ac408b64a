//! Markdown to safe words. Every tag is written here; nothing of the author's text passes unescaped.

mod address;
mod blocks;
mod draft;
mod links;
mod notes;
mod references;
mod tables;
mod writer;

use super::front_matter::FAULTS_TOLD;
use crate::diagnostic::{Diagnostic, Scope};
use crate::excerpt::Excerpt;
use crate::model::words::{Seam, Thread, Words};
use crate::source::Span;
use pulldown_cmark::{Options, Parser};
use std::collections::BTreeSet;
use std::sync::Arc;
use writer::Writer;

/// Blocks and inlines within each other, at most.
const DEPTH_LIMIT: usize = 32;

/// Reads a body: `CommonMark` with tables, strikethrough, task lists and footnotes.
///
/// `prefix` begins the id of every anchor, and must be unlike that of any other body on the same page. Faults are raw
/// HTML, an unclosed code fence, an address that may not be written, an image without words or from outside, a link
/// without words, a footnote that lacks its definition or its reference, and what is nested too deep. The words are
/// safe even then, without what is at fault.
#[must_use]
pub fn words(path: &Arc<str>, text: &Arc<str>, body: Span, prefix: &str, scope: &Scope) -> (Words, Vec<Diagnostic>) {
    let markdown = &text[body.clone()];
    let mut writer = Writer::new(markdown, prefix);
    for (event, span) in Parser::new_ext(markdown, options()).into_offset_iter() {
        if !writer.take(event, span) {
            break;
        }
    }
    let (draft, faults) = writer.finish();
    let shift = body.start;
    let mut diagnostics: Vec<Diagnostic> = faults
        .into_iter()
        .map(|fault| {
            let place = fault.span.start + shift..fault.span.end + shift;
            Diagnostic::error(path, place, fault.phrase).hint(fault.hint).scope(scope.clone())
        })
        .collect();
    diagnostics.sort_unstable();
    diagnostics.truncate(FAULTS_TOLD);
    // No seams at all are held once for all.
    let seams = if draft.seams.is_empty() {
        Arc::default()
    } else {
        levelled(draft.seams).into_iter().map(|seam| shifted(seam, shift)).collect()
    };
    let words = Words { markdown: Excerpt::new(text, body), html: Arc::from(draft.html), seams };
    (words, diagnostics)
}

/// Chosen one by one: heading attributes would let `onclick` through.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES
}

/// Headings by rank among the levels in use, and never more than one below the heading before.
fn levelled(mut seams: Vec<Seam>) -> Vec<Seam> {
    let level = |seam: &Seam| match seam.thread {
        Thread::HeadingOpen(level) => Some(level),
        _ => None,
    };
    let used: BTreeSet<u8> = seams.iter().filter_map(level).collect();
    let mut above = 0;
    for seam in &mut seams {
        match &mut seam.thread {
            Thread::HeadingOpen(level) => {
                let rank = (1..).zip(&used).find(|(_, used)| *used == level).map_or(1, |(rank, _)| rank);
                above = rank.min(above + 1);
                *level = above;
            }
            Thread::HeadingClose(level) => *level = above,
            Thread::Address { .. } => {}
        }
    }
    seams
}

fn shifted(seam: Seam, shift: usize) -> Seam {
    match seam.thread {
        Thread::Address { written, span: (start, end) } => {
            Seam { at: seam.at, thread: Thread::Address { written, span: (start + shift, end + shift) } }
        }
        _ => seam,
    }
}
