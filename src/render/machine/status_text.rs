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
    let open = |incident: &&Incident| incident.kind == IncidentKind::Incident && incident.open;
    section(spoken, &mut lines, INCIDENTS, (&|count| strings.count("banner.open", count), &open));
    let planned = |incident: &&Incident| incident.kind == IncidentKind::Maintenance && moments::is_active(incident);
    section(spoken, &mut lines, MAINTENANCE, (&|_| spoken.say("index.maintenance").to_owned(), &planned));
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

/// What a list is called, by how many it holds, and what is in it.
type Listed<'a> = (&'a dyn Fn(usize) -> String, &'a dyn Fn(&&Incident) -> bool);

fn section(spoken: Spoken<'_>, lines: &mut Vec<String>, most: usize, (name, wanted): Listed<'_>) {
    let Spoken { edition, strings } = spoken;
    let found = moments::in_order(edition.incidents.iter().filter(wanted));
    if found.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(match found.len() {
        count if count > most => format!("{} ({most}/{count})", name(count)),
        count => name(count),
    });
    for incident in found.into_iter().take(most) {
        lines.push(format!("  {}: {}", spoken.status(Some(incident.status)), incident.title));
        let promised = incident.next_update.map(|next| {
            let next = strings.fill("incident.next_by", &[("time", &time::human(edition, next))]);
            format!("{}{next}", spoken.say("list.comma"))
        });
        lines.push(if let Some(window) = incident.window {
            format!("    {}", time::span(edition, window.from, window.until))
        } else {
            let started = time::human(edition, incident.started);
            format!("    {}: {started}{}", spoken.say("incident.started"), promised.unwrap_or_default())
        });
    }
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
