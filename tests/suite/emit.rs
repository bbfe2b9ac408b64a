//! A look-up sees one whole edition, the old or the new, and nothing is lost that Candor did not write.
#![expect(clippy::disallowed_methods, reason = "these tests look at the folders that were written")]

use crate::generated::{times, tried};
use candor::world::{Emission, Emitted, Method, Replaced, discard_stale, emit, emit_as, write_beside};
use jiff::Timestamp;
use proptest::prelude::*;
use rustix::fs::{Access, AtFlags, Mode, OFlags};
use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Memory if there is some: these tests write far more than they keep.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Where nobody is on the way to a file, nobody is waited for.
pub(crate) fn put(method: Method, target: &Path, tree: &Tree) -> anyhow::Result<Emitted> {
    let paths: Vec<String> = tree.keys().cloned().collect();
    let render = |path: &str| Ok(tree[path].clone());
    let modified = Timestamp::from_second(1_000_000).unwrap();
    let grace = Duration::ZERO;
    let emission = Emission { target, edition: "public", modified, paths: &paths, render: &render, method, grace };
    let (emitted, replaced) = emit_as(&emission)?;
    replaced.map_or(Ok(()), Replaced::remove).map(|()| emitted)
}

/// Replaces an edition as `candor build` does, up to what is left of the old one.
fn replace(target: &Path, tree: &Tree) -> Replaced {
    let paths: Vec<String> = tree.keys().cloned().collect();
    emit(target, "public", Timestamp::UNIX_EPOCH, &paths, &|path| Ok(tree[path].clone())).unwrap().1.unwrap()
}

