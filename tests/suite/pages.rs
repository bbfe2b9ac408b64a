//! What pages promise: every word in every language, small pages, nothing inline, links that lead somewhere, faults of themes told.

use crate::case::{Case, rendered};
use crate::generated::tried;
use candor::render::Theme;
use candor::render::strings::{self, CATEGORIES, Entry, Strings, category};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const LANGUAGES: [(&str, &str); 11] = [
    ("ar", include_str!("../../themes/default/strings/ar.yaml")),
    ("de", include_str!("../../themes/default/strings/de.yaml")),
    ("en", include_str!("../../themes/default/strings/en.yaml")),
    ("es", include_str!("../../themes/default/strings/es.yaml")),
    ("fr", include_str!("../../themes/default/strings/fr.yaml")),
    ("it", include_str!("../../themes/default/strings/it.yaml")),
    ("ja", include_str!("../../themes/default/strings/ja.yaml")),
    ("nl", include_str!("../../themes/default/strings/nl.yaml")),
    ("pl", include_str!("../../themes/default/strings/pl.yaml")),
    ("pt", include_str!("../../themes/default/strings/pt.yaml")),
    ("zh", include_str!("../../themes/default/strings/zh.yaml")),
];

const PLAIN: [(&str, &str); 4] = [
    ("assets/colours.css", include_str!("../../themes/plain/assets/colours.css")),
    ("layouts/404.html", include_str!("../../themes/plain/layouts/404.html")),
    ("layouts/parts/active.html", include_str!("../../themes/plain/layouts/parts/active.html")),
    ("strings/en.yaml", include_str!("../../themes/plain/strings/en.yaml")),
];

fn spoken(text: &str) -> Entry {
    strings::parse(&Arc::from("strings"), text).unwrap()
}

