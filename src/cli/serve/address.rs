//! What an address of the preview means. Nothing is decoded: an address that would need it leads nowhere.
//!
//! ```text
//! /public/index.html                          what everyone is about to see; no key is needed
//! /KEY/now/public/index.html                  the same with the preview's bar
//! /KEY/2026-11-20T10:20:00Z/private/support/  an edition at an instant
//! /KEY/-/state, /-/preview.js                 what the bar asks for
//! ```
//!
//! The key stands in the path and not in a cookie: cookies are sent to every port of a machine, so that any other server on it
//! would get the key, and two previews would take each other's place. Links between pages are relative and keep it.

use jiff::Timestamp;

/// The way in: with the key everything may be seen, without it what is public at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Open,
    Keyed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// The way alone: its first page.
    Start(Way),
    File {
        way: Way,
        /// None for the present.
        at: Option<Timestamp>,
        /// The edition's folder and the file in it: `private/support/incidents/x.html`.
        rest: &'a str,
    },
    /// What the bar asks for, by name.
    Own(Way, &'a str),
}

impl<'a> Address<'a> {
    pub(super) fn of(path: &'a str, key: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_:".contains(&byte);
        let path = path.strip_prefix('/')?;
        if !path.bytes().all(is_plain) || path.split('/').any(|step| step == "." || step == "..") {
            return None;
        }
        let keyed = path.split_once('/').filter(|(first, _)| is_key(first, key));
        let Some((_, rest)) = keyed else {
            return match path {
                "" => Some(Self::Start(Way::Open)),
                _ => match path.strip_prefix("-/") {
                    Some(own) => Some(Self::Own(Way::Open, own)),
                    None => path.starts_with("public/").then_some(Self::File { way: Way::Open, at: None, rest: path }),
                },
            };
        };
        if rest.is_empty() {
            return Some(Self::Start(Way::Keyed));
        }
        let (clock, rest) = rest.split_once('/')?;
        match clock {
            "-" => Some(Self::Own(Way::Keyed, rest)),
            "now" => Some(Self::File { way: Way::Keyed, at: None, rest }),
            instant => Some(Self::File { way: Way::Keyed, at: Some(instant.parse().ok()?), rest }),
        }
    }
}

/// Compares in a time that doesn't tell how much of it was right.
fn is_key(given: &str, key: &str) -> bool {
    given.len() == key.len() && given.bytes().zip(key.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// The value of a name in what follows a `?`. Only what needs no decoding has one, but for `%3A`, which browsers write for `:`.
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(found, _)| *found == name)?.1;
    let value = value.replace("%3A", ":").replace("%2F", "/");
    (!value.contains('%')).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{Address, Way, value};

    #[test]
    fn an_address_means_one_thing_or_nothing() {
        let at = "2026-11-20T10:20:00Z".parse().ok();
        for (path, meant) in [
            ("/", Some(Address::Start(Way::Open))),
            ("/k3y/", Some(Address::Start(Way::Keyed))),
            ("/public/a.html", Some(Address::File { way: Way::Open, at: None, rest: "public/a.html" })),
            ("/k3y/now/private/x/", Some(Address::File { way: Way::Keyed, at: None, rest: "private/x/" })),
            ("/k3y/2026-11-20T10:20:00Z/public/", Some(Address::File { way: Way::Keyed, at, rest: "public/" })),
            ("/-/preview.js", Some(Address::Own(Way::Open, "preview.js"))),
            ("/k3y/-/state", Some(Address::Own(Way::Keyed, "state"))),
            ("/private/x/index.html", None),
            ("/key/now/private/x/", None),
            ("/k3y/then/public/", None),
            ("/public/../k3y", None),
            ("/public/%2e%2e/a", None),
            ("/public/a\\b", None),
            ("/k3y", None),
            ("http://x/public/", None),
            ("public/", None),
        ] {
            assert_eq!(Address::of(path, "k3y"), meant, "{path}");
        }
        assert_eq!(value("a=1&at=10%3A20", "at").as_deref(), Some("10:20"));
        assert_eq!(value("a=%2e", "a"), None);
    }
}
