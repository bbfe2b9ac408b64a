//! Front matter as it is written: one key a line, texts plain where that is safe.

use crate::practice::template::Given;
use std::fmt::Write as _;

/// Keys with their values, in order; empty without any.
#[must_use]
pub(in crate::practice) fn front_matter(pairs: &[(String, Given)]) -> String {
    if pairs.is_empty() { String::new() } else { format!("---\n{}---\n", lines(pairs)) }
}

/// A key with a text.
pub(in crate::practice) fn text(key: &str, value: &str) -> (String, Given) {
    (key.to_owned(), Given::Text(value.to_owned()))
}

/// Keys with their values, in order, as they stand in a file of settings.
#[must_use]
pub(in crate::practice) fn lines(pairs: &[(String, Given)]) -> String {
    let mut text = String::new();
    for (key, value) in pairs {
        match value {
            Given::List(items) if !items.is_empty() => {
                writeln!(text, "{key}:").expect("writing to a string can't fail");
                for item in items {
                    writeln!(text, "  - {}", inner(item)).expect("writing to a string can't fail");
                }
            }
            Given::Text(value) => {
                writeln!(text, "{key}: {}", scalar(value)).expect("writing to a string can't fail");
            }
            other => writeln!(text, "{key}: {}", flow(other)).expect("writing to a string can't fail"),
        }
    }
    text
}

fn inner(value: &Given) -> String {
    match value {
        Given::Text(text) => scalar(text),
        other => flow(other),
    }
}

/// On one line, as in `{checkout: partial_outage}`.
pub(in crate::practice) fn flow(value: &Given) -> String {
    match value {
        Given::Text(text) if text.contains([',', '[', ']', '{', '}']) => quoted(text),
        Given::Text(text) => scalar(text),
        Given::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Given::Map(pairs) => {
            let pairs: Vec<String> =
                pairs.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// A text that every reader of YAML takes for this text.
#[must_use]
pub(in crate::practice) fn scalar(text: &str) -> String {
    if is_plain(text) || is_time(text) { text.to_owned() } else { quoted(text) }
}

/// Begins with a letter, holds no mark that YAML knows, and is no word that some reader takes for something else.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(char::is_whitespace)
        && text.chars().all(|c| c.is_alphanumeric() || " _-.,;()/+%'?’–".contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// A time or a span of time as this program writes it.
fn is_time(text: &str) -> bool {
    let is_instant = text.len() == 20 && text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok();
    let is_span = text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(['m', 'h', 'd', 's'])
        && text.bytes().all(|b| b.is_ascii_digit() || b"dhms".contains(&b));
    is_instant || is_span
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is valid JSON")
}
