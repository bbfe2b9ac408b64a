//! The body of a part as it may be shown: safe markup whose addresses are known to be readable here.

mod plain;

use crate::excerpt::Excerpt;
use serde::{Serialize, Serializer};
use std::fmt::Write;
use std::sync::Arc;

/// Safe HTML, with what depends on the page left open at the seams, and the Markdown it was written in.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub markdown: Excerpt,
    pub html: Arc<str>,
    /// In ascending order of `at`.
    pub seams: Vec<Seam>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    pub at: usize,
    pub thread: Thread,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thread {
    HeadingOpen(u8),
    HeadingClose(u8),
    Address(Address),
}

/// An address within this edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The file it names, from the edition's root; empty for the page the words stand on.
    pub file: String,
    pub fragment: Option<String>,
}

impl Words {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The HTML with its seams sewn: headings start at `<h{highest}>`, and `base` goes before each address.
    /// `base` leads from the page to the edition's root: nothing, `../`, or an absolute address with a trailing slash.
    ///
    /// # Panics
    /// A seam stands outside the HTML: the body was not made by `read`.
    #[must_use]
    pub fn sewn(&self, highest: u8, base: &str) -> String {
        let mut html = String::with_capacity(self.html.len() + self.seams.len() * 16);
        let mut done = 0;
        for seam in &self.seams {
            html.push_str(&self.html[done..seam.at]);
            done = seam.at;
            let written = match &seam.thread {
                Thread::HeadingOpen(level) => write!(html, "<h{}>", (highest + level - 1).min(6)),
                Thread::HeadingClose(level) => write!(html, "</h{}>", (highest + level - 1).min(6)),
                Thread::Address(address) => {
                    if !address.file.is_empty() {
                        html.push_str(base);
                        html.push_str(&address.file);
                    }
                    match &address.fragment {
                        Some(fragment) => write!(html, "#{fragment}"),
                        None => Ok(()),
                    }
                }
            };
            written.expect("writing to a string can't fail");
        }
        html.push_str(&self.html[done..]);
        html
    }

    /// The words as plain text: tags dropped, entities decoded, one blank line between blocks.
    #[must_use]
    pub fn text(&self) -> String {
        plain::plain(self, usize::MAX)
    }

    /// As [`Self::text`], but it may end once it is `enough` bytes long.
    #[must_use]
    pub fn beginning(&self, enough: usize) -> String {
        plain::plain(self, enough)
    }
}

impl Serialize for Words {
    /// For themes: whether there are any. A page's words are sewn by `render`, which knows the page.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(!self.is_empty())
    }
}
