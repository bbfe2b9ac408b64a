//! What no type would notice: empty values, tags, and keys that are not what they look like.

use crate::read::characters::is_without_width;
use crate::source::Span;
use crate::yaml::{Node, Value};

/// A fault that no type would notice.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// The nearest key above what is empty, or the place itself.
    Empty(Span),
    Tag(Span),
    HiddenInKey(Span),
}

/// All of them, in the order of the text.
pub(super) fn of(read: &Node, yaml: &str) -> Vec<Oddity> {
    let mut found = Vec::new();
    gather(read, None, yaml, &mut found);
    found
}

fn gather(node: &Node, key: Option<&Span>, yaml: &str, found: &mut Vec<Oddity>) {
    match &node.value {
        Value::Empty => found.push(Oddity::Empty(key.cloned().unwrap_or(node.span.start..node.span.start))),
        Value::Tagged(tag) => found.push(Oddity::Tag(tag.clone())),
        Value::Plain(_) | Value::Quoted(_) => {}
        Value::List(items) => items.iter().for_each(|item| gather(item, key, yaml, found)),
        Value::Map(pairs) => {
            for (name, value) in pairs {
                if yaml[name.span.clone()].contains(is_without_width) {
                    found.push(Oddity::HiddenInKey(name.span.clone()));
                }
                gather(name, Some(&name.span), yaml, found);
                gather(value, Some(&name.span), yaml, found);
            }
        }
    }
}
