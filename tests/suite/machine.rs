//! What machines read: the API and feeds of one small site to the letter, and what holds of them whatever is written.
//!
//! The expected files lie in `tests/machine/`; `BLESS=1 cargo test machine` writes them anew. Read the change before keeping it.
#![expect(clippy::disallowed_methods, reason = "expected files are to be read as a machine would")]

use crate::case::{Case, Files};
use crate::generated::tried;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

const INCIDENT: &str = "incidents/2026-11-20-slow/incident.md";
const MAINTENANCE: &str = "maintenance/2026-11-25-ledger";

/// An open incident with a correction, one that was written up, and maintenance ahead.
fn small() -> Case {
    Case::default()
        .file(INCIDENT, "---\ntitle: \"Zoë's \\\"Kasse\\\" & <Co>\"\n---\n")
        .file(
            "incidents/2026-11-20-slow/01-investigating.md",
            "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: partial_outage}\n---\nSome \
             *orders* fail: 支付 & `a < b`.\n",
        )
        .file(
            "incidents/2026-11-20-slow/02-identified.md",
            "---\nstatus: identified\nat: 2026-11-20T09:30:00Z\nnext_update: 2026-11-20T12:30:00Z\n---\nWe know why.\n",
        )
        .file("incidents/2026-11-18-late/incident.md", "---\ntitle: Payouts were late\n---\n")
        .file(
            "incidents/2026-11-18-late/01-monitoring.md",
            "---\nstatus: monitoring\nat: 2026-11-18T09:00:00Z\ncomponents: {payouts: major_outage}\n---\nIt is mended.\n",
        )
        .file(
            "incidents/2026-11-18-late/02-resolved.md",
            "---\nstatus: resolved\nat: 2026-11-18T10:00:00Z\ncomponents: {payouts: operational}\n---\nIt is over.\n",
        )
        .file("incidents/2026-11-18-late/postmortem.md", "---\nat: 2026-11-19T10:00:00Z\n---\n## Why\n\nA disk.\n")
        .file(
            &format!("{MAINTENANCE}/maintenance.md"),
            "---\ntitle: A larger ledger\nfrom: 2026-11-25T20:00:00Z\nuntil: 2026-11-25T21:00:00Z\ncomponents: [payouts]\n---\n",
        )
        .file(
            &format!("{MAINTENANCE}/01-scheduled.md"),
            "---\nstatus: scheduled\nat: 2026-11-19T20:00:00Z\n---\nPayouts wait for an hour.\n",
        )
}

fn public(case: &Case) -> Files {
    case.build_only(&["public"]).remove("public").unwrap_or_else(|| panic!("it is withheld: {}", case.told()))
}

fn json(files: &Files, path: &str) -> Value {
    serde_json::from_slice(&files[path]).unwrap()
}

#[test]
fn what_machines_read_of_a_small_site_is_this() {
    let files = public(&small());
    let wanted = |path: &str| {
        (path.starts_with("api/v2/") && path != "api/v2/schema.json")
            || ["atom.xml", "rss.xml", "feed.json", "calendar.ics", "status.txt", "llms.txt", "shields.json"]
                .contains(&path)
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/machine");
    let mut wrong = String::new();
    let mut tried = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| wanted(path)) {
        tried += 1;
        // Laid out, so that a change can be read; order is kept.
        let laid_out = path.starts_with("api/") || path == "feed.json";
        let is = if laid_out {
            let value: Value = serde_json::from_slice(bytes).unwrap();
            format!("{}\n", serde_json::to_string_pretty(&value).unwrap())
        } else {
            String::from_utf8(bytes.clone()).unwrap()
        };
        let at = root.join(path);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(at.parent().unwrap()).unwrap();
            std::fs::write(&at, &is).unwrap();
        } else if std::fs::read_to_string(&at).ok().as_ref() != Some(&is) {
            writeln!(wrong, "{path} is\n{is}").unwrap();
        }
    }
    assert_eq!(tried, 15);
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every string under a key that ends in `id`, or is one of an item of a feed.
fn ids(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if let Some(id) = value.as_str().filter(|_| key == "id" || key.ends_with("_id") || key == "code") {
                    into.insert(id.to_owned());
                }
                ids(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| ids(value, into)),
        _ => {}
    }
}

