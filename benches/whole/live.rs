//! The preview as its author feels it: from saving a file until its page, the index and the feed are served with the new words.

use super::Cli;
use anyhow::Context as _;
use candor::world::stopwatch;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Between two saves.
const PAUSE: Duration = Duration::from_millis(700);

/// What one site took, in milliseconds, most of it the median of several saves.
struct Row {
    start: f64,
    page: f64,
    index: f64,
    feed: f64,
    /// The longest until all three were served.
    longest: f64,
    /// The processor's time for one save, with everything that follows it.
    processor: f64,
    /// In MiB, at the start with the public pages and after all saves.
    memory: [u64; 2],
}

/// One row for each size of site.
pub(crate) fn print(cli: &Cli, times: usize) -> anyhow::Result<()> {
    println!(
        "| incidents | start, ms | save to page | to index | to feed, ms (at most) | processor for one, ms | memory, MiB |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for incidents in &cli.incidents {
        let site = cli.folder.join(format!("live-{incidents}"));
        if !site.exists() {
            super::site::write(&site, *incidents, true)?;
        }
        let Row { start, page, index, feed, longest, processor, memory } = run(&site, times)?;
        println!(
            "| {incidents} | {start:.0} | {page:.1} | {index:.1} | {feed:.1} ({longest:.0}) | {processor:.0} | {}, {} |",
            memory[0], memory[1]
        );
    }
    Ok(())
}

/// Starts the real server on a site, and saves one update of the latest incident again and again.
fn run(site: &Path, times: usize) -> anyhow::Result<Row> {
    let file = latest(site)?;
    let folder = file.parent().and_then(Path::file_name).context("an update lies in a folder")?;
    let page = format!("/public/incidents/{}.html", folder.to_string_lossy());
    let good = std::fs::read_to_string(&file)?;
    let began = stopwatch();
    let mut server = Server::begin(site)?;
    server.ask("/public/index.html")?;
    let start = began().as_secs_f64();
    let early = server.memory()?;
    // The private files come after that, in their own time: this answer waits for them.
    server.ask(&format!("/{}/-/state?edition=public&at=now&file=index.html", server.key))?;
    for address in [&page, "/public/atom.xml"] {
        server.ask(address)?;
    }
    std::thread::sleep(PAUSE);
    let spent = server.processor()?;
    let mut took: [Vec<f64>; 3] = std::array::from_fn(|_| Vec::with_capacity(times));
    for turn in 0..times {
        let version = server.ask("/-/changes")?;
        let version = version.split('"').nth(3).context("a version is told")?.to_owned();
        let mark = format!("The mark of turn {turn}.");
        let text = format!("{good}\n{mark}\n");
        let saved = stopwatch();
        std::fs::write(&file, text)?;
        server.ask(&format!("/-/changes?since={version}"))?;
        for (address, took) in [&*page, "/public/index.html", "/public/atom.xml"].into_iter().zip(&mut took) {
            let shown = server.ask(address)?;
            took.push(saved().as_secs_f64() * 1000.0);
            anyhow::ensure!(shown.contains(&mark) || address.ends_with("index.html"), "{address} is stale");
        }
        // The look through everything that follows a change is not to meet the next one.
        std::thread::sleep(PAUSE);
    }
    let processor = (server.processor()? - spent) * 1000.0 / times as f64;
    std::fs::write(&file, good)?;
    let memory = [early, server.memory()?];
    server.end();
    let [page, index, feed] = took.map(|mut figures| {
        figures.sort_by(f64::total_cmp);
        (figures[times / 2], figures[times - 1])
    });
    Ok(Row { start: start * 1000.0, page: page.0, index: index.0, feed: feed.0, longest: feed.1, processor, memory })
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
    key: String,
}

impl Server {
    fn begin(site: &Path) -> anyhow::Result<Self> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--port", "0", "--now", super::site::NOW, "--site"])
            .arg(site)
            .stdout(Stdio::piped())
            .spawn()?;
        let said = program.stdout.take().context("what it says is read")?;
        let mut lines = BufReader::new(said).lines();
        let mut step = |at: usize| -> anyhow::Result<String> {
            let line = lines.next().context("it says its addresses")??;
            Ok(line.split('/').nth(at).context("it says its addresses")?.to_owned())
        };
        Ok(Self { host: step(2)?, key: step(3)?, program })
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

    /// Seconds of the processor so far.
    fn processor(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id()))?;
        let after = stat.rsplit_once(") ").context("a process has a name")?.1;
        let ticks: Vec<f64> = after.split(' ').skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        // A tick is a hundredth of a second on every Linux that this is run on.
        Ok(ticks.iter().sum::<f64>() / 100.0)
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
