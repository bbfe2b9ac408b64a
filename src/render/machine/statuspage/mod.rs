//! The read API of Statuspage v2, written as static files, for whatever reads a Statuspage today.
//!
//! Source of the shapes: `summary.json` of ten thousand real pages, and Atlassian's own words where the two agree.

mod build;
mod components;
mod incidents;
mod schema;
mod shape;

pub use build::Resource;
pub(super) use build::json;
pub use schema::schema;
