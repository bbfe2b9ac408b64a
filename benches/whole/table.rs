//! The table: each kind of work at each size, beside the floor and beside Hugo.

use super::measure::{Cost, middle};
use super::{Cli, hugo, site};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// Makes the sites, measures, and prints.
pub(crate) fn print(cli: &Cli) -> anyhow::Result<()> {
    println!("| incidents | work | wall s | cpu s | peak MiB | files | to the floor |");
    println!("|---|---|---|---|---|---|---|");
    let help = middle(cli.times * 3, &words(&[CANDOR, "--help"]), &|| Ok(()))?;
    row(&Row { incidents: 0, work: "candor --help", cost: help, files: 0, floor: None });
    for incidents in &cli.incidents {
        size(cli, *incidents)?;
    }
    if let Some(incidents) = cli.incidents.iter().max().filter(|_| cli.editions) {
        editions(cli, *incidents)?;
    }
    Ok(())
}

fn size(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join(incidents.to_string()))?;
    let [site, out, like, bare] = ["site", "out", "like", "bare"].map(|name| folder.join(name));
    site::write(&site, incidents, false)?;
    build(&site, &like, &["--edition", "public"])?;
    let files = count(&like.join("public"));

    let floor = words(&[&this()?, "floor", text(&site), text(&like.join("public")), text(&bare)]);
    let floor = middle(cli.times, &floor, &|| fresh(&bare).map(drop))?;
    let full = command(&site, &out, &["--edition", "public"]);
    let full = middle(cli.times, &full, &|| fresh(&out).map(drop))?;
    let again = command(&site, &like, &["--edition", "public"]);
    let same = middle(cli.times, &again, &|| Ok(()))?;
    let edit = Edit::new(&site, incidents);
    let changed = middle(cli.times, &again, &|| edit.make())?;

    let told = |work, cost, floor| row(&Row { incidents, work, cost, files, floor });
    told("floor", floor, None);
    told("public edition", full, Some(floor));
    told("again, one file changed", changed, Some(floor));
    told("again, nothing changed", same, Some(floor));
    if hugo::is_there() {
        let site = folder.join("hugo");
        hugo::write(&site, incidents)?;
        let command = words(&["hugo", "--quiet", "-s", text(&site), "-d", text(&out)]);
        let cost = middle(cli.times.min(3), &command, &|| fresh(&out).map(drop))?;
        row(&Row { incidents, work: "Hugo, a minimal theme", cost, files: count(&out), floor: Some(floor) });
    }
    Ok(fs::remove_dir_all(folder)?)
}

/// All editions of a site, and beside them the public one alone of the same site.
fn editions(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join("editions"))?;
    let [site, out] = ["site", "out"].map(|name| folder.join(name));
    site::write(&site, incidents, true)?;
    for (work, arguments) in
        [("public edition, beside private files", &["--edition", "public"][..]), ("seven editions", &[])]
    {
        let cost = middle(cli.times.min(3), &command(&site, &out, arguments), &|| fresh(&out).map(drop))?;
        row(&Row { incidents, work, cost, files: count(&out), floor: None });
    }
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
    floor: Option<Cost>,
}

fn row(row: &Row) {
    let Cost { wall, cpu, peak } = row.cost;
    let ratio = row.floor.map_or(String::new(), |floor| format!("{:.2}", wall / floor.wall));
    println!("| {} | {} | {wall:.4} | {cpu:.4} | {peak:.0} | {} | {ratio} |", row.incidents, row.work, row.files);
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

fn this() -> anyhow::Result<String> {
    Ok(text(&std::env::current_exe()?).to_owned())
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
