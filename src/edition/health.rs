//! How the components are, from everything that touched them: states, days, uptime, groups, the banner.

use super::uptime::{Calendar, Timeline, Weighing};
use super::{Banner, BannerKey, Component, Group, Incident, IncidentKind, Span, Weights};
use crate::quantity::Decimal;
use crate::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

pub(super) struct Healthy {
    pub components: Vec<Component>,
    pub groups: Vec<Group>,
    pub banner: Banner,
}

/// Fills in what is known of components. `incidents` are sorted, the latest first.
pub(super) fn examine(
    groups: Vec<(Group, Vec<Component>)>,
    incidents: &[Arc<Incident>],
    calendar: &Calendar,
    weights: Weights,
    now: Timestamp,
) -> Healthy {
    let mut components = Vec::new();
    let mut filled = Vec::with_capacity(groups.len());
    for (index, (mut group, members)) in groups.into_iter().enumerate() {
        group.components = (components.len()..components.len() + members.len()).collect();
        components.extend(members.into_iter().map(|component| Component { group_index: index, ..component }));
        filled.push(group);
    }
    let mut touched: Vec<Vec<(usize, Span)>> = vec![Vec::new(); components.len()];
    for (index, incident) in incidents.iter().enumerate() {
        for component in &incident.components {
            components[*component].incidents.push(index);
        }
        for span in incident.spans.iter() {
            touched[span.component].push((index, *span));
        }
    }
    for (component, touched) in components.iter_mut().zip(&touched) {
        let timeline = Timeline::new(touched.iter().map(|(_, span)| span), Weighing::site(weights), now);
        let standing = touched.iter().map(|(_, span)| span).filter(|span| holds_at(span, now));
        component.state = State::worst(standing.map(|span| span.state));
        let edges = touched.iter().flat_map(|(_, span)| [Some(span.from), span.until]).flatten();
        component.changed = edges.filter(|edge| *edge <= now).max();
        component.days = calendar.bars(&timeline, component.since, touched);
        component.uptime = calendar.uptime(&timeline, weights.days, component.since);
        component.uptime_30 = calendar.uptime(&timeline, 30, component.since);
        component.uptime_365 = calendar.uptime(&timeline, 365, component.since);
        component.months = calendar.months(&timeline, component.since);
    }
    for group in &mut filled {
        group.state = State::worst(group.components.iter().map(|index| components[*index].state));
        group.uptime = mean(group.components.iter().filter_map(|index| components[*index].uptime));
    }
    let banner = banner(&components, incidents);
    Healthy { components, groups: filled, banner }
}

fn holds_at(span: &Span, now: Timestamp) -> bool {
    span.from <= now && span.until.is_none_or(|until| until > now)
}

/// Rounded down, so that a group is never said to be better than it was.
fn mean(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let (sum, count) = values.fold((0, 0), |(sum, count), value| (sum + value.0, count + 1));
    (count > 0).then(|| Decimal(sum.div_euclid(count)))
}

fn banner(components: &[Component], incidents: &[Arc<Incident>]) -> Banner {
    let state = State::worst(components.iter().map(|component| component.state));
    let open = |kind| incidents.iter().filter(|incident| incident.open && incident.kind == kind).count();
    let incidents_open = open(IncidentKind::Incident);
    let key = match state {
        State::MajorOutage if components.iter().all(|component| component.state == State::MajorOutage) => {
            BannerKey::MajorOutage
        }
        State::MajorOutage => BannerKey::SomeMajorOutage,
        State::PartialOutage => BannerKey::PartialOutage,
        State::DegradedPerformance => BannerKey::DegradedPerformance,
        _ if incidents_open > 0 => BannerKey::IncidentOpen,
        State::UnderMaintenance => BannerKey::UnderMaintenance,
        State::Operational => BannerKey::Operational,
    };
    Banner {
        key,
        state,
        open: incidents_open,
        maintenance: open(IncidentKind::Maintenance),
        affected: (0..components.len()).filter(|index| components[*index].state != State::Operational).collect(),
    }
}

impl Group {
    pub(super) fn new(name: String, description: Option<String>) -> Self {
        Self { name, description, state: State::Operational, components: Vec::new(), uptime: None }
    }
}

impl Component {
    pub(super) fn new(
        id: String,
        name: String,
        description: Option<String>,
        since: Option<Date>,
        group: String,
    ) -> Self {
        Self {
            id,
            name,
            description,
            since,
            group,
            group_index: 0,
            state: State::Operational,
            changed: None,
            days: Vec::new(),
            uptime: None,
            uptime_30: None,
            uptime_365: None,
            months: Vec::new(),
            incidents: Vec::new(),
        }
    }
}
