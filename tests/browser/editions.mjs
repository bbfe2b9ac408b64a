// Finds the editions of a built output, and every page and file in them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const KINDS = [
  ['index', /^index\.html$/],
  ['missing', /^404\.html$/],
  ['incident', /^incidents\/[^/]+\.html$/],
  ['maintenance', /^maintenance\/[^/]+\.html$/],
  ['component', /^components\/[^/]+\.html$/],
  ['year', /^history\/\d{4}\.html$/],
  ['month', /^history\/\d{4}-\d{2}\.html$/],
  ['page', /^pages\/[^/]+\.html$/],
];

/** Pages that only private editions have. */
const PRIVATE_KINDS = [
  ['service-level', /^service-level\.html$/],
  ['metrics', /^metrics\.html$/],
  ['metrics-year', /^metrics\/\d{4}\.html$/],
  ['metrics-month', /^metrics\/\d{4}-\d{2}\.html$/],
];

/** What every edition has, and what the public edition of the demonstration must show. */
export const EVERYWHERE = ['index', 'missing'];
export const SHOWN_IN_PUBLIC = KINDS.map(([kind]) => kind);

/** All editions below `output`, public first: `{ name, folder, files, pages: [{ path, kind }] }`. */
export function editions(output) {
  const names = ['public'];
  for (const name of folders(join(output, 'private'))) {
    // An account's edition lies one deeper, beside its siblings.
    if (existsSync(join(output, 'private', name, 'index.html'))) names.push(`private/${name}`);
    else names.push(...folders(join(output, 'private', name)).map((account) => `private/${name}/${account}`));
  }
  return names.map((name) => {
    const folder = join(output, name);
    const files = existsSync(folder) ? walk(folder, '') : [];
    const pages = files.filter((path) => path.endsWith('.html')).map((path) => ({ path, kind: kindOf(path) }));
    return { name, folder, files: new Set(files), pages };
  });
}

export function read(edition, path) {
  return readFileSync(join(edition.folder, path), 'utf8');
}

function kindOf(path) {
  return [...KINDS, ...PRIVATE_KINDS].find(([, pattern]) => pattern.test(path))?.[0];
}

function folders(parent) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function walk(folder, prefix) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? walk(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
    );
}
