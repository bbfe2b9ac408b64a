//! `candor check`: every fault at once, of everything there is, or of what a change brings.

use super::site::{self, Brought, SiteArgs};
use super::{Outcome, repository};
use crate::diagnostic::{Diagnostic, Severity, told_once};
use crate::model::{History, Level, Site};
use crate::practice::change::{self, Published};
use crate::practice::{self, RULES};
use crate::world::git::{self, Snapshot};
use crate::world::{self, About, Format, Line, Public, Style, Telling};
use jiff::Timestamp;
use std::cell::OnceCell;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Component, Path};
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  candor check                                    everything there is
  candor check --since origin/main                what a branch brings and makes public
  candor check --staged --since HEAD              in .git/hooks/pre-commit
  candor check --format sarif > candor.sarif      for a code host
  candor check --rules                            the rules, with their levels";

/// Look at everything, and tell every fault
///
/// Each fault is told with file, line and column, what is wrong and what to do: first those of structure, which withhold
/// editions, then those that break a rule of communication, which stop `check` and publishing if the rule's level is `error`.
/// `policy.yaml` sets levels (`rules: {jargon: off}`); `<stem>.approvals.yaml` excepts one file, with the reason.
///
/// Exit codes: 0, also with warnings; 1 for errors; 2 for a refusal of the machine.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The instant to check for, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,

    /// Tell only the faults that were not there in this commit, branch or tag, and print the words that become public
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// Look at what is staged for the next commit, and not at the folder
    #[arg(long)]
    staged: bool,

    /// How to write it: `text` on standard error, the others on standard output
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Shape,

    /// List the rules with their usual levels, and what each demands, and check nothing
    #[arg(long)]
    rules: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shape {
    /// With the lines they are about
    Text,
    /// One object with every fault
    Json,
    /// SARIF 2.1.0, which code hosts show beside the lines
    Sarif,
    /// Annotations in a workflow of GitHub
    Github,
}

/// A site as it stands somewhere, and all its faults.
struct Looked {
    brought: Brought,
    told: Vec<Diagnostic>,
    paths: Vec<Arc<str>>,
}

impl Looked {
    fn text(&self, path: &str) -> Option<Arc<str>> {
        self.brought.truth.text(path)
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.rules {
        site::say(&listed())?;
        return Ok(Outcome::Well);
    }
    let now = world::now(args.now.as_deref())?;
    let here = &args.site.site;
    let writers = OnceCell::new();
    let writers = || writers.get_or_init(|| repository::history(here).ok()).clone();
    let look = |site: &Path, before: Option<&Site>| look(site, now, &writers, before);
    let before = match &args.since {
        Some(revision) => earlier(here, revision, &|site| look(site, None))?,
        None => None,
    };
    let was = before.as_ref().map(|before| &before.brought.truth.site);
    let mut looked =
        if args.staged { look(git::snapshot(here, Snapshot::Staged)?.path(), was)? } else { look(here, was)? };
    let mut public = None;
    if args.since.is_some() {
        let (old, paths) = before.as_ref().map_or((&[][..], &[][..]), |before| (&before.told, &before.paths));
        let old_text = |path: &str| before.as_ref()?.text(path);
        let told = std::mem::take(&mut looked.told);
        let text = |path: &str| looked.text(path);
        public = Some(change::published(&looked.paths, &text, paths, &old_text));
        let brought = change::brought(told, &text, old, &old_text);
        looked.told = brought;
    }
    tell(args, looked, public)
}

/// A site as it stood in a commit; none if there was no site yet.
fn earlier(
    here: &Path,
    revision: &str,
    look: &dyn Fn(&Path) -> anyhow::Result<Looked>,
) -> anyhow::Result<Option<Looked>> {
    let before = git::snapshot(here, Snapshot::Revision(revision))?;
    let is_site = world::list(before.path())?.iter().any(|listed| &*listed.path == "content/site.yaml");
    is_site.then(|| look(before.path())).transpose()
}

/// Brings a site in and looks for every fault, of structure and of communication. Git is asked who wrote what only if an approval
/// says who gave it.
fn look(
    site: &Path,
    now: Timestamp,
    writers: &dyn Fn() -> Option<History>,
    before: Option<&Site>,
) -> anyhow::Result<Looked> {
    let (mut brought, authors) = repository::bring(site)?;
    if repository::asks_for_writers(&authors) {
        brought.truth.site.history = writers();
    }
    let mut told = brought.truth.all_faults(&brought.readers);
    let mut ground = repository::ground(&brought, &authors, now);
    ground.before = before;
    told.extend(practice::check(&ground));
    let paths = world::list(site)?.into_iter().map(|listed| listed.path).collect();
    Ok(Looked { brought, told: told_once(told), paths })
}

fn tell(args: &Args, looked: Looked, public: Option<Vec<Published>>) -> anyhow::Result<Outcome> {
    let Looked { brought, told, paths: _ } = looked;
    let faulty = told.iter().any(|fault| fault.severity == Severity::Error);
    let outcome = if faulty { Outcome::Faults } else { Outcome::Well };
    let format = match args.format {
        Shape::Text => {
            let quiet = told.is_empty();
            site::tell(&brought.truth, told, &args.site);
            let editions = brought.readers.len();
            let count = brought.truth.site.incidents.len();
            match public {
                Some(public) => site::say(&becomes_public(&public))?,
                None if quiet => {
                    site::say(&format!("no fault in {count} incidents and maintenance, for {editions} editions\n"))?;
                }
                None => {}
            }
            return Ok(outcome);
        }
        Shape::Json => Format::Json,
        Shape::Sarif => Format::Sarif,
        Shape::Github => Format::Github,
    };
    let show_private = args.site.show_private || std::io::stdout().is_terminal();
    let style = Style { color: false, show_private, width: 120 };
    let rules: Vec<About> =
        RULES.iter().map(|rule| About { rule: rule.name, sentence: rule.sentence, source: rule.source }).collect();
    let line = |(line, text)| Line { line, text };
    let file = |one: Published| Public { path: one.path.to_string(), lines: one.lines.into_iter().map(line).collect() };
    let public: Option<Vec<Public>> = public.map(|public| public.into_iter().map(file).collect());
    let below = below(&args.site.site);
    let telling = Telling { format, style, rules: &rules, below: &below, public: public.as_deref() };
    site::say(&world::reported(&told, &|path| brought.truth.text(path), telling))?;
    Ok(outcome)
}

/// The site's folder as it was typed, where a repository's paths may begin with it: `docs/status/`.
fn below(site: &Path) -> String {
    let parts = site.components().filter(|part| !matches!(part, Component::CurDir));
    let plain = parts.map(|part| match part {
        Component::Normal(part) => part.to_str().map(|part| format!("{part}/")),
        _ => None,
    });
    plain.collect::<Option<String>>().unwrap_or_default()
}

/// The words that everyone may read after a change, with their places.
fn becomes_public(public: &[Published]) -> String {
    if public.is_empty() {
        return "nothing more becomes public\n".to_owned();
    }
    let mut text = "this becomes public:\n".to_owned();
    for file in public {
        writeln!(text, "\n{}", world::visible(&file.path)).expect("writing to a string can't fail");
        for (number, line) in &file.lines {
            writeln!(text, "{number:>4} | {}", world::visible(line)).expect("writing to a string can't fail");
        }
    }
    text
}

fn listed() -> String {
    RULES.iter().fold(String::new(), |mut text, rule| {
        let level = match rule.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Off => "off",
        };
        writeln!(text, "{:<24} {level:<8} {} ({})", rule.name, rule.sentence, rule.source)
            .expect("writing to a string can't fail");
        text
    })
}
