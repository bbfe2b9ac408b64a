//! Small files that break each rule, and their neighbours that don't: the checker is worth what it catches.

use super::File;
use super::rules::faults;

/// Every fault of one small file, without its path. The file gets the `//!` line that every file has.
fn told(path: &str, text: &str) -> Vec<String> {
    as_written(path, &format!("//! About one thing.\n{text}"))
}

fn as_written(path: &str, text: &str) -> Vec<String> {
    let file = File { path: path.to_owned(), text: text.to_owned() };
    faults(&file)
        .into_iter()
        .map(|fault| fault.strip_prefix(&format!("{path}: ")).expect("a fault begins with its path").to_owned())
        .collect()
}

#[track_caller]
fn one_fault(path: &str, text: &str, phrase: &str) {
    let told = told(path, text);
    assert!(told.len() == 1 && told[0].contains(phrase), "{path}: {text}\nasked for: {phrase}\ntold: {told:#?}");
}

#[track_caller]
fn no_fault(path: &str, text: &str) {
    assert_eq!(told(path, text), Vec::<String>::new(), "{path}: {text}");
}

#[test]
fn a_floor_uses_what_lies_below_and_itself() {
    no_fault("src/read/yaml.rs", "use crate::model::{words::Status, Site};\nuse crate::read::resolve;");
    no_fault("src/compile.rs", "use crate::{edition::{self, project}, read, render::page};");
    no_fault("src/cli/build.rs", "use crate::{compile, practice, world};");
    no_fault("src/main.rs", "fn main() { candor::cli::run() }");
}

#[test]
fn a_floor_never_uses_its_own_neighbours_or_what_lies_above() {
    one_fault("src/read/yaml.rs", "use crate::render;", "`read` (floor 3) uses `render` (floor 3)");
    one_fault("src/name.rs", "use crate::source::Span;", "`name` (floor 0) uses `source` (floor 1)");
    one_fault("src/compile.rs", "use crate::cli::Arguments;", "`compile` (floor 4) uses `cli` (floor 5)");
}

#[test]
fn each_never_is_told_with_its_reason() {
    for (path, other, reason) in [
        ("src/render/page.rs", "model", "a theme is handed what one audience may see"),
        ("src/read/mod.rs", "edition", "before anyone asks who may see it"),
        ("src/world/load.rs", "model", "must not decide what goes into them"),
        ("src/world/serve.rs", "edition", "must not decide what goes into them"),
        ("src/compile.rs", "world", "the pipeline is pure"),
        ("src/diagnostic.rs", "model", "before there is any truth to speak of"),
        ("src/edition/mod.rs", "model", "`src/edition/project/` is the one place"),
        ("src/edition/uptime.rs", "model", "`src/edition/project/` is the one place"),
    ] {
        one_fault(path, &format!("use crate::{other}::Thing;"), reason);
    }
    no_fault("src/edition/project/mod.rs", "use crate::model::Site;");
}

#[test]
fn a_path_is_found_however_it_is_written() {
    for text in [
        "use crate::{name, output::{File, Output}, model::Site};",
        "use {crate::model, crate::name::Suffix};",
        "fn f(site: &crate :: model::Site) {}",
        "macro_rules! site { () => { $crate::model::Site } }",
        "fn f() -> usize { r#\"\"#.len() + '\"'.len_utf8() + crate::model::COUNT }",
        "use super::super::model::Site;",
        "mod tests { use super::super::super::model::Site; }",
    ] {
        one_fault("src/render/page.rs", text, "`render` never uses `model`");
    }
    one_fault("src/diagnostic.rs", "use super::model;", "`diagnostic` never uses `model`");
}

#[test]
fn what_is_not_a_path_is_not_taken_for_one() {
    for text in [
        "// crate::model is on the other side of the waist.",
        "/* a /* nested */ crate::model */",
        "fn f() { g(\"crate::model \\\" crate::model\") }",
        "fn f() { g(r##\"crate::model \"# crate::model\"##) }",
        "use super::model_view;",
        "mod tests { use super::super::model_view; }",
        "pub(crate) fn model<'a>(text: &'a str) {}",
    ] {
        no_fault("src/render/page.rs", text);
    }
}

#[test]
fn a_module_without_a_floor_is_told() {
    one_fault("src/sla.rs", "", "`sla` has no floor");
    one_fault("src/cli/build.rs", "use crate::sla::budget;", "`crate::sla` is on no floor");
}

#[test]
fn yaml_is_decoded_behind_one_door() {
    one_fault("src/read/resolve.rs", "fn f() { serde_yaml::from_str(\"\") }", "`serde_yaml` is used only in");
    no_fault("src/yaml/agree.rs", "use serde_yaml::Value;");
    no_fault("src/read/resolve.rs", "// serde_yaml takes a null title for an empty one.");
}

#[test]
fn the_waist_names_every_field() {
    for text in [
        "fn f(Site { name, .. }: Site) {}",
        "fn f(Site { .. }: Site) {}",
        "fn f(part: Part) { let Part::Words(body, ..) = part; }",
        "fn f(part: Part) { let Part::Words(.., body) = part; }",
        "fn f(part: Option<Part>) { let Some(Part { body, .. }) = part; }",
    ] {
        one_fault("src/edition/project/mod.rs", text, "`..` leaves fields out");
        no_fault("src/edition/uptime.rs", text);
    }
    for text in [
        "fn f() { for i in 0..9 {} for (i, x) in xs.iter().zip(1..) {} &xs[1..]; xs.drain(..); Some(0..9) }",
        "fn f() -> Edition { Edition { name, ..Edition::empty() } }",
        "fn f(Site { name, notes: _ }: Site) {}",
    ] {
        no_fault("src/edition/project/mod.rs", text);
    }
}

#[test]
fn the_model_never_leaves() {
    let phrase = "the model is never `Serialize`";
    one_fault("src/model/site.rs", "#[derive(Debug, serde::Serialize)]\nstruct Site;", phrase);
    one_fault("src/model/mod.rs", "use serde::Serialize;", phrase);
    no_fault("src/model/site.rs", "#[derive(Debug, serde::Deserialize)]\nstruct Site;");
    no_fault("src/edition/mod.rs", "use serde::Serialize;");
}

#[test]
fn a_file_says_what_it_is_about() {
    let phrase = vec!["a file begins with a `//!` sentence saying what it is about".to_owned()];
    assert_eq!(as_written("src/name.rs", "use std::fmt;\n//! Late.\n"), phrase);
    assert_eq!(as_written("src/name.rs", "//! \n"), phrase);
    assert_eq!(as_written("src/name.rs", ""), phrase);
    assert_eq!(as_written("src/name.rs", "//! Names.\n"), Vec::<String>::new());
}

#[test]
fn a_file_is_named_for_what_is_inside() {
    for name in ["utils", "common", "helpers", "types", "manager"] {
        one_fault(&format!("src/read/{name}.rs"), "", &format!("`{name}` says nothing of what is inside"));
        one_fault(&format!("src/read/{name}/yaml.rs"), "", &format!("`{name}` says nothing of what is inside"));
    }
    no_fault("src/world/package_manager.rs", "");
}

#[test]
fn nothing_is_left_for_later() {
    one_fault("src/name.rs", "\n// TODO: the rest", "line 3: `TODO`");
    one_fault("src/name.rs", "// FIXME", "line 2: `FIXME`");
}

#[test]
fn a_long_file_is_two_subjects() {
    no_fault("src/name.rs", &"\n".repeat(399));
    one_fault("src/name.rs", &"\n".repeat(400), "401 lines, more than 400");
}
