//! What the files of a folder say of the whole of it, and where they are told to be wrong.

use crate::case::{Case, only};
use std::collections::BTreeSet;

const FOLDER: &str = "incidents/2026-11-20-checkout";
const WINDOW: &str = "maintenance/2026-11-20-db";

fn incident(head: &str, suffix: &str) -> Case {
    Case::default().file(&format!("{FOLDER}/incident{suffix}.md"), &format!("---\n{head}\n---\n")).file(
        &format!("{FOLDER}/01-seen{suffix}.md"),
        "---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\n---\nWe look.\n",
    )
}

fn window(head: &str, suffix: &str) -> Case {
    Case::default().file(&format!("{WINDOW}/maintenance{suffix}.md"), &format!("---\n{head}\n---\n")).file(
        &format!("{WINDOW}/01-planned{suffix}.md"),
        "---\nstatus: scheduled\nat: 2026-11-10T11:00:00Z\n---\nPlanned.\n",
    )
}

fn time(at: Option<jiff::Timestamp>) -> String {
    at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default()
}

#[test]
fn every_fact_of_an_incidents_head_arrives_public_or_not() {
    let public = "title: Checkout fails\nstarted: 2026-11-20T10:40:00Z\nregions: [eu, us]";
    let inside = "severity: sev2\ndetected: 2026-11-20T10:45:00Z\ndeclared: 2026-11-20T10:50:00Z\n\
                  business_response: {declared: 2026-11-20T11:10:00Z, by: the chief}\nroles: {incident_commander: Ada}\n\
                  customers: {count: 70, percent: 3.5}\nlinks: {bridge: \"https://meet.example\"}";
    let edition = incident(public, "").edition("public");
    let open = only(&edition);
    assert_eq!((open.title.as_str(), time(Some(open.started))), ("Checkout fails", "10:40".to_owned()));
    assert_eq!(*open.regions, ["eu", "us"]);
    let edition = incident(&format!("{public}\n{inside}"), ".support").edition("support");
    let hidden = only(&edition);
    assert_eq!((hidden.title.as_str(), time(Some(hidden.started))), ("Checkout fails", "10:40".to_owned()));
    assert_eq!(*hidden.regions, ["eu", "us"]);
    assert_eq!(
        (hidden.severity.as_deref(), time(hidden.detected), time(hidden.declared)),
        (Some("sev2"), "10:45".to_owned(), "10:50".to_owned())
    );
    let response = hidden.business_response.as_ref().unwrap();
    assert_eq!((time(Some(response.declared)), response.by.as_deref()), ("11:10".to_owned(), Some("the chief")));
    assert_eq!(hidden.roles["incident_commander"], "Ada");
    let customers = hidden.customers.as_ref().unwrap();
    assert_eq!(
        (customers.count, customers.percent.map(|percent| percent.to_string())),
        (Some(70), Some("3.5".to_owned()))
    );
    assert_eq!(hidden.links["bridge"], "https://meet.example");
}

#[test]
fn every_fact_of_a_windows_head_arrives_public_or_not() {
    let public = "title: New database\nfrom: 2026-11-20T13:00:00Z\nuntil: 2026-11-20T14:00:00Z\ncomponents: [payouts]\nregions: [eu]";
    let inside = "severity: sev3\nroles: {owner: Ada}\nlinks: {plan: \"https://plan.example\"}";
    for (suffix, edition, head) in
        [("", "public", public.to_owned()), (".support", "support", format!("{public}\n{inside}"))]
    {
        let case = window(&head, suffix);
        let edition = case.edition(edition);
        let work = only(&edition);
        let planned = work.window.unwrap();
        assert_eq!(
            (work.title.as_str(), time(Some(planned.from)), time(Some(planned.until))),
            ("New database", "13:00".to_owned(), "14:00".to_owned())
        );
        let ids: Vec<&str> = work.components.iter().map(|index| edition.components[*index].id.as_str()).collect();
        assert_eq!((ids, &*work.regions), (vec!["payouts"], ["eu".to_owned()].as_slice()));
        if suffix == ".support" {
            assert_eq!((work.severity.as_deref(), work.roles["owner"].as_str()), (Some("sev3"), "Ada"));
            assert_eq!(work.links["plan"], "https://plan.example");
        }
    }
}

#[test]
fn a_fact_for_another_kind_of_audience_withholds_the_editions_of_its_suffix() {
    let withheld = |suffix: &str, fact: &str| {
        let case = incident("title: Checkout fails", "")
            .file(&format!("{FOLDER}/01-seen.{suffix}.md"), &format!("---\n{fact}\n---\n"));
        case.withheld().into_iter().collect::<Vec<_>>()
    };
    let table: [(&str, &str, &[&str]); 8] = [
        ("strategic", "bottom_line: x", &["strategic/acme", "strategic/globex"]),
        ("strategic", "affects: [api]", &[]),
        ("strategic.acme", "say: [x]", &["executives", "strategic/acme", "support"]),
        ("strategic.acme", "contact: Ada", &[]),
        ("support", "lines: [{function: sales, go: hold}]", &["support"]),
        ("support", "say: [x]", &[]),
        ("executives", "needs: [x]", &["executives"]),
        ("internal", "say: [x]", &["business", "engineering", "executives", "support"]),
    ];
    for (suffix, fact, editions) in table {
        assert_eq!(withheld(suffix, fact), editions, "{fact} for {suffix}");
    }
}

