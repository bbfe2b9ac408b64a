//! An edition with the words of a theme in its language: what people read in files for machines is named as on pages.

use crate::edition::{BannerKey, Edition, Part};
use crate::render::strings::Strings;
use crate::state::{State, Status};

/// An edition, and the words that it is told in.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    pub edition: &'a Edition,
    pub strings: &'a Strings,
}

impl<'a> Spoken<'a> {
    /// The word for a key of the theme's strings.
    pub(super) fn say(self, key: &str) -> &'a str {
        self.strings.say(key)
    }

    /// How far things have come; a moment without a status is a review.
    #[must_use]
    pub fn status(self, status: Option<Status>) -> &'a str {
        match status {
            Some(status) => self.strings.status(status),
            None => self.say("incident.postmortem"),
        }
    }

    /// How a component is.
    pub(super) fn state(self, state: State) -> &'a str {
        self.strings.state(state)
    }

    /// What the banner says, in a few words.
    pub(super) fn banner(self) -> &'a str {
        match self.edition.banner.key {
            BannerKey::DegradedPerformance => self.state(State::DegradedPerformance),
            key => self.strings.banner(key),
        }
    }

    /// For whom a part was written.
    #[must_use]
    pub fn voice(self, part: &Part) -> String {
        let label = self.edition.label.as_deref().filter(|_| part.own);
        self.strings.reader(&part.suffix, part.account.as_deref(), label)
    }
}
