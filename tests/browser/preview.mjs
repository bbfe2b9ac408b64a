// The preview in a real browser: node preview.mjs CANDOR SITE. Edits a copy of the site, and looks at what the pages become.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { faultsOfAxe } from './axe.mjs';
import { DESKTOP, PHONE, launch } from './chromium.mjs';
import { Tally } from './tally.mjs';

const [candor, site] = process.argv.slice(2);
if (!site) throw new Error('usage: node preview.mjs CANDOR SITE');

const NOW = '2026-11-20T10:20:00Z';
const tally = new Tally();
const folder = mkdtempSync(join(tmpdir(), 'preview-'));
cpSync(join(resolve(site), 'content'), join(folder, 'content'), { recursive: true });
const running = new Set();
const browser = await launch('--host-resolver-rules=MAP evil.test 127.0.0.1');
try {
  await checkAll();
} finally {
  await browser.close();
  for (const program of running) program.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
tally.close();

/** Starts the preview: `{ open, keyed, end }`, the addresses without what follows the clock. */
async function begin(port = 0) {
  const program = spawn(resolve(candor), ['serve', '--site', folder, '--port', String(port), '--now', NOW], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(program);
  let said = '';
  await new Promise((told, failed) => {
    program.once('exit', (code) => failed(new Error(`the preview ended with ${code}`)));
    program.stdout.on('data', (data) => { said += data; if (said.includes('Ctrl-C')) told(); });
  });
  const [open, keyed] = [...said.matchAll(/(http:\S+)public\/index\.html/g)].map(([, address]) => address);
  const end = () => new Promise((ended) => {
    program.removeAllListeners('exit');
    program.once('exit', (code) => { running.delete(program); ended(code); });
    program.kill('SIGINT');
  });
  return { open, keyed, end };
}

async function tab(address, looks = {}) {
  const page = await browser.newPage({ viewport: DESKTOP, ...looks });
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !/ERR_|status of (404|500)/.test(message.text())) page.faults.push(message.text()); });
  await page.goto(address);
  await page.locator('candor-preview .bar').waitFor();
  await page.waitForFunction(() => document.querySelector('candor-preview').shadowRoot.querySelector('link').sheet);
  return page;
}

/** Waits until something is so in the page; the fault if it never is. */
async function becomes(page, what, is, ...given) {
  try {
    await page.waitForFunction(is, given, { timeout: 15_000 });
    return [];
  } catch {
    return [`${what}: not so after 15 s; the page says: ${(await page.locator('body').innerText()).slice(0, 300)}`];
  }
}

/** Folds everything out, goes down the page, and marks what is read there: `candorMoved()` tells how far it has moved in the window since. */
async function place() {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.candorKept = true;
  document.body.style.minHeight = '4000px';
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  await drawn();
  scrollTo({ top: 240, behavior: 'instant' });
  await drawn();
  const read = [...document.querySelectorAll('main h2, main h3, main p')].find((one) => one.getBoundingClientRect().top > 40);
  const { top } = read.getBoundingClientRect();
  // Text above may grow or shrink meanwhile: the browser then scrolls, so that what is read stays where it is.
  window.candorMoved = () => Math.round(read.getBoundingClientRect().top - top);
}

/** Axe can't tell what lies behind the bar's words: their contrast is worked out here, over the lightest page there is. */
function faultsOfContrast(page) {
  return page.evaluate(() => {
    const numbers = (colour) => { const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number); return [r, g, b, alpha]; };
    const over = ([r, g, b, alpha], below) => [r, g, b].map((part, index) => part * alpha + below[index] * (1 - alpha));
    const light = (colour) => {
      const [r, g, b] = colour.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => element ? over(numbers(getComputedStyle(element).backgroundColor), behind(element.parentElement)) : [255, 255, 255];
    const words = [...document.querySelector('candor-preview').shadowRoot.querySelectorAll('*')].filter((element) =>
      element.checkVisibility() && (element.value || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())));
    const faults = words.length > 5 ? [] : ['there are no words in the bar'];
    for (const element of words) {
      const back = behind(element);
      const [a, b] = [light(over(numbers(getComputedStyle(element).color), back)), light(back)].sort((one, other) => other - one);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) faults.push(`${element.localName} ${element.className || element.getAttribute('name') || ''}: contrast ${ratio.toFixed(2)}`);
    }
    return faults;
  });
}

