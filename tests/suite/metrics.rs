//! How well we communicated, against a year worked by hand, and what must hold of the figures whatever happens.

use crate::case::Case;
use crate::generated::{Chance, EDITIONS, NOW, is_settings, may_read, site, suffix, tried};
use candor::edition::{AccountDowntime, AudienceMetrics, Edition, Figures, IncidentMetrics, Metrics, Promises};
use candor::quantity::{Decimal, Period};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60;

const ACCOUNTS: &str = "\
acme: {name: Acme, components: [checkout, api], sla: {target: 99.9, period: month, partial_outage: 0.5, credits: [{below: 99.9, percent: 10}], fee: 40000 EUR}}
globex: {name: Globex, components: [payouts], sla: {target: 99.9, period: month, credits: [{below: 99.9, percent: 10}], fee: 1000 EUR}}
";

/// Four incidents, seen on 20 November 2026 at 12:00 UTC from Berlin:
///
/// - `slow`, 10 November, sev1, over: customer service hears first, one promise is missed;
/// - `late`, from 31 October, 23:30 in Berlin, into November, sev2, over: corrected once, its end posted late;
/// - `open`, 20 November, sev1, going on: one promise missed, one open; how many customers is not known;
/// - `alarm`, 5 November, a false alarm without severity.
fn year() -> Case {
    let slow = "incidents/2026-11-10-slow";
    let late = "incidents/2026-10-31-late";
    let open = "incidents/2026-11-20-open";
    let alarm = "incidents/2026-11-05-alarm";
    let case = Case::default().file("accounts.yaml", ACCOUNTS);
    let case = case
        .file(&format!("{slow}/incident.md"), "---\ntitle: Slow\nstarted: 2026-11-10T10:00:00Z\n---\n")
        .file(
            &format!("{slow}/incident.internal.md"),
            "---\nseverity: sev1\ndetected: 2026-11-10T10:04:00Z\ndeclared: 2026-11-10T10:06:00Z\ncustomers: {count: 1000}\n---\n",
        )
        .file(
            &format!("{slow}/01-heard.support.md"),
            "---\nstatus: investigating\nat: 2026-11-10T10:08:00Z\nnext_update: 2026-11-10T10:20:00Z\n---\nWe look – now.\n",
        )
        .file(
            &format!("{slow}/02-seen.md"),
            "---\nstatus: investigating\nat: 2026-11-10T10:14:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 30m\n---\nOne order in ten fails.\n",
        )
        .file(
            &format!("{slow}/03-yours.strategic.acme.md"),
            "---\nstatus: investigating\nat: 2026-11-10T10:20:00Z\n---\nYours too.\n",
        )
        .file(
            &format!("{slow}/04-found.md"),
            "---\nstatus: identified\nat: 2026-11-10T10:40:00Z\nnext_update: 20m\n---\nWe know why.\n",
        )
        .file(&format!("{slow}/04-found.support.md"), "---\nnext_update: 2026-11-10T10:50:00Z\n---\nTell them so.\n")
        .file(
            &format!("{slow}/05-mended.md"),
            "---\nstatus: monitoring\nat: 2026-11-10T11:05:00Z\nnext_update: 2026-11-10T12:00:00Z\n---\nMended.\n",
        )
        .file(&format!("{slow}/06-over.md"), "---\nstatus: resolved\nat: 2026-11-10T11:30:00Z\n---\nOver.\n");
    let case = case
        .file(&format!("{late}/incident.md"), "---\ntitle: Late\nstarted: 2026-10-31T22:30:00Z\n---\n")
        .file(&format!("{late}/incident.internal.md"), "---\nseverity: sev2\n---\n")
        .file(
            &format!("{late}/01-seen.md"),
            "---\nstatus: investigating\nat: 2026-10-31T22:35:00Z\ncomponents: {payouts: major_outage}\n---\nPayouts wait.\n",
        )
        .file(&format!("{late}/02-found.md"), "---\nstatus: identified\nat: 2026-10-31T22:50:00Z\n---\nA disk.\n")
        .file(
            &format!("{late}/03-put-right.md"),
            "---\nstatus: identified\nat: 2026-10-31T23:10:00Z\ncorrects: 02-found\n---\nNot a disk.\n",
        )
        .file(
            &format!("{late}/04-over.md"),
            "---\nstatus: resolved\nat: 2026-11-01T00:30:00Z\nbackfilled: 2026-11-01T08:00:00Z\n---\nOver.\n",
        );
    let case = case
        .file(&format!("{open}/incident.md"), "---\ntitle: Open\nstarted: 2026-11-20T11:00:00Z\n---\n")
        .file(
            &format!("{open}/incident.internal.md"),
            "---\nseverity: sev1\ndetected: 2026-11-20T11:02:00Z\ncustomers: {percent: 5}\n---\n",
        )
        .file(
            &format!("{open}/01-seen.md"),
            "---\nstatus: investigating\nat: 2026-11-20T11:10:00Z\ncomponents: {api: degraded_performance}\nnext_update: 30m\n---\nThe API is slow.\n",
        )
        .file(&format!("{open}/01-seen.executives.md"), "---\nnext_update: 2026-11-20T12:30:00Z\n---\n");
    case.file(&format!("{alarm}/incident.md"), "---\ntitle: Alarm\n---\n")
        .file(&format!("{alarm}/incident.internal.md"), "---\ncustomers: {count: 50}\n---\n")
        .file(
            &format!("{alarm}/01-seen.md"),
            "---\nstatus: investigating\nat: 2026-11-05T09:00:00Z\ncomponents: {checkout: major_outage}\n---\nAll is down.\n",
        )
        .file(&format!("{alarm}/02-nothing.md"), "---\nstatus: retracted\nat: 2026-11-05T09:20:00Z\n---\nIt was not.\n")
}

