//! `candor completions` and `candor man`: what shells and readers of manuals are given, from the commands themselves.

use super::{Outcome, site};
use crate::world;
use anyhow::Context as _;
use std::path::PathBuf;

/// Write completions for a shell on standard output
///
///     bash:  candor completions bash > ~/.local/share/bash-completion/completions/candor
///     zsh:   candor completions zsh > "${fpath[1]}/_candor"
///     fish:  candor completions fish > ~/.config/fish/completions/candor.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: clap_complete::Shell,
}

/// Write the manual: of the program on standard output, or a page for each command into a folder
///
///     candor man | man -l -
///     candor man --out ~/.local/share/man/man1
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Manual {
    /// The folder that takes the pages
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn completions(args: &Completions, mut command: clap::Command) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "candor", &mut script);
    site::say(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Well)
}

pub(super) fn manual(args: &Manual, mut command: clap::Command) -> anyhow::Result<Outcome> {
    command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.out else {
        site::say(&String::from_utf8_lossy(&page(&command)?))?;
        return Ok(Outcome::Well);
    };
    let mut count = 1;
    world::write_into(folder, "candor.1", &page(&command)?)?;
    for inner in command.get_subcommands() {
        let name = format!("candor-{}", inner.get_name());
        world::write_into(folder, &format!("{name}.1"), &page(inner)?)?;
        count += 1;
    }
    site::say(&format!("wrote {count} pages to {}\n", folder.display()))?;
    Ok(Outcome::Well)
}

/// One page. It bears no date: the same program writes the same manual.
fn page(command: &clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page).context("the manual can't be written")?;
    Ok(page)
}
