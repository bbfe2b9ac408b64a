//! `_headers`, as Netlify and Cloudflare Pages read it. Two matching rules with one header would be joined by a comma, so what
//! goes with all but a few files is left to the host, whose own answer is to ask again each time.

use super::{Scope, TYPES, rules};
use crate::edition::Edition;

pub(in crate::render::machine) fn netlify(edition: &Edition) -> Vec<u8> {
    let rules = rules(edition);
    let mut text = String::new();
    if !edition.is_public() {
        text.push_str("# Private: put it behind the host's own access control before it is deployed.\n");
    }
    text.push_str("/*\n");
    for rule in rules.iter().filter(|rule| rule.scope == Scope::Everything) {
        text.push_str(&format!("  {}: {}\n", rule.name, rule.value));
    }
    for scope in [Scope::Named, Scope::Shared] {
        let within: Vec<_> = rules.iter().filter(|rule| rule.scope == scope).collect();
        for path in scope.paths().iter().filter(|_| !within.is_empty()) {
            text.push_str(path);
            text.push_str(if path.ends_with('/') { "*\n" } else { "\n" });
            for rule in &within {
                text.push_str(&format!("  {}: {}\n", rule.name, rule.value));
            }
        }
    }
    // A host knows types by the last extension only; files with a name of their own can be told.
    for (end, kind) in TYPES.iter().filter(|(end, _)| end.starts_with('/')) {
        text.push_str(&format!("{end}\n  Content-Type: {kind}\n"));
    }
    text.into_bytes()
}
