//! YAML taken apart: values with their places, and no value has a type before somebody asks for one, so that `no` is no
//! truth value and `1.50` keeps its nought.
//!
//! Whoever reads what others wrote has two readers agree on it: [`parse`] goes first, because it knows places and refuses bombs,
//! and [`agrees`] asks the other. What both are known to read alike is read in one pass by [`plain`].

mod agree;
mod decode;
mod parse;
mod plain;
mod told;

pub use agree::agrees;
pub use decode::{Misfit, What};
pub use parse::{Flaw, Wrong, parse};
pub use plain::plain;
pub use told::name;

use crate::source::Span;
use std::borrow::Cow;

/// A value and where it stands, in bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'a> {
    pub span: Span,
    pub value: Value<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing, or what stands for it: `~`, `null`.
    Empty,
    /// Words without quotes: text, or a number or a truth value to whoever asks for one.
    Plain(Cow<'a, str>),
    /// Words in quotes, or in a block below `|` or `>`.
    Quoted(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order of the text, each key once.
    Map(Vec<(Node<'a>, Node<'a>)>),
    /// Something that wears a tag, which stands at this place.
    Tagged(Span),
}
