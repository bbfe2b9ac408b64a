//! From the truth to what one audience may see: the one file that knows both.
//!
//! Every model type is taken apart field by field, without `..`: a field added to the model doesn't compile until it is
//! written here who may see it.

use super::facts::Facts;
use super::fold::{self, Folded, Step};
use super::health::{self, Healthy};
use super::sla::{self, Ground};
use super::standing::{holds, voices};
use super::uptime::Calendar;
use super::{
    Account, Address, Cadence, Customers, Edition, Exposure, Group, Incident, IncidentKind, Kind, Link, Moment, Page,
    Part, Phase, Promise, Response, Seam, Site, Thread, Threshold, Told, Weights, Window, Words, cadence, metrics,
};
use crate::model::{self, Fact, Target};
use crate::name::{EditionName, Grant, Reader, Suffix};
use crate::state::{State, Status};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What `reader` may see of `site` at `now`.
///
/// The site must be without structural faults for this reader.
#[must_use]
pub fn project(site: &model::Site, reader: &Reader, now: Timestamp) -> Edition {
    let model::Site { settings, audiences, accounts, policy, incidents, pages, attachments: _ } = site;
    let zone = TimeZone::get(&settings.timezone).unwrap_or(TimeZone::UTC);
    let mut view = View { site, reader, now, ids: ids(settings, now, &zone), seen: Seen::default() };

    let mut shown: Vec<Incident> = incidents.iter().filter_map(|incident| view.incident(incident)).collect();
    shown.sort_by(|a, b| (b.started, &b.slug).cmp(&(a.started, &a.slug)));
    let pages = pages.iter().filter_map(|page| view.page(page)).collect();
    let (kind, label, url) = view.identity(audiences, accounts);
    let public = view.settings(settings);
    let mut accounts: Vec<Account> = accounts.iter().filter_map(|account| view.account(account, &shown)).collect();

    let calendar = Calendar::new(now, &zone, public.uptime.days);
    let Healthy { components, groups, banner } =
        health::examine(view.groups(settings), &mut shown, &calendar, public.uptime, now);
    let Seen { attachments, held_back, mut next } = view.seen;
    next.insert(Timestamp::from_second(calendar.days.last().map_or(0, |day| day.2)).unwrap_or(Timestamp::MAX));
    let ground = Ground { components: &components, weights: public.uptime, zone: &zone, now };
    for account in &mut accounts {
        account.uptime = sla::uptime(account, ground);
        account.exposure = sla::exposure(account, ground);
    }
    next.extend(accounts.iter().filter_map(|account| account.exposure.as_ref()).flat_map(Exposure::turns));
    let policy = cadences(policy, reader);
    let inside = reader.is_inside();
    for incident in shown.iter_mut().filter(|_| inside) {
        incident.notices = cadence::notices(incident, &policy, now);
        incident.accounts = cadence::accounts_told(incident, &accounts, &policy, now);
        next.extend(incident.notices.iter().filter_map(|notice| notice.next));
        next.extend(incident.accounts.iter().filter_map(|account| account.next));
    }
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

/// What is learned on the way besides what is shown.
#[derive(Default)]
struct Seen {
    attachments: BTreeMap<String, Arc<[u8]>>,
    held_back: usize,
    next: BTreeSet<Timestamp>,
}

struct View<'a> {
    site: &'a model::Site,
    reader: &'a Reader,
    now: Timestamp,
    ids: BTreeMap<String, usize>,
    seen: Seen,
}

