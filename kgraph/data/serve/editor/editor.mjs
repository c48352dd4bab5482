// The editor: YASGUI over this server's endpoint, with the queries that kgraph comes with and a form for their
// parameters.
import { byId, element } from "../../explore/script/view/elements.mjs";
import { Chart } from "./chart.mjs";
import { WorldMap } from "./map.mjs";
import { Nodes } from "./nodes.mjs";
import { declared, valuesOf, withValues } from "./parameters.mjs";
import { linkCells } from "./table.mjs";

const ENDPOINT = new URL("/sparql", location.href).href;
const FIRST = "most-reported";
const PLUGINS = ["table", "chart", "map", "nodes", "response"];
const { Yasgui } = window;
let yasgui = null;
let given = { queries: [], prefixes: {} };

async function start() {
  given = await (await fetch("/editor/queries.json")).json();
  setUp(Yasgui);
  byId("examples").replaceChildren(...given.queries.map(exampleItem));
  byId("find").addEventListener("input", findExamples);
  yasgui = new Yasgui(byId("yasgui"), optionsOf());
  for (const event of ["tabSelect", "tabChange", "query"]) yasgui.on(event, () => showForm());
  watchResults();
  showForm();
  document.documentElement.dataset.ready = "yes";
}

/** YASGUI with our ways to draw, and without anything that would call another server. */
function setUp({ Yasr, Yasqe }) {
  Yasr.registerPlugin("chart", Chart);
  Yasr.registerPlugin("map", WorldMap);
  Yasr.registerPlugin("nodes", Nodes);
  const prefixes = Object.entries(given.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  Yasqe.Autocompleters.prefixes = { ...Yasqe.Autocompleters.prefixes, get: () => prefixes, persistenceId: null };
  Object.assign(Yasqe.defaults, {
    autocompleters: ["variables", "prefixes"],
    prefixCcApi: null,
    createShortLink: undefined,
  });
  // An old answer is not kept, since the graph may be another; cells are shown as they are, without datatypes.
  Object.assign(Yasr.defaults, { pluginOrder: PLUGINS, maxPersistentResponseSize: 0 });
  Yasr.defaults.errorRenderers = [errorOf];
  Yasr.defaults.plugins.table.dynamicConfig = { compact: true, isEllipsed: false };
  Yasqe.defaults.value = given.queries.find(({ name }) => name === FIRST)?.text ?? Yasqe.defaults.value;
}

/** What the server says of an error, as a sentence. */
async function errorOf({ text, statusText }) {
  const said = text || statusText || "";
  try {
    return element("p", { class: "kg-error" }, JSON.parse(said).message ?? said);
  } catch {
    return element("p", { class: "kg-error" }, said || "The server did not answer.");
  }
}

function optionsOf() {
  return {
    requestConfig: { endpoint: () => ENDPOINT, method: "POST", headers: () => ({}) },
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    persistenceId: "kgraph",
    tabName: "Query",
    copyEndpointOnNewTab: false,
    autofocus: false,
    populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...tab.requestConfig, endpoint: ENDPOINT } }),
    yasqe: { editorHeight: "260px" },
    yasr: { prefixes: given.prefixes, maxPersistentResponseSize: 0 },
  };
}

/** Each YASR is made when its tab is first shown. */
function watchResults() {
  const watched = new WeakSet();
  const watch = () => {
    const yasr = yasgui.getTab()?.getYasr();
    if (!yasr || watched.has(yasr)) return;
    watched.add(yasr);
    linkCells(yasr);
  };
  for (const event of ["tabSelect", "tabChange", "tabAdd", "query"]) yasgui.on(event, () => setTimeout(watch));
  watch();
}

// The queries that kgraph comes with.

function exampleItem(query) {
  const open = () => openExample(query);
  const title = element("button", { type: "button", onclick: open, title: query.description }, query.title);
  return element("li", { "data-name": query.name }, title, element("code", {}, query.name));
}

function findExamples() {
  const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = new Map(given.queries.map((query) => [query.name, textOf(query)]));
  for (const item of byId("examples").children)
    item.hidden = !words.every((word) => texts.get(item.dataset.name).includes(word));
}

function textOf({ name, title, description }) {
  return `${name} ${title} ${description}`.toLowerCase();
}

/** Opens a query in a tab of its name, and asks it. */
function openExample({ name, text }) {
  const open = Object.values(yasgui._tabs).find((tab) => tab.getName() === name);
  if (open) {
    yasgui.selectTabId(open.getId());
    open.setQuery(text);
  } else yasgui.addTab(true, { name, yasqe: { value: text } });
  showForm();
  run();
}

function run() {
  yasgui
    .getTab()
    .query()
    .catch(() => {}); // YASR shows the error
}

// The form of the query in the tab that is open.

let formOf = "";

function showForm() {
  const text = queryText();
  const known = exampleOf(text);
  const names = declared(text);
  byId("title").textContent = known?.title ?? "";
  byId("description").textContent = known?.description ?? "";
  byId("about").hidden = !known && !names.length;
  const key = JSON.stringify([known?.name, names]);
  if (key !== formOf) byId("parameters").replaceChildren(...fieldsOf(names, known));
  formOf = key;
  fill(valuesOf(text));
}

function queryText() {
  const tab = yasgui.getTab();
  return tab?.getYasqe()?.getValue() ?? "";
}

/** The example that the query of the tab is, its parameters aside: the one with the same comment. */
function exampleOf(text) {
  return given.queries.find((query) => firstLine(query.text) === firstLine(text));
}

function firstLine(text) {
  return text.trimStart().split("\n", 1)[0];
}

function fieldsOf(names, known) {
  const fields = names.map((name) =>
    fieldOf(
      name,
      known?.parameters.find((one) => one.name === name),
    ),
  );
  return fields.length ? [...fields, element("button", { type: "submit", class: "kg-run" }, "Run")] : [];
}

function fieldOf(name, { default: usual = "", help = "" } = {}) {
  const number = usual !== "" && !Number.isNaN(Number(usual));
  const input = element("input", { name, type: number ? "number" : "text", placeholder: usual, autocomplete: "off" });
  if (number) Object.assign(input, Number(usual) <= 1 ? { min: "0", max: "1", step: "0.01" } : { min: "0", step: "1" });
  input.setAttribute("spellcheck", "false");
  return element("label", { title: help }, element("span", {}, name), input, element("small", {}, help));
}

function fill(values) {
  for (const input of byId("parameters").querySelectorAll("input"))
    if (input !== document.activeElement) input.value = values[input.name] ?? "";
}

/** Writes the values of the form into the query, and asks it. */
function submit(event) {
  event.preventDefault();
  const values = Object.fromEntries(
    [...byId("parameters").querySelectorAll("input")].map(({ name, value }) => [name, value.trim()]),
  );
  const usual = exampleOf(queryText())?.parameters.find(({ name }) => name === "limit")?.default;
  const text = withValues(
    queryText(),
    { ...values, ...(values.limit === "" && usual ? { limit: usual } : {}) },
    given.prefixes,
  );
  yasgui.getTab().setQuery(text);
  run();
}

byId("parameters").addEventListener("submit", submit);
start();
