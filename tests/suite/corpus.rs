//! How often each rule over words is wrong, measured on the updates in `tests/corpus/`.
#![expect(clippy::disallowed_methods, reason = "the updates are files, and so is the table")]

use crate::case::Case;
use candor::diagnostic::Severity;
use candor::model::Level;
use candor::practice::RULES;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const MEASURED: [&str; 34] = [
    "resolved-without-length",
    "time-without-zone",
    "vague-time",
    "leak-secret",
    "leak-private-address",
    "leak-address",
    "leak-host",
    "leak-machine",
    "leak-account",
    "leak-link",
    "leak-ticket",
    "leak-channel",
    "leak-severity",
    "leak-contract",
    "leak-person",
    "acronym",
    "jargon",
    "blame",
    "platitudes",
    "speculation",
    "data-claim-early",
    "privileged",
    "data-unsaid",
    "promised-repair",
    "resolved-too-early",
    "other-to-blame",
    "vendor-named",
    "shouting",
    "apologies",
    "vague-scope",
    "long-sentences",
    "too-long",
    "unfilled-blank",
    "template-drift",
];

struct Update {
    status: String,
    meant: BTreeSet<String>,
    body: String,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn updates() -> Vec<Update> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut updates: Vec<Update> = Vec::new();
    let written = |file: &&PathBuf| file.extension().is_some_and(|end| end == "md") && !file.ends_with("README.md");
    for file in files.iter().filter(written) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                let (status, meant) = heading.split_once(": ").unwrap_or((heading, ""));
                let meant: BTreeSet<String> =
                    meant.split(", ").filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
                for rule in &meant {
                    assert!(MEASURED.contains(&rule.as_str()), "{}: no rule `{rule}` is measured", file.display());
                }
                updates.push(Update { status: status.to_owned(), meant, body: String::new() });
            } else {
                let update = updates.last_mut().unwrap();
                writeln!(update.body, "{line}").unwrap();
            }
        }
    }
    updates
}

/// Every update in an incident or a maintenance of its own.
fn site(updates: &[Update]) -> Case {
    let off = RULES.iter().filter(|rule| rule.level == Level::Off);
    let rules = off.fold(String::new(), |rules, rule| rules + "  " + rule.name + ": warning\n");
    let mut case = Case::default().file("policy.yaml", &format!("rules:\n{rules}"));
    for (number, update) in updates.iter().enumerate() {
        let is_window =
            ["scheduled", "in_progress", "verifying", "completed", "cancelled"].contains(&update.status.as_str());
        let (kind, head) = if is_window {
            ("maintenance", "title: Work\nfrom: 2026-11-20T08:00:00Z\nuntil: 2026-11-20T13:00:00Z\ncomponents: [api]\n")
        } else {
            ("incidents", "title: Trouble\n")
        };
        let stem = if is_window { "maintenance" } else { "incident" };
        let folder = format!("{kind}/2026-11-20-u{number:03}");
        let front = format!("status: {}\nat: 2026-11-20T11:00:00Z\n", update.status);
        case = case
            .file(&format!("{folder}/{stem}.md"), &format!("---\n{head}---\n"))
            .file(&format!("{folder}/01-update.md"), &format!("---\n{front}---\n{}", update.body));
    }
    case
}

#[test]
fn the_table_says_how_often_each_rule_is_wrong() {
    let updates = updates();
    assert!(updates.len() >= 150, "only {} updates were found", updates.len());
    let case = site(&updates);
    assert!(case.withheld().is_empty(), "{}", case.told());
    let (truth, _) = case.read(&[]);
    let mut fired: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for fault in case.found(&truth) {
        let number = fault.place.path.split("-u").nth(1).and_then(|rest| rest[..3].parse().ok());
        if let Some((rule, number)) = fault.rule.zip(number) {
            fired.entry(rule).or_default().insert(number);
        }
        assert!(fault.rule.is_some() || fault.severity == Severity::Warning, "{fault:?}");
    }
    let mut table = String::from("| rule | level | fired | of | wrongly | missed |\n|---|---|--:|--:|--:|--:|\n");
    let mut remarks = String::new();
    for rule in RULES.iter().filter(|rule| MEASURED.contains(&rule.name)) {
        let none = BTreeSet::new();
        let hit = fired.get(rule.name).unwrap_or(&none);
        let meant = |number: &usize| updates[*number].meant.contains(rule.name);
        let wrongly: Vec<&usize> = hit.iter().filter(|number| !meant(number)).collect();
        let missed: Vec<usize> = (0..updates.len()).filter(|number| meant(number) && !hit.contains(number)).collect();
        let level = format!("{:?}", rule.level).to_lowercase();
        writeln!(
            table,
            "| {} | {level} | {} | {} | {} | {} |",
            rule.name,
            hit.len(),
            updates.len(),
            wrongly.len(),
            missed.len()
        )
        .unwrap();
        assert!(rule.level != Level::Error || wrongly.is_empty(), "`{}` is an error and was wrong", rule.name);
        for number in wrongly {
            writeln!(remarks, "{} wrongly: {}", rule.name, updates[*number].body.trim()).unwrap();
        }
        for number in missed {
            writeln!(remarks, "{} missed: {}", rule.name, updates[number].body.trim()).unwrap();
        }
    }
    let path = corpus().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, old) = text.rsplit_once("| rule |").unwrap_or((&text, ""));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{before}{table}")).unwrap();
    } else {
        assert_eq!(format!("| rule |{old}"), table, "the table has changed:\n{remarks}");
    }
}
