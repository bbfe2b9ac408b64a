//! Correct by construction: what is written for any severity, status, policy and audience passes `check`, but for the blanks that
//! are listed and the words of them that nobody has approved yet.

use crate::case::Case;
use crate::generated::tried;
use candor::name::Suffix;
use candor::practice;
use candor::practice::authoring::{self, Desk, Draft, Next, Opening, blank};
use candor::source::Source;
use candor::state::{State, Status};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;

const NAMES: [&str; 8] =
    ["public", "internal", "support", "executives", "engineering", "business", "strategic", "strategic.acme"];

const TEMPLATES: [(&str, &str); 3] = [
    (
        "templates/public.md",
        "---\naudience: public\nstage: [investigating, identified]\napproved: [{role: legal, on: 2026-01-01}]\n---\nPayments fail since {{ started | time }}: {{ symptom }} Next word at {{ next_update | time }}.\n",
    ),
    (
        "templates/support.md",
        "---\naudience: support\nstage: investigating\nfacts:\n  say: [\"{{ symptom }} We know.\"]\n---\nWhat is seen: {{ symptom }}\n",
    ),
    (
        "templates/strategic.md",
        "---\naudience: strategic\nstage: resolved\nseverity: [sev1]\n---\nIt is over: {{ words }}\n",
    ),
];

fn policy(lines: &[(usize, bool)]) -> String {
    let line = |(name, every): &(usize, bool)| {
        let every = if *every { ", every: 30m" } else { "" };
        format!("      {}: {{within: 10m{every}}}\n", NAMES[*name])
    };
    let mut seen = BTreeMap::new();
    for one in lines {
        seen.insert(one.0, *one);
    }
    let lines: String = seen.values().map(line).collect();
    format!("severities:\n  sev1:\n    notify:\n{lines}    approvals: {{public: [commander]}}\n")
}

fn with(mut case: Case, drafts: &[Draft]) -> Case {
    for draft in drafts {
        case = case.file(draft.path.strip_prefix("content/").unwrap(), &draft.text);
    }
    case
}

/// What is told as an error of the drafts, besides blanks that are listed and approvals that are to come.
fn faults(case: &Case, drafts: &[Draft]) -> Vec<String> {
    let (truth, readers) = case.read(&[]);
    let mut told = truth.told.clone();
    for reader in &readers {
        told.extend(truth.faults(reader));
    }
    told.extend(case.found(&truth));
    let own = |path: &str| drafts.iter().find(|draft| draft.path == path);
    let mut wrong = Vec::new();
    for fault in told.iter().filter(|fault| fault.severity == candor::diagnostic::Severity::Error) {
        let listed = own(&fault.place.path).is_some_and(|draft| {
            let line = draft.text[..fault.place.start].matches('\n').count() + 1;
            blank::left(&draft.text).iter().any(|(number, _)| *number == line)
        });
        match fault.rule {
            Some("unfilled-blank") if listed => {}
            // What was typed may say `P0`, and is told of it.
            Some("unapproved" | "leak-severity") => {}
            _ => wrong.push(format!("{:?} {}: {} at {:?}", fault.rule, fault.place.path, fault.phrase, fault.place)),
        }
    }
    wrong
}

fn desk<T>(case: &Case, now: Timestamp, write: impl FnOnce(&Desk<'_>, &candor::compile::Truth) -> T) -> T {
    let (truth, _) = case.read(&[]);
    let sources: Vec<Source> =
        TEMPLATES.iter().map(|(path, text)| Source::text(&format!("content/{path}"), text)).collect();
    let authors = practice::authors(&sources, []);
    assert_eq!(authors.templates.len(), TEMPLATES.len(), "{:?}", authors.told);
    write(&Desk { site: &truth.site, templates: &authors.templates, now }, &truth)
}

proptest! {
    #![proptest_config(tried(120))]

    #[test]
    fn what_is_written_passes_check_but_for_the_blanks_it_lists(
        lines in prop::collection::vec((0..NAMES.len(), any::<bool>()), 1..6),
        statuses in prop::collection::vec(0..Status::OF_INCIDENTS.len(), 0..4),
        state in 2..5_usize,
        symptom in prop_oneof![Just(None), "[A-Za-z ,.:#'\"-]{1,30}".prop_map(Some)],
        title in "[A-Za-z][A-Za-z0-9 ,:'-]{0,30}[a-z]",
        promise in prop_oneof![Just(None), Just(Some(None)), Just(Some(Some(2400_i64)))],
    ) {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut case = Case::default().now("2026-11-20T12:00:00Z").file("policy.yaml", &policy(&lines));
        for (path, text) in TEMPLATES {
            case = case.file(path, text);
        }
        let said: BTreeMap<String, String> =
            symptom.into_iter().filter(|text| !text.trim().is_empty()).map(|text| ("symptom".to_owned(), text)).collect();
        let components = [("checkout".to_owned(), State::ALL[state])];
        let next = |at: Timestamp| promise.map(|promise| promise.map(|seconds| at + jiff::SignedDuration::from_secs(seconds)));
        let mut drafts = desk(&case, now, |desk, _| {
            let to = authoring::owed_by_policy(desk.site, Some("sev1"));
            let opening = Opening {
                slug: "payments",
                title: title.trim(),
                severity: Some("sev1"),
                started: now,
                at: now,
                regions: &["EU".to_owned()],
                roles: &BTreeMap::new(),
                components: &components,
                next: next(now),
                said: &said,
                occasion: None,
                to: &to,
            };
            let drafts = authoring::open(desk, &opening);
            // Exactly the files that policy asks for.
            let parts: Vec<&str> = drafts.iter().filter_map(|draft| draft.path.split_once("01-investigating").map(|(_, end)| end)).collect();
            let wanted: Vec<String> = to.iter().map(|suffix| if *suffix == Suffix::Public { ".md".to_owned() } else { format!(".{suffix}.md") }).collect();
            assert_eq!(parts, wanted);
            drafts
        });
        case = with(case, &drafts);
        let wrong = faults(&case, &drafts);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{drafts:#?}");

        let mut at = now;
        for status in statuses {
            at += jiff::SignedDuration::from_mins(7);
            let more = desk(&case, at, |desk, truth| {
                let incident = &truth.site.incidents[0];
                let status = Status::OF_INCIDENTS[status];
                let to = authoring::owed_later(desk.site, incident, Some("sev1"), status);
                assert!(!to.is_empty());
                let next = Next {
                    status, at, components: &[], next: next(at), said: &said, occasion: None, corrects: None, from: None, until: None, to: &to,
                };
                authoring::update(desk, incident, &next)
            });
            case = with(case, &more);
            drafts.extend(more);
            let wrong = faults(&case, &drafts);
            prop_assert!(wrong.is_empty(), "{wrong:#?}\n{drafts:#?}");
        }
    }
}
