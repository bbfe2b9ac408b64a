//! What git knows: the log, and snapshots of a commit or of what is staged.

mod ask;

use anyhow::{Context as _, bail, ensure};
use ask::{TooOld, asked, ended, git};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// The log of a repository, for `read::history`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    pub log: Vec<u8>,
    /// Paths that differ now from the newest commit, each followed by NUL.
    pub differing: Vec<u8>,
    /// Whether the clone is shallow.
    pub shallow: bool,
}

/// Whether a folder lies in a repository of git.
#[must_use]
pub fn in_repository(site: &Path) -> bool {
    let Ok(site) = std::fs::canonicalize(site) else { return false };
    site.ancestors().any(|folder| folder.join(".git").exists())
}

/// The root of the repository in which a folder lies, or is to lie, and the way from there to it.
#[must_use]
pub fn place(site: &Path) -> Option<(PathBuf, PathBuf)> {
    let site = std::path::absolute(site).ok()?;
    let there = site.ancestors().find(|folder| folder.is_dir())?;
    let rest = site.strip_prefix(there).ok()?;
    let there = std::fs::canonicalize(there).ok()?;
    let root = there.ancestors().find(|folder| folder.join(".git").exists())?;
    Some((root.to_owned(), there.strip_prefix(root).ok()?.join(rest)))
}

/// What was committed of a site, by whom and when: one log, the newest commit first, merges beside their first parent.
///
/// # Errors
/// There is no git or no repository, or git refuses.
pub fn log(site: &Path) -> anyhow::Result<Log> {
    ensure!(
        in_repository(site),
        "`{}` lies in no git repository: leave out `--git`, or build from a clone",
        site.display()
    );
    let shallow = asked(site, &["rev-parse", "--is-shallow-repository"])? == b"true\n";
    match asked(site, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]) {
        Ok(_) => {}
        Err(error) if error.is::<TooOld>() => return Err(error),
        Err(_) => return Ok(Log { log: Vec::new(), differing: Vec::new(), shallow }),
    }
    let log = asked(
        site,
        &[
            "log",
            "--topo-order",
            "--diff-merges=first-parent",
            "--raw",
            "-z",
            "--no-renames",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            "--format=%x1e%H %P%x00%ct%x00%aN",
            "HEAD",
            "--",
        ],
    )?;
    let differing = asked(
        site,
        &[
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            "HEAD",
            "--",
            "content",
        ],
    )?;
    Ok(Log { log, differing, shallow })
}

/// What of a repository is looked at instead of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snapshot<'a> {
    /// What is staged, as the next commit would hold it.
    Staged,
    /// What a commit, a branch or a tag holds.
    Revision(&'a str),
}

/// `content/` and `themes/` as a snapshot holds them, byte for byte, in a folder that goes when it is dropped.
///
/// # Errors
/// There is no git, no repository or no such revision; the index holds a conflict; the machine refuses.
pub fn snapshot(site: &Path, snapshot: Snapshot<'_>) -> anyhow::Result<tempfile::TempDir> {
    ensure!(in_repository(site), "`{}` lies in no git repository: go to a clone, or run `git init`", site.display());
    asked(site, &["rev-parse", "--git-dir"])?;
    let listed = match snapshot {
        Snapshot::Staged => asked(site, &["ls-files", "--stage", "-z", "--", "content", "themes"])?,
        Snapshot::Revision(named) => match commit(site, named)? {
            Some(id) => asked(site, &["ls-tree", "-r", "-z", &id, "--", "content", "themes"])?,
            None => Vec::new(),
        },
    };
    let files = listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()).map(file);
    let mut files: Vec<File> = files.collect::<anyhow::Result<_>>()?;
    // A submodule is a commit of another repository, which may be known here all the same: it has no bytes of its own.
    files.retain(|file| file.mode != "160000");
    let folder = tempfile::tempdir().context("there is no temporary folder to write to")?;
    // An empty site is still one: it has a folder.
    std::fs::create_dir(folder.path().join("content")).context("the temporary folder can't be written")?;
    let blobs = blobs(site, &files)?;
    let (links, files): (Vec<_>, Vec<_>) = files.iter().zip(&blobs).partition(|(file, _)| file.mode == "120000");
    for (file, bytes) in files.into_iter().filter(|(file, _)| file.mode.starts_with("100")) {
        put(folder.path(), file, |path| std::fs::write(path, bytes))?;
    }
    // Links last: nothing is written through one.
    for (file, _) in links {
        put(folder.path(), file, |path| std::os::unix::fs::symlink("nowhere", path))?;
    }
    Ok(folder)
}

