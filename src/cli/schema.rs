//! `candor schema`: what each kind of file may say, for editors.

use super::Outcome;
use super::site;
use crate::diagnostic::meant_or;
use crate::practice::schema::KINDS;
use crate::world;
use anyhow::bail;
use include_dir::{Dir, include_dir};
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

/// One file for each kind. They are made of the structs that read such files, and a test holds them to it: `BLESS=1` writes them anew.
static SCHEMAS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/schema");

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match (&args.kind, &args.out) {
        (Some(kind), _) => {
            let names = KINDS.map(|(name, _)| name);
            if !names.contains(&kind.as_str()) {
                let hint = meant_or(kind, names, || format!("there are: {}", names.join(", ")));
                bail!("there is no kind of file `{kind}`: {hint}");
            }
            site::say(written(kind))?;
        }
        (None, Some(folder)) => {
            for (name, _) in KINDS {
                world::write_into(folder, &file_name(name), written(name).as_bytes())?;
            }
            site::say(&format!("wrote {} schemas to {}\n", KINDS.len(), folder.display()))?;
        }
        (None, None) => site::say(&listed())?,
    }
    Ok(Outcome::Well)
}

fn file_name(kind: &str) -> String {
    format!("{kind}.schema.json")
}

fn written(kind: &str) -> &'static str {
    let file = SCHEMAS.get_file(file_name(kind)).and_then(|file| file.contents_utf8());
    file.expect("every kind has its file")
}

fn listed() -> String {
    KINDS.iter().fold(String::new(), |mut text, (name, files)| {
        writeln!(text, "{name:<20} {files}").expect("writing to a string can't fail");
        text
    })
}
