//! `candor import`: what another status page has told so far, as files of a site.

use super::Outcome;
use super::site::{self, SiteArgs};
use crate::diagnostic::{Diagnostic, told_once};
use crate::practice::import::{self, Put, Told};
use crate::source::file_name;
use crate::world::{self, NewFile};
use anyhow::Context as _;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  curl -O https://status.example.com/api/v2/summary.json
  curl -O https://status.example.com/api/v2/incidents.json
  curl -O https://status.example.com/api/v2/scheduled-maintenances.json
  candor import statuspage *.json --site status       the last fifty of each
  candor import cstate ../old-status --site status    every file in content/issues/
The API v1 gives more than fifty, to whoever has a key.";

/// Take over what another status page has told
///
/// Incidents, maintenance and components become public files of the site, every update with its own time and words. What is
/// there already stays as it is, so an import can be done again. Nothing is guessed: what the other page did not say is left out and
/// told. Nothing is fetched: save the answers of the other page first.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, clap::Subcommand)]
enum From {
    /// Answers of a Statuspage, of its public API v2 or of its API v1, as JSON
    Statuspage(Statuspage),
    /// The folder of a cState site
    Cstate(Cstate),
}

#[derive(Debug, clap::Args)]
struct Statuspage {
    /// The saved answers: summary.json, components.json, incidents.json, scheduled-maintenances.json
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Debug, clap::Args)]
struct Cstate {
    /// The folder with config.yml and content/issues/
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    site: SiteArgs,

    /// The instant until which is taken over, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.from {
        From::Statuspage(args) => {
            let read = |path: &PathBuf| Ok((path.display().to_string(), world::text_of(path)?));
            let files = args.files.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
            put(&import::statuspage(&files)?, &args.site)
        }
        From::Cstate(args) => {
            let now = world::now(args.now.as_deref())?;
            let (name, text) = config(&args.folder)?;
            let issues = args.folder.join("content/issues");
            anyhow::ensure!(
                world::is_there(&issues),
                "`{}` is not there: give the folder of a cState site, with `content/issues/`",
                issues.display()
            );
            let issues = world::texts_below(&args.folder, "content/issues", ".md")?;
            let is_list = |path: &str| file_name(path).starts_with("_index.");
            let issues: Vec<_> = issues.into_iter().filter(|(path, _)| !is_list(path)).collect();
            put(&import::cstate((&name, &text), &issues, now)?, &args.site)
        }
    }
}

/// The settings of a cState site, with their name.
fn config(folder: &Path) -> anyhow::Result<(String, String)> {
    let names = ["config.yml", "config.yaml", "hugo.yml", "hugo.yaml"];
    let name = names.into_iter().find(|name| world::is_there(&folder.join(name)));
    let name = name.with_context(|| {
        format!(
            "there is no `config.yml` in `{}`: give the folder of a cState site, with its settings in YAML",
            folder.display()
        )
    })?;
    Ok((name.to_owned(), world::text_of(&folder.join(name))?))
}

/// Writes what is not there yet, all of it or nothing, and tells what came of it.
fn put(told: &Told, site: &SiteArgs) -> anyhow::Result<Outcome> {
    let here = &site.site;
    let is_site = world::is_there(&here.join("content/site.yaml"));
    let public = || site::bring(here, &["public".to_owned()]);
    let there = is_site.then(public).transpose()?;
    let is_settings = |fault: &Diagnostic| &*fault.place.path == "content/site.yaml" && fault.is_error();
    if let Some(there) = there.as_ref().filter(|there| there.truth.told.iter().any(is_settings)) {
        site::tell(&there.truth, there.truth.told.iter().filter(|fault| is_settings(fault)).cloned().collect(), site);
        site::complain("nothing is written: which components there are has to be known first\n");
        return Ok(Outcome::Faults);
    }
    let settings = there.map(|there| there.truth.site.settings);
    let put = import::files(told, settings.as_ref(), &|folder| world::is_there(&here.join(folder)));
    let files: Vec<NewFile> = put
        .files
        .iter()
        .map(|(path, text)| NewFile { path: path.clone(), bytes: text.clone().into_bytes(), mode: 0o644 })
        .collect();
    world::put_new(here, &files)?;
    site::say(&said(told, &put))?;
    let own: BTreeSet<&str> = put.files.iter().map(|(path, _)| path.as_str()).collect();
    let brought = site::bring(here, &[])?;
    let mut faults = brought.truth.all_faults(&brought.readers);
    faults.retain(|fault| own.contains(&*fault.place.path));
    let faults = told_once(faults);
    let outcome = if faults.iter().any(Diagnostic::is_error) { Outcome::Faults } else { Outcome::Well };
    if put.lacking.is_empty() {
        site::tell(&brought.truth, faults, site);
    } else {
        // Each update that speaks of one of them would say so.
        site::complain("until these components are in content/site.yaml, what speaks of them is at fault\n");
    }
    Ok(outcome)
}

/// What was written, what was left, and what comes next.
fn said(told: &Told, put: &Put) -> String {
    let Put { files, incidents, maintenance, updates, there, lacking, unnamed } = put;
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{line}").expect("writing to a string can't fail");
    let many = |count: &usize, one: &str, more: &str| format!("{count} {}", if *count == 1 { one } else { more });
    line(format!(
        "wrote {}, {} and {} in {}",
        many(incidents, "incident", "incidents"),
        many(maintenance, "maintenance", "maintenance"),
        many(updates, "update", "updates"),
        many(&files.len(), "file", "files")
    ));
    if *there > 0 {
        line(format!("kept  {there} that were there already"));
    }
    if !unnamed.is_empty() {
        let shown = unnamed.iter().map(|key| world::visible(key)).collect::<Vec<_>>().join(", ");
        line(format!("left  how these components were, which nothing names: {shown}"));
    }
    for left in &told.left {
        line(format!("left  {}: {}", world::visible(&left.source), world::visible(&left.why)));
    }
    if !lacking.is_empty() {
        line(format!("next  put these components into the groups of content/site.yaml:\n{}", lacking.trim_end()));
    }
    line("next  candor check, and candor build".to_owned());
    text
}
