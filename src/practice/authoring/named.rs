//! Which incident is meant: by its folder, its slug, or a part of either that no other has.

use crate::diagnostic::did_you_mean;
use crate::model::Incident;

/// Why none could be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unnamed {
    /// None is like that; perhaps this one was meant.
    None(Option<String>),
    /// Each of these folders is.
    Several(Vec<String>),
}

/// The one incident that is meant.
///
/// # Errors
/// There is none, or more than one.
pub fn named<'a>(all: &[&'a Incident], wanted: &str) -> Result<&'a Incident, Unnamed> {
    let wanted = wanted.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let slug = |incident: &Incident| incident.folder.get(11..).unwrap_or_default().to_owned();
    let exact = all.iter().find(|incident| *incident.folder == *wanted);
    if let Some(incident) = exact {
        return Ok(incident);
    }
    let by_slug: Vec<&&Incident> = all.iter().filter(|incident| slug(incident) == wanted).collect();
    let by_part: Vec<&&Incident> =
        all.iter().filter(|incident| !wanted.is_empty() && incident.folder.contains(wanted)).collect();
    let found = if by_slug.is_empty() { by_part } else { by_slug };
    match found[..] {
        [only] => Ok(only),
        [] => {
            let names =
                all.iter().flat_map(|incident| [&*incident.folder, incident.folder.get(11..).unwrap_or_default()]);
            Err(Unnamed::None(did_you_mean(wanted, names).map(str::to_owned)))
        }
        _ => Err(Unnamed::Several(found.iter().map(|incident| incident.folder.to_string()).collect())),
    }
}
