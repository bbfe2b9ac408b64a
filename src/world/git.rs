//! What git knows, asked with fixed arguments: nobody's settings, no network, no text of a user in an option.

use anyhow::{Context as _, bail, ensure};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
    if asked(site, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]).is_err() {
        return Ok(Log { log: Vec::new(), differing: Vec::new(), shallow });
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
    let files: Vec<File> = files.collect::<anyhow::Result<_>>()?;
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

/// The bytes of each file, in order; nothing for a submodule.
fn blobs(site: &Path, files: &[File]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut wanted = tempfile::tempfile().context("there is no temporary folder to write to")?;
    for file in files {
        writeln!(wanted, "{}", file.id).context("the temporary file can't be written")?;
    }
    wanted.rewind().context("the temporary file can't be read")?;
    let told = done(git(site)?.args(["cat-file", "--batch"]).stdin(wanted))?;
    let mut rest = told.as_slice();
    let mut blobs = Vec::with_capacity(files.len());
    for file in files {
        let refused = || format!("git doesn't give the bytes of `{}`", file.path.display());
        let end = rest.iter().position(|byte| *byte == b'\n').with_context(refused)?;
        let head = std::str::from_utf8(&rest[..end]).ok().with_context(refused)?;
        rest = &rest[end + 1..];
        let ["blob", size] = head.split(' ').skip(1).collect::<Vec<_>>()[..] else {
            ensure!(file.mode == "160000", refused());
            blobs.push(Vec::new());
            continue;
        };
        let size: usize = size.parse().ok().filter(|size| *size < rest.len()).with_context(refused)?;
        let mut bytes = vec![0; size];
        rest.read_exact(&mut bytes).with_context(refused)?;
        rest = &rest[1..];
        blobs.push(bytes);
    }
    Ok(blobs)
}

fn asked(site: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    done(git(site)?.args(arguments).stdin(Stdio::null()))
}

fn done(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let Output { status, stdout, stderr } = command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!("there is no `git` on this machine: install it"),
        _ => anyhow::Error::new(error).context("`git` can't be run"),
    })?;
    if !status.success() {
        let said = String::from_utf8_lossy(&stderr);
        let said = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it doesn't say why");
        let said = said.trim_start_matches("fatal: ");
        // Git's own advice stands further down, in four lines of which one counts.
        let hint = match said.split_once("dubious ownership in repository at ") {
            Some((_, folder)) => {
                let folder = folder.trim_matches('\'');
                format!(
                    ": run this as its owner, or say that you trust it: `git config --global --add safe.directory {folder}`"
                )
            }
            None => String::new(),
        };
        bail!("git refuses: {said}{hint}");
    }
    Ok(stdout)
}

/// Git in the site's folder, with the repository's own settings and no others, but for which folders the user trusts.
fn git(site: &Path) -> anyhow::Result<Command> {
    let mut trusts = Command::new("git");
    let trusted =
        trusts.args(["config", "--global", "--get-all", "-z", "safe.directory"]).stdin(Stdio::null()).output();
    let trusted = trusted.map(|output| output.stdout).unwrap_or_default();
    let mut command = Command::new("git");
    command.arg("--no-pager").arg("-C").arg(site);
    command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false"]);
    command.args([
        "-c",
        "core.quotePath=false",
        "-c",
        "i18n.logOutputEncoding=UTF-8",
        "-c",
        "diff.ignoreSubmodules=all",
    ]);
    let fixed = [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("LC_ALL", "C"),
    ];
    command.envs(fixed);
    for name in ["GIT_CONFIG_PARAMETERS", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_NAMESPACE"] {
        command.env_remove(name);
    }
    let trusted: Vec<String> = trusted
        .split(|byte| *byte == 0)
        .filter(|path| !path.is_empty())
        .map(|path| String::from_utf8_lossy(path).into_owned())
        .collect();
    command.env("GIT_CONFIG_COUNT", trusted.len().to_string());
    for (index, path) in trusted.into_iter().enumerate() {
        command.env(format!("GIT_CONFIG_KEY_{index}"), "safe.directory");
        command.env(format!("GIT_CONFIG_VALUE_{index}"), path);
    }
    // A hook is given the repository's folder, and then git takes the folder it works in for the top of the work tree.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
        command.env("GIT_INDEX_FILE", index_file(Path::new(&index))?);
    }
    Ok(command)
}

/// The index that a hook is given. Its path begins at the top of the work tree, wherever the hook has gone since.
fn index_file(named: &Path) -> anyhow::Result<PathBuf> {
    let working = std::env::current_dir().context("the working folder is gone")?;
    let found = working.ancestors().map(|folder| folder.join(named)).find(|path| path.exists());
    found.with_context(|| format!("`GIT_INDEX_FILE` names `{}`, which is not there: unset it", named.display()))
}
