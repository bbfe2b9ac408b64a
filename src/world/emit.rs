//! Puts an edition into its folder: whole, or not at all.

use super::folder::{Folder, contents, size};
use super::replaced::{GRACE, Replaced};
use super::swap::{Method, swap, sync_all};
use super::target::{MARKER, Standing, Target, marker_of};
use anyhow::Context as _;
use jiff::Timestamp;
use rayon::prelude::*;
use rustix::fs::{AtFlags, Mode, OFlags, Timespec, Timestamps, fchmod, futimens, linkat, mkdirat, openat};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

const FILE: Mode = Mode::from_raw_mode(0o644);
const FOLDER: Mode = Mode::from_raw_mode(0o755);

/// How many files one thread takes at a time.
const AT_ONCE: usize = 8;

/// What an emission did: files of the edition and their bytes, and how many of them were there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emitted {
    pub files: usize,
    pub bytes: u64,
    pub unchanged: usize,
}

/// An edition on its way into its folder. `render` gives the bytes of a path, and may be asked from any thread.
#[expect(missing_debug_implementations, reason = "a function can't be shown")]
#[derive(Clone, Copy)]
pub struct Emission<'a> {
    pub target: &'a Path,
    pub edition: &'a str,
    /// The time that changed files and all folders carry.
    pub modified: Timestamp,
    /// Relative to the target, with `/`, each once.
    pub paths: &'a [String],
    pub render: &'a (dyn Fn(&str) -> anyhow::Result<Vec<u8>> + Sync),
    pub method: Method,
    /// How long the old edition outlives its replacement, for the look-ups that are under way in it.
    pub grace: Duration,
}

/// Replaces the edition in the folder `target` by the given files, in one step; unchanged files keep their times. If it
/// fails, the old edition stands. Where nothing has changed, nothing is touched and nothing replaced. Builds of the same target wait for each
/// other, until what was replaced is removed, so it must not be called twice for one target from inside the same pool of
/// threads.
///
/// # Errors
/// A file can't be rendered or written; the target holds something that is not this edition.
pub fn emit(
    target: &Path,
    edition: &str,
    modified: Timestamp,
    paths: &[String],
    render: &(dyn Fn(&str) -> anyhow::Result<Vec<u8>> + Sync),
) -> anyhow::Result<(Emitted, Option<Replaced>)> {
    emit_as(&Emission { target, edition, modified, paths, render, method: Method::default(), grace: GRACE })
}

/// [`emit`], by a method and with a grace of the caller's choice.
///
/// # Errors
/// As [`emit`].
pub fn emit_as(emission: &Emission<'_>) -> anyhow::Result<(Emitted, Option<Replaced>)> {
    let folders = folders(emission.paths);
    let target = Target::settle(emission.target)?;
    let lock = target.lock()?;
    target.sweep()?;
    let standing = target.standing(emission.edition)?;
    let old = match standing {
        Standing::Edition => Some(Folder::open(&target.path()).context("the old edition can't be read")?),
        Standing::Nothing | Standing::Empty => None,
    };
    let staging = target.folder_beside()?;
    let stage = Stage { folder: Folder::open(staging.path())?, old, modified: emission.modified };
    fchmod(&stage.folder, FOLDER)?;
    stage.put(MARKER, &marker_of(emission.edition))?;
    for folder in &folders {
        mkdirat(&stage.folder, *folder, FOLDER)
            .and_then(|()| rustix::fs::chmodat(&stage.folder, *folder, FOLDER, AtFlags::empty()))
            .with_context(|| format!("the folder `{folder}` can't be made"))?;
    }
    let put: Vec<Put> = emission
        .paths
        .par_iter()
        // The dearest files lie side by side: one thread would be left with them.
        .with_max_len(AT_ONCE)
        .map(|path| {
            let bytes = (emission.render)(path)?;
            Ok(Put { bytes: bytes.len() as u64, same: stage.holds(path, &bytes) || stage.put(path, &bytes)? })
        })
        .collect::<anyhow::Result<_>>()?;
    let unchanged = put.iter().filter(|put| put.same).count();
    let emitted = Emitted { files: put.len(), bytes: put.iter().map(|put| put.bytes).sum(), unchanged };
    let counts = (emission.paths.len() + 1, folders.len());
    if standing == Standing::Edition && unchanged == put.len() && is_all(&target.path(), counts) {
        return Ok((emitted, None));
    }
    emission.paths.par_iter().zip(&put).filter(|(_, put)| put.same).try_for_each(|(path, _)| stage.keep(path))?;
    stage.date(&folders)?;
    sync_all(&staging.path().to_owned())?;
    let old = swap(staging, &target, standing, emission.method)?;
    Ok((emitted, old.map(|old| Replaced::now(old, emission.grace, target.path(), lock))))
}

