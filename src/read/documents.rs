//! What each kind of file may say: strict structs, in the authors' words. Everything that may be missing is optional.

pub(super) use super::scalars::Fact;
use super::scalars::{Instant, When};
use crate::model;
use crate::quantity::Decimal;
use crate::state::{State, Status};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `incident.md`: facts of the whole incident that anybody may know.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicHead {
    /// What customers notice, as in `Checkout fails for some orders`.
    pub title: Option<String>,
    /// When it began; otherwise the time of the first update.
    pub started: Option<Instant>,
    /// Where it is noticed.
    pub regions: Option<Vec<String>>,
}

/// `incident.<suffix>.md`: any of those, and what insiders know.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IncidentHead {
    /// What these readers are shown instead of the public title.
    pub title: Option<String>,
    /// When it began; otherwise the time of the first update.
    pub started: Option<Instant>,
    /// Where it is noticed.
    pub regions: Option<Vec<String>>,
    /// One of the severities of `policy.yaml`.
    pub severity: Option<String>,
    /// When somebody first knew of it.
    pub detected: Option<Instant>,
    /// When it was declared an incident: policy counts from here.
    pub declared: Option<Instant>,
    /// Set when the company's own response has been declared.
    pub business_response: Option<BusinessResponse>,
    /// Who holds which role, as in `incident_commander: duty manager`.
    pub roles: Option<BTreeMap<String, String>>,
    /// How many customers notice it.
    pub customers: Option<Customers>,
    /// For those inside: the channel, the bridge, the tracker.
    pub links: Option<BTreeMap<String, String>>,
}

/// `maintenance.md`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicWindow {
    /// What is planned.
    pub title: Option<String>,
    /// When the window begins.
    pub from: Option<Instant>,
    /// When the window ends.
    pub until: Option<Instant>,
    /// Ids of components under maintenance in the window.
    pub components: Option<Vec<String>>,
    /// Where it is noticed.
    pub regions: Option<Vec<String>>,
}

/// `maintenance.<suffix>.md`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowHead {
    /// What these readers are shown instead of the public title.
    pub title: Option<String>,
    /// When the window begins.
    pub from: Option<Instant>,
    /// When the window ends.
    pub until: Option<Instant>,
    /// Ids of components under maintenance in the window.
    pub components: Option<Vec<String>>,
    /// Where it is noticed.
    pub regions: Option<Vec<String>>,
    /// One of the severities of `policy.yaml`.
    pub severity: Option<String>,
    /// Who holds which role.
    pub roles: Option<BTreeMap<String, String>>,
    /// For those inside: the channel, the plan, the tracker.
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

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BusinessResponse {
    /// When it was declared.
    pub declared: Instant,
    /// Who declared it.
    pub by: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Customers {
    /// How many there are now.
    pub count: Option<u64>,
    /// Which share of all they are, in percent.
    pub percent: Option<Decimal>,
    /// How many it may become.
    pub worst_case: Option<u64>,
}

/// An update, of any audience: which facts a part may give is judged by its suffix afterwards.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the fields are the words of the front matter")]
#[serde(deny_unknown_fields)]
pub(super) struct Update {
    /// How far it has come. Once per moment, in the widest file it may stand in.
    pub status: Option<Status>,
    /// When this happened, with an offset. Once per moment.
    pub at: Option<Instant>,
    /// States that change, by id of the component; what is left out stays as it was.
    pub components: Option<BTreeMap<String, State>>,
    /// The stem of an earlier update that this one corrects, as in `02-identified`.
    pub corrects: Option<String>,
    /// When this was posted, if that was later than `at`.
    pub backfilled: Option<Instant>,
    /// A maintenance's window begins at this time from now on.
    pub from: Option<Instant>,
    /// A maintenance's window ends at this time from now on.
    pub until: Option<Instant>,
    /// `true` if `at` lies ahead of now on purpose: nobody is shown it before then.
    pub embargo: Option<bool>,
    /// The file in `content/templates` that these words come from, without `.md`.
    pub template: Option<String>,
    /// When the next word comes: a time, a span such as `30m`, or `none`.
    pub next_update: Option<Fact<When>>,
    /// What helps meanwhile, or `none`.
    pub workaround: Option<Fact<String>>,
    /// For executives: the one sentence they need.
    pub bottom_line: Option<Fact<String>>,
    /// For executives: how sure we are.
    pub confidence: Option<Fact<Confidence>>,
    /// For executives: what is asked of whom by when, or `none`.
    pub asks: Option<Fact<Vec<Ask>>>,
    /// For executives: what is to be decided by whom by when, or `none`.
    pub decisions: Option<Fact<Vec<Decision>>>,
    /// For executives: what may go wrong.
    pub risks: Option<Fact<Vec<String>>>,
    /// For executives: what nobody knows yet.
    pub unknowns: Option<Fact<Vec<String>>>,
    /// For customer service: what to tell customers.
    pub say: Option<Fact<Vec<String>>>,
    /// For customer service: what not to tell customers.
    pub dont_say: Option<Fact<Vec<String>>>,
    /// For customer service: the answer prepared in the desk's own program.
    #[serde(rename = "macro")]
    pub macro_name: Option<Fact<String>>,
    /// For customer service: where questions go.
    pub escalate_to: Option<Fact<String>>,
    /// For lines of business: who may go on with what.
    pub lines: Option<Fact<Vec<Line>>>,
    /// For other technical teams: how things are.
    pub condition: Option<Fact<String>>,
    /// For other technical teams: what is being done.
    pub actions: Option<Fact<Vec<String>>>,
    /// For other technical teams: what is needed of them.
    pub needs: Option<Fact<Vec<String>>>,
    /// For other technical teams: what to look out for.
    pub watch_for: Option<Fact<Vec<String>>>,
    /// For other technical teams: dashboards, channels.
    pub links: Option<Fact<BTreeMap<String, String>>>,
    /// For an account: ids of its components that are affected.
    pub affects: Option<Fact<Vec<String>>>,
    /// For an account: whom it may call.
    pub contact: Option<Fact<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// What is asked.
    pub what: String,
    /// Of whom.
    pub of: Option<String>,
    /// By when.
    pub by: Option<Instant>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// What is to be decided.
    pub what: String,
    /// Who decides.
    pub owner: Option<String>,
    /// By when.
    pub by: Option<Instant>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// Whose line it is, as in `marketing`.
    pub function: String,
    /// Whether they go on, hold, or watch.
    pub go: Signal,
    /// What it is about, as in `the mailing at 16:00`.
    pub what: Option<String>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// What ends a hold, as in `resolved`.
    pub release_on: Option<String>,
}

/// A stop line, a go line, or a line to watch.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Signal {
    Go,
    Hold,
    Watch,
}

/// A free page.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// The page's title; without it there is no page.
    pub title: Option<String>,
}

impl Update {
    pub(super) fn next_update(&mut self) -> Option<model::Fact<model::NextUpdate>> {
        said(self.next_update.take(), |when| match when {
            When::At(instant) => model::NextUpdate::At(instant.0),
            When::In(period) => model::NextUpdate::After(period),
        })
    }

    /// The other facts, in the model's words.
    pub(super) fn facts(self) -> model::Facts {
        model::Facts {
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
