//! Characters that no file may hold, because a reader of the text would not see what a program sees.

use crate::diagnostic::{Diagnostic, Scope};
use crate::signs::Signs;
use std::sync::Arc;

/// The bytes that begin what may be forbidden: most files have none of them.
const PERHAPS: Signs = Signs::of(b"\xD8\xE2\xEF").and_controls();

/// One fault for each forbidden character, in the order of the text, and at most `limit` of them.
///
/// Tab, line feed, a carriage return before a line feed and a byte order mark at the very start are allowed.
pub(super) fn faults(path: &Arc<str>, text: &str, scope: &Scope, limit: usize) -> Vec<Diagnostic> {
    if PERHAPS.before(text.as_bytes()) == text.len() {
        return Vec::new();
    }
    text.char_indices()
        .filter_map(|(at, c)| Some((at, c, forbidden(text, at, c)?)))
        .take(limit)
        .map(|(at, c, what)| {
            let phrase = format!("{what} (U+{:04X}) stands here", u32::from(c));
            Diagnostic::error(path, at..at + c.len_utf8(), phrase).hint("delete it").scope(scope.clone())
        })
        .collect()
}

/// The text without what is forbidden, and with a line feed at the end of each line.
#[must_use]
pub fn without_forbidden(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    text.char_indices()
        .filter(|(at, c)| *c != '\u{feff}' && forbidden(&text, *at, *c).is_none())
        .map(|(_, c)| c)
        .collect()
}

fn forbidden(text: &str, at: usize, c: char) -> Option<&'static str> {
    match c {
        '\n' | '\t' => None,
        '\r' if text[at + 1..].starts_with('\n') => None,
        '\r' => Some("a carriage return without a line feed"),
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some("a control character"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            Some("an invisible character that turns the direction of the text")
        }
        // YAML's readers disagree whether these end a line.
        '\u{2028}' | '\u{2029}' => Some("an invisible line separator"),
        '\u{feff}' if at > 0 => Some("a byte order mark inside the text"),
        _ => None,
    }
}

/// Whether a character is drawn with no width, so that two names with and without it look the same.
pub(super) fn is_without_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{feff}')
}
