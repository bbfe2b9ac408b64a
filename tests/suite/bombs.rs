//! Texts made to exhaust a machine: each is refused or built, in bounded memory and time, and little is said of it.
//!
//! A child process makes them, which the kernel ends where it takes too much. The long run, with files as large as they may be:
//! `CANDOR_BOMBS=1000 cargo test --release --test suite bombs`.
#![expect(clippy::disallowed_methods, reason = "these tests start themselves anew under limits, and look at the clock")]

use crate::case::Case;
use crate::generated::Chance;
use nix::sys::resource::{Resource, setrlimit};
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

const ROLE: &str = "CANDOR_TEST_BOMBS";
const TEST: &str = "bombs::every_bomb_is_refused_or_built_within_bounds";
const FACTS: &str = "status: investigating\nat: 2026-11-20T10:00:00Z\n";
const MEMORY: u64 = 2 << 30;
/// Seconds of processor for each bomb, on the average, and for all that is done before the first.
const SECONDS: u64 = 2;
/// The most bytes that may be said of one bomb.
const TOLD: usize = 64 << 10;

/// Pieces that are costly when they come in thousands: what opens, what repeats, what closes.
const FRONT_MATTER: [(&str, &str, &str); 24] = [
    ("workaround: ", "{a: ", ""),
    ("workaround: ", "[", ""),
    ("workaround: ", "[", "]"),
    ("asks:\n ", "- ", ""),
    ("workaround:\n ", "? ", ""),
    ("components: {", "api: operational,", "}"),
    ("components: [", "api,", "]"),
    ("", "key: value\n", ""),
    ("", "title: value\n", ""),
    ("", "words without a key\n", ""),
    ("workaround: &a [x]\nasks: [", "*a,", "]"),
    ("workaround: ", "!tag ", ""),
    ("workaround: ", "\"", ""),
    ("workaround: \"", "\\u0041", "\""),
    ("workaround: '", "''", "'"),
    ("workaround: ", "9", ""),
    ("workaround: ", "x", ""),
    ("workaround: |\n", "  x\n", ""),
    ("", "\n", ""),
    ("", "#\n", ""),
    ("", ": ", ""),
    ("asks:\n", "- {of: x}\n", ""),
    ("asks:\n", "- {what: x, off: y}\n", ""),
    ("<<: ", "{<<: ", ""),
];

const WORDS: [(&str, &str, &str); 42] = [
    ("", ">", ""),
    ("", "- ", ""),
    ("", "1. ", ""),
    ("", "[", ""),
    ("", "[", "]"),
    ("", "[a](incident.md) ", ""),
    ("", "[a](nowhere.md) ", ""),
    ("", "[a](javascript:x) ", ""),
    ("", "[a", "](b)"),
    ("", "![", "](b)"),
    ("", "![a](b.png) ", ""),
    ("", "*a ", ""),
    ("", "*a* ", ""),
    ("", "**", ""),
    ("", "*a_b", ""),
    ("", "~~a", ""),
    ("", "` `` ", ""),
    ("|", "a|", "\n|"),
    ("|a|b|\n|-|-|\n", "|x|\n", ""),
    ("", "[^a]", "\n\n[^a]: x\n"),
    ("", "[^a]: x\n\n", ""),
    ("[a]: b\n\n", "[a] ", ""),
    ("", "[a]: b\n", ""),
    ("", "<b>", ""),
    ("", "<", ""),
    ("", "<!--", ""),
    ("", "<?", ""),
    ("", "<![CDATA[", ""),
    ("", "&amp;", ""),
    ("", "# a\n", ""),
    ("", "x", ""),
    ("", "```\n", ""),
    ("", "- [ ] a\n", ""),
    ("", "<a@b.example> ", ""),
    ("", "\\", ""),
    ("", "a\n-\n", ""),
    ("", "[TIME] ", ""),
    ("", "[TIME]\n", ""),
    ("", "{{", ""),
    ("", "{{ a }} ", ""),
    ("", "https://x.example ", ""),
    ("", "10:00 ", ""),
];

