//! HTML in the making, with its seams.

use crate::model::words::{Seam, Thread};
use crate::signs::Signs;

/// A piece of safe HTML that can be put into another.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) html: String,
    pub(super) seams: Vec<Seam>,
    /// The words alone, without what is written for the eyes only.
    pub(super) plain: String,
}

impl Draft {
    pub(super) fn tag(&mut self, tag: &str) {
        self.html.push_str(tag);
    }

    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.html, text);
        self.plain.push_str(text);
    }

    /// Writes ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        for piece in [" ", name, "=\""] {
            self.html.push_str(piece);
        }
        escape(&mut self.html, value);
        self.html.push('"');
    }

    pub(super) fn seam(&mut self, thread: Thread) {
        self.seams.push(Seam { at: self.html.len(), thread });
    }

    /// Puts HTML without seams before what stands at `at`.
    pub(super) fn insert(&mut self, at: usize, html: &str) {
        self.html.insert_str(at, html);
        for seam in self.seams.iter_mut().filter(|seam| seam.at >= at) {
            seam.at += html.len();
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        let shift = self.html.len();
        self.seams.extend(other.seams.into_iter().map(|seam| Seam { at: seam.at + shift, ..seam }));
        self.html.push_str(&other.html);
        self.plain.push_str(&other.plain);
    }
}

const MET: Signs = Signs::of(b"&<>\"").and_controls();

/// Writes text as HTML, between tags and in quotes alike. Control characters are left out.
fn escape(html: &mut String, text: &str) {
    let instead = |sign: char, _: &str| match sign {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        sign => sign.is_control().then_some(""),
    };
    MET.write(text, instead, |piece| html.push_str(piece));
}
