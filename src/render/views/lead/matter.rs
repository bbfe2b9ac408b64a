//! One incident, or one planned maintenance, as it concerns this edition's audience.

use super::told::{AccountToldView, NoticeView, accounts, notices};
use super::{HoldView, ResponseView, declared, hold};
use crate::edition::{Change, Confidence, Customers, Go, Incident, Moment, Stands, Voice};
use crate::render::views::incident::{self, Card};
use crate::render::views::moment::{self, ChangeView};
use crate::render::views::{Due, Instant, Link, Look};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Matter<'a> {
    pub card: Card<'a>,
    /// While a business response is declared the page changes: what has to be done and held comes first.
    pub response: Option<ResponseView>,
    pub customers: Option<String>,
    pub bottom_line: Option<Said>,
    pub confidence: Option<&'a str>,
    pub asks: Vec<Owed>,
    pub decisions: Vec<Owed>,
    pub risks: Vec<String>,
    pub unknowns: Vec<String>,
    pub say: Vec<Sentence>,
    pub dont_say: Vec<Sentence>,
    /// `say` as one text, to copy.
    pub copy: String,
    pub macro_name: Option<String>,
    pub escalate_to: Option<String>,
    pub condition: Option<Said>,
    pub actions: Vec<String>,
    pub needs: Vec<String>,
    pub watch_for: Vec<String>,
    /// Of this audience's words, then of the whole incident.
    pub links: Vec<Link>,
    /// Holds first, then what to watch.
    pub lines: Vec<LineView<'a>>,
    /// Stop lines of this incident that are in force.
    pub holds: Vec<HoldView<'a>>,
    pub affects: Vec<Link>,
    pub contact: Option<String>,
    /// This audience's last words.
    pub own_html: String,
    pub own_at: Option<Instant>,
    /// The last words for everyone.
    pub public_html: String,
    pub changed: Changed<'a>,
    /// The accounts that it affects, of those shown here.
    pub accounts: Vec<AccountToldView>,
    /// What policy promises each audience that may be read here, and what it got.
    pub notices: Vec<NoticeView>,
}

/// What the latest moment changed.
#[derive(Debug, Serialize)]
pub(crate) struct Changed<'a> {
    /// When the moment before it was; none after the first.
    pub since: Option<Instant>,
    /// The status before, where it was another.
    pub from: Option<&'a str>,
    pub components: Vec<ChangeView<'a>>,
    pub workaround: bool,
}

/// Something to say, and whether it is new with the latest update.
#[derive(Debug, Serialize)]
pub(crate) struct Sentence {
    pub text: String,
    pub fresh: bool,
}

/// A fact and when it was said.
#[derive(Debug, Serialize)]
pub(crate) struct Said {
    pub text: String,
    pub at: Instant,
}

/// Something that somebody has to do or decide.
#[derive(Debug, Serialize)]
pub(crate) struct Owed {
    pub what: String,
    pub who: Option<String>,
    pub by: Option<Due>,
}

/// A line for one business function.
#[derive(Debug, Serialize)]
pub(crate) struct LineView<'a> {
    pub function: String,
    /// `go`, `hold`, `watch`
    pub class: &'static str,
    pub word: &'a str,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
}

pub(super) fn matter<'a>(look: &Look<'a>, incident: &Incident) -> Matter<'a> {
    let voices = &incident.voices;
    let say = list(heard(voices, |voice| voice.say.as_deref()));
    let latest_own = incident.moments.iter().rev().find_map(|moment| {
        let part = moment.parts.iter().find(|part| part.own && !part.words.is_empty())?;
        Some((part, moment.at))
    });
    let owed = |what: &String, who: &Option<String>, by: Option<jiff::Timestamp>| Owed {
        what: what.clone(),
        who: who.clone(),
        by: by.map(|by| look.due_as(by, "lead.due", "lead.overdue")),
    };
    let links = heard(voices, |voice| voice.links.as_deref());
    let links = links.iter().flat_map(|stands| &stands.value).chain(&incident.links);
    let dont_say = heard(voices, |voice| voice.dont_say.as_deref());
    let standing_holds = incident.holds.iter().filter(|hold| hold.released.is_none());
    Matter {
        card: incident::card(look, incident),
        response: declared(look, incident),
        customers: customers(look, incident),
        bottom_line: said(look, heard(voices, |voice| voice.bottom_line.as_deref())),
        confidence: heard(voices, |voice| voice.confidence.as_deref()).map(|stands| confidence(look, stands.value)),
        asks: heard(voices, |voice| voice.asks.as_deref())
            .map_or_else(Vec::new, |asks| asks.value.iter().map(|ask| owed(&ask.what, &ask.of, ask.by)).collect()),
        decisions: heard(voices, |voice| voice.decisions.as_deref())
            .map_or_else(Vec::new, |all| all.value.iter().map(|one| owed(&one.what, &one.owner, one.by)).collect()),
        risks: list(heard(voices, |voice| voice.risks.as_deref())),
        unknowns: list(heard(voices, |voice| voice.unknowns.as_deref())),
        copy: say.join("\n"),
        say: sentences(incident, say, |facts| facts.say.as_ref()),
        dont_say: sentences(incident, list(dont_say), |facts| facts.dont_say.as_ref()),
        macro_name: heard(voices, |voice| voice.macro_name.as_deref()).map(|stands| stands.value.clone()),
        escalate_to: heard(voices, |voice| voice.escalate_to.as_deref()).map(|stands| stands.value.clone()),
        condition: said(look, heard(voices, |voice| voice.condition.as_deref())),
        actions: list(heard(voices, |voice| voice.actions.as_deref())),
        needs: list(heard(voices, |voice| voice.needs.as_deref())),
        watch_for: list(heard(voices, |voice| voice.watch_for.as_deref())),
        links: links.map(|(label, to)| moment::outside(label, to)).collect(),
        lines: lines(look, heard(voices, |voice| voice.lines.as_deref())),
        holds: standing_holds.map(|one| hold(look, incident, one)).collect(),
        affects: heard(voices, |voice| voice.affects.as_deref())
            .map_or_else(Vec::new, |stands| stands.value.iter().map(|index| look.component(*index)).collect()),
        contact: heard(voices, |voice| voice.contact.as_deref()).map(|stands| stands.value.clone()),
        public_html: public_words(look, incident),
        own_html: latest_own.map_or_else(String::new, |(part, _)| part.words.sewn(4, look.base)),
        own_at: latest_own.map(|(_, at)| look.clock.instant(at)),
        changed: changed(look, incident),
        accounts: accounts(look, incident),
        notices: notices(look, incident),
    }
}

