//! What the readers of YAML complain of, in an author's words and at its exact place.

use super::Part;
use crate::diagnostic::{Diagnostic, meant_or};
use crate::source::Span;
use crate::yaml::{Flaw, Misfit, What, Wrong};

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

/// Tells why a part's text, or what is left of it, is not read.
pub(super) fn flawed(part: &Part, yaml: &str, flaw: &Flaw) -> Diagnostic {
    let (phrase, hint) = match &flaw.wrong {
        Wrong::RepeatedKey => {
            let phrase = format!("{} is given twice", name(&yaml[flaw.span.clone()]));
            return part.fault(&flaw.span, phrase).hint("delete one of them");
        }
        Wrong::Syntax(message) => {
            let (phrase, hint) = syntax(message);
            return part.fault(&flaw.span, phrase).hint(hint);
        }
        Wrong::Anchor => ("an anchor (`&name`) is not read", "write the value out, or put it in quotes"),
        Wrong::Alias => ("an alias (`*name`) is not read", "write the value out, or put it in quotes"),
        Wrong::MergeKey => ("a merge key (`<<`) is not read", "write the values out"),
        Wrong::NoKey => ("a key is missing here", "write `key: value`"),
        Wrong::TooDeep => ("values are nested more than 12 deep", "write it flatter"),
        Wrong::TooMany => ("this holds more values than Candor reads", "write less"),
        Wrong::SecondDocument => ("a second document begins here", "delete the line `---` or `...` above"),
    };
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
