//! The table: each kind of work at each size, beside the floor and beside Hugo.

use super::measure::{Rounds, Work};
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
    let help = Work { command: words(&[CANDOR, "--help"]), before: &|| Ok(()) };
    let rounds = Rounds::run(cli.times * 3, &[help])?;
    row(&rounds, &Row { incidents: 0, work: 0, name: "candor --help", files: 0, beside: None });
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
    let [site, out, like, bare, by_hugo, pages] =
        ["site", "out", "like", "bare", "hugo", "pages"].map(|name| folder.join(name));
    site::write(&site, incidents, false)?;
    build(&site, &like, &["--edition", "public"])?;
    let files = count(&like.join("public"));
    let edit = Edit::new(&site, incidents);
    let [at_bare, at_out, at_pages] = [&bare, &out, &pages].map(|folder| move || fresh(folder).map(drop));
    let (make, nothing) = (|| edit.make(), || Ok(()));

    let public = ["--edition", "public"];
    let again = command(&site, &like, &public);
    let mut works = vec![
        Work { command: bench("floor", &site, &like.join("public"), &bare)?, before: &at_bare },
        Work { command: command(&site, &out, &public), before: &at_out },
        Work { command: bench("again", &site, &like.join("public"), &bare)?, before: &at_bare },
        Work { command: again.clone(), before: &make },
        Work { command: again, before: &nothing },
    ];
    if hugo::is_there() {
        hugo::write(&by_hugo, incidents)?;
        let command = words(&["hugo", "--quiet", "-s", text(&by_hugo), "-d", text(&pages)]);
        works.push(Work { command, before: &at_pages });
    }
    let rounds = Rounds::run(cli.times, &works)?;
    let told = |work, name, beside| row(&rounds, &Row { incidents, work, name, files, beside });
    told(0, "the floor", None);
    told(1, "public edition", Some((0, "of the floor")));
    told(2, "the floor of again", None);
    told(3, "again, one file changed", Some((2, "of the floor of again")));
    told(4, "again, nothing changed", Some((2, "of the floor of again")));
    if works.len() > 5 {
        let beside = Some((1, "of the public edition"));
        row(&rounds, &Row { incidents, work: 5, name: "Hugo, a minimal theme", files: count(&pages), beside });
    }
    Ok(fs::remove_dir_all(folder)?)
}

/// All editions of a site, beside the public one alone of the same site and the floor of all.
fn editions(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join("editions"))?;
    let [site, out, like, bare] = ["site", "out", "like", "bare"].map(|name| folder.join(name));
    site::write(&site, incidents, true)?;
    build(&site, &like, &[])?;
    let [at_bare, at_out] = [&bare, &out].map(|folder| move || fresh(folder).map(drop));
    let works = [
        Work { command: command(&site, &out, &["--edition", "public"]), before: &at_out },
        Work { command: bench("floor", &site, &like, &bare)?, before: &at_bare },
        Work { command: command(&site, &out, &[]), before: &at_out },
    ];
    let rounds = Rounds::run(cli.times.min(3), &works)?;
    let told = |work, name, files, beside| row(&rounds, &Row { incidents, work, name, files, beside });
    told(0, "public edition, beside private files", count(&like.join("public")), None);
    told(1, "the floor of seven editions", count(&bare), None);
    told(2, "seven editions", count(&out), Some((0, "of the public edition")));
    told(2, "seven editions", count(&out), Some((1, "of their floor")));
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
    /// Which work of the rounds it is, and how that is called.
    work: usize,
    name: &'a str,
    files: usize,
    /// The work that it is compared with, and how that is called.
    beside: Option<(usize, &'a str)>,
}

fn row(rounds: &Rounds, row: &Row) {
    let Row { incidents, work, name, files, beside } = row;
    let cost = rounds.cost(*work);
    let each = if *incidents > 0 { format!("{:.0}", cost.wall * 1e6 / *incidents as f64) } else { String::new() };
    let compared =
        beside.map_or(String::new(), |(other, called)| format!("{:.2} {called}", rounds.ratio(*work, other)));
    let (wall, cpu, peak) = (cost.wall, cost.cpu, cost.peak);
    println!("| {incidents} | {name} | {wall:.4} | {cpu:.4} | {peak:.0} | {files} | {each} | {compared} |");
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
