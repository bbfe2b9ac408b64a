"""Whether the schemas that `candor schema` writes take every file of a site, and refuse what is known to be bad.

    schemas.py CANDOR SITE

A stranger's reader of YAML and a stranger's validator of JSON Schema. It ends with
1 if anything is not as it should be.
"""

import fnmatch
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

TIME = "2026-08-17T14:47:00Z"

# A kind, a text that its schema must take, and what to change in it so that it must not.
KNOWN = [
    ("site", "name: Pay\nuptime: {days: 90, partial_outage: 0.5}\n", [("name", "nam"), ("days", "day"), ("90", "many")]),
    ("site", "name: Pay\ngroups: [{name: All, components: [{id: api, name: API}]}]\n", [("components", "component"), ("id: api", "id: [api]")]),
    ("audiences", "support: {label: Service, kind: support, reads: [internal]}\n", [("kind: support", "kind: suport"), ("reads: [internal]", "reads: internal"), ("support: {", "Support: {")]),
    ("accounts", "acme: {name: Acme, sla: {target: 99.95, period: month, fee: 40000 EUR}}\n", [("month", "week"), ("40000 EUR", "40000"), ("99.95", "high"), ("target", "aim")]),
    ("policy", "severities: {sev1: {notify: {public: {within: 10m, every: 30m}}, approvals: {public: [legal]}}}\n", [("10m", "soon"), ("every", "each"), ("[legal]", "legal"), ("severities", "severity")]),
    ("policy", "rules: {jargon: off}\nwords: {jargon: [pod]}\n", [("jargon: off", "jargn: off"), ("off", "never"), ("words", "word")]),
    ("incident", f"title: Payments fail\nstarted: {TIME}\n", [(TIME, "2026-08-17"), ("title", "titel"), (TIME, "2026-08-17T14:47:00"), ("title: Payments fail", "severity: sev1")]),
    ("incident-inside", f"severity: sev1\ncustomers: {{count: 3, percent: 2.5}}\ndeclared: {TIME}\n", [("3,", "few,"), ("declared", "declred"), ("percent: 2.5", "share: 2.5")]),
    ("maintenance", f"title: Ledger\nfrom: {TIME}\ncomponents: [api]\n", [("[api]", "{api: under_maintenance}"), (TIME, "tonight")]),
    ("maintenance-inside", f"title: Ledger\nroles: {{lead: duty}}\n", [("{lead: duty}", "lead"), ("roles", "role")]),
    ("update", f"status: identified\nat: {TIME}\nnext_update: 30m\ncomponents: {{api: partial_outage}}\n", [("identified", "found"), ("30m", "soon"), ("partial_outage", "partial"), ("next_update", "next")]),
    ("update", "asks: [{what: a DBA, of: CTO}]\nworkaround: none\nlines: none\n", [("what: a DBA, ", ""), ("lines: none", "lines: nothing"), ("asks: [", "asks: [x, ")]),
    ("update", "lines: [{function: sales, go: hold}]\nconfidence: low\n", [("hold", "stop"), ("low", "lowish"), ("function", "who")]),
    ("postmortem", f"at: {TIME}\n", [("at", "status: resolved\nat")]),
    ("page", "title: About\n", [("title", "name"), ("About", "[About]"), ("About", "")]),
    ("template", "audience: public\nstage: identified\n", [("audience", "audence"), ("public", "[public]")]),
    ("approvals", "allow: [{file: 01-a.md, rule: jargon, reason: asked for}]\n", [("reason", "why"), ("allow", "alow"), (", rule: jargon", "")]),
]


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a time is text, and so are `off` and `yes`."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


def decoded(text):
    value = yaml.load(text, Core)
    return {} if value is None else value


def front_matter(path):
    text = path.read_text()
    if path.suffix == ".yaml":
        return decoded(text)
    found = re.match(r"---\n(.*?)^---$", text, re.S | re.M)
    return decoded(found.group(1)) if found else {}


def matches(path, glob):
    choices = re.search(r"\{(.*?)\}", glob)
    globs = [glob.replace(choices.group(0), one) for one in choices.group(1).split(",")] if choices else [glob]
    return any(fnmatch.fnmatchcase(path, one.replace("**/", "*")) for one in globs)


def main(candor, site):
    listed = subprocess.run([candor, "schema"], check=True, capture_output=True, text=True).stdout
    globs = dict(line.split(maxsplit=1) for line in listed.splitlines())
    schemas = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([candor, "schema", "--out", folder], check=True, capture_output=True)
        for file in pathlib.Path(folder).iterdir():
            schema = json.loads(file.read_text())
            jsonschema.Draft7Validator.check_schema(schema)
            schemas[file.name.removesuffix(".schema.json")] = jsonschema.Draft7Validator(schema)
    wrong = [f"{kind} is listed and not written" for kind in globs if kind not in schemas]
    tried = {kind: 0 for kind in globs}
    for path in sorted(pathlib.Path(site, "content").rglob("*")):
        name = str(path.relative_to(site))
        if path.suffix not in (".md", ".yaml"):
            continue
        kinds = [kind for kind, glob in globs.items() if matches(name, glob)]
        # The first pattern that fits is meant: `incident.md` is an incident, and so on.
        if not kinds:
            wrong.append(f"{name}: no schema is for it")
            continue
        tried[kinds[0]] += 1
        wrong += [f"{name}: {error.json_path}: {error.message}" for error in schemas[kinds[0]].iter_errors(front_matter(path))]
    if not sum(tried.values()):
        wrong.append(f"{site} holds no file")
    bad = 0
    for kind, text, changes in KNOWN:
        wrong += [f"{kind}: {text!r}: {error.message}" for error in schemas[kind].iter_errors(decoded(text))]
        for before, after in changes:
            assert before in text, (kind, before)
            bad += 1
            if schemas[kind].is_valid(decoded(text.replace(before, after, 1))):
                wrong.append(f"{kind} takes {text.replace(before, after, 1)!r}")
    wrong += [f"nothing bad is tried on `{kind}`" for kind in globs if kind not in {known[0] for known in KNOWN}]
    for one in wrong:
        print(one)
    print(f"{len(schemas)} schemas, {sum(tried.values())} files, {bad} known to be bad")
    print(f"{sum(tried.values()) + bad - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
