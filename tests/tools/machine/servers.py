#!/usr/bin/env python3
"""Serves the public edition and a private one by nginx and Caddy with the settings built for them, and asks with curl.

servers.py OUTPUT: ends with a line alone `N passed, N failed`. The servers end with it.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tally import check, differs, end

USER, WORD = "reader", "only a test: ü"
# Of WORD by bcrypt, at the least cost there is: `caddy hash-password` makes hashes that take seconds for each question.
HASH = "$2y$04$q59fJewWjS2f6PYAbZdh0e05tScFPxOGn7jT6Diw1E7.cKMQLUVkS"
TYPES = {
    "": "text/html",
    "index.html": "text/html",
    "api/v2/summary.json": "application/json",
    "api/v2/incidents/unresolved.json": "application/json",
    "atom.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
    "calendar.ics": "text/calendar",
    "badge.svg": "image/svg+xml",
    "shields.json": "application/json",
    "status.txt": "text/plain",
    "llms.txt": "text/plain",
    "index.md": "text/markdown",
}
OF_COMPONENTS = {
    ".atom.xml": "application/atom+xml",
    ".rss.xml": "application/rss+xml",
    ".feed.json": "application/feed+json",
    ".shields.json": "application/json",
    ".ics": "text/calendar",
    ".svg": "image/svg+xml",
    ".html": "text/html",
}


def main():
    output = Path(sys.argv[1]).resolve()
    private = next((path.parent for path in sorted(output.glob("private/*/atom.xml"))), None)
    check("there is a private edition", [] if private else ["none that has feeds"])
    # A folder that the workers of nginx can enter.
    with tempfile.TemporaryDirectory(prefix="candor-servers-") as scratch:
        os.chmod(scratch, 0o755)
        scratch = Path(scratch)
        public = scratch / "public"
        shutil.copytree(output / "public", public)
        closed = scratch / "private" / private.name
        shutil.copytree(private, closed)
        for edition, source in ((public, output), (closed, output / "private")):
            for end_of_name in ("nginx.conf", "Caddyfile"):
                shutil.copy(source / f"{edition.name}.{end_of_name}", edition.parent)
        for start in (nginx, caddy):
            with start(scratch, public, closed) as (open_base, closed_base):
                ask_public(start.__name__, open_base, public)
                ask_private(start.__name__, closed_base, closed)
    end()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def running(command, ports, cwd, environment):
    """The servers' two addresses; the process and its workers end with the block."""
    log = open(cwd / f"{Path(command[0]).name}.log", "w+", encoding="utf-8", errors="replace")
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 20
        while not all(answers(port) for port in ports):
            if process.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                raise RuntimeError(f"{command[0]} doesn't serve: {log.read()[-2000:]}")
            time.sleep(0.05)
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def nginx(scratch, public, closed):
    word = subprocess.run(["openssl", "passwd", "-apr1", WORD], capture_output=True, text=True, check=True).stdout.strip()
    (scratch / f"{closed.name}.htpasswd").write_text(f"{USER}:{word}\n")
    ports = [free_port(), free_port()]
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    scratch_paths = "".join(
        f"{kind}_temp_path {scratch}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    servers = "".join(
        f"server {{ listen 127.0.0.1:{port}; root {root}; include {root}.nginx.conf; }}\n"
        for port, root in zip(ports, (public, closed))
    )
    settings = scratch / "nginx.conf"
    settings.write_text(
        f"{user}\ndaemon off;\npid {scratch}/nginx.pid;\nerror_log stderr;\nevents {{ }}\n"
        f"http {{ access_log off; {scratch_paths}\n{servers}}}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return running([program, "-p", str(scratch), "-e", "stderr", "-c", str(settings)], ports, scratch, None)


def caddy(scratch, public, closed):
    (closed.parent / f"{closed.name}.users").write_text(f"{USER} {HASH}\n")
    ports = [free_port(), free_port()]
    sites = "".join(
        f"http://127.0.0.1:{port} {{\n\troot * {root}\n\timport {root}.Caddyfile\n\tfile_server\n}}\n"
        for port, root in zip(ports, (public, closed))
    )
    settings = scratch / "Caddyfile"
    settings.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + sites)
    environment = {**os.environ, "HOME": str(scratch), "XDG_DATA_HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch)}
    command = ["caddy", "run", "--config", str(settings), "--adapter", "caddyfile"]
    return running(command, ports, scratch, environment)


def curl(address, *arguments):
    """The status and the headers of an answer, each a list: a header said twice is a fault of its own."""
    run = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "30", "--noproxy", "*", "--output", "/dev/null", "--dump-header", "-"]
        + [*arguments, address],
        capture_output=True, text=True, check=True,
    )
    first, *rest = run.stdout.strip().splitlines()
    headers = {}
    for line in rest:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return int(first.split()[1]), headers


