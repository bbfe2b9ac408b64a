//! What stands in a feed, whatever its format: the newest updates, those that were corrected since among them.

use crate::edition::{Incident, Moment};
use crate::render::machine::clean::line;
use crate::render::machine::spoken::Spoken;
use crate::render::machine::{address, moments, time, told, written};
use jiff::Timestamp;

/// A feed holds this many entries at most, so that it is small for ever.
const MOST: usize = 50;

/// A feed: all text is clean, all addresses are absolute.
#[derive(Debug)]
pub(super) struct Feed {
    pub id: String,
    pub title: String,
    pub description: String,
    pub language: String,
    pub author: String,
    /// The edition's, with a slash at its end.
    pub root: String,
    /// The page for people.
    pub page: String,
    pub updated: Timestamp,
    /// The last touched first.
    pub entries: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub id: String,
    pub title: String,
    /// The update on its page.
    pub page: String,
    pub posted: Timestamp,
    /// When it was posted, or when what corrects it was.
    pub updated: Timestamp,
    /// Names of the components that its incident touches.
    pub categories: Vec<String>,
    pub text: String,
    pub html: String,
}

pub(super) fn feed(spoken: Spoken<'_>, component: Option<usize>) -> Feed {
    let Spoken { edition, strings } = spoken;
    let root = address::root(edition).expect("feeds are left out of an edition without an address");
    let about = component.map(|index| &edition.components[index]);
    let chosen = match about {
        Some(component) => newest(component.incidents.iter().map(|index| &edition.incidents[*index]), &root),
        None => newest(edition.incidents.iter(), &root),
    };
    let title = match about {
        Some(component) => format!("{} – {}", edition.title(), component.name),
        None => edition.title(),
    };
    let description = about.and_then(|component| component.description.as_ref()).or(edition.site.description.as_ref());
    let site = edition.title();
    let otherwise = || {
        line(&match about {
            Some(component) => {
                strings.fill("page.component_description", &[("component", &component.name), ("site", &site)])
            }
            None => strings.fill("page.index_description", &[("site", &site)]),
        })
    };
    Feed {
        id: match about {
            Some(component) => address::tag(&root, &format!("components/{}", component.id)),
            None => address::tag(&root, ""),
        },
        title: line(&title),
        description: description.map_or_else(otherwise, |text| line(text)),
        language: line(&edition.site.language),
        author: line(&edition.site.name),
        page: about.map_or_else(|| root.clone(), |component| format!("{root}{}", address::component(component))),
        updated: chosen.first().map_or_else(|| time::updated(edition), |newest| newest.0),
        entries: chosen
            .into_iter()
            .map(|(updated, id, incident, moment)| entry(spoken, &root, (incident, moment), (id, updated)))
            .collect(),
        root,
    }
}

/// The newest moments of some incidents: when each was last touched, and its id.
fn newest<'a>(
    incidents: impl Iterator<Item = &'a Incident>,
    root: &str,
) -> Vec<(Timestamp, String, &'a Incident, &'a Moment)> {
    // The newest moments stand in the incidents that were touched last: the others needn't be looked into.
    let mut touched: Vec<(Timestamp, &Incident)> = incidents.map(|incident| (incident.updated, incident)).collect();
    if touched.len() > MOST {
        let last = touched.select_nth_unstable_by(MOST - 1, |a, b| b.0.cmp(&a.0)).1.0;
        touched.retain(|(updated, _)| *updated >= last);
    }
    let mut all: Vec<(Timestamp, &Incident, &Moment)> = Vec::new();
    for (_, incident) in touched {
        let touched = moments::all(incident).zip(moments::updated(incident));
        all.extend(touched.map(|(moment, updated)| (updated, incident, moment)));
    }
    // Ids are made for those alone that may be among the newest: all that are no older than the last of these.
    if all.len() > MOST {
        let key = |one: &(Timestamp, &Incident, &Moment)| (one.0, one.2.at);
        let last = key(all.select_nth_unstable_by(MOST - 1, |a, b| key(b).cmp(&key(a))).1);
        all.retain(|one| key(one) >= last);
    }
    let named =
        |(updated, incident, moment)| (updated, address::tag(root, &address::name(incident, moment)), incident, moment);
    let mut newest: Vec<(Timestamp, String, &Incident, &Moment)> = all.into_iter().map(named).collect();
    newest.sort_by(|a, b| (b.0, b.3.at, &b.1).cmp(&(a.0, a.3.at, &a.1)));
    newest.truncate(MOST);
    newest
}

fn entry(
    spoken: Spoken<'_>,
    root: &str,
    (incident, moment): (&Incident, &Moment),
    (id, updated): (String, Timestamp),
) -> Entry {
    let Spoken { edition, .. } = spoken;
    let mut blocks = told::moment(spoken, incident, moment);
    let is_last = incident.moments.last().is_some_and(|last| last.slug == moment.slug && moment.status.is_some());
    if let Some(window) = incident.window.filter(|_| is_last) {
        let planned = time::span(edition, window.from, window.until);
        blocks.insert(0, told::Block::Fact(spoken.say("incident.window"), planned));
    }
    // An address within the page that the words stand on would be lost without that page.
    let page = format!("{root}{}", incident.page());
    Entry {
        id,
        title: line(&told::title(spoken, incident, moment)),
        page: format!("{root}{}", address::place(incident, moment)),
        posted: moment.posted(),
        updated,
        categories: incident.components.iter().map(|index| line(&edition.components[*index].name)).collect(),
        text: written::text(&blocks),
        html: written::html(&blocks, root).replace("href=\"#", &format!("href=\"{page}#")),
    }
}
