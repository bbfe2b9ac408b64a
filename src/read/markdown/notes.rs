//! Footnotes: numbered in the order in which they are referred to, each with a way back.

use super::draft::Draft;
use crate::source::Span;

/// The footnotes of one body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
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
        let at = self.find(label).unwrap_or_else(|| {
            self.notes.push(Note { label: label.to_owned(), number: None, references: 0, definition: None });
            self.notes.len() - 1
        });
        let note = &mut self.notes[at];
        note.references += 1;
        let number = *note.number.get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered
        });
        (number, note.references)
    }

    /// Notes a definition. Gives it back if the label has one already.
    pub(super) fn define(&mut self, label: &str, span: Span, draft: Draft) -> bool {
        match self.find(label) {
            Some(at) if self.notes[at].definition.is_some() => return false,
            Some(at) => self.notes[at].definition = Some((span, draft)),
            None => self.notes.push(Note {
                label: label.to_owned(),
                number: None,
                references: 0,
                definition: Some((span, draft)),
            }),
        }
        true
    }

    /// The labels of definitions that nothing refers to, with their places.
    pub(super) fn unused(&self) -> impl Iterator<Item = (&str, Span)> {
        let unused = self.notes.iter().filter(|note| note.references == 0);
        unused.filter_map(|note| note.definition.as_ref().map(|(span, _)| (note.label.as_str(), span.clone())))
    }

    /// Writes the list of footnotes below the words.
    pub(super) fn write(mut self, words: &mut Draft, prefix: &str) {
        let mut list = Draft::default();
        self.notes.sort_by_key(|note| note.number);
        for note in self.notes {
            let Some((number, (_, definition))) = note.number.zip(note.definition) else { continue };
            list.tag("<li");
            list.attribute("id", &id(prefix, number));
            list.tag(">");
            let mut back = Draft::default();
            for reference in 1..=note.references {
                back.tag(" <a");
                back.attribute("href", &format!("#{}", reference_id(prefix, number, reference)));
                back.attribute("role", "doc-backlink");
                back.attribute("aria-label", &format!("↩ {number}"));
                back.tag(">↩</a>");
            }
            let in_paragraph = definition.html.trim_end().ends_with("</p>");
            list.append(definition);
            let end = list.html.trim_end().len();
            if in_paragraph {
                list.insert(end - "</p>".len(), &back.html);
            } else {
                list.append(back);
            }
            list.tag("</li>\n");
        }
        if !list.html.is_empty() {
            words.tag("<section class=\"notes\" role=\"doc-endnotes\">\n<ol>\n");
            words.append(list);
            words.tag("</ol>\n</section>\n");
        }
    }

    fn find(&self, label: &str) -> Option<usize> {
        let same = |note: &Note| note.label.to_lowercase() == label.to_lowercase();
        self.notes.iter().position(same)
    }
}

pub(super) fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}-note-{number}")
}

pub(super) fn reference_id(prefix: &str, number: usize, reference: usize) -> String {
    format!("{prefix}-note-{number}-reference-{reference}")
}
