//! Builds that are killed, or refused by the machine, at any moment and at every system call.
#![expect(clippy::disallowed_methods, reason = "these tests start builds, and look at what is left of them")]

use crate::emit::{Tree, folder, found, names, put, tree};
use crate::generated::times;
use candor::world::Method;
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The variable by which a test tells itself, started once more, where to build: `once /path`.
const ROLE: &str = "CANDOR_TEST_BUILD";

fn old() -> Tree {
    tree(&[("a", "old"), ("same", "same"), ("b/c", "old")])
}

fn new() -> Tree {
    tree(&[("a", "new"), ("same", "same"), ("b/c/d", "new")])
}

/// Plays the building process if that is what this process was started for.
fn has_built(method: Method) -> bool {
    let Ok(role) = std::env::var(ROLE) else { return false };
    let (how_often, target) = role.split_once(' ').unwrap();
    let rounds = if how_often == "endless" { usize::MAX } else { 1 };
    for tree in [new(), old()].iter().cycle().take(rounds) {
        put(method, Path::new(target), tree).unwrap();
    }
    true
}

fn build(mut command: Command, test: &str, role: &str) -> Command {
    command.args(["--exact", test]).env(ROLE, role).env("RAYON_NUM_THREADS", "1");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What stands at a target, links resolved.
fn standing(target: &Path) -> Tree {
    found(&std::fs::canonicalize(target).unwrap())
}

/// That a whole edition stands, and that the next build leaves nothing else.
fn assert_whole(method: Method, target: &Path, what: &str) {
    let stands = standing(target);
    assert!(stands == old() || stands == new(), "{what}: {stands:?}");
    put(method, target, &old()).unwrap();
    assert_eq!(standing(target), old(), "{what}");
    let left = names(target.parent().unwrap());
    assert_eq!(left.len(), if method == Method::Link { 2 } else { 1 }, "{what}: {left:?}");
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_edition() {
    let method = Method::Exchange;
    if has_built(method) {
        return;
    }
    let root = folder();
    let target = root.path().join("public");
    put(method, &target, &old()).unwrap();
    let mut interrupted = 0;
    let mut moment: u64 = 1;
    for round in 0..times("CANDOR_KILLS", 200) {
        // A fixed walk through the first milliseconds; the machine's own pace makes the moments random.
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let test = "kill::a_build_killed_at_any_moment_leaves_one_whole_edition";
        let role = format!("endless {}", target.display());
        let mut child = build(Command::new(std::env::current_exe().unwrap()), test, &role).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(3_000 + (moment >> 33) % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        interrupted += usize::from(names(root.path()).len() > 1);
        assert_whole(method, &target, &format!("round {round}"));
    }
    assert!(interrupted > 20, "only {interrupted} builds were in the middle of something");
}

#[test]
fn a_build_that_fails_at_any_system_call_leaves_one_whole_edition() {
    if !has_built(Method::Exchange) {
        at_every_call(Method::Exchange, "kill::a_build_that_fails_at_any_system_call_leaves_one_whole_edition");
    }
}

#[test]
fn a_build_by_links_that_fails_at_any_system_call_leaves_one_whole_edition() {
    if !has_built(Method::Link) {
        at_every_call(Method::Link, "kill::a_build_by_links_that_fails_at_any_system_call_leaves_one_whole_edition");
    }
}

#[test]
fn rights_do_not_depend_on_who_builds() {
    if has_built(Method::Exchange) {
        return;
    }
    let root = folder();
    let target = root.path().join("public");
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 277; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    let role = format!("once {}", target.display());
    assert!(build(shell, "kill::rights_do_not_depend_on_who_builds", &role).status().unwrap().success());
    for entry in walkdir::WalkDir::new(&target) {
        let metadata = entry.unwrap().metadata().unwrap();
        assert_eq!(metadata.mode() & 0o7777, if metadata.is_dir() { 0o755 } else { 0o644 });
    }
}

/// The calls that change something, by the names that they have on one machine or another.
const CALLS: [&str; 18] = [
    "write",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "fchmod",
    "utimensat",
    "fsync",
    "syncfs",
    "flock",
];

fn at_every_call(method: Method, test: &str) {
    let root = folder();
    let target = root.path().join("public");
    put(method, &target, &old()).unwrap();
    let Some(calls) = calls(&root.path().join("log"), test, &target) else { return };
    assert_whole(method, &target, "traced");
    assert!(calls.keys().filter(|call| call.starts_with("rename")).count() > 0, "{calls:?}");
    for (call, times) in &calls {
        // Up to the swap the methods are one; and each build by links waits for its readers.
        if method == Method::Link && ["write", "flock", "fchmod", "utimensat", "syncfs"].contains(&call.as_str()) {
            continue;
        }
        for (when, fault) in
            (1..=*times).flat_map(|when| ["signal=KILL", "error=EIO", "error=ENOSPC"].map(|fault| (when, fault)))
        {
            let inject = format!("inject={call}:{fault}:when={when}");
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
            strace.arg(std::env::current_exe().unwrap());
            let status = build(strace, test, &format!("once {}", target.display())).status().unwrap();
            if status.success() {
                assert_eq!(standing(&target), new(), "{inject}");
            }
            assert_whole(method, &target, &inject);
        }
    }
}

/// How often one thread of a build makes each call; nothing where there is no strace.
fn calls(log: &PathBuf, test: &str, target: &Path) -> Option<BTreeMap<String, usize>> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(log).args(["-e", "trace=%file,%desc"]).arg(std::env::current_exe().unwrap());
    let status = build(strace, test, &format!("once {}", target.display())).status().ok()?;
    assert!(status.success());
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((call, _)) = call.trim_start().split_once('(') else { continue };
        if CALLS.contains(&call) {
            *counts.entry((call.to_owned(), thread.to_owned())).or_default() += 1;
        }
    }
    std::fs::remove_file(log).unwrap();
    let mut calls = BTreeMap::new();
    for ((call, _), count) in counts {
        let most: &mut usize = calls.entry(call).or_default();
        *most = count.max(*most);
    }
    Some(calls)
}
