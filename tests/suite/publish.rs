//! `candor publish`: what the rules find withholds exactly the editions that read it.
#![expect(clippy::disallowed_methods, reason = "these tests lay out sites and start the program")]

use crate::authoring::{err, files, out, run};
use crate::repository::Repository;
use std::path::Path;
use tempfile::TempDir;

const FOLDER: &str = "content/incidents/2026-11-20-checkout";

fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A site of three editions, with one incident and no fault.
fn site() -> TempDir {
    let root = TempDir::new().unwrap();
    let site = root.path();
    write(
        site,
        "content/site.yaml",
        "name: Acme\nurl: https://status.acme.example\ngroups:\n  - name: All\n    components:\n      - {id: checkout, name: Checkout}\n",
    );
    let audiences = "executives: {label: Executives, kind: executive, reads: [internal, support]}\nsupport: {label: Customer service, kind: support, reads: [internal]}\nstrategic: {label: Strategic customers, kind: account}\n";
    write(site, "content/audiences.yaml", audiences);
    write(site, "content/accounts.yaml", "globex: {name: Globex Retail, components: [checkout]}\n");
    write(site, "content/policy.yaml", "severities:\n  sev1:\n    approvals: {public: [commander]}\n");
    write(site, &format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\n---\n");
    write(
        site,
        &format!("{FOLDER}/01-investigating.md"),
        "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: partial_outage}\nnext_update: none\n---\nSome payments fail. We are looking into it.\n",
    );
    root
}

/// The editions that stand, by their folders.
fn standing(site: &Path) -> Vec<String> {
    let markers = files(site).into_keys().filter_map(|path| path.strip_suffix("/.candor").map(str::to_owned));
    markers.collect()
}

const ALL: [&str; 4] = ["private/executives", "private/strategic/globex", "private/support", "public"];

#[test]
fn a_site_without_fault_is_published_as_it_is_built() {
    let root = site();
    let published = run(root.path(), &["publish"]);
    assert_eq!((published.status.code(), err(&published)), (Some(0), String::new()));
    assert_eq!(standing(root.path()), ALL);
    let before = files(root.path());
    let built = run(root.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0));
    assert_eq!(files(root.path()), before);
}

#[test]
fn an_error_withholds_exactly_the_editions_that_read_its_file() {
    let secret = "---\nsay: [Write to us]\n---\nSign in with password=Tr0ub4dor-and-3 and look.\n";
    let leak =
        "---\nstatus: identified\nat: 2026-11-20T09:30:00Z\nnext_update: none\n---\nGlobex Retail asked us about it.\n";
    for (name, text, stand) in [
        ("01-investigating.support.md", secret, &["private/strategic/globex", "public"][..]),
        (
            "01-investigating.strategic.globex.md",
            "Sign in with password=Tr0ub4dor-and-3.\n",
            &["private/executives", "private/support", "public"][..],
        ),
        // Whose name it is is told to nobody; withheld is who would read it.
        ("02-identified.md", leak, &[][..]),
    ] {
        let root = site();
        write(root.path(), &format!("{FOLDER}/{name}"), text);
        let published = run(root.path(), &["publish", "--show-private"]);
        assert_eq!(published.status.code(), Some(1), "{name}");
        assert_eq!(standing(root.path()), stand, "{name}: {}{}", out(&published), err(&published));
        assert!(err(&published).contains("error[leak-"), "{name}: {}", err(&published));
        // A fault of communication is none of structure.
        assert_eq!(run(root.path(), &["build"]).status.code(), Some(0), "{name}");
        assert_eq!(standing(root.path()), ALL);
    }
}

