//! A real repository of git for tests: its own settings, people and times that are told, and the real binary in it.
#![expect(clippy::disallowed_methods, reason = "git works on real folders")]

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-11-20T12:00:00Z";

/// A work tree with a site in it.
pub(crate) struct Repository(pub(crate) TempDir);

/// What a command came to: exit code, standard output, standard error.
pub(crate) type Came = (Option<i32>, String, String);

impl Repository {
    /// A site with one audience inside and one of accounts, and no incident; nothing committed.
    pub(crate) fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "-q", "-b", "main"]);
        let site = "name: Pay\nurl: https://status.pay.example\ngroups:\n  - name: All\n    components:\n      - {id: checkout, name: Checkout}\n";
        repository.write("content/site.yaml", site);
        let audiences = "support: {label: Service, kind: support, reads: [internal]}\nexecutives: {label: Board, kind: executive, reads: [internal]}\nstrategic: {label: Customers, kind: account}\n";
        repository.write("content/audiences.yaml", audiences);
        repository.write("content/accounts.yaml", "acme: {name: Acme Retail, components: [checkout]}\n");
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Git with fixed arguments; what it says.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_at("2026-11-20T11:00:00Z", "Nobody", arguments)
    }

    fn git_at(&self, at: &str, who: &str, arguments: &[&str]) -> String {
        let output = git(self.path()).args(arguments).envs(person(at, who)).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits everything there is.
    pub(crate) fn commit(&self, at: &str, who: &str) {
        self.git(&["add", "--all"]);
        self.git_at(at, who, &["commit", "-q", "--allow-empty", "-m", "change"]);
    }

    /// Merges a branch into the one that is checked out; a conflict is left to be resolved.
    pub(crate) fn merge(&self, at: &str, who: &str, branch: &str) {
        let mut command = git(self.path());
        command.args(["merge", "-q", "--no-ff", "-m", "merge", branch]).envs(person(at, who)).output().unwrap();
    }

    /// The real binary, in the repository.
    pub(crate) fn candor(&self, arguments: &[&str]) -> Came {
        candor(self.path(), arguments)
    }

    /// Everything below a folder, by path from it on.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path().join(folder);
        let walk = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = walk.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                (path, std::fs::read(entry.path()).unwrap())
            })
            .collect()
    }
}

pub(crate) fn candor(folder: &Path, arguments: &[&str]) -> Came {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    let output = command.current_dir(folder).args(arguments).args(["--now", NOW]).env_remove("SOURCE_DATE_EPOCH");
    came(&output.output().unwrap())
}

pub(crate) fn came(output: &Output) -> Came {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Git without anybody's settings.
pub(crate) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn person(at: &str, who: &str) -> Vec<(&'static str, String)> {
    let mail = || "who@pay.example".to_owned();
    vec![
        ("GIT_AUTHOR_NAME", who.to_owned()),
        ("GIT_AUTHOR_EMAIL", mail()),
        ("GIT_AUTHOR_DATE", at.to_owned()),
        ("GIT_COMMITTER_NAME", who.to_owned()),
        ("GIT_COMMITTER_EMAIL", mail()),
        ("GIT_COMMITTER_DATE", at.to_owned()),
    ]
}
