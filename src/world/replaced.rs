//! The edition that another took the place of, until nobody is on the way to its files any more.

use super::lock::Lock;
use anyhow::Context as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A look-up takes several steps: one that has found the old edition's folder has yet to find the file in it, and on a
/// busy machine a reader may be put aside in between. 60 ms were seen, of readers that run only when nobody else wants to.
pub(super) const GRACE: Duration = Duration::from_millis(100);

/// What an emission replaced. The old edition stays beside the new one for the look-ups that are under way in
/// it, and its target stays locked; then it is removed, when asked or dropped.
#[derive(Debug)]
#[must_use = "whoever drops it waits"]
pub struct Replaced {
    /// Until it is removed.
    old: Option<PathBuf>,
    until: Instant,
    /// Where the new edition is.
    target: PathBuf,
    _lock: Lock,
}

impl Replaced {
    /// From now on nobody finds the way to `old`; whoever has found it keeps it for `grace`.
    pub(super) fn now(old: PathBuf, grace: Duration, target: PathBuf, lock: Lock) -> Self {
        Self { old: Some(old), until: Instant::now() + grace, target, _lock: lock }
    }

    /// Waits for the look-ups that are under way, and removes the old edition.
    ///
    /// # Errors
    /// It can't be removed.
    pub fn remove(mut self) -> anyhow::Result<()> {
        self.remove_once()
    }

    fn remove_once(&mut self) -> anyhow::Result<()> {
        let Some(old) = self.old.take() else { return Ok(()) };
        std::thread::sleep(self.until.saturating_duration_since(Instant::now()));
        match std::fs::remove_dir_all(&old) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).with_context(|| {
                format!(
                    "`{}` is the new edition, but the old one can't be removed from `{}`",
                    self.target.display(),
                    old.display()
                )
            }),
            _ => Ok(()),
        }
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        // What can't be removed now, the next build removes or tells of.
        let _ = self.remove_once();
    }
}
