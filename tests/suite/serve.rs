//! The preview as a program: what it answers, whom, and that it sees whatever is done to the folder.
#![expect(clippy::disallowed_methods, reason = "these tests are the author who edits files")]

use crate::generated::times;
use candor::world::stopwatch;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const SITE: &str = "name: Meridian Pay\nurl: https://status.meridianpay.example\ngroups:\n  - name: Payments\n    components:\n      - {id: checkout, name: Checkout}\n";
const AUDIENCES: &str = "support: {label: Customer service, kind: support, reads: [internal]}\n";
const NOW: &str = "2026-11-20T12:00:00Z";

/// A site in a folder of its own, and a preview of it that ends with the test.
struct Preview {
    folder: TempDir,
    program: Child,
    /// `127.0.0.1:43210`
    host: String,
    key: String,
}

impl Preview {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "content/site.yaml", SITE);
        write(folder.path(), "content/audiences.yaml", AUDIENCES);
        Self::of(folder, &["--now", NOW])
    }

    fn of(folder: TempDir, arguments: &[&str]) -> Self {
        Self::with(folder, arguments, |program| program)
    }

    fn with(folder: TempDir, arguments: &[&str], set: impl Fn(&mut Command) -> &mut Command) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_candor"));
        let mut program = set(&mut program)
            .args(["serve", "--port", "0"])
            .args(arguments)
            .arg("--site")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut address = || said.next().unwrap().unwrap().split_once("http://").unwrap().1.to_owned();
        let host = address().split_once('/').unwrap().0.to_owned();
        let key = address().split('/').nth(1).unwrap().to_owned();
        Self { folder, program, host, key }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Sends bytes as they are, and gives back everything that is answered.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        // Whoever is refused early is not read to the end.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn ask(&self, path: &str, headers: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.host).as_bytes())
    }

    fn page(&self, path: &str) -> String {
        self.ask(path, "")
    }

    fn status(&self, path: &str, headers: &str) -> String {
        self.ask(path, headers).split(' ').nth(1).unwrap_or_default().to_owned()
    }

    fn keyed(&self, rest: &str) -> String {
        self.page(&format!("/{}/{rest}", self.key))
    }

    fn version(&self) -> String {
        let told = self.page("/-/changes");
        told.rsplit_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Waits for versions until a page is as it should be. Nothing is polled: each question is held until something changes.
    #[track_caller]
    fn until(&self, path: &str, is: impl Fn(&str) -> bool) {
        let since = stopwatch();
        loop {
            let version = self.version();
            let page = self.page(path);
            if is(&page) {
                return;
            }
            assert!(since() < Duration::from_secs(60), "{path} never became so:\n{page}");
            let version = version.split('"').nth(3).unwrap();
            self.page(&format!("/-/changes?since={version}"));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.program.kill());
        drop(self.program.wait());
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\n---\nWords.\n")
}

#[test]
fn faults_are_told_on_the_terminal_when_they_come_and_when_they_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "content/site.yaml", SITE);
    write(folder.path(), "content/audiences.yaml", AUDIENCES);
    let mut preview = Preview::with(folder, &["--now", NOW], |program| program.stderr(Stdio::piped()));
    let lines = BufReader::new(preview.program.stderr.take().unwrap()).lines();
    let (hears, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| hears.send(line)));
    let until = |end: &str| {
        let mut told = String::new();
        while !told.ends_with(&format!("{end}\n")) {
            let line = heard.recv_timeout(Duration::from_secs(60));
            told.push_str(&line.unwrap_or_else(|_| panic!("`{end}` is never told, only:\n{told}")));
            told.push('\n');
        }
        told
    };
    let bad = |key: &str| format!("---\ntitle: T\n{key}: Secretword\n---\nWords.\n");
    preview.write("content/pages/a.md", &bad("titel"));
    let told = until("1 error");
    assert!(
        told.starts_with("error: `titel` is not a key that is known here\n --> content/pages/a.md:3:1\n"),
        "{told}"
    );
    // Standard error is no terminal here: nothing private is told.
    preview.write("content/pages/b.support.md", &bad("lable"));
    let told = until("1 error");
    assert!(told.starts_with("error: ") && !told.contains("Secretword") && !told.contains("lable"), "{told}");
    // What was told before and still is, isn't told again.
    assert!(!told.contains("a.md"), "{told}");
    preview.write("content/pages/a.md", &page("Good"));
    assert_eq!(until("left: 1"), "mended: 1, left: 1\n");
    fs::remove_file(preview.path("content/pages/b.support.md")).unwrap();
    assert_eq!(until("left"), "mended: no fault is left\n");
}

