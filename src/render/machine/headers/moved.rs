//! Where readers of an earlier status page are sent: addresses of Statuspage and cState that feed readers and bookmarks hold.

use crate::edition::Edition;
use crate::render::machine::{address, time};

/// Old addresses with the new, for the public edition; answers to them are passing where the new one changes with time.
pub(super) fn moved(edition: &Edition) -> Vec<(&'static str, u16, String)> {
    if !edition.is_public() {
        return Vec::new();
    }
    let month = format!("/history/{}.html", time::month(edition));
    let mut moved = vec![("/history", 302, month.clone()), ("/incidents", 302, month.clone()), ("/issues", 302, month)];
    if address::root(edition).is_some() {
        moved.extend(
            [
                ("/history.atom", "/atom.xml"),
                ("/history.rss", "/rss.xml"),
                ("/index.xml", "/rss.xml"),
                ("/index.atom", "/atom.xml"),
            ]
            .map(|(old, new)| (old, 301, new.to_owned())),
        );
    }
    moved
}

/// `_redirects`, as Netlify and Cloudflare Pages read it.
pub(in crate::render::machine) fn redirects(edition: &Edition) -> Vec<u8> {
    let line = |(old, code, new): (&str, u16, String)| format!("{old} {new} {code}\n");
    moved(edition).into_iter().map(line).collect::<String>().into_bytes()
}
