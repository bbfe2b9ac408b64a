//! `policy.yaml`: what was promised about communication, line by line.

use super::Reading;
use crate::diagnostic::Scope;
use crate::model::{self, Cadence, Policy};
use crate::quantity::Period;
use crate::read::entries;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CadenceEntry {
    within: Option<Period>,
    every: Option<Period>,
    before: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeverityEntry {
    notify: Option<BTreeMap<String, CadenceEntry>>,
    approvals: Option<BTreeMap<String, Vec<String>>>,
}

impl SeverityEntry {
    fn severity(self) -> model::SeverityPolicy {
        let cadence = |line: CadenceEntry| Cadence { within: line.within, every: line.every, before: line.before };
        model::SeverityPolicy {
            notify: self
                .notify
                .unwrap_or_default()
                .into_iter()
                .map(|(audience, line)| (audience, cadence(line)))
                .collect(),
            approvals: self.approvals.unwrap_or_default(),
        }
    }
}

impl Reading<'_> {
    /// Only what editions show is judged here, and that line by line: severities, their cadences, their approvals.
    pub(super) fn policy(&mut self) -> Policy {
        let mut policy = Policy::default();
        for entry in self.entries(&Scope::Inside, |_| Scope::Inside) {
            if entry.key == "severities" {
                let decoded =
                    entries::decode::<BTreeMap<String, SeverityEntry>>(self.path, self.text, &entry, &Scope::Inside);
                match decoded {
                    Ok(severities) => {
                        policy.severities =
                            severities.into_iter().map(|(name, severity)| (name, severity.severity())).collect();
                    }
                    Err(faults) => self.told.extend(faults),
                }
            }
        }
        policy
    }
}
