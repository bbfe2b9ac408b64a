//! `candor approve`: a role stands for exactly these words.

use super::site::{self, SiteArgs};
use super::{Outcome, repository};
use crate::practice::{self, Signing};
use crate::source::file_name;
use crate::world;
use anyhow::{Context as _, bail};
use std::path::{Component, Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  candor approve content/incidents/2026-08-17-api/02-identified.md --as incident_commander
  candor approve content/incidents/2026-08-17-api/02-identified.md --override \"nobody on call could be reached\"";

/// Stand for the words of one file, in a role
///
/// Role, time and a digest of exactly these words and facts go into `<stem>.approvals.yaml` beside the file. Another layout of
/// the same words keeps the approval; another word voids it, and `candor check` says so. Typing a role proves nothing about who
/// typed it: code owners and signed commits do.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The update or postmortem, as in content/incidents/2026-08-17-api/02-identified.md
    file: PathBuf,

    /// The role that approves, as `policy.yaml` writes it
    #[arg(long = "as", value_name = "ROLE", required_unless_present = "override_reason")]
    role: Option<String>,

    /// Who it was, for the record
    #[arg(long, value_name = "WHO")]
    by: Option<String>,

    /// Pass the approval over, with this reason; `check` warns of it as long as these words stand
    #[arg(long = "override", value_name = "REASON", conflicts_with = "role")]
    override_reason: Option<String>,

    /// The time of the approval; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let now = world::now(args.now.as_deref())?;
    let signing = match (&args.role, &args.override_reason) {
        (_, Some(reason)) if reason.trim().is_empty() => bail!("an override needs a reason"),
        (_, Some(reason)) => Signing::Override(reason.trim().to_owned()),
        (Some(role), None) if role.trim().is_empty() => bail!("`--as` needs a role, as in `--as incident_commander`"),
        (Some(role), None) => Signing::Role(role.trim().to_owned()),
        (None, None) => bail!("give a role with `--as`, or a reason with `--override`"),
    };
    let (brought, authors) = repository::bring(&args.site.site)?;
    let path = below(&args.file)?;
    let Some((incident, _, part)) = practice::part_of(&brought.truth.site, &path) else {
        let own = brought.truth.told.iter().filter(|fault| *fault.place.path == *path).cloned();
        let own: Vec<_> = own.collect();
        if !own.is_empty() {
            site::tell(&brought.truth, own, &args.site);
            return Ok(Outcome::Faults);
        }
        bail!("`{}` is no update or postmortem of this site", args.file.display());
    };
    let needed = practice::roles_needed(&brought.truth.site, incident, &part.suffix);
    let at = practice::record_of(&path).context("an update's path has a folder")?;
    if authors.told.iter().any(|fault| *fault.place.path == *at) {
        site::tell(&brought.truth, authors.told.clone(), &args.site);
        return Ok(Outcome::Faults);
    }
    let before = authors.records.get(&at).cloned().unwrap_or_default();
    let after = practice::approve(&before, part, &signing, args.by.as_deref(), now);
    let file = file_name(&path);
    if after == before {
        site::say(&format!("`{file}` was approved so already\n"))?;
        return Ok(Outcome::Well);
    }
    world::write_beside(&args.site.site.join(&at), after.written().as_bytes())?;
    let done = match &signing {
        Signing::Role(role) if needed.contains(role) => {
            format!("`{file}` is approved by `{role}`: commit `{at}` with it\n")
        }
        Signing::Role(role) => {
            format!("`{file}` is approved by `{role}`, whom policy does not ask for it: commit `{at}` with it\n")
        }
        Signing::Override(_) => {
            format!("the approval of `{file}` is passed over, with the reason: commit `{at}` with it\n")
        }
    };
    site::say(&done)?;
    Ok(Outcome::Well)
}

/// From `content/` on, with `/`, wherever the path begins.
fn below(file: &Path) -> anyhow::Result<String> {
    let parts: Vec<&str> = file
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => {
                Some(part.to_str().with_context(|| format!("`{}` is no content name", file.display())))
            }
            _ => None,
        })
        .collect::<anyhow::Result<_>>()?;
    let from = parts.iter().rposition(|part| *part == "content").unwrap_or(0);
    Ok(parts[from..].join("/"))
}
