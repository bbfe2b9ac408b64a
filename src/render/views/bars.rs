//! The daily bars of one component: one path for each state in a drawing, and the days that were not well in words.

use super::{Look, Mark, shape};
use crate::edition::{Component, Day};
use crate::state::State;
use serde::Serialize;
use std::fmt::Write;

/// The days of a component, drawn and told.
#[derive(Debug, Serialize)]
pub(crate) struct Bars<'a> {
    /// How many days there are: the width of the drawing.
    pub width: usize,
    /// What a reader who doesn't see the drawing is told.
    pub label: String,
    pub runs: Vec<Run>,
    /// `90 days ago`
    pub from: String,
    /// Days that were not well, the latest first.
    pub told: Vec<Told<'a>>,
    /// `3 days with problems`
    pub count: String,
}

/// All days in one state, as one path.
#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub shape: &'static str,
    pub path: String,
}

/// One day in words.
#[derive(Debug, Serialize)]
pub(crate) struct Told<'a> {
    /// Place of the day in the drawing.
    pub index: usize,
    pub date: String,
    pub mark: Mark<'a>,
    /// How long in each state, in words.
    pub minutes: String,
    pub incidents: Vec<super::Link>,
}

/// Draws and tells the last days of a component.
pub(crate) fn view<'a>(look: &Look<'a>, component: &Component) -> Bars<'a> {
    let told: Vec<Told> = component
        .days
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, day)| day.state.is_some_and(|state| state != State::Operational))
        .map(|(index, day)| tell(look, index, day))
        .collect();
    let count = look.strings.count("bars.bad_days", told.len());
    let days = look.strings.count("bars.last_days", component.days.len());
    Bars {
        width: component.days.len(),
        label: look.strings.fill("bars.label", &[("days", &days), ("count", &count)]),
        runs: runs(&component.days),
        from: look.strings.count("bars.ago", component.days.len()),
        told,
        count,
    }
}

fn tell<'a>(look: &Look<'a>, index: usize, day: &Day) -> Told<'a> {
    let lengths = [
        (State::MajorOutage, day.major),
        (State::PartialOutage, day.partial),
        (State::DegradedPerformance, day.degraded),
        (State::UnderMaintenance, day.maintenance),
    ];
    let minutes: Vec<String> = lengths
        .iter()
        .filter(|(_, minutes)| *minutes > 0)
        .map(|(state, minutes)| {
            let length = look.strings.duration(i64::from(*minutes) * 60);
            look.strings.fill("bars.in_state", &[("state", look.state(*state).word), ("duration", &length)])
        })
        .collect();
    Told {
        index,
        date: look.clock.short(day.date),
        mark: look.state(day.state.unwrap_or_default()),
        minutes: look.strings.list(minutes.iter().map(String::as_str)),
        incidents: day
            .incidents
            .iter()
            .map(|incident| &look.edition.incidents[*incident])
            .map(|incident| super::Link { label: incident.title.clone(), href: look.incident_href(incident) })
            .collect(),
    }
}

/// One path for each state, of one horizontal stroke for each run of days. The style sheet dashes the strokes into bars,
/// and a dash pattern starts anew with each stroke.
fn runs(days: &[Day]) -> Vec<Run> {
    let kinds = [None, Some(State::Operational)]
        .into_iter()
        .chain(State::ALL.into_iter().skip(1).map(Some))
        .filter(|kind| days.iter().any(|day| day.state == *kind));
    let run = |kind: Option<State>| {
        let mut path = String::new();
        let mut start = None;
        for (index, day) in days.iter().enumerate() {
            if day.state == kind {
                start.get_or_insert(index);
            } else if let Some(from) = start.take() {
                stroke(&mut path, from, index, kind);
            }
        }
        if let Some(from) = start {
            stroke(&mut path, from, days.len(), kind);
        }
        Run { shape: kind.map_or("unknown", shape), path }
    };
    kinds.map(run).collect()
}

/// The worse a day, the taller its bar: what colour says, height says too.
fn stroke(path: &mut String, from: usize, until: usize, kind: Option<State>) {
    let middle = match kind {
        None => 19,
        Some(State::Operational | State::UnderMaintenance) => 15,
        Some(State::DegradedPerformance) => 13,
        Some(State::PartialOutage) => 12,
        Some(State::MajorOutage) => 10,
    };
    write!(path, "M{from} {middle}h{}", until - from).expect("writing to a string can't fail");
}
