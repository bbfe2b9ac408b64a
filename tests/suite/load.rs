//! Files are listed without being opened and opened without following a link; what can't be read has its place.
#![expect(clippy::disallowed_methods, reason = "these tests lay out folders to be read")]

use candor::diagnostic::Scope;
use candor::name::Suffix;
use candor::source::{Content, Kind, Listed};
use candor::world::{decide, list, open, templates, theme};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

fn site(files: &[(&str, &[u8])]) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("content")).unwrap();
    for (path, bytes) in files {
        let path = site.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    site
}

fn paths(site: &Path) -> Vec<(String, Kind)> {
    list(site).unwrap().iter().map(|listed| (listed.path.to_string(), listed.kind)).collect()
}

fn listed(path: &str) -> Listed {
    Listed { path: Arc::from(path), kind: Kind::File }
}

fn fault(site: &Path, wanted: &Listed) -> (String, Scope) {
    let (sources, mut faults) = open(site, std::slice::from_ref(wanted)).unwrap();
    assert!(sources.is_empty());
    let fault = faults.remove(0);
    assert_eq!((fault.place.path, faults.len()), (wanted.path.clone(), 0));
    (fault.phrase, fault.scope)
}

#[test]
fn files_are_listed_in_order_and_hidden_ones_are_not() {
    let site = site(&[
        ("content/site.yaml", b""),
        ("content/incidents/b/01.md", b""),
        ("content/incidents/b.x/01.md", b""),
        ("content/incidents/a/02.md", b""),
        ("content/incidents/a/.02.md.swp", b""),
        ("content/.git/config.md", b""),
        ("themes/x/y.html", b""),
    ]);
    assert_eq!(
        paths(site.path()),
        ["content/incidents/a/02.md", "content/incidents/b.x/01.md", "content/incidents/b/01.md", "content/site.yaml"]
            .map(|path| (path.to_owned(), Kind::File))
    );
}

#[test]
fn links_and_special_files_are_listed_and_never_opened() {
    let site = site(&[("content/pages/a.md", b"words"), ("outside/secret.md", b"secret")]);
    let pages = site.path().join("content/pages");
    symlink("a.md", pages.join("b.md")).unwrap();
    symlink("../../outside", pages.join("folder")).unwrap();
    symlink("nowhere", pages.join("dangling.md")).unwrap();
    symlink("loop.md", pages.join("loop.md")).unwrap();
    assert!(Command::new("mkfifo").arg(pages.join("pipe.md")).status().unwrap().success());
    let found = list(site.path()).unwrap();
    let kinds: Vec<_> = found.iter().map(|listed| (&listed.path["content/pages/".len()..], listed.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("a.md", Kind::File),
            ("b.md", Kind::Symlink),
            ("dangling.md", Kind::Symlink),
            ("folder", Kind::Symlink),
            ("loop.md", Kind::Symlink),
            ("pipe.md", Kind::Other)
        ]
    );
    let (sources, faults) = open(site.path(), &found).unwrap();
    assert_eq!((sources.len(), faults.len()), (1, 5));
    // What became a link or a pipe after it was listed is not followed either, at the end of the path or on the way.
    let link = "this is a symbolic link, which is never followed";
    for (path, phrase) in [
        ("content/pages/b.md", link),
        ("content/pages/folder/secret.md", link),
        ("content/pages/loop.md", link),
        ("content/pages/pipe.md", "this is not a file"),
        ("content/pages", "this is not a file"),
        ("content/../../x.md", link),
    ] {
        assert_eq!(fault(site.path(), &listed(path)).0, phrase, "{path}");
    }
}

#[test]
fn a_name_that_is_not_text_is_listed_and_collides_with_none() {
    let site = site(&[]);
    for name in [&b"caf\xe9.md"[..], b"caf\xe8.md", "café.md".as_bytes()] {
        std::fs::write(site.path().join("content").join(OsStr::from_bytes(name)), "x").unwrap();
    }
    let found: Vec<String> = paths(site.path()).into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, ["content/caf\\xE8.md", "content/caf\\xE9.md", "content/café.md"]);
    assert!(list(site.path()).unwrap().iter().all(|listed| listed.name().is_err()));
}

#[test]
fn text_is_text_and_the_rest_is_bytes_in_the_order_asked_for() {
    let site = site(&[("content/a.md", b"a"), ("content/b.png", b"\xff"), ("content/c.yaml", "ü".as_bytes())]);
    let wanted = ["content/c.yaml", "content/b.png", "content/a.md"].map(listed);
    let (sources, faults) = open(site.path(), &wanted).unwrap();
    assert!(faults.is_empty());
    let read: Vec<_> = sources
        .iter()
        .map(|source| match &source.content {
            Content::Text(text) => format!("{} {text}", source.path),
            Content::Bytes(bytes) => format!("{} {bytes:?}", source.path),
        })
        .collect();
    assert_eq!(read, ["content/c.yaml ü", "content/b.png [255]", "content/a.md a"]);
}

#[test]
fn what_is_not_utf_8_is_told_with_its_byte_and_line() {
    let site = site(&[("content/pages/a.support.md", b"one\ntwo \xe9\n")]);
    let (phrase, scope) = fault(site.path(), &listed("content/pages/a.support.md"));
    assert_eq!(phrase, "the text is not UTF-8 at byte 8, in line 2");
    assert_eq!(scope, Scope::Readers(Suffix::Audience("support".to_owned())));
}

