//! How many instructions the program takes: the same on any quiet or busy machine, so that a change is seen in review. Valgrind
//! counts them.

use super::{site, table};
use anyhow::Context as _;
use std::path::Path;
use std::process::Command;

/// Prints one row for each kind of work, in millions of instructions of one thread.
pub(crate) fn print(folder: &Path) -> anyhow::Result<()> {
    println!("| work | million instructions |");
    println!("|---|---|");
    row("candor --help", &table::words(&[table::CANDOR, "--help"]))?;
    for (incidents, private, again) in
        [(1, false, false), (100, false, false), (1000, false, false), (1000, false, true), (100, true, false)]
    {
        let folder = table::fresh(&folder.join("counts"))?;
        let (content, out) = (folder.join("site"), folder.join("out"));
        site::write(&content, incidents, private)?;
        let editions: &[&str] = if private { &[] } else { &["--edition", "public"] };
        let command = table::command(&content, &out, editions);
        if again {
            table::build(&content, &out, editions)?;
        }
        let what = if private { "seven editions" } else { "public edition" };
        let more = if again { ", again" } else { "" };
        let plural = if incidents == 1 { "incident" } else { "incidents" };
        row(&format!("{what} of {incidents} {plural}{more}"), &command)?;
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn row(work: &str, command: &[String]) -> anyhow::Result<()> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(command)
        // Threads that wait count too: alone, one waits for nobody.
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .context("`valgrind` counts instructions: install it")?;
    let told = String::from_utf8_lossy(&output.stderr);
    let counted = told.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    let count: f64 = counted.with_context(|| format!("valgrind told no count: {told}"))?.parse()?;
    println!("| {work} | {:.1} |", count / 1e6);
    Ok(())
}
