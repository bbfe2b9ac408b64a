//! The texts that places are shown in, by path.

use crate::source::{Content, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

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
        let kept = std::mem::take(&mut self.later).into_iter().filter(|(path, _)| path.starts_with(beginning));
        let later = kept.chain(sources.later).collect();
        *self = Self { first: sources.first, later };
    }

    /// Forgets the texts that were added and whose path begins so.
    pub(super) fn forget(&mut self, beginning: &str) {
        self.later.retain(|path, _| !path.starts_with(beginning));
    }
}

fn text(source: &Source) -> Option<Arc<str>> {
    match &source.content {
        Content::Text(text) => Some(text.clone()),
        Content::Bytes(_) => None,
    }
}
