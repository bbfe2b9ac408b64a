//! What is at fault and what the rules find, for the bar and for the terminal.

use super::address::value;
use super::page;
use super::preview::{Preview, instant, lock};
use super::told::{Faults, Finding, findings, findings_for};
use crate::cli::site;
use crate::diagnostic::Diagnostic;
use crate::world::{self, Answer};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::sync::{Arc, TryLockError};

/// What the rules found, for a version and an instant.
#[derive(Clone)]
pub(super) struct Found {
    version: u64,
    at: Option<Timestamp>,
    findings: Arc<Vec<Finding>>,
}

impl Preview {
    /// Every fault of every edition. The site is let go between two readers, so that pages needn't wait for all.
    pub(super) fn faults(&self) -> Faults {
        let (told, readers) = {
            let live = lock(&self.live);
            (live.truth().told.clone(), live.readers().to_vec())
        };
        let by_reader = readers.into_iter().map(|reader| {
            let faults = lock(&self.live).faults(&reader);
            (reader, faults)
        });
        Faults { told, by_reader: by_reader.collect() }
    }

    /// What to tell on the terminal: the faults that are new, and that others are mended. Empty for no news.
    pub(super) fn news(&self) -> String {
        let all = self.faults().all();
        let truth = lock(&self.live).truth();
        let before = std::mem::replace(&mut *lock(&self.told), all.clone());
        let same = |a: &Diagnostic, b: &Diagnostic| a.place.path == b.place.path && a.phrase == b.phrase;
        let is_in = |one: &Diagnostic, others: &[Diagnostic]| others.iter().any(|other| same(one, other));
        let fresh: Vec<Diagnostic> = all.iter().filter(|one| !is_in(one, &before)).cloned().collect();
        let mended = before.iter().filter(|one| !is_in(one, &all)).count();
        let mut news = String::new();
        if !fresh.is_empty() {
            news.push_str(&world::told(&fresh, &|path| truth.text(path), site::terminal()));
        }
        match (mended, all.len()) {
            (0, _) => {}
            (_, 0) => news.push_str("mended: no fault is left\n"),
            (mended, left) => drop(writeln!(news, "mended: {mended}, left: {left}")),
        }
        news
    }

    /// What the rules find in what one reader may read. It is looked for in the whole repository, once for a version and an instant.
    pub(super) fn findings(&self, query: &str) -> Option<Answer> {
        let (edition, at) = (value(query, "edition")?, instant(query)?);
        let (version, truth, now, reader) = {
            let live = lock(&self.live);
            let reader = live.readers().iter().find(|reader| reader.edition.to_string() == edition).cloned()?;
            (live.version(), live.truth(), live.now(), reader)
        };
        let known = || lock(&self.found).clone().filter(|found| (found.version, found.at) == (version, at));
        let told = |findings: Option<&[Finding]>| {
            let findings = findings.map(|findings| findings_for(findings, &reader));
            page::json(&serde_json::json!({ "version": self.version_of(version), "findings": findings }))
        };
        if let Some(found) = known() {
            return Some(Answer::Now(told(Some(&found.findings))));
        }
        let looking = match self.looking.try_lock() {
            Ok(looking) => looking,
            Err(TryLockError::Poisoned(looking)) => looking.into_inner(),
            Err(TryLockError::WouldBlock) => return Some(Answer::Later(told(None))),
        };
        let beside = lock(&self.beside).clone();
        let findings = Arc::new(findings(&truth, &beside, at.unwrap_or(now)));
        *lock(&self.found) = Some(Found { version, at, findings: findings.clone() });
        drop(looking);
        self.ring();
        Some(Answer::Now(told(Some(&findings))))
    }
}
