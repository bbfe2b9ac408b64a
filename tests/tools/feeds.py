#!/usr/bin/env python3
"""Reads what programs read of a built output, with readers that weren't written here: feeds, calendars, XML and JSON.

feeds.py OUTPUT: every file of every edition. Ends with a line alone `N passed, N failed`.
"""

import json
import subprocess
import sys
from pathlib import Path

import feedparser
import icalendar
import jsonschema

# JSON Feed 1.1, the parts that it says a feed must have.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {"id": {"type": "string", "minLength": 1}},
            },
        },
    },
}

# What the public edition of the demonstration must hold; a private one without an address of its own may not have all.
IN_PUBLIC = {"Atom", "RSS", "JSON Feed", "calendar", "sitemap"}
XML = {".xml", ".atom", ".rss", ".svg"}


def main():
    output = Path(sys.argv[1])
    counts = {"passed": 0, "failed": 0}

    def record(subject, faults):
        counts["failed" if faults else "passed"] += 1
        if faults:
            print(f"FAILED {subject}:", *faults, sep="\n    ")

    seen = set()
    for path in sorted(output.rglob("*")):
        if not path.is_file():
            continue
        subject = path.relative_to(output)
        try:
            kind, faults = look(path)
        except Exception as error:  # A reader that stumbles is the finding; the other files are still read.
            kind, faults = None, [f"{type(error).__name__}: {error}"]
        if kind is None and not faults:
            continue
        record(subject, faults)
        if subject.parts[0] == "public":
            seen.add(kind)
    record("public: every kind is there", [f"no {kind}" for kind in sorted(IN_PUBLIC - seen)])

    print(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(1 if counts["failed"] else 0)


def look(path):
    """What a file is, and what is wrong with it; a file of another kind is None without faults."""
    if path.suffix in XML:
        return look_at_xml(path)
    if path.suffix == ".json":
        return look_at_json(path)
    if path.suffix == ".ics":
        return "calendar", faults_of_calendar(path)
    return None, []


def look_at_xml(path):
    run = subprocess.run(["xmllint", "--noout", "--nonet", str(path)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return "XML", run.stderr.splitlines()[:5]
    text = path.read_text(encoding="utf-8")
    if "<urlset" in text:
        return "sitemap", [] if "<loc>" in text else ["it lists no page"]
    if "<feed" in text or "<rss" in text:
        return ("Atom" if "<feed" in text else "RSS"), faults_of_feed(path)
    return "XML", []


def faults_of_feed(path):
    feed = feedparser.parse(path.read_bytes())
    faults = [f"the reader stumbled: {feed.bozo_exception}"] if feed.bozo else []
    if not feed.feed.get("title"):
        faults.append("it has no title")
    ids = [entry.get("id") for entry in feed.entries]
    faults += [f"`{entry.get('title')}` has no id" for entry in feed.entries if not entry.get("id")]
    faults += [f"two entries are `{one}`" for one in sorted({one for one in ids if one and ids.count(one) > 1})]
    faults += [f"`{entry.get('id')}` has no time" for entry in feed.entries if not entry.get("updated_parsed") and not entry.get("published_parsed")]
    return faults


def faults_of_calendar(path):
    data = path.read_bytes()
    faults = []
    if data.count(b"\n") != data.count(b"\r\n"):
        faults.append("lines end in a bare line feed")
    if any(len(line) > 75 for line in data.split(b"\r\n")):
        faults.append("a line is longer than 75 bytes")
    calendar = icalendar.Calendar.from_ical(data)
    faults += [f"no {name}" for name in ("PRODID", "VERSION") if name not in calendar]
    uids = []
    for event in calendar.walk("VEVENT"):
        faults += [f"an event without {name}" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
        faults += [f"an event that can't be read: {error}" for error in event.errors]
        uids.append(str(event.get("UID")))
    if len(set(uids)) < len(uids):
        faults.append("two events have the same UID")
    return faults


def look_at_json(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version")):
        validator = jsonschema.Draft202012Validator(JSON_FEED)
        faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]
        ids = [item.get("id") for item in data.get("items", [])]
        return "JSON Feed", faults + (["two items have the same id"] if len(set(ids)) < len(ids) else [])
    return "JSON", []


main()
