//! The command line: joins the heart and the outside. One file a command.

mod approve;
mod brief;
mod build;
mod check;
mod desk;
mod drafts;
mod due;
mod feedback;
mod import;
mod init;
mod manual;
mod new;
mod postmortem;
mod publish;
mod remedy;
mod repository;
mod schema;
mod serve;
mod site;
mod status;
mod templates;
mod update;

use clap::{CommandFactory as _, Parser, Subcommand};
use std::process::ExitCode;

/// Say what happened, to each audience in its own words, and nothing to the wrong one.
///
/// Incident updates in `content/` become a public status page and a private edition for every other audience.
///
/// Exit codes: 0 for well; 1 for faults in the text, or a word overdue; 2 for a refusal of the machine, or a command that isn't one.
#[derive(Debug, Parser)]
#[command(name = "candor", version, max_term_width = 100, after_help = FIRST)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What to type first.
const FIRST: &str = "\
To begin with:
  candor init status               a site in the folder `status`, with an example of everything
  candor help import               how to take over what a Statuspage or a cState site has told
In the folder of a site:
  candor check                     every fault, with its place and what to do
  candor build                     the public page into `public/`, the others into `private/`
  candor serve                     every edition in a browser, as it will look
In an incident:
  candor new incident              its first files, from templates that are signed off
  candor update                    the next words, and `candor due` who waits for them
  candor status                    how everything is
`candor help COMMAND` tells all about one of them.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Publish(publish::Args),
    Check(check::Args),
    Init(init::Args),
    Import(import::Args),
    New(new::Args),
    Update(update::Args),
    Postmortem(postmortem::Args),
    Approve(approve::Args),
    Templates(templates::Args),
    Feedback(feedback::Args),
    Due(due::Args),
    Brief(brief::Args),
    Status(status::Args),
    Serve(serve::Args),
    Schema(schema::Args),
    Completions(manual::Completions),
    Man(manual::Manual),
}

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Well,
    /// There are faults in the text.
    Faults,
}

/// Runs one command.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            drop(error.print());
            return ExitCode::from(if wanted { 0 } else { 2 });
        }
    };
    let outcome = match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Import(args) => import::run(&args),
        Command::New(args) => new::run(&args),
        Command::Update(args) => update::run(&args),
        Command::Postmortem(args) => postmortem::run(&args),
        Command::Approve(args) => approve::run(&args),
        Command::Templates(args) => templates::run(&args),
        Command::Feedback(args) => feedback::run(&args),
        Command::Due(args) => due::run(&args),
        Command::Brief(args) => brief::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => manual::completions(&args, Cli::command()),
        Command::Man(args) => manual::manual(&args, Cli::command()),
    };
    match outcome {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(error) => {
            let help = remedy::of(&error).map_or_else(String::new, |help| format!(" = help: {help}\n"));
            site::complain(&format!("error: {error:#}\n{help}"));
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_flags_of_every_command_agree() {
        super::Cli::command().debug_assert();
    }
}
