//! What the moments of an incident make of each other: states over time, windows, and the facts that stand.

use crate::case::{Case, only};
use candor::edition::{Edition, Phase};
use candor::state::State;

const FOLDER: &str = "incidents/2026-11-20-checkout";
const WINDOW: &str = "maintenance/2026-11-20-ledger";

/// An incident with these updates, each `(file, front matter, words)`.
fn incident(updates: &[(&str, &str)]) -> Case {
    let case = Case::default()
        .file(&format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\nstarted: 2026-11-20T08:00:00Z\n---\n");
    with(case, FOLDER, updates)
}

/// A maintenance of checkout from 10:00 until 11:00, with these updates.
fn maintenance(updates: &[(&str, &str)]) -> Case {
    let head = "---\ntitle: New ledger\nfrom: 2026-11-20T10:00:00Z\nuntil: 2026-11-20T11:00:00Z\ncomponents: [checkout]\n---\n";
    let planned = ("01-scheduled.md", "status: scheduled\nat: 2026-11-10T09:00:00Z");
    with(with(Case::default().file(&format!("{WINDOW}/maintenance.md"), head), WINDOW, &[planned]), WINDOW, updates)
}

fn with(case: Case, folder: &str, updates: &[(&str, &str)]) -> Case {
    updates.iter().fold(case, |case, (name, front)| {
        case.file(&format!("{folder}/{name}"), &format!("---\n{front}\n---\nWords.\n"))
    })
}

/// The spans of the one incident, as `checkout partial_outage 08:00–09:00`.
fn spans(edition: &Edition) -> Vec<String> {
    let time = |at: jiff::Timestamp| at.strftime("%H:%M").to_string();
    let mut spans: Vec<String> = only(edition)
        .spans
        .iter()
        .map(|span| {
            let until = span.until.map(time).unwrap_or_default();
            format!("{} {} {}–{until}", edition.components[span.component].id, span.state.word(), time(span.from))
        })
        .collect();
    spans.sort();
    spans
}

/// What each moment says that changes, the earliest first: `monitoring: api degraded_performance→operational`.
fn changes(edition: &Edition) -> Vec<String> {
    let told = |moment: &candor::edition::Moment| {
        let change = |one: &candor::edition::Change| {
            format!("{} {}→{}", edition.components[one.component].id, one.from.word(), one.to.word())
        };
        format!("{}: {}", moment.slug, moment.changes.iter().map(change).collect::<Vec<_>>().join(", "))
    };
    only(edition).moments.iter().map(told).collect()
}

#[test]
fn each_moment_tells_what_changes_with_it_and_a_correction_what_was_said_wrong() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage, api: degraded_performance}",
        ),
        (
            "02-correction.md",
            "status: identified\nat: 2026-11-20T09:00:00Z\ncorrects: 01-investigating\ncomponents: {checkout: partial_outage, api: degraded_performance, payouts: partial_outage}",
        ),
        ("03-monitoring.md", "status: monitoring\nat: 2026-11-20T09:30:00Z\ncomponents: {api: operational}"),
        ("04-resolved.md", "status: resolved\nat: 2026-11-20T10:00:00Z"),
    ]);
    let told = [
        "investigating: api operational→degraded_performance, checkout operational→partial_outage, payouts operational→partial_outage",
        "correction: checkout major_outage→partial_outage, payouts operational→partial_outage",
        "monitoring: api degraded_performance→operational",
        "resolved: checkout partial_outage→operational, payouts partial_outage→operational",
    ];
    assert_eq!(changes(&case.edition("public")), told);
}

#[test]
fn a_state_that_is_left_at_once_leaves_no_trace() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage}",
        ),
        ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z\ncomponents: {api: partial_outage}"),
        ("03-resolved.md", "status: resolved\nat: 2026-11-20T09:00:00Z"),
    ]);
    assert_eq!(spans(&case.edition("public")), ["checkout major_outage 08:00–09:00"]);
}

#[test]
fn states_of_the_first_moment_hold_from_the_start_and_later_ones_from_their_own_time() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage}",
        ),
        (
            "02-identified.md",
            "status: identified\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: partial_outage, api: degraded_performance}",
        ),
        ("03-monitoring.md", "status: monitoring\nat: 2026-11-20T09:30:00Z\ncomponents: {api: operational}"),
        ("04-resolved.md", "status: resolved\nat: 2026-11-20T10:00:00Z"),
    ]);
    let told = [
        "api degraded_performance 09:00–09:30",
        "checkout major_outage 08:00–09:00",
        "checkout partial_outage 09:00–10:00",
    ];
    assert_eq!(spans(&case.edition("public")), told);
}

