//! The body of a file: safe markup, made once, with the few places left open that depend on where it is shown.

use crate::excerpt::Excerpt;
use std::sync::Arc;

/// A body in Markdown and in HTML. The HTML holds no address inside the site and no heading tag: those are *seams*,
/// sewn when a page is rendered, because they depend on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The body as it was written, without front matter.
    pub markdown: Excerpt,
    /// Safe HTML, with gaps of no length at the seams.
    pub html: Arc<str>,
    /// In ascending order of `at`.
    pub seams: Arc<[Seam]>,
}

/// Something to write at byte `at` of the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    pub at: usize,
    pub thread: Thread,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thread {
    /// `<hN>`: 1 for the highest level that this body uses, 2 for the next…
    HeadingOpen(u8),
    HeadingClose(u8),
    /// The value of a `href` or `src`: an address inside the site, as it was written, not escaped.
    /// `span` is its place in the file's text.
    Address {
        written: String,
        span: (usize, usize),
    },
}

impl Words {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}