fn metrics(edition: Edition) -> Metrics {
    edition.metrics.expect("an edition inside the company has figures")
}

fn incident<'a>(metrics: &'a Metrics, title: &str) -> &'a IncidentMetrics {
    metrics.incidents.iter().find(|incident| incident.title == title).unwrap()
}

fn audience<'a>(incident: &'a IncidentMetrics, name: &str) -> &'a AudienceMetrics {
    incident.audiences.iter().find(|one| one.audience == name).unwrap()
}

fn minutes(period: Option<Period>) -> Option<i64> {
    period.map(|period| {
        assert_eq!(period.0 % MINUTE, 0);
        period.0 / MINUTE
    })
}

/// What an audience got: its name, its lead in minutes, promises kept, missed and open; longest silence in minutes, updates
/// and words.
type Row = (String, Option<i64>, [usize; 3], (Option<i64>, usize, usize));

fn told(edition: &str, title: &str) -> Vec<Row> {
    told_in(year().edition(edition), title)
}

fn told_in(edition: Edition, title: &str) -> Vec<Row> {
    let metrics = metrics(edition);
    let each = |one: &AudienceMetrics| {
        let Promises { kept, missed, open } = one.promises;
        let silence = minutes(one.longest_silence);
        (one.audience.clone(), minutes(one.lead), [kept, missed, open], (silence, one.updates, one.words))
    };
    incident(&metrics, title).audiences.iter().map(each).collect()
}

fn row(audience: &str, lead: Option<i64>, promises: [usize; 3], rest: (i64, usize, usize)) -> Row {
    (audience.to_owned(), lead, promises, (Some(rest.0), rest.1, rest.2))
}

fn used(sla: &[AccountDowntime]) -> Vec<(&str, String)> {
    sla.iter().map(|one| (one.key.as_str(), one.used.minutes.to_string())).collect()
}

