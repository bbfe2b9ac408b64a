//! What authors are told of a fault, to the letter, and what nobody is told in a public log.

use candor::diagnostic::{Diagnostic, Scope, Severity};
use candor::name::Suffix;
use candor::world::{Style, told};
use std::sync::Arc;

const PLAIN: Style = Style { color: false, show_private: false, width: 100 };
const PATH: &str = "content/incidents/2026-08-17-api/01-identified.md";
const PRIVATE: &str = "content/incidents/2026-08-17-globex/01-secret.support.md";

fn public(path: &str, at: std::ops::Range<usize>, phrase: &str) -> Diagnostic {
    Diagnostic::error(&Arc::from(path), at, phrase).scope(Scope::Readers(Suffix::Public))
}

fn tell(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    told(std::slice::from_ref(diagnostic), &|_| text.map(Arc::from), PLAIN)
}

#[test]
fn a_fault_is_told_with_its_line_and_what_to_do() {
    let text = "status: identified\nat: today\n";
    let fault = public(PATH, 23..28, "`today` is not a moment").hint("write `2026-08-17T09:30:00+02:00`");
    assert_eq!(
        tell(&fault, Some(text)),
        "\
error: `today` is not a moment
 --> content/incidents/2026-08-17-api/01-identified.md:2:5
  |
2 | at: today
  |     ^^^^^
  |
  = help: write `2026-08-17T09:30:00+02:00`

1 error
"
    );
}

#[test]
fn a_file_without_text_is_told_by_its_path() {
    let fault = public("content/incidents/2026-08-17-api/Photo.png", 0..0, "`Photo` is not a name");
    assert_eq!(
        tell(&fault, None),
        "error: `Photo` is not a name\n--> content/incidents/2026-08-17-api/Photo.png\n\n1 error\n"
    );
}

#[test]
fn a_place_without_extent_has_one_caret() {
    let fault = public(PATH, 3..3, "something is missing");
    let told = tell(&fault, Some("at:\n"));
    assert!(told.contains("1 | at:\n  |    ^\n"), "{told}");
}

#[test]
fn a_place_at_the_end_of_the_file_has_one_caret() {
    let fault = public(PATH, 4..4, "the front matter is not closed");
    let told = tell(&fault, Some("at:\n"));
    assert_eq!(told.matches('^').count(), 1, "{told}");
    let told = tell(&public(PATH, 0..0, "the file is empty"), Some(""));
    assert_eq!(told.matches('^').count(), 1, "{told}");
}

#[test]
fn a_place_may_cover_several_lines() {
    let text = "a: 1\nb: 2\nc: 3\n";
    assert_eq!(
        tell(&public(PATH, 3..13, "too much"), Some(text)),
        "\
error: too much
 --> content/incidents/2026-08-17-api/01-identified.md:1:4
  |
1 |   a: 1
  |  ____^
2 | | b: 2
3 | | c: 3
  | |___^

1 error
"
    );
}

#[test]
fn wide_characters_keep_the_caret_under_the_word() {
    let text = "title: 停止 now\n";
    let told = tell(&public(PATH, 14..17, "why now"), Some(text));
    assert!(told.contains("1 | title: 停止 now\n  |             ^^^\n"), "{told}");
}

#[test]
fn a_long_line_is_trimmed_around_its_fault() {
    let text = format!("{}HERE{}\n", "left ".repeat(100), " right".repeat(100));
    let told = tell(&public(PATH, 500..504, "here"), Some(&text));
    assert!(told.contains("HERE"), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 110), "{told}");
}

#[test]
fn a_place_that_cuts_a_character_or_leaves_the_text_is_told_all_the_same() {
    for span in [1..2, 0..1, 2..3, 1..900, 800..900] {
        let told = tell(&public(PATH, span.clone(), "odd"), Some("é停"));
        assert_eq!(told.lines().next(), Some("error: odd"), "{span:?}");
        assert!(told.contains('^'), "{span:?}: {told}");
    }
}

