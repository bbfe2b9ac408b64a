//! A theme's file is told at a place or makes pages, and a page of everyone's shows nothing that only some may read.

use super::{ACCOUNTS, AUDIENCES, SITE, are_told};
use candor::compile::{Truth, gather};
use candor::edition::Edition;
use candor::read::Selection;
use candor::render::{Theme, render, routes};
use candor::source::{Kind, Listed, Source};
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

const CANARY: &str = "zqcanary";
const FILES: [(&str, &str); 7] = [
    ("site.yaml", SITE),
    ("audiences.yaml", AUDIENCES),
    ("accounts.yaml", ACCOUNTS),
    ("incidents/2026-11-20-api/incident.md", "---\ntitle: API errors\n---\n"),
    ("incidents/2026-11-20-api/incident.executives.md", "---\ntitle: zqcanary\n---\nzqcanary\n"),
    (
        "incidents/2026-11-20-api/01-identified.md",
        "---\nstatus: identified\nat: 2026-11-20T10:00:00Z\ncomponents: {api: major_outage}\n---\nWe know.\n",
    ),
    ("incidents/2026-11-20-api/01-identified.support.md", "---\nsay: [zqcanary]\n---\nzqcanary\n"),
];

/// Everyone's edition, made beside private ones.
static PUBLIC: LazyLock<Edition> = LazyLock::new(|| {
    let listed = |(path, _): &(&str, &str)| Listed { path: Arc::from(format!("content/{path}")), kind: Kind::File };
    let listing: Vec<Listed> = FILES.iter().map(listed).collect();
    let source = |listed: &Listed| {
        let (_, text) = FILES.iter().find(|(path, _)| listed.path.ends_with(path)).expect("only these are listed");
        Source::text(&listed.path, text)
    };
    let open = |wanted: &[Listed]| Ok::<_, Infallible>((wanted.iter().map(source).collect(), Vec::new()));
    let gathered: Result<(Truth, _), Infallible> = gather(&listing, Selection::WithPrivate, &open, Ok);
    let Ok((truth, readers)) = gathered;
    let now = "2026-11-20T12:00:00Z".parse().expect("this is a moment");
    truth.edition(&readers[0], now).expect("nothing is at fault")
});

/// The first line is the file's path below the theme.
pub(super) fn holds(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b'\n') else { return };
    let Ok(path) = std::str::from_utf8(&data[..end]) else { return };
    let own = [(path.to_owned(), data[end + 1..].to_vec())];
    let text = String::from_utf8_lossy(&own[0].1);
    let told = |fault: &candor::diagnostic::Diagnostic| {
        let is_own = *fault.place.path == *format!("themes/own/{path}");
        // A fault of the layouts together may stand in one of the default's.
        if is_own {
            are_told(std::slice::from_ref(fault), &text);
        }
    };
    match Theme::load("own", &own) {
        Err(faults) => {
            assert!(!faults.is_empty());
            faults.iter().for_each(told);
        }
        Ok(theme) => {
            for (address, route) in routes(&PUBLIC, &theme) {
                match render(&PUBLIC, &theme, &route) {
                    Ok(bytes) => {
                        let is_told = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
                        assert!(!is_told || text.contains(CANARY), "{address}");
                    }
                    Err(fault) => told(&fault),
                }
            }
        }
    }
}
