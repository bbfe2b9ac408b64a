//! What the commands that write files share: the author's desk, questions, and how drafts are judged, put down and told.

use super::repository;
use super::site::{self, Brought, SiteArgs};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, meant_or};
use crate::model::Incident;
use crate::name::Suffix;
use crate::practice::authoring::when::{self, Toward};
use crate::practice::authoring::{Desk, Unnamed, named, owed_by_policy};
use crate::practice::{self, Authors, Ground, Template};
use crate::state::State;
use crate::world;
use anyhow::{Context as _, bail};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
    pub brought: Brought,
    pub authors: Authors,
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
                bail!("more than one incident {what}: name one of {}", names(&folders))
            }
        }
    }

    /// Folders of what goes on, as everybody together sees it.
    pub(super) fn open_folders(&self) -> BTreeSet<String> {
        let ground = self.ground();
        let shown = ground.all.iter().flat_map(|all| &all.incidents);
        shown.filter(|incident| incident.open).map(|incident| incident.slug.to_string()).collect()
    }

    pub(super) fn ground(&self) -> Ground<'_> {
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
                let known = known.iter().map(String::as_str);
                let hint = meant_or(&name, known, || "declare it in `content/audiences.yaml`".to_owned());
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
