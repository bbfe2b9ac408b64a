//! A site brought in from its folder: what every command begins with.

use crate::compile::{self, Truth};
use crate::diagnostic::{Diagnostic, did_you_mean, told_once};
use crate::name::{EditionName, Reader, is_name};
use crate::read::Selection;
use crate::render::Theme;
use crate::source::{Listed, Source};
use crate::world;
use anyhow::{Context as _, bail};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Where the site is, and what of it may be shown.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// The site's folder: it holds `content/`, and `themes/` if it has its own
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// Show excerpts of private files in messages also where this is no terminal
    #[arg(long)]
    pub show_private: bool,
}

/// Everything brought in: the truth, the theme, and who is to be told.
pub(super) struct Brought {
    pub truth: Truth,
    pub theme: Theme,
    pub readers: Vec<Reader>,
}

/// Brings the site in for some editions, or for all if none is named. For public alone no private file is opened.
pub(super) fn bring(site: &Path, editions: &[String]) -> anyhow::Result<Brought> {
    let selection = match editions {
        [only] if only == "public" => Selection::PublicOnly,
        _ => Selection::WithPrivate,
    };
    let gather = || {
        let listing = world::list(site)?;
        let open = |wanted: &[Listed]| world::open(site, wanted);
        compile::gather(&listing, selection, &open, |all| chosen(all, editions))
    };
    // Most sites have no theme of their own: the embedded one is compiled while they are read.
    let (gathered, embedded) = rayon::join(gather, Theme::embedded);
    let (mut truth, readers) = gathered?;
    let name = truth.site.settings.theme.clone();
    let own = world::theme(site, &name)?;
    let theme = match (own, name.as_str()) {
        (Some(files), name) => {
            let texts = files.iter().filter_map(|(path, bytes)| {
                Some(Source::text(&format!("themes/{name}/{path}"), std::str::from_utf8(bytes).ok()?))
            });
            truth.add_texts(&texts.collect::<Vec<_>>());
            Theme::load(name, &files)
        }
        // A name that can be no folder's is a fault of `site.yaml`, and told as such.
        (None, name) if name == "default" || !is_name(name) => return Ok(Brought { truth, theme: embedded, readers }),
        (None, name) => bail!("there is no theme `{name}`: make the folder `themes/{name}`, or write `theme: default`"),
    };
    let theme = theme.unwrap_or_else(|faults| {
        truth.told.extend(faults);
        embedded
    });
    Ok(Brought { truth, theme, readers })
}

/// The editions that were named, or all.
pub(super) fn chosen(readers: Vec<Reader>, named: &[String]) -> anyhow::Result<Vec<Reader>> {
    if named.is_empty() {
        return Ok(readers);
    }
    let mut chosen: Vec<Reader> = Vec::new();
    for name in named {
        let wanted = name.trim_start_matches("private/").replace('.', "/");
        let matching = readers.iter().filter(|reader| {
            reader.edition.to_string() == wanted
                || matches!(&reader.edition, EditionName::Account { audience, .. } if *audience == wanted)
        });
        let before = chosen.len();
        chosen.extend(matching.cloned());
        if chosen.len() == before {
            // Accounts are not listed: who they are is private.
            let known: Vec<String> = readers
                .iter()
                .filter(|reader| !matches!(reader.edition, EditionName::Account { .. }))
                .map(|reader| reader.edition.to_string())
                .collect();
            let close = did_you_mean(&wanted, known.iter().map(String::as_str));
            let hint = match (close, known.as_slice()) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, [only]) => format!("there is only `{only}`, until `content/audiences.yaml` declares others"),
                (None, known) => format!("name one of `{}`", known.join("`, `")),
            };
            bail!("there is no edition `{name}`: {hint}");
        }
    }
    chosen.dedup();
    Ok(chosen)
}

/// Whether private words may be shown: on a terminal, or because it was asked for.
pub(super) fn may_show_private(args: &SiteArgs) -> bool {
    args.show_private || std::io::stderr().is_terminal()
}

/// Tells diagnostics on standard error.
pub(super) fn tell(truth: &Truth, diagnostics: Vec<Diagnostic>, args: &SiteArgs) {
    let style = world::Style { show_private: may_show_private(args), ..terminal() };
    complain(&world::told(&told_once(diagnostics), &|path| truth.text(path), style));
}

/// How faults are told on standard error: whole on a terminal, and elsewhere with nothing private.
pub(super) fn terminal() -> world::Style {
    let is_terminal = std::io::stderr().is_terminal();
    world::Style { color: is_terminal && world::may_colour(), show_private: is_terminal, width: 120 }
}

/// Writes to standard error. Nobody is left to tell when that fails.
pub(super) fn complain(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

/// Writes to standard output.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("standard output can't be written")
}
