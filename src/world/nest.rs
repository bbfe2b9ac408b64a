//! Folders that must not lie in each other: what is private, what is public, and what is being read.

use anyhow::Context as _;
use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

const HOPS: usize = 40;

/// Refuses output folders of which one lies in the other, or which hold, are, or lie in what the site is made from.
/// Links and `..` are resolved, folders that do not exist yet included. `private` is the folder of all private editions
/// or of one of them.
///
/// # Errors
/// Which two folders can't be.
pub fn refuse_nesting(public: &Path, private: &Path, site: &Path) -> anyhow::Result<()> {
    let outputs = [(public, resolved(public)?), (private, resolved(private)?)];
    if holds(&outputs[0].1, &outputs[1].1) || holds(&outputs[1].1, &outputs[0].1) {
        anyhow::bail!(
            "`{}` and `{}` lie in each other, and private pages would be published: keep them apart",
            public.display(),
            private.display()
        );
    }
    let site = resolved(site)?;
    for (written, output) in &outputs {
        anyhow::ensure!(
            !holds(output, &site),
            "`{}` holds the site itself: build into another folder",
            written.display()
        );
        for inner in ["content", "themes", ".git"] {
            let inner = resolved(&site.join(inner))?;
            anyhow::ensure!(
                !holds(output, &inner) && !holds(&inner, output),
                "`{}` and `{}` lie in each other: build into another folder",
                written.display(),
                inner.display()
            );
        }
    }
    Ok(())
}

/// Whether the inner is the outer or lies below it, by path or because a folder on the way is the very same one.
fn holds(outer: &Path, inner: &Path) -> bool {
    let outer_identity = identity(outer);
    inner.ancestors().any(|above| above == outer || outer_identity.is_some() && identity(above) == outer_identity)
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// An absolute path without links and `..`, whether it exists or not.
fn resolved(path: &Path) -> anyhow::Result<PathBuf> {
    let absolute = std::path::absolute(path).with_context(|| format!("`{}` is not a path", path.display()))?;
    let mut ahead: Vec<OsString> = steps(&absolute);
    let mut at = PathBuf::from("/");
    let mut hops = 0;
    while let Some(step) = ahead.pop() {
        if step == ".." {
            at.pop();
            continue;
        }
        at.push(&step);
        let Ok(to) = std::fs::read_link(&at) else { continue };
        hops += 1;
        anyhow::ensure!(hops <= HOPS, "`{}` is a link that leads round in a circle", path.display());
        at.pop();
        if to.is_absolute() {
            at = PathBuf::from("/");
        }
        ahead.extend(steps(&to));
    }
    Ok(at)
}

/// The steps of a path, last one first.
fn steps(path: &Path) -> Vec<OsString> {
    let mut steps: Vec<OsString> = path
        .components()
        .filter_map(|component| match component {
            Component::Normal(step) => Some(step.to_owned()),
            Component::ParentDir => Some(OsString::from("..")),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
        })
        .collect();
    steps.reverse();
    steps
}
