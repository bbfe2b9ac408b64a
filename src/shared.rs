//! A list whose things are shared: another list with one of them changed costs no more than that one.

use serde::Serialize;
use std::ops::Index;
use std::sync::Arc;

/// Read like a `Vec<T>`, cloned like a list of numbers.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Shared<T>(Vec<Arc<T>>);

type Iter<'a, T> = std::iter::Map<std::slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<T> Shared<T> {
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(Arc::as_ref)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The things with their owners.
    #[must_use]
    pub fn owned(&self) -> &[Arc<T>] {
        &self.0
    }

    /// The same, to be changed.
    pub fn owned_mut(&mut self) -> &mut Vec<Arc<T>> {
        &mut self.0
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Index<usize> for Shared<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.0[index]
    }
}

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        things.into_iter().map(Arc::new).collect()
    }
}

impl<T> FromIterator<Arc<T>> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(things: I) -> Self {
        Self(things.into_iter().collect())
    }
}
