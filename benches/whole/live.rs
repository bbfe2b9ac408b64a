//! The preview as its author feels it: from saving a file until its page, the index and the feed are served with the new words.

use anyhow::Context as _;
use candor::world::stopwatch;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Starts the real server on a site, saves one update of the latest incident again and again, and prints what it took.
pub(crate) fn run(site: &Path, times: usize) -> anyhow::Result<()> {
    let file = latest(site)?;
    let folder = file.parent().and_then(Path::file_name).context("an update lies in a folder")?;
    let page = format!("/public/incidents/{}.html", folder.to_string_lossy());
    let good = std::fs::read_to_string(&file)?;
    let began = stopwatch();
    let mut server = Server::begin(site)?;
    server.ask("/public/index.html")?;
    let start = began().as_secs_f64();
    for address in [&page, "/public/atom.xml"] {
        server.ask(address)?;
    }
    let mut all = Vec::with_capacity(times);
    let mut pages = Vec::with_capacity(times);
    for turn in 0..times {
        let version = server.ask("/-/changes")?;
        let version = version.split('"').nth(3).context("a version is told")?.to_owned();
        let mark = format!("The mark of turn {turn}.");
        let text = format!("{good}\n{mark}\n");
        let saved = stopwatch();
        std::fs::write(&file, text)?;
        server.ask(&format!("/-/changes?since={version}"))?;
        let shown = server.ask(&page)?;
        pages.push(saved().as_secs_f64());
        let index = server.ask("/public/index.html")?;
        let feed = server.ask("/public/atom.xml")?;
        all.push(saved().as_secs_f64());
        anyhow::ensure!(shown.contains(&mark) && feed.contains(&mark) && index.contains("</html>"), "a page is stale");
        // The look through everything that follows a change is not to meet the next one.
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
    std::fs::write(&file, good)?;
    let memory = server.memory()?;
    server.end();
    for figures in [&mut pages, &mut all] {
        figures.sort_by(f64::total_cmp);
    }
    let middle = |figures: &[f64]| figures[figures.len() / 2] * 1000.0;
    println!("| start, to the first index | {:.0} ms |", start * 1000.0);
    println!("| save, to its page | {:.1} ms (at most {:.1}) |", middle(&pages), pages[times - 1] * 1000.0);
    println!("| save, to page, index and feed | {:.1} ms (at most {:.1}) |", middle(&all), all[times - 1] * 1000.0);
    println!("| memory | {memory} MiB |");
    Ok(())
}

/// The last public update of the latest incident.
fn latest(site: &Path) -> anyhow::Result<PathBuf> {
    let last = |folder: &Path, is: &dyn Fn(&str) -> bool| -> anyhow::Result<PathBuf> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            found.extend(is(&name).then(|| folder.join(name)));
        }
        found.into_iter().max().with_context(|| format!("`{}` is empty", folder.display()))
    };
    let incident = last(&site.join("content/incidents"), &|_| true)?;
    let is_public = |name: &str| name.starts_with('0') && name.matches('.').count() == 1;
    last(&incident, &is_public)
}

struct Server {
    program: Child,
    host: String,
}

impl Server {
    fn begin(site: &Path) -> anyhow::Result<Self> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--port", "0", "--now", super::site::NOW, "--site"])
            .arg(site)
            .stdout(Stdio::piped())
            .spawn()?;
        let said = program.stdout.take().context("what it says is read")?;
        let line = BufReader::new(said).lines().next().context("it says its address")??;
        let address = line.split_once("http://").context("it says its address")?.1;
        let host = address.split('/').next().unwrap_or_default().to_owned();
        Ok(Self { program, host })
    }

    fn ask(&self, path: &str) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(&self.host)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200 "), "{path}: {}", answer.lines().next().unwrap_or_default());
        Ok(answer)
    }

    /// Resident memory in MiB.
    fn memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("memory is told")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
    }

    fn end(&mut self) {
        drop(self.program.kill());
        drop(self.program.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
