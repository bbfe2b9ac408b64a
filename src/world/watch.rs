//! A site's folder, watched: every event means no more than that something changed, and a look at the folder tells what.
//!
//! An event's path is looked at first, for speed, and where it is a file's that is all. What events miss (files in folders that are
//! made before they are watched, a queue that runs over, a system that has no more watches to give) is found by looking through
//! everything after it has become quiet, and again from time to time.

mod glance;
#[cfg(test)]
mod tests;

pub use glance::Difference;

use anyhow::Context as _;
use glance::Seen;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The folders of a site that are watched.
const ROOTS: [&str; 2] = ["content", "themes"];
/// A file that is being written is left alone for this long after the last event, and for at most [`PATIENCE`].
const QUIET: Duration = Duration::from_millis(10);
/// A file that was closed or renamed is whole: only its companions are waited for.
const CLOSED: Duration = Duration::from_millis(1);
const PATIENCE: Duration = Duration::from_millis(100);
/// How long after the last event everything is looked through.
const AFTER: Duration = Duration::from_millis(60);
/// How often everything is looked through where the system doesn't tell of changes.
const POLL: Duration = Duration::from_millis(300);
/// How often it is looked through although nothing else was told than what single files became; rarer where a look takes long.
const SELDOM: Duration = Duration::from_secs(2);
/// Of how many paths events are looked up one by one; beyond that everything is looked through.
const FEW: usize = 64;

/// A folder under watch.
#[derive(Debug)]
pub struct Watch {
    site: PathBuf,
    seen: [Seen; 2],
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    /// Kept so that the channel stays open where no watcher is.
    _sender: Sender<notify::Result<Event>>,
    /// When everything is looked through next.
    due: Instant,
    /// How long that took last.
    took: Duration,
    /// [`SELDOM`]
    seldom: Duration,
    /// Whether what was seen is known to the one who asks; otherwise the next look tells everything.
    is_known: bool,
}