#[test]
fn the_first_public_word_is_counted_from_start_detection_and_declaration() {
    let metrics = metrics(year().edition("executives"));
    let spans = |title: &str| {
        let one = incident(&metrics, title);
        [one.start_to_public, one.detection_to_public, one.declaration_to_public].map(minutes)
    };
    // At 10:14; started 10:00, detected 10:04, declared 10:06.
    assert_eq!(spans("Slow"), [Some(14), Some(10), Some(8)]);
    assert_eq!(spans("Late"), [Some(5), None, None]);
    assert_eq!(spans("Open"), [Some(10), Some(8), None]);
    assert_eq!(spans("Alarm"), [Some(0), None, None], "without a start it is the first word itself");
}

#[test]
fn each_audience_is_counted_by_what_it_could_read() {
    // Heard by customer service: 10:08, 10:14, 10:40, 11:05, 11:30. Its promises: by 10:20, which 10:14 keeps, and by
    // 10:50, which 11:05 misses. By everyone: from 10:14 on; promises by 10:44 (10:40 keeps it), by 11:00 (11:05 misses
    // it), by 12:00 (11:30 keeps it). By Acme: 10:20, then what is public.
    assert_eq!(
        told("executives", "Slow"),
        [
            row("support", Some(6), [1, 1, 0], (26, 2, 6)),
            row("public", None, [2, 1, 0], (26, 4, 10)),
            row("strategic.acme", Some(-6), [0, 0, 0], (25, 1, 2)),
        ]
    );
    // The end was said at 08:00: until 00:30 the last word was that of 23:10.
    assert_eq!(told("executives", "Late"), [row("public", None, [0, 0, 0], (80, 4, 8))]);
    // It is 12:00: the promise by 11:40 is missed, that by 12:30 is open.
    assert_eq!(
        told("executives", "Open"),
        [row("executives", Some(0), [0, 0, 1], (50, 1, 0)), row("public", None, [0, 1, 0], (50, 1, 4))]
    );
    assert_eq!(told("executives", "Alarm"), [row("public", None, [0, 0, 0], (20, 2, 6))]);
}

#[test]
fn the_times_to_identify_and_resolve_are_by_severity() {
    let metrics = metrics(year().edition("executives"));
    let spans = |title: &str| {
        let one = incident(&metrics, title);
        [minutes(one.to_identify), minutes(one.to_resolve)]
    };
    assert_eq!(spans("Slow"), [Some(40), Some(90)]);
    assert_eq!(spans("Late"), [Some(20), Some(120)]);
    assert_eq!(spans("Open"), [None, None], "it goes on");
    assert_eq!(spans("Alarm"), [None, None], "there was nothing to resolve");
    let severities: Vec<_> = metrics
        .recent
        .severities
        .iter()
        .map(|one| (one.severity.as_deref(), one.incidents, minutes(one.to_identify), minutes(one.to_resolve)))
        .collect();
    assert_eq!(
        severities,
        [(Some("sev1"), 2, Some(40), Some(90)), (Some("sev2"), 1, Some(20), Some(120)), (None, 1, None, None)]
    );
}

#[test]
fn customers_and_accounts_are_counted_each_by_what_was_said_to_it() {
    let executives = metrics(year().edition("executives"));
    // Executives read a word of 10:08 that names no component: the outage holds from 10:14. 76 minutes, weighted 0.3, for
    // 1000 customers. To Acme the word of 10:14 is the first: from 10:00 on, 90 minutes, weighted 0.5.
    let slow = incident(&executives, "Slow");
    assert_eq!(slow.customer_minutes.map(|minutes| minutes.to_string()).as_deref(), Some("22800"));
    assert_eq!(used(&slow.sla), [("acme", "45".to_owned())]);
    assert_eq!(used(&incident(&executives, "Late").sla), [("globex", "120".to_owned())]);
    assert_eq!(used(&incident(&executives, "Open").sla), [], "what is degraded weighs nothing here");
    assert_eq!(used(&incident(&executives, "Alarm").sla), []);
    assert_eq!(incident(&executives, "Late").customer_minutes, None);
    assert_eq!(incident(&executives, "Alarm").customer_minutes, Some(Decimal(0)));
    // To other teams the public word is the first: 90 minutes, weighted 0.3.
    let engineering = metrics(year().edition("engineering"));
    let slow = incident(&engineering, "Slow");
    assert_eq!(slow.customer_minutes.map(|minutes| minutes.to_string()).as_deref(), Some("27000"));
    assert_eq!(
        (slow.sla.len(), slow.audiences.len()),
        (0, 1),
        "it may read neither accounts nor what others were told"
    );
}

