//! An incident or a maintenance: as a card in a list, and as its own page.

use super::moment::{self, MomentView, PartView};
use super::{Due, Instant, Link, Look, Mark};
use crate::edition::{Incident, IncidentKind, Phase};
use serde::Serialize;

/// An incident in a list.
#[derive(Debug, Serialize)]
pub(crate) struct Card<'a> {
    pub title: String,
    pub href: String,
    /// `incident` or `maintenance`.
    pub kind: &'static str,
    pub mark: Mark<'a>,
    pub status: &'a str,
    pub open: bool,
    pub started: Instant,
    pub ended: Option<Instant>,
    /// How long it lasted, or has lasted so far.
    pub duration: Option<String>,
    pub components: Vec<Link>,
    pub regions: Vec<String>,
    /// When the latest update happened.
    pub latest: Option<Instant>,
    /// The words of the latest update that has any, this edition's own first.
    pub words_html: String,
    pub workaround: Option<String>,
    pub next_update: Option<Due>,
    pub window: Option<WindowView>,
    pub severity: Option<String>,
}

/// The time a maintenance is planned for, with the words for before, during and after it.
#[derive(Debug, Serialize)]
pub(crate) struct WindowView {
    pub from: Instant,
    pub until: Instant,
    /// Both, the second without its day where it is the same: `22 November 2026, 06:00 UTC – 07:30 UTC`
    pub span_html: String,
    /// `ahead`, `under_way`, `overrunning`, `over`, `cancelled`.
    pub phase: &'static str,
    pub length: String,
    /// By how much it was, or is already, longer than planned.
    pub overran: Option<String>,
    /// In the order of time: each word, from when and until when it is true, and whether it is true now.
    pub words: Vec<Timed>,
}

/// A phrase that is true for a time. The script shows and hides it.
#[derive(Debug, Serialize)]
pub(crate) struct Timed {
    pub class: &'static str,
    pub text: String,
    pub from: Option<String>,
    pub until: Option<String>,
    pub now: bool,
}

/// The page of one incident.
#[derive(Debug, Serialize)]
pub(crate) struct IncidentView<'a> {
    pub card: Card<'a>,
    pub retracted: bool,
    /// What was said of the whole.
    pub parts: Vec<PartView<'a>>,
    /// The latest first.
    pub moments: Vec<MomentView<'a>>,
    pub postmortem: Option<MomentView<'a>>,
    pub inside: Option<Inside<'a>>,
    /// How well we communicated; inside the company only.
    pub measured: Option<super::metrics::Measured>,
    pub updated: Instant,
}

/// What insiders know of the whole incident.
#[derive(Debug, Serialize)]
pub(crate) struct Inside<'a> {
    pub severity: Option<String>,
    pub detected: Option<Instant>,
    pub declared: Option<Instant>,
    pub customers: Option<String>,
    /// Markup.
    pub response_html: Option<String>,
    pub roles: Vec<(String, String)>,
    pub links: Vec<Link>,
    pub holds: Vec<super::lead::HoldView<'a>>,
    /// What policy promises each audience, and what it got; while the incident is open.
    pub notices: Vec<super::lead::NoticeView>,
}

/// A card. Its words have no headings above the third level.
pub(crate) fn card<'a>(look: &Look<'a>, incident: &Incident) -> Card<'a> {
    let planned = incident.window.is_some_and(|window| window.phase == Phase::Ahead);
    let until = incident.ended.unwrap_or(look.edition.now);
    let latest = incident.moments.iter().rev().find(|moment| moment.parts.iter().any(|part| !part.words.is_empty()));
    let words_html = latest.map_or_else(String::new, |moment| {
        let own = moment.parts.iter().find(|part| part.own && !part.words.is_empty());
        let public = moment.parts.iter().find(|part| !part.words.is_empty());
        own.or(public).map_or_else(String::new, |part| part.words.sewn(4, look.base))
    });
    Card {
        title: incident.title.clone(),
        href: look.incident_href(incident),
        kind: match incident.kind {
            IncidentKind::Incident => "incident",
            IncidentKind::Maintenance => "maintenance",
        },
        mark: look.impact(incident),
        status: look.status(incident.status),
        open: incident.open,
        started: look.clock.instant(incident.started),
        ended: incident.ended.map(|ended| look.clock.instant(ended)),
        duration: (!planned && until > incident.started).then(|| look.duration(incident.started, until)),
        components: incident.components.iter().map(|index| look.component(*index)).collect(),
        regions: incident.regions.to_vec(),
        latest: incident.moments.last().map(|moment| look.clock.instant(moment.at)),
        words_html,
        workaround: incident.workaround.as_ref().map(|stands| stands.value.clone()),
        next_update: incident.next_update.map(|at| look.due(at)),
        window: incident.window.as_ref().map(|window| window_view(look, window)),
        severity: incident.severity.clone(),
    }
}