def paths(edition):
    """Every sort of file with its type."""
    component = min(path.stem for path in (edition / "components").glob("*.html"))
    named = {f"components/{component}{ending}": kind for ending, kind in OF_COMPONENTS.items()}
    style = next((edition / "assets").glob("*.css")).relative_to(edition).as_posix()
    script = next((edition / "assets").glob("*.js")).relative_to(edition).as_posix()
    return {**TYPES, **named, style: "text/css", script: "text/javascript"}


def shared(headers, path):
    """What holds of every answer."""
    policy = headers.get("content-security-policy", ["none"])
    faults = differs(f"nosniff of {path}", headers.get("x-content-type-options"), ["nosniff"])
    if len(policy) != 1 or not policy[0].startswith("default-src 'none'") or "unsafe" in policy[0]:
        faults.append(f"the policy of {path} is {policy}")
    return faults


def ask_public(server, base, edition):
    for path, kind in paths(edition).items():
        status, headers = curl(f"{base}/{path}")
        check(f"{server}: public /{path}", lambda: [
            *differs("the status", status, 200),
            *differs("the type", [one.split(";")[0] for one in headers.get("content-type", [])], [kind]),
            *(differs("charset", headers["content-type"][0].split("; ")[1:], ["charset=utf-8"])),
            *shared(headers, path),
            *differs("the cache", headers.get("cache-control"), [
                "public, max-age=31536000, immutable" if path.startswith("assets/") else "public, max-age=60"
            ]),
            *differs("CORS", headers.get("access-control-allow-origin"), ["*"] if is_shared(path) else None),
            *differs("X-Robots-Tag", headers.get("x-robots-tag"), None),
        ])
    moved = [line.split() for line in (edition / "_redirects").read_text().splitlines()]
    check(f"{server}: public, old addresses", lambda: [] if len(moved) > 4 else [f"only {len(moved)} are told"])
    for old, new, code in moved:
        status, headers = curl(f"{base}{old}")
        found, _ = curl(f"{base}{new}")
        check(f"{server}: public, the old address {old}", lambda: [
            *differs("the status", status, int(code)), *differs("the way", headers.get("location"), [new]),
            *differs("the status there", found, 200), *shared(headers, old),
        ])
    status, headers = curl(f"{base}/no/such/page.json")
    check(f"{server}: public, a page that isn't there", lambda: [
        *differs("the status", status, 404),
        *differs("the type", headers.get("content-type", ["none"])[0].split(";")[0], "text/html"),
        *shared(headers, "it"),
    ])
    status, headers = curl(f"{base}/assets/no-such.css")
    check(f"{server}: public, what isn't there is not kept for ever", lambda: [
        *differs("the status", status, 404), *differs("the cache", headers.get("cache-control"), ["public, max-age=60"])
    ])
    status, headers = curl(f"{base}/", "--head")
    check(f"{server}: public, its head alone", lambda: differs("the status", status, 200) + shared(headers, "it"))


def is_shared(path):
    return path.startswith(("api/v2/", "components/")) or path in ("badge.svg", "shields.json")


def ask_private(server, base, edition):
    for path, kind in paths(edition).items():
        for told, arguments in (("nobody", []), ("a wrong word", ["--user", f"{USER}:wrong"])):
            status, headers = curl(f"{base}/{path}", *arguments)
            check(f"{server}: private /{path} for {told}", lambda: [
                *differs("the status", status, 401),
                *([] if headers.get("www-authenticate", [""])[0].startswith("Basic ") else ["it doesn't ask who it is"]),
                *closed(headers),
            ])
        status, headers = curl(f"{base}/{path}", "--user", f"{USER}:{WORD}")
        check(f"{server}: private /{path} for its reader", lambda: [
            *differs("the status", status, 200),
            *differs("the type", [one.split(";")[0] for one in headers.get("content-type", [])], [kind]),
            *shared(headers, path),
            *closed(headers),
        ])
    status, headers = curl(f"{base}/no/such/page.html")
    check(f"{server}: private, nobody learns what isn't there", lambda: differs("the status", status, 401))
    status, headers = curl(f"{base}/no/such/page.html", "--user", f"{USER}:{WORD}")
    check(f"{server}: private, a page that isn't there", lambda: differs("the status", status, 404) + closed(headers))


def closed(headers):
    robots = headers.get("x-robots-tag", ["none"])
    return [
        *differs("the cache", headers.get("cache-control"), ["no-store"]),
        *differs("CORS", headers.get("access-control-allow-origin"), None),
        *([] if robots[0].startswith("noindex") and len(robots) == 1 else [f"X-Robots-Tag is {robots}"]),
    ]


main()
