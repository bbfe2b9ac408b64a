//! A snippet for Caddy, to be imported in the site block that serves the edition's folder.

use super::moved::moved;
use super::{Scope, TYPES, handle, realm, rules, users};
use crate::edition::Edition;

pub(in crate::render::machine) fn caddy(edition: &Edition) -> Vec<u8> {
    let folder = edition.edition.folder();
    let handle = handle(edition);
    let mut text = format!(
        "# Headers of the edition {folder}. Import it in the site whose root is that folder:\n\
         #     status.example {{\n#         root * …/{folder}\n#         import …/{folder}.Caddyfile\n#         file_server\n#     }}\n"
    );
    if !edition.is_public() {
        text.push_str(&format!(
            "# Names and passwords: lines of NAME HASH, as `caddy hash-password` makes them, in {0}.users beside this file.\n\
             # Without the file Caddy doesn't start.\n\
             basicauth bcrypt \"{1}\" {{\n\timport {0}.users\n}}\n",
            users(edition),
            realm(edition)
        ));
    }
    let named = globs(Scope::Named);
    text.push_str(&format!("@{handle}_named path {named}\n@{handle}_unnamed not path {named}\n"));
    text.push_str(&format!("@{handle}_shared path {}\n", globs(Scope::Shared)));
    // A block that takes something away is held back until the answer is written, and lost if that is an error: it stands alone.
    text.push_str("header -Server\nheader {\n");
    for rule in rules(edition).iter().filter(|rule| rule.scope == Scope::Everything) {
        text.push_str(&format!("\t{} \"{}\"\n", rule.name, rule.value));
    }
    text.push_str("}\n");
    for rule in rules(edition) {
        let scope = match rule.scope {
            Scope::Everything => continue,
            Scope::Named => "named",
            Scope::Unnamed => "unnamed",
            Scope::Shared => "shared",
        };
        text.push_str(&format!("header @{handle}_{scope} {} \"{}\"\n", rule.name, rule.value));
    }
    for (old, code, new) in moved(edition) {
        text.push_str(&format!("redir {old} {new} {code}\n"));
    }
    types(&mut text, &handle);
    errors(&mut text, edition);
    text.into_bytes()
}

/// What isn't there is told by a page, whatever was asked for, and that page isn't kept for long.
fn errors(text: &mut String, edition: &Edition) {
    text.push_str("handle_errors {\n\theader -Server\n\theader Content-Type \"text/html; charset=utf-8\"\n");
    for rule in rules(edition).iter().filter(|rule| rule.scope == Scope::Unnamed) {
        text.push_str(&format!("\theader {} \"{}\"\n", rule.name, rule.value));
    }
    text.push_str("\t@missing expression {http.error.status_code} == 404\n");
    text.push_str("\trewrite @missing /404.html\n\tfile_server\n}\n");
}

/// A type for each end of a name; a page is also what a folder shows.
fn types(text: &mut String, handle: &str) {
    for (index, (end, kind)) in TYPES.iter().enumerate() {
        let longer = TYPES.iter().map(|(other, _)| *other).filter(|other| other != end && other.ends_with(end));
        let but: Vec<String> = longer.map(glob).collect();
        let also = if *end == ".html" { " */" } else { "" };
        let not = if but.is_empty() { String::new() } else { format!("\n\tnot path {}", but.join(" ")) };
        text.push_str(&format!("@{handle}_{index} {{\n\tpath {}{also}{not}\n}}\n", glob(end)));
        text.push_str(&format!("header @{handle}_{index} Content-Type \"{kind}\"\n"));
    }
}

fn glob(end: &str) -> String {
    if end.starts_with('/') { end.to_owned() } else { format!("*{end}") }
}

fn globs(scope: Scope) -> String {
    let paths = scope.paths().iter();
    paths
        .map(|path| if path.ends_with('/') { format!("{path}*") } else { (*path).to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}
