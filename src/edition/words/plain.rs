//! The words alone, for mail, feeds and chat.

use super::{Thread, Words};
use crate::signs::Signs;
use memchr::memchr;

/// What may not be taken as it is. A body's markup holds no other white space, and no control characters.
const MET: Signs = Signs::of(b" \n\t<&");

/// The entities that a body's markup holds.
const ENTITIES: [(&str, char); 4] = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&amp;", '&')];

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
        matches!(self.written.as_bytes()[self.start..].last(), None | Some(b' ' | b'\n'))
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
                continue;
            }
            let Some(behind) = self.text(rest).strip_prefix('<') else { return };
            let Some(end) = behind.bytes().position(|byte| byte == b'>') else {
                self.tag = Some(behind.to_owned());
                return;
            };
            self.tag(&behind[..end]);
            rest = &behind[end + 1..];
        }
    }

    /// Takes text up to the next tag, and gives what is left.
    fn text<'a>(&mut self, html: &'a str) -> &'a str {
        if self.in_way_back {
            return &html[memchr(b'<', html.as_bytes()).unwrap_or(html.len())..];
        }
        let mut rest = html;
        loop {
            let (run, behind) = rest.split_at(self.run(rest));
            self.written.push_str(run);
            let length = match behind.bytes().next() {
                None | Some(b'<') => return behind,
                Some(b'&') => {
                    let (entity, c) =
                        ENTITIES.into_iter().find(|(entity, _)| behind.starts_with(entity)).unwrap_or(("&", '&'));
                    self.written.push(c);
                    entity.len()
                }
                Some(_) => {
                    if !self.is_spaced() {
                        self.written.push(' ');
                    }
                    1
                }
            };
            rest = &behind[length..];
        }
    }

    /// How far text goes on that is taken as it is: up to a tag, an entity, or white space that is no single space.
    fn run(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let mut end = 0;
        loop {
            end += MET.before(&bytes[end..]);
            let goes_on = match bytes.get(end) {
                None | Some(b'<' | b'&') => false,
                Some(_) if self.in_code => true,
                Some(b' ') if end > 0 => bytes[end - 1] != b' ',
                Some(b' ') => !self.is_spaced(),
                Some(_) => false,
            };
            if !goes_on {
                return end;
            }
            end += 1;
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
                // A description holds no tag.
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
