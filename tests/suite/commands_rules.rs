//! What is typed in an incident, on the real binary: check in every format, approve, due, brief, status.
#![expect(clippy::disallowed_methods, reason = "the binary works on real folders")]

use crate::generated::tried;
use crate::repository::Repository;
use candor::practice::brief::{self, Brief, Letter, Passage, Said};
use candor::practice::status::{self, Ink};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const NOW: &str = "2026-11-20T12:00:00Z";
const FOLDER: &str = "content/incidents/2026-11-20-payments";

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "content/site.yaml",
        "name: Pay\nurl: https://status.pay.example\ngroups:\n  - name: All\n    components:\n      - {id: checkout, name: Checkout}\n",
    );
    write(
        "content/audiences.yaml",
        "support: {label: Service, kind: support, reads: [internal]}\nstrategic: {label: Customers, kind: account}\n",
    );
    write("content/accounts.yaml", "acme: {name: Zanzibar Retail, components: [checkout]}\n");
    write(
        "content/policy.yaml",
        "severities:\n  sev1:\n    notify:\n      public: {within: 10m, every: 30m}\n      support: {within: 5m, every: 2h}\n      strategic: {within: 15m}\n    approvals: {public: [commander]}\n",
    );
    write(
        &format!("{FOLDER}/incident.md"),
        "---\ntitle: \"Payments fail @everyone\"\nstarted: 2026-11-20T11:00:00Z\n---\n",
    );
    write(&format!("{FOLDER}/incident.internal.md"), "---\nseverity: sev1\ndeclared: 2026-11-20T11:05:00Z\n---\n");
    write(
        &format!("{FOLDER}/01-first.md"),
        "---\nstatus: identified\nat: 2026-11-20T11:20:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 1h\n---\nCard payments fail: 100%, \\<!channel> no.\n",
    );
    write(
        &format!("{FOLDER}/01-first.support.md"),
        "---\nsay: [Quokka words]\n---\nZanzibar Retail asks, pod quokka.\n",
    );
    site
}

