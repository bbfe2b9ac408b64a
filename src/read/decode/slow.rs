//! The slow path: once something is known to be wrong, each key is read by itself, so that all faults are told.

use super::faults;
use super::keys::{Block, blocks, indent_below, only};
use super::oddities::{self, Oddity};
use super::{Part, is_blank};
use crate::diagnostic::Diagnostic;
use crate::read::front_matter::FAULTS_TOLD;
use crate::source::Span;
use crate::yaml::{self, Flaw, Misfit, Node, What, name};
use std::collections::BTreeMap;

/// Whether what was read is of the type that is asked for.
type Fits<'a> = &'a dyn Fn(&Node) -> Result<(), Misfit>;

/// More keys than this are not judged one by one, nor so many that more bytes than this are read for it.
const KEYS_JUDGED: usize = 200;
const BYTES_JUDGED: usize = 8 << 20;

/// What is tried in the place of a missing value, to see what is missing besides.
const SPECIMENS: [&str; 10] =
    ["x", "2000-01-01T00:00:00Z", "1h", "1", "1 EUR", "[]", "{}", "true", "[x]", "2000-01-01"];

/// Every fault of a part that did not pass: at least one.
pub(super) fn faults(part: &Part, level: usize, fits: Fits) -> Vec<Diagnostic> {
    let yaml = part.yaml();
    let (header, keys) = keys(yaml, level);
    let judged = KEYS_JUDGED.min(BYTES_JUDGED / yaml.len().max(1));
    let firsts = firsts(&keys);
    let mut told = repeated(part, &keys, &firsts);
    let mut sound: Vec<&Block> = Vec::new();
    for (at, block) in keys.iter().enumerate().take(judged) {
        if block.key.as_deref().is_some_and(|key| firsts[key] != at) {
            continue;
        }
        let own = faults_of_key(part, header.as_ref(), block, fits);
        if own.is_empty() {
            sound.push(block);
        }
        told.extend(own);
        if told.len() >= FAULTS_TOLD {
            return told;
        }
    }
    if keys.len() <= judged {
        told.extend(missing(part, header.as_ref(), &keys, &sound, fits));
    }
    if told.is_empty() { vec![fault_of_whole(part, fits)] } else { told }
}

/// The blocks that are judged one by one, and the header line that they stand below.
fn keys(yaml: &str, level: usize) -> (Option<Span>, Vec<Block>) {
    let all = 0..yaml.len();
    if level == 0 {
        return (None, blocks(yaml, all, 0));
    }
    let header = yaml.find('\n').map_or(all.clone(), |end| 0..end);
    let below = header.end..all.end;
    let key = blocks(yaml, header, 0).into_iter().next().filter(|block| block.key.is_some());
    // A value that begins on the header's line is one piece.
    let Some((name, colon)) = key.and_then(|block| {
        let rest = &yaml[block.key_span.end..block.span.end];
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        let is_header = value.is_empty() || value.starts_with('#');
        is_header.then(|| (block.key_span.clone(), block.key_span.end + rest.find(':').unwrap_or(0) + 1))
    }) else {
        return (None, Vec::new());
    };
    match indent_below(yaml, all).filter(|indent| *indent > 0) {
        Some(indent) => (Some(name.start..colon), blocks(yaml, below, indent)),
        None => (None, Vec::new()),
    }
}

/// Where each key is given first.
fn firsts(keys: &[Block]) -> BTreeMap<&str, usize> {
    let mut firsts = BTreeMap::new();
    for (at, block) in keys.iter().enumerate() {
        if let Some(key) = &block.key {
            firsts.entry(key.as_str()).or_insert(at);
        }
    }
    firsts
}

fn repeated(part: &Part, keys: &[Block], firsts: &BTreeMap<&str, usize>) -> Vec<Diagnostic> {
    let again = keys.iter().enumerate().filter_map(|(at, block)| {
        let first = firsts[block.key.as_deref()?];
        (first != at).then_some((block, &keys[first]))
    });
    again
        .take(FAULTS_TOLD)
        .map(|(block, first)| {
            let line = part.text[..part.span.start + first.key_span.start].matches('\n').count() + 1;
            let phrase = format!("{} is given twice", name(&part.yaml()[block.key_span.clone()]));
            part.fault(&block.key_span, phrase).hint(format!("it is first given on line {line}"))
        })
        .collect()
}

fn faults_of_key(part: &Part, header: Option<&Span>, block: &Block, fits: Fits) -> Vec<Diagnostic> {
    if block.key.is_none() {
        let line = part.yaml()[block.span.clone()].lines().next().map_or(0, |line| line.trim_end().len());
        let fault = part.fault(&(block.span.start..block.span.start + line), "this line is no key");
        return vec![fault.hint("write `key: value`, or indent it")];
    }
    let alone = masked(part, header, &[block]);
    let read = match yaml::parse(&alone, part.budget.nodes) {
        Ok(read) => read,
        Err(flaw) => return vec![faults::flawed(part, &alone, &Flaw { span: own(block, flaw.span), ..flaw })],
    };
    let odd: Vec<Diagnostic> = oddities::of(&read, &alone).iter().map(|oddity| told_oddity(part, oddity)).collect();
    if !odd.is_empty() {
        return odd;
    }
    // Other keys are blanked out: that they are missing says nothing of this one.
    let lacks_others = |misfit: &Misfit| {
        let map = misfit.span.as_ref().map(|map| map.start);
        matches!(misfit.what, What::MissingKey(_)) && map == Some(block.key_span.start)
    };
    match fits(&read).err().filter(|misfit| !lacks_others(misfit)) {
        Some(misfit) => {
            let span = misfit.span.map(|span| own(block, span));
            vec![faults::misfit(part, &alone, &Misfit { span, ..misfit })]
        }
        None if yaml::agrees(&alone, &read).is_ok() => Vec::new(),
        None => vec![disagreement(part, &block.span)],
    }
}