#[test]
fn the_browser_is_opened_at_the_private_address() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "content/site.yaml", SITE);
    let said = folder.path().join("said");
    assert!(Command::new("mkfifo").arg(&said).status().unwrap().success());
    write(folder.path(), "bin/xdg-open", &format!("#!/bin/sh\necho \"$1\" > '{}'\n", said.display()));
    let program = folder.path().join("bin/xdg-open");
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let preview = Preview::with(folder, &["--now", NOW, "--open"], |program| program.env("PATH", &path));
    let opened = fs::read_to_string(&said).unwrap();
    assert_eq!(opened, format!("http://{}/{}/now/public/index.html\n", preview.host, preview.key));
}

#[test]
fn findings_are_those_of_the_instant_that_is_looked_at_and_of_what_may_be_read() {
    let preview = Preview::begin();
    preview.write("content/incidents/2026-11-20-a/incident.md", &page("Slow checkout"));
    let update = "---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 2026-11-20T13:00:00Z\n---\nWe look into it.\n";
    preview.write("content/incidents/2026-11-20-a/01-investigating.md", update);
    preview.until("/public/incidents/2026-11-20-a.html", |page| page.contains("We look into it."));
    let found = |edition: &str, at: &str| preview.keyed(&format!("-/findings?edition={edition}&at={at}"));
    let overdue = "the update promised for 2026-11-20T13:00:00Z has not come";
    assert!(found("public", "now").contains("\"findings\":[") && !found("public", "now").contains(overdue));
    assert!(found("public", "2026-11-20T15:00:00Z").contains(overdue));
    assert!(found("support", "2026-11-20T15:00:00Z").contains(overdue));
    assert!(!found("public", "now").contains(overdue), "the present again");
    let own = update.replace("13:00", "11:30").replace("next_update", "say: [Wait.]\nnext_update");
    let own =
        own.replace("status: investigating\nat: 2026-11-20T11:00:00Z\ncomponents: {checkout: partial_outage}\n", "");
    preview.write("content/incidents/2026-11-20-a/01-investigating.support.md", &own);
    let address = format!("/{}/now/private/support/incidents/2026-11-20-a.html", preview.key);
    preview.until(&address, |page| page.contains("Wait."));
    assert!(found("support", "now").contains("11:30"));
    assert!(!found("public", "now").contains("11:30"));
    assert_eq!(preview.status("/-/findings?edition=public&at=now", ""), "404");
}

#[test]
fn everyone_sees_public_and_the_key_opens_the_rest() {
    let preview = Preview::begin();
    preview.write("content/pages/secret.support.md", &page("Secret"));
    preview.until(&format!("/{}/now/private/support/pages/secret.html", preview.key), |page| page.contains("Secret"));
    assert!(preview.page("/public/index.html").starts_with("HTTP/1.1 200 "));
    assert!(preview.page("/").contains("Location: /public/index.html"));
    assert_eq!(preview.status("/public/pages/secret.html", ""), "404");
    for path in ["/private/support/index.html", "/now/private/support/index.html", "/x/now/private/support/index.html"]
    {
        let answer = preview.page(path);
        assert!(answer.starts_with("HTTP/1.1 404 ") && !answer.contains("Secret"), "{path}");
    }
    assert_eq!(preview.status("/-/state?edition=support&at=now&file=index.html", ""), "404");
    assert_eq!(preview.status("/-/state?edition=public&at=2026-11-21T00:00:00Z&file=index.html", ""), "404");
    let open = preview.page("/-/state?edition=public&at=now&file=index.html");
    assert!(open.contains("\"editions\":[]") && !open.contains("support"), "{open}");
    let state = preview.keyed("-/state?edition=support&at=now&file=index.html");
    assert!(state.contains("\"folder\":\"private/support\""), "{state}");
    assert!(preview.keyed("now/private/support/pages/none.html?else=index").contains("private/support/index.html\r\n"));
    assert!(preview.keyed("now/public/status.txt").contains("Content-Type: text/plain"));
}

