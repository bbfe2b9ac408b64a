//! Service levels against tables worked by hand, and what must hold of them whatever happens.

use crate::case::Case;
use crate::generated::{Chance, NOW, site, tried};
use candor::edition::{Account, Edition, SlaPeriod};
use proptest::prelude::*;

/// A term of an agreement, as in `accounts.yaml`.
const MONTH: &str = "{target: 99.9, period: month, partial_outage: 0.5, credits: [{below: 99.9, percent: 10}, {below: 99, percent: 25}], fee: 40000 EUR}";

/// A site whose account `acme` uses checkout and api under this agreement.
fn agreed(sla: &str) -> Case {
    let entry = format!("acme: {{name: Acme Retail, components: [checkout, api], sla: {sla}}}\n");
    Case::default().file("accounts.yaml", &entry)
}

/// An incident in which one component is in one state from one instant until another, or until nobody knows when.
fn outage(case: Case, name: &str, states: &str, from: &str, until: Option<&str>) -> Case {
    let folder = format!("incidents/2026-01-01-{name}");
    let began = format!("---\nstatus: investigating\nat: {from}\ncomponents: {{{states}}}\n---\nSlow.\n");
    let case = case
        .file(&format!("{folder}/incident.md"), "---\ntitle: Slow\n---\n")
        .file(&format!("{folder}/01-investigating.md"), &began);
    let Some(until) = until else { return case };
    case.file(&format!("{folder}/02-resolved.md"), &format!("---\nstatus: resolved\nat: {until}\n---\nDone.\n"))
}

fn account(edition: &Edition, key: &str) -> Account {
    edition.accounts.iter().find(|account| account.key == key).unwrap().clone()
}

fn running(case: &Case) -> SlaPeriod {
    account(&case.edition("strategic/acme"), "acme").exposure.unwrap().running
}

fn used(period: &SlaPeriod) -> String {
    period.used.seconds.to_string()
}

#[expect(clippy::unnecessary_wraps, reason = "tables hold instants that may be absent")]
fn at(instant: &str) -> Option<jiff::Timestamp> {
    Some(instant.parse().unwrap())
}

#[test]
fn a_budget_is_a_share_of_the_month_quarter_or_year_in_the_zone_of_the_site() {
    // Hours: 31 days less one in March, one more in October, 29 days in February of a leap year.
    let table = [
        ("month", "2026-03-10T12:00:00Z", "2026-03", 743, "2674.8"),
        ("month", "2026-10-10T12:00:00Z", "2026-10", 745, "2682"),
        ("month", "2026-02-10T12:00:00Z", "2026-02", 672, "2419.2"),
        ("month", "2024-02-10T12:00:00Z", "2024-02", 696, "2505.6"),
        ("quarter", "2026-02-10T12:00:00Z", "2026-Q1", 2159, "7772.4"),
        ("quarter", "2026-12-31T12:00:00Z", "2026-Q4", 2209, "7952.4"),
        ("year", "2026-06-01T12:00:00Z", "2026", 8760, "31536"),
        ("year", "2024-06-01T12:00:00Z", "2024", 8784, "31622.4"),
    ];
    for (period, now, name, hours, budget) in table {
        let period = running(&agreed(&format!("{{target: 99.9, period: {period}}}")).now(now));
        let seconds = period.until.as_second() - period.from.as_second();
        assert_eq!((period.name.as_str(), seconds), (name, hours * 3600), "{name}");
        assert_eq!(period.budget.seconds.to_string(), budget, "{name}");
        assert_eq!(period.left.seconds, period.budget.seconds, "{name}");
    }
}

#[test]
fn a_period_begins_at_midnight_in_the_zone_of_the_site() {
    let month = running(&agreed(MONTH).now("2026-10-31T22:59:59Z"));
    assert_eq!((month.name.as_str(), Some(month.from)), ("2026-10", at("2026-09-30T22:00:00Z")), "summer time");
    let month = running(&agreed(MONTH).now("2026-10-31T23:00:00Z"));
    assert_eq!((month.name.as_str(), Some(month.from)), ("2026-11", at("2026-10-31T23:00:00Z")), "winter time");
}