#[test]
fn a_component_that_does_not_exist_is_told_at_its_own_name() {
    let places = |components: &str| -> Vec<usize> {
        let case = incident("title: Checkout fails", "").file(
            &format!("{FOLDER}/02-more.md"),
            &format!(
                "---\nstatus: investigating\nat: 2026-11-20T11:30:00Z\ncomponents: {{{components}}}\n---\nWords.\n"
            ),
        );
        let told = case.told();
        let places = told.lines().filter(|line| line.contains(" --> "));
        places.map(|line| line.rsplit_once(':').unwrap().1.parse::<usize>().unwrap()).collect()
    };
    let text = "components: {";
    for (components, wrong) in [
        ("payouts: operational, pay: operational", vec![22]),
        ("out-pay: operational, pay: operational", vec![0, 22]),
        ("pay-out: operational, pay: operational", vec![0, 22]),
        ("payouts: operational, outs: operational", vec![22]),
        ("api: operational, ap: operational", vec![18]),
        ("checkout: operational, check: operational", vec![23]),
    ] {
        let mut found = places(components);
        found.sort_unstable();
        let expected: Vec<usize> = wrong.iter().map(|at| text.len() + at + 1).collect();
        assert_eq!(found, expected, "{components}");
    }
}

#[test]
fn nothing_on_a_page_has_the_name_of_something_else_on_it() {
    // The same words, with the same note and heading, in every file whose words stand on one page.
    let words = "# A heading\n\nWords.[^1]\n\n[^1]: A note.\n";
    let update = |more: &str| format!("---\nstatus: investigating\nat: 2026-11-20T11:{more}:00Z\n---\n{words}");
    let mut case = incident("title: Checkout fails", "").file(&format!("{FOLDER}/01-seen.md"), &update("00"));
    case = case
        .file(&format!("{FOLDER}/02-more.md"), &update("30"))
        .file(&format!("{FOLDER}/postmortem.md"), &format!("---\nat: 2026-11-20T11:40:00Z\n---\n{words}"));
    for suffix in ["internal", "support", "strategic", "strategic.acme"] {
        case = case
            .file(&format!("{FOLDER}/01-seen.{suffix}.md"), words)
            .file(&format!("{FOLDER}/incident.{suffix}.md"), &format!("---\ntitle: x\n---\n{words}"));
    }
    let page = String::from_utf8(case.build()["executives"][&format!("{FOLDER}.html")].clone()).unwrap();
    let ids: Vec<&str> =
        page.match_indices(" id=\"").map(|(at, id)| page[at + id.len()..].split('"').next().unwrap()).collect();
    assert!(ids.iter().filter(|id| id.contains("support")).count() >= 2, "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    // And each address on the page leads to one of them.
    for (at, href) in page.match_indices(" href=\"#") {
        let to = page[at + href.len()..].split('"').next().unwrap();
        assert!(ids.contains(&to), "{to}");
    }
}

#[test]
fn what_is_corrected_is_an_earlier_update_and_a_broken_one_is_told_once() {
    let corrected = |first: &str, second: &str| {
        let case = incident("title: Checkout fails", "")
            .file(&format!("{FOLDER}/02-first.md"), &format!("---\nstatus: identified\n{first}\n---\nFirst.\n"))
            .file(&format!("{FOLDER}/03-second.md"), &format!("---\nstatus: identified\n{second}\n---\nSecond.\n"));
        case.phrases()
    };
    let at = |minute: u32| format!("at: 2026-11-20T11:{minute:02}:00Z");
    let corrects = |minute: u32, stem: &str| format!("{}\ncorrects: {stem}", at(minute));
    let none: Vec<String> = Vec::new();
    assert_eq!(corrected(&at(10), &corrects(20, "02-first")), none);
    assert_eq!(corrected(&at(10), &corrects(10, "02-first")), none, "in the same minute");
    let earlier =
        |stem: &str| vec![format!("`{stem}` is no earlier update that every reader of this correction may read")];
    assert_eq!(corrected(&at(20), &corrects(10, "02-first")), earlier("02-first"));
    assert_eq!(corrected(&at(10), &corrects(20, "03-second")), earlier("03-second"), "itself");
    assert_eq!(corrected(&at(10), &corrects(20, "04-third")), earlier("04-third"));
    let broken = "`at` is a date without a time";
    assert_eq!(corrected("at: 2026-11-20", &corrects(20, "02-first")), [broken], "what it corrects can't be judged");
    assert_eq!(corrected(&at(10), "at: 2026-11-20\ncorrects: 04-third"), [broken], "nor can a broken correction");
}

#[test]
fn a_broken_postmortem_is_told_once() {
    let postmortem = |front: &str| {
        let text = format!("---\n{front}\n---\nWords.\n");
        incident("title: Checkout fails", "").file(&format!("{FOLDER}/postmortem.md"), &text).phrases()
    };
    assert_eq!(postmortem("at: soon").len(), 1);
    assert_eq!(postmortem("template: x"), ["`postmortem` gives no `at`"]);
}

#[test]
fn of_many_addresses_that_lead_nowhere_twenty_are_told_of_each_file() {
    let links: Vec<String> = (0..30).map(|number| format!("[x](gone-{number}.md)")).collect();
    let links = links.join("\n");
    let words = |minute: u32| format!("---\nstatus: identified\nat: 2026-11-20T11:{minute}:00Z\n---\n{links}\n");
    let case = incident("title: Checkout fails", "")
        .file(&format!("{FOLDER}/02-a.md"), &words(10))
        .file(&format!("{FOLDER}/03-b.md"), &words(20));
    assert_eq!(case.phrases().len(), 40);
}
