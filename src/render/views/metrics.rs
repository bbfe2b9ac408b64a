//! How well did we communicate: over all months listed, in one month, and for one incident.

use super::bar::{self, Bar};
use super::lead::told;
use super::{Instant, Link, Look};
use crate::edition::{AccountDowntime, Figures, Incident, IncidentMetrics, Metrics, MonthMetrics, RECENT, YearMetrics};
use crate::quantity::{Money, Period};
use crate::render::metrics::{Definition, definitions};
use jiff::civil::Date;
use serde::Serialize;

mod incident;
mod rows;

pub(crate) use incident::{Measured, measured};
use rows::{
    AudienceRow, Counts, IncidentRow, PromiseRow, SeverityRow, SlaRow, audience_rows, incident_rows, length,
    promise_row, severity_rows, sla_rows,
};

/// The page over the last twelve months, or over one calendar year.
#[derive(Debug, Serialize)]
pub(crate) struct Overview<'a> {
    /// The year; none for the last twelve months.
    pub title: Option<String>,
    pub tally: Tally,
    /// The latest first.
    pub months: Vec<MonthRow>,
    /// The accounts whose downtime stands in each row of months.
    pub accounts: Vec<String>,
    /// What the figures mean; none on the page of a year.
    pub definitions: Vec<Definition<'a>>,
    /// Where a program finds the same figures.
    pub file: String,
    /// The last twelve months, from a year's page.
    pub whole: Option<Link>,
    /// The year before, or the one that began before the last twelve months.
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}

/// The page of one month.
#[derive(Debug, Serialize)]
pub(crate) struct Month {
    pub title: String,
    pub tally: Tally,
    /// The latest first.
    pub incidents: Vec<IncidentRow>,
    pub whole: Link,
    pub year: Link,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}

/// What began in a stretch of time, in sum.
#[derive(Debug, Serialize)]
pub(crate) struct Tally {
    pub incidents: String,
    pub figures: Vec<Figure>,
    pub audiences: Vec<AudienceRow>,
    pub severities: Vec<SeverityRow>,
    pub sla: Vec<SlaRow>,
    pub credits: Option<String>,
    pub counts: Counts,
}

/// One number that stands out.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    pub name: String,
    pub value: String,
    pub detail: Option<String>,
}

/// A month among others.
#[derive(Debug, Serialize)]
pub(crate) struct MonthRow {
    /// Without an address where the month has no page.
    pub month: Link,
    pub incidents: usize,
    pub to_public: Option<String>,
    pub to_public_bars: Vec<Bar>,
    pub promises: PromiseRow,
    pub customer_minutes: String,
    pub customer_bars: Vec<Bar>,
    /// Incidents whose number of customers is not known.
    pub unknown: usize,
    /// In the order of the accounts.
    pub sla: Vec<SlaRow>,
    pub credits: Option<String>,
    pub counts: Counts,
}

/// Where the page over all months stands, and that of one month.
pub(crate) const FILE: &str = "metrics.html";

pub(crate) fn month_file(month: Date) -> String {
    format!("metrics/{:04}-{:02}.html", month.year(), month.month())
}

pub(crate) fn year_file(year: i16) -> String {
    format!("metrics/{year:04}.html")
}

/// Whether a month has a page: it is one of the last, or something began in it.
pub(crate) fn has_page(metrics: &Metrics, at: usize) -> bool {
    at < RECENT || metrics.months[at].figures.incidents > 0
}

/// The page over the last twelve months.
pub(crate) fn overview<'a>(look: &Look<'a>, metrics: &Metrics) -> Overview<'a> {
    let shown = 0..metrics.months.len().min(RECENT);
    let before = metrics.months.get(RECENT).map(|month| month.month.year());
    Overview {
        title: None,
        tally: tally(look, &metrics.recent),
        months: rows(look, metrics, shown),
        accounts: metrics.recent.sla.iter().map(|account| account.name.clone()).collect(),
        definitions: definitions(look.strings),
        file: look.href("metrics.json"),
        whole: None,
        earlier: before.map(|year| year_link(look, year)),
        later: None,
    }
}

/// The page of one calendar year.
pub(crate) fn year<'a>(look: &Look<'a>, metrics: &Metrics, at: usize) -> Overview<'a> {
    let YearMetrics { year, figures } = &metrics.years[at];
    let shown = metrics.months.partition_point(|month| month.month.year() > *year)
        ..metrics.months.partition_point(|month| month.month.year() >= *year);
    let link = |at: usize| metrics.years.get(at).map(|one| year_link(look, one.year));
    Overview {
        title: Some(year.to_string()),
        tally: tally(look, figures),
        months: rows(look, metrics, shown),
        accounts: figures.sla.iter().map(|account| account.name.clone()).collect(),
        definitions: Vec::new(),
        file: look.href("metrics.json"),
        whole: Some(whole(look)),
        earlier: link(at + 1),
        later: at.checked_sub(1).and_then(link),
    }
}

