//! A component: as a line of the index, and as its own page.

use super::bars::{self, Bars};
use super::history::Dated;
use super::index::entry;
use super::{Look, Mark};
use crate::edition::{Component, Incident};
use crate::quantity::Decimal;
use jiff::ToSpan;
use serde::Serialize;

/// A component among others.
#[derive(Debug, Serialize)]
pub(crate) struct Line<'a> {
    pub id: String,
    pub name: String,
    pub href: String,
    pub description: Option<String>,
    pub mark: Mark<'a>,
    pub uptime: Option<String>,
    pub bars: Bars<'a>,
}

/// The page of one component.
#[derive(Debug, Serialize)]
pub(crate) struct ComponentView<'a> {
    pub line: Line<'a>,
    pub group: String,
    /// The first day it is counted from, if that is less than a year ago, in a sentence.
    pub since: Option<String>,
    /// Over 30 days, over the days of the settings, over 365 days.
    pub uptimes: Vec<Uptime>,
    /// The latest first; months before its first day are left out.
    pub months: Vec<Uptime>,
    /// Those of the last year, the latest first.
    pub incidents: Vec<Dated<'a>>,
    /// How uptime is counted.
    pub weights: String,
}

/// A share of time, over a stretch of time.
#[derive(Debug, Serialize)]
pub(crate) struct Uptime {
    pub over: String,
    pub percent: Option<String>,
    /// Whether it is all of the time.
    pub whole: bool,
}

impl Uptime {
    pub(super) fn new(look: &Look, over: String, percent: Option<Decimal>) -> Self {
        Self {
            over,
            whole: percent.is_some_and(|percent| percent.0 == 100 * Decimal::UNIT),
            percent: percent.map(|percent| look.strings.percent(percent)),
        }
    }
}

/// A line of the index.
pub(crate) fn line<'a>(look: &Look<'a>, component: &Component) -> Line<'a> {
    Line {
        id: component.id.clone(),
        name: component.name.clone(),
        href: look.href(&format!("components/{}.html", component.id)),
        description: component.description.clone(),
        mark: look.state(component.state),
        uptime: component.uptime.map(|percent| uptime(look, percent)),
        bars: bars::view(look, component),
    }
}

/// `99.95% uptime`
pub(crate) fn uptime(look: &Look, percent: crate::quantity::Decimal) -> String {
    look.strings.fill("index.uptime", &[("percent", &look.strings.percent(percent))])
}

/// Everything of one component, with the incidents of a year.
pub(crate) fn view<'a>(look: &Look<'a>, component: &Component) -> ComponentView<'a> {
    let today = look.clock.today();
    let year_ago = today.saturating_sub(1.year());
    let over = |days: usize, percent| Uptime::new(look, look.strings.count("bars.last_days", days), percent);
    let days = usize::from(look.edition.site.uptime.days);
    let mut uptimes = vec![over(30, component.uptime_30)];
    if days != 30 && days != 365 {
        uptimes.push(over(days, component.uptime));
    }
    uptimes.push(over(365, component.uptime_365));
    let recent = component.incidents.iter().map(|index| &look.edition.incidents[*index]);
    ComponentView {
        line: line(look, component),
        group: component.group.clone(),
        since: component
            .since
            .filter(|since| *since > year_ago)
            .map(|since| look.strings.fill("uptime.since", &[("date", &look.clock.date(since))])),
        uptimes,
        months: component
            .months
            .iter()
            .filter(|month| month.uptime.is_some())
            .map(|month| Uptime::new(look, look.clock.month(month.month), month.uptime))
            .collect(),
        incidents: recent
            .filter(|incident| incident.ended.is_none_or(|ended| look.clock.day(ended) >= year_ago))
            .map(|one| Dated { date: day(look, one), entry: entry(look, one) })
            .collect(),
        weights: counted(look),
    }
}

/// The day on which an incident began: with its year where that isn't this one.
fn day(look: &Look, incident: &Incident) -> String {
    match look.clock.day(incident.started) {
        day if day.year() == look.clock.today().year() => look.clock.short(day),
        day => look.clock.date(day),
    }
}

/// Over which days uptime is shown, and how it is counted.
pub(crate) fn weights(look: &Look) -> String {
    let days = look.strings.count("bars.last_days", usize::from(look.edition.site.uptime.days));
    look.strings.fill("uptime.weights", &[("days", &days), ("counted", &counted(look))])
}

/// How uptime is counted, in a sentence.
fn counted(look: &Look) -> String {
    let weights = &look.edition.site.uptime;
    let share = |weight: Decimal| look.strings.share(weight);
    look.strings.fill(
        "uptime.counted",
        &[
            ("major", &share(weights.major_outage)),
            ("partial", &share(weights.partial_outage)),
            ("degraded", &share(weights.degraded_performance)),
        ],
    )
}
