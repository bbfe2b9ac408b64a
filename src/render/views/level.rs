//! Service levels: what each account was promised, what is left of it, and what that may cost.

use super::bar::{self, Bar};
use super::component;
use super::index::{Entry, entry};
use super::{Due, Instant, Link, Look, Mark};
use crate::edition::{Account, Credit, Exposure, Kind, Promise, SlaPeriod, Step, Sum, Weighed};
use crate::quantity::{Decimal, Money};
use crate::state::State;
use serde::Serialize;
use std::collections::BTreeMap;

/// The page of service levels.
#[derive(Debug, Serialize)]
pub(crate) struct Levels<'a> {
    /// Whether this is an account's own edition, which is spoken to.
    pub own: bool,
    pub accounts: Vec<Level<'a>>,
    /// What the accounts are owed together for periods that run; in an account's own edition none.
    pub owed: Vec<OwedView>,
    pub together: Vec<Together>,
    /// The same for periods that are over, the latest first.
    pub owed_past: Vec<OwedView>,
}

/// How an account stands, in short.
#[derive(Debug, Serialize)]
pub(crate) struct Standing<'a> {
    pub name: String,
    /// Where its figures stand in full; none without an agreement.
    pub href: Option<String>,
    /// An anchor on the page of service levels.
    pub id: String,
    /// The worst state of its components, by what the account itself is told.
    pub mark: Mark<'a>,
    pub components: Vec<Link>,
    pub contact: Option<String>,
    /// `99.95% a month`
    pub promise: Option<String>,
    /// Over the days of the settings, in a phrase.
    pub uptime: Option<String>,
    pub running: Option<PeriodView>,
}

/// Everything of one account's service level.
#[derive(Debug, Serialize)]
pub(crate) struct Level<'a> {
    pub standing: Standing<'a>,
    pub steps: Vec<StepView>,
    /// How much of each state counts, and whether maintenance does, in a sentence.
    pub weights: String,
    /// The latest first.
    pub past: Vec<PeriodView>,
    pub history: Vec<TouchedView<'a>>,
}

/// One month, quarter or year.
#[derive(Debug, Serialize)]
pub(crate) struct PeriodView {
    pub name: String,
    pub ends: Instant,
    pub budget: String,
    pub used: String,
    /// `129.2 min left`, or `4 min too many`.
    pub left: String,
    /// Over the whole period if nothing more fails.
    pub uptime: String,
    pub uptime_so_far: Option<String>,
    pub breached: bool,
    /// When the budget is used up, or was.
    pub runs_out: Option<Due>,
    pub used_if_it_goes_on: String,
    /// `EUR 1,250 (5%)`
    pub owed: Option<String>,
    /// The same if every open state goes on to the period's end; none where that changes nothing.
    pub at_stake: Option<String>,
    pub bars: Vec<Bar>,
    /// What the bar says, in words.
    pub told: String,
    /// How long its components were under maintenance; none if they weren't.
    pub maintenance: Option<String>,
}

/// One threshold of the agreement.
#[derive(Debug, Serialize)]
pub(crate) struct StepView {
    pub below: String,
    pub credit: String,
    pub undercut: bool,
    /// When it was undercut, or will be if nothing changes.
    pub at: Option<Due>,
}

/// An incident that touched the account's components.
#[derive(Debug, Serialize)]
pub(crate) struct TouchedView<'a> {
    pub date: String,
    pub entry: Entry<'a>,
    pub used: String,
}

/// What the accounts are owed together for periods of one name.
#[derive(Debug, Serialize)]
pub(crate) struct OwedView {
    pub period: String,
    pub accounts: usize,
    pub breached: usize,
    pub owed: String,
    pub at_stake: String,
}

/// Every running period of one currency in sum.
#[derive(Debug, Serialize)]
pub(crate) struct Together {
    pub owed: String,
    pub at_stake: String,
}

/// Where the page stands.
pub(crate) const FILE: &str = "service-level.html";

/// Whether an edition has the page: some account that it may see was promised something.
pub(crate) fn exists(edition: &crate::edition::Edition) -> bool {
    edition.accounts.iter().any(|account| account.promise.is_some())
}

pub(crate) fn view<'a>(look: &Look<'a>) -> Levels<'a> {
    let edition = look.edition;
    let view = |sum: &Sum| OwedView {
        period: period_name(look, &sum.period),
        accounts: sum.accounts,
        breached: sum.breached,
        owed: money(look, sum.due, &sum.currency),
        at_stake: money(look, sum.if_it_goes_on, &sum.currency),
    };
    let owed = |running| edition.owed.iter().filter(move |sum| sum.running == running).map(view).collect();
    Levels {
        own: edition.kind == Kind::Account,
        accounts: edition.accounts.iter().filter_map(|account| level(look, account)).collect(),
        owed: owed(true),
        owed_past: owed(false),
        together: together(look),
    }
}

/// The running periods of all accounts in sum, by currency; nothing where one account says it all.
pub(crate) fn together(look: &Look) -> Vec<Together> {
    let running = || look.edition.owed.iter().filter(|sum| sum.running);
    if running().map(|sum| sum.accounts).sum::<usize>() < 2 {
        return Vec::new();
    }
    let mut sums: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for sum in running() {
        let (due, foreseen) = sums.entry(&sum.currency).or_default();
        *due += sum.due.0;
        *foreseen += sum.if_it_goes_on.0;
    }
    let shown = |(currency, (due, foreseen)): (&str, (i128, i128))| Together {
        owed: money(look, Decimal(due), currency),
        at_stake: money(look, Decimal(foreseen), currency),
    };
    sums.into_iter().map(shown).collect()
}

