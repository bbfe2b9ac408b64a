//! One moment of a timeline: its words by whom they were written for, and what it changed.

use super::{Due, Instant, Link, Look, Mark};
use crate::edition::{Commit, Facts, First, Incident, Moment, Part, Phase, Stamp};
use serde::Serialize;

/// One update, or a postmortem.
#[derive(Debug, Serialize)]
pub(crate) struct MomentView<'a> {
    /// Its anchor.
    pub slug: String,
    pub status: Option<&'a str>,
    /// A word for the style sheet: the status as it is written in front matter.
    pub class: &'static str,
    pub at: Instant,
    /// When it was posted, if later.
    pub backfilled: Option<Instant>,
    pub corrects: Option<Link>,
    pub corrected_by: Vec<Link>,
    pub changes: Vec<ChangeView<'a>>,
    pub parts: Vec<PartView<'a>>,
    pub workaround: Option<String>,
    /// When the next word was promised: the promise of the latest moment may be overdue.
    pub next_update: Option<Due>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ChangeView<'a> {
    pub component: Link,
    pub from: Mark<'a>,
    pub to: Mark<'a>,
}

/// What one file says.
#[derive(Debug, Serialize)]
pub(crate) struct PartView<'a> {
    /// `public`, `internal`, `support`, `strategic.acme`.
    pub suffix: String,
    /// Whom it was written for, in words.
    pub name: String,
    pub own: bool,
    pub public: bool,
    pub words_html: String,
    pub facts: Vec<FactView<'a>>,
    /// What git knows of the file, if that was asked for.
    pub commit: Option<String>,
}

/// One typed fact. One of `text`, `items`, `links` is given; none of them means that it was ended by `none`.
#[derive(Debug, Serialize)]
pub(crate) struct FactView<'a> {
    pub key: &'static str,
    pub name: &'a str,
    pub text: Option<String>,
    pub items: Vec<String>,
    pub links: Vec<Link>,
}

/// A moment as the page of its incident shows it. Headings of its words start at `highest`.
pub(crate) fn view<'a>(look: &Look<'a>, incident: &Incident, moment: &Moment, highest: u8) -> MomentView<'a> {
    let anchor = |slug: &str| Link {
        label: incident
            .moments
            .iter()
            .find(|other| *other.slug == *slug)
            .map_or_else(String::new, |other| look.clock.instant(other.at).brief.clone()),
        href: format!("#{slug}"),
    };
    let last = incident.moments.last().is_some_and(|last| last.slug == moment.slug);
    let waits = incident.open || incident.window.is_some_and(|window| window.phase == Phase::Ahead);
    // What was written for this edition's own readers comes first.
    let (own, others): (Vec<&Part>, Vec<&Part>) = moment.parts.iter().partition(|part| part.own);
    MomentView {
        slug: moment.slug.to_string(),
        status: moment.status.map(|status| look.status(status)),
        class: moment.status.map_or("postmortem", crate::state::Status::word),
        at: look.clock.instant(moment.at),
        backfilled: moment.backfilled.map(|at| look.clock.instant(at)),
        corrects: moment.corrects.as_deref().map(anchor),
        corrected_by: moment.corrected_by.iter().map(|slug| anchor(slug)).collect(),
        changes: moment
            .changes
            .iter()
            .map(|change| ChangeView {
                component: look.component(change.component),
                from: look.state(change.from),
                to: look.state(change.to),
            })
            .collect(),
        parts: own
            .into_iter()
            .chain(others)
            .map(|one| part(look, one, highest))
            .filter(|part| !part.is_empty())
            .collect(),
        workaround: moment.workaround.clone(),
        next_update: moment.next_update.filter(|_| last && waits).map(|at| look.due(at)),
    }
}

impl PartView<'_> {
    fn is_empty(&self) -> bool {
        self.words_html.is_empty() && self.facts.is_empty()
    }
}

/// A part under the name of whom it was written for.
pub(crate) fn part<'a>(look: &Look<'a>, part: &Part, highest: u8) -> PartView<'a> {
    PartView {
        suffix: part.suffix.clone(),
        name: reader_name(look, &part.suffix, part.account.as_deref(), part.own),
        own: part.own,
        public: part.suffix == "public",
        words_html: part.words.sewn(highest, look.base),
        facts: facts(look, &part.facts),
        commit: part.commit.as_ref().map(|commit| self::commit(look, commit)),
    }
}

