//! cState: a folder of Hugo's, with `config.yml` and one Markdown file for each incident in `content/issues/`. Source of the keys: its
//! archetypes and templates.

use super::words::{Breaks, markdown, shown};
use super::{Component, Group, Kind, Moment, Record, Told, by_time, instant};
use crate::state::{State, Status};
use crate::yaml::{self, Node, Value};
use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// More values than a settings file has are a bomb.
const VALUES: usize = 100_000;

/// Reads the settings and the incidents, each file with its path and text. Instants without an offset are in the zone of the settings.
///
/// # Errors
/// The settings are no YAML.
pub fn cstate(config: (&str, &str), issues: &[(String, String)], now: Timestamp) -> anyhow::Result<Told> {
    let mut told = Told::default();
    let root = parsed(config.0, config.1, 0)?;
    let top = Keys(&root);
    told.name = top.word("title");
    told.url =
        top.word("baseURL").filter(|url| url.starts_with("http")).map(|url| url.trim_end_matches('/').to_owned());
    told.timezone = top.word("timeZone").filter(|zone| TimeZone::get(zone).is_ok());
    if let Some(params) = top.get("params").map(Keys) {
        told.description = params.word("description").map(|words| shown(&words));
        told.groups = groups(&params);
    }
    let zone = told.zone();
    for (path, text) in issues {
        match record(path, text, &zone, now) {
            Ok(record) => told.records.push(record),
            Err(error) => told.leave(path, &error),
        }
    }
    Ok(told.ordered())
}

/// YAML that two readers agree on. Lines are counted from `line` on.
fn parsed<'a>(path: &str, yaml: &'a str, line: usize) -> anyhow::Result<Node<'a>> {
    let place = |at: usize| {
        let before = &yaml[..at.min(yaml.len())];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{path}:{}:{column}", line + before.matches('\n').count() + 1)
    };
    let node = yaml::parse(yaml, VALUES).map_err(|flaw| {
        let (phrase, hint) = flaw.told(yaml);
        anyhow::anyhow!("`{}`: {phrase}: {hint}", place(flaw.span.start))
    })?;
    if let Err(at) = yaml::agrees(yaml, &node) {
        anyhow::bail!("`{}`: readers of YAML read this differently: put the value in quotes", place(at.unwrap_or(0)));
    }
    Ok(node)
}

/// Systems under their categories, in the order of both; what has no category comes first.
fn groups(params: &Keys<'_>) -> Vec<Group> {
    let named: Vec<String> = params.list("categories").filter_map(|one| Keys(one).word("name")).collect();
    let group = |name: &str| Group { name: name.to_owned(), components: Vec::new() };
    let mut groups: Vec<Group> =
        std::iter::once("Services").chain(named.iter().map(String::as_str)).map(group).collect();
    for one in params.list("systems").map(Keys) {
        let Some(key) = one.word("name") else { continue };
        let category = one.word("category").and_then(|category| named.iter().position(|name| *name == category));
        let name = one.word("displayName").unwrap_or_else(|| key.clone());
        let description = one.word("description").map(|words| shown(&words));
        groups[category.map_or(0, |at| at + 1)].components.push(Component { key, name, description });
    }
    groups.retain(|group| !group.components.is_empty());
    groups
}

fn record(path: &str, text: &str, zone: &TimeZone, now: Timestamp) -> anyhow::Result<Record> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (yaml, body) = parted(&text).context("it has no front matter between two lines `---`")?;
    let front = parsed(path, yaml, 1)?;
    let front = Keys(&front);
    anyhow::ensure!(front.word("section").as_deref() == Some("issue"), "it is no issue: it lacks `section: issue`");
    anyhow::ensure!(front.word("draft").as_deref() != Some("true"), "it is a draft");
    let time = |key: &str| match front.word(key) {
        Some(written) => match instant::instant(&written, zone) {
            Some(at) => Ok(Some(at)),
            None => anyhow::bail!("`{key}: {written}` is no time: write it as in `2026-08-17T14:02:00Z`"),
        },
        None => Ok(None),
    };
    let title = front.word("title").context("it has no `title`")?;
    let date = time("date")?.context("it has no `date`")?;
    let end = time("resolvedWhen")?;
    let resolved = front.word("resolved").map(|resolved| resolved == "true");
    let affected: Vec<String> = front.list("affected").filter_map(|one| written(one).map(str::to_owned)).collect();
    let (kind, words, moments, postmortem) = match front.word("severity").unwrap_or_default().as_str() {
        "notice" => {
            let until = end.filter(|until| *until > date).context(
                "it is an announcement, not a window with an end: say it on a page, or give it `resolvedWhen`",
            )?;
            anyhow::ensure!(date <= now, "its window is still to come: announce it with `candor new maintenance`");
            let mut moments = vec![silent(Status::InProgress, date)];
            moments.extend((resolved == Some(true) && until <= now).then(|| silent(Status::Completed, until)));
            let words = markdown(&without_shortcodes(body), Breaks::Soft);
            (Kind::Maintenance { from: date, until, components: affected }, words, moments, None)
        }
        severity => {
            let state = match severity {
                "down" => State::MajorOutage,
                "disrupted" => State::PartialOutage,
                "" => anyhow::bail!("it is an announcement: it has no `severity`"),
                other => anyhow::bail!("`severity: {other}` is none of down, disrupted and notice"),
            };
            let resolved =
                resolved.context("it is an announcement: it says neither `resolved: true` nor `resolved: false`")?;
            let (words, told, postmortem) = pieces(body, zone)
                .unwrap_or_else(|| (markdown(&without_shortcodes(body), Breaks::Soft), Vec::new(), None));
            let mut moments = whole(told, date, resolved.then_some(end))?;
            anyhow::ensure!(moments.iter().all(|moment| moment.at <= now), "it tells of a time that is still to come");
            moments[0].states = affected.into_iter().map(|key| (key, state)).collect();
            (Kind::Incident { started: moments[0].at.min(date) }, words, moments, postmortem)
        }
    };
    Ok(Record { source: path.to_owned(), title, kind, words, moments, postmortem })
}

