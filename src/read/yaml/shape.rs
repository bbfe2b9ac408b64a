//! What YAML looks like whatever it means: where its values stand, which are empty, which wear a tag.

use super::options;
use crate::read::characters::is_without_width;
use crate::read::front_matter::Budget;
use crate::source::Span;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::{Error, Location, Spanned};
use std::fmt;

/// Every value of a text.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// In the order of the text; a map comes before its keys.
    pub(super) nodes: Vec<Node>,
    /// Where the words gathered so far end.
    words_end: usize,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    /// The nearest key above, absent at the root. Items of a list have their list's.
    pub(super) key: Option<Span>,
    pub(super) is_key: bool,
    pub(super) is_empty: bool,
    /// Where the words before this end: its tag can only stand behind them.
    behind: usize,
    /// For a key: the key of the map that it stands in.
    pub(super) owner: Option<Span>,
}

/// A fault that no type would notice.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    Empty(Span),
    Tag(Span),
    HiddenInKey(Span),
}

impl Shape {
    pub(super) fn of(yaml: &str, budget: Budget) -> Result<Self, Error> {
        let tree = serde_saphyr::from_str_with_options::<Spanned<Tree>>(yaml, options(budget))?;
        let mut shape = Self::default();
        shape.gather(&tree, None);
        Ok(shape)
    }

    pub(super) fn is_plain(&self, yaml: &str) -> bool {
        self.oddities(yaml).next().is_none()
    }

    pub(super) fn oddities<'a>(&'a self, yaml: &'a str) -> impl Iterator<Item = Oddity> + 'a {
        self.nodes.iter().filter_map(move |node| {
            if let Some(tag) = tag_before(yaml, node.behind..node.span.start) {
                return Some(Oddity::Tag(tag));
            }
            let key = node.key.clone().unwrap_or(node.span.start..node.span.start);
            if node.is_empty {
                return Some(Oddity::Empty(key));
            }
            let hidden = node.is_key && yaml[key.clone()].contains(is_without_width);
            hidden.then_some(Oddity::HiddenInKey(key))
        })
    }

    /// The written form of the key whose value stands at a place.
    pub(super) fn key_of_value<'a>(&self, yaml: &'a str, at: usize) -> Option<&'a str> {
        let node = self.nodes.iter().find(|node| node.span.start == at && !node.is_key)?;
        node.key.clone().map(|key| &yaml[key])
    }

    /// Where the value of the key at a place stands.
    pub(super) fn value_of(&self, key: usize) -> Option<Span> {
        let at = self.nodes.iter().position(|node| node.is_key && node.span.start == key)?;
        self.nodes.get(at + 1).map(|value| value.span.clone())
    }

    /// The written form of the key of the map in which the key at a place stands.
    pub(super) fn owner_of<'a>(&self, yaml: &'a str, key: usize) -> Option<&'a str> {
        let node = self.nodes.iter().find(|node| node.is_key && node.span.start == key)?;
        node.owner.clone().map(|key| &yaml[key])
    }

    /// Notes a value whose nearest key is `key`, and all within.
    fn gather(&mut self, tree: &Spanned<Tree>, key: Option<&Span>) {
        let value = self.node(tree);
        self.nodes.push(Node { key: key.cloned(), ..value });
        match &tree.value {
            Tree::List(items) => items.iter().for_each(|item| self.gather(item, key)),
            Tree::Map(pairs) => {
                for (name, value) in pairs {
                    let name = self.node(name);
                    let own = Some(name.span.clone());
                    self.nodes.push(Node { key: own.clone(), is_key: true, owner: key.cloned(), ..name });
                    self.gather(value, own.as_ref());
                }
            }
            Tree::Empty | Tree::Scalar => {}
        }
    }

    /// What stands at one place, not yet known to be a key or below one.
    fn node(&mut self, tree: &Spanned<Tree>) -> Node {
        let span = span(&tree.defined);
        let behind = self.words_end;
        if matches!(tree.value, Tree::Scalar) {
            self.words_end = span.end;
        }
        Node { span, key: None, is_key: false, is_empty: matches!(tree.value, Tree::Empty), behind, owner: None }
    }
}

/// A location's bytes, empty at 0 if it has none.
fn span(location: &Location) -> Span {
    let span = location.span();
    let start = span.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    let length = span.byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    start..start + length
}

/// The tag in front of a value, looked for backwards from its start: the reader gives the place of the value behind it.
fn tag_before(yaml: &str, between: Span) -> Option<Span> {
    let mut end = between.end;
    loop {
        let before = yaml.get(between.start..end)?.trim_end();
        let end_of_token = between.start + before.len();
        if yaml[end_of_token..between.end].contains('\n') {
            // On a line above, a comment may stand between a tag and its value.
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let indent = before.len() - before[line..].trim_start().len();
            let comment = if before[indent..].starts_with('#') { Some(indent) } else { None };
            if let Some(comment) = comment.or_else(|| before[line..].find(" #").map(|at| line + at)) {
                end = between.start + comment;
                continue;
            }
        }
        let ends_token = |c: char| c.is_whitespace() || "[{,".contains(c);
        let token = before.char_indices().rfind(|(_, c)| ends_token(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        return before[token..].starts_with('!').then_some(between.start + token..end_of_token);
    }
}

#[derive(Debug)]
enum Tree {
    Empty,
    Scalar,
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<Tree>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Empty)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Empty)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Tree, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Tree::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::{Oddity, Shape};
    use crate::read::front_matter::Budget;

    fn tags(yaml: &str) -> Vec<&str> {
        let shape = Shape::of(yaml, Budget::front_matter()).unwrap();
        let tag = |oddity| match oddity {
            Oddity::Tag(span) => Some(&yaml[span]),
            _ => None,
        };
        shape.oddities(yaml).filter_map(tag).collect()
    }

    #[test]
    fn a_space_before_an_exclamation_mark_makes_no_tag() {
        for yaml in [
            "title: Tout est rétabli !\nlinks: a\n",
            "title: \"Tout est rétabli !\"\nlinks: a\n",
            "title: 'Tout : !.'\nlinks: a\n",
            "title: |\n  Tout est\n  rétabli !\nlinks: a\n",
            "title: >-\n  Tout est\n  rétabli !\n\nlinks: a\n",
            "title: Tout est\n  rétabli !\nlinks: a\n",
            "say:\n  - Tout est rétabli !\n  - oui !\nlinks: a\n",
            "say: [tout est rétabli !, oui !]\nlinks: a\n",
            "say: {a: rétabli !, b: oui !}\nlinks: a\n",
            "\"rétabli !\": oui\n",
            "title: a # rétabli !\nlinks: a\n",
        ] {
            assert_eq!(tags(yaml), [""; 0], "{yaml:?}");
        }
    }

    #[test]
    fn a_tag_is_seen_wherever_it_stands() {
        for yaml in [
            "title: !!str a\n",
            "title: a !\nlinks: !!str b\n",
            "title: \"a !\"\nlinks:\n  !!str\n  b\n",
            "say:\n  - a !\n  - !!str b\n",
            "say: [a !, !!str b]\n",
            "title: |\n  a !\nlinks: !!str # why !\n  b\n",
            "title: a\nlinks: !!str\n  # why\n  b\n",
            "!!str title: a\n",
        ] {
            assert_eq!(tags(yaml), ["!!str"], "{yaml:?}");
        }
    }
}