#[test]
fn a_month_counts_what_began_in_it_and_the_time_that_was_lost_in_it() {
    let metrics = metrics(year().edition("executives"));
    let month = |at: usize| (metrics.months[at].month.to_string(), &metrics.months[at].figures);
    let (name, november) = month(0);
    assert_eq!((name.as_str(), november.incidents), ("2026-11-01", 3));
    let (name, october) = month(1);
    assert_eq!((name.as_str(), october.incidents, metrics.months.len()), ("2026-10-01", 1, 2));
    // Midnight in Berlin is 23:00 UTC: 30 minutes of payouts are October's, 90 are November's.
    assert_eq!(used(&october.sla), [("acme", "0".to_owned()), ("globex", "30".to_owned())]);
    assert_eq!(used(&november.sla), [("acme", "45".to_owned()), ("globex", "90".to_owned())]);
    // November leaves 43.2 minutes: both are owed, 10 % of 40000 and of 1000. October leaves 44.7, with its hour more.
    assert_eq!((october.credits.len(), november.credits.len()), (0, 1));
    assert_eq!(november.credits[0].amount.to_string(), "4100");
    let whole = &metrics.recent;
    // Of 0, 5, 10 and 14 minutes the lower middle; of 8 and 10; of 8 alone.
    assert_eq!(minutes(whole.start_to_public), Some(5));
    assert_eq!(minutes(whole.detection_to_public), Some(8));
    assert_eq!(minutes(whole.declaration_to_public), Some(8));
    assert_eq!((whole.customer_minutes.to_string().as_str(), whole.customers_unknown), ("22800", 2));
    assert_eq!((whole.corrections, whole.backfills, whole.reopened, whole.false_alarms), (1, 1, 0, 1));
    let public = whole.audiences.iter().find(|one| one.audience == "public").unwrap();
    assert_eq!((public.incidents, public.updates, public.words), (4, 11, 28));
    assert_eq!(public.promises, Promises { kept: 2, missed: 2, open: 0 });
    assert_eq!(minutes(public.longest_silence), Some(80));
    let open: usize = whole.audiences.iter().map(|one| one.promises.open).sum();
    assert_eq!(open, 1, "that of the incident that goes on");
}

/// One incident in which an account is told with everybody, with all accounts and alone.
fn addressed() -> Case {
    let folder = "incidents/2026-11-10-slow";
    let update = |time: &str, more: &str| {
        format!("---\nstatus: investigating\nat: 2026-11-10T{time}:00Z\n{more}\n---\nWords of it here.\n")
    };
    let promise = |time: &str| format!("next_update: 2026-11-10T{time}:00Z");
    Case::default()
        .file("accounts.yaml", ACCOUNTS)
        .file(&format!("{folder}/incident.md"), "---\ntitle: Slow\nstarted: 2026-11-10T10:00:00Z\n---\n")
        .file(&format!("{folder}/01-yours.strategic.acme.md"), &update("10:10", &promise("10:30")))
        .file(&format!("{folder}/02-accounts.strategic.md"), &update("10:25", &promise("10:40")))
        .file(&format!("{folder}/03-seen.md"), &update("10:50", &promise("11:00")))
        .file(&format!("{folder}/04-more.support.md"), &update("10:55", ""))
        .file(&format!("{folder}/05-over.md"), "---\nstatus: resolved\nat: 2026-11-10T11:30:00Z\n---\nOver.\n")
}

