//! Incidents and maintenance with their updates.

use super::components::status;
use super::shape::{
    Address, Affected, Component, Id, Impact, Incident, IncidentStatus, Maintenance, MaintenanceImpact,
    MaintenanceStatus, Time, Update,
};
use crate::edition::{self, Moment};
use crate::render::machine::clean::line;
use crate::render::machine::spoken::Spoken;
use crate::render::machine::{address, moments, time, told, written};
use crate::state::{State, Status};
use jiff::Timestamp;

/// What every file of one edition shares.
pub(super) struct Ground<'a> {
    pub spoken: Spoken<'a>,
    pub root: String,
    pub page: Id,
    /// Every component, in the order of the edition's list.
    pub components: Vec<Component>,
}

impl Ground<'_> {
    pub(super) fn incident(&self, incident: &edition::Incident) -> Incident {
        let monitoring = incident.moments.iter().rev().find(|moment| moment.status == Some(Status::Monitoring));
        Incident {
            id: id(incident),
            name: line(&incident.title),
            status: match (incident.open, &incident.postmortem) {
                (false, Some(_)) => IncidentStatus::Postmortem,
                _ => incident_status(Some(incident.status)),
            },
            created_at: instant(incident.created),
            updated_at: instant(incident.updated),
            monitoring_at: monitoring.map(|moment| instant(moment.at)),
            resolved_at: incident.ended.map(instant),
            impact: impact(incident),
            shortlink: Address(format!("{}{}", self.root, incident.page())),
            started_at: instant(incident.started),
            page_id: self.page.clone(),
            incident_updates: self.updates(incident, incident_status),
            components: self.touched(incident),
        }
    }

    pub(super) fn maintenance(&self, incident: &edition::Incident) -> Maintenance {
        let window = incident.window.expect("a maintenance has a window");
        Maintenance {
            id: id(incident),
            name: line(&incident.title),
            status: maintenance_status(Some(incident.status)),
            created_at: instant(incident.created),
            updated_at: instant(incident.updated),
            monitoring_at: None,
            resolved_at: incident.ended.map(instant),
            impact: MaintenanceImpact::Maintenance,
            shortlink: Address(format!("{}{}", self.root, incident.page())),
            started_at: instant(incident.started),
            page_id: self.page.clone(),
            incident_updates: self.updates(incident, maintenance_status),
            components: self.touched(incident),
            scheduled_for: instant(window.from),
            scheduled_until: instant(window.until),
        }
    }

    /// The latest first; a postmortem is one of them.
    fn updates<S>(&self, incident: &edition::Incident, status_of: fn(Option<Status>) -> S) -> Vec<Update<S>> {
        let updated = moments::updated(incident);
        let mut all: Vec<(&Moment, Timestamp)> = moments::all(incident).zip(updated).collect();
        all.sort_by_key(|(moment, _)| moment.at);
        let incident_id = id(incident);
        all.iter()
            .rev()
            .map(|(moment, updated)| {
                let blocks = told::moment(self.spoken, incident, moment);
                Update {
                    id: Id(address::id(&["update", &address::name(incident, moment)])),
                    status: status_of(moment.status),
                    body: escaped(&written::text(&blocks)),
                    incident_id: incident_id.clone(),
                    created_at: instant(moment.posted()),
                    updated_at: instant(*updated),
                    display_at: instant(moment.at),
                    affected_components: self.affected(moment),
                    deliver_notifications: true,
                    custom_tweet: None,
                    tweet_id: None,
                }
            })
            .collect()
    }

    fn affected(&self, moment: &Moment) -> Option<Vec<Affected>> {
        let affected = moment.changes.iter().map(|change| {
            let component = &self.spoken.edition.components[change.component];
            Affected {
                code: self.components[change.component].id.clone(),
                name: line(&format!("{} - {}", component.group, component.name)),
                old_status: status(change.from),
                new_status: status(change.to),
            }
        });
        Some(affected.collect()).filter(|affected: &Vec<_>| !affected.is_empty())
    }

    fn touched(&self, incident: &edition::Incident) -> Vec<Component> {
        incident.components.iter().map(|index| self.components[*index].clone()).collect()
    }
}

fn id(incident: &edition::Incident) -> Id {
    Id(address::id(&[incident.kind.folder(), &incident.slug]))
}

fn instant(at: Timestamp) -> Time {
    Time(time::millis(at))
}

/// Text that a reader may put into a page as it is.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Source: how Statuspage works out an impact from component states.
fn impact(incident: &edition::Incident) -> Impact {
    match incident.impact {
        _ if incident.retracted => Impact::None,
        State::Operational | State::UnderMaintenance => Impact::None,
        State::DegradedPerformance => Impact::Minor,
        State::PartialOutage => Impact::Major,
        State::MajorOutage => Impact::Critical,
    }
}

/// Words for maintenance don't occur in an incident; a moment without a status is a postmortem.
fn incident_status(status: Option<Status>) -> IncidentStatus {
    match status {
        None => IncidentStatus::Postmortem,
        Some(Status::Identified) => IncidentStatus::Identified,
        Some(Status::Monitoring) => IncidentStatus::Monitoring,
        Some(Status::Resolved | Status::Retracted | Status::Completed | Status::Cancelled) => IncidentStatus::Resolved,
        Some(Status::Investigating | Status::Scheduled | Status::InProgress | Status::Verifying) => {
            IncidentStatus::Investigating
        }
    }
}

/// A cancelled maintenance is completed, and so is one that was written up.
fn maintenance_status(status: Option<Status>) -> MaintenanceStatus {
    match status {
        Some(Status::Scheduled) => MaintenanceStatus::Scheduled,
        Some(Status::InProgress) => MaintenanceStatus::InProgress,
        Some(Status::Verifying) => MaintenanceStatus::Verifying,
        _ => MaintenanceStatus::Completed,
    }
}
