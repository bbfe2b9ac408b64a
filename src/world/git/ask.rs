//! Git, asked with fixed arguments: nobody's settings, no network, no text of a user in an option.

use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(super) fn asked(site: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    done(git(site)?.args(arguments).stdin(Stdio::null()))
}

/// What git said, however it ended.
pub(super) fn ended(command: &mut Command) -> anyhow::Result<Output> {
    command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!("there is no `git` on this machine: install it"),
        _ => anyhow::Error::new(error).context("`git` can't be run"),
    })
}

pub(super) fn done(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let Output { status, stdout, stderr } = ended(command)?;
    if !status.success() {
        if let Some(told) = too_old() {
            return Err(told.into());
        }
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

/// The oldest git that knows all that it is told here: of 2021, and the first that takes `GIT_CONFIG_GLOBAL`.
const OLDEST: (u32, u32) = (2, 32);

/// Why git refused, if it is older than that.
#[derive(Debug)]
pub(super) struct TooOld(String);

impl std::error::Error for TooOld {}

impl std::fmt::Display for TooOld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "git {} is too old: install {}.{} or newer", self.0, OLDEST.0, OLDEST.1)
    }
}

/// Asked only when git has refused something: a git that does all it is told is new enough.
fn too_old() -> Option<TooOld> {
    let told = Command::new("git").arg("version").stdin(Stdio::null()).output().ok()?.stdout;
    let told = String::from_utf8_lossy(&told);
    let version = told.trim().strip_prefix("git version ")?.split(' ').next()?;
    let mut numbers = version.split('.').map(str::parse);
    let found = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (found < OLDEST).then(|| TooOld(version.to_owned()))
}

/// Git in the site's folder, with the repository's own settings and no others, but for which folders the user trusts.
pub(super) fn git(site: &Path) -> anyhow::Result<Command> {
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
        "-c",
        "log.showRoot=true",
        "-c",
        "color.ui=false",
    ]);
    let fixed = [
        // A partial clone would fetch what it lacks by whatever program its settings name. Gits before 2.44 don't know
        // `GIT_NO_LAZY_FETCH`; no git knows a protocol of this name, and none but this is allowed.
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("LC_ALL", "C"),
    ];
    command.envs(fixed);
    let unset = [
        "GIT_CONFIG_PARAMETERS",
        "GIT_EXTERNAL_DIFF",
        "GIT_GRAFT_FILE",
        "GIT_NAMESPACE",
        "GIT_PAGER",
        // A path would mean something else: git sets these for what it starts itself.
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        // A hook is given the repository's folder, and then git takes the folder it works in for the top of the work tree.
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_PREFIX",
    ];
    for name in unset {
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
