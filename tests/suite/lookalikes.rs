//! Names that look like others, and content that changes under the build: nothing is shown that its name doesn't plainly allow.
#![expect(clippy::disallowed_methods, reason = "these tests change folders while the program reads them")]

use crate::case::Case;
use candor::model::IncidentKind;
use candor::read::{Place, Role};
use candor::source::{Kind, Listed};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const FOLDER: &str = "incidents/2026-11-20-api";
const UPDATE: &str = "---\nstatus: identified\nat: 2026-11-20T11:00:00Z\n---\nCanary.\n";

/// Each is nearly the name of an update for somebody.
const NAMES: [&str; 34] = [
    "02-x.Executives.md",
    "02-x.EXECUTIVES.md",
    "02-x.executives .md",
    "02-x. executives.md",
    "02-x.executives.MD",
    "02-x.executives.markdown",
    "02-x.executives.md.md",
    "02-x.executives.md.bak",
    "02-x.executives.md~",
    "02-x.executives.txt.md",
    "02-x..md",
    "02-x..executives.md",
    "02-x.executives..md",
    "02-x.md.executives",
    ".02-x.executives.md",
    "02-x.-executives.md",
    "02-x.executives.strategic.acme.md",
    "02-x.internal.executives.md",
    "02-x.public.md",
    "02-x.en.md",
    "02-x.strategic.Acme.md",
    "02-x.strategic.acme.globex.md",
    "02-x.strategic.*.md",
    "02_x.md",
    "02-X.md",
    "02-x.exec\u{200b}utives.md",
    "02-x.ex\u{ad}ecutives.md",
    "02-x.\u{ff45}xecutives.md",
    "02-x.\u{435}xecutives.md",
    "02-x.exe\u{301}cutives.md",
    "02-x\u{ff0e}executives.md",
    "02-x\u{2024}executives.md",
    "02-x\u{202e}.md",
    "02-x\\executives.md",
];

fn site() -> Case {
    Case::default().file(&format!("{FOLDER}/incident.md"), "---\ntitle: API errors\n---\n").file(
        &format!("{FOLDER}/01-investigating.md"),
        "---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\n---\nWe look.\n",
    )
}

#[test]
fn a_name_that_only_looks_right_shows_its_words_to_nobody_and_is_told() {
    for name in NAMES {
        let case = site().file(&format!("{FOLDER}/{name}"), UPDATE);
        for editions in [&[][..], &["public"][..]] {
            for (edition, files) in case.build_only(editions) {
                for (path, bytes) in files {
                    let text = String::from_utf8_lossy(&bytes);
                    assert!(!text.contains("Canary"), "{name:?} stands in {edition}/{path}");
                }
            }
        }
        let told = case.told();
        assert!(told.contains("error: "), "nothing is told of {name:?}: {told}");
    }
}

#[test]
fn a_name_that_windows_keeps_for_a_device_is_refused() {
    for name in ["con", "prn", "aux", "nul", "com1", "lpt9"] {
        let case = Case::default().file(&format!("pages/{name}.md"), "---\ntitle: Canary\n---\n");
        assert_eq!(
            case.told(),
            format!(
                "error: `{name}` names a device on Windows, where no file can be called so\n\
                 --> content/pages/{name}.md\n = help: rename it, as in `{name}-1`\n\n1 error\n"
            )
        );
        assert_eq!(case.build().len(), 0, "an edition whose readers read it keeps what it has");
    }
    for name in ["console", "con-1", "com", "com10", "lpt", "nula"] {
        let case = Case::default().file(&format!("pages/{name}.md"), "---\ntitle: Canary\n---\n");
        assert_eq!(case.told(), "", "{name}");
    }
}

#[test]
fn a_folder_that_only_looks_right_shows_its_words_to_nobody_and_is_told() {
    for folder in [
        "2026-11-20-API",
        "2026-11-20-a_b",
        "2026-11-31-api",
        "2026-1-20-api",
        "20261120-api",
        "2026-11-20",
        "2026-11-20-",
        "2026\u{2010}11-20-api",
        "2026-11-20-\u{ff41}pi",
        "2026-11-20-..",
        "2026-11-20-a.b",
    ] {
        let case = site()
            .file(&format!("incidents/{folder}/incident.md"), "---\ntitle: Canary\n---\n")
            .file(&format!("incidents/{folder}/01-x.md"), UPDATE);
        for (edition, files) in case.build() {
            assert!(
                !files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Canary")),
                "{folder:?} in {edition}"
            );
        }
        assert!(case.told().contains("is not named by date and slug"), "{folder:?}: {}", case.told());
    }
}

