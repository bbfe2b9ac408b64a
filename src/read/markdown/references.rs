//! References to footnotes, and those that lead nowhere.

use super::notes;
use super::writer::{Open, Writer};
use crate::source::Span;
use pulldown_cmark::Event;

/// How a reference begins.
pub(super) const REFERENCE: &str = "[^";

/// Labels of footnotes are shorter than this.
const LABEL_LIMIT: usize = 200;

impl Writer<'_> {
    /// The parser makes no link of what holds a reference, so that links never stand within each other.
    pub(super) fn refer(&mut self, label: &str, span: Span) {
        let within = self.open.iter().any(|open| matches!(open, Open::Note { label: own, .. } if own == label));
        if within {
            return self.fault(span, format!("the footnote `{label}` refers to itself"), "delete the reference");
        }
        let (number, reference) = self.notes.refer(label);
        let prefix = self.prefix;
        let draft = self.draft();
        draft.tag("<sup><a");
        draft.attribute("href", &format!("#{}", notes::id(prefix, number)));
        draft.attribute("id", &notes::reference_id(prefix, number, reference));
        draft.attribute("role", "doc-noteref");
        draft.tag(&format!(">{number}</a></sup>"));
    }

    /// The parser takes a reference without a definition for text: such text is looked through when it ends.
    pub(super) fn watch_for_notes(&mut self, event: &Event, span: &Span) {
        if !self.may_refer {
            return;
        }
        let is_prose = !matches!(self.open.last(), Some(Open::Code { .. } | Open::Html));
        if matches!(event, Event::Text(_)) && is_prose {
            if self.run.end != span.start {
                self.undefined_notes();
                self.run = span.clone();
            }
            self.run.end = span.end;
        } else {
            self.undefined_notes();
        }
    }

    pub(super) fn undefined_notes(&mut self) {
        let run = std::mem::replace(&mut self.run, 0..0);
        let mut at = run.start;
        while let Some(start) = self.markdown[at..run.end].find(REFERENCE).map(|found| at + found) {
            at = start + REFERENCE.len();
            let mut label = self.markdown[at..run.end].char_indices().take(LABEL_LIMIT);
            let Some((length, _)) = label.find(|(_, c)| *c == ']') else { continue };
            let label = &self.markdown[at..at + length];
            let escaped = self.markdown[..start].ends_with('\\');
            if !escaped && !label.is_empty() && !label.contains([' ', '\t', '\n', '[']) {
                let phrase = format!("the footnote `{label}` is not defined");
                self.fault(start..at + length + 1, phrase, "define it on a line of its own, as in `[^name]: words`");
            }
        }
    }
}
