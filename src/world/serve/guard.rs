//! Who is answered: this machine's own pages, under this server's own name.
//!
//! A page from elsewhere can make a browser ask here. It can't read the answer, unless it got its own name to lead here (DNS
//! rebinding): then the browser says that name in `Host`. Current browsers also say whose page asks and what for.

use super::Reach;
use std::net::{IpAddr, SocketAddr};
use tiny_http::{Method, Request};

/// Why a request is refused: a status and words.
pub(super) fn refusal(request: &Request, own: SocketAddr, reach: Reach) -> Option<(u16, &'static str)> {
    let values = |name: &'static str| {
        let named = request.headers().iter().filter(move |header| header.field.equiv(name));
        named.map(|header| header.value.as_str())
    };
    if !matches!(request.method(), Method::Get | Method::Head) {
        return Some((405, "only GET and HEAD are answered here\n"));
    }
    let hosts: Vec<&str> = values("Host").collect();
    let [host] = hosts[..] else { return Some((403, "a request names one host\n")) };
    if !is_own(host, own, reach) {
        return Some((403, "this preview is not called so: use the address that `candor serve` told\n"));
    }
    if values("Origin").any(|origin| origin.strip_prefix("http://") != Some(host)) {
        return Some((403, "pages from elsewhere are refused\n"));
    }
    if values("Sec-Fetch-Site").any(|site| !matches!(site, "same-origin" | "none")) {
        return Some((403, "pages from elsewhere are refused: type the address, or open it from the terminal\n"));
    }
    let framed = ["iframe", "frame", "embed", "object", "fencedframe"];
    if values("Sec-Fetch-Dest").any(|use_of_it| framed.contains(&use_of_it)) {
        return Some((403, "frames are refused\n"));
    }
    None
}

/// Whether a `Host` is this server's: by number, or `localhost`. A number can't be made to lead elsewhere.
fn is_own(host: &str, own: SocketAddr, reach: Reach) -> bool {
    let Some((name, port)) = host.rsplit_once(':') else { return own.port() == 80 && is_name(host, own, reach) };
    port == own.port().to_string() && is_name(name, own, reach)
}

fn is_name(name: &str, own: SocketAddr, reach: Reach) -> bool {
    let number = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    match number.parse::<IpAddr>() {
        Ok(ip) => ip == own.ip() || ip.is_loopback() || reach == Reach::OtherMachines,
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach, is_own};

    #[test]
    fn only_the_servers_own_names_are_answered() {
        let own = "127.0.0.1:4000".parse().unwrap();
        for (host, is) in [
            ("127.0.0.1:4000", true),
            ("localhost:4000", true),
            ("LOCALHOST:4000", true),
            ("[::1]:4000", true),
            ("127.0.0.1:4001", false),
            ("127.0.0.1", false),
            ("localhost", false),
            ("evil.test:4000", false),
            ("localhost.evil.test:4000", false),
            ("192.0.2.7:4000", false),
            ("127.0.0.1:4000@evil.test:4000", false),
            ("", false),
            (":4000", false),
        ] {
            assert_eq!(is_own(host, own, Reach::ThisMachine), is, "{host}");
        }
        assert!(is_own("192.0.2.7:4000", own, Reach::OtherMachines));
        assert!(!is_own("evil.test:4000", own, Reach::OtherMachines));
    }
}