#[test]
fn whoever_asks_from_elsewhere_is_refused() {
    let preview = Preview::begin();
    let own = format!("http://{}", preview.host);
    for (header, status) in [
        ("Accept: */*", "200"),
        ("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: empty", "200"),
        (&format!("Origin: {own}"), "200"),
        ("Origin: http://evil.test", "403"),
        ("Origin: null", "403"),
        ("Sec-Fetch-Site: cross-site", "403"),
        ("Sec-Fetch-Site: same-site", "403"),
        ("Sec-Fetch-Dest: iframe", "403"),
        ("Host: evil.test", "403"),
        ("Content-Length: 4", "400"),
        ("Transfer-Encoding: chunked", "400"),
        ("Expect: 100-continue", "400"),
        ("Expect: nothing", "400"),
    ] {
        assert_eq!(preview.status("/public/index.html", &format!("{header}\r\n")), status, "{header}");
    }
    let port = preview.host.rsplit_once(':').unwrap().1;
    for host in ["evil.test", &format!("evil.test:{port}"), "127.0.0.1:1", "localhost", ""] {
        let answer = preview.send(format!("GET /public/index.html HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 403 "), "{host}: {answer}");
    }
    assert!(preview.send(b"GET /public/index.html HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 403 "));
    assert!(preview.send(format!("POST / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host).as_bytes()).contains(" 405 "));
    let page = preview.page("/public/index.html");
    for header in ["Cache-Control: no-store", "frame-ancestors 'none'", "Cross-Origin-Resource-Policy: same-origin"] {
        assert!(page.contains(header), "{header}");
    }
    assert!(!page.contains("Access-Control"));
}

#[test]
fn huge_and_slow_requests_stop_nobody() {
    let preview = Preview::begin();
    let huge = format!("GET / HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n", preview.host, "x".repeat(20 << 10));
    assert!(preview.send(huge.as_bytes()).starts_with("HTTP/1.1 431 "), "a head of 20 KiB");
    let mut slow = TcpStream::connect(&preview.host).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    assert_eq!(preview.status("/public/index.html", ""), "200");
    let mut answer = String::new();
    drop(slow.read_to_string(&mut answer));
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_eq!(preview.status("/public/index.html", ""), "200");
}

/// With `CANDOR_IDLE=10000` so many of them.
#[test]
fn a_thousand_connections_that_ask_for_nothing_stop_nobody() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let count = times("CANDOR_IDLE", 1000_u32);
    let needed = u64::from(count) + 200;
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    // The preview has what it is given by default: it is to hold them off with few files.
    let preview = Preview::begin();
    assert!(hard >= needed, "this needs {needed} open files: raise the hard limit of `ulimit -n`, which is {hard}");
    setrlimit(Resource::RLIMIT_NOFILE, soft.max(needed), hard).unwrap();
    let idle: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(&preview.host).unwrap()).collect();
    assert_eq!(preview.status("/public/index.html", ""), "200");
    // The last one still waits: the answer didn't come only because all of them were sent away.
    let last = idle.last().unwrap();
    last.set_nonblocking(true).unwrap();
    let read = (&mut &*last).read(&mut [0]).map_err(|error| error.kind());
    assert_eq!(read, Err(std::io::ErrorKind::WouldBlock), "it is let wait");
    // Half of a request is a connection that waits too.
    for mut one in &idle[idle.len() - 300..] {
        // One that was sent away meanwhile can't be written to.
        drop(one.write_all(b"GET /public/index.html HTTP/1.1\r\n"));
    }
    assert_eq!(preview.status("/public/index.html", ""), "200");
    drop(idle);
    assert_eq!(preview.status("/public/index.html", ""), "200");
}

#[test]
fn who_sends_no_more_is_answered_all_the_same() {
    let preview = Preview::begin();
    for path in ["/public/index.html", "/public/none.html", "/-/changes"] {
        let mut stream = TcpStream::connect(&preview.host).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host).as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 ") && answer.contains("\r\n\r\n"), "{path}: {answer}");
    }
}