#[test]
fn what_is_no_file_is_told_and_withholds_only_those_it_is_meant_for() {
    for (name, public) in [("02-x.md", true), ("02-x.executives.md", false)] {
        let listed = Listed { path: Arc::from(format!("content/{FOLDER}/{name}")), kind: Kind::Symlink };
        let settled = candor::read::settings(&[]).0;
        let told = candor::read::judge(&[listed], &settled, candor::read::Selection::WithPrivate);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].phrase.as_str(), told[0].scope.is_public()), ("a symbolic link is never followed", public));
    }
}

/// Changes a site again and again: renames its folders, replaces `content` whole, cuts files short, puts links in their place.
fn unsettle(site: &Path, done: &AtomicBool) {
    let update = site.join("content").join(FOLDER).join("01-investigating.md");
    let mut turn = 0;
    while !done.load(Ordering::Relaxed) {
        turn += 1;
        let _ = match turn % 6 {
            0 => std::fs::rename(site.join("content"), site.join("away")),
            1 => std::fs::rename(site.join("away"), site.join("content")),
            2 => std::fs::write(&update, "---\nstatus: inv"),
            3 => std::fs::remove_file(&update).and_then(|()| std::os::unix::fs::symlink("/etc/passwd", &update)),
            4 => std::fs::remove_file(&update),
            _ => std::fs::write(&update, UPDATE.replace("Canary", &"We look. ".repeat(turn % 5000))),
        };
        std::thread::yield_now();
    }
}