#[test]
fn what_is_withheld_stays_as_last_published() {
    let root = site();
    write(root.path(), &format!("{FOLDER}/incident.internal.md"), "---\nseverity: sev1\n---\n");
    let first = run(root.path(), &["publish", "--show-private"]);
    assert_eq!(first.status.code(), Some(1));
    assert!(out(&first).starts_with("built nothing; withheld public, executives, "), "{}", out(&first));
    assert!(err(&first).contains("error[unapproved]: `commander` has not approved these words"), "{}", err(&first));
    let approved = run(root.path(), &["approve", &format!("{FOLDER}/01-investigating.md"), "--as", "commander"]);
    assert_eq!(approved.status.code(), Some(0), "{}", err(&approved));
    let second = run(root.path(), &["publish"]);
    assert_eq!((second.status.code(), err(&second)), (Some(0), String::new()));
    let before = files(root.path());
    let path = format!("{FOLDER}/01-investigating.md");
    let text = std::fs::read_to_string(root.path().join(&path)).unwrap();
    write(root.path(), &path, &text.replace("Some", "All"));
    let third = run(root.path(), &["publish"]);
    assert_eq!(third.status.code(), Some(1));
    assert!(out(&third).contains("as last built"), "{}", out(&third));
    let pages = |files: std::collections::BTreeMap<String, Vec<u8>>| -> Vec<_> {
        files.into_iter().filter(|(path, _)| !path.starts_with("content/")).collect()
    };
    assert_eq!(pages(files(root.path())), pages(before));
}

#[test]
fn of_what_other_editions_read_nothing_is_said() {
    let root = site();
    write(
        root.path(),
        &format!("{FOLDER}/01-investigating.support.md"),
        "---\nsay: no\nsya: x\n---\npassword=Tr0ub4dor-and-3\n",
    );
    let published = run(root.path(), &["publish", "--edition", "public", "--show-private"]);
    assert_eq!((published.status.code(), err(&published)), (Some(0), String::new()));
    assert_eq!(standing(root.path()), ["public"]);
    write(root.path(), &format!("{FOLDER}/01-odd.nobody.md"), "words\n");
    let public = run(root.path(), &["publish", "--edition", "public", "--show-private"]);
    assert_eq!((public.status.code(), err(&public)), (Some(0), String::new()));
    let support = run(root.path(), &["publish", "--edition", "support", "--show-private"]);
    assert_eq!(support.status.code(), Some(1));
    assert!(err(&support).contains("did you mean `say`?"), "{}", err(&support));
    assert_eq!(standing(root.path()), ["public"]);
}

#[test]
fn an_error_in_the_settings_withholds_everything() {
    let root = site();
    write(root.path(), "content/policy.yaml", "severities:\n  sev1:\n    approvals: {pubic: [commander]}\n");
    for arguments in [&["publish"][..], &["publish", "--edition", "public"]] {
        let published = run(root.path(), arguments);
        assert_eq!(published.status.code(), Some(1));
        assert!(err(&published).contains("content/policy.yaml:3:"), "{}", err(&published));
        assert_eq!(standing(root.path()), [""; 0]);
    }
}

#[test]
fn who_committed_what_is_shown_only_where_that_is_asked_for() {
    let root = Repository::new();
    root.write("content/policy.yaml", "severities:\n  sev1:\n    approvals: {public: [commander]}\n");
    root.write(&format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\n---\n");
    root.write(&format!("{FOLDER}/incident.internal.md"), "---\nseverity: sev1\n---\n");
    root.write(
        &format!("{FOLDER}/01-investigating.md"),
        "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\ncomponents: {checkout: partial_outage}\nnext_update: none\n---\nSome payments fail. We are looking into it.\n",
    );
    // To see that nobody approves their own words, the rules ask git.
    let path = format!("{FOLDER}/01-investigating.md");
    let approved = root.candor(&["approve", &path, "--as", "commander", "--by", "Ada"]);
    assert_eq!(approved.0, Some(0), "{}", approved.2);
    root.commit("2026-11-20T09:05:00Z", "Nobody");
    let shows = |arguments: &[&str]| {
        let came = root.candor(arguments);
        assert_eq!(came.0, Some(0), "{}", came.2);
        let page = "executives/incidents/2026-11-20-checkout.html";
        let page = root.files("private").into_iter().find(|(path, _)| path == page).unwrap().1;
        String::from_utf8(page).unwrap().contains("by Nobody")
    };
    assert!(!shows(&["publish"]));
    assert!(shows(&["publish", "--git"]));
}

#[test]
fn what_policy_makes_a_warning_withholds_nothing() {
    let root = site();
    let secret = "---\nsay: [Write to us]\n---\nSign in with password=Tr0ub4dor-and-3 and look.\n";
    write(root.path(), &format!("{FOLDER}/01-investigating.support.md"), secret);
    write(root.path(), "content/policy.yaml", "rules: {leak-secret: warning}\n");
    let published = run(root.path(), &["publish"]);
    assert_eq!((published.status.code(), err(&published)), (Some(0), String::new()));
    assert_eq!(standing(root.path()), ALL);
}
