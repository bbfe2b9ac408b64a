//! Values of front matter as they are given, in their order, whatever they mean: what a template copies into an update.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// A value. Every scalar is its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Text(String),
    List(Vec<Given>),
    Map(Vec<(String, Given)>),
}

impl Given {
    /// The same with each text turned into another.
    #[must_use]
    pub fn turned(&self, turn: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(turn(text)),
            Self::List(items) => Self::List(items.iter().map(|item| item.turned(turn)).collect()),
            Self::Map(pairs) => Self::Map(pairs.iter().map(|(key, value)| (key.clone(), value.turned(turn))).collect()),
        }
    }

    /// Every text in it.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Map(pairs) => pairs.iter().flat_map(|(_, value)| value.texts()).collect(),
        }
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, wanted: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(key, _)| key == wanted).map(|(_, value)| value),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text, a list or a map")
    }

    fn visit_str<E: Error>(self, written: &str) -> Result<Given, E> {
        Ok(Given::Text(written.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Given::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Given, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Given::Map(map))
    }
}

impl JsonSchema for Given {
    fn schema_name() -> Cow<'static, str> {
        "Facts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "description": "Front matter of the update, with blanks."})
    }
}
