//! What authors are told of their front matter, to the letter.

use crate::generated::tried;
use candor::diagnostic::{Diagnostic, Scope};
use candor::name::Suffix;
use candor::quantity::{Decimal, Money, Period};
use candor::read::entries::{self, entries};
use candor::read::front_matter::{Budget, Split, decode, split};
use candor::read::scalars::{Fact, Instant};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    what: String,
    of: Option<String>,
    by: Option<Instant>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Investigating,
    Identified,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    status: State,
    at: Instant,
    title: Option<String>,
    #[serde(default)]
    components: BTreeMap<String, State>,
    asks: Option<Fact<Vec<Ask>>>,
    every: Option<Period>,
    embargo: Option<bool>,
    count: Option<u32>,
}

const SOUND: &str = "status: identified\nat: 2026-08-17T14:47:00Z\n";

fn scope() -> Scope {
    Scope::Readers(Suffix::Public)
}

/// Each fault as the text at its place, its phrase and its hints.
fn shown(text: &str, faults: &[Diagnostic]) -> Vec<String> {
    let show = |fault: &Diagnostic| {
        assert_eq!(fault.scope, scope());
        let place = &text[fault.place.start..fault.place.end];
        let hints = fault.hints.iter().fold(String::new(), |hints, hint| hints + " (" + hint + ")");
        format!("{}:{place}: {}{hints}", text[..fault.place.start].matches('\n').count() + 1, fault.phrase)
    };
    faults.iter().map(show).collect()
}

fn read(text: &str) -> Result<(Option<Update>, String), Vec<Diagnostic>> {
    let (path, text) = (Arc::from("a.md"), Arc::from(text));
    let Split { yaml, body } = split(&path, &text, &scope())?;
    let update = yaml.map(|yaml| decode(&path, &text, yaml, &scope(), Budget::front_matter())).transpose()?;
    Ok((update, text[body].to_owned()))
}

fn told(yaml: &str) -> Vec<String> {
    let text = format!("---\n{yaml}---\nwords\n");
    match read(&text) {
        Ok(update) => panic!("nothing is told of {yaml:?}: {update:?}"),
        Err(faults) => shown(&text, &faults),
    }
}

#[test]
fn facts_and_words_are_parted() {
    let (update, words) = read(&format!("---\n{SOUND}asks: none\n---\nWords.\n---\nMore.\n")).expect("sound");
    let update = update.expect("front matter");
    assert_eq!(
        (update.status, update.asks, words.as_str()),
        (State::Identified, Some(Fact::None), "Words.\n---\nMore.\n")
    );
    assert_eq!(read("Words alone.").expect("sound"), (None, "Words alone.".to_owned()));
    assert_eq!(read("").expect("sound"), (None, String::new()));
}

#[test]
fn windows_line_endings_and_a_byte_order_mark_change_nothing() {
    let text = format!("\u{feff}---\n{SOUND}asks:\n- what: x\n---\nWords.\n").replace('\n', "\r\n");
    let (update, words) = read(&text).expect("sound");
    assert!(matches!(update.and_then(|update| update.asks), Some(Fact::Says(asks)) if asks[0].what == "x"));
    assert_eq!(words, "Words.\r\n");
}

#[test]
fn front_matter_that_is_not_closed_or_comes_late_is_a_fault() {
    let told = |text: &str| shown(text, &read(text).expect_err("at fault"));
    assert_eq!(
        told("---\nstatus: identified\n"),
        ["1:---: front matter is not closed (end it with a line `---`, before the words)"]
    );
    assert_eq!(
        told("\n---\nstatus: identified\n---\n"),
        ["2:---: front matter does not begin on the first line (delete what stands before `---`)"]
    );
    assert_eq!(
        told(&format!("---\n# {}\n---\n", "x".repeat(70_000))),
        ["1:---: front matter of 70003 bytes is longer than 65536 (move the words below the second `---`)"]
    );
    let commented = |length: usize| format!("---\n{SOUND}# {}\n---\n", "x".repeat(length - SOUND.len() - 3));
    assert!(read(&commented(65_536)).is_ok());
    assert_eq!(
        told(&commented(65_537)),
        ["1:---: front matter of 65537 bytes is longer than 65536 (move the words below the second `---`)"]
    );
    assert!(read(&"x".repeat(1 << 20)).is_ok());
    assert_eq!(told(&"x".repeat((1 << 20) + 1)).len(), 1);
    assert_eq!(told(&"x".repeat(1 << 21)), ["1:: a file of 2097152 bytes is longer than 1048576 (split it)"]);
}