fn run(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.current_dir(site).args(arguments).args(["--now", NOW]).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn an_approval_is_bound_to_the_words() {
    let site = site();
    let unapproved = |at: &TempDir| {
        let told = said(&run(at.path(), &["check", "--format", "json", "--show-private"]));
        let json: Value = serde_json::from_str(&told).unwrap();
        let faults = json["faults"].as_array().unwrap().clone();
        faults
            .iter()
            .filter(|fault| fault["rule"] == "unapproved")
            .map(|fault| fault["phrase"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(unapproved(&site), ["`commander` has not approved these words"]);

    let file = format!("{FOLDER}/01-first.md");
    let record = site.path().join(format!("{FOLDER}/01-first.approvals.yaml"));
    let approved = run(site.path(), &["approve", &file, "--as", "commander", "--by", "J. \"Jo\" Roe"]);
    assert_eq!(
        (code(&approved), said(&approved)),
        (
            Some(0),
            format!("`01-first.md` is approved by `commander`: commit `{FOLDER}/01-first.approvals.yaml` with it\n")
        )
    );
    assert_eq!(unapproved(&site), Vec::<String>::new());
    let written = std::fs::read(&record).unwrap();
    let again = run(site.path(), &["approve", &file, "--as", "commander"]);
    assert_eq!((code(&again), said(&again)), (Some(0), "`01-first.md` was approved so already\n".to_owned()));
    assert_eq!(std::fs::read(&record).unwrap(), written);

    // Another layout keeps it, another word voids it.
    let path = site.path().join(&file);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace(
            "status: identified\nat: 2026-11-20T11:20:00Z\n",
            "at: 2026-11-20T12:20:00+01:00\nstatus: identified\n",
        ),
    )
    .unwrap();
    assert_eq!(unapproved(&site), Vec::<String>::new());
    std::fs::write(&path, text.replace("Card", "All")).unwrap();
    assert_eq!(unapproved(&site), ["these words are not the ones that `commander` approved at 2026-11-20T12:00:00Z"]);
    let passed = run(site.path(), &["approve", &file, "--override", "nobody awake"]);
    assert_eq!(code(&passed), Some(0));
    assert_eq!(unapproved(&site), Vec::<String>::new());

    assert_eq!(code(&run(site.path(), &["approve", &file])), Some(2));
    assert_eq!(code(&run(site.path(), &["approve", "content/site.yaml", "--as", "commander"])), Some(2));
}

#[test]
fn no_edition_reads_an_approval() {
    let site = site();
    let build = |out: &str| {
        assert_eq!(code(&run(site.path(), &["build", "--out", out, "--quiet"])), Some(0));
        let walk = walkdir::WalkDir::new(site.path().join(out)).sort_by_file_name().into_iter().map(Result::unwrap);
        walk.filter(|entry| entry.file_type().is_file())
            .map(|entry| std::fs::read(entry.path()).unwrap())
            .collect::<Vec<_>>()
    };
    let before = build("one");
    run(site.path(), &["approve", &format!("{FOLDER}/01-first.md"), "--as", "commander"]);
    assert!(before == build("two"));
}

#[test]
fn programs_are_told_every_fault_and_nothing_private() {
    let site = site();
    for format in ["json", "sarif", "github"] {
        let output = run(site.path(), &["check", "--format", format]);
        let told = said(&output);
        assert_eq!(code(&output), Some(1), "{told}");
        for private in ["Zanzibar", "quokka", "01-first", "commander"] {
            let is_public = format == "github" && private == "01-first";
            assert!(is_public || private == "01-first" || !told.contains(private), "{format} tells {private}: {told}");
        }
        assert!(said(&run(site.path(), &["check", "--format", format, "--show-private"])).contains("commander"));
    }
    let json: Value = serde_json::from_str(&said(&run(site.path(), &["check", "--format", "json"]))).unwrap();
    let channel = json["faults"].as_array().unwrap().iter().find(|fault| fault["rule"] == "leak-channel").unwrap();
    assert_eq!(
        *channel,
        serde_json::json!({
            "path": format!("{FOLDER}/incident.md"), "line": 2, "column": 23, "end_line": 2, "end_column": 32, "level": "warning",
            "rule": "leak-channel", "phrase": "this is a channel or a handle", "hints": ["say where customers can reach us instead"],
            "withheld": false,
        })
    );
    let sarif: Value = serde_json::from_str(&said(&run(site.path(), &["check", "--format", "sarif"]))).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let rules: Vec<&str> = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().into_iter().flatten() {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with("content/") && !uri.contains(' '), "{uri}");
            let number = |key: &str| place["region"][key].as_u64().unwrap();
            assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{place}");
            let (start, end) = (("startLine", "startColumn"), ("endLine", "endColumn"));
            assert!((number(start.0), number(start.1)) <= (number(end.0), number(end.1)), "{place}");
        }
    }
    let github = said(&run(site.path(), &["check", "--format", "github"]));
    assert!(github.contains(&format!("::warning file={FOLDER}/incident.md,line=2,col=23,endLine=2,endColumn=32,title=leak-channel::this is a channel or a handle%0Asay where")), "{github}");
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
}

#[test]
fn whoever_waits_is_named_and_the_exit_code_says_so() {
    let site = site();
    let output = run(site.path(), &["due"]);
    assert_eq!(code(&output), Some(1));
    assert_eq!(
        said(&output),
        "2026-11-20-payments: Payments fail @everyone (sev1)\n  \
         strategic.acme       overdue for 40m, at 2026-11-20T11:20:00Z; never told; policy for sev1: strategic within 15m\n  \
         public               overdue for 10m, at 2026-11-20T11:50:00Z; last told 2026-11-20T11:20:00Z; policy for sev1: public every 30m\n  \
         support              due in 1h 20m, at 2026-11-20T13:20:00Z; last told 2026-11-20T11:20:00Z; policy for sev1: support every 2h\n"
    );
    let json: Value = serde_json::from_str(&said(&run(site.path(), &["due", "--format", "json"]))).unwrap();
    assert_eq!((json["overdue"].as_u64(), json["due"][0]["overdue"].as_u64()), (Some(2), Some(2400)));
    std::fs::write(
        site.path().join(format!("{FOLDER}/02-end.md")),
        "---\nstatus: resolved\nat: 2026-11-20T11:58:00Z\n---\nFrom 11:00 to 11:58 UTC.\n",
    )
    .unwrap();
    let output = run(site.path(), &["due"]);
    assert_eq!((code(&output), said(&output)), (Some(0), "nobody is owed an update\n".to_owned()));
}

#[test]
fn status_is_told_as_a_whole_and_as_one_audience_sees_it() {
    let site = site();
    let all = said(&run(site.path(), &["status"]));
    assert_eq!(
        all,
        "Pay  partial outage, 1 open incident\n  Checkout: partial outage\n\nsev1  Payments fail @everyone  identified, for 1h\n  2026-11-20-payments\n  \
         public       40m ago: Card payments fail: 100%, <!channel> no.  [overdue for 10m]\n  \
         strategic    has heard nothing  [overdue for 40m]\n  \
         support      40m ago: Zanzibar Retail asks, pod quokka.  [next in 1h 20m]\n  \
         acme         has heard nothing  [overdue for 40m]\n"
    );
    let public = said(&run(site.path(), &["status", "--edition", "public"]));
    assert!(!public.contains("Zanzibar") && !public.contains("sev1") && public.contains("next in 20m"), "{public}");
}

#[test]
fn what_was_passed_over_is_counted_where_no_edition_is() {
    let site = site();
    let file = format!("{FOLDER}/01-first.md");
    let last = |arguments: &[&str]| said(&run(site.path(), arguments)).lines().last().unwrap().to_owned();
    assert!(!last(&["status"]).starts_with("sign-off"));
    assert_eq!(code(&run(site.path(), &["approve", &file, "--override", " "])), Some(2));
    run(site.path(), &["approve", &file, "--override", "nobody awake"]);
    let record = site.path().join(format!("{FOLDER}/01-first.approvals.yaml"));
    let mut text = std::fs::read_to_string(&record).unwrap();
    assert_eq!(last(&["status"]), "sign-off  1 approval passed over, 1 in the last 30 days");
    text += "  - {file: \"00-old.md\", reason: old, at: \"2026-10-01T00:00:00Z\", digest: \"sha256:0\"}\nallow:\n  - {file: 01-first.md, rule: jargon, reason: x}\n";
    std::fs::write(&record, text).unwrap();
    assert_eq!(last(&["status"]), "sign-off  2 approvals passed over, 1 in the last 30 days; 1 exception from a rule");
    assert!(!said(&run(site.path(), &["status", "--edition", "support"])).contains("sign-off"));
}

#[test]
fn colour_changes_no_word_of_the_status() {
    let site = crate::case::Case::default()
        .file("incidents/2026-11-20-payments/incident.md", "---\ntitle: Payments fail\n---\n")
        .file(
            "incidents/2026-11-20-payments/01-first.md",
            "---\nstatus: identified\nat: 2026-11-20T11:20:00Z\ncomponents: {checkout: major_outage}\nnext_update: 10m\n---\nCard payments fail.\n",
        );
    let edition = site.edition("public");
    let plain = status::status(&edition, Ink::Plain);
    let coloured = status::status(&edition, Ink::Colour);
    assert!(plain.contains("Checkout: major outage") && !plain.contains('\u{1b}'));
    let mut parts = coloured.split('\u{1b}');
    let first = parts.next().unwrap().to_owned();
    let rest = parts.map(|part| part.split_once('m').unwrap());
    let codes: Vec<&str> = rest.clone().map(|(code, _)| code).collect();
    assert_eq!(first + &rest.map(|(_, text)| text).collect::<String>(), plain);
    assert!(
        codes.contains(&"[1;31") && codes.iter().filter(|code| **code == "[0").count() * 2 == codes.len(),
        "{codes:?}"
    );
}

#[test]
fn the_demonstration_passes_check() {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "--show-private", "--now", "2026-11-20T10:20:00Z"])
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_brief_is_in_the_language_of_the_site() {
    let site = site();
    let settings = std::fs::read_to_string(site.path().join("content/site.yaml")).unwrap();
    std::fs::write(site.path().join("content/site.yaml"), settings + "language: de\n").unwrap();
    let brief = |format: &str| {
        let output = run(site.path(), &["brief", "2026-11-20-payments", "--audience", "support", "--format", format]);
        assert_eq!(code(&output), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        said(&output)
    };
    for format in ["text", "markdown", "html", "slack"] {
        for words in
            ["Ursache gefunden", "Beginn: 20. November 2026, 11:00 UTC", "Nächste Meldung bis 20. November 2026"]
        {
            assert!(brief(format).contains(words), "{words}: {}", brief(format));
        }
    }
    assert!(brief("html").contains("<html lang=\"de\" dir=\"ltr\">"));
}

#[test]
fn a_brief_speaks_from_one_edition_alone() {
    let site = site();
    let brief = |audience: &str, format: &str| {
        let output = run(
            site.path(),
            &[
                "brief",
                "2026-11-20-payments",
                "--audience",
                audience,
                "--format",
                format,
                "--from",
                "status@pay.example",
            ],
        );
        assert_eq!(code(&output), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        said(&output)
    };
    assert_eq!(
        brief("public", "text"),
        "Payments fail @\u{200b}everyone\nPay\n\nIdentified · Started: 20 November 2026, 11:00 UTC\n\n20 November 2026, 11:20 UTC\n\
         Card payments fail: 100%, <\u{200b}!channel> no.\n\nNext update by 20 November 2026, 12:20 UTC\nhttps://status.pay.example/incidents/2026-11-20-payments.html\n"
    );
    // The page is one that `build` writes.
    let out = site.path().join("built");
    assert_eq!(code(&run(site.path(), &["build", "--edition", "public", "--out", out.to_str().unwrap()])), Some(0));
    assert!(out.join("public/incidents/2026-11-20-payments.html").exists());
    assert!(brief("support", "text").contains("Say: Quokka words\n"));
    for format in ["text", "markdown", "html", "slack"] {
        assert!(!brief("strategic/acme", format).contains("uokka"), "{format}");
    }
    assert_eq!(code(&run(site.path(), &["brief", "2026-11-20-payment", "--audience", "public"])), Some(2));
    assert_eq!(
        code(&run(site.path(), &["brief", "2026-11-20-payments", "--audience", "public", "--format", "eml"])),
        Some(2)
    );
}

prop_compose! {
    fn briefs()(title in TEXT, words in TEXT, item in TEXT, heading in TEXT) -> Brief {
        Brief {
            site: "Pay".to_owned(),
            title,
            status: "identified".to_owned(),
            began: "Started: 20 November 2026".to_owned(),
            facts: vec![Said { label: "Say".to_owned(), items: vec![item] }],
            words: vec![Passage { heading, text: words.clone(), markdown: words, html: "<p>Safe</p>".to_owned() }],
            next: None,
            page: None,
            now: NOW.parse().unwrap(),
            language: "en".to_owned(),
            direction: "ltr".to_owned(),
        }
    }
}

/// Texts made of what could break out.
const TEXT: &str = "(@everyone|@here|@channel|<!channel>|<!here\\|x>|<@U1>|\r\n|\n|Bcc: a@b\\.c|--=_|=\\?utf-8\\?|\"|\\\\|</title>|<script>|ü|😀|\u{2028}| |word|,|\\}\\]|1\\. |2\\) |- |\\+ |# |> |\\*a\\*|_b_|\\[x\\]\\(y\\)|!\\[i\\]\\(j\\)|~~c~~|`d`|&amp;|\\||\\$e\\$|\\^f\\^|:-|===){0,14}";

proptest! {
    #![proptest_config(tried(256))]

    #[test]
    fn no_word_calls_everyone_or_breaks_the_payload(brief in briefs()) {
        for text in [brief::text(&brief), brief::markdown(&brief), brief::html(&brief), brief::slack(&brief)] {
            for call in ["@everyone", "@here", "@channel", "<!channel", "<!here", "<@U1"] {
                prop_assert!(!text.contains(call), "{call} in {text}");
            }
        }
        let slack: Value = serde_json::from_str(&brief::slack(&brief)).unwrap();
        for block in slack["blocks"].as_array().unwrap() {
            prop_assert_eq!(&block["text"]["type"], "plain_text");
            let length = block["text"]["text"].as_str().unwrap().chars().count();
            prop_assert!((1..=3000).contains(&length));
        }
        prop_assert!(!slack["text"].as_str().unwrap().contains(['<', '>']));
        let html = brief::html(&brief);
        prop_assert!(!html.contains("<script") && html.matches("</title>").count() == 1);
    }

    /// What a reader of Markdown makes of a title and a fact is that title and that fact.
    #[test]
    fn no_word_marks_anything_up(brief in briefs()) {
        let brief = Brief { words: Vec::new(), ..brief };
        let plain = brief::text(&brief);
        let (title, said) = (plain.lines().next().unwrap(), plain.lines().find_map(|line| line.strip_prefix("Say: ")));
        let written = brief::markdown(&brief);
        let mut read: Vec<String> = Vec::new();
        for event in pulldown_cmark::Parser::new_ext(&written, pulldown_cmark::Options::all() - pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                pulldown_cmark::Event::Start(tag) => {
                    let plain = matches!(tag, pulldown_cmark::Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }
                        | pulldown_cmark::Tag::Paragraph | pulldown_cmark::Tag::Strong
                        | pulldown_cmark::Tag::List(None) | pulldown_cmark::Tag::Item);
                    prop_assert!(plain, "{tag:?} in {written}");
                    read.push(String::new());
                }
                pulldown_cmark::Event::Text(text) => read.last_mut().unwrap().push_str(&text),
                pulldown_cmark::Event::End(_) | pulldown_cmark::Event::SoftBreak => {}
                other => prop_assert!(false, "{other:?} in {written}"),
            }
        }
        prop_assert_eq!(&read[0], title);
        prop_assert_eq!(Some(read.last().unwrap().as_str()), said);
    }

    #[test]
    fn no_word_reaches_a_header_or_ends_a_part(brief in briefs()) {
        let letter = Letter::new("status@pay.example", Some("a@b.example")).unwrap();
        let mail = brief::mail(&brief, &letter);
        prop_assert!(mail.is_ascii());
        prop_assert_eq!(mail.matches('\n').count(), mail.matches("\r\n").count());
        prop_assert!(mail.lines().all(|line| line.len() <= 998));
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head.lines().filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap()).collect();
        prop_assert_eq!(names, ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "X-Unsent", "Content-Type"]);
        prop_assert_eq!(mail.lines().filter(|line| line.starts_with("--=_")).count(), 3);
    }
}

