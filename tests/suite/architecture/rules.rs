//! The floors, the nevers, and what every file owes its reader.

use super::File;
use super::paths::{code_only, module_path, modules_named, tokens};

const LONGEST: usize = 400;

/// Every module and the floor it stands on. A module uses only floors below its own.
const FLOORS: &[(&str, u8)] = &[
    ("excerpt", 0),
    ("name", 0),
    ("quantity", 0),
    ("shared", 0),
    ("signs", 0),
    ("state", 0),
    ("source", 1),
    ("model", 1),
    ("output", 1),
    ("diagnostic", 2),
    ("edition", 2),
    ("yaml", 2),
    ("read", 3),
    ("render", 3),
    ("world", 3),
    ("compile", 4),
    ("practice", 4),
    ("cli", 5),
    ("the crate's root", 6),
];

/// What the floors would allow and the house doesn't, and why.
const NEVERS: &[(&str, &str, &str)] = &[
    ("render", "model", "a theme is handed what one audience may see, never the truth for everyone"),
    ("read", "edition", "text becomes truth before anyone asks who may see it"),
    ("world", "model", "the outside is handed finished bytes and must not decide what goes into them"),
    ("world", "edition", "the outside is handed finished bytes and must not decide what goes into them"),
    ("compile", "world", "the pipeline is pure: folders, clock and terminal are joined to it in `cli`"),
    ("practice", "world", "rules judge what was read, whoever asks and wherever they stand"),
    ("diagnostic", "model", "a fault is told by its place in a file, before there is any truth to speak of"),
    ("edition", "model", "`src/edition/project/` is the one place where it is decided who may see what"),
];

/// The one room that knows both sides of the waist.
const WAIST: &str = "src/edition/project/";

const YAML_DECODERS: [&str; 1] = ["src/yaml/agree.rs"];

const NAMES_THAT_SAY_NOTHING: [&str; 5] = ["utils", "common", "helpers", "types", "manager"];

/// Everything in which one file departs from the plan, each with its path and the reason.
pub(super) fn faults(file: &File) -> Vec<String> {
    let code = code_only(&file.text);
    let tokens = tokens(&code);
    let module = module_path(&file.path).first().copied().unwrap_or("the crate's root");

    let mut faults = manners(file);
    let mut named = modules_named(&file.path, &tokens);
    named.sort_unstable();
    named.dedup();
    faults.extend(named.into_iter().filter_map(|other| stands_wrongly(&file.path, module, other)));
    if floor(module).is_none() {
        faults.push(format!("`{module}` has no floor: say in tests/suite/architecture/rules.rs where it stands"));
    }
    if tokens.contains(&"serde_yaml") && !YAML_DECODERS.contains(&file.path.as_str()) {
        let doors = YAML_DECODERS.join("` or `");
        faults.push(format!("`serde_yaml` is used only in `{doors}`: behind the wall that limits size and depth"));
    }
    if file.path.starts_with(WAIST) && has_rest_pattern(&tokens) {
        faults.push("`..` leaves fields out: a new field must not compile until someone says who may see it".into());
    }
    if module == "model" && tokens.contains(&"Serialize") {
        faults.push("the model is never `Serialize`: only what leaves is, and the whole truth never leaves".into());
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", file.path)).collect()
}

/// What every file owes its reader, whatever it is about.
fn manners(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    if file.text.strip_prefix("//! ").is_none_or(|sentence| sentence.trim_start().is_empty()) {
        faults.push("a file begins with a `//!` sentence saying what it is about".to_owned());
    }
    for part in file.path.trim_end_matches(".rs").split('/') {
        if NAMES_THAT_SAY_NOTHING.contains(&part) {
            faults.push(format!("`{part}` says nothing of what is inside: name the thing or the stage"));
        }
    }
    for (index, line) in file.text.lines().enumerate() {
        if let Some(word) = ["TODO", "FIXME"].into_iter().find(|word| line.contains(word)) {
            faults.push(format!("line {}: `{word}`: do it, or say in words what is not done", index + 1));
        }
    }
    let lines = file.text.lines().count();
    if lines > LONGEST {
        faults.push(format!("{lines} lines, more than {LONGEST}: which is the second subject?"));
    }
    faults
}

fn stands_wrongly(path: &str, module: &str, other: &str) -> Option<String> {
    if module == other || path.starts_with(WAIST) && other == "model" {
        return None;
    }
    if let Some((_, _, reason)) = NEVERS.iter().find(|(one, never, _)| (*one, *never) == (module, other)) {
        return Some(format!("`{module}` never uses `{other}`: {reason}"));
    }
    let (own, below) = (floor(module)?, floor(other));
    match below {
        None => Some(format!("`crate::{other}` is on no floor: say in tests/suite/architecture/rules.rs where")),
        Some(below) if below >= own => Some(format!(
            "`{module}` (floor {own}) uses `{other}` (floor {below}): each floor uses only floors below it"
        )),
        Some(_) => None,
    }
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// `Type { a, .. }` and `Variant(a, ..)`; neither ranges nor `..base` in a struct expression.
fn has_rest_pattern(tokens: &[&str]) -> bool {
    tokens.windows(3).enumerate().any(|(index, three)| match three {
        [".", ".", "}"] => true,
        [".", ".", ")" | ","] => names_a_variant(&tokens[..index]),
        _ => false,
    })
}

/// Whether the parenthesis open at the end of these tokens belongs to a capitalized name.
fn names_a_variant(tokens: &[&str]) -> bool {
    if !matches!(tokens.last(), Some(&("(" | ","))) {
        return false;
    }
    let mut closed = 0;
    for (index, token) in tokens.iter().enumerate().rev() {
        match *token {
            ")" => closed += 1,
            "(" if closed == 0 => return index > 0 && tokens[index - 1].starts_with(char::is_uppercase),
            "(" => closed -= 1,
            _ => {}
        }
    }
    false
}
