// Follows every address that an edition's files give: it ends in the same edition or outside, never in another one.

import { extname, posix } from 'node:path';
import { read } from './editions.mjs';

const TAG = /<!--[\s\S]*?-->|<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s"'=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;
const ADDRESSES = new Set(['href', 'src', 'poster', 'action', 'data', 'cite', 'formaction']);
const OUTSIDE = new Set(['http:', 'https:', 'mailto:']);
const TEXTS = new Set(['.xml', '.atom', '.rss', '.json', '.ics', '.txt', '.svg', '.css']);
const HERE = 'http://edition.invalid/';

/** Faults by file, for every file with addresses in it: `[{ subject, faults }]`. */
export function followLinks(all) {
  const homes = all.map((edition) => ({ edition, home: homeOf(edition) })).filter(({ home }) => home);
  return all.flatMap((edition) => {
    const pages = new Map(edition.pages.map(({ path }) => [path, parse(read(edition, path))]));
    const place = { edition, pages, homes };
    const ofPages = [...pages].map(([path, { addresses }]) => ({
      subject: `${edition.name}/${path}`,
      faults: unique(addresses.flatMap((address) => faultsOf(address, path, place))),
    }));
    const ofTexts = [...edition.files].filter((path) => TEXTS.has(extname(path))).map((path) => ({
      subject: `${edition.name}/${path}`,
      faults: unique(addressesInText(edition, path, homes).flatMap((address) => faultsOf(address, path, place))),
    }));
    return [...ofPages, ...ofTexts];
  });
}

/** Addresses and ids of one page. */
export function parse(html) {
  const addresses = [];
  const ids = new Set();
  for (const [, element, inside] of html.matchAll(TAG)) {
    if (!element) continue;
    for (const [, name, ...values] of inside.matchAll(ATTRIBUTE)) {
      const value = decode(values.find((given) => given !== undefined) ?? '');
      const attribute = name.toLowerCase();
      if (attribute === 'id') ids.add(value);
      if (ADDRESSES.has(attribute)) addresses.push(value);
      if (attribute === 'srcset') addresses.push(...value.split(',').map((choice) => choice.trim().split(/\s+/)[0]));
    }
  }
  return { addresses, ids };
}

/** Where the edition says it is published, with a slash at the end; none for one that writes relative links only. */
function homeOf(edition) {
  if (!edition.files.has('index.html')) return undefined;
  const link = read(edition, 'index.html').match(/<link\b[^>]*\brel="?canonical"?[^>]*>/)?.[0];
  const home = link && decode(link.match(/\bhref="([^"]*)"/)?.[1] ?? '');
  return home?.startsWith('http') ? home.replace(/index\.html$/, '').replace(/\/?$/, '/') : undefined;
}

/** In other files only what begins like an edition's home is known to be an address; in style sheets also `url(…)`. */
function addressesInText(edition, path, homes) {
  // Folded lines of calendars are one line.
  const text = decode(read(edition, path).replace(/\\\//g, '/').replace(/\r\n[ \t]/g, ''));
  const absolute = [...text.matchAll(/https?:\/\/[^\s"'<>\\)]+/g)].map(([address]) => address);
  const ours = absolute.filter((address) => homes.some(({ home }) => `${address}/`.startsWith(home)));
  const styled = extname(path) === '.css' ? [...text.matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, address]) => address) : [];
  return [...ours, ...styled];
}

function faultsOf(address, path, { edition, pages, homes }) {
  let url;
  try {
    url = new URL(address, HERE + path);
  } catch {
    return [`not an address: ${address}`];
  }
  let target = url.pathname.slice(1);
  if (url.origin !== new URL(HERE).origin) {
    const nearest = homes
      .filter(({ home }) => `${url.href.replace(/[?#].*$/, '')}/`.startsWith(home))
      .sort((a, b) => b.home.length - a.home.length)[0];
    if (!nearest) return OUTSIDE.has(url.protocol) ? [] : [`neither here nor on the web: ${address}`];
    if (nearest.edition !== edition) return [`points into ${nearest.edition.name}: ${address}`];
    target = url.href.replace(/[?#].*$/, '').slice(nearest.home.length);
  } else if (leavesFolder(address, path)) {
    return [`leaves the edition's folder: ${address}`];
  }
  target = decodeURIComponent(target);
  if (target === '' || target.endsWith('/')) target += 'index.html';
  if (!edition.files.has(target)) return [`leads nowhere: ${address}`];
  const fragment = decodeURIComponent(url.hash.slice(1));
  if (fragment && fragment !== 'top' && !pages.get(target)?.ids.has(fragment)) return [`no such place: ${address}`];
  return [];
}

/** A browser stops at the root; a folder on a disk doesn't, and beside it lie the other editions. */
function leavesFolder(address, path) {
  const bare = address.replace(/[?#].*$/, '');
  if (bare.startsWith('/') || bare.includes(':')) return false;
  return posix.join(posix.dirname(path), decodeURIComponent(bare)).startsWith('..');
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, number, name) =>
    name ? NAMED[name.toLowerCase()] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)),
  );
}

function unique(lines) {
  return [...new Set(lines)];
}