fn all_ids(files: &Files) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in ["api/v2/summary.json", "api/v2/incidents.json", "api/v2/scheduled-maintenances.json", "feed.json"] {
        ids(&json(files, path), &mut found);
    }
    let calendar = String::from_utf8(files["calendar.ics"].clone()).unwrap();
    found.extend(calendar.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned));
    found
}

#[test]
fn ids_survive_new_titles_names_and_words() {
    let before = all_ids(&public(&small()));
    let after = small().file(INCIDENT, "---\ntitle: Quite another title\n---\n").file(
        "incidents/2026-11-20-slow/02-identified.md",
        "---\nstatus: identified\nat: 2026-11-20T09:30:00Z\n---\nOther words.\n",
    );
    assert!(before.len() > 15, "only {} ids were found", before.len());
    assert_eq!(all_ids(&public(&after)), before);
}

/// Without a day of its own a component is as old as the first thing that this edition tells of, and of what others tell it
/// knows nothing.
#[test]
fn a_component_is_as_old_as_its_day_or_as_the_first_thing_that_readers_are_told_of() {
    let site = "name: Pay\nurl: https://status.pay.example\ntimezone: Europe/Berlin\ngroups:\n  - name: All\n    components:\n      - {id: api, name: API}\n      - {id: new, name: New, since: 2026-03-01}\n";
    let of = |case: &Case| {
        let components = json(&public(case), "api/v2/components.json");
        let all = components["components"].as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["created_at"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let incident = |case: Case, day: &str, suffix: &str| {
        let text =
            format!("---\nstatus: resolved\nat: {day}T10:00:00Z\ncomponents: {{api: partial_outage}}\n---\nOver.\n");
        case.file(
            &format!("incidents/{day}-api/incident{suffix}.md"),
            &format!("---\ntitle: Slow\nstarted: {day}T09:00:00Z\n---\n"),
        )
        .file(&format!("incidents/{day}-api/01-over{suffix}.md"), &text)
    };
    let day = "New 2026-02-28T23:00:00.000Z";
    let begun = Case::default().file("site.yaml", site);
    assert_eq!(of(&begun), ["All 2026-02-28T23:00:00.000Z", "API 2026-02-28T23:00:00.000Z", day]);
    let told = incident(begun, "2026-02-02", "");
    let first = ["All 2026-02-02T09:00:00.000Z", "API 2026-02-02T09:00:00.000Z", day];
    assert_eq!(of(&told), first);
    assert_eq!(of(&incident(told, "2026-01-01", ".internal")), first);
    let bare = Case::default().file("site.yaml", &site.replace(", since: 2026-03-01", ""));
    assert_eq!(of(&bare)[0], "All 1970-01-01T00:00:00.000Z", "there is no instant to tell");
}

#[test]
fn the_roll_up_is_a_function_of_component_states_alone() {
    let table = [
        ("{checkout: operational}", "none", "All Systems Operational"),
        ("{checkout: degraded_performance}", "minor", "Partially Degraded Service"),
        ("{checkout: partial_outage, api: degraded_performance}", "minor", "Minor Service Outage"),
        ("{checkout: major_outage, api: partial_outage}", "major", "Partial System Outage"),
        ("{checkout: major_outage, payouts: major_outage, api: major_outage}", "critical", "Major Service Outage"),
    ];
    for (states, indicator, description) in table {
        let update =
            format!("---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {states}\n---\nWe look.\n");
        let case = Case::default()
            .file(INCIDENT, "---\ntitle: One\n---\n")
            .file("incidents/2026-11-20-slow/01-investigating.md", &update);
        let files = public(&case);
        for path in ["api/v2/status.json", "api/v2/summary.json"] {
            let status = &json(&files, path)["status"];
            assert_eq!(
                (status["indicator"].as_str(), status["description"].as_str()),
                (Some(indicator), Some(description))
            );
        }
    }
}

#[test]
fn the_next_maintenance_comes_first_wherever_it_is_listed_and_shares_are_as_on_the_page() {
    let mut case = small();
    for day in ["22", "23", "28"] {
        let folder = format!("maintenance/2026-11-{day}-more");
        case = case
            .file(
                &format!("{folder}/maintenance.md"),
                &format!("---\ntitle: Work of the {day}\nfrom: 2026-11-{day}T20:00:00Z\nuntil: 2026-11-{day}T21:00:00Z\ncomponents: [payouts]\n---\n"),
            )
            .file(
                &format!("{folder}/01-scheduled.md"),
                "---\nstatus: scheduled\nat: 2026-11-19T20:00:00Z\n---\nWork.\n",
            );
    }
    let files = public(&case);
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let order = |path: &str| {
        let text = text(path);
        let names = ["Work of the 22", "Work of the 23", "A larger ledger", "Work of the 28"];
        names.iter().filter_map(|name| text.find(name)).collect::<Vec<_>>()
    };
    assert_eq!(order("status.txt").len(), 2, "{}", text("status.txt"));
    for path in ["status.txt", "index.md", "llms.txt", "index.html"] {
        assert!(order(path).len() >= 2 && order(path).is_sorted(), "{path}: {}", text(path));
    }
    // One hour of a major outage in 90 days less 14 hours: 99.9534 %, never 99.96.
    assert!(
        text("index.md").contains("[Payouts](components/payouts.html): Operational (99.95% uptime)"),
        "{}",
        text("index.md")
    );
    assert!(text("index.html").contains("99.95% uptime"));
}

/// What no text may break.
fn holds(files: &Files) {
    for (path, bytes) in files {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        match path.rsplit_once('.').map(|(_, end)| end) {
            Some("xml" | "svg") => {
                drop(roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{path}: {e}\n{text}")));
            }
            Some("json") => {
                let value: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}"));
                if path.starts_with("api/v2/") && path != "api/v2/schema.json" {
                    shape(path, &value);
                }
            }
            Some("ics") => folded(path, text),
            _ => {}
        }
    }
}

/// Lines end in CRLF, none is longer than 75 octets, and none but a folded one begins with white space.
fn folded(path: &str, text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{path}: {line:?} has {} octets", line.len());
        assert!(!line.is_empty() && !line.chars().any(|c| c.is_control() && c != '\t'), "{path}: {line:?}");
    }
    for line in text.replace("\r\n ", "").trim_end().split("\r\n") {
        let name = line.split([':', ';']).next().unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'), "{path}: {line:?} is no property");
    }
}

/// Times have three digits and a zone, places are 1..255, updates are there and the newest is first.
fn shape(path: &str, value: &Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if let Some(time) = value.as_str().filter(|_| key.ends_with("_at") || key.starts_with("scheduled_")) {
                    assert!(
                        time.len() == 24 && time.as_bytes()[19] == b'.' && time.ends_with('Z'),
                        "{path}: {key} {time}"
                    );
                }
                if key == "position" {
                    assert!((1..=255).contains(&value.as_u64().unwrap()), "{path}: {value}");
                }
                if key == "incident_updates" {
                    let times: Vec<&str> =
                        value.as_array().unwrap().iter().map(|update| update["display_at"].as_str().unwrap()).collect();
                    assert!(!times.is_empty() && times.is_sorted_by(|one, next| one >= next), "{path}: {times:?}");
                }
                shape(path, value);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| shape(path, value)),
        _ => {}
    }
}

