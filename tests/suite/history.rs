//! What git knows of the files, in real repositories: renames, merges, a shallow clone; told inside the company alone.

use crate::generated::tried;
use crate::repository::{Came, Repository, candor, git};
use candor::model::{Commit, First, History, Stamp};
use candor::read::{self, Depth};
use candor::world;
use proptest::prelude::*;

pub(crate) const FOLDER: &str = "content/incidents/2026-11-20-payments";
pub(crate) const UPDATE: &str = "---\nstatus: identified\nat: 2026-11-20T11:20:00Z\ncomponents: {checkout: partial_outage}\n---\nCard payments fail for one in five.\nBank transfers work, and so do wallets.\n";

pub(crate) fn incident() -> Repository {
    let repository = Repository::new();
    repository.write(&format!("{FOLDER}/incident.md"), "---\ntitle: Payments fail\n---\n");
    repository.write(&format!("{FOLDER}/01-first.md"), UPDATE);
    repository
}

fn history(repository: &Repository) -> History {
    let world::git::Log { log, differing, shallow } = world::git::log(repository.path()).unwrap();
    read::history(&log, &differing, if shallow { Depth::Shallow } else { Depth::Whole })
}

pub(crate) fn of(repository: &Repository, file: &str) -> Commit {
    history(repository).of(&format!("{FOLDER}/{file}"))
}

fn stamp(at: &str, by: &str) -> Stamp {
    Stamp { at: at.parse().unwrap(), by: Some(by.to_owned()) }
}

pub(crate) fn first(at: &str, by: &str) -> Commit {
    Commit { first: First::At(stamp(at, by)), changed: None, pending: false }
}

fn page(repository: &Repository, folder: &str) -> String {
    let files = repository.files(folder);
    let (_, page) = files.iter().find(|(path, _)| path.ends_with("2026-11-20-payments.html")).unwrap();
    String::from_utf8(page.clone()).unwrap()
}

#[test]
fn insiders_are_told_who_committed_what_and_whether_it_changed_and_nobody_else_is() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:10Z", "Jane Roe & Co");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    repository.commit("2026-11-20T11:40:00Z", "Otto");
    repository.write(&format!("{FOLDER}/02-more.internal.md"), &UPDATE.replace("11:20", "11:30"));

    let build = |arguments: &[&str]| {
        let (code, _, told) = repository.candor(&[&["build", "--quiet"], arguments].concat());
        assert_eq!((code, told.as_str()), (Some(0), ""));
    };
    build(&["--out", "without"]);
    build(&["--out", "with", "--git"]);
    build(&["--out", "again", "--git"]);
    assert_eq!(repository.files("with"), repository.files("again"));
    for outside in ["public", "private/strategic/acme"] {
        assert_eq!(repository.files(&format!("without/{outside}")), repository.files(&format!("with/{outside}")));
    }
    let told = page(&repository, "with/private/support");
    for line in [
        "Committed 20 Nov, 11:22 UTC by Jane Roe &amp; Co · words changed 20 Nov, 11:40 UTC by Otto</p>",
        "<p class=\"small\">Not committed yet</p>",
    ] {
        assert!(told.contains(line), "{line} is not in {told}");
    }
    assert!(!page(&repository, "without/private/support").contains("ommitted"));
}

