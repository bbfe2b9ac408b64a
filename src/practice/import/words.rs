//! Words that were written for another system, as Markdown that may stand in a body here.

use super::html::{BREAK, in_place_of, leads_outside};
use crate::diagnostic::Scope;
use crate::read::{characters, markdown};
use crate::source::Span;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::sync::Arc;

/// What a single end of a line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// A space, as in Markdown.
    Soft,
    /// The end of a line, as in a field of a form.
    Hard,
}

/// What is shown of the words, for a place that takes text alone.
pub(super) fn shown(written: &str) -> String {
    let mut shown = String::with_capacity(written.len());
    for event in Parser::new_ext(&markdown(written, Breaks::Soft), options()) {
        match event {
            Event::Text(words) | Event::Code(words) => shown.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                shown.push(' ');
            }
            _ => {}
        }
    }
    shown.trim().to_owned()
}

/// The words as Markdown without HTML, with addresses that lead outside, and with no picture. What can't be mended so
/// is taken as plain text: no word is lost.
pub(super) fn markdown(written: &str, breaks: Breaks) -> String {
    let text = characters::without_forbidden(written);
    let mended = mended(text.trim(), breaks);
    // What stood between tags may come to stand beside other marks: seen once more, it holds no tag any longer.
    let mended = self::mended(&broken(&mended), Breaks::Soft).trim().to_owned();
    if is_fit(&mended) { mended } else { plain(&text) }
}

/// The text with its ends of lines written out: a `\` where the paragraph goes on, nothing where it ends anyway.
fn broken(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let words = line.trim_end_matches([BREAK, ' ']);
        let next = lines.peek().map_or("", |next| next.trim_matches([BREAK, ' ']));
        let ends = !line.ends_with(BREAK) || words.trim().is_empty() || next.is_empty() || is_item(next);
        written.push_str(&words.replace(BREAK, ""));
        written.push_str(match (ends, is_item(words.trim_start())) {
            (true, _) => "\n",
            // Without a blank line the next would belong to the item.
            (false, true) => "\n\n",
            (false, false) => "\\\n",
        });
    }
    written.trim().to_owned()
}

fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[&str] = if rest.len() == line.len() { &["- ", "* ", "+ "] } else { &[". ", ") "] };
    marks.iter().any(|mark| rest.starts_with(mark))
}

/// Whether a body may say this.
fn is_fit(text: &str) -> bool {
    let text: Arc<str> = Arc::from(text);
    let length = text.len();
    markdown::words(&Arc::from(""), &text, 0..length, "x", &Scope::Nobody).1.is_empty()
}

/// A change to a text: what comes in the place of a piece of it.
type Edit = (Span, String);

fn mended(text: &str, breaks: Breaks) -> String {
    // In the order of the text: what begins a link has its place here before what stands in it.
    let mut edits: Vec<Edit> = Vec::new();
    let mut links: Vec<Open> = Vec::new();
    // The address of each `<a>` that is open, if it may be written.
    let mut anchors: Vec<Option<String>> = Vec::new();
    for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(
                ref tag @ (Tag::Link { link_type, ref dest_url, .. } | Tag::Image { link_type, ref dest_url, .. }),
            ) => {
                let is_kept = leads_outside(dest_url) || link_type == LinkType::Email;
                let is_image = matches!(tag, Tag::Image { .. });
                links.push(Open { edit: edits.len(), inner: None, is_kept, is_image });
                edits.push((span.start..span.start, String::new()));
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(open) = links.pop() {
                    open.close(&span, &mut edits);
                }
            }
            Event::InlineHtml(ref html) | Event::Html(ref html) => {
                edits.push((span.clone(), in_place_of(html, &text[span.end..], Some(&mut anchors))));
            }
            Event::SoftBreak if breaks == Breaks::Hard => edits.push((span.clone(), format!("{BREAK}\n"))),
            _ => {}
        }
        if let Some(open) = links.last_mut() {
            let from = open.inner.as_ref().map_or(span.start, |inner| inner.start);
            open.inner = Some(from..span.end);
        }
    }
    changed(text, edits)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// A link or a picture whose words are being read.
struct Open {
    /// Which edit is at its beginning.
    edit: usize,
    inner: Option<Span>,
    is_kept: bool,
    is_image: bool,
}

impl Open {
    /// A picture becomes a link to it; what leads nowhere becomes its words; what has no words goes.
    fn close(self, whole: &Span, edits: &mut Vec<Edit>) {
        match self.inner {
            None => edits[self.edit].0 = whole.clone(),
            Some(_) if self.is_kept => edits[self.edit].0.end += usize::from(self.is_image),
            Some(inner) => {
                edits[self.edit].0.end = inner.start;
                edits.push((inner.end..whole.end, String::new()));
            }
        }
    }
}

/// The text with changes made to it that stand in its order; what lies within another is passed over.
fn changed(text: &str, edits: Vec<Edit>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut done = 0;
    for (span, instead) in edits {
        if span.start < done {
            continue;
        }
        written.push_str(&text[done..span.start]);
        written.push_str(&instead);
        done = span.end;
    }
    written.push_str(&text[done..]);
    written
}

