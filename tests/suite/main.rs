//! One test program: every promise with its test.

mod emit;
mod kill;
mod load;
mod nest;
mod print;
