//! The folder an edition is put into: which one it really is, whether it is ours, and what dead builds left beside it.

use super::folder::{Folder, contents};
use super::lock::Lock;
use anyhow::Context as _;
use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use tempfile::Builder;
use walkdir::WalkDir;

/// In every edition, the file that says whose folder this is.
pub(super) const MARKER: &str = ".candor";
const RANDOM: usize = 12;
const HOPS: usize = 40;

/// Where an edition goes, links of the user's resolved.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) parent: PathBuf,
    name: OsString,
    /// The name of the sibling that the target points to, where editions are swapped by a link of ours.
    pub(super) link: Option<OsString>,
}

/// What stands at the target before the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Nothing,
    /// A folder without anything in it.
    Empty,
    /// The same edition, as an earlier build left it.
    Edition,
}

impl Target {
    /// Follows the user's links to where the edition really goes, and makes the folder that it goes into.
    pub(super) fn settle(path: &Path) -> anyhow::Result<Self> {
        let mut path = std::path::absolute(path).with_context(|| format!("`{}` is not a path", path.display()))?;
        for _ in 0..HOPS {
            // `canonicalize` needs no help with `..` in what exists; what doesn't exist yet can't be left again.
            let name =
                path.file_name().with_context(|| format!("`{}` has no name of its own", path.display()))?.to_owned();
            let parent = path.parent().context("a path with a name has a parent")?;
            std::fs::create_dir_all(parent).with_context(|| format!("`{}` can't be made", parent.display()))?;
            let parent =
                std::fs::canonicalize(parent).with_context(|| format!("`{}` can't be reached", parent.display()))?;
            let here = parent.join(&name);
            match std::fs::read_link(&here) {
                Ok(to) if is_beside(&name, to.as_os_str()) => return Ok(Self { parent, name, link: Some(to.into()) }),
                Ok(to) => path = parent.join(to),
                Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotFound) => {
                    return Ok(Self { parent, name, link: None });
                }
                Err(error) => return Err(error).with_context(|| format!("`{}` can't be reached", here.display())),
            }
        }
        anyhow::bail!("`{}` is a link that leads round in a circle", path.display())
    }

    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// Makes a name for something beside the target, which the next build knows for ours.
    pub(super) fn beside<T>(
        &self,
        make: impl FnMut(&Path) -> std::io::Result<T>,
    ) -> anyhow::Result<tempfile::NamedTempFile<T>> {
        let mut prefix = prefix(&self.name);
        prefix.push("-");
        Builder::new()
            .prefix(&prefix)
            .rand_bytes(RANDOM)
            .make_in(&self.parent, make)
            .with_context(|| format!("nothing can be written in `{}`", self.parent.display()))
    }

    /// A folder beside the target, on the same file system, removed with the value.
    pub(super) fn folder_beside(&self) -> anyhow::Result<tempfile::TempDir> {
        let mut prefix = prefix(&self.name);
        prefix.push("-");
        Builder::new()
            .prefix(&prefix)
            .rand_bytes(RANDOM)
            .tempdir_in(&self.parent)
            .with_context(|| format!("nothing can be written in `{}`", self.parent.display()))
    }

    pub(super) fn lock(&self) -> anyhow::Result<Lock> {
        let mut name = prefix(&self.name);
        name.push(".lock");
        Lock::take(&self.parent.join(name), &self.path())
    }

    /// Removes what builds that died have left. Only under the lock.
    pub(super) fn sweep(&self) -> anyhow::Result<usize> {
        let refused = || format!("what a broken build left in `{}` can't be removed", self.parent.display());
        let mut swept = 0;
        for entry in std::fs::read_dir(&self.parent).with_context(refused)? {
            let entry = entry.with_context(refused)?;
            if !is_beside(&self.name, &entry.file_name()) || self.link.as_ref() == Some(&entry.file_name()) {
                continue;
            }
            if entry.file_type().with_context(refused)?.is_dir() {
                std::fs::remove_dir_all(entry.path()).with_context(refused)?;
            } else {
                std::fs::remove_file(entry.path()).with_context(refused)?;
            }
            swept += 1;
        }
        Ok(swept)
    }

    /// What stands there, and that it may be replaced by this edition.
    pub(super) fn standing(&self, edition: &str) -> anyhow::Result<Standing> {
        let path = self.path();
        let shown = path.display();
        let metadata = match std::fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
            Err(error) => return Err(error).with_context(|| format!("`{shown}` can't be reached")),
        };
        anyhow::ensure!(metadata.is_dir(), "`{shown}` is not a folder: move it away, or build into another folder");
        let parent = std::fs::metadata(&self.parent).with_context(|| format!("`{shown}` can't be reached"))?;
        anyhow::ensure!(
            metadata.dev() == parent.dev(),
            "`{shown}` is a mount point, which can't be replaced whole: build into a folder inside it"
        );
        let mut entries = std::fs::read_dir(&path).with_context(|| format!("`{shown}` can't be read"))?;
        if entries.next().is_none() {
            return Ok(Standing::Empty);
        }
        let folder = Folder::open(&path).with_context(|| format!("`{shown}` can't be read"))?;
        let marker = folder.file(MARKER).ok().and_then(|(file, _)| contents(file, 1024).ok()).unwrap_or_default();
        if marker == marker_of(edition) {
            anyhow::ensure!(
                !path.join(".git").exists(),
                "`{shown}` holds a git repository, which would go with the old edition: build into another folder"
            );
            return Ok(Standing::Edition);
        }
        // The other edition is not named: this may be the log of a public build.
        let what =
            if marker.starts_with(b"edition: ") { "another edition" } else { "something that Candor did not write" };
        anyhow::bail!("`{shown}` holds {what}: move it away, or build into another folder")
    }
}

