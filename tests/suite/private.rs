//! What private editions lead with, and that what machines read of them is in their audience's own words.

use crate::case::{Case, Files};
use crate::demonstration;
use candor::edition::IncidentKind;
use candor::render::strings::{self, Entry};
use serde_json::Value;
use std::collections::BTreeMap;

const ACCOUNTS: &str = "\
acme: {name: Acme, components: [checkout], sla: {target: 99.9, period: month, credits: [{below: 99.9, percent: 10}], fee: 40000 EUR}}
globex: {name: Globex, components: [payouts], sla: {target: 99.9, period: month, credits: [{below: 99.9, percent: 10}], fee: 1000 EUR}}
";

/// One open incident that began this hour.
fn open(case: Case, name: &str, inside: &str, public: &str) -> Case {
    let folder = format!("incidents/2026-11-20-{name}");
    case.file(&format!("{folder}/incident.md"), &format!("---\ntitle: The {name} incident\n---\n"))
        .file(&format!("{folder}/incident.internal.md"), &format!("---\n{inside}\n---\n"))
        .file(
            &format!("{folder}/01-seen.md"),
            &format!("---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\n{public}\n---\nPublic words of {name}.\n"),
        )
}

/// Three incidents at once: the worst by state, the worst by severity, and the one that the business answers to.
fn three() -> Case {
    let case = Case::default().file("accounts.yaml", ACCOUNTS);
    let case = open(case, "minor", "severity: sev3", "components: {payouts: major_outage}");
    let case =
        open(case, "major", "severity: sev1\ncustomers: {count: 70}", "components: {checkout: degraded_performance}");
    let case = open(
        case,
        "answered",
        "severity: sev2\nbusiness_response: {declared: 2026-11-20T11:20:00Z, by: the commander}\nroles: {business_lead: the chief, incident_commander: the engineer}",
        "components: {api: degraded_performance}\nnext_update: 2026-11-20T12:30:00Z",
    );
    let folder = "incidents/2026-11-20-answered";
    case.file(
        &format!("{folder}/01-seen.executives.md"),
        "---\nbottom_line: The bottom of it.\nconfidence: low\nasks:\n  - {what: a first ask, of: CTO, by: 2026-11-20T11:30:00Z}\n  - {what: a second ask, of: CEO, by: 2026-11-20T13:00:00Z}\ndecisions:\n  - {what: a decision, owner: COO, by: 2026-11-20T13:00:00Z}\n---\n",
    )
    .file(&format!("{folder}/01-seen.support.md"), "---\nsay: [This may be said.]\n---\n")
    .file(
        &format!("{folder}/01-seen.business.md"),
        "---\nlines:\n  - {function: legal, go: go, what: nothing runs}\n  - {function: sales, go: watch, what: renewals}\n  - {function: marketing, go: hold, what: the mailing, owner: the head, release_on: resolved}\n---\nWords for the business.\n",
    )
    .file(
        "incidents/2026-11-20-major/01-seen.executives.md",
        "---\nbottom_line: Less of it.\nasks:\n  - {what: a third ask, of: CFO, by: 2026-11-20T13:00:00Z}\n---\n",
    )
}

fn index(case: &Case, edition: &str) -> String {
    let files = case.build_only(&[edition]).remove(edition).unwrap_or_else(|| panic!("withheld: {}", case.told()));
    String::from_utf8(files["index.html"].clone()).unwrap()
}

/// That phrases stand in this order, each after the one before.
fn in_order(page: &str, phrases: &[&str]) {
    let mut at = 0;
    for phrase in phrases {
        let found = page[at..].find(phrase);
        at += found.unwrap_or_else(|| panic!("`{phrase}` doesn't follow: {}", &page[at..]));
        at += phrase.len();
    }
}

/// What stands between two phrases.
fn between<'a>(page: &'a str, from: &str, until: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let end = page[start..].find(until).unwrap_or_else(|| panic!("no `{until}` after `{from}`"));
    &page[start..start + end]
}

