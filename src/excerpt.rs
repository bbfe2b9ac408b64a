//! A part of a text that lies in memory already.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Some bytes of a shared text, which it keeps whole: what was written is held once, however often it is quoted.
#[derive(Clone, Default)]
pub struct Excerpt {
    whole: Arc<str>,
    range: Range<usize>,
}

impl Excerpt {
    /// # Panics
    /// The range is no part of the text, or cuts a character.
    #[must_use]
    pub fn new(whole: &Arc<str>, range: Range<usize>) -> Self {
        assert!(whole.get(range.clone()).is_some(), "an excerpt is a part of its text");
        Self { whole: whole.clone(), range }
    }
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        &self.whole[self.range.clone()]
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self { whole: Arc::from(text), range: 0..text.len() }
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
