//! `candor schema`: what each kind of file may say, for editors.

use super::Outcome;
use super::site;
use crate::diagnostic::meant_or;
use crate::practice::schema::{self, FileKind};
use crate::world;
use anyhow::bail;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Write JSON Schemas of every kind of file, so that an editor completes keys and shows faults while you type
///
/// Without arguments it lists the kinds, and which files they are for. `candor schema --out .schemas` writes one file for each,
/// named `<kind>.schema.json`.
///
/// An editor with the YAML language server takes the one for a settings file from its first line:
///
///     # yaml-language-server: $schema=../.schemas/policy.schema.json
///
/// or from its settings, as in `"yaml.schemas": {".schemas/policy.schema.json": "content/policy.yaml"}`. The schemas for Markdown
/// files speak of the front matter between the lines `---`; they are for editors and linters that check front matter.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Write this one on standard output: `site`, `policy`, `update` …
    #[arg(value_name = "KIND")]
    kind: Option<String>,

    /// Write all of them into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let kinds = schema::kinds();
    match (&args.kind, &args.out) {
        (Some(name), _) => {
            let Some(kind) = kinds.iter().find(|kind| kind.name == name) else {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
                let hint = meant_or(name, names.iter().copied(), || format!("there are: {}", names.join(", ")));
                bail!("there is no kind of file `{name}`: {hint}");
            };
            site::say(&written(kind))?;
        }
        (None, Some(folder)) => {
            for kind in &kinds {
                world::write_into(folder, &format!("{}.schema.json", kind.name), written(kind).as_bytes())?;
            }
            site::say(&format!("wrote {} schemas to {}\n", kinds.len(), folder.display()))?;
        }
        (None, None) => site::say(&listed(&kinds))?,
    }
    Ok(Outcome::Well)
}

fn written(kind: &FileKind) -> String {
    let mut text = serde_json::to_string_pretty(&kind.schema).expect("a schema is valid JSON");
    text.push('\n');
    text
}

fn listed(kinds: &[FileKind]) -> String {
    kinds.iter().fold(String::new(), |mut text, kind| {
        writeln!(text, "{:<20} {}", kind.name, kind.files).expect("writing to a string can't fail");
        text
    })
}
