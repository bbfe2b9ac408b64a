//! The kept site shows, after whatever changes, what a site read afresh from the same files shows.

use crate::case::{Files, rendered};
use crate::generated::{Chance, NOW, Tree, site, tried};
use candor::compile::{self, Change, Live};
use candor::diagnostic::{Diagnostic, Severity, told_once};
use candor::read::Selection;
use candor::source::{Content, Kind, Listed, Source};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// What lies in the folder: bytes, or a link.
type Folder = BTreeMap<String, Option<Vec<u8>>>;

fn folder(tree: &Tree) -> Folder {
    tree.iter().map(|(path, bytes)| (format!("content/{path}"), Some(bytes.clone()))).collect()
}

fn listing(folder: &Folder) -> Vec<Listed> {
    folder.iter().map(|(path, bytes)| listed(path, bytes.as_ref())).collect()
}

fn listed(path: &str, bytes: Option<&Vec<u8>>) -> Listed {
    Listed { path: Arc::from(path), kind: if bytes.is_some() { Kind::File } else { Kind::Symlink } }
}

#[expect(clippy::unnecessary_wraps, reason = "what is handed to the program may fail elsewhere")]
fn open(folder: &Folder, wanted: &[Listed]) -> Result<(Vec<Source>, Vec<Diagnostic>), Infallible> {
    let (mut sources, mut faults) = (Vec::new(), Vec::new());
    for one in wanted {
        let bytes = folder[&*one.path].as_ref().expect("links are never opened");
        let is_text = matches!(one.path.rsplit_once('.'), Some((_, "md" | "yaml")));
        match std::str::from_utf8(bytes) {
            Ok(text) if is_text => sources.push(Source::text(&one.path, text)),
            Err(_) if is_text => faults.push(Diagnostic::error(&one.path, 0..0, "the text is not UTF-8")),
            _ => sources.push(Source { path: one.path.clone(), content: Content::Bytes(Arc::from(bytes.as_slice())) }),
        }
    }
    Ok((sources, faults))
}

/// Everything that is shown and told, edition by edition.
type All = BTreeMap<String, (Option<Files>, Vec<Diagnostic>)>;

fn afresh(folder: &Folder, now: Timestamp) -> All {
    let (truth, readers) =
        compile::gather(&listing(folder), Selection::WithPrivate, &|wanted: &[Listed]| open(folder, wanted), Ok)
            .unwrap_or_else(|never| match never {});
    let one = |reader: &candor::name::Reader| {
        let files = truth.edition(reader, now).ok().map(|edition| rendered(&edition));
        (reader.edition.to_string(), (files, told_once(truth.faults(reader))))
    };
    let mut all: All = readers.iter().map(one).collect();
    all.insert("check".to_owned(), (None, told_once(truth.told.clone())));
    all
}

fn kept(live: &mut Live, at: Option<Timestamp>) -> All {
    let readers = live.readers().to_vec();
    let truth = live.truth();
    let mut all = All::new();
    for reader in &readers {
        let name = reader.edition.to_string();
        let look = live.look(&name, at).unwrap();
        let faults = told_once(live.faults(reader));
        let files = look.faults.is_empty().then(|| {
            let shown = look.shown.unwrap();
            let whole = rendered(&shown.edition);
            for path in whole.keys() {
                assert_eq!(shown.file(path).unwrap().unwrap(), whole[path], "{path} by itself");
            }
            assert!(shown.file("none.html").is_none());
            whole
        });
        all.insert(name, (files, faults));
    }
    all.insert("check".to_owned(), (None, told_once(truth.told.clone())));
    all
}

fn take(live: &mut Live, before: &Folder, after: &Folder) -> bool {
    let differs = |(path, bytes): &(&String, &Option<Vec<u8>>)| before.get(*path) != Some(*bytes);
    let change = Change {
        listed: after.iter().filter(differs).map(|(path, bytes)| listed(path, bytes.as_ref())).collect(),
        gone: before.keys().filter(|path| !after.contains_key(*path)).map(|path| Arc::from(path.as_str())).collect(),
    };
    live.change(&change, &|wanted| open(after, wanted)).unwrap_or_else(|never| match never {})
}

