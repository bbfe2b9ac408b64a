// The preview's bar: who is looked at and when, what differs, what is at fault; and pages that change where they stand.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const { root, edition, file, at } = own;
  const keyed = root !== "/";
  const here = `${root}-/`;
  const asked = `edition=${edition}&file=${file}&at=${at}`;
  let version = own.version;
  let pristine = null;
  let state = null;
  let findings = [];
  let looked = false;
  let differing = sessionStorage.getItem("candor-differs") === "yes";
  let closed = "";
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const make = (tag, attributes = {}, ...inner) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...inner);
    return element;
  };
  const fetched = async (address, signal) => {
    const answer = await fetch(address, { cache: "no-store", signal });
    if (!answer.ok && answer.status !== 404 && answer.status !== 500) throw new Error(`${answer.status}`);
    return answer;
  };

  // ---- A page that changes where it stands: only what differs between the old page and the new one is touched, so that the
  // place, what is folded out and what the site's own script has added stay.
  const keyOf = (node) => node.nodeType === 1 ? `${node.nodeName}#${node.id}` : node.nodeName;
  const counterparts = (live, before) => {
    const found = [];
    let next = live.firstChild;
    for (const node of before.childNodes) {
      while (next && (keyOf(next) !== keyOf(node) || next.className === "ago")) next = next.nextSibling;
      if (!next) return null;
      found.push(next);
      next = next.nextSibling;
    }
    return found;
  };
  const attributes = (live, before, after) => {
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) !== value) live.setAttribute(name, value);
    }
    for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
  };
  const patch = (live, before, after) => {
    if (before.isEqualNode(after)) return;
    if (keyOf(before) !== keyOf(after)) return void live.replaceWith(document.importNode(after, true));
    if (before.nodeType !== 1) return void (live.data = after.data);
    const twins = counterparts(live, before);
    attributes(live, before, after);
    const olds = [...before.childNodes];
    const news = [...after.childNodes];
    if (!twins) return void live.replaceChildren(...news.map((node) => document.importNode(node, true)));
    let first = 0;
    while (first < olds.length && first < news.length && olds[first].isEqualNode(news[first])) first += 1;
    let last = 0;
    while (last < olds.length - first && last < news.length - first
      && olds[olds.length - 1 - last].isEqualNode(news[news.length - 1 - last])) last += 1;
    const goes = olds.slice(first, olds.length - last).map((node, index) => ({ node, twin: twins[first + index] }));
    const end = twins[olds.length - last] || null;
    for (const node of news.slice(first, news.length - last)) {
      const same = goes.findIndex((old) => old.node.isEqualNode(node));
      const like = same >= 0 ? same : goes.findIndex((old) => keyOf(old.node) === keyOf(node));
      // What stands between two that belong together is gone, unless the new one comes before what is still to come.
      const later = like > 0 && goes.length < news.length - last - first;
      if (like < 0 || later) {
        const place = goes.length ? goes[0].twin : end;
        live.insertBefore(document.importNode(node, true), place && place.parentNode === live ? place : null);
        continue;
      }
      for (const old of goes.splice(0, like)) old.twin.remove();
      const old = goes.shift();
      patch(old.twin, old.node, node);
    }
    for (const old of goes) old.twin.remove();
  };
  const renew = async () => {
    const after = parse(await (await fetched(location.pathname + location.search)).text());
    if (!after.querySelector("script[data-candor]") || !pristine) return location.reload();
    const assets = (page) => [...page.querySelectorAll("script[src]:not([data-candor])")].map((one) => one.getAttribute("src")).join();
    if (assets(after) !== assets(pristine)) return location.reload();
    unmark();
    const own = (page) => page.querySelectorAll("[data-candor]").forEach((element) => element.remove());
    own(after);
    const bare = pristine.cloneNode(true);
    own(bare);
    heads(bare, after);
    attributes(document.documentElement, bare.documentElement, after.documentElement);
    patch(document.body, bare.body, after.body);
    pristine = after;
  };
  // Style sheets are changed without a moment without them.
  const heads = (before, after) => {
    document.title = after.title;
    const sheets = (page) => [...page.head.querySelectorAll("link[rel=stylesheet]:not([data-candor])")];
    const hrefs = (page) => sheets(page).map((link) => link.getAttribute("href"));
    if (hrefs(before).join() === hrefs(after).join()) return;
    const old = sheets(document);
    const fresh = sheets(after).map((link) => document.importNode(link, true));
    const loaded = fresh.map((link) => new Promise((done) => { link.onload = link.onerror = done; }));
    document.head.append(...fresh);
    Promise.all(loaded).then(() => old.forEach((link) => link.remove()));
  };

  // ---- What an audience sees on this page that the public doesn't.
  const BLOCKS = "h1,h2,h3,h4,p,li,dt,dd,td,th,summary,aside,pre,figcaption";
  const textOf = (block) => {
    const copy = block.cloneNode(true);
    copy.querySelectorAll(`.ago,.candor-note,${BLOCKS}`).forEach((element) => element.remove());
    copy.querySelectorAll("time").forEach((time) => { time.textContent = time.dateTime; });
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const blocks = (page) => [...page.body.querySelectorAll(BLOCKS)]
    .filter((block) => !block.closest("candor-preview,.candor-note"))
    .map((block) => [block, textOf(block)]).filter(([, text]) => text);
  const differences = async () => {
    const answer = await fetched(`${root}${at}/public/${file}`);
    const known = new Map();
    if (answer.status === 200) for (const [, text] of blocks(parse(await answer.text()))) known.set(text, (known.get(text) || 0) + 1);
    return blocks(document).filter(([, text]) => {
      const left = known.get(text) || 0;
      if (left > 0) known.set(text, left - 1);
      return left === 0;
    });
  };

  // ---- What the rules find, beside the words they are about.
  const plain = (words) => words.replace(/[*_`\[\]]|\(https?:[^)]*\)/g, "").replace(/\s+/g, " ").trim().toLowerCase();
  const noteOf = (finding) => `${finding.severity}: ${finding.phrase}${finding.hints.map((hint) => `\n${hint}`).join("")}`;
  const unmark = () => {
    document.querySelectorAll(".candor-note").forEach((note) => note.remove());
    document.querySelectorAll("[data-candor-differs]").forEach((element) => element.removeAttribute("data-candor-differs"));
  };
  const beside = (findings) => {
    const all = blocks(document).map(([block, text]) => [block, text.toLowerCase()]);
    for (const finding of findings.filter((one) => one.page === file || file === "index.html")) {
      const words = plain(finding.words);
      const found = words.length > 1 && all.filter(([, text]) => text.includes(words)).sort((a, b) => a[1].length - b[1].length)[0];
      finding.shown = Boolean(found);
      if (!found) continue;
      const note = make("aside", { class: `candor-note ${finding.severity}` }, noteOf(finding));
      if (found[0].matches("p,pre,h1,h2,h3,h4")) found[0].after(note);
      else found[0].append(note);
    }
  };

  // ---- The bar.
  const host = make("candor-preview");
  const shadow = host.attachShadow({ mode: "open" });
  const go = (folder, clock) => location.assign(`${root}${clock}/${folder}/${file}?else=index`);
  const folderOf = (name) => state.editions.find((one) => one.name === name).folder;
  const step = async () => {
    const { at: next } = await (await fetched(`${here}step?${asked}`)).json();
    if (next) go(folderOf(edition), next);
    else tell("nothing changes on this page by itself");
  };
  const tell = (words) => { const told = shadow.querySelector(".told"); if (told) told.textContent = words; };
  // Opens or closes what lies over the page; the focus goes back to its button with it.
  const open = (box, button, opens) => {
    const opened = shadow.querySelector(`.${box}`);
    const opener = shadow.querySelector(`[name=${button}]`);
    if (!opened) return;
    if (!opens && opened.contains(shadow.activeElement)) opener?.focus();
    opened.hidden = !opens;
    opener?.setAttribute("aria-expanded", String(opens));
  };
  const draw = async () => {
    const opened = shadow.querySelector(".panel:not([hidden])") !== null;
    const focus = shadow.activeElement;
    const focused = focus && (focus.getAttribute("name") ? `[name=${focus.getAttribute("name")}]` : focus.className && `.${focus.className}`);
    const typed = focus && focus.matches("[name=clock]") ? focus.value : null;
    const read = shadow.querySelector(".panel")?.scrollTop || 0;
    const faulty = Boolean(state.withheld || state.trouble);
    const told = [state.trouble && `error: ${state.trouble}`, state.faults].filter(Boolean).join("\n\n");
    const found = findings;
    const others = state.editions.filter((one) => one.withheld).map((one) => one.name);
    unmark();
    const only = differing && edition !== "public" ? await differences() : [];
    only.forEach(([block]) => block.setAttribute("data-candor-differs", ""));
    beside(found);
    const was = file.endsWith(".html") && document.querySelector("main pre") && document.title === "Not shown";
    const how = was ? "it was not looked at before, so there is no older page" : "what is shown is how it was before";
    const withheld = state.withheld ? `Faults withhold this edition; ${how}` : "Faults";
    const parts = [];
    if (keyed) {
      const options = state.editions.map((one) => make("option", { value: one.folder, selected: one.name === edition },
        one.withheld ? `${one.name} (withheld)` : one.name));
      parts.push(make("label", {}, "View as ", make("select", { name: "as", change: (event) => go(event.target.value, at) }, ...options)));
      const clock = make("input", { name: "clock", value: at === "now" ? "" : at, placeholder: state.now, "aria-label": "As of, as in 2026-08-17T14:47:00Z" });
      clock.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(clock.value); });
      parts.push(make("label", {}, "As of ", clock));
      parts.push(make("button", { name: "now", type: "button", click: () => go(folderOf(edition), "now"), "aria-pressed": String(at === "now") }, "Now"));
      parts.push(make("button", { name: "step", type: "button", click: step }, "Next change"));
      if (edition !== "public") {
        parts.push(make("button", { name: "differs", type: "button", "aria-pressed": String(differing), click: () => {
          differing = !differing;
          sessionStorage.setItem("candor-differs", differing ? "yes" : "no");
          draw();
        } }, differing ? `Differs from public: ${only.length}` : "Differs from public"));
      }
      parts.push(make("button", { name: "findings", type: "button", "aria-expanded": String(opened), click: () => open("panel", "findings", panel.hidden) }, looked ? `Findings: ${found.length}` : "Findings: …"));
    }
    if (state.faults || state.trouble) {
      parts.push(make("button", { name: "faults", type: "button", class: "bad", "aria-expanded": String(faulty && closed !== told), click: () => {
        closed = faults.hidden ? "" : told;
        open("faults", "faults", faults.hidden);
      } },
        others.length ? `Faults: ${others.length} of ${state.editions.length} editions withheld` : "Faults"));
    }
    // Where there is a choice, the choice says who is looked at and when.
    parts.push(make("span", { class: "told", role: "status" }, keyed ? "" : `${edition} · ${state.now}`));
    const item = (words, href) => make("li", {}, ...(href ? [make("a", { href }, words)] : [words]));
    const panel = make("section", { class: "panel", hidden: !opened, tabindex: 0, "aria-label": "Findings" },
      make("h2", {}, "What the rules of communication find in this edition"),
      ...(found.length ? [] : [make("p", {}, looked ? "Nothing." : "It is being looked for.")]),
      make("ul", {}, ...found.map((one) => item(`${noteOf(one)}\n${one.place}`,
        one.page && one.page !== file ? `${root}${at}/${folderOf(edition)}/${one.page}?else=index` : null))),
      ...(only.length ? [make("h2", {}, "What this audience sees here and the public doesn't"),
        make("ul", {}, ...only.map(([, text]) => item(text)))] : []));
    const faults = make("section", { class: "faults", role: "alert", hidden: !faulty || closed === told },
      make("h2", {}, withheld),
      make("button", { type: "button", name: "close", click: () => {
        closed = told;
        open("faults", "faults", false);
      } }, "Close"),
      make("pre", { tabindex: 0, "aria-label": "Faults as on the terminal" }, told));
    const sheet = shadow.querySelector("link") || shadow.appendChild(make("link", { rel: "stylesheet", href: `${here}preview.css` }));
    // It stays where it is: put in again, it would be loaded again, and the bar would stand bare meanwhile.
    while (sheet.nextSibling) sheet.nextSibling.remove();
    sheet.after(faults, panel, make("div", { class: "bar", role: "region", "aria-label": "Preview" }, ...parts));
    measure.disconnect();
    measure.observe(shadow.querySelector(".bar"));
    panel.scrollTop = read;
    if (typed !== null) shadow.querySelector("[name=clock]").value = typed;
    if (focused) shadow.querySelector(focused)?.focus();
  };
  // What stands above the bar, and the end of the page, keep as much room as it takes.
  const measure = new ResizeObserver(([{ target }]) => host.style.setProperty("--candor-bar", `${target.offsetHeight}px`));
  // What lies over the page is put away with Escape.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const close = shadow.querySelector(".faults:not([hidden]) [name=close]");
    if (close) close.click();
    else open("panel", "findings", false);
  });
  const choose = (written) => {
    const time = Date.parse(written);
    if (written === "" || written === "now") go(folderOf(edition), "now");
    else if (Number.isNaN(time) || !/(Z|[+-]\d\d:?\d\d)$/.test(written)) tell("write a time with its offset, as in 2026-08-17T14:47:00Z");
    else go(folderOf(edition), new Date(time).toISOString().replace(".000Z", "Z"));
  };

  // ---- Versions, not signals: nothing that happens between loading and asking is missed. A page that nobody looks at doesn't ask,
  // for a browser has few connections to a server.
  const seen = () => new Promise((done) => {
    if (!document.hidden) return done();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) done(); }, { once: true });
  });
  // What the rules find takes longer than a page: it comes after it.
  const look = async (wanted) => {
    if (!keyed) return;
    try {
      for (;;) {
        const found = await (await fetched(`${here}findings?${asked}`)).json();
        if (version !== wanted) return;
        if (!found.findings) continue;
        findings = found.findings;
        looked = true;
        return void await draw();
      }
    } catch { /* told by what follows */ }
  };
  const follow = async () => {
    for (;;) {
      await seen();
      const leave = new AbortController();
      const hide = () => { if (document.hidden) leave.abort(); };
      document.addEventListener("visibilitychange", hide);
      try {
        const answer = await fetch(`${here}changes?since=${version}`, { cache: "no-store", signal: leave.signal });
        if (answer.status === 404) {
          tell("this preview was started anew: open the address that the terminal tells");
          await new Promise((done) => setTimeout(done, 2000));
          continue;
        }
        const { version: now } = await answer.json();
        if (now !== version) {
          await renew();
          state = await (await fetched(`${here}state?${asked}`)).json();
          version = now;
          await draw();
          look(now);
        }
      } catch (error) {
        if (!leave.signal.aborted) {
          tell("the preview doesn't answer; it is asked again");
          await new Promise((done) => setTimeout(done, 500));
        }
      } finally {
        document.removeEventListener("visibilitychange", hide);
      }
    }
  };
  addEventListener("DOMContentLoaded", async () => {
    pristine = parse(document.documentElement.outerHTML);
    document.documentElement.append(host);
    try {
      state = await (await fetched(`${here}state?${asked}`)).json();
      await draw();
      look(version);
    } catch { /* told by what follows */ }
    follow();
  });
})();