/// Everything of one incident.
pub(crate) fn view<'a>(look: &Look<'a>, incident: &Incident) -> IncidentView<'a> {
    IncidentView {
        card: card(look, incident),
        retracted: incident.retracted,
        parts: incident.parts.iter().map(|part| moment::part(look, part, 3)).collect(),
        moments: incident.moments.iter().rev().map(|one| moment::view(look, incident, one, 4)).collect(),
        postmortem: incident.postmortem.as_ref().map(|one| moment::view(look, incident, one, 3)),
        inside: inside(look, incident),
        measured: super::metrics::measured(look, incident),
        updated: look.clock.instant(incident.updated),
    }
}

fn inside<'a>(look: &Look<'a>, incident: &Incident) -> Option<Inside<'a>> {
    let inside = Inside {
        severity: incident.severity.clone(),
        detected: incident.detected.map(|at| look.clock.instant(at)),
        declared: incident.declared.map(|at| look.clock.instant(at)),
        customers: super::lead::customers(look, incident),
        response_html: super::lead::response(look, incident),
        roles: incident.roles.iter().map(|(role, who)| (spoken(role), who.clone())).collect(),
        links: incident.links.iter().map(|(label, href)| moment::outside(label, href)).collect(),
        holds: incident.holds.iter().map(|hold| super::lead::hold(look, incident, hold)).collect(),
        notices: super::lead::notices(look, incident),
    };
    let known = inside.severity.is_some()
        || inside.detected.is_some()
        || inside.declared.is_some()
        || inside.customers.is_some()
        || inside.response_html.is_some()
        || !(inside.roles.is_empty() && inside.links.is_empty())
        || !(inside.holds.is_empty() && inside.notices.is_empty());
    known.then_some(inside)
}

/// `incident_commander` as it is read: `incident commander`.
pub(crate) fn spoken(key: &str) -> String {
    key.replace('_', " ")
}

/// What is cancelled doesn't overrun, nor does what has not gone on for longer than its window by a minute.
fn overran(look: &Look, window: &crate::edition::Window) -> Option<String> {
    let until = match window.phase {
        Phase::Overrunning => look.edition.now,
        Phase::Over => window.ends?,
        Phase::Ahead | Phase::UnderWay | Phase::Cancelled => return None,
    };
    (until.as_second() - window.until.as_second() >= 60).then(|| look.duration(window.until, until))
}

fn window_view(look: &Look, window: &crate::edition::Window) -> WindowView {
    let from = look.clock.instant(window.from);
    let until = look.clock.instant(window.until);
    let begins = look.clock.instant(window.begins);
    let say = |key: &str| look.strings.say(key).to_owned();
    let timed = |class, text, from: Option<&Instant>, until: Option<&Instant>, now| Timed {
        class,
        text,
        from: from.map(|at| at.iso.clone()),
        until: until.map(|at| at.iso.clone()),
        now,
    };
    let phase = window.phase;
    let words = match phase {
        Phase::Cancelled => vec![timed("over", say("window.cancelled"), None, None, true)],
        Phase::Over => vec![timed("over", say("window.over"), None, None, true)],
        _ => {
            let mut words = Vec::new();
            if phase == Phase::Ahead {
                words.push(timed("ahead", say("window.ahead"), None, Some(&begins), true));
            }
            words.push(timed(
                "under_way",
                say("window.under_way"),
                (phase == Phase::Ahead).then_some(&begins),
                Some(&until),
                phase == Phase::UnderWay,
            ));
            let (class, after) = match window.ends {
                Some(_) => ("over", say("window.over")),
                None => ("overrunning", look.strings.fill("window.overrunning", &[("time", &until.brief)])),
            };
            words.push(timed(class, after, Some(&until), None, phase == Phase::Overrunning));
            words
        }
    };
    WindowView {
        span_html: look.clock.span_html(window.from, window.until),
        length: look.duration(window.from, window.until),
        overran: overran(look, window),
        from,
        until,
        phase: match phase {
            Phase::Ahead => "ahead",
            Phase::UnderWay => "under_way",
            Phase::Overrunning => "overrunning",
            Phase::Over => "over",
            Phase::Cancelled => "cancelled",
        },
        words,
    }
}