#[test]
fn an_account_hears_what_is_said_to_it_to_every_account_and_to_everybody() {
    // Acme hears at 10:10, 10:25, 10:50 and 11:30. What was promised to it alone, 10:30, is kept by the word to every account;
    // their 10:40 is missed by that of 10:50, and everybody's 11:00 by the end. Updates and words are those written for it.
    let rows = told_in(addressed().edition("executives"), "Slow");
    let of = |name: &str| rows.iter().find(|row| row.0 == name).unwrap_or_else(|| panic!("{rows:?}")).clone();
    assert_eq!(of("strategic.acme"), row("strategic.acme", Some(40), [1, 0, 0], (40, 1, 4)));
    assert_eq!(of("strategic"), row("strategic", Some(25), [0, 1, 0], (40, 1, 4)));
    assert_eq!(of("public"), row("public", None, [0, 1, 0], (40, 2, 5)));
    let metrics = metrics(addressed().edition("executives"));
    let month = metrics.months.iter().find(|month| month.month.to_string().starts_with("2026-11")).unwrap();
    let summed = |name: &str| month.figures.audiences.iter().find(|one| one.audience == name).unwrap();
    let acme = summed("strategic.acme");
    assert_eq!((acme.incidents, acme.updates, acme.words), (1, 1, 4));
    assert_eq!((minutes(acme.lead), minutes(acme.longest_silence)), (Some(40), Some(40)));
    assert_eq!(summed("public").lead, None);
}

#[test]
fn what_is_owed_for_a_quarter_counts_in_the_month_of_its_end_and_until_then_in_the_running_one() {
    let accounts = "acme: {name: Acme, components: [checkout], sla: {target: 99.9, period: quarter, credits: [{below: 99.9, percent: 10}], fee: 900 EUR}}\n";
    let folder = "incidents/2026-10-10-out";
    let case = Case::default()
        .file("accounts.yaml", accounts)
        .file(&format!("{folder}/incident.md"), "---\ntitle: Out\n---\n")
        .file(
            &format!("{folder}/01-seen.md"),
            "---\nstatus: investigating\nat: 2026-10-10T10:00:00Z\ncomponents: {checkout: major_outage}\n---\nOut.\n",
        )
        .file(&format!("{folder}/02-over.md"), "---\nstatus: resolved\nat: 2026-10-10T14:00:00Z\n---\nOver.\n");
    let owed = |now: &str| -> Vec<(String, String)> {
        let metrics = metrics(case.clone().now(now).edition("executives"));
        let month = |month: &candor::edition::MonthMetrics| {
            let credits: Vec<String> = month.figures.credits.iter().map(|money| money.amount.to_string()).collect();
            (month.month.to_string()[..7].to_owned(), credits.join(" "))
        };
        metrics.months.iter().map(month).filter(|(_, credits)| !credits.is_empty()).collect()
    };
    let in_month = |month: &str| vec![(month.to_owned(), "90".to_owned())];
    assert_eq!(owed("2026-10-20T12:00:00Z"), in_month("2026-10"));
    assert_eq!(owed("2026-11-20T12:00:00Z"), in_month("2026-11"));
    // Midnight in Berlin is 23:00 UTC.
    assert_eq!(owed("2026-12-31T22:59:59Z"), in_month("2026-12"));
    assert_eq!(owed("2026-12-31T23:00:00Z"), in_month("2026-12"));
    assert_eq!(owed("2027-02-01T12:00:00Z"), in_month("2026-12"));
}

#[test]
fn each_incident_finds_its_own_figures_and_a_maintenance_none() {
    let like_slow = "maintenance/2026-11-10-slow";
    let case = year()
        .file(
            &format!("{like_slow}/maintenance.md"),
            "---\ntitle: Slow disks\nfrom: 2026-11-10T10:00:00Z\nuntil: 2026-11-10T11:00:00Z\ncomponents: [api]\n---\n",
        )
        .file(
            &format!("{like_slow}/01-planned.md"),
            "---\nstatus: scheduled\nat: 2026-11-01T09:00:00Z\n---\nDisks go.\n",
        );
    let edition = case.edition("executives");
    let metrics = edition.metrics.as_ref().unwrap();
    let found: Vec<_> = edition.incidents.iter().map(|one| metrics.of(one).map(|found| &*found.title)).collect();
    assert_eq!(found, [Some("Open"), Some("Slow"), None, Some("Alarm"), Some("Late")]);
}

