(() => {
  "use strict";
  const main = document.querySelector("main"), byId = id => document.getElementById(id);
  const spans = [...main.querySelectorAll(".w")], folds = [...main.querySelectorAll(".fold")];
  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;

  // Opens the fold of a span, and shows all kinds if it is hidden. Not all browsers do the former by themselves.
  const reveal = span => {
    const fold = span.closest(".fold");
    if (fold) fold.open = true;
    if (getComputedStyle(span).display === "none") byId("only-all").click();
  };
  const current = () => main.querySelector(".w:target");
  const go = span => {
    reveal(span);
    location.replace("#" + span.id);
    // The address may be the same as before.
    span.scrollIntoView({ block: "nearest" });
  };
  const follow = () => {
    const span = current();
    if (span) reveal(span), span.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", follow);

  // The first of some spans after the current one; the first of all after the last.
  const after = (some, forwards = true) => {
    const index = span => Number(span.id.slice(1)), at = current() ? index(current()) : -1;
    if (forwards) return some.find(span => index(span) > at) || some[0];
    return some.findLast(span => index(span) < at) || some.at(-1);
  };

  const next = byId("next"), uncertain = spans.filter(span => span.matches(".uncertain"));
  if (next) next.addEventListener("click", event => {
    event.preventDefault();
    go(after(uncertain));
  });

  // One kind, or a search, shows what is in folds; the folds that the reader has opened stay open.
  const opened = new Set();
  const unfold = wanted => {
    for (const fold of opened) fold.open = false;
    opened.clear();
    for (const fold of folds)
      if (!fold.open && wanted(fold)) opened.add(fold), fold.open = true;
  };
  for (const choice of document.querySelectorAll("[name=only]"))
    choice.addEventListener("change", () => {
      const name = choice.id.slice("only-".length);
      unfold(fold => fold.querySelector(`.w:is(.${name}, .k-${name})`));
    });
  const button = byId("folds"), allOpen = () => folds.every(fold => fold.open);
  button.addEventListener("click", () => {
    const open = !allOpen();
    for (const fold of folds) fold.open = open;
    opened.clear();
  });
  // Such events do not bubble.
  main.addEventListener("toggle", () => { button.textContent = allOpen() ? "Close all" : "Open all"; }, true);

  // One form for all spellings: no case, accents, invisible characters, Arabic forms of Persian letters and digits.
  const forms = { "ي": "ی", "ى": "ی", "ك": "ک", "ß": "ss" };
  const plain = char => char.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase()
    .replace(/[يىكß]/g, letter => forms[letter]).replace(/[٠-٩۰-۹]/g, digit => digit.charCodeAt(0) & 15)
    .replace(/\s/g, " ");
  // The plain text of a span, and for each of its letters the offset in the text.
  const texts = new Map();
  const textOf = span => {
    if (!texts.has(span)) {
      let letters = "", offsets = [], offset = 0;
      for (const char of span.querySelector(".t").textContent) {
        const form = plain(char);
        letters += form;
        for (let i = 0; i < form.length; i++) offsets.push(offset);
        offset += char.length;
      }
      offsets.push(offset);
      texts.set(span, { letters, offsets });
    }
    return texts.get(span);
  };
  const search = byId("search"), found = byId("found"), highlights = window.CSS && CSS.highlights;
  let hits = [];
  const find = () => {
    const words = [...search.value].map(plain).join("").trim(), ranges = [];
    for (const hit of hits) hit.classList.remove("hit");
    hits = words ? spans.filter(span => textOf(span).letters.includes(words)) : [];
    for (const hit of hits) {
      hit.classList.add("hit");
      const { letters, offsets } = textOf(hit), text = hit.querySelector(".t").firstChild;
      for (let at = letters.indexOf(words); highlights && at >= 0; at = letters.indexOf(words, at + words.length)) {
        const range = new Range();
        range.setStart(text, offsets[at]);
        range.setEnd(text, offsets[at + words.length]);
        ranges.push(range);
      }
    }
    if (highlights) highlights.set("hit", new Highlight(...ranges));
    unfold(fold => fold.querySelector(".hit"));
    found.textContent = words ? `${hits.length} found` : "";
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", event => {
    if (event.key === "Enter" && hits.length) go(after(hits, !event.shiftKey));
  });

  // The text is one tab stop: the arrow keys lead from span to span and fold to fold.
  const stops = [...main.querySelectorAll(".w, summary")];
  for (const stop of stops) stop.tabIndex = -1;
  const select = stop => {
    main.querySelector("[tabindex='0']")?.setAttribute("tabindex", -1);
    stop.tabIndex = 0;
  };
  if (stops.length) select(stops[0]);
  main.addEventListener("focusin", event => {
    const stop = event.target.closest(".w, summary");
    if (stop) select(stop);
  });
  main.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], stop = event.target.closest(".w, summary");
    if (event.key === "Escape") event.target.blur();
    if (!step || !stop) return;
    let at = stops.indexOf(stop) + step;
    while (stops[at] && !stops[at].checkVisibility()) at += step;
    if (stops[at]) stops[at].focus();
    event.preventDefault();
  });
  follow();
})();
