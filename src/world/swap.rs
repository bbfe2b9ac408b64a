//! The step in which one edition takes the place of another: one system call, before which the old is seen, after
//! which the new.

use super::target::{Standing, Target};
use anyhow::Context as _;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How an edition takes another's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Two folders change names; where the file system can't do that, as [`Method::Link`].
    #[default]
    Exchange,
    /// The target is a symbolic link to a folder beside it, and is replaced by another link.
    Link,
}

/// Puts the staged edition in place; where the one before it stands now, if there was one.
pub(super) fn swap(
    staging: TempDir,
    target: &Target,
    standing: Standing,
    method: Method,
) -> anyhow::Result<Option<PathBuf>> {
    let here = target.path();
    if target.link.is_some() {
        return relink(staging, target);
    }
    let can_exchange = method == Method::Exchange
        && match standing {
            Standing::Edition => match exchange(staging.path(), &here) {
                Ok(()) => {
                    // Kept whatever comes: until it is synced, the old edition may be what a crash brings back.
                    let old = staging.keep();
                    return sync(&target.parent).map(|()| Some(old));
                }
                Err(errno) if is_unsupported(errno) => false,
                Err(errno) => return Err(errno).with_context(|| format!("`{}` can't be replaced", here.display())),
            },
            // Whoever begins with a folder here must be able to exchange it the next time.
            Standing::Nothing | Standing::Empty => exchanges(target)?,
        };
    match standing {
        Standing::Edition => anyhow::bail!(
            "`{}` can't be replaced in one step, because its file system exchanges no folders: move it away once, and \
             from then on it will be a link that is replaced",
            here.display()
        ),
        Standing::Nothing | Standing::Empty if can_exchange => {
            // Nothing, or an empty folder, is replaced by a plain rename in one step.
            std::fs::rename(staging.path(), &here).with_context(|| format!("`{}` can't be made", here.display()))?;
            let _ = staging.keep();
            sync(&target.parent).map(|()| None)
        }
        Standing::Empty => {
            std::fs::remove_dir(&here).with_context(|| format!("`{}` can't be replaced", here.display()))?;
            relink(staging, target)
        }
        Standing::Nothing => relink(staging, target),
    }
}

fn relink(staging: TempDir, target: &Target) -> anyhow::Result<Option<PathBuf>> {
    let here = target.path();
    let name = staging.path().file_name().expect("a staging folder has a name").to_owned();
    let link = target.beside(|path| std::os::unix::fs::symlink(&name, path))?.into_temp_path();
    link.persist(&here).with_context(|| format!("`{}` can't be replaced", here.display()))?;
    let _ = staging.keep();
    sync(&target.parent)?;
    Ok(target.link.as_ref().map(|old| target.parent.join(old)))
}

fn exchange(one: &Path, other: &Path) -> rustix::io::Result<()> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

/// Whether folders can be exchanged here, found out with two empty ones.
fn exchanges(target: &Target) -> anyhow::Result<bool> {
    let (one, other) = (target.folder_beside()?, target.folder_beside()?);
    match exchange(one.path(), other.path()) {
        Ok(()) => Ok(true),
        Err(errno) if is_unsupported(errno) => Ok(false),
        Err(errno) => Err(errno).with_context(|| format!("`{}` can't be made", target.path().display())),
    }
}

fn is_unsupported(errno: Errno) -> bool {
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&errno)
}

fn sync(folder: &Path) -> anyhow::Result<()> {
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // File systems that have nothing to sync say so.
        Err(error) if error.raw_os_error().is_some_and(|code| is_unsupported(Errno::from_raw_os_error(code))) => Ok(()),
        other => other.with_context(|| format!("`{}` can't be synced", folder.display())),
    }
}

/// Brings everything that was staged to the disk, with its folders, before it is put in place.
pub(super) fn sync_all(staging: &PathBuf) -> anyhow::Result<()> {
    let folder = std::fs::File::open(staging).with_context(|| format!("`{}` can't be synced", staging.display()))?;
    // One call for the whole file system costs less than one for each of ten thousand files.
    rustix::fs::syncfs(&folder).with_context(|| format!("`{}` can't be synced", staging.display()))
}
