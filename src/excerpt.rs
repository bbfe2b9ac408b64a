//! A part of a text that lies in memory already.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Some bytes of a shared text, which it keeps whole: what was written is held once, however often it is quoted.
#[derive(Clone, Default)]
pub struct Excerpt {
    whole: Arc<str>,
    /// Texts are small, and excerpts many.
    range: Range<u32>,
}

impl Excerpt {
    /// # Panics
    /// The range is no part of the text, or cuts a character; the text is larger than 4 GiB.
    #[must_use]
    pub fn new(whole: &Arc<str>, range: Range<usize>) -> Self {
        assert!(whole.get(range.clone()).is_some(), "an excerpt is a part of its text");
        Self { whole: whole.clone(), range: offset(range.start)..offset(range.end) }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("no text that is read is this large")
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        &self.whole[self.range.start as usize..self.range.end as usize]
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self { whole: Arc::from(text), range: 0..offset(text.len()) }
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Excerpt {}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