/// One thing that somebody does to the folder.
fn edit(folder: &mut Folder, other: &Folder, chance: &mut Chance) {
    let paths: Vec<String> = folder.keys().cloned().collect();
    let foreign: Vec<&String> = other.keys().collect();
    let path = if chance.of(15) {
        format!("content/{}.yaml", chance.pick(&["site", "audiences", "accounts", "policy"]))
    } else if paths.is_empty() {
        (*chance.pick(&foreign)).clone()
    } else {
        chance.pick(&paths).clone()
    };
    let text = folder.get(&path).cloned().flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match chance.below(10) {
        0 | 1 => drop(folder.remove(&path)),
        2 => drop(folder.insert(path, Some(b"---\nstatus: [\n---\n<script>".to_vec()))),
        3 => drop(folder.insert(path, Some(vec![0xFF, 0xFE, b'x']))),
        4 => drop(folder.insert(path, None)),
        5 => {
            if let Some(bytes) = folder.remove(&path) {
                let (place, name) = path.rsplit_once('/').unwrap();
                folder.insert(format!("{place}/{}", name.replace('0', "4").replace(".internal", ".support")), bytes);
            }
        }
        6 | 7 => {
            let path = (*chance.pick(&foreign)).clone();
            folder.insert(path.clone(), other[&path].clone());
        }
        8 => {
            let target = (*chance.pick(&foreign)).clone();
            let there = target.strip_prefix("content").unwrap();
            let words = format!("\n\nMore words, [here](incident.md) and [there]({there}).\n");
            drop(folder.insert(path, text.map(|text| format!("{text}{words}").into())));
        }
        _ => drop(folder.insert(
            path,
            text.map(|text| {
                text.replace("partial", "major").replace("checkout", "api").replace("identified", "resolved").into()
            }),
        )),
    }
}

proptest! {
    #![proptest_config(tried(16))]

    #[test]
    fn a_kept_site_is_what_a_fresh_one_is_after_every_edit(seed: u64) {
        let mut chance = Chance(seed);
        let now: Timestamp = NOW.parse().unwrap();
        let other = folder(&site(&mut chance));
        let mut live = Live::new(now);
        let instants = instants(now);
        let mut before = Folder::new();
        let mut after = folder(&site(&mut chance));
        for turn in 0..12 {
            let version = live.version();
            let changed = take(&mut live, &before, &after);
            prop_assert_eq!(live.version() > version, changed);
            let (kept, afresh) = (kept(&mut live, None), afresh(&after, now));
            prop_assert_eq!(kept.keys().collect::<Vec<_>>(), afresh.keys().collect::<Vec<_>>());
            for (name, (files, told)) in &afresh {
                prop_assert!(kept[name].0 == *files, "turn {}: the files of {}", turn, name);
                prop_assert_eq!(&kept[name].1, told, "turn {}: what is told of {}", turn, name);
            }
            // The same site is seen from other instants too, between which most of what is kept still holds.
            let at = *chance.pick(&instants);
            prop_assert!(self::kept(&mut live, Some(at)) == self::afresh(&after, at), "turn {}: at {}", turn, at);
            before = after.clone();
            for _ in 0..=chance.below(3) {
                edit(&mut after, &other, &mut chance);
            }
        }
    }
}

/// Instants before and after one, minutes to months away.
fn instants(now: Timestamp) -> Vec<Timestamp> {
    let minutes = [-200_000, -20_000, -3000, -600, -90, -20, -1, 0, 1, 30, 120, 900, 5000, 60_000];
    minutes.map(|minutes| now + jiff::SignedDuration::from_mins(minutes)).to_vec()
}

