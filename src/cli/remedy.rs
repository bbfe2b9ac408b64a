//! What to do when the machine refuses, where its own words don't say.

use std::io::{Error, ErrorKind};

/// Advice for the cause at the bottom of an error.
pub(super) fn of(error: &anyhow::Error) -> Option<&'static str> {
    let kind = error.chain().find_map(|cause| {
        let errno = || cause.downcast_ref::<rustix::io::Errno>().map(|errno| Error::from(*errno).kind());
        cause.downcast_ref::<Error>().map(Error::kind).or_else(errno)
    })?;
    match kind {
        ErrorKind::PermissionDenied => {
            Some("give the user who runs `candor` the right to it, or run it as a user who has it")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room on that disk, and run it again"),
        ErrorKind::ReadOnlyFilesystem => Some("that disk is mounted read-only: choose another folder"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            Some("a file stands where a folder is needed: move it away, or choose another folder")
        }
        _ => None,
    }
}
