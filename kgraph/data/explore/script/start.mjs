// Puts the parts together: one drawing for every change of the state.
import { passingCount } from "./model/filters.mjs";
import { count, dotted } from "./model/text.mjs";
import { drawArticles } from "./view/articles.mjs";
import { askPath } from "./view/choosing.mjs";
import { byId } from "./view/elements.mjs";
import { drawFilters, openFilters } from "./view/filters.mjs";
import { drawLegend } from "./view/legend.mjs";
import { drawMap, openMap } from "./view/map.mjs";
import { drawMatrix } from "./view/matrix.mjs";
import { drawNetwork, openNetwork, refit } from "./view/network.mjs";
import { openNews } from "./view/news.mjs";
import { drawPanel } from "./view/panel.mjs";
import { openSearch } from "./view/search.mjs";
import { change, draw, model, onDraw, reset, restore, state } from "./view/session.mjs";
import { drawTable } from "./view/table.mjs";
import { drawTimeline } from "./view/timeline.mjs";

const DRAWINGS = {
  network: drawNetwork,
  matrix: drawMatrix,
  map: drawMap,
  timeline: drawTimeline,
  table: drawTable,
  articles: drawArticles,
};
const tabs = [...document.querySelectorAll("[role=tab]")];

function drawAll() {
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== state.view;
  for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.view === state.view));
  drawSummary();
  drawFilters();
  DRAWINGS[state.view]();
  drawPanel();
}

function drawSummary() {
  const passed = passingCount(model, state);
  const { articles, named, events } = model.totals;
  const all = count(events, "event");
  const shown = passed === events ? all : `${passed.toLocaleString("en")} of ${all}`;
  byId("summary").textContent = dotted([
    count(articles, "article"),
    count(named, "named entity", "named entities"),
    shown,
  ]);
}

function openTab(view) {
  const again = state.view === "articles" && view === "articles"; // back to the list
  change({ view, read: again ? "" : state.read });
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  drawLegend();
}

function switchTheme() {
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  draw();
}

function pressed(event) {
  if (event.key === "Escape") askPath("");
  if (event.key !== "/" || document.activeElement.tagName === "INPUT") return;
  event.preventDefault();
  byId("search").focus();
}

for (const tab of tabs) tab.addEventListener("click", () => openTab(tab.dataset.view));
byId("reset").addEventListener("click", () => {
  reset();
  refit();
});
byId("theme").addEventListener("click", switchTheme);
addEventListener("popstate", restore);
addEventListener("keydown", pressed);
setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
openFilters();
openSearch();
openMap();
openNetwork();
openNews();
onDraw(drawAll);
draw();
document.documentElement.dataset.ready = "yes";