/// What the latest moment changed against the one before.
fn changed<'a>(look: &Look<'a>, incident: &Incident) -> Changed<'a> {
    let (latest, before) = match incident.moments.as_slice() {
        [.., before, latest] => (Some(latest), Some(before)),
        [latest] => (Some(latest), None),
        [] => (None, None),
    };
    let status = |moment: Option<&Moment>| moment.and_then(|moment| moment.status);
    let change = |change: &Change| ChangeView {
        component: look.component(change.component),
        from: look.state(change.from),
        to: look.state(change.to),
    };
    let workaround = |at: jiff::Timestamp| incident.workaround.as_ref().is_some_and(|stands| stands.at == at);
    Changed {
        since: before.map(|before| look.clock.instant(before.at)),
        from: status(before).filter(|before| Some(*before) != status(latest)).map(|before| look.status(before)),
        components: latest.map_or_else(Vec::new, |latest| latest.changes.iter().map(change).collect()),
        workaround: before.is_some() && latest.is_some_and(|latest| workaround(latest.at)),
    }
}

/// Sentences for this audience, the new ones marked: those that its words before the latest didn't hold.
fn sentences(
    incident: &Incident,
    said: Vec<String>,
    fact: impl Fn(&crate::edition::Facts) -> Option<&Option<Vec<String>>>,
) -> Vec<Sentence> {
    let earlier = incident.moments.iter().rev().skip(1);
    let before = earlier.flat_map(|moment| &moment.parts).filter(|part| part.own).find_map(|part| fact(&part.facts));
    let before = before.and_then(Option::as_ref);
    let fresh = |text: &String| before.is_some_and(|before| !before.contains(text));
    said.into_iter().map(|text| Sentence { fresh: fresh(&text), text }).collect()
}

fn public_words(look: &Look, incident: &Incident) -> String {
    let parts = incident.moments.iter().rev().flat_map(|moment| &moment.parts);
    let public = parts.into_iter().find(|part| part.suffix == "public" && !part.words.is_empty());
    public.map_or_else(String::new, |part| part.words.sewn(4, look.base))
}

/// A fact by whoever says it first in the order of voices: this edition's own audience, then from the widest.
fn heard<T>(voices: &[Voice], fact: impl Fn(&Voice) -> Option<&Stands<T>>) -> Option<&Stands<T>> {
    voices.iter().find_map(fact)
}

fn list(stands: Option<&Stands<Vec<String>>>) -> Vec<String> {
    stands.map_or_else(Vec::new, |stands| stands.value.clone())
}

fn said(look: &Look, stands: Option<&Stands<String>>) -> Option<Said> {
    stands.map(|stands| Said { text: stands.value.clone(), at: look.clock.instant(stands.at) })
}

fn lines<'a>(look: &Look<'a>, stands: Option<&Stands<Vec<crate::edition::Line>>>) -> Vec<LineView<'a>> {
    let mut lines: Vec<&crate::edition::Line> = stands.map_or_else(Vec::new, |stands| stands.value.iter().collect());
    lines.sort_by_key(|line| match line.go {
        Go::Hold => 0,
        Go::Watch => 1,
        Go::Go => 2,
    });
    lines.into_iter().map(|line| line_view(look, line)).collect()
}

fn line_view<'a>(look: &Look<'a>, line: &crate::edition::Line) -> LineView<'a> {
    let class = match line.go {
        Go::Go => "go",
        Go::Hold => "hold",
        Go::Watch => "watch",
    };
    LineView {
        function: line.function.clone(),
        class,
        word: look.strings.go(line.go),
        what: line.what.clone(),
        owner: line.owner.clone(),
        release_on: line.release_on.clone(),
    }
}

pub(crate) fn confidence<'a>(look: &Look<'a>, confidence: Confidence) -> &'a str {
    look.strings.confidence(confidence)
}

/// How many customers are hit, in words: `2150 customers (27%), at worst 4000`.
pub(crate) fn customers(look: &Look, incident: &Incident) -> Option<String> {
    let Customers { count, percent, worst_case } = incident.customers.as_deref()?;
    let count = count.map(|count| look.strings.count("customers.count", usize::try_from(count).unwrap_or(usize::MAX)));
    let percent = percent
        .map(|percent| look.strings.fill("number.percent", &[("n", &look.strings.decimal(&percent.to_string()))]));
    let size = match (count, percent) {
        (Some(count), Some(percent)) => format!("{count} ({percent})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => look.strings.say("customers.unknown").to_owned(),
    };
    Some(match worst_case {
        Some(worst) => look.strings.fill("customers.worst", &[("size", &size), ("n", &worst.to_string())]),
        None => size,
    })
}
