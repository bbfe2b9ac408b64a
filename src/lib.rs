//! Candor says what happened, to each audience in its own words, and nothing to the wrong one.
//!
//! ```text
//! world::load          read               edition::project            render            world::emit, world::serve
//! folder ──► [Source] ──────► Site ──────────────────────► Edition ──────────► File ────────────► folder, browser
//!                └─► [Diagnostic] ──► world::print       one for each audience
//! ```
//!
//! The modules stand in the order in which they stand on each other.

pub mod excerpt;
pub mod name;
pub mod quantity;
pub mod shared;
pub mod signs;
pub mod state;

pub mod model;
pub mod output;
pub mod source;

pub mod diagnostic;
pub mod edition;
pub mod yaml;

pub mod read;
pub mod render;
pub mod world;

pub mod compile;
pub mod practice;

pub mod cli;
