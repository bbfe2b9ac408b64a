//! The whole repository brought in, authors' files included: for the tools that are no edition.

use super::site::{self, Brought};
use crate::diagnostic::Diagnostic;
use crate::model::History;
use crate::practice::{self, Authors, Ground};
use crate::read::{self, Depth, Place, Role};
use crate::source::{Listed, Source};
use crate::world;
use jiff::Timestamp;
use std::path::Path;

/// Everything there is, and what authors keep beside it.
pub(super) fn bring(site: &Path) -> anyhow::Result<(Brought, Authors)> {
    let mut brought = site::bring(site, &[])?;
    let (sources, faults) = beside(site)?;
    brought.truth.told.extend(faults);
    let settings = ["content/policy.yaml", "content/audiences.yaml"];
    let settings = settings.into_iter().filter_map(|path| Some((path.into(), brought.truth.text(path)?)));
    let authors = practice::authors(&sources, settings.collect::<Vec<_>>());
    brought.truth.add_texts(&sources);
    Ok((brought, authors))
}

/// Templates, approvals and reasons.
pub(super) fn beside(site: &Path) -> anyhow::Result<(Vec<Source>, Vec<Diagnostic>)> {
    let is_record =
        |listed: &Listed| Place::of(&listed.path).role == Role::Authors && listed.path.ends_with(".approvals.yaml");
    let mut wanted: Vec<Listed> = world::list(site)?.into_iter().filter(is_record).collect();
    wanted.extend(world::templates(site)?);
    world::open(site, &wanted)
}

/// What the rules stand on.
pub(super) fn ground<'a>(brought: &'a Brought, authors: &'a Authors, now: Timestamp) -> Ground<'a> {
    let text = |path: &str| brought.truth.text(path);
    Ground::new(&brought.truth.site, now, authors, &text, &|reader| brought.truth.edition(reader, now).ok())
}

/// Whether an approval says who gave it, so that the rules ask git who wrote what.
pub(super) fn asks_for_writers(authors: &Authors) -> bool {
    authors.records.values().flat_map(|record| &record.approvals).any(|one| one.by.is_some())
}

/// What git knows of a site's files. A clone that is cut short is said to be one.
pub(super) fn history(site: &Path) -> anyhow::Result<History> {
    let world::git::Log { log, differing, shallow } = world::git::log(site)?;
    if shallow {
        site::complain(
            "warning: this clone is shallow, and nobody is told what was committed before it begins: `git fetch --unshallow` brings the rest\n",
        );
    }
    Ok(read::history(&log, &differing, if shallow { Depth::Shallow } else { Depth::Whole }))
}
