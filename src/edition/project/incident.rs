//! Incidents, maintenance and their moments: the union of the parts that may be read.

use super::View;
use crate::edition::fold::{self, Folded, Step};
use crate::edition::standing::{holds, voices};
use crate::edition::{Customers, Incident, IncidentKind, Moment, Part, Phase, Response, Window};
use crate::model;
use crate::name::Reader;
use crate::state::{State, Status};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

impl View<'_> {
    pub(super) fn incident(&mut self, incident: &model::Incident) -> Option<Incident> {
        let model::Incident { kind, folder, heads: _, moments: all, postmortem } = incident;
        let heads = incident.heads_for(self.point.reader);
        let title = heads.iter().find_map(|head| head.title.clone())?;
        let mut moments = Vec::with_capacity(all.len());
        let mut steps = Vec::with_capacity(all.len());
        for (moment, step, written) in self.moments(all) {
            moments.push((moment, written));
            steps.push(step);
        }
        let first = moments.first()?.0.at;
        let planned = planned(*kind, &heads, all, self.point.reader, self.point.now);
        let window = match (kind, planned) {
            (model::IncidentKind::Incident, _) => None,
            (model::IncidentKind::Maintenance, Some((from, until))) => {
                Some(fold::window(&steps, from, until, self.point.now))
            }
            (model::IncidentKind::Maintenance, None) => return None,
        };
        let started =
            window.map_or_else(|| heads.iter().find_map(|head| head.started).unwrap_or(first), |window| window.begins);
        let covered = self.indices(heads.iter().find_map(|head| head.components.as_deref()).unwrap_or_default());
        let folded = match &window {
            None => fold::incident(&steps, started),
            Some(window) => fold::maintenance(&steps, window, &covered, self.point.now),
        };
        let Folded { spans, changes, ended, retracted } = folded;
        link_corrections(&mut moments);
        let mut moments: Vec<Moment> = moments.into_iter().map(|(moment, _)| moment).collect();
        moments.shrink_to_fit();
        for (moment, changes) in moments.iter_mut().zip(changes) {
            moment.changes = changes.into();
        }
        let postmortem = postmortem.as_ref().and_then(|moment| self.postmortem(moment));
        let open = match &window {
            None => ended.is_none(),
            Some(window) => matches!(window.phase, Phase::UnderWay | Phase::Overrunning),
        };
        let over = match &window {
            None => !open,
            Some(window) => matches!(window.phase, Phase::Over | Phase::Cancelled),
        };
        let next_update = moments
            .last()
            .and_then(|moment| moment.next_update)
            .filter(|_| open || window.is_some_and(|window| window.phase == Phase::Ahead));
        let posted = moments.iter().chain(&postmortem).map(Moment::posted);
        let voices = voices(&moments);
        let lead = heads.iter().find_map(|head| head.business_response.as_deref());
        let mut touched: Vec<usize> = spans.iter().map(|span| span.component).chain(covered).collect();
        touched.sort_unstable();
        touched.dedup();
        self.seen.turns_of(window.as_ref());
        self.seen.next.extend(next_update);
        Some(Incident {
            kind: kind_of(*kind),
            slug: folder.clone(),
            title,
            status: status_now(steps.last()?.status, window.as_ref()),
            open,
            retracted,
            state: State::worst(
                spans
                    .iter()
                    .filter(|span| span.until.is_none_or(|until| until > self.point.now))
                    .map(|span| span.state),
            ),
            impact: State::worst(spans.iter().map(|span| span.state)),
            started,
            ended,
            created: first,
            updated: posted.max().unwrap_or(first),
            window,
            regions: heads.iter().find_map(|head| head.regions.as_deref()).unwrap_or_default().into(),
            components: touched,
            parts: self.head_parts(&heads),
            holds: holds(&moments, over),
            workaround: voices.iter().find_map(|voice| voice.workaround.as_deref()).filter(|_| open).cloned(),
            voices,
            next_update,
            severity: heads.iter().find_map(|head| head.severity.clone()),
            detected: heads.iter().find_map(|head| head.detected),
            declared: heads.iter().find_map(|head| head.declared),
            business_response: lead
                .map(|model::BusinessResponse { declared, by }| Response { declared: *declared, by: by.clone() })
                .map(Box::new),
            roles: gathered(&heads, |head| &head.roles),
            customers: heads.iter().find_map(|head| head.customers.as_deref()).map(
                |model::Customers { count, percent, worst_case }| {
                    Box::new(Customers { count: *count, percent: *percent, worst_case: *worst_case })
                },
            ),
            links: gathered(&heads, |head| &head.links),
            notices: Vec::new(),
            accounts: Vec::new(),
            moments,
            postmortem: postmortem.map(Box::new),
            spans: spans.into(),
        })
    }

    /// The moments that have come, in order, each with what it says of states and the stem it corrects.
    fn moments(&mut self, all: &[model::Moment]) -> Vec<(Moment, Step, Written)> {
        let mut come: Vec<(Timestamp, &Arc<str>, &model::Moment)> = Vec::with_capacity(all.len());
        for moment in all {
            let Some(at) = moment.parts_for(self.point.reader).find_map(|part| part.at) else { continue };
            self.seen.turns.push(at);
            if at > self.point.now {
                self.seen.held_back += 1;
                self.seen.next.push(at);
            } else {
                come.push((at, &moment.stem, moment));
            }
        }
        come.sort_unstable_by_key(|(at, stem, _)| (*at, *stem));
        let stems: Vec<&str> = come.iter().map(|(_, stem, _)| &***stem).collect();
        come.iter()
            .filter_map(|(at, stem, moment)| {
                let said = said(moment, self.point.reader);
                let corrects = said.corrects.and_then(|corrected| stems.iter().position(|stem| *stem == corrected));
                let step = Step {
                    at: *at,
                    status: said.status?,
                    states: said.states.map(|states| self.states(states)),
                    corrects,
                };
                let shown = self.moment(moment, *at, said.status, said.backfilled);
                Some((shown, step, Written { stem: (*stem).clone(), corrects }))
            })
            .collect()
    }

    fn moment(
        &mut self,
        moment: &model::Moment,
        at: Timestamp,
        status: Option<Status>,
        backfilled: Option<Timestamp>,
    ) -> Moment {
        let model::Moment { stem, parts: _ } = moment;
        let parts: Box<[Part]> = moment.parts_for(self.point.reader).map(|part| self.part(part, at)).collect();
        let leading = || parts.iter().filter(|part| part.own).chain(parts.iter().filter(|part| !part.own));
        let next_update = leading().find_map(|part| part.next_update);
        let workaround = leading().find_map(|part| part.facts.workaround.clone());
        Moment {
            slug: Arc::from(model::slug(stem)),
            status,
            at,
            backfilled,
            corrects: None,
            corrected_by: Vec::new(),
            changes: Box::default(),
            workaround: workaround.flatten(),
            next_update: next_update.flatten(),
            parts,
        }
    }

    fn postmortem(&mut self, moment: &model::Moment) -> Option<Moment> {
        let at = moment.parts_for(self.point.reader).find_map(|part| part.at)?;
        self.seen.turns.push(at);
        if at > self.point.now {
            self.seen.held_back += 1;
            self.seen.next.push(at);
            return None;
        }
        let backfilled = moment.parts_for(self.point.reader).find_map(|part| part.particulars().backfilled);
        Some(self.moment(moment, at, None, backfilled))
    }

    fn part(&mut self, part: &model::Part, at: Timestamp) -> Part {
        let model::Part {
            path,
            suffix,
            status: _,
            at: _,
            components: _,
            particulars: _,
            embargo: _,
            next_update,
            facts,
            words,
        } = part;
        Part {
            suffix: suffix.to_string(),
            account: self.account_name(suffix),
            own: *suffix == self.point.reader.own(),
            next_update: super::facts::next_update(next_update, at),
            facts: self.facts(facts).shared(),
            words: self.words(path, words),
            commit: self.commit(path).map(Box::new),
        }
    }

    /// What the heads say in prose, the widest first.
    fn head_parts(&mut self, heads: &[&model::Head]) -> Vec<Part> {
        let mut parts = Vec::new();
        for head in heads.iter().rev() {
            let model::Head {
                path,
                suffix,
                title: _,
                started: _,
                regions: _,
                severity: _,
                detected: _,
                declared: _,
                business_response: _,
                roles: _,
                customers: _,
                links: _,
                from: _,
                until: _,
                components: _,
                words,
            } = head;
            if !words.is_empty() {
                parts.push(self.prose(path, suffix, words));
            }
        }
        parts
    }
}