#[test]
fn content_that_changes_while_it_is_read_ends_no_build_badly() {
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in site().files() {
        let path = root.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let done = AtomicBool::new(false);
    let mut codes = [0; 3];
    std::thread::scope(|scope| {
        scope.spawn(|| unsettle(root.path(), &done));
        for _ in 0..60 {
            let mut build = Command::new(env!("CARGO_BIN_EXE_candor"));
            build.args(["build", "--edition", "public", "--now", "2026-11-20T12:00:00Z", "--site"]).arg(root.path());
            let output = build.output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!told.contains("panicked") && !told.contains("root:"), "{told}");
            codes[usize::try_from(output.status.code().unwrap()).unwrap()] += 1;
            let index = root.path().join("public/index.html");
            assert!(codes[0] == 0 || std::fs::read_to_string(index).is_ok_and(|text| text.ends_with("</html>\n")));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(codes.iter().filter(|count| **count > 0).count() >= 2, "{codes:?}: nothing was changed in time");
}

#[test]
fn a_suffix_that_reaches_nobody_is_told_by_the_part_that_is_not_there() {
    let told = |file: &str| {
        let case = Case::default()
            .file("pages/about.md", "---\ntitle: About\n---\nUs.\n")
            .file(&format!("pages/about.{file}.md"), "Words.\n");
        let told = case.told();
        let hint = told.lines().find_map(|line| line.trim_start().strip_prefix("= help: "));
        (case.phrases().remove(0), hint.unwrap_or_default().to_owned())
    };
    let declare = |file: &str| format!("declare it in `content/{file}.yaml`; until then no edition shows this file");
    let table = [
        ("suport", "no audience is called `suport`", "did you mean `support`?".to_owned()),
        ("press", "no audience is called `press`", declare("audiences")),
        ("press.acme", "no audience is called `press`", declare("audiences")),
        ("strategic.press", "no account is called `press`", declare("accounts")),
        ("strategic.globx", "no account is called `globx`", "did you mean `globex`?".to_owned()),
        (
            "fr",
            "`fr` is the code of a language, and a suffix says who may read",
            "words aren't translated by suffix; leave it out, or name an audience".to_owned(),
        ),
        (
            "pt-br",
            "`pt-br` is the code of a language, and a suffix says who may read",
            "words aren't translated by suffix; leave it out, or name an audience".to_owned(),
        ),
        ("fr-bra", "no audience is called `fr-bra`", declare("audiences")),
    ];
    for (file, phrase, hint) in table {
        assert_eq!(told(file), (phrase.to_owned(), hint), "{file}");
    }
}

#[test]
fn a_public_build_tells_of_a_wrong_name_only_where_no_suffix_hides_it() {
    let told = |path: &str| {
        let case = Case::default().file("pages/about.md", "---\ntitle: About\n---\nUs.\n").file(path, "Words.\n");
        let (truth, readers) = case.read(&["public"]);
        let withheld =
            readers.iter().any(|reader| truth.edition(reader, "2026-11-20T12:00:00Z".parse().unwrap()).is_err());
        (truth.told.iter().map(|fault| fault.phrase.clone()).collect::<Vec<_>>(), withheld)
    };
    let nothing: (Vec<String>, bool) = (Vec::new(), false);
    for path in ["pages/My Page.md", "pages/my_page.md", "pages/Über.md", "pages/.md"] {
        let (phrases, withheld) = told(path);
        assert!(phrases.len() == 1 && withheld, "{path}: {phrases:?}");
    }
    for path in [
        "pages/My Page.support.md",
        "pages/About.Support.md",
        "pages/a.b.c.d.md",
        "pages/about.nobody.md",
        "pages/about.support.md",
    ] {
        assert_eq!(told(path), nothing, "{path}");
    }
}

#[test]
fn the_place_of_a_file_says_what_it_is() {
    let (incident, window) = (IncidentKind::Incident, IncidentKind::Maintenance);
    let head = |kind, folder: &str| Role::Head { kind, folder: folder.to_owned() };
    let update = |kind, folder: &str| Role::Update { kind, folder: folder.to_owned() };
    let table = [
        ("site.yaml", Role::Site),
        ("audiences.yaml", Role::Audiences),
        ("accounts.yaml", Role::Accounts),
        ("policy.yaml", Role::Policy),
        ("logo.png", Role::Attachment),
        ("notes.yaml", Role::Misplaced),
        ("about.md", Role::Misplaced),
        ("templates/public/sev1/first.md", Role::Authors),
        ("templates/first.approvals.yaml", Role::Authors),
        ("pages/about.md", Role::Page),
        ("pages/about.support.md", Role::Page),
        ("pages/about.approvals.yaml", Role::Authors),
        ("pages/about.yaml", Role::Misplaced),
        ("pages/chart.png", Role::Attachment),
        ("pages/deeper/about.md", Role::Misplaced),
        ("incidents/a/incident.md", head(incident, "a")),
        ("incidents/a/incident.internal.md", head(incident, "a")),
        ("incidents/a/maintenance.md", update(incident, "a")),
        ("incidents/a/01-seen.md", update(incident, "a")),
        ("incidents/a/01-seen.approvals.yaml", Role::Authors),
        ("incidents/a/chart.png", Role::Attachment),
        ("incidents/a/deeper/01-seen.md", Role::Misplaced),
        ("incidents/01-seen.md", Role::Misplaced),
        ("maintenance/b/maintenance.md", head(window, "b")),
        ("maintenance/b/incident.md", update(window, "b")),
        ("elsewhere/a/01-seen.md", Role::Misplaced),
    ];
    for (path, role) in table {
        assert_eq!(Place::of(&format!("content/{path}")).role, role, "{path}");
    }
}

#[test]
fn settings_that_are_no_file_are_told_where_they_are_read() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    std::fs::create_dir(&content).unwrap();
    let site = "name: Pay\ngroups:\n  - name: All\n    components:\n      - {id: api, name: API}\n";
    std::fs::write(content.join("site.yaml"), site).unwrap();
    std::os::unix::fs::symlink("site.yaml", content.join("accounts.yaml")).unwrap();
    let told = |arguments: &[&str]| {
        let mut build = Command::new(env!("CARGO_BIN_EXE_candor"));
        build
            .args(["build", "--quiet", "--show-private", "--now", "2026-11-20T12:00:00Z", "--site"])
            .arg(root.path())
            .args(arguments);
        String::from_utf8(build.output().unwrap().stderr).unwrap()
    };
    assert_eq!(told(&["--edition", "public"]), "", "a public build looks at no private file");
    assert!(told(&[]).contains("a symbolic link is never followed"), "{}", told(&[]));
}
