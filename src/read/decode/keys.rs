//! Where keys stand, found without a parser, so that a broken key does not hide its neighbours.

use crate::read::front_matter::lines;
use crate::source::Span;
use crate::yaml;

/// A key with all that belongs to it: the lines up to the next key of the same depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Block {
    /// As it was written, without quotes; absent if the line is no key.
    pub(in crate::read) key: Option<String>,
    pub(in crate::read) key_span: Span,
    /// From the key to the end of its last line that is neither blank nor a comment.
    pub(in crate::read) span: Span,
}

/// The keys in a range that are indented by `indent` spaces. A line that is indented less, is blank, a comment,
/// an item of a list or the end of a list or map belongs to the key above it.
pub(in crate::read) fn blocks(text: &str, range: Span, indent: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines(text, range) {
        let written = text[line.clone()].trim_end();
        let end = line.start + written.len();
        let content = written.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let depth = written.len() - content.len();
        if depth == indent && !continues(content) {
            let start = line.start + depth;
            let (key, length) = key(content).map_or((None, content.len()), |(key, length)| (Some(key), length));
            blocks.push(Block { key, key_span: start..start + length, span: start..end });
        } else if let Some(block) = blocks.last_mut() {
            block.span.end = end;
        }
    }
    blocks
}

/// How far the first key below a header line is indented; the header's own line is the first of the range.
pub(in crate::read) fn indent_below(text: &str, range: Span) -> Option<usize> {
    lines(text, range)
        .skip(1)
        .map(|line| &text[line])
        .find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map(|line| line.len() - line.trim_start_matches(' ').len())
}

/// The same text with only some ranges left of it; all else but line feeds is blank, so that places stay true.
pub(in crate::read) fn only(text: &str, kept: &[Span]) -> String {
    let mut bytes: Vec<u8> = text.bytes().map(|b| if b == b'\n' { b } else { b' ' }).collect();
    for span in kept {
        bytes[span.clone()].copy_from_slice(&text.as_bytes()[span.clone()]);
    }
    String::from_utf8(bytes).expect("keys begin and end between characters")
}

fn continues(content: &str) -> bool {
    content.starts_with(['}', ']', '\t']) || content == "-" || content.starts_with("- ") || content == "---"
}

/// The key that a line begins with, and the length of its written form.
fn key(content: &str) -> Option<(String, usize)> {
    let quoted = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quoted {
        Some(quote) => 2 + content[1..].find(quote)?,
        None => content
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| content[at + 1..].is_empty() || content[at + 1..].starts_with([' ', '\t']))?,
    };
    let (written, rest) = content.split_at(length);
    let rest = rest.trim_start_matches(' ').strip_prefix(':')?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let written = written.trim_end();
    let plain = match quoted {
        Some(_) => yaml::parse(written, 1).ok()?.decode().ok()?,
        None if written.starts_with(|c: char| "?!&*|>%@`,[]{}#".contains(c)) || written.contains(" #") => return None,
        None => written.to_owned(),
    };
    Some((plain, written.len())).filter(|(plain, _)| !plain.is_empty())
}
