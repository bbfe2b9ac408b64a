//! Every error that a newcomer can cause in the first hour, with the real program, to the letter: `tests/first-hour.txt`.
//!
//! `BLESS=1 cargo test first_hour` writes the text anew; read it aloud before keeping it.
#![expect(clippy::disallowed_methods, reason = "these tests lay out folders and start the program")]

use crate::emit::Mounted;
use std::fmt::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SITE: &str = "\
name: Acme
url: https://status.acme.example
groups:
  - name: All
    components:
      - {id: api, name: API}
";
const HEAD: &str = "---\ntitle: API errors\n---\n";
const FACTS: &str = "status: investigating\nat: 2026-11-20T10:00:00Z\n";
const FOLDER: &str = "content/incidents/2026-11-20-api";
const UPDATE: &str = "content/incidents/2026-11-20-api/01-investigating.md";

/// A user that is nobody's.
const NOBODY: u32 = 65534;

/// A newcomer's folder, the site in `site/`, and everything that was said so far.
struct Hour {
    root: TempDir,
    told: String,
}

impl Hour {
    fn begin() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::set_permissions(root.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        // The program's own folder may be closed to other users.
        // Copied by a process of its own: a child that another test begins meanwhile would hold a file of ours open for writing,
        // and what is being written can't be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_candor")).arg(root.path().join("candor")).status();
        assert!(copied.unwrap().success());
        Self { root, told: String::new() }
    }

    fn site(&self) -> PathBuf {
        self.root.path().join("site")
    }

    /// A sound site of one incident, in place of the one before.
    fn anew(&self) -> &Self {
        drop(std::fs::remove_dir_all(self.site()));
        self.file("content/site.yaml", SITE).file(&format!("{FOLDER}/incident.md"), HEAD).update("")
    }

    fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.site().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The update, with more in its front matter.
    fn update(&self, more: &str) -> &Self {
        self.file(UPDATE, &format!("---\n{FACTS}{more}---\nWe look into it.\n"))
    }

    fn rename(&self, from: &str, to: &str) -> &Self {
        std::fs::rename(self.site().join(from), self.site().join(to)).unwrap();
        self
    }

    fn remove(&self, path: &str) -> &Self {
        std::fs::remove_file(self.site().join(path)).unwrap();
        self
    }

    /// Runs the program in the newcomer's folder and keeps what it says.
    fn says(&mut self, what: &str, arguments: &str) {
        let at = self.root.path().to_owned();
        self.says_at(what, &at, arguments);
    }

    fn says_at(&mut self, what: &str, at: &Path, arguments: &str) {
        let mut command = Command::new(self.root.path().join("candor"));
        command.current_dir(at).args(arguments.split_whitespace());
        self.note(what, arguments, command);
    }

    /// As somebody who owns nothing here.
    fn says_to_nobody(&mut self, what: &str, arguments: &str) {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(self.root.path().join("candor"));
        command.current_dir(self.root.path()).args(arguments.split_whitespace());
        if nix::unistd::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        self.note(what, arguments, command);
    }

    fn note(&mut self, what: &str, arguments: &str, mut command: Command) {
        command.env_remove("SOURCE_DATE_EPOCH").env("LANG", "C").env("RAYON_NUM_THREADS", "1");
        let output = command.output().unwrap();
        let told = [output.stderr, output.stdout].concat();
        let root = std::fs::canonicalize(self.root.path()).unwrap();
        let told = String::from_utf8(told).unwrap().replace(root.to_str().unwrap(), "");
        let code = output.status.code().unwrap();
        write!(self.told, "# {what}\n$ candor {arguments}\n{}[{code}]\n\n", without_durations(&told)).unwrap();
    }
}

/// `0.02 s` is another number each time.
fn without_durations(told: &str) -> String {
    let line = |line: &str| match line.rsplit_once("; ") {
        Some((before, last)) if last.ends_with(" s") => format!("{before}; … s\n"),
        _ => format!("{line}\n"),
    };
    told.lines().map(line).collect()
}

