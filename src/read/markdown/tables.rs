//! Tables, in a box that scrolls.

use super::writer::{Open, Writer};
use pulldown_cmark::Alignment;

impl Writer<'_> {
    /// The innermost table: the place of its column that is written, and whether its head has been.
    pub(super) fn table(&mut self) -> Option<(&[Alignment], &mut usize, &mut Option<String>)> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Table { columns, column, label } => Some((columns.as_slice(), column, label)),
            _ => None,
        })
    }

    pub(super) fn cell(&mut self) {
        let Some((columns, column, label)) = self.table() else { return };
        let align = match columns.get(*column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        *column = (*column + 1) % columns.len().max(1);
        let tag = if label.is_some() { "<td" } else { "<th scope=\"col\"" };
        self.tag(&format!("{tag}{align}>"));
    }

    pub(super) fn end_cell(&mut self) {
        let in_body = self.table().is_some_and(|(_, _, label)| label.is_some());
        self.end_block(if in_body { "</td>\n" } else { "</th>\n" });
    }

    pub(super) fn end_head(&mut self) {
        self.tag("</tr>\n</thead>\n<tbody>\n");
        let words: Vec<String> = self.draft().plain.lines().map(|cell| cell.trim().to_owned()).collect();
        if let Some((_, column, label)) = self.table() {
            *column = 0;
            *label = Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "));
        }
    }

    /// A wide table scrolls in a box that the keyboard reaches. Its name is made of the author's words for the columns,
    /// because words of ours would be in the wrong language.
    pub(super) fn end_table(&mut self, label: &str) {
        let table = self.pop();
        let draft = self.draft();
        draft.tag("<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
        if !label.is_empty() {
            draft.attribute("aria-label", label);
        }
        draft.tag(">\n<table>\n");
        draft.append(table);
        draft.tag("</tbody>\n</table>\n</div>\n");
    }
}
