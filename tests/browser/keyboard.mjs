// Walks through a page with the Tab key alone.

/** Every stop is reached, in the order of the document, and shows that it has the focus. */
export async function faultsOfKeyboard(page) {
  const stops = await page.evaluate(prepare);
  for (let press = 0; press < stops; press += 1) await page.keyboard.press('Tab');
  return page.evaluate(compare);
}

/** In the page: notes every stop and its looks while nothing has the focus, and listens from then on. */
function prepare() {
  const SELECTOR = 'a[href], area[href], button, input, select, textarea, summary, audio[controls], video[controls], iframe, [contenteditable], [tabindex]';
  const looks = (element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return {
      outline: outline ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : 'none',
      shadow: style.boxShadow,
    };
  };
  const isStop = (element) =>
    !element.disabled &&
    element.tabIndex >= 0 &&
    element.type !== 'hidden' &&
    element.checkVisibility({ visibilityProperty: true }) &&
    // A group of radio buttons is one stop: the checked one, else the first.
    !(element.type === 'radio' && element !== groupStop(element));
  const groupStop = (radio) => {
    const group = [...document.querySelectorAll('input[type=radio]')].filter((other) => other.name === radio.name && other.form === radio.form);
    return group.find((other) => other.checked) ?? group[0];
  };
  const described = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${element.localName} "${words}"`;
  };

  const stops = [...document.querySelectorAll(SELECTOR)].filter(isStop);
  const before = new Map(stops.map((element) => [element, looks(element)]));
  const visits = [];
  // A box that scrolls is a stop in itself to Chromium, though the page doesn't say so.
  const scrolls = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const across = /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth;
    return across || (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight);
  };
  document.addEventListener('focusin', ({ target }) => {
    if (before.has(target) || !scrolls(target)) visits.push({ target, ...looks(target) });
  });
  window.candorWalk = { stops, before, visits, described };
  return stops.length + [...document.querySelectorAll('body *')].filter((element) => !before.has(element) && scrolls(element)).length;
}

/** In the page: what differs between the stops there are and the walk that was made. */
function compare() {
  const { stops, before, visits, described } = window.candorWalk;
  const faults = [];
  if (document.querySelector('[tabindex]:not([tabindex^="-"]):not([tabindex="0"])')) faults.push('a tabindex above 0 upsets the order');
  stops.forEach((stop, index) => {
    const visit = visits[index];
    if (visit?.target !== stop) {
      const reached = visit ? described(visit.target) : 'nothing';
      faults.push(`stop ${index + 1} should be ${described(stop)}, but Tab reached ${reached}`);
    }
  });
  for (const { target, outline, shadow } of visits) {
    const unfocused = before.get(target);
    if (!unfocused) continue;
    const ringed = outline !== 'none' && outline !== unfocused.outline;
    const shadowed = shadow !== 'none' && shadow !== unfocused.shadow;
    if (!ringed && !shadowed) faults.push(`nothing shows the focus on ${described(target)}`);
  }
  return faults.slice(0, 10);
}
