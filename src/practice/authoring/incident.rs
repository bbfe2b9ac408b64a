//! A new incident or maintenance: its facts, and the files of its first moment.

use super::file::{Addressee, files};
use super::who::{all_read, reader_of};
use super::word::{Values, Word};
use super::yaml::{self, text};
use super::{Desk, Draft, when};
use crate::diagnostic::listed;
use crate::model::{AudienceKind, Incident};
use crate::name::Suffix;
use crate::practice::template::Given;
use crate::state::State;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Front matter, key by key.
type Facts = Vec<(String, Given)>;

/// What is known when something has happened.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub severity: Option<&'a str>,
    pub started: Timestamp,
    pub at: Timestamp,
    pub regions: &'a [String],
    pub roles: &'a BTreeMap<String, String>,
    pub components: &'a [(String, State)],
    pub next: Option<Option<Timestamp>>,
    pub said: &'a BTreeMap<String, String>,
    pub occasion: Option<&'a str>,
    /// Whom it is written for.
    pub to: &'a [Suffix],
}

/// What is planned.
#[derive(Debug, Clone)]
pub struct Window<'a> {
    pub opening: Opening<'a>,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// The files of a new incident.
#[must_use]
pub fn open(desk: &Desk<'_>, opening: &Opening<'_>) -> Vec<Draft> {
    let folder = folder(desk, "incidents", opening.started, opening.slug);
    let mut shared = vec![text("title", opening.title), text("started", &when::written(opening.started))];
    shared.extend(regions(opening.regions));
    let mut inside = Vec::new();
    inside.extend(opening.severity.map(|severity| text("severity", severity)));
    inside.push(text("declared", &when::written(opening.at)));
    if !opening.roles.is_empty() {
        inside
            .push(("roles".to_owned(), Given::Map(opening.roles.iter().map(|(role, who)| text(role, who)).collect())));
    }
    let mut drafts = heads(desk, &folder, "incident", opening.to, (shared, inside));
    let word = Word {
        folder: &folder,
        stem: "01-investigating",
        stage: "investigating",
        at: opening.at,
        severity: opening.severity,
        occasion: opening.occasion,
        components: opening.components,
        facts: Vec::new(),
        next: opening.next,
        said: opening.said,
    };
    drafts.extend(first(desk, &word, opening, &[("started", opening.started)]));
    drafts
}

/// The files of a new maintenance.
#[must_use]
pub fn maintenance(desk: &Desk<'_>, window: &Window<'_>) -> Vec<Draft> {
    let opening = &window.opening;
    let folder = folder(desk, "maintenance", window.from, opening.slug);
    let mut shared = vec![
        text("title", opening.title),
        text("from", &when::written(window.from)),
        text("until", &when::written(window.until)),
    ];
    let ids: Vec<Given> = opening.components.iter().map(|(id, _)| Given::Text(id.clone())).collect();
    if !ids.is_empty() {
        // On one line, as people write it.
        shared.push(("components".to_owned(), Given::List(ids)));
    }
    shared.extend(regions(opening.regions));
    let inside: Vec<(String, Given)> =
        opening.severity.map(|severity| text("severity", severity)).into_iter().collect();
    let mut drafts = heads(desk, &folder, "maintenance", opening.to, (shared, inside));
    let word = Word {
        folder: &folder,
        stem: "01-scheduled",
        stage: "scheduled",
        at: opening.at,
        severity: opening.severity,
        occasion: opening.occasion,
        components: &[],
        facts: Vec::new(),
        next: opening.next,
        said: opening.said,
    };
    drafts.extend(first(desk, &word, opening, &[("from", window.from), ("until", window.until)]));
    drafts
}

fn folder(desk: &Desk<'_>, kind: &str, day: Timestamp, slug: &str) -> String {
    format!("content/{kind}/{}-{slug}", day.to_zoned_datetime(desk.zone()).date())
}

fn regions(regions: &[String]) -> Option<(String, Given)> {
    let list = regions.iter().cloned().map(Given::Text).collect();
    (!regions.is_empty()).then(|| ("regions".to_owned(), Given::List(list)))
}

