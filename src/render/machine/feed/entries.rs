//! Which updates stand in a feed: the newest, those that were corrected since among them.

use super::parts::{Entry, Feed, Head, Piece};
use super::{atom, json, rss};
use crate::edition::{Edition, Moment};
use crate::render::machine::clean::line;
use crate::render::machine::spoken::Spoken;
use crate::render::machine::{address, moments, time, told, written};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

/// A feed of the whole edition holds this many entries at most, and one of a component half as many: the newest, so that it is
/// small for ever.
const MOST: usize = 50;
const MOST_OF_COMPONENT: usize = 25;

/// The entries of an edition, each written when the first feed asks for it: most stand in several feeds.
#[derive(Debug)]
pub(super) struct Entries {
    /// For each incident the place of its first moment among all; the others follow it.
    first: Vec<usize>,
    made: Vec<OnceLock<Arc<Piece>>>,
}

impl Entries {
    pub(super) fn new(edition: &Edition) -> Self {
        let mut count = 0;
        let mut first = Vec::with_capacity(edition.incidents.len());
        for incident in &edition.incidents {
            first.push(count);
            count += moments::all(incident).count();
        }
        Self { first, made: std::iter::repeat_with(OnceLock::new).take(count).collect() }
    }

    fn get(&self, spoken: Spoken<'_>, root: &str, chosen: &Chosen<'_>) -> Arc<Piece> {
        let place = self.first[chosen.incident] + chosen.nth;
        let write = || {
            let entry = entry(spoken, root, chosen);
            Arc::new(Piece { atom: atom::entry(&entry), rss: rss::entry(&entry), json: json::entry(&entry) })
        };
        self.made[place].get_or_init(write).clone()
    }
}

/// A moment that a feed tells of.
struct Chosen<'a> {
    /// Among the edition's incidents.
    incident: usize,
    /// Among the incident's moments.
    nth: usize,
    moment: &'a Moment,
    /// When it was last touched.
    updated: Timestamp,
}

pub(super) fn feed(spoken: Spoken<'_>, entries: &Entries, component: Option<usize>) -> Feed {
    let Spoken { edition, strings } = spoken;
    let root = address::root(edition).expect("feeds are left out of an edition without an address");
    let about = component.map(|index| &edition.components[index]);
    let chosen = match about {
        Some(component) => newest(edition, component.incidents.iter().copied(), &root, MOST_OF_COMPONENT),
        None => newest(edition, 0..edition.incidents.len(), &root, MOST),
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
    let entries = chosen.iter().map(|chosen| entries.get(spoken, &root, chosen)).collect();
    let head = Head {
        id: match about {
            Some(component) => address::tag(&root, &format!("components/{}", component.id)),
            None => address::tag(&root, ""),
        },
        title: line(&title),
        description: description.map_or_else(otherwise, |text| line(text)),
        language: line(&edition.site.language),
        author: line(&edition.site.name),
        page: about.map_or_else(|| root.clone(), |component| format!("{root}{}", address::component(component))),
        updated: chosen.first().map_or_else(|| time::updated(edition), |newest| newest.updated),
        root,
    };
    Feed { head, entries }
}

/// The newest moments of some incidents.
fn newest<'a>(
    edition: &'a Edition,
    incidents: impl Iterator<Item = usize>,
    root: &str,
    most: usize,
) -> Vec<Chosen<'a>> {
    // The newest moments stand in the incidents that were touched last: the others needn't be looked into.
    let mut touched: Vec<(Timestamp, usize)> =
        incidents.map(|incident| (edition.incidents[incident].updated, incident)).collect();
    if touched.len() > most {
        let last = touched.select_nth_unstable_by(most - 1, |a, b| b.0.cmp(&a.0)).1.0;
        touched.retain(|(updated, _)| *updated >= last);
    }
    let mut all: Vec<Chosen> = Vec::new();
    for (_, at) in touched {
        let incident = &edition.incidents[at];
        let moments = moments::all(incident).zip(moments::updated(incident)).enumerate();
        let chosen = |(nth, (moment, updated))| Chosen { incident: at, nth, moment, updated };
        all.extend(moments.map(chosen));
    }
    // Ids are made for those alone that may be among the newest: all that are no older than the last of these.
    if all.len() > most {
        let key = |one: &Chosen| (one.updated, one.moment.at);
        let last = key(all.select_nth_unstable_by(most - 1, |a, b| key(b).cmp(&key(a))).1);
        all.retain(|one| key(one) >= last);
    }
    all.sort_by_cached_key(|one| Reverse((one.updated, one.moment.at, id(edition, root, one))));
    all.truncate(most);
    all
}

/// What a moment is called for ever.
fn id(edition: &Edition, root: &str, chosen: &Chosen<'_>) -> String {
    address::tag(root, &address::name(&edition.incidents[chosen.incident], chosen.moment))
}

fn entry(spoken: Spoken<'_>, root: &str, chosen: &Chosen<'_>) -> Entry {
    let Spoken { edition, .. } = spoken;
    let Chosen { incident, moment, updated, .. } = *chosen;
    let incident = &edition.incidents[incident];
    let mut blocks = told::moment(spoken, incident, moment);
    let is_last = incident.moments.last().is_some_and(|last| last.slug == moment.slug && moment.status.is_some());
    if let Some(window) = incident.window.filter(|_| is_last) {
        let planned = time::span(edition, window.from, window.until);
        blocks.insert(0, told::Block::Fact(spoken.say("incident.window"), planned));
    }
    // An address within the page that the words stand on would be lost without that page.
    let page = format!("{root}{}", incident.page());
    Entry {
        id: id(edition, root, chosen),
        title: line(&told::title(spoken, incident, moment)),
        page: format!("{root}{}", address::place(incident, moment)),
        posted: moment.posted(),
        updated,
        categories: incident.components.iter().map(|index| line(&edition.components[*index].name)).collect(),
        text: written::text(&blocks),
        html: written::html(&blocks, root).replace("href=\"#", &format!("href=\"{page}#")),
    }
}
