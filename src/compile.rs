//! The pipeline as functions: read, judge for each reader, project. No file, clock or terminal.

use crate::diagnostic::Diagnostic;
use crate::edition::{self, Common, Edition, Told, Viewpoint};
use crate::model::Site;
use crate::model::words::Words;
use crate::name::{EditionName, Reader};
use crate::read::{self, Broken, Document, Meeting, Place, Role, Selection, Settled};
use crate::source::{Kind, Listed, Source};
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use texts::Texts;

mod kept;
mod live;
mod texts;

pub use live::{Change, Live, Look, Shown};

/// Everything that was read, and every fault of single files.
#[derive(Debug, Clone)]
pub struct Truth {
    pub site: Site,
    pub told: Vec<Diagnostic>,
    broken: Broken,
    texts: Texts,
}

/// Where listed files are opened: their sources, in order, and what is at fault with those that are none.
pub type Open<'a, E> = dyn Fn(&[Listed]) -> Result<(Vec<Source>, Vec<Diagnostic>), E> + 'a;

/// Brings a site in for some of its readers: the settings first, then the files that these readers may read, and no others.
///
/// # Errors
/// Those of `open` and of `choose`.
pub fn gather<E>(
    listing: &[Listed],
    selection: Selection,
    open: &Open<'_, E>,
    choose: impl FnOnce(Vec<Reader>) -> Result<Vec<Reader>, E>,
) -> Result<(Truth, Vec<Reader>), E> {
    let settings: Vec<Listed> = listing.iter().filter(|one| is_setting(one, selection)).cloned().collect();
    let (settings, mut told) = open(&settings)?;
    let (settled, faults) = read::settings(&settings);
    told.extend(faults);
    let readers = choose(settled.readers())?;
    let (wanted, faults) = read::sift(listing, &settled, selection, &readers);
    told.extend(faults);
    let (documents, faults) = open(&wanted)?;
    told.extend(faults);
    let mut truth = read(&documents, settled, told);
    truth.add_texts(&settings);
    Ok((truth, readers))
}

/// Whether a file is settings that this run looks at.
fn is_setting(listed: &Listed, selection: Selection) -> bool {
    // Asking a path for its place is dear, and most are no settings.
    if listed.kind != Kind::File || !listed.path.ends_with(".yaml") {
        return false;
    }
    match Place::of(&listed.path).role {
        Role::Site => true,
        Role::Audiences | Role::Accounts | Role::Policy => selection == Selection::WithPrivate,
        _ => false,
    }
}

/// Reads all sources. `told` are the faults known so far: of names, of settings, of opening.
#[must_use]
pub fn read(sources: &[Source], settled: Settled, mut told: Vec<Diagnostic>) -> Truth {
    let read: Vec<(Document, Vec<Diagnostic>)> =
        sources.par_iter().with_min_len(16).map(|source| read::document(source, &settled)).collect();
    let mut documents = Vec::with_capacity(read.len());
    let mut broken: Broken = told.iter().map(|fault| (fault.place.path.clone(), Words::default())).collect();
    for (document, faults) in read {
        told.extend(faults);
        match document {
            Document::Broken { path, words } => drop(broken.insert(path, words)),
            document => documents.push(document),
        }
    }
    let (site, texts) = rayon::join(|| read::resolve(settled, documents), || Texts::of(sources));
    Truth { site, told, broken, texts }
}

impl Truth {
    /// Every fault that withholds this reader's edition: of the files it reads, and between them.
    #[must_use]
    pub fn faults(&self, reader: &Reader) -> Vec<Diagnostic> {
        let own = self.told.iter().filter(|fault| fault.scope.touches(reader)).cloned();
        own.chain(self.meet(reader, read::faults)).collect()
    }

    /// Every fault of the files, and between those that one of these readers reads. What several readers meet is told for each.
    #[must_use]
    pub fn all_faults(&self, readers: &[Reader]) -> Vec<Diagnostic> {
        let met = readers.iter().flat_map(|reader| self.faults(reader));
        self.told.iter().cloned().chain(met).collect()
    }

    /// What the reader may see at `now`.
    ///
    /// # Errors
    /// The faults that withhold the edition.
    pub fn edition(&self, reader: &Reader, now: Timestamp) -> Result<Edition, Vec<Diagnostic>> {
        self.editions(now).of(reader)
    }

    /// What several readers may see at `now`.
    #[must_use]
    pub fn editions(&self, now: Timestamp) -> Editions<'_> {
        Editions { truth: self, now, told: BTreeMap::new(), common: Common::default() }
    }

    /// The text of a file, to show places in.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.texts.get(path)
    }

    /// Takes in files that faults may lie in besides the documents: a theme's.
    pub fn add_texts(&mut self, sources: &[Source]) {
        for source in sources {
            self.texts.add(source);
        }
    }

    fn meet<T>(&self, reader: &Reader, judge: impl FnOnce(Meeting<'_>) -> T) -> T {
        judge(Meeting { site: &self.site, reader, broken: &self.broken, texts: &|path| self.text(path) })
    }
}

/// Editions of one instant. What an account is told is worked out once for all that are entitled to it.
#[derive(Debug)]
pub struct Editions<'a> {
    truth: &'a Truth,
    now: Timestamp,
    told: BTreeMap<EditionName, Arc<[Told]>>,
    common: Common,
}

impl Editions<'_> {
    /// As [`Truth::edition`].
    ///
    /// # Errors
    /// As [`Truth::edition`].
    pub fn of(&mut self, reader: &Reader) -> Result<Edition, Vec<Diagnostic>> {
        let faults = self.truth.faults(reader);
        if faults.iter().any(Diagnostic::is_error) {
            return Err(faults);
        }
        let Self { truth, now, told, common } = self;
        let mut hear = |other: &Reader| common.told(&truth.site, other, *now, edition::tell);
        let mut others = |other: &Reader| told.entry(other.edition.clone()).or_insert_with(|| hear(other)).clone();
        Ok(edition::project(&Viewpoint::new(&truth.site, reader, *now), &mut others))
    }
}
