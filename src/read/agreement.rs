//! What the files of one reader make of each other: faults that only those meet who read both sides.

use super::front_matter::key;
use super::front_matter::{self, FAULTS_TOLD};
use crate::diagnostic::{Diagnostic, Scope, meant_or};
use crate::model::words::{Thread, Words};
use crate::model::{Incident, IncidentKind, Moment, Part, Site, slug};
use crate::name::Reader;
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files with faults of their own, each with what could be read of its words.
pub type Broken = BTreeMap<Arc<str>, Words>;

/// Texts by path, to find places in.
pub type Texts<'a> = dyn Fn(&str) -> Option<Arc<str>> + Sync + 'a;

/// How many incidents one thread takes at a time.
const AT_ONCE: usize = 16;

/// The files of one reader, as they meet.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "a function can't be told")]
pub struct Meeting<'a> {
    pub site: &'a Site,
    pub reader: &'a Reader,
    /// Files whose own faults are told already: moments they belong to are not judged, but for where their words lead.
    pub broken: &'a Broken,
    pub texts: &'a Texts<'a>,
}

/// Every structural fault that a reader meets in what it may read.
#[must_use]
pub fn faults(meeting: Meeting<'_>) -> Vec<Diagnostic> {
    let each = |some: &[Arc<Incident>]| some.iter().flat_map(|one| faults_of(meeting, one)).collect();
    let told: Vec<Vec<Diagnostic>> = meeting.site.incidents.owned().par_chunks(AT_ONCE).map(each).collect();
    told.into_iter().flatten().chain(faults_beside(meeting)).collect()
}

/// Those within one incident. They depend on the files of its folder, on what its words lead to, and on the settings.
#[must_use]
pub fn faults_of(meeting: Meeting<'_>, incident: &Incident) -> Vec<Diagnostic> {
    let mut judge = Judge::of(meeting);
    judge.incident(incident);
    judge.told
}

/// Those outside incidents: of the logo, of pages, and where the words of broken files lead.
#[must_use]
pub fn faults_beside(meeting: Meeting<'_>) -> Vec<Diagnostic> {
    let Meeting { site, reader, broken, texts: _ } = meeting;
    let mut judge = Judge::of(meeting);
    judge.logo();
    for page in &site.pages {
        let readable: Vec<_> = page.parts.iter().filter(|part| reader.may_read(&part.suffix)).collect();
        if let Some(first) = readable.first()
            && page.title_for(reader).is_none()
        {
            let folder = "content/pages/";
            if !judge.is_broken(folder, &page.stem) {
                judge.tell(&first.path, "title", "this page has no `title`", "give it one in its front matter");
            }
        }
        for part in readable {
            judge.words(&part.path, &part.words);
        }
    }
    for (path, words) in broken {
        if super::Place::of(path).name.is_ok_and(|name| reader.may_read(&name.suffix)) {
            judge.words(path, words);
        }
    }
    judge.told
}

struct Judge<'a> {
    site: &'a Site,
    reader: &'a Reader,
    broken: &'a Broken,
    texts: &'a Texts<'a>,
    told: Vec<Diagnostic>,
}

impl<'a> Judge<'a> {
    fn of(Meeting { site, reader, broken, texts }: Meeting<'a>) -> Self {
        Self { site, reader, broken, texts, told: Vec::new() }
    }

    /// A fault at a key of a file's front matter, or at its beginning if the key isn't there.
    fn tell(&mut self, path: &Arc<str>, name: &str, phrase: &str, hint: &str) {
        let text = (self.texts)(path).unwrap_or_default();
        let scope = Scope::Edition(self.reader.edition.clone());
        let yaml = front_matter::split(path, &text, &scope).ok().and_then(|split| split.yaml);
        let span = yaml.map_or(0..0, |yaml| {
            let found = key(&text, &yaml, name);
            if found.is_empty() { 0..text.lines().next().map_or(0, str::len) } else { found }
        });
        self.told.push(Diagnostic::error(path, span, phrase).hint(hint).scope(scope));
    }

