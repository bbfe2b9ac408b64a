//! A git that is old, and repositories whose own settings would start programs or hide what there is.

use crate::history::{FOLDER, UPDATE, first, incident, of};
use crate::repository::{Came, Repository};
use std::io::Write as _;

#[test]
fn no_program_that_a_repositorys_settings_name_is_started() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    let sign = repository.path().join("started");
    let program = format!("touch {}; true", sign.display());
    for key in
        ["core.fsmonitor", "diff.external", "core.pager", "pager.log", "gpg.program", "core.editor", "diff.md.textconv"]
    {
        repository.git(&["config", key, &program]);
    }
    repository.git(&["config", "log.showSignature", "true"]);
    repository.write(".gitattributes", "*.md diff=md\n");
    for arguments in
        [&["build", "--git", "--quiet"][..], &["check", "--since", "HEAD"], &["check", "--staged"], &["due"]]
    {
        let (code, _, told) = repository.candor(arguments);
        assert!(code.is_some_and(|code| code < 2), "{told}");
        assert!(!sign.exists(), "{arguments:?} started it");
    }
}

#[test]
fn a_partial_clone_fetches_nothing_even_by_a_git_that_would() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let sign = repository.path().join("started");
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.url", &format!("ext::sh -c touch% {}", sign.display())),
    ] {
        repository.git(&["config", key, value]);
    }
    let blob = repository.git(&["rev-parse", &format!("HEAD:{FOLDER}/01-first.md")]);
    let blob = repository.path().join(".git/objects").join(&blob[..2]).join(blob[2..].trim());
    assert!(std::process::Command::new("rm").arg("-f").arg(&blob).status().unwrap().success());
    // Such a git dies of the fetch that is forbidden, if that ends before it is told what to fetch.
    let dies = "case \"$*\" in *cat-file*) PATH=${PATH#*:} git \"$@\" | sed '/ missing$/,$d'; \
                echo \"fatal: transport 'ext' not allowed\" >&2; exit 128;; esac";
    for first in ["unset GIT_NO_LAZY_FETCH", dies] {
        let git = stand_in(first);
        for arguments in [["check", "--staged"].as_slice(), &["check", "--since", "HEAD"]] {
            let (code, _, told) = candor_with(&git, &repository, arguments);
            assert_eq!(code, Some(2));
            assert_eq!(told, format!("error: git doesn't give the bytes of `{FOLDER}/01-first.md`\n"));
            assert!(!sign.exists(), "{arguments:?} started it");
        }
    }
}

#[test]
fn a_git_that_is_too_old_is_told() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let git = stand_in(
        "case \"$*\" in version) echo git version 2.20.1; exit;; \
         *--diff-merges*|*--end-of-options*) echo \"fatal: unrecognized argument\" >&2; exit 128;; esac",
    );
    for arguments in [["build", "--git"].as_slice(), &["check", "--since", "main"]] {
        let (code, _, told) = candor_with(&git, &repository, arguments);
        assert_eq!((code, told.as_str()), (Some(2), "error: git 2.20.1 is too old: install 2.32 or newer\n"));
    }
}

#[test]
fn what_a_repositorys_settings_would_leave_out_or_colour_is_told_all_the_same() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.git(&["config", "log.showRoot", "false"]);
    repository.git(&["config", "color.ui", "always"]);
    assert_eq!(of(&repository, "01-first.md"), first("2026-11-20T11:22:00Z", "Jane"));
}

#[test]
fn a_submodule_whose_commit_is_known_here_is_no_file() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let known = repository.git(&["rev-parse", "HEAD"]);
    // Before the other files in the order of their names, so that its bytes would stand where theirs are looked for.
    let entry = format!("160000,{},content/aside", known.trim());
    repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    repository.git(&["-c", "user.name=Jane", "-c", "user.email=jane@example.com", "commit", "--quiet", "-m", "aside"]);
    for arguments in [["check", "--since", "HEAD"].as_slice(), &["check", "--staged"], &["build", "--git", "--quiet"]] {
        let (code, _, told) = repository.candor(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {told}");
    }
}

#[test]
fn objects_borrowed_from_elsewhere_and_a_repository_within_the_content_change_nothing() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    let since = || repository.candor(&["check", "--since", "HEAD", "--format", "json"]);
    let told = since();
    assert!(told.1.contains("becomes_public"), "{told:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    let borrowed = format!("{}\n/dev/zero\n/nowhere\n", elsewhere.path().display());
    repository.write(".git/objects/info/alternates", &borrowed);
    assert_eq!(since().1, told.1);
    repository.write("content/.git", "gitdir: /nowhere\n");
    assert_eq!(since().1, told.1);
    repository.write(&format!("{FOLDER}/.git/HEAD"), "ref: refs/heads/other\n");
    assert_eq!(since().1, told.1);
}

#[test]
fn what_git_tells_the_programs_that_it_starts_changes_no_path() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let graft = repository.path().join("graft");
    repository.write("graft", "0000000000000000000000000000000000000000\n");
    let arguments = ["check", "--since", "HEAD"];
    let plain = repository.candor(&arguments);
    assert_eq!(plain.0, Some(0), "{plain:?}");
    for (name, value) in [
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_NOGLOB_PATHSPECS", "1"),
        ("GIT_GRAFT_FILE", graft.to_str().unwrap()),
    ] {
        let git = stand_in(&format!("[ -z \"${name}\" ] || exit 70"));
        let told = command_with(&git, &repository, &arguments).env(name, value).output().unwrap();
        assert_eq!(crate::repository::came(&told), plain, "{name}");
    }
}

/// A folder with a `git` that does something before the real one.
fn stand_in(first: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("#!/bin/sh\n{first}\nPATH=${{PATH#*:}} exec git \"$@\"\n");
    let make = "cat > \"$0\" && chmod +x \"$0\"";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", make]).arg(folder.path().join("git")).stdin(std::process::Stdio::piped());
    let mut shell = shell.spawn().unwrap();
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(shell.wait().unwrap().success());
    folder
}

/// The real binary with that git before the real one.
fn candor_with(git: &tempfile::TempDir, repository: &Repository, arguments: &[&str]) -> Came {
    crate::repository::came(&command_with(git, repository, arguments).output().unwrap())
}

fn command_with(git: &tempfile::TempDir, repository: &Repository, arguments: &[&str]) -> std::process::Command {
    let path = format!("{}:{}", git.path().display(), std::env::var_os("PATH").unwrap().display());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_candor"));
    command.current_dir(repository.path()).args(arguments).args(["--now", crate::repository::NOW]).env("PATH", path);
    command
}