#[test]
fn downtime_is_weighted_as_agreed_or_else_by_the_site() {
    let table = [
        ("partial_outage: 0.5,", "partial_outage", "1800"),
        ("", "partial_outage", "1080"),
        ("", "degraded_performance", "0"),
        ("degraded_performance: 0.1,", "degraded_performance", "360"),
        ("partial_outage: 0.000001,", "partial_outage", "0.0036"),
        ("", "major_outage", "3600"),
    ];
    for (weight, state, seconds) in table {
        let case = agreed(&format!("{{target: 99.9, {weight} period: month}}"));
        let states = format!("checkout: {state}");
        let case = outage(case, "a", &states, "2026-11-10T10:00:00Z", Some("2026-11-10T11:00:00Z"));
        assert_eq!(used(&running(&case)), seconds, "{weight} {state}");
    }
}

#[test]
fn where_incidents_overlap_the_worst_counts_and_time_counts_once() {
    let case = agreed(MONTH);
    let case = outage(case, "a", "checkout: major_outage", "2026-11-10T10:00:00Z", Some("2026-11-10T10:30:00Z"));
    let case = outage(case, "b", "api: partial_outage", "2026-11-10T10:15:00Z", Some("2026-11-10T11:00:00Z"));
    // Not one of its components.
    let case = outage(case, "c", "payouts: major_outage", "2026-11-10T00:00:00Z", Some("2026-11-11T00:00:00Z"));
    // 30 minutes in full, then 30 minutes by half.
    assert_eq!(used(&running(&case)), "2700");
}

#[test]
fn an_outage_over_the_end_of_a_month_is_divided_at_midnight_of_the_zone() {
    let case =
        outage(agreed(MONTH), "a", "checkout: major_outage", "2026-10-31T22:30:00Z", Some("2026-11-01T00:30:00Z"));
    let exposure = account(&case.edition("strategic/acme"), "acme").exposure.unwrap();
    assert_eq!(used(&exposure.running), "5400");
    let past: Vec<(&str, String)> = exposure.past.iter().map(|past| (past.name.as_str(), used(past))).collect();
    assert_eq!(past, [("2026-10", "1800".to_owned())], "as far back as anything is known");
}

/// What each period used, the running one first: name and seconds.
fn periods(period: &str, now: &str, from: &str, until: &str) -> Vec<(String, String)> {
    let case = agreed(&format!("{{target: 99.9, period: {period}}}")).now(now);
    let case = outage(case, "a", "checkout: major_outage", from, Some(until));
    let exposure = account(&case.edition("strategic/acme"), "acme").exposure.unwrap();
    std::iter::once(&exposure.running).chain(&exposure.past).map(|one| (one.name.clone(), used(one))).collect()
}

#[test]
fn an_outage_over_the_end_of_a_quarter_or_a_year_is_divided_there() {
    // Midnight in Berlin is 23:00 UTC: an hour of the old year, two of the new.
    let told = |period| periods(period, "2026-02-10T12:00:00Z", "2025-12-31T22:00:00Z", "2026-01-01T01:00:00Z");
    let named = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(name, seconds)| ((*name).to_owned(), (*seconds).to_owned())).collect()
    };
    assert_eq!(told("year"), named(&[("2026", "7200"), ("2025", "3600")]));
    assert_eq!(told("quarter"), named(&[("2026-Q1", "7200"), ("2025-Q4", "3600")]));
    assert_eq!(told("month"), named(&[("2026-02", "0"), ("2026-01", "7200"), ("2025-12", "3600")]));
    // 29 February has its half hour before midnight, and the month its longer budget.
    let leap = periods("month", "2024-03-10T12:00:00Z", "2024-02-29T22:30:00Z", "2024-02-29T23:30:00Z");
    assert_eq!(leap, named(&[("2024-03", "1800"), ("2024-02", "1800")]));
}