/// Text as YAML takes it in double quotes, whatever it is.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(quoted, "\\{c}").unwrap(),
            ' '..='~' => quoted.push(c),
            c => write!(quoted, "\\U{:08X}", u32::from(c)).unwrap(),
        }
    }
    quoted + "\""
}

/// Letters of every script, controls, what XML forbids, marks that turn the direction, what formats escape.
fn text() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        6 => any::<char>(),
        3 => proptest::sample::select(vec!['"', '\'', '&', '<', '>', ';', ',', ':', '\\', ']', '-', '*', '#', '|', '`']),
        2 => proptest::sample::select(vec!['\u{0}', '\u{7}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{fffe}']),
        2 => proptest::sample::select(vec!['\u{200f}', '\u{202e}', '\u{2067}', 'ا', 'ל', '支', '😀', '\u{301}', '\r', '\n', '\t']),
        4 => proptest::char::range('a', 'z'),
    ];
    proptest::collection::vec(one, 1..60).prop_map(|chars| chars.into_iter().collect())
}

/// How often text that could be built was tried; the rest is withheld, as it should be.
static BUILT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

proptest! {
    #![proptest_config(tried(96))]

    fn no_text_that_passes_makes_a_broken_file(title in text(), body in text(), fact in text()) {
        // Each alone as well: what is refused in one place must not keep the others from being tried.
        for (title, body, fact) in [(&*title, "b", "f"), ("t", &*body, "f"), ("t", "b", &*fact), (&*title, &*body, &*fact)] {
            let update = format!(
                "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {{api: partial_outage}}\nworkaround: {}\n---\n{body}\n",
                quoted(fact)
            );
            let maintenance = format!(
                "---\ntitle: {}\nfrom: 2026-11-25T20:00:00Z\nuntil: 2026-11-25T21:00:00Z\ncomponents: [payouts]\n---\n",
                quoted(title)
            );
            let case = small()
                .file(INCIDENT, &format!("---\ntitle: {}\n---\n", quoted(title)))
                .file("incidents/2026-11-20-slow/01-investigating.md", &update)
                .file(&format!("{MAINTENANCE}/maintenance.md"), &maintenance);
            if let Some(files) = case.build_only(&["public"]).remove("public") {
                BUILT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                holds(&files);
            }
        }
    }
}

