//! What git knows of a file, for those inside the company who may read that file.

use super::View;
use crate::edition::{Commit, First, Stamp};
use crate::model;

impl View<'_> {
    /// Of a file that the reader may read; nothing for the public and for accounts, whatever was asked for.
    pub(super) fn commit(&self, path: &str) -> Option<Commit> {
        let history = self.point.site.history.as_ref().filter(|_| self.point.reader.is_inside())?;
        let model::Commit { first, changed, pending } = history.of(path);
        Some(Commit {
            first: match first {
                model::First::At(at) => First::At(stamp(at)),
                model::First::Earlier => First::Earlier,
                model::First::Never => First::Never,
            },
            changed: changed.map(stamp),
            pending,
        })
    }
}

fn stamp(stamp: model::Stamp) -> Stamp {
    let model::Stamp { at, by } = stamp;
    Stamp { at, by }
}
