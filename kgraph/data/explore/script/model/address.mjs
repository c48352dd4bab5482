// The state of the page is its address. After "#" stand these fields, each only where its value is not the usual one
// (defaults.mjs); a value that means nothing is the usual one.
//
//   view          network, matrix, map, timeline, table or articles
//   shown         how many of the main actors the network and the matrix show
//   sure          the least confidence of the events that pass, from 0 (all) to 1
//   select        what is selected: the IRI of an actor or of an event, or a line or a pair (selection.mjs)
//   path          the IRI of an actor to which the shortest path from the selected one is shown
//   read          the article that is open, by its key, and, after a colon, the character that it is opened at:
//                 4 or 4:1200
//   find          words that are looked for in quotes, titles and texts
//   only          the key of an article; events of which it does not tell are left out
//   types         event types whose events are left out, as all lists with "|" between them
//   orientations  cooperation, conflict, neutral: likewise
//   facts         happened, planned and so on: likewise
//   kinds         Person, Place and so on; an event is left out where all who take part are of these kinds
//   articles      keys of articles; an event is left out where no other article tells of it
//   from, to      days, 2024-03-12; events with a stated time outside are left out
//   undated       false: events without a stated time are left out
import { readable, tierOf } from "./data.mjs";
import { MOST } from "./defaults.mjs";

const VIEWS = ["network", "matrix", "map", "timeline", "table", "articles"];

// What each field makes of the text of an address; sets are read by readSet.
const READERS = {
  view: (text, { model, usual }) => (viewsOf(model).includes(text) ? text : usual.view),
  shown: (text, { model, usual }) => tierOf(model, Number(text) || usual.shown).count,
  sure: (text, { usual }) => (Number(text) >= 0 && Number(text) <= 1 ? Number(text) : usual.sure),
  select: (text) => text,
  path: (text, { model }) => (model.actors.has(text) || !model.whole ? text : ""),
  read: (text, { model }) => (model.served || readable(model, keyIn(text)) ? text : ""),
  find: (text) => text.slice(0, MOST.query),
  only: (text, { model }) => (model.articles.has(text) || model.served ? text : ""),
  from: readDay,
  to: readDay,
  undated: (text) => text !== "false",
};

/** The views that a page has: without a place whose position is known there is no map. */
export function viewsOf(model) {
  return VIEWS.filter((view) => view !== "map" || model.world);
}

/** The part of the address that names a state, with its "#". */
export function toHash(state, usual) {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value instanceof Set) {
      if (value.size) fields.set(name, [...value].sort().join("|"));
    } else if (value !== usual[name]) fields.set(name, String(value));
  }
  return `#${fields}`;
}

/** The state that an address names; `usual` is that of an address without any field. */
export function fromHash(hash, model, usual) {
  const made = { ...usual };
  for (const [name, text] of new URLSearchParams(hash.slice(1))) {
    if (!Object.hasOwn(made, name)) continue;
    made[name] = made[name] instanceof Set ? readSet(text) : READERS[name](text, { model, usual });
  }
  return made;
}

/** The key of the article that is open. */
export function articleRead({ read }) {
  return keyIn(read);
}

/** The character that the open article was opened at; NaN where none was asked for. */
export function placeRead({ read }) {
  return Number(/:(\d+)$/.exec(read)?.[1] ?? NaN);
}

function keyIn(read) {
  return read.replace(/:\d+$/, "");
}

function readSet(text) {
  return new Set(text.split("|").filter(Boolean));
}

function readDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
}
