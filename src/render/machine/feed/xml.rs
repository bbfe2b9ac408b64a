//! Feeds in XML out of pieces: the libraries write whole feeds alone, and most entries stand in several.

/// What a library wrote, which is text.
pub(super) fn text(written: Vec<u8>) -> String {
    String::from_utf8(written).expect("text makes text")
}

/// The one entry of a feed, from the first `open` to the last `close`.
pub(super) fn cut<'a>(feed: &'a str, open: &str, close: &str) -> &'a str {
    let from = feed.find(open).expect("the entry begins");
    let until = feed.rfind(close).expect("the entry ends") + close.len();
    &feed[from..until]
}

/// A feed without entries, filled with some: they stand last, before `end`.
pub(super) fn filled<'a>(empty: &str, entries: impl Iterator<Item = &'a str> + Clone, end: &str) -> Vec<u8> {
    let (before, after) = empty.split_at(empty.rfind(end).expect("the feed ends"));
    let size = entries.clone().map(str::len).sum::<usize>() + empty.len() + 1;
    let mut feed = String::with_capacity(size);
    feed.push_str(before);
    feed.extend(entries);
    feed.push_str(after);
    feed.push('\n');
    feed.into_bytes()
}
