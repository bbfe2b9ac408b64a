//! What each kind of file may say: strict structs, in the authors' words. Everything that may be missing is optional.

pub(super) use super::scalars::Fact;
use super::scalars::{Instant, When};
use crate::model;
use crate::quantity::Decimal;
use crate::state::{State, Status};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `incident.md`: facts of the whole incident that anybody may know.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicHead {
    pub title: Option<String>,
    pub started: Option<Instant>,
    pub regions: Option<Vec<String>>,
}

/// `incident.<suffix>.md`: any of those, and what insiders know.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IncidentHead {
    pub title: Option<String>,
    pub started: Option<Instant>,
    pub regions: Option<Vec<String>>,
    pub severity: Option<String>,
    pub detected: Option<Instant>,
    pub declared: Option<Instant>,
    pub business_response: Option<BusinessResponse>,
    pub roles: Option<BTreeMap<String, String>>,
    pub customers: Option<Customers>,
    pub links: Option<BTreeMap<String, String>>,
}

/// `maintenance.md`.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicWindow {
    pub title: Option<String>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub components: Option<Vec<String>>,
    pub regions: Option<Vec<String>>,
}

/// `maintenance.<suffix>.md`.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowHead {
    pub title: Option<String>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub components: Option<Vec<String>>,
    pub regions: Option<Vec<String>>,
    pub severity: Option<String>,
    pub roles: Option<BTreeMap<String, String>>,
    pub links: Option<BTreeMap<String, String>>,
}

/// What the files of the whole may say, together.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub started: Option<Instant>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub components: Option<Vec<String>>,
    pub regions: Option<Vec<String>>,
    pub severity: Option<String>,
    pub detected: Option<Instant>,
    pub declared: Option<Instant>,
    pub business_response: Option<BusinessResponse>,
    pub roles: Option<BTreeMap<String, String>>,
    pub customers: Option<Customers>,
    pub links: Option<BTreeMap<String, String>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BusinessResponse {
    pub declared: Instant,
    pub by: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Customers {
    pub count: Option<u64>,
    pub percent: Option<Decimal>,
    pub worst_case: Option<u64>,
}

/// An update, of any audience: which facts a part may give is judged by its suffix afterwards.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the fields are the words of the front matter")]
#[serde(deny_unknown_fields)]
pub(super) struct Update {
    pub status: Option<Status>,
    pub at: Option<Instant>,
    pub components: Option<BTreeMap<String, State>>,
    pub corrects: Option<String>,
    pub backfilled: Option<Instant>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub embargo: Option<bool>,
    pub template: Option<String>,
    pub next_update: Option<Fact<When>>,
    pub workaround: Option<Fact<String>>,
    pub bottom_line: Option<Fact<String>>,
    pub confidence: Option<Fact<Confidence>>,
    pub asks: Option<Fact<Vec<Ask>>>,
    pub decisions: Option<Fact<Vec<Decision>>>,
    pub risks: Option<Fact<Vec<String>>>,
    pub unknowns: Option<Fact<Vec<String>>>,
    pub say: Option<Fact<Vec<String>>>,
    pub dont_say: Option<Fact<Vec<String>>>,
    #[serde(rename = "macro")]
    pub macro_name: Option<Fact<String>>,
    pub escalate_to: Option<Fact<String>>,
    pub lines: Option<Fact<Vec<Line>>>,
    pub condition: Option<Fact<String>>,
    pub actions: Option<Fact<Vec<String>>>,
    pub needs: Option<Fact<Vec<String>>>,
    pub watch_for: Option<Fact<Vec<String>>>,
    pub links: Option<Fact<BTreeMap<String, String>>>,
    pub affects: Option<Fact<Vec<String>>>,
    pub contact: Option<Fact<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    pub what: String,
    pub of: Option<String>,
    pub by: Option<Instant>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    pub what: String,
    pub owner: Option<String>,
    pub by: Option<Instant>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub function: String,
    pub go: Signal,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
}

/// A stop line, a go line, or a line to watch.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Signal {
    Go,
    Hold,
    Watch,
}

