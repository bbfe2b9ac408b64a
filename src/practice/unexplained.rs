//! Rules over names that readers may not know: letters that nobody spelled out, and companies that stand behind us.

use super::phrases::{ACRONYMS, JARGON, VENDORS};
use super::texts::{Phrases, Piece, Word};
use super::wording::{is_said, is_zone, said};
use super::{Finding, Ground};
use crate::name::Suffix;
use crate::source::Span;
use std::collections::BTreeSet;

/// Words of three to six capitals, once in each file, that neither everybody knows nor the incident has spelled out.
pub(super) fn acronym(ground: &Ground<'_>) -> Vec<Finding> {
    let public = public_names(ground);
    let mut found = Vec::new();
    for piece in said(ground) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (index, word) in piece.words.iter().enumerate() {
            let Some(letters) = letters(&piece.text[word.span.clone()]) else { continue };
            let beside = [index.checked_sub(1).and_then(|at| piece.words.get(at)), piece.words.get(index + 1)];
            let shouts = beside.into_iter().flatten().any(|word| is_loud(&piece.text[word.span.clone()]));
            // `[TIME]` is a blank, and `AWS` a company: other rules speak of these.
            let known = piece.text[..word.span.start].ends_with('[')
                || VENDORS.contains(&letters)
                || ACRONYMS.contains(&letters)
                || is_zone(&letters.to_lowercase())
                || JARGON.contains(&letters.to_lowercase().as_str())
                || is_allowed(ground, letters)
                || public.iter().any(|name| holds(name, letters));
            if shouts || known || !is_said(ground, piece, &word.span) || is_region(piece, word, letters) {
                continue;
            }
            if !seen.insert(letters) || is_spelled_out(ground, piece, letters) {
                continue;
            }
            let hint = format!("write it out once, with `({letters})` behind it, or say what customers call it");
            found.push(Ground::at(piece, word.span.clone(), "customers may not know these letters", &hint));
        }
    }
    found
}

/// The capitals of a word that is made of them, without the `s` of several.
fn letters(written: &str) -> Option<&str> {
    let bare = written.strip_suffix("'s").or_else(|| written.strip_suffix('s')).unwrap_or(written);
    let is_short = (3..=6).contains(&bare.len());
    (is_short && bare.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(bare)
}

/// Half of two words in capitals is shouted, and no acronym.
fn is_loud(written: &str) -> bool {
    written.len() > 3 && written.bytes().all(|byte| byte.is_ascii_uppercase()) && !ACRONYMS.contains(&written)
}

/// What everyone reads on the page already: the site, its groups and its components.
fn public_names<'a>(ground: &Ground<'a>) -> Vec<&'a str> {
    let settings = &ground.site.settings;
    let mut names = vec![settings.name.as_str()];
    for group in &settings.groups {
        names.push(&group.name);
        for component in &group.components {
            names.push(&component.name);
            names.extend(component.description.as_deref());
        }
    }
    names
}

/// Whether a name holds these words whole.
fn holds(name: &str, words: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    name.match_indices(words)
        .any(|(at, _)| ends(name[..at].chars().next_back()) && ends(name[at + words.len()..].chars().next()))
}

fn is_allowed(ground: &Ground<'_>, words: &str) -> bool {
    ground.site.policy.words.allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(words))
}

/// A region is a fact with a name of its own, wherever it is said.
fn is_region(piece: &Piece<'_>, word: &Word, letters: &str) -> bool {
    let heads = piece.incident.into_iter().flat_map(|incident| &incident.heads);
    let mut regions = heads.filter_map(|head| head.regions.as_ref()).flatten();
    word.key.is_some_and(|key| piece.lines[key].0 == "regions") || regions.any(|region| holds(region, letters))
}

/// `Payment Services Directive (PSD)`, or `PSD (the Payment Services Directive)`, in this file or in the public's of this incident.
fn is_spelled_out(ground: &Ground<'_>, piece: &Piece<'_>, letters: &str) -> bool {
    let of_incident = piece.incident.map_or_else(|| std::slice::from_ref(piece), |incident| ground.pieces_of(incident));
    let same = |other: &&Piece<'_>| std::ptr::eq(*other, piece) || other.suffix == Suffix::Public;
    of_incident.iter().filter(same).any(|other| {
        other.text.match_indices(letters).any(|(at, _)| {
            let (before, after) = (&other.text[..at], &other.text[at + letters.len()..]);
            before.ends_with('(') && after.starts_with([')', ',']) || after.starts_with(" (")
        })
    })
}

/// A company whose services we use, in words for people outside; not where it is a name of our own page, nor where the text leads
/// to what that company says itself.
pub(super) fn vendor_named(ground: &Ground<'_>) -> Vec<Finding> {
    let public = public_names(ground);
    let own = ground.site.policy.words.vendors.iter().map(String::as_str);
    let names: Vec<&str> = VENDORS
        .iter()
        .copied()
        .chain(own)
        .filter(|name| !is_allowed(ground, name) && !public.iter().any(|public| holds(public, name)))
        .collect();
    let phrases = Phrases::of(names.iter().copied());
    let mut found = Vec::new();
    for piece in said(ground) {
        for span in piece.find_any(&phrases) {
            let written = &piece.text[span.clone()];
            // In small letters it is a word like others: `stripe`, `linode`.
            if names.contains(&written) && is_said(ground, piece, &span) && !is_disclosed(piece, &span) {
                let hint = "say what customers notice; if it has said so itself, link to where";
                found.push(Ground::at(piece, span, "this names a company behind us", hint));
            }
        }
    }
    found
}

/// Whether an address in the same file holds the first or the last word of the name.
fn is_disclosed(piece: &Piece<'_>, span: &Span) -> bool {
    let name = piece.text[span.clone()].to_lowercase();
    let words = [name.split(' ').next(), name.split(' ').next_back()];
    let addresses = piece.body().split("https://").skip(1);
    addresses
        .filter_map(|rest| rest.split(|c: char| c.is_whitespace() || "/)>".contains(c)).next())
        .any(|host| words.into_iter().flatten().any(|word| host.to_lowercase().split('.').any(|label| label == word)))
}
