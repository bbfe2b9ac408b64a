//! The JSON Schema of the files, published beside them. It is made of the very types that write them, and kept as a file, because
//! it is the same for every site: a test holds the two together.

use super::shape::{ComponentsFile, IncidentsFile, MaintenancesFile, StatusFile, SummaryFile};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// As it is published.
pub(super) const SCHEMA: &str = include_str!("schema.json");

/// `schema.json`: a file of the API is valid if it is one of five kinds; each kind is under `$defs` by name.
#[must_use]
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let kinds = [
        generator.subschema_for::<StatusFile>(),
        generator.subschema_for::<SummaryFile>(),
        generator.subschema_for::<ComponentsFile>(),
        generator.subschema_for::<IncidentsFile>(),
        generator.subschema_for::<MaintenancesFile>(),
    ];
    let definitions = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The read API of this status page",
        "description": "A file below api/v2/ is one of these; each is under $defs by name.",
        "oneOf": kinds,
        "$defs": definitions,
    })
}
