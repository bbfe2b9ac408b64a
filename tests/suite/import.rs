//! What other status pages told becomes files of a site, word for word and minute for minute; what has no place here is told.
//!
//! `tests/import/*.txt` hold what becomes of each example to the letter: `BLESS=1 cargo test import` writes them anew.
#![expect(clippy::disallowed_methods, reason = "these tests start the program and look at what it wrote")]

use crate::case::Case;
use crate::demonstration;
use crate::generated::tried;
use candor::practice::import::{Kind, Told, cstate, files, statuspage};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const NOW: &str = "2026-11-30T00:00:00Z";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn import(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.arg("import").args(arguments).arg("--site").arg(site).current_dir(examples());
    command.env("SOURCE_DATE_EPOCH", NOW.parse::<jiff::Timestamp>().unwrap().as_second().to_string());
    command.output().unwrap()
}

/// What the program said, and the text of every file of a site.
fn written(output: &Output, site: &Path) -> String {
    let mut text = format!("{}{}", said(&output.stdout), said(&output.stderr));
    for entry in walkdir::WalkDir::new(site.join("content")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(site).unwrap().display().to_string();
            let file = std::fs::read_to_string(entry.path()).unwrap();
            write!(text, "\n=== {path}\n{file}").unwrap();
        }
    }
    text
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Holds an example to its file, builds the site that came of it, and imports it once more.
fn holds(name: &str, arguments: &[&str]) {
    let root = TempDir::new().unwrap();
    let site = root.path().join("site");
    let output = import(&site, arguments);
    let got = written(&output, &site);
    let path = examples().join(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &got).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), got);
    assert_eq!(output.status.code(), Some(0));
    let mut build = Command::new(env!("CARGO_BIN_EXE_candor"));
    let built = build.args(["build", "--now", NOW, "--site"]).arg(&site).output().unwrap();
    assert!(built.status.success(), "{}", said(&built.stderr));
    let again = import(&site, arguments);
    assert!(said(&again.stdout).starts_with("wrote 0 incidents, 0 maintenance and 0 updates in 0 files\nkept  "));
    let tree = |text: &str| text.split_once("\n===").unwrap().1.to_owned();
    assert_eq!(tree(&written(&again, &site)), tree(&got), "nothing that is there is touched");
    // Another zone on the new page makes no other days of the old ones.
    let settings = site.join("content/site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let zone = text.lines().find(|line| line.starts_with("timezone:")).unwrap();
    std::fs::write(&settings, text.replace(zone, "timezone: Pacific/Kiritimati")).unwrap();
    assert!(
        said(&import(&site, arguments).stdout)
            .starts_with("wrote 0 incidents, 0 maintenance and 0 updates in 0 files\n")
    );
}

#[test]
fn a_site_of_cstate_is_taken_over() {
    holds("cstate", &["cstate", "cstate"]);
}

#[test]
fn the_answers_of_a_statuspage_are_taken_over() {
    holds("statuspage", &["statuspage", "statuspage/summary.json", "statuspage/incidents.json", "statuspage/v1.json"]);
}

/// Our own API is Statuspage's: what it says of the demonstration comes back the same.
#[test]
fn what_we_publish_can_be_taken_over() {
    let root = TempDir::new().unwrap();
    let first = Case::of(demonstration::content(), demonstration::NOW).build_only(&["public"]);
    let mut names = Vec::new();
    for name in ["summary", "incidents", "components", "scheduled-maintenances"] {
        let path = root.path().join(format!("{name}.json"));
        std::fs::write(&path, &first["public"][&format!("api/v2/{name}.json")]).unwrap();
        names.push(path.to_str().unwrap().to_owned());
    }
    let site = root.path().join("site");
    let arguments: Vec<&str> = std::iter::once("statuspage").chain(names.iter().map(String::as_str)).collect();
    let output = import(&site, &arguments);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", said(&output.stderr));
    let mut build = Command::new(env!("CARGO_BIN_EXE_candor"));
    build.args(["build", "--quiet", "--now", demonstration::NOW, "--site"]).arg(&site);
    assert!(build.status().unwrap().success());
    for name in ["incidents", "scheduled-maintenances"] {
        let key = name.replace('-', "_");
        let before = told(&serde_json::from_slice(&first["public"][&format!("api/v2/{name}.json")]).unwrap(), &key);
        let after = std::fs::read(site.join(format!("public/api/v2/{name}.json"))).unwrap();
        assert!(before.len() > 8);
        let after = told(&serde_json::from_slice(&after).unwrap(), &key);
        for one in &before {
            assert!(after.contains(one), "{one}");
        }
    }
}