/// A free page.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub title: Option<String>,
}

impl Update {
    /// The facts, in the model's words.
    pub(super) fn facts(self) -> model::Facts {
        model::Facts {
            next_update: said(self.next_update, |when| match when {
                When::At(instant) => model::NextUpdate::At(instant.0),
                When::In(period) => model::NextUpdate::After(period),
            }),
            workaround: said(self.workaround, |words| words),
            bottom_line: said(self.bottom_line, |words| words),
            confidence: said(self.confidence, |confidence| match confidence {
                Confidence::Low => model::Confidence::Low,
                Confidence::Medium => model::Confidence::Medium,
                Confidence::High => model::Confidence::High,
            }),
            asks: said(self.asks, |asks| {
                each(asks, |ask| model::Ask { what: ask.what, of: ask.of, by: ask.by.map(|by| by.0) })
            }),
            decisions: said(self.decisions, |decisions| {
                each(decisions, |decision| model::Decision {
                    what: decision.what,
                    owner: decision.owner,
                    by: decision.by.map(|by| by.0),
                })
            }),
            risks: said(self.risks, |words| words),
            unknowns: said(self.unknowns, |words| words),
            say: said(self.say, |words| words),
            dont_say: said(self.dont_say, |words| words),
            macro_name: said(self.macro_name, |words| words),
            escalate_to: said(self.escalate_to, |words| words),
            lines: said(self.lines, |lines| each(lines, Line::line)),
            condition: said(self.condition, |words| words),
            actions: said(self.actions, |words| words),
            needs: said(self.needs, |words| words),
            watch_for: said(self.watch_for, |words| words),
            links: said(self.links, |links| links),
            affects: said(self.affects, |affects| affects),
            contact: said(self.contact, |words| words),
        }
    }
}

impl Line {
    fn line(self) -> model::Line {
        model::Line {
            function: self.function,
            go: match self.go {
                Signal::Go => model::Go::Go,
                Signal::Hold => model::Go::Hold,
                Signal::Watch => model::Go::Watch,
            },
            what: self.what,
            owner: self.owner,
            release_on: self.release_on,
        }
    }
}

fn each<T, U>(items: Vec<T>, turn: impl FnMut(T) -> U) -> Vec<U> {
    items.into_iter().map(turn).collect()
}

fn said<T, U>(fact: Option<Fact<T>>, turn: impl FnOnce(T) -> U) -> Option<model::Fact<U>> {
    fact.map(|fact| match fact {
        Fact::None => model::Fact::None,
        Fact::Says(value) => model::Fact::Says(turn(value)),
    })
}

impl From<PublicHead> for Head {
    fn from(file: PublicHead) -> Self {
        Self { title: file.title, started: file.started, regions: file.regions, ..Self::default() }
    }
}

impl From<IncidentHead> for Head {
    fn from(file: IncidentHead) -> Self {
        Self {
            title: file.title,
            started: file.started,
            regions: file.regions,
            severity: file.severity,
            detected: file.detected,
            declared: file.declared,
            business_response: file.business_response,
            roles: file.roles,
            customers: file.customers,
            links: file.links,
            ..Self::default()
        }
    }
}

impl From<PublicWindow> for Head {
    fn from(file: PublicWindow) -> Self {
        Self {
            title: file.title,
            from: file.from,
            until: file.until,
            components: file.components,
            regions: file.regions,
            ..Self::default()
        }
    }
}

impl From<WindowHead> for Head {
    fn from(file: WindowHead) -> Self {
        Self {
            title: file.title,
            from: file.from,
            until: file.until,
            components: file.components,
            regions: file.regions,
            severity: file.severity,
            roles: file.roles,
            links: file.links,
            ..Self::default()
        }
    }
}
