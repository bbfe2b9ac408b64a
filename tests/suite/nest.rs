//! Output folders that would publish private text or overwrite what is read are refused.
#![expect(clippy::disallowed_methods, reason = "these tests lay out folders to be looked at")]

use candor::world::refuse_nesting;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("site/content/incidents")).unwrap();
    std::fs::create_dir_all(folder.path().join("site/themes")).unwrap();
    folder
}

fn verdict(root: &Path, public: &str, private: &str) -> Result<(), String> {
    refuse_nesting(&root.join(public), &root.join(private), &root.join("site"))
        .map_err(|error| error.to_string().replace(root.to_str().unwrap(), ""))
}

#[test]
fn folders_apart_are_accepted_whether_they_exist_or_not() {
    let root = site();
    let root = root.path();
    assert_eq!(verdict(root, "site/public", "site/private"), Ok(()));
    assert_eq!(verdict(root, "site/public", "site/private/executives"), Ok(()));
    assert_eq!(verdict(root, "out/public", "elsewhere/private"), Ok(()));
    assert_eq!(verdict(root, "site/public", "site/public-not"), Ok(()));
    std::fs::create_dir(root.join("site/public")).unwrap();
    std::fs::create_dir(root.join("site/private")).unwrap();
    assert_eq!(verdict(root, "site/public", "site/private"), Ok(()));
}

#[test]
fn private_pages_in_the_public_folder_are_refused() {
    let root = site();
    let root = root.path();
    let told = verdict(root, "site/public", "site/public/private");
    assert_eq!(
        told,
        Err("`/site/public` and `/site/public/private` lie in each other, and private pages would be published: keep \
             them apart"
            .to_owned())
    );
    for (public, private) in [
        ("site/private/public", "site/private"),
        ("site/out", "site/out"),
        ("site/out", "site/other/../out/private"),
        ("site/out", "site/out/."),
    ] {
        assert!(verdict(root, public, private).is_err(), "{public} {private}");
    }
}

#[test]
fn links_are_seen_through_even_where_they_lead_nowhere_yet() {
    let root = site();
    let root = root.path();
    std::fs::create_dir_all(root.join("www/public")).unwrap();
    symlink("../www/public", root.join("site/public")).unwrap();
    symlink("../www", root.join("site/private")).unwrap();
    assert!(verdict(root, "site/public", "site/private/public").is_err());
    assert!(verdict(root, "site/public", "site/private").is_err());
    assert_eq!(verdict(root, "site/public", "site/private/other"), Ok(()));
    symlink("../www/public/not/yet", root.join("site/later")).unwrap();
    assert!(verdict(root, "site/public", "site/later/private").is_err());
    symlink("round", root.join("site/round")).unwrap();
    assert!(verdict(root, "site/public", "site/round/private").is_err());
}

#[test]
fn what_is_read_is_not_written_over() {
    let root = site();
    let root = root.path();
    for output in
        ["site", "", "site/content", "site/content/incidents/public", "site/themes", "site/themes/x", "site/.git"]
    {
        assert!(verdict(root, output, "away").is_err(), "public in `{output}`");
        assert!(verdict(root, "away", output).is_err(), "private in `{output}`");
    }
    symlink("content", root.join("site/alias")).unwrap();
    assert!(verdict(root, "site/alias/public", "away").is_err());
}
