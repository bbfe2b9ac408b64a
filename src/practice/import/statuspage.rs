//! Statuspage: what its API gives, as files. Both kinds are read: the public read API v2, and lists of the authenticated API v1, which reach
//! further back. Source of the shapes: `/api/v2/*.json` of public pages, and `GET /v1/pages/{id}/incidents`.

use super::words::{Breaks, markdown, shown};
use super::{Component, Group, Kind, Moment, Record, Told, by_time, instant};
use crate::state::{State, Status};
use anyhow::Context as _;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::BTreeMap;

/// How much later than it happened something may be posted before it counts as posted later, in seconds.
const LATER: i64 = 15 * 60;

/// Where an answer that is no list has its lists.
const LISTS: [&str; 3] = ["components", "incidents", "scheduled_maintenances"];

/// Reads answers of the API, each with its name.
///
/// # Errors
/// One of them is no JSON, or nothing of this is in it.
pub fn statuspage(files: &[(String, String)]) -> anyhow::Result<Told> {
    let mut told = Told::default();
    let mut components: BTreeMap<String, Value> = BTreeMap::new();
    let mut records: BTreeMap<String, Value> = BTreeMap::new();
    for (name, text) in files {
        let mut json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            anyhow::anyhow!("`{name}:{line}:{column}` is not JSON ({}): save the whole answer", category(&error))
        })?;
        let before = components.len() + records.len();
        if let Some(page) = json.get("page") {
            told.name = word(page, "name").or(told.name);
            // What belongs to Statuspage can't be moved here.
            let url = word(page, "url").filter(|url| !url.contains(".statuspage.io"));
            told.url = url.map(|url| url.trim_end_matches('/').to_owned()).or(told.url);
            told.timezone = word(page, "time_zone").filter(|zone| TimeZone::get(zone).is_ok()).or(told.timezone);
            told.description = word(page, "page_description").map(|words| shown(&words)).or(told.description);
        }
        let has_page = json.get("page").is_some();
        let within = LISTS.map(|key| json.get_mut(key).map(Value::take));
        for list in std::iter::once(json).chain(within.into_iter().flatten()) {
            let Value::Array(list) = list else { continue };
            for one in list {
                let Some(id) = word(&one, "id") else { continue };
                if one.get("incident_updates").is_some() {
                    records.insert(id, one);
                } else if one.get("name").is_some() {
                    components.insert(id, one);
                }
            }
        }
        anyhow::ensure!(
            components.len() + records.len() > before || has_page,
            "`{name}` holds no page, no components and no incidents: save answers such as \
             https://status.example.com/api/v2/summary.json and …/incidents.json"
        );
    }
    // What is shown no more is still spoken of.
    for record in records.values() {
        for one in list(record, "components") {
            if let Some(id) = word(one, "id") {
                components.entry(id).or_insert_with(|| one.clone());
            }
        }
    }
    told.groups = groups(&components);
    let mut keys = BTreeMap::new();
    for component in told.groups.iter().flat_map(|group| &group.components) {
        keys.insert(component.name.clone(), component.key.clone());
    }
    for (id, json) in &records {
        match record(id, json, &keys) {
            Ok(record) => told.records.push(record),
            Err(error) => told.leave(&word(json, "name").unwrap_or_else(|| id.clone()), &error),
        }
    }
    Ok(told.ordered())
}

fn category(error: &serde_json::Error) -> &'static str {
    if error.is_eof() { "it ends too soon" } else { "another sign stands here than is expected" }
}