#[test]
fn an_hour_is_an_hour_when_clocks_change() {
    // In Berlin from 01:30 until 03:30 in spring, and from 02:30 until 02:30 in autumn.
    for (now, from, until) in [
        ("2026-03-30T12:00:00Z", "2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("2026-10-26T12:00:00Z", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
    ] {
        assert_eq!(periods("month", now, from, until)[0].1, "3600", "{from}");
    }
}

#[test]
fn at_most_twelve_past_periods_are_told() {
    let case =
        outage(agreed(MONTH), "a", "checkout: major_outage", "2024-05-05T10:00:00Z", Some("2024-05-05T10:30:00Z"));
    let exposure = account(&case.edition("strategic/acme"), "acme").exposure.unwrap();
    assert_eq!(exposure.past.len(), 12);
    assert_eq!(exposure.past[11].name, "2025-11");
}

#[test]
fn a_breach_is_foretold_to_the_second_and_known_from_the_second_after() {
    // November has 720 hours: 2592 seconds of budget.
    let since = |state: &str, now: &str| {
        running(&outage(agreed(MONTH), "a", &format!("checkout: {state}"), "2026-11-20T10:00:00Z", None).now(now))
    };
    let early = since("major_outage", "2026-11-20T10:30:00Z");
    assert_eq!((early.breached, early.breaches_at, early.breached_since), (false, at("2026-11-20T10:43:12Z"), None));
    assert_eq!((used(&early), early.left.seconds.to_string()), ("1800".to_owned(), "792".to_owned()));
    let last = since("major_outage", "2026-11-20T10:43:12Z");
    assert_eq!((last.breached, last.breaches_at), (false, at("2026-11-20T10:43:12Z")), "nothing left is no breach");
    assert_eq!(last.left.seconds.to_string(), "0");
    let after = since("major_outage", "2026-11-20T10:43:13Z");
    assert_eq!((after.breached, after.breaches_at, after.breached_since), (true, None, at("2026-11-20T10:43:12Z")));
    assert_eq!((after.left.seconds.to_string(), after.left.minutes.to_string()), ("-1".to_owned(), "-0.1".to_owned()));
    let half = since("partial_outage", "2026-11-20T10:30:00Z");
    assert_eq!(half.breaches_at, at("2026-11-20T11:26:24Z"), "at half the rate it lasts twice as long");
    let none = since("degraded_performance", "2026-11-20T10:30:00Z");
    assert_eq!((none.breaches_at, none.if_it_goes_on), (None, None), "what weighs nothing uses nothing up");
}

#[test]
fn a_breach_between_two_seconds_is_told_at_the_later() {
    // 2592 seconds at 0.7 last 3702.857… seconds.
    let case = agreed("{target: 99.9, period: month, partial_outage: 0.7}");
    let case = outage(case, "a", "checkout: partial_outage", "2026-11-20T10:00:00Z", None).now("2026-11-20T10:30:00Z");
    assert_eq!(running(&case).breaches_at, at("2026-11-20T11:01:43Z"));
}

#[test]
fn a_breach_by_several_outages_is_in_the_one_that_used_up_what_was_left() {
    // 2592 seconds of budget: 1200 in full, then 600 by half, then 1092 of the third.
    let case =
        outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-03T10:00:00Z", Some("2026-11-03T10:20:00Z"));
    let case = outage(case, "b", "checkout: partial_outage", "2026-11-05T10:00:00Z", Some("2026-11-05T10:10:00Z"));
    let case = outage(case, "c", "checkout: major_outage", "2026-11-07T10:00:00Z", Some("2026-11-07T11:00:00Z"));
    let month = running(&case);
    assert_eq!(used(&month), "5100");
    assert_eq!((month.breached, month.breached_since), (true, at("2026-11-07T10:18:12Z")));
    let steps: Vec<_> = month.steps.iter().map(|step| (step.undercut, step.undercut_since, step.undercut_at)).collect();
    assert_eq!(steps, [(true, at("2026-11-07T10:18:12Z"), None), (false, None, None)]);
}

#[test]
fn a_threshold_is_undercut_by_the_second_after_what_it_leaves() {
    // 99.9 % leaves 2592 seconds of November, 99 % leaves 25920.
    let table = [
        ("2026-11-02T10:43:12Z", [false, false]),
        ("2026-11-02T10:43:13Z", [true, false]),
        ("2026-11-02T17:12:00Z", [true, false]),
        ("2026-11-02T17:12:01Z", [true, true]),
    ];
    for (until, undercut) in table {
        let case = outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-02T10:00:00Z", Some(until));
        let steps = running(&case).steps;
        assert_eq!(steps.iter().map(|step| step.undercut).collect::<Vec<_>>(), undercut, "{until}");
        let since: Vec<_> = steps.iter().map(|step| step.undercut_since.is_some()).collect();
        assert_eq!(since, undercut, "{until}");
    }
}

#[test]
fn a_period_is_over_at_its_last_midnight() {
    let exposure = |now: &str| {
        let case =
            outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-03T10:00:00Z", Some("2026-11-03T11:00:00Z"));
        let case = case.now(now);
        let owed = case.edition("executives").owed;
        let owed: Vec<_> = owed.iter().map(|sum| (sum.period.clone(), sum.running)).collect();
        (account(&case.edition("strategic/acme"), "acme").exposure.unwrap(), owed)
    };
    let (before, owed) = exposure("2026-11-30T22:59:59Z");
    assert_eq!((before.running.name.as_str(), before.running.running), ("2026-11", true));
    assert_eq!(owed, [("2026-11".to_owned(), true)]);
    let (after, owed) = exposure("2026-11-30T23:00:00Z");
    assert_eq!((after.running.name.as_str(), after.running.running), ("2026-12", true));
    assert_eq!((after.past[0].name.as_str(), after.past[0].running), ("2026-11", false));
    assert_eq!(owed, [("2026-12".to_owned(), true), ("2026-11".to_owned(), false)]);
}

#[test]
fn a_budget_that_outlasts_the_period_is_not_breached() {
    // The month ends at 23:00 UTC on the 30th; 2592 seconds before that is 22:16:48.
    let until = |from: &str| {
        let case = outage(agreed(MONTH), "a", "checkout: major_outage", from, None).now("2026-11-30T22:30:00Z");
        running(&case)
    };
    assert_eq!(until("2026-11-30T22:16:48Z").breaches_at, None, "used up at the very end");
    assert_eq!(until("2026-11-30T22:16:47Z").breaches_at, at("2026-11-30T22:59:59Z"));
}

#[test]
fn the_lowest_threshold_undercut_gives_the_credit() {
    // 99.9 % leaves 2592 seconds of November, 99 % leaves 25920.
    let table = [
        ("2026-11-02T10:43:12Z", None),
        ("2026-11-02T10:43:13Z", Some("4000")),
        ("2026-11-02T17:12:00Z", Some("4000")),
        ("2026-11-02T17:12:01Z", Some("10000")),
    ];
    for (until, amount) in table {
        let case = outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-02T10:00:00Z", Some(until));
        let due = running(&case).due.map(|credit| credit.amount.unwrap());
        assert_eq!(due.as_ref().map(|money| money.amount.to_string()).as_deref(), amount, "{until}");
        assert_eq!(running(&case).if_it_goes_on.map(|credit| credit.amount.unwrap()), due, "nothing goes on");
    }
}

#[test]
fn what_goes_on_to_the_end_is_foretold_with_its_credit_and_each_threshold() {
    let case =
        outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-20T10:00:00Z", None).now("2026-11-20T10:30:00Z");
    let month = running(&case);
    assert_eq!(month.due, None);
    assert_eq!(month.if_it_goes_on.unwrap().amount.unwrap().amount.to_string(), "10000");
    // From 10:00 on the 20th until 23:00 on the 30th: 253 hours.
    assert_eq!(month.used_if_it_goes_on.minutes.to_string(), (253 * 60).to_string());
    let steps: Vec<_> = month.steps.iter().map(|step| (step.undercut, step.undercut_at)).collect();
    assert_eq!(steps, [(false, at("2026-11-20T10:43:12Z")), (false, at("2026-11-20T17:12:00Z"))]);
    let edition = case.edition("strategic/acme");
    for turn in ["2026-11-20T10:43:12Z", "2026-11-20T17:12:00Z", "2026-11-30T23:00:00Z"] {
        assert!(edition.next.contains(&turn.parse().unwrap()), "the edition changes by itself at {turn}");
    }
}

#[test]
fn uptime_of_a_period_is_held_against_all_of_it_and_rounded_down() {
    let case =
        outage(agreed(MONTH), "a", "checkout: major_outage", "2026-11-20T10:00:00Z", Some("2026-11-20T10:00:01Z"))
            .now("2026-11-20T11:00:00Z");
    let month = running(&case);
    // One second of 2 592 000, and of the 1 684 800 that have passed.
    assert_eq!(month.uptime.to_string(), "99.999961");
    assert_eq!(month.uptime_so_far.unwrap().to_string(), "99.99994");
}

#[test]
fn maintenance_is_told_and_counts_only_where_it_was_agreed() {
    let planned = |counts: &str, now: &str| {
        let case = agreed(&format!("{{target: 99.9, period: month, counts_maintenance: {counts}}}"))
            .file("maintenance/2026-11-10-db/maintenance.md", "---\ntitle: Database\nfrom: 2026-11-10T02:00:00Z\nuntil: 2026-11-10T02:30:00Z\ncomponents: [checkout]\n---\n")
            .file("maintenance/2026-11-10-db/01-scheduled.md", "---\nstatus: scheduled\nat: 2026-11-01T10:00:00Z\n---\nPlanned.\n");
        running(&case.now(now))
    };
    let excluded = planned("false", "2026-11-20T12:00:00Z");
    assert_eq!((used(&excluded).as_str(), excluded.maintenance.minutes.to_string().as_str()), ("0", "30"));
    let counted = planned("true", "2026-11-20T12:00:00Z");
    assert_eq!((used(&counted).as_str(), counted.maintenance.minutes.to_string().as_str()), ("1800", "30"));
    let under_way = planned("true", "2026-11-10T02:10:00Z");
    assert_eq!(used(&under_way), "600");
    assert_eq!(under_way.used_if_it_goes_on.seconds.to_string(), "1800", "a window ends by the clock");
    assert_eq!(under_way.breaches_at, None);
}

#[test]
fn an_outage_within_a_maintenance_that_counts_never_weighs_less() {
    let case = agreed("{target: 99.9, period: month, counts_maintenance: true}")
        .file("maintenance/2026-11-10-db/maintenance.md", "---\ntitle: Database\nfrom: 2026-11-10T02:00:00Z\nuntil: 2026-11-10T02:30:00Z\ncomponents: [checkout]\n---\n")
        .file("maintenance/2026-11-10-db/01-scheduled.md", "---\nstatus: scheduled\nat: 2026-11-01T10:00:00Z\n---\nPlanned.\n");
    let case = outage(case, "a", "api: partial_outage", "2026-11-10T02:00:00Z", Some("2026-11-10T02:30:00Z"));
    assert_eq!(used(&running(&case)), "1800");
}

#[test]
fn states_told_to_one_account_count_for_that_account_alone_and_the_same_everywhere() {
    let accounts = "acme: {name: Acme, components: [checkout], sla: {target: 99.9, period: month}}\n\
                    globex: {name: Globex, components: [checkout], sla: {target: 99.9, period: month}}\n";
    let case = outage(Case::default().file("accounts.yaml", accounts), "a", "checkout: degraded_performance", "2026-11-10T10:00:00Z", Some("2026-11-10T11:00:00Z"))
        .file("incidents/2026-01-01-a/01b-yours.strategic.acme.md", "---\nstatus: investigating\nat: 2026-11-10T10:20:00Z\ncomponents: {checkout: major_outage}\n---\nYou are cut off.\n");
    let seconds = |edition: &str, key: &str| used(&account(&case.edition(edition), key).exposure.unwrap().running);
    assert_eq!(seconds("strategic/acme", "acme"), "2400");
    assert_eq!(seconds("strategic/globex", "globex"), "0");
    for edition in ["executives", "support"] {
        assert_eq!(seconds(edition, "acme"), "2400", "{edition}");
        assert_eq!(seconds(edition, "globex"), "0", "{edition}");
    }
    assert!(case.edition("business").accounts.is_empty(), "it may not read what single accounts are told");
    let keys: Vec<String> = case.edition("strategic/globex").accounts.iter().map(|one| one.key.clone()).collect();
    assert_eq!(keys, ["globex"]);
}

#[test]
fn whoever_reads_one_account_alone_sees_it_as_it_sees_itself() {
    let audiences = "desk: {label: Desk, kind: support, reads: [internal, strategic, strategic.acme]}\nstrategic: {label: Customers, kind: account}\n";
    let accounts = "acme: {name: Acme, components: [checkout], sla: {target: 99.9, period: month}}\n\
                    globex: {name: Globex, components: [checkout], sla: {target: 99.9, period: month}}\n";
    let own = |account: &str| {
        let own = "---\nstatus: investigating\nat: 2026-11-10T10:20:00Z\ncomponents: {checkout: major_outage}\n---\nYou are cut off.\n";
        let case = Case::default().file("audiences.yaml", audiences).file("accounts.yaml", accounts);
        outage(case, "a", "checkout: degraded_performance", "2026-11-10T10:00:00Z", Some("2026-11-10T11:00:00Z"))
            .file(&format!("incidents/2026-01-01-a/01b-yours.strategic.{account}.md"), own)
    };
    let desk = |account: &str| -> Vec<(String, String)> {
        let edition = own(account).edition("desk");
        edition.accounts.iter().map(|one| (one.key.clone(), used(&one.exposure.clone().unwrap().running))).collect()
    };
    assert_eq!(desk("acme"), [("acme".to_owned(), "2400".to_owned())]);
    assert_eq!(desk("globex"), [("acme".to_owned(), "0".to_owned())]);
}

#[test]
fn an_account_does_not_answer_for_the_time_before_a_components_first_day() {
    let site = "name: Meridian Pay\ntimezone: Europe/Berlin\ngroups:\n  - name: Payments\n    components:\n      - {id: checkout, name: Checkout, since: 2026-11-10}\n      - {id: api, name: API, since: 2026-11-15}\n";
    let case = outage(
        agreed(MONTH).file("site.yaml", site),
        "a",
        "checkout: major_outage",
        "2026-11-09T22:30:00Z",
        Some("2026-11-09T23:10:00Z"),
    );
    assert_eq!(used(&running(&case)), "600", "the tenth begins at 23:00 UTC");
    let acme = account(&case.edition("strategic/acme"), "acme");
    // From the tenth, 00:00 in Berlin, until the twentieth, 13:00: 253 hours, of which 10 minutes are lost.
    assert_eq!(acme.uptime.unwrap().to_string(), "99.934123");
    assert_eq!(acme.exposure.unwrap().past.len(), 0, "nothing is known of a month before");
    let before = outage(
        agreed(MONTH).file("site.yaml", &site.replace("since: 2026-11-10", "since: 2026-10-10")),
        "a",
        "checkout: major_outage",
        "2026-10-09T20:00:00Z",
        Some("2026-10-09T22:00:00Z"),
    );
    assert_eq!(
        account(&before.edition("strategic/acme"), "acme").exposure.unwrap().past.len(),
        0,
        "ended as the day began"
    );
}

#[test]
fn uptime_of_an_account_is_counted_over_the_days_of_the_site() {
    let case =
        outage(agreed(MONTH), "a", "checkout: partial_outage", "2026-08-22T22:00:00Z", Some("2026-08-22T23:00:00Z"));
    let case = outage(case, "b", "checkout: major_outage", "2026-08-21T10:00:00Z", Some("2026-08-22T21:00:00Z"));
    let acme = account(&case.edition("strategic/acme"), "acme");
    // Ninety days begin on 23 August, 00:00 in Berlin (22:00 UTC): 2150 hours until noon, 30 weighted minutes lost.
    assert_eq!(acme.uptime.unwrap().to_string(), "99.976744");
}

#[test]
fn sums_are_by_currency_and_period_and_only_inside() {
    let accounts = "acme: {name: Acme, components: [checkout], sla: {target: 99.9, period: month, credits: [{below: 99.9, percent: 10}], fee: 333.33 EUR}}\n\
                    globex: {name: Globex, components: [checkout], sla: {target: 99.9, period: month, credits: [{below: 99.9, percent: 5}], fee: 100.10 EUR}}\n\
                    hooli: {name: Hooli, components: [checkout], sla: {target: 99, period: month, credits: [{below: 99, percent: 50}], fee: 1000 JPY}}\n";
    let case = outage(
        Case::default().file("accounts.yaml", accounts),
        "a",
        "checkout: major_outage",
        "2026-11-20T10:00:00Z",
        None,
    );
    let owed = case.edition("executives").owed;
    let shown: Vec<_> = owed
        .iter()
        .map(|sum| {
            (
                sum.period.as_str(),
                sum.currency.as_str(),
                sum.accounts,
                sum.breached,
                sum.due.to_string(),
                sum.if_it_goes_on.to_string(),
            )
        })
        .collect();
    // 33.333 is 33.33, and 5.005 is 5.01: the sum is that of the parts as they are shown.
    assert_eq!(
        shown,
        [
            ("2026-11", "JPY", 1, 0, "0".to_owned(), "500".to_owned()),
            ("2026-11", "EUR", 2, 2, "38.34".to_owned(), "38.34".to_owned()),
        ]
    );
    assert!(case.edition("strategic/acme").owed.is_empty());
    assert!(case.edition("business").owed.is_empty());
}

/// Component, state, start and length in minutes of November.
type Drawn = (usize, usize, u32, u32);

const STATES: [&str; 3] = ["degraded_performance", "partial_outage", "major_outage"];
const COMPONENTS: [&str; 3] = ["checkout", "api", "payouts"];

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec((0..3_usize, 0..3_usize, 0..28_000_u32, 1..3_000_u32), 1..6)
}

