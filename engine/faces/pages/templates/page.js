"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const shown_max = 100; // packed hits that are laid out at once
  const paper_max = 2000; // packed items that are printed: a printer waits for nothing, so they are unpacked beforehand
  const between = "\u001e"; // what stands between the items of a chunk

  // ---- what is not in the page yet: chunks of items, packed

  const folded = (text) => (text || "").toLocaleLowerCase();
  const groups = all(".group").map((element) => {
    const packed = element.querySelector(":scope > script[data-more]");
    const more = packed ? JSON.parse(packed.textContent) : { chunks: [], find: [], size: 1 };
    const hits = document.createElement("div"); // where the filter lays out what is packed
    hits.className = "items hits";
    const home = element.querySelector(":scope > .items");
    if (home && packed) home.after(hits);
    return {
      element, home, hits, chunks: more.chunks, size: more.size, unpacked: new Map(), ready: [], shown: 0,
      about: folded(element.dataset.find), find: more.find.map(folded),
      early: all(":scope > .items > .item, :scope > .item, :scope > tbody > .item", element),
      button: element.querySelector(":scope > button[data-rest]"), paper: element.querySelector(":scope > [data-paper]"),
    };
  });
  const total = groups.reduce((sum, group) => sum + group.early.length + group.find.length, 0);

  function unpack(group, number) {
    if (!group.unpacked.has(number)) group.unpacked.set(number, unpacked(group.chunks[number]));
    return group.unpacked.get(number).then((items) => (group.ready[number] = items));
  }
  async function unpacked(chunk) {
    const bytes = Uint8Array.from(atob(chunk), (letter) => letter.charCodeAt(0));
    const inflated = new DecompressionStream("deflate");
    const writer = inflated.writable.getWriter();
    writer.write(bytes);
    writer.close();
    return (await new Response(inflated.readable).text()).split(between);
  }
  function laid_out(items) {
    const template = document.createElement("template");
    template.innerHTML = items.join("");
    return Array.from(template.content.children);
  }
  async function show_more(group) {
    if (group.shown === group.chunks.length) return;
    const items = laid_out(await unpack(group, group.shown++));
    for (const item of items) item.classList.add("later");
    group.home.append(...items);
    tell_rest(group);
  }
  function tell_rest(group) {
    const rest = Math.max(0, group.find.length - group.shown * group.size);
    group.button.hidden = group.paper.hidden = rest === 0;
    group.button.textContent = say(words.rest, { count: rest });
    group.paper.textContent = say(words.paper, { count: rest });
  }
  for (const group of groups) {
    if (!group.button) continue;
    group.button.hidden = false;
    group.button.addEventListener("click", () => show_more(group));
  }

  // ---- the filter

  const form = document.querySelector("form.filter");
  const box = document.getElementById("find");
  const found = document.getElementById("found");
  let turn = 0;

  async function filter() {
    const mine = ++turn;
    const wanted = folded(box.value).split(/\s+/).filter(Boolean);
    const filtered = wanted.length > 0;
    let hits = 0, left_out = 0, room = shown_max;
    for (const group of groups) {
      const missing = wanted.filter((word) => !group.about.includes(word));
      const meets = (text) => missing.every((word) => text.includes(word));
      let here = 0;
      for (const item of group.early) {
        const hit = meets(folded(item.dataset.find || item.textContent));
        item.hidden = !hit;
        here += hit;
      }
      const places = filtered ? Array.from(group.find.keys()).filter((place) => meets(group.find[place])) : [];
      const laid = [];
      for (const place of places.slice(0, room)) {
        const items = await unpack(group, Math.floor(place / group.size));
        if (mine !== turn) return; // something else is looked for by now
        laid.push(items[place % group.size]);
      }
      room -= laid.length;
      hits += here + places.length;
      left_out += places.length - laid.length;
      group.hits.replaceChildren(...laid_out(laid));
      group.element.classList.toggle("filtered", filtered);
      group.element.hidden = filtered && here + places.length === 0;
      if (filtered && !group.element.hidden && group.element.tagName === "DETAILS") group.element.open = true;
    }
    for (const section of all("[data-holds]")) {
      section.hidden = filtered && all(".group", section).every((element) => element.hidden);
    }
    const said = left_out ? words.first : words.found;
    found.textContent = filtered ? say(said, { count: hits, total, shown: hits - left_out }) : "";
    document.body.dataset.filtered = filtered ? String(hits) : "";
  }

  // ---- fold and unfold

  function fold(open) {
    for (const part of all("main details:not([data-why])")) part.open = open;
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    box.addEventListener("input", filter);
    all("[data-open]").forEach((button) => button.addEventListener("click", () => fold(true)));
    all("[data-close]").forEach((button) => button.addEventListener("click", () => fold(false)));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
      event.preventDefault();
      box.focus();
    });
    const asked = new URLSearchParams(location.hash.slice(1)).get("find");
    if (asked) { box.value = asked; filter(); }
  }

  // ---- paper: all groups and items are open, and what is packed is laid out, as far as a printer bears

  async function unpack_for_paper() {
    let room = paper_max;
    for (const group of groups) {
      for (let number = 0; number < group.chunks.length && room > 0; number++) room -= (await unpack(group, number)).length;
    }
    document.documentElement.dataset.paper = "ready";
  }
  let opened = [];
  function to_paper() {
    let room = paper_max;
    for (const group of groups) {
      if (group.element.classList.contains("filtered")) continue; // what was looked for is what is printed
      const from = group.shown;
      for (let items; (items = group.ready[group.shown]) && items.length <= room; group.shown++) {
        const laid = laid_out(items);
        for (const item of laid) item.classList.add("printed");
        group.home.append(...laid);
        room -= laid.length;
      }
      if (group.button) tell_rest(group);
      group.shown = from;
    }
    opened = all("main details.group:not([open]), main details.item:not([open])");
    for (const part of opened) part.open = true;
  }
  function from_paper() {
    for (const part of opened) part.open = false;
    for (const item of all(".printed")) item.remove();
    for (const group of groups) if (group.button) tell_rest(group);
  }
  addEventListener("beforeprint", to_paper);
  addEventListener("afterprint", from_paper);
  unpack_for_paper();
  document.documentElement.dataset.ready = "yes";
})();
