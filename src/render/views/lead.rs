//! What a private edition's audience needs first, gathered for its first screen.

mod matter;
pub(crate) mod told;

pub(crate) use matter::{Matter, confidence, customers};
pub(crate) use told::{NoticeView, notices};

use super::component::{self, Line};
use super::level::{self, Standing, Together};
use super::{Instant, Link, Look};
use crate::edition::{Hold, Incident, Kind};
use crate::render::strings::escaped;
use matter::matter;
use serde::Serialize;

/// The first screen of a private edition.
#[derive(Debug, Serialize)]
pub(crate) struct Lead<'a> {
    /// `executive`, `support`, `engineering`, `business`, `account`, `general`: which layout prints it.
    pub kind: &'static str,
    /// What goes on: in an account's edition what touches its components first, elsewhere that for which a business response
    /// was declared; then by severity, then the worst.
    pub matters: Vec<Matter<'a>>,
    /// Planned work of which this audience was told more than the public, the earliest first.
    pub planned: Vec<Matter<'a>>,
    /// Stop lines in force over all incidents, those that outlast theirs first.
    pub holds: Vec<HoldView<'a>>,
    /// How many of them belong to what still goes on, and how many outlast their incident.
    pub in_force: usize,
    pub outlasting: usize,
    /// Strategic customers, with how each is by what it is told itself; in an account's edition, itself.
    pub accounts: Vec<Standing<'a>>,
    /// Their running periods in sum, by currency.
    pub together: Vec<Together>,
    /// In an account's edition, its own components.
    pub components: Vec<Line<'a>>,
}

/// A business response, and who leads it.
#[derive(Debug, Serialize)]
pub(crate) struct ResponseView {
    /// `Business response declared at 09:58 UTC by incident commander`, as markup.
    pub text_html: String,
    /// The business lead, or as long as there is none whoever else leads.
    pub roles: Vec<(String, String)>,
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
    let own = (edition.kind == Kind::Account).then(|| edition.accounts.first()).flatten();
    let elsewhere = |incident: &Incident| {
        own.is_some_and(|own| !incident.components.iter().any(|component| own.components.contains(component)))
    };
    open.sort_by_key(|incident| {
        let severity = (incident.severity.is_none(), incident.severity.as_deref());
        (
            elsewhere(incident),
            incident.business_response.is_none(),
            severity,
            std::cmp::Reverse(incident.state),
            incident.started,
        )
    });
    let mut planned: Vec<&Incident> = edition.incidents.iter().filter(|incident| is_planned(incident)).collect();
    planned.sort_by_key(|incident| incident.started);
    let mut holds: Vec<(&Incident, &Hold)> = edition
        .incidents
        .iter()
        .flat_map(|incident| incident.holds.iter().map(move |hold| (incident, hold)))
        .filter(|(_, hold)| hold.released.is_none())
        .collect();
    holds.sort_by_key(|(_, hold)| (!hold.outlasts, hold.since));
    Some(Lead {
        kind,
        matters: open.into_iter().map(|incident| matter(look, incident)).collect(),
        planned: planned.into_iter().map(|incident| matter(look, incident)).collect(),
        in_force: holds.iter().filter(|(_, hold)| !hold.outlasts).count(),
        outlasting: holds.iter().filter(|(_, hold)| hold.outlasts).count(),
        holds: holds.into_iter().map(|(incident, one)| hold(look, incident, one)).collect(),
        accounts: edition.accounts.iter().map(|account| level::standing(look, account)).collect(),
        together: level::together(look),
        components: own.map_or_else(Vec::new, |account| {
            account.components.iter().map(|index| component::line(look, &edition.components[*index])).collect()
        }),
    })
}

/// Planned work about which this audience has words or facts of its own.
pub(crate) fn is_planned(incident: &Incident) -> bool {
    super::index::is_ahead(incident) && incident.voices.iter().any(|voice| voice.own)
}

/// While an incident is open: the business response that was declared for it.
fn declared(look: &Look, incident: &Incident) -> Option<ResponseView> {
    let named = incident.roles.contains_key("business_lead");
    let leads = |(role, _): &(&String, &String)| {
        if named { *role == "business_lead" } else { role.ends_with("_lead") || role.ends_with("commander") }
    };
    let roles = incident.roles.iter().filter(leads);
    Some(ResponseView {
        text_html: response(look, incident).filter(|_| incident.open)?,
        roles: roles.map(|(role, who)| (super::incident::spoken(role), who.clone())).collect(),
    })
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
