//! What the rules stand on: the whole repository as it was read, and its texts with their places.

use super::Finding;
use super::approvals::Authors;
use super::texts::{self, Piece};
use crate::edition::{self, Edition};
use crate::model::{AudienceKind, Head, Incident, IncidentKind, Moment, Part, SeverityPolicy, Site};
use crate::name::{EditionName, Grant, Reader, Suffix};
use crate::read::Texts;
use crate::source::Span;
use crate::state::Status;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The whole repository at one instant.
#[derive(Debug)]
pub struct Ground<'a> {
    pub site: &'a Site,
    pub now: Timestamp,
    pub authors: &'a Authors,
    /// The site before the change that is looked at; none where a site is looked at as it is.
    pub before: Option<&'a Site>,
    /// What everybody together may read; none where structural faults forbid to put it together.
    pub all: Option<Edition>,
    /// What everyone may read.
    pub public: Option<Edition>,
    pub pieces: Vec<Piece<'a>>,
    /// Places in `pieces` by path.
    by_path: BTreeMap<Arc<str>, usize>,
    /// Places in `pieces` by incident, whose texts follow each other.
    by_incident: BTreeMap<(IncidentKind, &'a str), Range<usize>>,
}

impl<'a> Ground<'a> {
    /// `project` gives the edition of a reader, if it is without structural faults.
    pub fn new(
        site: &'a Site,
        now: Timestamp,
        authors: &'a Authors,
        texts: &Texts<'_>,
        project: &dyn Fn(&Reader) -> Option<Edition>,
    ) -> Self {
        let all = project(&everybody(site));
        let public = project(&Reader::public());
        let pieces = texts::pieces(site, texts);
        let by_path = pieces.iter().enumerate().map(|(index, piece)| (piece.path.clone(), index)).collect();
        let mut by_incident: BTreeMap<(IncidentKind, &str), Range<usize>> = BTreeMap::new();
        for (index, incident) in pieces.iter().enumerate().filter_map(|(index, piece)| Some((index, piece.incident?))) {
            by_incident.entry((incident.kind, &*incident.folder)).or_insert(index..index).end = index + 1;
        }
        Self { site, now, authors, before: None, all, public, pieces, by_path, by_incident }
    }

    /// A finding at a place in a file's text.
    pub(super) fn at(piece: &Piece<'_>, span: Span, phrase: impl Into<String>, hint: &str) -> Finding {
        Finding {
            path: piece.path.clone(),
            span,
            phrase: phrase.into(),
            hint: hint.to_owned(),
            readers: Some(piece.suffix.clone()),
        }
    }

    /// A finding at a key of a file's front matter, or at its first line if the key isn't there.
    pub(super) fn at_key(&self, path: &str, key: &str, phrase: impl Into<String>, hint: &str) -> Finding {
        let piece = self.piece(path).expect("every document read is a piece");
        Self::at(piece, piece.key(key), phrase, hint)
    }

    /// Those findings alone whose text, and place in it, are as asked.
    pub(super) fn only(&self, mut found: Vec<Finding>, is: impl Fn(&Piece<'a>, &Span) -> bool) -> Vec<Finding> {
        found.retain(|finding| self.piece(&finding.path).is_some_and(|piece| is(piece, &finding.span)));
        found
    }

    pub(super) fn piece(&self, path: &str) -> Option<&Piece<'a>> {
        self.by_path.get(path).map(|index| &self.pieces[*index])
    }

    /// The texts of an incident.
    pub(super) fn pieces_of(&self, incident: &Incident) -> &[Piece<'a>] {
        let places = self.by_incident.get(&(incident.kind, &*incident.folder)).cloned().unwrap_or_default();
        &self.pieces[places]
    }

    /// Texts that people outside read: the public's and the accounts'.
    pub(super) fn outside(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.pieces.iter().filter(|piece| self.is_outside(&piece.suffix))
    }

    pub(super) fn is_outside(&self, suffix: &Suffix) -> bool {
        match suffix {
            Suffix::Public | Suffix::Account { .. } => true,
            Suffix::Internal => false,
            Suffix::Audience(_) => self.kind(suffix) == Some(AudienceKind::Account),
        }
    }

    /// The kind of the audience whose suffix this is.
    pub(super) fn kind(&self, suffix: &Suffix) -> Option<AudienceKind> {
        let (Suffix::Audience(name) | Suffix::Account { audience: name, .. }) = suffix else { return None };
        self.site.audiences.iter().find(|audience| audience.name == *name).map(|audience| audience.kind)
    }

    /// Incidents that go on, as everybody together sees them.
    pub(super) fn open(&self) -> impl Iterator<Item = (&'a Incident, &edition::Incident)> {
        let shown = self.all.iter().flat_map(|all| &all.incidents);
        let open = shown.filter(|incident| incident.open && incident.kind == edition::IncidentKind::Incident);
        open.filter_map(|incident| Some((truth_of(self.site, incident)?, incident)))
    }
}

/// The folder that an incident was read from.
pub(super) fn truth_of<'a>(site: &'a Site, shown: &edition::Incident) -> Option<&'a Incident> {
    let kind = match shown.kind {
        edition::IncidentKind::Incident => crate::model::IncidentKind::Incident,
        edition::IncidentKind::Maintenance => crate::model::IncidentKind::Maintenance,
    };
    site.incident(kind, &shown.slug)
}

/// A reader of everything. There is no such edition; `check`, `due` and `status` look through its eyes.
#[must_use]
pub fn everybody(site: &Site) -> Reader {
    let mut grants = vec![Grant::Suffix(Suffix::Internal)];
    for audience in &site.audiences {
        grants.push(Grant::Suffix(Suffix::Audience(audience.name.clone())));
        grants.extend(audience.reader.grants.iter().cloned());
        if audience.kind == AudienceKind::Account {
            grants.push(Grant::EveryAccount(audience.name.clone()));
        }
    }
    grants.sort_unstable();
    grants.dedup();
    Reader { edition: EditionName::Audience("everybody".to_owned()), grants }
}

/// The part from which a whole moment has a fact.
pub(super) fn given<T>(moment: &Moment, give: impl Fn(&Part) -> Option<T>) -> Option<T> {
    moment.parts.iter().find_map(|part| give(part))
}

pub(super) fn status_of(moment: &Moment) -> Option<Status> {
    given(moment, |part| part.status)
}

pub(super) fn at_of(moment: &Moment) -> Option<Timestamp> {
    given(moment, |part| part.at)
}

/// When readers could first read it.
pub(super) fn posted(moment: &Moment) -> Option<Timestamp> {
    given(moment, |part| part.particulars().backfilled).or_else(|| at_of(moment))
}

/// What a whole incident is told to be, by its narrowest head.
pub(super) fn head_of<T>(incident: &Incident, give: impl Fn(&Head) -> Option<T>) -> Option<T> {
    incident.heads.iter().rev().find_map(|head| give(head))
}

/// The policy for an incident's severity.
pub(super) fn policy_of<'a>(site: &'a Site, incident: &Incident) -> Option<&'a SeverityPolicy> {
    site.policy.severities.get(&head_of(incident, |head| head.severity.clone())?)
}