#[test]
fn a_rename_is_no_change_and_new_readers_are_a_new_publication() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:10Z", "Jane");
    // Another folder, and words changed on the way.
    let moved = "content/incidents/2026-11-20-cards";
    repository.git(&["mv", FOLDER, moved]);
    repository.write(&format!("{moved}/01-first.md"), &UPDATE.replace("five", "six"));
    repository.commit("2026-11-20T11:30:00Z", "Otto");
    repository.git(&["mv", moved, FOLDER]);
    repository.git(&["mv", &format!("{FOLDER}/01-first.md"), &format!("{FOLDER}/02-first.md")]);
    repository.commit("2026-11-20T11:31:00Z", "Otto");
    let changed = Some(stamp("2026-11-20T11:30:00Z", "Otto"));
    let both = Commit { changed, ..first("2026-11-20T11:22:10Z", "Jane") };
    assert_eq!(of(&repository, "02-first.md"), both);
    assert_eq!(of(&repository, "incident.md"), first("2026-11-20T11:22:10Z", "Jane"));

    repository.git(&["mv", &format!("{FOLDER}/02-first.md"), &format!("{FOLDER}/02-first.support.md")]);
    repository.commit("2026-11-20T11:32:00Z", "Ada");
    assert_eq!(of(&repository, "02-first.support.md"), first("2026-11-20T11:32:00Z", "Ada"));
    // A mode is no word.
    let file = repository.path().join(FOLDER).join("02-first.support.md");
    assert!(std::process::Command::new("chmod").arg("+x").arg(&file).status().unwrap().success());
    repository.commit("2026-11-20T11:33:00Z", "Ada");
    assert_eq!(of(&repository, "02-first.support.md"), first("2026-11-20T11:32:00Z", "Ada"));
    // What was deleted and comes back is new.
    repository.git(&["rm", "-q", &format!("{FOLDER}/02-first.support.md")]);
    repository.commit("2026-11-20T11:34:00Z", "Ada");
    assert_eq!(of(&repository, "02-first.support.md").first, First::Never);
    repository.git(&["revert", "--no-commit", "HEAD"]);
    repository.commit("2026-11-20T11:35:00Z", "Ben");
    assert_eq!(of(&repository, "02-first.support.md"), first("2026-11-20T11:35:00Z", "Ben"));
}

#[test]
fn a_merge_brings_its_branch_in_at_its_own_time_and_whoever_wrote_the_words_is_named() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.git(&["checkout", "-q", "-b", "more"]);
    repository.write(&format!("{FOLDER}/02-more.internal.md"), "Draft.\n");
    repository.commit("2026-11-20T11:25:00Z", "Otto");
    repository.write(&format!("{FOLDER}/02-more.internal.md"), "Words.\n");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    repository.commit("2026-11-20T11:26:00Z", "Ada");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n");
    repository.commit("2026-11-20T11:30:00Z", "Jane");
    repository.merge("2026-11-20T11:41:00Z", "Boss", "more");
    // A draft that was never on this branch was never changed here.
    assert_eq!(of(&repository, "02-more.internal.md"), first("2026-11-20T11:41:00Z", "Ada"));
    let changed = Some(stamp("2026-11-20T11:41:00Z", "Ada"));
    assert_eq!(of(&repository, "01-first.md"), Commit { changed, ..first("2026-11-20T11:22:00Z", "Jane") });

    // A conflict is resolved by whoever merges.
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "seven"));
    repository.commit("2026-11-20T11:42:00Z", "Otto");
    repository.git(&["checkout", "-q", "main"]);
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "eight"));
    repository.commit("2026-11-20T11:43:00Z", "Jane");
    repository.merge("2026-11-20T11:44:00Z", "Boss", "other");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "nine"));
    repository.commit("2026-11-20T11:45:00Z", "Boss");
    assert_eq!(of(&repository, "01-first.md").changed, Some(stamp("2026-11-20T11:45:00Z", "Boss")));
    // What is not committed is said.
    repository.write(&format!("{FOLDER}/01-first.md"), UPDATE);
    assert!(of(&repository, "01-first.md").pending && !of(&repository, "incident.md").pending);
}

