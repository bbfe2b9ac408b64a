//! Faults of a theme, found when it is loaded: unknown files, unknown variables, unknown words, layouts that can't be read.

use super::LAYOUTS;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::render::strings::{self, Entry};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tera's name for everything at once, which no layout may print.
const DUMP: &str = "__tera_context";

fn path_of(folder: &str, path: &str) -> Arc<str> {
    Arc::from(format!("{folder}/{path}"))
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Files that no part of a theme would ever use.
pub(super) fn files(folder: &str, own: &[(String, Vec<u8>)], default: &BTreeMap<String, Arc<[u8]>>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (path, bytes) in own {
        let is_known = default.contains_key(path)
            || path == "README.md"
            || (path.starts_with("layouts/parts/") && extension(path) == "html")
            || (path.starts_with("assets/") && path.matches('/').count() == 1)
            || (path.starts_with("strings/") && extension(path) == "yaml");
        let at = path_of(folder, path);
        if !is_known {
            let fault = Diagnostic::error(&at, 0..0, "a theme has no such file");
            faults.push(match did_you_mean(path, default.keys().map(String::as_str)) {
                Some(name) => fault.hint(format!("did you mean `{name}`?")),
                None => fault.hint("layouts of your own stand in `layouts/parts/`, other files in `assets/`"),
            });
        }
        let is_text = path.starts_with("layouts/") || path.starts_with("strings/");
        if is_text && std::str::from_utf8(bytes).is_err() {
            faults.push(Diagnostic::error(&at, 0..0, "the file is not UTF-8"));
        }
    }
    faults
}

/// A site's own words. A key that the theme doesn't know is a fault, since nothing would ever say it.
pub(super) fn strings(folder: &str, path: &str, bytes: &[u8], english: &Entry) -> Result<Entry, Vec<Diagnostic>> {
    let at = path_of(folder, path);
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(Vec::new()) };
    let entry = strings::parse(&at, text).map_err(|fault| vec![fault])?;
    let known = english.keys();
    let unknown = entry.keys().into_keys().filter(|key| !known.contains_key(key));
    let faults: Vec<Diagnostic> = unknown
        .map(|key| {
            let leaf = key.rsplit('.').next().unwrap_or_default();
            let start = text.find(&format!("{leaf}:")).unwrap_or(0);
            let fault = Diagnostic::error(&at, start..start + leaf.len(), format!("the theme has no word `{key}`"));
            match did_you_mean(&key, known.keys().map(String::as_str)) {
                Some(name) => fault.hint(format!("did you mean `{name}`?")),
                None => fault,
            }
        })
        .collect();
    if faults.is_empty() { Ok(entry) } else { Err(faults) }
}

/// Top-level variables that no page gives, and prints of everything at once.
pub(super) fn variables(folder: &str, tera: &tera::Tera, layouts: &[(String, &str)]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (name, text) in layouts {
        if let Some(start) = text.find(DUMP) {
            let at = path_of(folder, &format!("layouts/{name}"));
            faults.push(
                Diagnostic::error(&at, start..start + DUMP.len(), "a layout can't print everything at once")
                    .hint("print the values that the page is for; `themes/README.md` lists them"),
            );
        }
    }
    for (page, own) in LAYOUTS {
        let Ok(used) = tera.get_template_variables(page) else { continue };
        let given = ["t", "page", own];
        let mut unknown: Vec<&str> = used.into_iter().filter(|name| !given.contains(name) && *name != DUMP).collect();
        unknown.sort_unstable();
        for variable in unknown {
            let Some((name, start)) = layouts.iter().find_map(|(name, text)| Some((name, place(text, variable)?)))
            else {
                continue;
            };
            let at = path_of(folder, &format!("layouts/{name}"));
            let span = start..start + variable.len();
            let fault = Diagnostic::error(&at, span, format!("`{page}` is given no variable `{variable}`"));
            faults.push(match did_you_mean(variable, given) {
                Some(name) => fault.hint(format!("did you mean `{name}`?")),
                None => fault.hint(format!("it is given `t`, `page`{}", also(own))),
            });
        }
    }
    faults.sort_unstable();
    faults.dedup_by(|a, b| a.place == b.place);
    faults
}

fn also(own: &str) -> String {
    if own.is_empty() { String::new() } else { format!(" and `{own}`") }
}

/// Where a name stands inside a tag of a layout.
fn place(text: &str, name: &str) -> Option<usize> {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    text.match_indices(name).map(|(start, _)| start).find(|start| {
        let before = &text[..*start];
        let is_inside = before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"));
        let previous = before.as_bytes().last();
        let next = text.as_bytes().get(start + name.len());
        is_inside && !is_letter(previous) && previous != Some(&b'.') && !is_letter(next)
    })
}

/// The field that a layout asks for in vain, and the fields that there are.
fn missing_field(message: &str) -> Option<(&str, &str)> {
    message.strip_prefix("Field '")?.split_once("' is not defined. Available fields: ")
}

/// What Tera says of a layout, with its place.
pub(super) fn fault(folder: &str, error: &tera::Error) -> Diagnostic {
    let (name, span, message) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) => {
            (report.filename().to_owned(), report.span().range.clone(), report.message().to_owned())
        }
        // What a layout meets while it prints may be a private value: all of it is quoted.
        tera::ErrorKind::RenderingError(report) => {
            let (file, range) = (report.filename(), report.span().range.clone());
            let message = report.message().lines().next().unwrap_or_default().replace('`', "'");
            if let Some((field, fields)) = missing_field(&message) {
                let fault = Diagnostic::error(
                    &path_of(folder, &format!("layouts/{file}")),
                    range,
                    format!("there is no field `{field}`"),
                );
                return match did_you_mean(field, fields.split(", ")) {
                    Some(near) => fault.hint(format!("did you mean `{near}`?")),
                    None => fault.hint(format!("there are `{}`", fields.replace(", ", "`, `"))),
                };
            }
            let message = message.trim_end_matches('.');
            (file.to_owned(), range, format!("the layout fails: `{message}`"))
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            (current.clone(), 0..0, format!("there is no layout `{parent}` to extend"))
        }
        tera::ErrorKind::CircularExtend { tpl, .. } | tera::ErrorKind::CircularInclude { tpl, .. } => {
            (tpl.clone(), 0..0, "the layout leads back to itself".to_owned())
        }
        other => (String::new(), 0..0, other.to_string()),
    };
    let first = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut letters = first.chars();
    let phrase: String = letters.next().map_or_else(String::new, |one| one.to_lowercase().chain(letters).collect());
    let fault = Diagnostic::error(&path_of(folder, &format!("layouts/{name}")), span, phrase);
    fault.hint("compare it with the layout of the same name in the default theme, which `themes/README.md` explains")
}
