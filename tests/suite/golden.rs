//! What authors are told, to the letter: a folder of content in `tests/golden/` and the text that comes of it.
//!
//! `BLESS=1 cargo test golden` writes the texts anew; read the change before keeping it. A case stands on the site of
//! [`Case::default`]; a file `without` names what is taken away from it.
#![expect(clippy::disallowed_methods, reason = "golden cases are folders, to be read as an author would see them")]

use crate::case::Case;
use std::fmt::Write as _;
use std::path::Path;

fn case(folder: &Path) -> Case {
    let mut case = Case::default();
    if let Ok(without) = std::fs::read_to_string(folder.join("without")) {
        case = case.without(without.trim());
    }
    let content = folder.join("content");
    for entry in walkdir::WalkDir::new(&content).sort_by_file_name().into_iter().flatten() {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&content).unwrap().to_str().unwrap();
            case = case.file(path, &std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    case
}

#[test]
fn every_fault_is_told_with_its_place_and_what_to_do() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut wrong = String::new();
    let mut tried = 0;
    for entry in std::fs::read_dir(&golden).unwrap().flatten() {
        let folder = entry.path();
        let case = case(&folder);
        let withheld: Vec<String> = case.withheld().into_iter().collect();
        let told = format!("{}withheld: {}\n", case.told(), withheld.join(", "));
        let expected = std::fs::read_to_string(folder.join("told.txt")).unwrap_or_default();
        tried += 1;
        if told == expected {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(folder.join("told.txt"), told).unwrap();
        } else {
            writeln!(wrong, "{}: was told\n{told}\ninstead of\n{expected}", folder.display()).unwrap();
        }
    }
    assert!(tried > 15, "only {tried} cases were found");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_worked_example_is_without_fault() {
    let case = case(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/example")).now("2025-11-18T10:00:00Z");
    let told = case.told();
    assert!(!told.contains("error"), "{told}");
    assert_eq!(case.build().len(), 7);
}