/// The bomb of a number: a site of one update, and what its kind is called.
fn bomb(number: usize, large: usize) -> (Case, String) {
    let mut chance = Chance(number as u64);
    let in_front = number.is_multiple_of(3);
    let (open, repeat, close) = if in_front { *chance.pick(&FRONT_MATTER) } else { *chance.pick(&WORDS) };
    let most = if in_front { 64_000.min(large) } else { large };
    let times = (most / 4 + chance.below(most * 3 / 4)) / repeat.len();
    let closes = if chance.of(50) { times } else { 1 };
    let text = [open, &repeat.repeat(times), &close.repeat(closes)].concat();
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let update = if in_front { format!("---\n{FACTS}{text}\n---\nx\n") } else { format!("---\n{FACTS}---\n{text}\n") };
    let folder = "incidents/2026-11-20-api";
    let case = Case::default()
        .file(&format!("{folder}/incident.md"), "---\ntitle: X\n---\n")
        .file(&format!("{folder}/01-investigating.md"), &update);
    (case, format!("{} {open:?} {repeat:?} × {times}", if in_front { "front matter" } else { "words" }))
}

/// Plays the process that reads bombs, if this process was started for it.
fn has_read() -> bool {
    let Ok(role) = std::env::var(ROLE) else { return false };
    let [from, to, large] = role.split(' ').map(|number| number.parse().unwrap()).collect::<Vec<usize>>()[..] else {
        panic!("{role} is no role")
    };
    setrlimit(Resource::RLIMIT_AS, MEMORY, MEMORY).unwrap();
    let seconds = SECONDS * (to - from + 20) as u64;
    setrlimit(Resource::RLIMIT_CPU, seconds, seconds).unwrap();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    for number in from..to {
        let (case, kind) = bomb(number, large);
        writeln!(err, "began {number}: {kind}").unwrap();
        let begun = Instant::now();
        let (truth, _) = case.read(&["public"]);
        let read = begun.elapsed();
        let told = case.told();
        assert!(told.len() < TOLD, "{} bytes are told of {number}: {kind}", told.len());
        let built = case.build_only(&["public"]);
        assert!(built.contains_key("public") || told.contains("error: "), "{number}: {told}");
        drop(truth);
        let (read, all) = (read.as_micros(), begun.elapsed().as_millis());
        writeln!(out, "{read} µs to read, {all} ms in all: {kind}").unwrap();
    }
    true
}

#[test]
fn every_bomb_is_refused_or_built_within_bounds() {
    if has_read() {
        return;
    }
    let long = std::env::var("CANDOR_BOMBS").ok().map(|count| count.parse::<usize>().unwrap());
    let (count, large) = long.map_or((90, 4_000), |count| (count, 1_000_000));
    let mut figures: Vec<(u64, String)> = Vec::new();
    for from in (0..count).step_by(30) {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", TEST, "--nocapture", "--test-threads", "1"]);
        child.env(ROLE, format!("{from} {} {large}", count.min(from + 30))).env("RAYON_NUM_THREADS", "2");
        let begun = Instant::now();
        let output = child.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{:?} after {:?}: {told}", output.status, begun.elapsed());
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        // The first line begins with what the test program says of itself.
        let figure = |line: &str| {
            let took = line.split_once(" µs to read")?.0.rsplit(' ').next()?;
            Some((took.parse().ok()?, line.to_owned()))
        };
        figures.extend(lines.lines().filter_map(figure));
    }
    assert_eq!(figures.len(), count);
    if long.is_some() {
        let (mut front, mut words): (Vec<_>, Vec<_>) =
            figures.into_iter().partition(|(_, line)| line.contains("front matter"));
        for slowest in [&mut front, &mut words] {
            slowest.sort();
            let fifty = Duration::from_millis(50).as_micros();
            let slow = slowest.iter().filter(|(took, _)| u128::from(*took) > fifty).count();
            let mut out = std::io::stdout();
            writeln!(out, "{slow} of {} took longer than 50 ms to read; the slowest:", slowest.len()).unwrap();
            slowest.iter().rev().take(5).for_each(|(_, line)| writeln!(out, "  {line}").unwrap());
        }
    }
}
