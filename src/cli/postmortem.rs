//! `candor postmortem`: the review of an incident that is over.

use super::desk::{self, WordArgs};
use super::site::SiteArgs;
use super::{Outcome, new};
use crate::practice::authoring;
use std::collections::BTreeMap;

/// Write the review of an incident that is over, for the public and for whoever has a template for it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The folder, or a part of its name that no other has; may be left out if a single one is resolved and has no review
    incident: Option<String>,
    #[command(flatten)]
    word: WordArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.word.now())? else { return Ok(Outcome::Faults) };
    let awaiting = ("is resolved and without a review", &authoring::awaiting as &dyn Fn(&_) -> bool);
    let incident = begun.incident(args.incident.as_deref(), awaiting)?;
    if begun.open_folders().contains(&*incident.folder) {
        anyhow::bail!("`{}` is still open: `candor update --status resolved` first", incident.folder);
    }
    let at = args.word.at(&begun)?;
    let to = args.word.audiences(&begun)?.unwrap_or_default();
    let mut said = args.word.said()?;
    let drafts = |said: &BTreeMap<String, String>| authoring::postmortem(&begun.desk(), incident, at, (&to, said));
    new::finish(&begun, &args.site, &args.word, (&mut said, &drafts))
}