#[test]
fn editors_shells_and_manuals_are_given_what_the_commands_are() {
    let folder = tempfile::tempdir().unwrap();
    let plain = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command.current_dir(folder.path()).args(arguments).output().unwrap()
    };
    let commands: Vec<String> = said(&plain(&["--help"]))
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| Some(line.split_whitespace().next()?.to_owned()))
        .filter(|name| name != "help")
        .collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = said(&plain(&["completions", shell]));
        assert!(
            commands.iter().all(|name| script.contains(name.as_str())) && script.contains("show-private"),
            "{shell}"
        );
    }
    assert_eq!(said(&plain(&["man", "--out", "man"])), format!("wrote {} pages to man\n", commands.len() + 1));
    for name in &commands {
        let page = std::fs::read_to_string(folder.path().join(format!("man/candor-{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH candor-{name} 1")) && page.contains(".SH OPTIONS"), "{page}");
    }

    let kinds = said(&plain(&["schema"]));
    let names: Vec<&str> = kinds.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(said(&plain(&["schema", "--out", "schemas"])), format!("wrote {} schemas to schemas\n", names.len()));
    for name in names {
        let file = std::fs::read_to_string(folder.path().join(format!("schemas/{name}.schema.json"))).unwrap();
        assert_eq!(file, said(&plain(&["schema", name])));
    }
    let policy: Value = serde_json::from_str(&said(&plain(&["schema", "policy"]))).unwrap();
    let rules = policy["properties"]["rules"]["properties"].as_object().unwrap();
    assert_eq!(rules["jargon"]["description"], "customers read their words, not ours");
    let told = |arguments: &[&str]| String::from_utf8(plain(arguments).stderr).unwrap();
    assert_eq!(told(&["schema", "polcy"]), "error: there is no kind of file `polcy`: did you mean `policy`?\n");
}