    /// The logo is an image that this reader may read.
    fn logo(&mut self) {
        const PATH: &str = "content/site.yaml";
        let Some(written) = &self.site.settings.logo else { return };
        if self.site.logo(self.reader).is_none() {
            let text = (self.texts)(PATH).unwrap_or_default();
            let place = key(&text, &(0..text.len()), "logo");
            let fault = Diagnostic::error(&Arc::from(PATH), place, format!("there is no image `{written}`"));
            let hint = "write the path of one below `content/`, as in `logo.png`";
            self.told.push(fault.hint(hint).scope(Scope::Edition(self.reader.edition.clone())));
        }
    }

    /// Whether a file of a stem that this reader may read has faults of its own.
    fn is_broken(&self, folder: &str, stem: &str) -> bool {
        if self.broken.is_empty() {
            return false;
        }
        let first: Arc<str> = Arc::from(format!("{folder}{stem}."));
        self.broken.range(first.clone()..).take_while(|(path, _)| path.starts_with(&*first)).any(|(path, _)| {
            let name = super::Place::of(path).name;
            name.is_ok_and(|name| self.reader.may_read(&name.suffix))
        })
    }

    fn incident(&mut self, incident: &Incident) {
        let folder = format!("content/{}/{}/", incident.kind.folder(), incident.folder);
        let mut slugs: BTreeMap<&str, &Moment> = BTreeMap::new();
        let mut times: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for moment in incident.moments.iter().filter(|moment| moment.exists_for(self.reader)) {
            if self.is_broken(&folder, &moment.stem) {
                continue;
            }
            self.agreement(moment);
            let at = self.given(moment, "at", |part| part.at);
            self.given(moment, "status", |part| part.status);
            times.extend(at.map(|at| (&*moment.stem, at)));
            if let Some(first) = slugs.insert(slug(&moment.stem), moment) {
                let phrase = format!("`{}` and `{}` differ by their number alone", first.stem, moment.stem);
                let path = moment.parts_for(self.reader).next().map(|part| part.path.clone());
                let hint = "rename one: an update's address is its name without the number";
                self.tell(&path.expect("the moment exists for this reader"), "status", &phrase, hint);
            }
        }
        self.untitled(incident, &folder);
        self.corrections(incident, &times, &folder);
        if let Some(postmortem) = incident.postmortem.as_ref().filter(|moment| moment.exists_for(self.reader))
            && !self.is_broken(&folder, &postmortem.stem)
        {
            self.agreement(postmortem);
            self.given(postmortem, "at", |part| part.at);
        }
        if incident.kind == IncidentKind::Maintenance {
            self.window(incident, &folder);
        }
        let heads = incident.heads.iter().filter(|head| self.reader.may_read(&head.suffix));
        let heads: Vec<_> = heads.map(|head| (head.path.clone(), head.words.clone())).collect();
        for (path, words) in heads {
            self.words(&path, &words);
        }
        for part in incident.moments.iter().chain(&incident.postmortem).flat_map(|moment| moment.parts_for(self.reader))
        {
            self.words(&part.path, &part.words);
        }
    }

    /// Words that a reader may read, in a folder that has no title for them: nobody would miss them until it is too late.
    fn untitled(&mut self, incident: &Incident, folder: &str) {
        let head = match incident.kind {
            IncidentKind::Incident => "incident",
            IncidentKind::Maintenance => "maintenance",
        };
        let mut parts = incident.moments.iter().flat_map(|moment| moment.parts_for(self.reader));
        let Some(first) = parts.next().filter(|_| !incident.exists_for(self.reader)) else { return };
        if self.is_broken(folder, head) {
            return;
        }
        let fault = Diagnostic::warning(
            &first.path,
            0..0,
            "readers of this see nothing of it: the incident has no title for them",
        )
        .hint(format!("write `{head}.md` beside it, with a `title`; a suffix says who may read it"));
        self.told.push(fault.scope(Scope::Edition(self.reader.edition.clone())));
    }

    /// One value across the readable parts of a moment.
    fn agreement(&mut self, moment: &Moment) {
        self.one_value(moment, "status", |part| part.status.as_ref());
        self.one_value(moment, "at", |part| part.at.as_ref());
        self.one_value(moment, "components", |part| part.components.as_ref());
        self.one_value(moment, "corrects", |part| part.particulars().corrects.as_ref());
        self.one_value(moment, "backfilled", |part| part.particulars().backfilled.as_ref());
        self.one_value(moment, "from", |part| part.particulars().from.as_ref());
        self.one_value(moment, "until", |part| part.particulars().until.as_ref());
    }

