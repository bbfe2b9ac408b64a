//! What the wall lets through is what both readers of YAML read there, and what it doesn't has its place.

use super::are_told;
use candor::diagnostic::Scope;
use candor::name::Suffix;
use candor::read::front_matter::{Budget, decode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

/// A value of each type.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    title: Option<String>,
    say: Option<Vec<String>>,
    embargo: Option<bool>,
    count: Option<u32>,
    components: Option<BTreeMap<String, State>>,
    asks: Option<Vec<Ask>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Operational,
    MajorOutage,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    what: String,
    of: Option<String>,
}

pub(super) fn holds(data: &[u8]) {
    let Ok(yaml) = std::str::from_utf8(data) else { return };
    // Other characters are refused at the door, before anything is decoded.
    let is_let_in = |c: char| c == '\n' || c == '\t' || !(c.is_control() || "\u{2028}\u{2029}\u{feff}".contains(c));
    if yaml.chars().all(is_let_in) {
        agree::<Facts>(yaml);
        agree::<BTreeMap<String, String>>(yaml);
        agree::<BTreeMap<String, Vec<String>>>(yaml);
    }
}

fn agree<T: DeserializeOwned + PartialEq + Debug>(yaml: &str) {
    let (path, text): (Arc<str>, Arc<str>) = (Arc::from("a.md"), Arc::from(yaml));
    let scope = Scope::Readers(Suffix::Public);
    match decode::<T>(&path, &text, 0..text.len(), &scope, Budget::front_matter()) {
        Ok(value) => {
            let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
            let yaml = if yaml.lines().all(is_blank) { "{}" } else { yaml };
            assert_eq!(serde_yaml::from_str::<T>(yaml).ok().as_ref(), Some(&value), "{yaml:?}");
            assert_eq!(strict::<T>(yaml).as_ref(), Some(&value), "{yaml:?}");
        }
        Err(faults) => {
            assert!((1..=20).contains(&faults.len()), "{yaml:?}");
            are_told(&faults, yaml);
        }
    }
}

fn strict<T: DeserializeOwned>(yaml: &str) -> Option<T> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
    };
    serde_saphyr::from_str_with_options(yaml, options).ok()
}
