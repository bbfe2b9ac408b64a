// Checks a built output: node check.mjs OUTPUT [PART…]. Parts: editions links markup policy pages sheets clock scores; all by default.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from './chromium.mjs';
import { faultsOfAges, faultsOfMoments, faultsOfWindow } from './clock.mjs';
import { EVERYWHERE, SHOWN_IN_PUBLIC, editions, read } from './editions.mjs';
import { followLinks } from './links.mjs';
import { faultsByHtmlValidate, faultsByNu } from './markup.mjs';
import { checkPages } from './pages.mjs';
import { faultsOfPolicy, policiesOf } from './policy.mjs';
import { faultsOfScores } from './scores.mjs';
import { POLICY, serve } from './server.mjs';
import { faultsOfSheets, printed } from './sheets.mjs';
import { Tally } from './tally.mjs';

const [output, ...chosen] = process.argv.slice(2);
if (!output) throw new Error('usage: node check.mjs OUTPUT [PART…]');

const tally = new Tally();
const all = editions(resolve(output));
const PARTS = {
  editions: checkEditions, links: checkLinks, markup: checkMarkup, policy: checkPolicy, pages: checkAllPages, sheets: checkSheets, clock: checkClock, scores: checkScores,
};

for (const name of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
  const begun = Date.now();
  try {
    await PARTS[name]();
  } catch (error) {
    tally.record(name, 'the whole part', [`it could not run to its end: ${error.stack}`]);
  }
  console.log(`${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}
tally.close();

/** What isn't there can't be checked: every edition has its pages, and the public one some of every kind. */
function checkEditions() {
  for (const edition of all) {
    const demanded = edition.name === 'public' ? SHOWN_IN_PUBLIC : EVERYWHERE;
    const absent = demanded.filter((kind) => !edition.pages.some((page) => page.kind === kind));
    const strange = edition.pages.filter((page) => !page.kind);
    tally.record('editions', edition.name, [
      ...absent.map((kind) => `no page of the kind ${kind}`),
      ...strange.map(({ path }) => `an address of no known kind: ${path}`),
    ]);
  }
  tally.record('editions', 'the weight of the public index with its styles', faultsOfWeight(all[0]));
  const inside = all.length - 1;
  tally.record('editions', 'private editions', inside > 0 ? [] : ['there are none']);
  console.log(`${all.length} editions, ${all.reduce((sum, { pages }) => sum + pages.length, 0)} pages`);
}

/** What a phone has to fetch before it shows anything: 14 KB is what arrives with the first answer of a fresh connection. */
function faultsOfWeight(edition) {
  const index = read(edition, 'index.html');
  const sheets = [...index.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, path]) => read(edition, path));
  const weight = [index, ...sheets].reduce((sum, text) => sum + gzipSync(text).length, 0);
  console.log(`the public index weighs ${weight} bytes with its styles`);
  if (sheets.length === 0) return ['no style sheet was found'];
  return weight <= 14 * 1024 ? [] : [`${weight} bytes, compressed`];
}

function checkLinks() {
  for (const { subject, faults } of followLinks(all)) tally.record('links', subject, faults);
}

async function checkMarkup() {
  for (const edition of all) {
    for (const { subject, faults } of await faultsByHtmlValidate(edition)) tally.record('html-validate', subject, faults);
  }
  for (const { subject, faults } of faultsByNu(output, all)) tally.record('Nu', subject, faults);
}

function checkPolicy() {
  tally.record('policy', 'the policy that pages are served with', faultsOfPolicy(POLICY));
  for (const edition of all) {
    for (const policy of policiesOf(edition)) tally.record('policy', `${edition.name}/_headers`, faultsOfPolicy(policy));
  }
}

async function checkAllPages() {
  const browser = await launch();
  try {
    for (const edition of all) {
      const server = await serve(edition);
      await checkPages(tally, browser, edition, server.origin);
      await server.close();
    }
  } finally {
    await browser.close();
  }
}

/** Private words on paper say whose they are, on every sheet. */
async function checkSheets() {
  const browser = await launch();
  try {
    for (const edition of all.filter(({ name }) => name !== 'public')) {
      const server = await serve(edition);
      const page = await browser.newPage();
      for (const path of printed(edition)) {
        const subject = { path, address: `${server.origin}/${path}` };
        await tally.check('sheets', `${edition.name}/${path}`, () => faultsOfSheets(page, edition, subject));
      }
      await page.close();
      await server.close();
    }
  } finally {
    await browser.close();
  }
}

/** Shortly before the first moment at which the public edition would change, and over all that are on its pages. */
async function checkClock() {
  const [edition] = all;
  const { next } = JSON.parse(readFileSync(resolve(output, 'public.next.json'), 'utf8'));
  const start = Date.parse(next[0]) - 60_000;
  const server = await serve(edition);
  const browser = await launch();
  const newest = (wanted) => `${server.origin}/${edition.pages.filter(({ kind }) => kind === wanted).map(({ path }) => path).sort().at(-1)}`;
  try {
    await tally.check('clock', 'what is due and under way', () => faultsOfMoments(browser, `${server.origin}/index.html`, start));
    await tally.check('clock', 'how long ago', () => faultsOfAges(browser, newest('incident'), start));
    await tally.check('clock', 'a window abroad', () => faultsOfWindow(browser, newest('maintenance'), start));
  } finally {
    await browser.close();
    await server.close();
  }
}

async function checkScores() {
  const [edition] = all;
  const incident = edition.pages.findLast(({ kind }) => kind === 'incident');
  const server = await serve(edition);
  for (const path of ['index.html', incident?.path ?? 'incidents/']) {
    await tally.check('scores', `public/${path}`, () => faultsOfScores(`${server.origin}/${path}`));
  }
  await server.close();
}
