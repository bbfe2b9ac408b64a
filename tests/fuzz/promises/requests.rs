//! An address of the preview means one thing: a file's plain path, in a private edition only behind the key.

#[path = "../../../src/cli/serve/address.rs"]
mod address;

use address::{Address, Way, value};

const KEY: &str = "0123456789abcdef0123456789abcdef";

pub(super) fn holds(data: &[u8]) {
    let Ok(asked) = std::str::from_utf8(data) else { return };
    let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
    // `K` at the front stands for the key, which no fuzzer would guess.
    let keyed = path.strip_prefix('K').map(|rest| format!("/{KEY}{rest}"));
    let path = keyed.as_deref().unwrap_or(path);
    let is_keyed = path.starts_with(&format!("/{KEY}/"));
    let is_plain = |path: &str| {
        path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_:".contains(&byte))
            && path.split('/').all(|step| step != "." && step != "..")
    };
    match Address::of(path, KEY) {
        Some(Address::File { way, at, rest }) => {
            assert_eq!(way == Way::Keyed, is_keyed, "{path}");
            assert!(is_plain(rest) && path.ends_with(rest), "{path}");
            assert!(is_keyed || (at.is_none() && rest.starts_with("public/")), "{path}");
        }
        Some(Address::Start(way) | Address::Own(way, _)) => assert_eq!(way == Way::Keyed, is_keyed, "{path}"),
        None => assert!(path != "/" && path != "/public/index.html", "{path}"),
    }
    for name in ["edition", "at", "file"] {
        assert!(value(query, name).is_none_or(|value| !value.contains('%')), "{query}");
    }
}
