//! The table: each kind of work at each size, beside the floor and beside Hugo.

use super::measure::{Cost, Rounds, Work};
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
    let command = words(&[CANDOR, "--help"]);
    let help = Row { name: "candor --help", command, before: &|| Ok(()), written: None, beside: &[] };
    rows(cli.times * 3, 0, &[help])?;
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
    let edit = Edit::new(&site, incidents);
    let public = like.join("public");
    let again = command(&site, &like, &["--edition", "public"]);
    let row = |name, command, before, beside| Row { name, command, before, written: Some(&public), beside };
    let [at_bare, at_out, at_pages] = [&bare, &out, &pages].map(|folder| move || fresh(folder).map(drop));
    let (make, nothing) = (|| edit.make(), || Ok(()));
    let mut each = vec![
        row("the floor", bench("floor", &site, &public, &bare)?, &at_bare as Before, &[]),
        row("public edition", command(&site, &out, &["--edition", "public"]), &at_out, &[(0, "of the floor")]),
        row("the floor of again", bench("again", &site, &public, &bare)?, &at_bare, &[]),
        row("again, one file changed", again.clone(), &make, &[(2, "of the floor of again")]),
        row("again, nothing changed", again, &nothing, &[(2, "of the floor of again")]),
    ];
    if hugo::is_there() {
        hugo::write(&by_hugo, incidents)?;
        let command = words(&["hugo", "--quiet", "-s", text(&by_hugo), "-d", text(&pages)]);
        let beside = &[(1, "of the public edition")];
        each.push(Row { written: Some(&pages), ..row("Hugo, a minimal theme", command, &at_pages, beside) });
    }
    rows(cli.times, incidents, &each)?;
    Ok(fs::remove_dir_all(folder)?)
}

/// All editions of a site, beside the public one alone of the same site and the floor of all.
fn editions(cli: &Cli, incidents: usize) -> anyhow::Result<()> {
    let folder = fresh(&cli.folder.join("editions"))?;
    let [site, out, like, bare] = ["site", "out", "like", "bare"].map(|name| folder.join(name));
    site::write(&site, incidents, true)?;
    build(&site, &like, &[])?;
    let public = like.join("public");
    let row = |name, command, before, written, beside| Row { name, command, before, written: Some(written), beside };
    let [at_bare, at_out] = [&bare, &out].map(|folder| move || fresh(folder).map(drop));
    let (alone, floor) = (command(&site, &out, &["--edition", "public"]), bench("floor", &site, &like, &bare)?);
    let beside = &[(0, "of the public edition"), (1, "of their floor")];
    let each = [
        row("public edition, beside private files", alone, &at_out as Before, public.as_path(), &[]),
        row("the floor of seven editions", floor, &at_bare, &like, &[]),
        row("seven editions", command(&site, &out, &[]), &at_out, &like, beside),
    ];
    rows(cli.times.min(3), incidents, &each)?;
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

/// What is done before each run of a work, and not measured.
type Before<'a> = &'a (dyn Fn() -> anyhow::Result<()> + 'a);

struct Row<'a> {
    name: &'static str,
    command: Vec<String>,
    before: Before<'a>,
    /// A folder with as many files as the work writes.
    written: Option<&'a Path>,
    /// Rows that it is compared with, and how they are called.
    beside: &'a [(usize, &'static str)],
}

/// Measures works of one size, and prints a row for each.
fn rows(times: usize, incidents: usize, rows: &[Row]) -> anyhow::Result<()> {
    let works: Vec<Work> = rows.iter().map(|row| Work { command: &row.command, before: row.before }).collect();
    let rounds = Rounds::run(times, &works)?;
    for (work, Row { name, written, beside, .. }) in rows.iter().enumerate() {
        let Cost { wall, cpu, peak } = rounds.cost(work);
        let files = written.map_or(0, count);
        let each = if incidents > 0 { format!("{:.0}", wall * 1e6 / incidents as f64) } else { String::new() };
        let compared = beside.iter().map(|(other, called)| format!("{:.2} {called}", rounds.ratio(work, *other)));
        let compared = compared.collect::<Vec<_>>().join(", ");
        println!("| {incidents} | {name} | {wall:.4} | {cpu:.4} | {peak:.0} | {files} | {each} | {compared} |");
    }
    Ok(())
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