#[test]
fn every_error_of_the_first_hour_says_what_to_do() {
    let mut hour = Hour::begin();
    folders(&mut hour);
    front_matter(&mut hour);
    names(&mut hour);
    flags(&mut hour);
    themes(&mut hour);
    machine(&mut hour);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/first-hour.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &hour.told).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap();
    for (told, expected) in hour.told.split("\n\n# ").zip(expected.split("\n\n# ")) {
        assert_eq!(told, expected);
    }
    assert_eq!(hour.told, expected);
}

fn folders(hour: &mut Hour) {
    std::fs::create_dir(hour.root.path().join("empty")).unwrap();
    hour.says("an empty folder", "build --site empty");
    hour.says("no such folder", "build --site nowhere");
    hour.says("a file for a folder", "build --site candor");
    hour.anew();
    let site = hour.site();
    hour.says_at("inside `content`", &site.join("content"), "build");
    hour.says_at("deeper inside", &site.join("content/incidents"), "check");
    hour.remove("content/site.yaml");
    hour.says("no `site.yaml`", "build --site site");
    std::fs::create_dir_all(hour.root.path().join("bare/content")).unwrap();
    hour.says("nothing in `content`", "build --site bare");
    symlink("site/content", hour.root.path().join("empty/content")).unwrap();
    hour.says("`content` is a link", "build --site empty");
}

fn front_matter(hour: &mut Hour) {
    for (what, more) in [
        ("a tab", "components:\n\tapi: partial_outage\n"),
        ("an apostrophe in single quotes", "workaround: 'Don't retry'\n"),
        ("a backslash in double quotes", "workaround: \"Use \\d\"\n"),
        ("a quote that is not closed", "workaround: \"Retry\n"),
        ("a colon in a value", "workaround: Note: retry\n"),
        ("curly quotes", "components: {api: “partial_outage”}\n"),
        ("a state that is none", "components: {api: down}\n"),
        ("a component that is none", "components: {apo: partial_outage}\n"),
        ("a key that is none", "titel: API\n"),
    ] {
        hour.anew().update(more);
        hour.says(what, "build --site site");
    }
    for at in [
        "2026-11-20T10:00:00",
        "2026-11-20T10:00",
        "2026-11-20 10:00:00",
        "2026-11-20",
        "10:00",
        "2026-11-20T10:00:00 CET",
    ] {
        hour.anew().file(UPDATE, &format!("---\nstatus: investigating\nat: {at}\n---\nWe look into it.\n"));
        hour.says("a time", "build --site site");
    }
    hour.anew().file(UPDATE, &format!("{FACTS}\nWe look into it.\n"));
    hour.says("no line `---`", "build --site site");
    hour.anew().file(UPDATE, &format!("---\n{FACTS}\nWe look into it.\n"));
    hour.says("no second line `---`", "build --site site");
    hour.anew().file(UPDATE, &format!("---\n{FACTS}---\nWe <b>look</b> into it.\n"));
    hour.says("HTML", "build --site site");
    hour.anew().remove(&format!("{FOLDER}/incident.md"));
    hour.says("no `incident.md`", "check --site site");
}

fn names(hour: &mut Hour) {
    hour.anew().rename(UPDATE, &UPDATE.replace(".md", ".executves.md"));
    hour.says("a suffix without `audiences.yaml`", "check --site site");
    hour.file("content/audiences.yaml", "executives: {label: Executives, kind: executive}\n");
    hour.says("a suffix that is misspelt, in a log", "check --site site");
    hour.says("a suffix that is misspelt, at a desk", "check --site site --show-private");
    hour.anew().rename(FOLDER, "content/incidents/api");
    hour.says("a folder without a date", "build --site site");
    hour.anew().rename(&format!("{FOLDER}/incident.md"), &format!("{FOLDER}/Incident.md"));
    hour.says("a capital", "build --site site");
    hour.anew().rename(UPDATE, &UPDATE.replace("01-investigating", "01 investigating"));
    hour.says("a space", "build --site site");
    hour.anew().file("content/incidents/readme.md", "Words.\n");
    hour.says("a file out of place", "build --site site");
    hour.anew().file(&format!("{FOLDER}/notes.docx"), "x");
    hour.says("a type that is not passed on", "build --site site");
}

