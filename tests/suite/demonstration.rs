//! The site that `content/` holds, as the program reads it.

use std::collections::BTreeMap;
use std::path::Path;

/// The instant that it is written for.
pub(crate) const NOW: &str = "2026-11-20T10:20:00Z";

/// The demonstration's content, by path below `content/`.
pub(crate) fn content() -> BTreeMap<String, Vec<u8>> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listing = candor::world::list(site).unwrap();
    let (sources, faults) = candor::world::open(site, &listing).unwrap();
    assert_eq!(faults, []);
    let bytes = |source: candor::source::Source| match source.content {
        candor::source::Content::Text(text) => text.as_bytes().to_vec(),
        candor::source::Content::Bytes(bytes) => bytes.to_vec(),
    };
    sources.into_iter().map(|source| (source.path["content/".len()..].to_owned(), bytes(source))).collect()
}