#[test]
fn what_is_no_request_is_refused_with_every_header() {
    let preview = Preview::begin();
    let host = format!("Host: {}", preview.host);
    for head in [
        "nonsense".to_owned(),
        String::new(),
        "GET /public/index.html".to_owned(),
        format!("GET /public/index.html HTTP/2.0\r\n{host}"),
        format!("GET  /public/index.html HTTP/1.1\r\n{host}"),
        format!("GET /public/index.html HTTP/1.1 \r\n{host}"),
        format!("GET /\u{e9} HTTP/1.1\r\n{host}"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\r\nno colon"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\r\nA name: with a space"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\r\n folded: line"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\nA: bare line feed"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\rA: bare return"),
        format!("GET /public/index.html HTTP/1.1\r\n{host}\r\nContent-Length: 4"),
    ] {
        let answer = preview.send(format!("{head}\r\n\r\n").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 400 "), "{head:?}: {answer}");
        for header in ["frame-ancestors 'none'", "Cache-Control: no-store", "X-Content-Type-Options: nosniff"] {
            assert!(answer.contains(header), "{head:?}: {header}");
        }
    }
    assert_eq!(preview.status("/public/index.html", "A: \t b\r\n"), "200");
}

/// Request lines that were not made to be understood; a short share, and with `CANDOR_LINES=1000000` the long run.
#[test]
fn no_request_line_leads_out_of_what_is_shown() {
    let preview = Preview::begin();
    fs::write(preview.path("outside.txt"), "outside").unwrap();
    let pieces = [
        "/",
        "..",
        "%2e%2e",
        "%2f",
        "\\",
        "outside.txt",
        "content",
        "site.yaml",
        "public",
        "%00",
        "//",
        "?",
        "#",
        ".",
        ":",
        "-/",
        "now",
        "http://",
    ];
    let mut chance = crate::generated::Chance(41);
    for _ in 0..times("CANDOR_LINES", 300_u32) {
        let mut path = String::from(if chance.of(80) { "/" } else { "" });
        for _ in 0..chance.below(7) {
            path.push_str(chance.pick::<&str>(&pieces));
        }
        let answer = preview.page(&path);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        let is_shown = ["303", "404", "400", ""].contains(&status) || (status == "200" && path.starts_with("/public/"));
        assert!(is_shown && !answer.contains("outside\n") && !answer.contains("groups:"), "{path}: {answer}");
    }
    assert_eq!(preview.status("/public/index.html", ""), "200");
}

/// Whatever is done to the folder is seen. Each turn is another name; with `CANDOR_TURNS=50` fifty of them.
#[test]
fn whatever_is_done_to_the_folder_is_seen() {
    let preview = Preview::begin();
    let shows = |path: &str, title: &str| {
        preview.until(&format!("/public/pages/{path}.html"), |page| {
            page.starts_with("HTTP/1.1 200 ") && page.contains(title)
        });
    };
    let gone =
        |path: &str| preview.until(&format!("/public/pages/{path}.html"), |page| page.starts_with("HTTP/1.1 404 "));
    for turn in 0..times("CANDOR_TURNS", 3) {
        let name = format!("page-{turn}");
        let file = format!("content/pages/{name}.md");
        preview.write(&file, &page("Created"));
        shows(&name, "Created");
        preview.write(&file, &page("Changed in place"));
        shows(&name, "Changed in place");
        // Of the same length, and shortly after: neither size nor a slow clock may hide it.
        preview.write(&file, &page("Charmed in place"));
        shows(&name, "Charmed in place");
        preview.write("content/pages/.new.swp", &page("By rename"));
        fs::rename(preview.path("content/pages/.new.swp"), preview.path(&file)).unwrap();
        shows(&name, "By rename");
        fs::rename(preview.path(&file), preview.path(&format!("content/pages/{name}-b.md"))).unwrap();
        gone(&name);
        shows(&format!("{name}-b"), "By rename");
        fs::remove_file(preview.path(&format!("content/pages/{name}-b.md"))).unwrap();
        gone(&format!("{name}-b"));

        let folder = format!("content/incidents/2026-11-19-new-{turn}");
        preview.write(&format!("{folder}/incident.md"), &page("In a new folder"));
        preview.write(
            &format!("{folder}/01-investigating.md"),
            "---\nstatus: investigating\nat: 2026-11-19T10:00:00Z\n---\nWords.\n",
        );
        let address = format!("/public/incidents/2026-11-19-new-{turn}.html");
        preview.until(&address, |page| page.contains("In a new folder"));
        preview.until("/public/index.html", |page| page.contains("In a new folder"));
        fs::remove_dir_all(preview.path(&folder)).unwrap();
        preview.until(&address, |page| page.starts_with("HTTP/1.1 404 "));

        std::os::unix::fs::symlink("/etc/hostname", preview.path("content/pages/link.md")).unwrap();
        let state = "/-/state?edition=public&at=now&file=index.html";
        preview.until(state, |state| state.contains("a symbolic link is never followed"));
        fs::remove_file(preview.path("content/pages/link.md")).unwrap();
        preview.until(state, |state| state.contains("\"faults\":\"\""));
    }
}

/// More events than the system keeps for a program that doesn't look: the last ones are lost, and what they were of is found.
#[test]
fn what_the_system_forgot_to_tell_is_found() {
    let preview = Preview::begin();
    let kept: usize = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap().trim().parse().unwrap();
    let signal = |name: &str| {
        let sent = Command::new("kill").args([name, &preview.program.id().to_string()]).status();
        assert!(sent.unwrap().success(), "{name}");
    };
    preview.write("content/pages/before.md", &page("Before"));
    preview.until("/public/pages/before.html", |page| page.contains("Before"));
    signal("-STOP");
    // Two files by turns: events that are alike one after the other are told once.
    for turn in 0..kept {
        preview.write(["content/.one", "content/.two"][turn % 2], "x");
    }
    preview.write("content/pages/after.md", &page("After"));
    signal("-CONT");
    preview.until("/public/pages/after.html", |page| page.contains("After"));
}

#[test]
fn a_burst_of_files_is_seen_whole() {
    for _ in 0..times("CANDOR_TURNS", 1) {
        burst();
    }
}

fn burst() {
    let preview = Preview::begin();
    for number in 0..200 {
        let folder = format!("content/incidents/2026-11-{:02}-burst-{number}", number % 19 + 1);
        preview.write(&format!("{folder}/incident.md"), &page(&format!("Burst number {number}.")));
        let at = format!("2026-11-{:02}T10:00:00Z", number % 19 + 1);
        preview.write(
            &format!("{folder}/01-investigating.md"),
            &format!("---\nstatus: investigating\nat: {at}\n---\nWords.\n"),
        );
    }
    preview.until("/public/history/2026-11.html", |page| {
        (0..200).all(|number| page.contains(&format!("Burst number {number}.")))
    });
    fs::rename(preview.path("content/incidents"), preview.path("elsewhere")).unwrap();
    preview.until("/public/history/2026-11.html", |page| !page.contains("Burst"));
    fs::rename(preview.path("elsewhere"), preview.path("content/incidents")).unwrap();
    preview.until("/public/history/2026-11.html", |page| {
        (0..200).all(|number| page.contains(&format!("Burst number {number}.")))
    });
}

#[test]
fn another_branch_is_seen() {
    for _ in 0..times("CANDOR_TURNS", 1) {
        branches();
    }
}

fn branches() {
    let preview = Preview::begin();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(preview.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(done.unwrap().success(), "git {arguments:?}");
    };
    git(&["init", "-q", "-b", "one"]);
    preview.write("content/pages/about.md", &page("On one"));
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "One"]);
    git(&["checkout", "-q", "-b", "two"]);
    preview.write("content/pages/about.md", &page("On two"));
    preview.write("content/pages/deep.md", &page("Deep"));
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "Two"]);
    for _ in 0..3 {
        git(&["checkout", "-q", "one"]);
        preview.until("/public/pages/about.html", |page| page.contains("On one"));
        preview.until("/public/pages/deep.html", |page| page.starts_with("HTTP/1.1 404 "));
        git(&["checkout", "-q", "two"]);
        preview.until("/public/pages/about.html", |page| page.contains("On two"));
        preview.until("/public/pages/deep.html", |page| page.contains("Deep"));
    }
}

