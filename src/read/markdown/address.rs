//! Where a link or an image may lead.

use std::net::Ipv4Addr;

/// An address that may be written to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A path or an anchor of the site, as it was written: what it leads to depends on the page.
    Inside(String),
    /// `http`, `https` or `mailto`, whole.
    Outside(String),
}

/// Why an address is refused: a phrase and a hint.
pub(super) type Refusal = (String, &'static str);

/// Judges an address as browsers read it, which drop white space and take `\` for `/`.
pub(super) fn judge(written: &str) -> Result<Address, Refusal> {
    let refuse = |phrase: &str, hint: &'static str| Err((phrase.to_owned(), hint));
    let written = written.trim();
    if written.is_empty() {
        return refuse("an address is empty", "write where it leads, between the parentheses");
    }
    let is_plain = written.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if !is_plain && written.chars().any(|c| c.is_control() || c.is_whitespace() && c != ' ') {
        return refuse("an address holds an invisible character", "write it anew");
    }
    if written.bytes().any(|byte| byte == b'\\') {
        return refuse("an address holds `\\`", "write `/`");
    }
    if written.starts_with("//") {
        return refuse("an address without a scheme leads outside", "begin it with `https:`");
    }
    let end = written.bytes().position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
    let Some(end) = end.filter(|at| written.as_bytes()[*at] == b':') else {
        return Ok(Address::Inside(written.to_owned()));
    };
    let (scheme, rest) = (written[..end].to_ascii_lowercase(), &written[end + 1..]);
    let whole = || Address::Outside([&scheme, ":", &rest.replace(' ', "%20")].concat());
    match scheme.as_str() {
        "http" | "https" => match rest.strip_prefix("//") {
            Some(rest) if is_authority(authority(rest)) => Ok(whole()),
            _ => refuse("this is not the address of a host", "write it as in `https://example.com/page`"),
        },
        "mailto" if is_mail(rest) => Ok(whole()),
        "mailto" => refuse("this is not a mail address", "write it as in `mailto:name@example.com`"),
        _ => {
            let phrase = format!("an address may not begin with `{}:`", scheme.escape_debug());
            Err((phrase, "use `https:`, `http:`, `mailto:` or a path in the site"))
        }
    }
}

/// One or several mailboxes, and perhaps what the mail begins with behind a `?`. What begins with `/` some take for a host.
fn is_mail(rest: &str) -> bool {
    let to = rest.split('?').next().unwrap_or_default();
    let is_mailbox =
        |one: &str| one.split_once('@').is_some_and(|(name, host)| !name.trim().is_empty() && !host.trim().is_empty());
    !to.starts_with('/') && to.split(',').all(is_mailbox)
}

/// What stands before a path, a query and a fragment.
fn authority(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    &rest[..end.unwrap_or(rest.len())]
}

/// A host by its name or its four numbers, and perhaps a port; never a user.
fn is_authority(authority: &str) -> bool {
    let (host, port) = authority.split_once(':').unwrap_or((authority, "1"));
    let labels = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let last = labels.rsplit('.').next().unwrap_or_default();
    // Browsers take a host whose last part is a number for an old notation of an address.
    let is_numeric = last.starts_with(|c: char| c.is_ascii_digit());
    let is_host =
        labels.len() <= 253 && labels.split('.').all(is_label) && (!is_numeric || host.parse::<Ipv4Addr>().is_ok());
    is_host && port.parse::<u16>().is_ok_and(|port| port > 0) && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_anchors_are_of_the_site() {
        for written in ["a.png", "../x/", "/y", "#z", "?q", "a b.png", "ä/ö", "x/y:z", "#a:b", "ä b.png"] {
            assert_eq!(judge(written), Ok(Address::Inside(written.to_owned())));
        }
    }

    #[test]
    fn outside_are_the_web_and_mail() {
        for (written, whole) in [
            ("HTTPS://Example.com/a b?c", "https://Example.com/a%20b?c"),
            ("http://10.0.0.1:8080", "http://10.0.0.1:8080"),
            ("https://a-b.example/", "https://a-b.example/"),
            ("https://a_b.example", "https://a_b.example"),
            ("https://xn--bcher-kva.example.", "https://xn--bcher-kva.example."),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("mailto:a@b.example,c@d.example?subject=a, b", "mailto:a@b.example,c@d.example?subject=a,%20b"),
        ] {
            assert_eq!(judge(written), Ok(Address::Outside(whole.to_owned())));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for written in [
            "",
            " ",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "blob:x",
            "ftp://x",
            "https:x",
            "https:///x",
            "https://",
            "https://a@b.example",
            "https://[::1]",
            "https://1.2.3",
            "https://0x7f.1",
            "https://a:99999",
            "https://a:0",
            "https://a:+1",
            "https://exa mple",
            "mailto:",
            "mailto:@b.example",
            "mailto:a@ ",
            "mailto:a@b.example,",
            "mailto:?to=a@b.example",
            "mailto://a@b.example",
            "view-source:https://a",
            "ä:b",
            "a&b:c",
            "a\u{a0}b",
            "a\u{2003}b",
            "a\u{7f}b",
            "a\u{85}b",
            "https://a+b.example",
        ] {
            assert!(judge(written).is_err(), "{written:?}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong_with_the_address() {
        for (written, phrase) in [
            ("", "an address is empty"),
            ("a\u{a0}b", "an address holds an invisible character"),
            ("a\\b", "an address holds `\\`"),
            ("//a.example", "an address without a scheme leads outside"),
            ("https:a", "this is not the address of a host"),
            ("mailto:nobody", "this is not a mail address"),
            ("tel:1", "an address may not begin with `tel:`"),
        ] {
            assert_eq!(judge(written).expect_err(written).0, phrase);
        }
    }
}
