// Lighthouse over single pages of the public edition, as on a phone with a slow network.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch } from './chromium.mjs';

const DEMANDED = { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 };

// Performance is measured on a machine that others use too: the best of so many runs counts.
const RUNS = 3;

/** The faults of one page; its scores are printed. */
export async function faultsOfScores(address) {
  let faults = [];
  for (let run = 1; run <= RUNS; run += 1) {
    const { lhr } = await measure(address);
    const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]);
    console.log(`${new URL(address).pathname}: ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`);
    const short = scores.filter(([name, score]) => score < DEMANDED[name]);
    faults = short.map(([name, score]) => `${name} ${score}, ${DEMANDED[name]} demanded: ${lost(lhr, name).join(', ')}`);
    if (scores.length < Object.keys(DEMANDED).length) faults.push('lighthouse left a category out');
    if (short.every(([name]) => name !== 'performance')) break;
  }
  return faults;
}

async function measure(address) {
  const port = await freePort();
  const browser = await launch(`--remote-debugging-port=${port}`);
  try {
    return await lighthouse(address, { port, logLevel: 'error', onlyCategories: Object.keys(DEMANDED) });
  } finally {
    await browser.close();
  }
}

/** The audits that cost points. */
function lost(lhr, category) {
  return lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
}

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}
