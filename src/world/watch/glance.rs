//! What lies in a folder and when it was last different: looked at without opening a file.

use crate::source::{Kind, Listed};
use crate::world::load::{kind, written};
use anyhow::Context as _;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// What has become different since the last look.
#[derive(Debug, Default)]
pub struct Difference {
    /// Files that are new, or may hold something else than before.
    pub listed: Vec<Listed>,
    pub gone: Vec<Arc<str>>,
    /// Whether anything of it is sure to be different from the last look.
    pub is_sure: bool,
    /// Whether a folder was met: it came, it went, or something was told of it.
    pub is_of_folders: bool,
    /// Whether it is all there is: what is not listed is not there.
    pub is_whole: bool,
}

impl Difference {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty() && self.gone.is_empty() && !self.is_whole
    }

    pub(super) fn join(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self.gone.extend(other.gone);
        self.is_sure |= other.is_sure;
        self.is_of_folders |= other.is_of_folders;
        self.is_whole |= other.is_whole;
        self
    }
}

/// A folder as it was seen. Names that begin with a dot are passed over, and no link is followed.
#[derive(Debug, Default)]
pub(super) struct Seen {
    stamp: Option<Stamp>,
    files: BTreeMap<OsString, (Kind, Stamp)>,
    folders: BTreeMap<OsString, Seen>,
}

/// Which files are looked at, by their path from the site's folder.
pub(super) type Wanted<'a> = dyn Fn(&str) -> bool + Sync + 'a;

/// Whatever changes with a file's content, or with the names in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    file: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    /// It changed so shortly before it was looked at that it may change again and keep its times.
    fresh: bool,
}

/// The clock by which a file system dates changes ticks this slowly at worst.
const TICK: Duration = Duration::from_millis(20);
/// How many folders one thread looks through at least.
const SHARE: usize = 256;

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let edge = now.saturating_sub(TICK);
        let edge = (i64::try_from(edge.as_secs()).unwrap_or(i64::MAX), i64::from(edge.subsec_nanos()));
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        Self {
            file: (metadata.dev(), metadata.ino()),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed,
            fresh: changed >= edge,
        }
    }

    /// Whether nothing can have changed between the two looks.
    fn holds(self, other: Self) -> bool {
        !self.fresh && self.is_like(other)
    }

    fn is_like(self, other: Self) -> bool {
        Self { fresh: false, ..other } == Self { fresh: false, ..self }
    }
}

impl Seen {
    /// Whether the folder was there when it was looked at.
    pub(super) fn is_there(&self) -> bool {
        self.stamp.is_some()
    }

