//! Text that no format chokes on: what XML forbids and what would steer a terminal is dropped.

use crate::render::strings::escaped;
use crate::signs::Signs;
use std::borrow::Cow;

/// What begins a control character, or one that XML forbids or takes for the end of a line.
const MET: Signs = Signs::of(&[0xE2, 0xEF]).and_controls();

/// Lines of text: line ends are `\n`, tabs stay, other control characters and those that XML 1.0 forbids are dropped.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    MET.written(text, |sign, behind| match sign {
        '\r' if behind.starts_with('\n') => Some(""),
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some("\n"),
        sign if allowed(sign) => None,
        _ => Some(""),
    })
}

/// One line of text: white space of any kind becomes single spaces.
pub(super) fn line(text: &str) -> String {
    let text = clean(text);
    if is_line(&text) {
        return text.into_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether text is of ASCII, and single spaces alone stand between its words.
fn is_line(text: &str) -> bool {
    let mut last = b' ';
    let is_plain = text.bytes().all(|byte| {
        let fits = byte.is_ascii_graphic() || byte == b' ' && last != b' ';
        last = byte;
        fits
    });
    is_plain && last != b' '
}

/// One line of text, at most `most` characters long; an ellipsis tells that it was longer.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = line(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Text for an attribute or the content of an XML or HTML element.
pub(super) fn markup(text: &str) -> String {
    escaped(&clean(text))
}

/// One line of text that Markdown takes as it is.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // A number and a point, a plus or a hyphen at the beginning would make a list of it.
    if escaped.starts_with(['-', '+', '=']) {
        escaped.insert(0, '\\');
    }
    let digits = escaped.len() - escaped.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        escaped.insert(digits, '\\');
    }
    escaped
}

/// Control characters, and the two code points that XML 1.0 forbids beyond them.
fn allowed(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{clean, line, markdown, markup, short};

    #[test]
    fn what_xml_forbids_is_dropped_and_lines_end_one_way() {
        assert_eq!(clean("a\u{0}b\u{1b}[31m\r\nc\rd\u{2028}e\u{fffe}\u{9f}\tf"), "ab[31m\nc\nd\ne\tf");
        assert_eq!(line(" a \n\t b\u{a0}c "), "a b c");
    }

    #[test]
    fn text_is_cut_between_characters() {
        assert_eq!(short("Zahlungen über", 12), "Zahlungen ü…");
        assert_eq!(short("支付", 2), "支付");
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(markup("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        assert_eq!(markdown("# [a](b) *c*"), "\\# \\[a\\](b) \\*c\\*");
        assert_eq!(markdown("1. one"), "1\\. one");
        assert_eq!(markdown("- one"), "\\- one");
    }
}
