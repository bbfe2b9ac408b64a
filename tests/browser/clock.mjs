// Lets time go by on a page that was built once: what is due, under way and long ago must stay true without a new build.

const AFTER = 20_000; // longer than the script's own beat
const ABROAD = 'America/New_York';
const LANGUAGE = 'en';

/** The index, from `start` over every moment at which something on it begins or ends. */
export async function faultsOfMoments(browser, address, start) {
  return abroad(browser, address, start, async (page) => {
    const moments = [...new Set((await page.evaluate(timed)).flatMap(({ from, until }) => [from, until]))]
      .filter((moment) => Number.isFinite(moment) && moment > start + AFTER)
      .sort((one, next) => one - next);
    if (moments.length < 3) return [`only ${moments.length} moments lie ahead: nothing to see`];
    const faults = await page.evaluate(timed).then((seen) => untrue(seen, start));
    let now = start;
    for (const moment of moments.flatMap((at) => [at - AFTER, at + AFTER])) {
      if (moment <= now) continue;
      await page.clock.fastForward(moment - now);
      now = moment;
      faults.push(...untrue(await page.evaluate(timed), now));
    }
    return faults;
  });
}

/** An incident's page: how long ago its latest update was, and when that was for a reader in another zone. */
export async function faultsOfAges(browser, address, start) {
  return abroad(browser, address, start, async (page) => {
    const told = () => page.evaluate(() => {
      const time = document.querySelector('.when time');
      return { at: Date.parse(time.dateTime), words: document.querySelector('.when .ago').textContent };
    });
    const faults = [];
    let now = start;
    for (const step of [0, 60 * 60_000, 26 * 60 * 60_000]) {
      if (step > 0) await page.clock.fastForward(step);
      now += step;
      const { at, words } = await told();
      const age = ago(now - at);
      const local = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'short', timeZone: ABROAD }).format(at);
      for (const wanted of [age, local]) {
        if (!even(words).includes(even(wanted))) faults.push(`at ${new Date(now).toISOString()} it says "${words}" and not "${wanted}"`);
      }
    }
    return faults;
  });
}

/** A maintenance's page: its window in the reader's own time. */
export async function faultsOfWindow(browser, address, start) {
  return abroad(browser, address, start, async (page) => {
    const [times, words] = await page.evaluate(() => {
      const place = document.querySelector('.pairs dd:has(> time + time)');
      return [[...place.querySelectorAll('time')].map((time) => Date.parse(time.dateTime)), place.querySelector('.local')?.textContent];
    });
    const format = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short', timeZone: ABROAD });
    const wanted = format.formatRange(...times);
    return words && even(words).includes(even(wanted)) ? [] : [`the window is "${words}" and not "${wanted}" for a reader abroad`];
  });
}

async function abroad(browser, address, start, look) {
  const context = await browser.newContext({ timezoneId: ABROAD, locale: LANGUAGE });
  try {
    const page = await context.newPage();
    await page.clock.install({ time: start });
    await page.goto(address, { waitUntil: 'load' });
    await page.clock.pauseAt(start + 1000);
    return await look(page);
  } finally {
    await context.close();
  }
}

/** In the page: everything that is true only for a time. */
function timed() {
  return [...document.querySelectorAll('[data-from], [data-until]')].map((element) => ({
    words: element.textContent,
    shown: !element.hidden,
    from: Date.parse(element.dataset.from ?? '') || -Infinity,
    until: Date.parse(element.dataset.until ?? '') || Infinity,
  }));
}

function untrue(seen, now) {
  return seen
    .filter(({ shown, from, until }) => shown !== (from <= now && now < until))
    .map(({ words, shown }) => `at ${new Date(now).toISOString()} "${words}" is ${shown ? 'still' : 'not'} there`);
}

/** Releases of the same data differ in which spaces they write. */
function even(words) {
  return words.replace(/\s+/gu, ' ');
}

function ago(span) {
  const [unit, size] = [['day', 864e5], ['hour', 36e5], ['minute', 6e4]].find(([, size]) => span >= size) ?? ['minute', 6e4];
  return new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' }).format(-Math.trunc(span / size), unit);
}
