// Pictures for people to look at: node shots.mjs OUTPUT FOLDER [PATH…], light and dark, on a desktop and a phone.

import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DESKTOP, PHONE, launch } from './chromium.mjs';
import { editions } from './editions.mjs';
import { serve } from './server.mjs';
import { each } from './tally.mjs';

const [output, folder, ...wanted] = process.argv.slice(2);
if (!output || !folder) throw new Error('usage: node shots.mjs OUTPUT FOLDER [PATH…]');

const browser = await launch();
try {
  for (const edition of editions(resolve(output))) {
    const server = await serve(edition);
    const paths = wanted.length > 0 ? wanted.filter((path) => edition.files.has(path)) : telling(edition);
    const shots = paths.flatMap((path) => looks().map((look) => ({ path, ...look })));
    await each(shots, 2, (shot) => take(edition, server.origin, shot));
    await server.close();
    console.log(`${edition.name}: ${shots.length} pictures`);
  }
} finally {
  await browser.close();
}

/** One of each kind; of incidents the newest and the oldest, by the date that their addresses begin with. */
function telling(edition) {
  const of = (kind) => edition.pages.filter((page) => page.kind === kind).map(({ path }) => path);
  const incidents = of('incident');
  const about = of('page').find((path) => path.includes('about')) ?? of('page')[0];
  const chosen = [
    'index.html', incidents.at(-1), incidents[0], of('maintenance').at(-1), of('component')[0], of('year').at(-1), of('month').at(-1), about,
  ];
  return [...new Set(chosen.filter((path) => edition.files.has(path)))];
}

function looks() {
  return ['light', 'dark'].flatMap((scheme) => [
    { scheme, size: DESKTOP, name: `${scheme}-desktop` },
    { scheme, size: PHONE, name: `${scheme}-phone` },
  ]);
}

async function take(edition, origin, { path, scheme, size, name }) {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${origin}/${path}`, { waitUntil: 'networkidle' });
  const target = join(folder, edition.name, `${path.replace(/\.html$/, '')}.${name}.png`);
  mkdirSync(dirname(target), { recursive: true });
  await page.screenshot({ path: target, fullPage: true });
  await context.close();
}