fn flags(hour: &mut Hour) {
    hour.anew();
    hour.says("a command that is none", "biuld");
    hour.says("a flag that is none", "build --sight .");
    hour.says("an edition that is none", "build --site site --edition executive");
    hour.file("content/audiences.yaml", "executives: {label: Executives, kind: executive}\n");
    hour.says("an edition that is misspelt", "build --site site --edition executive");
    hour.says("an edition that is another", "build --site site --edition partners");
    hour.says("a time in words", "build --site site --now yesterday");
    hour.says("into `content`", "build --site site --out site/content");
    hour.says("into a file", "build --site site --out candor");
    hour.file("public/thesis.txt", "years");
    hour.says("over what is somebody's", "build --site site --edition public");
}

fn themes(hour: &mut Hour) {
    hour.anew().file("content/site.yaml", &format!("{SITE}theme: own\n"));
    hour.says("a theme that is none", "build --site site");
    hour.file("content/site.yaml", &format!("{SITE}theme: ../own\n"));
    hour.says("a theme that lies elsewhere", "build --site site");
    hour.file("content/site.yaml", &format!("{SITE}theme: own\n"));
    for (what, layout) in [
        ("a variable that is none", "{{ nothing }}\n"),
        ("a tag without a condition", "{% if %}\n"),
        ("a field that is none", "{{ index.nothing.more }}\n"),
    ] {
        hour.file("themes/own/layouts/index.html", layout);
        hour.says(what, "build --site site");
    }
    hour.file("themes/own/layouts/indx.html", "");
    hour.says("a layout that is none", "build --site site");
}

fn machine(hour: &mut Hour) {
    let shut = |path: &Path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000)).unwrap();
    let open = |path: &Path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    hour.anew();
    shut(&hour.site().join(UPDATE));
    hour.says_to_nobody("a file that may not be read", "check --site site");
    hour.anew().rename(UPDATE, &UPDATE.replace("01-investigating", "01-investigating.internal"));
    hour.file("content/audiences.yaml", "executives: {label: Executives, kind: executive, reads: [internal]}\n");
    shut(&hour.site().join(UPDATE.replace("01-investigating", "01-investigating.internal")));
    hour.says_to_nobody("a private file that may not be read", "check --site site");
    hour.anew().file("content/audiences.yaml", "strategic: {label: Customers, kind: account}\n");
    hour.file("content/accounts.yaml", "acme: {name: Acme, components: [api]}\n");
    hour.file("private/strategic/acme/thesis.txt", "years");
    hour.says("over what is somebody's, in an account's edition", "build --site site");
    std::fs::remove_dir_all(hour.site().join("private")).unwrap();
    hour.file("private/strategic", "years");
    hour.says("a file for the folder of an account's edition", "build --site site");
    hour.anew();
    shut(&hour.site().join(FOLDER));
    hour.says_to_nobody("a folder that may not be read", "build --site site");
    open(&hour.site().join(FOLDER));
    if nix::unistd::geteuid().is_root() {
        hour.says_to_nobody("a folder that may not be written", "build --site site");
        let Some(disk) = Mounted::with("size=4k") else { panic!("root may not mount a file system") };
        std::fs::set_permissions(disk.0.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let link = hour.root.path().join("full");
        symlink(disk.0.path(), &link).unwrap();
        hour.says("a full disk", "build --site site --out full");
    }
}
