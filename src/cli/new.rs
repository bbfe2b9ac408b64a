//! `candor new`: the first files of an incident or a maintenance.

use super::Outcome;
use super::desk::{self, Begun, WordArgs};
use super::drafts;
use super::site::SiteArgs;
use crate::name::{Suffix, is_name};
use crate::practice::authoring::when::{self, Toward};
use crate::practice::authoring::{self, Draft, Opening, Window};
use crate::state::State;
use crate::world;
use anyhow::{Context as _, bail};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Begin an incident or a maintenance: its facts, and the files that policy asks for, filled from templates
///
/// The files are named for whom they are written to. What is missing is asked for on a terminal. Words of a template that is
/// signed off, with only its blanks filled, need no further approval.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// Something is wrong
    Incident(IncidentArgs),
    /// Something is planned
    Maintenance(MaintenanceArgs),
}

#[derive(Debug, clap::Args)]
struct IncidentArgs {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    what: WhatArgs,

    /// How it is, as in `--component checkout=partial_outage`; may be given several times
    #[arg(long, value_name = "ID=STATE")]
    component: Vec<String>,

    /// When it began: `14:02` in the site's zone, `2026-08-17T14:02:00Z`, or `20m` for twenty minutes ago; otherwise now
    #[arg(long, value_name = "TIME")]
    started: Option<String>,

    /// Who does what, as in `--role incident_commander="duty manager"`; may be given several times
    #[arg(long, value_name = "ROLE=WHO")]
    role: Vec<String>,
    #[command(flatten)]
    word: WordArgs,
}

#[derive(Debug, clap::Args)]
struct MaintenanceArgs {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    what: WhatArgs,

    /// What is under maintenance during the window; may be given several times
    #[arg(long, value_name = "ID")]
    component: Vec<String>,

    /// When the window begins: `2026-12-01 22:00` in the site's zone, or with an offset
    #[arg(long, value_name = "TIME")]
    from: Option<String>,

    /// When it ends, or how long it is, as in `90m`
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    word: WordArgs,
}

#[derive(Debug, clap::Args)]
struct WhatArgs {
    /// What customers notice, in their words
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,

    /// One of policy's severities
    #[arg(long, value_name = "NAME")]
    severity: Option<String>,

    /// Where it is felt; may be given several times
    #[arg(long, value_name = "NAME")]
    region: Vec<String>,

    /// The name of the folder behind its date; otherwise made from the title
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.kind {
        Kind::Incident(args) => incident(args),
        Kind::Maintenance(args) => maintenance(args),
    }
}

fn incident(args: &IncidentArgs) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.word.now())? else { return Ok(Outcome::Faults) };
    let asks = world::is_dialogue();
    let needs_severity = !begun.desk().site.policy.severities.is_empty();
    let title = given(args.what.title.as_deref(), asks, "What do customers notice? (the title)");
    let severity = match &args.what.severity {
        None if needs_severity => Some(given(None, asks, &format!("How grave is it? ({})", severities(&begun)))),
        None => None,
        Some(severity) => Some(Ok(Some(severity.clone()))),
    };
    let severity = severity.transpose()?.flatten();
    let title = title?;
    missing(&[("--title", title.is_none()), ("--severity", needs_severity && severity.is_none())])?;
    let title = title.context("a title is given")?;
    if let Some(severity) = &severity {
        desk::severity(&begun, severity)?;
    }
    let components = match (&args.component[..], asks) {
        ([], true) => desk::states(&begun, &asked_components(&begun)?)?,
        (written, _) => desk::states(&begun, written)?,
    };
    let at = args.word.at(&begun)?;
    let started = match (&args.started, asks && args.word.at_is_now()) {
        (Some(written), _) => desk::past(&begun, written)?,
        (None, true) => match world::ask("When did it begin? (14:02, 20m ago as `20m`, Return for now): ")? {
            Some(written) if !written.is_empty() => desk::past(&begun, &written)?,
            _ => at,
        },
        (None, false) => at,
    };
    let started = when::minute(started);
    anyhow::ensure!(
        started <= at,
        "it can't have begun at {started}, after this update at {at}: give `--started` or `--at`"
    );
    let to = desk::addressed(&begun, &args.word, severity.as_deref())?;
    let next = next(&begun, &args.word, (severity.as_deref(), &to, at))?;
    let slug = slug_of(&args.what, &title)?;
    let roles = desk::pairs(&args.role, "--role", "incident_commander=\"duty manager\"")?;
    let mut said = args.word.said()?;
    let occasion = args.word.occasion(&begun)?;
    let drafts = |said: &BTreeMap<String, String>| {
        authoring::open(
            &begun.desk(),
            &Opening {
                slug: &slug,
                title: &title,
                severity: severity.as_deref(),
                started,
                at,
                regions: &args.what.region,
                roles: &roles,
                components: &components,
                next,
                said,
                occasion,
                to: &to,
            },
        )
    };
    finish(&begun, &args.site, &args.word, (&mut said, &drafts))
}