/// When a file was committed, by whom, and what became of its words since, in one line.
fn commit(look: &Look, commit: &Commit) -> String {
    let Commit { first, changed, pending } = commit;
    let told = |key: &str, stamp: &Stamp| {
        let time = &look.clock.instant(stamp.at).brief;
        let time = ("time", time.as_str());
        match &stamp.by {
            Some(by) => look.strings.fill(&format!("commit.{key}_by"), &[time, ("name", by)]),
            None => look.strings.fill(&format!("commit.{key}"), &[time]),
        }
    };
    let mut line = vec![match first {
        First::At(stamp) => told("committed", stamp),
        First::Earlier => look.strings.say("commit.earlier").to_owned(),
        First::Never => look.strings.say("commit.never").to_owned(),
    }];
    line.extend(changed.as_ref().map(|stamp| told("changed", stamp)));
    line.extend(pending.then(|| look.strings.say("commit.pending").to_owned()));
    line.join(" · ")
}

/// Whom a suffix speaks to, in words.
pub(crate) fn reader_name(look: &Look, suffix: &str, account: Option<&str>, own: bool) -> String {
    look.strings.reader(suffix, account, look.edition.label.as_deref().filter(|_| own))
}

/// The facts of a part in the order in which they are needed. The workaround stands with the moment.
fn facts<'a>(look: &Look<'a>, facts: &Facts) -> Vec<FactView<'a>> {
    let Facts {
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
        workaround,
    } = facts;
    let mut told = Vec::new();
    let fact = |key: &'static str| FactView {
        key,
        name: look.strings.say(&format!("fact.{key}")),
        text: None,
        items: Vec::new(),
        links: Vec::new(),
    };
    let text =
        |key, given: &Option<Option<String>>| given.as_ref().map(|text| FactView { text: text.clone(), ..fact(key) });
    let items = |key, given: &Option<Option<Vec<String>>>| {
        given.as_ref().map(|items| FactView { items: items.clone().unwrap_or_default(), ..fact(key) })
    };
    told.extend(text("bottom_line", bottom_line));
    told.extend(text("condition", condition));
    told.extend(affects.as_ref().map(|affects| FactView {
        text: affects.as_ref().map(|affects| look.component_names(affects)),
        ..fact("affects")
    }));
    told.extend(items("say", say));
    told.extend(items("dont_say", dont_say));
    told.extend(workaround.as_ref().map(|given| FactView {
        text: Some(given.clone().unwrap_or_else(|| look.strings.say("incident.no_workaround").to_owned())),
        ..fact("workaround")
    }));
    told.extend(text("macro", macro_name));
    told.extend(text("escalate_to", escalate_to));
    told.extend(confidence.as_ref().map(|given| FactView {
        text: given.map(|confidence| super::lead::confidence(look, confidence).to_owned()),
        ..fact("confidence")
    }));
    told.extend(asks.as_ref().map(|given| FactView {
        items: given.iter().flatten().map(|ask| owed(look, &ask.what, ask.of.as_deref(), ask.by)).collect(),
        ..fact("asks")
    }));
    told.extend(decisions.as_ref().map(|given| FactView {
        items: given.iter().flatten().map(|one| owed(look, &one.what, one.owner.as_deref(), one.by)).collect(),
        ..fact("decisions")
    }));
    told.extend(items("risks", risks));
    told.extend(items("unknowns", unknowns));
    told.extend(items("actions", actions));
    told.extend(items("needs", needs));
    told.extend(items("watch_for", watch_for));
    told.extend(lines.as_ref().map(|given| FactView {
        items: given.iter().flatten().map(|line| line_text(look, line)).collect(),
        ..fact("lines")
    }));
    told.extend(links.as_ref().map(|given| FactView {
        links: given.iter().flatten().map(|(label, href)| outside(label, href)).collect(),
        ..fact("links")
    }));
    told.extend(text("contact", contact));
    told
}

/// A link out of the edition; what is no web address stays words.
pub(crate) fn outside(label: &str, href: &str) -> Link {
    let leads = href.starts_with("https://") || href.starts_with("http://") || href.starts_with("mailto:");
    if leads {
        Link { label: label.to_owned(), href: href.to_owned() }
    } else {
        Link { label: format!("{label}: {href}"), href: String::new() }
    }
}

fn owed(look: &Look, what: &str, who: Option<&str>, by: Option<jiff::Timestamp>) -> String {
    let by = by.map(|by| look.strings.fill("fact.by", &[("time", &look.clock.instant(by).brief)]));
    let rest: Vec<&str> = who.into_iter().chain(by.as_deref()).collect();
    if rest.is_empty() { what.to_owned() } else { format!("{what} ({})", look.strings.list(rest)) }
}

fn line_text(look: &Look, line: &crate::edition::Line) -> String {
    let mut text = format!("{}: {}", line.function, look.strings.go(line.go));
    for more in [&line.what, &line.owner].into_iter().flatten() {
        text.push_str(" · ");
        text.push_str(more);
    }
    text
}
