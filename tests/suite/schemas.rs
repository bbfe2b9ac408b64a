//! The schemas that are handed out say what the structs say that read and write the files.
//!
//! `BLESS=1 cargo test schemas` writes them anew; read the change before keeping it: the published one is a contract.

#![expect(clippy::disallowed_methods, reason = "tests look at files as whoever edits them does")]

use candor::practice::schema::{KINDS, schema};
use candor::render::machine::statuspage;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn agrees(file: &Path, schema: &Value) -> bool {
    let text = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    std::fs::read_to_string(file).is_ok_and(|kept| kept == text)
}

#[test]
fn schemas_say_what_the_structs_say() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let api = source.join("render/machine/statuspage/schema.json");
    assert!(agrees(&api, &statuspage::schema()), "{}: write it anew", api.display());
    let folder = source.join("cli/schema");
    let mut files = BTreeSet::new();
    for (kind, _) in KINDS {
        let name = format!("{kind}.schema.json");
        let file = folder.join(&name);
        assert!(agrees(&file, &schema(kind).unwrap()), "{}: write it anew", file.display());
        files.insert(name);
    }
    let kept = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(kept.collect::<BTreeSet<_>>(), files);
    assert_eq!(schema("polcy"), None);
}