#[test]
fn an_update_that_gets_another_number_is_the_same_and_one_with_another_name_is_not() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let renumbered = |from: &str, to: &str, words: &str| {
        repository.git(&["mv", from, to]);
        repository.write(to, &UPDATE.replace("five", words));
    };
    renumbered(&format!("{FOLDER}/01-first.md"), &format!("{FOLDER}/03-first.md"), "six");
    repository.commit("2026-11-20T11:30:00Z", "Otto");
    let changed = Some(stamp("2026-11-20T11:30:00Z", "Otto"));
    assert_eq!(of(&repository, "03-first.md"), Commit { changed, ..first("2026-11-20T11:22:00Z", "Jane") });
    // Another name, or another number in another folder: nothing says that it is the same.
    renumbered(&format!("{FOLDER}/03-first.md"), &format!("{FOLDER}/03-second.md"), "seven");
    repository.commit("2026-11-20T11:31:00Z", "Ada");
    assert_eq!(of(&repository, "03-second.md"), first("2026-11-20T11:31:00Z", "Ada"));
    repository.write("content/incidents/2026-11-20-cards/incident.md", "---\ntitle: Cards fail\n---\n");
    let elsewhere = "content/incidents/2026-11-20-cards/04-second.md";
    renumbered(&format!("{FOLDER}/03-second.md"), elsewhere, "eight");
    repository.commit("2026-11-20T11:32:00Z", "Ben");
    assert_eq!(history(&repository).of(elsewhere), first("2026-11-20T11:32:00Z", "Ben"));
}

#[test]
fn words_that_a_branch_brings_back_are_those_of_whoever_wrote_them_there() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    repository.commit("2026-11-20T11:23:00Z", "Jane");
    repository.git(&["checkout", "-q", "-b", "back"]);
    repository.write(&format!("{FOLDER}/01-first.md"), UPDATE);
    repository.commit("2026-11-20T11:24:00Z", "Otto");
    repository.git(&["checkout", "-q", "main"]);
    repository.merge("2026-11-20T11:30:00Z", "Boss", "back");
    assert_eq!(of(&repository, "01-first.md").changed, Some(stamp("2026-11-20T11:30:00Z", "Otto")));
}

#[test]
fn a_shallow_clone_is_said_and_not_guessed() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.write(&format!("{FOLDER}/02-more.internal.md"), &UPDATE.replace("11:20", "11:30"));
    repository.commit("2026-11-20T11:30:00Z", "Otto");
    let clone = |depth: &str| {
        let folder = tempfile::tempdir().unwrap();
        let from = format!("file://{}", repository.path().display());
        assert!(git(folder.path()).args(["clone", "-q", "--depth", depth, &from, "."]).status().unwrap().success());
        Repository(folder)
    };
    let one = clone("1");
    let earlier = Commit { first: First::Earlier, changed: None, pending: false };
    assert_eq!(of(&one, "01-first.md"), earlier);
    assert_eq!(of(&one, "02-more.internal.md"), earlier);
    let told = "warning: this clone is shallow, and nobody is told what was committed before it begins: `git fetch --unshallow` brings the rest\n";
    assert_eq!(one.candor(&["build", "--quiet", "--git"]), (Some(0), String::new(), told.to_owned()));
    assert!(page(&one, "private/support").contains("Committed before the history at hand begins"));
    assert!(history(&one).shallow && !history(&repository).shallow);
    // What is committed on top is known as ever.
    let more = clone("1");
    more.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    more.commit("2026-11-20T11:40:00Z", "Ada");
    assert_eq!(
        of(&more, "01-first.md"),
        Commit { changed: Some(stamp("2026-11-20T11:40:00Z", "Ada")), ..earlier.clone() }
    );
    // Whole again, everything is known.
    one.git(&["fetch", "-q", "--unshallow"]);
    assert_eq!(history(&one), history(&repository));
    assert_eq!(one.candor(&["build", "--quiet", "--git"]), (Some(0), String::new(), String::new()));
}

