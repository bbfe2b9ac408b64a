//! What a change brings: dialogues with the real binary in real repositories, with hooks, renames, merges and worktrees.
#![expect(clippy::disallowed_methods, reason = "git works on real folders")]

use crate::repository::{Came, Repository, came, candor, git};
use std::path::Path;

const FOLDER: &str = "content/incidents/2026-11-20-payments";
const FIRST: &str = "---\nstatus: identified\nat: 2026-11-20T11:20:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 1h\n---\nCard payments fail soon.\n";

fn started() -> Repository {
    let repository = Repository::new();
    repository.write(&format!("{FOLDER}/incident.md"), "---\ntitle: Payments fail\n---\n");
    repository.write(&format!("{FOLDER}/01-first.md"), FIRST);
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository
}

fn ok(said: &str) -> Came {
    (Some(0), said.to_owned(), String::new())
}

#[test]
fn only_what_a_change_brings_is_told_and_what_becomes_public_is_printed() {
    let repository = started();
    // The old fault is told without `--since`, and not with it.
    let (code, _, told) = repository.candor(&["check"]);
    assert!(code == Some(0) && told.contains("vague-time"), "{told}");
    let since = |revision: &str| repository.candor(&["check", "--since", revision]);
    assert_eq!(since("HEAD"), ok("nothing more becomes public\n"));

    repository.write(
        &format!("{FOLDER}/02-more.md"),
        "---\n# for us\nstatus: identified\nat: 2026-11-20T11:40:00Z\nnext_update: 1h\n---\n\nThis is a SEV-1 now.\n",
    );
    repository.write(&format!("{FOLDER}/02-more.internal.md"), "Quokka words.\n");
    repository.write(&format!("{FOLDER}/01-first.md"), &FIRST.replace("status", "# moved down\n\nstatus"));
    repository.write("content/pages/about.md", "---\ntitle: About us\n---\n");
    let (code, said, told) = since("HEAD");
    assert_eq!(code, Some(1));
    assert_eq!(
        said,
        "this becomes public:\n\n\
         content/incidents/2026-11-20-payments/02-more.md\n   3 | status: identified\n   4 | at: 2026-11-20T11:40:00Z\n   5 | next_update: 1h\n   8 | This is a SEV-1 now.\n\n\
         content/pages/about.md\n   2 | title: About us\n"
    );
    assert!(told.contains("error[leak-severity]") && told.ends_with("1 error\n"), "{told}");
    assert!(!told.contains("vague-time"), "{told}");

    // For programs, beside the faults.
    let (_, json, _) = repository.candor(&["check", "--since", "HEAD", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["errors"], 1);
    assert_eq!(
        json["becomes_public"][1],
        serde_json::json!({"path": "content/pages/about.md", "lines": [{"line": 2, "text": "title: About us"}]})
    );
    let (_, github, _) = repository.candor(&["check", "--since", "HEAD", "--format", "github"]);
    assert!(
        github.ends_with("::notice file=content/pages/about.md,line=2,title=becomes public::title: About us\n"),
        "{github}"
    );
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
    let (_, sarif, _) = repository.candor(&["check", "--since", "HEAD", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);

    // A branch that is behind, and what it lacks.
    repository.git(&["branch", "old"]);
    repository.commit("2026-11-20T11:45:00Z", "Otto");
    assert_eq!(since("HEAD"), ok("nothing more becomes public\n"));
    assert_eq!(since("old").0, Some(1));
    assert_eq!(since("HEAD~1").0, Some(1));
}

#[test]
fn a_file_that_gets_wider_readers_becomes_public_whole() {
    let repository = started();
    repository.write(&format!("{FOLDER}/02-more.internal.md"), &FIRST.replace("11:20", "11:40").replace("soon", "now"));
    repository.commit("2026-11-20T11:45:00Z", "Otto");
    repository.git(&["mv", &format!("{FOLDER}/02-more.internal.md"), &format!("{FOLDER}/02-more.md")]);
    let (code, said, _) = repository.candor(&["check", "--since", "HEAD"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("02-more.md\n   2 | status: identified\n"), "{said}");
    assert!(said.ends_with("   7 | Card payments fail now.\n"), "{said}");
    // The other way round nothing becomes public.
    repository.commit("2026-11-20T11:50:00Z", "Otto");
    repository.git(&["mv", &format!("{FOLDER}/02-more.md"), &format!("{FOLDER}/02-more.internal.md")]);
    assert_eq!(repository.candor(&["check", "--since", "HEAD"]).1, "nothing more becomes public\n");
}

#[test]
fn what_is_staged_is_looked_at_and_not_the_folder() {
    let repository = started();
    let file = format!("{FOLDER}/02-more.md");
    let bad = FIRST.replace("11:20", "11:40").replace("soon", "in SEV-1");
    repository.write(&file, &bad);
    let staged = || repository.candor(&["check", "--staged", "--since", "HEAD"]);
    assert_eq!(staged(), ok("nothing more becomes public\n"));
    repository.git(&["add", &file]);
    // Mended in the folder, and not staged so.
    repository.write(&file, &bad.replace("in SEV-1", "today"));
    let (code, said, told) = staged();
    assert!(code == Some(1) && told.contains("leak-severity") && said.contains("in SEV-1"), "{said}{told}");
    repository.git(&["add", &file]);
    assert_eq!(staged().0, Some(0));
    // Without `--since`, everything staged is looked at.
    assert!(repository.candor(&["check", "--staged"]).2.contains("vague-time"));
}

/// A commit with a hook, by the real git; its exit code and what it said.
fn commit(repository: &Repository, arguments: &[&str]) -> (bool, String) {
    let mut command = git(repository.path());
    let path = Path::new(env!("CARGO_BIN_EXE_candor")).parent().unwrap().display().to_string();
    let path = format!("{path}:{}", std::env::var("PATH").unwrap());
    command.env("PATH", path).env("SOURCE_DATE_EPOCH", "1795780800");
    command.args(["-c", "user.name=Jane", "-c", "user.email=jane@pay.example", "commit", "-m", "change"]);
    let (code, said, told) = came(&command.args(arguments).output().unwrap());
    (code == Some(0), said + &told)
}

fn hook(repository: &Repository, text: &str) {
    let hook = repository.path().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, text).unwrap();
    assert!(std::process::Command::new("chmod").arg("+x").arg(&hook).status().unwrap().success());
}

#[test]
fn a_hook_blocks_a_bad_commit_and_lets_a_good_one_through() {
    let repository = started();
    hook(&repository, "#!/bin/sh\nexec candor check --staged --since HEAD\n");
    let file = format!("{FOLDER}/02-more.md");
    let bad = FIRST.replace("11:20", "11:40").replace("soon", "in SEV-1");
    repository.write(&file, &bad);
    repository.git(&["add", &file]);
    let head = repository.git(&["rev-parse", "HEAD"]);
    let (done, said) = commit(&repository, &[]);
    assert!(!done && said.contains("error[leak-severity]") && said.contains("Card payments fail in SEV-1."), "{said}");
    assert_eq!(repository.git(&["rev-parse", "HEAD"]), head);

    // Only a part of what is staged: git hands the hook an index of its own.
    repository.write("content/pages/about.md", "---\ntitle: About us\n---\n");
    repository.git(&["add", "content/pages"]);
    let (done, said) = commit(&repository, &["--only", "content/pages/about.md"]);
    assert!(done && !said.contains("SEV-1"), "{said}");
    let (done, said) = commit(&repository, &[]);
    assert!(!done && said.contains("leak-severity"), "{said}");
    repository.write(&file, &bad.replace("in SEV-1", "today"));
    let (done, said) = commit(&repository, &["--all"]);
    assert!(done, "{said}");
}

#[test]
fn a_hook_works_in_a_folder_of_a_repository_in_a_worktree_and_before_the_first_commit() {
    let above = tempfile::tempdir().unwrap();
    let site = started();
    let copied = std::process::Command::new("cp").arg("-r").arg(site.path().join("content")).arg(above.path()).status();
    assert!(copied.unwrap().success());
    let repository = Repository(above);
    let inner = repository.path().join("pages/status");
    assert!(std::process::Command::new("mkdir").arg("-p").arg(&inner).status().unwrap().success());
    assert!(
        std::process::Command::new("mv").arg(repository.path().join("content")).arg(&inner).status().unwrap().success()
    );
    repository.git(&["init", "-q", "-b", "main"]);
    // Whichever way the hook goes there.
    for hooked in [
        "candor check --site pages/status --staged --since HEAD",
        "cd pages/status && candor check --staged --since HEAD",
    ] {
        hook(&repository, &format!("#!/bin/sh\n{hooked}\n"));
        let file = "pages/status/content/incidents/2026-11-20-payments/02-more.md";
        repository.write(file, &FIRST.replace("11:20", "11:40").replace("soon", "in SEV-1"));
        repository.git(&["add", "--all"]);
        let (done, said) = commit(&repository, &[]);
        assert!(!done && said.contains("leak-severity") && said.contains("this becomes public:"), "{said}");
        repository.write(file, &FIRST.replace("11:20", "11:40").replace("soon", "today"));
        repository.git(&["add", "--all"]);
        let (done, said) = commit(&repository, &["--allow-empty"]);
        assert!(done, "{said}");
    }
    // A worktree beside it: git names its folders to the hook.
    let beside = tempfile::tempdir().unwrap();
    let tree = beside.path().join("tree");
    repository.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    let away = candor(&tree.join("pages/status"), &["check", "--since", "main"]);
    assert_eq!(away, ok("nothing more becomes public\n"));
    let told = candor(&tree, &["check", "--since", "main", "--site", "pages/status", "--staged"]);
    assert_eq!(told, ok("nothing more becomes public\n"));
}

#[test]
fn a_merge_and_a_conflict_are_looked_at_as_what_they_are() {
    let repository = started();
    let file = format!("{FOLDER}/01-first.md");
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write(&file, &FIRST.replace("Card", "All"));
    repository.commit("2026-11-20T11:42:00Z", "Otto");
    repository.git(&["checkout", "-q", "main"]);
    repository.write(&file, &FIRST.replace("Card", "Most"));
    repository.commit("2026-11-20T11:43:00Z", "Jane");
    repository.merge("2026-11-20T11:44:00Z", "Boss", "other");
    let (code, said, told) = repository.candor(&["check", "--staged"]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert_eq!(
        told,
        format!("error: `{file}` has a conflict that is not resolved: resolve it, and `git add` the file\n")
    );
    repository.write(&file, &FIRST.replace("Card", "Most, not all,"));
    repository.git(&["add", &file]);
    let (code, said, _) = repository.candor(&["check", "--staged", "--since", "HEAD"]);
    assert_eq!(code, Some(0));
    assert_eq!(said, format!("this becomes public:\n\n{file}\n   7 | Most, not all, payments fail soon.\n"));
}

#[test]
fn a_revision_is_never_taken_for_an_option_and_hostile_trees_write_nothing_outside() {
    let repository = started();
    for named in ["--output=/tmp/x", "-n", "nowhere", "HEAD:content", "@{u}", "main..HEAD"] {
        let (code, said, told) = repository.candor(&["check", &format!("--since={named}")]);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{told}");
        assert_eq!(
            told,
            format!(
                "error: `{named}` is no commit, branch or tag of this repository: `git fetch` it, or name another\n"
            )
        );
    }
    // A link in the place of a folder is told as one, and nothing is read through it.
    let secret = tempfile::tempdir().unwrap();
    let link = repository.path().join("content/pages");
    std::os::unix::fs::symlink(secret.path(), link).unwrap();
    repository.git(&["add", "--all"]);
    let (code, _, told) = repository.candor(&["check", "--staged", "--since", "HEAD"]);
    assert!(code == Some(1) && told.contains("a symbolic link is never followed"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let (code, _, told) = candor(folder.path(), &["check", "--staged"]);
    assert_eq!(
        (code, told.as_str()),
        (Some(2), "error: `.` lies in no git repository: go to a clone, or run `git init`\n")
    );
}
