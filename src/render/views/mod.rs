//! What layouts are given: plain values with finished words, so that a layout prints and never works out meaning.
//!
//! A field that ends in `_html` is finished markup; every other text is escaped by the layout.

pub(super) mod bar;
pub(super) mod bars;
pub(super) mod component;
pub(super) mod frame;
pub(super) mod history;
pub(super) mod incident;
pub(super) mod index;
pub(super) mod lead;
pub(super) mod level;
pub(super) mod metrics;
pub(super) mod moment;
pub(super) mod structured;

use super::clock::{Clock, Instant};
use super::strings::Strings;
use crate::edition::{BannerKey, Edition, Incident, IncidentKind};
use crate::state::{State, Status};
use jiff::Timestamp;
use serde::Serialize;

/// The edition, the words and the clock, and the way from the page to the edition's root.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub edition: &'a Edition,
    pub strings: &'a Strings,
    pub clock: Clock<'a>,
    /// Empty or `../`, put before every address inside the edition.
    pub base: &'a str,
}

/// A state by shape and word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Mark<'a> {
    /// `operational`, `maintenance`, `degraded`, `partial`, `major`, `notice`: a class and a symbol.
    pub shape: &'static str,
    pub word: &'a str,
}

/// A promise of the next word, before and after its time has come.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Due {
    pub at: Instant,
    pub ahead_html: String,
    pub overdue_html: String,
    pub overdue: bool,
}

/// A name that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub label: String,
    pub href: String,
}

impl<'a> Look<'a> {
    pub(in crate::render) fn new(edition: &'a Edition, strings: &'a Strings, base: &'a str) -> Self {
        Self { edition, strings, clock: Clock::new(&edition.site.timezone, edition.now, strings), base }
    }

    pub(in crate::render) fn state(&self, state: State) -> Mark<'a> {
        Mark { shape: shape(state), word: self.strings.state(state) }
    }

    pub(in crate::render) fn status(&self, status: Status) -> &'a str {
        self.strings.status(status)
    }

    /// How bad an incident is or was. An incident that left every component working is a notice.
    pub(in crate::render) fn impact(&self, incident: &Incident) -> Mark<'a> {
        let state = if incident.open { incident.state.max(incident.impact) } else { incident.impact };
        match (incident.kind, state) {
            (IncidentKind::Maintenance, State::Operational | State::UnderMaintenance) => {
                Mark { shape: "maintenance", word: self.strings.say("incident.maintenance") }
            }
            (IncidentKind::Incident, _) if incident.retracted => {
                Mark { shape: "notice", word: self.strings.say("incident.false_alarm") }
            }
            (IncidentKind::Incident, State::Operational) => {
                Mark { shape: "notice", word: self.strings.say("incident.no_impact") }
            }
            (_, state) => self.state(state),
        }
    }

    pub(in crate::render) fn due(&self, at: Timestamp) -> Due {
        self.due_as(at, "incident.next_by", "incident.overdue")
    }

    /// As [`Self::due`], in other words: one key for before, one for after.
    pub(in crate::render) fn due_as(&self, at: Timestamp, ahead: &str, overdue: &str) -> Due {
        let instant = self.clock.instant(at);
        let time = instant.brief_html();
        Due {
            ahead_html: self.strings.fill_html(ahead, &[("time", &time)]),
            overdue_html: self.strings.fill_html(overdue, &[("time", &time)]),
            overdue: at <= self.edition.now,
            at: instant,
        }
    }

    pub(in crate::render) fn duration(&self, from: Timestamp, until: Timestamp) -> String {
        self.strings.duration(until.as_second() - from.as_second())
    }

    /// An address inside the edition, as this page writes it.
    pub(in crate::render) fn href(&self, file: &str) -> String {
        [self.base, file].concat()
    }

    pub(in crate::render) fn incident_href(&self, incident: &Incident) -> String {
        self.href(&incident.page())
    }

    pub(in crate::render) fn component(&self, index: usize) -> Link {
        let component = &self.edition.components[index];
        Link { label: component.name.clone(), href: [self.base, "components/", &component.id, ".html"].concat() }
    }

    pub(in crate::render) fn component_names(&self, indices: &[usize]) -> String {
        self.strings.list(indices.iter().map(|index| self.edition.components[*index].name.as_str()))
    }

    /// What the banner says.
    pub(in crate::render) fn banner_word(&self) -> &'a str {
        self.strings.banner(self.edition.banner.key)
    }

    pub(in crate::render) fn banner_shape(&self) -> &'static str {
        match self.edition.banner.key {
            BannerKey::IncidentOpen => "notice",
            _ => shape(self.edition.banner.state),
        }
    }
}

/// The class and symbol of a state.
pub(super) fn shape(state: State) -> &'static str {
    match state {
        State::Operational => "operational",
        State::UnderMaintenance => "maintenance",
        State::DegradedPerformance => "degraded",
        State::PartialOutage => "partial",
        State::MajorOutage => "major",
    }
}
