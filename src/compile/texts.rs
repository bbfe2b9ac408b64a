//! The texts that places are shown in, by path.

use crate::source::{Content, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many texts lie over the first ones before they are laid among them.
const FEW: usize = 512;

/// The texts of a site. They are many, and a change is of few: so what was read together is shared, and what came later lies over it.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    first: Arc<BTreeMap<Arc<str>, Arc<str>>>,
    /// None where a text of the first ones is gone.
    later: BTreeMap<Arc<str>, Option<Arc<str>>>,
}

impl Texts {
    pub(super) fn of<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        let texts = sources.into_iter().filter_map(|source| Some((source.path.clone(), text(source)?)));
        Self { first: Arc::new(texts.collect()), later: BTreeMap::new() }
    }

    pub(super) fn get(&self, path: &str) -> Option<Arc<str>> {
        match self.later.get(path) {
            Some(later) => later.clone(),
            None => self.first.get(path).cloned(),
        }
    }

    /// Lays a file's text over what was known by its path.
    pub(super) fn add(&mut self, source: &Source) {
        self.later.extend(text(source).map(|text| (source.path.clone(), Some(text))));
        if self.later.len() > FEW {
            let first = Arc::make_mut(&mut self.first);
            for (path, text) in std::mem::take(&mut self.later) {
                match text {
                    Some(text) => drop(first.insert(path, text)),
                    None => drop(first.remove(&path)),
                }
            }
        }
    }

    pub(super) fn remove(&mut self, path: &Arc<str>) {
        if self.first.contains_key(path) {
            self.later.insert(path.clone(), None);
        } else {
            self.later.remove(path);
        }
    }

    /// Takes the texts in place of all others whose path begins otherwise.
    pub(super) fn replace_all_but(&mut self, beginning: &str, sources: Self) {
        let before = self.below(beginning).map(|(path, text)| (path.clone(), Some(text.clone())));
        let later = self.later.iter().filter(|(path, _)| path.starts_with(beginning));
        let later = before.chain(later.map(|(path, text)| (path.clone(), text.clone()))).chain(sources.later);
        let later = later.collect();
        *self = Self { first: sources.first, later };
    }

    /// Forgets the texts whose path begins so.
    pub(super) fn forget(&mut self, beginning: &str) {
        self.later.retain(|path, _| !path.starts_with(beginning));
        let known: Vec<Arc<str>> = self.below(beginning).map(|(path, _)| path.clone()).collect();
        self.later.extend(known.into_iter().map(|path| (path, None)));
    }

    fn below(&self, beginning: &str) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        let from: Arc<str> = Arc::from(beginning);
        self.first.range(from.clone()..).take_while(move |(path, _)| path.starts_with(&*from))
    }
}

fn text(source: &Source) -> Option<Arc<str>> {
    match &source.content {
        Content::Text(text) => Some(text.clone()),
        Content::Bytes(_) => None,
    }
}
