//! How fast the whole program is: `cargo bench --bench whole`. See `benches/README.md`.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people, far below the limits of their types"
)]
#![expect(clippy::disallowed_methods, reason = "a bench touches the outside, as `world` does")]
#![expect(clippy::print_stdout, reason = "what a bench finds out, it prints")]

mod counts;
mod floor;
mod hugo;
mod live;
mod measure;
mod site;
mod stages;
mod table;
mod words;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Builds sites of several sizes with Candor and with the floor, and with Hugo where it is installed, and prints one table.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// How many incidents the sites have, as in 100,1000,10000
    #[arg(long, value_delimiter = ',', default_values_t = [1, 100, 1000, 10_000])]
    incidents: Vec<usize>,

    /// How often each is measured; the median is printed
    #[arg(long, default_value_t = 7)]
    times: usize,

    /// Where sites and outputs go: a folder in memory
    #[arg(long, default_value = "/dev/shm/candor-bench")]
    folder: PathBuf,

    /// What `cargo bench` says to every bench
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a site
    Site {
        folder: PathBuf,
        #[arg(long)]
        incidents: usize,
        /// With private files, for seven editions
        #[arg(long)]
        private: bool,
    },
    /// Write the same words as a site for Hugo
    Hugo {
        folder: PathBuf,
        #[arg(long)]
        incidents: usize,
    },
    /// Read a site and write as many bytes as stand in `like`
    Floor { site: PathBuf, like: PathBuf, out: PathBuf },
    /// Look at every file of a site, and link what stands in `like`
    Again { site: PathBuf, like: PathBuf, out: PathBuf },
    /// Time each stage of the public edition
    Stages {
        site: PathBuf,
        #[arg(long, default_value_t = 5)]
        times: usize,
    },
    /// Count the instructions of the main kinds of work, with valgrind: `benches/counts.md`
    Counts,
    /// Save a file of a site with seven editions under preview, and time until its pages are served; for each number of incidents
    Live {
        #[arg(long, default_value_t = 21)]
        times: usize,
    },
    /// Run one command, and print its wall time, the processor's, and its peak of memory
    Measure { command: Vec<String> },
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match cli.command {
        None => table::print(&cli),
        Some(Command::Site { folder, incidents, private }) => site::write(&folder, incidents, private),
        Some(Command::Hugo { folder, incidents }) => hugo::write(&folder, incidents),
        Some(Command::Floor { site, like, out }) => floor::build(&site, &like, &out),
        Some(Command::Again { site, like, out }) => floor::again(&site, &like, &out),
        Some(Command::Stages { site, times }) => stages::run(&site, &cli.folder, times),
        Some(Command::Counts) => counts::print(&cli.folder),
        Some(Command::Live { times }) => live::print(&cli, times),
        Some(Command::Measure { command }) => measure::one(&command),
    }
}