#[test]
fn whatever_text_passes_makes_no_broken_file() {
    no_text_that_passes_makes_a_broken_file();
    let built = BUILT.load(std::sync::atomic::Ordering::Relaxed);
    assert!(built > 30, "only {built} of 384 sites could be built");
}

#[test]
fn what_read_an_earlier_status_page_is_sent_on() {
    let built = small().build_only(&["public", "executives"]);
    let told = String::from_utf8(built["public"]["_redirects"].clone()).unwrap();
    assert_eq!(
        told,
        "/history /history/2026-11.html 302\n/incidents /history/2026-11.html 302\n/issues /history/2026-11.html 302\n\
         /history.atom /atom.xml 301\n/history.rss /rss.xml 301\n/index.xml /rss.xml 301\n/index.atom /atom.xml 301\n"
    );
    for new in told.lines().map(|line| line.split(' ').nth(1).unwrap()) {
        assert!(built["public"].contains_key(&new[1..]), "{new}");
    }
    assert!(!built["executives"].contains_key("_redirects"));
}

/// A number of updates, some of them corrections, for an incident and a maintenance.
fn told_site(updates: &[(u32, bool)]) -> (Case, Vec<String>) {
    let mut case = Case::default().file(INCIDENT, "---\ntitle: One\n---\n").file(
        &format!("{MAINTENANCE}/maintenance.md"),
        "---\ntitle: Two\nfrom: 2026-11-25T20:00:00Z\nuntil: 2026-11-25T21:00:00Z\ncomponents: [payouts]\n---\n",
    );
    let mut words = Vec::new();
    for (number, (minutes, corrects)) in updates.iter().enumerate() {
        let at = format!("2026-11-{:02}T{:02}:{:02}:00Z", 10 + minutes / 1440, minutes / 60 % 24, minutes % 60);
        let correction = if *corrects && number > 0 { "corrects: 00-said-0\n" } else { "" };
        let first = if number == 0 { "2026-11-09T09:00:00Z".to_owned() } else { at };
        for (folder, status) in [("incidents/2026-11-20-slow", "identified"), (MAINTENANCE, "scheduled")] {
            let said = format!("words{}x{number}y", folder.len());
            let front =
                format!("status: {status}\nat: {first}\n{correction}components: {{api: degraded_performance}}\n");
            case = case.file(&format!("{folder}/{number:02}-said-{number}.md"), &format!("---\n{front}---\n{said}\n"));
            words.push(said);
        }
    }
    (case, words)
}

/// The words of each update as often as a format has it.
fn counts(files: &Files, path: &str, said: &str) -> usize {
    String::from_utf8(files[path].clone()).unwrap().replace("\r\n ", "").matches(said).count()
}

