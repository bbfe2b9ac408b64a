//! Where a new site lies in a repository, and which of its files git and code hosts look for at the repository's root.

use crate::world::{self, NewFile};
use anyhow::ensure;
use std::path::{Component, Path, PathBuf};

/// Files that are looked for at a repository's root and nowhere else.
const OF_THE_ROOT: [&str; 4] = [".githooks/pre-commit", ".github/workflows/status.yml", ".gitlab-ci.yml", "CODEOWNERS"];

/// A folder that becomes a site's.
#[derive(Debug)]
pub(super) struct Place {
    /// The repository's root; the site's own folder if it is that, or lies in none.
    pub(super) root: PathBuf,
    /// From there to the site: empty, or as in `docs/status`.
    pub(super) below: String,
}

impl Place {
    /// The folder need not be there yet.
    pub(super) fn of(site: &Path) -> anyhow::Result<Self> {
        let Some((root, from)) = world::git::place(site) else { return Ok(Self::alone(site)) };
        let mut parts = Vec::new();
        for part in from.components() {
            match part {
                Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
                Component::ParentDir => drop(parts.pop()),
                _ => {}
            }
        }
        let is_plain = |part: &String| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        ensure!(
            parts.iter().all(is_plain),
            "`{}` is to stand in a hook and in files for CI: name folders with letters, digits, `-`, `_` and `.`",
            parts.join("/")
        );
        if parts.is_empty() {
            return Ok(Self::alone(site));
        }
        Ok(Self { root, below: parts.join("/") })
    }

    fn alone(site: &Path) -> Self {
        Self { root: site.to_owned(), below: String::new() }
    }

    /// The files by their paths from the root on, and which of the root's were there already: those stay with the site, to be read.
    pub(super) fn put(&self, files: Vec<NewFile>) -> (Vec<NewFile>, Vec<String>) {
        if self.below.is_empty() {
            return (files, Vec::new());
        }
        let mut left = Vec::new();
        let placed = files.into_iter().map(|mut file| {
            let mut of_the_root = OF_THE_ROOT.contains(&file.path.as_str());
            if of_the_root {
                file.bytes = self.seen_from_the_root(&file);
                if world::is_there(&self.root.join(&file.path)) {
                    left.push(file.path.clone());
                    of_the_root = false;
                }
            }
            if !of_the_root {
                file.path = format!("{}/{}", self.below, file.path);
            }
            file
        });
        let placed = placed.collect();
        (placed, left)
    }

    /// What is run at the root says where the site is.
    fn seen_from_the_root(&self, file: &NewFile) -> Vec<u8> {
        let below = &self.below;
        let text = String::from_utf8_lossy(&file.bytes);
        let text = match file.path.as_str() {
            "CODEOWNERS" => text.replace(" /content/", &format!(" /{below}/content/")),
            _ => text
                .replace("candor check", &format!("candor check --site {below}"))
                .replace("candor publish", &format!("candor publish --site {below}"))
                .replace(" public.next.json", &format!(" {below}/public.next.json"))
                .replace("path: public\n", &format!("path: {below}/public\n"))
                .replace("paths: [public]", &format!("paths: [{below}/public]"))
                .replace("  pages: true\n", ""),
        };
        let text = match file.path.as_str() {
            ".gitlab-ci.yml" => ["\npages:\n", "\npages-at-next-moment:\n"]
                .into_iter()
                .fold(text, |text, job| text.replacen(job, &format!("{job}  pages: {{publish: {below}/public}}\n"), 1)),
            _ => text,
        };
        text.into_bytes()
    }
}
