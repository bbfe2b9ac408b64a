//! JSON Schemas of the settings.

use super::accounts::AccountEntry;
use super::audiences::AudienceEntry;
use super::policy::PolicyFile;
use super::site::SiteFile;
use crate::read::schema::schema_of;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(in crate::read) fn site() -> Value {
    schema_of::<SiteFile>()
}

pub(in crate::read) fn audiences() -> Value {
    keyed(schema_of::<BTreeMap<String, AudienceEntry>>())
}

pub(in crate::read) fn accounts() -> Value {
    keyed(schema_of::<BTreeMap<String, AccountEntry>>())
}

pub(in crate::read) fn policy() -> Value {
    schema_of::<PolicyFile>()
}

/// Keys of entries are names.
fn keyed(mut schema: Value) -> Value {
    schema["propertyNames"] = json!({ "pattern": "^[a-z0-9][a-z0-9-]*$" });
    schema
}
