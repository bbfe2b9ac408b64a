//! The reader that knows places: events of a parser become a tree, under a budget.

use super::{Node, Value};
use crate::source::Span;
use granit_parser::{Event, Parser, ScalarStyle, StrInput};
use std::collections::HashSet;

/// How deep values may be nested.
const DEEPEST: usize = 12;

/// Why a text is not read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub span: Span,
    pub wrong: Wrong,
}

/// What no text may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// In the parser's words.
    Syntax(String),
    Anchor,
    Alias,
    MergeKey,
    /// A value whose key is missing.
    NoKey,
    RepeatedKey,
    TooDeep,
    TooMany,
    SecondDocument,
}

/// Takes a text of one document apart, of at most so many values.
///
/// # Errors
/// The first flaw.
pub fn parse(yaml: &str, most: usize) -> Result<Node<'_>, Flaw> {
    let options =
        granit_parser::options! { emit_anchor_events: true, emit_comments: false, emit_unresolved_aliases: true };
    let mut reading = Reading { yaml, parser: Parser::new_from_str_with_options(yaml, options), left: most };
    let root = loop {
        match reading.next()? {
            Met { event: Event::StreamStart | Event::DocumentStart(..), .. } => {}
            Met { event: Event::StreamEnd, span, .. } => return Ok(Node { span, value: Value::Empty }),
            met => break reading.node(met, 1)?,
        }
    };
    loop {
        match reading.next()? {
            Met { event: Event::DocumentEnd, .. } => {}
            Met { event: Event::StreamEnd, .. } => return Ok(root),
            Met { span, .. } => return Err(Flaw { span, wrong: Wrong::SecondDocument }),
        }
    }
}

struct Reading<'a> {
    yaml: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    /// How many values more are let in.
    left: usize,
}

/// What the parser met next.
struct Met<'a> {
    event: Event<'a>,
    span: Span,
    tag: Option<Span>,
}

impl<'a> Reading<'a> {
    fn next(&mut self) -> Result<Met<'a>, Flaw> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let tag = span.tag_span().map(|tag| bytes(&tag));
                Ok(Met { event, span: bytes(&span), tag })
            }
            Some(Err(error)) => {
                let start = error.marker().byte_offset().unwrap_or_default();
                let length = self.yaml.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                Err(Flaw { span: start..start + length, wrong: Wrong::Syntax(error.info()) })
            }
            None => Ok(Met { event: Event::StreamEnd, span: self.yaml.len()..self.yaml.len(), tag: None }),
        }
    }

    /// The value that begins with what was met, to its end.
    fn node(&mut self, met: Met<'a>, depth: usize) -> Result<Node<'a>, Flaw> {
        let Met { event, mut span, tag } = met;
        if event.anchor_id().is_some() {
            // What it is called follows at once.
            return Err(Flaw { span: self.next()?.span, wrong: Wrong::Anchor });
        }
        let flaw = |wrong| Err(Flaw { span: span.clone(), wrong });
        if self.left == 0 {
            return flaw(Wrong::TooMany);
        }
        self.left -= 1;
        let value = match event {
            Event::Alias(_) | Event::UnresolvedAlias(_) => return flaw(Wrong::Alias),
            Event::Scalar(text, ScalarStyle::Plain, ..) if is_null(&text) => Value::Empty,
            Event::Scalar(text, ScalarStyle::Plain, ..) => Value::Plain(text),
            Event::Scalar(text, ..) => Value::Quoted(text),
            _ if depth > DEEPEST => return flaw(Wrong::TooDeep),
            Event::SequenceStart(..) => {
                let (items, end) = self.list(depth)?;
                span.end = end.max(span.end);
                Value::List(items)
            }
            Event::MappingStart(..) => {
                let (pairs, end) = self.map(depth)?;
                span.end = end.max(span.end);
                Value::Map(pairs)
            }
            _ => return flaw(Wrong::Syntax("a value was expected".to_owned())),
        };
        Ok(Node { span, value: tag.map_or(value, Value::Tagged) })
    }

    /// The items up to the end of a list, and where it ends.
    fn list(&mut self, depth: usize) -> Result<(Vec<Node<'a>>, usize), Flaw> {
        let mut items = Vec::new();
        loop {
            let met = self.next()?;
            if matches!(met.event, Event::SequenceEnd) {
                return Ok((items, met.span.end));
            }
            items.push(self.node(met, depth + 1)?);
        }
    }

    /// The pairs up to the end of a map, and where it ends.
    fn map(&mut self, depth: usize) -> Result<(Vec<(Node<'a>, Node<'a>)>, usize), Flaw> {
        let mut pairs = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        loop {
            let met = self.next()?;
            if matches!(met.event, Event::MappingEnd) {
                return Ok((pairs, met.span.end));
            }
            let key = self.node(met, depth + 1)?;
            let wrong = match &key.value {
                Value::Empty => Some(Wrong::NoKey),
                Value::Plain(name) if name == "<<" => Some(Wrong::MergeKey),
                Value::Plain(name) | Value::Quoted(name) if !seen.insert(name.to_string()) => Some(Wrong::RepeatedKey),
                _ => None,
            };
            if let Some(wrong) = wrong {
                return Err(Flaw { span: key.span, wrong });
            }
            let met = self.next()?;
            pairs.push((key, self.node(met, depth + 1)?));
        }
    }
}

