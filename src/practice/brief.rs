//! One audience's current words and facts on an incident, from its edition alone, ready to send.

mod mail;
mod payload;

pub use mail::{Letter, mail};
pub use payload::{html, markdown, slack, text};

use crate::edition::{Edition, Go, Incident, Part, Stands, Voice};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What is to be sent, before it is encoded for where it goes. Nothing in it is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The site's name and the audience's.
    pub site: String,
    pub title: String,
    /// `identified`, `under way`.
    pub status: String,
    /// In the site's time zone.
    pub since: String,
    pub facts: Vec<Said>,
    pub words: Vec<Passage>,
    pub next: Option<String>,
    /// The incident's page, if the edition stands somewhere.
    pub page: Option<String>,
    pub now: Timestamp,
}

/// A fact that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub label: &'static str,
    pub items: Vec<String>,
}

/// Words of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// When they were said, and by which file's readers: empty for this audience's own.
    pub heading: String,
    pub text: String,
    pub markdown: String,
    /// Safe HTML: `read` made it.
    pub html: String,
}

/// What an audience would be told of an incident now; none if its edition has no such incident.
#[must_use]
pub fn brief(edition: &Edition, incident: &str) -> Option<Brief> {
    let incident = edition.incidents.iter().find(|one| &*one.slug == incident)?;
    let zone = TimeZone::get(&edition.site.timezone).unwrap_or(TimeZone::UTC);
    let told = |at: Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%-d %B %Y, %H:%M %Z").to_string();
    let base = edition.url.as_ref().map(|url| format!("{url}/"));
    let last = |speaks: &dyn Fn(&Part) -> bool| {
        let moments = incident.moments.iter().rev();
        moments.into_iter().find_map(|moment| {
            Some((moment.posted(), moment.parts.iter().rev().find(|part| speaks(part) && !part.words.is_empty())?))
        })
    };
    let passage = |(at, part): (Timestamp, &Part)| Passage {
        heading: if part.own { told(at) } else { format!("{}, {}", part.suffix, told(at)) },
        text: part.words.text(),
        markdown: part.words.markdown.trim().to_owned(),
        html: part.words.sewn(3, base.as_deref().unwrap_or_default()),
    };
    let own = last(&|part| part.own);
    let public = last(&|part| part.suffix == "public");
    let newer = public.filter(|(at, part)| !part.own && own.is_none_or(|(own, _)| *at > own));
    Some(Brief {
        site: edition.title(),
        title: incident.title.clone(),
        status: incident.status.word().replace('_', " "),
        since: told(incident.started),
        facts: facts(incident, edition, &told),
        words: own.into_iter().chain(newer).map(passage).collect(),
        next: incident.next_update.map(told),
        page: base.map(|base| match incident.kind {
            crate::edition::IncidentKind::Incident => format!("{base}incidents/{}/", incident.slug),
            crate::edition::IncidentKind::Maintenance => format!("{base}maintenance/{}/", incident.slug),
        }),
        now: edition.now,
    })
}

/// What stands by this audience's own files, and the workaround that leads.
fn facts(incident: &Incident, edition: &Edition, told: &dyn Fn(Timestamp) -> String) -> Vec<Said> {
    let mut said = Vec::new();
    let mut give = |label: &'static str, items: Vec<String>| {
        if !items.is_empty() {
            said.push(Said { label, items });
        }
    };
    let one = |fact: Option<&Stands<String>>| fact.map(|fact| fact.value.clone()).into_iter().collect::<Vec<_>>();
    let all = |fact: Option<&Stands<Vec<String>>>| fact.map(|fact| fact.value.clone()).unwrap_or_default();
    let none = Voice::default();
    let voice = incident.voices.iter().find(|voice| voice.own).unwrap_or(&none);
    give("Bottom line", one(voice.bottom_line.as_ref()));
    give("Workaround", incident.workaround.iter().map(|stands| stands.value.clone()).collect());
    let asks = voice.asks.iter().flat_map(|asks| &asks.value);
    give("Asks", asks.map(|ask| joined(&ask.what, &[("of", ask.of.clone()), ("by", ask.by.map(told))])).collect());
    let decisions = voice.decisions.iter().flat_map(|all| &all.value);
    give(
        "Decisions",
        decisions.map(|one| joined(&one.what, &[("owner", one.owner.clone()), ("by", one.by.map(told))])).collect(),
    );
    give("Risks", all(voice.risks.as_ref()));
    give("Unknown", all(voice.unknowns.as_ref()));
    give("Say", all(voice.say.as_ref()));
    give("Don't say", all(voice.dont_say.as_ref()));
    give("Macro", one(voice.macro_name.as_ref()));
    give("Escalate to", one(voice.escalate_to.as_ref()));
    let lines = voice.lines.iter().flat_map(|lines| &lines.value);
    give(
        "Stop or go",
        lines
            .map(|line| {
                let go = match line.go {
                    Go::Go => "go",
                    Go::Hold => "hold",
                    Go::Watch => "watch",
                };
                let what = line.what.as_deref().map(|what| format!(" {what}")).unwrap_or_default();
                joined(
                    &format!("{}: {go}{what}", line.function),
                    &[("owner", line.owner.clone()), ("until", line.release_on.clone())],
                )
            })
            .collect(),
    );
    give("Condition", one(voice.condition.as_ref()));
    give("Actions", all(voice.actions.as_ref()));
    give("Needs", all(voice.needs.as_ref()));
    give("Watch for", all(voice.watch_for.as_ref()));
    let links = voice.links.iter().flat_map(|links| &links.value);
    give("Links", links.map(|(name, to)| format!("{name}: {to}")).collect());
    let affects = voice.affects.iter().flat_map(|affects| &affects.value);
    give("Affects", affects.map(|index| edition.components[*index].name.clone()).collect());
    give("Contact", one(voice.contact.as_ref()));
    said
}

fn joined(what: &str, more: &[(&str, Option<String>)]) -> String {
    let more: Vec<String> =
        more.iter().filter_map(|(label, value)| Some(format!("{label} {}", value.as_ref()?))).collect();
    if more.is_empty() { what.to_owned() } else { format!("{what} ({})", more.join(", ")) }
}
