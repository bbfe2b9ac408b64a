//! Front matter so plain that no two readers of YAML differ about it, read in one pass: most files say no more than
//! `key: some words`. Whatever is less plain, or at fault, is left to the two readers; a test holds the three together.

mod words;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use words::{is_number, is_taken, word};

/// Longer text is left to the readers that count what they read.
const LIMIT: usize = 4096;

#[derive(Debug, Clone)]
enum Value<'a> {
    Word(&'a str),
    /// Digits: a number to whoever asks for one, and text to whoever asks for text.
    Number(&'a str),
    List(Vec<Value<'a>>),
    Map(Pairs<'a>),
}

type Pairs<'a> = Vec<(&'a str, Value<'a>)>;

/// The value of plain YAML; none where it isn't plain, or doesn't fit.
pub(super) fn decode<T: DeserializeOwned>(yaml: &str) -> Option<T> {
    if yaml.len() > LIMIT {
        return None;
    }
    T::deserialize(Value::Map(pairs(yaml)?)).ok()
}

/// Lines `key: value`, lines `key:` with lines of two spaces more below them, and empty lines.
fn pairs(yaml: &str) -> Option<Pairs<'_>> {
    let mut pairs = Vec::new();
    let mut lines = yaml.split('\n').filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let (key, rest) = line.split_once(':')?;
        let value = match rest.strip_prefix(' ') {
            Some(written) => block(written)?,
            None if rest.is_empty() => {
                let below = std::iter::from_fn(|| lines.next_if(|line| line.starts_with("  ")));
                nested(below.map(|line| &line[2..]))?
            }
            None => return None,
        };
        add(&mut pairs, key, value)?;
    }
    (!pairs.is_empty()).then_some(pairs)
}

/// A list of lines `- value`, or a map of lines `key: value`.
fn nested<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Value<'a>> {
    let first = lines.next()?;
    let mut all = std::iter::once(first).chain(lines);
    if first.starts_with("- ") {
        return all.map(|line| block(line.strip_prefix("- ")?)).collect::<Option<_>>().map(Value::List);
    }
    all.try_fold(Vec::new(), |mut pairs, line| {
        let (key, written) = line.split_once(": ")?;
        add(&mut pairs, key, block(written)?)?;
        Some(pairs)
    })
    .map(Value::Map)
}

/// Adds what is given once, under a key that is one.
fn add<'a>(pairs: &mut Pairs<'a>, key: &'a str, value: Value<'a>) -> Option<()> {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.bytes().all(is_letter) && !is_taken(key);
    let is_first = pairs.iter().all(|(other, _)| *other != key);
    (is_key && is_first).then(|| pairs.push((key, value)))
}

/// What stands behind `key: ` or `- `: words, or a list or map in brackets.
fn block(written: &str) -> Option<Value<'_>> {
    let inside = |open, close| written.strip_prefix(open)?.strip_suffix(close);
    if let Some(inner) = inside('{', '}') {
        let pairs = inner.split(", ").try_fold(Vec::new(), |mut pairs, pair| {
            let (key, written) = pair.split_once(": ")?;
            add(&mut pairs, key, scalar(written, " _-/()%+'=;")?)?;
            Some(pairs)
        });
        return pairs.map(Value::Map);
    }
    if let Some(inner) = inside('[', ']') {
        let items = inner.split(", ").map(|item| scalar(item, " _-/()%+'=;"));
        return items.collect::<Option<_>>().map(Value::List);
    }
    if let Some(quoted) = inside('"', '"') {
        let is_plain = quoted.chars().all(|c| c.is_alphanumeric() || " _-./,:;()%+'=?!".contains(c));
        return (is_plain && !quoted.is_empty()).then_some(Value::Word(quoted));
    }
    scalar(written, " _-./,()%+'=;?!")
}

/// A whole number, or words of letters and what `more` holds.
fn scalar<'a>(written: &'a str, more: &str) -> Option<Value<'a>> {
    if is_number(written) { Some(Value::Number(written)) } else { word(written, more).map(Value::Word) }
}