fn rows(look: &Look, metrics: &Metrics, shown: std::ops::Range<usize>) -> Vec<MonthRow> {
    let months = &metrics.months[shown.clone()];
    let most = |number: fn(&Figures) -> i128| months.iter().map(|month| number(&month.figures)).max().unwrap_or(0);
    let most_late = most(|figures| length(figures.declaration_to_public));
    let most_minutes = most(|figures| figures.customer_minutes.0);
    let most_used = most(|figures| figures.sla.iter().map(|one| one.used.seconds.0).max().unwrap_or(0));
    let row = |(at, month): (usize, &MonthMetrics)| {
        let figures = &month.figures;
        let link = month_link(look, month.month);
        MonthRow {
            month: if has_page(metrics, at) { link } else { Link { href: String::new(), ..link } },
            incidents: figures.incidents,
            to_public: figures.declaration_to_public.map(|span| look.strings.signed(span)),
            to_public_bars: bar::bars(&[("much", length(figures.declaration_to_public))], most_late),
            promises: promise_row(figures.audiences.iter().map(|one| one.promises)),
            customer_minutes: look.strings.number(&figures.customer_minutes.rounded(0)),
            customer_bars: bar::bars(&[("much", figures.customer_minutes.0)], most_minutes),
            unknown: figures.customers_unknown,
            sla: sla_rows(look, &figures.sla, most_used),
            credits: credits(look, &figures.credits),
            counts: Counts::of(figures),
        }
    };
    shown.zip(months).map(row).collect()
}

pub(crate) fn month(look: &Look, metrics: &Metrics, at: usize) -> Month {
    let month = &metrics.months[at];
    let began: Vec<&IncidentMetrics> =
        metrics.incidents.iter().filter(|incident| incident.month == month.month).collect();
    let paged = |at: &usize| has_page(metrics, *at);
    let link = |at: usize| month_link(look, metrics.months[at].month);
    Month {
        title: look.clock.month(month.month),
        tally: tally(look, &month.figures),
        incidents: incident_rows(look, &began),
        whole: whole(look),
        year: year_link(look, month.month.year()),
        earlier: (at + 1..metrics.months.len()).find(paged).map(link),
        later: (0..at).rev().find(paged).map(link),
    }
}

fn whole(look: &Look) -> Link {
    Link { label: look.strings.say("metrics.whole").to_owned(), href: look.href(FILE) }
}

fn year_link(look: &Look, year: i16) -> Link {
    Link { label: year.to_string(), href: look.href(&year_file(year)) }
}

fn month_link(look: &Look, month: Date) -> Link {
    Link { label: look.clock.month(month), href: look.href(&month_file(month)) }
}

fn tally(look: &Look, figures: &Figures) -> Tally {
    let strings = look.strings;
    let promises = promise_row(figures.audiences.iter().map(|one| one.promises));
    let silence =
        figures.audiences.iter().filter_map(|one| one.longest_silence.map(|span| (span, &one.audience))).max();
    let mut shown = vec![
        spanned(look, "metrics.declaration_to_public", figures.declaration_to_public),
        spanned(look, "metrics.start_to_public", figures.start_to_public),
        spanned(look, "metrics.detection_to_public", figures.detection_to_public),
    ];
    shown.push(promises.made().map(|made| Figure {
        name: strings.say("metrics.promises.title").to_owned(),
        value: strings.fill("metrics.kept_of", &[("kept", &promises.kept.to_string()), ("made", &made.to_string())]),
        detail: None,
    }));
    shown.push(silence.map(|(span, audience)| Figure {
        name: strings.say("metrics.longest_silence.title").to_owned(),
        value: strings.duration(span.0),
        detail: Some(told::name(look, audience)),
    }));
    shown.push((figures.incidents > figures.customers_unknown).then(|| Figure {
        name: strings.say("metrics.customer_minutes.title").to_owned(),
        value: strings.number(&figures.customer_minutes.rounded(0)),
        detail: (figures.customers_unknown > 0).then(|| strings.count("metrics.unknown", figures.customers_unknown)),
    }));
    let most_used = figures.sla.iter().map(|one| one.used.seconds.0).max().unwrap_or(0);
    Tally {
        incidents: strings.count("history.incidents", figures.incidents),
        figures: shown.into_iter().flatten().collect(),
        audiences: audience_rows(look, &figures.audiences),
        severities: severity_rows(look, &figures.severities),
        sla: sla_rows(look, &figures.sla, most_used),
        credits: credits(look, &figures.credits),
        counts: Counts::of(figures),
    }
}

fn spanned(look: &Look, key: &str, span: Option<Period>) -> Option<Figure> {
    let figure =
        |span| Figure { name: look.strings.say(key).to_owned(), value: look.strings.signed(span), detail: None };
    span.map(figure)
}

fn credits(look: &Look, credits: &[Money]) -> Option<String> {
    let all: Vec<String> = credits.iter().map(|money| look.strings.money(money)).collect();
    (!all.is_empty()).then(|| look.strings.list(all.iter().map(String::as_str)))
}
