//! A page as its layouts leave it, made tidy.

use memchr::{memchr_iter, memmem};

/// Without the blank lines and indentation that tags leave. What is preformatted stays.
pub(super) fn tidy(html: &[u8]) -> Vec<u8> {
    let mut tidied = Vec::with_capacity(html.len() + 1);
    let has_preformatted = memmem::find(html, b"<pre").is_some();
    let mut kept = false;
    let mut start = 0;
    // Lines that stay as they are go over together: from here on they wait.
    let mut waiting = 0;
    let last = (!html.ends_with(b"\n")).then_some(html.len());
    for end in memchr_iter(b'\n', html).chain(last) {
        let line = &html[start..end];
        let bare = line.strip_suffix(b"\r").unwrap_or(line);
        let shown = if kept || is_trim(bare) { bare } else { trimmed(bare) };
        if shown.len() < line.len() || line.is_empty() {
            tidied.extend_from_slice(&html[waiting..start]);
            if kept || !shown.is_empty() {
                tidied.extend_from_slice(shown);
                tidied.push(b'\n');
            }
            waiting = (end + 1).min(html.len());
        }
        start = end + 1;
        if !has_preformatted {
            continue;
        }
        let last = |tag: &str| memmem::rfind(bare, tag.as_bytes());
        kept = match (last("<pre"), last("</pre>")) {
            (None, None) => kept,
            (open, close) => open > close,
        };
    }
    tidied.extend_from_slice(&html[waiting..]);
    if tidied.last().is_some_and(|byte| *byte != b'\n') {
        tidied.push(b'\n');
    }
    tidied
}

/// Whether a line begins and ends with a sign of ASCII, as most do.
fn is_trim(line: &[u8]) -> bool {
    let is_sign = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    is_sign(line.first()) && is_sign(line.last())
}

/// Without white space of any kind at its ends. Layouts write text, so that a line of one is text.
fn trimmed(line: &[u8]) -> &[u8] {
    std::str::from_utf8(line).map_or(line, |line| line.trim().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::tidy;
    use proptest::prelude::*;

    /// The same, line by line.
    fn by_lines(html: &str) -> String {
        let mut tidied = String::new();
        let mut kept = false;
        for line in html.split_terminator('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let shown = if kept { line } else { line.trim() };
            if kept || !shown.is_empty() {
                tidied.push_str(shown);
                tidied.push('\n');
            }
            kept = match (line.rfind("<pre"), line.rfind("</pre>")) {
                (None, None) => kept,
                (open, close) => open > close,
            };
        }
        tidied
    }

    #[test]
    fn blank_lines_and_indentation_go_and_what_is_preformatted_stays() {
        let html = "<p>\n\n  a \r\n<pre>\n\n  b \n</pre>\n \u{a0}\n  c";
        assert_eq!(tidy(html.as_bytes()), b"<p>\na\n<pre>\n\n  b \n</pre>\nc\n");
        assert_eq!(tidy(b""), b"");
        assert_eq!(tidy(b"\n"), b"");
    }

    proptest! {
        #[test]
        fn runs_of_lines_come_to_the_same_as_each_by_itself(
            pieces in proptest::collection::vec(
                proptest::sample::select(&["a", " ", "\n", "\r\n", "\r", "<pre>", "</pre>", "é", "\u{a0}", "\t"][..]), 0..24
            )
        ) {
            let html = pieces.concat();
            prop_assert_eq!(String::from_utf8(tidy(html.as_bytes())).unwrap(), by_lines(&html));
        }
    }
}
