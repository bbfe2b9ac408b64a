//! One build at a time for each target. The lock belongs to the process, so a dead build holds none.

use super::progress::tell;
use anyhow::Context as _;
use rustix::fs::{CWD, FileType, FlockOperation, Mode, OFlags, flock, fstat, openat};
use rustix::io::Errno;
use std::io::IsTerminal as _;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN: Duration = Duration::from_millis(10);
/// A wait shorter than this is not spoken of.
const QUIET: Duration = Duration::from_millis(300);

/// Held until dropped; the lock's file goes with it.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _descriptor: OwnedFd,
}

impl Lock {
    /// Waits up to a minute for another build of the same target.
    pub(super) fn take(path: &Path, target: &Path) -> anyhow::Result<Self> {
        let refused = || format!("`{}` can't be locked for building", target.display());
        let begun = Instant::now();
        let mut told = !std::io::stderr().is_terminal();
        loop {
            // A pipe that somebody has put there must not hold the build.
            let flags = OFlags::RDONLY | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
            let descriptor = match openat(CWD, path, flags, Mode::from_raw_mode(0o644)) {
                Err(Errno::LOOP | Errno::NXIO) => anyhow::bail!(strange(path)),
                opened => opened.with_context(refused)?,
            };
            let stat = fstat(&descriptor).with_context(refused)?;
            anyhow::ensure!(FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile, strange(path));
            match flock(&descriptor, FlockOperation::NonBlockingLockExclusive) {
                // Without a name left, the lock's last holder has removed it, and another may hold its successor.
                Ok(()) if fstat(&descriptor).with_context(refused)?.st_nlink > 0 => {
                    return Ok(Self { path: path.to_owned(), _descriptor: descriptor });
                }
                Ok(()) | Err(Errno::INTR) => continue,
                Err(Errno::WOULDBLOCK) => {}
                Err(errno) => return Err(errno).with_context(refused),
            }
            let waited = begun.elapsed();
            anyhow::ensure!(
                waited < PATIENCE,
                "another build has held `{}` for a minute: let it end, or end it, and build again",
                target.display()
            );
            if !told && waited > QUIET {
                told = true;
                tell(&format!("waiting for another build of `{}`\n", target.display()));
            }
            std::thread::sleep(BETWEEN);
        }
    }
}

/// Somebody has put something else where the lock belongs.
fn strange(path: &Path) -> String {
    format!("`{}` is no file, and a lock belongs there: delete it", path.display())
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody can hold the name and not the lock. A name that stays does no harm.
        let _ = std::fs::remove_file(&self.path);
    }
}
