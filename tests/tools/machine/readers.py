#!/usr/bin/env python3
"""Reads over loopback what programs read of every edition, with readers that weren't written here.

readers.py OUTPUT…: ends with a line alone `N passed, N failed`.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import unquote

import feedparser
import icalendar
import jsonschema

from tally import check, end, served

HERE = Path(__file__).parent
CAP = 50
CAP_OF_COMPONENT = 25
API = (
    "status summary components incidents incidents/unresolved scheduled-maintenances "
    "scheduled-maintenances/upcoming scheduled-maintenances/active"
).split()
STAGES = "investigating|identified|monitoring|resolved|retracted|scheduled|in_progress|in-progress|verifying|completed|cancelled"
MOMENT = re.compile(rf'<li class="(?:{STAGES})[^"]*" id="([^"]+)"|<section class="(postmortem)" id="postmortem"')


def main():
    outputs = [Path(output) for output in sys.argv[1:]]
    editions = [edition for output in outputs for edition in editions_of(output)]
    check("there are editions to read", [] if editions else ["none"])
    for edition in editions:
        with served(edition) as base:
            Reading(edition, base).all()
    end()


def editions_of(output):
    """Folders of editions: each has its own calendar."""
    return sorted(path.parent for path in output.rglob("calendar.ics"))


def get(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read()


class Reading:
    """One edition, read over loopback. Absolute addresses in it are taken back to its folder."""

    def __init__(self, folder, base):
        self.folder, self.base, self.name = folder, base, "/".join(folder.parts[-2:])
        self.pages = {}
        for kind in ("incidents", "maintenance"):
            for page in sorted((folder / kind).glob("*.html")):
                found = [one or other for one, other in MOMENT.findall(page.read_text(encoding="utf-8"))]
                self.pages[f"{kind}/{page.stem}.html"] = found
        self.places = {f"{page}#{moment}" for page, moments in self.pages.items() for moment in moments}

    def all(self):
        check(f"{self.name}: pages tell moments", [] if self.places else ["none was found"])
        for path in sorted(self.folder.rglob("*")):
            subject = path.relative_to(self.folder).as_posix()
            about = f"{self.name}/{subject}"
            if subject.endswith("atom.xml"):
                check(f"{about} is what RFC 4287 asks", lambda: xmllint(self.at(subject), "--relaxng", HERE / "atom.rng"))
                check(f"{about} as feedparser reads it", lambda: self.feed(subject))
            elif subject.endswith("rss.xml"):
                check(f"{about} as feedparser reads it", lambda: self.feed(subject))
            elif subject.endswith("feed.json"):
                check(f"{about} as JSON Feed", lambda: self.json_feed(subject))
            elif path.suffix == ".ics":
                check(f"{about} as icalendar reads it", lambda: calendar(get(self.at(subject))))
            if path.suffix in (".xml", ".svg"):
                check(f"{about} is well formed", lambda: xmllint(self.at(subject)))
        if (self.folder / "api/v2/schema.json").exists():
            schema = json.loads(get(self.at("api/v2/schema.json")))
            check(f"{self.name}: the schema of the API is one", lambda: sound(schema))
            for name in API:
                path = f"api/v2/{name}.json"
                check(f"{self.name}/{path} is what its schema says", lambda: valid(schema, json.loads(get(self.at(path)))))
            check(f"{self.name}: every update stands once in the API", self.api)

    def at(self, path):
        return f"{self.base}/{path}"

    def feed(self, path):
        feed = feedparser.parse(get(self.at(path)))
        faults = [f"the reader stumbled: {feed.bozo_exception}"] if feed.bozo else []
        faults += [f"no {key}" for key in ("title", "link") if not feed.feed.get(key)]
        own = [link.href for link in feed.feed.links if link.rel == "self"]
        if not own or not self.leads(own[0], path):
            faults.append(f"it says it stands at {own}")
        for entry in feed.entries:
            faults += [f"{entry.get('id')} has no {key}" for key in ("id", "title", "updated", "published") if not entry.get(key)]
        return faults + self.once(path, [(entry.id, entry.link) for entry in feed.entries])

    def json_feed(self, path):
        feed = json.loads(get(self.at(path)))
        faults = valid(json.loads((HERE / "feed.schema.json").read_text()), feed)
        if not self.leads(feed["feed_url"], path):
            faults.append(f"it says it stands at {feed['feed_url']}")
        return faults + self.once(path, [(item["id"], item["url"]) for item in feed["items"]])

    def leads(self, address, path):
        return re.fullmatch(r"https?://.*/" + re.escape(path), address) is not None

    def once(self, path, entries):
        """Every update has one entry, until the cap; every entry leads to a moment on its page."""
        faults, places = [], []
        for ident, link in entries:
            place = next((place for place in self.places if unquote(link).endswith("/" + place)), None)
            if place is None:
                faults.append(f"{ident} leads to {link}, where no update stands")
            places.append(place)
        if len({ident for ident, _ in entries}) < len(entries) or len(set(places)) < len(places):
            faults.append("an update has two entries")
        expected = min(CAP, len(self.places))
        if "/" in path:
            component = path.split("/")[1].split(".")[0]
            touching = [place for place in self.places if self.touches(place, component)]
            expected = min(CAP_OF_COMPONENT, len(touching))
        if len(entries) != expected:
            faults.append(f"{len(entries)} entries instead of {expected}")
        return faults

    def touches(self, place, component):
        page = (self.folder / place.split("#")[0]).read_text(encoding="utf-8")
        head = page.split("<h2>Timeline", 1)[0]
        return f"components/{component}.html" in head.split("<main", 1)[1]

    def api(self):
        faults, seen, idents, total = [], set(), [], {"incidents": 0, "maintenance": 0}
        for path, key, kind in (
            ("incidents", "incidents", "incidents"),
            ("scheduled-maintenances", "scheduled_maintenances", "maintenance"),
        ):
            for one in json.loads(get(self.at(f"api/v2/{path}.json")))[key]:
                page = next((page for page in self.pages if unquote(one["shortlink"]).endswith("/" + page)), None)
                updates = one["incident_updates"]
                if page is None or len(updates) != len(self.pages[page]):
                    faults.append(f"{one['shortlink']} has {len(updates)} updates; its page tells {self.pages.get(page)}")
                times = [update["display_at"] for update in updates]
                if times != sorted(times, reverse=True):
                    faults.append(f"{one['shortlink']}: the updates aren't newest first")
                if any(update["incident_id"] != one["id"] for update in updates):
                    faults.append(f"{one['shortlink']}: an update is of another incident")
                seen.add(page)
                idents += [one["id"], *(update["id"] for update in updates)]
                total[kind] += 1
        for kind, count in total.items():
            pages = [page for page in self.pages if page.startswith(kind)]
            if count != min(CAP, len(pages)):
                faults.append(f"{count} of {len(pages)} {kind}")
        return faults + (["two things have one id"] if len(set(idents)) < len(idents) else [])


def xmllint(address, *arguments):
    run = subprocess.run(
        ["xmllint", "--noout", *map(str, arguments), "-"], input=get(address), capture_output=True, timeout=60, check=False
    )
    return [] if run.returncode == 0 else run.stderr.decode(errors="replace").splitlines()[:5]


def sound(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    return []


def valid(schema, data):
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(data)]


def calendar(data):
    faults = []
    if data.count(b"\n") != data.count(b"\r\n"):
        faults.append("a line ends in a bare line feed")
    faults += [f"a line of {len(line)} octets" for line in data.split(b"\r\n") if len(line) > 75]
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # A fold within a character would break here.
    read = icalendar.Calendar.from_ical(data)
    faults += [f"no {name}" for name in ("PRODID", "VERSION", "METHOD") if name not in read]
    idents = []
    for event in read.walk("VEVENT"):
        wanted = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY")
        faults += [f"an event without {name}" for name in wanted if name not in event]
        faults += [f"an event that can't be read: {error}" for error in event.errors]
        if event["DTEND"].dt <= event["DTSTART"].dt:
            faults.append(f"{event['UID']} ends before it begins")
        if event["DTSTART"].dt.tzinfo is None:
            faults.append(f"{event['UID']} has no zone")
        idents.append(str(event["UID"]))
    return faults + (["two events have one UID"] if len(set(idents)) < len(idents) else [])


main()
