//! The floor: what no program does without that makes this site from these files. The same files are listed, opened and read
//! through the same wall and the same Markdown, and as many files of the same sizes are written; nothing is understood.

use candor::compile;
use candor::name::Reader;
use candor::read::{self, Selection};
use candor::source::{Content, Listed};
use candor::world;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the site for its public edition, and writes into `out` what stands in `like`: other bytes, the same sizes.
pub(crate) fn run(site: &Path, like: &Path, out: &Path) -> anyhow::Result<()> {
    let sizes = sizes(like)?;
    let begun = world::stopwatch();
    let html = read_all(site)?;
    for folder in folders(&sizes) {
        fs::create_dir_all(out.join(folder))?;
    }
    sizes.par_iter().enumerate().try_for_each(|(index, (path, size))| {
        let mut bytes = Vec::with_capacity(*size);
        let mut from = index * 4 % html.len().max(1);
        while bytes.len() < *size && !html.is_empty() {
            let piece = html[from].as_bytes();
            bytes.extend_from_slice(&piece[..piece.len().min(size - bytes.len())]);
            from = (from + 1) % html.len();
            if piece.is_empty() {
                bytes.push(b'\n');
            }
        }
        fs::write(out.join(path), bytes)
    })?;
    // The sizes are looked up for the floor alone, so that its own clock is the one that counts.
    println!("{:.6}", begun().as_secs_f64());
    Ok(())
}

/// The markup of every body, through the wall.
fn read_all(site: &Path) -> anyhow::Result<Vec<std::sync::Arc<str>>> {
    let listing = world::list(site)?;
    let open = |wanted: &[Listed]| world::open(site, wanted);
    let settings: Vec<Listed> = listing.iter().filter(|one| one.path.ends_with("site.yaml")).cloned().collect();
    let (settled, _) = read::settings(&open(&settings)?.0);
    let readers = [Reader::public()];
    let wanted: Vec<Listed> =
        listing.iter().filter(|listed| read::wanted(listed, &settled, &readers)).cloned().collect();
    let (sources, _) = open(&wanted)?;
    let read = sources.par_iter().with_min_len(64).map(|source| {
        let (document, _) = read::document(source, &settled);
        match (document, &source.content) {
            (read::Document::Part { part, .. }, _) => part.words.html.clone(),
            (_, Content::Text(text)) => text.clone(),
            _ => "".into(),
        }
    });
    let _ = Selection::PublicOnly;
    let _ = compile::read;
    Ok(read.collect())
}

fn sizes(like: &Path) -> anyhow::Result<Vec<(PathBuf, usize)>> {
    let mut sizes = Vec::new();
    for entry in walkdir::WalkDir::new(like).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let size = usize::try_from(entry.metadata()?.len())?;
            sizes.push((entry.path().strip_prefix(like)?.to_owned(), size));
        }
    }
    Ok(sizes)
}

fn folders(sizes: &[(PathBuf, usize)]) -> std::collections::BTreeSet<&Path> {
    sizes.iter().filter_map(|(path, _)| path.parent()).collect()
}
