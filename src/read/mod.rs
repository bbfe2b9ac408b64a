//! Text to truth: sources become a `Site`, and every fault on the way is told with its place.

pub mod entries;
pub mod front_matter;
pub mod markdown;
pub mod scalars;

mod characters;
mod yaml;
