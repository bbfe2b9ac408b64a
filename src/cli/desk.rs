//! What the commands that write files share: the author's desk, questions, and how drafts are judged, put down and told.

use super::repository;
use super::site::{self, Brought, SiteArgs};
use crate::compile::{self, Truth};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, told_once};
use crate::model::Incident;
use crate::name::Suffix;
use crate::practice::authoring::when::{self, Toward};
use crate::practice::authoring::{Desk, Draft, Standing, Unnamed, blank, named, owed_by_policy};
use crate::practice::{self, Authors, Ground, Template};
use crate::read::Selection;
use crate::source::{Kind, Listed, Source, file_name};
use crate::state::State;
use crate::world::{self, NewFile};
use anyhow::{Context as _, bail};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// What every command that writes an update is given.
#[derive(Debug, clap::Args)]
pub(super) struct WordArgs {
    /// What a blank of the templates is filled with, as in `--set symptom="Some payments fail."`
    #[arg(long, value_name = "NAME=WORDS")]
    set: Vec<String>,

    /// Write for this audience (`public`, `support`, `strategic.acme`) instead of for whom policy names; may be given several times
    #[arg(long, value_name = "NAME")]
    audience: Vec<String>,

    /// When the next update comes, as in `30m` or `15:10`, or `none`; otherwise as policy promises
    #[arg(long, value_name = "TIME")]
    next_update: Option<String>,

    /// Take the templates that are kept for this occasion
    #[arg(long, value_name = "NAME")]
    occasion: Option<String>,

    /// When it happened, if not now: `14:47`, `2026-08-17T14:47:00Z`, or `5m` for five minutes ago
    #[arg(long, value_name = "TIME")]
    at: Option<String>,

    /// Open the files in `VISUAL` or `EDITOR` afterwards
    #[arg(long)]
    edit: bool,

    /// The instant to write at; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// The site as an author begins to write.
pub(super) struct Begun {
    brought: Brought,
    authors: Authors,
    pub now: Timestamp,
}

/// Brings the site in, or tells what has to be mended first.
pub(super) fn begin(site: &SiteArgs, now: Option<&str>) -> anyhow::Result<Option<Begun>> {
    let now = world::now(now)?;
    let (brought, authors) = repository::bring(&site.site)?;
    let is_setting = |fault: &&Diagnostic| {
        fault.severity == Severity::Error
            && fault.place.path.strip_prefix("content/").is_some_and(|path| !path.contains('/'))
    };
    let faults: Vec<Diagnostic> = brought.truth.told.iter().filter(is_setting).cloned().collect();
    if !faults.is_empty() {
        site::tell(&brought.truth, faults, site);
        site::complain("nothing is written until these settings are mended\n");
        return Ok(None);
    }
    Ok(Some(Begun { brought, authors, now }))
}

impl Begun {
    pub(super) fn desk(&self) -> Desk<'_> {
        Desk { site: &self.brought.truth.site, templates: &self.authors.templates, now: self.now }
    }

    /// Faults of the templates themselves.
    pub(super) fn tell_templates(&self, args: &SiteArgs) -> bool {
        let own = |fault: &&Diagnostic| fault.place.path.starts_with("content/templates/");
        let faults: Vec<Diagnostic> = self.authors.told.iter().filter(own).cloned().collect();
        let any = !faults.is_empty();
        site::tell(&self.brought.truth, faults, args);
        any
    }