#[test]
fn the_first_moment_that_a_reader_may_read_is_first_for_that_reader() {
    let case = incident(&[
        (
            "01-investigating.internal.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {api: major_outage}",
        ),
        ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: partial_outage}"),
    ]);
    assert_eq!(spans(&case.edition("public")), ["checkout partial_outage 08:00–"]);
    assert_eq!(spans(&case.edition("support")), ["api major_outage 08:00–", "checkout partial_outage 09:00–"]);
}

#[test]
fn a_later_unfinished_moment_reopens() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage}",
        ),
        ("02-resolved.md", "status: resolved\nat: 2026-11-20T09:00:00Z"),
        (
            "03-investigating-again.md",
            "status: investigating\nat: 2026-11-20T10:00:00Z\ncomponents: {checkout: partial_outage}",
        ),
    ]);
    let edition = case.edition("public");
    assert!(only(&edition).open);
    assert_eq!(only(&edition).ended, None);
    assert_eq!(spans(&edition), ["checkout major_outage 08:00–09:00", "checkout partial_outage 10:00–"]);
}

#[test]
fn a_correction_replaces_the_states_from_the_time_of_what_it_corrects() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage, api: degraded_performance}",
        ),
        (
            "02-correction.md",
            "status: identified\nat: 2026-11-20T09:00:00Z\ncorrects: 01-investigating\ncomponents: {checkout: partial_outage}",
        ),
        ("03-resolved.md", "status: resolved\nat: 2026-11-20T10:00:00Z"),
    ]);
    let edition = case.edition("public");
    assert_eq!(spans(&edition), ["checkout partial_outage 08:00–10:00"]);
    let corrected = &only(&edition).moments[0];
    assert_eq!(corrected.corrected_by.iter().map(|slug| &**slug).collect::<Vec<_>>(), ["correction"]);
    assert_eq!(corrected.parts[0].words.text().trim(), "Words.");
}

#[test]
fn a_correction_after_the_end_does_not_move_the_end() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage}",
        ),
        ("02-resolved.md", "status: resolved\nat: 2026-11-20T09:00:00Z"),
        (
            "03-correction.md",
            "status: resolved\nat: 2026-11-20T11:00:00Z\ncorrects: 01-investigating\ncomponents: {checkout: degraded_performance}",
        ),
    ]);
    let edition = case.edition("public");
    assert_eq!(only(&edition).ended, Some("2026-11-20T09:00:00Z".parse().unwrap()));
    assert_eq!(spans(&edition), ["checkout degraded_performance 08:00–09:00"]);
}

#[test]
fn a_false_alarm_leaves_no_state_and_its_page() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: major_outage}",
        ),
        ("02-retracted.md", "status: retracted\nat: 2026-11-20T09:00:00Z"),
    ]);
    let edition = case.edition("public");
    assert!(only(&edition).retracted && !only(&edition).open);
    assert_eq!(spans(&edition), Vec::<String>::new());
    assert_eq!(only(&edition).impact, State::Operational);
    let checkout = &edition.components[0];
    assert_eq!((checkout.state, checkout.days.last().unwrap().state), (State::Operational, Some(State::Operational)));
    assert_eq!(checkout.uptime.unwrap().to_string(), "100");
    assert!(case.build()["public"].contains_key("incidents/2026-11-20-checkout.html"));
}

#[test]
fn states_in_an_accounts_part_count_for_that_account_only() {
    let case = incident(&[
        (
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\ncomponents: {checkout: degraded_performance}",
        ),
        (
            "02-identified.strategic.acme.md",
            "status: identified\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: major_outage}",
        ),
    ]);
    let acme = ["checkout degraded_performance 08:00–09:00", "checkout major_outage 09:00–"];
    assert_eq!(spans(&case.edition("strategic/acme")), acme);
    for other in ["public", "executives", "support", "strategic/globex"] {
        assert_eq!(spans(&case.edition(other)), ["checkout degraded_performance 08:00–"], "{other}");
    }
}