/// A place in a text of which only this block is left, on the block's own lines: what is wrong behind them is wrong with the key.
fn own(block: &Block, span: Span) -> Span {
    if span.start >= block.span.end { block.key_span.clone() } else { span.start..span.end.min(block.span.end) }
}

fn told_oddity(part: &Part, oddity: &Oddity) -> Diagnostic {
    let yaml = part.yaml();
    match oddity {
        Oddity::Empty(key) if key.is_empty() => {
            part.fault(key, "a value is empty").hint("write it, or delete its place")
        }
        Oddity::Empty(key) => part
            .fault(key, format!("{} is empty", name(&yaml[key.clone()])))
            .hint("give it a value, or leave the key out"),
        Oddity::Tag(tag) => part
            .fault(tag, format!("`{}` is a tag, which Candor does not read", &yaml[tag.clone()]))
            .hint("delete it, or put the whole value in quotes"),
        Oddity::HiddenInKey(key) => {
            part.fault(key, "an invisible character stands in this key").hint("write the key anew")
        }
    }
}

/// The keys that the type can't do without. The type tells the first only, so that each found is then supposed.
fn missing(part: &Part, header: Option<&Span>, keys: &[Block], sound: &[&Block], fits: Fits) -> Vec<Diagnostic> {
    if keys.is_empty() && !is_blank(part.yaml()) {
        return Vec::new();
    }
    let mut text = masked(part, header, sound);
    let indent = " ".repeat(keys.first().map_or(0, |block| indent_of(part.yaml(), block)));
    let judge = |text: &str| yaml::parse(text, part.budget.nodes).ok().map(|read| fits(&read));
    let missing_in = |text: &str| missing_in(header, text, &indent, &judge);
    let mut told = Vec::new();
    while let Some(field) = missing_in(&text) {
        if !keys.iter().any(|block| block.key.as_deref() == Some(field)) {
            let mut fault = part.fault(&(0..0), format!("{} is missing", name(field)));
            (fault.place.start, fault.place.end) = (part.owner.start, part.owner.end);
            told.push(fault.hint(format!("add `{field}: …`")));
        }
        let supposed = |value: &str| format!("{}\n{indent}{field}: {value}\n", text.trim_end());

        let variant = match judge(&supposed("x")) {
            Some(Err(Misfit { what: What::UnknownWord { known, .. }, .. })) => known.first().copied(),
            _ => None,
        };
        // A specimen fits if the type goes on to complain of another key. If none fits, this was the last.
        let goes_on = |text: &String| missing_in(text).is_some_and(|next| next != field);
        match variant.into_iter().chain(SPECIMENS).map(supposed).find(goes_on) {
            Some(next) => text = next,
            None => break,
        }
    }
    told
}

fn indent_of(yaml: &str, block: &Block) -> usize {
    block.key_span.start - yaml[..block.key_span.start].rfind('\n').map_or(0, |at| at + 1)
}

/// The first key that is missing from the map whose keys are judged.
fn missing_in(
    header: Option<&Span>,
    text: &str,
    indent: &str,
    judge: &dyn Fn(&str) -> Option<Result<(), Misfit>>,
) -> Option<&'static str> {
    let above = header.map_or(0, |header| header.end);
    let nothing = text[above..].trim().is_empty();
    let text = if nothing { format!("{} {{}}", &text[..above]) } else { text.to_owned() };
    let Some(Err(Misfit { what: What::MissingKey(key), span: Some(map), .. })) = judge(&text) else { return None };
    let line = text[..map.start].rfind('\n').map_or(0, |end| end + 1);
    (nothing || text[line..map.start] == *indent).then_some(key)
}

fn masked(part: &Part, header: Option<&Span>, kept: &[&Block]) -> String {
    let ranges: Vec<Span> = header.cloned().into_iter().chain(kept.iter().map(|block| block.span.clone())).collect();
    only(part.yaml(), &ranges)
}

/// The one fault of a part whose keys are each sound, or that has none.
fn fault_of_whole(part: &Part, fits: Fits) -> Diagnostic {
    let yaml = part.yaml();
    let read = match yaml::parse(yaml, part.budget.nodes) {
        Ok(read) => read,
        Err(flaw) => return faults::flawed(part, yaml, &flaw),
    };
    if let Some(oddity) = oddities::of(&read, yaml).first() {
        return told_oddity(part, oddity);
    }
    if let Err(misfit) = fits(&read) {
        return faults::misfit(part, yaml, &misfit);
    }
    let line = match yaml::agrees(yaml, &read) {
        Err(Some(at)) if yaml.is_char_boundary(at) => {
            let start = yaml[..at].rfind('\n').map_or(0, |at| at + 1);
            start..start + yaml[start..].find('\n').unwrap_or(yaml.len() - start)
        }
        _ => 0..yaml.trim_end().len(),
    };
    disagreement(part, &line)
}

fn disagreement(part: &Part, span: &Span) -> Diagnostic {
    part.fault(span, "this YAML reads differently in two readers")
        .hint("put the value in quotes, and indent with spaces")
}
