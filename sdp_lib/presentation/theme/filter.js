// The filter of the front page's scorecards. Without this script all of them are shown, in their groups.
"use strict";

(() => {
  const filter = document.querySelector(".filter");
  if (!filter) return;
  const choices = [...filter.querySelectorAll("select")];
  const cards = [...document.querySelectorAll(".cards li")];
  const groups = [...document.querySelectorAll(".cards")];

  // The address includes the choice, so that it can be saved and sent: #status=On+track&lead=Head+of+Adoption
  const inAddress = () => new URLSearchParams(location.hash.slice(1));

  function show() {
    const fits = (card) => choices.every(({ name, value }) => !value || card.dataset[name] === value);
    for (const card of cards) card.hidden = !fits(card);
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    filter.querySelector(".filter-count").textContent = cards.filter((card) => !card.hidden).length;
  }

  function takeFromAddress() {
    const wanted = inAddress();
    for (const choice of choices) {
      choice.value = wanted.get(choice.name) ?? "";
      if (choice.selectedIndex < 0) choice.value = "";
    }
    show();
    return choices.some(({ value }) => value);
  }

  function keepInAddress() {
    const chosen = choices.filter(({ value }) => value).map(({ name, value }) => [name, value]);
    const page = location.href.split("#")[0];
    history.replaceState(null, "", chosen.length ? `${page}#${new URLSearchParams(chosen)}` : page);
    show();
  }

  filter.addEventListener("change", keepInAddress);
  filter.querySelector("button").addEventListener("click", () => {
    for (const choice of choices) choice.value = "";
    keepInAddress();
  });
  addEventListener("hashchange", () => {
    if (!location.hash || location.hash.includes("=")) takeFromAddress(); // else a link to a place on the page
  });
  filter.hidden = false;
  if (takeFromAddress()) filter.scrollIntoView();
})();
