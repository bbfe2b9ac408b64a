//! The slow path: once something is known to be wrong, each key is read by itself, so that all faults are told.

use super::faults::{self, name};
use super::keys::{Block, blocks, indent_below, only};
use super::shape::{Oddity, Shape};
use super::{Part, is_blank, second, strict};
use crate::diagnostic::Diagnostic;
use crate::read::front_matter::FAULTS_TOLD;
use crate::source::Span;
use serde::de::DeserializeOwned;
use serde_saphyr::Error;
use std::collections::BTreeMap;

/// More keys than this are not judged one by one, nor so many that more bytes than this are read for it.
const KEYS_JUDGED: usize = 200;
const BYTES_JUDGED: usize = 8 << 20;

/// What is tried in the place of a missing value, to see what is missing besides.
const SPECIMENS: [&str; 10] =
    ["x", "2000-01-01T00:00:00Z", "1h", "1", "1 EUR", "[]", "{}", "true", "[x]", "2000-01-01"];

/// Every fault of a part that did not pass: at least one.
pub(super) fn faults<T: DeserializeOwned + PartialEq>(part: &Part, level: usize) -> Vec<Diagnostic> {
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
        let own = faults_of_key::<T>(part, header.as_ref(), block);
        if own.is_empty() {
            sound.push(block);
        }
        told.extend(own);
        if told.len() >= FAULTS_TOLD {
            return told;
        }
    }
    if keys.len() <= judged {
        told.extend(missing::<T>(part, header.as_ref(), &keys, &sound));
    }
    if told.is_empty() { vec![fault_of_whole::<T>(part)] } else { told }
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

fn faults_of_key<T: DeserializeOwned + PartialEq>(
    part: &Part,
    header: Option<&Span>,
    block: &Block,
) -> Vec<Diagnostic> {
    if block.key.is_none() {
        let line = part.yaml()[block.span.clone()].lines().next().map_or(0, |line| line.trim_end().len());
        let fault = part.fault(&(block.span.start..block.span.start + line), "this line is no key");
        return vec![fault.hint("write `key: value`, or indent it")];
    }
    let alone = masked(part, header, &[block]);
    let shape = match Shape::of(&alone, part.budget) {
        Ok(shape) => shape,
        Err(error) => return vec![faults::told(part, &alone, None, &error)],
    };
    let odd: Vec<Diagnostic> = shape.oddities(&alone).map(|oddity| told_oddity(part, &oddity)).collect();
    if !odd.is_empty() {
        return odd;
    }
    match strict::<T>(&alone, part.budget) {
        // Other keys are blanked out: that they are missing says nothing of this one.
        Err(Error::SerdeMissingField { location, .. }) if faults::start(&alone, &location) == block.key_span.start => {
            Vec::new()
        }
        Err(error) => vec![faults::told(part, &alone, Some(&shape), &error)],
        Ok(value) if second::<T>(&alone).is_ok_and(|again| again == value) => Vec::new(),
        Ok(_) => vec![disagreement(part, &block.span)],
    }
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
fn missing<T: DeserializeOwned>(
    part: &Part,
    header: Option<&Span>,
    keys: &[Block],
    sound: &[&Block],
) -> Vec<Diagnostic> {
    if keys.is_empty() && !is_blank(part.yaml()) {
        return Vec::new();
    }
    let mut text = masked(part, header, sound);
    let indent = " ".repeat(keys.first().map_or(0, |block| indent_of(part.yaml(), block)));
    let mut told = Vec::new();
    while let Some(field) = missing_in::<T>(part, header, &text, &indent) {
        if !keys.iter().any(|block| block.key.as_deref() == Some(field)) {
            let mut fault = part.fault(&(0..0), format!("{} is missing", name(field)));
            (fault.place.start, fault.place.end) = (part.owner.start, part.owner.end);
            told.push(fault.hint(format!("add `{field}: …`")));
        }
        let supposed = |value: &str| format!("{}\n{indent}{field}: {value}\n", text.trim_end());

        let variant = match strict::<T>(&supposed("x"), part.budget) {
            Err(Error::SerdeUnknownVariant { expected, .. }) => expected.first().copied(),
            _ => None,
        };
        // A specimen fits if the type goes on to complain of another key, or of none.
        let fits = |text: &String| match strict::<T>(text, part.budget) {
            Ok(_) => true,
            Err(_) => missing_in::<T>(part, header, text, &indent).is_some_and(|next| next != field),
        };
        match variant.into_iter().chain(SPECIMENS).map(supposed).find(fits) {
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
fn missing_in<T: DeserializeOwned>(
    part: &Part,
    header: Option<&Span>,
    text: &str,
    indent: &str,
) -> Option<&'static str> {
    let above = header.map_or(0, |header| header.end);
    let nothing = text[above..].trim().is_empty();
    let text = if nothing { format!("{} {{}}", &text[..above]) } else { text.to_owned() };
    let Err(Error::SerdeMissingField { field, location }) = strict::<T>(&text, part.budget) else { return None };
    // The reader gives the place of the last key of the map that lacks one.
    let at = faults::start(&text, &location);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (nothing || text[line..at] == *indent).then_some(field)
}

fn masked(part: &Part, header: Option<&Span>, kept: &[&Block]) -> String {
    let ranges: Vec<Span> = header.cloned().into_iter().chain(kept.iter().map(|block| block.span.clone())).collect();
    only(part.yaml(), &ranges)
}

/// The one fault of a part whose keys are each sound, or that has none.
fn fault_of_whole<T: DeserializeOwned + PartialEq>(part: &Part) -> Diagnostic {
    let yaml = part.yaml();
    let shape = Shape::of(yaml, part.budget).ok();
    if let Some(oddity) = shape.as_ref().and_then(|shape| shape.oddities(yaml).next()) {
        return told_oddity(part, &oddity);
    }
    if let Err(error) = strict::<T>(yaml, part.budget) {
        return faults::told(part, yaml, shape.as_ref(), &error);
    }
    let line = match second::<T>(yaml) {
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
