//! `candor check`: every fault at once, of everything there is.

use super::Outcome;
use super::site::{self, SiteArgs};
use crate::diagnostic::Severity;
use crate::practice;
use crate::world;

/// Look at everything, and tell every fault
///
/// Each fault is told with file, line and column, what is wrong and what to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The instant to check for, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let now = world::now(args.now.as_deref())?;
    let brought = site::bring(&args.site.site, &[])?;
    let mut told = brought.truth.told.clone();
    for reader in &brought.readers {
        told.extend(brought.truth.faults(reader));
    }
    told.extend(practice::check(&brought.truth.site, now));
    let faulty = told.iter().any(|fault| fault.severity == Severity::Error);
    let quiet = told.is_empty();
    site::tell(&brought.truth, told, &args.site);
    if quiet {
        let editions = brought.readers.len();
        let count = brought.truth.site.incidents.len();
        site::say(&format!("no fault in {count} incidents and maintenance, for {editions} editions\n"))?;
    }
    Ok(if faulty { Outcome::Faults } else { Outcome::Well })
}