#[test]
fn what_is_too_large_or_gone_is_told() {
    let large = vec![b'x'; (1 << 20) + 1];
    let larger = vec![b'x'; (10 << 20) + 1];
    let site = site(&[
        ("content/large.md", &large),
        ("content/fits.md", &large[1..]),
        ("content/large.png", &larger),
        ("content/fits.png", &larger[1..]),
    ]);
    assert_eq!(fault(site.path(), &listed("content/large.md")).0, "the file is larger than 1 MiB");
    assert_eq!(fault(site.path(), &listed("content/large.png")).0, "the file is larger than 10 MiB");
    assert_eq!(fault(site.path(), &listed("content/gone.md")).0, "the file vanished while the site was being read");
    let (sources, _) = open(site.path(), &["content/fits.md", "content/fits.png"].map(listed)).unwrap();
    assert_eq!(sources.len(), 2);
}

#[test]
fn settings_have_readers_of_their_own() {
    let site = site(&[]);
    for (path, scope) in [
        ("content/site.yaml", Scope::Readers(Suffix::Public)),
        ("content/audiences.yaml", Scope::Private),
        ("content/accounts.yaml", Scope::Private),
        ("content/policy.yaml", Scope::Inside),
        ("content/templates/a.md", Scope::Nobody),
        ("content/incidents/a/01.approvals.yaml", Scope::Nobody),
        ("content/incidents/a/01.internal.md", Scope::Readers(Suffix::Internal)),
        ("content/incidents/a/No.md", Scope::Nobody),
    ] {
        assert_eq!(fault(site.path(), &listed(path)).1, scope, "{path}");
    }
}

#[test]
fn a_folder_without_content_is_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let told = list(folder.path()).unwrap_err().to_string();
    assert_eq!(
        told,
        format!(
            "`{}` has no folder `content`, so it is no site: give the site's folder with `--site`",
            folder.path().display()
        )
    );
}

#[test]
fn a_theme_is_read_whole_without_links() {
    let site = site(&[
        ("themes/dark/layouts/index.html", b"index"),
        ("themes/dark/assets/a.css", b"css"),
        ("themes/dark/.DS_Store", b"x"),
        ("secret/b.html", b"secret"),
    ]);
    assert_eq!(
        theme(site.path(), "dark").unwrap(),
        Some(vec![("assets/a.css".to_owned(), b"css".to_vec()), ("layouts/index.html".to_owned(), b"index".to_vec())])
    );
    assert_eq!(theme(site.path(), "light").unwrap(), None);
    assert_eq!(theme(site.path(), "../secret").unwrap(), None);
    let more = site.path().join("themes/dark/more");
    symlink("../../secret", &more).unwrap();
    let told = || theme(site.path(), "dark").unwrap_err().to_string();
    let no_file = format!(
        "`{}` is no file, and a theme is read without following links: put the file itself in its place",
        more.display()
    );
    assert_eq!(told(), no_file);
    std::fs::remove_file(&more).unwrap();
    assert!(Command::new("mkfifo").arg(&more).status().unwrap().success());
    assert_eq!(told(), no_file);
    symlink("../secret", site.path().join("themes/linked")).unwrap();
    assert!(theme(site.path(), "linked").is_err());
}

#[test]
fn templates_are_not_looked_for_behind_a_link() {
    let site = site(&[("elsewhere/a.md", b"secret")]);
    assert!(templates(site.path()).unwrap().is_empty());
    let folder = site.path().join("content/templates");
    symlink("../elsewhere", &folder).unwrap();
    let told = templates(site.path()).unwrap_err().to_string();
    assert_eq!(told, format!("`{}` is not a folder: put the folder itself there, no link to it", folder.display()));
}

#[test]
fn now_is_what_was_given_then_the_variable_then_the_clock() {
    let clock = "2026-11-23T10:00:00.75Z".parse().unwrap();
    let now = |given, epoch| decide(given, epoch, clock).map(|now| now.to_string()).map_err(|error| error.to_string());
    assert_eq!(now(Some("2026-08-17T09:30:00.9+02:00"), Some("0")), Ok("2026-08-17T07:30:00Z".to_owned()));
    assert_eq!(now(None, Some("86400")), Ok("1970-01-02T00:00:00Z".to_owned()));
    assert_eq!(now(None, None), Ok("2026-11-23T10:00:00Z".to_owned()));
    assert_eq!(now(Some("1969-12-31T23:59:58.5Z"), None), Ok("1969-12-31T23:59:58Z".to_owned()));
    assert_eq!(
        now(Some("2026-08-17T09:30:00"), None),
        Err("`2026-08-17T09:30:00` is not a moment: write a date, a time and an offset, as in \
             `2026-08-17T09:30:00+02:00`"
            .to_owned())
    );
    for epoch in ["", "-1", "+1", "1e9", "soon", "99999999999999"] {
        let told = format!("`SOURCE_DATE_EPOCH` is `{epoch}`, not a number of seconds since 1970");
        assert_eq!(now(None, Some(epoch)), Err(told));
    }
}