#[test]
fn whoever_wrote_the_words_is_not_who_approves_them() {
    let here = Repository::new();
    here.write(
        "content/policy.yaml",
        "severities:\n  sev1:\n    notify: {public: {within: 1h}}\n    approvals: {public: [commander]}\n",
    );
    here.write(&format!("{FOLDER}/incident.md"), "---\ntitle: Payments fail\n---\n");
    here.write(&format!("{FOLDER}/incident.internal.md"), "---\nseverity: sev1\n---\n");
    let file = format!("{FOLDER}/01-first.md");
    let words = "---\nstatus: identified\nat: 2026-11-20T11:00:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 2h\n---\nPayments fail.\n";
    here.write(&file, words);
    here.commit("2026-11-20T11:01:00Z", "Jo Roe");
    let told = || {
        let output = run(here.path(), &["check", "--format", "json", "--show-private"]);
        let json: Value = serde_json::from_str(&said(&output)).unwrap();
        let faults = json["faults"].as_array().unwrap().clone();
        let own = faults.into_iter().filter(|fault| fault["rule"] == "self-approved");
        own.map(|fault| format!("{}: {}", fault["line"], fault["phrase"].as_str().unwrap())).collect::<Vec<_>>()
    };
    let approve = |by: &str| {
        let _ = std::fs::remove_file(here.path().join(format!("{FOLDER}/01-first.approvals.yaml")));
        assert_eq!(code(&run(here.path(), &["approve", &file, "--as", "commander", "--by", by])), Some(0));
    };
    let own = "2: who wrote these words approved them as `commander`";
    approve("A. Other");
    assert_eq!(told(), Vec::<String>::new());
    approve("jo roe");
    assert_eq!(told(), [own]);
    // What somebody else wrote over is theirs, and what is not committed is nobody's.
    here.write(&file, &words.replace("Payments", "Card payments"));
    approve("Jo Roe");
    assert_eq!(told(), Vec::<String>::new());
    here.commit("2026-11-20T11:10:00Z", "A. Other");
    assert_eq!(told(), Vec::<String>::new());
    approve("A. Other");
    assert_eq!(told(), [own]);
}

