"""Counting checks, and serving a folder on loopback for as long as a reader needs it."""

import contextlib
import functools
import http.server
import threading

KINDS = {".json": "application/json", ".ics": "text/calendar", ".xml": "application/xml", ".md": "text/markdown"}
counts = {"passed": 0, "failed": 0}


def check(promise, faults):
    """One check, held if there is no fault. `faults` is a list of texts or a function that makes one."""
    try:
        faults = list(faults() if callable(faults) else faults)
    except Exception as error:  # A reader that stumbles is the finding; the other checks still run.
        faults = [f"{type(error).__name__}: {error}"]
    counts["failed" if faults else "passed"] += 1
    if faults:
        print(f"FAILED {promise}:", *faults[:10], sep="\n    ")


def differs(what, is_, should):
    return [] if is_ == should else [f"{what} is {is_!r} and not {should!r}"]


def end():
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    raise SystemExit(1 if counts["failed"] else 0)


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **KINDS}

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a server of the folder; it ends with the block, and with this process at the latest."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
