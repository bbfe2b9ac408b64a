//! Candor's promises, in one test program.

mod front_matter;
mod markdown;