pub(super) fn marker_of(edition: &str) -> Vec<u8> {
    format!("edition: {edition}\n").into_bytes()
}

/// Folders of editions below a folder, whichever build wrote them.
#[must_use]
pub fn editions_below(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).max_depth(3).sort_by_file_name().into_iter().flatten();
    let marked = walk.filter(|entry| entry.file_type().is_file() && entry.file_name() == MARKER);
    marked.filter_map(|entry| entry.path().parent().map(Path::to_owned)).collect()
}

/// Removes what broken builds have left beside a target, and says how many things that were. Waits for a running build.
///
/// # Errors
/// The folder can't be reached, or something can't be removed.
pub fn discard_stale(target: &Path) -> anyhow::Result<usize> {
    let target = Target::settle(target)?;
    let _lock = target.lock()?;
    target.sweep()
}

/// Replaces a small file in one step, and only if it differs. A link is followed, not replaced.
///
/// # Errors
/// The file can't be written; then the old one is untouched.
pub fn write_beside(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let target = Target::settle(path)?;
    let _lock = target.lock()?;
    target.sweep()?;
    let here = target.path();
    let refused = || format!("`{}` can't be written", here.display());
    // A pipe that somebody has put there would hold whoever reads it.
    let is_strange = std::fs::symlink_metadata(&here).is_ok_and(|metadata| !metadata.is_file());
    anyhow::ensure!(!is_strange, "`{}` is no file, and one is to be written there: move it away", here.display());
    match std::fs::read(&here) {
        Ok(old) if old == bytes => return Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).with_context(refused),
        _ => {}
    }
    let mut file = target.beside(|path| std::fs::File::create_new(path))?;
    file.as_file_mut().write_all(bytes).with_context(refused)?;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).with_context(refused)?;
    file.as_file().sync_all().with_context(refused)?;
    file.into_temp_path().persist(&here).with_context(refused)?;
    let parent = std::fs::File::open(&target.parent).with_context(refused)?;
    parent.sync_all().with_context(refused)
}

/// Writes a file into a folder, which is made if it isn't there.
///
/// # Errors
/// The folder can't be made, or the file not be written; then the old one is untouched.
pub fn write_into(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("`{}` can't be made", folder.display()))?;
    write_beside(&folder.join(name), bytes)
}

fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".candor");
    prefix
}

/// Whether this is a name that [`Target::beside`] gives.
fn is_beside(name: &OsStr, found: &OsStr) -> bool {
    let mut prefix = prefix(name);
    prefix.push("-");
    let found = found.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
    found.is_some_and(|rest| rest.len() == RANDOM && rest.iter().all(u8::is_ascii_alphanumeric))
}
