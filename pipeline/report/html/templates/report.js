"use strict";
// Adds filters and highlighting to a page that can be read without them. It writes text and attributes, never markup.

const items = [...document.querySelectorAll("[data-item]")];
const groups = [...document.querySelectorAll("[data-group]")];
const form = document.querySelector("form.filters");
const filters = form ? [...form.querySelectorAll("select")] : [];

const chosen = () => filters.filter((filter) => filter.value !== "");

function applyFilters() {
  const active = chosen();
  const matches = (item) => active.every((filter) => (item.dataset[filter.name] || "").split("\n").includes(filter.value));
  const shown = items.filter(matches);
  const visible = new Set(shown);
  for (const group of groups) group.hidden = active.length > 0;
  for (const item of items) item.hidden = !visible.has(item);
  for (const item of shown) {
    let group = item.closest("[data-group]");
    while (group && group.hidden) {
      group.hidden = false;
      group = group.parentElement.closest("[data-group]");
    }
  }
  form.querySelector("output").textContent = active.length ? `${shown.length} of ${items.length}` : `${items.length} in all`;
}

function writeHash() {
  const state = new URLSearchParams(chosen().map((filter) => [filter.name, filter.value]));
  history.replaceState(null, "", `#${state}`);
}

function readHash() {
  if (!location.hash.includes("=")) return false;
  const state = new URLSearchParams(location.hash.slice(1));
  for (const filter of filters) {
    const value = state.get(filter.name) || "";
    filter.value = [...filter.options].some((option) => option.value === value) ? value : "";
  }
  return true;
}

function light(event, on) {
  const fact = event.target.closest(".fact");
  if (!fact) return;
  const text = fact.closest(".document").querySelector(".text");
  const refs = new Set(fact.dataset.refs.split(" "));
  const evidence = fact.dataset.evidence.split(" ").map((key) => document.getElementById(key)).filter(Boolean);
  for (const sentence of evidence) sentence.classList.toggle("lit", on);
  for (const mark of text.querySelectorAll("[data-ref]")) mark.classList.toggle("lit", on && refs.has(mark.dataset.ref));
  if (on && evidence.length) reveal(text, evidence[0]);
}

// Scrolls a text that is longer than the window to its sentence, and leaves the window where it is.
function reveal(text, sentence) {
  const frame = text.getBoundingClientRect();
  const place = sentence.getBoundingClientRect();
  const top = Math.max(frame.top, 0);
  const bottom = Math.min(frame.bottom, innerHeight);
  if (place.top < top || place.bottom > bottom) text.scrollTop += place.top - top - (bottom - top) / 3;
}

if (filters.length) {
  form.hidden = false;
  const scroll = readHash();
  applyFilters();
  if (scroll) form.scrollIntoView();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { writeHash(); applyFilters(); });
  form.addEventListener("reset", () => setTimeout(() => { writeHash(); applyFilters(); }));
  addEventListener("hashchange", () => { if (readHash()) applyFilters(); });
}
for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(name, (event) => light(event, on));
}
