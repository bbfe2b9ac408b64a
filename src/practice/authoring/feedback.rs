//! What was learned from a template, written into its record; every other byte stays.

use super::yaml::scalar;
use crate::practice::template::{self, Feedback, SignOff};
use std::fmt::Write as _;
use std::sync::Arc;

/// The template's text with one more entry of feedback; none where the record is written in a way that can't be added to.
#[must_use]
pub fn append(path: &Arc<str>, text: &str, feedback: &Feedback) -> Option<String> {
    let flat = feedback.note.split_whitespace().collect::<Vec<_>>().join(" ");
    let note = serde_json::to_string(&flat).expect("a text is valid JSON");
    let entry = format!("{{incident: {}, on: {}, note: {note}}}", scalar(&feedback.incident), feedback.on);
    let mut expected = template::read(path, &Arc::from(text)).ok()?;
    let after = added(text, "feedback", &entry)?;
    let read = template::read(path, &Arc::from(after.as_str())).ok()?;
    // Nothing else may have changed.
    expected.feedback.push(Feedback { note: flat, ..feedback.clone() });
    (read == expected).then_some(after)
}

/// The template's text with one more sign-off of what it says now; the role's earlier one is not taken away.
#[must_use]
pub fn sign(path: &Arc<str>, text: &str, sign_off: &SignOff) -> Option<String> {
    let mut expected = template::read(path, &Arc::from(text)).ok()?;
    let mut entry = format!("{{role: {}, on: {}", scalar(&sign_off.role), sign_off.on);
    if let Some(digest) = &sign_off.digest {
        write!(entry, ", digest: \"{digest}\"").expect("writing to a string can't fail");
    }
    entry.push('}');
    let after = added(text, "approved", &entry)?;
    let read = template::read(path, &Arc::from(after.as_str())).ok()?;
    expected.approved.push(sign_off.clone());
    (read == expected).then_some(after)
}

/// One more entry of a list of the front matter.
fn added(text: &str, key: &str, entry: &str) -> Option<String> {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let close = lines.iter().skip(1).position(|(_, line)| line.trim_end() == "---")? + 1;
    let is_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let put = |at: usize, added: &str| format!("{}{added}{}", &text[..at], &text[at..]);
    let Some(own) = lines[..close].iter().position(|(_, line)| is_key(line)) else {
        return Some(put(lines[close].0, &format!("{key}:{end}  - {entry}{end}")));
    };
    let (start, line) = lines[own];
    let value = line.split_once(':')?.1.trim();
    if value.is_empty() || value.starts_with('#') {
        let inside = |line: &str| line.starts_with([' ', '-', '\t']) || line.trim().is_empty();
        let length = lines[own + 1..close].iter().take_while(|(_, line)| inside(line)).count();
        let first = lines[own + 1..close].iter().find(|(_, line)| line.trim_start().starts_with('-'))?.1;
        let indent = &first[..first.len() - first.trim_start().len()];
        return Some(put(lines[own + 1 + length].0, &format!("{indent}- {entry}{end}")));
    }
    // On one line, or on several as one list in brackets.
    let from = start + line.find('[')?;
    let to = text[..lines[close].0].rfind(']').filter(|to| *to > from)?;
    let next_key = lines[own + 1..close].iter().find(|(_, line)| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let to = next_key.map_or(Some(to), |(at, _)| text[..*at].rfind(']'))?;
    let is_empty = text[from + 1..to].trim().is_empty();
    Some(put(to, &if is_empty { entry.to_owned() } else { format!(", {entry}") }))
}
