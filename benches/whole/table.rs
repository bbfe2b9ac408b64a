//! The table: each kind of work at each size, beside the floor and beside Hugo.

use super::measure::{Cost, middle};
use super::{Cli, hugo, site};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// All editions are measured of no larger site: its files are seven times as many.
const MOST_OF_ALL_EDITIONS: usize = 10_000;

/// Makes the sites, measures, and prints.
pub(crate) fn print(cli: &Cli) -> anyhow::Result<()> {
    println!("| incidents | work | wall s | cpu s | peak MiB | files | µs an incident | wall, compared |");
    println!("|---|---|---|---|---|---|---|---|");
    let help = middle(cli.times * 3, &words(&[CANDOR, "--help"]), &|| Ok(()))?;
    row(&Row { incidents: 0, work: "candor --help", cost: help, files: 0, beside: None });
    for incidents in &cli.incidents {
        size(cli, *incidents)?;
    }
    match cli.incidents.iter().filter(|incidents| **incidents <= MOST_OF_ALL_EDITIONS).max() {
        Some(incidents) => editions(cli, *incidents),
        None => Ok(()),
    }
}

fn size(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join(incidents.to_string()))?;
    let [site, out, like, bare] = ["site", "out", "like", "bare"].map(|name| folder.join(name));
    site::write(&site, incidents, false)?;
    build(&site, &like, &["--edition", "public"])?;
    let files = count(&like.join("public"));

    let bench = |work| bench(work, &site, &like.join("public"), &bare);
    let full = command(&site, &out, &["--edition", "public"]);
    let again = command(&site, &like, &["--edition", "public"]);
    let edit = Edit::new(&site, incidents);
    let afresh = |folder: &Path| fresh(folder).map(drop);
    let floor = middle(cli.times, &bench("floor")?, &|| afresh(&bare))?;
    let full = middle(cli.times, &full, &|| afresh(&out))?;
    let least = middle(cli.times, &bench("again")?, &|| afresh(&bare))?;
    let changed = middle(cli.times, &again, &|| edit.make())?;
    let same = middle(cli.times, &again, &|| Ok(()))?;

    let told = |work, cost, beside| row(&Row { incidents, work, cost, files, beside });
    told("the floor", floor, None);
    told("public edition", full, Some((floor, "of the floor")));
    told("the floor of again", least, None);
    told("again, one file changed", changed, Some((least, "of the floor of again")));
    told("again, nothing changed", same, Some((least, "of the floor of again")));
    if hugo::is_there() {
        let site = folder.join("hugo");
        hugo::write(&site, incidents)?;
        let command = words(&["hugo", "--quiet", "-s", text(&site), "-d", text(&out)]);
        let cost = middle(cli.times.min(3), &command, &|| afresh(&out))?;
        let beside = Some((full, "of the public edition"));
        row(&Row { incidents, work: "Hugo, a minimal theme", cost, files: count(&out), beside });
    }
    Ok(fs::remove_dir_all(folder)?)
}

/// All editions of a site, and before them the public one alone of the same site, and the floor of all.
fn editions(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join("editions"))?;
    let [site, out, like, bare] = ["site", "out", "like", "bare"].map(|name| folder.join(name));
    site::write(&site, incidents, true)?;
    build(&site, &like, &[])?;
    let times = cli.times.min(3);
    let one = |arguments: &[&str]| -> anyhow::Result<(Cost, usize)> {
        let cost = middle(times, &command(&site, &out, arguments), &|| fresh(&out).map(drop))?;
        Ok((cost, count(&out)))
    };
    let told = |work, cost, files, beside| row(&Row { incidents, work, cost, files, beside });
    let (public, files) = one(&["--edition", "public"])?;
    told("public edition, beside private files", public, files, None);
    let (all, files) = one(&[])?;
    told("seven editions", all, files, Some((public, "of the public edition")));
    let floor = middle(times, &bench("floor", &site, &like, &bare)?, &|| fresh(&bare).map(drop))?;
    told("the floor of seven editions", floor, count(&bare), Some((all, "of the seven editions")));
    Ok(fs::remove_dir_all(folder)?)
}

/// One file of a site that says something else each time.
struct Edit {
    path: PathBuf,
    text: String,
}

impl Edit {
    fn new(site: &Path, incidents: usize) -> Self {
        let last = site::incidents(incidents).pop().expect("a site has an incident");
        let path = site.join("content/incidents").join(last.folder).join("04-last-word.md");
        let text = fs::read_to_string(&path).expect("the bench wrote it");
        Self { path, text }
    }

    fn make(&self) -> anyhow::Result<()> {
        let is_first = fs::read_to_string(&self.path)? == self.text;
        let more = if is_first { "\nOne more word.\n" } else { "" };
        Ok(fs::write(&self.path, format!("{}{more}", self.text))?)
    }
}

struct Row<'a> {
    incidents: usize,
    work: &'a str,
    cost: Cost,
    files: usize,
    /// What it is compared with, and how that is called.
    beside: Option<(Cost, &'a str)>,
}

fn row(row: &Row) {
    let Row { incidents, work, cost: Cost { wall, cpu, peak }, files, beside } = row;
    let each = if *incidents > 0 { format!("{:.0}", wall * 1e6 / *incidents as f64) } else { String::new() };
    let compared = beside.map_or(String::new(), |(other, name)| format!("{:.2} {name}", wall / other.wall));
    println!("| {incidents} | {work} | {wall:.4} | {cpu:.4} | {peak:.0} | {files} | {each} | {compared} |");
}

/// This program's own work on a site.
fn bench(work: &str, site: &Path, like: &Path, out: &Path) -> anyhow::Result<Vec<String>> {
    let this = std::env::current_exe()?;
    Ok(words(&[text(&this), work, text(site), text(like), text(out)]))
}

pub(crate) fn command(site: &Path, out: &Path, more: &[&str]) -> Vec<String> {
    let fixed = [CANDOR, "build", "--quiet", "--now", site::NOW, "--site", text(site), "--out", text(out)];
    words(&[&fixed, more].concat())
}

pub(crate) fn build(site: &Path, out: &Path, more: &[&str]) -> anyhow::Result<()> {
    let command = command(site, out, more);
    let status = Command::new(&command[0]).args(&command[1..]).status()?;
    anyhow::ensure!(status.success(), "the bench's site has faults");
    Ok(())
}

pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the bench's paths are plain")
}

pub(crate) fn fresh(folder: &Path) -> anyhow::Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}

fn count(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count()
}
