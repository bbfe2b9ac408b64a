//! Message templates as far as sign-off needs them: for whom, approved until when, and which words are theirs.

use crate::diagnostic::{Diagnostic, Scope};
use crate::read::front_matter::{self, Budget};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One file of `content/templates`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file's name without `.md`.
    pub name: String,
    pub path: Arc<str>,
    pub audience: String,
    pub stage: String,
    /// Empty means every severity.
    pub severities: Vec<String>,
    pub max_words: Option<usize>,
    pub approved: bool,
    pub review_by: Option<Date>,
    /// The words between the blanks, each run of spaces made one.
    between: Vec<String>,
}

/// The facts that are judged here. What else a template may say, `candor templates` judges.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Front {
    audience: String,
    stage: String,
    severity: Option<Vec<String>>,
    max_words: Option<usize>,
    approved: Option<Vec<BTreeMap<String, String>>>,
    review_by: Option<String>,
}

/// What the front matter of a template may say.
pub(super) fn schema() -> serde_json::Value {
    crate::read::schema::schema_of::<Front>()
}

/// Reads a template.
///
/// # Errors
/// Every fault of its front matter.
pub(super) fn read(path: &Arc<str>, text: &Arc<str>) -> Result<Template, Vec<Diagnostic>> {
    let split = front_matter::split(path, text, &Scope::Nobody)?;
    let yaml = split.yaml.unwrap_or(0..0);
    let front: Front = front_matter::decode(path, text, yaml, &Scope::Nobody, Budget::front_matter())?;
    let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
    Ok(Template {
        name,
        path: path.clone(),
        audience: front.audience,
        stage: front.stage,
        severities: front.severity.unwrap_or_default(),
        max_words: front.max_words,
        approved: front.approved.is_some_and(|approved| !approved.is_empty()),
        review_by: front.review_by.and_then(|date| date.parse().ok()),
        between: between(&text[split.body]),
    })
}

fn between(body: &str) -> Vec<String> {
    let mut rest = body;
    let mut found = Vec::new();
    while let Some((before, after)) = rest.split_once("{{") {
        found.push(single(before));
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    found.push(single(rest));
    let last = found.len() - 1;
    let first = found[0].trim_start().to_owned();
    found[0] = first;
    let end = found[last].trim_end().len();
    found[last].truncate(end);
    found
}

/// Each run of spaces and line ends as one space, those at the ends too.
fn single(text: &str) -> String {
    let mut one = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            one.push(c);
        } else if !one.ends_with(' ') {
            one.push(' ');
        }
    }
    one
}

impl Template {
    /// Whether it was approved and its review was not yet due.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.approved && self.review_by.is_none_or(|review| day <= review)
    }

    /// Whether these words are the template with only its blanks filled, and no longer than it allows. A blank takes
    /// at least one character and no blank line.
    #[must_use]
    pub fn is_filled_in(&self, body: &str) -> bool {
        let words = body.split_whitespace().count();
        if self.max_words.is_some_and(|most| words > most) || body.trim().contains("\n\n") && self.between.len() > 1 {
            return false;
        }
        fills(single(body.trim()).as_str(), &self.between)
    }
}

/// Whether a text is these pieces in this order, with something between each two.
fn fills(text: &str, between: &[String]) -> bool {
    let Some((first, rest)) = between.split_first() else { return text.is_empty() };
    let Some(text) = text.strip_prefix(first.as_str()) else { return false };
    let Some((last, middle)) = rest.split_last() else { return text.is_empty() };
    let mut text = text;
    for piece in middle {
        // At least one character belongs to the blank.
        let Some(from) = text.chars().next().map(char::len_utf8) else { return false };
        let Some(at) = text[from..].find(piece.as_str()) else { return false };
        text = &text[from + at + piece.len()..];
    }
    text.strip_suffix(last.as_str()).is_some_and(|blank| !blank.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{between, fills};

    #[test]
    fn blanks_take_something_and_nothing_else_may_differ() {
        let template = between("We look into {{ what }}.\nNext word by {{ next | time }}.\n");
        for filled in ["We look into checkout. Next word by 10:00 UTC.", "We look into a. b. Next word by c."] {
            assert!(fills(filled, &template), "{filled}");
        }
        for other in [
            "We look into . Next word by .",
            "We are looking into checkout. Next word by 10:00 UTC.",
            "We look into checkout. Next word by 10:00 UTC. And more",
            "We look into checkout.",
            "",
        ] {
            assert!(!fills(other, &template), "{other}");
        }
        assert!(fills("No blank.", &between("No blank.\n")));
        assert!(!fills("No blanks.", &between("No blank.\n")));
    }
}
