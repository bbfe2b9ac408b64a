//! One file of a moment: facts, template and words for one audience.

use super::choose::Choice;
use super::who::{self, facts_bearing, kind_of};
use super::word::{self, Values, Word};
use super::{Desk, Draft, when, yaml};
use crate::model::AudienceKind;
use crate::name::Suffix;
use crate::practice::template::{Given, Template};
use jiff::Timestamp;

/// Who is written to, and what is known of them.
pub(super) struct Addressee {
    pub suffix: Suffix,
    pub values: Values,
    /// Whether they have had no word yet.
    pub is_first: bool,
}

/// The files of one moment, the widest first.
pub(super) fn files(desk: &Desk<'_>, word: &Word<'_>, to: &[Addressee]) -> Vec<Draft> {
    let suffixes: Vec<Suffix> = to.iter().map(|to| to.suffix.clone()).collect();
    let bearing = facts_bearing(desk.site, &suffixes);
    to.iter()
        .map(|to| {
            let next = next_of(desk, word, &suffixes, &to.suffix);
            let facts = if bearing.contains(&to.suffix) { shared(word) } else { Vec::new() };
            file(desk, word, to, (facts, next))
        })
        .collect()
}

/// When the next word comes, and whether this file says so.
#[derive(Clone, Copy)]
struct NextWord {
    at: Option<Timestamp>,
    is_written: bool,
}

fn next_of(desk: &Desk<'_>, word: &Word<'_>, suffixes: &[Suffix], own: &Suffix) -> NextWord {
    let by_policy =
        |suffix: &Suffix| desk.every(word.severity, suffix).and_then(|every| word.at.checked_add(every).ok());
    let is_over = word.stage == "postmortem" || is_over(word.stage);
    let widest = suffixes.first() == Some(own);
    if is_over {
        return NextWord { at: None, is_written: false };
    }
    let leading = suffixes.first().map(|first| word.next.unwrap_or_else(|| by_policy(first)));
    if widest {
        let at = leading.flatten();
        return NextWord { at, is_written: at.is_some() || word.next.is_some() };
    }
    // Whoever reads the widest file has its promise, unless policy promises them another.
    let mine = if word.next.is_some() { None } else { by_policy(own) };
    let reads_widest = suffixes.first().is_some_and(|first| who::all_read(desk.site, own, std::slice::from_ref(first)));
    let leads = suffixes.first() == Some(&Suffix::Public);
    match (mine, leading.flatten()) {
        (Some(mine), Some(leading)) if reads_widest && leads && mine == leading => {
            NextWord { at: Some(leading), is_written: false }
        }
        (Some(mine), _) => NextWord { at: Some(mine), is_written: true },
        (None, leading) => NextWord { at: leading.filter(|_| reads_widest), is_written: false },
    }
}

fn is_over(stage: &str) -> bool {
    ["resolved", "retracted", "completed", "cancelled"].contains(&stage)
}

/// `status`, `at` and what else is one for all files of the moment.
fn shared(word: &Word<'_>) -> Vec<(String, Given)> {
    let text = |key: &str, value: String| (key.to_owned(), Given::Text(value));
    let mut facts = Vec::new();
    if word.stage != "postmortem" {
        facts.push(text("status", word.stage.to_owned()));
    }
    facts.push(text("at", when::written(word.at)));
    if !word.components.is_empty() {
        let states = word.components.iter().map(|(id, state)| text(id, state.word().to_owned()));
        facts.push(("components".to_owned(), Given::Map(states.collect())));
    }
    facts.extend(word.facts.iter().cloned());
    facts
}

fn file(
    desk: &Desk<'_>,
    word: &Word<'_>,
    to: &Addressee,
    (mut facts, next): (Vec<(String, Given)>, NextWord),
) -> Draft {
    let suffix = &to.suffix;
    let choice = Choice { suffix, stage: word.stage, severity: word.severity, occasion: word.occasion };
    let template = desk.template(&choice);
    let mut values = to.values.clone();
    if let Some(at) = next.at {
        values.times.insert("next_update", at);
    }
    if next.is_written {
        let written = next.at.map_or_else(|| "none".to_owned(), when::written);
        facts.push(("next_update".to_owned(), Given::Text(written)));
    }
    let fill = |text: &str| word::fill(desk, word, &values, template, text);
    let mut own = own_facts(desk, to, template, word);
    if let Some(template) = template {
        facts.push(("template".to_owned(), Given::Text(template.name.clone())));
    }
    for (_, value) in &mut own {
        *value = value.turned(&fill);
    }
    facts.extend(own);
    let body = match template {
        Some(template) => template.body.clone(),
        None if word.stage == "postmortem" => REVIEW.to_owned(),
        None => "{{ words }}".to_owned(),
    };
    let front = yaml::front_matter(&facts);
    let body = fill(&body);
    let name = match suffix {
        Suffix::Public => format!("{}.md", word.stem),
        other => format!("{}.{other}.md", word.stem),
    };
    let body = if body.is_empty() { String::new() } else { format!("{body}\n") };
    Draft {
        path: format!("{}/{name}", word.folder),
        text: format!("{front}{body}"),
        template: template.map(|template| (template.name.clone(), desk.standing(template))),
    }
}

/// The facts of the audience itself: those of the template, and the one that this kind of audience needs first.
fn own_facts(desk: &Desk<'_>, to: &Addressee, template: Option<&Template>, word: &Word<'_>) -> Vec<(String, Given)> {
    let mut facts = match template.map(|template| template.facts.clone()) {
        Some(Given::Map(facts)) => facts,
        _ => Vec::new(),
    };
    let text = |value: &str| Given::Text(value.to_owned());
    let first = match kind_of(desk.site, &to.suffix) {
        Some(AudienceKind::Executive) => ("bottom_line", text("{{ bottom_line }}")),
        Some(AudienceKind::Support) => ("say", Given::List(vec![text("{{ say }}")])),
        Some(AudienceKind::Engineering) => ("condition", text("{{ condition }}")),
        Some(AudienceKind::Business) => {
            let line = [("function", "{{ function }}"), ("go", "watch"), ("what", "{{ what }}")];
            let line = line.map(|(key, value)| (key.to_owned(), text(value)));
            ("lines", Given::List(vec![Given::Map(line.to_vec())]))
        }
        _ => return facts,
    };
    let is_needed = to.is_first && word.stage != "postmortem" && !is_over(word.stage);
    if is_needed && facts.iter().all(|(key, _)| key != first.0) {
        facts.insert(0, (first.0.to_owned(), first.1));
    }
    facts
}

/// The review that is asked for where no template is.
const REVIEW: &str = "## Summary\n\n{{ summary }}\n\n## What happened\n\n{{ what_happened }}\n\n## What we are doing\n\n{{ what_we_are_doing }}";
