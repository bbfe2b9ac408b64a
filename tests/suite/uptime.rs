//! Uptime, daily bars and months against figures worked out by hand, and what holds of them whatever happened.

use crate::case::Case;
use crate::generated::tried;
use candor::edition::{Component, Edition};
use candor::quantity::Decimal;
use candor::state::State;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// Something that was not well: from when until when, the component, the state.
type Trouble<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A site in Berlin's time with one incident for each trouble; under maintenance makes a window.
fn site(troubles: &[Trouble], now: &str) -> Case {
    let mut case = Case::default().now(now);
    for (number, (from, until, component, state)) in troubles.iter().enumerate() {
        let day = &from[..10];
        if *state == "under_maintenance" {
            let folder = format!("maintenance/{day}-work-{number}");
            let window = format!("---\ntitle: Work\nfrom: {from}\nuntil: {until}\ncomponents: [{component}]\n---\n");
            case = case.file(&format!("{folder}/maintenance.md"), &window).file(
                &format!("{folder}/01-scheduled.md"),
                "---\nstatus: scheduled\nat: 2025-01-01T00:00:00Z\n---\nWork.\n",
            );
            continue;
        }
        let folder = format!("incidents/{day}-trouble-{number}");
        let begun =
            format!("---\nstatus: investigating\nat: {from}\ncomponents: {{{component}: {state}}}\n---\nWe look.\n");
        case = case
            .file(&format!("{folder}/incident.md"), "---\ntitle: Trouble\n---\n")
            .file(&format!("{folder}/01-investigating.md"), &begun)
            .file(&format!("{folder}/02-resolved.md"), &format!("---\nstatus: resolved\nat: {until}\n---\nOver.\n"));
    }
    case
}

fn component<'a>(edition: &'a Edition, id: &str) -> &'a Component {
    edition.components.iter().find(|component| component.id == id).unwrap()
}

const NOON: &str = "2026-11-20T12:00:00Z";

/// The 90 days up to that noon are 2150 hours: from 23 August, 00:00 in Berlin.
const SECONDS: i128 = 2150 * 3600;

/// Percent of the 90 days, to a millionth.
fn ninety(troubles: &[Trouble]) -> String {
    component(&site(troubles, NOON).edition("public"), "api").uptime.unwrap().to_string()
}

#[test]
fn uptime_is_as_worked_out_by_hand() {
    let major = ("2026-11-10T10:00:00Z", "2026-11-10T11:00:00Z", "api", "major_outage");
    let partial = ("2026-11-10T10:30:00Z", "2026-11-10T11:30:00Z", "api", "partial_outage");
    let degraded = ("2026-11-10T08:00:00Z", "2026-11-10T20:00:00Z", "api", "degraded_performance");
    let window = ("2026-11-10T10:00:00Z", "2026-11-10T12:00:00Z", "api", "under_maintenance");
    let elsewhere = ("2026-11-10T10:00:00Z", "2026-11-12T10:00:00Z", "checkout", "major_outage");
    assert_eq!(ninety(&[]), "100");
    // 3600 of 7 740 000 seconds.
    assert_eq!(ninety(&[major]), "99.953488");
    // 1080 seconds: 30 % of 3600.
    assert_eq!(ninety(&[partial]), "99.986046");
    // What overlaps counts once, by the worse: 3600 + 30 % of 1800.
    assert_eq!(ninety(&[major, partial]), "99.946511");
    assert_eq!(ninety(&[major, major]), "99.953488");
    // Neither degraded performance nor a window is down, nor another component's outage.
    assert_eq!(ninety(&[degraded, window, elsewhere]), "100");
    // A window doesn't hide an outage within it.
    assert_eq!(ninety(&[window, major]), "99.953488");
    // What began before the 90 days counts from their first instant on, 22:00 UTC: 2 hours.
    let early = ("2026-08-20T00:00:00Z", "2026-08-23T00:00:00Z", "api", "major_outage");
    assert_eq!(ninety(&[early]), "99.906976");
    // A group is the mean of its components, and the one that was down for 48 hours has 97.767441.
    let edition = site(&[elsewhere], NOON).edition("public");
    assert_eq!(component(&edition, "checkout").uptime.unwrap().to_string(), "97.767441");
    assert_eq!(edition.groups[0].uptime.unwrap().to_string(), "98.88372");
}

