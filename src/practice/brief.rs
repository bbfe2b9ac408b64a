//! One audience's current words and facts on an incident, from its edition alone, ready to send.

mod mail;
mod payload;

pub use mail::{Letter, mail};
pub use payload::{html, markdown, slack, text};

use crate::edition::{Ask, Decision, Incident, Line, Part, Stands, Voice};
use crate::render::machine::Spoken;
use crate::render::written;
use jiff::Timestamp;

/// What is to be sent, before it is encoded for where it goes. Nothing in it is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The site's name and the audience's.
    pub site: String,
    pub title: String,
    /// As the site's language has it: `Identified`.
    pub status: String,
    /// When it began, in the site's time zone: `Started: 20 November 2026, 09:25 UTC`.
    pub began: String,
    pub facts: Vec<Said>,
    pub words: Vec<Passage>,
    /// `Next update by 20 November 2026, 10:35 UTC`.
    pub next: Option<String>,
    /// The incident's page, if the edition stands somewhere.
    pub page: Option<String>,
    pub now: Timestamp,
    /// Of the site, as a BCP 47 tag, and which way it is read: `rtl` or `ltr`.
    pub language: String,
    pub direction: String,
}

/// A fact that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub label: String,
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

/// What an audience would be told of an incident now, in the words of a theme; none if its edition has no such incident.
#[must_use]
pub fn brief(spoken: Spoken<'_>, incident: &str) -> Option<Brief> {
    let Spoken { edition, strings } = spoken;
    let incident = edition.incidents.iter().find(|one| &*one.slug == incident)?;
    let told = |at: Timestamp| written(at, &edition.site.timezone, strings);
    let base = edition.url.as_ref().map(|url| format!("{url}/"));
    let last = |speaks: &dyn Fn(&Part) -> bool| {
        let moments = incident.moments.iter().rev();
        moments.into_iter().find_map(|moment| {
            Some((moment.posted(), moment.parts.iter().rev().find(|part| speaks(part) && !part.words.is_empty())?))
        })
    };
    let passage = |(at, part): (Timestamp, &Part)| Passage {
        heading: if part.own { told(at) } else { strings.list([&*spoken.voice(part), &*told(at)]) },
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
        status: spoken.status(Some(incident.status)).to_owned(),
        began: format!("{}: {}", strings.say("incident.started"), told(incident.started)),
        facts: facts(spoken, incident, &told),
        words: own.into_iter().chain(newer).map(passage).collect(),
        next: incident.next_update.map(|next| strings.fill("incident.next_by", &[("time", &told(next))])),
        page: base.map(|base| format!("{base}{}", incident.page())),
        now: edition.now,
        language: strings.language().to_owned(),
        direction: strings.direction().to_owned(),
    })
}

/// What stands by this audience's own files, and the workaround that leads.
fn facts(spoken: Spoken<'_>, incident: &Incident, told: &dyn Fn(Timestamp) -> String) -> Vec<Said> {
    let Spoken { edition, strings } = spoken;
    let mut said = Vec::new();
    let mut give = |key: &str, items: Vec<String>| {
        if !items.is_empty() {
            said.push(Said { label: strings.say(key).to_owned(), items });
        }
    };
    let one = |fact: Option<&Stands<String>>| fact.map(|fact| fact.value.clone()).into_iter().collect::<Vec<_>>();
    let all = |fact: Option<&Stands<Vec<String>>>| fact.map(|fact| fact.value.clone()).unwrap_or_default();
    let by = |by: Option<Timestamp>| by.map(|by| strings.fill("fact.by", &[("time", &told(by))]));
    let ask = |ask: &Ask| joined(&ask.what, [ask.of.clone(), by(ask.by)]);
    let decision = |one: &Decision| joined(&one.what, [one.owner.clone(), by(one.by)]);
    let line = |line: &Line| {
        let what = line.what.as_deref().map(|what| format!(": {what}")).unwrap_or_default();
        let until = line.release_on.as_ref().map(|on| format!("{}: {on}", strings.say("hold.release_on")));
        joined(&format!("{} – {}{what}", line.function, strings.go(line.go)), [line.owner.clone(), until])
    };
    let none = Voice::default();
    let voice = incident.voices.iter().find(|voice| voice.own).unwrap_or(&none);
    give("fact.bottom_line", one(voice.bottom_line.as_deref()));
    give("fact.workaround", incident.workaround.iter().map(|stands| stands.value.clone()).collect());
    give("fact.asks", voice.asks.iter().flat_map(|asks| &asks.value).map(ask).collect());
    give("fact.decisions", voice.decisions.iter().flat_map(|all| &all.value).map(decision).collect());
    give("fact.risks", all(voice.risks.as_deref()));
    give("fact.unknowns", all(voice.unknowns.as_deref()));
    give("fact.say", all(voice.say.as_deref()));
    give("fact.dont_say", all(voice.dont_say.as_deref()));
    give("fact.macro", one(voice.macro_name.as_deref()));
    give("fact.escalate_to", one(voice.escalate_to.as_deref()));
    give("fact.lines", voice.lines.iter().flat_map(|lines| &lines.value).map(line).collect());
    give("fact.condition", one(voice.condition.as_deref()));
    give("fact.actions", all(voice.actions.as_deref()));
    give("fact.needs", all(voice.needs.as_deref()));
    give("fact.watch_for", all(voice.watch_for.as_deref()));
    let links = voice.links.iter().flat_map(|links| &links.value);
    give("fact.links", links.map(|(name, to)| format!("{name}: {to}")).collect());
    let affects = voice.affects.iter().flat_map(|affects| &affects.value);
    give("fact.affects", affects.map(|index| edition.components[*index].name.clone()).collect());
    give("fact.contact", one(voice.contact.as_deref()));
    said
}

fn joined(what: &str, more: [Option<String>; 2]) -> String {
    let more: Vec<String> = more.into_iter().flatten().collect();
    if more.is_empty() { what.to_owned() } else { format!("{what} ({})", more.join(", ")) }
}
