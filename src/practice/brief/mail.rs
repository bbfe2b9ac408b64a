//! A brief as mail (RFC 5322), in text and in HTML, with nothing of it able to reach a header or end a part.

use super::Brief;
use super::payload::{html, one_line, text};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Who writes, and to whom; each an address that [`Letter::new`] found to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    from: String,
    to: Option<String>,
}

impl Letter {
    /// None if one of them is no bare address, as in `status@example.com`.
    #[must_use]
    pub fn new(from: &str, to: Option<&str>) -> Option<Self> {
        let all = [Some(from), to];
        all.into_iter().flatten().all(is_address).then(|| Self { from: from.to_owned(), to: to.map(str::to_owned) })
    }
}

fn is_address(written: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let Some((user, host)) = written.split_once('@') else { return false };
    let dotted = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    let host_ok = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    user.len() <= 64 && host.len() <= 255 && dotted(user) && dotted(host) && user.chars().all(atom) && host_ok
}

/// The whole message with CRLF line ends: headers in ASCII, both bodies in base64.
#[must_use]
pub fn mail(brief: &Brief, letter: &Letter) -> String {
    let (plain, marked) = (text(brief), html(brief));
    let seal: String = Sha256::digest(format!("{plain}\0{marked}")).iter().take(16).fold(String::new(), |mut seal, byte| {
        write!(seal, "{byte:02x}").expect("writing to a string can't fail");
        seal
    });
    let host = letter.from.split_once('@').map_or("", |(_, host)| host);
    let date = jiff::fmt::rfc2822::to_string(&brief.now.to_zoned_datetime(jiff::tz::TimeZone::UTC)).expect("mail has a date for every time that Candor reads");
    let mut lines = vec![format!("From: {}", letter.from)];
    lines.extend(letter.to.as_ref().map(|to| format!("To: {to}")));
    lines.push(format!("Subject: {}", header(&format!("{}: {}", brief.title, brief.status))));
    lines.push(format!("Date: {date}"));
    lines.push(format!("Message-ID: <{seal}@{host}>"));
    lines.push("MIME-Version: 1.0".to_owned());
    // Mail programs open it as a draft, to be read once more and sent.
    lines.push("X-Unsent: 1".to_owned());
    // Base64 holds no underscore: no body can end a part.
    let boundary = format!("=_{seal}");
    lines.push(format!("Content-Type: multipart/alternative; boundary=\"{boundary}\""));
    lines.push(String::new());
    for (kind, body) in [("plain", &plain), ("html", &marked)] {
        lines.push(format!("--{boundary}"));
        lines.push(format!("Content-Type: text/{kind}; charset=utf-8"));
        lines.push("Content-Transfer-Encoding: base64".to_owned());
        lines.push(String::new());
        let encoded = base64(body.replace('\n', "\r\n").as_bytes());
        lines.extend(encoded.as_bytes().chunks(76).map(|chunk| String::from_utf8_lossy(chunk).into_owned()));
    }
    lines.push(format!("--{boundary}--"));
    lines.push(String::new());
    lines.join("\r\n")
}

/// A header's value: encoded words (RFC 2047) of at most 75 characters, folded.
fn header(value: &str) -> String {
    let value = one_line(value);
    let mut words: Vec<String> = Vec::new();
    let mut chunk = String::new();
    for c in value.chars() {
        if chunk.len() + c.len_utf8() > 45 {
            words.push(std::mem::take(&mut chunk));
        }
        chunk.push(c);
    }
    words.push(chunk);
    let encoded: Vec<String> = words.iter().map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes()))).collect();
    encoded.join("\r\n ")
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let three = [chunk[0], *chunk.get(1).unwrap_or(&0), *chunk.get(2).unwrap_or(&0)];
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for place in 0..4 {
            if place > chunk.len() {
                text.push('=');
            } else {
                text.push(char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Letter, base64};

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn an_address_can_carry_no_header() {
        assert!(Letter::new("status@example.com", Some("a.b+c@example.com")).is_some());
        for other in ["", "status", "a@b\r\nBcc: c@d", "a b@c", "<a@b>", "a@b,c@d", "a@", "@b", "a@b@c", "ü@b"] {
            assert_eq!(Letter::new(other, None), None, "{other}");
            assert_eq!(Letter::new("a@b", Some(other)), None, "{other}");
        }
    }
}
