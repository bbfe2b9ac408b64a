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
        match (&part.account, &self.edition.label) {
            (Some(account), _) => account.clone(),
            (None, Some(label)) if part.own => label.clone(),
            _ if part.suffix == "public" => self.say("audience.public").to_owned(),
            _ if part.suffix == "internal" => self.say("audience.internal").to_owned(),
            _ => capital(&part.suffix),
        }
    }
}

/// A suffix as people write it: `customer-service` is `Customer service`.
fn capital(word: &str) -> String {
    let spaced = word.replace(['_', '-', '.'], " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
