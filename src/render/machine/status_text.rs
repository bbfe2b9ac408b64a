//! The state of everything on one screen of a terminal: at most 24 lines of at most 79 characters, addresses aside.

use super::clean::short;
use super::spoken::Spoken;
use super::{address, moments, time};
use crate::edition::{Incident, IncidentKind};
use crate::state::State;

const WIDTH: usize = 79;
const COMPONENTS: usize = 6;
const INCIDENTS: usize = 4;
const MAINTENANCE: usize = 2;

pub(super) fn status_text(spoken: Spoken<'_>) -> Vec<u8> {
    let Spoken { edition, strings } = spoken;
    let mut lines = vec![edition.title(), spoken.banner().to_owned()];
    if let Some(updated) = edition.updated {
        lines.push(format!("{}: {}", spoken.say("page.latest"), time::human(edition, updated)));
    }
    lines.push(String::new());
    components(spoken, &mut lines);
    let of = |wanted: &dyn Fn(&&Incident) -> bool| moments::in_order(edition.incidents.iter().filter(wanted));
    let open = of(&|incident| incident.kind == IncidentKind::Incident && incident.open);
    section(spoken, &mut lines, &strings.count("banner.open", open.len()), (&open, INCIDENTS));
    let planned = of(&|incident| incident.kind == IncidentKind::Maintenance && moments::is_active(incident));
    section(spoken, &mut lines, spoken.say("index.maintenance"), (&planned, MAINTENANCE));
    if let Some(root) = address::root(edition) {
        lines.push(String::new());
        lines.push(root);
    }
    let mut text = String::new();
    for line in lines {
        let is_address = line.trim_start().starts_with("http");
        text.push_str(&if is_address { line } else { indented(&line) });
        text.push('\n');
    }
    text.into_bytes()
}

/// What doesn't work, and how much does.
fn components(spoken: Spoken<'_>, lines: &mut Vec<String>) {
    let Spoken { edition, .. } = spoken;
    let affected = &edition.banner.affected;
    for index in affected.iter().take(COMPONENTS) {
        let component = &edition.components[*index];
        lines.push(format!("  {:<24} {}", spoken.state(component.state), component.name));
    }
    if affected.len() > COMPONENTS {
        lines.push(format!("  {:<24} + {}", "…", affected.len() - COMPONENTS));
    }
    let all = edition.components.len();
    let fine = edition.components.iter().filter(|component| component.state == State::Operational).count();
    lines.push(format!("  {:<24} {fine}/{all}", spoken.state(State::Operational)));
}

/// At most so many of some incidents, the first first.
fn section(spoken: Spoken<'_>, lines: &mut Vec<String>, name: &str, (found, most): (&[&Incident], usize)) {
    if found.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(match found.len() {
        count if count > most => format!("{name} ({most}/{count})"),
        _ => name.to_owned(),
    });
    for incident in found.iter().take(most) {
        lines.push(format!("  {}: {}", spoken.status(Some(incident.status)), incident.title));
        lines.push(when(spoken, incident));
    }
}

/// The window; of an incident, when it began and when the next word comes, or the latter alone where both take too much room.
fn when(spoken: Spoken<'_>, incident: &Incident) -> String {
    let Spoken { edition, strings } = spoken;
    if let Some(window) = incident.window {
        return format!("    {}", time::span(edition, window.from, window.until));
    }
    let started = format!("    {}: {}", spoken.say("incident.started"), time::human(edition, incident.started));
    let Some(next) = incident.next_update else { return started };
    let next = strings.fill("incident.next_by", &[("time", &time::human(edition, next))]);
    let both = format!("{started}{}{next}", spoken.say("list.comma"));
    if both.chars().count() > WIDTH { format!("    {next}") } else { both }
}

/// A line that keeps its indentation and fits the screen.
fn indented(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let columns = line[indent..].find("  ").map_or(0, |gap| gap);
    match columns {
        0 => format!("{}{}", " ".repeat(indent), short(line, WIDTH - indent)),
        _ => line.chars().filter(|c| !c.is_control()).take(WIDTH).collect(),
    }
}
