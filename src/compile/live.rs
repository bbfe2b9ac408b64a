//! A site that is kept and changed file by file. What it shows always equals a fresh [`gather`](super::gather) of the same files.

mod links;
mod mend;
mod reading;
mod shelf;

pub use shelf::{Look, Shown};

use super::kept::Kept;
use super::texts::Texts;
use super::{Open, Truth, is_setting};
use crate::diagnostic::Diagnostic;
use crate::name::{FileName, Reader, Suffix};
use crate::read::{self, Broken, Document, Place, Selection, Settled};
use crate::render::Theme;
use crate::source::{Kind, Listed, Source, file_name};
use jiff::Timestamp;
use links::Links;
use mend::{add, by_path, same};
use shelf::Shelf;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is different from before, as a look at the folder told.
#[derive(Debug, Default)]
pub struct Change {
    /// Files that are new or may hold something else: they are opened again.
    pub listed: Vec<Listed>,
    pub gone: Vec<Arc<str>>,
}

/// Every edition of a site, kept as it was read.
#[derive(Debug)]
pub struct Live {
    listing: BTreeMap<Arc<str>, Kind>,
    /// Every file that was opened, settings too.
    opened: BTreeMap<Arc<str>, Result<Source, Diagnostic>>,
    documents: BTreeMap<Arc<str>, Document>,
    /// Faults by file: of names first, then of opening it, then of what stands in it.
    of_names: BTreeMap<Arc<str>, Vec<Diagnostic>>,
    of_files: BTreeMap<Arc<str>, Vec<Diagnostic>>,
    of_opening: BTreeMap<Arc<str>, Diagnostic>,
    of_settings: Vec<Diagnostic>,
    of_theme: Vec<Diagnostic>,
    settled: Settled,
    readers: Vec<Reader>,
    truth: Arc<Truth>,
    theme: Arc<Theme>,
    version: u64,
    now: Timestamp,
    links: Links,
    kept: Kept,
    shelf: Shelf,
}