#[test]
fn a_fault_stands_over_the_last_good_page_and_a_theme_is_followed() {
    let preview = Preview::begin();
    let address = "/public/pages/about.html";
    preview.write("content/pages/about.md", &page("Good"));
    preview.until(address, |page| page.contains("Good"));
    preview.write("content/pages/about.md", "---\ntitel: Bad\n---\nWords.\n");
    let state = "/-/state?edition=public&at=now&file=pages/about.html";
    preview.until(state, |state| state.contains("\"withheld\":true") && state.contains("about.md:2:1"));
    assert!(preview.page(address).contains("Good"), "the last good page");
    preview.write("content/pages/about.md", &page("Mended"));
    preview.until(address, |page| page.contains("Mended"));
    preview.until(state, |state| state.contains("\"withheld\":false") && state.contains("\"faults\":\"\""));

    preview.write("themes/plain/strings/en.yaml", "page:\n  history: Chronicle\n");
    preview.write("content/site.yaml", &format!("{SITE}theme: plain\n"));
    preview.until(address, |page| page.contains("Chronicle"));
    preview.write("themes/plain/strings/en.yaml", "page:\n  histori: Chronicle\n");
    preview.until(state, |state| state.contains("\"withheld\":true") && state.contains("histori"));
    assert!(preview.page(address).contains("Chronicle"), "the last good theme");
    preview.write("content/site.yaml", &format!("{SITE}theme: nowhere\n"));
    preview.until(state, |state| state.contains("there is no theme `nowhere`"));
    preview.write("content/site.yaml", SITE);
    preview.until(state, |state| state.contains("\"withheld\":false"));
}

