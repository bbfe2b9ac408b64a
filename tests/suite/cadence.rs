//! Who was told what and when, and when the next word is due, worked out by hand.

use crate::case::{Case, only};
use candor::edition::{AccountTold, Notice};

const FOLDER: &str = "incidents/2026-11-20-checkout";

const POLICY: &str = "\
severities:
  sev1:
    notify:
      public: {within: 10m, every: 30m}
      support: {within: 5m, every: 30m, before: public}
      executives: {within: 15m}
      strategic: {within: 20m, every: 45m}
      strategic.acme: {within: 10m, every: 20m}
";

/// An incident of the first severity that began at 09:00 and was declared at 09:10, told at noon; updates are a file, its
/// front matter and its words.
fn told(updates: &[(&str, &str, &str)]) -> Case {
    told_of("severity: sev1\ndeclared: 2026-11-20T09:10:00Z", updates)
}

fn told_of(inside: &str, updates: &[(&str, &str, &str)]) -> Case {
    let case = Case::default()
        .file("policy.yaml", POLICY)
        .file(&format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\nstarted: 2026-11-20T09:00:00Z\n---\n")
        .file(&format!("{FOLDER}/incident.internal.md"), &format!("---\n{inside}\n---\n"));
    updates.iter().fold(case, |case, (name, front, words)| {
        case.file(&format!("{FOLDER}/{name}"), &format!("---\n{front}\n---\n{words}\n"))
    })
}

/// A public word at this time of the day.
fn at(time: &str) -> String {
    format!("status: investigating\nat: 2026-11-20T{time}Z")
}

fn notice(case: &Case, audience: &str) -> Notice {
    let edition = case.edition("executives");
    only(&edition).notices.iter().find(|notice| notice.audience == audience).expect("a line of policy").clone()
}

fn account(case: &Case, key: &str) -> Option<AccountTold> {
    let edition = case.edition("executives");
    only(&edition).accounts.iter().find(|account| account.key == key).cloned()
}

/// The time of the day.
fn time(at: Option<jiff::Timestamp>) -> String {
    at.map(|at| at.strftime("%H:%M:%S").to_string()).unwrap_or_default()
}

fn seconds(period: Option<candor::quantity::Period>) -> Option<i64> {
    period.map(|period| period.0)
}

#[test]
fn a_first_word_is_due_so_long_after_the_declaration_and_late_from_the_second_after() {
    let first = |time: &str| notice(&told(&[("01-seen.md", &at(time), "Words.")]), "public");
    for (said, late) in [("09:02:00", None), ("09:20:00", None), ("09:20:01", Some(1)), ("09:31:00", Some(660))] {
        let notice = first(said);
        assert_eq!((time(notice.due), seconds(notice.late)), ("09:20:00".to_owned(), late), "{said}");
        assert_eq!(time(notice.first.map(|word| word.at)), said);
    }
    let undeclared = told_of("severity: sev1", &[("01-seen.md", &at("09:11:00"), "Words.")]);
    let notice = notice(&undeclared, "public");
    assert_eq!((time(notice.due), seconds(notice.late)), ("09:10:00".to_owned(), Some(60)), "counted from the start");
}

#[test]
fn the_next_word_is_due_so_long_after_the_last_and_overdue_from_the_second_after() {
    let words = [
        ("01-seen.md", at("09:15:00"), "First. More of it."),
        ("02-known.md", at("09:30:00"), "Second, with detail. More of it."),
    ];
    let words: Vec<(&str, &str, &str)> = words.iter().map(|(name, front, words)| (*name, &**front, *words)).collect();
    let public = |now: &str| notice(&told(&words).now(now), "public");
    for (now, overdue) in
        [("2026-11-20T09:59:59Z", None), ("2026-11-20T10:00:00Z", None), ("2026-11-20T10:00:01Z", Some(1))]
    {
        let notice = public(now);
        assert_eq!((time(notice.next), seconds(notice.overdue)), ("10:00:00".to_owned(), overdue), "{now}");
    }
    let notice = public("2026-11-20T09:45:00Z");
    let (first, last) = (notice.first.unwrap(), notice.last.unwrap());
    assert_eq!((&*first.moment, first.suffix.as_str(), first.lead.as_str()), ("seen", "public", "First."));
    assert_eq!(
        (&*last.moment, time(Some(last.at)), last.lead.as_str()),
        ("known", "09:30:00".to_owned(), "Second, with detail.")
    );
    // What is yet to come was said to nobody, and no word is due after the first where policy says no more.
    let before = self::notice(&told(&words).now("2026-11-20T09:29:59Z"), "public");
    assert_eq!(
        (time(before.last.map(|word| word.at)), time(before.next)),
        ("09:15:00".to_owned(), "09:45:00".to_owned())
    );
    let silent = self::notice(&told(&words), "executives");
    assert_eq!(
        (silent.first.is_none(), time(silent.next), seconds(silent.overdue)),
        (true, "09:25:00".to_owned(), Some(9300))
    );
    let told = told(&[("01-seen.executives.md", &at("09:15:00"), "Words.")]);
    let heard = self::notice(&told, "executives");
    assert_eq!((heard.first.is_some(), heard.next, heard.overdue), (true, None, None));
}

#[test]
fn an_audience_that_must_hear_first_did_or_did_not_and_by_how_much() {
    let words = |support: Option<&str>, public: Option<&str>| {
        let mut case = told(&[("00-start.engineering.md", &at("09:01:00"), "Words.")]);
        for (time, name) in [(support, "01-desk.support.md"), (public, "02-seen.md")] {
            if let Some(time) = time {
                case = case.file(&format!("{FOLDER}/{name}"), &format!("---\n{}\n---\nWords.\n", at(time)));
            }
        }
        let ahead = notice(&case, "support").before.expect("policy says so");
        assert_eq!(ahead.audience, "public");
        (ahead.kept, seconds(ahead.lead))
    };
    assert_eq!(words(None, None), (None, None));
    assert_eq!(words(Some("09:12:00"), None), (Some(true), None));
    assert_eq!(words(None, Some("09:12:00")), (Some(false), None));
    assert_eq!(words(Some("09:12:00"), Some("09:12:00")), (Some(true), Some(0)));
    assert_eq!(words(Some("09:12:00"), Some("09:13:30")), (Some(true), Some(90)));
    assert_eq!(words(Some("09:13:01"), Some("09:13:00")), (Some(false), Some(-1)));
}

#[test]
fn what_the_last_word_promised_is_that_of_its_own_audience() {
    let promise = |time: &str| format!("next_update: 2026-11-20T{time}Z");
    let case = told(&[
        ("01-seen.md", &format!("{}\n{}", at("09:12:00"), promise("09:40:00")), "Words."),
        ("01-seen.support.md", &promise("09:25:00"), "Words."),
        ("02-more.md", &format!("{}\n{}", at("09:30:00"), promise("13:00:00")), "Words."),
    ]);
    assert_eq!(time(notice(&case, "public").promised), "13:00:00");
    assert_eq!(time(notice(&case, "support").promised), "09:25:00");
    assert_eq!(notice(&case, "executives").promised, None);
}

#[test]
fn only_an_open_incident_with_a_severity_owes_words() {
    let count = |case: &Case| {
        let edition = case.edition("executives");
        (only(&edition).notices.len(), only(&edition).accounts.len())
    };
    let seen = ("01-seen.md", &*format!("{}\ncomponents: {{checkout: partial_outage}}", at("09:12:00")), "Words.");
    assert_eq!(count(&told(&[seen])), (5, 1));
    assert_eq!(count(&told_of("links: {}", &[seen])), (0, 1), "no severity, no promise");
    assert_eq!(count(&told_of("severity: sev2", &[seen])), (0, 1), "nothing is promised for this one");
    let over = ("02-over.md", "status: resolved\nat: 2026-11-20T11:00:00Z", "Words.");
    assert_eq!(count(&told(&[seen, over])), (0, 0));
    let window = Case::default()
        .file("policy.yaml", POLICY)
        .file("maintenance/2026-11-20-db/maintenance.md", "---\ntitle: Database\nfrom: 2026-11-20T11:00:00Z\nuntil: 2026-11-20T13:00:00Z\ncomponents: [checkout]\n---\n")
        .file("maintenance/2026-11-20-db/maintenance.internal.md", "---\nseverity: sev1\n---\n")
        .file("maintenance/2026-11-20-db/01-planned.md", "---\nstatus: scheduled\nat: 2026-11-10T10:00:00Z\n---\nPlanned.\n");
    assert!(only(&window.edition("executives")).open);
    assert_eq!(count(&window), (0, 0), "a maintenance is announced, not notified");
    assert_eq!(only(&told(&[seen]).edition("public")).notices, [], "policy is for those inside");
}

#[test]
fn an_account_is_affected_by_what_it_uses_by_what_is_said_or_by_being_written_to() {
    let states = |more: &str| format!("{}\n{more}", at("09:12:00"));
    let affected = |case: &Case, key: &str| account(case, key).map(|account| account.affected);
    let seen = told(&[("01-seen.md", &states("components: {checkout: partial_outage}"), "Words.")]);
    let checkout = 0;
    let payouts = 1;
    assert_eq!(affected(&seen, "acme"), Some(vec![checkout]));
    assert_eq!(affected(&seen, "globex"), None, "it uses payouts alone");
    // It alone is told of a state.
    let own = told(&[
        ("01-seen.md", &at("09:12:00"), "Words."),
        ("01-seen.strategic.globex.md", "components: {payouts: degraded_performance}", "Words."),
    ]);
    assert_eq!((affected(&own, "globex"), affected(&own, "acme")), (Some(vec![payouts]), None));
    // What is said to affect it, whatever the states are.
    let said = told(&[
        ("01-seen.md", &at("09:12:00"), "Words."),
        ("01-seen.strategic.globex.md", "affects: [payouts]", "Words."),
    ]);
    assert_eq!(affected(&said, "globex"), Some(vec![payouts]));
    // Written to, and nothing of its own is affected.
    let written =
        told(&[("01-seen.md", &at("09:12:00"), "Words."), ("02-more.strategic.globex.md", &at("09:20:00"), "Words.")]);
    assert_eq!((affected(&written, "globex"), affected(&written, "acme")), (Some(vec![]), None));
}

#[test]
fn the_last_word_to_an_account_may_be_anybodys_and_its_own_is_for_it_or_every_account() {
    let seen = format!("{}\ncomponents: {{checkout: partial_outage, payouts: partial_outage}}", at("09:12:00"));
    let public_later = ("05-later.md", at("11:00:00"), "Public words.");
    let told_so_far = |more: &[(&'static str, String, &'static str)]| {
        let all: Vec<(&str, &str, &str)> = more.iter().map(|(name, front, words)| (*name, &**front, *words)).collect();
        told(&[&[("01-seen.md", seen.as_str(), "Words.")], &all[..]].concat())
    };
    let shown = |case: &Case, key: &str| {
        let account = account(case, key).unwrap();
        let word = |word: Option<candor::edition::Word>| {
            word.map(|word| format!("{} {} {}", time(Some(word.at)), word.suffix, word.lead)).unwrap_or_default()
        };
        (word(account.last), word(account.own), time(account.next), seconds(account.overdue))
    };
    let owned =
        |last: &str, own: &str, next: &str, overdue| (last.to_owned(), own.to_owned(), next.to_owned(), overdue);
    // Nobody has written to an account: the first word to it is due by its own line of policy, or by that of all.
    let case = told_so_far(std::slice::from_ref(&public_later));
    assert_eq!(shown(&case, "acme"), owned("11:00:00 public Public words.", "", "09:20:00", Some(9600)));
    assert_eq!(shown(&case, "globex"), owned("11:00:00 public Public words.", "", "09:30:00", Some(9000)));
    // Words for every account count for each, its own beside them only for it; of one moment the narrowest count.
    let case = told_so_far(&[
        ("02-all.strategic.md", at("11:20:00"), "For all."),
        ("02-all.strategic.acme.md", String::from("affects: [checkout]"), "For Acme."),
        public_later,
    ]);
    assert_eq!(
        shown(&case, "acme"),
        owned("11:20:00 strategic.acme For Acme.", "11:20:00 strategic.acme For Acme.", "11:40:00", Some(1200))
    );
    assert_eq!(
        shown(&case, "globex"),
        owned("11:20:00 strategic For all.", "11:20:00 strategic For all.", "12:05:00", None)
    );
    assert_eq!(shown(&case.clone().now("2026-11-20T11:40:00Z"), "acme").3, None);
    assert_eq!(shown(&case.now("2026-11-20T11:40:01Z"), "acme").3, Some(1));
}