#[test]
fn every_character_that_nobody_sees_is_told() {
    let text = "a\u{0}b\r\nc\rd \u{202e}e\u{2066} f\u{feff} g\u{85} h\u{2028}\n";
    assert_eq!(
        shown(text, &read(text).expect_err("at fault")),
        [
            "1:\u{0}: a control character (U+0000) stands here (delete it)",
            "2:\r: a carriage return without a line feed (U+000D) stands here (delete it)",
            "2:\u{202e}: an invisible character that turns the direction of the text (U+202E) stands here (delete it)",
            "2:\u{2066}: an invisible character that turns the direction of the text (U+2066) stands here (delete it)",
            "2:\u{feff}: a byte order mark inside the text (U+FEFF) stands here (delete it)",
            "2:\u{85}: a control character (U+0085) stands here (delete it)",
            "2:\u{2028}: an invisible line separator (U+2028) stands here (delete it)",
        ]
    );
    assert_eq!(read(&"\u{7}".repeat(100)).expect_err("at fault").len(), 20);
}

#[test]
fn all_faults_of_one_front_matter_are_told_at_once() {
    assert_eq!(
        told(
            "status: identifed\n# a comment\nat: 2026-08-17\ntitle:\ncomponents: {checkout: up}\nasks:\n  - {what: x, off: y}\n\
             every: soon\nembargo: yes\ncount: -1\ntitel: Checkout\ntitle: again\n"
        ),
        [
            "2:identifed: `identifed` is not a value of `status` (did you mean `identified`?)",
            "4:2026-08-17: `at` is a date without a time (add time and offset, as in 2026-08-17T14:47:00Z)",
            "5:title: `title` is empty (give it a value, or leave the key out)",
            "6:up: `up` is not a value of `checkout` (its values are `investigating`, `identified`)",
            "8:off: `off` is not a key that is known here (did you mean `of`?)",
            "9:soon: `every` must be a span of time (write it as in `30m`, `1h`, `1h30m`, `90s`, `2d`)",
            "10:yes: `embargo` must be `true` or `false`",
            "11:-1: `count` must be a whole number, not below 0",
            "12:titel: `titel` is not a key that is known here (did you mean `title`?)",
            "13:title: `title` is given twice (it is first given on line 5)",
        ]
    );
}

#[test]
fn every_missing_key_is_told() {
    let missing = ["1:---: `at` is missing (add `at: …`)", "1:---: `status` is missing (add `status: …`)"];
    assert_eq!(told("title: x\n"), missing);
    assert_eq!(told(""), missing);
    assert_eq!(told("# only a comment\n"), missing);
    assert_eq!(told("# a comment\ntitle: x\n"), missing);
    assert_eq!(
        told(&format!("{SOUND}count: x\nasks:\n- of: CTO\n")),
        ["4:x: `count` must be a whole number, not below 0", "6:of: CTO: `what` is missing in `asks` (add `what: …`)"]
    );
    assert_eq!(
        told("title: [x]\nstatus: identified\n"),
        [
            "1:---: `at` is missing (add `at: …`)",
            "2:[x]: `title` must be one value (put it in quotes if it is meant as text)",
        ]
    );
    assert_eq!(told(&format!("{SOUND}asks:\n- of: CTO\n")), ["5:of: CTO: `what` is missing in `asks` (add `what: …`)"]);
}

#[test]
fn types_are_told_in_words() {
    let of = |line: &str| told(&format!("{SOUND}{line}\n")).join("\n");
    assert_eq!(of("components: [a]"), "4:[a]: `components` must be keys with values");
    assert_eq!(of("components: a"), "4:a: `components` must be keys with values");
    assert_eq!(of("asks: {what: x}"), "4:{what: x}: `asks` must be a list");
    assert_eq!(of("count: [1]"), "4:[1]: `count` must be a whole number, not below 0");
    assert_eq!(of("components: {a: [identified]}"), "4:[identified]: `a` must be one word");
    assert_eq!(of("asks: soon"), "4:soon: `asks` must be a list");
    assert_eq!(of("asks: 3"), "4:3: `asks` must be a list");
    assert_eq!(of("count: 99999999999"), "4:99999999999: `count` must be a whole number, not below 0");
    assert_eq!(
        of("asks: [{what: x, by: 2026-08-17T14:47:00}]"),
        "4:2026-08-17T14:47:00: `by` is a time without an offset (add the offset, as in 2026-08-17T14:47:00Z)"
    );
    assert_eq!(of("asks: [{what: ~}]"), "4:what: `what` is empty (give it a value, or leave the key out)");
    assert_eq!(of("components: {a: identified, a: identified}"), "4:a: `a` is given twice (delete one of them)");
}

