//! The same thing once for each thread.

use std::sync::OnceLock;

/// For what every page takes again and again and what counts who holds it: where two threads count at once, each waits for the other.
#[derive(Debug)]
pub(super) struct EachThread<T>(Vec<OnceLock<T>>);

impl<T> Default for EachThread<T> {
    fn default() -> Self {
        // One more, for whoever is no thread of the pool.
        Self((0..=rayon::current_num_threads()).map(|_| OnceLock::new()).collect())
    }
}

impl<T> EachThread<T> {
    /// The calling thread's own; made when it first asks.
    pub(super) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let at = rayon::current_thread_index().map_or(0, |index| index + 1);
        self.0[at.min(self.0.len() - 1)].get_or_init(make)
    }
}