/// Groups in their order, with their components in theirs; those of no group come first.
fn groups(components: &BTreeMap<String, Value>) -> Vec<Group> {
    let is_group =
        |one: &Value| one.get("group").and_then(Value::as_bool) == Some(true) || one.get("components").is_some();
    let mut sorted = BTreeMap::new();
    for (id, one) in components {
        let position = one.get("position").and_then(Value::as_i64).unwrap_or(i64::MAX);
        sorted.insert((position, id.as_str()), one);
    }
    let mut groups = vec![(None, "Services".to_owned())];
    let mut within: BTreeMap<Option<String>, Vec<Component>> = BTreeMap::new();
    for ((_, id), one) in sorted {
        let name = word(one, "name").unwrap_or_else(|| id.to_owned());
        if is_group(one) {
            groups.push((Some(id.to_owned()), name));
            continue;
        }
        let group = word(one, "group_id").filter(|group| components.get(group).is_some_and(is_group));
        let component =
            Component { key: id.to_owned(), name, description: word(one, "description").map(|words| shown(&words)) };
        within.entry(group).or_default().push(component);
    }
    let filled = groups.into_iter().filter_map(|(id, name)| Some(Group { name, components: within.remove(&id)? }));
    filled.collect()
}

fn record(id: &str, json: &Value, keys: &BTreeMap<String, String>) -> anyhow::Result<Record> {
    let at = |one: &Value, key: &str| instant::instant(&word(one, key)?, &TimeZone::UTC);
    let title = word(json, "name").context("it has no name")?;
    let from = at(json, "scheduled_for");
    let mut moments = Vec::new();
    let mut postmortem = None;
    for update in list(json, "incident_updates") {
        let when = at(update, "display_at").or_else(|| at(update, "created_at"));
        let when = when.context("an update does not say when it was")?;
        let words = markdown(&word(update, "body").unwrap_or_default(), Breaks::Hard);
        let written = word(update, "status").context("an update has no status")?;
        if written == "postmortem" {
            postmortem = Some((when, words)).filter(|(_, words)| !words.is_empty());
            continue;
        }
        let all = if from.is_some() { Status::OF_MAINTENANCE } else { Status::OF_INCIDENTS };
        let status = all.into_iter().find(|status| status.word() == written);
        let status =
            status.with_context(|| format!("an update has the status `{written}`, which is not known here"))?;
        let posted = at(update, "created_at").filter(|posted| posted.as_second() - when.as_second() > LATER);
        moments.push(Moment { status, at: when, posted, states: states(update, status, keys), words });
    }
    let moments = by_time(moments);
    if let Some(words) = word(json, "postmortem_body").filter(|_| postmortem.is_none()) {
        let when = at(json, "postmortem_published_at").or_else(|| moments.last().map(|moment| moment.at));
        let words = markdown(&words, Breaks::Soft);
        postmortem = when.map(|when| (when, words)).filter(|(_, words)| !words.is_empty());
    }
    let first = moments.first().context("it has no update")?.at;
    let kind = match from {
        Some(from) => {
            let until = at(json, "scheduled_until").filter(|until| *until > from);
            let components = list(json, "components").filter_map(|one| word(one, "id")).collect();
            Kind::Maintenance { from, until: until.context("its window has no end")?, components }
        }
        None => Kind::Incident { started: at(json, "started_at").map_or(first, |started| started.min(first)) },
    };
    Ok(Record { source: id.to_owned(), title, kind, words: String::new(), moments, postmortem })
}

/// What an update changed. An end returns everything by itself, and so does a window.
fn states(update: &Value, status: Status, keys: &BTreeMap<String, String>) -> Vec<(String, State)> {
    if status.is_final() {
        return Vec::new();
    }
    let planned = Status::OF_MAINTENANCE.contains(&status);
    let state = |one: &Value| {
        let (old, new) = (word(one, "old_status"), word(one, "new_status")?);
        let state = State::ALL.into_iter().find(|state| state.word() == new)?;
        let is_change = old.as_deref() != Some(&new);
        let is_of_the_window = planned && matches!(state, State::Operational | State::UnderMaintenance);
        let name = word(one, "name").unwrap_or_default();
        let short = name.rsplit_once(" - ").map_or(name.as_str(), |(_, short)| short);
        let by_name = || keys.get(&name).or(keys.get(short)).cloned();
        let key = word(one, "code").or_else(by_name)?;
        (is_change && !is_of_the_window).then_some((key, state))
    };
    list(update, "affected_components").filter_map(state).collect()
}

fn list<'a>(json: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    json.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// A text that says something.
fn word(json: &Value, key: &str) -> Option<String> {
    json.get(key)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
