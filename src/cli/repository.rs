//! The whole repository brought in, authors' files included: for the tools that are no edition.

use super::site::{self, Brought};
use crate::practice::{self, Authors, Ground};
use crate::read::{Place, Role};
use crate::source::{Listed, Source};
use crate::world;
use jiff::Timestamp;
use std::path::Path;

/// Everything there is, and what authors keep beside it.
pub(super) fn bring(site: &Path) -> anyhow::Result<(Brought, Authors)> {
    let mut brought = site::bring(site, &[])?;
    let sources = beside(site)?;
    let settings = ["content/policy.yaml", "content/audiences.yaml"];
    let settings = settings.into_iter().filter_map(|path| Some((path.into(), brought.truth.text(path)?)));
    let authors = practice::authors(&sources, settings.collect::<Vec<_>>());
    brought.truth.add_texts(&sources);
    Ok((brought, authors))
}

/// Templates, approvals and reasons.
pub(super) fn beside(site: &Path) -> anyhow::Result<Vec<Source>> {
    let is_record =
        |listed: &Listed| Place::of(&listed.path).role == Role::Authors && listed.path.ends_with(".approvals.yaml");
    let mut wanted: Vec<Listed> = world::list(site)?.into_iter().filter(is_record).collect();
    wanted.extend(world::templates(site)?);
    Ok(world::open(site, &wanted)?.0)
}

/// What the rules stand on.
pub(super) fn ground<'a>(brought: &'a Brought, authors: &'a Authors, now: Timestamp) -> Ground<'a> {
    let text = |path: &str| brought.truth.text(path);
    Ground::new(&brought.truth.site, now, authors, &text, &|reader| brought.truth.edition(reader, now).ok())
}