#[test]
fn a_file_that_is_only_touched_changes_nothing() {
    let tree = folder(&site(&mut Chance(7)));
    let mut live = Live::new(NOW.parse().unwrap());
    assert!(take(&mut live, &Folder::new(), &tree));
    let touched = Change {
        listed: listing(&tree).into_iter().filter(|one| one.path.ends_with(".md")).collect(),
        gone: Vec::new(),
    };
    let changed = live.change(&touched, &|wanted| open(&tree, wanted)).unwrap_or_else(|never| match never {});
    assert!(!changed);
    assert_eq!(live.version(), 1);
}

#[test]
fn another_instant_is_what_a_build_for_it_is() {
    let tree = folder(&site(&mut Chance(11)));
    let mut live = Live::new(NOW.parse().unwrap());
    take(&mut live, &Folder::new(), &tree);
    for at in ["2026-11-19T08:00:00Z", "2026-11-20T12:00:00Z", "2027-03-01T00:00:00Z"] {
        let at: Timestamp = at.parse().unwrap();
        assert!(kept(&mut live, Some(at)) == afresh(&tree, at), "{at}");
    }
    let later: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
    live.pass(later);
    assert!(kept(&mut live, None) == afresh(&tree, later));
}

#[test]
fn a_fault_leaves_the_last_good_page_and_goes_when_it_is_mended() {
    let good = folder(&site(&mut Chance(3)));
    let mut bad = good.clone();
    bad.insert("content/pages/broken.md".to_owned(), Some(b"no title\n".to_vec()));
    let mut live = Live::new(NOW.parse().unwrap());
    take(&mut live, &Folder::new(), &good);
    let before = live.look("public", None).unwrap().shown.unwrap();
    take(&mut live, &good, &bad);
    let look = live.look("public", None).unwrap();
    let errors = look.faults.iter().filter(|fault| fault.severity == Severity::Error);
    assert_eq!(errors.count(), 1, "{:?}", look.faults);
    assert!(Arc::ptr_eq(&look.shown.unwrap(), &before), "the last good page stays");
    take(&mut live, &bad, &good);
    let look = live.look("public", None).unwrap();
    assert!(look.faults.is_empty() && look.shown.is_some());
    assert!(live.look("nobody", None).is_none());
}

/// A site of two incidents, of which the first leads into the second, and a component that begins tomorrow.
fn two() -> Folder {
    let site = "name: Meridian\nurl: https://status.meridianpay.example\ngroups:\n  - name: Payments\n    components:\n      \
                - {id: early, name: Early, since: 2026-11-21}\n      - {id: checkout, name: Checkout}\n";
    let update = |words: &str| {
        format!(
            "---\nstatus: investigating\nat: 2026-11-20T08:00:00Z\ncomponents: {{checkout: partial_outage}}\n---\n{words}\n"
        )
    };
    let files = [
        ("site.yaml", site.to_owned()),
        ("incidents/2026-11-20-a/incident.md", "---\ntitle: A\n---\n".to_owned()),
        ("incidents/2026-11-20-a/01-start.md", update("It is [this](../2026-11-20-b/01-start.md).")),
        ("incidents/2026-11-20-b/incident.md", "---\ntitle: B\n---\n".to_owned()),
        ("incidents/2026-11-20-b/01-start.md", update("Words.")),
    ];
    files.into_iter().map(|(path, text)| (format!("content/{path}"), Some(text.into_bytes()))).collect()
}

