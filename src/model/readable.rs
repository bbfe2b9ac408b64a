//! Who reads which documents, and where an address written in one of them leads for somebody who may read it.

use super::words::Thread;
use super::{Attachment, Head, Incident, Moment, Page, Part, Site};
use crate::name::{Reader, Suffix};
use std::cmp::Reverse;
use std::sync::Arc;

/// What an address inside the site leads to.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    Incident(&'a Incident),
    Moment(&'a Incident, &'a Moment),
    Postmortem(&'a Incident, &'a Moment),
    Page(&'a Page),
    Attachment(&'a Attachment),
}

/// The anchor of a moment: its stem without the leading number, which is never shown.
#[must_use]
pub fn slug(stem: &str) -> &str {
    let name = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    match (name.len() == stem.len(), name.trim_start_matches('-')) {
        (true, _) => stem,
        (false, "") => "update",
        (false, name) => name,
    }
}

impl Incident {
    /// The heads a reader may read: its own first, then from the narrowest to the widest.
    pub fn heads_for<'a>(&'a self, reader: &Reader) -> Vec<&'a Head> {
        let own = reader.own();
        let mut heads: Vec<&Head> =
            self.heads.iter().map(Arc::as_ref).filter(|head| reader.may_read(&head.suffix)).collect();
        heads.sort_by_key(|head| (head.suffix != own, Reverse(head.suffix.narrowness()), head.suffix.clone()));
        heads
    }

    /// Whether it exists for a reader, whatever the time: a title and a moment.
    #[must_use]
    pub fn exists_for(&self, reader: &Reader) -> bool {
        self.heads.iter().any(|head| head.title.is_some() && reader.may_read(&head.suffix))
            && self.moments.iter().any(|moment| moment.exists_for(reader))
    }

    /// The accounts to which something was written in it alone, as suffixes; one may come several times.
    pub fn accounts(&self) -> impl Iterator<Item = &Suffix> {
        let parts = self.moments.iter().chain(&self.postmortem).flat_map(|moment| &moment.parts);
        let suffixes = self.heads.iter().map(|head| &head.suffix).chain(parts.map(|part| &part.suffix));
        suffixes.filter(|suffix| matches!(suffix, Suffix::Account { .. }))
    }
}

impl Moment {
    /// The parts a reader may read, from the widest to the narrowest.
    pub fn parts_for<'a>(&'a self, reader: &'a Reader) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().map(Arc::as_ref).filter(|part| reader.may_read(&part.suffix))
    }

    #[must_use]
    pub fn exists_for(&self, reader: &Reader) -> bool {
        self.parts_for(reader).next().is_some()
    }
}

impl Page {
    /// The title a reader sees: the narrowest that it may read.
    #[must_use]
    pub fn title_for(&self, reader: &Reader) -> Option<&str> {
        let mut readable = self.parts.iter().rev().filter(|part| reader.may_read(&part.suffix));
        readable.find_map(|part| part.title.as_deref())
    }
}

/// From everyone to one account; ties by name.
#[must_use]
pub fn by_width(a: &Suffix, b: &Suffix) -> std::cmp::Ordering {
    (a.narrowness(), a).cmp(&(b.narrowness(), b))
}

impl Incident {
    /// The folders that addresses in its words lead into, whoever may read them; its own may be among them.
    pub fn leads(&self) -> impl Iterator<Item = String> + '_ {
        let heads = self.heads.iter().map(|head| (&head.path, &head.words));
        let moments = self.moments.iter().chain(&self.postmortem);
        let parts = moments.flat_map(|moment| &moment.parts).map(|part| (&part.path, &part.words));
        heads.chain(parts).flat_map(|(path, words)| {
            words.seams.iter().filter_map(move |seam| match &seam.thread {
                Thread::Address { written, span: _ } => folder(path, written),
                Thread::HeadingOpen(_) | Thread::HeadingClose(_) => None,
            })
        })
    }
}

/// The folder that an address leads into, which is written in the file `from`; none if it climbs out of the site.
fn folder(from: &str, written: &str) -> Option<String> {
    let path = join(from, written.split_once('#').map_or(written, |(path, _)| path))?;
    path.rsplit_once('/').map(|(folder, _)| folder.to_owned())
}

impl Site {
    /// The image that the settings name as the logo, for a reader who may read it.
    #[must_use]
    pub fn logo(&self, reader: &Reader) -> Option<&Attachment> {
        match self.lead(reader, "content/site.yaml", self.settings.logo.as_ref()?) {
            Some(Target::Attachment(attachment)) => Some(attachment),
            _ => None,
        }
    }