async function checkAll() {
  const preview = await begin();
  const own = '2026-11-20-updates-late';
  const file = '04-identified.md';
  const path = `incidents/${own}.html`;
  const source = join(folder, 'content/incidents', own, file);
  const good = readFileSync(source, 'utf8');

  await tally.check('preview', 'an edit is seen in three editions without a reload, and the place and what is folded out stay', async () => {
    const pages = [await tab(`${preview.keyed}public/${path}`), await tab(`${preview.keyed}private/executives/${path}`), await tab(`${preview.keyed}private/support/${path}`)];
    for (const page of pages) await page.evaluate(place);
    const folded = await Promise.all(pages.map((page) => page.locator('details[open]').count()));
    writeFileSync(source, `${good}\nWords that were added just now.\n`);
    const faults = [];
    for (const [index, page] of pages.entries()) {
      faults.push(...await becomes(page, 'the words', () => document.querySelector('main').innerText.includes('Words that were added just now.')));
      const { kept, moved } = await page.evaluate(() => ({ kept: window.candorKept, moved: window.candorMoved() }));
      if (!kept) faults.push('the page was loaded anew');
      if (Math.abs(moved) > 1) faults.push(`the place was lost: what was read stands ${moved} px lower`);
      if (await page.locator('details[open]').count() !== folded[index]) faults.push('what was folded out is folded in');
      const bare = await (await page.request.get(page.url())).text();
      if (!bare.includes('Words that were added just now.')) faults.push('the server shows something else');
      faults.push(...page.faults);
      await page.close();
    }
    return faults;
  });

  await tally.check('preview', 'after many edits a page is what it would be if loaded anew', async () => {
    const page = await tab(`${preview.keyed}private/executives/${path}`);
    const faults = [];
    const texts = ['One.', '- a list\n- of two', '# A heading\n\nTwo **words**.', 'Last words of all.'];
    for (const text of texts) {
      writeFileSync(source, `${good}\n${text}\n\nMark ${texts.indexOf(text)}.\n`);
      faults.push(...await becomes(page, text, ([mark]) => document.querySelector('main').innerText.includes(mark), `Mark ${texts.indexOf(text)}.`));
    }
    writeFileSync(source, good);
    faults.push(...await becomes(page, 'the old words', () => !document.querySelector('main').innerText.includes('Mark 3.')));
    const fresh = await tab(page.url());
    const shown = (one) => one.locator('main').evaluate((main) => {
      main.querySelectorAll('.ago,.candor-note').forEach((element) => element.remove());
      return main.innerText.replace(/\s+/g, ' ');
    });
    if (await shown(page) !== await shown(fresh)) faults.push(`changed: ${await shown(page)}\nloaded: ${await shown(fresh)}`);
    faults.push(...page.faults, ...fresh.faults);
    await page.close();
    await fresh.close();
    return faults;
  });

  await tally.check('preview', 'a fault stands over the last good page, as on the terminal, and goes when it is mended', async () => {
    const page = await tab(`${preview.keyed}public/${path}`);
    writeFileSync(source, good.replace(/^status: .*$/m, 'status: nonsense'));
    const faults = await becomes(page, 'the fault', ([name]) => {
      const shown = document.querySelector('candor-preview').shadowRoot.querySelector('.faults:not([hidden]) pre');
      return shown && /error/.test(shown.textContent) && shown.textContent.includes(name) && shown.textContent.includes('nonsense') && shown.textContent.includes('^');
    }, file);
    if (!(await page.locator('main h1').count())) faults.push('the last good page is gone');
    writeFileSync(source, good);
    faults.push(...await becomes(page, 'no fault', () => !document.querySelector('candor-preview').shadowRoot.querySelector('.faults:not([hidden])')));
    faults.push(...page.faults);
    await page.close();
    return faults;
  });

  await tally.check('preview', 'another audience is looked at on the same page, else on its first', async () => {
    const faults = [];
    const page = await tab(`${preview.keyed}private/executives/${path}`);
    await page.locator('candor-preview select[name=as]').selectOption('public');
    await page.waitForURL(`**/now/public/${path}**`);
    await page.locator('candor-preview select[name=as]').selectOption('private/support');
    await page.waitForURL(`**/now/private/support/${path}**`);
    writeFileSync(join(folder, 'content/pages/inside.internal.md'), '---\ntitle: Behind the counter\n---\nFor those inside.\n');
    faults.push(...await becomes(page, 'a new page in the footer', () => document.body.innerText.includes('Behind the counter')));
    await page.goto(`${preview.keyed}private/support/pages/inside.html`);
    await page.locator('candor-preview select[name=as]').selectOption('public');
    await page.waitForURL('**/now/public/index.html');
    rmSync(join(folder, 'content/pages/inside.internal.md'));
    faults.push(...page.faults);
    await page.close();
    return faults;
  });

  await tally.check('preview', 'what an audience sees and the public doesn\'t is marked', async () => {
    const page = await tab(`${preview.keyed}private/executives/index.html`);
    await page.locator('candor-preview button[name=differs]').click();
    const faults = await becomes(page, 'marks', () => document.querySelectorAll('[data-candor-differs]').length > 0);
    const publicWords = await (await page.request.get(`${preview.keyed}public/index.html`)).text();
    const marked = await page.locator('p[data-candor-differs]').allInnerTexts();
    for (const words of marked.filter((words) => words.length > 20)) if (publicWords.includes(`<p>${words}</p>`)) faults.push(`marked, and yet public: ${words}`);
    await page.locator('candor-preview button[name=differs]').click();
    faults.push(...await becomes(page, 'no marks', () => document.querySelectorAll('[data-candor-differs]').length === 0), ...page.faults);
    await page.close();
    return faults;
  });

  await tally.check('preview', 'what a rule finds stands beside its words', async () => {
    const page = await tab(`${preview.keyed}public/${path}`);
    writeFileSync(source, `${good}\nWe hope to tell you more later today.\n`);
    const faults = await becomes(page, 'a note', () => [...document.querySelectorAll('.candor-note')].some((note) => note.previousElementSibling?.textContent.includes('later today')));
    writeFileSync(source, good);
    faults.push(...await becomes(page, 'no note', () => ![...document.querySelectorAll('.candor-note')].some((note) => note.previousElementSibling?.textContent.includes('later today'))));
    faults.push(...page.faults);
    await page.close();
    return faults;
  });

  await tally.check('preview', 'a clock: an instant, the next change, now', async () => {
    const faults = [];
    const page = await tab(`${preview.keyed}public/index.html`);
    const clock = page.locator('candor-preview input[name=clock]');
    await clock.fill('2026-11-01T00:00:00Z');
    await clock.press('Enter');
    await page.waitForURL('**/2026-11-01T00:00:00Z/public/index.html**');
    const then = await page.locator('main').innerText();
    await page.locator('candor-preview button[name=step]').click();
    await page.waitForURL((address) => !String(address).includes('2026-11-01T00:00:00Z'));
    await page.locator('candor-preview button[name=now]').click();
    await page.waitForURL('**/now/public/index.html**');
    if (await page.locator('main').innerText() === then) faults.push('the first of November looks like the twentieth');
    await page.locator('candor-preview input[name=clock]').fill('yesterday');
    await page.locator('candor-preview input[name=clock]').press('Enter');
    faults.push(...await becomes(page, 'what to write', () => document.querySelector('candor-preview').shadowRoot.querySelector('.told').textContent.includes('with its offset')), ...page.faults);
    await page.close();
    return faults;
  });

  for (const [name, looks] of [
    ['desktop, light', { viewport: DESKTOP, colorScheme: 'light' }],
    ['phone, dark', { viewport: PHONE, colorScheme: 'dark' }],
  ]) {
    await tally.check('preview', `the bar, the findings and the faults keep nobody out: ${name}`, async () => {
      const page = await tab(`${preview.keyed}private/executives/${path}`, looks);
      const faults = await becomes(page, 'findings', () => /\d/.test(document.querySelector('candor-preview').shadowRoot.querySelector('[name=findings]').textContent));
      await page.locator('candor-preview button[name=differs]').click();
      faults.push(...await faultsOfAxe(page), ...await faultsOfContrast(page));
      await page.locator('candor-preview button[name=findings]').click();
      faults.push(...await faultsOfAxe(page), ...await faultsOfContrast(page));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.push(`the page scrolls sideways by ${wide} px`);
      await page.locator('candor-preview button[name=differs]').click();
      await page.evaluate(() => {
        window.candorDressed = 0;
        document.querySelector('candor-preview').shadowRoot.querySelector('link').addEventListener('load', () => { window.candorDressed += 1; });
      });
      writeFileSync(source, good.replace(/^status: .*$/m, 'status: nonsense'));
      await page.locator('candor-preview .faults:not([hidden])').waitFor();
      faults.push(...await faultsOfAxe(page), ...await faultsOfContrast(page));
      if (await page.evaluate(() => window.candorDressed)) faults.push('the sheet of the bar is loaded again');
      writeFileSync(source, good);
      await page.locator('candor-preview .faults').waitFor({ state: 'hidden' });
      faults.push(...page.faults);
      await page.close();
      return faults;
    });
  }

  await tally.check('preview', 'the bar by keyboard alone: every stop in its order, with a ring; Escape puts away what lies over the page', async () => {
    const page = await tab(`${preview.keyed}private/executives/${path}`);
    const faults = await becomes(page, 'findings', () => /\d/.test(document.querySelector('candor-preview').shadowRoot.querySelector('[name=findings]').textContent));
    const focused = () => page.evaluate(() => {
      const one = document.querySelector('candor-preview').shadowRoot.activeElement;
      return one && { name: one.getAttribute('name') ?? one.className ?? one.localName, ring: getComputedStyle(one).outlineStyle !== 'none' };
    });
    const open = (what) => page.locator(`candor-preview ${what}`).isVisible();
    // The bar is the last of the document: backwards it comes first.
    const stops = [];
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('Shift+Tab');
      const stop = await focused();
      stops.unshift(stop?.name ?? 'nothing');
      if (!stop?.ring) faults.push(`nothing shows the focus on ${stop?.name}`);
    }
    if (stops.join() !== 'as,clock,now,step,differs,findings') faults.push(`the stops are ${stops}`);
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    if (!(await open('.panel'))) faults.push('Enter does not open the findings');
    await page.keyboard.press('Shift+Tab');
    for (let press = 0; press < 12 && (await focused())?.name !== 'panel'; press += 1) await page.keyboard.press('Shift+Tab');
    if ((await focused())?.name !== 'panel') faults.push('the findings are not reached');
    await page.keyboard.press('Escape');
    if (await open('.panel')) faults.push('Escape does not close the findings');
    if ((await focused())?.name !== 'findings') faults.push('the focus is lost with the findings');
    if (await page.locator('candor-preview [name=findings]').getAttribute('aria-expanded') !== 'false') faults.push('closed findings are said to be open');

    await page.locator('candor-preview select[name=as]').focus();
    writeFileSync(source, good.replace(/^status: .*$/m, 'status: nonsense'));
    await page.locator('candor-preview .faults:not([hidden])').waitFor();
    if ((await focused())?.name !== 'as') faults.push('a fault takes the focus away');
    await page.keyboard.press('Escape');
    if (await open('.faults')) faults.push('Escape does not put the faults away');
    if ((await focused())?.name !== 'as') faults.push('the focus is lost with the faults');
    await page.locator('candor-preview button[name=faults]').focus();
    await page.keyboard.press('Enter');
    if (!(await open('.faults'))) faults.push('the faults do not come back');
    await page.keyboard.press('Shift+Tab');
    for (let press = 0; press < 12 && (await focused())?.name !== 'close'; press += 1) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    if (await open('.faults')) faults.push('Close does not put the faults away');
    if ((await focused())?.name !== 'faults') faults.push('the focus is lost with Close');
    writeFileSync(source, good);
    faults.push(...await becomes(page, 'no fault', () => !document.querySelector('candor-preview').shadowRoot.querySelector('[name=faults]')), ...page.faults);
    await page.close();
    return faults;
  });

  await tally.check('preview', 'a foreign page reads nothing, whatever name leads here', async () => {
    const faults = [];
    const port = new URL(preview.open).port;
    const foreign = createServer((request, response) => { response.setHeader('Content-Type', 'text/html'); response.end('<!doctype html><title>Foreign</title>'); });
    await new Promise((listens) => foreign.listen(0, '127.0.0.1', listens));
    const page = await browser.newPage();
    const rebound = await page.goto(`http://evil.test:${port}/public/index.html`);
    if (rebound.status() !== 403) faults.push(`under another name it answers ${rebound.status()}`);
    await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
    const read = await page.evaluate(async (address) => {
      const tried = {};
      tried.fetch = await fetch(address).then((answer) => answer.text(), () => 'refused');
      tried.opaque = await fetch(address, { mode: 'no-cors' }).then((answer) => `${answer.type} ${answer.status}`, () => 'refused');
      tried.events = await new Promise((done) => { const events = new EventSource(address); events.onopen = () => done('open'); events.onerror = () => done('refused'); });
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      await new Promise((done) => { frame.onload = done; });
      try { tried.frame = frame.contentDocument ? frame.contentDocument.body.innerText : 'refused'; } catch { tried.frame = 'refused'; }
      tried.script = await new Promise((done) => { const script = document.createElement('script'); script.src = address; script.onload = () => done('ran'); script.onerror = () => done('refused'); document.body.append(script); });
      return tried;
    }, `${preview.open}public/index.html`);
    for (const [way, came] of Object.entries(read)) if (came !== 'refused') faults.push(`${way}: ${came}`);
    await page.close();
    await new Promise((closed) => foreign.close(closed));
    return faults;
  });

  await tally.check('preview', 'a preview that is started anew goes on in an open tab', async () => {
    const { open } = preview;
    const page = await tab(`${open}public/${path}`);
    const port = Number(new URL(open).port);
    const faults = (await preview.end()) === 0 ? [] : ['it did not end well'];
    faults.push(...await becomes(page, 'that nobody answers', () => document.querySelector('candor-preview').shadowRoot.querySelector('.told').textContent.includes("doesn't answer")));
    writeFileSync(source, `${good}\nWritten while nobody looked.\n`);
    const second = await begin(port);
    faults.push(...await becomes(page, 'the words', () => document.querySelector('main').innerText.includes('Written while nobody looked.')));
    writeFileSync(source, good);
    faults.push(...await becomes(page, 'the next edit', () => !document.querySelector('main').innerText.includes('Written while nobody looked.')));
    if ((await second.end()) !== 0) faults.push('it did not end well');
    await page.close();
    return faults;
  });
}
