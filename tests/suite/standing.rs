//! What stands after everything that was said: holds, and facts until they are taken back.

use crate::case::{Case, only};
use candor::edition::Hold;

const FOLDER: &str = "incidents/2026-11-20-checkout";

/// An incident whose public words say only how it goes, with what is said to one audience beside them.
fn said(suffix: &str, moments: &[(&str, &str, &str)]) -> Case {
    let case = Case::default().file(&format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\n---\n");
    moments.iter().enumerate().fold(case, |case, (number, (status, time, facts))| {
        let stem = format!("{FOLDER}/{number:02}-word-{number}");
        let public = format!("---\nstatus: {status}\nat: 2026-11-20T{time}:00Z\n---\nPublic words.\n");
        let case = case.file(&format!("{stem}.md"), &public);
        if facts.is_empty() { case } else { case.file(&format!("{stem}.{suffix}.md"), &format!("---\n{facts}\n---\n")) }
    })
}

fn time(at: jiff::Timestamp) -> String {
    at.strftime("%H:%M").to_string()
}

/// `sales stop renewals since 09:00 until 10:00`, and whether it outlasts the incident.
fn shown(hold: &Hold) -> String {
    let what = hold.what.as_deref().unwrap_or_default();
    let until = hold.released.map(|at| format!(" until {}", time(at))).unwrap_or_default();
    let owner = hold.owner.as_deref().map(|owner| format!(" by {owner}")).unwrap_or_default();
    let outlasts = if hold.outlasts { ", outlasting" } else { "" };
    format!("{} {what}{owner} since {}{until}{outlasts}", hold.function, time(hold.since))
}

fn holds(moments: &[(&str, &str, &str)]) -> Vec<String> {
    only(&said("business", moments).edition("business")).holds.iter().map(shown).collect()
}

#[test]
fn a_hold_stands_since_it_was_first_called_and_says_what_was_said_last() {
    let first = (
        "investigating",
        "09:00",
        "lines: [{function: sales, go: hold, what: renewals}, {function: legal, go: watch, what: terms}]",
    );
    let again = ("identified", "09:30", "lines: [{function: sales, go: hold, what: all contracts, owner: the head}]");
    assert_eq!(holds(&[first]), ["sales renewals since 09:00"], "what is only watched is no hold");
    assert_eq!(holds(&[first, again]), ["sales all contracts by the head since 09:00"]);
    let go = ("identified", "10:00", "lines: [{function: sales, go: go, what: renewals}]");
    assert_eq!(holds(&[first, again, go]), ["sales all contracts by the head since 09:00 until 10:00"]);
    let anew = ("identified", "10:30", "lines: [{function: sales, go: hold, what: new ones}]");
    assert_eq!(
        holds(&[first, go, anew]),
        ["sales renewals since 09:00 until 10:00", "sales new ones since 10:30"],
        "what was released and called again is another hold"
    );
    assert_eq!(holds(&[go]), [""; 0], "nothing was held");
}

#[test]
fn a_hold_is_released_by_the_end_only_where_it_says_so() {
    let lines = "lines: [{function: sales, go: hold, what: renewals}, {function: marketing, go: hold, what: the mailing, release_on: resolved}]";
    let first = ("investigating", "09:00", lines);
    assert_eq!(holds(&[first]), ["sales renewals since 09:00", "marketing the mailing since 09:00"]);
    let over = [first, ("resolved", "11:00", "")];
    assert_eq!(
        holds(&over),
        ["sales renewals since 09:00, outlasting", "marketing the mailing since 09:00 until 11:00"]
    );
    let executives = said("business", &over).edition("executives");
    assert_eq!(only(&executives).holds.len(), 2, "it reads the business's words");
    assert_eq!(only(&said("business", &over).edition("support")).holds.len(), 0);
}

#[test]
fn a_fact_stands_until_it_is_said_anew_or_taken_back() {
    let moments = [
        ("investigating", "09:00", "workaround: Pay by transfer.\nmacro: CS-1\nsay: [We look.]"),
        ("identified", "09:30", "macro: CS-2"),
        ("monitoring", "10:00", "workaround: none"),
    ];
    let standing = |count: usize| {
        let edition = said("support", &moments[..count]).edition("support");
        let voice = only(&edition).voices.iter().find(|voice| voice.suffix == "support").unwrap().clone();
        (
            voice.workaround.map(|stands| format!("{} {} {}", stands.value, stands.moment, time(stands.at))),
            voice.macro_name.map(|stands| format!("{} {} {}", stands.value, stands.moment, time(stands.at))),
            voice.say.map(|stands| stands.value.len()),
        )
    };
    let says = |text: &str| Some(text.to_owned());
    assert_eq!(standing(1), (says("Pay by transfer. word-0 09:00"), says("CS-1 word-0 09:00"), Some(1)));
    assert_eq!(
        standing(2),
        (says("Pay by transfer. word-0 09:00"), says("CS-2 word-1 09:30"), None),
        "words are for their moment"
    );
    assert_eq!(standing(3), (None, says("CS-2 word-1 09:30"), None));
}

#[test]
fn a_voice_to_one_account_has_its_name_and_an_edition_hears_its_own_first() {
    let case = said("strategic.acme", &[("investigating", "09:00", "affects: [checkout]")])
        .file(&format!("{FOLDER}/00-word-0.support.md"), "---\nmacro: CS-1\n---\n");
    let voices = |edition: &str| -> Vec<(String, Option<String>, bool)> {
        let edition = case.edition(edition);
        only(&edition).voices.iter().map(|voice| (voice.suffix.clone(), voice.account.clone(), voice.own)).collect()
    };
    let voice = |suffix: &str, account: Option<&str>, own| (suffix.to_owned(), account.map(str::to_owned), own);
    let acme = |own| voice("strategic.acme", Some("Acme Retail"), own);
    assert_eq!(voices("strategic/acme"), [acme(true), voice("public", None, false)]);
    assert_eq!(voices("support"), [voice("support", None, true), voice("public", None, false), acme(false)]);
    assert_eq!(voices("executives"), [voice("public", None, false), voice("support", None, false), acme(false)]);
}
