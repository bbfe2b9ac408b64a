//! What a language calls states, stages and levels: one word for one thing, on pages and in files for machines.

use super::Strings;
use crate::edition::{BannerKey, Confidence, Go};
use crate::state::{State, Status};

impl Strings {
    /// How a component is.
    #[must_use]
    pub fn state(&self, state: State) -> &str {
        self.say(match state {
            State::Operational => "state.operational",
            State::UnderMaintenance => "state.under_maintenance",
            State::DegradedPerformance => "state.degraded_performance",
            State::PartialOutage => "state.partial_outage",
            State::MajorOutage => "state.major_outage",
        })
    }

    /// How far things have come.
    #[must_use]
    pub fn status(&self, status: Status) -> &str {
        self.say(match status {
            Status::Investigating => "status.investigating",
            Status::Identified => "status.identified",
            Status::Monitoring => "status.monitoring",
            Status::Resolved => "status.resolved",
            Status::Retracted => "status.retracted",
            Status::Scheduled => "status.scheduled",
            Status::InProgress => "status.in_progress",
            Status::Verifying => "status.verifying",
            Status::Completed => "status.completed",
            Status::Cancelled => "status.cancelled",
        })
    }

    /// What the banner says.
    #[must_use]
    pub fn banner(&self, key: BannerKey) -> &str {
        self.say(match key {
            BannerKey::Operational => "banner.operational",
            BannerKey::IncidentOpen => "banner.incident_open",
            BannerKey::UnderMaintenance => "banner.under_maintenance",
            BannerKey::DegradedPerformance => "banner.degraded_performance",
            BannerKey::PartialOutage => "banner.partial_outage",
            BannerKey::SomeMajorOutage => "banner.some_major_outage",
            BannerKey::MajorOutage => "banner.major_outage",
        })
    }

    /// Whether a business function goes on.
    #[must_use]
    pub fn go(&self, go: Go) -> &str {
        self.say(match go {
            Go::Go => "go.go",
            Go::Hold => "go.hold",
            Go::Watch => "go.watch",
        })
    }

    /// How sure one is.
    #[must_use]
    pub fn confidence(&self, confidence: Confidence) -> &str {
        self.say(match confidence {
            Confidence::Low => "confidence.low",
            Confidence::Medium => "confidence.medium",
            Confidence::High => "confidence.high",
        })
    }

    /// Whom a suffix speaks to: an account by its name, the edition's own audience by its `label`. Another audience is called as
    /// its suffix is written, `customer-service` "Customer service": its label stands in an entry that this edition may not read.
    #[must_use]
    pub fn reader(&self, suffix: &str, account: Option<&str>, label: Option<&str>) -> String {
        match (suffix, account.or(label)) {
            ("public", _) => self.say("audience.public").to_owned(),
            ("internal", _) => self.say("audience.internal").to_owned(),
            (_, Some(name)) => name.to_owned(),
            (_, None) => as_written(suffix),
        }
    }
}

fn as_written(suffix: &str) -> String {
    let spaced = suffix.replace(['_', '-', '.'], " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
