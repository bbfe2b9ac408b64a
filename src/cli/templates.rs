//! `candor templates`: which words are signed off, and which are missing.

use super::Outcome;
use super::desk;
use super::site::{self, SiteArgs};
use crate::practice::SignOff;
use crate::practice::authoring::{self, Cell, Coverage};
use crate::world;
use anyhow::Context as _;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// Show for every audience, stage and severity whether there are words that are signed off, or sign templates off
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// Sign these templates off in the role of `--as`, as they read now
    #[arg(long, value_name = "NAME", num_args = 1.., requires = "role")]
    sign: Vec<String>,

    /// The role that signs: `legal`, `executives`
    #[arg(long = "as", value_name = "ROLE", requires = "sign")]
    role: Option<String>,

    /// Write it for programs
    #[arg(long)]
    json: bool,

    /// The day to look from; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

#[derive(Serialize)]
struct List<'a> {
    version: u8,
    coverage: &'a [Coverage],
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Some(begun) = desk::begin(&args.site, args.now.as_deref())? else { return Ok(Outcome::Faults) };
    let faulty = begun.tell_templates(&args.site);
    if let Some(role) = &args.role {
        let on = begun.now.to_zoned_datetime(TimeZone::UTC).date();
        for name in &args.sign {
            let name = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
            let template = desk::template(&begun, name)?;
            let path = desk::template_path(&args.site.site, name);
            let sign_off = SignOff { role: role.clone(), on, digest: Some(template.digest.clone()) };
            if template.approved.iter().any(|one| one.role == *role && one.digest == sign_off.digest) {
                site::say(&format!("`{name}` was signed off so already\n"))?;
                continue;
            }
            let text = world::text_of(&path)?;
            let written = authoring::sign(&Arc::from(format!("content/templates/{name}.md")), &text, &sign_off);
            let written = written
                .with_context(|| format!("`{name}` can't be added to: write `approved` by hand, one entry a line"))?;
            world::write_beside(&path, written.as_bytes())?;
            site::say(&format!("`{name}` is signed off by `{role}` as it reads now: commit it\n"))?;
        }
        return Ok(if faulty { Outcome::Faults } else { Outcome::Well });
    }
    let coverage = authoring::coverage(&begun.desk());
    let text = if args.json {
        let list = List { version: 1, coverage: &coverage };
        format!("{}\n", serde_json::to_string_pretty(&list).context("words and names are always JSON")?)
    } else {
        table(&coverage)
    };
    site::say(&text)?;
    Ok(if faulty { Outcome::Faults } else { Outcome::Well })
}

fn word(cell: Cell) -> &'static str {
    match cell {
        Cell::Covered => "covered",
        Cell::Unapproved => "unapproved",
        Cell::PastReview => "past review",
        Cell::Missing => "MISSING",
        Cell::NotAsked => "–",
    }
}

/// At most 100 columns for five severities.
fn table(coverage: &[Coverage]) -> String {
    let columns: BTreeSet<&str> = coverage.iter().flat_map(|row| row.severities.keys().map(String::as_str)).collect();
    let mut columns: Vec<&str> = columns.into_iter().collect();
    columns.sort_by_key(|column| *column == "maintenance");
    let mut text = String::new();
    let mut put = |cells: &[&str]| {
        let mut line = format!("{:<14} {:<14}", cells[0], cells[1]);
        for cell in &cells[2..] {
            write!(line, " {cell:<11}").expect("writing to a string can't fail");
        }
        writeln!(text, "{}", line.trim_end()).expect("writing to a string can't fail");
    };
    put(&[&["audience", "stage"], &columns[..]].concat());
    let mut last = "";
    for row in coverage {
        let name = if last == row.audience { "" } else { &row.audience };
        let cells: Vec<&str> =
            columns.iter().map(|column| row.severities.get(*column).map_or("", |(cell, _)| word(*cell))).collect();
        put(&[&[name, row.stage], &cells[..]].concat());
        last = &row.audience;
    }
    let count = |wanted: Cell| {
        coverage.iter().flat_map(|row| row.severities.values()).filter(|(cell, _)| *cell == wanted).count()
    };
    writeln!(
        text,
        "\n{} covered, {} unapproved, {} past review, {} missing; – is not asked for by policy",
        count(Cell::Covered),
        count(Cell::Unapproved),
        count(Cell::PastReview),
        count(Cell::Missing)
    )
    .expect("writing to a string can't fail");
    text
}
