//! A body's Markdown, with links that lead where they lead on pages.

use crate::edition::{Address, Thread, Words};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A link or image that leads into the site, while what it holds is being read.
struct Open {
    whole: Range<usize>,
    /// From the first to the last thing it holds.
    inner: Option<Range<usize>>,
    address: String,
    opening: &'static str,
}

/// A body's Markdown with the addresses that this edition's readers may follow in the place of those that were written.
/// Where the two can't be matched one to one, the body as text.
pub(super) fn led(words: &Words, base: &str) -> String {
    edits(words, base).and_then(|edits| apply(&words.markdown, edits)).unwrap_or_else(|| words.text())
}

fn edits(words: &Words, base: &str) -> Option<Vec<(Range<usize>, String)>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut addresses = words.seams.iter().filter_map(|seam| match &seam.thread {
        Thread::Address(address) => Some(destination(address, base)),
        Thread::HeadingOpen(_) | Thread::HeadingClose(_) => None,
    });
    let mut edits = Vec::new();
    let mut open: Vec<Option<Open>> = Vec::new();
    for (event, range) in Parser::new_ext(&words.markdown, options).into_offset_iter() {
        let opening = match &event {
            Event::Start(Tag::Link { .. }) => "[",
            _ => "![",
        };
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                open.push(if outside(link_type, &dest_url) {
                    None
                } else {
                    Some(Open { whole: range, inner: None, address: addresses.next()?, opening })
                });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(Open { whole, inner, address, opening }) = open.pop().flatten() {
                    let inner = inner.unwrap_or(whole.start..whole.start);
                    edits.push((whole.start..inner.start, opening.to_owned()));
                    edits.push((inner.end..whole.end, format!("]({address})")));
                }
                grow(&mut open, &range);
            }
            _ => grow(&mut open, &range),
        }
    }
    addresses.next().is_none().then_some(edits)
}

/// The text with its edits made; none if two of them meet.
fn apply(source: &str, mut edits: Vec<(Range<usize>, String)>) -> Option<String> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for (range, written) in edits {
        text.push_str(source.get(done..range.start)?);
        text.push_str(&written);
        done = range.end;
    }
    text.push_str(source.get(done..)?);
    Some(text)
}

/// What an open link holds reaches as far as the events within it.
fn grow(open: &mut [Option<Open>], range: &Range<usize>) {
    if let Some(Some(open)) = open.last_mut() {
        open.inner = Some(match open.inner.take() {
            Some(inner) => inner.start.min(range.start)..inner.end.max(range.end),
            None => range.clone(),
        });
    }
}

fn destination(address: &Address, base: &str) -> String {
    let file = if address.file.is_empty() { String::new() } else { format!("{base}{}", address.file) };
    match &address.fragment {
        Some(fragment) => format!("{file}#{fragment}"),
        None => file,
    }
}

/// Whether a link leads out of the site.
fn outside(link: LinkType, destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(link, LinkType::Autolink | LinkType::Email)
        || matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::{Address, Thread, Words, led};
    use crate::edition::Seam;

    fn words(markdown: &str, files: &[&str]) -> Words {
        let seam =
            |file: &&str| Seam { at: 0, thread: Thread::Address(Address { file: (*file).to_owned(), fragment: None }) };
        Words { markdown: markdown.into(), html: "<p>text</p>".into(), seams: files.iter().map(seam).collect() }
    }

    #[test]
    fn links_into_the_site_lead_to_pages_and_others_stay() {
        let written =
            "See *[what **failed**](../a/incident.md \"t\")* and [out](https://x.example).\n\n![c][p]\n\n[p]: c.png\n";
        assert_eq!(
            led(&words(written, &["incidents/a.html", "files/1.png"]), "../"),
            "See *[what **failed**](../incidents/a.html)* and [out](https://x.example).\n\n![c](../files/1.png)\n\n[p]: c.png\n"
        );
    }

    #[test]
    fn a_picture_in_a_link_keeps_both_addresses() {
        assert_eq!(led(&words("[![p](p.png)](b.md)", &["b.html", "files/p.png"]), ""), "[![p](files/p.png)](b.html)");
    }

    #[test]
    fn what_can_not_be_matched_is_text() {
        assert_eq!(led(&words("[a](b.md)", &[]), ""), "text");
        assert_eq!(led(&words("none", &["b.html"]), ""), "text");
    }
}