fn maintenance(args: &MaintenanceArgs) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.word.now())? else { return Ok(Outcome::Faults) };
    let asks = world::is_dialogue();
    let title = given(args.what.title.as_deref(), asks, "What is planned? (the title)")?;
    let from = given(args.from.as_deref(), asks, "When does the window begin? (2026-12-01 22:00)")?;
    let until = given(args.until.as_deref(), asks, "When does it end, or how long is it? (90m)")?;
    missing(&[("--title", title.is_none()), ("--from", from.is_none()), ("--until", until.is_none())])?;
    let title = title.context("a title is given")?;
    let zone = begun.desk().zone();
    let time = |written: Option<String>, from: Timestamp| {
        when::typed(&written.unwrap_or_default(), &zone, from, Toward::Future).map_err(anyhow::Error::msg)
    };
    let from = time(from, begun.now)?;
    let until = time(until, from)?;
    anyhow::ensure!(until > from, "the window ends at {until}, before it begins: give `--until` after `--from`");
    if let Some(severity) = &args.what.severity {
        desk::severity(&begun, severity)?;
    }
    for id in &args.component {
        desk::component(&begun, id)?;
    }
    let components: Vec<(String, State)> =
        args.component.iter().map(|id| (id.clone(), State::UnderMaintenance)).collect();
    let at = args.word.at(&begun)?;
    let to = match (args.word.audiences(&begun)?, &args.what.severity) {
        (Some(named), _) => named,
        (None, Some(severity)) => authoring::owed_by_policy(begun.desk().site, Some(severity)),
        (None, None) => vec![Suffix::Public],
    };
    let next = args.word.next(&begun, at)?;
    let slug = slug_of(&args.what, &title)?;
    let mut said = args.word.said()?;
    let occasion = args.word.occasion(&begun)?;
    let drafts = |said: &BTreeMap<String, String>| {
        let opening = Opening {
            slug: &slug,
            title: &title,
            severity: args.what.severity.as_deref(),
            started: from,
            at,
            regions: &args.what.region,
            roles: &BTreeMap::new(),
            components: &components,
            next,
            said,
            occasion,
            to: &to,
        };
        authoring::maintenance(&begun.desk(), &Window { opening, from, until })
    };
    finish(&begun, &args.site, &args.word, (&mut said, &drafts))
}

/// Drafts, made from what was said.
type Make<'a> = &'a dyn Fn(&BTreeMap<String, String>) -> Vec<Draft>;

/// Asks for blanks, and puts the drafts down.
pub(super) fn finish(
    begun: &Begun,
    site: &SiteArgs,
    word: &WordArgs,
    (said, make): (&mut BTreeMap<String, String>, Make<'_>),
) -> anyhow::Result<Outcome> {
    let mut made = make(said);
    if world::is_dialogue() && !word.edits() && drafts::ask_blanks(begun, &made, said)? {
        made = make(said);
    }
    drafts::unused(begun, &made, said)?;
    Ok(if drafts::put_down(site, begun, &made, word)? { Outcome::Well } else { Outcome::Faults })
}

/// What was given, or what is answered where somebody can be asked.
pub(super) fn given(argument: Option<&str>, asks: bool, question: &str) -> anyhow::Result<Option<String>> {
    let written = match argument {
        Some(written) => Some(written.to_owned()),
        None if asks => world::ask(&format!("{question}: "))?,
        None => None,
    };
    let flat = written.map(|written| written.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(flat.filter(|written| !written.is_empty()))
}

/// Everything that is missing, at once.
pub(super) fn missing(flags: &[(&str, bool)]) -> anyhow::Result<()> {
    let missing: Vec<&str> = flags.iter().filter(|(_, missing)| *missing).map(|(flag, _)| *flag).collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!("there is no `{}`: give it, or answer the question on a terminal", missing.join("` and no `"))
}

fn severities(begun: &Begun) -> String {
    begun.desk().site.policy.severities.keys().cloned().collect::<Vec<_>>().join(", ")
}

fn asked_components(begun: &Begun) -> anyhow::Result<Vec<String>> {
    let groups = &begun.desk().site.settings.groups;
    let ids: Vec<&str> = groups.iter().flat_map(|group| &group.components).map(|component| &*component.id).collect();
    let states = State::ALL.map(State::word);
    let question = format!(
        "What is affected, and how? (as in {}=partial_outage; parted by spaces)\n  {}\n  {}\n: ",
        ids.first().copied().unwrap_or("checkout"),
        ids.join(" "),
        states[2..].join(" ")
    );
    let answer = world::ask(&question)?.unwrap_or_default();
    Ok(answer.split([' ', ',']).filter(|one| !one.is_empty()).map(str::to_owned).collect())
}

/// When the next word comes: as the author says, or policy; somebody has to say it to the public.
pub(super) fn next(
    begun: &Begun,
    word: &WordArgs,
    (severity, to, at): (Option<&str>, &[Suffix], Timestamp),
) -> anyhow::Result<Option<Option<Timestamp>>> {
    let given = word.next(begun, at)?;
    if given.is_some() || !authoring::cadence_missing(&begun.desk(), severity, to) {
        return Ok(given);
    }
    if world::is_dialogue() {
        let answer = world::ask("When does the next public update come? (30m, 15:10, none; Return for 1h): ")?;
        let answer = answer.filter(|answer| !answer.is_empty()).unwrap_or_else(|| "1h".to_owned());
        return desk::next_of(begun, &answer, at);
    }
    bail!("policy promises the public no next update here: give `--next-update 1h`, or `--next-update none`")
}

fn slug_of(what: &WhatArgs, title: &str) -> anyhow::Result<String> {
    let slug = match &what.slug {
        Some(slug) => slug.clone(),
        None => authoring::slug(title),
    };
    anyhow::ensure!(!slug.is_empty(), "no name of a folder can be made of `{title}`: give one with `--slug`");
    anyhow::ensure!(
        is_name(&slug) && slug.len() <= 69,
        "`{slug}` is no name of a folder: write small letters, digits and hyphens, as in `--slug checkout-eu`"
    );
    Ok(slug)
}
