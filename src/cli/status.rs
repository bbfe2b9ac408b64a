//! `candor status`: the state of everything, in a terminal.

use super::site::{self, SiteArgs};
use super::{Outcome, repository};
use crate::practice::status::{self, Ink};
use crate::practice::{everybody, passed_over};
use crate::world;
use std::io::IsTerminal as _;

const EXAMPLES: &str = "\
Examples:
  candor status                                   everything, with who waits
  candor status --edition public                  what everyone is shown";

/// Tell how everything is: what is open, what each audience last heard, who waits, and the windows ahead
///
/// Over the whole repository, with how often sign-off was passed over, or with `--edition` as one audience sees it. In colour on a terminal, unless `NO_COLOR` is set.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// See it as this edition does: `public`, `executives`, `strategic/acme`
    #[arg(long, value_name = "NAME")]
    edition: Option<String>,

    /// The instant to look from; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let now = world::now(args.now.as_deref())?;
    let named: Vec<String> = args.edition.iter().cloned().collect();
    let (brought, authors) = if named.is_empty() {
        let (brought, authors) = repository::bring(&args.site.site)?;
        (brought, Some(authors))
    } else {
        (site::bring(&args.site.site, &named)?, None)
    };
    let whole = everybody(&brought.truth.site);
    let reader = match (&args.edition, brought.readers.as_slice()) {
        (None, _) => &whole,
        (Some(_), [only]) => only,
        (Some(name), _) => anyhow::bail!("`{name}` is more than one edition: name one, as in `strategic/acme`"),
    };
    let mut edition = match brought.truth.edition(reader, now) {
        Ok(edition) => edition,
        Err(faults) => {
            site::tell(&brought.truth, faults, &args.site);
            return Ok(Outcome::Faults);
        }
    };
    if args.edition.is_none() {
        edition.label = None;
    }
    let colour = std::io::stdout().is_terminal() && world::may_colour();
    let ink = if colour { Ink::Colour } else { Ink::Plain };
    let passed = authors.map(|authors| status::passed_over(passed_over(&authors, now), ink)).unwrap_or_default();
    site::say(&(status::status(&edition, ink) + &passed))?;
    Ok(Outcome::Well)
}