#[test]
fn an_outage_that_goes_on_counts_until_now() {
    let case = site(&[("2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z", "api", "major_outage")], NOON);
    let edition = case.edition("public");
    let api = component(&edition, "api");
    assert_eq!(api.uptime.unwrap().to_string(), "99.953488");
    assert_eq!(api.state, State::MajorOutage);
    assert_eq!(api.days.last().unwrap().major, 60);
}

#[test]
fn a_day_has_as_many_hours_as_its_zone_gives_it() {
    let whole = |from, until, now, date: &str| {
        let edition = site(&[(from, until, "api", "major_outage")], now).edition("public");
        let days = &component(&edition, "api").days;
        let at = days.iter().position(|day| day.date.to_string() == date).unwrap();
        [at - 1, at, at + 1].map(|at| days[at].major)
    };
    assert_eq!(whole("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", NOON, "2026-10-25"), [0, 1500, 0]);
    assert_eq!(
        whole("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-04-20T12:00:00Z", "2026-03-29"),
        [0, 1380, 0]
    );
    // One that crosses midnight in Berlin is told on both days.
    assert_eq!(whole("2026-11-10T22:30:00Z", "2026-11-10T23:15:00Z", NOON, "2026-11-10"), [0, 30, 15]);
}

#[test]
fn a_component_counts_from_its_first_day() {
    let case = site(&[("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", "api", "major_outage")], NOON);
    let settings = String::from_utf8(case.files()["site.yaml"].clone()).unwrap();
    let young = settings.replace("name: API}", "name: API, since: 2026-11-20}");
    let edition = case.file("site.yaml", &young).edition("public");
    let api = component(&edition, "api");
    // One of the 13 hours since midnight in Berlin.
    for uptime in [api.uptime, api.uptime_30, api.uptime_365, api.months[0].uptime] {
        assert_eq!(uptime.unwrap().to_string(), "92.307692");
    }
    assert_eq!(api.months[1].uptime, None);
    assert_eq!(api.days.iter().filter(|day| day.state.is_none()).count(), 89);
    assert_eq!(api.days[89].state, Some(State::MajorOutage));
}

#[test]
fn an_hour_weighs_more_in_a_shorter_month() {
    let hour = |month: &str| (format!("2026-{month}-10T10:00:00Z"), format!("2026-{month}-10T11:00:00Z"));
    let hours = ["01", "02", "03", "04"].map(hour);
    let troubles: Vec<Trouble> = hours.iter().map(|(from, until)| (&**from, &**until, "api", "major_outage")).collect();
    let edition = site(&troubles, "2026-05-02T12:00:00Z").edition("public");
    let months: Vec<(String, String)> = component(&edition, "api")
        .months
        .iter()
        .take(5)
        .map(|month| (month.month.strftime("%Y-%m").to_string(), month.uptime.unwrap().to_string()))
        .collect();
    let expected = [
        ("2026-05", "100"),
        ("2026-04", "99.861111"),
        // 743 hours: Berlin puts its clocks forward.
        ("2026-03", "99.86541"),
        ("2026-02", "99.85119"),
        ("2026-01", "99.865591"),
    ];
    assert_eq!(months, expected.map(|(month, uptime)| (month.to_owned(), uptime.to_owned())));
}

#[test]
fn a_day_lists_what_happened_in_it_and_not_what_ended_as_it_began() {
    // The twelfth ends and the thirteenth begins at 23:00 UTC.
    let midnight = ("2026-11-12T22:00:00Z", "2026-11-12T23:00:00Z", "api", "major_outage");
    let after = ("2026-11-12T23:00:00Z", "2026-11-12T23:00:01Z", "api", "major_outage");
    let listed = |trouble: Trouble, date: &str| {
        let edition = site(&[trouble], NOON).edition("public");
        let day = component(&edition, "api").days.iter().find(|day| day.date.to_string() == date).unwrap().clone();
        (day.incidents.len(), day.major)
    };
    assert_eq!((listed(midnight, "2026-11-12"), listed(midnight, "2026-11-13")), ((1, 60), (0, 0)));
    assert_eq!(
        (listed(after, "2026-11-12"), listed(after, "2026-11-13")),
        ((0, 0), (1, 1)),
        "a second shows as a minute"
    );
}

