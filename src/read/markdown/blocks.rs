//! Code and items of lists, and the HTML that is none of ours.

use super::draft::Draft;
use super::writer::{Open, Writer, first_line};
use crate::source::Span;

impl Writer<'_> {
    pub(super) fn end_code(&mut self, span: &Span, fenced: bool, end: usize) {
        self.tag("</code></pre>\n");
        if !fenced {
            return;
        }
        let fence = &self.markdown[span.clone()];
        let mark = fence.chars().next().unwrap_or_default();
        let length = fence.chars().take_while(|c| *c == mark).count();
        // What is left below the code is the closing fence, if there is one.
        let closed = self.markdown[end.min(span.end)..span.end].contains(&fence[..length]);
        if !closed {
            let opening = span.start..span.start + length;
            self.fault(opening, "a code fence is not closed", "end the code with the same line");
        }
    }

    /// The words of an item end where a list within it begins.
    pub(super) fn end_label(&mut self) {
        let Some(draft) = self.drafts.last() else { return };
        if let Some(Open::Item { label: label @ None, .. }) = self.open.last_mut() {
            *label = Some(draft.plain.clone());
        }
    }

    pub(super) fn end_item(&mut self, task: Option<(usize, bool)>, label: Option<String>) {
        let mut item = self.pop();
        if let Some((at, done)) = task {
            let label = label.unwrap_or_else(|| item.plain.clone());
            let mut input = Draft::default();
            input.tag("<input type=\"checkbox\" disabled=\"\"");
            if done {
                input.tag(" checked=\"\"");
            }
            input.attribute("aria-label", &label.split_whitespace().collect::<Vec<_>>().join(" "));
            input.tag("> ");
            item.insert(at, &input.html);
        }
        let draft = self.draft();
        draft.tag(if task.is_some() { "<li class=\"task\">" } else { "<li>" });
        draft.append(item);
        draft.tag("</li>\n");
        draft.plain.push('\n');
    }

    pub(super) fn raw_html(&mut self, span: &Span) {
        let line = first_line(self.markdown, span);
        self.fault(line, "this is HTML", "write it in Markdown, or escape `<` as `&lt;`");
    }
}
