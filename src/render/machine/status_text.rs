//! The state of everything on one screen of a terminal: at most 24 lines of at most 79 characters, addresses aside.

use super::clean::short;
use super::{address, badge, moments, time, told};
use crate::edition::{Edition, Incident, IncidentKind};
use crate::state::State;

const WIDTH: usize = 79;
const COMPONENTS: usize = 6;
const INCIDENTS: usize = 4;
const MAINTENANCE: usize = 2;

pub(super) fn status_text(edition: &Edition) -> Vec<u8> {
    let mut lines = vec![edition.title(), badge::banner(edition.banner.key).to_owned()];
    if let Some(updated) = edition.updated {
        lines.push(format!("Updated {}", time::human(edition, updated)));
    }
    lines.push(String::new());
    components(edition, &mut lines);
    let open = |incident: &&Incident| incident.kind == IncidentKind::Incident && incident.open;
    section(edition, &mut lines, ("Open incidents", INCIDENTS), open);
    let planned = |incident: &&Incident| incident.kind == IncidentKind::Maintenance && moments::is_active(incident);
    section(edition, &mut lines, ("Maintenance", MAINTENANCE), planned);
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
fn components(edition: &Edition, lines: &mut Vec<String>) {
    let affected = &edition.banner.affected;
    for index in affected.iter().take(COMPONENTS) {
        let component = &edition.components[*index];
        lines.push(format!("  {:<24} {}", told::state(component.state), component.name));
    }
    if affected.len() > COMPONENTS {
        lines.push(format!("  and {} more", affected.len() - COMPONENTS));
    }
    let all = edition.components.len();
    let fine = edition.components.iter().filter(|component| component.state == State::Operational).count();
    lines.push(format!("  {fine} of {all} components operational"));
}

fn section(
    edition: &Edition,
    lines: &mut Vec<String>,
    (name, most): (&str, usize),
    wanted: impl Fn(&&Incident) -> bool,
) {
    let found = moments::in_order(edition.incidents.iter().filter(wanted));
    if found.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(match found.len() {
        count if count > most => format!("{name} ({most} of {count})"),
        _ => name.to_owned(),
    });
    for incident in found.into_iter().take(most) {
        lines.push(format!("  {}: {}", told::status(Some(incident.status)), incident.title));
        let promised = incident.next_update.map(|next| format!(", next update {}", time::human(edition, next)));
        lines.push(match incident.window {
            Some(window) => {
                format!("    {} to {}", time::human(edition, window.from), time::human(edition, window.until))
            }
            None => format!("    since {}{}", time::human(edition, incident.started), promised.unwrap_or_default()),
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
