//! Footnotes: numbered in the order in which they are referred to, each with a way back.

use super::draft::Draft;
use crate::source::Span;
use std::collections::BTreeMap;

/// The footnotes of one body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    /// Where a label's note is, in lower case.
    places: BTreeMap<String, usize>,
    numbered: usize,
}

#[derive(Debug)]
struct Note {
    label: String,
    /// Given when it is first referred to.
    number: Option<usize>,
    /// How often it is referred to.
    references: usize,
    definition: Option<(Span, Draft)>,
}

impl Notes {
    /// Notes a reference: gives the footnote's number and which reference to it this is, both from 1.
    pub(super) fn refer(&mut self, label: &str) -> (usize, usize) {
        let at = self.place(label);
        let note = &mut self.list[at];
        note.references += 1;
        let number = *note.number.get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered
        });
        (number, note.references)
    }

    /// Notes a definition. Says no if the label has one already.
    pub(super) fn define(&mut self, label: &str, span: Span, draft: Draft) -> bool {
        let at = self.place(label);
        let is_first = self.list[at].definition.is_none();
        self.list[at].definition.get_or_insert((span, draft));
        is_first
    }

    /// The labels of definitions that nothing refers to, with their places.
    pub(super) fn unused(&self) -> impl Iterator<Item = (&str, Span)> {
        let unused = self.list.iter().filter(|note| note.references == 0);
        unused.filter_map(|note| note.definition.as_ref().map(|(span, _)| (note.label.as_str(), span.clone())))
    }

    /// Writes the list of footnotes below the words.
    pub(super) fn write(mut self, words: &mut Draft, prefix: &str) {
        let mut items = Draft::default();
        self.list.sort_by_key(|note| note.number);
        for note in self.list {
            let Some((number, (_, definition))) = note.number.zip(note.definition) else { continue };
            items.tag("<li");
            items.attribute("id", &id(prefix, number));
            items.tag(">");
            let mut back = Draft::default();
            for reference in 1..=note.references {
                back.tag(" <a");
                back.attribute("href", &format!("#{}", reference_id(prefix, number, reference)));
                back.attribute("role", "doc-backlink");
                back.attribute("aria-label", &format!("↩ {number}"));
                back.tag(">↩</a>");
            }
            let in_paragraph = definition.html.trim_end().ends_with("</p>");
            items.append(definition);
            let end = items.html.trim_end().len();
            if in_paragraph {
                items.insert(end - "</p>".len(), &back.html);
            } else {
                items.append(back);
            }
            items.tag("</li>\n");
        }
        if !items.html.is_empty() {
            words.tag("<div class=\"notes\" role=\"doc-endnotes\">\n<ol>\n");
            words.append(items);
            words.tag("</ol>\n</div>\n");
        }
    }

    fn place(&mut self, label: &str) -> usize {
        let next = self.list.len();
        let at = *self.places.entry(label.to_lowercase()).or_insert(next);
        if at == next {
            self.list.push(Note { label: label.to_owned(), number: None, references: 0, definition: None });
        }
        at
    }
}

pub(super) fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}-note-{number}")
}

pub(super) fn reference_id(prefix: &str, number: usize, reference: usize) -> String {
    format!("{prefix}-note-{number}-reference-{reference}")
}
