// Prints a page as a reader would, and asks of every sheet what it says.

import { spawnSync } from 'node:child_process';
import { read } from './editions.mjs';

/** Of each kind the first and the last: a layout prints all pages of a kind. */
export function printed(edition) {
  const kinds = [...new Set(edition.pages.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const same = edition.pages.filter((page) => page.kind === kind);
    return [...new Set([same[0], same.at(-1)])].map(({ path }) => path);
  });
}

/** The mark of a private edition, on each sheet of paper that leaves the printer. */
export async function faultsOfSheets(page, edition, { path, address }) {
  const [, band] = /<aside class="band">.*<\/svg>(.*)<\/aside>/.exec(read(edition, path)) ?? [];
  if (!band?.trim()) return ['the page bears no mark'];
  await page.goto(address, { waitUntil: 'load' });
  const sheets = textOfSheets(await page.pdf({ format: 'A4' }));
  if (sheets.length === 0) return ['nothing is printed'];
  return sheets.flatMap((text, place) => (plain(text).includes(plain(unescape(band))) ? [] : [`sheet ${place + 1} of ${sheets.length} bears no mark`]));
}

function textOfSheets(pdf) {
  const { stdout, status, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`pdftotext failed: ${error?.message ?? status}`);
  return stdout.split('\f').slice(0, -1);
}

function plain(text) {
  return text.replace(/\s+/g, ' ').trim();
}

function unescape(markup) {
  return markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