#[test]
fn executives_see_several_incidents_at_a_glance() {
    let page = index(&three(), "executives");
    let digest = between(&page, "<div class=\"digest\">", "<article");
    // First the one that the business answers to, then by severity, whatever the components say.
    in_order(
        digest,
        &[
            "The answered incident",
            ">sev2<",
            ">Business response<",
            "The bottom of it.",
            "Impact: <b>Unknown</b>",
            "Confidence: Low",
            "Next update by <time",
            "The major incident",
            ">sev1<",
            "Less of it.",
            "Impact: <b>70 customers</b>",
            "The minor incident",
            ">sev3<",
            "Impact: <b>Unknown</b>",
        ],
    );
    // What the executives owe over all of them, the late marked; what may be lost; what is held.
    in_order(
        digest,
        &[
            "All accounts together · At stake if nothing changes: <b>EUR 100</b>",
            "Asked",
            "a first ask <b>CTO</b>",
            "hidden>by <time",
            "late\" data-from=\"2026-11-20T12:30+01:00\">overdue since",
            "a second ask <b>CEO</b>",
            "late\" data-from=\"2026-11-20T14:00+01:00\" hidden>overdue since",
            "To decide",
            "a decision <b>COO</b>",
            "The major incident",
            "a third ask <b>CFO</b>",
            "Holds",
            "<b>marketing</b> the mailing",
            "the head · Until resolved",
        ],
    );
    assert!(index(&busy(), "executives").matches("class=\"digest\"").count() == 0, "one incident needs no digest");
}

/// One incident alone, with or without a business response.
fn busy() -> Case {
    three()
        .without("incidents/2026-11-20-minor/incident.md")
        .without("incidents/2026-11-20-minor/incident.internal.md")
        .without("incidents/2026-11-20-minor/01-seen.md")
        .without("incidents/2026-11-20-major/incident.md")
        .without("incidents/2026-11-20-major/incident.internal.md")
        .without("incidents/2026-11-20-major/01-seen.md")
        .without("incidents/2026-11-20-major/01-seen.executives.md")
}

#[test]
fn a_business_response_changes_the_page_of_those_who_lead_it() {
    let calm = busy().file("incidents/2026-11-20-answered/incident.internal.md", "---\nseverity: sev2\n---\n");
    let (declared, plain) = (index(&busy(), "executives"), index(&calm, "executives"));
    in_order(
        &declared,
        &[
            "Business response declared at",
            "by the commander",
            "<b>business lead</b> the chief",
            "The answered incident",
            "The bottom of it.",
            "a first ask",
            "a decision",
            "the mailing",
            "Talking points",
            "This may be said.",
        ],
    );
    assert!(!declared.contains("the engineer"), "who leads the business is whom to ask");
    for gone in ["Business response", "Talking points", "This may be said."] {
        assert!(!plain.contains(gone), "{gone}");
    }
    // The business is told its holds first, then what to watch, and beside them what to say.
    let (declared, plain) = (index(&busy(), "business"), index(&calm, "business"));
    let board = ["marketing</b> <span>the mailing", "sales</b> <span>renewals", "legal</b> <span>nothing runs"];
    in_order(&declared, &board);
    in_order(&plain, &board);
    in_order(&declared, &[board[2], "Talking points", "Words for the business."]);
    assert!(!plain.contains("Talking points") && plain.contains("Words for the business."));
    // Once it is resolved nobody answers any more.
    let over = busy().file(
        "incidents/2026-11-20-answered/02-over.md",
        "---\nstatus: resolved\nat: 2026-11-20T11:45:00Z\n---\nOver.\n",
    );
    assert!(!index(&over, "executives").contains("class=\"mode\""));
}

#[test]
fn a_hold_that_was_released_looks_released_and_says_since_when() {
    let released = "---\nstatus: identified\nat: 2026-11-20T11:40:00Z\n---\nFound.\n";
    let go = "---\nlines:\n  - {function: marketing, go: go, what: the mailing}\n  - {function: sales, go: hold, what: demos}\n---\n";
    let case = three()
        .file("incidents/2026-11-20-answered/02-found.md", released)
        .file("incidents/2026-11-20-answered/02-found.business.md", go);
    let files =
        case.build_only(&["business"]).remove("business").unwrap_or_else(|| panic!("withheld: {}", case.told()));
    let page = text(&files, "incidents/2026-11-20-answered.html");
    let row = |function: &str| between(&page, &format!("{function}<span class=\"what\">"), "</tr>").to_owned();
    assert!(page.contains("<span class=\"call\">Released</span> marketing"), "{page}");
    assert!(page.contains("<span class=\"call hold\">In force</span> sales"), "{page}");
    let times = |function: &str| row(function).matches("<time ").count();
    assert!(row("marketing").contains("resolved<span class=\"small\"><time datetime=\"2026-11-20T12:40+01:00\""));
    assert_eq!((times("marketing"), times("sales")), (2, 1));
}