    /// The incident that is meant; the only one that `fits` if none is named.
    pub(super) fn incident(
        &self,
        wanted: Option<&str>,
        (what, fits): (&str, &dyn Fn(&Incident) -> bool),
    ) -> anyhow::Result<&Incident> {
        let all: Vec<&Incident> = self.brought.truth.site.incidents.iter().collect();
        let names = |folders: &[String]| format!("`{}`", folders.join("`, `"));
        if let Some(wanted) = wanted {
            return named(&all, wanted).map_err(|why| match why {
                Unnamed::None(Some(close)) => {
                    anyhow::anyhow!("there is no incident `{wanted}`: did you mean `{close}`?")
                }
                Unnamed::None(None) => {
                    anyhow::anyhow!("there is no incident `{wanted}`: `candor status` lists those that are open")
                }
                Unnamed::Several(folders) => {
                    anyhow::anyhow!("`{wanted}` may be any of {}: name one of them", names(&folders))
                }
            });
        }
        let fitting: Vec<&&Incident> = all.iter().filter(|incident| fits(incident)).collect();
        match fitting[..] {
            [only] => Ok(only),
            [] => bail!("no incident {what}: name one, as in `2026-08-17-api`"),
            _ => {
                let folders: Vec<String> = fitting.iter().map(|incident| incident.folder.to_string()).collect();
                bail!("{} incidents {what}: name one of {}", folders.len(), names(&folders))
            }
        }
    }

    /// Folders of what goes on, as everybody together sees it.
    pub(super) fn open_folders(&self) -> BTreeSet<String> {
        let ground = self.ground();
        let shown = ground.all.iter().flat_map(|all| &all.incidents);
        shown.filter(|incident| incident.open).map(|incident| incident.slug.to_string()).collect()
    }

    fn ground(&self) -> Ground<'_> {
        repository::ground(&self.brought, &self.authors, self.now)
    }
}

impl WordArgs {
    pub(super) fn now(&self) -> Option<&str> {
        self.now.as_deref()
    }

    pub(super) fn edits(&self) -> bool {
        self.edit
    }

    pub(super) fn at_is_now(&self) -> bool {
        self.at.is_none()
    }

    pub(super) fn occasion<'a>(&'a self, begun: &Begun) -> anyhow::Result<Option<&'a str>> {
        let Some(occasion) = &self.occasion else { return Ok(None) };
        let desk = begun.desk();
        let known = practice::authoring::occasions(&desk);
        if !known.contains(&occasion.as_str()) {
            bail!("no template is kept for the occasion `{occasion}`: there are {}", known.join(", "));
        }
        Ok(Some(occasion))
    }

    pub(super) fn at(&self, begun: &Begun) -> anyhow::Result<Timestamp> {
        let at = match &self.at {
            Some(written) => past(begun, written)?,
            None => begun.now,
        };
        Ok(when::minute(at))
    }

    pub(super) fn next(&self, begun: &Begun, at: Timestamp) -> anyhow::Result<Option<Option<Timestamp>>> {
        match self.next_update.as_deref() {
            None => Ok(None),
            Some(written) => next_of(begun, written, at),
        }
    }

    /// Whom the author named, if anybody.
    pub(super) fn audiences(&self, begun: &Begun) -> anyhow::Result<Option<Vec<Suffix>>> {
        if self.audience.is_empty() {
            return Ok(None);
        }
        let site = &begun.brought.truth.site;
        let mut known: Vec<String> = vec!["public".to_owned(), "internal".to_owned()];
        for audience in &site.audiences {
            known.push(audience.name.clone());
            if audience.kind == crate::model::AudienceKind::Account {
                known.extend(site.accounts.iter().map(|account| format!("{}.{}", audience.name, account.key)));
            }
        }
        let mut chosen = Vec::new();
        for name in &self.audience {
            let name = name.replace('/', ".");
            if !known.contains(&name) {
                let hint = did_you_mean(&name, known.iter().map(String::as_str)).map_or_else(
                    || "declare it in `content/audiences.yaml`".to_owned(),
                    |close| format!("did you mean `{close}`?"),
                );
                bail!("no audience is called `{name}`: {hint}");
            }
            chosen.push(if name == "public" {
                Suffix::Public
            } else {
                Suffix::parse(&name).ok().with_context(|| format!("`{name}` is no audience"))?
            });
        }
        chosen.sort_by(crate::model::by_width);
        chosen.dedup();
        Ok(Some(chosen))
    }

    /// What the author said for blanks.
    pub(super) fn said(&self) -> anyhow::Result<BTreeMap<String, String>> {
        pairs(&self.set, "--set", "symptom=\"Some payments fail.\"")
    }
}