struct Put {
    bytes: u64,
    same: bool,
}

/// The new edition while nobody sees it.
struct Stage {
    folder: Folder,
    old: Option<Folder>,
    modified: Timestamp,
}

impl Stage {
    /// Whether the old edition has this file, to the byte and with its rights.
    fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        let Some(Ok((file, stat))) = self.old.as_ref().map(|old| old.file(path)) else { return false };
        stat.st_mode & 0o7777 == FILE.as_raw_mode()
            && size(&stat) == bytes.len() as u64
            && contents(file, size(&stat)).is_ok_and(|old| old == bytes)
    }

    /// Writes a file; `false`, for it is not the old one.
    fn put(&self, path: &str, bytes: &[u8]) -> anyhow::Result<bool> {
        self.write(path, bytes, &self.times()).with_context(|| format!("`{path}` can't be written"))?;
        Ok(false)
    }

    /// Takes over a file of the old edition as it is.
    fn keep(&self, path: &str) -> anyhow::Result<()> {
        let old = self.old.as_ref().expect("what is unchanged was there before");
        if linkat(old, path, &self.folder, path, AtFlags::empty()).is_ok() {
            return Ok(());
        }
        let copied = || format!("`{path}` can't be taken over from the old edition");
        let (file, stat) = old.file(path).with_context(copied)?;
        let time = Timespec { tv_sec: stat.st_mtime, tv_nsec: i64::try_from(stat.st_mtime_nsec).unwrap_or(0) };
        let bytes = contents(file, size(&stat)).with_context(copied)?;
        self.write(path, &bytes, &Timestamps { last_access: time, last_modification: time }).with_context(copied)
    }

    fn write(&self, path: &str, bytes: &[u8], times: &Timestamps) -> std::io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file = File::from(openat(&self.folder, path, flags, FILE)?);
        file.write_all(bytes)?;
        // The umask may have taken some of it away.
        fchmod(&file, FILE)?;
        Ok(futimens(&file, times)?)
    }

    /// Gives every folder the edition's time, after its last entry.
    fn date(&self, folders: &BTreeSet<&str>) -> anyhow::Result<()> {
        for folder in folders {
            rustix::fs::utimensat(&self.folder, *folder, &self.times(), AtFlags::SYMLINK_NOFOLLOW)
                .with_context(|| format!("the folder `{folder}` can't be dated"))?;
        }
        futimens(self.folder.as_fd(), &self.times()).context("the edition can't be dated")
    }

    fn times(&self) -> Timestamps {
        let time = Timespec { tv_sec: self.modified.as_second(), tv_nsec: 0 };
        Timestamps { last_access: time, last_modification: time }
    }
}

/// Every folder of an edition, outer ones first.
///
/// # Panics
/// A path leads outside, has no name, stands twice, or is the marker's.
fn folders(paths: &[String]) -> BTreeSet<&str> {
    let mut once = BTreeSet::from([MARKER]);
    let mut folders = BTreeSet::new();
    for path in paths {
        let is_inside = path.split('/').all(|step| !matches!(step, "" | "." | ".."));
        assert!(is_inside && !path.contains('\0'), "`{path}` is no path inside an edition");
        assert!(once.insert(path), "`{path}` is emitted twice");
        folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
    }
    folders
}

/// Whether a folder has just so many files and folders below it, all of them open to readers.
fn is_all(folder: &Path, (files, folders): (usize, usize)) -> bool {
    let (mut found, mut walked) = (0, 0);
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                let is_open = entry.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o777 == 0o755);
                walked += usize::from(is_open);
            }
            Ok(_) => found += 1,
            Err(_) => return false,
        }
    }
    found == files && walked == folders
}