impl Live {
    /// A site without a file, which has one fault: that there is no `site.yaml`.
    ///
    /// # Panics
    /// If the embedded theme is at fault itself.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let (settled, of_settings) = read::settings(&[]);
        let theme = Theme::embedded();
        let truth = Truth {
            site: read::resolve(settled.clone(), []),
            told: of_settings.clone(),
            broken: Broken::default(),
            texts: Texts::default(),
        };
        Self {
            listing: BTreeMap::default(),
            opened: BTreeMap::default(),
            documents: BTreeMap::default(),
            of_names: BTreeMap::default(),
            of_files: BTreeMap::default(),
            of_opening: BTreeMap::default(),
            of_settings,
            of_theme: Vec::new(),
            readers: settled.readers(),
            settled,
            truth: Arc::new(truth),
            theme: Arc::new(theme),
            version: 0,
            now,
            links: Links::default(),
            kept: Kept::default(),
            shelf: Shelf::default(),
        }
    }

    /// Counts up with every change of anything that is shown.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The instant that is shown where none was chosen.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Every edition there is, public first.
    #[must_use]
    pub fn readers(&self) -> &[Reader] {
        &self.readers
    }

    /// Everything as it was read last, to be looked at while the next change comes in.
    #[must_use]
    pub fn truth(&self) -> Arc<Truth> {
        self.truth.clone()
    }

    /// The theme that pages are in.
    #[must_use]
    pub fn theme(&self) -> Arc<Theme> {
        self.theme.clone()
    }

    /// The first instant after the present at which something that was asked for changes by itself.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.shelf.next(self.now)
    }

    /// Every file that is known to be there.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.listing.keys()
    }

    /// Counts a change of something that lies beside the site.
    pub fn touch(&mut self) {
        self.version += 1;
    }

    /// Sets the present for what is to change now.
    pub fn set(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Lets the present be no older than a minute. That alone is no change: spans that are counted grow a little.
    pub fn age(&mut self, now: Timestamp) {
        if now.as_second() - self.now.as_second() >= 60 {
            self.now = now;
            self.shelf.forget_present();
        }
    }

    /// Lets another instant be the present. What was shown for the old one is shown no more.
    pub fn pass(&mut self, now: Timestamp) {
        self.now = now;
        self.version += 1;
    }

    /// Takes another theme, or the faults that it has: then the one before stays.
    pub fn dress(&mut self, theme: Result<Theme, Vec<Diagnostic>>, files: &[Source]) {
        match theme {
            Ok(theme) => {
                self.theme = Arc::new(theme);
                self.of_theme = Vec::new();
            }
            Err(faults) => self.of_theme = faults,
        }
        let truth = Arc::make_mut(&mut self.truth);
        truth.texts.forget("themes/");
        truth.add_texts(files);
        self.tell();
        self.version += 1;
    }

    /// Takes a change in, opening no more than what it names and what it lets be read. Tells whether anything is different.
    ///
    /// # Errors
    /// Those of `open`; then everything is as it was before, and the same change can be taken again.
    pub fn change<E>(&mut self, change: &Change, open: &Open<'_, E>) -> Result<bool, E> {
        let settings: Vec<Listed> =
            change.listed.iter().filter(|one| is_setting(one, Selection::WithPrivate)).cloned().collect();
        let was_setting = |path: &Arc<str>| Place::of(path).is_setting() && self.opened.contains_key(path);
        let of_settings = !settings.is_empty()
            || change.gone.iter().any(was_setting)
            || change.listed.iter().any(|one| was_setting(&one.path));
        let settled = if of_settings { Some(self.settle(change, &settings, open)?) } else { None };
        let now_settled = settled.as_ref().map_or(&self.settled, |(settled, _, _)| settled);
        let readers = now_settled.readers();

        let listed: BTreeMap<&Arc<str>, &Listed> = change.listed.iter().map(|one| (&one.path, one)).collect();
        let is_wanted = |one: &Listed| read::wanted(one, now_settled, &readers);
        let mut wanted: Vec<Listed> = change.listed.iter().filter(|one| is_wanted(one)).cloned().collect();
        if of_settings {
            let known =
                self.listing.iter().filter(|(path, _)| !listed.contains_key(path) && !change.gone.contains(path));
            let known = known.map(|(path, kind)| Listed { path: path.clone(), kind: *kind });
            wanted.extend(known.filter(|one| !self.opened.contains_key(&one.path) && is_wanted(one)));
        }
        let mut opened = by_path(open(&wanted)?);

        for path in &change.gone {
            self.listing.remove(path);
        }
        let mut kinds: BTreeMap<Arc<str>, Kind> =
            change.listed.iter().map(|one| (one.path.clone(), one.kind)).collect();
        add(&mut self.listing, &mut kinds);
        if let Some((settled, sources, faults)) = settled {
            let public = "content/site.yaml";
            let is_same = same(self.opened.get(public), sources.get(public));
            self.opened.retain(|path, _| !Place::of(path).is_setting());
            self.opened.extend(sources);
            // How a public file reads is settled by what everyone may read.
            let stays = |path: &Arc<str>| {
                let name = FileName::parse(file_name(path));
                is_same && !listed.contains_key(path) && name.is_ok_and(|name| name.suffix == Suffix::Public)
            };
            self.documents.retain(|path, _| stays(path));
            self.of_files.retain(|path, _| stays(path));
            (self.settled, self.of_settings) = (settled, faults);
            self.readers = readers;
            add(&mut self.opened, &mut opened);
            self.read_all(change);
            self.version += 1;
            return Ok(true);
        }
        let paths: BTreeSet<Arc<str>> = change.gone.iter().cloned().chain(listed.into_keys().cloned()).collect();
        let changed = self.read_some(&paths, opened);
        self.version += u64::from(changed);
        Ok(changed)
    }

    /// What one audience may see at an instant, or at present; none if there is no such edition.
    pub fn look(&mut self, edition: &str, at: Option<Timestamp>) -> Option<Look> {
        let reader = self.readers.iter().find(|reader| reader.edition.to_string() == edition)?;
        let instant = at.unwrap_or(self.now);
        let make = || {
            let edition = self.kept.edition(&self.truth, reader, instant)?;
            Ok(Shown::new(edition, self.theme.clone()))
        };
        Some(self.shelf.look((edition, at), self.version, make))
    }

    /// The same as [`Truth::faults`], at little cost for what has not changed.
    pub fn faults(&mut self, reader: &Reader) -> Vec<Diagnostic> {
        self.kept.faults(&self.truth, reader)
    }

    /// The settings with a change taken in: what they come to, their sources, their faults.
    #[expect(clippy::type_complexity, reason = "three things that belong together for one moment")]
    fn settle<E>(
        &self,
        change: &Change,
        settings: &[Listed],
        open: &Open<'_, E>,
    ) -> Result<(Settled, BTreeMap<Arc<str>, Result<Source, Diagnostic>>, Vec<Diagnostic>), E> {
        let mut sources: BTreeMap<_, _> = self
            .opened
            .iter()
            .filter(|(path, _)| Place::of(path).is_setting())
            .map(|(p, s)| (p.clone(), s.clone()))
            .collect();
        for path in change.gone.iter().chain(change.listed.iter().map(|one| &one.path)) {
            sources.remove(path);
        }
        sources.extend(by_path(open(settings)?));
        let texts: Vec<Source> = sources.values().filter_map(|source| source.as_ref().ok()).cloned().collect();
        let (settled, faults) = read::settings(&texts);
        let refused = sources.values().filter_map(|source| source.as_ref().err()).cloned();
        Ok((settled, sources.clone(), refused.chain(faults).collect()))
    }
}