#[test]
fn nothing_written_in_a_file_acts_on_the_terminal() {
    let text = "title: \u{1b}[2Jred \u{9b}31m \u{202e}\n";
    let mut fault = public("content/pages/a\u{1b}[1m.md", 0..5, "`\u{1b}[2J\n\u{9b}` is odd");
    fault.hints.push("\u{1b}]0;title\u{7}".to_owned());
    let told = tell(&fault, Some(text));
    assert!(!told.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{told:?}");
}

#[test]
fn what_is_private_is_told_by_kind_and_line_alone() {
    let text = "status: identified\nat: canary one\n";
    let mut fault = Diagnostic::error(&Arc::from(PRIVATE), 23..33, "`canary one` is neither `a` nor `can`ary`")
        .hint("write `canary` or `globex`")
        .scope(Scope::Readers(Suffix::Audience("support".to_owned())));
    let expected = "\
error: `…`
--> content/incidents/…:2:5
 = help: write `…`

what is private is left out here: run this on a terminal, or with `--show-private`, to see it
1 error
";
    assert_eq!(tell(&fault, Some(text)), expected);
    for scope in [Scope::Nobody, Scope::Private, Scope::Inside] {
        fault.scope = scope;
        assert_eq!(tell(&fault, Some(text)), expected);
    }
    let shown = told(&[fault], &|_| Some(Arc::from(text)), Style { show_private: true, ..PLAIN });
    assert!(shown.contains("2 | at: canary one") && shown.contains("01-secret.support.md:2:5"), "{shown}");
}

#[test]
fn of_a_private_path_only_what_everyone_knows_is_told() {
    for (path, told) in [
        (PRIVATE, "content/incidents/…"),
        ("content/maintenance/2026-09-01-globex/maintenance.internal.md", "content/maintenance/…"),
        ("content/globex/one.support.md", "content/…"),
        ("content/globex.support.md", "content/…"),
        ("content/audiences.yaml", "content/audiences.yaml"),
        ("themes/globex/layout.html", "themes/globex/layout.html"),
    ] {
        let fault = Diagnostic::error(&Arc::from(path), 0..0, "odd").scope(Scope::Private);
        assert_eq!(tell(&fault, None).lines().nth(1), Some(format!("--> {told}").as_str()));
    }
}

#[test]
fn faults_are_counted() {
    let mut warning = public(PATH, 0..0, "odd");
    warning.severity = Severity::Warning;
    let faults = [public(PATH, 0..0, "wrong"), public(PATH, 1..1, "wrong"), warning.clone()];
    let all = told(&faults, &|_| None, PLAIN);
    assert!(all.starts_with("error: wrong\n") && all.ends_with("\n\n2 errors, 1 warning\n"), "{all}");
    assert_eq!(told(&[warning], &|_| None, PLAIN).lines().last(), Some("1 warning"));
    assert_eq!(told(&[], &|_| None, PLAIN), "");
}

#[test]
fn of_many_faults_in_one_file_the_first_are_shown_and_the_rest_counted() {
    let faults: Vec<Diagnostic> = (0..100).map(|at| public(PATH, at..at, "odd")).collect();
    let all = told(&faults, &|_| None, PLAIN);
    assert_eq!(all.matches("error: odd").count(), 40);
    assert!(all.ends_with("\n60 more are not shown: mend those above, and run this again\n100 errors\n"), "{all}");
}

#[test]
fn of_many_files_at_fault_so_many_are_shown_errors_before_warnings() {
    let warning = |at| Diagnostic { severity: Severity::Warning, ..public(&format!("a{at:04}.md"), 0..1, "odd") };
    let mut many: Vec<Diagnostic> = (0..800).map(warning).collect();
    many.extend((0..400).map(|at| public(&format!("b{at:04}.md"), 0..1, "wrong")));
    let all = told(&many, &|_| None, PLAIN);
    let count = |word: &str| all.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!((count("error: wrong"), count("warning: odd")), (400, 600));
    let rest = "\n200 more are not shown: mend those above, and run this again\n400 errors, 800 warnings\n";
    assert!(all.ends_with(rest), "{}", &all[all.len() - 200..]);
}

#[test]
fn a_value_as_long_as_a_file_is_not_told_whole() {
    let told = tell(&public(PATH, 0..0, &format!("there is no `{}`", "x".repeat(1 << 20))), None);
    assert!(told.len() < 700 && told.starts_with("error: there is no `xxx"), "{}", told.len());
}

#[test]
fn colour_changes_no_word() {
    let fault = public(PATH, 0..2, "odd");
    let coloured = told(std::slice::from_ref(&fault), &|_| Some(Arc::from("at: x")), Style { color: true, ..PLAIN });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut escaped = false;
    for c in coloured.chars() {
        escaped = c == '\u{1b}' || (escaped && c != 'm');
        if !escaped && c != 'm' {
            plain.push(c);
        }
    }
    assert_eq!(plain, tell(&fault, Some("at: x")).replace('m', ""));
}
