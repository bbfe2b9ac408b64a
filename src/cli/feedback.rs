//! `candor feedback`: what an incident taught about a template, kept with it.

use super::Outcome;
use super::desk;
use super::site::{self, SiteArgs};
use crate::practice::Feedback;
use crate::practice::authoring;
use crate::world;
use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Note in a template's record what its use in an incident has taught
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The template: its file's name without `.md`
    template: String,

    /// The incident in which it was used: its folder, or a part of its name that no other has
    #[arg(long, value_name = "INCIDENT")]
    incident: String,

    /// What to do better
    #[arg(long, value_name = "WORDS")]
    note: String,

    /// The day of the note; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.now.as_deref())? else { return Ok(Outcome::Faults) };
    let incident = begun.incident(Some(&args.incident), ("", &|_| true))?;
    if args.note.trim().is_empty() {
        bail!("a note needs words, as in `--note \"say what still works\"`");
    }
    let name = args.template.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    desk::template(&begun, name)?;
    let path = desk::template_path(&args.site.site, name);
    let text = world::text_of(&path)?;
    let on = begun.now.to_zoned_datetime(TimeZone::UTC).date();
    let feedback = Feedback { incident: incident.folder.to_string(), on, note: args.note.clone() };
    let written = authoring::append(&Arc::from(format!("content/templates/{name}.md")), &text, &feedback);
    let written =
        written.with_context(|| format!("`{name}` can't be added to: write `feedback` by hand, one entry a line"))?;
    world::write_beside(&path, written.as_bytes())?;
    site::say(&format!("noted in `content/templates/{name}.md`: commit it\n"))?;
    Ok(Outcome::Well)
}