/// The updates of an incident from its beginning, and to its end if it has come to one: where no update tells of these, they
/// are told without words.
fn whole(mut told: Vec<Moment>, date: Timestamp, end: Option<Option<Timestamp>>) -> anyhow::Result<Vec<Moment>> {
    if told.first().is_none_or(|first| first.at > date && first.status != Status::Investigating) {
        told.insert(0, silent(Status::Investigating, date));
    }
    if let Some(end) = end.filter(|_| told.iter().all(|moment| moment.status != Status::Resolved)) {
        let end = end.context("it is resolved, and doesn't say when: give it `resolvedWhen`")?;
        let last = told.last().map_or(date, |last| last.at);
        told.push(silent(Status::Resolved, end.max(last)));
    }
    Ok(told)
}

fn silent(status: Status, at: Timestamp) -> Moment {
    Moment { status, at, posted: None, states: Vec::new(), words: String::new() }
}

/// Front matter and body.
fn parted(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n")?;
    let end = if rest.starts_with("---\n") { 0 } else { rest.find("\n---")? + 1 };
    let body = rest[end..].strip_prefix("---")?;
    let body = body.strip_prefix('\n').or_else(|| body.is_empty().then_some(body))?;
    Some((&rest[..end], body))
}

/// What stands before the updates of a body, the updates, and the postmortem.
type Pieces = (String, Vec<Moment>, Option<(Timestamp, String)>);

/// The updates of a body by its convention: the latest first, each beginning with its status in stress, as in `*Monitoring* - We …`, and
/// saying when in `{{< track "2018-04-13 15:54:00" >}}`. None if there is one that doesn't: then the body stays whole.
fn pieces(body: &str, zone: &TimeZone) -> Option<Pieces> {
    let mut before = String::new();
    let mut pieces: Vec<(&str, String)> = Vec::new();
    for line in body.lines() {
        if let Some((word, rest)) = begins_update(line) {
            pieces.push((word, rest.to_owned()));
        } else {
            let piece = pieces.last_mut().map_or(&mut before, |(_, piece)| piece);
            piece.push('\n');
            piece.push_str(line);
        }
    }
    let mut moments = Vec::new();
    let mut postmortem = None;
    for (word, piece) in pieces {
        let at = instant::instant(tracked(&piece)?, zone)?;
        let words = without_shortcodes(&piece);
        let words = words.trim().trim_end_matches("---").trim();
        let words = markdown(words, Breaks::Soft);
        match word {
            "post-mortem" | "postmortem" => postmortem = Some((at, words)).filter(|(_, words)| !words.is_empty()),
            word => {
                let status = Status::OF_INCIDENTS.into_iter().find(|status| status.word() == word)?;
                moments.push(Moment { status, at, posted: None, states: Vec::new(), words });
            }
        }
    }
    let moments = by_time(moments);
    (!moments.is_empty()).then(|| (markdown(&without_shortcodes(&before), Breaks::Soft), moments, postmortem))
}

/// The status that a line begins with in stress, and the rest of the line.
fn begins_update(line: &str) -> Option<(&'static str, &str)> {
    const WORDS: [&str; 7] =
        ["investigating", "identified", "monitoring", "resolved", "retracted", "post-mortem", "postmortem"];
    let open = line.trim_start();
    let inner = open.trim_start_matches(['*', '_']);
    let marks = &open[..open.len() - inner.len()];
    let (word, rest) = inner.split_once(marks).filter(|_| !marks.is_empty())?;
    let word = WORDS.into_iter().find(|known| word.trim().eq_ignore_ascii_case(known))?;
    Some((word, rest.trim_start().trim_start_matches(['-', '–', ':']).trim_start()))
}

/// The time in the shortcode `track`.
fn tracked(piece: &str) -> Option<&str> {
    let (_, rest) = piece.split_once("{{< track ")?;
    let (written, _) = rest.split_once(">}}")?;
    Some(written.trim().trim_matches('"'))
}

fn without_shortcodes(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, code)) = rest.split_once("{{") {
        written.push_str(before);
        match code.split_once("}}") {
            Some((_, after)) if code.starts_with(['<', '%']) => rest = after,
            _ => {
                written.push_str("{{");
                rest = code;
            }
        }
    }
    written.push_str(rest);
    written
}

/// A map, asked by its keys.
struct Keys<'a>(&'a Node<'a>);

impl<'a> Keys<'a> {
    fn get(&self, wanted: &str) -> Option<&'a Node<'a>> {
        let Value::Map(pairs) = &self.0.value else { return None };
        // Hugo takes its keys in any case.
        pairs
            .iter()
            .find(|(key, _)| written(key).is_some_and(|key| key.eq_ignore_ascii_case(wanted)))
            .map(|(_, value)| value)
    }

    fn word(&self, wanted: &str) -> Option<String> {
        self.get(wanted).and_then(written).filter(|word| !word.trim().is_empty()).map(str::to_owned)
    }

    fn list(&self, wanted: &str) -> impl Iterator<Item = &'a Node<'a>> {
        match self.get(wanted).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter(),
            _ => [].iter(),
        }
    }
}

fn written<'a>(node: &'a Node<'a>) -> Option<&'a str> {
    match &node.value {
        Value::Plain(words) | Value::Quoted(words) => Some(words),
        _ => None,
    }
}
