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
    pub audience: String,
    pub stage: OneOrMore,
    pub severity: Option<Vec<String>>,
    pub occasion: Option<String>,
    pub variables: Option<BTreeMap<String, VariableEntry>>,
    pub facts: Option<Given>,
    pub max_words: Option<usize>,
    pub approved: Option<Vec<SignOffEntry>>,
    pub review_by: Option<Day>,
    pub vetted_with: Option<Vec<String>>,
    pub tested: Option<Vec<TestEntry>>,
    pub feedback: Option<Vec<FeedbackEntry>>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VariableEntry {
    #[serde(rename = "type")]
    pub kind: KindEntry,
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
    pub role: String,
    pub on: Day,
    pub by: Option<String>,
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
