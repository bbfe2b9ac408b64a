//! Where a file belongs: what its path and its name make of it, before it is opened.

use crate::model::IncidentKind;
use crate::name::{FileName, NameFault};

/// What a file is, by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// `content/site.yaml`: public.
    Site,
    Audiences,
    Accounts,
    Policy,
    /// `incident.md`, `maintenance.internal.md`.
    Head {
        kind: IncidentKind,
        folder: String,
    },
    /// An update or a postmortem.
    Update {
        kind: IncidentKind,
        folder: String,
    },
    Page,
    /// Passed on as it is, where a document refers to it.
    Attachment,
    /// Authors' files, read by no edition: templates, approvals.
    Authors,
    /// Nowhere that Candor looks.
    Misplaced,
}

/// A path taken apart: what the file is, and what its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub role: Role,
    pub name: Result<FileName, NameFault>,
}

impl Place {
    /// Finds the place of a path from the site's folder.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let below = path.strip_prefix("content/").unwrap_or(path);
        let file = crate::source::file_name(below);
        let name = FileName::parse(file);
        // One step more than the deepest place has tells that a path leads deeper.
        let mut steps = [""; 4];
        let depth = steps.iter_mut().zip(below.split('/')).map(|(step, found)| *step = found).count();
        let role = match steps[..depth] {
            ["site.yaml"] => Role::Site,
            ["audiences.yaml"] => Role::Audiences,
            ["accounts.yaml"] => Role::Accounts,
            ["policy.yaml"] => Role::Policy,
            ["templates", ..] => Role::Authors,
            ["incidents", folder, _] => inside(IncidentKind::Incident, folder, file, &name),
            ["maintenance", folder, _] => inside(IncidentKind::Maintenance, folder, file, &name),
            ["pages", _] if file.ends_with(".approvals.yaml") => Role::Authors,
            ["pages", _] if has_extension(file, "md") => Role::Page,
            [_] | ["pages", _] if !has_extension(file, "md") && !has_extension(file, "yaml") => Role::Attachment,
            _ => Role::Misplaced,
        };
        Self { role, name }
    }
}

fn inside(kind: IncidentKind, folder: &str, file: &str, name: &Result<FileName, NameFault>) -> Role {
    let folder = folder.to_owned();
    if file.ends_with(".approvals.yaml") {
        return Role::Authors;
    }
    if !has_extension(file, "md") {
        return if has_extension(file, "yaml") { Role::Misplaced } else { Role::Attachment };
    }
    let head = match kind {
        IncidentKind::Incident => "incident",
        IncidentKind::Maintenance => "maintenance",
    };
    match name {
        Ok(name) if name.stem == head => Role::Head { kind, folder },
        _ => Role::Update { kind, folder },
    }
}

fn has_extension(file: &str, extension: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

/// Whether a folder's name is `<date>-<slug>` with a date that exists.
#[must_use]
pub(super) fn is_dated(folder: &str) -> bool {
    let Some((date, slug)) = folder.get(..10).zip(folder.get(11..)) else { return false };
    date.parse::<jiff::civil::Date>().is_ok() && folder.as_bytes()[10] == b'-' && crate::name::is_name(slug)
}
