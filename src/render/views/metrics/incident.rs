//! The figures of one incident, with a lane for each audience: when it was told.

use super::rows::{SlaRow, lead_text, sla_rows};
use super::{Figure, Incident, IncidentMetrics, Instant, Look, bar, spanned, told};
use crate::edition::Promises;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub figures: Vec<Figure>,
    /// The ends of the lanes: the start or the first word, and the end, the last word or now.
    pub from: Instant,
    pub until: Instant,
    /// Where the declaration lies, in percent of the lanes.
    pub declared: Option<String>,
    pub lanes: Vec<Lane>,
    pub sla: Vec<SlaRow>,
    pub corrections: usize,
    pub backfills: usize,
    pub reopened: usize,
    pub false_alarm: bool,
}

/// What one audience got, with the places of its updates in percent of the lane.
#[derive(Debug, Serialize)]
pub(crate) struct Lane {
    pub name: String,
    pub dots: Vec<String>,
    pub first: Instant,
    pub lead: Option<String>,
    pub updates: usize,
    pub words: String,
    /// How many were kept, missed and, if there are any, are open: `3 / 1`; none if nothing was promised.
    pub promises: Option<String>,
    pub longest_silence: Option<String>,
}

/// The figures of an incident, in an edition that has any.
pub(crate) fn measured(look: &Look, incident: &Incident) -> Option<Measured> {
    view(look, look.edition.metrics.as_ref()?.of(incident)?)
}

/// None where nothing was said.
fn view(look: &Look, measures: &IncidentMetrics) -> Option<Measured> {
    let strings = look.strings;
    let told_at = || measures.audiences.iter().flat_map(|audience| &audience.told);
    let from = told_at().chain([&measures.started]).min()?;
    let ended = measures.ended.unwrap_or(look.edition.now);
    let until = told_at().chain([&ended]).max().copied()?;
    let place = |at: &jiff::Timestamp| bar::place(at.as_second(), from.as_second(), until.as_second());
    let customers = measures.customer_minutes.map(|minutes| Figure {
        name: strings.say("metrics.customer_minutes.title").to_owned(),
        value: strings.number(&minutes.rounded(0)),
        detail: None,
    });
    let figures = [
        spanned(look, "metrics.declaration_to_public", measures.declaration_to_public),
        spanned(look, "metrics.start_to_public", measures.start_to_public),
        spanned(look, "metrics.detection_to_public", measures.detection_to_public),
        spanned(look, "metrics.to_identify.title", measures.to_identify),
        spanned(look, "metrics.to_resolve.title", measures.to_resolve),
        customers,
    ];
    let most = measures.sla.iter().map(|one| one.used.seconds.0).max().unwrap_or(0);
    let lanes: Vec<Lane> = measures
        .audiences
        .iter()
        .map(|audience| Lane {
            name: told::name(look, &audience.audience),
            dots: audience.told.iter().map(place).collect(),
            first: look.clock.instant(audience.first),
            lead: audience.lead.map(|lead| lead_text(look, lead.0)),
            updates: audience.updates,
            words: strings.number(&audience.words.to_string()),
            promises: promises(audience.promises),
            longest_silence: audience.longest_silence.map(|span| strings.duration(span.0)),
        })
        .collect();
    (!lanes.is_empty()).then(|| Measured {
        figures: figures.into_iter().flatten().collect(),
        from: look.clock.instant(*from),
        until: look.clock.instant(until),
        declared: measures.declared.filter(|at| (*from..=until).contains(at)).map(|at| place(&at)),
        lanes,
        sla: sla_rows(look, &measures.sla, most),
        corrections: measures.corrections,
        backfills: measures.backfills,
        reopened: measures.reopened,
        false_alarm: measures.false_alarm,
    })
}

fn promises(promises: Promises) -> Option<String> {
    let Promises { kept, missed, open } = promises;
    match (kept + missed, open) {
        (0, 0) => None,
        (_, 0) => Some(format!("{kept} / {missed}")),
        (_, open) => Some(format!("{kept} / {missed} / {open}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Promises, promises};

    #[test]
    fn promises_are_told_as_far_as_there_are_any() {
        let told = |kept, missed, open| promises(Promises { kept, missed, open });
        assert_eq!(told(0, 0, 0), None);
        assert_eq!(told(3, 1, 0).as_deref(), Some("3 / 1"));
        assert_eq!(told(0, 0, 1).as_deref(), Some("0 / 0 / 1"));
        assert_eq!(told(2, 0, 1).as_deref(), Some("2 / 0 / 1"));
    }
}
