//! The door before the server: a request's head has 16 KiB and 5 seconds, and idle connections cost no more than a place in a
//! list. Whoever has waited longest without asking goes first when the list is full.

use super::HEADERS;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The most bytes of a request line with its headers.
const HEAD: usize = 16 << 10;
/// How long a request's head may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections may wait without having asked.
const WAITING: usize = 400;
/// How many requests may be under way, those that are held included.
const ACTIVE: usize = 160;
/// How long somebody may take to receive a piece of an answer.
const RECEIVE: Duration = Duration::from_secs(10);

/// A connection that has not asked yet.
struct Guest {
    stream: TcpStream,
    head: Vec<u8>,
    until: Instant,
}

/// What came of reading on.
enum Read {
    Waits,
    Asks,
    Gone,
    Refused(&'static str),
}

/// Lets connections in for as long as the listener stands.
pub(super) fn keep(listener: &TcpListener, inner: &Path) {
    if listener.set_nonblocking(true).is_err() {
        return;
    }
    let active = Arc::new(AtomicUsize::new(0));
    let mut guests: Vec<Guest> = Vec::new();
    loop {
        let ready = wait(listener, &guests);
        let now = Instant::now();
        let mut waiting = Vec::with_capacity(guests.len());
        for (index, mut guest) in guests.into_iter().enumerate() {
            let read = if ready.get(index + 1).copied().unwrap_or(false) { guest.read() } else { Read::Waits };
            match read {
                Read::Waits if guest.until > now => waiting.push(guest),
                Read::Waits if guest.head.is_empty() => {}
                Read::Waits => guest.refuse("408 Request Timeout"),
                Read::Asks => guest.lead(inner, &active),
                Read::Refused(status) => guest.refuse(status),
                Read::Gone => {}
            }
        }
        guests = waiting;
        if ready[0] {
            // A few at a time, so that those who are in are heard in between.
            for _ in 0..64 {
                match listener.accept() {
                    Ok((stream, _)) if stream.set_nonblocking(true).is_ok() => {
                        guests.push(Guest { stream, head: Vec::new(), until: Instant::now() + PATIENCE });
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    // No more files may be open: let the oldest go, and go on.
                    Err(_) => {
                        guests.drain(..guests.len().min(64));
                        std::thread::sleep(Duration::from_millis(10));
                        break;
                    }
                }
            }
        }
        let over = guests.len().saturating_sub(WAITING);
        guests.drain(..over);
    }
}

/// Waits until something happens; tells for the listener, then for each guest, whether it did there.
fn wait(listener: &TcpListener, guests: &[Guest]) -> Vec<bool> {
    let mut all: Vec<PollFd<'_>> = vec![PollFd::new(listener, PollFlags::IN)];
    all.extend(guests.iter().map(|guest| PollFd::new(&guest.stream, PollFlags::IN)));
    let next = guests.iter().map(|guest| guest.until.saturating_duration_since(Instant::now())).min();
    let next = next.map(|left| left + Duration::from_millis(1)).and_then(|left| Timespec::try_from(left).ok());
    match poll(&mut all, next.as_ref()) {
        Ok(_) => all.iter().map(|one| !one.revents().is_empty()).collect(),
        Err(_) => vec![false; all.len()],
    }
}

impl Guest {
    fn read(&mut self) -> Read {
        let mut piece = [0; 4096];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => return Read::Gone,
                Ok(count) => self.head.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Read::Waits,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Read::Gone,
            }
            if let Some(end) = self.head.windows(4).position(|four| four == b"\r\n\r\n") {
                self.head.truncate(end + 4);
                return if end > HEAD { too_large() } else { judged(&self.head) };
            }
            if self.head.len() > HEAD {
                return too_large();
            }
        }
    }

    fn refuse(mut self, status: &str) {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n{HEADERS}\r\n");
        drop(self.stream.write_all(answer.as_bytes()));
        // What is still on its way is taken in, or the answer would be lost with the connection.
        drop(self.stream.shutdown(Shutdown::Write));
        let mut rest = [0; 4096];
        while matches!(self.stream.read(&mut rest), Ok(count) if count > 0) {}
    }

    /// Leads a request to the server, and its answer back.
    fn lead(self, inner: &Path, active: &Arc<AtomicUsize>) {
        if active.fetch_add(1, Ordering::Relaxed) >= ACTIVE {
            active.fetch_sub(1, Ordering::Relaxed);
            return self.refuse("503 Service Unavailable");
        }
        let (inner, here) = (inner.to_owned(), active.clone());
        let led = std::thread::Builder::new().stack_size(128 << 10).spawn(move || {
            // Whoever hangs up is gone, whatever way.
            drop(carry(self, &inner));
            here.fetch_sub(1, Ordering::Relaxed);
        });
        if led.is_err() {
            active.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn too_large() -> Read {
    Read::Refused("431 Request Header Fields Too Large")
}

/// What is no plain request ends here, with all of our headers: `tiny_http` would answer it without them, drop what is not ASCII
/// without a word, or wait for a body that is announced.
fn judged(head: &[u8]) -> Read {
    let text = std::str::from_utf8(head).ok().and_then(|text| text.strip_suffix("\r\n\r\n"));
    let is_plain = |line: &str| line.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'));
    let is_good = text.is_some_and(|text| {
        let mut lines = text.split("\r\n");
        text.split("\r\n").all(is_plain) && lines.next().is_some_and(is_request) && lines.all(is_header)
    });
    if is_good { Read::Asks } else { Read::Refused("400 Bad Request") }
}

/// `GET /path HTTP/1.1`
fn is_request(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let [method, target, version] = words[..] else { return false };
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_method && !target.is_empty() && !target.contains('\t') && matches!(version, "HTTP/1.0" | "HTTP/1.1")
}

/// `Name: value`, and nothing that announces a body or asks for leave to send one.
fn is_header(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    is_name && !is("Transfer-Encoding") && !is("Expect") && (!is("Content-Length") || value.trim() == "0")
}

fn carry(guest: Guest, inner: &Path) -> std::io::Result<()> {
    let mut outside = guest.stream;
    outside.set_nonblocking(false)?;
    outside.set_nodelay(true)?;
    outside.set_write_timeout(Some(RECEIVE))?;
    let mut inside = UnixStream::connect(inner)?;
    inside.write_all(&guest.head)?;
    // One request is all there is on a connection: the server needn't wait for another.
    inside.shutdown(Shutdown::Write)?;
    let mut piece = vec![0; 64 << 10];
    // Whoever sends no more may have gone, or wait for the answer all the same: that can't be told apart.
    let mut sends = PollFlags::RDHUP;
    let mut until = None;
    loop {
        let mut both = [PollFd::new(&inside, PollFlags::IN), PollFd::new(&outside, sends)];
        let left = until.map(|until: Instant| until.saturating_duration_since(Instant::now()));
        poll(&mut both, left.and_then(|left| Timespec::try_from(left).ok()).as_ref())?;
        let [answered, gone] = both.map(|one| one.revents());
        if answered.is_empty() {
            if gone.is_empty() || gone.intersects(PollFlags::HUP | PollFlags::ERR) {
                return Ok(());
            }
            sends = PollFlags::empty();
            until = Some(Instant::now() + PATIENCE);
            continue;
        }
        match inside.read(&mut piece)? {
            0 => return outside.shutdown(Shutdown::Write),
            count => outside.write_all(&piece[..count])?,
        }
    }
}
