//! The figures of one month and one year: what began in it, and what its time cost.

use super::{AccountDowntime, IncidentMetrics, Promises};
use crate::edition::Account;
use crate::edition::sla::{self, Downtime, Ground, Owed};
use crate::edition::uptime::{Timeline, starts};
use crate::quantity::{Decimal, Money, Period};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many months are shown together.
pub const RECENT: usize = 12;

/// The figures of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthMetrics {
    /// First day of the month.
    pub month: Date,
    #[serde(flatten)]
    pub figures: Figures,
}

/// The figures of one calendar year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearMetrics {
    pub year: i16,
    #[serde(flatten)]
    pub figures: Figures,
}

/// Sums over the incidents that started in a stretch of time. Middle values are medians: of an even number the lower of
/// the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub incidents: usize,
    pub start_to_public: Option<Period>,
    pub detection_to_public: Option<Period>,
    pub declaration_to_public: Option<Period>,
    /// By suffix.
    pub audiences: Vec<MonthAudience>,
    /// By severity; incidents without one come under none.
    pub severities: Vec<SeverityMetrics>,
    /// Of the incidents whose number of customers is known.
    pub customer_minutes: Decimal,
    /// How many incidents have no number of customers.
    pub customers_unknown: usize,
    /// What that time cost each account shown here; overlaps count once.
    pub sla: Vec<AccountDowntime>,
    /// Per currency, owed for periods that end in it, or that still run if the running month is part of it.
    pub credits: Vec<Money>,
    pub corrections: usize,
    pub backfills: usize,
    pub reopened: usize,
    pub false_alarms: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MonthAudience {
    pub audience: String,
    pub incidents: usize,
    pub updates: usize,
    pub words: usize,
    pub promises: Promises,
    /// The middle of its leads over public.
    pub lead: Option<Period>,
    pub longest_silence: Option<Period>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeverityMetrics {
    pub severity: Option<String>,
    pub incidents: usize,
    pub to_identify: Option<Period>,
    pub to_resolve: Option<Period>,
    pub longest_to_resolve: Option<Period>,
}

/// Everything counted by month.
pub(super) struct Counted {
    pub recent: Figures,
    pub months: Vec<MonthMetrics>,
    pub years: Vec<YearMetrics>,
}

/// Every month from the first incident until now, the years in which they lie, and the last twelve months as one.
pub(super) fn months(incidents: &[IncidentMetrics], accounts: &[Account], ground: Ground<'_>) -> Counted {
    let running = ground.now.to_zoned_datetime(ground.zone.clone()).date().first_of_month();
    let earliest = incidents.iter().map(|incident| incident.month).min().unwrap_or(running).min(running);
    let mut began: BTreeMap<Date, Vec<&IncidentMetrics>> = BTreeMap::new();
    for incident in incidents {
        began.entry(incident.month).or_default().push(incident);
    }
    let books: Vec<Book> = accounts.iter().filter_map(|account| Book::of(account, ground)).collect();
    let count = |from: Date, until: Date| {
        let began: Vec<&IncidentMetrics> =
            began.range(from..=until).rev().flat_map(|(_, some)| some).copied().collect();
        figures(&began, &books, ground, (from, until))
    };
    let mut months = Vec::new();
    let mut month = running;
    while month >= earliest {
        months.push(MonthMetrics { month, figures: count(month, month) });
        month = month.saturating_sub(1.month());
    }
    let years = (earliest.year()..=running.year()).rev();
    let years = years.map(|year| {
        let (first, last) = (Date::constant(year, 1, 1), Date::constant(year, 12, 1));
        YearMetrics { year, figures: count(first.max(earliest), last.min(running)) }
    });
    Counted { recent: count(months[months.len().min(RECENT) - 1].month, running), years: years.collect(), months }
}

/// What an account was promised something for, made ready to be asked about any month.
struct Book<'a> {
    account: &'a Account,
    timeline: Timeline,
    owed: Vec<Owed>,
}

impl<'a> Book<'a> {
    fn of(account: &'a Account, ground: Ground<'_>) -> Option<Self> {
        account.promise.as_ref()?;
        Some(Self { account, timeline: sla::timeline(account, ground), owed: sla::owed(account, ground) })
    }
}

