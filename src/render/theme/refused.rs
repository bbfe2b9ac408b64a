//! What Tera refuses in layouts, when they are loaded or while they print, with its place.

use super::check::path_of;
use crate::diagnostic::{Diagnostic, meant_or};

/// The field that a layout asks for in vain, and the fields that there are.
fn missing_field(message: &str) -> Option<(&str, &str)> {
    message.strip_prefix("Field '")?.split_once("' is not defined. Available fields: ")
}

/// What Tera says of all layouts together, each thing with its place.
pub(super) fn faults(folder: &str, error: &tera::Error, layouts: &[(String, &str)]) -> Vec<Diagnostic> {
    let unknown = match error.kind() {
        tera::ErrorKind::Msg(message) => unknown(folder, message, layouts),
        _ => Vec::new(),
    };
    if unknown.is_empty() { vec![fault(folder, error)] } else { unknown }
}

/// What Tera tells of all layouts at once and as text: ``error: Unknown filter `nam` ``, and below it ` --> index.html:1:4`.
fn unknown(folder: &str, message: &str, layouts: &[(String, &str)]) -> Vec<Diagnostic> {
    let lines: Vec<&str> = message.lines().collect();
    let told = lines.windows(2).filter_map(|two| {
        let (what, rest) = two[0].strip_prefix("error: ")?.split_once('`')?;
        let (name, _) = rest.split_once('`')?;
        let mut place = two[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, file) = (place.next()?.parse().ok()?, place.next()?.parse().ok()?, place.next()?);
        let (_, text) = layouts.iter().find(|(layout, _)| layout == file)?;
        let from = offset(text, line, column);
        let span = text[from..].find(name).map_or(from..from, |at| from + at..from + at + name.len());
        let tagged = |tag, end| layouts.iter().flat_map(move |(_, text)| named(text, tag, end));
        let (phrase, hint) = match what.trim_end() {
            "Unknown template" => (
                format!("there is no layout `{name}`"),
                meant_or(name, layouts.iter().map(|(name, _)| name.as_str()), || {
                    "layouts of your own stand in `layouts/parts/`".to_owned()
                }),
            ),
            "Unknown component" => (
                format!("there is no component `{name}`"),
                meant_or(name, tagged("component", '('), || {
                    "components stand between `{% component name(…) %}` and `{% endcomponent name %}`".to_owned()
                }),
            ),
            "Block" => (
                format!("there is no block `{name}` in the layout that this one extends"),
                meant_or(name, tagged("block", ' ').filter(|other| *other != name), || {
                    "of the default theme, `base.html` alone is extended, and has the block `main`".to_owned()
                }),
            ),
            what => {
                let kind = what.strip_prefix("Unknown ")?;
                (
                    format!("there is no {kind} `{name}`"),
                    format!("a layout has every {kind} of Tera's own, and no other"),
                )
            }
        };
        Some(Diagnostic::error(&path_of(folder, &format!("layouts/{file}")), span, phrase).hint(hint))
    });
    told.collect()
}

/// Where a line's column is in a text; both count from one.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let begun: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text[begun..].char_indices().nth(column.saturating_sub(1)).map_or(begun, |(at, _)| begun + at)
}

/// The names that tags of one kind give in a layout.
fn named<'a>(text: &'a str, tag: &str, end: char) -> Vec<&'a str> {
    text.split(&format!("{{% {tag} ")).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

/// What Tera says of one layout, with its place.
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
                let otherwise = || format!("there are `{}`", fields.replace(", ", "`, `"));
                return fault.hint(meant_or(field, fields.split(", "), otherwise));
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
