//! What an account was promised and what is left of it: minutes, money, and when either runs out.
//!
//! Counted in whole seconds weighted in millionths, so that every comparison is exact; only what is shown is rounded,
//! and then never to our advantage.

mod shown;
mod term;

pub use shown::{Credit, Downtime, Exposure, SlaPeriod, Step, Sum, Weighed};

use super::uptime::{Timeline, Weighing, percent, starts};
use super::{Account, Component, Incident, Promise, Span, Threshold, Touched, Weights};
use crate::quantity::{Decimal, Money};
use crate::state::State;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;
use std::sync::Arc;
use term::{Term, terms};

/// How many periods are shown besides the running one.
const PAST: usize = 12;

/// What every account's figures are counted against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub components: &'a [Component],
    pub weights: Weights,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

impl Ground<'_> {
    /// The account's spans on its components, none from before a component's first day.
    pub(super) fn spans<'b>(&self, account: &Account, all: impl Iterator<Item = &'b Span>) -> Vec<Span> {
        let used = all.filter(|span| account.components.contains(&span.component));
        let cut = |span: &Span| {
            let first = self.first(span.component);
            let from = first.map_or(span.from, |first| span.from.max(first));
            Some(Span { from, ..*span }).filter(|span| span.until.is_none_or(|until| until > from))
        };
        used.filter_map(cut).collect()
    }

    /// The first instant of a component's first day.
    fn first(&self, component: usize) -> Option<Timestamp> {
        let since = self.components[component].since?;
        Timestamp::from_second(starts(since, self.zone)).ok()
    }

    pub(super) fn weighing(&self, promise: Option<&Promise>) -> Weighing {
        promise.map_or(Weighing::site(self.weights), |promise| Weighing::promised(promise, self.weights))
    }
}

/// The account's uptime over the days of the settings, today so far included: its components taken as one.
pub(super) fn uptime(account: &Account, ground: Ground<'_>) -> Option<Decimal> {
    let today = ground.now.to_zoned_datetime(ground.zone.clone()).date();
    let first = starts(today.saturating_sub(i64::from(ground.weights.days.max(1) - 1).days()), ground.zone);
    let born = account.components.iter().map(|component| ground.first(*component)).min().flatten();
    let from = born.map_or(first, |born| first.max(born.as_second()));
    let spans = ground.spans(account, account.spans());
    Timeline::new(&spans, ground.weighing(account.promise.as_ref()), ground.now).uptime(from, ground.now.as_second())
}

/// How an account stands, in the running period and in the last ones.
pub(super) fn exposure(account: &Account, ground: Ground<'_>) -> Option<Exposure> {
    let (ledger, terms) = ledger(account, ground)?;
    let (running, past) = terms.split_first()?;
    let weighing = ledger.weighing;
    Some(Exposure {
        weights: Weighed {
            degraded_performance: Decimal(weighing.of(State::DegradedPerformance)),
            partial_outage: Decimal(weighing.of(State::PartialOutage)),
            major_outage: Decimal(weighing.of(State::MajorOutage)),
            under_maintenance: Decimal(weighing.of(State::UnderMaintenance)),
        },
        running: ledger.period(running),
        past: past.iter().take(PAST).map(|term| ledger.period(term)).collect(),
    })
}

/// What an account is owed for one period, whatever its age.
#[derive(Debug)]
pub(super) struct Owed {
    /// The first second of the next period.
    pub until: i64,
    pub running: bool,
    pub amount: Money,
}

/// Everything an account was ever owed, the latest first.
pub(super) fn owed(account: &Account, ground: Ground<'_>) -> Vec<Owed> {
    let Some((ledger, terms)) = ledger(account, ground) else { return Vec::new() };
    let due = |term: &Term| {
        let used = ledger.outlook.down(term.from, term.until.min(ledger.now));
        let amount = ledger.credit(term, used)?.amount?;
        Some(Owed { until: term.until, running: ledger.now < term.until, amount })
    };
    terms.iter().filter_map(due).collect()
}

/// An account's time in order, with its periods: the running one and those before it, back to the first that cost it anything.
fn ledger<'a>(account: &'a Account, ground: Ground<'_>) -> Option<(Ledger<'a>, Vec<Term>)> {
    let promise = account.promise.as_ref()?;
    let spans = ground.spans(account, account.spans());
    let earliest = spans.iter().map(|span| span.from).min();
    let terms = terms(&promise.period, earliest.unwrap_or(ground.now), ground.now, ground.zone);
    let weighing = ground.weighing(Some(promise));
    let horizon = Timestamp::from_second(terms.first()?.until).unwrap_or(Timestamp::MAX);
    let maintenance = spans.iter().filter(|span| span.state == State::UnderMaintenance);
    let ledger = Ledger {
        promise,
        weighing,
        outlook: Timeline::new(&spans, weighing, horizon),
        maintenance: Timeline::new(maintenance, Weighing::default(), ground.now),
        now: ground.now.as_second(),
    };
    Some((ledger, terms))
}

/// What an account was told of its time so far, weighted as agreed.
pub(super) fn timeline(account: &Account, ground: Ground<'_>) -> Timeline {
    let spans = ground.spans(account, account.spans());
    Timeline::new(&spans, ground.weighing(account.promise.as_ref()), ground.now)
}

/// The seconds that some spans cost an account in `from..until`, weighted as agreed.
pub(super) fn cost(account: &Account, spans: &[Span], ground: Ground<'_>, within: (i64, i64)) -> Decimal {
    let spans = ground.spans(account, spans.iter());
    let timeline = Timeline::new(&spans, ground.weighing(account.promise.as_ref()), ground.now);
    Decimal(timeline.down(within.0, within.1))
}

