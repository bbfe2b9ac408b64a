//! Message templates: what is covered, who signed, what was learned; and nothing that is read can break the reader.
#![expect(clippy::disallowed_methods, reason = "the binary works on real folders")]

use crate::authoring::{at, err, files, out, read, run, signed, site};
use crate::generated::tried;
use candor::practice;
use candor::practice::authoring::{blank, when};
use candor::source::Source;
use proptest::prelude::*;

#[test]
fn the_matrix_shows_what_is_signed_off() {
    let fresh = site();
    let told = out(&run(fresh.path(), &["templates"]));
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    assert!(
        told.ends_with("0 covered, 132 unapproved, 0 past review, 0 missing; – is not asked for by policy\n"),
        "{told}"
    );
    assert!(!told.contains("MISSING"), "{told}");

    let site = signed();
    let told = out(&run(site.path(), &["templates"]));
    assert!(
        told.ends_with("132 covered, 0 unapproved, 0 past review, 0 missing; – is not asked for by policy\n"),
        "{told}"
    );
    // One that is changed after it was signed is signed no more; one that is gone is missing; one that is old is to be read again.
    let path = |name: &str| site.path().join(format!("content/templates/{name}.md"));
    let change = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(path(name)).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(path(name), text.replacen(from, to, 1)).unwrap();
    };
    change("public-acknowledge", "We are investigating", "We look into");
    change("support-closing", "max_words", "review_by: 2026-11-23\nmax_words");
    std::fs::remove_file(path("business-release")).unwrap();
    let told = out(&run(site.path(), &["templates"]));
    let row = |audience: &str, stage: &str| {
        let from = told.find(&format!("\n{audience}")).unwrap();
        let line = told[from + 1..].lines().find(|line| line.contains(stage)).unwrap();
        line[29..].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("public", "investigating"), "covered covered covered covered");
    assert_eq!(row("support", "resolved"), "past review past review past review past review");
    assert_eq!(row("business", "resolved"), "MISSING – – –");
    let json: serde_json::Value = serde_json::from_str(&out(&run(site.path(), &["templates", "--json"]))).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["coverage"][0]["audience"], "public");
}

#[test]
fn feedback_and_sign_off_change_nothing_else() {
    let site = signed();
    let path = "content/templates/public-resolved.md";
    let before = files(site.path());
    let text = read(site.path(), path);
    let give =
        |note: &str| run(site.path(), &["feedback", "public-resolved", "--incident", "app-slow", "--note", note]);
    let told = give("say what   is \"still\" slow");
    assert_eq!(
        (out(&told), told.status.code()),
        (format!("noted in `{path}`: commit it\n"), Some(0)),
        "{}",
        err(&told)
    );
    assert_eq!(give("and a second note").status.code(), Some(0));
    let entries = "feedback:\n  - {incident: \"2026-11-22-app-slow\", on: 2026-11-24, note: \"say what is \\\"still\\\" slow\"}\n  - {incident: \"2026-11-22-app-slow\", on: 2026-11-24, note: \"and a second note\"}\n";
    let (front, body) = text.rsplit_once("---\n").unwrap();
    assert_eq!(read(site.path(), path), format!("{front}{entries}---\n{body}"));
    let after = files(site.path());
    assert!(before.iter().all(|(name, bytes)| name == path || after[name] == *bytes));
    // The sign-off binds the words, and they are the same.
    assert!(!out(&run(site.path(), &["templates"])).contains("unapproved  "));

    // Lists in brackets, on one line or none yet, keep their form.
    for (own, wanted) in [
        ("feedback: []\n", "feedback: [{incident: \"2026-11-22-app-slow\", on: 2026-11-24, note: \"x\"}]\n"),
        (
            "feedback: [{incident: a, on: 2026-01-01, note: y}]   # kept\n",
            "feedback: [{incident: a, on: 2026-01-01, note: y}, {incident: \"2026-11-22-app-slow\", on: 2026-11-24, note: \"x\"}]   # kept\n",
        ),
        (
            "feedback:\n- {incident: a, on: 2026-01-01, note: y}\n",
            "feedback:\n- {incident: a, on: 2026-01-01, note: y}\n- {incident: \"2026-11-22-app-slow\", on: 2026-11-24, note: \"x\"}\n",
        ),
    ] {
        let written = |list: &str| format!("---\naudience: public\n{list}stage: resolved\n---\nIt is over.\n");
        std::fs::write(site.path().join(path), written(own)).unwrap();
        assert_eq!(give("x").status.code(), Some(0), "{own}");
        assert_eq!(read(site.path(), path), written(wanted));
    }
}

