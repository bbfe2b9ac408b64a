//! What doesn't fit the type that is asked for, in an author's words and at its exact place.

use super::Part;
use crate::diagnostic::{Diagnostic, meant_or};
use crate::source::Span;
use crate::yaml::{Flaw, Misfit, What, name};

/// Tells why a part's text, or what is left of it, is not read.
pub(super) fn flawed(part: &Part, yaml: &str, flaw: &Flaw) -> Diagnostic {
    let (phrase, hint) = flaw.told(yaml);
    part.fault(&flaw.span, phrase).hint(hint)
}

/// Tells what doesn't fit, in a part's text or what is left of it.
pub(super) fn misfit(part: &Part, yaml: &str, misfit: &Misfit) -> Diagnostic {
    let span = first_line(yaml, misfit.span.clone().unwrap_or(0..0));
    let key = misfit.key.clone().map(|key| name(&yaml[key]));
    let fault = |phrase: String| part.fault(&span, phrase);
    match &misfit.what {
        What::UnknownKey { name: unknown, known } => suggested(
            fault(format!("{} is not a key that is known here", name(unknown))),
            unknown,
            known,
            "known keys are",
        ),
        What::UnknownWord { word, known } => {
            let phrase = match key {
                Some(key) => format!("{} is not a value of {key}", name(word)),
                None => format!("{} is not a value that is known here", name(word)),
            };
            suggested(fault(phrase), word, known, "its values are")
        }
        What::MissingKey(missing) => {
            let within = key.map_or_else(String::new, |key| format!(" in {key}"));
            fault(format!("{} is missing{within}", name(missing))).hint(format!("add `{missing}: …`"))
        }
        What::Said(said) => own_words(&fault, &key.unwrap_or_else(|| "this".to_owned()), said),
        What::Other { expected } => {
            let expected = in_words(expected);
            let fault = fault(format!("{} must be {expected}", key.unwrap_or_else(|| "this".to_owned())));
            if expected == ONE_VALUE { fault.hint("put it in quotes if it is meant as text") } else { fault }
        }
    }
}

/// As much of a place as stands on its first line.
fn first_line(yaml: &str, span: Span) -> Span {
    let line = yaml[span.clone()].lines().next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}

/// Messages of Candor's own types: `{}` stands for the key, and each line after the first is a hint.
fn own_words(fault: &dyn Fn(String) -> Diagnostic, subject: &str, message: &str) -> Diagnostic {
    let mut lines = message.split('\n');
    let first = lines.next().unwrap_or_default();
    let phrase = first.strip_prefix("{}").map_or_else(|| first.to_owned(), |rest| format!("{subject}{rest}"));
    lines.fold(fault(phrase), Diagnostic::hint)
}

fn suggested(fault: Diagnostic, written: &str, expected: &[&'static str], listed: &str) -> Diagnostic {
    fault.hint(meant_or(written, expected.iter().copied(), || {
        let names: Vec<String> = expected.iter().map(|name| format!("`{name}`")).collect();
        format!("{listed} {}", names.join(", "))
    }))
}

/// What stands where a list or a map was written, perhaps without meaning one: `[Berlin] is down`.
const ONE_VALUE: &str = "one value";

/// What a value must be, for an author.
fn in_words(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" | "a whole number" => "a whole number, not below 0",
        "a string" => ONE_VALUE,
        "a truth value" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "keys with values",
        _ if expected.starts_with("enum ") => "one word",
        _ => expected,
    }
}
