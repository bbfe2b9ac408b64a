//! Drafts: their blanks asked for, judged as if they were there, put down, and told of.

use super::desk::{Begun, WordArgs};
use super::site::{self, SiteArgs};
use crate::compile::{self, Truth};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, told_once};
use crate::practice::authoring::when::{self, Toward};
use crate::practice::authoring::{Draft, Standing, blank};
use crate::practice::{self, Ground, Kind as Variety};
use crate::read::Selection;
use crate::source::{Kind, Listed, Source, file_name};
use crate::world::{self, NewFile};
use anyhow::bail;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Asks for the blanks that drafts leave open, the widest file's first, each once; an empty answer leaves it open.
pub(super) fn ask_blanks(begun: &Begun, drafts: &[Draft], said: &mut BTreeMap<String, String>) -> anyhow::Result<bool> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut answered = false;
    for draft in drafts {
        let template = draft.template.as_ref().and_then(|(name, _)| begun.authors.templates.get(name));
        for (_, name) in blank::left(&draft.text) {
            // How long it took follows from when it worked again, which is asked for.
            if said.contains_key(name) || name == "duration" || !asked.insert(name.to_owned()) {
                continue;
            }
            if asked.len() == 1 {
                site::complain("\nThe blanks of the templates. Return leaves one open, Ctrl-D all that follow.\n");
            }
            let question = template.and_then(|template| template.variable(name).ask);
            let question = question.unwrap_or_else(|| name.replace('_', " "));
            let kind = template.map(|template| template.variable(name).kind);
            loop {
                let Some(answer) = world::ask(&format!("{question} ({}): ", file_name(&draft.path)))? else {
                    return Ok(answered);
                };
                if answer.is_empty() {
                    break;
                }
                if let Some(why) = unfit(begun, kind, &answer) {
                    site::complain(&format!("{why}\n"));
                    continue;
                }
                said.insert(name.to_owned(), answer);
                answered = true;
                break;
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
    listing.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let is_draft = |listed: &Listed| sources.iter().find(|source| source.path == listed.path);
    let open = |wanted: &[Listed]| {
        let there: Vec<Listed> = wanted.iter().filter(|listed| is_draft(listed).is_none()).cloned().collect();
        let (mut opened, told) = world::open(&site.site, &there)?;
        opened.extend(wanted.iter().filter_map(is_draft).cloned());
        anyhow::Ok((opened, told))
    };
    let (truth, readers) = compile::gather(&listing, Selection::WithPrivate, &open, Ok)?;
    let mut told = truth.all_faults(&readers);
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
    // What is not yet said can't be judged: only what is wrong with it whatever stands in the blanks.
    let is_open = |path: &str| drafts.iter().any(|draft| draft.path == path && !blank::left(&draft.text).is_empty());
    let (waiting, faults): (Vec<_>, Vec<_>) = told.into_iter().partition(|fault| {
        fault.rule.is_some_and(|rule| later.contains(&rule))
            || fault.severity == Severity::Warning && is_open(&fault.place.path)
    });
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
    if word.edits() {
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
    let is_ready = |draft: &&Draft| blank::left(&draft.text).is_empty() && !unapproved.contains(draft.path.as_str());
    let ready: Vec<&Draft> = drafts.iter().filter(is_ready).collect();
    // The widest file makes the others of its moment true: without it none of them can go out.
    let is_word = |draft: &&Draft| file_name(&draft.path).starts_with(|c: char| c.is_ascii_digit());
    let widest_is_ready = drafts.iter().find(is_word).is_some_and(|widest| is_ready(&widest));
    let what = if ready.len() == drafts.len() {
        format!("next  candor check && git add {folder} && git commit")
    } else if widest_is_ready {
        let names: Vec<&str> = ready.iter().map(|draft| file_name(&draft.path)).collect();
        // A shell takes the braces away only where there are several names in them.
        let names = if let [only] = names[..] { only.to_owned() } else { format!("{{{}}}", names.join(",")) };
        format!("next  what is ready can go out before: git add {folder}/{names} && git commit")
    } else {
        format!("next  then candor check && git add {folder} && git commit")
    };
    line(what);
    text
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
    for draft in drafts {
        let Some(template) = draft.template.as_ref().and_then(|(name, _)| begun.authors.templates.get(name)) else {
            continue;
        };
        for (name, words) in said.iter().filter(|(name, _)| template.variables.contains_key(*name)) {
            if let Some(why) = unfit(begun, Some(template.variable(name).kind), words) {
                bail!("{why}");
            }
        }
    }
    let Some(name) = said.keys().find(|name| !names.contains(*name)) else { return Ok(()) };
    match did_you_mean(name, names.iter().map(String::as_str)) {
        Some(close) => bail!("no blank is called `{name}`: did you mean `{close}`?"),
        None => bail!("no blank is called `{name}` in these templates: leave `--set {name}=…` out"),
    }
}

/// Why a blank can't take these words.
fn unfit(begun: &Begun, kind: Option<Variety>, words: &str) -> Option<String> {
    match kind? {
        Variety::Time => when::typed(words, &begun.desk().zone(), begun.now, Toward::Past).err(),
        Variety::Number if words.parse::<f64>().is_err() => {
            Some(format!("`{words}` is not a number: write it in digits"))
        }
        _ => None,
    }
}

/// The blanks of a review without a template.
const REVIEW: &str = "{{ summary }} {{ what_happened }} {{ what_we_are_doing }}";
