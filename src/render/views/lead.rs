//! What a private edition's audience needs first, gathered for its first screen.

use super::component::{self, Line};
use super::incident::{self, Card};
use super::moment::{self, ChangeView};
use super::{Due, Instant, Link, Look, Mark};
use crate::edition::{Confidence, Customers, Go, Hold, Incident, Kind, Stands, Voice};
use crate::render::strings::escaped;
use crate::state::State;
use serde::Serialize;

/// The first screen of a private edition.
#[derive(Debug, Serialize)]
pub(crate) struct Lead<'a> {
    /// `executive`, `support`, `engineering`, `business`, `account`, `general`: which layout prints it.
    pub kind: &'static str,
    /// What goes on, the worst first.
    pub matters: Vec<Matter<'a>>,
    /// Planned work of which this audience was told more than the public, the earliest first.
    pub planned: Vec<Matter<'a>>,
    /// Stop lines in force over all incidents, those that outlast theirs first.
    pub holds: Vec<HoldView<'a>>,
    /// Strategic customers, with how each is by what it is told itself.
    pub accounts: Vec<AccountView<'a>>,
    /// In an account's edition, its own components.
    pub components: Vec<Line<'a>>,
    pub contact: Option<String>,
}

/// One incident, or one planned maintenance, as it concerns this audience.
#[derive(Debug, Serialize)]
pub(crate) struct Matter<'a> {
    pub card: Card<'a>,
    pub customers: Option<String>,
    /// Markup.
    pub response_html: Option<String>,
    pub bottom_line: Option<Said>,
    pub confidence: Option<&'a str>,
    pub asks: Vec<Owed>,
    pub decisions: Vec<Owed>,
    pub risks: Vec<String>,
    pub unknowns: Vec<String>,
    pub say: Vec<String>,
    pub dont_say: Vec<String>,
    /// `say` as one text, to copy.
    pub copy: String,
    pub macro_name: Option<String>,
    pub escalate_to: Option<String>,
    pub condition: Option<Said>,
    pub actions: Vec<String>,
    pub needs: Vec<String>,
    pub watch_for: Vec<String>,
    pub links: Vec<Link>,
    pub lines: Vec<LineView<'a>>,
    pub affects: Vec<Link>,
    pub contact: Option<String>,
    /// This audience's last words.
    pub own_html: String,
    pub own_at: Option<Instant>,
    /// The last words for everyone.
    pub public_html: String,
    /// What the latest moment changed.
    pub changes: Vec<ChangeView<'a>>,
    pub accounts: Vec<Told>,
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

#[derive(Debug, Serialize)]
pub(crate) struct HoldView<'a> {
    pub function: String,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub release_on: Option<String>,
    pub since: Instant,
    pub released: Option<Instant>,
    /// `In force`, `Released`, `Still in force after the end`
    pub word: &'a str,
    pub outlasts: bool,
    pub incident: Link,
}

/// A strategic customer.
#[derive(Debug, Serialize)]
pub(crate) struct AccountView<'a> {
    pub name: String,
    pub mark: Mark<'a>,
    pub components: String,
    /// `99.95% a month`
    pub promise: Option<String>,
    pub contact: Option<String>,
}

/// What a strategic customer was told last.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    pub account: String,
    pub at: Option<Instant>,
    pub words: Option<String>,
    pub workaround: Option<String>,
}

