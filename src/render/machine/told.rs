//! What one moment says, as a few plain blocks that every format writes in its own way.

use super::time;
use crate::edition::{Edition, Facts, Go, Incident, Moment, Part, Words};
use crate::state::{State, Status};

/// A piece of what is said.
#[derive(Debug)]
pub(super) enum Block<'a> {
    /// For whom the blocks until the next voice were written.
    Voice(String),
    /// A fact: its name and what it says.
    Fact(&'static str, String),
    /// A fact of several items, at least one.
    List(&'static str, Vec<String>),
    /// A fact that is an address.
    Link(String, String),
    Words(&'a Words),
}

/// Everything a moment says: corrections, changes of state, then each part with its facts and words, the edition's own first.
pub(super) fn moment<'a>(edition: &'a Edition, incident: &'a Incident, moment: &'a Moment) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let at = |slug: &str| incident.moments.iter().find(|other| *other.slug == *slug).map(|other| other.at);
    if let Some(corrected) = moment.corrects.as_deref().and_then(at) {
        blocks.push(Block::Fact("Corrects the update of", time::human(edition, corrected)));
    }
    for correction in moment.corrected_by.iter().filter_map(|slug| at(slug)) {
        blocks.push(Block::Fact("Corrected on", time::human(edition, correction)));
    }
    if let Some(posted) = moment.backfilled {
        blocks.push(Block::Fact("Posted later, on", time::human(edition, posted)));
    }
    let changes: Vec<String> = moment
        .changes
        .iter()
        .map(|change| {
            let name = &edition.components[change.component].name;
            format!("{name}: {} → {}", state(change.from), state(change.to))
        })
        .collect();
    if !changes.is_empty() {
        blocks.push(Block::List("Components", changes));
    }
    blocks.extend(parts(edition, &moment.parts));
    blocks
}

/// What several parts say, the edition's own first.
pub(super) fn parts<'a>(edition: &'a Edition, parts: &'a [Part]) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let own = parts.iter().filter(|part| part.own);
    for part in own.chain(parts.iter().filter(|part| !part.own)) {
        let mut said = Vec::new();
        facts(edition, &part.facts, &mut said);
        if !part.words.is_empty() {
            said.push(Block::Words(&part.words));
        }
        if !said.is_empty() && !edition.is_public() {
            blocks.push(Block::Voice(voice(edition, part)));
        }
        blocks.append(&mut said);
    }
    blocks
}

/// Under which name a part is shown.
fn voice(edition: &Edition, part: &Part) -> String {
    match (&part.account, &edition.label) {
        (Some(account), _) => account.clone(),
        (None, Some(label)) if part.own => label.clone(),
        _ => capital(&part.suffix),
    }
}

/// Facts by name, in the order in which readers need them.
fn facts(edition: &Edition, facts: &Facts, into: &mut Vec<Block<'_>>) {
    let Facts {
        bottom_line,
        confidence,
        asks,
        decisions,
        risks,
        unknowns,
        say,
        dont_say,
        macro_name,
        escalate_to,
        lines,
        condition,
        actions,
        needs,
        watch_for,
        links,
        affects,
        contact,
        workaround,
        next_update,
    } = facts;
    let by =
        |by: &Option<jiff::Timestamp>| by.map(|by| format!(", by {}", time::human(edition, by))).unwrap_or_default();
    let of = |who: &Option<String>| who.as_ref().map(|who| format!(" ({who})")).unwrap_or_default();
    let mut one = |name: &'static str, fact: &Option<Option<String>>| {
        if let Some(fact) = fact {
            into.push(Block::Fact(name, fact.clone().unwrap_or_else(none)));
        }
    };
    let written = |fact: &Option<Option<jiff::Timestamp>>| fact.map(|at| at.map(|at| time::human(edition, at)));
    one("Bottom line", bottom_line);
    one("Confidence", &confidence.map(|fact| fact.map(|level| format!("{level:?}").to_lowercase())));
    one("Condition", condition);
    many("Asks", asks, into, |ask| format!("{}{}{}", ask.what, of(&ask.of), by(&ask.by)));
    many("Decisions", decisions, into, |one| format!("{}{}{}", one.what, of(&one.owner), by(&one.by)));
    many("Stop and go", lines, into, |line| {
        let go = match line.go {
            Go::Go => "go",
            Go::Hold => "hold",
            Go::Watch => "watch",
        };
        let what = line.what.as_ref().map(|what| format!(": {what}")).unwrap_or_default();
        let until = line.release_on.as_ref().map(|on| format!(", until {on}")).unwrap_or_default();
        format!("{} {go}{what}{}{until}", line.function, of(&line.owner))
    });
    many("Say", say, into, Clone::clone);
    many("Don't say", dont_say, into, Clone::clone);
    many("Risks", risks, into, Clone::clone);
    many("Unknowns", unknowns, into, Clone::clone);
    many("Actions", actions, into, Clone::clone);
    many("Needs", needs, into, Clone::clone);
    many("Watch for", watch_for, into, Clone::clone);
    many("Affects", affects, into, |index| edition.components[*index].name.clone());
    let mut one = |name: &'static str, fact: &Option<Option<String>>| {
        if let Some(fact) = fact {
            into.push(Block::Fact(name, fact.clone().unwrap_or_else(none)));
        }
    };
    one("Workaround", workaround);
    one("Macro", macro_name);
    one("Escalate to", escalate_to);
    one("Contact", contact);
    one("Next update", &written(next_update));
    for (label, address) in links.iter().flatten().flatten() {
        into.push(Block::Link(label.clone(), address.clone()));
    }
}

fn many<T>(
    name: &'static str,
    fact: &Option<Option<Vec<T>>>,
    into: &mut Vec<Block<'_>>,
    show: impl FnMut(&T) -> String,
) {
    match fact {
        Some(Some(items)) if !items.is_empty() => into.push(Block::List(name, items.iter().map(show).collect())),
        Some(_) => into.push(Block::Fact(name, none())),
        None => {}
    }
}

fn none() -> String {
    "none".to_owned()
}

/// One line that names a moment: the incident's title and how far it had come.
pub(super) fn title(incident: &Incident, moment: &Moment) -> String {
    format!("{} – {}", incident.title, status(moment.status))
}

/// The word for people of how far things have come.
pub(super) fn status(status: Option<Status>) -> String {
    status.map_or_else(|| "Postmortem".to_owned(), |status| capital(status.word()))
}

/// The word for people of how a component is.
pub(super) fn state(state: State) -> String {
    capital(state.word())
}

/// A word of the format as people write it: `in_progress` is `In progress`.
fn capital(word: &str) -> String {
    let spaced = word.replace(['_', '-', '.'], " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
