//! The files of a site that say what another page told.

use super::{Component, Kind, Moment, Record, Told};
use crate::model::Settings;
use crate::name::{is_device, is_name};
use crate::practice::authoring::yaml::{self, text};
use crate::practice::authoring::{slug, when};
use crate::practice::template::Given;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What an import comes to.
#[derive(Debug, Default)]
pub struct Put {
    /// Path from the site's folder on, and text.
    pub files: Vec<(String, String)>,
    pub incidents: usize,
    pub maintenance: usize,
    pub updates: usize,
    /// How many were there already.
    pub there: usize,
    /// What `site.yaml` lacks, as it would be written there.
    pub lacking: String,
    /// Components that records speak of and nothing names, and whose states are therefore left out.
    pub unnamed: BTreeSet<String>,
}

/// The files for everything that is not there yet. `settings` are those of a site that is there; otherwise `site.yaml` is
/// among the files. `is_there` says whether a folder of the site exists.
#[must_use]
pub fn files(told: &Told, settings: Option<&Settings>, is_there: &dyn Fn(&str) -> bool) -> Put {
    let mut put = Put::default();
    let (ids, groups) = components(told, settings);
    match settings {
        None => put.files.push(("content/site.yaml".to_owned(), site(told, &groups))),
        Some(_) => put.lacking = groups,
    }
    // Days are those of the old page, whatever zone the new one shows: the same record always has the same folder.
    let zone = told.zone();
    let mut taken = BTreeSet::new();
    for record in &told.records {
        let folder = folder(record, &zone, &mut taken);
        if is_there(&folder) {
            put.there += 1;
            continue;
        }
        match record.kind {
            Kind::Incident { .. } => put.incidents += 1,
            Kind::Maintenance { .. } => put.maintenance += 1,
        }
        put.updates += record.moments.len();
        write(record, &folder, &ids, &mut put);
    }
    put
}

/// The id of each component by its key, and the groups of those that the settings lack, in YAML.
fn components(told: &Told, settings: Option<&Settings>) -> (BTreeMap<String, String>, String) {
    let known: Vec<(&str, &str)> = settings
        .into_iter()
        .flat_map(|settings| settings.groups.iter().flat_map(|group| &group.components))
        .map(|component| (component.name.as_str(), component.id.as_str()))
        .collect();
    let mut taken: BTreeSet<String> = known.iter().map(|(_, id)| (*id).to_owned()).collect();
    let mut ids = BTreeMap::new();
    let mut written = String::new();
    for group in &told.groups {
        let mut lines = String::new();
        for Component { key, name, description } in &group.components {
            let there = known.iter().find(|(other, id)| other.eq_ignore_ascii_case(name) || id == key);
            if let Some((_, id)) = there {
                ids.insert(key.clone(), (*id).to_owned());
                continue;
            }
            let id = unused(&slug(name), "component", &mut taken);
            let mut facts = vec![text("id", &id), text("name", &clean(name))];
            facts.extend(description.as_ref().map(|words| text("description", &clean(words))));
            writeln!(lines, "      - {}", yaml::flow(&Given::Map(facts))).expect("writing to a string can't fail");
            ids.insert(key.clone(), id);
        }
        if !lines.is_empty() {
            let name = yaml::scalar(&clean(&group.name));
            write!(written, "  - name: {name}\n    components:\n{lines}").expect("writing to a string can't fail");
        }
    }
    (ids, written)
}

fn site(told: &Told, groups: &str) -> String {
    let mut facts = vec![text("name", &clean(told.name.as_deref().unwrap_or("Status")))];
    facts.extend(told.url.as_deref().map(|url| text("url", url)));
    facts.push(text("language", "en"));
    facts.push(text("timezone", told.timezone.as_deref().unwrap_or("UTC")));
    facts.extend(told.description.as_deref().map(|words| text("description", &clean(words))));
    let groups = if groups.is_empty() { String::new() } else { format!("groups:\n{groups}") };
    format!("# Everything in this file is public.\n{}{groups}", yaml::lines(&facts))
}

fn write(record: &Record, folder: &str, ids: &BTreeMap<String, String>, put: &mut Put) {
    let mut files = Vec::new();
    let mut add = |name: &str, facts: &[(String, Given)], words: &str| {
        let words = if words.is_empty() { String::new() } else { format!("\n{words}\n") };
        files.push((format!("{folder}/{name}.md"), format!("{}{words}", yaml::front_matter(facts))));
    };
    let mut facts = vec![text("title", &clean(&record.title))];
    let head = match &record.kind {
        Kind::Incident { started } => {
            facts.push(text("started", &when::written(*started)));
            "incident"
        }
        Kind::Maintenance { from, until, components } => {
            facts.extend([text("from", &when::written(*from)), text("until", &when::written(*until))]);
            let known = components.iter().filter_map(|key| ids.get(key)).cloned().map(Given::Text).collect::<Vec<_>>();
            if !known.is_empty() {
                facts.push(("components".to_owned(), Given::List(known)));
            }
            "maintenance"
        }
    };
    add(head, &facts, &record.words);
    let mut taken = BTreeSet::new();
    for (number, moment) in record.moments.iter().enumerate() {
        let Moment { status, at, posted, states, words } = moment;
        let mut facts = vec![text("status", status.word()), text("at", &when::written(*at))];
        facts.extend(posted.map(|posted| text("backfilled", &when::written(posted))));
        // What is told of one component twice holds as it was told last.
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for (key, state) in states {
            match ids.get(key) {
                Some(id) => drop(known.insert(id, state.word())),
                None => drop(put.unnamed.insert(key.clone())),
            }
        }
        let known: Vec<(String, Given)> = known.into_iter().map(|(id, state)| text(id, state)).collect();
        if !known.is_empty() {
            facts.push(("components".to_owned(), Given::Map(known)));
        }
        let stem = unused(&status.word().replace('_', "-"), "update", &mut taken);
        add(&format!("{:02}-{stem}", number + 1), &facts, words);
    }
    if let Some((at, words)) = &record.postmortem {
        add("postmortem", &[text("at", &when::written(*at))], words);
    }
    put.files.extend(files);
}

fn folder(record: &Record, zone: &TimeZone, taken: &mut BTreeSet<String>) -> String {
    let (kind, otherwise) = match record.kind {
        Kind::Incident { .. } => ("incidents", "incident"),
        Kind::Maintenance { .. } => ("maintenance", "maintenance"),
    };
    let day = record.begins().to_zoned_datetime(zone.clone()).date();
    let slug = slug(&record.title);
    let slug = if slug.is_empty() { otherwise } else { &slug };
    format!("content/{kind}/{}", unused(&format!("{day}-{slug}"), otherwise, taken))
}

/// The name, with a number behind it if it is taken.
fn unused(name: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let name = if is_name(name) && !is_device(name) { name } else { otherwise };
    let mut numbered = name.to_owned();
    let mut number = 1;
    while !taken.insert(numbered.clone()) {
        number += 1;
        numbered = format!("{name}-{number}");
    }
    numbered
}

/// On one line, without what no file may hold.
fn clean(words: &str) -> String {
    crate::read::characters::without_forbidden(words).split_whitespace().collect::<Vec<_>>().join(" ")
}
