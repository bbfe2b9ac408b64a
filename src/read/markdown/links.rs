//! Links and images: where they lead, and the words they must have.

use super::address::{self, Address};
use super::draft::Draft;
use super::writer::{Open, Writer};
use crate::model::words::Thread;
use crate::source::Span;

impl Writer<'_> {
    pub(super) fn link(&mut self, written: &str, title: &str, span: Span) -> Open {
        let within = self.open.iter().any(|open| matches!(open, Open::Link { .. }));
        let address = if self.in_image() {
            None
        } else if within {
            // The parser takes an address in pointed brackets for a link wherever it stands.
            self.fault(span.clone(), "a link stands within a link", "let one of them stand outside the brackets");
            None
        } else {
            self.judged(written, &span)
        };
        let plain = self.draft().plain.len();
        let Some(address) = address else { return Open::Link { span, written: false, plain } };
        let draft = self.draft();
        draft.tag("<a");
        let is_web = matches!(&address, Address::Outside(whole) if !whole.starts_with("mailto:"));
        write_address(draft, "href", address, &span);
        if is_web {
            draft.attribute("rel", "noopener noreferrer");
        }
        if !title.is_empty() {
            draft.attribute("title", title);
        }
        draft.tag(">");
        Open::Link { span, written: true, plain }
    }

    pub(super) fn end_link(&mut self, span: &Span, written: bool, plain: usize) {
        if self.draft().plain[plain..].trim().is_empty() && !self.in_image() {
            self.fault(span.clone(), "a link has no words", "say where it leads, between the brackets");
        }
        if written {
            self.tag("</a>");
        }
    }

    pub(super) fn end_image(&mut self, span: &Span, address: Option<Address>, title: &str) {
        let alt = self.pop().plain;
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.in_image() {
            self.draft().plain.push_str(&alt);
            return;
        }
        if alt.is_empty() {
            self.fault(span.clone(), "an image has no words", "say what the image shows, between the brackets");
        }
        let Some(address) = address else { return };
        if let Address::Outside(_) = address {
            return self.fault(
                span.clone(),
                "an image lies outside the site",
                "put the file beside this one: pages ask nothing of other hosts",
            );
        }
        let draft = self.draft();
        draft.tag("<img");
        write_address(draft, "src", address, span);
        draft.attribute("alt", &alt);
        draft.attribute("loading", "lazy");
        if !title.is_empty() {
            draft.attribute("title", title);
        }
        draft.tag(">");
        draft.plain.push_str(&alt);
    }

    pub(super) fn judged(&mut self, written: &str, span: &Span) -> Option<Address> {
        match address::judge(written) {
            Ok(address) => Some(address),
            Err((phrase, hint)) => {
                self.fault(span.clone(), phrase, hint);
                None
            }
        }
    }
}

fn write_address(draft: &mut Draft, attribute: &str, address: Address, span: &Span) {
    match address {
        Address::Outside(whole) => draft.attribute(attribute, &whole),
        Address::Inside(written) => {
            draft.tag(&format!(" {attribute}=\""));
            draft.seam(Thread::Address { written, span: (span.start, span.end) });
            draft.tag("\"");
        }
    }
}
