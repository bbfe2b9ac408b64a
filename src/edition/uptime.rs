//! Days, months and uptime: aggregates of what has passed through the filter, counted exactly.

use super::{Day, MonthUptime, Promise, Span, Weights};
use crate::quantity::Decimal;
use crate::state::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A stretch of time in one state, whole seconds since the epoch. Stretches of a [`Timeline`] don't overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: i64,
    pub until: i64,
    pub state: State,
}

/// How much of each state counts as down, in millionths, by the state's place in [`State::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weighing([i128; State::ALL.len()]);

impl Weighing {
    /// By the settings of the site: maintenance is not down.
    pub(super) fn site(weights: Weights) -> Self {
        let Weights { days: _, degraded_performance, partial_outage, major_outage } = weights;
        Self([0, 0, degraded_performance.0, partial_outage.0, major_outage.0])
    }

    /// By what was agreed with an account. Maintenance that counts, counts like a major outage.
    pub(super) fn promised(promise: &Promise, site: Weights) -> Self {
        let maintenance = if promise.counts_maintenance { site.major_outage.0 } else { 0 };
        Self([0, maintenance, promise.degraded_performance.0, promise.partial_outage.0, site.major_outage.0])
    }

    pub(super) fn of(self, state: State) -> i128 {
        self.0[state as usize]
    }

    fn heaviest(self, standing: &[i32; State::ALL.len()]) -> State {
        let standing = State::ALL.into_iter().filter(|state| standing[*state as usize] > 0);
        standing.max_by_key(|state| (self.of(*state), *state)).unwrap_or_default()
    }
}

/// How a component, or several taken together, were at each instant: the worst of everything that touched them.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    stretches: Vec<Stretch>,
    /// Weighted seconds (in millionths) before each stretch.
    before: Vec<i128>,
    weighing: Weighing,
}

impl Timeline {
    /// Lays spans over each other. What is open is counted until `horizon`, and nothing beyond it. Where several states
    /// stand at once the heaviest counts, and of equal ones the worst.
    #[must_use]
    pub(super) fn new<'a>(spans: impl IntoIterator<Item = &'a Span>, weighing: Weighing, horizon: Timestamp) -> Self {
        let horizon = horizon.as_second();
        let mut edges: Vec<(i64, State, i32)> = Vec::new();
        for span in spans {
            let from = span.from.as_second();
            let until = span.until.map_or(horizon, |until| until.as_second().min(horizon));
            if from < until {
                edges.push((from, span.state, 1));
                edges.push((until, span.state, -1));
            }
        }
        edges.sort_unstable();
        let mut standing = [0_i32; State::ALL.len()];
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut since = 0;
        for (at, state, step) in edges {
            let worst = weighing.heaviest(&standing);
            if worst != State::Operational && since < at {
                match stretches.last_mut() {
                    Some(last) if last.until == since && last.state == worst => last.until = at,
                    _ => stretches.push(Stretch { from: since, until: at, state: worst }),
                }
            }
            since = at;
            standing[state as usize] += step;
        }
        let mut total = 0;
        let before = stretches
            .iter()
            .map(|stretch| {
                let so_far = total;
                total += i128::from(stretch.until - stretch.from) * weighing.of(stretch.state);
                so_far
            })
            .collect();
        Self { stretches, before, weighing }
    }

    /// The stretches that overlap `from..until`, cut to it.
    pub(super) fn within(&self, from: i64, until: i64) -> impl Iterator<Item = Stretch> + '_ {
        let first = self.stretches.partition_point(|stretch| stretch.until <= from);
        self.stretches[first..].iter().take_while(move |stretch| stretch.from < until).map(move |stretch| Stretch {
            from: stretch.from.max(from),
            until: stretch.until.min(until),
            state: stretch.state,
        })
    }

    /// Seconds of downtime in `from..until`, weighted, in millionths.
    #[must_use]
    pub(super) fn down(&self, from: i64, until: i64) -> i128 {
        self.down_before(until) - self.down_before(from)
    }

    fn down_before(&self, instant: i64) -> i128 {
        let next = self.stretches.partition_point(|stretch| stretch.from < instant);
        let Some(index) = next.checked_sub(1) else { return 0 };
        let stretch = self.stretches[index];
        let counted = i128::from(stretch.until.min(instant) - stretch.from);
        self.before[index] + counted * self.weighing.of(stretch.state)
    }

    /// Percent of uptime in `from..until`, rounded down to a millionth; none for an empty stretch of time.
    #[must_use]
    pub(super) fn uptime(&self, from: i64, until: i64) -> Option<Decimal> {
        (from < until).then(|| percent(self.down(from, until), until - from))
    }
}

