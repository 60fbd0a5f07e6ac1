/* The search of a published site: plain words in plain text, from a folder or a server.
   Indexes are script files, since a page opened from a folder may read no others. */
"use strict";
(() => {
  const MOST = 50, AROUND = 90;
  const index = [];           // periods, newest first, with their pages
  const texts = new Map();    // the full text of each period that has been loaded
  const asked = new Set();
  let waiting = 0;

  window.sdpIndex = periods => index.push(...periods);
  window.sdpText = (period, pages) => { texts.set(period, pages.map(page => page.map(prepared))); };

  const plain = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const prepared = ([anchor, heading, words]) => ({anchor, heading, words, plain: plain(heading + " " + words)});
  const ready = period => period.ready ||= period.pages.map(([page, title, more]) =>
    ({page, title, more, head: plain(title), all: plain(title + " " + more)}));
  const starts = (text, word) => {      // the place of a word that begins with this one
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
    }
    return -1;
  };
  const holds = (text, words) => words.every(word => starts(text, word) >= 0);

  function found(words, chosen) {
    const results = [];
    index.forEach(period => {
      if (chosen !== "" && chosen !== period.name) return;
      const text = texts.get(period.name) || [];
      ready(period).forEach(({page, title, more, head, all}, place) => {
        const one = {period, page, title, anchor: "", words: more, heading: ""};
        if (holds(head, words)) results.push({...one, rank: 0});
        else if (holds(all, words)) results.push({...one, rank: 1});
        else {
          const section = (text[place] || []).find(it => holds(it.plain, words));
          if (section) results.push({...one, ...section, rank: 2});
        }
      });
    });
    return results.sort((a, b) => a.rank - b.rank || a.words.length - b.words.length);
  }

  function around(text, words) {        // the words around the first one found
    const lower = plain(text);
    const at = lower.length === text.length ? Math.max(0, starts(lower, words[0])) : 0;
    const from = at > AROUND ? text.lastIndexOf(" ", at - AROUND) + 1 : 0;
    const end = text.indexOf(" ", at + AROUND);
    return (from ? "… " : "") + text.slice(from, end < 0 ? undefined : end) + (end < 0 ? "" : " …");
  }

  function marked(text, words, into) {  // marks the words found by an element, not by colour alone
    const lower = plain(text);
    if (lower.length !== text.length) { into.append(text); return; }
    const places = words.map(word => [starts(lower, word), word.length]).filter(it => it[0] >= 0);
    places.sort((a, b) => a[0] - b[0]);
    let done = 0;
    for (const [at, length] of places) {
      if (at < done) continue;
      const mark = document.createElement("mark");
      mark.append(text.slice(at, at + length));
      into.append(text.slice(done, at), mark);
      done = at + length;
    }
    into.append(text.slice(done));
  }

  function item(result, words) {
    const line = document.createElement("li"), link = document.createElement("a");
    const about = document.createElement("p"), shown = document.createElement("p");
    link.href = result.period.folder + "/" + result.page + (result.anchor ? "#" + result.anchor : "");
    link.append(result.title);
    about.className = "note";
    about.append([result.period.label, result.period.state, result.heading].filter(Boolean).join(", "));
    marked(around(result.words, words), words, shown);
    line.append(link, about, shown);
    return line;
  }

  const words = document.getElementById("search-words");
  const period = document.getElementById("search-period");
  const said = document.getElementById("search-said");
  const list = document.getElementById("search-found");

  function load(name, file) {           // the full text of a period, when it is first searched
    if (asked.has(name)) return;
    asked.add(name);
    const script = document.createElement("script");
    script.src = file;
    const done = () => { waiting -= 1; show(); };
    script.onload = done;
    script.onerror = done;
    waiting += 1;
    document.head.append(script);
  }

  function show() {
    const wanted = plain(words.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!wanted.length) { list.replaceChildren(); said.textContent = ""; return; }
    const chosen = index.find(one => one.name === period.value);
    if (chosen) load(chosen.name, chosen.file);
    const results = found(wanted, period.value);
    list.replaceChildren(...results.slice(0, MOST).map(result => item(result, wanted)));
    const pages = results.length === 1 ? "1 page" : (results.length || "No") + " pages";
    said.textContent = waiting ? "Searching…" : pages + " found."
      + (results.length > MOST ? " The first " + MOST + " are shown; add a word to find fewer." : "")
      + (!results.length && period.value === "" ? " Choose a period to search all its words." : "");
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("search").hidden = false;
    words.addEventListener("input", show);
    period.addEventListener("change", show);
    show();
  });
})();
