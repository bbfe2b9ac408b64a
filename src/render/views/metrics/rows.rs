//! Rows of figures: by audience, by severity, by account.

use super::{AccountDowntime, Bar, Link, Look, bar, told};
use crate::edition::{Figures, IncidentMetrics, MonthAudience, Promises, SeverityMetrics};
use crate::quantity::Period;
use serde::Serialize;

/// What an audience got.
#[derive(Debug, Serialize)]
pub(crate) struct AudienceRow {
    pub name: String,
    pub incidents: usize,
    pub updates: usize,
    pub words: String,
    /// `5 min earlier`, `10 min later`; none for the public itself.
    pub lead: Option<String>,
    pub lead_bars: Vec<Bar>,
    pub promises: PromiseRow,
    pub longest_silence: Option<String>,
}

/// Promised next updates.
#[derive(Debug, Default, Serialize)]
pub(crate) struct PromiseRow {
    pub kept: usize,
    pub missed: usize,
    pub open: usize,
    pub bars: Vec<Bar>,
}

/// An incident among the others of its month. When each audience was told stands on its own page, where the link leads.
#[derive(Debug, Serialize)]
pub(crate) struct IncidentRow {
    pub incident: Link,
    pub severity: Option<String>,
    /// From the declaration, as on the pages of years.
    pub to_public: Option<String>,
    pub to_public_bars: Vec<Bar>,
    /// Of all audiences in sum.
    pub promises: PromiseRow,
    /// Of the audience that waited longest.
    pub longest_silence: Option<String>,
    pub to_identify: Option<String>,
    pub to_resolve: Option<String>,
    pub to_resolve_bars: Vec<Bar>,
    /// None where their number is not known.
    pub customer_minutes: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SeverityRow {
    /// None for incidents without one.
    pub severity: Option<String>,
    pub incidents: usize,
    pub to_identify: Option<String>,
    pub to_resolve: Option<String>,
    pub longest: Option<String>,
    pub bars: Vec<Bar>,
}

/// What an account's time cost it.
#[derive(Debug, Serialize)]
pub(crate) struct SlaRow {
    pub name: String,
    pub used: String,
    pub bars: Vec<Bar>,
}

/// What had to be put right.
#[derive(Debug, Serialize)]
pub(crate) struct Counts {
    pub corrections: usize,
    pub backfills: usize,
    pub reopened: usize,
    pub false_alarms: usize,
}

impl Counts {
    pub(super) fn of(figures: &Figures) -> Self {
        Self {
            corrections: figures.corrections,
            backfills: figures.backfills,
            reopened: figures.reopened,
            false_alarms: figures.false_alarms,
        }
    }
}

impl PromiseRow {
    /// How many promises have been kept or missed, if any.
    pub(super) fn made(&self) -> Option<usize> {
        Some(self.kept + self.missed).filter(|made| *made > 0)
    }
}

/// The promises of several audiences in sum.
pub(super) fn promise_row(promises: impl Iterator<Item = Promises>) -> PromiseRow {
    let Promises { kept, missed, open } = promises.fold(Promises::default(), |sum, one| Promises {
        kept: sum.kept + one.kept,
        missed: sum.missed + one.missed,
        open: sum.open + one.open,
    });
    let amount = |count: usize| i128::try_from(count).unwrap_or(i128::MAX);
    let pieces = [("good", amount(kept)), ("bad", amount(missed)), ("open", amount(open))];
    PromiseRow { kept, missed, open, bars: bar::bars(&pieces, amount(kept + missed + open)) }
}

pub(super) fn audience_rows(look: &Look, audiences: &[MonthAudience]) -> Vec<AudienceRow> {
    let leads = audiences.iter().filter_map(|one| one.lead).map(|lead| i128::from(lead.0.abs()));
    let most = leads.max().unwrap_or(0);
    let row = |one: &MonthAudience| AudienceRow {
        name: told::name(look, &one.audience),
        incidents: one.incidents,
        updates: one.updates,
        words: look.strings.number(&one.words.to_string()),
        lead: one.lead.map(|lead| lead_text(look, lead.0)),
        lead_bars: one.lead.map_or_else(Vec::new, |lead| bar::about_middle(i128::from(lead.0), most)),
        promises: promise_row(std::iter::once(one.promises)),
        longest_silence: one.longest_silence.map(|span| look.strings.duration(span.0)),
    };
    audiences.iter().map(row).collect()
}

pub(super) fn incident_rows(look: &Look, incidents: &[&IncidentMetrics]) -> Vec<IncidentRow> {
    let most = |span: fn(&IncidentMetrics) -> Option<Period>| incidents.iter().map(|one| length(span(one))).max();
    let most_late = most(|one| one.declaration_to_public).unwrap_or(0);
    let most_long = most(|one| one.to_resolve).unwrap_or(0);
    let row = |one: &&IncidentMetrics| {
        let silence = one.audiences.iter().filter_map(|audience| audience.longest_silence).max();
        let anchor = if one.audiences.is_empty() { "" } else { "#Communication" };
        IncidentRow {
            incident: Link {
                label: one.title.clone(),
                href: look.href(&format!("incidents/{}.html{anchor}", one.slug)),
            },
            severity: one.severity.clone(),
            to_public: one.declaration_to_public.map(|span| look.strings.signed(span)),
            to_public_bars: bar::bars(&[("much", length(one.declaration_to_public))], most_late),
            promises: promise_row(one.audiences.iter().map(|audience| audience.promises)),
            longest_silence: silence.map(|span| look.strings.duration(span.0)),
            to_identify: one.to_identify.map(|span| look.strings.duration(span.0)),
            to_resolve: one.to_resolve.map(|span| look.strings.duration(span.0)),
            to_resolve_bars: bar::bars(&[("much", length(one.to_resolve))], most_long),
            customer_minutes: one.customer_minutes.map(|minutes| look.strings.number(&minutes.rounded(0))),
        }
    };
    incidents.iter().map(row).collect()
}

/// A span as bars are drawn by: nothing where there is none.
pub(super) fn length(span: Option<Period>) -> i128 {
    span.map_or(0, |span| i128::from(span.0))
}

/// `5 min earlier`, `10 min later`, `at the same time`.
pub(super) fn lead_text(look: &Look, seconds: i64) -> String {
    let key = match seconds {
        1.. => "metrics.earlier",
        0 => return look.strings.say("metrics.together").to_owned(),
        _ => "metrics.later",
    };
    look.strings.fill(key, &[("span", &look.strings.duration(seconds.abs()))])
}

pub(super) fn severity_rows(look: &Look, severities: &[SeverityMetrics]) -> Vec<SeverityRow> {
    let most = length(severities.iter().filter_map(|one| one.to_resolve).max());
    let span = |span: Option<Period>| span.map(|span| look.strings.duration(span.0));
    let row = |one: &SeverityMetrics| SeverityRow {
        severity: one.severity.clone(),
        incidents: one.incidents,
        to_identify: span(one.to_identify),
        to_resolve: span(one.to_resolve),
        longest: span(one.longest_to_resolve),
        bars: bar::bars(&[("much", length(one.to_resolve))], most),
    };
    severities.iter().map(row).collect()
}

pub(super) fn sla_rows(look: &Look, accounts: &[AccountDowntime], most: i128) -> Vec<SlaRow> {
    let row = |one: &AccountDowntime| SlaRow {
        name: one.name.clone(),
        used: look.strings.minutes(one.used.minutes),
        bars: bar::bars(&[("much", one.used.seconds.0)], most),
    };
    accounts.iter().map(row).collect()
}
