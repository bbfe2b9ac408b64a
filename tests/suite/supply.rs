//! What Candor is built from: few crates, each once, from the one registry, under licences that go with ours, for the Rust we state.
#![expect(clippy::disallowed_methods, reason = "the lists of what is built are read from the repository")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

const MOST_CRATES: usize = 200;

/// Crates of which two versions are needed, each with the reason.
const DUPLICATES: [(&str, &str); 0] = [];

/// One crate that is built or tested with here.
struct Crate {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
    rust: Option<(u64, u64)>,
}

static CRATES: LazyLock<Vec<Crate>> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1", "--filter-platform"]).arg(host());
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let used: BTreeSet<&str> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().filter_map(|node| node["id"].as_str()).collect();
    let used = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)));
    used.map(|package| Crate {
        name: text(&package["name"]).unwrap(),
        version: text(&package["version"]).unwrap(),
        licence: text(&package["license"]).unwrap_or_default(),
        source: text(&package["source"]),
        rust: package["rust_version"].as_str().map(version),
    })
    .collect()
});

/// The machine that this is built for, as the compiler names it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn version(written: &str) -> (u64, u64) {
    let mut numbers = written.split('.').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap_or(0))
}

fn in_repository(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Every crate of a lock file, whatever machine needs it, with its versions.
fn locked(path: &str) -> BTreeMap<String, Vec<String>> {
    let lock = in_repository(path);
    let mut crates: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let field = |name: &str| package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
        let field = |name: &str| field(name).unwrap().trim_matches('"').to_owned();
        crates.entry(field("name")).or_default().push(field("version"));
    }
    crates
}

/// The licences that `deny.toml` allows.
fn allowed() -> BTreeSet<String> {
    let deny = in_repository("deny.toml");
    let list = deny.split_once("\nallow = [").unwrap().1.split_once("\n]").unwrap().0;
    list.lines().filter_map(|line| Some(line.split('"').nth(1)?.to_owned())).collect()
}

/// Whether a licence expression can be met with allowed licences alone. `and` binds closer than `or`; `/` is an old `or`.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let met = any(&mut words, allowed);
    met && words.is_empty()
}

fn any(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = all(words, allowed);
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.pop() else { return false };
    if word == "(" {
        let met = any(words, allowed);
        return met && words.pop() == Some(")");
    }
    // An exception only adds to what a licence permits.
    if words.pop_if(|word| *word == "WITH").is_some() {
        words.pop();
    }
    allowed.contains(word)
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = ["MIT", "BSD-3-Clause"].map(str::to_owned).into_iter().collect();
    for met in ["MIT", "GPL-3.0 OR MIT", "Unlicense/MIT", "(MIT OR X) AND BSD-3-Clause", "MIT WITH Y", "X AND Y OR MIT"]
    {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in ["", "GPL-3.0", "MIT AND X", "(MIT", "MIT MIT", "X OR MIT AND Y", "X WITH MIT"] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}

#[test]
fn every_licence_goes_with_ours() {
    let allowed = allowed();
    assert!(allowed.contains("MIT") && !allowed.iter().any(|licence| licence.contains("GPL")), "{allowed:?}");
    let unmet = CRATES.iter().filter(|one| !is_met(&one.licence, &allowed));
    let unmet: Vec<String> = unmet.map(|one| format!("{} {}: {}", one.name, one.version, one.licence)).collect();
    assert_eq!(unmet, Vec::<String>::new());
}

#[test]
fn every_crate_comes_from_one_registry() {
    let theirs = || CRATES.iter().filter(|one| one.name != "candor");
    let sources: BTreeSet<Option<&str>> = theirs().map(|one| one.source.as_deref()).collect();
    let [Some(only)] = sources.iter().copied().collect::<Vec<_>>()[..] else { panic!("one source: {sources:?}") };
    assert!(only.starts_with("registry+"), "{only}");
}

#[test]
fn crates_are_few_and_each_is_there_once() {
    let locked = locked("Cargo.lock");
    let count = locked.values().map(Vec::len).sum::<usize>();
    assert!(count <= MOST_CRATES, "{count} crates are more than {MOST_CRATES}");
    let twice: BTreeMap<&str, &Vec<String>> = locked
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| (name.as_str(), versions))
        .collect();
    let known: BTreeSet<&str> = DUPLICATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(twice.keys().copied().collect::<BTreeSet<_>>(), known, "{twice:?}");
}

#[test]
fn the_search_for_texts_that_break_a_promise_is_built_from_the_same_crates() {
    let ours = locked("Cargo.lock");
    let theirs = locked("tests/fuzz/Cargo.lock");
    let other = theirs.iter().filter_map(|(name, versions)| Some((name, versions, ours.get(name)?)));
    let other: Vec<_> = other.filter(|(_, versions, ours)| versions != ours).collect();
    assert_eq!(other, Vec::new(), "set them in tests/fuzz by `cargo update NAME --precise VERSION`");
    let manifest = in_repository("Cargo.toml");
    let needed = manifest.split_once("\n[dependencies]\n").unwrap().1.split_once("\n[").unwrap().0;
    let needed: Vec<&str> = needed.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    assert!(needed.contains(&"serde_yaml"), "{needed:?}");
    let missing: Vec<&&str> = needed.iter().filter(|name| !theirs.contains_key(**name)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "`cargo update --workspace` in tests/fuzz puts them into its lock");
}

#[test]
fn no_crate_needs_a_newer_rust_than_we_state() {
    let own = CRATES.iter().find(|one| one.name == "candor").and_then(|one| one.rust).unwrap();
    let newer = CRATES.iter().filter(|one| one.rust.is_some_and(|needed| needed > own));
    let newer: Vec<String> = newer.map(|one| format!("{} needs {:?}", one.name, one.rust)).collect();
    assert_eq!(newer, Vec::<String>::new());
}

#[test]
fn the_bill_of_materials_lists_what_the_program_is_built_from() {
    let output = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/sbom")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bill: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((bill["bomFormat"].as_str(), bill["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    let listed: BTreeSet<&str> =
        bill["components"].as_array().unwrap().iter().map(|one| one["purl"].as_str().unwrap()).collect();
    let known: BTreeSet<String> = CRATES.iter().map(|one| format!("pkg:cargo/{}@{}", one.name, one.version)).collect();
    assert!(listed.iter().all(|purl| known.contains(*purl)));
    let names: BTreeSet<&str> =
        listed.iter().filter_map(|purl| purl.strip_prefix("pkg:cargo/")?.split('@').next()).collect();
    assert!(["serde_yaml", "pulldown-cmark", "tera", "libc"].iter().all(|name| names.contains(name)), "{names:?}");
    assert!(!names.contains("proptest") && !names.contains("candor"), "{names:?}");
    for one in bill["components"].as_array().unwrap() {
        assert_eq!(one["hashes"][0]["content"].as_str().unwrap().len(), 64, "{one}");
    }
}
