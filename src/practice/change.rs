//! What a change brings: the faults that were not there before it, and the words that everyone may read after it.

use crate::diagnostic::{Diagnostic, Scope};
use crate::name::Suffix;
use crate::read::{Place, Role, Texts, front_matter};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of a file that become public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub path: Arc<str>,
    /// Each with its number, from 1 on; none for a file that is passed on unread.
    pub lines: Vec<(usize, String)>,
}

/// Faults that a change brings. One that was there before, of the same words in the same file, is the same on any line.
#[must_use]
pub fn brought(
    after: Vec<Diagnostic>,
    after_texts: &Texts<'_>,
    before: &[Diagnostic],
    before_texts: &Texts<'_>,
) -> Vec<Diagnostic> {
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for fault in before {
        *known.entry(key(fault, before_texts)).or_default() += 1;
    }
    let mut brought = Vec::new();
    for fault in after {
        match known.get_mut(&key(&fault, after_texts)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => brought.push(fault),
        }
    }
    brought
}

/// What makes a fault the same: path, rule, phrase, and the words it points to.
type Key = (Arc<str>, Option<&'static str>, String, String);

fn key(fault: &Diagnostic, texts: &Texts<'_>) -> Key {
    let text = texts(&fault.place.path).unwrap_or_default();
    let words = text.get(fault.place.start..fault.place.end).unwrap_or_default().to_owned();
    (fault.place.path.clone(), fault.rule, fault.phrase.clone(), words)
}

/// The lines that no public file of the same path said before; of a file that was not public, all of them.
#[must_use]
pub fn published(
    paths: &[Arc<str>],
    after: &Texts<'_>,
    before: &[Arc<str>],
    before_texts: &Texts<'_>,
) -> Vec<Published> {
    let mut published = Vec::new();
    for path in paths.iter().filter(|path| is_public(path)) {
        let is_known = before.contains(path);
        let Some(text) = after(path) else {
            if !is_known {
                published.push(Published { path: path.clone(), lines: Vec::new() });
            }
            continue;
        };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let old = before_texts(path).filter(|_| is_known);
        for (_, line) in old.iter().flat_map(|old| said(path, old)) {
            *known.entry(line).or_default() += 1;
        }
        let mut lines = said(path, &text);
        lines.retain(|(_, line)| match known.get_mut(line) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        if !lines.is_empty() {
            published.push(Published { path: path.clone(), lines });
        }
    }
    published
}

/// Whether everyone may read a file that lies here.
fn is_public(path: &str) -> bool {
    let place = Place::of(path);
    let is_read = match place.role {
        Role::Site => return true,
        Role::Head { .. } | Role::Update { .. } | Role::Page | Role::Attachment => true,
        Role::Audiences | Role::Accounts | Role::Policy | Role::Authors | Role::Misplaced => false,
    };
    is_read && place.name.is_ok_and(|name| name.suffix == Suffix::Public)
}

/// The lines that readers are shown something of: no fence, no comment of the front matter, nothing that is empty.
fn said(path: &Arc<str>, text: &Arc<str>) -> Vec<(usize, String)> {
    let yaml = match front_matter::split(path, text, &Scope::Nobody) {
        Ok(split) => split.yaml.unwrap_or(0..0),
        Err(_) => 0..0,
    };
    let settings = path.ends_with(".yaml");
    let mut at = 0;
    let mut lines = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let inside = settings || yaml.contains(&at);
        let fence = !yaml.is_empty() && (at + line.len() == yaml.start || at == yaml.end);
        let comment = inside && line.trim_start().starts_with('#');
        if !line.trim().is_empty() && !fence && !comment {
            lines.push((index + 1, line.trim_end().to_owned()));
        }
        at += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{is_public, said};
    use std::sync::Arc;

    #[test]
    fn what_everyone_reads_is_public_and_nothing_else() {
        for public in ["site.yaml", "incidents/2026-11-20-a/01-x.md", "pages/about.md", "logo.png"] {
            assert!(is_public(&format!("content/{public}")), "{public}");
        }
        for private in [
            "policy.yaml",
            "accounts.yaml",
            "audiences.yaml",
            "incidents/2026-11-20-a/01-x.internal.md",
            "incidents/2026-11-20-a/01-x.approvals.yaml",
            "templates/one.md",
            "incidents/2026-11-20-a/impact.executives.png",
        ] {
            assert!(!is_public(&format!("content/{private}")), "{private}");
        }
    }

    #[test]
    fn comments_and_fences_are_said_to_nobody() {
        let text = Arc::from("---\n# a note\nstatus: identified\n---\n\nWords.\n\n# Heading\n---\n");
        let lines = said(&Arc::from("content/pages/a.md"), &text);
        let lines: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(lines, ["status: identified", "Words.", "# Heading", "---"]);
    }
}
