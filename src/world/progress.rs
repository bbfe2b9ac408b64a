//! One line that says how far a long build has come, for whoever sits at a terminal.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A build shorter than this says nothing.
const QUIET: Duration = Duration::from_millis(300);
const BETWEEN: Duration = Duration::from_millis(100);

/// How far a build has come. Nothing is written unless the error output is a terminal.
#[derive(Debug)]
pub struct Progress {
    what: String,
    total: usize,
    done: AtomicUsize,
    shown: Option<Mutex<Shown>>,
}

#[derive(Debug)]
struct Shown {
    next: Instant,
    any: bool,
}

impl Progress {
    /// Begins to count; `what` is shown before the numbers, as in `public 120/4000`.
    #[must_use]
    pub fn begin(what: &str, total: usize) -> Self {
        let shown =
            std::io::stderr().is_terminal().then(|| Mutex::new(Shown { next: Instant::now() + QUIET, any: false }));
        Self { what: what.to_owned(), total, done: AtomicUsize::new(0), shown }
    }

    /// One more is done; any thread may say so.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let Some(shown) = &self.shown else { return };
        // Whoever comes while another writes has nothing newer to say.
        let Ok(mut shown) = shown.try_lock() else { return };
        let now = Instant::now();
        if now < shown.next {
            return;
        }
        *shown = Shown { next: now + BETWEEN, any: true };
        tell(&format!("\r{} {done}/{}", self.what, self.total));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let shown = self.shown.take().and_then(|shown| shown.into_inner().ok());
        if shown.is_some_and(|shown| shown.any) {
            tell("\r\x1b[K");
        }
    }
}

/// A terminal that is gone is no reason to fail.
pub(super) fn tell(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
