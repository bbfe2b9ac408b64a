//! What leads to pages: the sitemap, the word to robots, the icon.

use super::pages::{self, Route};
use super::strings::escaped;
use crate::edition::Edition;
use std::fmt::Write as _;

/// Every page that is worth finding, with the time of its last change where it has one of its own.
pub(super) fn sitemap(edition: &Edition) -> Vec<u8> {
    let url = edition.url.as_deref().unwrap_or_default();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, route) in pages::routes(edition) {
        let changed = match route {
            Route::NotFound | Route::Sitemap | Route::Robots | Route::Icon => continue,
            Route::Index => edition.updated,
            Route::Incident(index) => Some(edition.incidents[index].updated),
            _ => None,
        };
        let path = if route == Route::Index { "" } else { &path };
        write!(xml, "<url><loc>{}/{}</loc>", escaped(url), escaped(path)).expect("writing to a string can't fail");
        if let Some(at) = changed {
            write!(xml, "<lastmod>{at}</lastmod>").expect("writing to a string can't fail");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

/// Public pages are there to be found; private ones are not.
pub(super) fn robots(edition: &Edition) -> Vec<u8> {
    let text = match (edition.is_public(), &edition.url) {
        (true, Some(url)) => format!("User-agent: *\nAllow: /\n\nSitemap: {url}/sitemap.xml\n"),
        (true, None) => "User-agent: *\nAllow: /\n".to_owned(),
        (false, _) => "User-agent: *\nDisallow: /\n".to_owned(),
    };
    text.into_bytes()
}

/// The icon: the banner's mark by colour and shape, readable at sixteen pixels.
pub(super) fn icon(shape: &str) -> Vec<u8> {
    let (colour, body, glyph) = match shape {
        "operational" => ("#1a7f4b", ROUND, "<path d=\"m9 16.5 5 5 9-11\"/>"),
        "maintenance" => ("#2563c4", SQUARE, "<path d=\"M10 21 21 10M10 11h.1M22 21h-.1\"/>"),
        "degraded" => ("#b97a00", TRIANGLE, "<path d=\"M16 13v6M16 23.5v.1\"/>"),
        "partial" => ("#c2500a", DIAMOND, "<path d=\"M16 10v8M16 22.4v.1\"/>"),
        "major" => ("#c62a21", OCTAGON, "<path d=\"m11 11 10 10M21 11 11 21\"/>"),
        _ => ("#5b6470", ROUND, "<path d=\"M16 15v8M16 9.4v.1\"/>"),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"{colour}\" d=\"{body}\"/>\
         <g fill=\"none\" stroke=\"#fff\" stroke-width=\"3.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{glyph}\
         </g></svg>\n"
    )
    .into_bytes()
}

const ROUND: &str = "M16 1a15 15 0 1 1 0 30 15 15 0 0 1 0-30z";
const SQUARE: &str = "M7 2h18a5 5 0 0 1 5 5v18a5 5 0 0 1-5 5H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z";
const TRIANGLE: &str = "M13.4 3.4a3 3 0 0 1 5.2 0L31 25.6A3 3 0 0 1 28.4 30H3.6A3 3 0 0 1 1 25.6z";
const DIAMOND: &str = "M13.9 1.9a3 3 0 0 1 4.2 0l12 12a3 3 0 0 1 0 4.2l-12 12a3 3 0 0 1-4.2 0l-12-12a3 3 0 0 1 0-4.2z";
const OCTAGON: &str = "M10 1h12l9 9v12l-9 9H10l-9-9V10z";
