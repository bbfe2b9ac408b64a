//! Words, with their addresses led to what may be read here.

use super::View;
use crate::edition::{Address, Seam, Thread, Words};
use crate::model::{self, Target};

impl View<'_> {
    pub(super) fn words(&mut self, from: &str, words: &model::words::Words) -> Words {
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
        let target = self.point.site.lead(self.point.reader, from, written);
        let mut come = |moment: &model::Moment| {
            let at = moment.parts_for(self.point.reader).find_map(|part| part.at);
            self.seen.turns.extend(at);
            at.is_some_and(|at| at <= self.point.now)
        };
        let (file, fragment) = match target {
            Some(Target::Attachment(attachment)) => (self.seen.attach(attachment), None),
            Some(Target::Page(page)) => (format!("pages/{}.html", page.stem), None),
            Some(Target::Incident(incident)) if incident.moments.iter().any(&mut come) => (page_of(incident), None),
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
}

fn page_of(incident: &model::Incident) -> String {
    match incident.kind {
        model::IncidentKind::Incident => format!("incidents/{}.html", incident.folder),
        model::IncidentKind::Maintenance => format!("maintenance/{}.html", incident.folder),
    }
}