#[test]
fn a_time_and_a_span_are_written_in_one_way_each() {
    let of = |line: &str| told(&format!("status: identified\n{line}\n")).join("\n");
    let time = "must be a time (write date, time and offset, as in 2026-08-17T14:47:00Z)";
    for written in
        ["202x-08-17", "2026/08-17", "2026-0x-17", "2026-08/17", "2026-08-1x", "2026.08-17T14:47:00Z", "soon"]
    {
        assert_eq!(of(&format!("at: {written}")), format!("3:{written}: `at` {time}"));
    }
    let second = "must be a time to the second (write it as in 2026-08-17T14:47:00Z)";
    for written in [
        "2026-08-17 14:47:00Z",
        "2026-08-17T1x:47:00Z",
        "2026-08-17T14.47:00Z",
        "2026-08-17T14:4x:00Z",
        "2026-08-17T14:47Z",
        "2026-08-17T14:47:0Z",
        "2026-08-17T14:47.00Z",
    ] {
        assert_eq!(of(&format!("at: {written}")), format!("3:{written}: `at` {second}"));
    }
    let offset = "must end with an offset (write `Z` or `+02:00`, as in 2026-08-17T14:47:00Z)";
    for rest in ["z", "+2:00", "+02-00", "*02:00", "+0x:00", "+x2:00", "+02:x0", "+02:0x", "+0200", "+02:00:00"] {
        assert_eq!(
            of(&format!("at: 2026-08-17T14:47:00{rest}")),
            format!("3:2026-08-17T14:47:00{rest}: `at` {offset}")
        );
    }
    assert_eq!(of("at: 2026-08-17T14:47:60Z"), "3:2026-08-17T14:47:60Z: `at` is in a leap second (write second 59)");
    assert!(of("at: 2026-02-30T14:47:00Z").contains("`at` is a time that does not exist"));
    assert!(read("---\nstatus: identified\nat: 2026-08-17T14:47:00.123456789-03:30\nevery: 36525d\n---\n").is_ok());
    let long = told(&format!("{SOUND}every: 36525d1s\n"));
    assert_eq!(long, ["4:36525d1s: `every` is longer than a century (write a time instead)"]);
    for written in ["1m1h", "1h1h", "0s", "1", "h", "1.5h", "1w", "18446744073709551616s"] {
        let span = "must be a span of time (write it as in `30m`, `1h`, `1h30m`, `90s`, `2d`)";
        assert_eq!(told(&format!("{SOUND}every: {written}\n")), [format!("4:{written}: `every` {span}")]);
    }
}

#[test]
fn slips_of_the_pen_are_told_where_they_are() {
    let of = |line: &str| told(&format!("{SOUND}{line}\n")).join("\n");
    assert_eq!(
        of("title: a: b"),
        "4::: a second `: ` stands here (put the value in quotes, or align the key with those above)"
    );
    assert_eq!(
        of("title: ä \"ö: ü"),
        "4::: a second `: ` stands here (put the value in quotes, or align the key with those above)"
    );
    assert_eq!(
        of("title: \"abc\ncount: x"),
        "4:\": a quote is opened here and never closed (close it on the same line)\n\
         5:x: `count` must be a whole number, not below 0"
    );
    assert_eq!(of("title: @x"), "4:@: a value can't begin with this character (put the value in quotes)");
    assert_eq!(of("just words"), "4:just words: this line is no key (write `key: value`, or indent it)");
    let table = [
        ("title: >\n\ta", ">", "a tab stands where only spaces may (indent with spaces)"),
        (
            "title: \"a\\q\"",
            "\"",
            "`\\` begins an escape that YAML doesn't know (write `\\\\` for the character itself, or use single quotes)",
        ),
        (
            "title: 'a' b",
            "b",
            "words stand here behind the closing quote (inside single quotes write `''` for an apostrophe, inside double quotes `\\\"`)",
        ),
        ("asks:\n- - - - - - - - - - - - - x", "", "values are nested more than 12 deep (write it flatter)"),
        ("asks: ]", "]", "a list `[…]` or a map `{…}` is not well formed here (check its brackets and commas)"),
        (
            "asks: [{what: x} {what: y}]",
            "{",
            "a list `[…]` or a map `{…}` is not well formed here (check its brackets and commas)",
        ),
        (
            "components:\n  a: identified\n b: identified",
            "b",
            "a key is expected here (indent this line like the keys beside it, or put the value before it in quotes)",
        ),
        (
            "title: |2\n a",
            "a",
            "this can't be read as YAML: wrongly indented line in block scalar (check the indentation and the quotes)",
        ),
    ];
    for (line, place, fault) in table {
        let told = of(line);
        let (at, phrase) = told.split_once(": ").expect("a place and a phrase");
        assert_eq!((at.split_once(':').map(|at| at.1), phrase), (Some(place), fault), "{line}");
    }
}

