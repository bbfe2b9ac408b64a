//! One document's change carried into the truth: only what it belongs to is put together anew.

use crate::diagnostic::Diagnostic;
use crate::model::{Incident, IncidentKind, Site};
use crate::read::{self, Document, Place, Role, Settled};
use crate::source::{Content, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Place {
    pub(super) fn is_setting(&self) -> bool {
        matches!(self.role, Role::Site | Role::Audiences | Role::Accounts | Role::Policy)
    }
}

/// An incident before and after: none where there is none.
pub(super) type Turn = [Option<Arc<Incident>>; 2];

/// Puts one folder together anew, or takes it away.
pub(super) fn put_together(
    site: &mut Site,
    documents: &BTreeMap<Arc<str>, Document>,
    (kind, folder): (IncidentKind, &str),
) -> Turn {
    let own = below(documents, &format!("content/{}/{folder}/", kind.folder())).cloned();
    let made = read::resolve(Settled::default(), own).incidents.owned_mut().pop();
    let incidents = site.incidents.owned_mut();
    let before = match (find(incidents, (kind, folder)), made.clone()) {
        (Ok(index), Some(incident)) => Some(std::mem::replace(&mut incidents[index], incident)),
        (Ok(index), None) => Some(incidents.remove(index)),
        (Err(index), Some(incident)) => {
            incidents.insert(index, incident);
            None
        }
        (Err(_), None) => None,
    };
    [before, made]
}

/// Lets an incident be another thing that says the same.
pub(super) fn renew(site: &mut Site, place: (IncidentKind, &str)) {
    let incidents = site.incidents.owned_mut();
    if let Ok(index) = find(incidents, place) {
        incidents[index] = Arc::new(Incident::clone(&incidents[index]));
    }
}

fn find(incidents: &[Arc<Incident>], (kind, folder): (IncidentKind, &str)) -> Result<usize, usize> {
    incidents.binary_search_by(|other| (other.kind, &*other.folder).cmp(&(kind, folder)))
}

/// Puts what is passed on as it is in its place, or takes away what was there.
pub(super) fn lay(site: &mut Site, path: &Arc<str>, document: Option<&Document>) {
    let attachment = match document {
        Some(Document::Attachment(attachment)) => Some(attachment.clone()),
        _ => None,
    };
    let found = site.attachments.binary_search_by(|other| other.path.cmp(path));
    match (found, attachment) {
        (Ok(index), Some(attachment)) => site.attachments[index] = attachment,
        (Ok(index), None) => drop(site.attachments.remove(index)),
        (Err(index), Some(attachment)) => site.attachments.insert(index, attachment),
        (Err(_), None) => {}
    }
}

pub(super) fn below<'a>(
    documents: &'a BTreeMap<Arc<str>, Document>,
    folder: &str,
) -> impl Iterator<Item = &'a Document> + use<'a> {
    let folder: Arc<str> = Arc::from(folder);
    documents
        .range(folder.clone()..)
        .take_while(move |(path, _)| path.starts_with(&*folder))
        .map(|(_, document)| document)
}

pub(super) fn read_one(source: Result<&Source, &Diagnostic>, settled: &Settled) -> (Option<Document>, Vec<Diagnostic>) {
    source.map_or((None, Vec::new()), |source| {
        let (document, faults) = read::document(source, settled);
        (Some(document), faults)
    })
}

/// Lays entries among others, or over them. Many of them are laid in one go, few each by itself.
pub(super) fn add<T>(all: &mut BTreeMap<Arc<str>, T>, some: &mut BTreeMap<Arc<str>, T>) {
    if some.len() * 8 > all.len() {
        all.append(some);
    } else {
        all.extend(std::mem::take(some));
    }
}

pub(super) fn by_path(
    (sources, faults): (Vec<Source>, Vec<Diagnostic>),
) -> BTreeMap<Arc<str>, Result<Source, Diagnostic>> {
    let sources = sources.into_iter().map(|source| (source.path.clone(), Ok(source)));
    sources.chain(faults.into_iter().map(|fault| (fault.place.path.clone(), Err(fault)))).collect()
}

pub(super) fn same(before: Option<&Result<Source, Diagnostic>>, after: Option<&Result<Source, Diagnostic>>) -> bool {
    match (before, after) {
        (None, None) => true,
        (Some(Err(before)), Some(Err(after))) => before == after,
        (Some(Ok(before)), Some(Ok(after))) => match (&before.content, &after.content) {
            (Content::Text(before), Content::Text(after)) => before == after,
            (Content::Bytes(before), Content::Bytes(after)) => before == after,
            _ => false,
        },
        _ => false,
    }
}
