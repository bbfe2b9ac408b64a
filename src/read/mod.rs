//! Text to truth: sources become a `Site`, and every fault on the way is told with its place.
//!
//! A file is read alone: what comes of it depends on its own text and on `site.yaml`, which everyone reads. What several
//! files make of each other is judged for each reader by [`faults`], over what that reader may read.

mod agreement;
pub mod characters;
mod decode;
mod document;
mod documents;
pub mod entries;
pub mod front_matter;
mod history;
mod language;
mod listing;
pub mod markdown;
mod place;
mod resolve;
pub mod scalars;
pub mod schema;
mod settings;

pub use agreement::{Broken, Meeting, Texts, faults, faults_beside, faults_of};
pub use document::{Document, document};
pub use history::{Depth, history};
pub use listing::{Selection, judge, sift, wanted};
pub use place::{Place, Role};
pub use resolve::resolve;
pub use settings::{Settled, settings};
