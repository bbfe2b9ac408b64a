// Opens pages whose every word is hostile, as tests/suite/evasions.rs leaves them: node hostile.mjs FOLDER. Nothing of it runs,
// though the policy that would forbid it is switched off; and nothing leads or asks elsewhere.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { launch } from './chromium.mjs';
import { serve } from './server.mjs';
import { Tally, each } from './tally.mjs';

const AT_ONCE = 3;
const KINDS = ['.html', '.svg', '.xml'];
const SCHEMES = ['http:', 'https:', 'mailto:', 'webcal:'];

/** A page in which the sentinel must find everything that it looks for: each with a word of what it says of it. */
const SEEDED = [
  ['<script>alert(1)</script>', 'alert'],
  ['<img src="nothing.png" onerror="confirm(1)">', 'confirm'],
  ['<p onclick="x()">p</p>', 'onclick'],
  ['<a href="java&#9;script:prompt(1)">a</a>', 'javascript:'],
  ['<iframe srcdoc="<b>b</b>"></iframe>', 'iframe'],
  ['<meta http-equiv="refresh" content="0;url=/elsewhere.html">', 'leads away'],
  ['<img src="http://evil.test/x.png">', 'evil.test'],
  ['<form action="/x"><button>b</button></form>', 'form'],
];

const folder = resolve(process.argv[2] ?? '');
if (!process.argv[2] || !existsSync(folder)) throw new Error('usage: node hostile.mjs FOLDER, as the tests of the program leave it');
const tally = new Tally();
const browser = await launch('--host-resolver-rules=MAP evil.test 127.0.0.1');
try {
  await checkSentinel();
  for (const round of readdirSync(folder).sort()) {
    for (const edition of editionsBelow(join(folder, round))) await checkEdition(round, edition);
  }
} finally {
  await browser.close();
}
tally.close();

/** What would do harm is found: a check of the check. */
async function checkSentinel() {
  for (const [seed, word] of SEEDED) {
    await tally.check('sentinel', seed, async () => {
      const context = await watched();
      const page = await context.newPage();
      const faults = await faultsOf(page, 'http://own.test/index.html', (route) => {
        const isPage = new URL(route.request().url()).pathname === '/index.html';
        return route.fulfill({ contentType: 'text/html', body: isPage ? `<!doctype html><title>t</title>${seed}` : '' });
      });
      await context.close();
      return faults.some((fault) => fault.includes(word)) ? [] : [`only found: ${faults.join('; ')}`];
    });
  }
}

async function checkEdition(round, edition) {
  const server = await serve(edition);
  const context = await watched();
  await each(chosen(edition.files), AT_ONCE, (path) =>
    tally.check('hostile', `${round}/${edition.name}/${path}`, async () => {
      const page = await context.newPage();
      const faults = await faultsOf(page, `${server.origin}/${path}`);
      await page.close();
      return faults;
    }),
  );
  await context.close();
  await server.close();
}

/** A context in which scripts may run whatever the page's policy says, and what they call is written down. */
async function watched() {
  const context = await browser.newContext({ bypassCSP: true });
  await context.addInitScript(() => {
    window.ran = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
      window[name] = (...given) => { window.ran.push(`${name}(${given.join(', ')})`); };
    }
  });
  return context;
}

async function faultsOf(page, address, fulfil) {
  const faults = [];
  const { origin } = new URL(address);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:image/')) faults.push(`asked for ${url}`);
  });
  page.on('dialog', (dialog) => { faults.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('popup', (other) => faults.push(`opened ${other.url()}`));
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) faults.push(`a frame holds ${frame.url()}`);
    else if (frame.url() !== address) faults.push(`the page leads away, to ${frame.url()}`);
  });
  if (fulfil) await page.route('**/*', fulfil);
  await page.goto(address, { waitUntil: 'load' });
  try {
    // A turn of the event loop and of drawing: what fires when an image fails or an animation begins has fired.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0))));
    faults.push(...(await page.evaluate(look, SCHEMES)));
  } catch (error) {
    // A page that leads away by itself can't be looked at any more; a browser that is left on its way may not come back.
    faults.push(`the page leads away: ${error.message}`);
    await page.waitForLoadState('load', { timeout: 5000 }).catch((late) => faults.push(late.message));
  }
  return faults;
}

/** In the page: what has run, and what could. */
function look(schemes) {
  const found = window.ran.map((call) => `ran ${call}`);
  const harmful = ['iframe', 'object', 'embed', 'base', 'form', 'frame', 'applet', 'foreignObject'];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (harmful.includes(name)) found.push(`<${name}>`);
    if (name === 'meta' && /refresh/i.test(element.httpEquiv)) found.push(`the page leads away: ${element.content}`);
    if (name === 'script' && !element.src && !/json/.test(element.type)) found.push('a script in the page');
    for (const { name: key, value } of element.attributes) {
      if (key.startsWith('on')) found.push(`<${name} ${key}=${value}>`);
      if (key === 'style' || key === 'srcdoc' || key === 'formaction') found.push(`<${name} ${key}>`);
      if (!['href', 'src', 'xlink:href', 'action', 'poster', 'data'].includes(key)) continue;
      const leads = new URL(value, document.baseURI);
      if (!schemes.includes(leads.protocol)) found.push(`<${name} ${key}> leads to ${leads.href}`);
    }
  }
  return found;
}

/** Editions that lie below a folder: `{ name, folder, files }`. */
function editionsBelow(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const roots = paths.filter((path) => path.endsWith('/404.html')).map((path) => dirname(path)).sort();
  return roots.map((at) => ({
    name: at.slice(root.length + 1),
    folder: at,
    files: paths.filter((path) => path.startsWith(`${at}/`)).map((path) => path.slice(at.length + 1)).sort(),
  }));
}

/** All that lies at the top, and the first of each kind in each folder. */
function chosen(files) {
  const seen = new Set();
  return files.filter((path) => {
    const kind = KINDS.find((ending) => path.endsWith(ending));
    const group = `${dirname(path)} ${kind}`;
    if (!kind || (dirname(path) !== '.' && seen.has(group))) return false;
    seen.add(group);
    return true;
  });
}