#[test]
fn a_component_is_the_worst_over_its_incidents_and_windows() {
    let case = with(
        maintenance(&[]),
        FOLDER,
        &[(
            "01-investigating.md",
            "status: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: degraded_performance}",
        )],
    )
    .file(&format!("{FOLDER}/incident.md"), "---\ntitle: Slow\n---\n");
    let at = |now| case.clone().now(now).edition("public").components[0].state;
    assert_eq!(at("2026-11-20T08:59:59Z"), State::Operational);
    assert_eq!(at("2026-11-20T09:30:00Z"), State::DegradedPerformance);
    assert_eq!(at("2026-11-20T10:30:00Z"), State::DegradedPerformance);
    let window_alone = maintenance(&[]).now("2026-11-20T10:30:00Z");
    assert_eq!(window_alone.edition("public").components[0].state, State::UnderMaintenance);
}

/// What the window is at each of these times of the day.
fn phases(case: &Case, times: &[&str]) -> Vec<Phase> {
    let phase = |time: &&str| {
        let edition = case.clone().now(&format!("2026-11-20T{time}:00Z")).edition("public");
        only(&edition).window.unwrap().phase
    };
    times.iter().map(phase).collect()
}

#[test]
fn a_window_of_which_nothing_more_is_said_begins_and_ends_by_the_clock() {
    let case = maintenance(&[]);
    let times = ["09:59", "10:00", "10:59", "11:00"];
    assert_eq!(phases(&case, &times), [Phase::Ahead, Phase::UnderWay, Phase::UnderWay, Phase::Over]);
    assert_eq!(spans(&case.clone().now("2026-11-20T09:59:00Z").edition("public")), Vec::<String>::new());
    assert_eq!(spans(&case.edition("public")), ["checkout under_maintenance 10:00–11:00"]);
}

#[test]
fn a_window_that_was_said_to_begin_ends_only_when_that_is_said() {
    let begun = ("02-begun.md", "status: in_progress\nat: 2026-11-20T10:05:00Z");
    let done = ("03-done.md", "status: completed\nat: 2026-11-20T11:30:00Z");
    let case = maintenance(&[begun, done]);
    let times = ["10:30", "11:00", "11:01", "11:29", "11:30"];
    let told = [Phase::UnderWay, Phase::UnderWay, Phase::Overrunning, Phase::Overrunning, Phase::Over];
    assert_eq!(phases(&case, &times), told);
    assert_eq!(spans(&case.edition("public")), ["checkout under_maintenance 10:00–11:30"]);
}

#[test]
fn the_moments_of_a_window_tell_when_it_begins_and_ends() {
    let case = maintenance(&[
        ("02-more.md", "status: scheduled\nat: 2026-11-19T09:00:00Z\ncomponents: {payouts: degraded_performance}"),
        ("03-begun.md", "status: in_progress\nat: 2026-11-20T10:05:00Z\ncomponents: {api: degraded_performance}"),
        (
            "04-correction.md",
            "status: in_progress\nat: 2026-11-20T10:10:00Z\ncorrects: 03-begun\ncomponents: {api: partial_outage}",
        ),
        ("05-verifying.md", "status: verifying\nat: 2026-11-20T10:30:00Z"),
        ("06-done.md", "status: completed\nat: 2026-11-20T10:50:00Z"),
    ]);
    let told = [
        "scheduled: ",
        "more: payouts operational→degraded_performance",
        "begun: api operational→partial_outage, checkout operational→under_maintenance",
        "correction: ",
        "verifying: ",
        "done: payouts degraded_performance→operational, api partial_outage→operational, checkout under_maintenance→operational",
    ];
    assert_eq!(changes(&case.edition("public")), told);
    let ahead = case.now("2026-11-20T09:00:00Z").edition("public");
    assert_eq!(changes(&ahead), ["scheduled: ", "more: "]);
}

#[test]
fn what_is_said_to_be_done_without_a_word_that_it_began_was_done_when_the_clock_said_so() {
    let case = maintenance(&[("02-done.md", "status: completed\nat: 2026-11-20T11:30:00Z")]);
    let edition = case.edition("public");
    assert_eq!(spans(&edition), ["checkout under_maintenance 10:00–11:00"]);
    assert_eq!(changes(&edition), ["scheduled: ", "done: "]);
}