#[test]
fn words_lead_where_they_should_after_what_they_lead_to_has_changed() {
    let now: Timestamp = NOW.parse().unwrap();
    let target = "content/incidents/2026-11-20-b/01-start.md";
    let mut live = Live::new(now);
    let mut before = Folder::new();
    let page = |all: &All| {
        let page = all["public"].0.as_ref()?.get("incidents/2026-11-20-a.html")?.clone();
        String::from_utf8(page).ok()
    };
    let led = "incidents/2026-11-20-b.html#start";
    let mut later = two();
    let text = String::from_utf8(later[target].clone().unwrap()).unwrap();
    later.insert(target.to_owned(), Some(text.replace("2026-11-20T08", "2026-11-29T08").into_bytes()));
    let mut without = two();
    without.remove(target);
    for (after, leads) in [(two(), Some(true)), (later, Some(false)), (without, None), (two(), Some(true))] {
        take(&mut live, &before, &after);
        let kept = kept(&mut live, None);
        assert!(kept == afresh(&after, now));
        assert_eq!(page(&kept).map(|page| page.contains(led)), leads);
        before = after;
    }
}

#[test]
fn a_component_that_begins_moves_no_state_to_another() {
    let now: Timestamp = NOW.parse().unwrap();
    let mut live = Live::new(now);
    take(&mut live, &Folder::new(), &two());
    for at in [now, "2026-11-22T00:00:00Z".parse().unwrap(), now] {
        let kept = kept(&mut live, Some(at));
        assert!(kept == afresh(&two(), at), "{at}");
        let badge = kept["public"].0.as_ref().unwrap()["components/checkout.svg"].clone();
        assert!(String::from_utf8(badge).unwrap().contains("artial outage"));
    }
}

/// What is kept of what was saved before is bounded by a count, however often a file is saved and whatever is looked at.
#[test]
fn after_many_saves_no_more_is_kept_than_after_few() {
    use std::cell::RefCell;
    use std::sync::Weak;
    let texts: RefCell<Vec<Weak<str>>> = RefCell::default();
    let opened = |folder: &Folder, wanted: &[Listed]| {
        let (sources, faults) = open(folder, wanted).unwrap_or_else(|never| match never {});
        for source in &sources {
            if let Content::Text(text) = &source.content {
                texts.borrow_mut().push(Arc::downgrade(text));
            }
        }
        Ok::<_, Infallible>((sources, faults))
    };
    let now: Timestamp = NOW.parse().unwrap();
    let mut live = Live::new(now);
    let mut folder = two();
    let change = Change { listed: listing(&folder), gone: Vec::new() };
    live.change(&change, &|wanted| opened(&folder, wanted)).unwrap();
    let saved = "content/incidents/2026-11-20-b/01-start.md";
    let first = String::from_utf8(folder[saved].clone().unwrap()).unwrap();
    let mut shown = Vec::new();
    let mut counts = Vec::new();
    for turn in 0..200 {
        let (page, before) = (format!("content/pages/{turn}.md"), format!("content/pages/{}.md", turn - 1));
        let lead = format!("[Words](../2026-11-20-a/01-start.md) that were saved at turn {turn}.");
        folder.insert(saved.to_owned(), Some(first.replace("Words.", &lead).into()));
        folder.insert(page.clone(), Some(format!("---\ntitle: {turn}\n---\nWords.\n").into()));
        let gone = folder.remove(&before).map(|_| Arc::from(before.as_str()));
        let change = Change {
            listed: [saved, &page].map(|path| listed(path, folder[path].as_ref())).to_vec(),
            gone: gone.into_iter().collect(),
        };
        live.change(&change, &|wanted| opened(&folder, wanted)).unwrap();
        for at in [None, Some(now + jiff::SignedDuration::from_mins(turn))] {
            let look = live.look("public", at).unwrap();
            shown.push(Arc::downgrade(&look.shown.unwrap()));
        }
        assert!(live.faults(&live.readers()[0].clone()).is_empty());
        let texts = texts.borrow().iter().filter(|text| text.strong_count() > 0).count();
        counts.push((texts, shown.iter().filter(|shown| shown.strong_count() > 0).count()));
    }
    assert_eq!(shown.len(), 400);
    // Editions of eight instants, and what their turns were saved with.
    assert_eq!(counts[199].1, 8);
    assert_eq!(counts[20..], vec![counts[20]; 180], "as many as after the first few");
}