/// `name=value`, several times.
pub(super) fn pairs(written: &[String], flag: &str, example: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let pair = |one: &String| {
        let (name, value) =
            one.split_once('=').filter(|(name, value)| !name.trim().is_empty() && !value.trim().is_empty())?;
        Some((name.trim().to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    written
        .iter()
        .map(|one| {
            pair(one).with_context(|| format!("`{flag} {one}` names nothing: write it as in `{flag} {example}`"))
        })
        .collect()
}

pub(super) fn past(begun: &Begun, written: &str) -> anyhow::Result<Timestamp> {
    let at = when::typed(written, &begun.desk().zone(), begun.now, Toward::Past).map_err(anyhow::Error::msg)?;
    anyhow::ensure!(at <= begun.now, "`{written}` is ahead of now: an update is written when something has happened");
    Ok(at)
}

/// When the next update comes, or that none does.
pub(super) fn next_of(begun: &Begun, written: &str, at: Timestamp) -> anyhow::Result<Option<Option<Timestamp>>> {
    if written == "none" {
        return Ok(Some(None));
    }
    let next = when::typed(written, &begun.desk().zone(), at, Toward::Future).map_err(anyhow::Error::msg)?;
    anyhow::ensure!(next > at, "`{written}` is not after this update: say when the next one comes");
    Ok(Some(Some(next)))
}

/// `checkout=partial_outage`, several times; ids and states that there are.
pub(super) fn states(begun: &Begun, written: &[String]) -> anyhow::Result<Vec<(String, State)>> {
    let words = || State::ALL.map(State::word);
    let one = |one: &String| {
        let (id, word) = one
            .split_once('=')
            .with_context(|| format!("`{one}` gives no state: write it as in `{one}=partial_outage`"))?;
        component(begun, id)?;
        let state = State::ALL.into_iter().find(|state| state.word() == word).with_context(|| {
            match did_you_mean(word, words()) {
                Some(close) => format!("`{word}` is no state: did you mean `{close}`?"),
                None => format!("`{word}` is no state: write one of {}", words().join(", ")),
            }
        })?;
        Ok((id.to_owned(), state))
    };
    written.iter().map(one).collect()
}

pub(super) fn component(begun: &Begun, id: &str) -> anyhow::Result<()> {
    let groups = &begun.brought.truth.site.settings.groups;
    let ids: Vec<&str> = groups.iter().flat_map(|group| &group.components).map(|component| &*component.id).collect();
    if ids.contains(&id) {
        return Ok(());
    }
    match did_you_mean(id, ids.iter().copied()) {
        Some(close) => bail!("there is no component `{id}`: did you mean `{close}`?"),
        None => bail!("there is no component `{id}`: there are {}", ids.join(", ")),
    }
}

/// Asks for the blanks that drafts leave open, the widest file's first, each once; an empty answer leaves it open.
pub(super) fn ask_blanks(begun: &Begun, drafts: &[Draft], said: &mut BTreeMap<String, String>) -> anyhow::Result<bool> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut answered = false;
    for draft in drafts {
        let template = draft.template.as_ref().and_then(|(name, _)| begun.authors.templates.get(name));
        for (_, name) in blank::left(&draft.text) {
            if said.contains_key(name) || !asked.insert(name.to_owned()) {
                continue;
            }
            if asked.len() == 1 {
                site::complain("\nThe blanks of the templates. Return leaves one open, Ctrl-D all that follow.\n");
            }
            let question = template.and_then(|template| template.variable(name).ask);
            let question = question.unwrap_or_else(|| name.replace('_', " "));
            match world::ask(&format!("{question} ({}): ", file_name(&draft.path)))? {
                None => return Ok(answered),
                Some(answer) if answer.is_empty() => {}
                Some(answer) => {
                    said.insert(name.to_owned(), answer);
                    answered = true;
                }
            }
        }
    }
    Ok(answered)
}

/// Looks at the site as it would be with the drafts. Blanks and approvals that are still to come are no faults of the drafts.
fn judge(site: &SiteArgs, begun: &Begun, drafts: &[Draft]) -> anyhow::Result<(Truth, Vec<Diagnostic>)> {
    let sources: Vec<Source> = drafts.iter().map(|draft| Source::text(&draft.path, &draft.text)).collect();
    let mut listing = world::list(&site.site)?;
    listing.extend(sources.iter().map(|source| Listed { path: source.path.clone(), kind: Kind::File }));
    listing.sort_by(|a, b| a.path.cmp(&b.path));
    let is_draft = |listed: &Listed| sources.iter().find(|source| source.path == listed.path);
    let open = |wanted: &[Listed]| {
        let there: Vec<Listed> = wanted.iter().filter(|listed| is_draft(listed).is_none()).cloned().collect();
        let (mut opened, told) = world::open(&site.site, &there)?;
        opened.extend(wanted.iter().filter_map(is_draft).cloned());
        anyhow::Ok((opened, told))
    };
    let (truth, readers) = compile::gather(&listing, Selection::WithPrivate, &open, Ok)?;
    let mut told = truth.told.clone();
    for reader in &readers {
        told.extend(truth.faults(reader));
    }
    let text = |path: &str| truth.text(path);
    let ground =
        Ground::new(&truth.site, begun.now, &begun.authors, &text, &|reader| truth.edition(reader, begun.now).ok());
    told.extend(practice::check(&ground));
    let own: BTreeSet<&str> = drafts.iter().map(|draft| draft.path.as_str()).collect();
    told.retain(|fault| own.contains(&*fault.place.path));
    Ok((truth, told_once(told)))
}

/// Puts the drafts down if nothing but blanks and approvals stands in their way, and tells what to do next.
///
/// # Errors
/// The files can't be written.
pub(super) fn put_down(site: &SiteArgs, begun: &Begun, drafts: &[Draft], word: &WordArgs) -> anyhow::Result<bool> {
    let (truth, told) = judge(site, begun, drafts)?;
    let later = ["unfilled-blank", "unapproved", "template-drift", "template-expired"];
    let (waiting, faults): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|fault| fault.rule.is_some_and(|rule| later.contains(&rule)));
    let is_faulty = faults.iter().any(|fault| fault.severity == Severity::Error);
    site::tell(&truth, faults, site);
    if is_faulty {
        site::complain("nothing is written: say it in other words\n");
        return Ok(false);
    }
    let files: Vec<NewFile> = drafts
        .iter()
        .map(|draft| NewFile { path: draft.path.clone(), bytes: draft.text.clone().into_bytes(), mode: 0o644 })
        .collect();
    world::put_new(&site.site, &files)?;
    let open: BTreeSet<Arc<str>> =
        waiting.iter().filter(|fault| fault.rule == Some("unapproved")).map(|fault| fault.place.path.clone()).collect();
    site::say(&told_of(&truth, drafts, &open))?;
    if word.edit {
        let with_blanks = drafts.iter().filter(|draft| !blank::left(&draft.text).is_empty());
        let paths: Vec<_> = with_blanks.map(|draft| site.site.join(&draft.path)).collect();
        if !paths.is_empty() {
            world::edit(&paths)?;
        }
    }
    Ok(true)
}

/// What was written, which blanks are open, and what comes next.
fn told_of(truth: &Truth, drafts: &[Draft], unapproved: &BTreeSet<Arc<str>>) -> String {
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{line}").expect("writing to a string can't fail");
    for draft in drafts {
        let from = match &draft.template {
            None => String::new(),
            Some((name, Standing::SignedOff)) => format!("  (template {name}, signed off)"),
            Some((name, Standing::Unapproved)) => format!("  (template {name}, not signed off)"),
            Some((name, Standing::PastReview)) => format!("  (template {name}, past its review)"),
        };
        line(format!("wrote {}{from}", draft.path));
    }
    let mut open = 0;
    for draft in drafts {
        for (number, name) in blank::left(&draft.text) {
            line(format!("blank {}:{number} {name}", draft.path));
            open += 1;
        }
    }
    let ready: Vec<&Draft> = drafts.iter().filter(|draft| blank::left(&draft.text).is_empty()).collect();
    if open > 0 {
        line("next  fill the blanks, or take their sentences out".to_owned());
    }
    for draft in drafts {
        let waits = blank::left(&draft.text).is_empty() && unapproved.contains(draft.path.as_str());
        let found = practice::part_of(&truth.site, &draft.path).filter(|_| waits);
        for role in
            found.iter().flat_map(|(incident, _, part)| practice::roles_needed(&truth.site, incident, &part.suffix))
        {
            line(format!("next  candor approve {} --as {role}", draft.path));
        }
    }
    let folder = drafts.first().and_then(|draft| draft.path.rsplit_once('/')).map_or("content", |(folder, _)| folder);
    let what = match (open, ready.len()) {
        (0, _) => format!("next  candor check && git add {folder} && git commit"),
        (_, 0) => format!("next  then candor check && git add {folder} && git commit"),
        _ => "next  what has no blank can go out before: git add these files alone, and git commit".to_owned(),
    };
    line(what);
    text
}

/// Whom policy names, unless the author did.
pub(super) fn addressed(begun: &Begun, word: &WordArgs, severity: Option<&str>) -> anyhow::Result<Vec<Suffix>> {
    Ok(word.audiences(begun)?.unwrap_or_else(|| owed_by_policy(&begun.brought.truth.site, severity)))
}

/// A severity that policy has.
pub(super) fn severity(begun: &Begun, written: &str) -> anyhow::Result<()> {
    let known: Vec<&str> = begun.brought.truth.site.policy.severities.keys().map(String::as_str).collect();
    if known.is_empty() || known.contains(&written) {
        return Ok(());
    }
    match did_you_mean(written, known.iter().copied()) {
        Some(close) => bail!("policy knows no severity `{written}`: did you mean `{close}`?"),
        None => bail!("policy knows no severity `{written}`: there are {}", known.join(", ")),
    }
}

/// Where templates lie.
pub(super) fn template_path(site: &Path, name: &str) -> std::path::PathBuf {
    site.join(format!("content/templates/{name}.md"))
}

/// A template by name.
pub(super) fn template<'a>(begun: &'a Begun, name: &str) -> anyhow::Result<&'a Template> {
    let all = &begun.authors.templates;
    all.get(name).with_context(|| match did_you_mean(name, all.keys().map(String::as_str)) {
        Some(close) => format!("there is no template `{name}`: did you mean `{close}`?"),
        None => format!("there is no template `{name}`: `content/templates/` holds them"),
    })
}

