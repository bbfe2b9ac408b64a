//! The floors: what no program does without that makes this site from these files.

use candor::name::Reader;
use candor::read;
use candor::source::{Content, Listed};
use candor::world;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Of a build: the same files are listed, opened and read through the same wall and the same Markdown, and as many files of the
/// same sizes as stand in `like` are written into `out`; nothing is understood. Every edition's files are read if there are
/// private ones in `like`, else those of the public edition.
pub(crate) fn build(site: &Path, like: &Path, out: &Path) -> anyhow::Result<()> {
    let files = files(like)?;
    let html = read_all(site, like.join("private").exists())?;
    folders(&files, out)?;
    files.par_iter().enumerate().try_for_each(|(index, (path, size))| {
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
    Ok(())
}

/// Of a build that finds hardly anything changed: each source is looked at for its size and time and none is opened, and every
/// file of the old edition is linked into the new one.
pub(crate) fn again(site: &Path, like: &Path, out: &Path) -> anyhow::Result<()> {
    let listing = world::list(site)?;
    let seen = listing.par_iter().map(|listed| Ok(fs::metadata(site.join(&*listed.path))?.len()));
    let seen: u64 = seen.collect::<anyhow::Result<Vec<_>>>()?.into_iter().sum();
    anyhow::ensure!(seen > 0, "a site has words");
    let files = files(like)?;
    folders(&files, out)?;
    files.par_iter().try_for_each(|(path, _)| fs::hard_link(like.join(path), out.join(path)))?;
    Ok(())
}

/// The markup of every body, through the wall.
fn read_all(site: &Path, private: bool) -> anyhow::Result<Vec<Arc<str>>> {
    let listing = world::list(site)?;
    let open = |wanted: &[Listed]| world::open(site, wanted);
    let is_setting = |one: &&Listed| one.path.ends_with("site.yaml") || (private && one.path.ends_with(".yaml"));
    let settings: Vec<Listed> = listing.iter().filter(is_setting).cloned().collect();
    let (settled, _) = read::settings(&open(&settings)?.0);
    let readers = if private { settled.readers() } else { vec![Reader::public()] };
    let wanted: Vec<Listed> =
        listing.par_iter().filter(|listed| read::wanted(listed, &settled, &readers)).cloned().collect();
    let (sources, _) = open(&wanted)?;
    let read = sources.par_iter().with_min_len(64).map(|source| {
        let (document, _) = read::document(source, &settled);
        match (document, &source.content) {
            (read::Document::Part { part, .. }, _) => part.words.html.clone(),
            (_, Content::Text(text)) => text.clone(),
            _ => "".into(),
        }
    });
    Ok(read.collect())
}

/// Every file of an edition with its size.
fn files(like: &Path) -> anyhow::Result<Vec<(PathBuf, usize)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(like).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let size = usize::try_from(entry.metadata()?.len())?;
            files.push((entry.path().strip_prefix(like)?.to_owned(), size));
        }
    }
    Ok(files)
}

fn folders(files: &[(PathBuf, usize)], out: &Path) -> std::io::Result<()> {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.into_iter().try_for_each(|folder| fs::create_dir_all(out.join(folder)))
}
