//! Documents to the truth: files of one folder become an incident, files of one stem a moment.

use super::document::Document;
use super::settings::Settled;
use crate::model::{Attachment, Head, Incident, IncidentKind, Moment, Page, PagePart, Part, Site, by_width};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Default)]
struct Folder {
    heads: Vec<Arc<Head>>,
    stems: BTreeMap<String, Vec<Arc<Part>>>,
}

/// Puts documents together. Their order doesn't matter; broken ones are left out.
#[must_use]
pub fn resolve(settled: Settled, documents: impl IntoIterator<Item = Document>) -> Site {
    let mut folders: BTreeMap<(IncidentKind, String), Folder> = BTreeMap::new();
    let mut pages: BTreeMap<String, Vec<Arc<PagePart>>> = BTreeMap::new();
    let mut attachments: Vec<Attachment> = Vec::new();
    for document in documents {
        match document {
            Document::Head { kind, folder, head } => folders.entry((kind, folder)).or_default().heads.push(head),
            Document::Part { kind, folder, stem, part } => {
                folders.entry((kind, folder)).or_default().stems.entry(stem).or_default().push(part);
            }
            Document::Page { stem, part } => pages.entry(stem).or_default().push(part),
            Document::Attachment(attachment) => attachments.push(attachment),
            Document::Broken { path: _, words: _ } => {}
        }
    }
    attachments.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let Settled { settings, audiences, kinds: _, accounts, policy, components: _ } = settled;
    Site {
        settings,
        audiences,
        accounts,
        policy,
        incidents: folders.into_iter().map(|((kind, name), folder)| folder.incident(kind, &name)).collect(),
        pages: pages
            .into_iter()
            .map(|(stem, mut parts)| {
                parts.sort_by(|a, b| by_width(&a.suffix, &b.suffix));
                Page { stem: Arc::from(stem), parts }
            })
            .collect(),
        attachments,
        history: None,
    }
}

impl Folder {
    fn incident(mut self, kind: IncidentKind, name: &str) -> Incident {
        self.heads.sort_by(|a, b| by_width(&a.suffix, &b.suffix));
        let moment = |(stem, mut parts): (String, Vec<Arc<Part>>)| {
            parts.sort_by(|a, b| by_width(&a.suffix, &b.suffix));
            parts.shrink_to_fit();
            Moment { stem: Arc::from(stem), parts }
        };
        let postmortem = self.stems.remove_entry("postmortem").map(moment);
        Incident {
            kind,
            folder: Arc::from(name),
            heads: self.heads,
            moments: self.stems.into_iter().map(moment).collect(),
            postmortem,
        }
    }
}