fn kind_of(kind: model::IncidentKind) -> IncidentKind {
    match kind {
        model::IncidentKind::Incident => IncidentKind::Incident,
        model::IncidentKind::Maintenance => IncidentKind::Maintenance,
    }
}

/// A moment's stem as it was written, and the index of the moment it corrects.
struct Written {
    stem: Arc<str>,
    corrects: Option<usize>,
}

/// What the readable parts of a moment say with one voice.
struct Said<'a> {
    status: Option<Status>,
    states: Option<&'a [(String, State)]>,
    corrects: Option<&'a str>,
    backfilled: Option<Timestamp>,
}

fn said<'a>(moment: &'a model::Moment, reader: &'a Reader) -> Said<'a> {
    let parts = || moment.parts_for(reader);
    let own = reader.own();
    // States in an account's part count for that account only.
    let counts = |part: &&model::Part| part.suffix.narrowness() < 3 || part.suffix == own;
    Said {
        status: parts().find_map(|part| part.status),
        states: parts().filter(counts).find_map(|part| part.components.as_deref()),
        corrects: parts().find_map(|part| part.particulars().corrects.as_deref()),
        backfilled: parts().find_map(|part| part.particulars().backfilled),
    }
}

fn link_corrections(moments: &mut [(Moment, Written)]) {
    for later in 0..moments.len() {
        if let Some(corrected) = moments[later].1.corrects {
            let slug = |moments: &[(Moment, Written)], index: usize| Arc::from(model::slug(&moments[index].1.stem));
            moments[later].0.corrects = Some(slug(moments, corrected));
            let correction = slug(moments, later);
            moments[corrected].0.corrected_by.push(correction);
        }
    }
}

