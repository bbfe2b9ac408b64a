//! Values for whoever asks: a field's type decides what its words are taken for.

use super::{Node, Value};
use crate::source::Span;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt::{self, Display};

/// What doesn't fit the type that is asked for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands; absent until it is known.
    pub span: Option<Span>,
    /// The nearest key above, if there is one.
    pub key: Option<Span>,
    pub what: What,
}

/// What doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    UnknownKey {
        name: String,
        known: &'static [&'static str],
    },
    UnknownWord {
        word: String,
        known: &'static [&'static str],
    },
    MissingKey(&'static str),
    /// What is asked for, in the words of the type.
    Other {
        expected: String,
    },
    /// In the type's own words.
    Said(String),
}

impl Node<'_> {
    /// The value as a type.
    ///
    /// # Errors
    /// The first misfit.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        T::deserialize(self)
    }

    /// A whole number in its plainest form, from 0.
    fn whole(&self) -> Option<u64> {
        let Value::Plain(digits) = &self.value else { return None };
        let is_plain =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits.len() == 1 || !digits.starts_with('0'));
        is_plain.then(|| digits.parse().ok()).flatten()
    }

    fn truth(&self) -> Option<bool> {
        let Value::Plain(word) = &self.value else { return None };
        match &**word {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// What becomes of a value, with the place of what doesn't fit.
    fn placed<V>(&self, result: Result<V, Misfit>) -> Result<V, Misfit> {
        result.map_err(|misfit| Misfit { span: misfit.span.or_else(|| Some(self.span.clone())), ..misfit })
    }

    fn other<V>(&self, expected: &str) -> Result<V, Misfit> {
        self.placed(Err(What::Other { expected: expected.to_owned() }.into()))
    }
}

impl From<What> for Misfit {
    fn from(what: What) -> Self {
        Self { span: None, key: None, what }
    }
}

impl<'de> Deserializer<'de> for &'de Node<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.placed(match &self.value {
            Value::Empty => visitor.visit_unit(),
            Value::Plain(words) | Value::Quoted(words) => visitor.visit_borrowed_str(words),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Map(pairs) => visitor.visit_map(Pairs { pairs: pairs.iter(), pair: None }),
            Value::Tagged(_) => Err(What::Said("this wears a tag".to_owned()).into()),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.truth().map_or_else(|| self.other("a truth value"), |truth| self.placed(visitor.visit_bool(truth)))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.whole().map_or_else(|| self.other("a whole number"), |number| self.placed(visitor.visit_u64(number)))
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.value {
            Value::List(_) | Value::Map(_) => self.other("one value"),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            Value::Empty => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            Value::List(_) => self.deserialize_any(visitor),
            _ => self.other("a list"),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            Value::Map(_) => self.deserialize_any(visitor),
            _ => self.other("keys with values"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    /// Words only: none of our types has variants that hold something.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.value {
            Value::Plain(word) | Value::Quoted(word) => self.placed(visitor.visit_enum(StrDeserializer::new(word))),
            _ => self.other("one word"),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

struct Items<'a>(std::slice::Iter<'a, Node<'a>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Pairs<'a> {
    pairs: std::slice::Iter<'a, (Node<'a>, Node<'a>)>,
    /// The pair whose key has been read.
    pair: Option<&'a (Node<'a>, Node<'a>)>,
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        self.pair = self.pairs.next();
        self.pair.map(|(key, _)| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let (key, value) = self.pair.take().expect("a value is asked for after its key");
        seed.deserialize(value)
            .map_err(|misfit| Misfit { key: misfit.key.or_else(|| Some(key.span.clone())), ..misfit })
    }
}

impl Error for Misfit {
    fn custom<T: Display>(said: T) -> Self {
        What::Said(said.to_string()).into()
    }

    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        What::Other { expected: expected.to_string() }.into()
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        What::Other { expected: expected.to_string() }.into()
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        What::Other { expected: expected.to_string() }.into()
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        What::UnknownWord { word: word.to_owned(), known }.into()
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        What::UnknownKey { name: name.to_owned(), known }.into()
    }

    fn missing_field(key: &'static str) -> Self {
        What::MissingKey(key).into()
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.what {
            What::UnknownKey { name, .. } => write!(f, "`{name}` is not a key that is known here"),
            What::UnknownWord { word, .. } => write!(f, "`{word}` is not a value that is known here"),
            What::MissingKey(key) => write!(f, "`{key}` is missing"),
            What::Other { expected } => write!(f, "this must be {expected}"),
            What::Said(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for Misfit {}

#[cfg(test)]
pub(super) mod tests {
    use super::super::parse;
    use super::{Misfit, What};
    use serde::Deserialize;
    use std::collections::BTreeMap;

    /// A key of each type.
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(in super::super) struct Facts {
        title: Option<String>,
        say: Option<Vec<String>>,
        components: Option<BTreeMap<String, State>>,
        links: Option<BTreeMap<String, String>>,
        regions: Option<Vec<u64>>,
        x: Option<bool>,
        next_update: Option<u8>,
        #[serde(rename = "macro")]
        asked: Option<Ask>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Operational,
        Identified,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ask {
        a: String,
        b: Option<State>,
    }

    fn misfit(yaml: &str) -> (What, &str, Option<&str>) {
        let misfit: Misfit = parse(yaml, 100).unwrap().decode::<Facts>().unwrap_err();
        (misfit.what, &yaml[misfit.span.unwrap()], misfit.key.map(|key| &yaml[key]))
    }

    #[test]
    fn words_have_no_type_before_somebody_asks() {
        let read = parse("title: 1.50\nsay: [no, 0x1F, 007, 'true', 1_000]\nx: true\nnext_update: 30\n", 100).unwrap();
        let facts: Facts = read.decode().unwrap();
        assert_eq!(facts.title.as_deref(), Some("1.50"));
        assert_eq!(facts.say.unwrap(), ["no", "0x1F", "007", "true", "1_000"]);
        assert_eq!((facts.x, facts.next_update), (Some(true), Some(30)));
        for (word, truth) in [("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false)] {
            let facts: Facts = parse(&format!("x: {word}"), 9).unwrap().decode().unwrap();
            assert_eq!(facts.x, Some(truth));
        }
        let facts: Facts = parse("next_update: 0\ntitle:\n", 9).unwrap().decode().unwrap();
        assert_eq!((facts.next_update, facts.title), (Some(0), None));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place_and_the_nearest_key() {
        let other = |expected: &str| What::Other { expected: expected.to_owned() };
        assert_eq!(misfit("x: 'true'"), (other("a truth value"), "'true'", Some("x")));
        assert_eq!(misfit("x: no"), (other("a truth value"), "no", Some("x")));
        assert_eq!(misfit("next_update: 256"), (other("u8"), "256", Some("next_update")));
        assert_eq!(misfit("next_update: 030"), (other("a whole number"), "030", Some("next_update")));
        assert_eq!(misfit("regions: [1, -2]"), (other("a whole number"), "-2", Some("regions")));
        assert_eq!(misfit("title: [a]"), (other("one value"), "[a]", Some("title")));
        assert_eq!(misfit("say: a"), (other("a list"), "a", Some("say")));
        assert_eq!(misfit("links: a"), (other("keys with values"), "a", Some("links")));
        assert_eq!(misfit("components: {a: {b: c}}"), (other("one word"), "{b: c}", Some("a")));
        assert_eq!(misfit("macro: {b: identified}").0, What::MissingKey("a"));
        assert_eq!(misfit("macro: {b: identified}").2, Some("macro"));
        let (what, place, key) = misfit("macro: {a: x, c: y}");
        assert!(matches!(what, What::UnknownKey { name, known: ["a", "b"] } if name == "c"));
        assert_eq!((place, key), ("c", Some("macro")));
        let (what, place, key) = misfit("components: {a: off}");
        assert!(matches!(what, What::UnknownWord { word, known: ["operational", "identified"] } if word == "off"));
        assert_eq!((place, key), ("off", Some("a")));
        assert_eq!(misfit("- a").0, other("keys with values"));
    }
}
