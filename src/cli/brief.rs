//! `candor brief`: one audience's words, ready to send.

use super::Outcome;
use super::site::{self, SiteArgs};
use crate::diagnostic::did_you_mean;
use crate::practice::brief::{self, Letter};
use crate::render::machine::Spoken;
use crate::world;
use anyhow::{Context as _, bail};

const EXAMPLES: &str = "\
Examples:
  candor brief 2026-08-17-api --audience executives
  candor brief 2026-08-17-api --audience support --format slack > blocks.json
  candor brief 2026-08-17-api --audience strategic/acme --format eml --from me@pay.example";

/// Write what one audience is to be told of an incident now, ready to send
///
/// The words and facts come from that audience's edition alone. Whatever stands in them, nothing in the output calls everyone,
/// forges a header or breaks the payload.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// The incident's or maintenance's folder, as in 2026-08-17-api-errors
    incident: String,

    /// For whom: `public`, `executives`, `strategic/acme`
    #[arg(long, value_name = "NAME")]
    audience: String,

    /// How to write it
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Shape,

    /// The sender of the mail
    #[arg(long, value_name = "ADDRESS", required_if_eq("format", "eml"))]
    from: Option<String>,

    /// The receiver of the mail; otherwise it is left open
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,

    /// The instant to speak from; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// Plain text, to paste anywhere
    Text,
    Markdown,
    /// A page of its own
    Html,
    /// A mail that a mail program opens as a draft; needs `--from`
    Eml,
    /// A payload of blocks for Slack's `chat.postMessage` or a webhook
    Slack,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let now = world::now(args.now.as_deref())?;
    let brought = site::bring(&args.site.site, std::slice::from_ref(&args.audience))?;
    let [reader] = brought.readers.as_slice() else {
        bail!("`{}` is more than one edition: name one, as in `strategic/acme`", args.audience)
    };
    let edition = match brought.truth.edition(reader, now) {
        Ok(edition) => edition,
        Err(faults) => {
            site::tell(&brought.truth, faults, &args.site);
            return Ok(Outcome::Faults);
        }
    };
    let spoken = Spoken { edition: &edition, strings: brought.theme.strings(&edition.site.language) };
    let wanted = args.incident.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let Some(brief) = brief::brief(spoken, wanted) else {
        let close = did_you_mean(wanted, edition.incidents.iter().map(|incident| &*incident.slug));
        let hint = close.map(|close| format!(": did you mean `{close}`?")).unwrap_or_default();
        bail!("the edition `{}` has no incident `{wanted}`{hint}", edition.name);
    };
    let written = match args.format {
        Shape::Text => brief::text(&brief),
        Shape::Markdown => brief::markdown(&brief),
        Shape::Html => brief::html(&brief),
        Shape::Slack => brief::slack(&brief),
        Shape::Eml => {
            let from = args.from.as_deref().context("a mail needs `--from`")?;
            let letter = Letter::new(from, args.to.as_deref());
            brief::mail(&brief, &letter.context("a bare address is needed, as in `status@example.com`")?)
        }
    };
    site::say(&written)?;
    Ok(Outcome::Well)
}