/// The window as the latest readable moment leaves it.
fn planned(
    kind: model::IncidentKind,
    heads: &[&model::Head],
    moments: &[model::Moment],
    reader: &Reader,
    now: Timestamp,
) -> Option<(Timestamp, Timestamp)> {
    if kind == model::IncidentKind::Incident {
        return None;
    }
    let latest = |give: fn(&model::Part) -> Option<Timestamp>| {
        let moved = moments.iter().filter_map(|moment| {
            let at = moment.parts_for(reader).find_map(|part| part.at).filter(|at| *at <= now)?;
            Some((at, &moment.stem, moment.parts_for(reader).find_map(give)?))
        });
        moved.max().map(|(_, _, moved)| moved)
    };
    let from = latest(|part| part.particulars().from).or_else(|| heads.iter().find_map(|head| head.from))?;
    let until = latest(|part| part.particulars().until).or_else(|| heads.iter().find_map(|head| head.until))?;
    Some((from, until))
}

fn status_now(last: Status, window: Option<&Window>) -> Status {
    match (window.map(|window| window.phase), last) {
        (Some(Phase::UnderWay), Status::Scheduled) => Status::InProgress,
        (Some(Phase::Over), Status::Scheduled) => Status::Completed,
        _ => last,
    }
}

/// Roles or links of all heads; where two name the same, the narrower wins.
fn gathered(heads: &[&model::Head], take: fn(&model::Head) -> &BTreeMap<String, String>) -> BTreeMap<String, String> {
    heads.iter().rev().flat_map(|head| take(head).clone()).collect()
}