/// What began from one month until another, both included, and what their time cost.
fn figures(began: &[&IncidentMetrics], books: &[Book], ground: Ground<'_>, (from, until): (Date, Date)) -> Figures {
    let known = || began.iter().filter_map(|incident| incident.customer_minutes);
    let within = (starts(from, ground.zone), starts(until.saturating_add(1.month()), ground.zone));
    Figures {
        incidents: began.len(),
        start_to_public: middle(began.iter().filter_map(|incident| incident.start_to_public)),
        detection_to_public: middle(began.iter().filter_map(|incident| incident.detection_to_public)),
        declaration_to_public: middle(began.iter().filter_map(|incident| incident.declaration_to_public)),
        audiences: audiences(began),
        severities: severities(began),
        customer_minutes: Decimal(known().map(|minutes| minutes.0).sum()),
        customers_unknown: began.len() - known().count(),
        sla: books.iter().map(|book| downtime(book, within)).collect(),
        credits: credits(books, within, ground.now.as_second()),
        corrections: began.iter().map(|incident| incident.corrections).sum(),
        backfills: began.iter().map(|incident| incident.backfills).sum(),
        reopened: began.iter().map(|incident| incident.reopened).sum(),
        false_alarms: began.iter().filter(|incident| incident.false_alarm).count(),
    }
}

fn audiences(began: &[&IncidentMetrics]) -> Vec<MonthAudience> {
    let mut all: BTreeMap<&str, (MonthAudience, Vec<Period>)> = BTreeMap::new();
    for one in began.iter().flat_map(|incident| &incident.audiences) {
        let (sum, leads) = all.entry(&one.audience).or_default();
        sum.audience.clone_from(&one.audience);
        sum.incidents += 1;
        sum.updates += one.updates;
        sum.words += one.words;
        sum.promises.kept += one.promises.kept;
        sum.promises.missed += one.promises.missed;
        sum.promises.open += one.promises.open;
        sum.longest_silence = sum.longest_silence.max(one.longest_silence);
        leads.extend(one.lead);
    }
    all.into_values().map(|(sum, leads)| MonthAudience { lead: middle(leads.into_iter()), ..sum }).collect()
}

fn severities(began: &[&IncidentMetrics]) -> Vec<SeverityMetrics> {
    let mut all: BTreeMap<Option<&str>, Vec<&IncidentMetrics>> = BTreeMap::new();
    for incident in began {
        all.entry(incident.severity.as_deref()).or_default().push(incident);
    }
    let mut all: Vec<SeverityMetrics> = all
        .into_iter()
        .map(|(severity, incidents)| SeverityMetrics {
            severity: severity.map(str::to_owned),
            incidents: incidents.len(),
            to_identify: middle(incidents.iter().filter_map(|incident| incident.to_identify)),
            to_resolve: middle(incidents.iter().filter_map(|incident| incident.to_resolve)),
            longest_to_resolve: incidents.iter().filter_map(|incident| incident.to_resolve).max(),
        })
        .collect();
    all.sort_by_key(|one| one.severity.is_none());
    all
}

fn downtime(book: &Book, within: (i64, i64)) -> AccountDowntime {
    let used = Downtime::spent(Decimal(book.timeline.down(within.0, within.1)));
    AccountDowntime { key: book.account.key.clone(), name: book.account.name.clone(), used }
}

fn credits(books: &[Book], within: (i64, i64), now: i64) -> Vec<Money> {
    let runs = (within.0..within.1).contains(&now);
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for owed in books.iter().flat_map(|book| &book.owed) {
        if if owed.running { runs } else { (within.0 + 1..=within.1).contains(&owed.until) } {
            *sums.entry(&owed.amount.currency).or_default() += owed.amount.amount.0;
        }
    }
    sums.into_iter().map(|(currency, sum)| Money { amount: Decimal(sum), currency: currency.to_owned() }).collect()
}

fn middle(values: impl Iterator<Item = Period>) -> Option<Period> {
    let mut values: Vec<Period> = values.collect();
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}
