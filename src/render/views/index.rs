//! The index: the banner, what is wrong, how everything is, what is planned, the last two weeks.

use super::component::{self, Line};
use super::incident::{self, Card};
use super::lead::{self, Lead};
use super::{Look, Mark};
use crate::edition::{Group, Incident, IncidentKind, Kind, Phase};
use crate::state::State;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Index<'a> {
    pub banner: BannerView<'a>,
    /// What this edition's audience needs first; none in the public edition.
    pub lead: Option<Lead<'a>>,
    /// Open incidents, the worst first.
    pub active: Vec<Card<'a>>,
    /// Maintenance under way, then ahead, the earliest first.
    pub under_way: Vec<Card<'a>>,
    pub ahead: Vec<Card<'a>>,
    pub groups: Vec<GroupView<'a>>,
    /// How uptime is counted.
    pub weights: String,
    /// The last fourteen days, the latest first.
    pub days: Vec<DayView<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct BannerView<'a> {
    pub shape: &'static str,
    pub text: &'a str,
    /// Which components, and how many incidents are open.
    pub detail: Option<String>,
    pub updated: Option<super::Instant>,
}

#[derive(Debug, Serialize)]
pub(crate) struct GroupView<'a> {
    pub name: String,
    pub description: Option<String>,
    pub mark: Mark<'a>,
    /// Whether something in it is not well: it is shown unfolded.
    pub open: bool,
    pub uptime: Option<String>,
    pub components: Vec<Line<'a>>,
}

/// One of the last days.
#[derive(Debug, Serialize)]
pub(crate) struct DayView<'a> {
    pub date: String,
    pub iso: String,
    pub entries: Vec<Entry<'a>>,
}

/// Something that went on that day.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    pub title: String,
    pub href: String,
    pub mark: Mark<'a>,
    pub status: &'a str,
    pub duration: Option<String>,
    /// `Checkout, API`
    pub components: String,
}

pub(crate) fn view<'a>(look: &Look<'a>) -> Index<'a> {
    let edition = look.edition;
    let cards = |chosen: Vec<&Incident>| chosen.into_iter().map(|one| incident::card(look, one)).collect();
    let of = |kind: IncidentKind| edition.incidents.iter().filter(move |incident| incident.kind == kind);
    let mut active: Vec<&Incident> = of(IncidentKind::Incident).filter(|incident| incident.open).collect();
    active.sort_by_key(|incident| std::cmp::Reverse(incident.state));
    // What leads a private edition isn't told twice.
    let leads = |incident: &&Incident| match edition.kind {
        Kind::Public | Kind::General => false,
        _ => incident.open || lead::is_planned(incident),
    };
    let under_way = of(IncidentKind::Maintenance).filter(|incident| incident.open && !leads(incident)).collect();
    let mut ahead: Vec<&Incident> =
        of(IncidentKind::Maintenance).filter(|incident| is_ahead(incident) && !leads(incident)).collect();
    ahead.sort_by_key(|incident| incident.window.map(|window| window.from));
    Index {
        banner: banner(look),
        lead: lead::view(look),
        active: cards(active),
        under_way: cards(under_way),
        ahead: cards(ahead),
        groups: edition.groups.iter().map(|one| group(look, one)).collect(),
        weights: component::weights(look),
        days: days(look),
    }
}

pub(crate) fn is_ahead(incident: &Incident) -> bool {
    incident.window.is_some_and(|window| window.phase == Phase::Ahead)
}

/// A name written the other way than its page would pull the number behind it to its other side: it is set apart.
fn isolated(names: String, direction: &str) -> String {
    let right_to_left =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let crosses = |c: char| c.is_alphabetic() && right_to_left(c) != (direction == "rtl");
    if names.contains(crosses) { format!("\u{2068}{names}\u{2069}") } else { names }
}

fn banner<'a>(look: &Look<'a>) -> BannerView<'a> {
    let banner = &look.edition.banner;
    let mut detail = Vec::new();
    if !banner.affected.is_empty() {
        detail.push(isolated(look.component_names(&banner.affected), look.strings.direction()));
    }
    if banner.open > 0 {
        detail.push(look.strings.count("banner.open", banner.open));
    }
    BannerView {
        shape: look.banner_shape(),
        text: look.banner_word(),
        detail: (!detail.is_empty()).then(|| detail.join(" · ")),
        updated: look.edition.updated.map(|at| look.clock.instant(at)),
    }
}

fn group<'a>(look: &Look<'a>, group: &Group) -> GroupView<'a> {
    let components = &look.edition.components;
    GroupView {
        name: group.name.clone(),
        description: group.description.clone(),
        mark: look.state(group.state),
        open: group.state != State::Operational,
        uptime: group.uptime.map(|percent| look.strings.percent(percent)),
        components: group.components.iter().map(|index| component::line(look, &components[*index])).collect(),
    }
}

/// The last fourteen days with everything that went on in each, the quiet ones too.
fn days<'a>(look: &Look<'a>) -> Vec<DayView<'a>> {
    let today = look.clock.today();
    // Most incidents were over long before: their ends say so without being turned into days.
    let horizon = look.edition.now.saturating_sub(SignedDuration::from_hours(16 * 24)).unwrap_or(Timestamp::MIN);
    let recent = |incident: &&Incident| incident.ended.is_none_or(|ended| ended >= horizon);
    let recent: Vec<&Incident> = look.edition.incidents.iter().filter(recent).collect();
    (0..14)
        .map(|back| {
            let day = today.saturating_sub(i64::from(back).days());
            let entries = recent.iter().filter(|incident| touches(look, incident, day));
            DayView {
                date: look.clock.weekday(day),
                iso: day.to_string(),
                entries: entries.map(|incident| entry(look, incident)).collect(),
            }
        })
        .collect()
}

fn touches(look: &Look, incident: &Incident, day: jiff::civil::Date) -> bool {
    let first = look.clock.day(incident.started);
    let last = incident.ended.map_or(look.clock.today(), |ended| look.clock.day(ended));
    incident.started <= look.edition.now && first <= day && day <= last
}

/// An incident in one line.
pub(crate) fn entry<'a>(look: &Look<'a>, incident: &Incident) -> Entry<'a> {
    let until = incident.ended.unwrap_or(look.edition.now);
    Entry {
        title: incident.title.clone(),
        href: look.incident_href(incident),
        mark: look.impact(incident),
        status: look.status(incident.status),
        duration: (until > incident.started && !incident.retracted).then(|| look.duration(incident.started, until)),
        components: look.component_names(&incident.components),
    }
}
