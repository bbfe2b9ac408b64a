//! JSON Schemas of the files that authors write, from the very structs that read them.
//!
//! A schema says less than `check`: which keys and values there are, not whether they agree. What it refuses, `check`
//! refuses too.

use super::documents::{IncidentHead, Page, PublicHead, PublicWindow, Update, WindowHead};
use super::scalars::{Fact, Instant, When};
use super::settings::schema as settings;
use crate::quantity::{Decimal, Money, Period};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::borrow::Cow;

/// What the YAML of a kind of file may say, of the kinds that this room reads.
#[must_use]
pub fn schema(kind: &str) -> Option<Value> {
    Some(match kind {
        "site" => settings::site(),
        "audiences" => settings::audiences(),
        "accounts" => settings::accounts(),
        "policy" => settings::policy(),
        "incident" => schema_of::<PublicHead>(),
        "incident-inside" => schema_of::<IncidentHead>(),
        "maintenance" => schema_of::<PublicWindow>(),
        "maintenance-inside" => schema_of::<WindowHead>(),
        "update" => schema_of::<Update>(),
        "postmortem" => postmortem(),
        "page" => schema_of::<Page>(),
        _ => return None,
    })
}

fn postmortem() -> Value {
    let mut schema = schema_of::<Update>();
    for key in ["status", "components", "from", "until", "next_update"] {
        without(&mut schema, key);
    }
    schema
}

/// The schema of a struct, without the nothing that serde would take for a missing key: an empty key is a fault.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    without_null(&mut schema);
    schema
}

fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|one| one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    keys.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any)) = keys.get_mut("anyOf") {
                any.retain(|one| *one != serde_json::json!({"type": "null"}));
                if let [Value::Object(only)] = any.as_slice() {
                    let only = only.clone();
                    keys.remove("anyOf");
                    // Beside a reference, older drafts read nothing else.
                    if let (Some(reference), true) = (only.get("$ref"), keys.contains_key("description")) {
                        keys.insert("allOf".to_owned(), serde_json::json!([{"$ref": reference}]));
                    } else {
                        keys.extend(only);
                    }
                }
            }
            keys.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn without(schema: &mut Value, key: &str) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.remove(key);
    }
}

const TIME: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$";
const SPAN: &str = r"^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$";

/// What a scalar is called in a schema, and what it may be.
macro_rules! scalar {
    ($type:ty, $name:literal, $schema:tt) => {
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

scalar!(Instant, "Time", { "type": "string", "pattern": TIME, "examples": ["2026-08-17T14:47:00Z"] });
scalar!(Period, "Span", { "type": "string", "pattern": SPAN, "examples": ["30m", "1h30m"] });
scalar!(When, "TimeOrSpan", {
    "anyOf": [{ "type": "string", "pattern": TIME }, { "type": "string", "pattern": SPAN }],
    "examples": ["30m", "2026-08-17T14:47:00Z"]
});
scalar!(Decimal, "Number", {
    "anyOf": [{ "type": "number" }, { "type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,6})?$" }]
});
scalar!(Money, "Money", { "type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,6})? [A-Z]{3}$", "examples": ["40000 EUR"] });

impl<T: JsonSchema> JsonSchema for Fact<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrNone", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "const": "none" }, generator.subschema_for::<T>()] })
    }
}
