//! Front matter so plain that no two readers of YAML differ about it, read in one pass: most files say no more than
//! `key: some words`. Whatever is less plain, or at fault, is left to the two readers; a test holds the three together.

mod words;

use super::{Node, Value};
use std::borrow::Cow;
use words::{is_number, is_taken, is_words};

/// Longer text is left to the readers that count what they read.
const LIMIT: usize = 4096;

type Pairs<'a> = Vec<(Node<'a>, Node<'a>)>;

/// What plain YAML says; none where it isn't plain. Nothing knows its place: who needs one asks the other readers.
#[must_use]
pub fn plain(yaml: &str) -> Option<Node<'_>> {
    if yaml.len() > LIMIT {
        return None;
    }
    pairs(yaml).map(|pairs| node(Value::Map(pairs)))
}

fn node(value: Value<'_>) -> Node<'_> {
    Node { span: 0..0, value }
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
        return all.map(|line| block(line.strip_prefix("- ")?).map(node)).collect::<Option<_>>().map(Value::List);
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
    let name = Value::Plain(Cow::Borrowed(key));
    let is_first = pairs.iter().all(|(other, _)| other.value != name);
    (is_key && is_first).then(|| pairs.push((node(name), node(value))))
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
        let items = inner.split(", ").map(|item| scalar(item, " _-/()%+'=;").map(node));
        return items.collect::<Option<_>>().map(Value::List);
    }
    if let Some(quoted) = inside('"', '"') {
        let is_plain = quoted.chars().all(|c| c.is_alphanumeric() || " _-./,:;()%+'=?!".contains(c));
        return (is_plain && !quoted.is_empty()).then_some(Value::Quoted(Cow::Borrowed(quoted)));
    }
    scalar(written, " _-./,()%+'=;?!")
}

/// A whole number, or words of letters and what `more` holds.
fn scalar<'a>(written: &'a str, more: &str) -> Option<Value<'a>> {
    (is_number(written) || is_words(written, more)).then_some(Value::Plain(Cow::Borrowed(written)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Node, Value, agrees, parse};
    use super::plain;
    use proptest::prelude::*;

    /// Without places.
    fn bare(node: Node<'_>) -> Node<'_> {
        let value = match node.value {
            Value::List(items) => Value::List(items.into_iter().map(bare).collect()),
            Value::Map(pairs) => Value::Map(pairs.into_iter().map(|(key, value)| (bare(key), bare(value))).collect()),
            other => other,
        };
        Node { span: 0..0, value }
    }

    /// What the plain reader takes, both others take, and for the same.
    fn is_plain(yaml: &str) -> bool {
        let Some(read) = plain(yaml) else { return false };
        assert_eq!(parse(yaml, 2000).map(bare).as_ref(), Ok(&read), "{yaml:?}");
        assert_eq!(agrees(yaml, &read), Ok(()), "{yaml:?}");
        true
    }

    #[test]
    fn what_most_files_say_is_plain() {
        let update = "status: identified\nat: 2026-08-17T16:47:00+02:00\ncomponents: {api: major_outage, web-2: operational}\n\
                      next_update: 30m\nworkaround: none\nsay:\n  - We're on it, since noon.\n  - \"Twice: no.\"\n\
                      lines:\n  - {function: sales, go: hold, owner: head of sales}\n";
        let head = "title: Zürich can't pay (EU)\nseverity: sev1\nregions: [eu, us east]\n\nroles:\n  lead: Ada\n\
                    customers: {count: 2150, percent: 27}\n";
        let others = ["status: identified\nat: 2026-08-17T14:47:00Z\n", "title: 404\nregions: [0]\n"];
        for yaml in [update, head].into_iter().chain(others) {
            assert!(is_plain(yaml), "{yaml:?}");
        }
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
            assert_eq!(plain(yaml), None, "{yaml:?}");
        }
    }

    pub(in super::super) fn piece() -> impl Strategy<Value = String> {
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

    pub(in super::super) fn line() -> impl Strategy<Value = String> {
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
    pub(in super::super) fn cases() -> u32 {
        std::env::var("CANDOR_CASES").map_or(4000, |cases| cases.parse().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn three_readers_agree(lines in proptest::collection::vec(line(), 1..4)) {
            is_plain(&lines.concat());
        }

        #[test]
        fn three_readers_agree_on_any_pieces(pieces in proptest::collection::vec(piece(), 1..12)) {
            is_plain(&pieces.concat());
        }
    }
}
