//! New files, all of them or none, and never over another.

use anyhow::Context as _;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A file to be made: its path from the folder on, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    pub path: String,
    pub bytes: Vec<u8>,
    pub mode: u32,
}

/// Makes files below a folder, which is made if it isn't there. Everything is staged beside its place; then whole new folders, and
/// files of folders that are there, are moved in, the last path first. If one can't be, those that were are taken back.
///
/// # Errors
/// One of the files is there already, or can't be written; then none is.
pub fn put_new(root: &Path, files: &[NewFile]) -> anyhow::Result<()> {
    let there: Vec<&str> = files
        .iter()
        .filter(|file| std::fs::symlink_metadata(root.join(&file.path)).is_ok())
        .map(|file| &*file.path)
        .collect();
    anyhow::ensure!(
        there.is_empty(),
        "`{}` is there already, and nothing is written over: move it away, or choose another name",
        there.join("`, `")
    );
    let refused = || format!("`{}` can't be written in", root.display());
    let is_made = !root.exists();
    std::fs::create_dir_all(root).with_context(refused)?;
    let put = || -> anyhow::Result<()> {
        let stage = tempfile::Builder::new().prefix(".candor-").tempdir_in(root).with_context(refused)?;
        for file in files {
            let path = stage.path().join(&file.path);
            std::fs::create_dir_all(path.parent().context("a file lies in a folder")?).with_context(refused)?;
            std::fs::write(&path, &file.bytes).with_context(refused)?;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(file.mode)).with_context(refused)?;
            std::fs::File::open(&path).and_then(|file| file.sync_all()).with_context(refused)?;
        }
        // The topmost that isn't there yet of each path: a whole folder, or the file itself.
        let tops: BTreeSet<PathBuf> = files.iter().map(|file| topmost(root, Path::new(&file.path))).collect();
        let mut moved: Vec<PathBuf> = Vec::new();
        // The last first: of the files of one moment the widest, which makes the others true, has the shortest name.
        for top in tops.iter().rev() {
            let to = root.join(top);
            if let Err(error) = rename_new(&stage.path().join(top), &to) {
                for done in moved.iter().rev() {
                    drop(std::fs::rename(root.join(done), stage.path().join(done)));
                }
                return Err(error).with_context(|| format!("`{}` can't be made", to.display()));
            }
            moved.push(top.clone());
        }
        for top in &moved {
            let folder = root.join(top);
            let synced = std::fs::File::open(folder.parent().unwrap_or(root)).and_then(|folder| folder.sync_all());
            synced.with_context(refused)?;
        }
        Ok(())
    };
    let done = put();
    if done.is_err() && is_made {
        drop(std::fs::remove_dir(root));
    }
    done
}

fn topmost(root: &Path, path: &Path) -> PathBuf {
    let mut top = PathBuf::new();
    for part in path.components() {
        top.push(part);
        if !root.join(&top).exists() {
            break;
        }
    }
    top
}

fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if std::fs::symlink_metadata(to).is_err() => {
            std::fs::rename(from, to)
        }
        other => Ok(other?),
    }
}

/// Whether there is anything at a path.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

/// A small file's text.
///
/// # Errors
/// It can't be read, or is not UTF-8.
pub fn text_of(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("`{}` can't be read", path.display()))
}
