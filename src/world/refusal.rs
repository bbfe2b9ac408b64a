//! Refusals of the machine, for logs that anyone may read.

use super::print::without_values;
use rustix::io::Errno;

/// The cause of an error alone, without the paths and names it was met at: those of a private edition tell of accounts and
/// incidents.
#[must_use]
pub fn without_places(error: &anyhow::Error) -> anyhow::Error {
    let code = error.chain().find_map(|cause| {
        let io = || cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error);
        cause.downcast_ref::<Errno>().map(|errno| errno.raw_os_error()).or_else(io)
    });
    match code {
        Some(code) => anyhow::Error::new(std::io::Error::from_raw_os_error(code)).context("a file of it is refused"),
        None => anyhow::anyhow!(without_values(&error.root_cause().to_string())),
    }
}
