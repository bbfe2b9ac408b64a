//! What is there, judged by its names alone: which files an edition may open, and which names are at fault.

use super::language;
use super::place::{Place, Role, is_dated};
use super::settings::Settled;
use crate::diagnostic::{Diagnostic, Scope, meant_or};
use crate::name::{FileName, Grant, NameFault, Reader, Suffix};
use crate::source::{Kind, Listed, file_name};
use rayon::prelude::*;

/// Whether the run looks at private files at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Only `public` is made: whatever has a suffix is passed over unjudged.
    PublicOnly,
    /// A private edition is among them, or everything is checked.
    WithPrivate,
}

/// How many names one thread takes at a time.
const AT_ONCE: usize = 64;

/// Types of files that may be passed on. Others could hold scripts, or nobody knows what.
const ATTACHMENTS: [&str; 9] = ["avif", "csv", "gif", "jpeg", "jpg", "pdf", "png", "txt", "webp"];

/// Which files are to be opened for these readers, and every fault of the names.
#[must_use]
pub fn sift(
    listing: &[Listed],
    settled: &Settled,
    selection: Selection,
    readers: &[Reader],
) -> (Vec<Listed>, Vec<Diagnostic>) {
    let judged: Vec<(bool, Option<Diagnostic>)> = listing
        .par_iter()
        .with_min_len(AT_ONCE)
        .map(|listed| {
            let place = Place::of(&listed.path);
            (is_wanted(listed, &place, settled, readers), fault(listed, &place, settled, selection))
        })
        .collect();
    let wanted = listing.iter().zip(&judged).filter(|(_, (wanted, _))| *wanted).map(|(listed, _)| listed.clone());
    (wanted.collect(), judged.into_iter().filter_map(|(_, fault)| fault).collect())
}

/// Whether a file is to be opened for any of these readers.
#[must_use]
pub fn wanted(listed: &Listed, settled: &Settled, readers: &[Reader]) -> bool {
    is_wanted(listed, &Place::of(&listed.path), settled, readers)
}

/// Every fault of the names.
#[must_use]
pub fn judge(listing: &[Listed], settled: &Settled, selection: Selection) -> Vec<Diagnostic> {
    let one = |listed| fault(listed, &Place::of(&listed.path), settled, selection);
    listing.par_iter().with_min_len(AT_ONCE).flat_map_iter(one).collect()
}

fn is_wanted(listed: &Listed, place: &Place, settled: &Settled, readers: &[Reader]) -> bool {
    let Ok(name) = &place.name else { return false };
    let takes = matches!(place.role, Role::Head { .. } | Role::Update { .. } | Role::Page | Role::Attachment);
    takes
        && listed.kind == Kind::File
        && (name.suffix == Suffix::Public || settled.declares(&name.suffix))
        && readers.iter().any(|reader| reader.may_read(&name.suffix))
        && (place.role != Role::Attachment || ATTACHMENTS.contains(&name.extension.as_str()))
}

/// The fault of a name, if it has one that this run looks at.
fn fault(listed: &Listed, place: &Place, settled: &Settled, selection: Selection) -> Option<Diagnostic> {
    if matches!(place.role, Role::Audiences | Role::Accounts | Role::Policy | Role::Authors) {
        if listed.kind != Kind::File && selection == Selection::WithPrivate {
            return Some(not_a_file(listed, Scope::Private));
        }
        return None;
    }
    let suffix = place.name.as_ref().ok().map(|name| name.suffix.clone());
    let is_public = suffix == Some(Suffix::Public)
        || (suffix.is_none() && listed.kind == Kind::File && FileName::is_without_suffix(file_name(&listed.path)));
    if !is_public && selection == Selection::PublicOnly {
        return None;
    }
    let scope = match &suffix {
        Some(suffix) => Scope::Readers(suffix.clone()),
        None if is_public => Scope::Readers(Suffix::Public),
        None => Scope::Nobody,
    };
    if listed.kind != Kind::File {
        return Some(not_a_file(listed, scope));
    }
    name_fault(listed, place, settled, &scope)
}

fn not_a_file(listed: &Listed, scope: Scope) -> Diagnostic {
    let (phrase, hint) = match listed.kind {
        Kind::Symlink => ("a symbolic link is never followed", "put the file itself in its place"),
        _ => ("this is no file", "delete it"),
    };
    Diagnostic::error(&listed.path, 0..0, phrase).hint(hint).scope(scope)
}