#[test]
fn what_yaml_could_hide_is_refused() {
    let of = |line: &str| told(&format!("{SOUND}{line}\n")).join("\n");
    assert_eq!(
        of("title: !!binary aGk="),
        "4:!!binary: `!!binary` is a tag, which Candor does not read (delete it, or put the whole value in quotes)"
    );
    assert_eq!(
        of("title: !!str # why not\n  x"),
        "4:!!str: `!!str` is a tag, which Candor does not read (delete it, or put the whole value in quotes)"
    );
    assert_eq!(of("title: &a x"), "4:&a: an anchor (`&name`) is not read (write the value out, or put it in quotes)");
    assert_eq!(
        of("title:\n  !!str # why not\n  x"),
        "5:!!str: `!!str` is a tag, which Candor does not read (delete it, or put the whole value in quotes)"
    );
    for line in ["&a title: x", "title #x: y", "*a: x", "@title: x"] {
        assert_eq!(of(line), format!("4:{line}: this line is no key (write `key: value`, or indent it)"));
    }
    assert_eq!(of("title: & x"), "4:&: an anchor or an alias is not read (write the value out, or put it in quotes)");
    assert_eq!(
        of("title: !own x"),
        "4:!own: `!own` is a tag, which Candor does not read (delete it, or put the whole value in quotes)"
    );
    assert_eq!(of("title: *a"), "4:*a: an alias (`*name`) is not read (write the value out, or put it in quotes)");
    assert_eq!(of("components: {<<: {a: identified}}"), "4:<<: a merge key (`<<`) is not read (write the values out)");
    assert_eq!(
        of("components: {ch\u{200b}eckout: identified}"),
        "4:ch\u{200b}eckout: an invisible character stands in this key (write the key anew)"
    );
    assert!(read(&format!("---\n{SOUND}# look!\n# at !this\ntitle: Hi !there\n---\n")).is_ok());
}

#[test]
fn what_two_readers_read_differently_is_refused() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Bare {
        size: u64,
    }
    let (path, text): (Arc<str>, Arc<str>) = (Arc::from("a.yaml"), Arc::from("\tsize: 10\n"));
    let faults = decode::<Bare>(&path, &text, 0..text.len(), &scope(), Budget::settings()).expect_err("ambiguous");
    assert_eq!(
        shown(&text, &faults),
        ["1:\tsize: 10: this YAML reads differently in two readers (put the value in quotes, and indent with spaces)"]
    );
    // Beside other faults too.
    let text: Arc<str> = Arc::from("name: a\u{2028}b\nsize: x\n");
    let faults = decode::<Bare>(&path, &text, 0..text.len(), &scope(), Budget::settings()).expect_err("both at fault");
    assert_eq!(
        shown(&text, &faults),
        [
            "1:name: a\u{2028}b: this YAML reads differently in two readers (put the value in quotes, and indent with spaces)",
            "2:x: `size` must be a whole number, not below 0",
        ]
    );
}