    /// What an address leads to that is written in the file `from`, for a reader who may read it; none if there is nothing, or
    /// nothing that this reader may read, which is the same.
    #[must_use]
    pub fn lead<'a>(&'a self, reader: &Reader, from: &str, written: &str) -> Option<Target<'a>> {
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (written, None),
        };
        if path.is_empty() {
            let (folder, _) = from.rsplit_once('/')?;
            return self.incident_in(folder, reader)?.anchor(fragment?, reader);
        }
        let path = join(from, path)?;
        let (folder, file) = path.rsplit_once('/')?;
        if file.rsplit_once('.').is_none_or(|(_, extension)| extension != "md") {
            let index = self.attachments.binary_search_by(|attachment| (*attachment.path).cmp(&path)).ok()?;
            let attachment = &self.attachments[index];
            return (fragment.is_none() && reader.may_read(&attachment.suffix))
                .then_some(Target::Attachment(attachment));
        }
        if folder == "content/pages" {
            let page = self.pages.iter().find(|page| page.parts.iter().any(|part| *part.path == *path))?;
            let part = page.parts.iter().find(|part| *part.path == *path)?;
            let readable = reader.may_read(&part.suffix) && page.title_for(reader).is_some();
            return (fragment.is_none() && readable).then_some(Target::Page(page));
        }
        let incident = self.incident_in(folder, reader)?;
        if let Some(head) = incident.heads.iter().find(|head| *head.path == *path) {
            if !reader.may_read(&head.suffix) {
                return None;
            }
            return match fragment {
                Some(fragment) => incident.anchor(fragment, reader),
                None => Some(Target::Incident(incident)),
            };
        }
        let holds =
            |moment: &&Moment| moment.parts.iter().any(|part| *part.path == *path && reader.may_read(&part.suffix));
        if let Some(moment) = incident.postmortem.as_ref().filter(holds) {
            return Some(Target::Postmortem(incident, moment));
        }
        incident.moments.iter().find(holds).map(|moment| Target::Moment(incident, moment))
    }

    fn incident_in(&self, folder: &str, reader: &Reader) -> Option<&Incident> {
        let (kind, folder) = folder.strip_prefix("content/")?.split_once('/')?;
        let kind = match kind {
            "incidents" => super::IncidentKind::Incident,
            "maintenance" => super::IncidentKind::Maintenance,
            _ => return None,
        };
        self.incident(kind, folder).filter(|incident| incident.exists_for(reader))
    }

    /// An incident by its folder.
    #[must_use]
    pub fn incident(&self, kind: super::IncidentKind, folder: &str) -> Option<&Incident> {
        let incidents = self.incidents.owned();
        let index = incidents.binary_search_by(|other| (other.kind, &*other.folder).cmp(&(kind, folder))).ok()?;
        Some(&incidents[index])
    }
}

impl Incident {
    fn anchor(&self, fragment: &str, reader: &Reader) -> Option<Target<'_>> {
        if fragment == "postmortem" {
            let postmortem = self.postmortem.as_ref().filter(|moment| moment.exists_for(reader))?;
            return Some(Target::Postmortem(self, postmortem));
        }
        let moment = self.moments.iter().find(|moment| slug(&moment.stem) == fragment && moment.exists_for(reader))?;
        Some(Target::Moment(self, moment))
    }
}

/// A path written in a file, from the site's folder; none if it climbs out of `content/`.
fn join(from: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = if written.starts_with('/') {
        vec!["content"]
    } else {
        from.rsplit_once('/').map(|(folder, _)| folder.split('/').collect())?
    };
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
                if parts.is_empty() {
                    return None;
                }
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{join, slug};

    #[test]
    fn a_slug_is_the_stem_without_its_number() {
        assert_eq!(slug("02-identified"), "identified");
        assert_eq!(slug("2"), "update");
        assert_eq!(slug("postmortem"), "postmortem");
        assert_eq!(slug("10-3-retries"), "3-retries");
    }

    #[test]
    fn an_address_never_climbs_out_of_the_content() {
        assert_eq!(
            join("content/incidents/a/x.md", "../b/incident.md").as_deref(),
            Some("content/incidents/b/incident.md")
        );
        assert_eq!(join("content/pages/x.md", "/pages/y.md").as_deref(), Some("content/pages/y.md"));
        assert_eq!(join("content/pages/x.md", "../../../etc/passwd"), None);
    }
}
