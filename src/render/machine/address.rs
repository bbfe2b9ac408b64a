//! Addresses and names for ever: where things stand, and what they are called by machines.

use crate::edition::{Component, Edition, Incident, Moment};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The edition's root as an absolute address with a trailing slash; none without one.
pub(super) fn root(edition: &Edition) -> Option<String> {
    let url = edition.url.as_deref()?;
    let mut root = String::with_capacity(url.len() + 1);
    for c in url.trim_end_matches('/').chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&()*+,;=%".contains(c) {
            root.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(root, "%{byte:02X}").expect("writing to a string can't fail");
            }
        }
    }
    root.push('/');
    Some(root)
}

/// A moment on the page of its incident, from the edition's root.
pub(super) fn place(incident: &Incident, moment: &Moment) -> String {
    format!("{}#{}", incident.page(), moment.slug)
}

/// The page of a component, from the edition's root.
pub(super) fn component(component: &Component) -> String {
    format!("components/{}.html", component.id)
}

/// What a moment is called within its edition: a postmortem is not among the updates.
pub(super) fn name(incident: &Incident, moment: &Moment) -> String {
    match moment.status {
        Some(_) => format!("{}/{}/{}", incident.kind.folder(), incident.slug, moment.slug),
        None => format!("{}/{}//{}", incident.kind.folder(), incident.slug, moment.slug),
    }
}

/// An id for feeds (RFC 4151): whoever holds the host's name says it. `name` is made of names that the edition's readers may
/// read, and of nothing that is ever edited. The year is part of the scheme, not of the thing.
pub(super) fn tag(root: &str, name: &str) -> String {
    let (host, path) = split(root);
    format!("tag:{host},2026:{path}{name}")
}

/// The host of an absolute address, without user and port, and the path behind it with both slashes.
fn split(root: &str) -> (String, &str) {
    let rest = root.split_once("://").map_or(root, |(_, rest)| rest);
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.find(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or(host),
    };
    (host.to_ascii_lowercase(), path)
}

/// Where ids of a calendar are unique: the edition's host and path; for an edition without an address, its name under a domain
/// that is nobody's (RFC 2606).
pub(super) fn realm(edition: &Edition) -> String {
    match root(edition) {
        Some(root) => {
            let (host, path) = split(&root);
            format!("{host}{}", path.trim_end_matches('/'))
        }
        None => format!("{}.invalid", edition.name.replace('/', ".")),
    }
}

/// Twelve characters of `0-9a-z`, for ever the same for the same names.
pub(super) fn id(names: &[&str]) -> String {
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let mut number = digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let mut id = String::with_capacity(12);
    for _ in 0..12 {
        let digit = u32::try_from(number % 36).expect("a remainder of 36 is small");
        id.push(char::from_digit(digit, 36).expect("a remainder of 36 is a digit"));
        number /= 36;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::{id, split, tag};

    #[test]
    fn an_id_is_twelve_characters_and_depends_on_every_name() {
        assert_eq!(id(&["component", "api"]), id(&["component", "api"]));
        assert_ne!(id(&["component", "api"]), id(&["componenta", "pi"]));
        assert!(id(&["x"]).len() == 12 && id(&["x"]).bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
    }

    #[test]
    fn a_tag_names_the_host_without_port_or_user() {
        assert_eq!(split("https://me@Status.example:8443/a/"), ("status.example".to_owned(), "/a/"));
        assert_eq!(split("http://[::1]:80/"), ("[::1]".to_owned(), "/"));
        assert_eq!(tag("https://status.example/", "incidents/a/b"), "tag:status.example,2026:/incidents/a/b");
    }
}