/// None for the public edition.
pub(crate) fn view<'a>(look: &Look<'a>) -> Option<Lead<'a>> {
    let edition = look.edition;
    let kind = match edition.kind {
        Kind::Public => return None,
        Kind::Executive => "executive",
        Kind::Support => "support",
        Kind::Engineering => "engineering",
        Kind::Business => "business",
        Kind::Account => "account",
        Kind::General => "general",
    };
    let mut open: Vec<&Incident> = edition.incidents.iter().filter(|incident| incident.open).collect();
    open.sort_by_key(|incident| (std::cmp::Reverse(incident.state), incident.started));
    let mut planned: Vec<&Incident> = edition.incidents.iter().filter(|incident| is_planned(incident)).collect();
    planned.sort_by_key(|incident| incident.started);
    let mut holds: Vec<(&Incident, &Hold)> = edition
        .incidents
        .iter()
        .flat_map(|incident| incident.holds.iter().map(move |hold| (incident, hold)))
        .filter(|(_, hold)| hold.released.is_none())
        .collect();
    holds.sort_by_key(|(_, hold)| (!hold.outlasts, hold.since));
    let own = (edition.kind == Kind::Account).then(|| edition.accounts.first()).flatten();
    Some(Lead {
        kind,
        matters: open.into_iter().map(|incident| matter(look, incident)).collect(),
        planned: planned.into_iter().map(|incident| matter(look, incident)).collect(),
        holds: holds.into_iter().map(|(incident, one)| hold(look, incident, one)).collect(),
        accounts: edition.accounts.iter().map(|account| account_view(look, account)).collect(),
        components: own.map_or_else(Vec::new, |account| {
            account.components.iter().map(|index| component::line(look, &edition.components[*index])).collect()
        }),
        contact: own.and_then(|account| account.contact.clone()),
    })
}

/// Planned work about which this audience has words or facts of its own.
pub(crate) fn is_planned(incident: &Incident) -> bool {
    super::index::is_ahead(incident) && incident.voices.iter().any(|voice| voice.own)
}

fn matter<'a>(look: &Look<'a>, incident: &Incident) -> Matter<'a> {
    let voices = &incident.voices;
    let say = list(heard(voices, |voice| voice.say.as_ref()));
    let latest_own = incident.moments.iter().rev().find_map(|moment| {
        let part = moment.parts.iter().find(|part| part.own && !part.words.is_empty())?;
        Some((part, moment.at))
    });
    let owed = |what: &String, who: &Option<String>, by: Option<jiff::Timestamp>| Owed {
        what: what.clone(),
        who: who.clone(),
        by: by.map(|by| look.due_as(by, "lead.due", "lead.overdue")),
    };
    let links = heard(voices, |voice| voice.links.as_ref());
    Matter {
        card: incident::card(look, incident),
        customers: customers(look, incident),
        response_html: response(look, incident),
        bottom_line: said(look, heard(voices, |voice| voice.bottom_line.as_ref())),
        confidence: heard(voices, |voice| voice.confidence.as_ref()).map(|stands| confidence(look, stands.value)),
        asks: heard(voices, |voice| voice.asks.as_ref())
            .map_or_else(Vec::new, |asks| asks.value.iter().map(|ask| owed(&ask.what, &ask.of, ask.by)).collect()),
        decisions: heard(voices, |voice| voice.decisions.as_ref())
            .map_or_else(Vec::new, |all| all.value.iter().map(|one| owed(&one.what, &one.owner, one.by)).collect()),
        risks: list(heard(voices, |voice| voice.risks.as_ref())),
        unknowns: list(heard(voices, |voice| voice.unknowns.as_ref())),
        copy: say.join("\n"),
        say,
        dont_say: list(heard(voices, |voice| voice.dont_say.as_ref())),
        macro_name: heard(voices, |voice| voice.macro_name.as_ref()).map(|stands| stands.value.clone()),
        escalate_to: heard(voices, |voice| voice.escalate_to.as_ref()).map(|stands| stands.value.clone()),
        condition: said(look, heard(voices, |voice| voice.condition.as_ref())),
        actions: list(heard(voices, |voice| voice.actions.as_ref())),
        needs: list(heard(voices, |voice| voice.needs.as_ref())),
        watch_for: list(heard(voices, |voice| voice.watch_for.as_ref())),
        links: links.iter().flat_map(|stands| &stands.value).map(|(label, to)| moment::outside(label, to)).collect(),
        lines: heard(voices, |voice| voice.lines.as_ref())
            .map_or_else(Vec::new, |lines| lines.value.iter().map(|line| line_view(look, line)).collect()),
        affects: heard(voices, |voice| voice.affects.as_ref())
            .map_or_else(Vec::new, |stands| stands.value.iter().map(|index| look.component(*index)).collect()),
        contact: heard(voices, |voice| voice.contact.as_ref()).map(|stands| stands.value.clone()),
        public_html: public_words(look, incident),
        own_html: latest_own.map_or_else(String::new, |(part, _)| part.words.sewn(4, look.base)),
        own_at: latest_own.map(|(_, at)| look.clock.instant(at)),
        changes: incident.moments.last().map_or_else(Vec::new, |moment| {
            let change = |change: &crate::edition::Change| ChangeView {
                component: look.component(change.component),
                from: look.state(change.from),
                to: look.state(change.to),
            };
            moment.changes.iter().map(change).collect()
        }),
        accounts: told(look, incident),
    }
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