/// Words without any meaning but their own: tags gone, every mark of Markdown written as itself.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for line in in_place_of(text, "", None).replace(BREAK, "").lines().map(str::trim) {
        for (at, sign) in line.char_indices() {
            let begins = line[..at].bytes().all(|byte| byte.is_ascii_digit()) && "#+-=.)>:".contains(sign);
            if begins || "\\`*_[]<>|~!".contains(sign) {
                written.push('\\');
            }
            written.push(sign);
        }
        written.push('\n');
    }
    written.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Breaks, is_fit, markdown, options, plain, shown};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    #[test]
    fn words_of_a_form_keep_their_lines() {
        for (written, words) in [
            ("We are investigating.\r\nMore to come.", "We are investigating.\\\nMore to come."),
            ("One<br />two<br>\n<br>three", "One\\\ntwo\n\nthree"),
            ("First:\n- a\n- b\nLast", "First:\n- a\n- b\n\nLast"),
            ("First:<br>1. a<br>2. b<br>", "First:\n1. a\n2. b"),
            (
                "<p>Some <b>very</b> slow <a href=\"https://example.com/?a=1&amp;b=2\">pages</a>.</p><p>Sorry</p>",
                "Some **very** slow [pages](<https://example.com/?a=1&b=2>).\n\nSorry",
            ),
            ("<h2>Why</h2><ul><li>one</li><li>two</li></ul>", "## Why\n\n- one\n- two"),
            ("a <script>alert(1)</script>b", "a alert(1)b"),
            ("<script>alert(1)</script>\n\nb", "b"),
            ("see <a href=\"javascript:alert(1)\">this</a>", "see this"),
            ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
            ("<!-- not yet -->Done", "Done"),
            ("Send <your-key> <span class='x'>again</span>", "Send \\<your-key> again"),
        ] {
            assert_eq!(markdown(written, Breaks::Hard), words, "{written}");
        }
    }

    #[test]
    fn markdown_stays_what_it_is_but_for_what_may_not_stand_here() {
        for (written, words) in [
            ("One\ntwo", "One\ntwo"),
            ("*Cause*: `a <b> c`", "*Cause*: `a <b> c`"),
            ("[this](/issues/old/) and [that](https://example.com)", "this and [that](https://example.com)"),
            ("![a graph](https://example.com/a.png)", "[a graph](https://example.com/a.png)"),
            ("![](graph.png)", ""),
            ("<https://example.com> ", "<https://example.com>"),
            ("<help@example.com>", "<help@example.com>"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ] {
            assert_eq!(markdown(written, Breaks::Soft), words, "{written}");
        }
    }

    #[test]
    fn text_alone_is_what_is_shown() {
        let written = "Ask <b>us</b> [here](https://example.com).\n\nOr *there*: `x`";
        assert_eq!(shown(written), "Ask us here. Or there: x");
    }

    #[test]
    fn what_can_not_be_mended_is_plain_text() {
        assert_eq!(plain("# 1. *a* [b](c) <b>d</b> &amp;"), "\\# 1. \\*a\\* \\[b\\](c) d &amp;");
        assert_eq!(plain("a <your key> <i>b</i>"), "a \\<your key\\> b");
        assert_eq!(markdown("```\nnever closed <b>", Breaks::Soft), "\\`\\`\\`\nnever closed");
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "<b>",
            "</b>",
            "<a href=\"https://example.com\">",
            "<a href='javascript:x'>",
            "</a>",
            "<br>",
            "<br/>\n",
            "<p>",
            "</p>",
            "<ul>",
            "<li>",
            "</li>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<",
            ">",
            "&lt;",
            "&",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "# ",
            "> ",
            "```",
            "`",
            "*",
            "**",
            "_",
            "~~",
            "[",
            "]",
            "(https://example.com)",
            "(x)",
            "![",
            "[^1]",
            "[^1]: ",
            "|",
            "|---|",
            "    ",
            "\t",
            "words",
            "é",
            "\u{202e}",
            "\u{0}",
            "\\",
            "]:",
            "---",
            "===",
            "+",
        ]);
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn whatever_was_written_may_stand_in_a_body(text in pieces(), hard in any::<bool>()) {
            let breaks = if hard { Breaks::Hard } else { Breaks::Soft };
            let words = markdown(&text, breaks);
            prop_assert!(is_fit(&words), "{text:?} became {words:?}");
            prop_assert!(is_fit(&plain(&text)), "{text:?} plainly");
        }

        #[test]
        fn plain_text_shows_what_was_written(text in "[a-z0-9*_>\\[\\]`#.!|~=+\\\\ \n-]{0,40}") {
            let shown: String = Parser::new_ext(&plain(&text), options() | Options::ENABLE_FOOTNOTES)
                .filter_map(|event| if let Event::Text(text) = event { Some(text.to_string()) } else { None })
                .collect();
            let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(signs(&shown), signs(&text));
        }

        #[test]
        fn no_word_is_lost(text in pieces()) {
            prop_assume!(!["<script>", "<!--", "![", "[^1]"].iter().any(|taken| text.contains(taken)));
            let count = |text: &str| text.matches("words").count();
            prop_assert_eq!(count(&markdown(&text, Breaks::Hard)), count(&text));
        }
    }
}
