//! `candor check`: every fault at once, of everything there is.

use super::site::{self, SiteArgs};
use super::{Outcome, repository};
use crate::diagnostic::{Severity, told_once};
use crate::model::Level;
use crate::practice::{self, RULES};
use crate::world::{self, About, Format, Style};
use std::fmt::Write as _;
use std::io::IsTerminal as _;

/// Look at everything, and tell every fault
///
/// Each fault is told with file, line and column, what is wrong and what to do: first those of structure, which withhold
/// editions, then those that break a rule of communication, which stop `check` and `publish` if the rule's level is `error`.
/// `policy.yaml` sets levels (`rules: {jargon: off}`); `<stem>.approvals.yaml` excepts one file, with the reason.
/// Exit codes: 0, also with warnings; 1 for errors; 2 for a refusal of the machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The instant to check for, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,

    /// For whom to write: `text` for people, on standard error; the others for programs, on standard output
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Shape,

    /// List the rules with their usual levels, and what each demands, and check nothing
    #[arg(long)]
    rules: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shape {
    Text,
    Json,
    Sarif,
    /// Annotations in a workflow of GitHub
    Github,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.rules {
        site::say(&listed())?;
        return Ok(Outcome::Well);
    }
    let now = world::now(args.now.as_deref())?;
    let (brought, authors) = repository::bring(&args.site.site)?;
    let mut told = brought.truth.told.clone();
    for reader in &brought.readers {
        told.extend(brought.truth.faults(reader));
    }
    told.extend(practice::check(&repository::ground(&brought, &authors, now)));
    let faulty = told.iter().any(|fault| fault.severity == Severity::Error);
    let format = match args.format {
        Shape::Text => {
            let quiet = told.is_empty();
            site::tell(&brought.truth, told, &args.site);
            if quiet {
                let editions = brought.readers.len();
                let count = brought.truth.site.incidents.len();
                site::say(&format!("no fault in {count} incidents and maintenance, for {editions} editions\n"))?;
            }
            return Ok(if faulty { Outcome::Faults } else { Outcome::Well });
        }
        Shape::Json => Format::Json,
        Shape::Sarif => Format::Sarif,
        Shape::Github => Format::Github,
    };
    let show_private = args.site.show_private || std::io::stdout().is_terminal();
    let style = Style { color: false, show_private, width: 120 };
    let about: Vec<About> =
        RULES.iter().map(|rule| About { rule: rule.name, sentence: rule.sentence, source: rule.source }).collect();
    site::say(&world::reported(&told_once(told), &|path| brought.truth.text(path), style, (format, &about)))?;
    Ok(if faulty { Outcome::Faults } else { Outcome::Well })
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