#[test]
fn what_is_wrong_with_a_template_is_told_with_its_place() {
    let site = site();
    let path = "content/templates/public-bad.md";
    let told = |front: &str, body: &str| {
        std::fs::write(site.path().join(path), format!("---\naudience: public\nstage: resolved\n{front}---\n{body}\n"))
            .unwrap();
        let told = run(site.path(), &["check", "--show-private"]);
        let first = err(&told).lines().next().unwrap_or_default().to_owned();
        (first, told.status.code())
    };
    for (front, body, phrase) in [
        ("", "It {{ 1x }}.", "error: this is no blank"),
        ("", "It {{ x | date }}.", "error: a blank has no `date`"),
        (
            "variables: {symptom: {type: text}}\n",
            "It {{ symtom }} {{ symptom }}.",
            "error: `symtom` is not among `variables`",
        ),
        ("variables: {symptom: {type: text}}\n", "It is over.", "error: no blank is called `symptom`"),
        ("variables: {symptom: {type: word}}\n", "It {{ symptom }}.", "error: `word` is not a value of `type`"),
        ("approved: [{role: legal, on: 2026-13-01}]\n", "It is over.", "error: `on` must be a day"),
        ("severty: [sev1]\n", "It is over.", "error: `severty` is not a key that is known here"),
    ] {
        let (first, code) = told(front, body);
        assert_eq!((first.as_str(), code), (phrase, Some(1)), "{front}{body}");
    }
}

#[test]
fn words_of_a_signed_template_need_no_approval_and_others_do() {
    let site = signed();
    let new =
        ["new", "incident", "--title", "Payments fail", "--severity", "sev1", "--component", "app=partial_outage"];
    let roles =
        ["--role", "incident_commander=a lead", "--role", "communications_lead=a manager", "--audience", "public"];
    let set = ["--set", "symptom=Some payments fail."];
    assert_eq!(run(site.path(), &[&new[..], &roles, &set].concat()).status.code(), Some(0));
    let folder = "content/incidents/2026-11-24-payments-fail";
    let file = site.path().join(format!("{folder}/01-investigating.md"));
    let rules = || {
        let told = out(&at(site.path(), "2026-11-24T10:01:00Z", &["check", "--format", "json", "--show-private"]));
        let json: serde_json::Value = serde_json::from_str(&told).unwrap();
        let faults = json["faults"].as_array().unwrap().clone();
        faults
            .iter()
            .filter(|fault| fault["level"] == "error")
            .map(|fault| fault["rule"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(), Vec::<String>::new());
    let text = std::fs::read_to_string(&file).unwrap();
    // A fact that the template doesn't have is words that nobody signed.
    std::fs::write(&file, text.replacen("---\n", "---\nworkaround: Pay twice.\n", 1)).unwrap();
    assert_eq!(rules(), ["unapproved"]);
    std::fs::write(&file, text.replace("yet. Next", "yet. It is bad. Next")).unwrap();
    assert_eq!(rules(), ["unapproved"]);
}

proptest! {
    #![proptest_config(tried(300))]

    #[test]
    fn reading_a_template_never_panics(
        front in prop::collection::vec(
            prop_oneof![
                "[a-z_]{1,9}: ?.{0,20}", Just("audience: public".to_owned()), Just("stage: [resolved, ü]".to_owned()),
                Just("variables: {a: {type: time}}".to_owned()), Just("facts: {say: [\"{{ a }}\"]}".to_owned()),
                Just("approved: [{role: x, on: 2026-02-30}]".to_owned()),
            ],
            0..8,
        ),
        body in prop::collection::vec(prop_oneof![".{0,12}", Just("{{".to_owned()), Just("}}".to_owned()), Just("{{ a | time }}".to_owned())], 0..9),
        written in ".{0,14}",
    ) {
        let body = body.concat();
        let text = format!("---\n{}\n---\n{body}", front.join("\n"));
        let read = practice::authors(&[Source::text("content/templates/x.md", &text)], []);
        for template in read.templates.values() {
            let _ = (template.is_filled_in(&written), template.is_approved());
        }
        let filled = blank::filled(&body, &|name, _| Some(name.to_owned()));
        prop_assert!(blank::left(&filled).len() <= blank::left(&body).len() + body.matches("{{").count());
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let _ = when::typed(&written, &jiff::tz::TimeZone::UTC, now, when::Toward::Past);
    }
}
