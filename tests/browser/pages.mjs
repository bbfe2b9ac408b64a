// Opens every page as a reader would: by eye in two sizes and two schemes, by keyboard, on paper, without script.

import { faultsOfAxe } from './axe.mjs';
import { DESKTOP, PHONE } from './chromium.mjs';
import { faultsOfKeyboard } from './keyboard.mjs';

const AT_ONCE = 3;
const NARROWEST = 320;

const LIGHT_DESKTOP = { scheme: 'light', size: DESKTOP, name: 'light desktop' };
const DARK_PHONE = { scheme: 'dark', size: PHONE, name: 'dark phone' };
const LOOKS = [
  LIGHT_DESKTOP,
  DARK_PHONE,
  { scheme: 'dark', size: DESKTOP, name: 'dark desktop' },
  { scheme: 'light', size: PHONE, name: 'light phone' },
];

/**
 * Every page with the looks that it is judged in: all four for the first and the last of each kind, and for the rest of the
 * kind, which the same layout prints, two that take turns.
 */
function visits(pages) {
  const kinds = [...new Set(pages.map(({ kind }) => kind))];
  return kinds.flatMap((kind) =>
    pages.filter((page) => page.kind === kind).map((page, place, same) => {
      const whole = place === 0 || place === same.length - 1;
      return { ...page, looks: whole ? LOOKS : place % 2 === 0 ? [LIGHT_DESKTOP, DARK_PHONE] : LOOKS.slice(2) };
    }),
  );
}

/** Checks every page of one served edition in one browser. */
export async function checkPages(tally, browser, edition, origin) {
  const options = { viewport: DESKTOP, colorScheme: 'light', reducedMotion: 'reduce' };
  const scripted = await browser.newContext(options);
  const plainly = await browser.newContext({ ...options, javaScriptEnabled: false });
  await scripted.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`content security policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`);
    });
  });
  const waiting = visits(edition.pages);
  const visitor = async () => {
    const page = await scripted.newPage();
    const plain = await plainly.newPage();
    const visit = { page, plain, noises: listen(page, origin), plainNoises: listen(plain, origin) };
    while (waiting.length > 0) {
      const { path, looks } = waiting.shift();
      await checkPage(tally, { ...visit, looks }, { subject: `${edition.name}/${path}`, address: `${origin}/${path}` });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  await Promise.all([scripted.close(), plainly.close()]);
}

async function checkPage(tally, { page, plain, noises, plainNoises, looks }, { subject, address }) {
  noises.length = 0;
  plainNoises.length = 0;
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(stillness);
  await tally.check('keyboard', subject, () => faultsOfKeyboard(page));
  for (const look of looks) {
    await page.setViewportSize(look.size);
    await page.emulateMedia({ colorScheme: look.scheme });
    await tally.check(`axe, ${look.name}`, subject, () => faultsOfAxe(page));
  }
  await tally.check('narrow', subject, () => faultsOfWidth(page));
  await tally.check('paper', subject, () => faultsOfPaper(page));
  await tally.check('without script', subject, async () => {
    await plain.goto(address, { waitUntil: 'load' });
    return faultsWithoutScript(await plain.evaluate(linksAndText), await page.evaluate(linksAndText));
  });
  // Last, so that whatever the page did meanwhile is heard as well.
  await tally.check('quiet', subject, async () => {
    await page.waitForLoadState('networkidle');
    const violations = await page.evaluate(() => window.violations);
    return [...new Set([...noises, ...violations, ...plainNoises])];
  });
}

/** Everything a page says or asks for that it shouldn't, gathered from now on. */
function listen(page, origin) {
  const noises = [];
  page.on('console', (message) => noises.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noises.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    noises.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) noises.push(`request leaves the site: ${request.url()}`);
  });
  page.on('requestfailed', (request) => noises.push(`request failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) noises.push(`answered ${response.status()}: ${response.url()}`);
  });
  return noises;
}

/** A style sheet of our own would be against the policy; one made by script isn't. */
function stillness() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

async function faultsOfWidth(page) {
  await page.setViewportSize({ width: NARROWEST, height: 800 });
  const widest = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const over = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1);
    const scroll = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    return { scroll, width, culprits: over.slice(0, 3).map((e) => `${e.localName}.${e.className}`) };
  });
  const viewport = await page.evaluate(() => document.querySelector('meta[name=viewport]')?.content ?? '');
  const faults = [];
  if (widest.scroll > widest.width) {
    faults.push(`scrolls sideways at ${NARROWEST}: ${widest.scroll} wide (${widest.culprits.join(', ')})`);
  }
  if (!viewport.includes('width=device-width')) faults.push('a phone would show it at desktop width: no viewport');
  return faults;
}

async function faultsOfPaper(page) {
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  const seen = await page.evaluate(() => {
    const main = document.querySelector('main');
    const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return {
      words: main && shown(main) ? main.innerText.trim().length : 0,
      navigation: [...document.querySelectorAll('nav, [role=navigation]')].filter(shown).map((nav) => nav.outerHTML.slice(0, 80)),
    };
  });
  const faults = seen.navigation.map((nav) => `navigation is printed: ${nav}`);
  if (seen.words === 0) faults.push('the words of `main` are not printed');
  return faults;
}

function linksAndText() {
  const mains = [...document.querySelectorAll('main')];
  return {
    mains: mains.length,
    words: mains.map((main) => main.innerText.trim()).join(' ').length,
    links: [...document.querySelectorAll('a[href]')].map((a) => a.href),
  };
}

function faultsWithoutScript(plain, scripted) {
  const faults = [];
  if (plain.mains !== 1) faults.push(`${plain.mains} main landmarks`);
  if (plain.words === 0) faults.push('`main` has no words');
  for (const link of new Set(scripted.links)) {
    if (!plain.links.includes(link)) faults.push(`only with script: ${link}`);
  }
  for (const link of new Set(plain.links)) {
    if (!scripted.links.includes(link)) faults.push(`only without script: ${link}`);
  }
  return faults;
}
