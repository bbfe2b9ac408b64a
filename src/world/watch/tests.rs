//! What each way of finding a change finds by itself, where the others would come too late.

use super::{Difference, Watch};
use notify::Event;
use notify::event::{AccessKind, AccessMode, EventKind, Flag};
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than any test.
const NEVER: Duration = Duration::from_secs(3600);

/// A watch that has seen everything and looks through everything no more, unless something makes it.
fn begun(folder: &Path) -> Watch {
    fs::create_dir_all(folder.join("content/pages")).unwrap();
    fs::write(folder.join("content/pages/a.md"), "a").unwrap();
    let mut watch = Watch::begin(folder).unwrap();
    watch.seldom = NEVER;
    watch
}

/// As [`begun`], and nobody tells it of changes but the test.
fn deaf() -> (TempDir, Watch, Sender<notify::Result<Event>>) {
    let folder = tempfile::tempdir().unwrap();
    let mut watch = begun(folder.path());
    let (teller, events) = channel();
    watch.events = events;
    while !watch.next(Some(Instant::now())).unwrap().is_empty() {}
    settle(&mut watch);
    (folder, watch, teller)
}

/// Lets the looks pass that follow a start.
fn settle(watch: &mut Watch) {
    while watch.due < Instant::now() + NEVER / 2 {
        watch.next(Some(watch.due + Duration::from_millis(1))).unwrap();
    }
}

fn next(watch: &mut Watch) -> Vec<String> {
    let found = watch.next(Some(Instant::now() + Duration::from_secs(30))).unwrap();
    names(&found)
}

fn names(found: &Difference) -> Vec<String> {
    let there = found.listed.iter().map(|one| one.path.to_string());
    there.chain(found.gone.iter().map(|path| format!("-{path}"))).collect()
}

fn is_let_be(watch: &mut Watch) -> bool {
    watch.next(Some(Instant::now() + Duration::from_millis(200))).unwrap().is_empty()
}

fn closed(path: &Path) -> Event {
    Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path(path.to_owned())
}

#[test]
fn what_is_not_wanted_first_is_told_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut watch = begun(folder.path());
    fs::create_dir_all(folder.path().join("content/incidents/one")).unwrap();
    for path in ["content/pages/a.support.md", "content/incidents/one/01-update.support.md"] {
        fs::write(folder.path().join(path), "private").unwrap();
    }
    let first = watch.first(&|path| !path.contains(".support.")).unwrap();
    assert_eq!(names(&first), ["content/pages/a.md"]);
    let mut rest = next(&mut watch);
    // It was saved so shortly before that it may be told twice.
    rest.retain(|path| path != "content/pages/a.md");
    assert_eq!(rest, ["content/incidents/one/01-update.support.md", "content/pages/a.support.md"]);
    fs::remove_file(folder.path().join("content/pages/a.support.md")).unwrap();
    watch.again();
    let all = watch.next(Some(Instant::now() + Duration::from_secs(30))).unwrap();
    assert!(all.is_whole, "what is not listed is gone");
    assert_eq!(names(&all), ["content/incidents/one/01-update.support.md", "content/pages/a.md"]);
}

#[test]
fn a_queue_that_ran_over_makes_everything_be_looked_through() {
    let (folder, mut watch, teller) = deaf();
    fs::write(folder.path().join("content/pages/lost.md"), "lost").unwrap();
    assert!(is_let_be(&mut watch), "nobody has told of it");
    teller.send(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))).unwrap();
    assert_eq!(next(&mut watch), ["content/pages/lost.md"]);
}

#[test]
fn a_watcher_that_fails_makes_everything_be_looked_through_from_then_on() {
    let (folder, mut watch, teller) = deaf();
    fs::write(folder.path().join("content/pages/lost.md"), "lost").unwrap();
    teller.send(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch))).unwrap();
    assert_eq!(next(&mut watch), ["content/pages/lost.md"]);
    assert!(!watch.is_told());
    for turn in ["first", "second"] {
        fs::write(folder.path().join(format!("content/pages/{turn}.md")), turn).unwrap();
        assert_eq!(next(&mut watch), [format!("content/pages/{turn}.md")], "nobody tells of it");
    }
}

#[test]
fn what_is_told_of_one_file_makes_only_that_be_looked_at() {
    let (folder, mut watch, teller) = deaf();
    let path = |name: &str| folder.path().join("content/pages").join(name);
    fs::write(path("a.md"), "other").unwrap();
    fs::write(path("untold.md"), "untold").unwrap();
    teller.send(Ok(closed(&path("a.md")))).unwrap();
    assert_eq!(next(&mut watch), ["content/pages/a.md"]);
    assert!(is_let_be(&mut watch), "it is found when everything is looked through");
    fs::create_dir(folder.path().join("content/incidents")).unwrap();
    teller.send(Ok(closed(&folder.path().join("content/incidents")))).unwrap();
    let found = next(&mut watch);
    assert!(found.contains(&"content/pages/untold.md".to_owned()), "a folder that came makes it so: {found:?}");
}

#[test]
fn what_becomes_of_files_is_told_by_events_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut watch = begun(folder.path());
    assert_eq!(next(&mut watch), ["content/pages/a.md"]);
    watch.listen();
    assert!(watch.is_told());
    settle(&mut watch);
    let pages = folder.path().join("content/pages");
    for turn in 0..20 {
        fs::write(pages.join("a.md"), format!("saved {turn}")).unwrap();
        assert_eq!(next(&mut watch), ["content/pages/a.md"], "saved in place");
        fs::write(pages.join(".a.md.swp"), format!("renamed {turn}")).unwrap();
        fs::rename(pages.join(".a.md.swp"), pages.join("a.md")).unwrap();
        assert_eq!(next(&mut watch), ["content/pages/a.md"], "saved by rename");
        fs::rename(pages.join("a.md"), pages.join("b.md")).unwrap();
        assert_eq!(next(&mut watch), ["content/pages/b.md", "-content/pages/a.md"], "renamed");
        fs::write(pages.join("a.md"), format!("created {turn}")).unwrap();
        assert_eq!(next(&mut watch), ["content/pages/a.md"], "created");
        fs::remove_file(pages.join("b.md")).unwrap();
        assert_eq!(next(&mut watch), ["-content/pages/b.md"], "removed");
        let due = watch.due;
        assert!(due > Instant::now() + NEVER / 2, "nothing was looked through");
    }
}
