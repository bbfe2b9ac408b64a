#!/usr/bin/env python3
"""Runs a published exporter of Statuspage to Prometheus against the second site and looks at what it exports.

exporter.py SECOND: ends with a line alone `N passed, N failed`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tally import check, differs, end, served

COMPONENTS = {
    'Zahlung & "Kasse" – 支付': 0,
    "Bezahl-\"Seite\" & Kasse's 支付": 0,
    "Auszahlung, الدفع": 1,
    "Plattform's «API»": 0,
    "API; v2 & 'früher'": 0,
}


def main():
    with served(Path(sys.argv[1], "public")) as base, tempfile.TemporaryDirectory(prefix="candor-exporter-") as scratch:
        services = Path(scratch, "services.json")
        services.write_text(json.dumps({"candor": {"name": "Candor", "url": f"{base}/api/v2/summary.json"}}))
        metrics = Path(scratch, "candor.prom")
        settings = {"SERVICES_JSON_PATH": services, "METRICS_TEXTFILE_PATH": metrics, "RUN_MODE": "once"}
        program = Path(sys.executable).with_name("statuspage-prometheus-exporter")
        run = subprocess.run(
            [program], cwd=scratch, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: str(v) for k, v in settings.items()}},
            capture_output=True, text=True, timeout=60, check=False,
        )
        check("the exporter runs", [] if run.returncode == 0 and metrics.is_file() else run.stderr.splitlines()[-9:] or ["no metrics"])
        samples = [
            sample
            for family in text_string_to_metric_families(metrics.read_text(encoding="utf-8"))
            for sample in family.samples
        ]
    look(samples)
    end()


def look(samples):
    of = lambda name: [sample for sample in samples if sample.name == name]
    check("the service has an incident", differs("it", [s.value for s in of("statuspage_service_status")], [0.0]))
    check("every query succeeded", differs("it", [s.value for s in of("statuspage_probe_check")], [1.0]))
    seen = {sample.labels["component_name"]: int(sample.value) for sample in of("statuspage_component_status")}
    check("it sees every component and group", differs("what it sees", seen, COMPONENTS))
    incidents = [
        [sample.labels[key] for key in ("incident_name", "impact", "shortlink", "started_at", "affected_components")]
        for sample in of("statuspage_incident_info")
    ]
    expected = [
        "Kasse's \"Zahlungen\" & 支付 <langsam> für الدفع",
        "major",
        "https://status.example/%C3%A9/incidents/2026-11-20-quotes.html",
        "2026-11-20T09:10:00Z",
        "Bezahl-\"Seite\" & Kasse's 支付",
    ]
    check("it sees the open incident alone", differs("what it sees", incidents, [expected]))
    maintenances = sorted(
        [sample.labels[key] for key in ("maintenance_name", "scheduled_start", "scheduled_end")]
        for sample in of("statuspage_maintenance_info")
    )
    expected = [
        ["Größere \"Halle\" für Auszahlung's Bücher", "2026-11-25T20:00:00Z", "2026-11-25T22:00:00Z"],
        ["Umbau der «API» & 'Leitungen', 维护", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"],
    ]
    check("it sees maintenance ahead and under way", differs("what it sees", maintenances, expected))


main()
