//! JSON Schemas of every kind of file: those that editions read, and those that are authors' alone.

use super::approvals::Record;
use super::{RULES, template};
pub use crate::read::schema::FileKind;
use crate::read::schema::{self, schema_of};
use serde_json::{Map, Value, json};

/// Every kind of file, with its title and its own address.
#[must_use]
pub fn kinds() -> Vec<FileKind> {
    let kind = |name, files, schema| FileKind { name, files, schema };
    let mut kinds = schema::kinds();
    kinds.push(kind("template", "content/templates/*.md", template::schema()));
    kinds.push(kind("approvals", "content/**/*.approvals.yaml", schema_of::<Record>()));
    for kind in &mut kinds {
        if kind.name == "policy" {
            name_rules(&mut kind.schema);
        }
        kind.schema["title"] = json!(format!("Candor: {}", kind.files));
    }
    kinds
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
