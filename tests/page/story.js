// A small page's data in the form in which the file has it, and its model, for the tests.
import { initial } from "../../kgraph/data/explore/script/model/defaults.mjs";
import { modelOf } from "../../kgraph/data/explore/script/model/data.mjs";

const USUAL = {
  actor: { aliases: [], links: [], country: "", titles: [], mentions: 1, named: false },
  event: {
    orientation: "neutral",
    symmetric: false,
    factuality: "happened",
    begin: "",
    end: "",
    precision: "day",
    stated: false,
    wholes: [],
    code: "",
  },
  telling: { polarity: "positive", modality: "actual", source: "", cue: "" },
};

export const [ADA, BRAM, KELM, BOARD, DARIO] = ["ada", "bram", "kelm", "board", "dario"];

const ACTORS = {
  [ADA]: { name: "Ada Ilves", type: "Person", kind: "Person", named: true, aliases: ["Madam Ilvès"] },
  [BRAM]: { name: "Bram Rehn", type: "Person", kind: "Person", named: true },
  [KELM]: { name: "Kelm", type: "City", kind: "Place", named: true, at: [50, 30] },
  [BOARD]: { name: "Grain Board", type: "Organization", kind: "Organization", named: true },
  [DARIO]: { name: "Dario Orr", type: "Person", kind: "Person", named: true },
};

const TYPES = {
  Meeting: { label: "Meeting", root: "Consult" },
  Visit: { label: "Visit", root: "Consult" },
  Blame: { label: "Blame", root: "Accuse" },
  Consult: { label: "Consultation", root: "Consult" },
  Accuse: { label: "Accusation", root: "Accuse" },
};

/** An event; `day` says that its time is stated. Its roles are [role, actor]. */
export function event(type, roles, { day, tellings, ...more } = {}) {
  const numbered = roles.map(([role, actor]) => [role, Object.keys(ACTORS).indexOf(actor)]);
  const time = day ? { begin: day, end: day, stated: true } : {};
  const told = tellings ?? [{ article: 0, quote: "One met another.", trigger: [4, 7] }];
  return { label: type, type, root: type, roles: numbered, tellings: told, ...time, ...more };
}

export function meeting(a, b, more) {
  const roles = [a, b].map((actor) => ["agent", actor]);
  return event("Meeting", roles, { symmetric: true, orientation: "cooperation", ...more });
}

export function blame(a, b, more) {
  const roles = [
    ["agent", a],
    ["patient", b],
  ];
  return event("Blame", roles, { orientation: "conflict", ...more });
}

/** An article that mentions actors: [begin, end, actor]. */
export function article(title, { mentions = [], ...more } = {}) {
  const flat = mentions.flatMap(([begin, end, actor]) => [begin, end, Object.keys(ACTORS).indexOf(actor)]);
  return { title, date: "", publisher: "", url: "", authors: [], text: "", mentions: flat, ...more };
}

/** The data of a page with these events, named e0, e1 and so on; more of it may be given. */
export function dataOf(events, more = {}) {
  return {
    actors: ACTORS,
    events: Object.fromEntries(events.map((one, number) => [`e${number}`, one])),
    articles: [article("The first"), article("The second")],
    totals: { articles: 2, named: 5, events: events.length },
    types: TYPES,
    kinds: { Person: { colour: "#0072b2", shape: "dot" } },
    targets: ["patient", "recipient", "addressee"],
    usual: USUAL,
    tiers: [
      { count: 2, scale: 1 },
      { count: 5, scale: 2 },
    ],
    first: { phone: 2, screen: 5 },
    large: 1,
    world: null,
    nodes: Object.keys(ACTORS).map((iri, id) => nodeOf(iri, id)),
    edges: edgesOf(events),
    ...more,
  };
}

function nodeOf(iri, id) {
  const last = [100 * id, 10];
  const places = id < 2 ? [[id, 0], last] : [last];
  return { id, iri, label: ACTORS[iri].name, shape: "dot", color: "#336699", size: 10, font: 13, places };
}

/** A line for each two actors and orientation, as the network has them. */
function edgesOf(events) {
  const found = new Map();
  for (const [number, { roles, orientation = "neutral" }] of events.entries()) {
    const [from, to] = [...new Set(roles.map(([, actor]) => actor))].sort((a, b) => a - b);
    if (to === undefined) continue;
    const key = `${from} ${to} ${orientation}`;
    if (!found.has(key)) found.set(key, { id: found.size, from, to, orientation, events: [] });
    found.get(key).events.push(number);
  }
  return [...found.values()];
}

/** The model of a page with these events. */
export function storyOf(events, more) {
  return modelOf(dataOf(events, more));
}

/** The state of a page whose reader has chosen this; sets may be given as arrays. */
export function stateWith(chosen = {}) {
  const entries = Object.entries(chosen).map(([name, value]) => [name, Array.isArray(value) ? new Set(value) : value]);
  return { ...initial(5, 0), ...Object.fromEntries(entries) };
}

/** The IRIs of events. */
export function iris(events) {
  return events.map(({ iri }) => iri);
}
