//! Components and groups, and the roll-up above them.

use super::shape::{Component, ComponentStatus, Id, Indicator, Status, Time};
use crate::edition::{self, Edition};
use crate::render::machine::clean::{clean, line};
use crate::render::machine::{address, time};
use crate::state::State;
use jiff::Timestamp;

/// Every component of an edition, in the order of its list.
pub(super) fn components(edition: &Edition, page: &Id) -> Vec<Component> {
    let spoken = spoken(edition);
    let earliest = earliest(edition).unwrap_or(Timestamp::UNIX_EPOCH);
    edition
        .components
        .iter()
        .enumerate()
        .map(|(index, component)| {
            let group = &edition.groups[component.group_index];
            let place = group.components.iter().position(|member| *member == index).unwrap_or_default();
            // Without a day of its own it is as old as the first thing that this edition tells of.
            let created = begun(edition, component).unwrap_or(earliest);
            let updated = [component.changed, spoken[index]].into_iter().flatten().fold(created, Timestamp::max);
            Component {
                id: component_id(component),
                name: line(&component.name),
                status: status(component.state),
                created_at: Time(time::millis(created)),
                updated_at: Time(time::millis(updated)),
                position: position(place),
                description: component.description.as_deref().map(|text| clean(text).into_owned()),
                showcase: true,
                start_date: component.since.map(|since| since.to_string()),
                group_id: Some(group_id(group)),
                page_id: page.clone(),
                group: false,
                only_show_if_degraded: false,
                components: None,
            }
        })
        .collect()
}

/// Groups and components as the page shows them: each group, then what stands in it.
pub(super) fn listed(edition: &Edition, page: &Id) -> Vec<Component> {
    let components = components(edition, page);
    let mut listed = Vec::with_capacity(components.len() + edition.groups.len());
    for (index, group) in edition.groups.iter().enumerate() {
        let members: Vec<Component> = group.components.iter().map(|member| components[*member].clone()).collect();
        let epoch = || Time(time::millis(Timestamp::UNIX_EPOCH));
        listed.push(Component {
            id: group_id(group),
            name: line(&group.name),
            status: status(group.state),
            created_at: members.iter().map(|member| member.created_at.clone()).min().unwrap_or_else(epoch),
            updated_at: members.iter().map(|member| member.updated_at.clone()).max().unwrap_or_else(epoch),
            position: position(index),
            description: group.description.as_deref().map(|text| clean(text).into_owned()),
            showcase: false,
            start_date: None,
            group_id: None,
            page_id: page.clone(),
            group: true,
            only_show_if_degraded: false,
            components: Some(members.iter().map(|member| member.id.clone()).collect()),
        });
        listed.extend(members);
    }
    listed
}

/// The roll-up: a pure function of component states.
#[expect(clippy::needless_pass_by_value, reason = "an iterator is handed over, and cloned to be walked twice")]
pub(in crate::render::machine) fn roll_up(states: impl Iterator<Item = State> + Clone) -> Status {
    let (indicator, description) = match State::worst(states.clone()) {
        State::Operational => (Indicator::None, "All Systems Operational"),
        State::UnderMaintenance => (Indicator::Maintenance, "Service Under Maintenance"),
        State::DegradedPerformance => (Indicator::Minor, "Partially Degraded Service"),
        State::PartialOutage => (Indicator::Minor, "Minor Service Outage"),
        State::MajorOutage if states.clone().all(|state| state == State::MajorOutage) => {
            (Indicator::Critical, "Major Service Outage")
        }
        State::MajorOutage => (Indicator::Major, "Partial System Outage"),
    };
    Status { indicator, description }
}

pub(super) fn status(state: State) -> ComponentStatus {
    match state {
        State::Operational => ComponentStatus::Operational,
        State::UnderMaintenance => ComponentStatus::UnderMaintenance,
        State::DegradedPerformance => ComponentStatus::DegradedPerformance,
        State::PartialOutage => ComponentStatus::PartialOutage,
        State::MajorOutage => ComponentStatus::MajorOutage,
    }
}

fn component_id(component: &edition::Component) -> Id {
    Id(address::id(&["component", &component.id]))
}

/// A group has no id of its own in the settings: it is known by its name.
fn group_id(group: &edition::Group) -> Id {
    Id(address::id(&["group", &group.name]))
}

/// From 1; beyond 255 all share the last place.
fn position(index: usize) -> u8 {
    u8::try_from(index + 1).unwrap_or(u8::MAX)
}

fn begun(edition: &Edition, component: &edition::Component) -> Option<Timestamp> {
    Some(component.since?.to_zoned_datetime(time::zone(edition)).ok()?.timestamp())
}

fn earliest(edition: &Edition) -> Option<Timestamp> {
    let told = edition.incidents.iter().map(|incident| incident.started.min(incident.created));
    let begun = edition.components.iter().filter_map(|component| begun(edition, component));
    told.chain(begun).min()
}

/// For each component, when a moment that changed its state was last posted.
fn spoken(edition: &Edition) -> Vec<Option<Timestamp>> {
    let mut spoken = vec![None; edition.components.len()];
    for moment in edition.incidents.iter().flat_map(|incident| &incident.moments) {
        for change in &moment.changes {
            spoken[change.component] = spoken[change.component].max(Some(moment.posted()));
        }
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::{position, roll_up};
    use crate::state::State;

    #[test]
    fn the_roll_up_is_that_of_real_pages() {
        use State::{
            DegradedPerformance as D, MajorOutage as M, Operational as O, PartialOutage as P, UnderMaintenance as U,
        };
        let told: Vec<&str> = [vec![], vec![O, O], vec![O, U], vec![U, D, O], vec![D, P], vec![O, M], vec![M, M]]
            .into_iter()
            .map(|states| roll_up(states.into_iter()).description)
            .collect();
        assert_eq!(
            told,
            [
                "All Systems Operational",
                "All Systems Operational",
                "Service Under Maintenance",
                "Partially Degraded Service",
                "Minor Service Outage",
                "Partial System Outage",
                "Major Service Outage",
            ]
        );
    }

    #[test]
    fn a_place_fits_a_byte_and_begins_at_one() {
        assert_eq!([position(0), position(254), position(255), position(9999)], [1, 255, 255, 255]);
    }
}