#[test]
fn a_file_of_settings_is_one_document_of_bounded_length() {
    let of = |text: &str| {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from("a.yaml"), Arc::from(text));
        decode::<BTreeMap<String, String>>(&path, &text, 0..text.len(), &scope(), Budget::settings())
            .map_err(|faults| shown(&text, &faults).join("\n"))
    };
    let update = |text: &str| {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from("a.yaml"), Arc::from(text));
        let read = decode::<Update>(&path, &text, 0..text.len(), &scope(), Budget::settings());
        shown(&text, &read.expect_err("at fault"))
    };
    // Indented, so that no key can be judged by itself.
    let tag = "`!!int` is a tag, which Candor does not read (delete it, or put the whole value in quotes)";
    assert_eq!(update(" status: !!int x\n"), [format!("1:!!int: {tag}")]);
    let second = "a second document begins here (delete the line `---` or `...` above)";
    assert_eq!(of("a: b\n---\nc: d\n"), Err(format!("2:---: {second}")));
    assert_eq!(of("- "), Err("1:: a value is empty (write it, or delete its place)".to_owned()));
    let differs = "this YAML reads differently in two readers (put the value in quotes, and indent with spaces)";
    assert_eq!(of("a: b\n\t\n"), Err(format!("2:\t: {differs}")));
    assert_eq!(of("# ä\na: b\n\t"), Err(format!("3:\t: {differs}")));
    assert_eq!(of(" : '"), Err("1:: a key is missing here (write `key: value`)".to_owned()));
    let limit = 1 << 20;
    let long = |length: usize, quote: &str| format!("a: {quote}{}{quote}", "x".repeat(length - 3 - 2 * quote.len()));
    // Both for what is read in one pass and for what is not.
    for quote in ["", "'"] {
        assert_eq!(of(&long(limit, quote)).map(|map| map.len()), Ok(1));
        let told = format!("1:: YAML of {} bytes is longer than {limit}", limit + 1);
        assert_eq!(of(&long(limit + 1, quote)), Err(told));
    }
}

#[test]
fn bombs_are_refused() {
    let deep = format!("components: {}", "{b: ".repeat(16_000));
    let wide = format!("asks: [{}]", "x,".repeat(20_000));
    let laughs = format!("title: &a [x]\ncount: [{}]", "*a,".repeat(9_000));
    for bomb in [deep, wide, laughs] {
        assert!(bomb.len() < 65_536);
        let told = told(&format!("{SOUND}{bomb}\n"));
        assert!(told[0].starts_with("4:"), "{told:?}");
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    name: String,
    target: Decimal,
    fee: Money,
}

#[test]
fn a_broken_entry_does_not_touch_its_neighbours() {
    let text = "---\n# accounts\nacme:\n  name: Acme\n  target: 99.95\n  fee: 40000 EUR\nbroken: {name: [\n\
                globex:\n  nam: Globex\n  target: high\n\"in-itech\": {name: x, target: 1, fee: 2 USD}\nlost words\n\
                acme: {}\ninitrode: {\n  name: y,\n  target: 0.5,\n  fee: 1 EUR\n}\n";
    let (path, text): (Arc<str>, Arc<str>) = (Arc::from("accounts.yaml"), Arc::from(text));
    let found = entries(&path, &text, &scope());
    let keys: Vec<&str> = found.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["acme", "broken", "globex", "in-itech", "initrode"]);
    let of = |at: usize| entries::decode::<Account>(&path, &text, &found.entries[at], &scope());
    let told = |at: usize| shown(&text, &of(at).expect_err("at fault"));
    assert_eq!(of(0).expect("sound").target, Decimal(99_950_000));
    assert_eq!(of(3).expect("sound").fee.currency, "USD");
    assert_eq!(of(4).expect("sound").name, "y");
    assert_eq!(told(1).len(), 1);
    assert_eq!(
        told(2),
        [
            "8:globex: `fee` is missing (add `fee: …`)",
            "8:globex: `name` is missing (add `name: …`)",
            "9:nam: `nam` is not a key that is known here (did you mean `name`?)",
            "10:high: `target` must be a number (write it in digits, as in `99.95`)",
        ]
    );
    let repeated: Vec<Diagnostic> = found.repeated.iter().map(|(_, fault)| fault.clone()).collect();
    assert_eq!(shown(&text, &repeated), ["13:acme: `acme` is given twice (it is first given on line 3)"]);
    assert_eq!(
        shown(&text, &found.strays),
        ["12:lost words: this line belongs to no entry (begin it with a key, as in `name: …`)"]
    );
}

