//! A fact that stands until it is given again, or ended.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// What a key says: `none`, which ends what stands, or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    None,
    Says(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NoneOr(PhantomData))
    }
}

struct NoneOr<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NoneOr<T> {
    type Value = Fact<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value or `none`")
    }

    fn visit_str<E: Error>(self, written: &str) -> Result<Fact<T>, E> {
        if written == "none" {
            return Ok(Fact::None);
        }
        T::deserialize(written.into_deserializer()).map(Fact::Says)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Fact<T>, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(items)).map(Fact::Says)
    }

    fn visit_map<A: MapAccess<'de>>(self, pairs: A) -> Result<Fact<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(pairs)).map(Fact::Says)
    }
}