#[test]
fn an_account_is_told_first_what_touches_it() {
    // To globex the payouts matter, of which the other two incidents say nothing; to acme the checkout.
    let titles = ["The minor incident", "The major incident"];
    in_order(between(&index(&three(), "strategic/globex"), "class=\"lead", "class=\"systems"), &titles);
    let reversed = [titles[1], titles[0]];
    in_order(between(&index(&three(), "strategic/acme"), "class=\"lead", "class=\"systems"), &reversed);
}

#[test]
fn what_is_new_to_say_is_marked_in_words_and_not_copied() {
    let case = busy().file(
        "incidents/2026-11-20-answered/02-more.support.md",
        "---\nstatus: investigating\nat: 2026-11-20T11:30:00Z\nsay: [This may be said., And this.]\n---\n",
    );
    let page = index(&case, "support");
    assert!(page.contains("<p>This may be said.</p>\n<p class=\"fresh\" data-new=\"New\">And this.</p>"));
    assert!(page.contains("data-copy=\"This may be said.\nAnd this.\""));
}

/// The demonstration, with an address for every edition, so that each has feeds and an API.
fn addressed() -> Case {
    let mut content = demonstration::content();
    let audiences = String::from_utf8(content["audiences.yaml"].clone()).unwrap();
    let mut addressed = String::new();
    for line in audiences.lines() {
        let closed = line.strip_suffix('}').filter(|line| !line.contains("url:") && !line.contains("kind: account"));
        match closed.and_then(|entry| Some((entry, entry.split_once(':')?.0))) {
            Some((entry, name)) => {
                addressed += &format!("{entry}, url: \"https://{name}.status.meridianpay.example\"}}\n");
            }
            None => addressed = addressed + line + "\n",
        }
    }
    content.insert("audiences.yaml".to_owned(), addressed.into());
    Case::of(content, demonstration::NOW)
}

fn text(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.clone()).unwrap()
}

/// On one line, as every format may fold it.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bodies of a Statuspage file, by the incident's name.
fn bodies(files: &Files, path: &str, list: &str) -> BTreeMap<String, String> {
    let file: Value = serde_json::from_str(&text(files, path)).unwrap();
    let of = |one: &Value| {
        let updates = one["incident_updates"].as_array().unwrap().iter();
        let bodies: Vec<String> = updates.map(|update| flat(update["body"].as_str().unwrap())).collect();
        (one["name"].as_str().unwrap().to_owned(), bodies.join(" "))
    };
    file[list].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn feeds_api_and_calendar_speak_in_the_audiences_own_words() {
    let case = addressed();
    let built = case.build();
    assert_eq!(built.len(), 7);
    let mut heard: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (name, files) in &built {
        let edition = case.edition(name);
        let feed: Value = serde_json::from_str(&text(files, "feed.json")).unwrap();
        let entries: BTreeMap<&str, String> = feed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["url"].as_str().unwrap(), flat(item["content_text"].as_str().unwrap())))
            .collect();
        let calendar = text(files, "calendar.ics").replace("\r\n ", "");
        let calendar = flat(&calendar.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";"));
        let incidents = bodies(files, "api/v2/incidents.json", "incidents");
        let maintenance = bodies(files, "api/v2/scheduled-maintenances.json", "scheduled_maintenances");
        let counts = heard.entry(name).or_default();
        for incident in &edition.incidents {
            for moment in &incident.moments {
                for part in moment.parts.iter().filter(|part| part.own) {
                    let facts = [&part.facts.bottom_line, &part.facts.condition, &part.facts.workaround];
                    let mut said: Vec<String> = facts.into_iter().flatten().flatten().map(|fact| flat(fact)).collect();
                    said.extend(part.facts.say.iter().flatten().flatten().map(|sentence| flat(sentence)));
                    let lines = part.facts.lines.iter().flatten().flatten();
                    said.extend(lines.filter_map(|line| line.what.as_deref().map(flat)));
                    let prose = flat(&part.words.text());
                    // The first words: markup further on is written in each format's way.
                    said.extend((!prose.is_empty()).then(|| prose.chars().take(30).collect()));
                    let folder = if incident.kind == IncidentKind::Incident { "incidents" } else { "maintenance" };
                    let address =
                        format!("{}/{folder}/{}.html#{}", edition.url.as_ref().unwrap(), incident.slug, moment.slug);
                    let api = if incident.kind == IncidentKind::Incident { &incidents } else { &maintenance };
                    for said in said {
                        if let Some(entry) = entries.get(&*address) {
                            assert!(entry.contains(&said), "{name}: {address}: `{said}` is not in {entry}");
                            counts[0] += 1;
                        }
                        if let Some(body) = api.get(&incident.title) {
                            assert!(body.contains(&said), "{name}: {}: `{said}` is not in {body}", incident.title);
                            counts[1] += 1;
                        }
                        if incident.kind == IncidentKind::Maintenance {
                            assert!(calendar.contains(&said), "{name}: `{said}` is not in the calendar");
                            counts[2] += 1;
                        }
                    }
                }
            }
        }
    }
    for (name, [feed, api, calendar]) in heard {
        assert!(feed >= 3 && api >= 3, "{name}: {feed} in feeds, {api} in the API");
        // Only two audiences have no words of their own about planned work.
        let planned = calendar > 0;
        assert!(planned || name.starts_with("strategic/") || name == "engineering", "{name}: nothing in the calendar");
    }
}

