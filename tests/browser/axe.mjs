// Asks axe what keeps somebody out of a page as it stands, with whatever lies over it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export async function faultsOfAxe(page) {
  if (await page.evaluate(() => typeof axe === 'undefined')) await page.evaluate(AXE);
  const results = await page.evaluate(
    (standards) => axe.run(document, { runOnly: standards, resultTypes: ['violations'], preload: false }),
    STANDARDS,
  );
  if (results.passes.length === 0) return ['axe had nothing to say: it did not run'];
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${violation.help}`),
  );
}
