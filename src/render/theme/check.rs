//! Faults of a theme, found when it is loaded: unknown files, unknown variables, unknown words.

use super::{LAYOUTS, PIECES};
use crate::diagnostic::{Diagnostic, did_you_mean, listed, meant_or};
use crate::render::strings::{self, Entry};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tera's name for everything at once, which no layout may print.
const DUMP: &str = "__tera_context";

pub(super) fn path_of(folder: &str, path: &str) -> Arc<str> {
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
            let otherwise = || "layouts of your own stand in `layouts/parts/`, other files in `assets/`".to_owned();
            faults.push(fault.hint(meant_or(path, default.keys().map(String::as_str), otherwise)));
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
    let pages = LAYOUTS.into_iter().map(|(layout, own)| (layout, vec!["page", own]));
    let pieces = PIECES.into_iter().map(|(_, layout)| (layout, Vec::new()));
    for (layout, own) in pages.chain(pieces) {
        let Ok(used) = tera.get_template_variables(layout) else { continue };
        let given: Vec<&str> = ["t", "edition"].into_iter().chain(own).filter(|name| !name.is_empty()).collect();
        let is_named = |name: &str| layouts.iter().any(|(_, text)| names(text, name));
        let is_known = |name: &&str| given.contains(name) || *name == DUMP || is_named(name);
        let mut unknown: Vec<&str> = used.into_iter().filter(|name| !is_known(name)).collect();
        unknown.sort_unstable();
        for variable in unknown {
            let reached = reached(layout, layouts);
            let Some((name, start)) = reached.iter().find_map(|(name, text)| Some((name, place(text, variable)?)))
            else {
                continue;
            };
            let at = path_of(folder, &format!("layouts/{name}"));
            let span = start..start + variable.len();
            let fault = Diagnostic::error(&at, span, format!("`{layout}` is given no variable `{variable}`"));
            let otherwise = || format!("it is given {}", quoted(&given));
            faults.push(fault.hint(meant_or(variable, given.iter().copied(), otherwise)));
        }
    }
    faults.sort_unstable();
    faults.dedup_by(|a, b| a.place == b.place);
    faults
}

/// A layout and those that it names, to extend or to include, the nearest first; then all others, whose components it may call.
fn reached<'a>(layout: &str, layouts: &'a [(String, &'a str)]) -> Vec<&'a (String, &'a str)> {
    let mut reached: Vec<&(String, &str)> = layouts.iter().filter(|(name, _)| name == layout).collect();
    let mut looked = 0;
    while let Some((_, text)) = reached.get(looked) {
        let is_named = |name: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
        let more: Vec<_> = layouts.iter().filter(|one| !reached.contains(one) && is_named(&one.0)).collect();
        reached.extend(more);
        looked += 1;
    }
    let others: Vec<_> = layouts.iter().filter(|one| !reached.contains(one)).collect();
    reached.extend(others);
    reached
}

/// Several names, each in backticks: `` `t`, `edition` and `page` ``.
fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    listed(&quoted.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether a layout gives a value this name itself, in `{% for name in … %}` or `{% set name = … %}`: what it includes knows it too.
fn names(text: &str, name: &str) -> bool {
    let tags = text.split("{%").skip(1).filter_map(|tag| Some(tag.split_once("%}")?.0.trim_matches(['-', ' '])));
    let mut named = tags.filter_map(|tag| match tag.split_once(' ')? {
        ("for", rest) => rest.split_once(" in ").map(|(names, _)| names),
        ("set" | "set_global", rest) => rest.split_once('=').map(|(name, _)| name),
        _ => None,
    });
    named.any(|names| names.split(',').any(|one| one.trim() == name))
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