#[test]
fn a_chosen_instant_shows_what_has_come_by_then() {
    let preview = Preview::begin();
    let folder = "content/incidents/2026-11-21-later";
    preview.write(&format!("{folder}/incident.md"), &page("Later"));
    preview.write(
        &format!("{folder}/01-investigating.md"),
        "---\nstatus: investigating\nat: 2026-11-21T10:00:00Z\nembargo: true\n---\nWords.\n",
    );
    preview.until(&format!("/{}/2026-11-21T10:00:00Z/public/index.html", preview.key), |page| page.contains("Later"));
    assert!(!preview.keyed("2026-11-21T09:59:59Z/public/index.html").contains("Later"));
    assert!(!preview.page("/public/index.html").contains("Later"));
    let step = preview.keyed("-/step?edition=public&at=2026-11-21T08:00:00Z&file=index.html");
    assert!(step.ends_with("{\"at\":\"2026-11-21T10:00:00Z\"}"), "{step}");
}

#[test]
fn it_ends_with_ctrl_c_and_a_busy_port_is_told() {
    let mut preview = Preview::begin();
    let port = preview.host.rsplit_once(':').unwrap().1.to_owned();
    let second = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["serve", "--port", &port, "--site"])
        .arg(preview.folder.path())
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(second.stderr).unwrap(),
        format!(
            "error: port {port} of `127.0.0.1` is in use: stop the other program, choose a port with `--port`, or let the system choose with `--port 0`\n"
        )
    );
    let told = Command::new(env!("CARGO_BIN_EXE_candor")).args(["serve", "--address", "0.0.0.0"]).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8(told.stderr).unwrap().contains("give `--allow-other-machines` too if that is meant"));
    let ended = Command::new("kill").args(["-INT", &preview.program.id().to_string()]).status().unwrap();
    assert!(ended.success());
    assert_eq!(preview.program.wait().unwrap().code(), Some(0));
}

#[test]
fn a_moment_that_comes_is_seen_without_an_edit() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "content/site.yaml", SITE);
    let at = candor::world::now(None).unwrap().as_second() + 10;
    let at = jiff::Timestamp::from_second(at).unwrap();
    let own = "content/incidents/2026-11-20-soon";
    write(folder.path(), &format!("{own}/incident.md"), &page("Soon"));
    let update = format!("---\nstatus: investigating\nat: {at}\nembargo: true\n---\nWords.\n");
    write(folder.path(), &format!("{own}/01-investigating.md"), &update);
    let preview = Preview::of(folder, &[]);
    assert!(!preview.page("/public/index.html").contains("Soon"), "it is still ahead");
    // The watch may look through the folder once more after the start: what is answered before the moment is asked again.
    while candor::world::now(None).unwrap() < at {
        let version = preview.version();
        let since = version.split('"').nth(3).unwrap();
        let told = preview.page(&format!("/-/changes?since={since}"));
        assert!(!told.contains(since), "a request that is held is answered when something changed: {told}");
    }
    assert!(preview.page("/public/index.html").contains("Soon"));
    let version = preview.version();
    preview.page("/public/index.html");
    assert_eq!(preview.version(), version, "a moment that has passed comes once");
}

#[test]
fn what_the_machine_refuses_is_told_and_nothing_is_missed_when_it_gives_in() {
    use std::os::unix::fs::PermissionsExt as _;
    let preview = Preview::begin();
    preview.write("content/pages/one.md", &page("One"));
    preview.write("content/pages/two.md", &page("Two"));
    preview.until("/public/pages/two.html", |page| page.contains("Two"));
    let shut =
        |mode| fs::set_permissions(preview.path("content/pages/two.md"), fs::Permissions::from_mode(mode)).unwrap();
    shut(0o000);
    if fs::read(preview.path("content/pages/two.md")).is_err() {
        preview.until("/-/state?edition=public&at=now&file=index.html", |state| state.contains("can't be read"));
    }
    fs::remove_file(preview.path("content/pages/one.md")).unwrap();
    shut(0o644);
    preview.until("/public/pages/one.html", |page| page.starts_with("HTTP/1.1 404 "));
    preview.until("/-/state?edition=public&at=now&file=index.html", |state| state.contains("\"trouble\":null"));
}
