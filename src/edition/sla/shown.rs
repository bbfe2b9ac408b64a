//! The figures of a service level as they are shown: rounded, with their money.

use crate::quantity::{Decimal, Money};
use jiff::Timestamp;
use serde::Serialize;

/// How an account stands against what it was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    pub weights: Weighed,
    pub running: SlaPeriod,
    /// Up to twelve periods that are over, the latest first, as far back as anything is known.
    pub past: Vec<SlaPeriod>,
}

/// How much of each state counts as down for this account, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Weighed {
    pub degraded_performance: Decimal,
    pub partial_outage: Decimal,
    pub major_outage: Decimal,
    /// 0 where announced maintenance is excluded.
    pub under_maintenance: Decimal,
}

/// One month, quarter or year in the site's zone. The account is at each instant as bad as the worst of its components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlaPeriod {
    /// `2026-11`, `2026-Q4`, `2026`.
    pub name: String,
    pub from: Timestamp,
    /// The first instant of the next period.
    pub until: Timestamp,
    pub running: bool,
    /// The downtime that the target leaves room for, over the whole period.
    pub budget: Downtime,
    pub used: Downtime,
    /// Below zero when more was used than there was.
    pub left: Downtime,
    /// Percent over the whole period if nothing more fails, rounded down: what the target and the thresholds are held against.
    pub uptime: Decimal,
    /// Percent of the time that has passed.
    pub uptime_so_far: Option<Decimal>,
    /// The target can't be reached any more.
    pub breached: bool,
    /// When the budget was used up; to the whole second, rounded up.
    pub breached_since: Option<Timestamp>,
    /// When it will be used up if every state that stands now goes on; none if it lasts until the period's end.
    pub breaches_at: Option<Timestamp>,
    /// What is owed by what has happened so far.
    pub due: Option<Credit>,
    /// What will be owed if every state that stands now goes on until the period's end.
    pub if_it_goes_on: Option<Credit>,
    pub used_if_it_goes_on: Downtime,
    /// Every threshold agreed, in the order of the agreement.
    pub steps: Vec<Step>,
    /// How long its components were under maintenance, counted or not.
    pub maintenance: Downtime,
}

/// Weighted downtime: a minute of partial outage that weighs 0.3 is 18 seconds of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Downtime {
    /// Exact to a millionth.
    pub seconds: Decimal,
    /// In tenths of a minute: what was used is rounded up, what is left rounded down, a budget half up.
    pub minutes: Decimal,
}

/// A credit by the lowest threshold that is undercut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credit {
    pub below: Decimal,
    /// Of the period's fee.
    pub percent: Decimal,
    /// Rounded half up to the currency's smallest unit; none where no fee is agreed.
    pub amount: Option<Money>,
}

/// One threshold of the agreement, and when it is undercut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    pub below: Decimal,
    pub percent: Decimal,
    pub amount: Option<Money>,
    pub undercut: bool,
    pub undercut_since: Option<Timestamp>,
    /// When it will be if every state that stands now goes on.
    pub undercut_at: Option<Timestamp>,
}

/// What the accounts shown here are owed together in periods of one name and one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// `2026-11`, `2026-Q4`, `2026`.
    pub period: String,
    pub running: bool,
    pub currency: String,
    pub accounts: usize,
    pub breached: usize,
    pub due: Decimal,
    pub if_it_goes_on: Decimal,
}

impl Exposure {
    /// Instants at which it changes by itself: the period's end, a budget used up, a threshold undercut.
    pub(in crate::edition) fn turns(&self) -> Vec<Timestamp> {
        let steps = self.running.steps.iter().filter_map(|step| step.undercut_at);
        steps.chain(self.running.breaches_at).chain([self.running.until]).collect()
    }
}

impl Downtime {
    const TENTH: i128 = 60 * Decimal::UNIT / 10;

    /// Rounded up.
    pub(in crate::edition) fn spent(seconds: Decimal) -> Self {
        let tenths = -(-seconds.0).div_euclid(Self::TENTH);
        Self { seconds, minutes: Decimal(tenths * Decimal::UNIT / 10) }
    }

    /// Rounded half up.
    pub(super) fn granted(seconds: Decimal) -> Self {
        let tenths = (2 * seconds.0 + Self::TENTH).div_euclid(2 * Self::TENTH);
        Self { seconds, minutes: Decimal(tenths * Decimal::UNIT / 10) }
    }

    /// Rounded down.
    pub(super) fn left(seconds: Decimal) -> Self {
        Self { seconds, minutes: Decimal(seconds.0.div_euclid(Self::TENTH) * Decimal::UNIT / 10) }
    }
}

impl Sum {
    pub(super) fn empty(period: &SlaPeriod, currency: &str) -> Self {
        Self {
            period: period.name.clone(),
            running: period.running,
            currency: currency.to_owned(),
            accounts: 0,
            breached: 0,
            due: Decimal(0),
            if_it_goes_on: Decimal(0),
        }
    }

    pub(super) fn add(&mut self, period: &SlaPeriod) {
        let amount = |credit: &Option<Credit>| {
            credit.as_ref().and_then(|credit| credit.amount.as_ref()).map_or(0, |money| money.amount.0)
        };
        self.accounts += 1;
        self.breached += usize::from(period.breached);
        self.due.0 += amount(&period.due);
        self.if_it_goes_on.0 += amount(&period.if_it_goes_on);
    }
}

/// So many percent of a fee, rounded half up to the smallest unit of its currency.
pub(super) fn share(fee: &Money, percent: Decimal) -> Money {
    let unit = 10_i128.pow(6 - fee.digits());
    let whole = 100 * Decimal::UNIT;
    let units = (2 * fee.amount.0 * percent.0 + whole * unit).div_euclid(2 * whole * unit);
    Money { amount: Decimal(units * unit), currency: fee.currency.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: i128, currency: &str) -> Money {
        Money { amount: Decimal(amount), currency: currency.to_owned() }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_the_smallest_unit_of_the_currency() {
        let percent = |whole: i128| Decimal(whole * Decimal::UNIT);
        assert_eq!(share(&money(40_000_000_000, "EUR"), percent(10)), money(4_000_000_000, "EUR"));
        assert_eq!(share(&money(333_330_000, "EUR"), percent(15)), money(50_000_000, "EUR"), "49.9995 is 50.00");
        assert_eq!(share(&money(100_100_000, "EUR"), percent(5)), money(5_010_000, "EUR"), "5.005 is 5.01");
        assert_eq!(share(&money(100_000_000, "EUR"), Decimal(4_999)), money(0, "EUR"), "0.004999 is nothing");
        assert_eq!(share(&money(1_010_000_000, "JPY"), percent(5)), money(51_000_000, "JPY"), "50.5 is 51");
        assert_eq!(share(&money(1_001_000, "KWD"), percent(50)), money(501_000, "KWD"), "0.5005 is 0.501");
    }

    #[test]
    fn minutes_are_never_rounded_to_our_advantage() {
        let seconds = |millionths| Decimal(millionths);
        assert_eq!(Downtime::spent(seconds(198_000_000)).minutes.to_string(), "3.3");
        assert_eq!(Downtime::spent(seconds(198_000_001)).minutes.to_string(), "3.4");
        assert_eq!(Downtime::left(seconds(7_948_800_000)).minutes.to_string(), "132.4");
        assert_eq!(Downtime::granted(seconds(7_948_800_000)).minutes.to_string(), "132.5");
        assert_eq!(Downtime::left(seconds(-1)).minutes.to_string(), "-0.1");
    }
}
