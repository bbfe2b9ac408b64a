//! From the truth to what one audience may see: the one room that knows both.
//!
//! Every model type is taken apart field by field, without `..`: a field added to the model doesn't compile until it is
//! written in this folder who may see it.

mod account;
mod commit;
mod facts;
mod incident;
mod sight;
mod words;

pub use account::{Common, tell};
pub use sight::{Sight, Viewpoint};

use sight::Seen;

use super::facts::Facts;
use super::health::{self, Healthy};
use super::sla::{self, Ground};
use super::uptime::Calendar;
use super::{
    Account, Cadence, Edition, Exposure, Group, Incident, Kind, Link, Page, Part, Site, Told, Weights, cadence, metrics,
};
use crate::model;
use crate::name::{EditionName, Reader, Suffix};
use crate::shared::Shared;
use crate::state::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many incidents one thread takes at a time.
const AT_ONCE: usize = 16;

/// What there is to see from a viewpoint, with `others` as in [`assemble`].
///
/// The site must be without structural faults for this reader.
#[must_use]
pub fn project(point: &Viewpoint<'_>, others: &mut Others<'_>) -> Edition {
    assemble(point, &point.sights(), others)
}

/// Puts together an edition from what is seen of each incident, in the site's order. `others` gives what another reader is told
/// whose files may all be read here: an account's figures are counted from what the account itself is told.
#[must_use]
pub fn assemble(point: &Viewpoint<'_>, sights: &[Arc<Sight>], others: &mut Others<'_>) -> Edition {
    let Viewpoint { site, reader, now, zone, ids: _ } = point;
    let (reader, now) = (*reader, *now);
    let model::Site { settings, audiences, accounts, policy, incidents: _, pages, attachments: _, history: _ } = site;
    let mut view = View { point, seen: Seen::default() };
    let mut next: BTreeSet<Timestamp> = BTreeSet::new();
    let mut shown: Vec<Arc<Incident>> = Vec::with_capacity(sights.len());
    for sight in sights {
        shown.extend(sight.incident.clone());
        let Seen { attachments, held_back, next: instants, turns: _ } = &sight.seen;
        view.seen.attachments.extend(attachments.iter().map(|(address, bytes)| (address.clone(), bytes.clone())));
        view.seen.held_back += held_back;
        next.extend(instants);
    }
    shown.sort_unstable_by(|a, b| (b.started, &b.slug).cmp(&(a.started, &a.slug)));
    let pages = pages.iter().filter_map(|page| view.page(page)).collect();
    let (kind, label, url) = view.identity(audiences, accounts);
    let public = view.settings(settings);
    let mut accounts: Vec<Account> =
        accounts.iter().filter_map(|account| view.account(account, sights, others)).collect();

    let calendar = Calendar::new(now, zone, public.uptime.days);
    let Healthy { components, groups, banner } =
        health::examine(view.groups(settings), &shown, &calendar, public.uptime, now);
    let Seen { attachments, held_back, next: _, turns: _ } = view.seen;
    next.insert(Timestamp::from_second(calendar.days.last().map_or(0, |day| day.2)).unwrap_or(Timestamp::MAX));
    let ground = Ground { components: &components, weights: public.uptime, zone, now };
    for account in &mut accounts {
        account.uptime = sla::uptime(account, ground);
        account.exposure = sla::exposure(account, ground);
        account.touched = sla::touched(account, &shown, ground);
    }
    next.extend(accounts.iter().filter_map(|account| account.exposure.as_ref()).flat_map(Exposure::turns));
    let policy = cadences(policy, reader);
    let inside = reader.is_inside();
    // Only what goes on is owed words: the others stay as they are seen.
    for incident in shown.iter_mut().filter(|incident| inside && incident.open) {
        let incident = Arc::make_mut(incident);
        incident.notices = cadence::notices(incident, &policy, now);
        incident.accounts = cadence::accounts_told(incident, &accounts, &policy, now);
        next.extend(incident.notices.iter().filter_map(|notice| notice.next));
        next.extend(incident.accounts.iter().filter_map(|account| account.next));
    }
    let shown: Shared<Incident> = shown.into_iter().collect();
    let metrics = inside.then(|| metrics::metrics(&shown, &accounts, ground));
    next.retain(|instant| *instant > now);

    Edition {
        name: reader.edition.to_string(),
        edition: reader.edition.clone(),
        kind,
        label,
        url,
        site: public,
        now,
        updated: shown.iter().map(|incident| incident.updated).max(),
        banner,
        groups,
        components,
        incidents: shown,
        pages,
        owed: if inside { sla::sums(&accounts) } else { Vec::new() },
        accounts,
        policy,
        metrics,
        attachments,
        held_back,
        next: next.into_iter().collect(),
    }
}

/// Component ids to indices, of those whose first day has come.
fn ids(settings: &model::Settings, now: Timestamp, zone: &TimeZone) -> BTreeMap<String, usize> {
    let today = now.to_zoned_datetime(zone.clone()).date();
    let all = settings.groups.iter().flat_map(|group| &group.components);
    all.filter(|component| component.since.is_none_or(|since| since <= today))
        .enumerate()
        .map(|(index, component)| (component.id.clone(), index))
        .collect()
}

/// From another reader to what it is told, as [`Common::told`] gives it.
pub type Others<'a> = dyn FnMut(&Reader) -> Arc<[Told]> + 'a;

/// A look from a viewpoint, and what is learned on the way.
struct View<'a> {
    point: &'a Viewpoint<'a>,
    seen: Seen,
}