pub(crate) fn standing<'a>(look: &Look<'a>, account: &Account) -> Standing<'a> {
    let now = look.edition.now;
    let standing = account.spans().filter(|span| {
        span.from <= now && span.until.is_none_or(|until| until > now) && account.components.contains(&span.component)
    });
    let id = format!("Account_{}", account.key);
    Standing {
        name: account.name.clone(),
        href: account.promise.as_ref().map(|_| look.href(&format!("{FILE}#{id}"))),
        id,
        mark: look.state(State::worst(standing.map(|span| span.state))),
        components: account.components.iter().map(|index| look.component(*index)).collect(),
        contact: account.contact.clone(),
        promise: account.promise.as_ref().map(|promise| promised(look, promise)),
        uptime: account.uptime.map(|percent| component::uptime(look, percent)),
        running: running(look, account),
    }
}

/// The running period of an account that was promised something.
pub(crate) fn running(look: &Look, account: &Account) -> Option<PeriodView> {
    account.exposure.as_ref().map(|exposure| period(look, &exposure.running))
}

fn promised(look: &Look, promise: &Promise) -> String {
    let target = look.strings.exactly(promise.target);
    look.strings.fill(&format!("account.{}", promise.period), &[("target", &target)])
}

fn level<'a>(look: &Look<'a>, account: &Account) -> Option<Level<'a>> {
    let Exposure { weights, running, past } = account.exposure.as_ref()?;
    let begun =
        |touched: &&crate::edition::Touched| look.edition.incidents[touched.incident].started <= look.edition.now;
    Some(Level {
        standing: standing(look, account),
        steps: running.steps.iter().map(|one| step(look, one)).collect(),
        weights: weighed(look, weights),
        past: past.iter().map(|one| period(look, one)).collect(),
        history: account
            .touched
            .iter()
            .filter(begun)
            .map(|touched| {
                let incident = &look.edition.incidents[touched.incident];
                TouchedView {
                    date: look.clock.date(look.clock.day(incident.started)),
                    entry: entry(look, incident),
                    used: look.strings.minutes(touched.used.minutes),
                }
            })
            .collect(),
    })
}

fn weighed(look: &Look, weights: &Weighed) -> String {
    let key = if weights.under_maintenance.0 > 0 { "level.weights_maintenance" } else { "level.weights" };
    look.strings.fill(
        key,
        &[
            ("major", &look.strings.share(weights.major_outage)),
            ("partial", &look.strings.share(weights.partial_outage)),
            ("degraded", &look.strings.share(weights.degraded_performance)),
        ],
    )
}

fn period(look: &Look, period: &SlaPeriod) -> PeriodView {
    let strings = look.strings;
    let minutes = |of: crate::edition::Downtime| strings.minutes(of.minutes);
    let (budget, used) = (minutes(period.budget), minutes(period.used));
    let over = period.left.minutes.0 < 0;
    let left = strings.minutes(Decimal(period.left.minutes.0.abs()));
    let seconds = |of: crate::edition::Downtime| of.seconds.0;
    let more = seconds(period.used_if_it_goes_on) - seconds(period.used);
    let most = seconds(period.budget).max(1);
    PeriodView {
        name: period_name(look, &period.name),
        ends: look.clock.instant(period.until),
        left: strings.fill(if over { "level.too_many" } else { "level.left" }, &[("minutes", &left)]),
        uptime: strings.percent(period.uptime),
        uptime_so_far: period.uptime_so_far.map(|percent| strings.percent(percent)),
        breached: period.breached,
        runs_out: period
            .breaches_at
            .or(period.breached_since)
            .map(|at| look.due_as(at, "level.runs_out", "level.ran_out")),
        used_if_it_goes_on: minutes(period.used_if_it_goes_on),
        owed: period.due.as_ref().map(|credit| credit_text(look, credit)),
        at_stake: period
            .if_it_goes_on
            .as_ref()
            .filter(|_| period.running && period.if_it_goes_on != period.due)
            .map(|credit| credit_text(look, credit)),
        bars: bar::bars(&[(if period.breached { "bad" } else { "much" }, seconds(period.used)), ("ahead", more)], most),
        told: bar::used_of(strings, &used, &budget),
        maintenance: (period.maintenance.seconds.0 > 0).then(|| minutes(period.maintenance)),
        budget,
        used,
    }
}

fn step(look: &Look, step: &Step) -> StepView {
    let at = step.undercut_at.or(step.undercut_since);
    StepView {
        below: look.strings.exactly(step.below),
        credit: with_percent(look, step.amount.as_ref(), step.percent),
        undercut: step.undercut,
        at: at.map(|at| look.due_as(at, "level.undercut_at", "level.undercut_since")),
    }
}

fn credit_text(look: &Look, credit: &Credit) -> String {
    with_percent(look, credit.amount.as_ref(), credit.percent)
}

/// `EUR 1,250 (5%)`; without a fee `5%`.
fn with_percent(look: &Look, amount: Option<&Money>, percent: Decimal) -> String {
    let percent = look.strings.exactly(percent);
    amount.map_or(percent.clone(), |amount| format!("{} ({percent})", look.strings.money(amount)))
}

fn money(look: &Look, amount: Decimal, currency: &str) -> String {
    look.strings.money(&Money { amount, currency: currency.to_owned() })
}

/// `2026-11`, `2026-Q4` or `2026` as it is read.
fn period_name(look: &Look, name: &str) -> String {
    match name.split_once('-') {
        Some((year, quarter)) if quarter.starts_with('Q') => {
            look.strings.fill("level.quarter", &[("quarter", &quarter[1..]), ("year", year)])
        }
        Some(_) => format!("{name}-01").parse().map_or_else(|_| name.to_owned(), |day| look.clock.month(day)),
        None => name.to_owned(),
    }
}
