// Reads a served edition with published packages of npm: two clients of Statuspage, ajv and ical.js.
//
// clients.mjs MODULES OUTPUT SECOND: MODULES has the packages, OUTPUT is any built output, SECOND the one of `site/`.
// Ends with a line alone `N passed, N failed`.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile, readdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

const [modules, output, second] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "package.json"));
const Ajv = require("ajv/dist/2020").default;
const formats = require("ajv-formats").default;
const { Statuspage } = require("statuspage.js");
const { Statuspage: StatuspageIo } = require("statuspage.io");
const ical = await import(join(modules, "node_modules/ical.js/dist/ical.js")).then((module) => module.default);

const API = [
  "status", "summary", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
  "scheduled-maintenances/upcoming", "scheduled-maintenances/active",
];
const OPEN = "Kasse's \"Zahlungen\" & 支付 <langsam> für الدفع";
const UNDER_WAY = "Umbau der «API» & 'Leitungen', 维护";
const AHEAD = "Größere \"Halle\" für Auszahlung's Bücher";
const GROUP = "Zahlung & \"Kasse\" – 支付";
const COMPONENT = "Bezahl-\"Seite\" & Kasse's 支付";

const counts = { passed: 0, failed: 0 };

async function check(promise, prove) {
  try {
    await prove();
    counts.passed += 1;
  } catch (fault) {
    counts.failed += 1;
    console.log(`FAILED ${promise}:\n    ${String(fault.stack ?? fault).split("\n").slice(0, 12).join("\n    ")}`);
  }
}

// Hands the address of a server of the folder to `use`; the server ends with it.
async function served(folder, use) {
  const server = createServer(async (request, response) => {
    const path = resolve(folder, `.${decodeURIComponent(new URL(request.url, "http://x").pathname)}`);
    if (!path.startsWith(folder + sep)) return response.writeHead(404).end();
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function files(folder) {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name)).sort();
}

const json = async (address) => {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, address);
  return answer.json();
};

async function edition(folder, name) {
  await served(folder, async (base) => {
    for (const path of (await files(folder)).filter((path) => path.endsWith(".ics"))) {
      const subject = relative(folder, path).split(sep).join("/");
      await check(`${name}/${subject} as ical.js reads it`, async () => {
        calendar(await (await fetch(`${base}/${subject}`)).text());
      });
    }
    if ((await fetch(`${base}/api/v2/schema.json`)).status !== 200) return;
    const ajv = formats(new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }));
    const valid = ajv.compile(await json(`${base}/api/v2/schema.json`));
    for (const path of API) {
      await check(`${name}/api/v2/${path}.json as ajv reads it`, async () => {
        assert.ok(valid(await json(`${base}/api/v2/${path}.json`)), ajv.errorsText(valid.errors?.slice(0, 5)));
      });
    }
  });
}

function calendar(text) {
  const read = new ical.Component(ical.parse(text));
  assert.equal(read.getFirstPropertyValue("method"), "PUBLISH");
  for (const component of read.getAllSubcomponents("vevent")) {
    const event = new ical.Event(component);
    assert.ok(event.uid && event.summary && event.description, "an event says what it is");
    assert.ok(event.endDate.compare(event.startDate) > 0, `${event.uid} ends before it begins`);
    assert.equal(event.startDate.zone.tzid, "UTC");
    assert.match(component.getFirstPropertyValue("status"), /^(CONFIRMED|CANCELLED)$/);
    const alarms = component.getAllSubcomponents("valarm");
    assert.equal(alarms.length, component.getFirstPropertyValue("status") === "CANCELLED" ? 0 : 1);
  }
}

// What both clients must see of the second site. Dates may have become `Date` in between.
function see({ page, status, components, incidents, scheduled_maintenances: maintenances }) {
  assert.equal(page.name, "Zoë's “Status” & 支付 'Sons'");
  assert.deepEqual({ ...status }, { indicator: "minor", description: "Minor Service Outage" });
  const group = components.find((one) => one.group && one.name === GROUP);
  const member = components.find((one) => one.name === COMPONENT);
  assert.equal(member.status, "partial_outage");
  assert.equal(member.group_id, group.id);
  assert.ok(group.components.includes(member.id));
  assert.deepEqual(incidents.map((one) => [one.name, one.status, one.impact]), [[OPEN, "identified", "major"]]);
  const [incident] = incidents;
  assert.deepEqual(incident.incident_updates.map((one) => one.status), ["identified", "investigating"]);
  assert.deepEqual(incident.incident_updates[1].affected_components, [
    { code: member.id, name: `${GROUP} - ${COMPONENT}`, old_status: "operational", new_status: "partial_outage" },
  ]);
  assert.match(incident.incident_updates[1].body, /Zoë's “Kasse” .* a &lt; b &amp;&amp; c &gt; d – 😀/);
  assert.deepEqual(
    maintenances.map((one) => [one.name, one.status, one.impact]).sort(),
    [[AHEAD, "scheduled", "maintenance"], [UNDER_WAY, "in_progress", "maintenance"]],
  );
}

async function clients(base) {
  const js = new Statuspage("candor");
  js.axios.defaults.baseURL = `${base}/api/v2`;
  await check("statuspage.js sees the summary", async () => {
    const summary = await js.summary();
    see(summary);
    assert.equal(summary.incidents[0].started_at.toISOString(), "2026-11-20T09:10:00.000Z");
    assert.equal(summary.incidents[0].incident_updates[0].created_at.toISOString(), "2026-11-20T09:40:00.000Z");
  });
  await check("statuspage.js sees every list", async () => {
    assert.equal((await js.status()).status.indicator, "minor");
    assert.equal((await js.components()).components.length, 5);
    const all = (await js.allIncidents()).incidents;
    assert.deepEqual(all.map((one) => one.status), ["identified", "postmortem"]);
    assert.equal(all[1].incident_updates[0].status, "postmortem");
    assert.equal((await js.unresolvedIncidents()).incidents[0].name, OPEN);
    assert.equal((await js.allScheduledMaintenances()).scheduled_maintenances.length, 2);
    assert.equal((await js.activeScheduledMaintenances()).scheduled_maintenances[0].name, UNDER_WAY);
    assert.equal((await js.upcomingScheduledMaintenances()).scheduled_maintenances[0].name, AHEAD);
  });
  const io = new StatuspageIo("candor");
  io.setApiUrl(base);
  await check("statuspage.io sees the summary", async () => see(await io.api.getSummary()));
  await check("statuspage.io sees every list", async () => {
    assert.equal((await io.api.getStatus()).status.description, "Minor Service Outage");
    assert.equal((await io.api.getComponents()).components.filter((one) => one.group).length, 2);
    assert.equal((await io.api.incidents.getAll()).incidents.length, 2);
    assert.equal((await io.api.incidents.getUnresolved()).incidents.length, 1);
    // This client asks for upcoming maintenance whatever it is asked for.
    assert.equal((await io.api.scheduledMaintenances.getUpcoming()).scheduled_maintenances[0].name, AHEAD);
  });
}

let editions = 0;
for (const built of [output, second]) {
  for (const path of (await files(built)).filter((path) => path.endsWith(`${sep}calendar.ics`))) {
    const folder = path.slice(0, -`${sep}calendar.ics`.length);
    await edition(folder, folder.split(sep).slice(-2).join("/"));
    editions += 1;
  }
}
await check("there are editions to read", () => assert.ok(editions > 1));
await served(join(second, "public"), clients);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed ? 1 : 0);
