//! `candor update`: the next word on something that goes on.

use super::desk::{self, WordArgs};
use super::site::SiteArgs;
use super::{Outcome, new};
use crate::diagnostic::did_you_mean;
use crate::model::{Incident, IncidentKind};
use crate::practice::authoring::when::{self, Toward};
use crate::practice::authoring::{self, Next};
use crate::state::Status;
use crate::world;
use anyhow::{Context as _, bail};
use std::collections::BTreeMap;

/// Write the next update of an incident or a maintenance, for whom policy names, filled from templates
///
/// Where the status changes, everyone is written to whom policy names; where it doesn't, those who are promised a word every so
/// often. Where it is over, everyone who has heard of it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The folder, or a part of its name that no other has; may be left out while a single one is open
    incident: Option<String>,

    /// How far it has come: investigating, identified, monitoring, resolved, retracted; of a maintenance scheduled, `in_progress`,
    /// verifying, completed, cancelled
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,

    /// What has changed, as in `--component checkout=degraded_performance`; may be given several times
    #[arg(long, value_name = "ID=STATE")]
    component: Vec<String>,

    /// The update that this one corrects, by its file's name without `.md`
    #[arg(long, value_name = "STEM")]
    corrects: Option<String>,

    /// A new beginning of a maintenance's window
    #[arg(long, value_name = "TIME")]
    from: Option<String>,

    /// A new end of a maintenance's window
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    word: WordArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.word.now())? else { return Ok(Outcome::Faults) };
    let open = begun.open_folders();
    let incident =
        begun.incident(args.incident.as_deref(), ("is open", &|incident| open.contains(&*incident.folder)))?;
    let own = match incident.kind {
        IncidentKind::Incident => Status::OF_INCIDENTS,
        IncidentKind::Maintenance => Status::OF_MAINTENANCE,
    };
    let words = own.map(Status::word);
    let question = format!("How far has it come? ({})", words.join(", "));
    let written = new::given(args.status.as_deref(), world::is_dialogue(), &question)?;
    new::missing(&[("--status", written.is_none())])?;
    let written = written.context("a status is given")?.replace('-', "_");
    let Some(status) = own.into_iter().find(|status| status.word() == written) else {
        match did_you_mean(&written, words) {
            Some(close) => bail!("`{written}` is no status here: did you mean `{close}`?"),
            None => bail!("`{written}` is no status here: write one of {}", words.join(", ")),
        }
    };
    if let Some(stem) = &args.corrects {
        corrected(incident, stem)?;
    }
    if incident.kind == IncidentKind::Incident && (args.from.is_some() || args.until.is_some()) {
        bail!("an incident has no window: leave `--from` and `--until` out");
    }
    let components = desk::states(&begun, &args.component)?;
    let at = args.word.at(&begun)?;
    let zone = begun.desk().zone();
    let time = |written: &Option<String>| {
        written
            .as_ref()
            .map(|written| when::typed(written, &zone, at, Toward::Future))
            .transpose()
            .map_err(anyhow::Error::msg)
    };
    let (from, until) = (time(&args.from)?, time(&args.until)?);
    let severity = desk::severity_of(incident);
    let to = match args.word.audiences(&begun)? {
        Some(named) => named,
        None => authoring::owed_later(begun.desk().site, incident, severity.as_deref(), status),
    };
    let next = if status.is_final() || incident.kind == IncidentKind::Maintenance {
        args.word.next(&begun, at)?
    } else {
        new::next(&begun, &args.word, (severity.as_deref(), &to, at))?
    };
    let mut said = args.word.said()?;
    let occasion = args.word.occasion(&begun)?;
    let drafts = |said: &BTreeMap<String, String>| {
        let next = Next {
            status,
            at,
            components: &components,
            next,
            said,
            occasion,
            corrects: args.corrects.as_deref(),
            from,
            until,
            to: &to,
        };
        authoring::update(&begun.desk(), incident, &next)
    };
    new::finish(&begun, &args.site, &args.word, (&mut said, &drafts))
}

fn corrected(incident: &Incident, stem: &str) -> anyhow::Result<()> {
    let stems: Vec<&str> = incident.moments.iter().map(|moment| &*moment.stem).collect();
    if stems.contains(&stem) {
        return Ok(());
    }
    match did_you_mean(stem, stems.iter().copied()) {
        Some(close) => bail!("there is no update `{stem}` to correct: did you mean `{close}`?"),
        None => bail!("there is no update `{stem}` to correct: there are {}", stems.join(", ")),
    }
}
