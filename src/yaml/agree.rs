//! The other reader, which must see the same words at the same places.

use super::{Node, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Whether `serde_yaml` reads from a text what was read from it before.
///
/// # Errors
/// The byte at which it reads something else, where it tells one.
pub fn agrees(yaml: &str, read: &Node) -> Result<(), Option<usize>> {
    let other = serde_yaml::Deserializer::from_str(yaml);
    Same(read).deserialize(other).map_err(|error| error.location().map(|place| place.index()))
}

/// Reads what is the same as a node, and nothing else.
struct Same<'a>(&'a Node<'a>);

impl<'de> DeserializeSeed<'de> for Same<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, other: D) -> Result<(), D::Error> {
        match self.0.value {
            Value::Empty | Value::Tagged(_) => other.deserialize_unit(self),
            Value::Plain(_) | Value::Quoted(_) => other.deserialize_str(self),
            Value::List(_) => other.deserialize_seq(self),
            Value::Map(_) => other.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Same<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the same value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        held(matches!(self.0.value, Value::Empty))
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<(), E> {
        held(matches!(&self.0.value, Value::Plain(own) | Value::Quoted(own) if own == words))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Value::List(own) = &self.0.value else { return held(false) };
        for item in own {
            held(items.next_element_seed(Same(item))?.is_some())?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        let Value::Map(own) = &self.0.value else { return held(false) };
        for (key, value) in own {
            held(pairs.next_key_seed(Same(key))?.is_some())?;
            pairs.next_value_seed(Same(value))?;
        }
        Ok(())
    }
}

fn held<E: Error>(is_same: bool) -> Result<(), E> {
    if is_same { Ok(()) } else { Err(E::custom("this is read as something else")) }
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::Facts;
    use super::super::parse;
    use super::super::plain::tests::{cases, line, piece};
    use super::agrees;
    use proptest::prelude::*;

    /// What passes both readers is what the other would make of it alone, whatever types are asked for.
    fn is_the_same_alone(yaml: &str) {
        let Ok(read) = parse(yaml, 2000) else { return };
        if agrees(yaml, &read).is_ok()
            && let Ok(facts) = read.decode::<Facts>()
        {
            assert_eq!(serde_yaml::from_str::<Facts>(yaml).ok(), Some(facts), "{yaml:?}");
        }
    }

    #[test]
    fn whatever_the_other_reads_otherwise_is_seen() {
        let read = parse("a: b\nc: [d, 'e', {f: g}]\n", 99).unwrap();
        assert_eq!(agrees("{a: b, c: [\"d\", e, {f: g}]}", &read), Ok(()));
        for other in [
            "a: x\nc: [d, e, {f: g}]",
            "a: b\nx: [d, e, {f: g}]",
            "c: [d, e, {f: g}]\na: b",
            "a: b\nc: [d, e, {f: x}]",
            "a: b\nc: [d, e]",
            "a: b\nc: [d, e, {f: g}, h]",
            "a: b\nc: [d, e, {f: g, h: i}]",
            "a: b\nc: [d, e, f]",
            "a: [b]\nc: [d, e, {f: g}]",
            "a: b",
            "a: b\nc: [d, e, {f: g}]\nh: i",
            "a: b\nc: [d, e, {f: g}]\n---\na: b",
            "a: b\nc: [d, e, {f: g}",
        ] {
            assert!(agrees(other, &read).is_err(), "{other:?}");
        }
        let tagged = parse("a: !t ~", 99).unwrap();
        assert!(agrees("a: ~", &tagged).is_err());
    }

    #[test]
    fn the_other_tells_where_it_stumbles() {
        let yaml = "a: b\nc: d\n";
        let read = parse("a: b\nc: x\n", 99).unwrap();
        assert_eq!(agrees(yaml, &read), Err(yaml.find('d')));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn two_readers_agree_alone(lines in proptest::collection::vec(line(), 1..4)) {
            is_the_same_alone(&lines.concat());
        }

        #[test]
        fn two_readers_agree_alone_on_any_pieces(pieces in proptest::collection::vec(piece(), 1..12)) {
            is_the_same_alone(&pieces.concat());
        }
    }
}
