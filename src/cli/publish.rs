//! `candor publish`: what may go out, built.

use super::build::{self, Job};
use super::{Outcome, repository, site};
use crate::diagnostic::Diagnostic;
use crate::practice;

const EXAMPLES: &str = "\
Examples:
  candor publish                                     every edition that may go out
  candor publish --edition public --out /srv/www     the public page, if it may";

/// Build what may go out: every edition without an error of `candor check`
///
/// As `candor build`, but the rules of communication hold as well, sign-off among them. An error withholds exactly the editions that
/// read the file it stands in; they stay as last built, the others are built, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[group(skip)]
pub(super) struct Args {
    #[command(flatten)]
    build: build::Args,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let args = &args.build;
    let job = Job::of(args)?;
    // What is looked at and what is built are the very same texts.
    let (mut brought, authors) = repository::bring(&args.site.site)?;
    brought.readers = site::chosen(brought.readers, &args.edition)?;
    if args.git || repository::asks_for_writers(&authors) {
        let history = repository::history(&args.site.site);
        brought.truth.site.history = if args.git { Some(history?) } else { history.ok() };
    }
    let mut found = practice::check(&repository::ground(&brought, &authors, job.now));
    if !args.git {
        // Pages tell of commits only where that is asked for.
        brought.truth.site.history = None;
    }
    found.retain(Diagnostic::is_error);
    if !args.edition.is_empty() {
        // Of what other editions read nothing is said.
        let readers = &brought.readers;
        found.retain(|fault| readers.iter().any(|reader| practice::withholds(fault, reader)));
        brought.truth.told.retain(|fault| readers.iter().any(|reader| fault.scope.touches(reader)));
    }
    job.done(brought, &found)
}