#[test]
fn without_git_or_a_repository_it_is_said_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let repository = incident();
    assert!(
        std::process::Command::new("cp")
            .arg("-r")
            .arg(repository.path().join("content"))
            .arg(folder.path())
            .status()
            .unwrap()
            .success()
    );
    let (code, said, told) = candor(folder.path(), &["build", "--git"]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert_eq!(told, "error: `.` lies in no git repository: leave out `--git`, or build from a clone\n");
    assert!(!folder.path().join("public").exists());
    // For the public alone nothing is asked of git.
    assert_eq!(candor(folder.path(), &["build", "--git", "--quiet", "--edition", "public"]).0, Some(0));

    // Before the first commit, nothing is committed.
    assert_eq!(repository.candor(&["build", "--git", "--quiet"]), (Some(0), String::new(), String::new()));
    assert!(page(&repository, "private/support").contains("Not committed yet"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_candor"));
    let output =
        command.current_dir(repository.path()).args(["build", "--git"]).env("PATH", "/nowhere").output().unwrap();
    let (code, _, told) = crate::repository::came(&output);
    assert_eq!((code, told.as_str()), (Some(2), "error: there is no `git` on this machine: install it\n"));
}

#[test]
fn whoever_is_owed_a_word_is_shown_with_who_committed_the_last_one() {
    let repository = incident();
    repository.write("content/policy.yaml", "severities: {sev1: {notify: {public: {within: 10m, every: 30m}}}}\n");
    repository
        .write(&format!("{FOLDER}/incident.internal.md"), "---\nseverity: sev1\ndeclared: 2026-11-20T11:05:00Z\n---\n");
    let due = |repository: &Repository| -> Came { repository.candor(&["due"]) };
    let line = "2026-11-20-payments: Payments fail (sev1)\n  public               overdue for 10m, at 2026-11-20T11:50:00Z; last told 2026-11-20T11:20:00Z; policy for sev1: public every 30m\n";
    let told = |more: &str| (Some(1), format!("{line}                       {more}\n"), String::new());
    assert_eq!(due(&repository), told("not committed yet"));
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    repository.write(&format!("{FOLDER}/01-first.md"), &UPDATE.replace("five", "six"));
    repository.commit("2026-11-20T11:30:00Z", "Otto");
    let both = "committed 2026-11-20T11:22:00Z by Jane; words changed 2026-11-20T11:30:00Z by Otto";
    assert_eq!(due(&repository), told(both));
    repository.write(&format!("{FOLDER}/01-first.md"), UPDATE);
    assert_eq!(due(&repository), told(&format!("{both}; changed since, and not committed")));
    let (_, json, _) = repository.candor(&["due", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["due"][0]["commit"]["changed"], serde_json::json!({"at": "2026-11-20T11:30:00Z", "by": "Otto"}));
}

#[test]
fn an_edition_with_git_depends_on_no_commit_of_a_file_its_readers_may_not_read() {
    let built = |with: bool| {
        let repository = incident();
        repository.commit("2026-11-20T11:22:00Z", "Jane");
        if with {
            repository.write(&format!("{FOLDER}/02-more.executives.md"), &UPDATE.replace("11:20", "11:30"));
            repository.write(&format!("{FOLDER}/02-more.strategic.acme.md"), &UPDATE.replace("11:20", "11:30"));
            repository.commit("2026-11-20T11:31:00Z", "Boss");
            repository.git(&["rm", "-q", &format!("{FOLDER}/02-more.executives.md")]);
        }
        // The same words in the same commit, and no origin of theirs.
        repository.write(&format!("{FOLDER}/02-more.internal.md"), &UPDATE.replace("11:20", "11:30"));
        repository.commit("2026-11-20T11:40:00Z", "Otto");
        assert_eq!(repository.candor(&["build", "--quiet", "--git"]), (Some(0), String::new(), String::new()));
        (repository.files("private/support"), repository.files("public"))
    };
    let (without, with) = (built(false), built(true));
    assert!(without == with);
    assert!(without.0.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("by Otto")));
}

#[test]
fn a_repository_of_somebody_else_is_read_only_if_the_user_trusts_it() {
    let repository = incident();
    repository.commit("2026-11-20T11:22:00Z", "Jane");
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_candor"));
        command.current_dir(repository.path()).args(arguments).args(["--now", crate::repository::NOW]);
        // What git's own tests set to be refused.
        command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
        crate::repository::came(&command.output().unwrap())
    };
    let folder = std::path::absolute(repository.path()).unwrap();
    let told = format!(
        "error: git refuses: detected dubious ownership in repository at '{0}': run this as its owner, or say that you trust it: `git config --global --add safe.directory {0}`\n",
        folder.display()
    );
    for arguments in
        [&["build", "--git"][..], &["check", "--since", "HEAD"], &["check", "--since", "main"], &["check", "--staged"]]
    {
        assert_eq!(run(arguments), (Some(2), String::new(), told.clone()), "{arguments:?}");
    }
    let mut trust = std::process::Command::new("git");
    trust.args(["config", "--global", "--add", "safe.directory"]).arg(&folder).env("HOME", home.path());
    assert!(trust.env_remove("XDG_CONFIG_HOME").env_remove("GIT_CONFIG_GLOBAL").status().unwrap().success());
    assert_eq!(run(&["build", "--git", "--quiet"]).0, Some(0));
    assert_eq!(run(&["check", "--since", "main"]).0, Some(0));
}

/// One step of a history: what happens to files of one suffix.
#[derive(Debug, Clone)]
enum Step {
    Write(u8, u8),
    Move(u8, u8),
    Delete(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..2_u8, 0..2_u8).prop_map(|(file, words)| Step::Write(file, words)),
        2 => (0..2_u8, 0..2_u8).prop_map(|(file, to)| Step::Move(file, to)),
        1 => (0..2_u8).prop_map(Step::Delete),
    ];
    prop::collection::vec(step, 1..5)
}