impl View<'_> {
    fn identity(
        &self,
        audiences: &[model::Audience],
        accounts: &[model::Account],
    ) -> (Kind, Option<String>, Option<String>) {
        match &self.point.reader.edition {
            EditionName::Public => (Kind::Public, None, self.point.site.settings.url.clone()),
            EditionName::Audience(own) => match audiences.iter().find(|audience| audience.name == *own) {
                Some(model::Audience { name: _, label, kind, reader: _, url }) => {
                    (kind_of(*kind), Some(label.clone()), url.clone())
                }
                None => (Kind::General, Some(own.clone()), None),
            },
            EditionName::Account { audience: _, account: own } => {
                let entry = accounts.iter().find(|account| account.key == *own);
                (
                    Kind::Account,
                    entry.map(|account| account.name.clone()),
                    entry.and_then(|account| account.url.clone()),
                )
            }
        }
    }

    fn settings(&mut self, settings: &model::Settings) -> Site {
        let model::Settings {
            name,
            url: _,
            language,
            timezone,
            support,
            description,
            theme: _,
            accent,
            logo: _,
            links,
            footer,
            uptime,
            groups: _,
        } = settings;
        let logo = self.point.site.logo(self.point.reader).map(|image| self.seen.attach(image));
        Site {
            name: name.clone(),
            language: language.clone(),
            timezone: timezone.clone(),
            support: support.clone(),
            description: description.clone(),
            accent: accent.clone(),
            logo,
            links: links
                .iter()
                .map(|model::Link { label, url }| Link { label: label.clone(), url: url.clone() })
                .collect(),
            footer: footer.clone(),
            uptime: weights(uptime),
        }
    }

    fn groups(&self, settings: &model::Settings) -> Vec<(Group, Vec<super::Component>)> {
        let group = |model::Group { name, description, components }: &model::Group| {
            let components: Vec<super::Component> = components
                .iter()
                .filter(|component| self.point.ids.contains_key(&component.id))
                .map(|model::Component { id, name: own, description, since }| {
                    super::Component::new(id.clone(), own.clone(), description.clone(), *since, name.clone())
                })
                .collect();
            (Group::new(name.clone(), description.clone()), components)
        };
        settings.groups.iter().map(group).filter(|(_, components)| !components.is_empty()).collect()
    }

    fn prose(&mut self, path: &str, suffix: &Suffix, words: &model::words::Words) -> Part {
        Part {
            suffix: suffix.to_string(),
            account: self.account_name(suffix),
            own: *suffix == self.point.reader.own(),
            next_update: None,
            facts: Facts::default().shared(),
            words: self.words(path, words),
            commit: None,
        }
    }

    fn page(&mut self, page: &model::Page) -> Option<Page> {
        let title = page.title_for(self.point.reader)?.to_owned();
        let model::Page { stem, parts } = page;
        let readable: Vec<_> = parts.iter().filter(|part| self.point.reader.may_read(&part.suffix)).collect();
        let parts = readable
            .into_iter()
            .map(|part| {
                let model::PagePart { path, suffix, title: _, words } = &**part;
                self.prose(path, suffix, words)
            })
            .collect();
        Some(Page { slug: stem.clone(), title, parts })
    }

    fn account_name(&self, suffix: &Suffix) -> Option<String> {
        let Suffix::Account { audience: _, account } = suffix else { return None };
        self.point.site.accounts.iter().find(|entry| entry.key == *account).map(|entry| entry.name.clone())
    }

    fn indices(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.point.ids.get(id).copied()).collect()
    }

    fn states(&self, states: &[(String, State)]) -> Vec<(usize, State)> {
        states.iter().filter_map(|(id, state)| Some((*self.point.ids.get(id)?, *state))).collect()
    }
}

impl Seen {
    fn attach(&mut self, attachment: &model::Attachment) -> String {
        let model::Attachment { path: _, suffix: _, address, bytes } = attachment;
        self.attachments.insert(address.clone(), bytes.clone());
        address.clone()
    }
}

fn cadences(policy: &model::Policy, reader: &Reader) -> BTreeMap<String, BTreeMap<String, Cadence>> {
    let model::Policy { severities, maintenance: _, rules: _, words: _ } = policy;
    if !reader.is_inside() {
        return BTreeMap::new();
    }
    let readable = |written: &str| match written {
        "public" => true,
        other => Suffix::parse(other).is_ok_and(|suffix| reader.may_read(&suffix)),
    };
    severities
        .iter()
        .map(|(severity, model::SeverityPolicy { notify, approvals: _ })| {
            let lines = notify
                .iter()
                .filter(|(audience, _)| readable(audience))
                .map(|(audience, model::Cadence { within, every, before })| {
                    let before = before.clone().filter(|before| readable(before));
                    (audience.clone(), Cadence { within: *within, every: *every, before })
                })
                .collect();
            (severity.clone(), lines)
        })
        .filter(|(_, lines): &(String, BTreeMap<String, Cadence>)| !lines.is_empty())
        .collect()
}

fn weights(uptime: &model::Uptime) -> Weights {
    let model::Uptime { days, degraded_performance, partial_outage, major_outage } = uptime;
    Weights {
        days: *days,
        degraded_performance: *degraded_performance,
        partial_outage: *partial_outage,
        major_outage: *major_outage,
    }
}

fn kind_of(kind: model::AudienceKind) -> Kind {
    match kind {
        model::AudienceKind::Executive => Kind::Executive,
        model::AudienceKind::Support => Kind::Support,
        model::AudienceKind::Engineering => Kind::Engineering,
        model::AudienceKind::Business => Kind::Business,
        model::AudienceKind::Account => Kind::Account,
        model::AudienceKind::General => Kind::General,
    }
}
