//! The promises that hold for any bytes, tried on the corpus: what was chosen by hand, and what the search for more has found.
#![expect(clippy::disallowed_methods, reason = "a corpus is a folder of files")]

use crate::promises::PROMISES;
use std::collections::BTreeSet;
use std::path::Path;

/// The texts of a promise, each with its file's name.
fn corpus(promise: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(promise);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = files.map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

#[test]
fn every_promise_holds_for_its_corpus() {
    for (name, holds) in PROMISES {
        let corpus = corpus(name);
        assert!(corpus.len() >= 20, "{name} has {} texts", corpus.len());
        for (file, bytes) in corpus {
            let held = std::panic::catch_unwind(|| holds(&bytes));
            assert!(held.is_ok(), "{name} is broken by {file}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn every_corpus_has_its_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(folders.collect::<BTreeSet<_>>(), PROMISES.map(|(name, _)| name.to_owned()).into());
}
