//! Promise 1: an edition is a function of the files its readers may read, and of nothing else.

use crate::case::{Case, Files};
use crate::generated::{
    ACCOUNTS, AUDIENCES, Chance, EDITIONS, NOW, Tree, entries, is_settings, may_read, reads_entry, site, suffix, tried,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn case(tree: &Tree) -> Case {
    Case::of(tree.clone(), NOW)
}

/// An edition as it stands in its folder, with what is told of it: absent if it is withheld.
fn edition(tree: &Tree, name: &str) -> Option<Files> {
    case(tree).build_only(&[name]).remove(name)
}

/// Everything an edition may not read, changed by chance: gone, garbled, renamed, re-dated, added.
fn disturbed(tree: &Tree, edition: &str, chance: &mut Chance) -> Tree {
    let mut disturbed = Tree::new();
    for (path, bytes) in tree {
        if is_settings(path) || may_read(edition, &suffix(path)) {
            disturbed.insert(path.clone(), bytes.clone());
            continue;
        }
        let text = String::from_utf8_lossy(bytes).into_owned();
        match chance.below(6) {
            0 => {}
            1 => drop(disturbed.insert(path.clone(), b"---\nstatus: [\n---\n<script>".to_vec())),
            2 => drop(disturbed.insert(path.replace("/0", "/7"), bytes.clone())),
            3 => drop(disturbed.insert(path.clone(), text.replace("2026-", "2027-").into())),
            4 => drop(
                disturbed
                    .insert(path.clone(), text.replace("partial", "major").replace("identified", "resolved").into()),
            ),
            _ => drop(disturbed.insert(path.clone(), bytes.clone())),
        }
    }
    let hidden = [
        ".internal",
        ".executives",
        ".support",
        ".engineering",
        ".business",
        ".strategic",
        ".strategic.acme",
        ".strategic.globex",
        ".nobody",
    ];
    let hidden: Vec<&str> = hidden.into_iter().filter(|suffix| !may_read(edition, suffix)).collect();
    for (number, suffix) in hidden.iter().enumerate() {
        if chance.of(50) {
            let folder = format!("incidents/2026-11-20-added-{number}");
            let update = "---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\ncomponents: {checkout: major_outage}\n---\nHidden.\n";
            disturbed.insert(format!("{folder}/incident{suffix}.md"), b"---\ntitle: Hidden\n---\n".to_vec());
            disturbed.insert(format!("{folder}/01-investigating{suffix}.md"), update.into());
            disturbed.insert(format!("pages/hidden{suffix}.md"), b"---\ntitle: Hidden\n---\nHidden.\n".to_vec());
        }
        let known = tree.keys().find(|path| path.starts_with("incidents/")).and_then(|path| path.rsplit_once('/'));
        if let Some((folder, _)) = known.filter(|_| chance.of(50)) {
            let update = "---\nstatus: identified\nat: 2026-11-19T11:00:00Z\n---\nHidden.\n";
            disturbed.insert(format!("{folder}/99-hidden{suffix}.md"), update.into());
        }
    }
    for (file, all) in [("audiences.yaml", &AUDIENCES[..]), ("accounts.yaml", &ACCOUNTS[..])] {
        let mut kept: Vec<(&str, &str)> = Vec::new();
        for (key, value) in all {
            match chance.below(3) {
                _ if reads_entry(edition, file, key) => kept.push((key, value)),
                0 => {}
                1 => kept.push((key, "{label: [, nonsense: 7")),
                _ => kept.push((key, value)),
            }
        }
        if chance.of(30) && !reads_entry(edition, file, "added") {
            kept.push(("added", "{name: Added, label: Added, kind: general}"));
        }
        disturbed.insert(file.to_owned(), entries(&kept));
    }
    disturbed
}

fn is_of_kind(path: &str, kind: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, other)| other == kind)
}

/// The site with one more address, which leads from words that an edition may read to a file that it may not.
fn leading(tree: &Tree, edition: &str, chance: &mut Chance) -> Option<Tree> {
    let is_words = |path: &&String| !is_settings(path) && is_of_kind(path, "md");
    let readable = |path: &&String| may_read(edition, &suffix(path));
    let from: Vec<&String> = tree.keys().filter(is_words).filter(readable).collect();
    let is_hidden = |path: &&String| !is_settings(path) && !readable(path);
    let mut hidden: Vec<&String> = tree.keys().filter(is_hidden).collect();
    // Words are many, and attachments few.
    if chance.of(50) && hidden.iter().any(|path| is_of_kind(path, "png")) {
        hidden.retain(|path| is_of_kind(path, "png"));
    }
    if from.is_empty() || hidden.is_empty() {
        return None;
    }
    let (from, to) = (from[chance.below(from.len())], hidden[chance.below(hidden.len())]);
    let mut leading = tree.clone();
    leading.get_mut(from)?.extend(format!("\n[There](/{to}), ![Seen](/{to})\n").bytes());
    Some(leading)
}