/// The bytes of a place, which a parser of a text knows.
fn bytes(span: &granit_parser::Span) -> Span {
    span.byte_range().unwrap_or_default()
}

/// Whether plain words stand for nothing.
fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
mod tests {
    use super::{Value, Wrong, parse};

    fn wrong(yaml: &str, most: usize) -> (Wrong, &str) {
        let flaw = parse(yaml, most).unwrap_err();
        (flaw.wrong, &yaml[flaw.span])
    }

    #[test]
    fn what_no_text_may_hold_is_told_with_its_place() {
        assert_eq!(wrong("a: &b c", 9), (Wrong::Anchor, "&b"));
        assert_eq!(wrong("&b\na: [c]", 9), (Wrong::Anchor, "&b"));
        assert_eq!(wrong("a: *b", 9), (Wrong::Alias, "*b"));
        assert_eq!(wrong("a: b\n<<: c", 9), (Wrong::MergeKey, "<<"));
        assert_eq!(wrong("a: b\n~: c", 9), (Wrong::NoKey, "~"));
        assert_eq!(wrong("a: b\n'a': c", 9), (Wrong::RepeatedKey, "'a'"));
        assert_eq!(wrong("a: [b, c, d]", 5), (Wrong::TooMany, "d"));
        assert_eq!(wrong("a: b\n---\nc: d", 9).0, Wrong::SecondDocument);
        assert!(matches!(wrong("a: 'b", 9).0, Wrong::Syntax(message) if message.contains("unclosed quote")));
        // Lists, maps as values, maps as keys.
        for (begin, end) in [("[", "]"), ("{a: ", "}"), ("{? ", " : a}")] {
            let nested = |depth| format!("{}x{}", begin.repeat(depth), end.repeat(depth));
            assert_eq!(wrong(&nested(13), 99).0, Wrong::TooDeep, "{begin}");
            assert!(parse(&nested(12), 99).is_ok(), "{begin}");
        }
    }

    #[test]
    fn nothing_is_nothing_however_it_is_written() {
        for written in ["", "~", "null", "Null", "NULL"] {
            let yaml = format!("a: {written}");
            let read = parse(&yaml, 9).unwrap();
            let Value::Map(pairs) = read.value else { panic!("{read:?}") };
            assert_eq!(pairs[0].1.value, Value::Empty, "{written}");
        }
    }

    #[test]
    fn every_value_knows_its_place() {
        let yaml = "é: [x, 'y']\nz:\n  - |2-\n    ü\n  - !t w\n";
        let read = parse(yaml, 99).unwrap();
        let Value::Map(pairs) = read.value else { panic!("{read:?}") };
        let places: Vec<_> =
            pairs.iter().flat_map(|(key, value)| [&yaml[key.span.clone()], &yaml[value.span.clone()]]).collect();
        assert_eq!(places[..3], ["é", "[x, 'y']", "z"]);
        let Value::List(items) = &pairs[1].1.value else { panic!("{pairs:?}") };
        assert_eq!(items[1].value, Value::Tagged(yaml.find("!t").unwrap()..yaml.find(" w").unwrap()));
    }
}
