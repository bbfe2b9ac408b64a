//! What a YAML reader complains of, in an author's words and at its exact place.

use super::Part;
use super::shape::Shape;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Span;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location};

/// A key as it is named in a message.
pub(super) fn name(key: &str) -> String {
    format!("`{}`", one_line(key.trim_matches(['"', '\''])))
}

/// What an author wrote, short enough for a message.
fn one_line(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = line.char_indices().nth(60).map(|(at, _)| at);
    cut.map_or_else(|| line.clone(), |at| format!("{}…", &line[..at]))
}

/// Tells an error of reading `yaml`, a part's text or what is left of it.
pub(super) fn told(part: &Part, yaml: &str, shape: Option<&Shape>, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let span = valued(error, shape, place(yaml, &location));
    let key = shape.and_then(|shape| shape.key_of_value(yaml, span.start));
    let subject = key.map_or_else(|| "this".to_owned(), name);
    let fault = |phrase: String| part.fault(&span, phrase);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => suggested(
            fault(format!("{} is not a key that is known here", name(field))),
            field,
            expected,
            "known keys are",
        ),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let phrase = match key {
                Some(key) => format!("{} is not a value of {}", name(variant), name(key)),
                None => format!("{} is not a value that is known here", name(variant)),
            };
            suggested(fault(phrase), variant, expected, "its values are")
        }
        Error::SerdeMissingField { field, .. } => {
            let within =
                shape.and_then(|shape| shape.owner_of(yaml, span.start)).map(|key| format!(" in {}", name(key)));
            fault(format!("{} is missing{}", name(field), within.unwrap_or_default())).hint(format!("add `{field}: …`"))
        }
        Error::DuplicateMappingKey { .. } => {
            fault(format!("{} is given twice", name(&yaml[span.clone()]))).hint("delete one of them")
        }
        Error::Message { msg, .. } | Error::SerdeVariantId { msg, .. } => own_words(&fault, &subject, msg),
        other => match (expected(other), complaint(other)) {
            (Some(what), _) => {
                let fault = fault(format!("{subject} must be {what}"));
                if what == ONE_VALUE { fault.hint("put it in quotes if it is meant as text") } else { fault }
            }
            (None, (phrase, hint)) => fault(phrase).hint(hint),
        },
    }
}

/// Errors of values that may be of several types are given at their key: their place is the value's.
fn valued(error: &Error, shape: Option<&Shape>, span: Span) -> Span {
    let is_of_key = matches!(
        error,
        Error::SerdeUnknownField { .. } | Error::SerdeMissingField { .. } | Error::DuplicateMappingKey { .. }
    );
    let value = shape.filter(|_| !is_of_key).and_then(|shape| shape.value_of(span.start));
    value.unwrap_or(span)
}

/// Messages of Candor's own types: `{}` stands for the key, and each line after the first is a hint.
fn own_words(fault: &dyn Fn(String) -> Diagnostic, subject: &str, message: &str) -> Diagnostic {
    let mut lines = message.split('\n');
    let first = lines.next().unwrap_or_default();
    let phrase = first.strip_prefix("{}").map_or_else(|| first.to_owned(), |rest| format!("{subject}{rest}"));
    lines.fold(fault(phrase), Diagnostic::hint)
}

fn suggested(fault: Diagnostic, written: &str, expected: &[&'static str], listed: &str) -> Diagnostic {
    if let Some(meant) = did_you_mean(written, expected.iter().copied()) {
        return fault.hint(format!("did you mean `{meant}`?"));
    }
    let names: Vec<String> = expected.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { fault } else { fault.hint(format!("{listed} {}", names.join(", "))) }
}

/// What stands where a list or a map was written, perhaps without meaning one: `[Berlin] is down`.
const ONE_VALUE: &str = "one value";

/// What a value must be, if that is what is wrong.
fn expected(error: &Error) -> Option<&str> {
    match error {
        Error::Unexpected { expected, .. } => match *expected {
            "sequence start" => Some("a list"),
            "mapping start" => Some("keys with values"),
            "string scalar" | "scalar" => Some(ONE_VALUE),
            _ => None,
        },
        Error::InvalidScalar { ty, .. } => type_in_words(ty),
        Error::InvalidBooleanStrict { .. } => Some("`true` or `false`"),
        Error::SerdeInvalidType { expected, .. }
        | Error::SerdeInvalidValue { expected, .. }
        | Error::SerdeInvalidLength { expected, .. } => type_in_words(expected).or(Some(expected)),
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. } => Some("one word"),
        _ => None,
    }
}

