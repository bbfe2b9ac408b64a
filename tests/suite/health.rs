//! How the components and the whole stand: states, when they changed, groups, and what the banner says.

use crate::case::Case;
use candor::edition::{BannerKey, Edition};
use candor::state::State;

/// An incident from 10:00 on, with these states, and over at a time if one is given.
fn trouble(case: Case, name: &str, states: &str, until: Option<&str>) -> Case {
    let folder = format!("incidents/2026-11-20-{name}");
    let case = case.file(&format!("{folder}/incident.md"), "---\ntitle: Trouble\n---\n").file(
        &format!("{folder}/01-seen.md"),
        &format!("---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\ncomponents: {{{states}}}\n---\nWe look.\n"),
    );
    let Some(until) = until else { return case };
    case.file(&format!("{folder}/02-over.md"), &format!("---\nstatus: resolved\nat: {until}\n---\nOver.\n"))
}

/// A window of the payouts from 11:00 until 13:00.
fn window(case: Case) -> Case {
    case.file(
        "maintenance/2026-11-20-db/maintenance.md",
        "---\ntitle: Database\nfrom: 2026-11-20T11:00:00Z\nuntil: 2026-11-20T13:00:00Z\ncomponents: [payouts]\n---\n",
    )
    .file(
        "maintenance/2026-11-20-db/01-planned.md",
        "---\nstatus: scheduled\nat: 2026-11-10T10:00:00Z\n---\nPlanned.\n",
    )
}

fn ids(edition: &Edition, indices: &[usize]) -> Vec<String> {
    indices.iter().map(|index| edition.components[*index].id.clone()).collect()
}

#[test]
fn the_banner_says_the_worst_and_never_more_than_is_so() {
    let of = |states: &str| trouble(Case::default(), "a", states, None);
    let all = "checkout: major_outage, payouts: major_outage, api: major_outage";
    let table = [
        (Case::default(), BannerKey::Operational, 0, 0, vec![]),
        (of("checkout: operational"), BannerKey::IncidentOpen, 1, 0, vec![]),
        (window(Case::default()), BannerKey::UnderMaintenance, 0, 1, vec!["payouts"]),
        (window(of("checkout: operational")), BannerKey::IncidentOpen, 1, 1, vec!["payouts"]),
        (of("checkout: degraded_performance"), BannerKey::DegradedPerformance, 1, 0, vec!["checkout"]),
        (window(of("api: partial_outage")), BannerKey::PartialOutage, 1, 1, vec!["payouts", "api"]),
        (
            of("checkout: major_outage, payouts: major_outage"),
            BannerKey::SomeMajorOutage,
            1,
            0,
            vec!["checkout", "payouts"],
        ),
        (of(all), BannerKey::MajorOutage, 1, 0, vec!["checkout", "payouts", "api"]),
        (
            trouble(of(all), "b", "api: partial_outage", None),
            BannerKey::MajorOutage,
            2,
            0,
            vec!["checkout", "payouts", "api"],
        ),
        (trouble(Case::default(), "a", all, Some("2026-11-20T11:30:00Z")), BannerKey::Operational, 0, 0, vec![]),
    ];
    for (case, key, open, maintenance, affected) in table {
        let edition = case.edition("public");
        let banner = &edition.banner;
        let counts = (banner.key, banner.open, banner.maintenance);
        assert_eq!(
            (counts, ids(&edition, &banner.affected)),
            ((key, open, maintenance), affected.iter().map(|id| (*id).to_owned()).collect())
        );
    }
}

#[test]
fn a_state_ends_with_the_second_in_which_it_is_over() {
    let state = |now: &str| {
        let case = trouble(Case::default(), "a", "api: partial_outage", Some("2026-11-20T11:00:00Z")).now(now);
        let edition = case.edition("public");
        let api = edition.components.iter().find(|component| component.id == "api").unwrap();
        let group = edition.groups[api.group_index].state;
        assert_eq!(group, api.state, "the only component of its group");
        (api.state, api.changed.map(|at| at.to_string()).unwrap_or_default())
    };
    let began = "2026-11-20T10:00:00Z".to_owned();
    let over = "2026-11-20T11:00:00Z".to_owned();
    assert_eq!(state("2026-11-20T09:59:59Z"), (State::Operational, String::new()), "nothing is known yet");
    assert_eq!(state("2026-11-20T10:00:00Z"), (State::PartialOutage, began.clone()));
    assert_eq!(state("2026-11-20T10:59:59Z"), (State::PartialOutage, began));
    assert_eq!(state("2026-11-20T11:00:00Z"), (State::Operational, over.clone()));
    assert_eq!(state("2026-11-20T12:00:00Z"), (State::Operational, over));
}

#[test]
fn a_group_has_the_mean_of_those_that_have_an_uptime_rounded_down() {
    // Ninety days up to midnight in Berlin are 2137 hours: an hour of one of two components, and two that are new.
    let site = "name: Meridian Pay\ntimezone: Europe/Berlin\ngroups:\n  - name: Payments\n    components:\n      - {id: checkout, name: Checkout}\n      - {id: payouts, name: Payouts}\n      - {id: loans, name: Loans, since: 2026-11-21}\n  - name: Soon\n    components:\n      - {id: api, name: API, since: 2026-11-21}\n";
    let case =
        trouble(Case::default().file("site.yaml", site), "a", "checkout: major_outage", Some("2026-11-20T11:00:00Z"));
    let edition = case.now("2026-11-20T23:00:00Z").edition("public");
    let uptime = |group: usize| edition.groups[group].uptime.map(|percent| percent.to_string());
    assert_eq!(edition.components[0].uptime.unwrap().to_string(), "99.953205");
    assert_eq!(uptime(0).as_deref(), Some("99.976602"));
    assert_eq!(uptime(1), None, "its first day begins now");
}

#[test]
fn an_edition_never_waits_for_a_moment_that_has_come() {
    let case = window(trouble(Case::default(), "a", "api: partial_outage", None));
    for now in ["2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z", "2026-11-20T23:00:00Z"] {
        let edition = case.clone().now(now).edition("public");
        assert!(edition.next.iter().all(|next| *next > edition.now), "{now}: {:?}", edition.next);
    }
    let waits = case.now("2026-11-20T10:30:00Z").edition("public").next;
    for turn in ["2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z", "2026-11-20T23:00:00Z"] {
        assert!(waits.contains(&turn.parse().unwrap()), "{turn}: {waits:?}");
    }
}
