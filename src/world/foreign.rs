//! Texts of another system's folder, which are looked at and never changed.

use anyhow::Context as _;
use std::path::Path;
use walkdir::WalkDir;

/// No text that people wrote is larger.
const LARGEST: u64 = 1 << 20;

/// The files below a folder whose names end so, each with its path below `base` and its text, sorted. Links are not followed.
///
/// # Errors
/// The folder or a file can't be read, or a file is no text or larger than 1 MiB.
pub fn texts_below(base: &Path, below: &str, ending: &str) -> anyhow::Result<Vec<(String, String)>> {
    let folder = base.join(below);
    let mut texts = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("`{}` can't be read", folder.display()))?;
        let path = entry.path();
        if !entry.file_type().is_file() || !entry.file_name().to_string_lossy().ends_with(ending) {
            continue;
        }
        let refused = || format!("`{}` can't be read", path.display());
        let length = entry.metadata().with_context(refused)?.len();
        anyhow::ensure!(length <= LARGEST, "`{}` is larger than 1 MiB: take it out of the folder", path.display());
        let text = std::fs::read(path).with_context(refused)?;
        let text = String::from_utf8(text);
        let text = text.ok().with_context(|| format!("`{}` is not UTF-8: save it as UTF-8", path.display()))?;
        let name = path.strip_prefix(base).context("what lies below a folder begins with its path")?;
        texts.push((name.to_string_lossy().into_owned(), text));
    }
    Ok(texts)
}