#[test]
fn what_was_published_is_not_edited_in_silence() {
    let here = Repository::new();
    let file = |name: &str| format!("{FOLDER}/{name}");
    let update = |at: &str, words: &str| {
        format!(
            "---\nstatus: identified\nat: 2026-11-20T{at}Z\ncomponents: {{checkout: partial_outage}}\nnext_update: 2h\n---\n{words}\n"
        )
    };
    here.write(&file("incident.md"), "---\ntitle: Payments fail\n---\n");
    here.write(&file("01-first.md"), &update("11:00:00", "Every payment fails.\n\nRefunds work."));
    here.write(&file("02-second.md"), &update("11:10:00", "Every second payment fails."));
    here.write(&file("02-second.support.md"), "---\nsay: [we look into it]\n---\n");
    here.commit("2026-11-20T11:11:00Z", "Jo Roe");
    let told = || {
        let output = run(here.path(), &["check", "--since", "HEAD", "--format", "json", "--show-private"]);
        let json: Value = serde_json::from_str(&said(&output)).unwrap();
        let faults = json["faults"].as_array().unwrap().clone();
        let own = faults.into_iter().filter(|fault| fault["rule"] == "published-edited");
        let place = |fault: &Value| fault["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        own.map(|fault| format!("{}:{} {}", place(&fault), fault["line"], fault["phrase"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let none = Vec::<String>::new();
    // Another word, at its line; another layout of the same words, and what insiders read, is no edit.
    here.write(&file("02-second.md"), &update("11:10:00", "Every third payment fails."));
    here.write(&file("02-second.support.md"), "---\nsay: [we mend it]\n---\n");
    assert_eq!(told(), ["02-second.md:7 this was published already, and said something else"]);
    here.write(&file("02-second.md"), &update("11:10:00", "Every second payment fails.\n\n"));
    assert_eq!(told(), none);
    // Another fact.
    here.write(&file("02-second.md"), &update("11:20:00", "Every second payment fails."));
    assert_eq!(told(), ["02-second.md:2 this was published already, and said something else"]);
    // A file that moves keeps its words; one that is gone is told, and so is a whole incident.
    here.write(&file("02-second.md"), &update("11:10:00", "Every second payment fails."));
    std::fs::rename(here.path().join(file("02-second.md")), here.path().join(file("02-b.md"))).unwrap();
    std::fs::remove_file(here.path().join(file("02-second.support.md"))).unwrap();
    assert_eq!(told(), none);
    std::fs::remove_file(here.path().join(file("02-b.md"))).unwrap();
    assert_eq!(told(), [format!("incident.md:2 `{}` was published already, and is gone", file("02-second.md"))]);
    std::fs::remove_dir_all(here.path().join(FOLDER)).unwrap();
    let gone = |name: &str| format!("site.yaml:1 `{}` was published already, and is gone", file(name));
    assert_eq!(told(), [gone("01-first.md"), gone("02-second.md")]);
}