impl Watch {
    /// Looks at the site in a folder. [`Self::first`] tells of some files there are, the next [`Self::next`] of all others; from
    /// [`Self::listen`] on the system tells of changes.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn begin(site: &Path) -> anyhow::Result<Self> {
        let site = std::fs::canonicalize(site).with_context(|| format!("`{}` can't be read", site.display()))?;
        let content = site.join("content");
        anyhow::ensure!(content.is_dir(), "`{}` can't be read: is this the folder of a site?", content.display());
        let (sender, events) = channel();
        let for_watcher = sender.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_change) {
                // Nobody listens any more when the program ends.
                drop(for_watcher.send(event));
            }
        });
        let now = Instant::now();
        let watch = Self {
            site,
            seen: [Seen::default(), Seen::default()],
            watcher: watcher.ok(),
            events,
            _sender: sender,
            due: now,
            took: Duration::ZERO,
            seldom: SELDOM,
            is_known: false,
        };
        Ok(watch)
    }

    /// Tells of the files that are wanted first, and looks at no others: those are new to the next look.
    ///
    /// # Errors
    /// The machine refuses a look.
    pub fn first(&mut self, wanted: &(dyn Fn(&str) -> bool + Sync)) -> anyhow::Result<Difference> {
        let mut difference = Difference::default();
        for (root, seen) in ROOTS.iter().zip(&mut self.seen) {
            difference = difference.join(seen.look(&self.site.join(root), root, wanted)?);
        }
        self.is_known = true;
        Ok(difference)
    }

    /// Asks to be told of changes, which takes longer than a first look; what happened before is found by the next one.
    pub fn listen(&mut self) {
        self.ask();
        self.due = Instant::now();
    }

    /// Whether the system tells of changes; otherwise they are looked for.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.watcher.is_some()
    }

    /// Waits until something is different, or until an instant: then the difference is empty.
    ///
    /// # Errors
    /// The machine refuses a look. It is taken again with the next call.
    pub fn next(&mut self, until: Option<Instant>) -> anyhow::Result<Difference> {
        loop {
            let now = Instant::now();
            if self.due <= now {
                let difference = self.look()?;
                if !difference.is_empty() {
                    return Ok(difference);
                }
            }
            let wake = until.map_or(self.due, |until| until.min(self.due));
            match self.events.recv_timeout(wake.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    let difference = self.follow(event)?;
                    if !difference.is_empty() {
                        return Ok(difference);
                    }
                }
                Err(RecvTimeoutError::Timeout) if until.is_some_and(|until| until <= Instant::now()) => {
                    return Ok(Difference::default());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }

    /// Looks through everything once more as if nothing had been seen, a little later: what was found could not be taken in.
    pub fn again(&mut self) {
        self.seen = [Seen::default(), Seen::default()];
        self.is_known = false;
        self.due = Instant::now() + POLL;
    }

    /// Waits for the events that belong together, and looks at what they name.
    fn follow(&mut self, first: notify::Result<Event>) -> anyhow::Result<Difference> {
        let begun = Instant::now();
        let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
        let mut unfinished: BTreeSet<PathBuf> = BTreeSet::new();
        let mut overrun = false;
        let mut of_files = true;
        let mut next = Some(first);
        while let Some(event) = next {
            if let Ok(event) = event {
                overrun |= event.need_rescan();
                of_files &= is_of_file(event.kind);
                for path in event.paths {
                    if is_end(event.kind) {
                        unfinished.remove(&path);
                    } else {
                        unfinished.insert(path.clone());
                    }
                    paths.insert(path);
                }
            } else {
                // No more watches are to be had, or the system fails us otherwise: look ourselves.
                self.watcher = None;
                of_files = false;
            }
            let patience = if unfinished.is_empty() { CLOSED } else { QUIET };
            let left = PATIENCE.saturating_sub(begun.elapsed());
            next = self.events.recv_timeout(patience.min(left)).ok();
        }
        if overrun || paths.len() > FEW {
            self.look_soon(AFTER.max(self.took * 4));
            return Ok(Difference::default());
        }
        let mut difference = Difference::default();
        for path in paths {
            for (root, seen) in ROOTS.iter().zip(&mut self.seen) {
                let whole = self.site.join(root);
                if let Ok(inner) = path.strip_prefix(&whole) {
                    if seen.is_there() {
                        difference = difference.join(seen.look_at(&whole, root, inner)?);
                    } else {
                        of_files = false;
                    }
                }
            }
        }
        if !of_files || difference.is_of_folders {
            self.look_soon(AFTER.max(self.took));
        }
        Ok(difference)
    }

    /// Looks through everything after this time, and no later.
    fn look_soon(&mut self, after: Duration) {
        self.due = Instant::now() + after;
    }

    /// Looks through everything.
    fn look(&mut self) -> anyhow::Result<Difference> {
        let begun = Instant::now();
        let is_first = self.took.is_zero();
        self.due = begun + POLL;
        let mut difference = Difference { is_whole: !self.is_known, ..Difference::default() };
        let mut appeared = false;
        for (root, seen) in ROOTS.iter().zip(&mut self.seen) {
            let was_there = seen.is_there();
            let found = seen.look(&self.site.join(root), root, &|_| true)?;
            appeared |= seen.is_there() != was_there;
            difference = difference.join(found);
        }
        self.is_known = true;
        self.took = begun.elapsed();
        // What was found here no event told of: perhaps a folder is not watched.
        if !is_first && (appeared || difference.is_sure) {
            self.ask();
        }
        let pause = if self.watcher.is_none() { POLL.max(self.took * 10) } else { self.seldom.max(self.took * 100) };
        self.due = Instant::now() + if difference.is_empty() { pause } else { AFTER.max(self.took) };
        Ok(difference)
    }

    /// Asks to be told of every folder there is. Where the system can't, we look ourselves.
    fn ask(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        for root in ROOTS {
            let path = self.site.join(root);
            let is_folder = std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
            if is_folder && watcher.watch(&path, RecursiveMode::Recursive).is_err_and(|error| !is_vanished(&error)) {
                self.watcher = None;
                return;
            }
        }
    }
}

/// Our own looks open files and folders too: only what changes something counts.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => event.need_rescan(),
        _ => true,
    }
}

/// Whether this tells all there is to know: what became of one file. What happens with a folder may hide what happens in it.
fn is_of_file(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(kind) => kind == CreateKind::File,
        EventKind::Remove(kind) => kind == RemoveKind::File,
        EventKind::Modify(kind) => matches!(kind, ModifyKind::Data(_) | ModifyKind::Metadata(_) | ModifyKind::Name(_)),
        EventKind::Access(_) => true,
        EventKind::Any | EventKind::Other => false,
    }
}

/// Whether a file is whole after this: it was closed, took the place of another, or is gone.
fn is_end(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Remove(_) => true,
        EventKind::Modify(kind) => matches!(kind, ModifyKind::Metadata(_) | ModifyKind::Name(_)),
        _ => false,
    }
}

fn is_vanished(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}