fn blanks(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// A site in the middle of an incident, with a private word and a planned maintenance.
fn busy() -> Case {
    Case::default()
        .file("incidents/2026-11-20-api/incident.md", "---\ntitle: The API is slow\nstarted: 2026-11-20T10:00:00Z\n---\n")
        .file(
            "incidents/2026-11-20-api/01-investigating.md",
            "---\nstatus: investigating\nat: 2026-11-20T10:05:00Z\ncomponents: {api: partial_outage}\nnext_update: 30m\n---\nRequests 5 < 10 & we look.\n",
        )
        .file("incidents/2026-11-20-api/01-investigating.executives.md", "---\nbottom_line: One in ten requests fails.\n---\n")
        .file(
            "maintenance/2026-11-22-db/maintenance.md",
            "---\ntitle: New database\nfrom: 2026-11-22T06:00:00Z\nuntil: 2026-11-22T07:30:00Z\ncomponents: [payouts]\n---\n",
        )
        .file(
            "maintenance/2026-11-22-db/01-scheduled.md",
            "---\nstatus: scheduled\nat: 2026-11-10T09:00:00Z\n---\nPayouts wait.\n",
        )
        .file("pages/about.md", "---\ntitle: About\n---\n## Words\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
}

/// Every edition of it, none withheld.
fn built() -> BTreeMap<String, crate::case::Files> {
    let built = busy().build();
    assert_eq!(built.len(), 7);
    built
}

fn page(files: &crate::case::Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

#[test]
fn strings_that_are_not_words_are_told_where_they_stand() {
    for (text, place, phrase) in [
        ("a: &b c\n", "&b", "an anchor (`&name`) is not read"),
        ("a: b\na: c\n", "a", "`a` is given twice"),
        ("a: !t b\n", "b", "this wears a tag"),
        ("a: [b, {c: d}]\n", "{c: d}", "this must be one value"),
        ("a:\n", "", "this must be a word, a list of words or a map of them"),
        ("a: 'b\n", "'", "a quote is opened here and never closed"),
    ] {
        let fault = strings::parse(&Arc::from("strings"), text).unwrap_err();
        let (start, end) = (fault.place.start, fault.place.end);
        assert_eq!(&text[start..end], place, "{fault:?}");
        assert_eq!(fault.phrase, format!("strings can't be read: {phrase}"));
    }
}

#[test]
fn every_language_has_every_word_with_the_same_blanks() {
    let english = spoken(LANGUAGES[2].1);
    let english = english.keys();
    for (language, text) in LANGUAGES {
        let entry = spoken(text);
        let keys = entry.keys();
        assert_eq!(keys.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
        for (key, entry) in keys {
            match (entry, english[&key]) {
                (Entry::Word(word), Entry::Word(model)) => {
                    assert!(!word.trim().is_empty(), "{language}: {key} is empty");
                    // Date patterns differ in which forms they use, not in what they tell.
                    if !key.starts_with("date.") {
                        assert_eq!(blanks(word), blanks(model), "{language}: {key}");
                    }
                }
                (Entry::List(list), Entry::List(model)) => assert_eq!(list.len(), model.len(), "{language}: {key}"),
                (Entry::Map(_), Entry::Map(_)) => {}
                _ => panic!("{language}: {key} is of another kind than in English"),
            }
        }
    }
}

#[test]
fn every_plural_has_the_forms_that_its_language_uses() {
    for (language, text) in LANGUAGES {
        let used: BTreeSet<&str> = (0..=10_000).chain([1_000_000]).map(|n| category(language, n)).collect();
        let entry = spoken(text);
        for (key, entry) in entry.keys() {
            if let Entry::Map(forms) = entry {
                let given: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
                let missing: Vec<_> = used.difference(&given).collect();
                assert!(missing.is_empty(), "{language}: {key} lacks {missing:?}");
                assert!(given.iter().all(|form| CATEGORIES.contains(form)), "{language}: {key}");
            }
        }
    }
}

#[test]
fn thousands_stand_apart_as_each_language_has_it() {
    for (language, four, five) in [
        ("en", "4,000", "34,968.5"),
        ("de", "4.000", "34.968,5"),
        ("es", "4000", "34.968,5"),
        ("pl", "4000", "34\u{202f}968,5"),
        ("fr", "4\u{202f}000", "34\u{202f}968,5"),
    ] {
        let (_, text) = LANGUAGES.into_iter().find(|(other, _)| *other == language).unwrap();
        let strings = Strings::new(language, &Arc::new(spoken(text)));
        assert_eq!([&*strings.number("4000"), &strings.number("34968.5")], [four, five], "{language}");
        assert_eq!(strings.number("-999"), "-999");
    }
}

#[test]
fn a_page_speaks_the_language_of_the_site() {
    let site = |language: &str| {
        let text = String::from_utf8(busy().files()["site.yaml"].clone()).unwrap();
        let edition = busy().file("site.yaml", &format!("{text}language: {language}\n")).edition("public");
        page(&rendered(&edition), "index.html")
    };
    let german = site("de");
    assert!(german.contains("<html lang=\"de\" dir=\"ltr\">"));
    assert!(german.contains("Nächste Meldung bis <time datetime=\"2026-11-20T11:35+01:00\" data-time=\"11:35 CET\">20. Nov., 11:35 CET</time>"));
    assert!(site("ar").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(site("pl").contains("20 listopada"));
    assert!(site("ja").contains("11月22日 日曜日") || site("ja").contains("11月20日 金曜日"));
}

#[test]
fn nothing_is_inline_and_every_id_is_its_own() {
    for (edition, files) in built() {
        for path in files.keys().filter(|path| is_page(path)) {
            let html = page(&files, path);
            assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n"), "{edition}/{path}");
            assert!(!html.contains(" style="), "{edition}/{path} has an inline style");
            assert!(!html.contains(" onclick=") && !html.contains("<style"), "{edition}/{path}");
            for script in html.split("<script").skip(1) {
                let is_data = script.starts_with(" type=\"application/ld+json\">");
                assert!(is_data || script.starts_with(" src="), "{edition}/{path} has an inline script");
            }
            let mut ids = BTreeSet::new();
            for id in html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(ids.insert(id), "{edition}/{path} has `{id}` twice");
            }
        }
    }
}

#[test]
fn words_are_shown_as_words() {
    let files = rendered(&busy().edition("public"));
    assert!(page(&files, "incidents/2026-11-20-api.html").contains("Requests 5 &lt; 10 &amp; we look."));
}

#[test]
fn every_link_to_a_page_leads_to_one() {
    for (edition, files) in built() {
        for path in files.keys().filter(|path| is_page(path) && *path != "404.html") {
            let html = page(&files, path);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for href in html.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let file = href.split('#').next().unwrap();
                if !is_page(file) || file.contains("://") {
                    continue;
                }
                let target = match file.strip_prefix("../") {
                    Some(rest) => rest.to_owned(),
                    None if folder.is_empty() => file.to_owned(),
                    None => format!("{folder}/{file}"),
                };
                assert!(files.contains_key(&target), "{edition}/{path} leads to {href}");
            }
        }
    }
}

#[test]
fn a_private_edition_says_whom_it_is_for_and_isnt_found() {
    let built = built();
    let executives = &built["executives"];
    let index = page(executives, "index.html");
    assert!(index.contains("<title>Meridian Pay · Executives status</title>"));
    assert!(index.contains("Executives · internal, not for customers"));
    assert!(index.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(index.contains("One in ten requests fails."));
    assert_eq!(executives["robots.txt"], b"User-agent: *\nDisallow: /\n");
    assert!(!executives.contains_key("sitemap.xml"));
    assert!(page(&built["strategic/acme"], "index.html").contains("For Acme Retail only"));
    let public = page(&built["public"], "index.html");
    assert!(!public.contains("noindex") && !public.contains("One in ten"));
}

#[test]
fn the_banner_never_says_that_all_is_well_above_an_open_incident() {
    let case = busy();
    let quiet = "---\nstatus: investigating\nat: 2026-11-20T10:05:00Z\n---\nWe look.\n";
    let case = case.file("incidents/2026-11-20-api/01-investigating.md", quiet);
    let index = page(&rendered(&case.edition("public")), "index.html");
    assert!(index.contains("<h1>All components work, with an open incident</h1>"));
}

#[test]
fn a_page_is_described_by_its_first_words_and_by_no_more_than_a_line_of_them() {
    let described = |words: &str| {
        let folder = "incidents/2026-11-20-api";
        let case = Case::default()
            .file(&format!("{folder}/incident.md"), "---\ntitle: API errors\n---\n")
            .file(
                &format!("{folder}/01-seen.md"),
                &format!("---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\n---\n{words}\n"),
            )
            .file("pages/about.md", &format!("---\ntitle: About\n---\n{words}\n"));
        let files = rendered(&case.edition("public"));
        let of = |path: &str| {
            let page = page(&files, path);
            let (_, rest) = page.split_once("<meta name=\"description\" content=\"").unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        (of("incidents/2026-11-20-api.html"), of("pages/about.html"))
    };
    let (incident, about) = described("# What\n\nOne in *ten* requests\nfails.\n\nMore of it.");
    assert_eq!(
        (incident.as_str(), about.as_str()),
        ("Investigating: What One in ten requests fails. More of it.", "What One in ten requests fails. More of it.")
    );
    let (_, exact) = described(&format!("{} end", "word ".repeat(35) + "x"));
    assert_eq!(exact.len(), 180, "{exact}");
    let (_, long) = described(&"word ".repeat(40));
    assert_eq!(long, format!("{}…", ["word"; 36].join(" ")));
    // What has facts alone has no words to be described by.
    let folder = "incidents/2026-11-20-api";
    let facts = Case::default()
        .file(&format!("{folder}/incident.md"), "---\ntitle: API errors\n---\n")
        .file(&format!("{folder}/01-seen.md"), "---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\n---\nWords.\n")
        .file(&format!("{folder}/02-more.md"), "---\nstatus: identified\nat: 2026-11-20T10:10:00Z\n---\n");
    let shown = page(&rendered(&facts.edition("public")), "incidents/2026-11-20-api.html");
    assert!(shown.contains("content=\"Identified: Words.\""));
    let (_, one) = described(&"ü".repeat(300));
    assert_eq!(one, format!("{}…", "ü".repeat(180)));
}

#[test]
fn a_promise_is_overdue_when_its_time_has_come() {
    let index = |now: &str| page(&rendered(&busy().now(now).edition("public")), "index.html");
    let before = index("2026-11-20T10:34:59Z");
    assert!(before.contains("<span class=\"due\" data-until=\"2026-11-20T11:35+01:00\">Next update by"));
    let after = index("2026-11-20T10:35:00Z");
    assert!(after.contains("<span class=\"due\" data-until=\"2026-11-20T11:35+01:00\" hidden>Next update by"));
    assert!(after.contains("<span class=\"due late\" data-from=\"2026-11-20T11:35+01:00\">Update overdue since"));
}

/// A window with an update for each status and time, as its page is at `now`.
fn window_page(updates: &[(&str, &str)], now: &str) -> String {
    let mut case = Case::default().now(now).file(
        "maintenance/2026-11-10-db/maintenance.md",
        "---\ntitle: New database\nfrom: 2026-11-10T06:00:00Z\nuntil: 2026-11-10T08:00:00Z\ncomponents: [payouts]\n---\n",
    );
    for (number, (status, at)) in updates.iter().enumerate() {
        case = case.file(
            &format!("maintenance/2026-11-10-db/{number:02}-word-{number}.md"),
            &format!("---\nstatus: {status}\nat: 2026-11-{at}:00Z\n---\nWords.\n"),
        );
    }
    page(&rendered(&case.edition("public")), "maintenance/2026-11-10-db.html")
}

#[test]
fn a_window_that_takes_longer_than_planned_says_by_how_much() {
    let told = |updates: &[_], now| {
        let html = window_page(updates, now);
        let at = html.find("<dt>Longer than planned</dt>")?;
        Some(html[at..].split(['>', '<']).nth(6).unwrap().to_owned())
    };
    let begun = [("scheduled", "01T09:00"), ("in_progress", "10T06:00")];
    assert_eq!(told(&begun, "2026-11-10T08:00:30Z"), None);
    assert_eq!(told(&begun, "2026-11-10T08:45:00Z").as_deref(), Some("45 min"));
    let late = [begun[0], begun[1], ("completed", "10T09:10")];
    assert_eq!(told(&late, "2026-11-20T10:20:00Z").as_deref(), Some("1 h 10 min"));
    let early = [begun[0], begun[1], ("completed", "10T07:10")];
    assert_eq!(told(&early, "2026-11-20T10:20:00Z"), None);
    assert_eq!(told(&begun[..1], "2026-11-20T10:20:00Z"), None);
    assert_eq!(told(&[begun[0], ("cancelled", "09T09:10")], "2026-11-20T10:20:00Z"), None);
}

#[test]
fn advice_that_ended_is_taken_back_in_words() {
    let update =
        |key: &str| format!("---\nstatus: identified\nat: 2026-11-20T10:10:00Z\nworkaround: {key}\n---\nWe know.\n");
    let words = |key| {
        let case = busy().file("incidents/2026-11-20-api/02-identified.md", &update(key));
        page(&rendered(&case.edition("public")), "incidents/2026-11-20-api.html")
    };
    assert!(words("Try again.").contains("<dd>Try again.</dd>"));
    assert!(words("none").contains("<dd>The earlier advice no longer applies.</dd>"));
}

#[test]
fn an_event_of_another_year_says_so_on_the_page_of_its_component() {
    let case = busy()
        .file("incidents/2025-12-01-old/incident.md", "---\ntitle: Old\n---\n")
        .file(
            "incidents/2025-12-01-old/01-investigating.md",
            "---\nstatus: investigating\nat: 2025-12-01T08:00:00Z\ncomponents: {api: major_outage}\n---\nWe look.\n",
        )
        .file(
            "incidents/2025-12-01-old/02-resolved.md",
            "---\nstatus: resolved\nat: 2025-12-01T09:00:00Z\n---\nDone.\n",
        );
    let html = page(&rendered(&case.edition("public")), "components/api.html");
    assert!(html.contains("<p class=\"date\">20 Nov</p>"));
    assert!(html.contains("<p class=\"date\">1 December 2025</p>"));
}

#[test]
fn a_month_leads_to_the_months_before_and_after_it_in_which_something_began() {
    let mut case = busy();
    for month in ["07", "09"] {
        let folder = format!("incidents/2026-{month}-03-old");
        let told = format!("---\nstatus: resolved\nat: 2026-{month}-03T09:00:00Z\n---\nDone.\n");
        case = case
            .file(&format!("{folder}/incident.md"), "---\ntitle: Old\n---\n")
            .file(&format!("{folder}/01-done.md"), &told);
    }
    let files = rendered(&case.edition("public"));
    let turns = |month: &str| {
        let html = page(&files, &format!("history/2026-{month}.html"));
        ["prev", "next"].map(|way| {
            let (_, link) = html.split_once(&format!("<a rel=\"{way}\" href=\"../history/"))?;
            Some(link.split_once(".html").unwrap().0.to_owned())
        })
    };
    let to = |month: &str| Some(format!("2026-{month}"));
    assert_eq!(turns("07"), [None, to("09")]);
    assert_eq!(turns("09"), [to("07"), to("11")]);
    assert_eq!(turns("11"), [to("09"), None]);
}

#[test]
fn all_but_the_old_months_stays_small_whatever_the_length_of_the_history() {
    let sizes = |incidents: u32| -> BTreeMap<String, usize> {
        let mut case = busy();
        for number in 0..incidents {
            let (year, month, day) = (2026 - number / 336, 12 - (number / 28) % 12, number % 28 + 1);
            let folder = format!("incidents/{year}-{month:02}-{day:02}-old-{number}");
            let at = format!("{year}-{month:02}-{day:02}");
            case = case
                .file(&format!("{folder}/incident.md"), &format!("---\ntitle: Old incident {number}\n---\n"))
                .file(
                    &format!("{folder}/01-investigating.md"),
                    &format!("---\nstatus: investigating\nat: {at}T08:00:00Z\ncomponents: {{api: major_outage}}\n---\nWe look.\n"),
                )
                .file(&format!("{folder}/02-resolved.md"), &format!("---\nstatus: resolved\nat: {at}T09:00:00Z\n---\nDone.\n"));
        }
        rendered(&case.edition("public")).into_iter().map(|(path, bytes)| (path, bytes.len())).collect()
    };
    let (short, long) = (sizes(400), sizes(800));
    for path in ["index.html", "atom.xml", "components/api.rss.xml", "api/v2/incidents.json", "history/2026-03.html"] {
        assert!(short.contains_key(path), "there is a `{path}`");
    }
    // The sitemap holds every page, and only the year in which the shorter history begins has more to tell in the longer one.
    let grows = |path: &str| path == "sitemap.xml" || path.starts_with("history/2025");
    for (path, size) in short.iter().filter(|(path, _)| !grows(path)) {
        assert_eq!(long[path], *size, "{path}");
        assert!(*size < 120_000, "{path}: {size} bytes with something on every day");
    }
}

fn own(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// What is told of a theme: place, phrase, hints.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let texts: BTreeMap<&str, &str> = files.iter().copied().collect();
    let told = |fault: candor::diagnostic::Diagnostic| {
        let path = fault.place.path.strip_prefix("themes/own/").unwrap();
        let at = texts.get(path).map_or("", |text| &text[fault.place.start..fault.place.end]);
        format!("{path} `{at}`: {} ({})", fault.phrase, fault.hints.join("; "))
    };
    Theme::load("own", &own(files)).map_or_else(|faults| faults.into_iter().map(told).collect(), |_| Vec::new())
}

#[test]
fn faults_of_a_theme_are_told_with_their_place() {
    assert_eq!(faults(&PLAIN), Vec::<String>::new());
    assert_eq!(
        faults(&[("layouts/indx.html", "")]),
        ["layouts/indx.html ``: a theme has no such file (did you mean `layouts/index.html`?)"]
    );
    assert_eq!(
        faults(&[("layouts/404.html", "<p>{{ pag.site }}</p>")]),
        ["layouts/404.html `pag`: `404.html` is given no variable `pag` (did you mean `page`?)"]
    );
    assert_eq!(
        faults(&[("layouts/parts/top.html", "<b>{{ page.title }}</b>")]),
        ["layouts/parts/top.html `page`: `parts/top.html` is given no variable `page` (it is given `t` and `edition`)"]
    );
    assert_eq!(
        faults(&[("layouts/404.html", "{{ __tera_context }}")]),
        [
            "layouts/404.html `__tera_context`: a layout can't print everything at once (print the values that the page is for; `themes/README.md` lists them)"
        ]
    );
    assert_eq!(
        faults(&[
            ("layouts/404.html", "<p>é {{ t.page.home | shorten }}</p>\n<p>é {{ <sgn mark={page} /> }}{{ now() }}</p>"),
            ("layouts/month.html", "{% include \"parts/turm.html\" %}{% if month.entries is many %}{% endif %}"),
            ("layouts/year.html", "{% extends \"base.html\" %}\n{% block mani %}{% endblock mani %}"),
        ]),
        [
            "layouts/404.html `shorten`: there is no filter `shorten` (a layout has every filter of Tera's own, and no other)",
            "layouts/404.html `sgn`: there is no component `sgn` (did you mean `sign`?)",
            "layouts/404.html `now`: there is no function `now` (a layout has every function of Tera's own, and no other)",
            "layouts/month.html `parts/turm.html`: there is no layout `parts/turm.html` (did you mean `parts/turn.html`?)",
            "layouts/month.html `many`: there is no test `many` (a layout has every test of Tera's own, and no other)",
            "layouts/year.html `mani`: there is no block `mani` in the layout that this one extends (did you mean `main`?)"
        ]
    );
    assert_eq!(
        faults(&[("strings/de.yaml", "index:\n  qiet: Ruhe\n")]),
        ["strings/de.yaml `qiet`: the theme has no word `index.qiet` (did you mean `index.quiet`?)"]
    );
    let broken = faults(&[("layouts/404.html", "<p>{% if page %}</p>")]);
    assert_eq!(broken.len(), 1);
    assert!(broken[0].starts_with("layouts/404.html "), "{broken:?}");
}

proptest! {
    #![proptest_config(tried(64))]

    #[test]
    fn what_is_at_fault_in_any_layout_lies_in_it(pieces in proptest::collection::vec(proptest::sample::select(&[
        "é", "\n", "\r\n", "🧯", "`", " --> x:1:2", "error: Unknown filter `safe`", "{{ page.title | shorten }}", "{{ now() }}", "{{ nothing }}",
        "{{ <sgn mark={page} /> }}", "{% if page is many %}{% endif %}", "{% include \"parts/turm.html\" %}", "{% include \"parts/turn.html\" %}",
        "{% block mani %}{% endblock mani %}", "{% extends \"base.html\" %}", "{{ page.title", "{% for a in page.x %}", "{% endfor %}", "{# #}",
    ][..]), 1..8)) {
        let text = pieces.concat();
        let own = [("layouts/404.html".to_owned(), text.clone().into_bytes())];
        for fault in Theme::load("own", &own).err().into_iter().flatten() {
            let place = fault.place;
            prop_assert!(!place.path.ends_with('/'), "`{}` names no file: {}", place.path, fault.phrase);
            if &*place.path == "themes/own/layouts/404.html" {
                prop_assert!(text.get(place.start..place.end).is_some(), "{:?} of {:?}", place.start..place.end, text);
            }
        }
    }
}

#[test]
fn what_a_layout_names_itself_is_known_to_what_it_includes() {
    let month = "{% for dated in month.entries %}{% include \"parts/mine.html\" %}{% endfor %}";
    let year = "{% set first = year.months[0] %}{% include \"parts/first.html\" %}";
    let files = [
        ("layouts/month.html", month),
        ("layouts/year.html", year),
        ("layouts/parts/mine.html", "<p>{{ dated.date }}: {{ dated.entry.title }}</p>"),
        ("layouts/parts/first.html", "<p>{{ first.date }}</p>"),
    ];
    assert_eq!(faults(&files), Vec::<String>::new());
    let misspelt = [("layouts/month.html", month), ("layouts/parts/mine.html", "<p>{{ datd.date }}</p>")];
    assert_eq!(
        faults(&misspelt),
        [
            "layouts/parts/mine.html `datd`: `month.html` is given no variable `datd` (it is given `t`, `edition`, `page` and `month`)"
        ]
    );
}

#[test]
fn a_page_follows_the_site_or_its_component_whatever_it_is_about() {
    let pages = rendered(&busy().edition("public"));
    let followed = |path: &str| {
        let page = String::from_utf8(pages[path].clone()).unwrap();
        let links = page.lines().filter(|line| line.contains("rel=\"alternate\"")).map(str::to_owned);
        links.collect::<Vec<_>>()
    };
    let named = |name: &str, file: &str| {
        [("atom+xml", "Atom", "atom.xml"), ("rss+xml", "RSS", "rss.xml"), ("feed+json", "JSON Feed", "feed.json")].map(
            |(mime, kind, end)| {
                format!("<link rel=\"alternate\" type=\"application/{mime}\" title=\"{name} ({kind})\" href=\"{file}{end}\">")
            },
        )
    };
    let incident = pages.keys().find(|path| path.starts_with("incidents/")).unwrap();
    assert_eq!(followed("index.html"), named("Meridian Pay", ""));
    assert_eq!(followed(incident), named("Meridian Pay", "../"));
    assert_eq!(followed("components/api.html"), named("API", "../components/api."));
}

#[test]
fn a_theme_changes_only_what_it_holds() {
    let theme = Theme::load("plain", &own(&PLAIN)).unwrap();
    let edition = busy().edition("public");
    let (sheets, _) = theme.linked(&edition);
    let (default, _) = Theme::load("default", &[]).unwrap().linked(&edition);
    assert_eq!(sheets[0], default[0]);
    assert!(sheets[1].starts_with("assets/colours.") && sheets.len() == 2);
    assert_eq!(theme.strings("en").say("index.quiet"), "No events");
    assert_eq!(theme.strings("en").say("index.past"), "Last 14 days");
    assert_eq!(theme.strings("de").say("index.quiet"), "Nichts zu berichten");
    assert_eq!(theme.strings("pt-br").say("index.components"), "Componentes");
    assert_eq!(theme.strings("sv").say("index.components"), "Components");
}

fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

#[test]
fn a_name_written_the_other_way_does_not_carry_the_count_behind_it_along() {
    let index = |language: &str, name: &str| {
        let site = format!(
            "name: Pay\nurl: https://status.pay.example\nlanguage: {language}\ngroups:\n  - name: All\n    components:\n      - {{id: api, name: {name}}}\n"
        );
        let case = Case::default()
            .file("site.yaml", &site)
            .file("incidents/2026-11-20-slow/incident.md", "---\ntitle: Slow\n---\n")
            .file(
                "incidents/2026-11-20-slow/01-slow.md",
                "---\nstatus: identified\nat: 2026-11-20T11:00:00Z\ncomponents: {api: partial_outage}\n---\nSlow.\n",
            );
        let page = case.build_only(&["public"]).remove("public").unwrap().remove("index.html").unwrap();
        String::from_utf8(page).unwrap().contains(&format!("\u{2068}{name}\u{2069} · "))
    };
    assert!(index("en", "الدفع") && index("ar", "Checkout"));
    assert!(!index("en", "Checkout") && !index("ar", "الدفع"));
}