#[test]
fn an_entry_is_judged_key_by_key_whatever_stands_between_it_and_its_first_key() {
    let told = |text: &str| {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from("accounts.yaml"), Arc::from(text));
        let found = entries(&path, &text, &scope());
        shown(&text, &entries::decode::<Account>(&path, &text, &found.entries[0], &scope()).expect_err("at fault"))
    };
    let faults = |line: usize| {
        [
            "1:acme: `fee` is missing (add `fee: …`)".to_owned(),
            format!("{line}:high: `target` must be a number (write it in digits, as in `99.95`)"),
        ]
    };
    assert_eq!(told("acme:\n  name: x\n  target: high\n"), faults(3));
    assert_eq!(told("acme: # ours\n  name: x\n  target: high\n"), faults(3));
    assert_eq!(told("acme:\n# ours\n\n    # and\n  name: x\n  target: high\n"), faults(6));
    assert_eq!(
        told("\"acme\" :\n   name: x\n   target: high\n"),
        [faults(3)[0].replace("acme", "\"acme\""), faults(3)[1].clone()]
    );
    assert_eq!(told("acme: {name: x, target: high}\n"), [faults(1)[1].clone()], "what begins on its line is one piece");
}

#[test]
fn lines_that_belong_to_no_entry_are_told_wherever_they_stand() {
    let told = |text: &str| {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from("accounts.yaml"), Arc::from(text));
        let found = entries(&path, &text, &scope());
        let keys: Vec<String> = found.entries.iter().map(|entry| entry.key.clone()).collect();
        (keys.join(" "), shown(&text, &found.strays))
    };
    let astray = |line: usize, written: &str| {
        format!("{line}:{written}: this line belongs to no entry (begin it with a key, as in `name: …`)")
    };
    let sound = |text: &str| assert_eq!(told(text), ("a b".to_owned(), vec![]), "{text:?}");
    sound("a: {}\nb: {}\n");
    sound("---\n# all of them\n\na: {}\n\n# more\nb: {}\n");
    sound("\n# all of them\n---\na: {}\nb: {}\n");
    for (text, line, written) in [
        ("# all\n  lost: x\na: {}\nb: {}\n", 2, "  lost: x"),
        ("\n- lost\na: {}\nb: {}\n", 2, "- lost"),
        ("-\na: {}\nb: {}\n", 1, "-"),
        ("]\na: {}\nb: {}\n", 1, "]"),
        ("\tx\na: {}\nb: {}\n", 1, "\tx"),
        ("a: {}\n---\nb: {}\n", 2, "---"),
        ("---\n---\na: {}\nb: {}\n", 2, "---"),
        ("a: {}\nlost words  \nb: {}\n", 2, "lost words"),
    ] {
        assert_eq!(told(text), ("a b".to_owned(), vec![astray(line, written)]), "{text:?}");
    }
    assert_eq!(
        told("a: {}\nb: \u{0}\n"),
        (String::new(), vec!["2:\u{0}: a control character (U+0000) stands here (delete it)".to_owned()])
    );
}

/// Lines that are nearly front matter.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("status: identified\n".to_owned()),
        Just("at: 2026-08-17T14:47:00Z\n".to_owned()),
        "(status|at|title|asks|every|count|embargo|components|ß)",
        Just(": ".to_owned()),
        Just(":".to_owned()),
        "[ \\n\\t\\-#!&*|>'\"{}\\[\\],?%@`~ä€😀]{1,3}",
        "\\PC{0,4}",
        Just("\n".to_owned()),
        Just("\n  - ".to_owned()),
        Just("\r\n".to_owned()),
        Just("none".to_owned()),
        Just("0x1F".to_owned()),
        Just("1e3".to_owned()),
        Just("null".to_owned()),
        Just("---\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(tried(3000))]

    #[test]
    fn any_text_is_read_or_told_at_places_that_exist(yaml in nearly(), fenced in any::<bool>()) {
        let text = if fenced { format!("---\n{yaml}\n---\n") } else { yaml };
        if let Err(faults) = read(&text) {
            prop_assert!(!faults.is_empty() && faults.len() <= 20);
            for fault in faults {
                prop_assert!(text.get(fault.place.start..fault.place.end).is_some(), "{fault:?}");
                prop_assert!(!fault.phrase.contains('\n') && !fault.phrase.ends_with('.'), "{fault:?}");
            }
        }
    }

    #[test]
    fn entries_never_overlap(text in nearly()) {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from("a.yaml"), Arc::from(text));
        let mut end = 0;
        for entry in entries(&path, &text, &scope()).entries {
            prop_assert!(entry.span.start >= end && entry.key_span.end <= entry.span.end);
            end = entry.span.end;
            if let Err(faults) = entries::decode::<Account>(&path, &text, &entry, &scope()) {
                for fault in faults {
                    prop_assert!(entry.span.start <= fault.place.start && fault.place.end <= entry.span.end, "{fault:?}");
                }
            }
        }
    }
}
