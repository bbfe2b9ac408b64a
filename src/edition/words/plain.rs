//! The words alone, for mail, feeds and chat.

use super::{Thread, Words};
use memchr::memchr;
use std::borrow::Cow;

/// A body as plain text: tags are dropped, entities decoded, and one blank line stands between blocks.
///
/// Of an image its description is kept, a footnote's number stands in brackets, and ` | ` between the cells of a table.
#[must_use]
pub(super) fn plain(words: &Words) -> String {
    let mut text = Text::default();
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
    text.blocks.join("\n\n")
}

#[derive(Debug, Default)]
struct Text {
    blocks: Vec<String>,
    block: String,
    /// What has been read of a tag that isn't closed yet.
    tag: Option<String>,
    in_code: bool,
    in_way_back: bool,
}

impl Text {
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while !rest.is_empty() {
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
            return self.block.push_str(&decoded);
        }
        let bytes = decoded.as_bytes();
        let mut last = self.block.as_bytes().last().copied();
        let (mut done, mut at) = (0, 0);
        // Most bytes are no white space, nor a sign that could be taken for it.
        while let Some(next) = bytes[at..].iter().position(|byte| *byte <= b' ') {
            let (here, byte) = (at + next, bytes[at + next]);
            last = if next > 0 { Some(bytes[here - 1]) } else { last };
            at = here + 1;
            let is_first = !matches!(last, None | Some(b' ' | b'\n'));
            // A single space stays where it is, as whatever is no white space.
            if !byte.is_ascii_whitespace() || byte == b' ' && is_first {
                last = Some(byte);
                continue;
            }
            self.block.push_str(&decoded[done..here]);
            if is_first {
                self.block.push(' ');
                last = Some(b' ');
            }
            done = at;
        }
        self.block.push_str(&decoded[done..]);
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
            "td" | "th" if !self.block.trim().is_empty() => {
                self.block.truncate(self.block.trim_end().len());
                self.block.push_str(" | ");
            }
            "br" => self.block.push('\n'),
            "sup" => self.block.push('['),
            "/sup" => self.block.push(']'),
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
        let block = std::mem::take(&mut self.block);
        let block = block.trim_end().trim_start_matches('\n');
        if !block.trim().is_empty() {
            self.blocks.push(block.to_owned());
        }
    }
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
