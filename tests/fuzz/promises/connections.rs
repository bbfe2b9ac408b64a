//! Whatever is sent to the preview, it answers one known thing or hangs up, and it hands on only requests to its own name.

use candor::world::{Answer, Asked, Reach, Response, Server};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::{Arc, LazyLock};

static SERVER: LazyLock<Arc<Server>> = LazyLock::new(|| {
    let answers = |asked: &Asked| {
        assert!(asked.path.is_ascii() && !asked.path.contains([' ', '?', '\r', '\n']));
        Answer::Now(Response::text(200, "answered"))
    };
    Server::begin(Ipv4Addr::LOCALHOST.into(), 0, Reach::ThisMachine, Arc::new(answers)).expect("there is a free port")
});

/// `@` stands for the server's own name.
pub(super) fn holds(data: &[u8]) {
    let own = SERVER.address().to_string();
    let mut sent: Vec<u8> = Vec::new();
    for byte in data {
        if *byte == b'@' { sent.extend(own.as_bytes()) } else { sent.push(*byte) }
    }
    let mut stream = TcpStream::connect(&own).expect("the server listens");
    // It may hang up in the middle. What is no whole head is ended here, or it would be waited for.
    drop(stream.write_all(&sent));
    if !sent.windows(4).any(|four| four == b"\r\n\r\n") {
        drop(stream.shutdown(Shutdown::Write));
    }
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).unwrap_or_default();
    assert!(answer.is_empty() || ["200", "400", "403", "405", "408", "431", "503"].contains(&status), "{answer}");
    assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{answer}");
    let told = String::from_utf8_lossy(&sent).to_ascii_lowercase();
    let port = SERVER.address().port();
    let is_own =
        ["127.", "localhost", "[::1", "::1"].iter().any(|name| told.contains(name)) && told.contains(&port.to_string());
    assert!(status != "200" || (is_own && ["get ", "head "].iter().any(|way| told.contains(way))), "{told}");
}