#[test]
fn what_follows_an_end_is_counted_as_reopened_once() {
    let folder = "incidents/2026-11-10-slow";
    let again = year()
        .file(&format!("{folder}/07-again.md"), "---\nstatus: identified\nat: 2026-11-10T11:40:00Z\n---\nAgain.\n")
        .file(&format!("{folder}/08-over-again.md"), "---\nstatus: resolved\nat: 2026-11-10T12:10:00Z\n---\nOver.\n");
    let metrics = metrics(again.edition("executives"));
    let slow = incident(&metrics, "Slow");
    assert_eq!((slow.reopened, minutes(slow.to_resolve)), (1, Some(130)));
    // The word of 11:40 comes after 12:00 was promised at 11:05; 11:30 kept that.
    assert_eq!(audience(slow, "public").promises, Promises { kept: 2, missed: 1, open: 0 });
}

/// An outage of October 2024: two years before everything else.
fn aged() -> Case {
    let old = "incidents/2024-10-05-old";
    year()
        .file(&format!("{old}/incident.md"), "---\ntitle: Old\n---\n")
        .file(
            &format!("{old}/01-seen.md"),
            "---\nstatus: investigating\nat: 2024-10-05T10:00:00Z\ncomponents: {payouts: major_outage}\n---\nPayouts wait.\n",
        )
        .file(&format!("{old}/02-over.md"), "---\nstatus: resolved\nat: 2024-10-05T11:00:00Z\n---\nOver.\n")
}

#[test]
fn every_year_is_reached_and_no_page_grows_with_age() {
    let (young, old) = (year().build_only(&["executives"]), aged().build_only(&["executives"]));
    let (young, aged) = (&young["executives"], &old["executives"]);
    let pages = |path: &str| path.starts_with("metrics") && path != "metrics.json";
    let paths: Vec<&str> = aged.keys().map(String::as_str).filter(|path| pages(path)).collect();
    let recent = (1..=11).map(|month| format!("metrics/2026-{month:02}.html"));
    let mut expected: Vec<String> = recent.chain(["metrics/2025-12.html".to_owned()]).collect();
    expected.extend(["", "/2024", "/2025", "/2026", "/2024-10"].map(|path| format!("metrics{path}.html")));
    expected.sort();
    assert_eq!(paths, expected);
    let page = |path: &str| String::from_utf8(aged[path].clone()).unwrap();
    // From the last twelve months to the year before, from there to the first year, its month, and the incident.
    assert!(page("metrics.html").contains("href=\"metrics/2025.html\""));
    assert!(page("metrics/2025.html").contains("href=\"../metrics/2024.html\""));
    assert!(page("metrics/2024.html").contains("href=\"../metrics/2024-10.html\""));
    assert!(page("metrics/2024-10.html").contains("href=\"../incidents/2024-10-05-old.html#Communication\""));
    let rows = |page: &str| page.matches("<tr>").count();
    let year_of = |files: &crate::case::Files| String::from_utf8(files["metrics/2026.html"].clone()).unwrap();
    assert_eq!(rows(&year_of(aged)) - rows(&year_of(young)), 18, "January to September, in two tables");
    let metrics = metrics(self::aged().edition("executives"));
    let old = metrics.months.last().unwrap();
    // 60 of the 44.64 minutes of an October were lost, long before the periods that are shown as past.
    assert_eq!(old.figures.credits[0].amount.to_string(), "100");
    assert_eq!(metrics.years.last().unwrap().figures.credits, old.figures.credits);
    assert_eq!(
        metrics.recent,
        self::metrics(year().edition("executives")).recent,
        "what is old changes nothing recent"
    );
}

