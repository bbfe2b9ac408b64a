//! Which incidents have words that lead into a folder: they must be looked at again when something in it changes.

use super::mend::Turn;
use crate::model::{Incident, IncidentKind, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An incident by its kind and the name of its folder.
type Name = (IncidentKind, Arc<str>);

#[derive(Debug, Default)]
pub(super) struct Links {
    /// By folder, from the site's: `content/incidents/2026-08-17-api`.
    into: BTreeMap<String, BTreeSet<Name>>,
}

/// A folder that documents stand in.
pub(super) enum Folder<'a> {
    Incident(IncidentKind, &'a str),
    Pages,
}

impl<'a> Folder<'a> {
    /// By its path from the site's folder.
    pub(super) fn of(path: &'a str) -> Option<Self> {
        match path.split('/').collect::<Vec<_>>()[..] {
            ["content", "incidents", name] => Some(Self::Incident(IncidentKind::Incident, name)),
            ["content", "maintenance", name] => Some(Self::Incident(IncidentKind::Maintenance, name)),
            ["content", "pages"] => Some(Self::Pages),
            _ => None,
        }
    }
}

impl Links {
    pub(super) fn of(site: &Site) -> Self {
        let mut links = Self::default();
        for incident in &site.incidents {
            links.add(incident);
        }
        links
    }

    /// Every incident whose words lead into a folder.
    pub(super) fn that_lead_into(&self, folder: &str) -> impl Iterator<Item = &Name> {
        self.into.get(folder).into_iter().flatten()
    }

    pub(super) fn change(&mut self, [before, after]: &Turn) {
        if let Some(before) = before {
            for folder in before.leads() {
                if let Some(names) = self.into.get_mut(&folder) {
                    names.remove(&name(before));
                    if names.is_empty() {
                        self.into.remove(&folder);
                    }
                }
            }
        }
        if let Some(after) = after {
            self.add(after);
        }
    }

    fn add(&mut self, incident: &Incident) {
        for folder in incident.leads() {
            self.into.entry(folder).or_default().insert(name(incident));
        }
    }
}

fn name(incident: &Incident) -> Name {
    (incident.kind, incident.folder.clone())
}
