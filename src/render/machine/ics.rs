//! iCalendar (RFC 5545) line by line. Written by hand: the library for it stamps each alarm with the clock and a random id.

use super::clean::clean;
use std::fmt::Write;

/// Lines of a calendar: folded, ended by CRLF.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value is written as it is: a time, a number, a word of the format.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A property whose value is text: escaped, line ends kept.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.plain(name, &escape(value));
    }

    /// A property whose value is a list of texts; nothing if it is empty.
    pub(super) fn list(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| escape(value)).collect();
            self.plain(name, &values.join(","));
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    /// At most 75 octets in a line, cut between characters; what goes on begins with a space.
    fn fold(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        write!(self.0, "\r\n").expect("writing to a string can't fail");
    }
}

fn escape(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_line_is_folded_at_75_octets_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"é".repeat(60));
        let written = String::from_utf8(lines.into_bytes()).expect("folds never cut a character");
        assert_eq!(written, format!("SUMMARY:{}\r\n {}\r\n", "é".repeat(33), "é".repeat(27)));
        let mut exact = Lines::default();
        exact.text("SUMMARY", &"x".repeat(67));
        assert_eq!(exact.into_bytes().len(), 77);
    }

    #[test]
    fn text_is_escaped_and_a_list_has_bare_commas_between_its_items_only() {
        let mut lines = Lines::default();
        lines.text("X", "a;b,c\\d\r\ne\u{7}");
        lines.list("CATEGORIES", &["a,b".to_owned(), "c".to_owned()]);
        lines.list("CATEGORIES", &[]);
        assert_eq!(lines.into_bytes(), b"X:a\\;b\\,c\\\\d\\ne\r\nCATEGORIES:a\\,b,c\r\n");
    }
}
