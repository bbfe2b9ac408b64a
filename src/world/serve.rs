//! A server for the one who sits here: it hands requests to a function, and never opens a file for one.
//!
//! `tiny_http` reads requests and knows no limits; it stands behind a [`door`] that does, on a socket that only this user may
//! reach. What is asked by a foreign page, under a foreign name or from a frame is refused by [`guard`].

mod door;
mod guard;

use anyhow::{Context as _, anyhow};
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Who may reach the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    ThisMachine,
    OtherMachines,
}

/// What somebody asked for: the path as it was sent, not decoded, and what followed its `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub query: String,
}

#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    /// The media type.
    pub kind: &'static str,
    /// Where else to look, for statuses that say so.
    pub location: Option<String>,
    pub body: Vec<u8>,
}

/// What a request comes to.
#[derive(Debug)]
pub enum Answer {
    Now(Response),
    /// To be asked again when the bell is rung; if it isn't for a while, this.
    Later(Response),
}

/// From requests to answers.
type Answers = dyn Fn(&Asked) -> Answer + Send + Sync;

/// How long a request is held for the bell.
const HOLD: Duration = Duration::from_secs(25);
/// How many requests are held; beyond that the oldest is sent away.
const HELD: usize = 64;
/// How many requests are answered at once.
const WORKERS: usize = 4;

/// What every answer says besides: nothing is kept, framed, guessed or shown elsewhere, and nothing comes from elsewhere.
const HEADERS: &str = "Cache-Control: no-store\r\n\
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Referrer-Policy: no-referrer\r\n\
    X-Content-Type-Options: nosniff\r\n\
    X-Robots-Tag: noindex\r\n\
    Connection: close\r\n";

/// A server that listens.
pub struct Server {
    address: SocketAddr,
    reach: Reach,
    inner: tiny_http::Server,
    /// Where `tiny_http` listens: a socket in a folder that is this user's alone.
    socket: PathBuf,
    folder: TempDir,
    held: Mutex<VecDeque<Held>>,
}

struct Held {
    request: tiny_http::Request,
    asked: Asked,
    until: Instant,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl Server {
    /// Takes a port of an address, or any free one for port 0, and begins to answer.
    ///
    /// # Errors
    /// The port is in use, or may not be taken.
    pub fn begin(ip: IpAddr, port: u16, reach: Reach, answers: Arc<Answers>) -> anyhow::Result<Arc<Self>> {
        anyhow::ensure!(
            reach == Reach::OtherMachines || ip.is_loopback(),
            "`{ip}` can be reached by other machines: give `--allow-other-machines` too if that is meant"
        );
        let listener = TcpListener::bind((ip, port)).map_err(|error| busy(&error, ip, port))?;
        let address = listener.local_addr().context("the port can't be told")?;
        let folder =
            tempfile::Builder::new().prefix("candor-").tempdir().context("no folder for a socket can be made")?;
        let socket = folder.path().join("socket");
        let inner = tiny_http::Server::http_unix(&socket)
            .map_err(|error| anyhow!("`{}` can't be made: {error}; set `TMPDIR` to a short path", socket.display()))?;
        let server = Arc::new(Self { address, reach, inner, socket, folder, held: Mutex::default() });
        for _ in 0..WORKERS {
            let (server, answers) = (server.clone(), answers.clone());
            std::thread::spawn(move || {
                while let Ok(request) = server.inner.recv() {
                    server.take(request, &*answers);
                }
            });
        }
        let door = server.socket.clone();
        std::thread::spawn(move || door::keep(&listener, &door));
        let (tired, answers) = (Arc::downgrade(&server), answers);
        std::thread::spawn(move || {
            while let Some(server) = tired.upgrade() {
                server.call(&*answers);
                drop(server);
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        Ok(server)
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks again for every request that is held.
    pub fn ring(&self, answers: &Answers) {
        let held = std::mem::take(&mut *self.held());
        for one in held {
            match answers(&one.asked) {
                Answer::Now(response) => send(one.request, &response),
                Answer::Later(_) => self.held().push_back(one),
            }
        }
    }

    /// Takes away what lies on the disk. What is under way ends with the program.
    pub fn end(&self) {
        // The folder is in the place for what may vanish: a failure leaves a socket behind that nobody listens at.
        drop(std::fs::remove_dir_all(self.folder.path()));
    }

    /// Sends those away who have waited long enough.
    fn call(&self, answers: &Answers) {
        let now = Instant::now();
        let (tired, held) = std::mem::take(&mut *self.held()).into_iter().partition(|one| one.until <= now);
        self.held().extend::<VecDeque<Held>>(held);
        for one in Vec::from_iter::<VecDeque<Held>>(tired) {
            dismiss(one, answers);
        }
    }

    fn take(&self, request: tiny_http::Request, answers: &Answers) {
        if let Some((status, why)) = guard::refusal(&request, self.address, self.reach) {
            return send(request, &Response::text(status, why));
        }
        let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
        let asked = Asked { path: path.to_owned(), query: query.to_owned() };
        // A fault of ours in one answer must not take the worker with it.
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answers(&asked)));
        match answer {
            Ok(Answer::Now(response)) => send(request, &response),
            Ok(Answer::Later(_)) => {
                let mut held = self.held();
                held.push_back(Held { request, asked, until: Instant::now() + HOLD });
                let oldest = if held.len() > HELD { held.pop_front() } else { None };
                drop(held);
                if let Some(one) = oldest {
                    dismiss(one, answers);
                }
            }
            Err(_) => send(request, &Response::text(500, "this page can't be shown: the terminal says why\n")),
        }
    }

    fn held(&self) -> MutexGuard<'_, VecDeque<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Response {
    /// A few words.
    #[must_use]
    pub fn text(status: u16, words: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", location: None, body: words.into() }
    }
}

fn dismiss(one: Held, answers: &Answers) {
    match answers(&one.asked) {
        Answer::Now(response) | Answer::Later(response) => send(one.request, &response),
    }
}

/// Writes the whole answer by hand: `tiny_http` would not say that the connection ends with it.
fn send(request: tiny_http::Request, response: &Response) {
    let without_body = *request.method() == tiny_http::Method::Head;
    let reason = tiny_http::StatusCode(response.status).default_reason_phrase();
    let mut head = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{HEADERS}",
        response.status,
        response.kind,
        response.body.len()
    );
    if let Some(location) = &response.location {
        write!(head, "Location: {location}\r\n").expect("writing to a string can't fail");
    }
    head.push_str("\r\n");
    let mut writer = request.into_writer();
    let body: &[u8] = if without_body { &[] } else { &response.body };
    // Whoever asked may have gone.
    drop(writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(body)).and_then(|()| writer.flush()));
}

fn busy(error: &std::io::Error, ip: IpAddr, port: u16) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow!(
            "port {port} of `{ip}` is in use: stop the other program, choose a port with `--port`, or let the system choose with `--port 0`"
        ),
        std::io::ErrorKind::AddrNotAvailable => anyhow!("`{ip}` is no address of this machine: leave `--address` out"),
        _ => anyhow!("port {port} of `{ip}` can't be taken: {error}: choose another with `--port`"),
    }
}
