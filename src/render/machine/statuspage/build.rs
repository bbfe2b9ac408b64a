//! Which files there are, and what of the edition stands in each.

use super::components::{components, listed, roll_up};
use super::incidents::Ground;
use super::schema::SCHEMA;
use super::shape::{
    Address, ComponentsFile, Id, Incident, IncidentsFile, Maintenance, MaintenancesFile, Page, StatusFile, SummaryFile,
    Time,
};
use crate::edition::{self, IncidentKind};
use crate::render::machine::clean::line;
use crate::render::machine::spoken::Spoken;
use crate::render::machine::{address, time};
use crate::state::Status;

/// No list is longer.
const MOST: usize = 50;

/// One file of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    Status,
    Summary,
    Components,
    Incidents,
    Unresolved,
    Maintenances,
    Upcoming,
    Active,
    Schema,
}

impl Resource {
    pub(in crate::render::machine) const ALL: [Self; 9] = [
        Self::Status,
        Self::Summary,
        Self::Components,
        Self::Incidents,
        Self::Unresolved,
        Self::Maintenances,
        Self::Upcoming,
        Self::Active,
        Self::Schema,
    ];

    pub(in crate::render::machine) fn path(self) -> &'static str {
        match self {
            Self::Status => "api/v2/status.json",
            Self::Summary => "api/v2/summary.json",
            Self::Components => "api/v2/components.json",
            Self::Incidents => "api/v2/incidents.json",
            Self::Unresolved => "api/v2/incidents/unresolved.json",
            Self::Maintenances => "api/v2/scheduled-maintenances.json",
            Self::Upcoming => "api/v2/scheduled-maintenances/upcoming.json",
            Self::Active => "api/v2/scheduled-maintenances/active.json",
            Self::Schema => "api/v2/schema.json",
        }
    }
}

/// One file of the API. The edition has an absolute address.
pub(in crate::render::machine) fn json(spoken: Spoken<'_>, resource: Resource) -> Vec<u8> {
    let Spoken { edition, .. } = spoken;
    let root = address::root(edition).expect("the API is left out of an edition without an address");
    let page = Page {
        id: Id(address::id(&["page", &root])),
        name: line(&edition.title()),
        url: Address(root.clone()),
        time_zone: edition.site.timezone.clone(),
        updated_at: Time(time::millis(time::updated(edition))),
    };
    let ground = Ground { spoken, root, components: components(edition, &page.id), page: page.id.clone() };
    let status = roll_up(edition.components.iter().map(|component| component.state));
    let mut bytes = match resource {
        Resource::Status => serde_json::to_vec(&StatusFile { page, status }),
        Resource::Summary => serde_json::to_vec(&SummaryFile {
            components: listed(edition, &page.id),
            incidents: incidents(&ground, |incident| incident.open),
            scheduled_maintenances: maintenances(&ground, |incident| is_ahead(incident) || is_active(incident)),
            page,
            status,
        }),
        Resource::Components => serde_json::to_vec(&ComponentsFile { components: listed(edition, &page.id), page }),
        Resource::Incidents => serde_json::to_vec(&IncidentsFile { incidents: incidents(&ground, |_| true), page }),
        Resource::Unresolved => {
            serde_json::to_vec(&IncidentsFile { incidents: incidents(&ground, |incident| incident.open), page })
        }
        Resource::Maintenances => maintenance_file(page, maintenances(&ground, |_| true)),
        Resource::Upcoming => maintenance_file(page, maintenances(&ground, is_ahead)),
        Resource::Active => maintenance_file(page, maintenances(&ground, is_active)),
        Resource::Schema => return SCHEMA.into(),
    }
    .expect("strings, numbers and lists are always JSON");
    bytes.push(b'\n');
    bytes
}

fn maintenance_file(page: Page, scheduled_maintenances: Vec<Maintenance>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&MaintenancesFile { page, scheduled_maintenances })
}

fn incidents(ground: &Ground<'_>, wanted: fn(&edition::Incident) -> bool) -> Vec<Incident> {
    let all = ground.spoken.edition.incidents.iter().filter(|incident| incident.kind == IncidentKind::Incident);
    all.filter(|incident| wanted(incident)).take(MOST).map(|incident| ground.incident(incident)).collect()
}

fn maintenances(ground: &Ground<'_>, wanted: fn(&edition::Incident) -> bool) -> Vec<Maintenance> {
    let all = ground.spoken.edition.incidents.iter().filter(|incident| incident.kind == IncidentKind::Maintenance);
    all.filter(|incident| wanted(incident)).take(MOST).map(|incident| ground.maintenance(incident)).collect()
}

fn is_ahead(incident: &edition::Incident) -> bool {
    incident.status == Status::Scheduled
}

fn is_active(incident: &edition::Incident) -> bool {
    matches!(incident.status, Status::InProgress | Status::Verifying)
}