/// Every file of an edition but the marker.
pub(crate) fn found(target: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(target).min_depth(1).follow_links(false) {
        let entry = entry.unwrap();
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(target).unwrap().to_str().unwrap().to_owned();
            tree.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    assert_eq!(tree.remove(".candor"), Some(b"edition: public\n".to_vec()));
    tree
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

fn told(result: anyhow::Result<Emitted>, root: &Path) -> String {
    result.unwrap_err().to_string().replace(std::fs::canonicalize(root).unwrap().to_str().unwrap(), "")
}

#[test]
fn an_edition_is_written_with_its_times_and_rights_and_nothing_beside_it() {
    let root = folder();
    let target = root.path().join("out/public");
    let new = tree(&[("index.html", "index"), ("incidents/api/index.html", "api")]);
    let emitted = put(Method::Exchange, &target, &new).unwrap();
    assert_eq!(emitted, Emitted { files: 2, bytes: 8, unchanged: 0 });
    assert_eq!(found(&target), new);
    assert_eq!(names(&root.path().join("out")), ["public"]);
    for entry in walkdir::WalkDir::new(&target) {
        let metadata = entry.unwrap().metadata().unwrap();
        assert_eq!(metadata.mtime(), 1_000_000);
        assert_eq!(metadata.mode() & 0o7777, if metadata.is_dir() { 0o755 } else { 0o644 });
    }
}

#[test]
fn unchanged_files_stay_the_same_files_and_changed_ones_do_not() {
    let root = folder();
    let target = root.path().join("public");
    put(Method::Exchange, &target, &tree(&[("a", "one"), ("b/c", "two"), ("gone/d", "x")])).unwrap();
    std::fs::set_permissions(target.join("gone/d"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let inode = |path: &str| std::fs::metadata(target.join(path)).unwrap().ino();
    let before = (inode("a"), inode("b/c"));
    let new = tree(&[("a", "1ne"), ("b/c", "two"), ("gone/d", "x")]);
    assert_eq!(put(Method::Exchange, &target, &new).unwrap().unchanged, 1);
    assert!(inode("a") != before.0 && inode("b/c") == before.1);
    assert_eq!(std::fs::metadata(target.join("gone/d")).unwrap().mode() & 0o7777, 0o644);
    put(Method::Exchange, &target, &tree(&[("b", "now a file")])).unwrap();
    assert_eq!(found(&target), tree(&[("b", "now a file")]));
}

#[test]
fn an_edition_in_which_nothing_changed_is_not_touched() {
    let root = folder();
    let target = root.path().join("public");
    let same = tree(&[("a", "one"), ("b/c", "two")]);
    put(Method::Exchange, &target, &same).unwrap();
    let inode = || std::fs::metadata(&target).unwrap().ino();
    let before = inode();
    assert_eq!(put(Method::Exchange, &target, &same).unwrap().unchanged, 2);
    assert_eq!(inode(), before);
    for spoil in ["stale.html", "b/stale.html"] {
        std::fs::write(target.join(spoil), "stale").unwrap();
        put(Method::Exchange, &target, &same).unwrap();
        assert_eq!(found(&target), same);
    }
    std::fs::create_dir(target.join("empty")).unwrap();
    put(Method::Exchange, &target, &same).unwrap();
    assert!(!target.join("empty").exists());
}

#[test]
fn what_candor_did_not_write_is_refused_and_kept() {
    let root = folder();
    let target = root.path().join("public");
    let new = tree(&[("a", "new")]);
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("thesis.txt"), "years").unwrap();
    let refused = "`/public` holds something that Candor did not write: move it away, or build into another folder";
    assert_eq!(told(put(Method::Exchange, &target, &new), root.path()), refused);
    symlink("thesis.txt", target.join(".candor")).unwrap();
    std::fs::write(target.join("thesis.txt"), "edition: public\n").unwrap();
    assert_eq!(told(put(Method::Exchange, &target, &new), root.path()), refused);
    assert_eq!(names(&target), [".candor", "thesis.txt"]);
    std::fs::remove_file(target.join(".candor")).unwrap();
    std::fs::write(target.join(".candor"), "edition: executives\n").unwrap();
    assert_eq!(
        told(put(Method::Exchange, &target, &new), root.path()),
        "`/public` holds another edition: move it away, or build into another folder"
    );
    std::fs::write(target.join(".candor"), "edition: public\n").unwrap();
    std::fs::create_dir(target.join(".git")).unwrap();
    assert_eq!(
        told(put(Method::Exchange, &target, &new), root.path()),
        "`/public` holds a git repository, which would go with the old edition: build into another folder"
    );
    assert_eq!(names(&target), [".candor", ".git", "thesis.txt"]);
    assert_eq!(names(root.path()), ["public"]);
    let file = root.path().join("file");
    std::fs::write(&file, "words").unwrap();
    assert_eq!(
        told(put(Method::Exchange, &file, &new), root.path()),
        "`/file` is not a folder: move it away, or build into another folder"
    );
}

#[test]
fn a_page_that_can_not_be_made_leaves_the_old_edition() {
    let root = folder();
    let target = root.path().join("public");
    let old = tree(&[("a", "old"), ("b", "old")]);
    put(Method::Exchange, &target, &old).unwrap();
    let render = |path: &str| if path == "b" { anyhow::bail!("no words") } else { Ok(b"new".to_vec()) };
    let paths = ["a".to_owned(), "b".to_owned()];
    let failed = emit(&target, "public", Timestamp::UNIX_EPOCH, &paths, &render);
    assert_eq!(told(failed.map(|(emitted, _)| emitted), root.path()), "no words");
    assert_eq!((found(&target), names(root.path())), (old, vec!["public".to_owned()]));
}

#[test]
fn a_path_that_leads_outside_is_never_written() {
    let root = folder();
    for path in ["../a", "a/../../b", "/a", "a//b", "", "a/", ".", ".candor"] {
        let target = root.path().join("public");
        let escaped = std::panic::catch_unwind(|| put(Method::Exchange, &target, &tree(&[(path, "x")])));
        assert!(escaped.is_err(), "{path}");
    }
    assert!(names(root.path()).is_empty());
}

#[test]
fn a_link_of_the_users_is_followed_and_kept() {
    let root = folder();
    std::fs::create_dir_all(root.path().join("www/site")).unwrap();
    for link in ["public", "second"] {
        symlink("www/site", root.path().join(link)).unwrap();
    }
    for (link, text) in [("public", "one"), ("second", "two")] {
        let new = tree(&[("a", text)]);
        put(Method::Exchange, &root.path().join(link), &new).unwrap();
        assert_eq!(std::fs::read_link(root.path().join(link)).unwrap(), Path::new("www/site"));
        assert_eq!(found(&root.path().join("www/site")), new);
    }
    symlink("later/site", root.path().join("dangling")).unwrap();
    put(Method::Exchange, &root.path().join("dangling"), &tree(&[("a", "x")])).unwrap();
    assert_eq!(names(root.path()), ["dangling", "later", "public", "second", "www"]);
    symlink("round", root.path().join("round")).unwrap();
    assert!(put(Method::Exchange, &root.path().join("round"), &tree(&[("a", "x")])).is_err());
}

#[test]
fn without_exchange_the_target_is_a_link_that_is_replaced() {
    let root = folder();
    let target = root.path().join("public");
    std::fs::create_dir(&target).unwrap();
    for text in ["one", "two", "three"] {
        let new = tree(&[("a", text), ("b/c", "same")]);
        put(Method::Link, &target, &new).unwrap();
        assert!(std::fs::symlink_metadata(&target).unwrap().is_symlink());
        assert_eq!(found(&std::fs::canonicalize(&target).unwrap()), new);
        assert_eq!(names(root.path()).len(), 2);
    }
    // What was begun with a link goes on with it, whatever the file system can do.
    put(Method::Exchange, &target, &tree(&[("a", "four")])).unwrap();
    assert!(std::fs::symlink_metadata(&target).unwrap().is_symlink());
}

#[test]
fn without_exchange_a_folder_is_refused_with_the_way_out() {
    let root = folder();
    let target = root.path().join("public");
    let old = tree(&[("a", "old")]);
    put(Method::Exchange, &target, &old).unwrap();
    assert_eq!(
        told(put(Method::Link, &target, &tree(&[("a", "new")])), root.path()),
        "`/public` can't be replaced in one step, because its file system exchanges no folders: move it away once, and \
         from then on it will be a link that is replaced"
    );
    assert_eq!((found(&target), names(root.path())), (old, vec!["public".to_owned()]));
}

#[test]
fn what_dead_builds_left_is_removed_and_what_only_looks_like_it_is_not() {
    let root = folder();
    let target = root.path().join("public");
    std::fs::create_dir_all(root.path().join(".public.candor-0123456789ab/deep")).unwrap();
    symlink("nowhere", root.path().join(".public.candor-abcdefghijkl")).unwrap();
    for kept in [".public.candor-short", ".private.candor-0123456789ab", ".public.candor-0123456789a_"] {
        std::fs::create_dir(root.path().join(kept)).unwrap();
    }
    // A lock that nobody holds is no lock.
    std::fs::write(root.path().join(".public.candor.lock"), "").unwrap();
    assert_eq!(discard_stale(&target).unwrap(), 2);
    assert_eq!(
        names(root.path()),
        [".private.candor-0123456789ab", ".public.candor-0123456789a_", ".public.candor-short"]
    );
}

#[test]
fn a_small_file_is_replaced_only_if_it_differs() {
    let root = folder();
    let path = root.path().join("out/next.json");
    let inode = || std::fs::metadata(&path).unwrap().ino();
    write_beside(&path, b"one").unwrap();
    let first = inode();
    write_beside(&path, b"one").unwrap();
    assert_eq!(inode(), first);
    write_beside(&path, b"two").unwrap();
    assert_eq!((std::fs::read(&path).unwrap(), inode() == first), (b"two".to_vec(), false));
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o7777, 0o644);
    assert_eq!(names(path.parent().unwrap()), ["next.json"]);
}

/// How many folders take editions while readers look: each spends its time waiting for them.
const SIDE_BY_SIDE: usize = 25;

/// Replaces editions again and again while readers look, and counts what they missed, and how often they looked.
fn missed(method: Method, swaps: usize) -> (usize, usize) {
    let root = folder();
    let targets: Vec<_> = (0..SIDE_BY_SIDE).map(|number| root.path().join(format!("public{number}"))).collect();
    let of = |number: usize| tree(&[("a/index.html", &format!("edition {number}")), ("b.html", "same")]);
    for target in &targets {
        put(method, target, &of(0)).unwrap();
    }
    let each = swaps.div_ceil(SIDE_BY_SIDE);
    let (left, missed, looked) = (AtomicUsize::new(SIDE_BY_SIDE), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for path in ["a/index.html", "b.html"] {
            let (left, missed, looked) = (&left, &missed, &looked);
            let paths: Vec<_> = targets.iter().map(|target| target.join(path)).collect();
            scope.spawn(move || {
                for path in paths.iter().cycle().take_while(|_| left.load(Ordering::Relaxed) > 0) {
                    let seen = std::fs::read_to_string(path);
                    let whole = seen.is_ok_and(|text| text == "same" || text.starts_with("edition "));
                    missed.fetch_add(usize::from(!whole), Ordering::Relaxed);
                    looked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for target in &targets {
            let (left, of) = (&left, &of);
            scope.spawn(move || {
                for number in 1..=each {
                    replace(target, &of(number)).remove().unwrap();
                }
                left.fetch_sub(1, Ordering::Relaxed);
            });
        }
    });
    for target in &targets {
        assert_eq!(found(&std::fs::canonicalize(target).unwrap()), of(each));
    }
    (missed.into_inner(), looked.into_inner())
}

#[test]
fn readers_miss_nothing_while_thousands_of_editions_follow_each_other() {
    let (missed, looked) = missed(Method::Exchange, times("CANDOR_SWAPS", 1_000));
    assert!(looked > 1_000, "{looked}");
    assert_eq!(missed, 0, "of {looked}");
}

#[test]
fn readers_miss_nothing_while_links_follow_each_other() {
    let (missed, looked) = missed(Method::Link, times("CANDOR_SWAPS", 1_000));
    assert!(looked > 1_000, "{looked}");
    assert_eq!(missed, 0, "of {looked}");
}

#[test]
fn a_look_up_that_is_under_way_ends_in_the_edition_it_began_in() {
    for method in [Method::Exchange, Method::Link] {
        let root = folder();
        let target = root.path().join("public");
        put(method, &target, &tree(&[("a", "old")])).unwrap();
        let look = || rustix::fs::open(&target, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).unwrap();
        let goes_on = |way: &OwnedFd| rustix::fs::accessat(way, "a", Access::EXISTS, AtFlags::empty()).is_ok();
        let way = look();
        let begun = Instant::now();
        let replaced = replace(&target, &tree(&[("a", "new")]));
        assert_eq!(std::fs::read_to_string(target.join("a")).unwrap(), "new");
        assert!(goes_on(&way));
        assert!(names(root.path()).contains(&".public.candor.lock".to_owned()));
        // Sooner it must not go: whoever had found the old folder may have been put aside.
        replaced.remove().unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(100));
        assert!(!goes_on(&way));
        assert!(goes_on(&look()));
    }
}

#[test]
fn builds_at_once_leave_one_whole_edition() {
    let root = folder();
    let target = root.path().join("public");
    let trees = ["one", "two", "three"]
        .map(|text| (0..20).map(|number| (format!("{text}/{number}"), text.as_bytes().to_vec())).collect::<Tree>());
    std::thread::scope(|scope| {
        for tree in &trees {
            let target = &target;
            scope.spawn(move || {
                for _ in 0..60 {
                    assert_eq!(put(Method::Exchange, target, tree).unwrap().files, 20);
                }
            });
        }
    });
    assert!(trees.contains(&found(&target)));
    assert_eq!(names(root.path()), ["public"]);
}

#[test]
fn a_build_waits_for_the_one_that_holds_the_lock() {
    let root = folder();
    let target = root.path().join("public");
    let lock = std::fs::File::create(root.path().join(".public.candor.lock")).unwrap();
    lock.lock().unwrap();
    let (done, waiting) = std::sync::mpsc::channel();
    let builds = std::thread::spawn(move || done.send(put(Method::Exchange, &target, &tree(&[("a", "x")])).is_ok()));
    assert!(waiting.recv_timeout(std::time::Duration::from_millis(100)).is_err());
    assert_eq!(names(root.path()), [".public.candor.lock"]);
    lock.unlock().unwrap();
    assert_eq!(waiting.recv(), Ok(true));
    builds.join().unwrap().unwrap();
    assert_eq!(names(root.path()), ["public"]);
}

/// A file system of its own, unmounted when dropped; none where nobody may mount.
pub(crate) struct Mounted(pub(crate) TempDir);

impl Mounted {
    pub(crate) fn with(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|mount| mount.status.success()).then(|| Self(folder))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Lazily: a process that another test is just starting may still share our open files.
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

#[test]
fn what_stands_in_the_place_of_a_lock_or_a_small_file_holds_no_build() {
    let root = folder();
    let (target, lock, small) =
        (root.path().join("public"), root.path().join(".public.candor.lock"), root.path().join("public.next.json"));
    let pages = tree(&[("index.html", "one")]);
    let pipe = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    pipe(&lock);
    let strange = "`/.public.candor.lock` is no file, and a lock belongs there: delete it";
    assert_eq!(told(put(Method::Exchange, &target, &pages), root.path()), strange);
    std::fs::remove_file(&lock).unwrap();
    symlink("/etc/passwd", &lock).unwrap();
    assert_eq!(told(put(Method::Exchange, &target, &pages), root.path()), strange);
    std::fs::remove_file(&lock).unwrap();
    pipe(&small);
    assert!(write_beside(&small, b"{}").unwrap_err().to_string().ends_with("move it away"));
    assert!(put(Method::Exchange, &target, &pages).is_ok());
}

#[test]
fn a_full_disk_leaves_the_old_edition() {
    let old = tree(&[("a", "old"), ("b/c", "old")]);
    // Pages, then names, run out.
    for options in ["size=256k", "size=4m,nr_inodes=20"] {
        let Some(disk) = Mounted::with(options) else { return };
        let target = disk.0.path().join("public");
        put(Method::Exchange, &target, &old).unwrap();
        let big: Tree = (0..100).map(|number| (format!("{number}"), vec![b'x'; 8192])).collect();
        let error = put(Method::Exchange, &target, &big).unwrap_err();
        assert!(format!("{error:#}").contains("No space left on device"), "{error:#}");
        assert_eq!((found(&target), names(disk.0.path())), (old.clone(), vec!["public".to_owned()]));
        put(Method::Exchange, &target, &tree(&[("a", "new")])).unwrap();
    }
}

#[test]
fn a_mount_point_and_a_disk_that_is_read_only_are_refused() {
    let Some(disk) = Mounted::with("size=256k") else { return };
    let root = disk.0.path().parent().unwrap();
    let told_of = |target: &Path| told(put(Method::Exchange, target, &tree(&[("a", "x")])), root);
    let name = disk.0.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(
        told_of(disk.0.path()),
        format!("`/{name}` is a mount point, which can't be replaced whole: build into a folder inside it")
    );
    let target = disk.0.path().join("public");
    put(Method::Exchange, &target, &tree(&[("a", "old")])).unwrap();
    // A link from one file system into another is followed, and the edition is staged where it goes.
    let here = folder();
    symlink(&target, here.path().join("public")).unwrap();
    put(Method::Exchange, &here.path().join("public"), &tree(&[("a", "newer")])).unwrap();
    assert_eq!((found(&target), names(here.path())), (tree(&[("a", "newer")]), vec!["public".to_owned()]));
    let mut remount = Command::new("mount");
    remount.args(["-o", "remount,ro"]).arg(disk.0.path());
    assert!((0..1000).any(|_| remount.output().unwrap().status.success()));
    assert_eq!(told_of(&target), format!("`/{name}/public` can't be locked for building"));
    assert_eq!(found(&target), tree(&[("a", "newer")]));
}

fn any_tree() -> impl Strategy<Value = Tree> {
    let folder = prop::sample::select(vec!["", "x/", "x/y/", "z/"]);
    let path = (folder, "[a-d]f").prop_map(|(folder, name)| format!("{folder}{name}"));
    prop::collection::btree_map(path, prop::collection::vec(any::<u8>(), 0..4), 0..12)
}

proptest! {
    #![proptest_config(tried(200))]

    #[test]
    fn any_edition_follows_any_other(trees in prop::collection::vec(any_tree(), 1..5)) {
        let root = folder();
        let target = root.path().join("public");
        for tree in &trees {
            put(Method::Exchange, &target, tree).unwrap();
            prop_assert_eq!(&found(&target), tree);
            prop_assert_eq!(names(root.path()), ["public"]);
        }
    }
}
