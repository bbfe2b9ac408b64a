//! The only code that touches the outside: folders, clock, terminal, other programs.
#![expect(clippy::disallowed_methods, reason = "this is the room that touches the outside, so that no other does")]

mod clock;
mod dialogue;
mod emit;
mod folder;
mod foreign;
pub mod git;
mod load;
mod lock;
mod nest;
mod print;
mod progress;
mod put;
mod refusal;
mod replaced;
mod report;
mod run;
mod serve;
mod swap;
mod target;
mod watch;

pub use clock::{clock_is_fixed, decide, now, stopwatch};
pub use dialogue::{ask, edit, is_dialogue};
pub use emit::{Emission, Emitted, emit, emit_as};
pub use foreign::texts_below;
pub use load::{Files, list, open, scope, templates, theme};
pub use nest::refuse_nesting;
pub use print::{Style, may_colour, told, visible, without_values};
pub use progress::Progress;
pub use put::{NewFile, is_there, put_new, text_of};
pub use refusal::without_places;
pub use replaced::Replaced;
pub use report::{About, Format, Line, Public, Telling, reported};
pub use run::{instant_of, interruption, open_browser, secret};
pub use serve::{Answer, Asked, Reach, Response, Server};
pub use swap::Method;
pub use target::{discard_stale, editions_below, write_beside, write_into};
pub use watch::{Difference, Watch};