/// The id of a named commit; none for `HEAD` before the first one.
fn commit(site: &Path, named: &str) -> anyhow::Result<Option<String>> {
    let wanted = format!("{named}^{{commit}}");
    let found = asked(site, &["rev-parse", "--quiet", "--verify", "--end-of-options", &wanted]);
    match found {
        Ok(id) => Ok(Some(String::from_utf8_lossy(&id).trim().to_owned())),
        Err(error) if error.is::<TooOld>() => Err(error),
        Err(_) if named == "HEAD" => Ok(None),
        Err(_) => bail!("`{named}` is no commit, branch or tag of this repository: `git fetch` it, or name another"),
    }
}

/// One file of a tree or of the index.
struct File {
    mode: String,
    id: String,
    path: PathBuf,
}

/// `mode type id<TAB>path` of a tree, `mode id stage<TAB>path` of the index.
fn file(line: &[u8]) -> anyhow::Result<File> {
    let line = std::str::from_utf8(line).context("a name in the repository is not UTF-8: rename that file")?;
    let (front, path) = line.split_once('\t').context("git lists files as this program doesn't know it")?;
    let (mode, id) = match front.split(' ').collect::<Vec<_>>()[..] {
        [mode, "blob" | "commit", id] | [mode, id, "0"] => (mode.to_owned(), id.to_owned()),
        [_, _, _] => bail!("`{path}` has a conflict that is not resolved: resolve it, and `git add` the file"),
        _ => bail!("git lists files as this program doesn't know it"),
    };
    let climbs = path.split('/').any(|part| matches!(part, "" | "." | ".."));
    ensure!(!climbs && !path.starts_with('/'), "`{path}` is no path within the site");
    Ok(File { mode, id, path: PathBuf::from(path) })
}

fn put(folder: &Path, file: &File, write: impl FnOnce(&Path) -> std::io::Result<()>) -> anyhow::Result<()> {
    let path = folder.join(&file.path);
    let parent = path.parent().expect("a file in a folder has a parent");
    std::fs::create_dir_all(parent)
        .and_then(|()| write(&path))
        .with_context(|| format!("`{}` can't be written to the temporary folder", file.path.display()))
}

/// The bytes of each file, in order.
fn blobs(site: &Path, files: &[File]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut wanted = tempfile::tempfile().context("there is no temporary folder to write to")?;
    for file in files {
        writeln!(wanted, "{}", file.id).context("the temporary file can't be written")?;
    }
    wanted.rewind().context("the temporary file can't be read")?;
    // A git that tries to fetch what it lacks says that it is missing, or dies of the fetch that ended before it was asked,
    // as it happens. What it gave before, each as soon as it had it, tells which file that is.
    let told = ended(git(site)?.args(["cat-file", "--batch"]).stdin(wanted))?.stdout;
    let mut rest = told.as_slice();
    let mut blobs = Vec::with_capacity(files.len());
    for file in files {
        let refused = || format!("git doesn't give the bytes of `{}`", file.path.display());
        let end = rest.iter().position(|byte| *byte == b'\n').with_context(refused)?;
        let head = std::str::from_utf8(&rest[..end]).ok().with_context(refused)?;
        rest = &rest[end + 1..];
        let ["blob", size] = head.split(' ').skip(1).collect::<Vec<_>>()[..] else { bail!(refused()) };
        let size: usize = size.parse().ok().filter(|size| *size < rest.len()).with_context(refused)?;
        let mut bytes = vec![0; size];
        rest.read_exact(&mut bytes).with_context(refused)?;
        rest = &rest[1..];
        blobs.push(bytes);
    }
    Ok(blobs)
}
