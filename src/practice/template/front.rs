//! What the front matter of a template may say: strict structs, in the authors' words.

use super::given::Given;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Front {
    /// The suffix it is for, as in `public` or `support`.
    pub audience: String,
    /// The status it is for, or several, or `postmortem`.
    pub stage: OneOrMore,
    /// The severities it is for; otherwise every one.
    pub severity: Option<Vec<String>>,
    /// What is special, so that it is taken only then: `again`, `correction`, `security`.
    pub occasion: Option<String>,
    /// Its blanks by name; one that is not named here is a text.
    pub variables: Option<BTreeMap<String, VariableEntry>>,
    /// Front matter of the update besides its status and times, with blanks.
    pub facts: Option<Given>,
    /// How many words the body has at most.
    pub max_words: Option<usize>,
    /// Who signed it off, in which role, and when.
    pub approved: Option<Vec<SignOffEntry>>,
    /// The last day on which it holds without another look.
    pub review_by: Option<Day>,
    /// With whom inside it was tried.
    pub vetted_with: Option<Vec<String>>,
    /// The incidents in which it was tried.
    pub tested: Option<Vec<TestEntry>>,
    /// What came back; `candor feedback` writes it.
    pub feedback: Option<Vec<FeedbackEntry>>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VariableEntry {
    /// What the blank takes.
    #[serde(rename = "type")]
    pub kind: KindEntry,
    /// The question asked for it.
    pub ask: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindEntry {
    Text,
    Sentence,
    Time,
    Number,
    List,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignOffEntry {
    /// The role that stands for it.
    pub role: String,
    /// When.
    pub on: Day,
    /// Who it was.
    pub by: Option<String>,
    /// Of exactly these words and facts.
    pub digest: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestEntry {
    pub incident: String,
    pub on: Option<Day>,
    pub note: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedbackEntry {
    pub incident: String,
    pub on: Day,
    pub note: String,
    pub by: Option<String>,
}

/// A day, as in `2026-09-01`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a day")
            }

            fn visit_str<E: Error>(self, written: &str) -> Result<Day, E> {
                let is_plain = written.len() == 10;
                let day = written.parse().ok().filter(|_| is_plain);
                day.map(Day).ok_or_else(|| E::custom("{} must be a day\nwrite it as in 2026-09-01"))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// One word, or a list of words.
#[derive(Debug, PartialEq)]
pub(super) struct OneOrMore(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: Error>(self, written: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![written.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMore, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = items.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMore(words))
            }
        }

        deserializer.deserialize_any(Words)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "description": "A day, as in `2026-09-01`.", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"})
    }
}

impl JsonSchema for OneOrMore {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMore".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
    }
}
