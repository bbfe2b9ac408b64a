//! What happened, month by month, and the overview of a year. A page stays small whatever the age of the site.

use super::component::Uptime;
use super::index::{Entry, entry};
use super::{Link, Look};
use crate::edition::Incident;
use crate::render::pages;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// One month.
#[derive(Debug, Serialize)]
pub(crate) struct Month<'a> {
    pub title: String,
    pub entries: Vec<Dated<'a>>,
    /// Uptime of each component in this month, if it is one of the last twelve.
    pub uptimes: Vec<Uptime>,
    pub year: Link,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}

/// An incident and its day.
#[derive(Debug, Serialize)]
pub(crate) struct Dated<'a> {
    pub date: String,
    pub entry: Entry<'a>,
}

/// One year.
#[derive(Debug, Serialize)]
pub(crate) struct Year<'a> {
    pub title: String,
    /// The latest first; months ahead of the edition's clock are left out.
    pub months: Vec<Tally<'a>>,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}

/// How much went on in a month.
#[derive(Debug, Serialize)]
pub(crate) struct Tally<'a> {
    pub name: String,
    /// None where nothing went on.
    pub href: Option<String>,
    pub incidents: Option<String>,
    pub maintenance: Option<String>,
    /// What went on, the latest first.
    pub entries: Vec<Entry<'a>>,
}

/// The page of one of the months that have one.
pub(crate) fn month<'a>(look: &Look<'a>, existing: &BTreeSet<Date>, month: Date) -> Month<'a> {
    let link = |date: &Date| Link { label: look.clock.month(*date), href: look.href(&month_file(*date)) };
    Month {
        title: look.clock.month(month),
        entries: started_in(look, month).map(|incident| dated(look, incident)).collect(),
        uptimes: look
            .edition
            .components
            .iter()
            .filter_map(|component| {
                let month = component.months.iter().find(|one| one.month == month)?;
                Some(Uptime::new(look, component.name.clone(), Some(month.uptime?)))
            })
            .collect(),
        year: Link { label: month.year().to_string(), href: look.href(&format!("history/{:04}.html", month.year())) },
        earlier: existing.range(..month).next_back().map(link),
        later: existing.range(month..).find(|later| **later > month).map(link),
    }
}

pub(crate) fn year<'a>(look: &Look<'a>, existing: &BTreeSet<Date>, year: i16) -> Year<'a> {
    let years: BTreeSet<i16> = existing.iter().map(|month| month.year()).collect();
    let link = |year: i16| Link { label: year.to_string(), href: look.href(&format!("history/{year:04}.html")) };
    let first = Date::constant(year, 1, 1);
    let months = (0..12).rev().map(|index| first.saturating_add(i64::from(index).months()));
    Year {
        title: year.to_string(),
        months: months
            .filter(|month| *month <= look.clock.today() || existing.contains(month))
            .map(|month| tally(look, month, existing.contains(&month)))
            .collect(),
        earlier: years.range(..year).next_back().map(|year| link(*year)),
        later: years.range(year + 1..).next().map(|year| link(*year)),
    }
}

fn tally<'a>(look: &Look<'a>, month: Date, exists: bool) -> Tally<'a> {
    let of = |kind| started_in(look, month).filter(|incident| incident.kind == kind).count();
    let incidents = of(crate::edition::IncidentKind::Incident);
    let maintenance = of(crate::edition::IncidentKind::Maintenance);
    Tally {
        name: look.clock.month_alone(month),
        href: exists.then(|| look.href(&month_file(month))),
        incidents: (incidents > 0 || maintenance == 0).then(|| look.strings.count("history.incidents", incidents)),
        maintenance: (maintenance > 0).then(|| look.strings.count("history.maintenance", maintenance)),
        entries: started_in(look, month).map(|incident| entry(look, incident)).collect(),
    }
}

/// An incident in one line with the day it began.
pub(crate) fn dated<'a>(look: &Look<'a>, incident: &Incident) -> Dated<'a> {
    Dated { date: look.clock.short(look.clock.day(incident.started)), entry: entry(look, incident) }
}

fn started_in<'a>(look: &Look<'a>, month: Date) -> impl Iterator<Item = &'a Incident> + use<'a> {
    pages::started_in(look.edition, &look.clock.zone, month)
}

pub(crate) fn month_file(month: Date) -> String {
    format!("history/{:04}-{:02}.html", month.year(), month.month())
}