fn type_in_words(name: &str) -> Option<&'static str> {
    match name {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => Some("a whole number, not below 0"),
        "a sequence" => Some("a list"),
        _ if name.starts_with("enum ") => Some("one word"),
        _ => None,
    }
}

/// What is wrong with the writing, and what to do.
fn complaint(error: &Error) -> (String, String) {
    let (phrase, hint) = match error {
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Anchors { .. } => {
                ("an anchor (`&name`) is not read", "write the value out, or put it in quotes")
            }
            BudgetBreach::Depth { .. } => ("values are nested more than 12 deep", "write it flatter"),
            BudgetBreach::Documents { .. } => ("a second document begins here", "delete the line `---` or `...` above"),
            _ => ("this holds more values than Candor reads", "write less"),
        },
        Error::UnknownAnchor { .. } => ("an alias (`*name`) is not read", "write the value out, or put it in quotes"),
        Error::UnsupportedTag { .. } | Error::TaggedStructFieldName { .. } => {
            ("a tag (`!name`) is not read", "delete it, or put the whole value in quotes")
        }
        Error::MergeKeyNotAllowed { .. } | Error::MergeValueNotMapOrSeqOfMaps { .. } => {
            ("a merge key (`<<`) is not read", "write the values out")
        }
        Error::NullIntoString { .. } => ("a key is missing here", "write `key: value`"),
        Error::ExternalMessage { msg, .. } => return syntax(msg),
        _ => ("this can't be read as YAML", "put the value in quotes if it is meant as text"),
    };
    (phrase.to_owned(), hint.to_owned())
}

/// The commonest slips of the pen; the reader's own words for the others.
fn syntax(message: &str) -> (String, String) {
    let (phrase, hint) = match message {
        m if m.contains("unclosed quote") => ("a quote is opened here and never closed", "close it on the same line"),
        m if m.contains("trailing content after") => (
            "words stand here behind the closing quote",
            "inside single quotes write `''` for an apostrophe, inside double quotes `\\\"`",
        ),
        m if m.contains("unknown escape") => (
            "`\\` begins an escape that YAML doesn't know",
            "write `\\\\` for the character itself, or use single quotes",
        ),
        m if m.contains("mapping values are not allowed") => {
            ("a second `: ` stands here", "put the value in quotes, or align the key with those above")
        }
        m if m.contains("unexpected character") || m.contains("cannot start any token") => {
            ("a value can't begin with this character", "put the value in quotes")
        }
        m if m.contains("did not find expected key") => {
            ("a key is expected here", "indent this line like the keys beside it, or put the value before it in quotes")
        }
        m if m.contains("tab") => ("a tab stands where only spaces may", "indent with spaces"),
        m if m.contains("bracket") || m.contains("flow") => {
            ("a list `[…]` or a map `{…}` is not well formed here", "check its brackets and commas")
        }
        m if m.contains("anchor") => ("an anchor or an alias is not read", "write the value out, or put it in quotes"),
        m => {
            let reason: String = m.lines().next().unwrap_or_default().trim_end_matches('.').to_lowercase();
            return (
                format!("this can't be read as YAML: {reason}"),
                "check the indentation and the quotes".to_owned(),
            );
        }
    };
    (phrase.to_owned(), hint.to_owned())
}

/// The first byte of a location.
pub(super) fn start(yaml: &str, location: &Location) -> usize {
    place(yaml, location).start
}

/// The bytes of a location, between characters of the text.
fn place(yaml: &str, location: &Location) -> Span {
    let span = location.span();
    let bytes = span.byte_offset().zip(span.byte_len());
    let (start, length) = match bytes.map(|(at, length)| (usize::try_from(at), usize::try_from(length))) {
        Some((Ok(at), Ok(length))) => (at, length),
        _ => (offset(yaml, location), 1),
    };
    let boundary = |at: usize| (0..=at.min(yaml.len())).rev().find(|at| yaml.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(start);
    let end =
        start + yaml[start..].char_indices().map(|(at, c)| at + c.len_utf8()).find(|end| *end >= length).unwrap_or(0);
    if length == 0 { start..start } else { start..end }
}

/// A line and a column, both from 1 and in characters, as an offset.
fn offset(yaml: &str, location: &Location) -> usize {
    let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1);
    let line = yaml.split_inclusive('\n').take(index(location.line())).map(str::len).sum::<usize>();
    let in_line = yaml[line..].split('\n').next().unwrap_or_default();
    line + in_line.char_indices().nth(index(location.column())).map_or(in_line.len(), |(at, _)| at)
}
