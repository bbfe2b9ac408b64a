"""How often each rule over words is wrong on updates that others published.

    python3 tests/corpus/real.py PROGRAM REPOSITORY…      the table, and what is not judged yet (exit code 1)

PROGRAM is the built `candor`; each REPOSITORY a clone of one of SOURCES, named by its folder: `jenkins-infra+status`. Their
words stay with them: only the places and the few words that a rule points to are kept here, in `real.tsv`, with what we judged.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

# Repository, commit, folders with posts. Each is a status page that was in use, written by those who ran the service.
SOURCES = {
    "jenkins-infra/status": ("cc863abe58bc0a5b19cba79468640bd3de5427f0", ["content/issues"]),
    "civo/status": ("8c57dcae79c9db87e89f88579c476a1700f92b85", ["content/issues", "archive"]),
    "agrc/status-page": ("7f1d4725f811b318568d35c18c99abccd0aef402", ["src/content/incident"]),
    "dddice/status": ("29b3d6fc9cef1af1995384ee10c643dfa4358e1f", ["content/issues"]),
}
JUDGED = Path(__file__).with_name("real.tsv")
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- real: begin -->\n", "<!-- real: end -->\n"

# They compare an update with a window or a policy, which these sites do not have.
UNMEASURED = {"window-differs", "window-overruns", "notice-short", "component-missing", "next-update-missing", "audience-late"}

STATUS = {
    "investigating": "investigating", "initial message": "investigating", "identified": "identified",
    "update": "identified", "monitoring": "monitoring", "resolved": "resolved", "final message": "resolved",
    "fixed": "resolved", "completed": "resolved", "scheduled": "scheduled",
}
LABEL = re.compile(r"^\s*[*_\[]{1,3}(%s)\b[^*_\]\n]{0,20}[*_\]]{1,3}\s*[-:–]?\s*" % "|".join(STATUS), re.I | re.M)
TRACK = re.compile(r"\{\{<[^>]*>\}\}|:::|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n")
PLANNED = re.compile(r"maintenance|upgrade|migration|planned|scheduled|switch", re.I)


def git(repository, *words):
    done = subprocess.run(["git", "-C", str(repository), *words], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def posts(repository, commit, folders):
    listed = git(repository, "ls-tree", "-r", "--name-only", commit, "--", *folders)
    for path in sorted(listed.splitlines()):
        if path.endswith((".md", ".mdx")):
            yield path, git(repository, "show", f"{commit}:{path}")


def parts(text):
    """Title, and each update as (status, words), in the order of the post."""
    found = re.match(r"(---|\+\+\+)(?:toml)?\s*\n(.*?)\n\1\s*\n(.*)", text, re.S)
    if not found:
        return None
    front, body = found.group(2), re.sub(r"<!--.*?-->", "", found.group(3), flags=re.S)
    title = re.search(r"^title\s*[:=]\s*(?:>-?\s*\n\s+)?(.+)$", front, re.M)
    title = title.group(1).strip().strip("'\"") if title else "Trouble"
    over = re.search(r"^resolved\s*[:=]\s*(true|yes)", front, re.M | re.I) is not None
    planned = PLANNED.search(title) is not None
    chunks = [chunk for chunk in re.split(r"^\s*(?:---+|\* \* \*)\s*$", body, flags=re.M) if chunk.strip()]
    split = []
    for chunk in chunks:
        marks = list(LABEL.finditer(chunk))
        if not marks or chunk[: marks[0].start()].strip():
            split.append((None, chunk[: marks[0].start()] if marks else chunk))
        for mark, following in zip(marks, [*marks[1:], None]):
            end = following.start() if following else len(chunk)
            split.append((STATUS[mark.group(1).lower()], chunk[mark.end() : end]))
    updates = []
    for index, (status, words) in enumerate(split):
        words = TRACK.sub("", words).strip()
        if not words:
            continue
        if planned:
            status = "scheduled"
        elif status is None:
            status = "resolved" if over and index == 0 else "identified"
        updates.append((status, words))
    return title, updates


def site(folder, updates):
    """Every update in an incident of its own; the title of a post stands over its first. Gives the text of each file."""
    texts = {
        "content/site.yaml": "name: Others\nurl: https://status.example\ngroups:\n"
        "  - {name: All, components: [{id: api, name: API}]}\n",
        "content/policy.yaml": "rules: {vague-scope: warning}\n",
    }
    for number, (place, title, status, words) in enumerate(updates):
        kind, stem = ("maintenance", "maintenance") if status == "scheduled" else ("incidents", "incident")
        above = f"content/{kind}/2026-11-20-u{number:04}"
        head = f"title: {json.dumps(title if place.endswith('#0') else 'Trouble', ensure_ascii=False)}\n"
        if kind == "maintenance":
            head += "from: 2026-11-20T08:00:00Z\nuntil: 2026-11-20T13:00:00Z\ncomponents: [api]\n"
        texts[f"{above}/{stem}.md"] = f"---\n{head}---\n"
        texts[f"{above}/01-update.md"] = f"---\nstatus: {status}\nat: 2026-11-20T11:00:00Z\n---\n{words}\n"
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return texts


def findings(program, folder, texts):
    """What the rules find: rule, number of the update, and the few words that it points to."""
    now = ["--now", "2026-11-20T12:00:00Z"]
    command = [program, "check", "--site", str(folder), *now, "--show-private", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    for fault in json.loads(done.stdout)["faults"]:
        number = re.search(r"-u(\d+)/", fault["path"])
        if number and fault.get("rule"):
            line = texts[fault["path"]].split("\n")[fault["line"] - 1]
            end = fault["end_column"] - 1 if fault["end_line"] == fault["line"] else len(line)
            yield fault["rule"], int(number.group(1)), " ".join(line[fault["column"] - 1 : end].split()[:8])


def judged():
    """What we judged of a rule's words: everywhere (`*`), in one source, or in one update; the narrowest counts."""
    rows = [row.split("\t") for row in JUDGED.read_text().splitlines() if row and not row.startswith("#")]
    return {(rule, words, where): verdict for rule, words, where, verdict in rows}


