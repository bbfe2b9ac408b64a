//! Two readers of YAML that must agree. The strict one goes first: it knows places and refuses bombs, which would
//! keep the other busy for seconds. What both are known to read alike is read in one pass before.

mod faults;
mod keys;
mod plain;
mod shape;
mod slow;

pub(super) use keys::{Block, blocks, indent_below};

use super::front_matter::{Budget, FAULTS_TOLD};
use crate::diagnostic::{Diagnostic, Scope, told_once};
use crate::source::Span;
use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, Error, MergeKeyPolicy, Options};
use std::sync::Arc;

/// A part of a file that is YAML. `owner` is the place of what lacks a key.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) path: &'a Arc<str>,
    pub(super) text: &'a Arc<str>,
    pub(super) span: Span,
    pub(super) owner: Span,
    pub(super) scope: &'a Scope,
    pub(super) budget: Budget,
}

impl Part<'_> {
    fn yaml(&self) -> &str {
        &self.text[self.span.clone()]
    }

    /// A fault at a place counted from the start of the part.
    fn fault(&self, span: &Span, phrase: impl Into<String>) -> Diagnostic {
        let place = self.span.start + span.start..self.span.start + span.end;
        Diagnostic::error(self.path, place, phrase).scope(self.scope.clone())
    }
}

/// Decodes a part as a map of keys. A part that holds nothing is a map without keys.
pub(super) fn decode<T: DeserializeOwned + PartialEq>(part: &Part) -> Result<T, Vec<Diagnostic>> {
    decode_at(part, 0)
}

/// Decodes a part whose keys to be judged one by one are `level` deep.
pub(super) fn decode_at<T: DeserializeOwned + PartialEq>(part: &Part, level: usize) -> Result<T, Vec<Diagnostic>> {
    if part.span.len() > part.budget.bytes {
        let phrase = format!("YAML of {} bytes is longer than {}", part.span.len(), part.budget.bytes);
        return Err(vec![part.fault(&(0..0), phrase)]);
    }
    if let Some(value) = plain::decode(part.yaml()) {
        return Ok(value);
    }
    let yaml = if is_blank(part.yaml()) { "{}" } else { part.yaml() };
    if let Ok(value) = strict::<T>(yaml, part.budget) {
        let plain = shape::Shape::of(yaml, part.budget).is_ok_and(|shape| shape.is_plain(yaml));
        if plain && second::<T>(yaml).is_ok_and(|again| again == value) {
            return Ok(value);
        }
    }
    let mut faults = told_once(slow::faults::<T>(part, level));
    faults.truncate(FAULTS_TOLD);
    Err(faults)
}

fn is_blank(yaml: &str) -> bool {
    yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// The reader that tells places.
fn strict<T: DeserializeOwned>(yaml: &str, budget: Budget) -> Result<T, Error> {
    serde_saphyr::from_str_with_options(yaml, options(budget))
}

/// The reader that must agree.
fn second<T: DeserializeOwned>(yaml: &str) -> Result<T, Option<usize>> {
    serde_yaml::from_str(yaml).map_err(|error| error.location().map(|place| place.index()))
}

fn options(budget: Budget) -> Options {
    serde_saphyr::options! {
        with_snippet: false,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        reject_tagged_field_names: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
        budget: serde_saphyr::budget! {
            max_documents: 1,
            max_anchors: 0,
            max_aliases: 0,
            max_depth: 12,
            max_nodes: budget.nodes,
            max_events: budget.nodes * 3,
        },
    }
}
