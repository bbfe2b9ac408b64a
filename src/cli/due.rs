//! `candor due`: who is owed an update, and since when.

use super::site::{self, SiteArgs};
use super::{Outcome, repository};
use crate::diagnostic::Severity;
use crate::edition::{Commit, First, Stamp};
use crate::practice::due::{self, Owed, span};
use crate::practice::everybody;
use crate::world;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write as _;

const EXAMPLES: &str = "\
Examples:
  candor due                                      who waits, the longest overdue first
  candor due || notify-the-lead                   in a scheduled job
  candor due --format json                        for other programs";

/// Tell who is owed an update, since when, and by which line of policy or whose promise
///
/// Over all open incidents, every audience and every account: a tool over the whole repository, not for a public log.
/// In a git repository it also tells when the last words were committed, by whom, and whether they changed since.
///
/// Exit codes, for a scheduled job: 0 if nobody waits; 1 if somebody is overdue, or faults forbid to say; 2 for a refusal of the
/// machine.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The instant to look from; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,

    /// How to write it
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    Text,
    Json,
}

#[derive(Serialize)]
struct List<'a> {
    version: u8,
    now: Timestamp,
    overdue: usize,
    due: &'a [Owed],
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let now = world::now(args.now.as_deref())?;
    let (mut brought, authors) = repository::bring(&args.site.site)?;
    if world::git::in_repository(&args.site.site) {
        match repository::history(&args.site.site) {
            Ok(history) => brought.truth.site.history = Some(history),
            Err(refused) => site::complain(&format!("warning: nobody is told who committed what: {refused:#}\n")),
        }
    }
    let faults = brought.truth.faults(&everybody(&brought.truth.site));
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        site::tell(&brought.truth, faults, &args.site);
        site::complain("error: nobody can tell who is owed a word until this is mended\n");
        return Ok(Outcome::Faults);
    }
    let owed = due::owed(&repository::ground(&brought, &authors, now));
    let overdue = owed.iter().filter(|owed| owed.overdue.is_some()).count();
    let text = match args.format {
        Shape::Text => written(&owed, now),
        Shape::Json => {
            let list = List { version: 1, now, overdue, due: &owed };
            let mut json = serde_json::to_string_pretty(&list).expect("times and text are valid JSON");
            json.push('\n');
            json
        }
    };
    site::say(&text)?;
    Ok(if overdue > 0 { Outcome::Faults } else { Outcome::Well })
}

fn written(owed: &[Owed], now: Timestamp) -> String {
    if owed.is_empty() {
        return "nobody is owed an update\n".to_owned();
    }
    let mut text = String::new();
    let mut incident = "";
    for one in owed_by_incident(owed) {
        if incident != one.incident {
            incident = &one.incident;
            let severity = one.severity.as_deref().map(|severity| format!(" ({severity})")).unwrap_or_default();
            writeln!(text, "{incident}: {}{severity}", one.title).expect("writing to a string can't fail");
        }
        let when = match one.overdue {
            Some(passed) => format!("overdue for {}", span(passed.0)),
            None => format!("due in {}", span(one.due.as_second() - now.as_second())),
        };
        let last = one.last.map_or_else(|| "never told".to_owned(), |last| format!("last told {last}"));
        writeln!(text, "  {:<20} {when}, at {}; {last}; {}", one.audience, one.due, one.by)
            .expect("writing to a string can't fail");
        if let Some(commit) = &one.commit {
            writeln!(text, "  {:<20} {}", "", committed(commit)).expect("writing to a string can't fail");
        }
    }
    text
}

/// When the last words were committed, by whom, and what became of them since.
fn committed(commit: &Commit) -> String {
    let stamp = |stamp: &Stamp| {
        let by = stamp.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        format!("{}{by}", stamp.at)
    };
    let mut told = match &commit.first {
        First::At(at) => format!("committed {}", stamp(at)),
        First::Earlier => "committed before this clone begins".to_owned(),
        First::Never => "not committed yet".to_owned(),
    };
    if let Some(changed) = &commit.changed {
        write!(told, "; words changed {}", stamp(changed)).expect("writing to a string can't fail");
    }
    told + if commit.pending { "; changed since, and not committed" } else { "" }
}

/// The longest overdue incident first, and in each the longest overdue audience.
fn owed_by_incident(owed: &[Owed]) -> Vec<&Owed> {
    let first = |incident: &str| owed.iter().position(|other| other.incident == incident);
    let mut sorted: Vec<&Owed> = owed.iter().collect();
    sorted.sort_by_key(|one| first(&one.incident));
    sorted
}