/// The severity of an incident, by its narrowest file.
pub(super) fn severity_of(incident: &Incident) -> Option<String> {
    incident.heads.iter().rev().find_map(|head| head.severity.clone())
}

/// What was said for a blank that no template has: a misspelt name would leave the right one open.
pub(super) fn unused(begun: &Begun, drafts: &[Draft], said: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let mut names: BTreeSet<String> = blank::KNOWN.iter().map(|name| (*name).to_owned()).collect();
    names.insert("mitigated".to_owned());
    for draft in drafts {
        let template = draft.template.as_ref().and_then(|(name, _)| begun.authors.templates.get(name));
        let texts =
            template.map(|template| [template.facts.texts(), vec![&*template.body]].concat()).unwrap_or_default();
        for text in texts.into_iter().chain([draft.text.as_str(), REVIEW]) {
            names.extend(blank::left(text).into_iter().map(|(_, name)| name.to_owned()));
        }
        names.extend(["words", "bottom_line", "say", "condition", "function", "what"].map(str::to_owned));
    }
    for name in said.keys().filter(|name| !names.contains(*name)) {
        match did_you_mean(name, names.iter().map(String::as_str)) {
            Some(close) => bail!("no blank is called `{name}`: did you mean `{close}`?"),
            None => bail!("no blank is called `{name}` in these templates: leave `--set {name}=…` out"),
        }
    }
    Ok(())
}

/// The blanks of a review without a template.
const REVIEW: &str = "{{ summary }} {{ what_happened }} {{ what_we_are_doing }}";
