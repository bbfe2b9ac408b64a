//! What was opened read anew: everything where the settings have changed, else what was named and what it belongs to.

use super::links::{Folder, Links};
use super::mend::{add, below, lay, put_together, read_one, renew, same};
use super::{Change, Live};
use crate::compile::is_setting;
use crate::compile::texts::Texts;
use crate::diagnostic::Diagnostic;
use crate::model::words::Words;
use crate::read::{self, Broken, Document, Place, Selection, Settled};
use crate::source::{Listed, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Live {
    /// Reads everything anew that is not known: the settings say what words mean.
    pub(super) fn read_all(&mut self, change: &Change) {
        for path in &change.gone {
            self.opened.remove(path);
        }
        let listing: Vec<Listed> =
            self.listing.iter().map(|(path, kind)| Listed { path: path.clone(), kind: *kind }).collect();
        self.of_names.clear();
        for fault in read::judge(&listing, &self.settled, Selection::WithPrivate) {
            self.of_names.entry(fault.place.path.clone()).or_default().push(fault);
        }
        let is_wanted =
            |one: &&Listed| is_setting(one, Selection::WithPrivate) || read::wanted(one, &self.settled, &self.readers);
        let unwanted: Vec<&Listed> = listing.par_iter().filter(|one| !is_wanted(one)).collect();
        for one in unwanted {
            self.opened.remove(&one.path);
        }
        let is_unread = |path: &Arc<str>| !self.documents.contains_key(path) && !Place::of(path).is_setting();
        let documents: Vec<(&Arc<str>, &Result<Source, Diagnostic>)> =
            self.opened.iter().filter(|(path, _)| is_unread(path)).collect();
        let read: Vec<_> = documents
            .into_par_iter()
            .with_min_len(64)
            .map(|(path, source)| (path.clone(), read_one(source.as_ref(), &self.settled)))
            .collect();
        self.documents.retain(|path, _| self.opened.contains_key(path));
        self.of_files.retain(|path, _| self.documents.contains_key(path));
        let documents = read.into_iter().filter_map(|(path, (document, faults))| {
            self.of_files.extend((!faults.is_empty()).then(|| (path.clone(), faults)));
            Some((path, document?))
        });
        let mut documents: BTreeMap<Arc<str>, Document> = documents.collect();
        add(&mut self.documents, &mut documents);
        let refused = self.opened.values().filter_map(|one| one.as_ref().err());
        let refused = refused.filter(|fault| !Place::of(&fault.place.path).is_setting());
        self.of_opening = refused.map(|fault| (fault.place.path.clone(), fault.clone())).collect();
        let truth = Arc::make_mut(&mut self.truth);
        let (site, texts) = rayon::join(
            || read::resolve(self.settled.clone(), self.documents.values().cloned()),
            || Texts::of(self.opened.values().filter_map(|one| one.as_ref().ok())),
        );
        truth.site = site;
        truth.texts.replace_all_but("themes/", texts);
        self.links = Links::of(&truth.site);
        self.kept.retain(&self.readers);
        self.tell();
    }

    /// Reads the named files anew, and puts together anew what they belong to. Tells whether anything is different.
    pub(super) fn read_some(
        &mut self,
        paths: &BTreeSet<Arc<str>>,
        mut opened: BTreeMap<Arc<str>, Result<Source, Diagnostic>>,
    ) -> bool {
        let mut touched: BTreeSet<&str> = BTreeSet::new();
        let mut read: BTreeMap<Arc<str>, (Option<Document>, Vec<Diagnostic>)> = opened
            .par_iter()
            .filter(|(path, source)| !same(self.opened.get(*path), Some(*source)))
            .map(|(path, source)| (path.clone(), read_one(source.as_ref(), &self.settled)))
            .collect();
        let truth = Arc::make_mut(&mut self.truth);
        for path in paths {
            let listed = self.listing.get(path).map(|kind| Listed { path: path.clone(), kind: *kind });
            let names =
                listed.map(|one| read::judge(&[one], &self.settled, Selection::WithPrivate)).unwrap_or_default();
            let names_before = self.of_names.remove(path).unwrap_or_default();
            let source = opened.remove(path);
            let is_same = same(self.opened.get(path), source.as_ref());
            if !is_same || names_before != names {
                touched.extend(path.rsplit_once('/').map(|(folder, _)| folder));
            }
            self.of_names.extend((!names.is_empty()).then(|| (path.clone(), names)));
            if is_same {
                continue;
            }
            let (document, faults) = read.remove(path).unwrap_or_default();
            self.of_files.remove(path);
            self.of_files.extend((!faults.is_empty()).then(|| (path.clone(), faults)));
            self.of_opening.remove(path);
            truth.texts.remove(path);
            match &source {
                Some(Ok(source)) => truth.texts.add(source),
                Some(Err(fault)) => drop(self.of_opening.insert(path.clone(), fault.clone())),
                None => {}
            }
            lay(&mut truth.site, path, document.as_ref());
            self.documents.remove(path);
            self.documents.extend(document.map(|document| (path.clone(), document)));
            self.opened.remove(path);
            self.opened.extend(source.map(|source| (path.clone(), source)));
        }
        for folder in touched.iter().copied() {
            match Folder::of(folder) {
                Some(Folder::Incident(kind, name)) => {
                    let change = put_together(&mut truth.site, &self.documents, (kind, name));
                    self.links.change(&change);
                }
                Some(Folder::Pages) => {
                    let all = below(&self.documents, "content/pages/");
                    truth.site.pages = read::resolve(Settled::default(), all.cloned()).pages;
                }
                None => {}
            }
        }
        // What leads into a folder that has changed may lead elsewhere now.
        for (kind, name) in touched.iter().flat_map(|folder| self.links.that_lead_into(folder)) {
            renew(&mut truth.site, (*kind, name));
        }
        let changed = !touched.is_empty();
        if changed {
            self.tell();
        }
        changed
    }

    /// Gathers the faults of everything, and which files are broken.
    pub(super) fn tell(&mut self) {
        let early = self.of_settings.iter().chain(self.of_names.values().flatten());
        let mut told: Vec<Diagnostic> = early.chain(self.of_opening.values()).cloned().collect();
        let mut broken: Broken = told.iter().map(|fault| (fault.place.path.clone(), Words::default())).collect();
        told.extend(self.of_files.values().flatten().cloned());
        told.extend(self.of_theme.iter().cloned());
        for path in self.of_files.keys() {
            if let Some(Document::Broken { path, words }) = self.documents.get(path) {
                broken.insert(path.clone(), words.clone());
            }
        }
        let truth = Arc::make_mut(&mut self.truth);
        truth.told = told;
        truth.broken = broken;
    }
}
