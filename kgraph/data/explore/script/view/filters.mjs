// The column on the left, where the reader says what passes.
import { tierOf } from "../model/data.mjs";
import { MOST } from "../model/defaults.mjs";
import { FILTERS, countsOf, histogram, optionsOf, typeTree } from "../model/filters.mjs";
import { labelOf } from "../model/labels.mjs";
import { button, byId, element } from "./elements.mjs";
import { adjust, change, model, state } from "./session.mjs";

// The branches of the tree of types that are open.
const opened = new Set();

export function drawFilters() {
  byId("filter-groups").replaceChildren(...FILTERS.map(group));
  const tier = tierOf(model, state.shown);
  byId("shown").max = Math.max(0, model.tiers.length - 1);
  byId("shown").value = model.tiers.indexOf(tier);
  byId("shown").closest("label").hidden = model.tiers.length < 2;
  byId("shown-count").textContent = `${tier.count} of ${actorsCount().toLocaleString("en")}`;
  byId("sure").value = state.sure;
  byId("sure-count").textContent = state.sure ? `at least ${Math.round(100 * state.sure)} %` : "all";
  byId("from").value = state.from;
  byId("to").value = state.to;
  byId("undated").checked = state.undated;
  drawHistogram();
}

function actorsCount() {
  return model.facets?.actors ?? model.nodes.length;
}

/** Listens to the fields that stand in the column from the beginning. */
export function openFilters() {
  byId("shown").addEventListener("input", ({ target }) => adjust({ shown: model.tiers[Number(target.value)].count }));
  byId("sure").addEventListener("input", ({ target }) => adjust({ sure: Number(target.value) }));
  for (const end of ["from", "to"])
    byId(end).addEventListener("change", ({ target }) => change({ [end]: target.value }));
  byId("undated").addEventListener("change", ({ target }) => change({ undated: target.checked }));
  byId("filter-switch").addEventListener("click", ({ target }) => {
    target.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open")));
  });
}

function group({ name, title }) {
  const counts = countsOf(model, state, name);
  const rows = name === "types" ? typeTree(model, counts).map((one) => branch(one, counts)) : options(name, counts);
  return element("fieldset", { class: name }, element("legend", {}, title), ...rows);
}

function options(name, counts) {
  const all = optionsOf(model, name);
  const rows = all.slice(0, MOST.articleFilters).map(([option, label]) => check(name, option, label, counts));
  const more = button("All articles", () => change({ view: "articles" }));
  const [first, last] = [
    name === "articles" && state.only ? [onlyOne()] : [],
    all.length > MOST.articleFilters ? [more] : [],
  ];
  return [...first, ...rows, ...last];
}

/** The article that alone is shown, and the way back. */
function onlyOne() {
  const name = model.articles.get(state.only)?.title ?? "one article";
  const back = button("show all articles", () => change({ only: "" }));
  return element("p", { class: "only", dir: "auto" }, `only “${name}” · `, back);
}

function branch({ root, label, types, sum }, counts) {
  const on = types.filter((type) => !state.types.has(type)).length;
  const box = { checked: on > 0, mixed: on > 0 && on < types.length, number: sum };
  const row = checkbox(label, box, (checked) => toggle("types", types, checked));
  if (types.length === 1 && types[0] === root) return element("div", { class: "leaf" }, row);
  const leaves = types.map((type) => check("types", type, labelOf(model, type), counts));
  const summary = element("summary", { "aria-label": label }, row);
  const made = element("details", { open: opened.has(root) }, summary, element("div", { class: "sub" }, ...leaves));
  made.addEventListener("toggle", () => (made.open ? opened.add(root) : opened.delete(root)));
  return made;
}

function check(name, option, label, counts) {
  const box = { checked: !state[name].has(option), mixed: false, number: counts.get(option) ?? 0 };
  return checkbox(label, box, (on) => toggle(name, [option], on));
}

function checkbox(label, { checked, mixed, number }, act) {
  const onchange = ({ target }) => act(target.checked);
  const box = element("input", { type: "checkbox", checked, indeterminate: mixed, onchange });
  const sum = element("small", {}, number.toLocaleString("en"));
  return element(
    "label",
    { class: number ? "check" : "check zero", title: label },
    box,
    element("span", {}, label),
    sum,
  );
}

function toggle(name, values, on) {
  const off = new Set(state[name]);
  for (const option of values)
    if (on) off.delete(option);
    else off.add(option);
  change({ [name]: off });
}

function drawHistogram() {
  const bars = histogram(model, state);
  const most = Math.max(1, ...bars.map(({ number }) => number));
  byId("histogram").replaceChildren(...bars.map((one) => bar(one, most)));
  byId("histogram").hidden = bars.length < 2;
}

function bar({ label, number }, most) {
  const made = element("i", { title: `${label}: ${number}` });
  made.style.height = `${Math.round((100 * number) / most)}%`;
  return made;
}