#[test]
fn weights_are_those_of_the_site() {
    let partial = ("2026-11-10T10:00:00Z", "2026-11-10T11:00:00Z", "api", "partial_outage");
    let case = site(&[partial], NOON);
    let settings = String::from_utf8(case.files()["site.yaml"].clone()).unwrap();
    let edition =
        case.file("site.yaml", &format!("{settings}uptime: {{days: 30, partial_outage: 1}}\n")).edition("public");
    let api = component(&edition, "api");
    // 30 days up to noon are 710 hours: from 22 October, when Berlin was an hour further ahead.
    assert_eq!(
        (api.days.len(), api.uptime, api.uptime.unwrap().to_string()),
        (30, api.uptime_30, "99.859154".to_owned())
    );
}

const STATES: [&str; 5] =
    ["under_maintenance", "degraded_performance", "partial_outage", "major_outage", "major_outage"];

/// Minutes before noon at which it began, how many it took, and how bad it was.
fn made(chosen: &[(i64, i64, usize)]) -> Edition {
    let noon: Timestamp = NOON.parse().unwrap();
    let times: Vec<(String, String, &str)> = chosen
        .iter()
        .map(|(before, length, state)| {
            let from = noon - before.minutes();
            (from.to_string(), (from + length.minutes()).to_string(), STATES[*state])
        })
        .collect();
    let troubles: Vec<Trouble> = times.iter().map(|(from, until, state)| (&**from, &**until, "api", *state)).collect();
    site(&troubles, NOON).edition("public")
}

proptest! {
    #![proptest_config(tried(48))]

    #[test]
    fn uptime_lies_between_nothing_and_all_agrees_with_the_bars_and_never_rises_by_worse_states(
        chosen in prop::collection::vec((1_i64..200_000, 1_i64..20_000, 0_usize..4), 1..8),
        which in 0_usize..8,
    ) {
        let edition = made(&chosen);
        let api = component(&edition, "api");
        let months = api.months.iter().map(|month| month.uptime);
        let group = edition.groups.iter().map(|group| group.uptime);
        for uptime in [api.uptime, api.uptime_30, api.uptime_365].into_iter().chain(months).chain(group) {
            prop_assert!((0..=100 * Decimal::UNIT).contains(&uptime.unwrap().0), "{uptime:?}");
        }

        // Everything begins and ends with a minute: the bars tell exactly what uptime is made of.
        let down: i128 = api.days.iter().map(|day| i128::from(day.major) * 10 + i128::from(day.partial) * 3).sum();
        let lost = (100 * Decimal::UNIT * down * 60 / 10).div_euclid(SECONDS);
        let exact = (100 * Decimal::UNIT * down * 60) % (10 * SECONDS) == 0;
        prop_assert_eq!(api.uptime.unwrap(), Decimal(100 * Decimal::UNIT - lost - i128::from(!exact)));
        for day in &api.days {
            let minutes = [day.maintenance, day.degraded, day.partial, day.major];
            let worst = (0..4).rev().find(|at| minutes[*at] > 0).map_or(State::Operational, |at| State::ALL[at + 1]);
            prop_assert_eq!(day.state, Some(worst));
            prop_assert_eq!(day.incidents.is_empty(), worst == State::Operational);
            prop_assert!(minutes.iter().sum::<u32>() <= 1500, "{}: {minutes:?}", day.date);
        }

        // One of them had been worse.
        let mut worse = chosen;
        let at = which % worse.len();
        worse[at].2 += 1;
        let worse = made(&worse);
        let worse = component(&worse, "api");
        prop_assert!(worse.uptime <= api.uptime && worse.uptime_365 <= api.uptime_365);
        prop_assert!(worse.days.iter().zip(&api.days).all(|(worse, day)| worse.state >= day.state));
    }
}
