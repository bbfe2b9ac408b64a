//! Questions on a terminal, and the author's editor.

use anyhow::Context as _;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

/// Whether somebody is there to be asked.
#[must_use]
pub fn is_dialogue() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks for one line; none at the end of input.
///
/// # Errors
/// The terminal can't be read.
pub fn ask(question: &str) -> anyhow::Result<Option<String>> {
    let mut out = std::io::stderr().lock();
    out.write_all(question.as_bytes()).and_then(|()| out.flush()).context("the terminal can't be written")?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).context("the terminal can't be read")?;
    if read == 0 {
        out.write_all(b"\n").context("the terminal can't be written")?;
        return Ok(None);
    }
    Ok(Some(line.trim().to_owned()))
}

/// Opens files in `VISUAL` or `EDITOR`, and waits for it.
///
/// # Errors
/// Neither is set, or the editor ends badly.
pub fn edit(files: &[PathBuf]) -> anyhow::Result<()> {
    let set = |name: &str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).context("no editor is set: set `VISUAL` or `EDITOR`")?;
    // The variable may hold arguments, as in `code --wait`, so that a shell reads it.
    let status =
        std::process::Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg("sh").args(files).status();
    let status = status.with_context(|| format!("`{editor}` can't be started"))?;
    anyhow::ensure!(status.success(), "`{editor}` ended with {status}");
    Ok(())
}