#[test]
fn a_window_that_is_called_off_while_it_overruns_lasted_until_then() {
    let begun = ("02-begun.md", "status: in_progress\nat: 2026-11-20T10:05:00Z");
    let off = ("03-off.md", "status: cancelled\nat: 2026-11-20T11:20:00Z");
    let edition = maintenance(&[begun, off]).edition("public");
    assert_eq!(only(&edition).window.unwrap().phase, Phase::Cancelled);
    assert_eq!(spans(&edition), ["checkout under_maintenance 10:00–11:20"]);
}

#[test]
fn a_window_that_is_called_off_before_it_begins_was_never_one() {
    let case = maintenance(&[("02-off.md", "status: cancelled\nat: 2026-11-20T09:00:00Z")]);
    assert_eq!(phases(&case, &["08:59", "09:00", "10:30"]), [Phase::Ahead, Phase::Cancelled, Phase::Cancelled]);
    assert_eq!(spans(&case.edition("public")), Vec::<String>::new());
}

#[test]
fn an_update_may_move_the_window() {
    let moved = (
        "02-moved.md",
        "status: scheduled\nat: 2026-11-19T09:00:00Z\nfrom: 2026-11-20T10:30:00Z\nuntil: 2026-11-20T11:15:00Z",
    );
    let case = maintenance(&[moved]);
    assert_eq!(
        phases(&case, &["10:15", "10:30", "11:14", "11:15"]),
        [Phase::Ahead, Phase::UnderWay, Phase::UnderWay, Phase::Over]
    );
}

#[test]
fn a_window_is_no_outage_before_it_begins_whatever_its_announcement_says_of_states() {
    let announced = ("02-more.md", "status: scheduled\nat: 2026-11-19T09:00:00Z\ncomponents: {api: partial_outage}");
    let case = maintenance(&[announced]);
    let ahead = case.clone().now("2026-11-20T09:00:00Z").edition("public");
    assert_eq!(ahead.components.iter().map(|component| component.state).collect::<Vec<_>>(), [State::Operational; 3]);
    let edition = case.edition("public");
    assert_eq!(spans(&edition), ["api partial_outage 10:00–11:00", "checkout under_maintenance 10:00–11:00"]);
}

#[test]
fn an_edition_leads_with_its_own_workaround_else_with_the_widest_it_reads() {
    let case = incident(&[
        (
            "01-investigating.support.md",
            "status: investigating\nat: 2026-11-20T08:20:00Z\nworkaround: Enter the order by hand.",
        ),
        ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z\nworkaround: Retry after a minute."),
    ]);
    let leads = |name| only(&case.edition(name)).workaround.clone().unwrap().value;
    assert_eq!(leads("public"), "Retry after a minute.");
    assert_eq!(leads("support"), "Enter the order by hand.");
    assert_eq!(leads("executives"), "Retry after a minute.");
}

#[test]
fn a_fact_stands_until_its_own_audience_gives_it_again_or_ends_it() {
    let case = incident(&[
        ("01-investigating.md", "status: investigating\nat: 2026-11-20T08:20:00Z"),
        ("01-investigating.executives.md", "bottom_line: It is bad.\nrisks: [it spreads, it lasts]\nunknowns: [why]"),
        ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z"),
        ("03-monitoring.md", "status: monitoring\nat: 2026-11-20T10:00:00Z"),
        ("03-monitoring.executives.md", "risks: [it comes back]\nunknowns: none"),
    ]);
    let edition = case.edition("executives");
    let voice = only(&edition).voices.iter().find(|voice| voice.own).unwrap().clone();
    let bottom_line = voice.bottom_line.unwrap();
    assert_eq!((bottom_line.value.as_str(), bottom_line.at), ("It is bad.", "2026-11-20T08:20:00Z".parse().unwrap()));
    assert_eq!(voice.risks.unwrap().value, ["it comes back"]);
    assert_eq!(voice.unknowns, None);
}