impl<'de> IntoDeserializer<'de> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Word(word) => visitor.visit_borrowed_str(word),
            Self::Number(digits) => visitor.visit_u64(digits.parse().map_err(serde::de::Error::custom)?),
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Map(pairs) => visitor.visit_map(MapDeserializer::new(pairs.into_iter())),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Number(digits) => visitor.visit_borrowed_str(digits),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Word(word) => StrDeserializer::<Error>::new(word).deserialize_enum(name, variants, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Shape;
    use super::super::{second, strict};
    use super::decode;
    use crate::read::documents::{IncidentHead, Update};
    use crate::read::front_matter::Budget;
    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;

    /// What the plain reader takes, both others take, and for the same.
    fn agrees<T: DeserializeOwned + PartialEq + Debug>(yaml: &str) -> bool {
        let Some(value) = decode::<T>(yaml) else { return false };
        let budget = Budget::front_matter();
        assert_eq!(strict::<T>(yaml, budget).ok().as_ref(), Some(&value), "{yaml:?}");
        assert_eq!(second::<T>(yaml).ok().as_ref(), Some(&value), "{yaml:?}");
        assert!(Shape::of(yaml, budget).is_ok_and(|shape| shape.is_plain(yaml)), "{yaml:?}");
        true
    }

    fn all_agree(yaml: &str) -> [bool; 3] {
        [agrees::<Update>(yaml), agrees::<IncidentHead>(yaml), agrees::<serde_json::Value>(yaml)]
    }

    #[test]
    fn what_most_files_say_is_plain() {
        let update = "status: identified\nat: 2026-08-17T16:47:00+02:00\ncomponents: {api: major_outage, web-2: operational}\n\
                      next_update: 30m\nworkaround: none\nsay:\n  - We're on it, since noon.\n  - \"Twice: no.\"\n\
                      lines:\n  - {function: sales, go: hold, owner: head of sales}\n";
        assert_eq!(all_agree(update), [true, false, true]);
        assert_eq!(all_agree("status: identified\nat: 2026-08-17T14:47:00Z\n"), [true, false, true]);
        let head = "title: Zürich can't pay (EU)\nseverity: sev1\nregions: [eu, us east]\n\nroles:\n  lead: Ada\n\
                    customers: {count: 2150, percent: 27}\n";
        assert_eq!(all_agree(head), [false, true, true]);
        assert_eq!(
            all_agree("title: 404\nregions: [0]\n"),
            [false, true, true],
            "a number is text where text is asked for"
        );
    }

    #[test]
    fn what_is_less_plain_is_left_to_others() {
        for yaml in [
            "",
            "a",
            "a:",
            "a: ",
            "a: null",
            "a: Yes",
            "a: 01",
            "a: -1",
            "a: 1.5",
            "a: 1234567890123456",
            "a: 1e3",
            "a: x: y",
            "a: x #y",
            "a: x:",
            "a: x ",
            "a: &x y",
            "a: *x",
            "a: !x y",
            "a: 'x'",
            "a: \"x\\n\"",
            "a: \"\"",
            "a: x\n  y",
            "a: x\nb",
            "a: x\na: y",
            "a: {b: c, b: d}",
            "a: {b: c,d: e}",
            "a: {}",
            "a: []",
            "a: [x,y]",
            "a: [x, [y]]",
            "a: |\n  x",
            "a:\n- x",
            "a:\n   - x",
            "a:\n  - x: y",
            "a:\n  - x\n  y",
            "a: x\r\n",
            "a: x\n---\n",
            "a: x\t",
            "a: x\u{200b}y",
            "true: x",
            "null: x",
            "-: x",
            "a: 2026-08-17",
            "a: 2026-08-17T14:47Z",
            "a: 007m",
            "a: x\u{2028}y",
            "- a: x",
            "? a: x",
            "a: [x, true]",
            "a: ~",
            "# a: x",
            "a: .inf",
            "a: 0o7",
            "a: 12:30",
            "a:  x",
            " a: x",
            "<<: x",
            "a: {b: [c]}",
            "a:b",
            "a:b\n  c: d",
            "a: 12:",
        ] {
            assert_eq!(decode::<serde_json::Value>(yaml), None, "{yaml:?}");
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        const PIECES: [&str; 67] = [
            "status",
            "at",
            "title",
            "say",
            "components",
            "identified",
            "none",
            "api",
            "y",
            "no",
            "Null",
            "2026-08-17T14:47:00Z",
            "30m",
            "0",
            "1",
            "2150",
            "1e3",
            "0x1F",
            "é",
            "e\u{301}",
            "🧯",
            ":",
            ": ",
            " ",
            "  ",
            "\n",
            "\n  ",
            "\n  - ",
            "- ",
            "-",
            ", ",
            ",",
            "{",
            "}",
            "[",
            "]",
            "#",
            " #",
            "&",
            "*",
            "!",
            "|",
            ">",
            "'",
            "\"",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "~",
            ".",
            "/",
            "(",
            "=",
            "<<",
            "---",
            "...",
            "\t",
            "\r",
            "\u{85}",
            "\u{a0}",
            "\u{feff}",
            "_",
            "+",
            ";",
            "\\",
        ];
        proptest::sample::select(&PIECES[..]).prop_map(str::to_owned)
    }

    fn line() -> impl Strategy<Value = String> {
        let key = proptest::sample::select(
            &["title", "say", "links", "components", "x", "next_update", "regions", "macro"][..],
        );
        let value = proptest::collection::vec(piece(), 0..5).prop_map(|pieces| pieces.concat());
        let open = proptest::sample::select(&["", "{", "[", "\"", "{a: ", "\n  - ", "\n  a: "][..]);
        (key, open, value).prop_map(|(key, open, value)| {
            let close = match open {
                "{" | "{a: " => "}",
                "[" => "]",
                "\"" => "\"",
                _ => "",
            };
            format!("{key}: {open}{value}{close}\n").replace(": \n", ":\n")
        })
    }

    /// A short share in the suite, and as many as `CANDOR_CASES` says in a long run.
    #[expect(clippy::disallowed_methods, reason = "whoever starts a long run says so by a variable")]
    fn cases() -> u32 {
        std::env::var("CANDOR_CASES").map_or(4000, |cases| cases.parse().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn three_readers_agree(lines in proptest::collection::vec(line(), 1..4)) {
            all_agree(&lines.concat());
        }

        #[test]
        fn three_readers_agree_on_any_pieces(pieces in proptest::collection::vec(piece(), 1..12)) {
            all_agree(&pieces.concat());
        }
    }
}
