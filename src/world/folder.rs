//! A folder whose files are opened without following any link, not even on the way to them.

use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, Stat, openat, openat2};
use rustix::io::{Errno, Result};
use std::fs::File;
use std::io::Read;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

/// An open folder. It stays the same folder when another takes its name.
#[derive(Debug)]
pub(super) struct Folder {
    descriptor: OwnedFd,
    door: Door,
}

/// How the way to a file is kept free of links.
#[derive(Debug, Clone, Copy)]
enum Door {
    /// The kernel refuses links anywhere on the way.
    Beneath,
    /// Kernels before 5.6, and sandboxes that forbid the call: folder by folder, none of them a link.
    Stepwise,
}

const READ: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK);
const STEP: OFlags = OFlags::PATH.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW).union(OFlags::DIRECTORY);

impl Folder {
    /// Opens a folder; here a link is followed, for the caller chose the path.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
        let descriptor = openat(CWD, path, flags, Mode::empty())?;
        let probe = openat2(&descriptor, ".", STEP, Mode::empty(), ResolveFlags::BENEATH);
        let door = if probe.is_ok() { Door::Beneath } else { Door::Stepwise };
        Ok(Self { descriptor, door })
    }

    /// Opens a regular file below. `ELOOP` where a link stands in the way, `EISDIR` for whatever is not a file.
    pub(super) fn file(&self, path: &str) -> Result<(File, Stat)> {
        let descriptor = match self.door {
            Door::Beneath => self.beneath(path)?,
            Door::Stepwise => self.stepwise(path)?,
        };
        let stat = rustix::fs::fstat(&descriptor)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(Errno::ISDIR);
        }
        Ok((File::from(descriptor), stat))
    }

    fn beneath(&self, path: &str) -> Result<OwnedFd> {
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        loop {
            match openat2(&self.descriptor, path, READ, Mode::empty(), resolve) {
                // A rename somewhere in the system came between; the kernel asks to try again.
                Err(Errno::AGAIN | Errno::INTR) => {}
                opened => return opened,
            }
        }
    }

    fn stepwise(&self, path: &str) -> Result<OwnedFd> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut at: Option<OwnedFd> = None;
        if path.split('/').any(|step| step == "..") {
            return Err(Errno::XDEV);
        }
        for step in folders.split('/').filter(|step| !step.is_empty()) {
            let from = at.as_ref().map_or(self.descriptor.as_fd(), AsFd::as_fd);
            at = Some(openat(from, step, STEP, Mode::empty()).map_err(|errno| named_link(from, step, errno))?);
        }
        let from = at.as_ref().map_or(self.descriptor.as_fd(), AsFd::as_fd);
        openat(from, name, READ, Mode::empty())
    }
}

/// A link met where a folder was asked for is told as `ENOTDIR`; it is a link all the same.
fn named_link(from: BorrowedFd<'_>, step: &str, errno: Errno) -> Errno {
    let is_link = errno == Errno::NOTDIR
        && rustix::fs::statat(from, step, rustix::fs::AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
    if is_link { Errno::LOOP } else { errno }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// The size that `fstat` tells, in bytes.
pub(super) fn size(stat: &Stat) -> u64 {
    u64::try_from(stat.st_size).unwrap_or(0)
}

/// Everything in a file whose size is known beforehand: one call, where the size held good. What grew is not read on.
pub(super) fn contents(mut file: File, size: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(size).map_err(std::io::Error::other)?];
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