def levels(program):
    listed = subprocess.run([program, "check", "--rules"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: line.split()[1] for line in listed.splitlines()}


def gather(repositories):
    updates, sources = [], []
    for name, (commit, folders) in SOURCES.items():
        repository = next((one for one in repositories if name.replace("/", "+") in one), None)
        if repository is None:
            sys.exit(f"no clone of {name} is given: its folder is named {name.replace('/', '+')}")
        read = [(path, parts(text)) for path, text in posts(repository, commit, folders)]
        own = [
            (f"{name}/{path}#{number}", post[0], *update)
            for path, post in read
            if post
            for number, update in enumerate(post[1])
        ]
        sources.append((name, commit, sum(post is not None for _, post in read), len(own)))
        updates += own
    return updates, sources


def main():
    program, *repositories = sys.argv[1:]
    updates, sources = gather(repositories)
    with tempfile.TemporaryDirectory() as folder:
        texts = site(Path(folder), updates)
        found = sorted(set(findings(program, Path(folder), texts)))
    verdicts, open_cases = judged(), []
    fired, wrongly = defaultdict(set), defaultdict(set)
    for rule, number, words in found:
        if rule in UNMEASURED:
            continue
        place = updates[number][0]
        source = "/".join(place.split("/")[:2])
        verdict = next((verdicts[key] for key in ((rule, words, at) for at in (place, source, "*")) if key in verdicts), None)
        if verdict is None:
            open_cases.append((rule, words, place))
        fired[rule].add(number)
        if verdict == "wrong":
            wrongly[rule].add(number)
    for case in open_cases:
        print("not judged:", *case, sep="\t")
    if open_cases:
        sys.exit(1)
    level = levels(program)
    table = "| source | commit | posts | updates |\n|---|---|--:|--:|\n"
    table += "".join(f"| {name} | `{commit[:12]}` | {posts} | {own} |\n" for name, commit, posts, own in sources)
    table += "\n| rule | level | fired | of | wrongly |\n|---|---|--:|--:|--:|\n"
    for rule in level:
        if rule in fired:
            table += f"| {rule} | {level[rule]} | {len(fired[rule])} | {len(updates)} | {len(wrongly[rule])} |\n"
    before, rest = README.read_text().split(BEGIN)
    README.write_text(before + BEGIN + table + END + rest.split(END)[1])
    print(table)


if __name__ == "__main__":
    main()
