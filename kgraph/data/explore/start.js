// Puts the parts together: one draw() for every change of the state.
function draw() {
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== state.view;
  for (const tab of document.querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.dataset.view === state.view));
  drawSummary();
  drawFilters();
  ({ network: drawNetwork, matrix: drawMatrix, map: drawMap, timeline: drawTimeline, table: drawTable, articles: drawArticles })[state.view]();
  drawPanel();
}
function drawSummary() {
  const passed = filtered().length, named = Object.values(data.actors).filter((actor) => actor.named).length;
  const events = passed === allEvents.length ? count(passed, "event") : `${passed.toLocaleString("en")} of ${count(allEvents.length, "event")}`;
  byId("summary").textContent = [count(data.articles.length, "article"), count(named, "named entity", "named entities"), events].join(" · ");
}
function theme(name) {
  document.documentElement.dataset.theme = name;
  drawLegend();
  if (network) draw();
}
function slide(event) {
  state.shown = data.tiers[Number(event.target.value)].count;
  history.replaceState(null, "", toHash());
  draw();
}

for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => {
  if (state.view === "articles" && tab.dataset.view === "articles") state.read = "";  // again: back to the list
  state.view = tab.dataset.view;
  changed();
});
byId("shown").addEventListener("input", slide);
for (const end of ["from", "to"]) byId(end).addEventListener("change", (event) => { state[end] = event.target.value; changed(); });
byId("undated").addEventListener("change", (event) => { state.undated = event.target.checked; changed(); });
byId("reset").addEventListener("click", () => { fitted = ""; state = { ...initial(), view: state.view }; changed(); fit(); });
byId("filter-switch").addEventListener("click", (event) => event.target.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open"))));
byId("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
addEventListener("popstate", () => { state = fromHash(); draw(); });
addEventListener("keydown", (event) => {
  if (event.key === "Escape") askPath("");
  if (event.key === "/" && document.activeElement.tagName !== "INPUT") { event.preventDefault(); byId("search").focus(); }
});
theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
openNetwork();
draw();
document.documentElement.dataset.ready = "yes";