impl View<'_> {
    fn identity(
        &self,
        audiences: &[model::Audience],
        accounts: &[model::Account],
    ) -> (Kind, Option<String>, Option<String>) {
        match &self.reader.edition {
            EditionName::Public => (Kind::Public, None, self.site.settings.url.clone()),
            EditionName::Audience(own) => match audiences.iter().find(|audience| audience.name == *own) {
                Some(model::Audience { name: _, label, kind, reader: _, url }) => {
                    (kind_of(*kind), Some(label.clone()), url.clone())
                }
                None => (Kind::General, Some(own.clone()), None),
            },
            EditionName::Account { account: own, .. } => {
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
            logo,
            links,
            footer,
            uptime,
            groups: _,
        } = settings;
        let logo = logo.as_ref().and_then(|written| match self.site.lead(self.reader, "content/site.yaml", written) {
            Some(Target::Attachment(attachment)) => Some(self.seen.attach(attachment)),
            _ => None,
        });
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
                .filter(|component| self.ids.contains_key(&component.id))
                .map(|model::Component { id, name: own, description, since }| {
                    super::Component::new(id.clone(), own.clone(), description.clone(), *since, name.clone())
                })
                .collect();
            (Group::new(name.clone(), description.clone()), components)
        };
        settings.groups.iter().map(group).filter(|(_, components)| !components.is_empty()).collect()
    }

    fn incident(&mut self, incident: &model::Incident) -> Option<Incident> {
        let model::Incident { kind, folder, heads: _, moments: all, postmortem } = incident;
        let heads = incident.heads_for(self.reader);
        let title = heads.iter().find_map(|head| head.title.clone())?;
        let mut moments = Vec::with_capacity(all.len());
        let mut steps = Vec::with_capacity(all.len());
        for (moment, step, written) in self.moments(all) {
            moments.push((moment, written));
            steps.push(step);
        }
        let first = moments.first()?.0.at;
        let planned = planned(*kind, &heads, all, self.reader, self.now);
        let window = match (kind, planned) {
            (model::IncidentKind::Incident, _) => None,
            (model::IncidentKind::Maintenance, Some((from, until))) => {
                Some(fold::window(&steps, from, until, self.now))
            }
            (model::IncidentKind::Maintenance, None) => return None,
        };
        let started =
            window.map_or_else(|| heads.iter().find_map(|head| head.started).unwrap_or(first), |window| window.begins);
        let covered = self.indices(heads.iter().find_map(|head| head.components.as_deref()).unwrap_or_default());
        let folded = match &window {
            None => fold::incident(&steps, started),
            Some(window) => fold::maintenance(&steps, window, &covered, self.now),
        };
        let Folded { spans, changes, ended, retracted } = folded;
        link_corrections(&mut moments);
        let mut moments: Vec<Moment> = moments.into_iter().map(|(moment, _)| moment).collect();
        for (moment, changes) in moments.iter_mut().zip(changes) {
            moment.changes = changes;
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
        let lead = heads.iter().find_map(|head| head.business_response.as_ref());
        let mut touched: Vec<usize> = spans.iter().map(|span| span.component).chain(covered).collect();
        touched.sort_unstable();
        touched.dedup();
        if let Some(window) = &window {
            self.seen.next.extend([Some(window.begins), Some(window.until), window.ends].into_iter().flatten());
        }
        self.seen.next.extend(next_update);
        Some(Incident {
            kind: match kind {
                model::IncidentKind::Incident => IncidentKind::Incident,
                model::IncidentKind::Maintenance => IncidentKind::Maintenance,
            },
            slug: folder.clone(),
            title,
            status: status_now(steps.last()?.status, window.as_ref()),
            open,
            retracted,
            state: State::worst(
                spans.iter().filter(|span| span.until.is_none_or(|until| until > self.now)).map(|span| span.state),
            ),
            impact: State::worst(spans.iter().map(|span| span.state)),
            started,
            ended,
            created: first,
            updated: posted.max().unwrap_or(first),
            window,
            regions: heads.iter().find_map(|head| head.regions.clone()).unwrap_or_default(),
            components: touched,
            parts: self.head_parts(&heads),
            holds: holds(&moments, over),
            workaround: voices.iter().find_map(|voice| voice.workaround.clone()).filter(|_| open),
            voices,
            next_update,
            severity: heads.iter().find_map(|head| head.severity.clone()),
            detected: heads.iter().find_map(|head| head.detected),
            declared: heads.iter().find_map(|head| head.declared),
            business_response: lead
                .map(|model::BusinessResponse { declared, by }| Response { declared: *declared, by: by.clone() }),
            roles: gathered(&heads, |head| &head.roles),
            customers: heads.iter().find_map(|head| head.customers.as_ref()).map(
                |model::Customers { count, percent, worst_case }| Customers {
                    count: *count,
                    percent: *percent,
                    worst_case: *worst_case,
                },
            ),
            links: gathered(&heads, |head| &head.links),
            notices: Vec::new(),
            accounts: Vec::new(),
            moments,
            postmortem,
            spans,
        })
    }

    /// The moments that have come, in order, each with what it says of states and the stem it corrects.
    fn moments(&mut self, all: &[model::Moment]) -> Vec<(Moment, Step, Written)> {
        let mut come: Vec<(Timestamp, &Arc<str>, &model::Moment)> = Vec::with_capacity(all.len());
        for moment in all {
            let Some(at) = moment.parts_for(self.reader).find_map(|part| part.at) else { continue };
            if at > self.now {
                self.seen.held_back += 1;
                self.seen.next.insert(at);
            } else {
                come.push((at, &moment.stem, moment));
            }
        }
        come.sort_unstable_by_key(|(at, stem, _)| (*at, *stem));
        let stems: Vec<&str> = come.iter().map(|(_, stem, _)| &***stem).collect();
        come.iter()
            .filter_map(|(at, stem, moment)| {
                let said = said(moment, self.reader);
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
        let parts: Vec<Part> = moment.parts_for(self.reader).map(|part| self.part(part, at)).collect();
        let leading = || parts.iter().filter(|part| part.own).chain(parts.iter().filter(|part| !part.own));
        let next_update = leading().find_map(|part| part.facts.next_update);
        let workaround = leading().find_map(|part| part.facts.workaround.clone());
        Moment {
            slug: Arc::from(model::slug(stem)),
            status,
            at,
            backfilled,
            corrects: None,
            corrected_by: Vec::new(),
            changes: Vec::new(),
            workaround: workaround.flatten(),
            next_update: next_update.flatten(),
            parts,
        }
    }

    fn postmortem(&mut self, moment: &model::Moment) -> Option<Moment> {
        let at = moment.parts_for(self.reader).find_map(|part| part.at)?;
        if at > self.now {
            self.seen.held_back += 1;
            self.seen.next.insert(at);
            return None;
        }
        let backfilled = moment.parts_for(self.reader).find_map(|part| part.backfilled);
        Some(self.moment(moment, at, None, backfilled))
    }

    fn part(&mut self, part: &model::Part, at: Timestamp) -> Part {
        let model::Part {
            path,
            suffix,
            status: _,
            at: _,
            components: _,
            corrects: _,
            backfilled: _,
            from: _,
            until: _,
            embargo: _,
            template: _,
            facts,
            words,
        } = part;
        Part {
            suffix: suffix.to_string(),
            account: self.account_name(suffix),
            own: *suffix == self.reader.own(),
            facts: self.facts(facts, at),
            words: self.words(path, words),
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

    fn prose(&mut self, path: &str, suffix: &Suffix, words: &model::words::Words) -> Part {
        Part {
            suffix: suffix.to_string(),
            account: self.account_name(suffix),
            own: *suffix == self.reader.own(),
            facts: Facts::default(),
            words: self.words(path, words),
        }
    }

    fn page(&mut self, page: &model::Page) -> Option<Page> {
        let title = page.title_for(self.reader)?.to_owned();
        let model::Page { stem, parts } = page;
        let readable: Vec<_> = parts.iter().filter(|part| self.reader.may_read(&part.suffix)).collect();
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
        let Suffix::Account { account, .. } = suffix else { return None };
        self.site.accounts.iter().find(|entry| entry.key == *account).map(|entry| entry.name.clone())
    }

    fn facts(&self, facts: &model::Facts, at: Timestamp) -> Facts {
        let model::Facts {
            next_update,
            workaround,
            bottom_line,
            confidence,
            asks,
            decisions,
            risks,
            unknowns,
            say,
            dont_say,
            macro_name,
            escalate_to,
            lines,
            condition,
            actions,
            needs,
            watch_for,
            links,
            affects,
            contact,
        } = facts;
        Facts {
            bottom_line: said_as(bottom_line, Clone::clone),
            confidence: said_as(confidence, |confidence| match confidence {
                model::Confidence::Low => super::Confidence::Low,
                model::Confidence::Medium => super::Confidence::Medium,
                model::Confidence::High => super::Confidence::High,
            }),
            asks: said_as(asks, |asks| {
                asks.iter()
                    .map(|model::Ask { what, of, by }| super::Ask { what: what.clone(), of: of.clone(), by: *by })
                    .collect()
            }),
            decisions: said_as(decisions, |decisions| {
                decisions
                    .iter()
                    .map(|model::Decision { what, owner, by }| super::Decision {
                        what: what.clone(),
                        owner: owner.clone(),
                        by: *by,
                    })
                    .collect()
            }),
            risks: said_as(risks, Clone::clone),
            unknowns: said_as(unknowns, Clone::clone),
            say: said_as(say, Clone::clone),
            dont_say: said_as(dont_say, Clone::clone),
            macro_name: said_as(macro_name, Clone::clone),
            escalate_to: said_as(escalate_to, Clone::clone),
            lines: said_as(lines, |lines| lines.iter().map(line).collect()),
            condition: said_as(condition, Clone::clone),
            actions: said_as(actions, Clone::clone),
            needs: said_as(needs, Clone::clone),
            watch_for: said_as(watch_for, Clone::clone),
            links: said_as(links, Clone::clone),
            affects: said_as(affects, |affects| self.indices(affects)),
            contact: said_as(contact, Clone::clone),
            workaround: said_as(workaround, Clone::clone),
            next_update: said_as(next_update, |next| match next {
                model::NextUpdate::At(next) => *next,
                model::NextUpdate::After(period) => after(at, *period),
            }),
        }
    }

    fn words(&mut self, from: &str, words: &model::words::Words) -> Words {
        let model::words::Words { markdown, html, seams } = words;
        let seams = seams
            .iter()
            .map(|model::words::Seam { at, thread }| Seam {
                at: *at,
                thread: match thread {
                    model::words::Thread::HeadingOpen(level) => Thread::HeadingOpen(*level),
                    model::words::Thread::HeadingClose(level) => Thread::HeadingClose(*level),
                    model::words::Thread::Address { written, span: _ } => Thread::Address(self.address(from, written)),
                },
            })
            .collect();
        Words { markdown: markdown.clone(), html: html.clone(), seams }
    }

    /// Where an address leads in this edition. What has not come yet has no page: the index stands in for it.
    fn address(&mut self, from: &str, written: &str) -> Address {
        let target = self.site.lead(self.reader, from, written);
        let come = |moment: &model::Moment| {
            moment.parts_for(self.reader).find_map(|part| part.at).is_some_and(|at| at <= self.now)
        };
        let (file, fragment) = match target {
            Some(Target::Attachment(attachment)) => (self.seen.attach(attachment), None),
            Some(Target::Page(page)) => (format!("pages/{}.html", page.stem), None),
            Some(Target::Incident(incident)) if incident.moments.iter().any(come) => (page_of(incident), None),
            Some(Target::Moment(incident, moment)) if come(moment) => {
                (page_of(incident), Some(model::slug(&moment.stem).to_owned()))
            }
            Some(Target::Postmortem(incident, moment)) if come(moment) => {
                (page_of(incident), Some("postmortem".to_owned()))
            }
            _ => ("index.html".to_owned(), None),
        };
        Address { file, fragment }
    }

    fn indices(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.ids.get(id).copied()).collect()
    }

    fn states(&self, states: &BTreeMap<String, State>) -> Vec<(usize, State)> {
        states.iter().filter_map(|(id, state)| Some((*self.ids.get(id)?, *state))).collect()
    }

    /// An account this reader is entitled to: what it is told may all be read here, or it is the reader itself.
    fn account(&mut self, account: &model::Account, shown: &[Incident]) -> Option<Account> {
        let model::Account { key, name, aliases: _, components, sla, contact, url: _ } = account;
        let told = account_reader(self.reader, key)?;
        let heard = if told.edition == self.reader.edition {
            shown.iter().map(told_of).collect()
        } else if self.reader.covers(&told) {
            let mut view =
                View { site: self.site, reader: &told, now: self.now, ids: self.ids.clone(), seen: Seen::default() };
            let incidents = &view.site.incidents;
            incidents.iter().filter_map(|incident| view.incident(incident)).map(|incident| told_of(&incident)).collect()
        } else {
            return None;
        };
        let components = if components.is_empty() { (0..self.ids.len()).collect() } else { self.indices(components) };
        let weights = weights(&self.site.settings.uptime);
        Some(Account {
            key: key.clone(),
            name: name.clone(),
            components,
            contact: contact.clone(),
            promise: sla.as_ref().map(|sla| promise(sla, weights)),
            uptime: None,
            exposure: None,
            suffix: told.own().to_string(),
            told: heard,
        })
    }
}

fn told_of(incident: &Incident) -> Told {
    Told { kind: incident.kind, slug: incident.slug.clone(), spans: incident.spans.clone() }
}

impl Seen {
    fn attach(&mut self, attachment: &model::Attachment) -> String {
        let model::Attachment { path: _, suffix: _, address, bytes } = attachment;
        self.attachments.insert(address.clone(), bytes.clone());
        address.clone()
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
    states: Option<&'a BTreeMap<String, State>>,
    corrects: Option<&'a str>,
    backfilled: Option<Timestamp>,
}

fn said<'a>(moment: &'a model::Moment, reader: &'a Reader) -> Said<'a> {
    let parts = || moment.parts_for(reader);
    let own = reader.own();
    // States in an account's part count for that account only.
    let counts = |part: &&model::Part| !matches!(part.suffix, Suffix::Account { .. }) || part.suffix == own;
    Said {
        status: parts().find_map(|part| part.status),
        states: parts().filter(counts).find_map(|part| part.components.as_ref()),
        corrects: parts().find_map(|part| part.corrects.as_deref()),
        backfilled: parts().find_map(|part| part.backfilled),
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
    let from = latest(|part| part.from).or_else(|| heads.iter().find_map(|head| head.from))?;
    let until = latest(|part| part.until).or_else(|| heads.iter().find_map(|head| head.until))?;
    Some((from, until))
}

fn status_now(last: Status, window: Option<&Window>) -> Status {
    match (window.map(|window| window.phase), last) {
        (Some(Phase::UnderWay), Status::Scheduled) => Status::InProgress,
        (Some(Phase::Over), Status::Scheduled) => Status::Completed,
        _ => last,
    }
}

fn page_of(incident: &model::Incident) -> String {
    match incident.kind {
        model::IncidentKind::Incident => format!("incidents/{}.html", incident.folder),
        model::IncidentKind::Maintenance => format!("maintenance/{}.html", incident.folder),
    }
}

/// The reader that an account's own edition is made for, by the name that this reader's grants give the audience of accounts.
fn account_reader(reader: &Reader, key: &str) -> Option<Reader> {
    if let EditionName::Account { audience, account } = &reader.edition {
        return (account == key).then(|| Reader::account(audience, account));
    }
    reader.grants.iter().find_map(|grant| match grant {
        Grant::EveryAccount(audience) => Some(Reader::account(audience, key)),
        Grant::Suffix(Suffix::Account { audience, account }) if account == key => Some(Reader::account(audience, key)),
        Grant::Suffix(_) => None,
    })
}

fn cadences(policy: &model::Policy, reader: &Reader) -> BTreeMap<String, BTreeMap<String, Cadence>> {
    let model::Policy { severities } = policy;
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

fn promise(sla: &model::Sla, site: Weights) -> Promise {
    let model::Sla { target, period, credits, fee, partial_outage, degraded_performance, counts_maintenance } = sla;
    Promise {
        target: *target,
        period: match period {
            model::SlaPeriod::Month => "month",
            model::SlaPeriod::Quarter => "quarter",
            model::SlaPeriod::Year => "year",
        }
        .to_owned(),
        thresholds: credits
            .iter()
            .map(|model::Credit { below, percent }| Threshold { below: *below, percent: *percent })
            .collect(),
        fee: fee.clone(),
        partial_outage: partial_outage.unwrap_or(site.partial_outage),
        degraded_performance: degraded_performance.unwrap_or(site.degraded_performance),
        counts_maintenance: *counts_maintenance,
    }
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

fn line(line: &model::Line) -> super::Line {
    let model::Line { function, go, what, owner, release_on } = line;
    super::Line {
        function: function.clone(),
        go: match go {
            model::Go::Go => super::Go::Go,
            model::Go::Hold => super::Go::Hold,
            model::Go::Watch => super::Go::Watch,
        },
        what: what.clone(),
        owner: owner.clone(),
        release_on: release_on.clone(),
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

/// Roles or links of all heads; where two name the same, the narrower wins.
fn gathered(heads: &[&model::Head], take: fn(&model::Head) -> &BTreeMap<String, String>) -> BTreeMap<String, String> {
    heads.iter().rev().flat_map(|head| take(head).clone()).collect()
}

/// Not given, given as `none`, or given: three cases, as themes see them.
#[expect(clippy::option_option, clippy::ref_option, reason = "a fact has three cases, and is held as an option")]
fn said_as<T, U>(fact: &Option<Fact<T>>, show: impl FnOnce(&T) -> U) -> Option<Option<U>> {
    fact.as_ref().map(|fact| match fact {
        Fact::None => None,
        Fact::Says(value) => Some(show(value)),
    })
}

fn after(at: Timestamp, period: crate::quantity::Period) -> Timestamp {
    at.saturating_add(jiff::SignedDuration::from_secs(period.0)).unwrap_or(Timestamp::MAX)
}