    fn one_value<T: PartialEq>(&mut self, moment: &Moment, name: &str, give: impl Fn(&Part) -> Option<&T>) {
        let mut first: Option<(&Part, &T)> = None;
        for part in moment.parts_for(self.reader) {
            match (give(part), &first) {
                (Some(value), Some((other, said))) if value != *said => {
                    let phrase = format!("`{name}` is not what `{}` says", crate::source::file_name(&other.path));
                    self.tell(&part.path, name, &phrase, "write it once, in the widest file it may go to");
                }
                (Some(value), None) => first = Some((part, value)),
                _ => {}
            }
        }
    }

    /// What the readable parts must give.
    fn given<T>(&mut self, moment: &Moment, name: &str, give: impl Fn(&Part) -> Option<T>) -> Option<T> {
        let found = moment.parts_for(self.reader).find_map(give);
        if found.is_none() {
            let first = moment.parts_for(self.reader).next().expect("the moment exists for this reader");
            let phrase = format!("`{}` gives no `{name}`", moment.stem);
            let hint = format!("write `{name}` in this file, or in a wider one of the same stem");
            self.tell(&first.path, name, &phrase, &hint);
        }
        found
    }

    fn corrections(&mut self, incident: &Incident, times: &BTreeMap<&str, Timestamp>, folder: &str) {
        for moment in &incident.moments {
            let Some((path, corrected)) = moment
                .parts_for(self.reader)
                .find_map(|part| part.particulars().corrects.clone().map(|corrected| (part.path.clone(), corrected)))
            else {
                continue;
            };
            if self.is_broken(folder, &corrected) || self.is_broken(folder, &moment.stem) {
                continue;
            }
            let earlier = times.get(corrected.as_str()).zip(times.get(&*moment.stem));
            if *corrected == *moment.stem || earlier.is_none_or(|(then, now)| then > now) {
                let phrase =
                    format!("`{corrected}` is no earlier update that every reader of this correction may read");
                let others = times.keys().copied().filter(|stem| **stem != *moment.stem);
                let hint =
                    meant_or(&corrected, others, || "name an earlier file of this folder, without `.md`".to_owned());
                self.tell(&path, "corrects", &phrase, &hint);
            }
        }
    }

    /// A maintenance that exists for this reader has a window.
    fn window(&mut self, incident: &Incident, folder: &str) {
        let heads = incident.heads_for(self.reader);
        let Some(head) = heads.first().filter(|_| incident.exists_for(self.reader)) else { return };
        if self.is_broken(folder, "maintenance") {
            return;
        }
        let parts = || incident.moments.iter().flat_map(|moment| moment.parts_for(self.reader));
        let from =
            heads.iter().any(|head| head.from.is_some()) || parts().any(|part| part.particulars().from.is_some());
        let until =
            heads.iter().any(|head| head.until.is_some()) || parts().any(|part| part.particulars().until.is_some());
        for (name, given) in [("from", from), ("until", until)] {
            if !given {
                let path = head.path.clone();
                self.tell(
                    &path,
                    "title",
                    &format!("this maintenance has no `{name}`"),
                    "give it a time with an offset",
                );
            }
        }
    }

    /// Every address inside the site leads to something that this reader may read.
    fn words(&mut self, path: &Arc<str>, words: &Words) {
        let told = self.told.len();
        for seam in words.seams.iter() {
            let Thread::Address { written, span } = &seam.thread else { continue };
            if self.site.lead(self.reader, path, written).is_none() {
                let fault = Diagnostic::error(path, span.0..span.1, format!("there is no `{written}`"));
                let hint = "write the path of a content file from here, as in `../2026-08-17-api/incident.md`";
                self.told.push(fault.hint(hint).scope(Scope::Edition(self.reader.edition.clone())));
                if self.told.len() - told == FAULTS_TOLD {
                    return;
                }
            }
        }
    }
}
