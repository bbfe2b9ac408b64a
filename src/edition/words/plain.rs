//! The words alone, for mail, feeds and chat.

use super::{Thread, Words};
use memchr::memchr;
use std::borrow::Cow;

/// A body as plain text: tags are dropped, entities decoded, and one blank line stands between blocks.
///
/// Of an image its description is kept, a footnote's number stands in brackets, and ` | ` between the cells of a table.
///
/// The text may end once it is `enough` bytes long.
#[must_use]
pub(super) fn plain(words: &Words, enough: usize) -> String {
    let mut text = Text { enough, written: String::with_capacity(words.html.len().min(enough)), ..Text::default() };
    let mut at = 0;
    for seam in &words.seams {
        text.html(&words.html[at..seam.at]);
        at = seam.at;
        // A seam of an address stands within a tag, which goes on behind it.
        if !matches!(seam.thread, Thread::Address(_)) {
            text.end_block();
        }
    }
    text.html(&words.html[at..]);
    text.end_block();
    text.written.truncate(text.written.trim_end().len());
    text.written
}

#[derive(Debug, Default)]
struct Text {
    enough: usize,
    written: String,
    /// Where the block begins that is written to.
    start: usize,
    /// What has been read of a tag that isn't closed yet.
    tag: Option<String>,
    in_code: bool,
    in_way_back: bool,
}

impl Text {
    fn block(&self) -> &str {
        &self.written[self.start..]
    }

    /// Whether white space would be one too many here.
    fn is_spaced(&self) -> bool {
        matches!(self.block().as_bytes().last(), None | Some(b' ' | b'\n'))
    }

    fn html(&mut self, html: &str) {
        let mut rest = html;
        while !rest.is_empty() && self.written.len() < self.enough {
            if let Some(tag) = &mut self.tag {
                let end = memchr(b'>', rest.as_bytes());
                tag.push_str(&rest[..end.unwrap_or(rest.len())]);
                rest = end.map_or("", |end| &rest[end + 1..]);
                if end.is_some() {
                    let tag = self.tag.take().unwrap_or_default();
                    self.tag(&tag);
                }
            } else {
                let Some(open) = memchr(b'<', rest.as_bytes()) else { return self.text(rest) };
                self.text(&rest[..open]);
                rest = &rest[open + 1..];
                if let Some(close) = memchr(b'>', rest.as_bytes()) {
                    self.tag(&rest[..close]);
                    rest = &rest[close + 1..];
                } else {
                    self.tag = Some(std::mem::take(&mut rest).to_owned());
                }
            }
        }
    }

    fn text(&mut self, html: &str) {
        if self.in_way_back {
            return;
        }
        let decoded = decoded(html);
        if self.in_code {
            return self.written.push_str(&decoded);
        }
        let mut rest = &*decoded;
        loop {
            let Some(at) = odd(rest, self.is_spaced()) else { return self.written.push_str(rest) };
            self.written.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                byte if !byte.is_ascii_whitespace() => self.written.push(char::from(byte)),
                _ if self.is_spaced() => {}
                _ => self.written.push(' '),
            }
            rest = &rest[at + 1..];
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = &tag[..tag.bytes().position(|byte| matches!(byte, b' ' | b'\n')).unwrap_or(tag.len())];
        match name {
            "pre" | "/pre" => {
                self.end_block();
                self.in_code = name == "pre";
            }
            "p" | "/p" | "li" | "/li" | "ul" | "/ul" | "ol" | "/ol" | "blockquote" | "/blockquote" | "div" | "/div"
            | "tr" | "/tr" | "hr" | "section" | "/section" => self.end_block(),
            "td" | "th" if !self.block().trim().is_empty() => {
                self.written.truncate(self.written.trim_end().len());
                self.written.push_str(" | ");
            }
            "br" => self.written.push('\n'),
            "sup" => self.written.push('['),
            "/sup" => self.written.push(']'),
            "a" => self.in_way_back = tag.contains("role=\"doc-backlink\""),
            "/a" => self.in_way_back = false,
            "img" => {
                let alt = tag.split_once(" alt=\"").and_then(|(_, rest)| rest.split_once('"'));
                self.text(alt.map_or("", |(alt, _)| alt));
            }
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let block = self.block().trim_end();
        let lead = block.len() - block.trim_start_matches('\n').len();
        let is_empty = block.trim().is_empty();
        self.written.truncate(if is_empty { self.start } else { self.start + block.len() });
        if !is_empty {
            self.written.drain(self.start..self.start + lead);
            self.written.push_str("\n\n");
            self.start = self.written.len();
        }
    }
}

/// Where there is other white space than a single space, or a sign that could be taken for it.
fn odd(text: &str, mut is_spaced: bool) -> Option<usize> {
    text.bytes().position(|byte| {
        let was_spaced = std::mem::replace(&mut is_spaced, byte <= b' ');
        is_spaced && (was_spaced || byte != b' ')
    })
}

/// Text with the entities decoded that a body's markup holds.
fn decoded(html: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', html.as_bytes()) else { return Cow::Borrowed(html) };
    let mut text = String::with_capacity(html.len());
    let (before, mut rest) = html.split_at(first);
    text.push_str(before);
    while !rest.is_empty() {
        let entity = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&amp;", '&')]
            .into_iter()
            .find(|(entity, _)| rest.starts_with(entity));
        let (length, c) = entity.map_or((1, '&'), |(entity, c)| (entity.len(), c));
        text.push(c);
        let tail = &rest[length..];
        let next = memchr(b'&', tail.as_bytes()).unwrap_or(tail.len());
        text.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    Cow::Owned(text)
}