fn name_fault(listed: &Listed, place: &Place, settled: &Settled, scope: &Scope) -> Option<Diagnostic> {
    let fault = |phrase: String| Diagnostic::error(&listed.path, 0..0, phrase).scope(scope.clone());
    let name = match &place.name {
        Ok(name) => name,
        Err(NameFault::NotAName(part)) => {
            let fault = fault(match part.as_str() {
                "" => "a part of this name is empty".to_owned(),
                part => format!("`{part}` is no part of a content name"),
            });
            let meant = file_name(&listed.path).to_ascii_lowercase().replace(['_', ' '], "-");
            return Some(if FileName::parse(&meant).is_ok() {
                fault.hint(format!("rename it to `{meant}`: names are in small letters, digits and hyphens"))
            } else {
                fault.hint("write `stem.md`, `stem.audience.md` or `stem.audience.account.md` in small letters, digits and hyphens")
            });
        }
        Err(NameFault::TooManyParts(suffix)) => {
            return Some(
                fault(format!("the suffix `{suffix}` has too many parts"))
                    .hint("write `stem.audience.account.md` at most"),
            );
        }
        Err(NameFault::Reserved) => {
            let hint = "leave the suffix out for everyone, or write `internal` alone for everyone inside";
            return Some(fault("`public` and `internal` take no part in a longer suffix".to_owned()).hint(hint));
        }
        Err(NameFault::Device(stem)) => {
            let phrase = format!("`{stem}` names a device on Windows, where no file can be called so");
            return Some(fault(phrase).hint(format!("rename it, as in `{stem}-1`")));
        }
        Err(NameFault::NoExtension) => {
            return Some(
                fault("a content name ends in `.md`, or in the type of an attachment".to_owned())
                    .hint("name it so, or delete it"),
            );
        }
    };
    match &place.role {
        Role::Misplaced => {
            let hint = "documents stand in `incidents/<date>-<slug>/`, `maintenance/<date>-<slug>/` or `pages/`";
            return Some(fault("no document belongs here".to_owned()).hint(hint));
        }
        Role::Head { folder, .. } | Role::Update { folder, .. } if !is_dated(folder) => {
            let phrase = format!("the folder `{folder}` is not named by date and slug");
            return Some(fault(phrase).hint("name it as in `2026-08-17-api-errors`"));
        }
        Role::Attachment if !ATTACHMENTS.contains(&name.extension.as_str()) => {
            let phrase = format!("a file of type `{}` is not passed on", name.extension);
            return Some(fault(phrase).hint(format!("attach one of: {}", ATTACHMENTS.join(", "))));
        }
        _ => {}
    }
    undeclared(listed, &name.suffix, settled)
}

/// A suffix that reaches no edition.
fn undeclared(listed: &Listed, suffix: &Suffix, settled: &Settled) -> Option<Diagnostic> {
    if settled.declares(suffix) {
        return None;
    }
    let fault = |phrase: String| Diagnostic::error(&listed.path, 0..0, phrase).scope(Scope::Nobody);
    let names = || {
        let own = settled.audiences.iter().map(|audience| audience.name.as_str());
        let read =
            settled.audiences.iter().flat_map(|audience| &audience.reader.grants).filter_map(|grant| match grant {
                Grant::Suffix(Suffix::Audience(name)) | Grant::EveryAccount(name) => Some(name.as_str()),
                Grant::Suffix(_) => None,
            });
        own.chain(read).chain(["internal"])
    };
    match suffix {
        Suffix::Account { audience, account } if names().any(|name| name == audience) => {
            let phrase = format!("no account is called `{account}`");
            let accounts = settled.accounts.iter().map(|entry| entry.key.as_str());
            Some(fault(phrase).hint(meant_or(account, accounts, || {
                "declare it in `content/accounts.yaml`; until then no edition shows this file".to_owned()
            })))
        }
        Suffix::Audience(name) if language::is_code(name) => Some(
            fault(format!("`{name}` is the code of a language, and a suffix says who may read"))
                .hint("words aren't translated by suffix; leave it out, or name an audience"),
        ),
        Suffix::Audience(name) | Suffix::Account { audience: name, .. } => {
            let phrase = format!("no audience is called `{name}`");
            Some(fault(phrase).hint(meant_or(name, names(), || {
                "declare it in `content/audiences.yaml`; until then no edition shows this file".to_owned()
            })))
        }
        Suffix::Public | Suffix::Internal => None,
    }
}
