//! One test program: every promise with its test.
#![expect(clippy::unwrap_used, reason = "in a test, what breaks is told by its place")]

mod emit;
mod kill;
mod load;
mod nest;
mod print;
