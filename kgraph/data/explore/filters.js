// What passes, and the column on the left where its reader says so.
function passes(event, except = "") {
  if (except !== "types" && state.types.has(event.type)) return false;
  if (except !== "orientations" && state.orientations.has(event.orientation)) return false;
  if (except !== "facts" && state.facts.has(event.factuality)) return false;
  if (except !== "articles" && state.articles.size && [...event.articles].every((number) => state.articles.has(number))) return false;
  if (except !== "kinds" && event.kinds.size && [...event.kinds].every((kind) => state.kinds.has(kind))) return false;
  if (!event.stated) return state.undated;
  const begin = event.begin || event.end, end = event.end || event.begin;
  return !(state.from && end < state.from) && !(state.to && begin > state.to);
}
function filtered() { return allEvents.filter((event) => passes(event)); }

const MOST_ARTICLES = 30;
const FILTERS = {
  orientations: { title: "Cooperation and conflict", options: Object.entries(ORIENTATIONS), of: (event) => [event.orientation] },
  facts: { title: "Did it happen?", options: Object.entries(FACTS), of: (event) => [event.factuality] },
  types: { title: "Kind of event", of: (event) => [event.type] },
  kinds: { title: "Who and what", options: Object.entries(KINDS).filter(([kind]) => data.nodes.some((node) => kindOf(node.iri) === kind)), of: (event) => event.kinds },
  articles: { title: "Article", options: data.articles.map((article, number) => [String(number), article.title]), of: (event) => event.articles },
};
function countsOf(name) {
  const found = new Map();
  for (const event of allEvents) if (passes(event, name)) for (const option of FILTERS[name].of(event)) found.set(option, (found.get(option) || 0) + 1);
  return found;
}
function toggle(name, options, on) {
  for (const option of options) if (on) state[name].delete(option); else state[name].add(option);
  changed();
}
function checkbox(checked, mixed, label, number, act) {
  const box = element("input", { type: "checkbox", checked, indeterminate: mixed, onchange: () => act(box.checked) });
  return element("label", { class: number ? "check" : "check zero", title: label }, box, element("span", {}, label), element("small", {}, number.toLocaleString("en")));
}
function check(name, option, label, number) {
  return checkbox(!state[name].has(option), false, label, number, (on) => toggle(name, [option], on));
}

const opened = new Set();
function typeTree(found) {
  const roots = new Map();
  for (const type of new Set(allEvents.map((event) => event.type))) {
    const root = data.types[type] ? data.types[type].root : type;
    if (!roots.has(root)) roots.set(root, []);
    roots.get(root).push(type);
  }
  const branches = [...roots].map(([root, types]) => [types.reduce((sum, type) => sum + (found.get(type) || 0), 0), labelOf(root), branch(root, types, found)]);
  return branches.sort((a, b) => b[0] - a[0] || compare(a[1], b[1])).map(([, , drawn]) => drawn);
}
function branch(root, types, found) {
  const sum = types.reduce((total, type) => total + (found.get(type) || 0), 0);
  const on = types.filter((type) => !state.types.has(type)).length;
  const row = checkbox(on > 0, on > 0 && on < types.length, labelOf(root), sum, (checked) => toggle("types", types, checked));
  if (types.length === 1 && types[0] === root) return element("div", { class: "leaf" }, row);
  const leaves = types.sort((a, b) => compare(labelOf(a), labelOf(b))).map((type) => check("types", type, labelOf(type), found.get(type) || 0));
  const details = element("details", { open: opened.has(root) }, element("summary", { "aria-label": labelOf(root) }, row), element("div", { class: "sub" }, ...leaves));
  details.addEventListener("toggle", () => (details.open ? opened.add(root) : opened.delete(root)));
  return details;
}

function drawFilters() {
  byId("filter-groups").replaceChildren(...Object.entries(FILTERS).map(([name, filter]) => {
    const found = countsOf(name);
    const rows = name === "types" ? typeTree(found) : filter.options.slice(0, MOST_ARTICLES).map(([option, label]) => check(name, option, label, found.get(option) || 0));
    if (name !== "types" && filter.options.length > MOST_ARTICLES) rows.push(button("All articles", () => { state.view = "articles"; changed(); }));
    return element("fieldset", { class: name }, element("legend", {}, filter.title), ...rows);
  }));
  byId("shown").max = Math.max(0, data.tiers.length - 1);
  byId("shown").value = data.tiers.indexOf(tierOf(state.shown));
  byId("shown").closest("label").hidden = data.tiers.length < 2;
  byId("shown-count").textContent = `${tierOf(state.shown).count} of ${data.nodes.length}`;
  byId("from").value = state.from;
  byId("to").value = state.to;
  byId("undated").checked = state.undated;
  drawHistogram();
}
function drawHistogram() {
  // Months where the days are many.
  const days = allEvents.filter((event) => event.stated && ["day", "time", "week"].includes(event.precision) && passes(event)).map((event) => event.begin || event.end);
  const unit = new Set(days).size > 62 ? 7 : 10;
  const bars = new Map();
  for (const day of days) bars.set(day.slice(0, unit), (bars.get(day.slice(0, unit)) || 0) + 1);
  const sorted = [...bars].sort((a, b) => compare(a[0], b[0])).slice(-62);
  const most = Math.max(1, ...sorted.map(([, number]) => number));
  byId("histogram").replaceChildren(...sorted.map(([day, number]) => {
    const bar = element("i", { title: `${written(`${day}-01`.slice(0, 10)).replace(unit === 7 ? /^\d+ / : /^$/, "")}: ${number}` });
    bar.style.height = `${Math.round((100 * number) / most)}%`;
    return bar;
  }));
  byId("histogram").hidden = sorted.length < 2;
}