/// The heads: what all who are written to may know in the widest file, what insiders know in `internal`.
fn heads(desk: &Desk<'_>, folder: &str, name: &str, to: &[Suffix], (shared, inside): (Facts, Facts)) -> Vec<Draft> {
    let head = |suffix: &Suffix, facts: &[(String, Given)]| {
        let file = if *suffix == Suffix::Public { format!("{name}.md") } else { format!("{name}.{suffix}.md") };
        Draft { path: format!("{folder}/{file}"), text: yaml::front_matter(facts), template: None }
    };
    let has_inside = desk.site.audiences.iter().any(|audience| audience.kind != AudienceKind::Account);
    let internal: Vec<(String, Given)> = if has_inside { inside } else { Vec::new() };
    if to.contains(&Suffix::Public) {
        let mut drafts = vec![head(&Suffix::Public, &shared)];
        if !internal.is_empty() {
            drafts.push(head(&Suffix::Internal, &internal));
        }
        return drafts;
    }
    // Nobody outside is told: nobody outside reads that there is something.
    let mut drafts = vec![head(&Suffix::Internal, &shared.iter().cloned().chain(internal).collect::<Vec<_>>())];
    let mut told = vec![Suffix::Internal];
    for suffix in to {
        if !all_read(desk.site, suffix, &told) {
            drafts.push(head(suffix, &shared));
            told.push(suffix.clone());
        }
    }
    drafts
}

fn first(desk: &Desk<'_>, word: &Word<'_>, opening: &Opening<'_>, times: &[(&'static str, Timestamp)]) -> Vec<Draft> {
    let touched: BTreeSet<&str> = opening.components.iter().map(|(id, _)| id.as_str()).collect();
    let to: Vec<Addressee> = opening
        .to
        .iter()
        .map(|suffix| {
            let mut values = common(desk, word.at, opening.title, &touched);
            values.times.extend(times.iter().copied());
            let regions: Vec<&str> = opening.regions.iter().map(String::as_str).collect();
            insert(&mut values, "regions", listed(&regions));
            Addressee { suffix: suffix.clone(), values, is_first: true }
        })
        .collect();
    files(desk, word, &to)
}

/// What every file of every moment may be filled with.
pub(super) fn common(desk: &Desk<'_>, at: Timestamp, title: &str, touched: &BTreeSet<&str>) -> Values {
    let mut values = Values::default();
    let components = desk.site.settings.groups.iter().flat_map(|group| &group.components);
    let names: Vec<&str> = components
        .filter(|component| touched.contains(component.id.as_str()))
        .map(|component| &*component.name)
        .collect();
    insert(&mut values, "components", listed(&names));
    insert(&mut values, "title", title.to_owned());
    insert(&mut values, "site", desk.site.settings.name.clone());
    insert(&mut values, "support", desk.site.settings.support.clone().unwrap_or_default());
    values.times.insert("at", at);
    values
}

pub(super) fn insert(values: &mut Values, name: &'static str, value: String) {
    if !value.is_empty() {
        values.texts.insert(name, value);
    }
}

/// What the readers of one suffix know of an incident already.
pub(super) fn known(
    desk: &Desk<'_>,
    incident: &Incident,
    suffix: &Suffix,
    (at, touched): (Timestamp, &BTreeSet<&str>),
) -> Values {
    let reader = reader_of(desk.site, suffix);
    let heads = || incident.heads.iter().filter(|head| reader.may_read(&head.suffix));
    let title = heads().find_map(|head| head.title.clone()).unwrap_or_default();
    let moments = super::who::moments_for(incident, &reader);
    let mut touched: BTreeSet<&str> = touched.clone();
    for part in moments.iter().flat_map(|moment| moment.parts_for(&reader)) {
        touched.extend(part.components.iter().flatten().map(|(id, _)| id.as_str()));
    }
    touched.extend(heads().flat_map(|head| head.components.iter().flatten()).map(String::as_str));
    let mut values = common(desk, at, &title, &touched);
    let regions: Vec<&str> = heads()
        .find_map(|head| head.regions.as_ref())
        .map(|all| all.iter().map(String::as_str).collect())
        .unwrap_or_default();
    insert(&mut values, "regions", listed(&regions));
    let mut time = |name: &'static str, at: Option<Timestamp>| values.times.extend(at.map(|at| (name, at)));
    let first = moments.first().and_then(|moment| crate::practice::ground::at_of(moment));
    time("started", heads().find_map(|head| head.started).or(first));
    time("from", heads().find_map(|head| head.from));
    time("until", heads().find_map(|head| head.until));
    time("first_update", first);
    time("last_update", moments.last().and_then(|moment| crate::practice::ground::at_of(moment)));
    values
}
