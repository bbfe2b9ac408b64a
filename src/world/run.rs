//! What a command that runs on needs of the system: an end, a secret, a browser.

use anyhow::Context as _;
use jiff::Timestamp;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// From now on the program is not ended by Ctrl-C: the function returned waits for it.
///
/// # Errors
/// The system doesn't tell of signals.
pub fn interruption() -> anyhow::Result<impl FnOnce()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("the system tells of no signals")?;
    Ok(move || {
        signals.forever().next();
    })
}

/// 128 bits that nobody can guess, in hexadecimal.
///
/// # Errors
/// The system has no chance to give.
pub fn secret() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    let mut secret = String::with_capacity(32);
    for byte in bytes {
        write!(secret, "{byte:02x}").expect("writing to a string can't fail");
    }
    Ok(secret)
}

/// When a moment will have come, by the clock that only goes forward; after a while at most.
#[must_use]
pub fn instant_of(moment: Option<Timestamp>, at_most: Duration) -> Instant {
    let left = moment.map(|moment| moment.as_millisecond() - Timestamp::now().as_millisecond());
    let left = left.map(|left| Duration::from_millis(u64::try_from(left).unwrap_or(0)));
    Instant::now() + left.unwrap_or(at_most).min(at_most)
}

/// Opens an address in the browser that is the user's.
///
/// # Errors
/// There is no program that does so.
pub fn open_browser(address: &str) -> anyhow::Result<()> {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(program);
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child =
        command.spawn().with_context(|| format!("`{program}` can't be run: open the address above yourself"))?;
    // Nobody waits for the browser; its ending is taken note of.
    std::thread::spawn(move || drop(child.wait()));
    Ok(())
}
