//! Facts decoded from YAML by way of two readers that must agree, and every fault told at its place.

mod faults;
mod keys;
mod oddities;
mod slow;

pub(super) use keys::{Block, blocks, indent_below};

use super::front_matter::{Budget, FAULTS_TOLD};
use crate::diagnostic::{Diagnostic, Scope, told_once};
use crate::source::Span;
use crate::yaml;
use serde::de::DeserializeOwned;
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
pub(super) fn decode<T: DeserializeOwned>(part: &Part) -> Result<T, Vec<Diagnostic>> {
    decode_at(part, 0)
}

/// Decodes a part whose keys to be judged one by one are `level` deep.
pub(super) fn decode_at<T: DeserializeOwned>(part: &Part, level: usize) -> Result<T, Vec<Diagnostic>> {
    if part.span.len() > part.budget.bytes {
        let phrase = format!("YAML of {} bytes is longer than {}", part.span.len(), part.budget.bytes);
        return Err(vec![part.fault(&(0..0), phrase)]);
    }
    if let Some(value) = yaml::plain(part.yaml()).and_then(|read| read.decode().ok()) {
        return Ok(value);
    }
    if let Some(read) = sound(part)
        && let Ok(value) = read.decode()
    {
        return Ok(value);
    }
    let mut faults = told_once(slow::faults(part, level, &|read| read.decode::<T>().map(drop)));
    faults.truncate(FAULTS_TOLD);
    Err(faults)
}

/// What both readers see in a part, if there is nothing odd in it.
fn sound<'a>(part: &'a Part) -> Option<yaml::Node<'a>> {
    let written = if is_blank(part.yaml()) { "{}" } else { part.yaml() };
    let read = yaml::parse(written, part.budget.nodes).ok()?;
    (oddities::of(&read, written).is_empty() && yaml::agrees(written, &read).is_ok()).then_some(read)
}

fn is_blank(yaml: &str) -> bool {
    yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}