#[test]
fn what_to_say_and_the_promised_next_word_end_at_the_next_moment() {
    let before = [
        ("01-investigating.md", "status: investigating\nat: 2026-11-20T08:20:00Z\nnext_update: 30m"),
        ("01-investigating.support.md", "say: [We know.]\nescalate_to: the desk"),
    ];
    let after = [before[0], before[1], ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z")];
    let (open, moved) = (incident(&before).edition("support"), incident(&after).edition("support"));
    let own = |edition: &Edition| only(edition).voices.iter().find(|voice| voice.own).unwrap().clone();
    assert_eq!(own(&open).say.unwrap().value, ["We know."]);
    assert_eq!(only(&open).next_update, Some("2026-11-20T08:50:00Z".parse().unwrap()));
    assert_eq!((own(&moved).say, only(&moved).next_update), (None, None));
    assert_eq!(own(&moved).escalate_to.unwrap().value, "the desk");
}

#[test]
fn a_hold_ends_at_go_or_with_the_incident_if_that_was_agreed() {
    let lines = |lines: &str| format!("lines: [{lines}]");
    let called = lines(
        "{function: sales, go: hold, what: demos, owner: ann, release_on: resolved}, {function: marketing, go: hold, what: mail, owner: bo, release_on: word of the lead}, {function: legal, go: hold, what: notices, owner: cy, release_on: resolved}",
    );
    let released = lines("{function: legal, go: go}, {function: sales, go: watch}");
    let case = incident(&[
        ("01-investigating.md", "status: investigating\nat: 2026-11-20T08:20:00Z"),
        ("01-investigating.business.md", &called),
        ("02-identified.md", "status: identified\nat: 2026-11-20T09:00:00Z"),
        ("02-identified.business.md", &released),
        ("03-resolved.md", "status: resolved\nat: 2026-11-20T10:00:00Z"),
    ]);
    let edition = case.edition("business");
    let told: Vec<(&str, Option<String>, bool)> = only(&edition)
        .holds
        .iter()
        .map(|hold| (hold.function.as_str(), hold.released.map(|at| at.strftime("%H:%M").to_string()), hold.outlasts))
        .collect();
    let at = |time: &str| Some(time.to_owned());
    assert_eq!(told, [("sales", at("10:00"), false), ("marketing", None, true), ("legal", at("09:00"), false)]);
}

#[test]
fn what_lies_ahead_is_absent_and_counted_and_comes_by_itself() {
    let case = incident(&[
        ("01-investigating.md", "status: investigating\nat: 2026-11-20T08:20:00Z"),
        ("02-identified.md", "status: identified\nat: 2026-11-20T12:30:00Z"),
        ("postmortem.md", "at: 2026-11-21T09:00:00Z"),
    ]);
    let edition = case.edition("public");
    assert_eq!((only(&edition).moments.len(), edition.held_back), (1, 2));
    assert!(only(&edition).postmortem.is_none());
    let next: Vec<String> = edition.next.iter().map(ToString::to_string).collect();
    assert!(
        ["2026-11-20T12:30:00Z", "2026-11-21T09:00:00Z"].iter().all(|at| next.iter().any(|next| next == at)),
        "{next:?}"
    );
}

#[test]
fn updated_is_the_latest_word_never_now() {
    let case = incident(&[
        ("01-investigating.md", "status: investigating\nat: 2026-11-20T08:20:00Z"),
        ("02-resolved.md", "status: resolved\nat: 2026-11-20T09:00:00Z\nbackfilled: 2026-11-20T11:00:00Z"),
        ("02-resolved.executives.md", "bottom_line: Over."),
        ("03-note.executives.md", "status: resolved\nat: 2026-11-20T11:30:00Z"),
    ]);
    for now in ["2026-11-20T12:00:00Z", "2026-12-20T12:00:00Z"] {
        let updated = |name| case.clone().now(now).edition(name).updated.unwrap().to_string();
        assert_eq!(updated("public"), "2026-11-20T11:00:00Z");
        assert_eq!(updated("executives"), "2026-11-20T11:30:00Z");
    }
}

#[test]
fn a_correction_in_a_maintenance_holds_from_the_time_of_what_it_corrects() {
    let case = maintenance(&[
        ("02-begun.md", "status: in_progress\nat: 2026-11-20T10:00:00Z\ncomponents: {api: degraded_performance}"),
        ("03-better.md", "status: in_progress\nat: 2026-11-20T10:20:00Z\ncomponents: {api: operational}"),
        (
            "04-wrong.md",
            "status: in_progress\nat: 2026-11-20T10:40:00Z\ncorrects: 02-begun\ncomponents: {api: partial_outage}",
        ),
        ("05-done.md", "status: completed\nat: 2026-11-20T11:00:00Z"),
    ]);
    let told = ["api partial_outage 10:00–10:20", "checkout under_maintenance 10:00–11:00"];
    assert_eq!(spans(&case.edition("public")), told);
}

#[test]
fn a_window_of_which_nothing_more_was_said_goes_by_the_clock() {
    let status = |now: &str| {
        let edition = maintenance(&[]).now(now).edition("public");
        (only(&edition).status.word(), only(&edition).open)
    };
    assert_eq!(status("2026-11-20T09:59:59Z"), ("scheduled", false));
    assert_eq!(status("2026-11-20T10:00:00Z"), ("in_progress", true));
    assert_eq!(status("2026-11-20T10:59:59Z"), ("in_progress", true));
    assert_eq!(status("2026-11-20T11:00:00Z"), ("completed", false));
}

#[test]
fn a_promise_stands_while_its_incident_is_open_and_a_windows_until_it_begins() {
    let next = |case: Case| only(&case.edition("public")).next_update.map(|at| at.to_string()).unwrap_or_default();
    let promise = "next_update: 2026-11-20T13:00:00Z";
    let seen = ("01-seen.md", format!("status: investigating\nat: 2026-11-20T09:00:00Z\n{promise}"));
    let over = ("02-over.md", format!("status: resolved\nat: 2026-11-20T10:00:00Z\n{promise}"));
    assert_eq!(next(incident(&[(seen.0, &seen.1)])), "2026-11-20T13:00:00Z");
    assert_eq!(next(incident(&[(seen.0, &seen.1), (over.0, &over.1)])), "", "nobody waits for a word after the end");
    let planned = format!("status: scheduled\nat: 2026-11-11T09:00:00Z\n{promise}");
    let window = |now: &str| next(maintenance(&[("02-more.md", &planned)]).now(now));
    assert_eq!(window("2026-11-20T09:00:00Z"), "2026-11-20T13:00:00Z");
    assert_eq!(window("2026-11-20T10:30:00Z"), "2026-11-20T13:00:00Z", "while it is under way");
    assert_eq!(window("2026-11-20T11:30:00Z"), "", "over");
}

#[test]
fn the_state_of_an_incident_is_the_worst_that_holds_now_and_its_impact_the_worst_that_ever_did() {
    let case = incident(&[
        (
            "01-seen.md",
            "status: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: major_outage, api: degraded_performance}",
        ),
        ("02-better.md", "status: monitoring\nat: 2026-11-20T10:00:00Z\ncomponents: {checkout: partial_outage}"),
        ("03-over.md", "status: resolved\nat: 2026-11-20T11:00:00Z"),
    ]);
    let states = |now: &str| {
        let edition = case.clone().now(now).edition("public");
        (only(&edition).state, only(&edition).impact)
    };
    assert_eq!(states("2026-11-20T09:59:59Z"), (State::MajorOutage, State::MajorOutage));
    assert_eq!(states("2026-11-20T10:00:00Z"), (State::PartialOutage, State::MajorOutage));
    assert_eq!(states("2026-11-20T11:00:00Z"), (State::Operational, State::MajorOutage));
}

#[test]
fn a_postmortem_is_shown_from_its_own_time_on() {
    let case = incident(&[
        ("01-seen.md", "status: investigating\nat: 2026-11-20T09:00:00Z"),
        ("02-over.md", "status: resolved\nat: 2026-11-20T10:00:00Z"),
        ("postmortem.md", "at: 2026-11-20T11:00:00Z"),
    ]);
    let shown = |now: &str| only(&case.clone().now(now).edition("public")).postmortem.is_some();
    assert!(shown("2026-11-20T11:00:00Z"));
    assert!(case.clone().now("2026-11-20T11:00:01Z").withheld().is_empty());
    let embargoed =
        case.file(&format!("{FOLDER}/postmortem.md"), "---\nat: 2026-11-20T11:00:00Z\nembargo: true\n---\nWords.\n");
    let early = embargoed.now("2026-11-20T10:59:59Z").edition("public");
    assert!(only(&early).postmortem.is_none() && early.next.contains(&"2026-11-20T11:00:00Z".parse().unwrap()));
}