fn ends(path: &str, with: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == with)
}

/// Every line that people read in files for machines.
fn lines_for_people(files: &Files) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut take = |path: &str, text: &str| {
        let own =
            text.lines().map(|line| (path.to_owned(), line.trim_start_matches(['#', '-', '*', '[', ' ']).to_owned()));
        lines.extend(own);
    };
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with("feed.json") {
            let feed: Value = serde_json::from_slice(bytes).unwrap();
            for item in feed["items"].as_array().unwrap() {
                take(path, item["content_text"].as_str().unwrap());
                take(path, item["title"].as_str().unwrap());
            }
        } else if path == "api/v2/incidents.json" {
            let all: Value = serde_json::from_slice(bytes).unwrap();
            for update in
                all["incidents"].as_array().unwrap().iter().flat_map(|one| one["incident_updates"].as_array().unwrap())
            {
                take(path, update["body"].as_str().unwrap());
            }
        } else if ends(path, "ics") {
            take(path, &text.replace("\r\n ", "").replace("\\n", "\n").replace("DESCRIPTION:", ""));
        } else if path == "status.txt" || ends(path, "md") {
            take(path, &text);
        } else if ends(path, "svg") || path.ends_with("shields.json") {
            take(path, &text.replace(['>', '<', '"'], "\n"));
        }
    }
    lines
}

#[test]
fn files_for_machines_name_things_in_the_language_of_the_site() {
    let english = include_str!("../../themes/default/strings/en.yaml");
    let entries = strings::parse(&"en.yaml".into(), english).unwrap();
    let rooms = ["banner.", "state.", "status.", "fact.", "incident.", "index.", "go.", "confidence.", "page."];
    let is_label = |key: &str| rooms.iter().any(|room| key.starts_with(room));
    let mut labels = Vec::new();
    for (key, entry) in entries.keys() {
        if let Entry::Word(word) = entry
            && is_label(&key)
        {
            labels.push(word.split(['{', '.']).next().unwrap().trim().to_owned());
        }
    }
    labels.extend(["Everyone".to_owned(), "Inside the company".to_owned(), "1 open".to_owned()]);
    labels.retain(|label| label.len() > 2);
    let site = String::from_utf8(demonstration::content()["site.yaml"].clone()).unwrap();
    let case = addressed().file("site.yaml", &site.replace("language: en", "language: ja"));
    let mut tried = 0;
    for (edition, files) in case.build() {
        for (path, line) in lines_for_people(&files) {
            // A body may have such a heading of its own.
            let is_drawn = ends(&path, "svg") || path.ends_with("shields.json") || path == "status.txt";
            tried += 1;
            let named = labels.iter().find(|label| {
                let rest = line.strip_prefix(label.as_str());
                rest.is_some_and(|rest| rest.starts_with([':', ']', '*']) || rest.is_empty() && is_drawn)
                    || line.ends_with(&format!("– {label}"))
            });
            assert!(!line.contains("; Until: "), "{edition}/{path}: {line}");
            assert_eq!(named, None, "{edition}/{path} is not in Japanese: {line}");
        }
    }
    assert!(tried > 5000, "only {tried} lines");
}