    /// Looks through everything at `path`, which is called `name` from the site's folder. A folder that is gone is empty. Files
    /// that are not wanted are passed over, and are new to the next look that wants them.
    pub(super) fn look(&mut self, path: &Path, name: &str, wanted: &Wanted<'_>) -> anyhow::Result<Difference> {
        let refused = || format!("`{}` can't be read", path.display());
        let stamp = match std::fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_dir() => Stamp::of(&metadata),
            Ok(_) => return Ok(std::mem::take(self).all_gone(name)),
            Err(error) if is_gone(&error) => return Ok(std::mem::take(self).all_gone(name)),
            Err(error) => return Err(error).with_context(refused),
        };
        let mut difference = Difference::default();
        let mut passed_over = false;
        if self.stamp.is_some_and(|before| before.holds(stamp)) {
            let names: Vec<OsString> = self.files.keys().cloned().collect();
            for own in names {
                difference = difference.join(self.entry(path, name, &own)?);
            }
        } else {
            let mut entries = Vec::new();
            for entry in std::fs::read_dir(path).with_context(refused)? {
                let entry = entry.with_context(refused)?;
                let own = entry.file_name();
                if !own.as_bytes().starts_with(b".") {
                    entries.push((own, entry));
                }
            }
            entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            let is_there = |own: &OsString| entries.binary_search_by(|(there, _)| there.cmp(own)).is_ok();
            let gone = self.files.keys().chain(self.folders.keys()).filter(|own| !is_there(own));
            for own in gone.cloned().collect::<Vec<OsString>>() {
                difference = difference.join(self.remove(name, &own));
            }
            for (own, entry) in entries.iter().filter(|(own, _)| !self.folders.contains_key(own)).collect::<Vec<_>>() {
                if entry.file_type().is_ok_and(|is| is.is_dir()) {
                    difference = difference.join(self.folder(name, own));
                } else if wanted(&below(name, own)) {
                    // Asked for from the open folder, which is shorter than from the root.
                    difference = difference.join(self.found(name, own, entry.metadata()).with_context(refused)?);
                } else {
                    passed_over = true;
                }
            }
        }
        let mut inner: Vec<(&OsString, &mut Seen)> = self.folders.iter_mut().collect();
        let look = |(own, seen): &mut (&OsString, &mut Seen)| seen.look(&path.join(&**own), &below(name, own), wanted);
        let inner: Vec<Difference> =
            inner.par_iter_mut().with_min_len(SHARE).map(look).collect::<anyhow::Result<_>>()?;
        let count = self.folders.len();
        self.folders.retain(|_, seen| seen.is_there());
        // Something else may stand where a folder was: the names are read again.
        let fresh = stamp.fresh || passed_over || self.folders.len() < count;
        self.stamp = Some(Stamp { fresh, ..stamp });
        Ok(inner.into_iter().fold(difference, Difference::join))
    }

    /// Looks at one path below alone, given from this folder on: a file, or a folder that was not there before.
    pub(super) fn look_at(&mut self, path: &Path, name: &str, below_here: &Path) -> anyhow::Result<Difference> {
        let mut steps = below_here.components();
        let Some(Component::Normal(own)) = steps.next() else {
            return Ok(Difference { is_of_folders: true, ..Difference::default() });
        };
        let rest = steps.as_path();
        if own.as_bytes().starts_with(b".") {
            return Ok(Difference::default());
        }
        match self.folders.get_mut(own) {
            Some(inner) if rest.as_os_str().is_empty() => {
                let there = std::fs::symlink_metadata(path.join(own)).is_ok_and(|metadata| metadata.is_dir());
                // What happens in a folder that is known is told by its own files.
                let found = if there {
                    Difference::default()
                } else {
                    inner.look(&path.join(own), &below(name, own), &|_| true)?
                };
                Ok(Difference { is_of_folders: true, ..found })
            }
            Some(inner) => inner.look_at(&path.join(own), &below(name, own), rest),
            None => {
                let difference = self.entry(path, name, own)?;
                match self.folders.get_mut(own) {
                    Some(inner) => Ok(difference.join(inner.look(&path.join(own), &below(name, own), &|_| true)?)),
                    None => Ok(difference),
                }
            }
        }
    }

    /// One name in this folder that is no known folder. A folder found there is added without being looked through.
    fn entry(&mut self, path: &Path, name: &str, own: &OsStr) -> anyhow::Result<Difference> {
        let path = path.join(own);
        let found = self.found(name, own, std::fs::symlink_metadata(&path));
        found.with_context(|| format!("`{}` can't be read", path.display()))
    }

    /// What has become different of a name in this folder.
    fn found(&mut self, name: &str, own: &OsStr, found: std::io::Result<Metadata>) -> std::io::Result<Difference> {
        let metadata = match found {
            Ok(metadata) => metadata,
            Err(error) if is_gone(&error) => return Ok(self.remove(name, own)),
            Err(error) => return Err(error),
        };
        if metadata.is_dir() {
            return Ok(self.folder(name, own));
        }
        let seen = (kind(metadata.file_type()), Stamp::of(&metadata));
        let before = self.files.insert(own.to_owned(), seen);
        if before.is_some_and(|before| before.0 == seen.0 && before.1.holds(seen.1)) {
            return Ok(Difference::default());
        }
        let is_sure = before.is_none_or(|before| before.0 != seen.0 || !before.1.is_like(seen.1));
        let listed = Listed { path: Arc::from(below(name, own)), kind: seen.0 };
        Ok(Difference { listed: vec![listed], is_sure, ..Difference::default() })
    }

    /// Adds a folder that was not known.
    fn folder(&mut self, name: &str, own: &OsStr) -> Difference {
        let difference = self.remove(name, own);
        self.folders.insert(own.to_owned(), Self::default());
        Difference { is_of_folders: true, ..difference }
    }

    fn remove(&mut self, name: &str, own: &OsStr) -> Difference {
        let file = self.files.remove(own).map(|_| Arc::from(below(name, own)));
        let folder = self.folders.remove(own);
        let is_of_folders = folder.is_some();
        let inner = folder.map(|seen| seen.all_gone(&below(name, own))).unwrap_or_default();
        let gone: Vec<Arc<str>> = file.into_iter().collect();
        Difference { is_sure: !gone.is_empty(), gone, is_of_folders, ..Difference::default() }.join(inner)
    }

    fn all_gone(self, name: &str) -> Difference {
        let gone: Vec<Arc<str>> = self.files.keys().map(|own| Arc::from(below(name, own))).collect();
        let inner = self.folders.into_iter().map(|(own, seen)| seen.all_gone(&below(name, &own)));
        let own = Difference { is_sure: !gone.is_empty(), gone, ..Difference::default() };
        inner.fold(own, Difference::join)
    }
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn below(name: &str, own: &OsStr) -> String {
    format!("{name}/{}", written(Path::new(own)))
}