#[expect(clippy::disallowed_methods, reason = "git works on real folders")]
fn take(repository: &Repository, suffix: &str, step: &Step) {
    let file = |number: &u8| format!("content/incidents/2026-11-20-{number}/0{number}-update{suffix}.md");
    let at = |number: &u8| repository.path().join(file(number));
    match step {
        Step::Write(number, words) => repository.write(&file(number), &format!("{UPDATE}{words}\n")),
        Step::Move(from, to) if at(from).exists() && from != to => {
            let text = std::fs::read_to_string(at(from)).unwrap();
            std::fs::remove_file(at(from)).unwrap();
            repository.write(&file(to), &text);
        }
        Step::Delete(number) if at(number).exists() => std::fs::remove_file(at(number)).unwrap(),
        Step::Move(..) | Step::Delete(_) => {}
    }
}

proptest! {
    #![proptest_config(tried(12))]

    /// Files that an edition may not read – with the same words, renamed, deleted in the same commits – change nothing of
    /// what is told of those that it may.
    #[test]
    fn what_is_told_of_a_file_depends_on_files_of_its_own_suffix_alone(
        own in prop::collection::vec(steps(), 1..5),
        other in prop::collection::vec(steps(), 5),
    ) {
        let told = |with: bool| {
            let repository = Repository::new();
            for (number, (own, other)) in own.iter().zip(&other).enumerate() {
                let is_branch = number % 2 == 1;
                if is_branch {
                    repository.git(&["checkout", "-q", "-b", &format!("b{number}")]);
                }
                for step in own {
                    take(&repository, ".internal", step);
                }
                for step in other.iter().filter(|_| with) {
                    take(&repository, ".executives", step);
                }
                repository.commit(&format!("2026-11-20T11:0{number}:00Z"), &format!("Writer {number}"));
                if is_branch {
                    repository.git(&["checkout", "-q", "main"]);
                    repository.merge(&format!("2026-11-20T11:1{number}:00Z"), "Boss", &format!("b{number}"));
                }
            }
            let mut history = history(&repository);
            history.commits.retain(|path, _| path.ends_with(".internal.md"));
            history
        };
        prop_assert_eq!(told(false), told(true));
    }
}
