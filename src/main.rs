//! Hands the arguments to `cli` and returns its exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

// A site is very many small pieces: with the system's allocator a build takes a quarter longer.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    candor::cli::run(std::env::args_os())
}