/// Every count of some figures, by name; times and middles are no sums.
fn counts(figures: &Figures) -> BTreeMap<String, i128> {
    let count = |number: usize| i128::try_from(number).unwrap();
    let mut all = BTreeMap::from([
        ("incidents".to_owned(), count(figures.incidents)),
        ("customer minutes".to_owned(), figures.customer_minutes.0),
        ("customers unknown".to_owned(), count(figures.customers_unknown)),
        ("corrections".to_owned(), count(figures.corrections)),
        ("backfills".to_owned(), count(figures.backfills)),
        ("reopened".to_owned(), count(figures.reopened)),
        ("false alarms".to_owned(), count(figures.false_alarms)),
    ]);
    for one in &figures.audiences {
        let Promises { kept, missed, open } = one.promises;
        for (name, number) in
            [("updates", one.updates), ("words", one.words), ("kept", kept), ("missed", missed), ("open", open)]
        {
            all.insert(format!("{name} {}", one.audience), count(number));
        }
    }
    for one in &figures.severities {
        all.insert(format!("severity {:?}", one.severity), count(one.incidents));
    }
    all.extend(figures.sla.iter().map(|one| (format!("sla {}", one.key), one.used.seconds.0)));
    all.extend(figures.credits.iter().map(|money| (format!("owed {}", money.currency), money.amount.0)));
    all
}

fn sum<'a>(all: impl Iterator<Item = &'a Figures>) -> BTreeMap<String, i128> {
    let mut sum = BTreeMap::new();
    for (name, number) in all.flat_map(counts) {
        *sum.entry(name).or_default() += number;
    }
    sum
}

/// Every figure of an edition of a site that is read for all editions at once; none if it is withheld.
fn figures(tree: &crate::generated::Tree, name: &str) -> Option<serde_json::Value> {
    let (truth, readers) = Case::of(tree.clone(), NOW).read(&[]);
    let reader = readers.iter().find(|reader| reader.edition.to_string() == name)?;
    let edition = truth.edition(reader, NOW.parse().unwrap()).ok()?;
    Some(serde_json::json!([edition.metrics, edition.accounts, edition.owed, edition.policy, edition.next]))
}

/// Editions of a generated site that have figures.
fn inside() -> impl Iterator<Item = &'static str> {
    EDITIONS.into_iter().filter(|name| *name != "public" && !name.contains('/'))
}