proptest! {
    #![proptest_config(tried(32))]

    #[test]
    fn every_update_is_in_each_format_once(
        updates in proptest::collection::vec((1_u32..14_000, any::<bool>()), 1..12)
    ) {
        let (case, words) = told_site(&updates);
        let files = public(&case);
        let half = words.len() / 2;
        for said in &words {
            let of_incident = said.starts_with(&format!("words{}x", "incidents/2026-11-20-slow".len()));
            let (api, copy, page) = if of_incident {
                ("api/v2/incidents.json", "incidents/2026-11-20-slow.md", "incidents/2026-11-20-slow.html")
            } else {
                ("api/v2/scheduled-maintenances.json", "maintenance/2026-11-25-ledger.md", "maintenance/2026-11-25-ledger.html")
            };
            for path in ["atom.xml", "rss.xml", api, copy] {
                prop_assert_eq!(counts(&files, path, said), 1, "{} in {}", said, path);
            }
            // In the page once in its timeline, and the first or the last words perhaps in its head.
            let page = String::from_utf8(files[page].clone()).unwrap();
            let timeline = &page[page.find("<ol class=\"timeline\">").unwrap()..];
            prop_assert_eq!(timeline.matches(&**said).count(), 1, "{}", said);
            prop_assert_eq!(counts(&files, "calendar.ics", said), usize::from(!of_incident));
        }
        let feed = json(&files, "feed.json");
        let entries = feed["items"].as_array().unwrap();
        let ids: BTreeSet<&str> = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        prop_assert_eq!((entries.len(), ids.len()), (2 * half, 2 * half));
    }
}

#[test]
fn a_correction_brings_what_it_corrects_back_up_and_new_words_make_no_second_entry() {
    let feed = |case: &Case| -> Vec<(String, String)> {
        let feed = json(&public(case), "feed.json");
        let entry = |entry: &Value| ["id", "date_modified"].map(|key| entry[key].as_str().unwrap().to_owned());
        let entries = feed["items"].as_array().unwrap().iter().map(entry);
        entries
            .filter(|[id, _]| id.contains("slow"))
            .map(|[id, at]| (id[id.rfind('/').unwrap() + 1..].to_owned(), at))
            .collect()
    };
    let said = |name: &str, at: &str| (name.to_owned(), format!("2026-11-20T{at}:00Z"));
    let before = [said("identified", "09:30"), said("investigating", "09:00")];
    assert_eq!(feed(&small()), before);
    let edited = small().file(
        "incidents/2026-11-20-slow/01-investigating.md",
        "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\n---\nOther words.\n",
    );
    assert_eq!(feed(&edited), before);
    let corrected = small().file(
        "incidents/2026-11-20-slow/03-correction.md",
        "---\nstatus: identified\nat: 2026-11-20T10:00:00Z\ncorrects: 01-investigating\n---\nIt was less.\n",
    );
    let after = feed(&corrected);
    assert_eq!(after.len(), 3);
    assert!(after.contains(&said("correction", "10:00")) && after.contains(&said("investigating", "10:00")));
    assert_eq!(after[2], said("identified", "09:30"));
}

#[test]
fn a_feed_holds_the_newest_updates_and_stays_small() {
    let mut case = Case::default();
    for number in 0..40 {
        let folder = format!("incidents/2026-11-{:02}-slow-{number}", 1 + number % 19);
        let begun = format!("2026-11-{:02}T08:{:02}:00Z", 1 + number % 19, number);
        let update =
            |status: &str, at: &str, more: &str| format!("---\nstatus: {status}\nat: {at}\n{more}---\nWords.\n");
        let component = if number % 2 == 0 { "components: {checkout: partial_outage}\n" } else { "" };
        case = case
            .file(&format!("{folder}/incident.md"), "---\ntitle: Slow\n---\n")
            .file(&format!("{folder}/01-investigating.md"), &update("investigating", &begun, component))
            .file(&format!("{folder}/02-resolved.md"), &update("resolved", &begun.replace("T08", "T09"), ""));
    }
    let files = public(&case);
    let times = |path: &str| -> Vec<String> {
        let feed = json(&files, path);
        let posted = |entry: &Value| entry["date_published"].as_str().unwrap().to_owned();
        feed["items"].as_array().unwrap().iter().map(posted).collect()
    };
    let (whole, own) = (times("feed.json"), times("components/checkout.feed.json"));
    assert_eq!((whole.len(), own.len(), times("components/api.feed.json").len()), (50, 25, 0));
    for times in [&whole, &own] {
        assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    }
    // Of twice forty updates the oldest are left out, and of those of the component too.
    assert!(whole.last().unwrap().as_str() > "2026-11-07" && own.last().unwrap().as_str() > "2026-11-05");
}
