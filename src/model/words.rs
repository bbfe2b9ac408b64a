//! The body of a file: safe markup, made once, with the few places left open that depend on where it is shown.

mod plain;

pub use plain::plain;

use std::sync::Arc;

/// A body in Markdown and in HTML. The HTML holds no address inside the site and no heading tag: those are *seams*,
/// sewn when a page is rendered, because they depend on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The body as it was written, without front matter.
    pub markdown: Arc<str>,
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

    /// The HTML of one page: `heading_base` is the level of the body's highest headings there, and `address` gives what
    /// to write for an address inside the site.
    #[must_use]
    pub fn sewn(&self, heading_base: u8, address: &mut dyn FnMut(&str) -> String) -> String {
        let heading = |level: u8| {
            let level = heading_base.saturating_add(level).saturating_sub(1).clamp(1, 6);
            ["1", "2", "3", "4", "5", "6"][usize::from(level) - 1]
        };
        let mut html = String::with_capacity(self.html.len() + 16 * self.seams.len());
        let mut at = 0;
        for seam in self.seams.iter() {
            html.push_str(&self.html[at..seam.at]);
            at = seam.at;
            match &seam.thread {
                Thread::HeadingOpen(level) => html.extend(["<h", heading(*level), ">"]),
                Thread::HeadingClose(level) => html.extend(["</h", heading(*level), ">"]),
                Thread::Address { written, .. } => escape(&mut html, &address(written)),
            }
        }
        html.push_str(&self.html[at..]);
        html
    }
}

/// Writes text as HTML, between tags and in quotes alike. Control characters are left out.
pub(crate) fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' | '\t' => html.push(c),
            c if c.is_control() => {}
            c => html.push(c),
        }
    }
}