/// Only what an edition may read: its own files and its own entries.
fn alone(tree: &Tree, edition: &str) -> Tree {
    let mut alone = Tree::new();
    for (path, bytes) in tree {
        if path == "site.yaml" || (!is_settings(path) && may_read(edition, &suffix(path))) {
            alone.insert(path.clone(), bytes.clone());
        }
    }
    if edition != "public" {
        for (file, all) in [("audiences.yaml", &AUDIENCES[..]), ("accounts.yaml", &ACCOUNTS[..])] {
            let own: Vec<(&str, &str)> =
                all.iter().filter(|(key, _)| reads_entry(edition, file, key)).copied().collect();
            if !own.is_empty() {
                alone.insert(file.to_owned(), entries(&own));
            }
        }
        if !edition.contains('/') {
            alone.insert("policy.yaml".to_owned(), tree["policy.yaml"].clone());
        }
    }
    alone
}

fn same(name: &str, one: Option<&Files>, other: Option<&Files>) {
    match (one, other) {
        (Some(one), Some(other)) => {
            let paths = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(paths(one), paths(other), "{name}: which files there are");
            for (path, bytes) in one {
                if bytes != &other[path] {
                    let lines = |bytes| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
                    let (one, other) = (lines(bytes), lines(&other[path]));
                    let first = one.iter().zip(&other).position(|(one, other)| one != other).unwrap_or(0);
                    panic!("{name}: {path}: {:?} is not {:?}", one.get(first), other.get(first));
                }
            }
        }
        (one, other) => assert_eq!(one.is_some(), other.is_some(), "{name}: whether it is withheld"),
    }
}

proptest! {
    #![proptest_config(tried(64))]

    #[test]
    fn an_edition_does_not_change_with_what_its_readers_may_not_read(seed: u64) {
        let mut chance = Chance(seed);
        let tree = site(&mut chance);
        for name in EDITIONS {
            let disturbed = disturbed(&tree, name, &mut chance);
            same(name, edition(&tree, name).as_ref(), edition(&disturbed, name).as_ref());
        }
    }

    #[test]
    fn an_address_to_what_may_not_be_read_is_one_to_nothing(seed: u64) {
        let mut chance = Chance(seed);
        let tree = site(&mut chance);
        // Built with all the others, so that what it may not read is at hand.
        let name = EDITIONS[chance.below(EDITIONS.len())];
        if let Some(tree) = leading(&tree, name, &mut chance) {
            same(name, case(&tree).build().get(name), edition(&alone(&tree, name), name).as_ref());
        }
    }

    #[test]
    fn all_editions_together_are_what_each_is_alone(seed: u64) {
        let tree = site(&mut Chance(seed));
        let together = case(&tree).build();
        for name in EDITIONS {
            same(name, together.get(name), edition(&alone(&tree, name), name).as_ref());
        }
    }
}

#[test]
fn the_generator_makes_sites_that_are_worth_trying() {
    let mut built = 0;
    let mut told = 0;
    let mut pictures = BTreeSet::new();
    for seed in 0..50 {
        let editions = case(&site(&mut Chance(seed))).build();
        built += editions.len();
        for (name, files) in &editions {
            pictures.extend(
                files
                    .iter()
                    .filter(|(path, _)| is_of_kind(path, "png"))
                    .map(|(_, bytes)| (name.clone(), bytes[4] > 200)),
            );
        }
        told += usize::from(editions.get("public") != editions.get("executives"));
    }
    assert!(built > 250, "{built} of 350 editions are without fault");
    assert!(told > 30, "{told} of 50 sites tell executives more");
    let own = |picture: &(String, bool)| picture.1;
    let (own, shared): (Vec<_>, Vec<_>) = pictures.iter().cloned().partition(own);
    assert_eq!(own, [("executives".to_owned(), true)]);
    assert!(shared.len() > 4, "{shared:?} hold a picture");
}

#[test]
fn an_attachment_goes_where_a_document_that_is_shown_refers_to_it_and_nowhere_else() {
    let folder = "incidents/2026-11-20-api";
    let update = "---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\n---\nWe look.\n";
    let case = Case::default()
        .file(&format!("{folder}/incident.md"), "---\ntitle: API errors\n---\n")
        .file(&format!("{folder}/01-investigating.md"), update)
        .file(&format!("{folder}/01-investigating.support.md"), "![A queue](queue.png) ![Calls](calls.support.png)\n")
        .file(&format!("{folder}/01-investigating.strategic.acme.md"), "![A queue](queue.png)\n")
        .file(&format!("{folder}/queue.png"), "queue")
        .file(&format!("{folder}/calls.support.png"), "calls")
        .file(&format!("{folder}/nobodys.png"), "nobody's");
    let held = |files: &Files, bytes: &str| files.values().any(|file| file == bytes.as_bytes());
    for (name, files) in case.build() {
        let reads_support = ["support", "executives"].contains(&name.as_str());
        assert_eq!(held(&files, "queue"), reads_support || name == "strategic/acme", "{name}");
        assert_eq!(held(&files, "calls"), reads_support, "{name}");
        assert!(!held(&files, "nobody's"), "{name}");
    }
    // Everyone is told the same of a file for others as of one that isn't there.
    let told = |file: &str| {
        let words = update.replace("We look.", &format!("![Calls]({file})"));
        let (truth, readers) = case.clone().file(&format!("{folder}/01-investigating.md"), &words).read(&["public"]);
        let faults = truth.faults(&readers[0]).into_iter().map(|fault| (fault.phrase, fault.hints));
        faults.map(|(phrase, hints)| format!("{phrase} {hints:?}").replace(file, "FILE")).collect::<Vec<_>>()
    };
    assert_eq!(told("calls.support.png").len(), 1);
    assert_eq!(told("calls.support.png"), told("absent.support.png"));
}
