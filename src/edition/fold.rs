//! From words to states: what the moments of one incident make of its components over time.

use super::{Change, Phase, Window};
use crate::state::{State, Status};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// A component in one state that is not operational, from one instant until another, or until nobody knows when. A window that
/// ends by the clock has an end that may lie ahead of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    pub component: usize,
    pub state: State,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

/// What one moment says of states. `corrects` is the index of an earlier step.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub at: Timestamp,
    pub status: Status,
    pub states: Option<Vec<(usize, State)>>,
    pub corrects: Option<usize>,
}

/// What came of the steps. `changes` has one list for each step.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub spans: Vec<Span>,
    pub changes: Vec<Vec<Change>>,
    pub ended: Option<Timestamp>,
    pub retracted: bool,
}

/// Folds an incident. The states of the first step hold from `started`, later ones from their own time; a correction's
/// states replace those of the step it corrects, from that step's time; the end is the time of a final last step.
pub(super) fn incident(steps: &[Step], started: Timestamp) -> Folded {
    let mut ledger = Ledger::default();
    let mut changes = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let from = if index == 0 { started } else { step.at };
        changes.push(match (step.status, step.corrects) {
            (Status::Retracted, _) => ledger.forget(),
            (Status::Resolved, _) => ledger.end(step.at),
            (_, Some(corrected)) => told(step, steps.get(corrected)),
            (_, None) => ledger.set(from, effective(steps, index)),
        });
    }
    Folded {
        spans: ledger.close(),
        changes,
        // What is said after the end, a correction say, doesn't move the end.
        ended: steps.iter().rev().take_while(|step| step.status.is_final()).last().map(|step| step.at),
        retracted: steps.last().is_some_and(|step| step.status == Status::Retracted),
    }
}

/// Folds a maintenance: its components are under maintenance from the window's beginning to its end, and what its updates
/// say of states holds besides.
pub(super) fn maintenance(steps: &[Step], window: &Window, components: &[usize], now: Timestamp) -> Folded {
    let mut ledger = Ledger::default();
    let mut spans = Vec::new();
    let mut changes = Vec::with_capacity(steps.len());
    let began = window.begins <= now && window.ends != Some(window.begins);
    let ended = window.ends.filter(|end| *end <= now);
    if began {
        spans.extend(components.iter().map(|component| Span {
            component: *component,
            state: State::UnderMaintenance,
            from: window.begins,
            until: window.ends,
        }));
    }
    let mut shown = false;
    for (index, step) in steps.iter().enumerate() {
        let mut change = match step.status {
            Status::Completed | Status::Cancelled => ledger.end(step.at),
            _ if step.corrects.is_some() => Vec::new(),
            // What is announced isn't so before the window begins.
            Status::Scheduled if !began => Vec::new(),
            Status::Scheduled => ledger.set(step.at.max(window.begins), effective(steps, index)),
            _ => ledger.set(step.at, effective(steps, index)),
        };
        let turn = |from, to| components.iter().map(move |component| Change { component: *component, from, to });
        match step.status {
            Status::InProgress | Status::Verifying if !shown => {
                shown = true;
                change.extend(turn(State::Operational, State::UnderMaintenance));
            }
            Status::Completed if shown => change.extend(turn(State::UnderMaintenance, State::Operational)),
            _ => {}
        }
        changes.push(change);
    }
    if let Some(end) = ended {
        ledger.end(end);
    }
    spans.extend(ledger.close());
    Folded { spans, changes, ended, retracted: false }
}

/// What became of a window, given what was posted. Without a word that it has begun, it begins and ends by the clock;
/// after such a word only another that it is over, or called off, ends it.
pub(super) fn window(steps: &[Step], from: Timestamp, until: Timestamp, now: Timestamp) -> Window {
    let begun = steps.iter().find(|step| matches!(step.status, Status::InProgress | Status::Verifying));
    let last = steps.last().map(|step| (step.status, step.at));
    let begins = begun.map_or(from, |step| step.at.min(from));
    let ends = match last {
        Some((Status::Completed | Status::Cancelled, at)) if begun.is_some() => Some(at.max(begins)),
        Some((Status::Completed | Status::Cancelled, at)) => Some(at.clamp(begins, until.max(begins))),
        _ if begun.is_some() => None,
        _ => Some(until),
    };
    let phase = match ends {
        _ if matches!(last, Some((Status::Cancelled, _))) => Phase::Cancelled,
        Some(end) if end <= now => Phase::Over,
        _ if now < begins => Phase::Ahead,
        None if now > until => Phase::Overrunning,
        _ => Phase::UnderWay,
    };
    Window { from, until, phase, begins, ends }
}

/// The states of a step as later corrections leave them.
fn effective(steps: &[Step], index: usize) -> &[(usize, State)] {
    let corrects = |later: &usize| steps[*later].corrects == Some(index) && steps[*later].states.is_some();
    match (index + 1..steps.len()).rev().find(corrects) {
        Some(later) => effective(steps, later),
        None => steps[index].states.as_deref().unwrap_or_default(),
    }
}

/// The changes a correction tells of: from what was said to what is true.
fn told(correction: &Step, corrected: Option<&Step>) -> Vec<Change> {
    let said = corrected.and_then(|step| step.states.as_deref()).unwrap_or_default();
    let before = |component| said.iter().find(|(said, _)| *said == component).map_or(State::Operational, |said| said.1);
    correction
        .states
        .iter()
        .flatten()
        .map(|(component, to)| Change { component: *component, from: before(*component), to: *to })
        .filter(|change| change.from != change.to)
        .collect()
}

/// States as they stand, and the spans that are behind them.
#[derive(Default)]
struct Ledger {
    standing: BTreeMap<usize, (State, Timestamp)>,
    spans: Vec<Span>,
}

impl Ledger {
    fn set(&mut self, at: Timestamp, states: &[(usize, State)]) -> Vec<Change> {
        let mut changes = Vec::new();
        for (component, to) in states {
            let from = self.standing.get(component).map_or(State::Operational, |(state, _)| *state);
            if from == *to {
                continue;
            }
            self.leave(*component, at);
            if *to != State::Operational {
                self.standing.insert(*component, (*to, at));
            }
            changes.push(Change { component: *component, from, to: *to });
        }
        changes
    }

    fn end(&mut self, at: Timestamp) -> Vec<Change> {
        let all: Vec<_> = self.standing.keys().map(|component| (*component, State::Operational)).collect();
        self.set(at, &all)
    }

    fn forget(&mut self) -> Vec<Change> {
        self.spans.clear();
        let standing = std::mem::take(&mut self.standing);
        standing.into_iter().map(|(component, (from, _))| Change { component, from, to: State::Operational }).collect()
    }

    fn leave(&mut self, component: usize, at: Timestamp) {
        if let Some((state, from)) = self.standing.remove(&component)
            && from < at
        {
            self.spans.push(Span { component, state, from, until: Some(at) });
        }
    }

    fn close(mut self) -> Vec<Span> {
        for (component, (state, from)) in self.standing {
            self.spans.push(Span { component, state, from, until: None });
        }
        self.spans
    }
}
