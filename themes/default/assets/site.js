// Keeps a page true between builds: what has become due or has begun, how long ago, and the reader's own time.
// Without it the page is complete, with absolute times.
(() => {
  "use strict";
  const root = document.documentElement;
  const kept = {
    get: () => { try { return localStorage.getItem("theme"); } catch { return null; } },
    set: (theme) => { try { localStorage.setItem("theme", theme); } catch { /* private windows keep nothing */ } },
  };
  const chosen = kept.get();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const time = (text) => Date.parse(text);

  // An element with `data-from` or `data-until` is true between them, and only then.
  const timed = () => {
    const now = Date.now();
    each("[data-from],[data-until]", (element) => {
      const { from, until } = element.dataset;
      element.hidden = (from && now < time(from)) || (until && now >= time(until)) || false;
    });
  };

  const UNITS = [["day", 864e5], ["hour", 36e5], ["minute", 6e4]];
  const relative = (at, format) => {
    const span = at - Date.now();
    const [unit, size] = UNITS.find(([, size]) => Math.abs(span) >= size) || UNITS[2];
    return format.format(Math.trunc(span / size), unit);
  };

  // Minutes by which the site's clock is ahead of UTC at that time.
  const offsetOf = (element) => {
    const own = /([+-])(\d\d):(\d\d)$/.exec(element.dateTime);
    return own ? (own[1] === "-" ? -1 : 1) * (own[2] * 60 + +own[3]) : 0;
  };

  const times = () => {
    const language = root.lang || "en";
    const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    const full = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    const yours = document.body.dataset.yours;
    each("time[datetime*=T]", (element) => {
      const at = time(element.dateTime);
      if (Number.isNaN(at)) return;
      if (element.dataset.time) {
        element.dataset.brief ??= element.textContent;
        const today = new Date(Date.now() + offsetOf(element) * 6e4).toISOString().slice(0, 10);
        element.textContent = element.dateTime.startsWith(today) ? element.dataset.time : element.dataset.brief;
      }
      const local = yours.replace("{time}", full.format(at));
      element.title = `${local} · ${relative(at, ago)}`;
    });
    // What readers plan by stands in their own time too, where it differs.
    each(".pairs dd,.window", (place) => {
      const [from, until] = place.querySelectorAll(":scope>time[datetime*=T]");
      if (!from || -new Date(time(from.dateTime)).getTimezoneOffset() === offsetOf(from)) return;
      let told = place.querySelector(".local");
      if (!told) {
        told = document.createElement("span");
        told.className = "local";
        place.append(" ", told);
      }
      const text = until ? full.formatRange(time(from.dateTime), time(until.dateTime)) : full.format(time(from.dateTime));
      told.textContent = yours.replace("{time}", text);
    });
    each(".when time", (element) => {
      const at = time(element.dateTime);
      let told = element.nextElementSibling;
      if (!told || !told.matches(".ago")) {
        told = document.createElement("span");
        told.className = "ago";
        element.after(told);
      }
      const offset = -new Date(at).getTimezoneOffset();
      const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
      const local = offset === offsetOf(element) ? "" : ` · ${yours.replace("{time}", clock.format(at))}`;
      const recent = Math.abs(at - Date.now()) < 14 * 864e5 ? ` · ${relative(at, ago)}` : "";
      told.textContent = recent + local;
    });
  };

  const themes = () => {
    const button = document.getElementById("Theme_switch");
    if (!button) return;
    const dark = () => root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    const tell = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    tell();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      kept.set(root.dataset.theme);
      tell();
    });
  };

  // The end of a bar's line tells the day under the pointer, in the words of the list below it.
  const bars = () => each("svg.bars", (drawing) => {
    const line = drawing.nextElementSibling;
    const told = line && line.nextElementSibling;
    if (!line) return;
    const from = line.firstElementChild;
    const usual = from.textContent;
    const rest = [...line.children].slice(1);
    const width = drawing.viewBox.baseVal.width;
    drawing.addEventListener("pointermove", (event) => {
      const box = drawing.getBoundingClientRect();
      let at = (event.clientX - box.left) / box.width;
      if (root.dir === "rtl") at = 1 - at;
      const day = Math.min(width - 1, Math.max(0, Math.floor(at * width)));
      const item = told && told.querySelector && told.querySelector(`[data-day="${day}"]`);
      const date = new Date(Date.now() - (width - 1 - day) * 864e5);
      from.textContent = item ? item.textContent
        : new Intl.DateTimeFormat(root.lang, { day: "numeric", month: "short" }).format(date);
      rest.forEach((element) => { element.hidden = true; });
    });
    drawing.addEventListener("pointerleave", () => {
      from.textContent = usual;
      rest.forEach((element) => { element.hidden = false; });
    });
  });

  const copies = () => each("button[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    const usual = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = usual; }, 2000);
    });
  });

  addEventListener("DOMContentLoaded", () => {
    themes();
    bars();
    copies();
    const tick = () => { timed(); times(); };
    tick();
    setInterval(tick, 15e3);
  });
  addEventListener("beforeprint", () => each("details.group", (group) => { group.open = true; }));
})();
