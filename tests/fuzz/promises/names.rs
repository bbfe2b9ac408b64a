//! A file is opened for exactly the readers that its name says, and a name that says none is told.

use super::SETTLED;
use candor::read::{Place, Role, Selection, judge, wanted};
use candor::source::{Kind, Listed};
use std::sync::Arc;

const TYPES: [&str; 10] = ["avif", "csv", "gif", "jpeg", "jpg", "md", "pdf", "png", "txt", "webp"];

/// The rule once more, and by hand: who opens a name in an incident's folder.
fn may_open(name: &str, edition: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let is_word = |part: &&str| {
        let bytes = part.as_bytes();
        bytes.first().is_some_and(|first| matches!(first, b'a'..=b'z' | b'0'..=b'9'))
            && bytes.len() <= 80
            && bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let [stem, suffix @ .., kind] = &parts[..] else { return false };
    if !parts.iter().all(is_word) || !TYPES.contains(kind) || is_device(stem) {
        return false;
    }
    let inside = ["executives", "support", "engineering", "business"].contains(&edition);
    match suffix {
        [] => true,
        ["internal"] => inside,
        [own @ ("executives" | "support" | "engineering" | "business")] => *own == edition || edition == "executives",
        ["strategic"] => edition != "public" && edition != "engineering",
        ["strategic", account @ ("acme" | "globex")] => {
            ["executives", "support"].contains(&edition) || edition.strip_prefix("strategic/") == Some(account)
        }
        _ => false,
    }
}

/// Names of devices, which no file can have on Windows.
fn is_device(stem: &str) -> bool {
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    ["con", "prn", "aux", "nul"].contains(&stem)
        || numbered.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
}

pub(super) fn holds(data: &[u8]) {
    let Ok(name) = std::str::from_utf8(data) else { return };
    if name.is_empty() || name.contains('/') {
        return;
    }
    let listed = Listed { path: Arc::from(format!("content/incidents/2026-11-20-api/{name}")), kind: Kind::File };
    let readers = SETTLED.readers();
    assert_eq!(readers.len(), 7);
    let opened = readers.iter().filter(|reader| {
        let opens = wanted(&listed, &SETTLED, std::slice::from_ref(*reader));
        let edition = reader.edition.to_string();
        assert_eq!(opens, may_open(name, &edition), "{name:?} for {edition}");
        opens
    });
    let is_opened = opened.count() > 0;
    let told = judge(std::slice::from_ref(&listed), &SETTLED, Selection::WithPrivate);
    let is_known = is_opened || Place::of(&listed.path).role == Role::Authors;
    assert_eq!(told.is_empty(), is_known, "{name:?}: {told:?}");
}
