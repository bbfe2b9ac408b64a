//! Promise 7: where a log may be public, nothing private is told, whatever is wrong with private files; and what a public build
//! says does not depend on them.

use crate::case::Case;
use crate::generated::{Chance, NOW, Tree, is_settings, may_read, site, suffix, tried};
use candor::diagnostic::told_once;
use candor::world::{Format, Style, told};
use proptest::prelude::*;

/// Stands in private files and nowhere else.
const CANARY: &str = "zqcanary";

/// A site in which every private file is at fault in a way of its own, and says the canary at its fault.
fn hurt(tree: &Tree, chance: &mut Chance) -> Tree {
    let mut hurt = Tree::new();
    for (path, bytes) in tree {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if path == "policy.yaml" {
            let lines = [
                "zqcanary: 1",
                "severities: {zqcanary: {notify: {zqcanary: {within: zqcanary}}}}",
                "rules: {zqcanary: off}",
            ];
            hurt.insert(path.clone(), format!("{}\n", chance.pick(&lines)).into());
            continue;
        }
        if is_settings(path) || suffix(path).is_empty() {
            hurt.insert(path.clone(), bytes.clone());
            continue;
        }
        let (folder, name) = path.rsplit_once('/').unwrap();
        let (stem, rest) = name.split_once('.').unwrap();
        let first = |more: &str| text.replacen("---\n", &format!("---\n{more}\n"), 1);
        let (path, text) = match chance.below(9) {
            0 => (path.clone(), first("zqcanary: [")),
            1 => (path.clone(), first("zqcanary: zqcanary\nstatus: zqcanary")),
            2 => (path.clone(), text + "<zqcanary> [a](zqcanary.md) ![](zqcanary.png) [^zqcanary]\n"),
            3 => (path.clone(), first("at: zqcanary\nnext_update: zqcanary\ncorrects: zqcanary")),
            4 => (format!("{folder}/{stem}.zqcanary.md"), text),
            5 => (format!("{folder}/{stem}-zqcanary.{rest}"), text),
            6 => (format!("{folder}/{stem}.{}.ZQcanary.md", rest.trim_end_matches(".md")), text),
            7 => (path.clone(), format!("---\n{CANARY}: \u{202e}{CANARY}\n{CANARY}\n")),
            _ => (path.clone(), first("components: {zqcanary: zqcanary}")),
        };
        hurt.insert(path, text.into());
    }
    if chance.of(50) {
        let entries = format!(
            "acme: {{name: Acme, {CANARY}: {CANARY}}}\n{CANARY}: {{nam: {CANARY}}}\n{CANARY}: {{}}\nstray {CANARY}\n"
        );
        hurt.insert("accounts.yaml".to_owned(), entries.into());
    }
    hurt
}

/// What a build of the public edition alone would say.
fn said(tree: &Tree) -> String {
    let (truth, readers) = Case::of(tree.clone(), NOW).read(&["public"]);
    let faults = readers.iter().flat_map(|reader| truth.faults(reader));
    let all = told_once(truth.told.iter().cloned().chain(faults).collect());
    told(&all, &|path| truth.text(path), Style { color: false, show_private: true, width: 120 })
}

proptest! {
    #![proptest_config(tried(64))]

    #[test]
    fn no_private_word_reaches_a_log(seed: u64) {
        let mut chance = Chance(seed);
        let tree = site(&mut chance);
        let case = Case::of(hurt(&tree, &mut chance), NOW);
        let hurt_files = case.files().iter().any(|(path, bytes)| {
            path.contains(CANARY) || String::from_utf8_lossy(bytes).contains(CANARY)
        });
        for format in [Format::Text, Format::Json, Format::Sarif, Format::Github] {
            let log = case.told_in(format, false).to_lowercase();
            let at = log.find(CANARY).map(|at| log[..at].chars().rev().take(300).collect::<String>().chars().rev().collect::<String>());
            prop_assert!(at.is_none(), "{format:?}: …{}{CANARY}", at.unwrap_or_default());
        }
        let desk = case.told_in(Format::Text, true).to_lowercase();
        prop_assert!(!hurt_files || desk.contains(CANARY), "whoever sits at a desk is told what is wrong: {desk}");
    }

    #[test]
    fn what_a_public_build_says_does_not_depend_on_private_files(seed: u64) {
        let mut chance = Chance(seed);
        let mut tree = site(&mut chance);
        let public: Vec<String> = tree.keys().filter(|path| !is_settings(path) && suffix(path).is_empty()).cloned().collect();
        if let Some(path) = public.get(chance.below(public.len().max(1))) {
            let text = String::from_utf8_lossy(&tree[path]).replacen("---\n", "---\nodd: [\n", 1);
            tree.insert(path.clone(), text.into());
        }
        let alone = tree.iter().filter(|(path, _)| *path == "site.yaml" || (!is_settings(path) && may_read("public", &suffix(path))));
        let alone: Tree = alone.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        prop_assert_eq!(said(&tree), said(&alone));
        prop_assert_eq!(said(&hurt(&tree, &mut chance)), said(&alone));
    }
}

#[test]
fn a_theme_that_prints_everything_at_once_is_refused() {
    for layout in ["{{ __tera_context }}", "{% set all = __tera_context %}{{ all }}", "{{ [__tera_context] | length }}"]
    {
        let own = [("layouts/index.html".to_owned(), layout.as_bytes().to_vec())];
        let faults = candor::render::Theme::load("own", &own).expect_err("nothing may print everything");
        assert_eq!(faults[0].phrase, "a layout can't print everything at once", "{layout}");
    }
}