/// What an answer tells of each incident: its name, how it stands, when it began, and each update's status, time and last words.
fn told(json: &Value, key: &str) -> Vec<Value> {
    let update = |update: &Value| {
        let body = update["body"].as_str().unwrap();
        let words = body.rsplit("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        json!([update["status"], update["display_at"], words])
    };
    let one = |one: &Value| {
        let updates: Vec<Value> = one["incident_updates"].as_array().unwrap().iter().map(update).collect();
        let keys = ["name", "status", "impact", "started_at", "scheduled_for", "scheduled_until", "resolved_at"];
        json!([keys.map(|key| one[key].clone()), updates])
    };
    // What was taken back as a false alarm has the states that were told, and no other system can say that they never were.
    json[key].as_array().unwrap().iter().filter(|one| one["impact"] != "none").map(one).collect()
}

#[test]
fn what_can_not_be_read_is_told_with_its_place_and_nothing_is_written() {
    let root = TempDir::new().unwrap();
    let site = root.path().join("site");
    let file = |name: &str, text: &str| {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut all = String::new();
    let mut tell = |arguments: &[&str]| {
        let output = import(&site, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        all.push_str(&said(&output.stderr).replace(root.path().to_str().unwrap(), ""));
        assert!(!site.exists());
    };
    tell(&["statuspage", &file("cut.json", "{\n  \"incidents\": [")]);
    tell(&["statuspage", &file("page.html", "<!DOCTYPE html>")]);
    tell(&["statuspage", &file("other.json", "{\"hello\": []}")]);
    tell(&["statuspage", &file("deep.json", &"[".repeat(100_000))]);
    tell(&["statuspage", &root.path().join("none.json").display().to_string()]);
    tell(&["cstate", root.path().to_str().unwrap()]);
    file("old/config.yml", "title: Old\nparams:\n  - &a [*a]\n");
    let old = root.path().join("old").display().to_string();
    tell(&["cstate", &old]);
    file("old/content/issues/a.md", "");
    tell(&["cstate", &old]);
    assert_eq!(
        all,
        "error: `/cut.json:2:16` is not JSON (it ends too soon): save the whole answer\n\
         error: `/page.html:1:1` is not JSON (another sign stands here than is expected): save the whole answer\n\
         error: `/other.json` holds no page, no components and no incidents: save answers such as \
         https://status.example.com/api/v2/summary.json and …/incidents.json\n\
         error: `/deep.json:1:128` is not JSON (another sign stands here than is expected): save the whole answer\n\
         error: `/none.json` can't be read: No such file or directory (os error 2)\n\
         error: there is no `config.yml` in ``: give the folder of a cState site, with its settings in YAML\n\
         error: `/old/content/issues` is not there: give the folder of a cState site, with `content/issues/`\n\
         error: `config.yml:3:5`: an anchor (`&name`) is not read: write the value out, or put it in quotes\n"
    );
}

#[test]
fn a_site_that_is_there_is_added_to() {
    let root = TempDir::new().unwrap();
    let settings = root.path().join("content/site.yaml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    let text = "name: Ours\ngroups:\n  - name: All\n    components:\n      - {id: interface, name: api}\n";
    std::fs::write(&settings, text).unwrap();
    let output = import(root.path(), &["statuspage", "statuspage/summary.json", "statuspage/v1.json"]);
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), text);
    assert!(said(&output.stdout).contains(
        "next  put these components into the groups of content/site.yaml:\n  - name: Services\n    components:\n      \
         - {id: old-api, name: Old API}\n  - name: Shipping\n    components:\n      - {id: booking, name: Booking, "
    ));
    let told = "until these components are in content/site.yaml, what speaks of them is at fault\n";
    assert_eq!((output.status.code(), said(&output.stderr)), (Some(1), told.to_owned()));
    let maintenance = root.path().join("content/maintenance/2024-05-01-we-move-database/maintenance.md");
    let maintenance = std::fs::read_to_string(root.path().join(maintenance)).unwrap();
    assert!(maintenance.contains("components:\n  - interface\n  - old-api\n"), "{maintenance}");
}

#[test]
fn nothing_is_added_to_a_site_whose_settings_are_at_fault() {
    let root = TempDir::new().unwrap();
    let settings = root.path().join("content/site.yaml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "nmae: Ours\n").unwrap();
    let output = import(root.path(), &["statuspage", "statuspage/v1.json"]);
    assert_eq!((output.status.code(), said(&output.stdout)), (Some(1), String::new()));
    let told = said(&output.stderr);
    assert!(told.contains("did you mean `name`?"), "{told}");
    assert!(told.ends_with("nothing is written: which components there are has to be known first\n"), "{told}");
    assert_eq!(std::fs::read_dir(root.path().join("content")).unwrap().count(), 1);
}

/// The updates of the one record that was told: what each says of how it stands, and when.
fn moments(told: &Told) -> Vec<String> {
    let [record] = &told.records[..] else { panic!("{:?}", told.left) };
    record.moments.iter().map(|moment| format!("{} {}", moment.status.word(), moment.at)).collect()
}

#[test]
fn updates_are_in_the_order_of_time_however_they_are_listed() {
    let update = |status: &str, at: &str| json!({"status": status, "display_at": format!("2024-03-05T{at}:00Z")});
    let page = |updates: Vec<Value>| {
        let page = json!([{"id": "a", "name": "A", "started_at": "2024-03-05T09:30:00Z", "incident_updates": updates}]);
        statuspage(&[("page.json".to_owned(), page.to_string())]).unwrap()
    };
    // Of those of one instant the latest is listed first.
    let told = page(vec![
        update("resolved", "11:00"),
        update("monitoring", "09:00"),
        update("identified", "09:00"),
        update("investigating", "09:00"),
    ]);
    let by_time = ["investigating", "identified", "monitoring"].map(|status| format!("{status} 2024-03-05T09:00:00Z"));
    assert_eq!(moments(&told), [&by_time[..], &["resolved 2024-03-05T11:00:00Z".to_owned()]].concat());
    // It can't have begun after it was told of.
    assert!(
        matches!(&told.records[0].kind, Kind::Incident { started } if started.to_string() == "2024-03-05T09:00:00Z")
    );
    let told = page(vec![update("investigating", "09:00"), update("resolved", "11:00"), update("identified", "10:00")]);
    let statuses: Vec<String> = moments(&told).iter().map(|moment| moment[..moment.len() - 21].to_owned()).collect();
    assert_eq!(statuses, ["investigating", "identified", "resolved"]);
}

#[test]
fn a_file_of_cstate_is_whole_from_its_beginning_to_its_end() {
    let told = |front: &str, body: &str| {
        let text = format!("---\nTitle: A\n{front}section: issue\n---\n{body}");
        cstate(("config.yml", "title: Old\n"), &[("a.md".to_owned(), text)], NOW.parse().unwrap()).unwrap()
    };
    let piece = |status: &str, at: &str| format!("**{status}** - words {{{{< track \"2024-03-05 {at}:00\" >}}}}\n\n");
    let down = "date: 2024-03-05T09:00:00Z\nresolvedwhen: 2024-03-05T11:00:00Z\nresolved: true\nseverity: down\n";
    let whole = |body: &str| moments(&told(down, body)).join(", ").replace(":00:00Z", "").replace(" 2024-03-05T", " ");
    assert_eq!(whole("words"), "investigating 09, resolved 11");
    // What was told at the very beginning is the beginning; and nothing is over before the last word.
    assert_eq!(whole(&piece("Identified", "09:00")), "identified 09, resolved 11");
    assert_eq!(whole(&piece("Identified", "10:00")), "investigating 09, identified 10, resolved 11");
    assert_eq!(whole(&piece("Monitoring", "12:00")), "investigating 09, monitoring 12, resolved 12");
    let early = told(down, &piece("Investigating", "08:00"));
    assert!(
        matches!(&early.records[0].kind, Kind::Incident { started } if started.to_string() == "2024-03-05T08:00:00Z")
    );
    // A window that goes on is not completed, whatever the file says.
    let window = "date: 2024-03-05T09:00:00Z\nresolvedWhen: 2030-03-05T11:00:00Z\nresolved: true\nseverity: notice\n";
    assert_eq!(moments(&told(window, "")), ["in_progress 2024-03-05T09:00:00Z"]);
}

/// Words of a megabyte that would take long if any step went through them for each of their signs.
#[test]
fn words_of_any_size_are_taken_over_in_time() {
    for piece in [
        "<",
        "<b",
        "![",
        "[a](",
        "<script>",
        "<script></script",
        "<!--",
        "</",
        "{{<",
        "{{% x %}}",
        "<br>\n",
        "\n- ",
        "<a href=x>",
    ] {
        let words = piece.repeat((1 << 20) / piece.len());
        let page = json!([{"id": "a", "name": "Long", "incident_updates": [
            {"status": "investigating", "display_at": "2024-03-05T08:00:00Z", "body": words}
        ]}]);
        let told = statuspage(&[("page.json".to_owned(), page.to_string())]).unwrap();
        assert_eq!((told.records.len(), told.left.len()), (1, 0), "{piece}");
    }
}

/// Words that could harm, if anything believed them.
fn words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Bookings fail",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "<b>",
        "</b>",
        "<br>",
        "<script>alert(1)</script>",
        "<!--",
        "---\n",
        "- ",
        "# ",
        "```",
        "*",
        "_",
        "[a](javascript:x)",
        "![](x.png)",
        "[^1]",
        "&lt;",
        "{{ name }}",
        "\u{202e}",
        "\u{0}",
        "é",
        "漢字",
        "con",
        "\"",
        "'",
        ": ",
        "#",
        "|",
        "~",
        "null",
        "true",
        "1.50",
        "\\",
        "%",
        "@",
        "`",
        "..",
        "/",
        "CON",
        "🙂",
    ]);
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn instants() -> impl Strategy<Value = Value> {
    let at = (0_i64..40_000_000)
        .prop_map(|second| json!(jiff::Timestamp::from_second(1_700_000_000 + second).unwrap().to_string()));
    prop_oneof![9 => at, 1 => prop::sample::select(vec![json!(null), json!("soon"), json!(7), json!("2024-02-30T00:00:00Z")])]
}

fn updates(statuses: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let states = ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance", "odd"];
    let affected = prop::collection::vec((0_usize..6, prop::sample::select(states.to_vec())), 0..3);
    let affected = affected.prop_map(|all| {
        all.into_iter().map(|(id, state)| json!({"code": format!("c{id}"), "new_status": state})).collect::<Vec<_>>()
    });
    let one = (prop::sample::select(statuses), words(), instants(), instants(), affected).prop_map(
        |(status, body, display, created, affected)| {
            json!({"status": status, "body": body, "display_at": display, "created_at": created, "affected_components": affected})
        },
    );
    prop::collection::vec(one, 0..5).prop_map(Value::from)
}

fn records() -> impl Strategy<Value = Vec<Value>> {
    let incident = (
        words(),
        instants(),
        updates(vec!["investigating", "identified", "monitoring", "resolved", "postmortem", "odd"]),
    )
        .prop_map(|(name, started, updates)| json!({"name": name, "started_at": started, "incident_updates": updates}));
    let planned = (words(), instants(), instants(), updates(vec!["scheduled", "in_progress", "verifying", "completed"]), 0_usize..6)
        .prop_map(|(name, from, until, updates, component)| {
            let components = json!([{"id": format!("c{component}"), "name": format!("Part {component}")}]);
            json!({"name": name, "scheduled_for": from, "scheduled_until": until, "incident_updates": updates, "components": components})
        });
    prop::collection::vec(prop_oneof![2 => incident, 1 => planned], 0..5)
}

proptest! {
    #![proptest_config(tried(128))]

    /// Whatever a page says, the site that comes of it has no fault, and every update that is not told of as left is in it.
    #[test]
    fn whatever_a_page_told_makes_a_site_without_fault(mut records in records(), names in prop::collection::vec(words(), 3)) {
        for (number, record) in records.iter_mut().enumerate() {
            record["id"] = json!(format!("i{number}"));
        }
        let components: Vec<Value> =
            names.iter().enumerate().map(|(number, name)| json!({"id": format!("c{number}"), "name": name})).collect();
        let page = json!({"page": {"name": names[0], "time_zone": "Asia/Tokyo"}, "components": components, "incidents": records});
        let told = statuspage(&[("page.json".to_owned(), page.to_string())]).unwrap();
        prop_assert_eq!(told.records.len() + told.left.len(), records.len());
        makes_a_site(&told)?;
    }

    /// Whatever stands in a file of cState, it is taken over without a fault, or told as left.
    #[test]
    fn whatever_a_file_of_cstate_says_makes_a_site_without_fault(
        issues in prop::collection::vec(issue(), 0..4),
        names in prop::collection::vec(words(), 3),
    ) {
        let issues: Vec<(String, String)> =
            issues.into_iter().enumerate().map(|(number, text)| (format!("content/issues/{number}.md"), text)).collect();
        let systems: Vec<Value> = names.iter().map(|name| json!({"name": name, "category": names[0]})).collect();
        // JSON is YAML.
        let config = json!({"title": names[1], "timeZone": "Asia/Tokyo", "params": {"systems": systems, "categories": [{"name": names[0]}]}});
        let config = config.to_string();
        if let Ok(told) = cstate(("config.yml", &config), &issues, NOW.parse().unwrap()) {
            prop_assert_eq!(told.records.len() + told.left.len(), issues.len());
            makes_a_site(&told)?;
        }
    }
}

/// That what was told makes a site without a fault, in which every update is shown.
fn makes_a_site(told: &Told) -> Result<(), TestCaseError> {
    let put = files(told, None, &|_| false);
    prop_assert_eq!(put.incidents + put.maintenance, told.records.len());
    let tree: BTreeMap<String, Vec<u8>> = put
        .files
        .into_iter()
        .map(|(path, text)| (path.strip_prefix("content/").unwrap().to_owned(), text.into_bytes()))
        .collect();
    let (truth, readers) = Case::of(tree, NOW).read(&[]);
    prop_assert!(truth.told.is_empty(), "{:#?}", truth.told);
    let faults = truth.faults(&readers[0]);
    prop_assert!(faults.is_empty(), "{faults:#?}");
    let edition = truth.edition(&readers[0], NOW.parse().unwrap()).unwrap();
    prop_assert_eq!(edition.incidents.len(), told.records.len());
    let shown: usize = edition.incidents.iter().map(|incident| incident.moments.len()).sum();
    prop_assert_eq!(shown, put.updates);
    Ok(())
}

/// A file of cState, most of whose lines make sense.
fn issue() -> impl Strategy<Value = String> {
    let time = prop::sample::select(vec![
        "2024-03-05T08:00:00Z",
        "2024-03-05 9:00:00",
        "2024-03-06",
        "2031-01-01T00:00:00Z",
        "soon",
        "",
    ]);
    let key = |key: &'static str, values: Vec<&'static str>| {
        prop::option::weighted(0.9, prop::sample::select(values))
            .prop_map(move |value| value.map_or_else(String::new, |value| format!("{key}: {value}\n")))
    };
    let front = (
        words().prop_map(|title| format!("title: {}\n", json!(title))),
        time.clone().prop_map(|at| format!("date: {at}\n")),
        time.clone().prop_map(|at| format!("resolvedWhen: {at}\n")),
        key("resolved", vec!["true", "true", "false"]),
        key("severity", vec!["down", "disrupted", "notice", "odd"]),
        key("affected", vec!["[]", "[Bookings fail, null]", "[\"1.50\"]", "x", "*a"]),
        prop::sample::select(vec![
            "section: issue\n",
            "section: issue\n",
            "section: issue\n",
            "section: page\n",
            "\t\n",
        ]),
    );
    let front = front.prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g.to_owned()].concat());
    let status = prop::sample::select(vec![
        "*Investigating* - ",
        "**Resolved**: ",
        "_Monitoring_ ",
        "*Post-mortem* - ",
        "*Identified* ",
        "",
        "*",
    ]);
    let piece = (status, words(), time)
        .prop_map(|(status, words, at)| format!("{status}{words} {{{{< track \"{at}\" >}}}}\n\n"));
    (front, prop::collection::vec(piece, 0..4), prop::sample::select(vec!["---\n", "---\r\n", "", "+++\n"]))
        .prop_map(|(front, pieces, fence)| format!("{fence}{front}---\n{}", pieces.concat()))
}
