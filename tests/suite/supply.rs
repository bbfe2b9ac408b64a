//! What Candor is built from: few crates, for the Rust we state. That each is there once, from the one registry, under a licence that goes
//! with ours, is asked of `cargo deny` (`.ci/run`).
#![expect(clippy::disallowed_methods, reason = "the lists of what is built are read from the repository")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

const MOST_CRATES: usize = 200;

/// One crate that is built or tested with here.
struct Crate {
    name: String,
    version: String,
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

#[test]
fn crates_are_few() {
    let count = locked("Cargo.lock").values().map(Vec::len).sum::<usize>();
    assert!(count <= MOST_CRATES, "{count} crates are more than {MOST_CRATES}");
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
