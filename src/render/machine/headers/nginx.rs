//! A snippet for nginx, to be included in the `server` that serves the edition's folder.
//!
//! A `location` with a header of its own forgets those of the `server`, so each is given all of its headers.

use super::moved::moved;
use super::{Scope, TYPES, realm, rules, users};
use crate::edition::Edition;

pub(in crate::render::machine) fn nginx(edition: &Edition) -> Vec<u8> {
    let folder = edition.edition.folder();
    let mut text = format!(
        "# Headers of the edition {folder}. Include it in the server whose root is that folder:\n\
         #     server {{ server_name …; root …/{folder}; include …/{folder}.nginx.conf; }}\n"
    );
    if !edition.is_public() {
        text.push_str(&format!(
            "# Names and passwords: htpasswd -c {0}.htpasswd NAME, beside nginx.conf. Without the file nobody gets in.\n\
             auth_basic \"{1}\";\nauth_basic_user_file {0}.htpasswd;\n",
            users(edition),
            realm(edition)
        ));
    }
    text.push_str(
        "index index.html;\nerror_page 404 /404.html;\nserver_tokens off;\nabsolute_redirect off;\ntypes {\n",
    );
    for (end, kind) in TYPES.iter().filter(|(end, _)| end.matches('.').count() == 1 && end.starts_with('.')) {
        text.push_str(&format!("    \"{kind}\" {};\n", &end[1..]));
    }
    text.push_str("}\ndefault_type application/octet-stream;\n");
    let own = |end: &str| TYPES.iter().find(|(known, _)| *known == end).map_or("", |(_, kind)| kind);
    for end in ["/atom.xml", "/rss.xml", "/feed.json"] {
        location(edition, &mut text, &format!("= {end}"), end, Some(own(end)));
    }
    for end in [".atom.xml", ".rss.xml", ".feed.json"] {
        let written = format!("~ ^/components/[^/]+{}$", end.replace('.', "\\."));
        location(edition, &mut text, &written, &format!("/components/x{end}"), Some(own(end)));
    }
    for path in Scope::Named.paths() {
        location(edition, &mut text, &format!("^~ {path}"), path, None);
    }
    for path in Scope::Shared.paths() {
        // With a plain prefix, so that feeds below it are still found by their ends.
        let written = if path.ends_with('/') { (*path).to_owned() } else { format!("= {path}") };
        location(edition, &mut text, &written, path, None);
    }
    for (old, code, new) in moved(edition) {
        text.push_str(&format!("location = {old} {{\n"));
        headers(edition, &mut text, "/index.html");
        text.push_str(&format!("    return {code} {new};\n}}\n"));
    }
    location(edition, &mut text, "/", "/index.html", None);
    text.into_bytes()
}

/// One location with every header that goes with `example`, a path within it.
fn location(edition: &Edition, text: &mut String, written: &str, example: &str, kind: Option<&str>) {
    text.push_str(&format!("location {written} {{\n    limit_except GET HEAD {{ deny all; }}\n"));
    if let Some(kind) = kind {
        text.push_str(&format!("    types {{ }}\n    default_type \"{kind}\";\n"));
    }
    headers(edition, text, example);
    text.push_str("    try_files $uri $uri/index.html =404;\n}\n");
}

fn headers(edition: &Edition, text: &mut String, example: &str) {
    for rule in rules(edition).iter().filter(|rule| rule.scope.holds(example)) {
        text.push_str(&format!("    add_header {} \"{}\" always;\n", rule.name, rule.value));
    }
}