/// The strategic customers that an incident touches, with what each was told last, if anything.
fn told(look: &Look, incident: &Incident) -> Vec<Told> {
    if look.edition.kind == Kind::Account {
        return Vec::new();
    }
    let voice_of = |name: &str| incident.voices.iter().find(|voice| voice.account.as_deref() == Some(name));
    look.edition
        .accounts
        .iter()
        .filter_map(|account| {
            let voice = voice_of(&account.name);
            let touched = incident.components.iter().any(|component| account.components.contains(component));
            let last = voice.and_then(|voice| voice.last.as_ref());
            let words = last.and_then(|last| {
                let moment = incident.moments.iter().find(|moment| moment.slug == last.moment)?;
                let part = moment.parts.iter().find(|part| part.account.as_deref() == Some(&account.name))?;
                Some(part.words.text()).filter(|text| !text.is_empty())
            });
            (voice.is_some() || touched).then(|| Told {
                account: account.name.clone(),
                at: last.map(|last| look.clock.instant(last.at)),
                words,
                workaround: voice.and_then(|voice| voice.workaround.as_ref()).map(|stands| stands.value.clone()),
            })
        })
        .collect()
}

fn account_view<'a>(look: &Look<'a>, account: &crate::edition::Account) -> AccountView<'a> {
    let now = look.edition.now;
    let standing = account.spans().filter(|span| {
        span.from <= now && span.until.is_none_or(|until| until > now) && account.components.contains(&span.component)
    });
    AccountView {
        name: account.name.clone(),
        mark: look.state(State::worst(standing.map(|span| span.state))),
        components: look.component_names(&account.components),
        promise: account.promise.as_ref().map(|promise| {
            let target = look.strings.decimal(&promise.target.to_string());
            let percent = look.strings.fill("number.percent", &[("n", &target)]);
            look.strings.fill(&format!("account.{}", promise.period), &[("target", &percent)])
        }),
        contact: account.contact.clone(),
    }
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
        word: look.strings.say(&format!("go.{class}")),
        what: line.what.clone(),
        owner: line.owner.clone(),
        release_on: line.release_on.clone(),
    }
}

/// A stop line and whether it is in force.
pub(crate) fn hold<'a>(look: &Look<'a>, incident: &Incident, hold: &Hold) -> HoldView<'a> {
    let key = match (hold.released, hold.outlasts) {
        (Some(_), _) => "hold.released",
        (None, true) => "hold.outlasts",
        (None, false) => "hold.in_force",
    };
    HoldView {
        function: hold.function.clone(),
        what: hold.what.clone(),
        owner: hold.owner.clone(),
        release_on: hold.release_on.clone(),
        since: look.clock.instant(hold.since),
        released: hold.released.map(|at| look.clock.instant(at)),
        word: look.strings.say(key),
        outlasts: hold.outlasts,
        incident: Link { label: incident.title.clone(), href: look.incident_href(incident) },
    }
}

pub(crate) fn confidence<'a>(look: &Look<'a>, confidence: Confidence) -> &'a str {
    look.strings.say(match confidence {
        Confidence::Low => "confidence.low",
        Confidence::Medium => "confidence.medium",
        Confidence::High => "confidence.high",
    })
}

/// How many customers are hit, in words: `2150 customers (27%), at worst 4000`.
pub(crate) fn customers(look: &Look, incident: &Incident) -> Option<String> {
    let Customers { count, percent, worst_case } = incident.customers.as_ref()?;
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

/// `Business response declared at 09:58 UTC by incident commander`, as markup.
pub(crate) fn response(look: &Look, incident: &Incident) -> Option<String> {
    incident.business_response.as_ref().map(|response| {
        let time = look.clock.instant(response.declared).brief_html();
        match &response.by {
            Some(by) => look.strings.fill_html("lead.response_by", &[("time", &time), ("by", &escaped(by))]),
            None => look.strings.fill_html("lead.response", &[("time", &time)]),
        }
    })
}