fn minute(minute: u32) -> String {
    let start: jiff::Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    (start + jiff::SignedDuration::from_mins(i64::from(minute))).to_string()
}

fn with(case: Case, outages: &[Drawn]) -> Case {
    outages.iter().enumerate().fold(case, |case, (number, (component, state, from, length))| {
        let states = format!("{}: {}", COMPONENTS[*component], STATES[*state]);
        outage(case, &format!("n{number}"), &states, &minute(*from), Some(&minute(from + length)))
    })
}

const WEIGHED: &str = "target: 99.9, degraded_performance: 0.1, partial_outage: 0.5, credits: [{below: 99.9, percent: 10}, {below: 99, percent: 25}], fee: 40000 EUR";

proptest! {
    #![proptest_config(tried(48))]

    #[test]
    fn a_budget_used_never_falls_as_impact_grows(outages in drawn(), grown: prop::sample::Index, longer in 0..500_u32, worse: bool) {
        let case = || agreed(&format!("{{{WEIGHED}, period: month}}")).now("2026-11-30T22:30:00Z");
        let mut more = outages.clone();
        let grown = grown.index(more.len());
        more[grown].3 += longer;
        more[grown].1 = (more[grown].1 + usize::from(worse)).min(2);
        let november = |outages: &[Drawn]| account(&with(case(), outages).edition("strategic/acme"), "acme").exposure.unwrap().running;
        let (before, after) = (november(&outages), november(&more));
        prop_assert!(before.used <= after.used);
        prop_assert!(before.uptime >= after.uptime);
        let owed = |period: &SlaPeriod| period.due.as_ref().map_or(0, |credit| credit.amount.as_ref().unwrap().amount.0);
        prop_assert!(owed(&before) <= owed(&after));
        for period in [&before, &after] {
            prop_assert!((0..=100_000_000).contains(&period.uptime.0));
            prop_assert_eq!(period.budget.seconds.0 - period.used.seconds.0, period.left.seconds.0);
            prop_assert_eq!(period.breached, period.left.seconds.0 < 0);
        }
    }

    #[test]
    fn incidents_that_do_not_overlap_make_up_the_whole(outages in drawn()) {
        let mut next = 0;
        let apart: Vec<Drawn> = outages.iter().map(|(component, state, _, length)| {
            let from = next;
            next = from + length + 1;
            (*component, *state, from, *length)
        }).collect();
        let acme = account(&with(agreed(&format!("{{{WEIGHED}, period: month}}")).now("2026-11-30T22:30:00Z"), &apart).edition("strategic/acme"), "acme");
        let parts = acme.touched.iter().map(|touched| touched.used.seconds.0).sum::<i128>();
        // The month begins at 23:00 UTC of 31 October: all of them lie in it.
        prop_assert_eq!(parts, acme.exposure.unwrap().running.used.seconds.0);
        // And taken together, where they overlap, they never make up more than the sum.
        let together = account(&with(agreed(&format!("{{{WEIGHED}, period: month}}")).now("2026-11-30T22:30:00Z"), &outages).edition("strategic/acme"), "acme");
        let parts = together.touched.iter().map(|touched| touched.used.seconds.0).sum::<i128>();
        prop_assert!(parts >= together.exposure.unwrap().running.used.seconds.0);
    }

    #[test]
    fn a_quarter_is_the_sum_of_its_months(outages in drawn()) {
        let accounts = format!("acme: {{name: Acme, components: [checkout, api], sla: {{{WEIGHED}, period: month}}}}\n\
                                globex: {{name: Globex, components: [checkout, api], sla: {{{WEIGHED}, period: quarter}}}}\n");
        let case = with(Case::default().file("accounts.yaml", &accounts).now("2026-12-20T12:00:00Z"), &outages);
        // Something in October, so that every month of the quarter is told.
        let case = outage(case, "october", "checkout: partial_outage", "2026-10-05T10:00:00Z", Some("2026-10-05T11:00:00Z"));
        let edition = case.edition("executives");
        let months = account(&edition, "acme").exposure.unwrap();
        let quarter = account(&edition, "globex").exposure.unwrap().running;
        let all = std::iter::once(&months.running).chain(&months.past);
        prop_assert_eq!(all.map(|month| month.used.seconds.0).sum::<i128>(), quarter.used.seconds.0);
    }

    #[test]
    fn what_one_account_is_told_changes_nothing_for_another(outages in drawn(), other in drawn()) {
        let accounts = format!("acme: {{name: Acme, components: [checkout, api], sla: {{{WEIGHED}, period: month}}}}\n\
                                globex: {{name: Globex, components: [checkout, api], sla: {{{WEIGHED}, period: quarter}}}}\n");
        let case = with(Case::default().file("accounts.yaml", &accounts), &outages);
        let told = other.iter().enumerate().fold(case.clone(), |case, (number, (component, state, from, _))| {
            let part = format!("---\nstatus: identified\nat: {}\ncomponents: {{{}: {}}}\n---\nYours.\n", minute(*from), COMPONENTS[*component], STATES[*state]);
            case.file(&format!("incidents/2026-01-01-n0/5{number}-yours-{number}.strategic.globex.md"), &part)
        });
        let shown = |case: &Case, edition: &str| {
            let edition = case.edition(edition);
            (serde_json::to_value(&edition.accounts).unwrap(), serde_json::to_value(&edition.incidents).unwrap(), edition.next)
        };
        prop_assert_eq!(shown(&case, "strategic/acme"), shown(&told, "strategic/acme"));
        let acme = |case: &Case| account(&case.edition("executives"), "acme").exposure;
        prop_assert_eq!(acme(&case), acme(&told));
    }

    #[test]
    fn who_reads_all_accounts_is_told_of_each_what_it_is_told_itself(seed: u64) {
        let (truth, readers) = Case::of(site(&mut Chance(seed)), NOW).read(&[]);
        let mut editions = truth.editions(NOW.parse().unwrap());
        let mut told = |name: &str| {
            let reader = readers.iter().find(|reader| reader.edition.to_string() == name);
            let edition = reader.and_then(|reader| editions.of(reader).ok());
            edition.map(|edition| edition.accounts.iter().map(|one| (one.key.clone(), format!("{:?}", one.told))).collect::<Vec<_>>())
        };
        let Some(all) = told("executives") else { return Ok(()) };
        for (key, heard) in all {
            if let Some(own) = told(&format!("strategic/{key}")) {
                prop_assert_eq!(own, [(key, heard)]);
            }
        }
    }
}
