//! Markdown for whoever reads words and not pages: the index, what goes on, and a list of what there is.

use super::clean::markdown;
use super::spoken::Spoken;
use super::{address, moments, time, told, written};
use crate::edition::{Incident, IncidentKind};

/// Incidents that are over, on the index.
const RECENT: usize = 10;

/// `index.md`: the banner, every component, what goes on, what is planned, what was lately.
pub(super) fn index(spoken: Spoken<'_>) -> Vec<u8> {
    let Spoken { edition, strings } = spoken;
    let say = |key| markdown(spoken.say(key));
    let mut text = format!("# {}\n\n**{}**\n", markdown(&edition.title()), markdown(spoken.banner()));
    if let Some(description) = &edition.site.description {
        text.push_str(&format!("\n{}\n", markdown(description)));
    }
    if let Some(updated) = edition.updated {
        text.push_str(&format!("\n{}: {}\n", say("page.latest"), time::human(edition, updated)));
    }
    text.push_str(&format!("\n## {}\n", say("index.components")));
    for group in &edition.groups {
        text.push_str(&format!("\n### {}\n\n", markdown(&group.name)));
        for index in &group.components {
            let component = &edition.components[*index];
            let uptime =
                component.uptime.map(|uptime| strings.fill("index.uptime", &[("percent", &strings.percent(uptime))]));
            let uptime = uptime.map(|uptime| format!(" ({uptime})")).unwrap_or_default();
            let name = markdown(&component.name);
            let state = markdown(spoken.state(component.state));
            text.push_str(&format!("- [{name}]({}): {state}{uptime}\n", address::component(component)));
        }
    }
    let kind = |incident: &&Incident, kind| incident.kind == kind && moments::is_active(incident);
    list(spoken, &mut text, "index.active", |incident| kind(incident, IncidentKind::Incident));
    list(spoken, &mut text, "index.maintenance", |incident| kind(incident, IncidentKind::Maintenance));
    text.push_str(&format!("\n## {}\n\n", say("history.title")));
    let over: Vec<&Incident> =
        edition.incidents.iter().filter(|incident| !moments::is_active(incident)).take(RECENT).collect();
    for incident in &over {
        let status = markdown(spoken.status(Some(incident.status)));
        let started = time::human(edition, incident.started);
        text.push_str(&format!("- [{}]({}): {status}, {started}\n", markdown(&incident.title), incident.page()));
    }
    if over.is_empty() {
        text.push_str(&format!("{}\n", say("index.quiet")));
    }
    text.into_bytes()
}

fn list(spoken: Spoken<'_>, text: &mut String, name: &str, wanted: impl Fn(&&Incident) -> bool) {
    let Spoken { edition, .. } = spoken;
    let found = moments::in_order(edition.incidents.iter().filter(wanted));
    if found.is_empty() {
        return;
    }
    text.push_str(&format!("\n## {}\n\n", markdown(spoken.say(name))));
    for incident in found {
        let status = markdown(spoken.status(Some(incident.status)));
        let when = match incident.window {
            Some(window) => time::span(edition, window.from, window.until),
            None => format!("{}: {}", spoken.say("incident.started"), time::human(edition, incident.started)),
        };
        text.push_str(&format!("- [{}]({}): {status}, {when}\n", markdown(&incident.title), copy(incident)));
    }
}

/// Where the Markdown copy of an incident stands.
pub(super) fn copy(incident: &Incident) -> String {
    format!("{}/{}.md", incident.kind.folder(), incident.slug)
}

/// The Markdown copy of an incident: where things stand, then every update, the latest first.
pub(super) fn incident(spoken: Spoken<'_>, incident: &Incident) -> Vec<u8> {
    let Spoken { edition, strings } = spoken;
    let base = "../";
    let status = markdown(spoken.status(Some(incident.status)));
    let mut text = format!("# {}\n\n- **{status}**\n", markdown(&incident.title));
    let mut fact = |key, value: &str| text.push_str(&format!("- {}: {}\n", markdown(spoken.say(key)), markdown(value)));
    match incident.window {
        Some(window) => fact("incident.window", &time::span(edition, window.from, window.until)),
        None => fact("incident.started", &time::human(edition, incident.started)),
    }
    let names: Vec<&str> = incident.components.iter().map(|index| edition.components[*index].name.as_str()).collect();
    if !names.is_empty() {
        fact("incident.components", &strings.list(names));
    }
    if !incident.regions.is_empty() {
        fact("incident.regions", &strings.list(incident.regions.iter().map(|region| &**region)));
    }
    if let Some(workaround) = &incident.workaround {
        fact("incident.workaround", &workaround.value);
    }
    if let Some(next) = incident.next_update {
        let next = strings.fill("incident.next_by", &[("time", &time::human(edition, next))]);
        text.push_str(&format!("- {}\n", markdown(&next)));
    }
    text.push_str(&format!("- <{base}{}>\n", incident.page()));
    let about = written::mark(&told::parts(spoken, &incident.parts), base);
    if !about.is_empty() {
        text.push_str(&format!("\n{about}\n"));
    }
    text.push_str(&format!("\n## {}\n", markdown(spoken.say("incident.timeline"))));
    for moment in moments::all(incident).rev() {
        let head = format!("{} – {}", time::human(edition, moment.at), spoken.status(moment.status));
        let said = written::mark(&told::moment(spoken, incident, moment), base);
        text.push_str(&format!("\n### {}\n\n{said}\n", markdown(&head)));
    }
    text.into_bytes()
}

/// `llms.txt`: what there is to read, with an address for each. `has_root` files are named only where they exist.
pub(super) fn llms(spoken: Spoken<'_>) -> Vec<u8> {
    let Spoken { edition, .. } = spoken;
    let root = address::root(edition);
    let base = root.as_deref().unwrap_or_default();
    let summary = edition.site.description.as_deref().unwrap_or("Whether it works, what goes on, and what is planned.");
    let mut text = format!("# {}\n\n> {}\n\n## Now\n\n", markdown(&edition.title()), markdown(summary));
    let mut entry = |name: &str, path: &str, note: &str| {
        text.push_str(&format!("- [{name}]({base}{path}): {note}\n"));
    };
    entry("Status", "status.txt", "the state of everything on one screen");
    entry("Index", "index.md", "components, what goes on, what is planned, what was lately");
    for incident in moments::in_order(edition.incidents.iter().filter(|incident| moments::is_active(incident))) {
        entry(&markdown(&incident.title), &copy(incident), &markdown(spoken.status(Some(incident.status))));
    }
    let mut optional = String::new();
    let mut more = |name: &str, path: &str, note: &str| {
        optional.push_str(&format!("- [{name}]({base}{path}): {note}\n"));
    };
    if root.is_some() {
        more("API", "api/v2/summary.json", "the read API of Statuspage v2; its schema is api/v2/schema.json");
        more("Atom", "atom.xml", "one entry for each update");
        more("RSS", "rss.xml", "the same as RSS 2.0");
        more("JSON Feed", "feed.json", "the same as JSON Feed 1.1");
    }
    more("Calendar", "calendar.ics", "maintenance as iCalendar");
    more("Page", "index.html", "the page for people");
    text.push_str(&format!("\n## Optional\n\n{optional}"));
    text.into_bytes()
}
