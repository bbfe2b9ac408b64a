//! JSON Schemas of every kind of file: those that editions read, and those that are authors' alone.

use super::approvals::Record;
use super::{RULES, template};
use crate::read::schema::{self, schema_of};
use serde_json::{Map, Value, json};

/// Every kind of file by name, and which files are of it, as an editor is told.
pub const KINDS: [(&str, &str); 13] = [
    ("site", "content/site.yaml"),
    ("audiences", "content/audiences.yaml"),
    ("accounts", "content/accounts.yaml"),
    ("policy", "content/policy.yaml"),
    ("incident", "content/incidents/*/incident.md"),
    ("incident-inside", "content/incidents/*/incident.*.md"),
    ("maintenance", "content/maintenance/*/maintenance.md"),
    ("maintenance-inside", "content/maintenance/*/maintenance.*.md"),
    ("update", "content/{incidents,maintenance}/*/[0-9]*.md"),
    ("postmortem", "content/incidents/*/postmortem*.md"),
    ("page", "content/pages/*.md"),
    ("template", "content/templates/*.md"),
    ("approvals", "content/**/*.approvals.yaml"),
];

/// The schema of a kind, with its title, made of the structs that read such files. None if there is no such kind.
#[must_use]
pub fn schema(kind: &str) -> Option<Value> {
    let (name, files) = KINDS.iter().find(|(name, _)| *name == kind)?;
    let mut schema = match *name {
        "template" => template::schema(),
        "approvals" => schema_of::<Record>(),
        other => schema::schema(other)?,
    };
    if *name == "policy" {
        name_rules(&mut schema);
    }
    schema["title"] = json!(format!("Candor: {files}"));
    Some(schema)
}

/// The rules there are, each with what it demands, so that an editor offers them.
fn name_rules(policy: &mut Value) {
    let level = policy["properties"]["rules"]["additionalProperties"].clone();
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| (rule.name.to_owned(), json!({ "allOf": [level.clone()], "description": rule.sentence })))
        .collect();
    policy["properties"]["rules"]["properties"] = Value::Object(rules);
    policy["properties"]["rules"]["additionalProperties"] = Value::Bool(false);
}
