// What the page knows (the data, never changed) and what its reader has chosen (the state, which is also its address).
// Everything an article says reaches the page as text (textContent), never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

const FACTS = { "happened": "happened", "did-not-happen": "did not happen", "disputed": "disputed", "planned": "planned",
  "wanted": "wanted", "possible": "possible", "conditional": "conditional" };
const REAL = new Set(["happened", "disputed"]);
const KINDS = { Person: "People", Group: "Groups", Organization: "Organisations", Place: "Places", NamedEvent: "Named events", Thing: "Other things" };
const ORIENTATIONS = { cooperation: "Cooperation", conflict: "Conflict", neutral: "Neither" };
const ROLES = { agent: "Who", patient: "Whom or what", recipient: "To whom", addressee: "Told to", place: "Where", topic: "About" };
const VIEWS = ["network", "matrix", "map", "timeline", "table", "articles"].filter((view) => view !== "map" || data.world);
const NARROW = 760, FIRST_VIEW = 31;

// What is so where the data does not say it: page.py has the same.
const USUAL = { actor: { aliases: [], links: [], country: "", titles: [], mentions: 1, named: false },
  event: { orientation: "neutral", symmetric: false, factuality: "happened", begin: "", end: "", precision: "day", stated: false, wholes: [] },
  telling: { polarity: "positive", modality: "actual", source: "", cue: "" } };
function complete(said, usual) { for (const name in usual) if (said[name] === undefined) said[name] = usual[name]; }
for (const actor of Object.values(data.actors)) complete(actor, USUAL.actor);

// The data names actors and events by their place in its lists, and a quote by where it stands in its article.
const actorIris = Object.keys(data.actors), eventIris = Object.keys(data.events);
const nodeOf = new Map(data.nodes.map((node) => [node.iri, node]));
const eventsOf = new Map();
for (const edge of data.edges) edge.events = edge.events.map((number) => eventIris[number]);
for (const [iri, event] of Object.entries(data.events)) {
  event.iri = iri;
  complete(event, USUAL.event);
  event.roles = event.roles.map(([role, number]) => [role, actorIris[number]]);
  for (const telling of event.tellings) {
    complete(telling, USUAL.telling);
    if (!telling.at) continue;
    const [begin, end, from, to] = telling.at;
    telling.quote = data.articles[telling.article].text.slice(begin, end);
    telling.trigger = [from - begin, to - begin];
  }
  event.kinds = new Set(event.roles.map(([, actor]) => kindOf(actor)));
  event.articles = new Set(event.tellings.map((telling) => String(telling.article)));
  for (const actor of new Set(event.roles.map(([, actor]) => actor))) {
    if (!eventsOf.has(actor)) eventsOf.set(actor, []);
    eventsOf.get(actor).push(event);
  }
}
const allEvents = Object.values(data.events).sort(byTime);
for (const event of allEvents) {
  event.wholes = event.wholes.map((number) => data.events[eventIris[number]]);
  event.parts = [];
}
for (const event of allEvents) for (const whole of event.wholes) whole.parts.push(event);

function kindOf(iri) { return data.actors[iri] ? data.actors[iri].kind : "Thing"; }
function nameOf(iri) { return data.actors[iri] ? data.actors[iri].name : iri; }
function labelOf(type) { return type === "Event" ? "Other" : data.types[type] ? data.types[type].label : type; }

// ---- state: "#view=network&shown=25&select=...". Sets hold what is switched off. ----------------------------------------------
function firstShown() {
  const fitting = data.tiers.filter((tier) => tier.count <= FIRST_VIEW);
  const chosen = innerWidth <= NARROW ? data.tiers[0] : fitting.at(-1) || data.tiers[0];
  return chosen ? chosen.count : 0;
}
const usualShown = firstShown();
function initial() {
  return { view: "network", shown: usualShown, select: "", path: "", read: "", types: new Set(), orientations: new Set(), facts: new Set(), kinds: new Set(),
    articles: new Set(), from: "", to: "", undated: true };
}
function readable(number) { return Boolean(data.articles[number] && data.articles[number].text); }
function tierOf(shown) { return data.tiers.find((tier) => tier.count >= shown) || data.tiers.at(-1) || { count: 0, scale: 1 }; }

