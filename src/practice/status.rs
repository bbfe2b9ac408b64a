//! The state of everything in a terminal, from one edition alone: what somebody wants to know who has just been woken.

use super::PassedOver;
use super::due::span;
use crate::edition::{Edition, Incident, IncidentKind, Phase};
use crate::state::State;
use jiff::Timestamp;
use std::fmt::Write as _;

/// How much colour there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Colour,
}

impl Ink {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// The banner, what is open with its last words and who waits, and the windows ahead. Times are told from `now` on.
#[must_use]
pub fn status(edition: &Edition, ink: Ink) -> String {
    let mut text = String::new();
    let worst = State::worst(edition.components.iter().map(|component| component.state));
    line(
        &mut text,
        &format!("{}  {}", ink.paint("1", &edition.title()), ink.paint(colour(worst), &headline(edition, worst))),
    );
    let bad = edition.components.iter().filter(|component| component.state != State::Operational);
    for component in bad {
        line(
            &mut text,
            &format!("  {}: {}", component.name, ink.paint(colour(component.state), &spoken(component.state.word()))),
        );
    }
    let open = edition.incidents.iter().filter(|one| one.open && one.kind == IncidentKind::Incident);
    for incident in open {
        text.push('\n');
        open_incident(&mut text, incident, edition.now, ink);
    }
    let mut windows: Vec<&Incident> = edition.incidents.iter().filter(|one| is_ahead(one)).collect();
    windows.sort_by_key(|one| one.window.map(|window| window.begins));
    if !windows.is_empty() {
        text.push('\n');
    }
    for one in windows {
        let Some(window) = one.window else { continue };
        let when = match window.phase {
            Phase::Ahead => format!("in {}", span(window.begins.as_second() - edition.now.as_second())),
            Phase::Overrunning => ink.paint("31", "overrunning"),
            _ => "under way".to_owned(),
        };
        line(
            &mut text,
            &format!("{} {when}: {}, {} to {}", ink.paint("34", "maintenance"), one.title, window.from, window.until),
        );
    }
    text
}

/// How often sign-off and rules were passed over; nothing where they never were.
#[must_use]
pub fn passed_over(passed: PassedOver, ink: Ink) -> String {
    let many = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let mut told = Vec::new();
    if passed.approvals > 0 {
        let all = many(passed.approvals, "approval passed over", "approvals passed over");
        told.push(format!("{all}, {} in the last 30 days", passed.lately));
    }
    if passed.rules > 0 {
        told.push(many(passed.rules, "exception from a rule", "exceptions from rules"));
    }
    if told.is_empty() {
        return String::new();
    }
    format!("\n{}  {}\n", ink.paint("33", "sign-off"), told.join("; "))
}

fn is_ahead(one: &Incident) -> bool {
    one.window.is_some_and(|window| matches!(window.phase, Phase::Ahead | Phase::UnderWay | Phase::Overrunning))
}

fn headline(edition: &Edition, worst: State) -> String {
    let open = edition.incidents.iter().filter(|one| one.open && one.kind == IncidentKind::Incident).count();
    match (open, worst) {
        (0, State::Operational) => "all is operational".to_owned(),
        (0, state) => spoken(state.word()),
        (1, state) => format!("{}, 1 open incident", spoken(state.word())),
        (open, state) => format!("{}, {open} open incidents", spoken(state.word())),
    }
}

fn open_incident(text: &mut String, incident: &Incident, now: Timestamp, ink: Ink) {
    let severity = incident.severity.as_deref().map(|severity| format!("{severity}  ")).unwrap_or_default();
    let ago = span(now.as_second() - incident.started.as_second());
    let head = format!(
        "{}{}  {}, for {ago}",
        ink.paint("1;31", &severity),
        ink.paint("1", &incident.title),
        spoken(incident.status.word())
    );
    line(text, &head);
    line(text, &format!("  {}", ink.paint("2", &incident.slug)));
    for (role, who) in &incident.roles {
        line(text, &format!("  {}: {who}", spoken(role)));
    }
    for notice in &incident.notices {
        let word = notice.last.as_ref().map(|word| (word.at, word.lead.as_str()));
        told(text, &notice.audience, word, (notice.next, notice.overdue.is_some()), (now, ink));
    }
    for account in &incident.accounts {
        let word = account.own.as_ref().map(|word| (word.at, word.lead.as_str()));
        told(text, &account.key, word, (account.next, account.overdue.is_some()), (now, ink));
    }
    if incident.notices.is_empty()
        && let Some(moment) = incident.moments.last()
        && let Some(part) = moment.parts.iter().find(|part| part.own).or_else(|| moment.parts.first())
    {
        let next = incident.next_update;
        told(
            text,
            &part.suffix,
            Some((moment.posted(), part.words.text().trim())),
            (next, next.is_some_and(|next| next < now)),
            (now, ink),
        );
    }
}

fn told(
    text: &mut String,
    audience: &str,
    word: Option<(Timestamp, &str)>,
    (next, overdue): (Option<Timestamp>, bool),
    (now, ink): (Timestamp, Ink),
) {
    let next = next.map(|next| match (overdue, next.as_second() - now.as_second()) {
        (true, left) => ink.paint("1;31", &format!("overdue for {}", span(-left))),
        (false, left) => ink.paint("32", &format!("next in {}", span(left))),
    });
    let said = match word {
        Some((at, lead)) => format!("{} ago: {}", span(now.as_second() - at.as_second()), short(lead)),
        None => "has heard nothing".to_owned(),
    };
    let next = next.map(|next| format!("  [{next}]")).unwrap_or_default();
    line(text, &format!("  {audience:<12} {said}{next}"));
}

/// One line of at most 80 characters.
fn short(words: &str) -> String {
    let one: Vec<&str> = words.split_whitespace().collect();
    let one = one.join(" ");
    if one.chars().count() <= 80 {
        return one;
    }
    let mut cut: String = one.chars().take(79).collect();
    cut.push('…');
    cut
}

fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

fn colour(state: State) -> &'static str {
    match state {
        State::Operational => "32",
        State::UnderMaintenance => "34",
        State::DegradedPerformance | State::PartialOutage => "33",
        State::MajorOutage => "31",
    }
}

fn line(text: &mut String, written: &str) {
    writeln!(text, "{}", written.trim_end()).expect("writing to a string can't fail");
}
