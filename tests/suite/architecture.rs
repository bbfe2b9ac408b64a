//! The house keeps its own plan: who stands on whom, and what never meets.

mod examples;
mod paths;
mod rules;

use std::path::Path;

/// One file of the program's source: its path from the root of the repository, with slashes, and its text.
struct File {
    path: String,
    text: String,
}

#[expect(clippy::disallowed_methods, reason = "the program's own source is what is tested here")]
fn source() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root.join("src")).sort_by_file_name() {
        let entry = entry.expect("the source folder can be walked");
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(root).expect("the walk stays below its root");
        files.push(File {
            path: path.to_str().expect("paths of the source are UTF-8").replace('\\', "/"),
            text: std::fs::read_to_string(entry.path()).expect("the source is readable UTF-8"),
        });
    }
    files
}

#[test]
fn the_source_keeps_to_the_plan_of_the_house() {
    let files = source();
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "the source was found and read");
    let faults: Vec<String> = files.iter().flat_map(rules::faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