proptest! {
    #![proptest_config(tried(32))]

    #[test]
    fn months_make_up_the_years_and_accounts_the_whole(seed: u64) {
        let case = Case::of(site(&mut Chance(seed)), NOW);
        let withheld = case.withheld();
        for name in inside().filter(|name| !withheld.contains(*name)) {
            let edition = case.edition(name);
            let metrics = edition.metrics.as_ref().unwrap();
            let months = |year: Option<i16>| {
                let shown = metrics.months.iter().enumerate();
                let shown = shown.filter(move |(at, one)| year.map_or(*at < 12, |year| one.month.year() == year));
                sum(shown.map(|(_, one)| &one.figures))
            };
            prop_assert_eq!(months(None), counts(&metrics.recent), "{}", name);
            for year in &metrics.years {
                prop_assert_eq!(months(Some(year.year)), counts(&year.figures), "{} {}", name, year.year);
            }
            prop_assert_eq!(sum(metrics.years.iter().map(|year| &year.figures))["incidents"], i128::try_from(metrics.incidents.len()).unwrap());
            for owed in &edition.owed {
                let exposures = edition.accounts.iter().filter_map(|account| Some((account.promise.as_ref()?.fee.as_ref()?, account.exposure.as_ref()?)));
                let of = exposures.filter(|(fee, _)| fee.currency == owed.currency);
                let of = of.flat_map(|(_, exposure)| std::iter::once(&exposure.running).chain(&exposure.past)).filter(|period| period.name == owed.period);
                let amount = |credit: &Option<candor::edition::Credit>| credit.as_ref().and_then(|credit| credit.amount.as_ref()).map_or(0, |money| money.amount.0);
                let (mut due, mut foreseen, mut accounts) = (0, 0, 0);
                for period in of {
                    due += amount(&period.due);
                    foreseen += amount(&period.if_it_goes_on);
                    accounts += 1;
                }
                prop_assert_eq!((owed.due.0, owed.if_it_goes_on.0, owed.accounts), (due, foreseen, accounts));
            }
        }
    }

    #[test]
    fn every_promise_is_kept_or_missed_or_open(seed: u64) {
        let case = Case::of(site(&mut Chance(seed)), NOW);
        let withheld = case.withheld();
        for name in inside().filter(|name| !withheld.contains(*name)) {
            let edition = case.edition(name);
            for measured in &edition.metrics.as_ref().unwrap().incidents {
                let shown = edition.incidents.iter().find(|incident| incident.slug == measured.slug).unwrap();
                for one in &measured.audiences {
                    let parts = shown.moments.iter().flat_map(|moment| &moment.parts);
                    let said = parts.filter(|part| part.suffix == one.audience);
                    let made = said.filter(|part| part.next_update.flatten().is_some()).count();
                    let Promises { kept, missed, open } = one.promises;
                    prop_assert_eq!(kept + missed + open, made, "{} {}", name, one.audience);
                    prop_assert_eq!(one.told.len(), one.updates);
                    prop_assert!(one.told.is_sorted() && one.told[0] == one.first);
                    prop_assert!(one.longest_silence.is_none_or(|silence| silence.0 >= 0));
                }
            }
        }
    }

    #[test]
    fn what_may_not_be_read_is_in_no_figure(seed: u64) {
        let tree = site(&mut Chance(seed));
        for name in inside() {
            let mut disturbed = tree.clone();
            for (path, bytes) in tree.iter().filter(|(path, _)| !is_settings(path) && !may_read(name, &suffix(path))) {
                // The same once more, a minute of everything later, and twice as long.
                let text = String::from_utf8_lossy(bytes).replace(":00Z", ":30Z").replace("customers: {count: ", "customers: {count: 9");
                disturbed.insert(path.clone(), text.replace("Words", "Words and more words").into());
                disturbed.insert(path.replace("/0", "/7").replace("-event-", "-events-"), bytes.clone());
            }
            prop_assert_eq!(figures(&tree, name), figures(&disturbed, name), "{}", name);
        }
    }
}

#[test]
fn generated_sites_have_what_is_measured() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..60 {
        let case = Case::of(site(&mut Chance(seed)), NOW);
        if case.withheld().contains("executives") {
            continue;
        }
        let edition = case.edition("executives");
        let metrics = edition.metrics.as_ref().unwrap();
        let of = |found: bool, name: &'static str| (name, usize::from(found));
        let any = |is: fn(&IncidentMetrics) -> bool| metrics.incidents.iter().any(is);
        let found = [
            of(any(|one| one.detection_to_public.is_some()), "a detection"),
            of(any(|one| one.declaration_to_public.is_some()), "a declaration"),
            of(any(|one| one.customer_minutes.is_some_and(|minutes| minutes.0 > 0)), "customers"),
            of(any(|one| one.sla.len() > 1), "two accounts hit at once"),
            of(any(|one| one.audiences.iter().any(|audience| audience.promises.kept > 0)), "a promise kept"),
            of(any(|one| one.audiences.iter().any(|audience| audience.promises.missed > 0)), "a promise missed"),
            of(any(|one| one.audiences.iter().any(|audience| audience.promises.open > 0)), "a promise open"),
            of(any(|one| one.corrections > 0), "a correction"),
            of(any(|one| one.backfills > 0), "a backfill"),
            of(!metrics.recent.credits.is_empty(), "a credit"),
            of(edition.incidents.iter().any(|one| !one.notices.is_empty()), "a cadence"),
            of(edition.incidents.iter().any(|one| !one.accounts.is_empty()), "accounts told"),
            of(edition.incidents.iter().any(|one| one.business_response.is_some()), "a business response"),
            of(edition.incidents.iter().any(|one| one.holds.iter().any(|hold| hold.released.is_none())), "a hold"),
        ];
        for (name, found) in found {
            *seen.entry(name).or_default() += found;
        }
    }
    for (name, times) in seen {
        assert!(times >= 4, "{name}: {times} of 60 sites");
    }
}
