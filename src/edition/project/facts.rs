//! Typed facts, one by one.

use super::View;
use crate::edition;
use crate::edition::facts::Facts;
use crate::model::{self, Fact};
use jiff::Timestamp;

impl View<'_> {
    pub(super) fn facts(&self, facts: &model::Facts) -> Facts {
        let model::Facts {
            workaround,
            bottom_line,
            confidence,
            asks,
            decisions,
            risks,
            unknowns,
            say,
            dont_say,
            macro_name,
            escalate_to,
            lines,
            condition,
            actions,
            needs,
            watch_for,
            links,
            affects,
            contact,
        } = facts;
        Facts {
            bottom_line: said_as(bottom_line, Clone::clone),
            confidence: said_as(confidence, |confidence| match confidence {
                model::Confidence::Low => edition::Confidence::Low,
                model::Confidence::Medium => edition::Confidence::Medium,
                model::Confidence::High => edition::Confidence::High,
            }),
            asks: said_as(asks, |asks| {
                asks.iter()
                    .map(|model::Ask { what, of, by }| edition::Ask { what: what.clone(), of: of.clone(), by: *by })
                    .collect()
            }),
            decisions: said_as(decisions, |decisions| {
                decisions
                    .iter()
                    .map(|model::Decision { what, owner, by }| edition::Decision {
                        what: what.clone(),
                        owner: owner.clone(),
                        by: *by,
                    })
                    .collect()
            }),
            risks: said_as(risks, Clone::clone),
            unknowns: said_as(unknowns, Clone::clone),
            say: said_as(say, Clone::clone),
            dont_say: said_as(dont_say, Clone::clone),
            macro_name: said_as(macro_name, Clone::clone),
            escalate_to: said_as(escalate_to, Clone::clone),
            lines: said_as(lines, |lines| lines.iter().map(line).collect()),
            condition: said_as(condition, Clone::clone),
            actions: said_as(actions, Clone::clone),
            needs: said_as(needs, Clone::clone),
            watch_for: said_as(watch_for, Clone::clone),
            links: said_as(links, Clone::clone),
            affects: said_as(affects, |affects| self.indices(affects)),
            contact: said_as(contact, Clone::clone),
            workaround: said_as(workaround, Clone::clone),
        }
    }
}

fn line(line: &model::Line) -> edition::Line {
    let model::Line { function, go, what, owner, release_on } = line;
    edition::Line {
        function: function.clone(),
        go: match go {
            model::Go::Go => edition::Go::Go,
            model::Go::Hold => edition::Go::Hold,
            model::Go::Watch => edition::Go::Watch,
        },
        what: what.clone(),
        owner: owner.clone(),
        release_on: release_on.clone(),
    }
}

/// Not given, given as `none`, or given: three cases, as themes see them.
fn said_as<T, U>(fact: &Option<Fact<T>>, show: impl FnOnce(&T) -> U) -> Option<Option<U>> {
    fact.as_ref().map(|fact| match fact {
        Fact::None => None,
        Fact::Says(value) => Some(show(value)),
    })
}

/// When the next word is promised by a part of a moment that happened then.
pub(super) fn next_update(next: &Option<Fact<model::NextUpdate>>, at: Timestamp) -> Option<Option<Timestamp>> {
    said_as(next, |next| match next {
        model::NextUpdate::At(next) => *next,
        model::NextUpdate::After(period) => after(at, *period),
    })
}

fn after(at: Timestamp, period: crate::quantity::Period) -> Timestamp {
    at.saturating_add(jiff::SignedDuration::from_secs(period.0)).unwrap_or(Timestamp::MAX)
}