function toHash() {
  const fields = new URLSearchParams(), usual = initial();
  for (const [name, value] of Object.entries(state)) {
    if (value instanceof Set) { if (value.size) fields.set(name, [...value].sort().join("|")); }
    else if (value !== usual[name]) fields.set(name, String(value));
  }
  return `#${fields}`;
}
const READERS = {
  view: (value) => (VIEWS.includes(value) ? value : "network"),
  shown: (value) => tierOf(Number(value) || usualShown).count,
  select: (value) => value,
  path: (value) => (Object.hasOwn(data.actors, value) ? value : ""),
  read: (value) => (/^\d+(:\d+)?$/.test(value) && readable(parseInt(value, 10)) ? value : ""),
  from: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? value : ""),
  to: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? value : ""),
  undated: (value) => value !== "false",
};
function fromHash() {
  const made = initial();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (!Object.hasOwn(made, name)) continue;
    made[name] = made[name] instanceof Set ? new Set(value.split("|").filter(Boolean)) : READERS[name](value);
  }
  return made;
}
let state = fromHash();

function select(what) { askPath(""); state.select = what; state.path = ""; changed(); }
// What is selected: an actor or an event by its IRI, a line of the network ("edge:7"), all from one node to another ("pair:3>9") or
// between the two ("pair:3-9").
function chosenEdge() {
  const found = /^edge:(\d+)$/.exec(state.select);
  return found ? data.edges[Number(found[1])] || null : null;
}
function chosenPair() {
  const [, from, way, to] = /^pair:(\d+)([>-])(\d+)$/.exec(state.select) || [], ends = [from, to].map((id) => data.nodes[Number(id)]);
  return way && ends.every(Boolean) ? { ids: ends.map((node) => node.id), ends: ends.map((node) => node.iri), oneWay: way === ">" } : null;
}
function chosenEvent() { return Object.hasOwn(data.events, state.select) ? data.events[state.select] : null; }
function chosenActor() { return Object.hasOwn(data.actors, state.select) ? state.select : ""; }
function changed() {
  const hash = toHash();
  if (hash !== (location.hash || "#")) history.pushState(null, "", hash);
  draw();
}

// ---- elements -----------------------------------------------------------------------------------------------------------------
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
function button(text, act, kind = "link") { return element("button", { class: kind, type: "button", onclick: act }, text); }
function outside(url, text) {
  // Only addresses of the web become links: "javascript:" and its like stay text.
  return /^https?:\/\//i.test(url) ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text) : element("span", {}, text);
}
function count(number, one, many = `${one}s`) { return `${number.toLocaleString("en")} ${number === 1 ? one : many}`; }

// ---- time ---------------------------------------------------------------------------------------------------------------------
function written(day) {
  const [year, month, date] = day.split("-");
  return `${Number(date)} ${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[Number(month) - 1]} ${year}`;
}
function when(event) {
  if (!event.stated) return event.end ? `by ${written(event.end)}` : "";
  if (!event.begin && !event.end) return "";
  if (event.begin && event.end && event.begin !== event.end) {
    if (event.precision === "year") return event.begin.slice(0, 4);
    if (event.precision === "month") return written(event.begin).replace(/^\d+ /, "");
    return `${written(event.begin)} to ${written(event.end)}`;
  }
  return event.begin && !event.end ? `since ${written(event.begin)}` : written(event.begin || event.end);
}
function moment(event) { return (event.stated && (event.begin || event.end)) || event.end || "no date"; }
function compare(a, b) { return a < b ? -1 : a > b ? 1 : 0; }
function byTime(a, b) { return compare(moment(a), moment(b)) || compare(a.iri, b.iri); }