/// Percent up of `total` seconds with `down` weighted millionths of seconds lost, rounded down.
pub(super) fn percent(down: i128, total: i64) -> Decimal {
    let lost = (100 * down).div_euclid(i128::from(total));
    let rest = (100 * down).rem_euclid(i128::from(total));
    Decimal(100 * Decimal::UNIT - lost - i128::from(rest > 0))
}

/// The days and months that the pages speak of, as instants: a day has 23 to 25 hours in zones that change clocks.
#[derive(Debug)]
pub(super) struct Calendar {
    pub now: i64,
    /// The earliest first; the last is today.
    pub days: Vec<(Date, i64, i64)>,
    /// The latest first; each from its first instant to that of the next month.
    pub months: Vec<(Date, i64, i64)>,
    zone: TimeZone,
}

impl Calendar {
    pub(super) fn new(now: Timestamp, zone: &TimeZone, days: u16) -> Self {
        let today = now.to_zoned_datetime(zone.clone()).date();
        let first = today.saturating_sub(i64::from(days.max(1) - 1).days());
        let mut listed = Vec::with_capacity(usize::from(days));
        let mut day = first;
        while day <= today {
            let next = day.saturating_add(1.day());
            listed.push((day, starts(day, zone), starts(next, zone)));
            day = next;
        }
        let mut months = Vec::with_capacity(12);
        let mut month = today.first_of_month();
        for _ in 0..12 {
            months.push((month, starts(month, zone), starts(month.saturating_add(1.month()), zone)));
            month = month.saturating_sub(1.month());
        }
        Self { now: now.as_second(), days: listed, months, zone: zone.clone() }
    }

    /// The first instant of a day in this calendar's zone.
    pub(super) fn starts(&self, day: Date) -> i64 {
        starts(day, &self.zone)
    }

    /// Uptime of a component over the last `days` days, today so far included, from its first day on.
    pub(super) fn uptime(&self, timeline: &Timeline, days: u16, since: Option<Date>) -> Option<Decimal> {
        let today = self.days.last()?.0;
        let first = self.starts(today.saturating_sub(i64::from(days.max(1) - 1).days()));
        let from = since.map_or(first, |since| first.max(self.starts(since)));
        timeline.uptime(from, self.now)
    }

    pub(super) fn months(&self, timeline: &Timeline, since: Option<Date>) -> Vec<MonthUptime> {
        let born = since.map_or(i64::MIN, |since| self.starts(since));
        let each = |(month, from, until): &(Date, i64, i64)| MonthUptime {
            month: *month,
            uptime: timeline.uptime((*from).max(born), (*until).min(self.now)),
        };
        self.months.iter().map(each).collect()
    }

    /// One [`Day`] for each listed day; `touched` are the incidents and spans of this component.
    pub(super) fn bars(&self, timeline: &Timeline, since: Option<Date>, touched: &[(usize, Span)]) -> Vec<Day> {
        let horizon = self.days.first().map_or(i64::MIN, |day| day.1);
        let mut recent: Vec<(i64, i64, usize)> = touched
            .iter()
            .map(|(incident, span)| {
                (span.from.as_second(), span.until.map_or(i64::MAX, jiff::Timestamp::as_second), *incident)
            })
            .filter(|(_, until, _)| *until > horizon)
            .collect();
        recent.sort_unstable();
        let bar = |(date, from, until): &(Date, i64, i64)| {
            if since.is_some_and(|since| *date < since) {
                return Day::before(*date);
            }
            let mut seconds = [0_i64; State::ALL.len()];
            let mut worst = State::Operational;
            for stretch in timeline.within(*from, *until) {
                seconds[stretch.state as usize] += stretch.until - stretch.from;
                worst = worst.max(stretch.state);
            }
            let mut incidents: Vec<usize> =
                recent.iter().filter(|(start, end, _)| start < until && end > from).map(|touch| touch.2).collect();
            incidents.sort_unstable();
            incidents.dedup();
            let minutes = |state: State| u32::try_from((seconds[state as usize] + 59) / 60).unwrap_or(u32::MAX);
            Day {
                date: *date,
                state: Some(worst),
                degraded: minutes(State::DegradedPerformance),
                partial: minutes(State::PartialOutage),
                major: minutes(State::MajorOutage),
                maintenance: minutes(State::UnderMaintenance),
                incidents,
            }
        };
        self.days.iter().map(bar).collect()
    }
}

impl Day {
    fn before(date: Date) -> Self {
        Self { date, state: None, degraded: 0, partial: 0, major: 0, maintenance: 0, incidents: Vec::new() }
    }
}

pub(super) fn starts(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned_datetime(zone.clone()).map_or(i64::MIN, |start| start.timestamp().as_second())
}