/// The incidents shown that touched an account's components, in their order, with what each alone cost it.
pub(super) fn touched(account: &Account, incidents: &[Arc<Incident>], ground: Ground<'_>) -> Vec<Touched> {
    let touched = |(index, incident): (usize, &Arc<Incident>)| {
        let spans = account.spans_of(incident);
        let own = spans.iter().any(|span| account.components.contains(&span.component));
        own.then(|| Touched {
            incident: index,
            used: Downtime::spent(cost(account, spans, ground, (i64::MIN, i64::MAX))),
        })
    };
    incidents.iter().enumerate().filter_map(touched).collect()
}

/// What all accounts together stand to be paid, by currency and by name of the period, the latest first.
pub(super) fn sums(accounts: &[Account]) -> Vec<Sum> {
    let mut sums: BTreeMap<(bool, Timestamp, String, String), Sum> = BTreeMap::new();
    let known = accounts.iter().filter_map(|account| Some((account.promise.as_ref()?, account.exposure.as_ref()?)));
    for (promise, exposure) in known {
        let Some(fee) = &promise.fee else { continue };
        for period in std::iter::once(&exposure.running).chain(&exposure.past) {
            let key = (period.running, period.until, period.name.clone(), fee.currency.clone());
            let sum = sums.entry(key).or_insert_with(|| Sum::empty(period, &fee.currency));
            sum.add(period);
        }
    }
    sums.into_values().rev().collect()
}

/// One account's time, and how it is weighed.
struct Ledger<'a> {
    promise: &'a Promise,
    weighing: Weighing,
    /// What is open now goes on until the running period ends.
    outlook: Timeline,
    maintenance: Timeline,
    now: i64,
}

impl Ledger<'_> {
    fn period(&self, term: &Term) -> SlaPeriod {
        let so_far = term.until.min(self.now);
        let budget = allowed(term, self.promise.target);
        let used = self.outlook.down(term.from, so_far);
        let foreseen = self.outlook.down(term.from, term.until);
        let breached = HUNDREDTHS * used > budget;
        let at = self.used_up(term, self.promise.target);
        let instant = |second: i64| Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        let maintenance: i64 =
            self.maintenance.within(term.from, so_far).map(|stretch| stretch.until - stretch.from).sum();
        let budget_shown = Decimal(budget.div_euclid(HUNDREDTHS));
        SlaPeriod {
            name: term.name.clone(),
            from: instant(term.from),
            until: instant(term.until),
            running: self.now < term.until,
            budget: Downtime::granted(budget_shown),
            used: Downtime::spent(Decimal(used)),
            left: Downtime::left(Decimal(budget_shown.0 - used)),
            uptime: percent(used, term.until - term.from),
            uptime_so_far: (term.from < so_far).then(|| percent(used, so_far - term.from)),
            breached,
            breached_since: at.filter(|_| breached).map(instant),
            breaches_at: at.filter(|_| !breached).map(instant),
            due: self.credit(term, used),
            if_it_goes_on: self.credit(term, foreseen),
            used_if_it_goes_on: Downtime::spent(Decimal(foreseen)),
            steps: self.steps(term, used),
            maintenance: Downtime::spent(Decimal(i128::from(maintenance) * Decimal::UNIT)),
        }
    }

    /// The first whole second at which an uptime of `percent` can't be reached any more, if what is open goes on.
    fn used_up(&self, term: &Term, percent: Decimal) -> Option<i64> {
        let budget = allowed(term, percent);
        let mut used = 0;
        for stretch in self.outlook.within(term.from, term.until) {
            let rate = HUNDREDTHS * self.weighing.of(stretch.state);
            let more = rate * i128::from(stretch.until - stretch.from);
            if used + more > budget {
                let left = budget - used;
                let seconds = left.div_euclid(rate) + i128::from(left.rem_euclid(rate) > 0);
                return Some(stretch.from + i64::try_from(seconds).expect("it is within the stretch"));
            }
            used += more;
        }
        None
    }

    /// What is due for so much downtime: the percentage of the lowest threshold that is undercut.
    fn credit(&self, term: &Term, down: i128) -> Option<Credit> {
        let undercut =
            self.promise.thresholds.iter().filter(|threshold| HUNDREDTHS * down > allowed(term, threshold.below));
        let lowest = undercut.min_by_key(|threshold| (threshold.below, std::cmp::Reverse(threshold.percent)))?;
        Some(Credit { below: lowest.below, percent: lowest.percent, amount: self.amount(lowest) })
    }

    fn steps(&self, term: &Term, used: i128) -> Vec<Step> {
        let step = |threshold: &Threshold| {
            let undercut = HUNDREDTHS * used > allowed(term, threshold.below);
            let at = self.used_up(term, threshold.below).and_then(|second| Timestamp::from_second(second).ok());
            Step {
                below: threshold.below,
                percent: threshold.percent,
                amount: self.amount(threshold),
                undercut,
                undercut_since: at.filter(|_| undercut),
                undercut_at: at.filter(|_| !undercut),
            }
        };
        self.promise.thresholds.iter().map(step).collect()
    }

    fn amount(&self, threshold: &Threshold) -> Option<Money> {
        self.promise.fee.as_ref().map(|fee| shown::share(fee, threshold.percent))
    }
}

/// Budgets are counted in hundredths of millionths of a second, because a percentage in millionths has so many decimals.
const HUNDREDTHS: i128 = 100;

/// How much downtime, in hundredths of millionths of a second, a period may have at this uptime.
fn allowed(term: &Term, percent: Decimal) -> i128 {
    i128::from(term.until - term.from) * (100 * Decimal::UNIT - percent.0)
}
