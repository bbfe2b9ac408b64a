//! One calendar of maintenance to subscribe to, and one for each component.
//!
//! Times are in UTC, so that a calendar needs no rules of time zones and each reader sees its own; `X-WR-TIMEZONE` tells the
//! site's. Nothing is TENTATIVE: what is published is meant.

use super::clean::line;
use super::ics::Lines;
use super::spoken::Spoken;
use super::{address, moments, time, told, written};
use crate::edition::{Edition, Incident, IncidentKind, Phase, Window};
use jiff::Timestamp;

/// A calendar holds this many events at most, the latest.
const MOST: usize = 200;

/// The calendar of the edition, or of a component.
pub(super) fn calendar(spoken: Spoken<'_>, component: Option<usize>) -> Vec<u8> {
    let Spoken { edition, .. } = spoken;
    let maintenance = spoken.say("incident.maintenance");
    let name = match component {
        Some(index) => format!("{} – {} – {maintenance}", edition.title(), edition.components[index].name),
        None => format!("{} – {maintenance}", edition.title()),
    };
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Candor//Status page//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("NAME", &line(&name));
    lines.text("X-WR-CALNAME", &line(&name));
    lines.text("X-WR-TIMEZONE", &line(&edition.site.timezone));
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
    lines.plain("X-PUBLISHED-TTL", "PT15M");
    let maintenance = edition.incidents.iter().filter(|incident| incident.kind == IncidentKind::Maintenance);
    let wanted = maintenance.filter(|incident| component.is_none_or(|index| incident.components.contains(&index)));
    for incident in wanted.take(MOST) {
        event(spoken, incident, &mut lines);
    }
    lines.plain("END", "VCALENDAR");
    lines.into_bytes()
}

fn event(spoken: Spoken<'_>, incident: &Incident, lines: &mut Lines) {
    let Spoken { edition, .. } = spoken;
    let window = incident.window.as_ref().expect("a maintenance has a window");
    let (starts, ends) = hours(window);
    let cancelled = window.phase == Phase::Cancelled;
    lines.plain("BEGIN", "VEVENT");
    lines.text("UID", &format!("{}@{}", incident.slug, address::realm(edition)));
    lines.plain("DTSTAMP", &time::basic(incident.updated));
    lines.plain("CREATED", &time::basic(incident.created.min(incident.updated)));
    lines.plain("LAST-MODIFIED", &time::basic(incident.updated));
    // A window or a status changes by an update only, and updates only ever become more.
    lines.plain("SEQUENCE", &incident.moments.len().saturating_sub(1).to_string());
    lines.plain("DTSTART", &time::basic(starts));
    if ends > starts {
        lines.plain("DTEND", &time::basic(ends));
    }
    lines.text("SUMMARY", &summary(edition, incident));
    lines.text("DESCRIPTION", &description(spoken, incident));
    lines.list(
        "CATEGORIES",
        &incident.components.iter().map(|index| line(&edition.components[*index].name)).collect::<Vec<_>>(),
    );
    if let Some(root) = address::root(edition) {
        lines.plain("URL", &format!("{root}{}", incident.page()));
    }
    lines.plain("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
    lines.plain("TRANSP", "TRANSPARENT");
    lines.plain("CLASS", if edition.is_public() { "PUBLIC" } else { "CONFIDENTIAL" });
    if !cancelled {
        lines.plain("BEGIN", "VALARM");
        lines.plain("ACTION", "DISPLAY");
        lines.plain("TRIGGER", "-PT1H");
        lines.text("DESCRIPTION", &summary(edition, incident));
        lines.plain("END", "VALARM");
    }
    lines.plain("END", "VEVENT");
}

/// The window as it is known: from when it began or will, until the word that ended it, else until when it is planned. What was
/// cancelled keeps the window it would have had.
fn hours(window: &Window) -> (Timestamp, Timestamp) {
    match (window.phase, window.ends) {
        (Phase::Cancelled, _) => (window.from, window.until),
        (_, Some(ends)) if ends > window.begins => (window.begins, ends),
        _ => (window.begins, window.until),
    }
}

fn summary(edition: &Edition, incident: &Incident) -> String {
    line(&format!("{}: {}", edition.site.name, incident.title))
}

/// How far it has come, what the whole is about, and then every update, the latest first.
fn description(spoken: Spoken<'_>, incident: &Incident) -> String {
    let mut pieces = vec![spoken.status(Some(incident.status)).to_owned()];
    pieces.push(written::text(&told::parts(spoken, &incident.parts)));
    for moment in moments::all(incident).rev() {
        let head = format!("{} – {}", time::human(spoken.edition, moment.at), spoken.status(moment.status));
        pieces.push(format!("{head}\n{}", written::text(&told::moment(spoken, incident, moment))));
    }
    let pieces: Vec<&str> = pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect();
    pieces.join("\n\n")
}
