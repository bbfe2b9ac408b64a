//! What git tells of the files: one log, from its bytes to when each file was committed, by whom, and changed.
//!
//! Told is what reached this branch: the first parents of its head, one after another. A merge brings in what its branch
//! holds at that time, and whoever wrote those words there is named. Renames are found here and not by git, among files
//! with the same suffix alone: what an edition shows may not depend on a file that its readers may not read, not even on
//! whether git takes such a file for the origin of another.

use crate::model::{Commit, First, History, Stamp, slug};
use crate::name::{FileName, Suffix};
use crate::source::file_name;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// How far a clone reaches back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Whole,
    Shallow,
}

/// One commit of the log.
#[derive(Debug)]
struct Entry<'a> {
    id: &'a str,
    parents: Vec<&'a str>,
    /// When it reached the branch.
    at: Timestamp,
    by: String,
    changes: Vec<Change<'a>>,
}

/// A file of one suffix that a commit made, changed or took away; a blob that is none is all zeros.
#[derive(Debug)]
struct Change<'a> {
    path: &'a str,
    suffix: Suffix,
    before: &'a str,
    after: &'a str,
}

/// Reads a log as `world` asks git for it, the newest commit first, and the paths that differ now from the newest one.
#[must_use]
pub fn history(log: &[u8], differing: &[u8], depth: Depth) -> History {
    let entries = entries(log);
    let main = main(&entries);
    let mut writers: BTreeMap<(&Suffix, &str), &str> = BTreeMap::new();
    // Where history is cut, a commit seems to have made everything that is older.
    let is_cut = |entry: &Entry<'_>| depth == Depth::Shallow && entry.parents.is_empty();
    for entry in entries.iter().rev().filter(|entry| !main.contains(entry.id) && !is_cut(entry)) {
        for change in &entry.changes {
            writers.entry((&change.suffix, change.after)).or_insert(&entry.by);
        }
    }
    let mut commits: BTreeMap<String, Commit> = BTreeMap::new();
    for entry in entries.iter().rev().filter(|entry| main.contains(entry.id)) {
        let stamp = |change: &Change<'_>| {
            let own = (entry.parents.len() < 2).then(|| entry.by.clone());
            let of_branch = || writers.get(&(&change.suffix, change.after)).map(|by| (*by).to_owned());
            let merged = || (depth == Depth::Whole).then(|| entry.by.clone());
            Stamp { at: entry.at, by: own.or_else(of_branch).or_else(merged) }
        };
        let mut renamed = renames(&entry.changes);
        let mut gone: BTreeMap<&str, Option<Commit>> = BTreeMap::new();
        for change in entry.changes.iter().filter(|change| is_none(change.after)) {
            gone.insert(change.path, commits.remove(change.path));
        }
        for change in entry.changes.iter().filter(|change| !is_none(change.after)) {
            let origin = renamed.remove(change.path);
            let before = match origin {
                Some((path, _)) => gone.get(path).cloned().flatten(),
                None => commits.get(change.path).cloned(),
            };
            let blob = origin.map_or(change.before, |(_, blob)| blob);
            let after = match before {
                Some(before) if blob == change.after => before,
                Some(before) => Commit { changed: Some(stamp(change)), ..before },
                None if is_cut(entry) => Commit { first: First::Earlier, changed: None, pending: false },
                None => Commit { first: First::At(stamp(change)), changed: None, pending: false },
            };
            commits.insert(change.path.to_owned(), after);
        }
    }
    for path in differing.split(|byte| *byte == 0).filter_map(|path| std::str::from_utf8(path).ok()) {
        if let Some(commit) = commits.get_mut(path) {
            commit.pending = true;
        }
    }
    History { commits, shallow: depth == Depth::Shallow }
}

/// The commits from the newest on, each the first parent of the one before.
fn main<'a>(entries: &[Entry<'a>]) -> BTreeSet<&'a str> {
    let by_id: BTreeMap<&str, &Entry<'a>> = entries.iter().map(|entry| (entry.id, entry)).collect();
    let mut main = BTreeSet::new();
    let mut next = entries.first();
    while let Some(entry) = next {
        main.insert(entry.id);
        next = entry.parents.first().and_then(|parent| by_id.get(parent).copied());
    }
    main
}

/// For each file that seems new, the one it was before, with its blob: the same text; else the same name in another
/// folder; else the same slug in the same folder. Only a file with the same suffix, and one origin for one file.
fn renames<'a>(changes: &[Change<'a>]) -> BTreeMap<&'a str, (&'a str, &'a str)> {
    let is_new = |change: &&Change<'_>| is_none(change.before);
    let mut gone: Vec<&Change<'a>> = changes.iter().filter(|change| is_none(change.after)).collect();
    let mut new: Vec<&Change<'a>> = changes.iter().filter(is_new).collect();
    let mut renamed = BTreeMap::new();
    let same: [fn(&Change<'_>, &Change<'_>) -> bool; 3] = [
        |before, after| before.before == after.after,
        |before, after| file_name(before.path) == file_name(after.path),
        |before, after| folder(before.path) == folder(after.path) && stem(before.path) == stem(after.path),
    ];
    for same in same {
        new.retain(|after| {
            let origin = gone.iter().position(|before| before.suffix == after.suffix && same(before, after));
            let Some(origin) = origin else { return true };
            let before = gone.remove(origin);
            renamed.insert(after.path, (before.path, before.before));
            false
        });
    }
    renamed
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stem(path: &str) -> &str {
    slug(file_name(path).split('.').next().unwrap_or_default())
}

fn is_none(blob: &str) -> bool {
    blob.bytes().all(|byte| byte == b'0')
}

/// Fields end with NUL: a record separator, id and parents; time; author; then mode, blobs and letter before each path.
fn entries(log: &[u8]) -> Vec<Entry<'_>> {
    let mut fields = log.split(|byte| *byte == 0);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    while let Some(field) = fields.next() {
        let text = std::str::from_utf8(field).unwrap_or_default().trim_start_matches('\n');
        if let Some(ids) = text.strip_prefix('\u{1e}') {
            let mut ids = ids.split(' ').filter(|id| !id.is_empty());
            let seconds = fields.next().and_then(|field| std::str::from_utf8(field).ok()?.parse().ok());
            let by = String::from_utf8_lossy(fields.next().unwrap_or_default()).into_owned();
            let at = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
            if let Some((id, at)) = ids.next().zip(at) {
                entries.push(Entry { id, parents: ids.collect(), at, by, changes: Vec::new() });
            }
        } else if let Some(raw) = text.strip_prefix(':') {
            let path = fields.next().unwrap_or_default();
            let parts: Vec<&str> = raw.split(' ').collect();
            let Some((entry, path)) = entries.last_mut().zip(std::str::from_utf8(path).ok()) else { continue };
            let suffix = FileName::parse(file_name(path)).map(|name| name.suffix);
            if let ([_, _, before, after, _], Ok(suffix)) = (parts.as_slice(), suffix) {
                entry.changes.push(Change { path, suffix, before, after });
            }
        }
    }
    entries
}
