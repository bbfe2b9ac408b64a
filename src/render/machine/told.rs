//! What one moment says, as a few plain blocks that every format writes in its own way.

use super::spoken::Spoken;
use super::time;
use crate::edition::{Facts, Incident, Line, Moment, Part, Words};

/// A piece of what is said.
#[derive(Debug)]
pub(super) enum Block<'a> {
    /// For whom the blocks until the next voice were written.
    Voice(String),
    /// A fact: its name and what it says.
    Fact(&'a str, String),
    /// A fact of several items, at least one.
    List(&'a str, Vec<String>),
    /// A fact that is a sentence by itself.
    Sentence(String),
    /// A fact that is an address.
    Link(String, String),
    Words(&'a Words),
}

/// Everything a moment says: corrections, changes of state, then each part with its facts and words, the edition's own first.
pub(super) fn moment<'a>(spoken: Spoken<'a>, incident: &'a Incident, moment: &'a Moment) -> Vec<Block<'a>> {
    let Spoken { edition, .. } = spoken;
    let mut blocks = Vec::new();
    let at = |slug: &str| incident.moments.iter().find(|other| *other.slug == *slug).map(|other| other.at);
    if let Some(corrected) = moment.corrects.as_deref().and_then(at) {
        blocks.push(Block::Fact(spoken.say("incident.corrects"), time::human(edition, corrected)));
    }
    for correction in moment.corrected_by.iter().filter_map(|slug| at(slug)) {
        blocks.push(Block::Fact(spoken.say("incident.corrected"), time::human(edition, correction)));
    }
    if let Some(posted) = moment.backfilled {
        blocks.push(Block::Fact(spoken.say("incident.posted"), time::human(edition, posted)));
    }
    let changes: Vec<String> = moment
        .changes
        .iter()
        .map(|change| {
            let name = &edition.components[change.component].name;
            format!("{name}: {} → {}", spoken.state(change.from), spoken.state(change.to))
        })
        .collect();
    if !changes.is_empty() {
        blocks.push(Block::List(spoken.say("incident.components"), changes));
    }
    blocks.extend(parts(spoken, &moment.parts));
    blocks
}

/// What several parts say, the edition's own first.
pub(super) fn parts<'a>(spoken: Spoken<'a>, parts: &'a [Part]) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let own = parts.iter().filter(|part| part.own);
    for part in own.chain(parts.iter().filter(|part| !part.own)) {
        let mut said = Vec::new();
        facts(spoken, part, &mut said);
        if !part.words.is_empty() {
            said.push(Block::Words(&part.words));
        }
        if !said.is_empty() && !spoken.edition.is_public() {
            blocks.push(Block::Voice(spoken.voice(part)));
        }
        blocks.append(&mut said);
    }
    blocks
}

/// Facts by name, in the order in which readers need them.
fn facts<'a>(spoken: Spoken<'a>, part: &Part, into: &mut Vec<Block<'a>>) {
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
    } = &*part.facts;
    let at = |at: jiff::Timestamp| time::human(spoken.edition, at);
    let by = |by: &Option<jiff::Timestamp>| {
        by.map(|by| format!(", {}", spoken.strings.fill("fact.by", &[("time", &at(by))]))).unwrap_or_default()
    };
    let of = |who: &Option<String>| who.as_ref().map(|who| format!(" ({who})")).unwrap_or_default();
    let none = || spoken.say("incident.none").to_owned();
    let line = |line: &Line| {
        let what = line.what.as_ref().map(|what| format!(": {what}")).unwrap_or_default();
        let until = spoken.say("hold.release_on");
        let until = line.release_on.as_ref().map(|on| format!("; {until}: {on}")).unwrap_or_default();
        format!("{} – {}{what}{}{until}", line.function, spoken.strings.go(line.go), of(&line.owner))
    };
    let one = |key: &str, fact: &Option<Option<String>>| {
        let said = fact.as_ref()?;
        Some(Block::Fact(spoken.say(key), said.clone().unwrap_or_else(none)))
    };
    let many = |key: &str, fact: Option<Option<Vec<String>>>| match fact? {
        Some(items) if !items.is_empty() => Some(Block::List(spoken.say(key), items)),
        _ => Some(Block::Fact(spoken.say(key), none())),
    };
    let confidence = confidence.map(|fact| fact.map(|given| spoken.strings.confidence(given).to_owned()));
    let workaround = workaround.as_ref().map(|advice| match advice {
        Some(advice) => Block::Fact(spoken.say("fact.workaround"), advice.clone()),
        None => Block::Sentence(spoken.say("incident.no_workaround").to_owned()),
    });
    let next = part.next_update.flatten().map(|next| spoken.strings.fill("incident.next_by", &[("time", &at(next))]));
    let all = [
        one("fact.bottom_line", bottom_line),
        one("fact.confidence", &confidence),
        one("fact.condition", condition),
        many("fact.asks", shown(asks, |ask| format!("{}{}{}", ask.what, of(&ask.of), by(&ask.by)))),
        many("fact.decisions", shown(decisions, |one| format!("{}{}{}", one.what, of(&one.owner), by(&one.by)))),
        many("fact.lines", shown(lines, line)),
        many("fact.say", say.clone()),
        many("fact.dont_say", dont_say.clone()),
        many("fact.risks", risks.clone()),
        many("fact.unknowns", unknowns.clone()),
        many("fact.actions", actions.clone()),
        many("fact.needs", needs.clone()),
        many("fact.watch_for", watch_for.clone()),
        many("fact.affects", shown(affects, |index| spoken.edition.components[*index].name.clone())),
        workaround,
        one("fact.macro", macro_name),
        one("fact.escalate_to", escalate_to),
        one("fact.contact", contact),
        next.map(Block::Sentence),
    ];
    into.extend(all.into_iter().flatten());
    let links = links.iter().flatten().flatten();
    into.extend(links.map(|(label, address)| Block::Link(label.clone(), address.clone())));
}

/// Each item of a fact as it is shown.
fn shown<T>(fact: &Option<Option<Vec<T>>>, show: impl FnMut(&T) -> String) -> Option<Option<Vec<String>>> {
    let items = fact.as_ref()?;
    Some(items.as_ref().map(|items| items.iter().map(show).collect()))
}

/// One line that names a moment: the incident's title and how far it had come.
pub(super) fn title(spoken: Spoken<'_>, incident: &Incident, moment: &Moment) -> String {
    format!("{} – {}", incident.title, spoken.status(moment.status))
}
