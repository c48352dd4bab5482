// Where a served page has its data from: its server, which is asked for what the page does not have yet.
//
// All that the page holds is of one build. Once the server has another, nothing more is taken from it.
import { articleRead } from "../model/address.mjs";
import { modelOf } from "../model/data.mjs";
import { MOST } from "../model/defaults.mjs";
import { filterKey } from "../model/filters.mjs";
import { matches, namesOf } from "../model/search.mjs";

const SETS = ["types", "orientations", "facts", "kinds", "articles"];
const ANOTHER_BUILD = 409;
// What the server counts.
const UNCOUNTED = { facets: null, lines: null, cells: null, places: null, unplaced: null };

/** The source of a served page (embedded.mjs says what a source gives). */
export class Served {
  /** The page's first data are those of a state; `get` asks for the JSON at an address. */
  constructor(data, state, get = getJson) {
    this.get = get;
    this.data = data;
    this.first = modelOf(data);
    this.known = this.first.whole ? namesOf(this.first) : null;
    this.answers = new Map();
    this.base = data;
    this.loaded = this.wanted(state).events;
    this.latest = JSON.stringify({ events: this.loaded, fields: {} });
    this.outdated = false;
    this.patience = 120;
  }

  /** A promise of the model of a state; null where the one given last will do. The promise may give null as well. */
  ask(state) {
    const needed = this.wanted(state);
    const key = JSON.stringify(needed);
    if (key === this.latest) return null;
    this.latest = key;
    if (this.outdated) return Promise.reject(new Error("the server has another build"));
    return Promise.all([this.eventsFor(state, needed), this.detailsFor(state, needed)]).then(
      ([events, details]) => this.taken(key, needed, { events, details }),
      (error) => this.failed(key, error),
    );
  }

  /** What a state needs: the key of its events, and what is asked for beside them. A small graph is there whole. */
  wanted(state) {
    const { select, path } = this.first.whole ? { select: "", path: "" } : state;
    const fields = Object.entries({ select, path, read: articleRead(state) }).filter(([, value]) => value);
    return { events: this.first.whole ? "" : filterKey(state), fields: Object.fromEntries(fields) };
  }

  eventsFor(state, { events }) {
    if (events === this.loaded) return Promise.resolve(this.base);
    return this.answer("events", filterFields(state)).then((found) => ({ ...this.data, ...found }));
  }

  detailsFor(state, { fields }) {
    if (!Object.keys(fields).length) return Promise.resolve(null);
    return this.answer("details", { ...filterFields(state), ...fields });
  }

  /** The model of what came; null where the reader has gone on in the meantime. */
  taken(key, needed, { events, details }) {
    if (key !== this.latest) return null;
    this.base = events;
    this.loaded = needed.events;
    return modelOf(events, details);
  }

  /** The model of what came last, which counts what it has: for when the server answers no more. */
  rest() {
    const events = Object.keys(this.base.events).length;
    return modelOf({ ...this.base, ...UNCOUNTED, totals: { ...this.base.totals, events } });
  }

  failed(key, error) {
    if (key === this.latest) this.latest = ""; // so that it is asked for again
    throw error;
  }

  /** What the server answers, asked for once as long as it is remembered. */
  answer(name, fields) {
    const { addresses, build } = this.data.served;
    const asked = `${addresses[name]}?${new URLSearchParams({ ...fields, build })}`;
    const promise = this.answers.get(asked) ?? this.get(asked);
    this.answers.delete(asked);
    this.answers.set(asked, promise);
    if (this.answers.size > MOST.answers) this.answers.delete(this.answers.keys().next().value);
    return promise.catch((error) => {
      this.answers.delete(asked);
      this.outdated ||= error.status === ANOTHER_BUILD;
      throw error;
    });
  }

  names(words) {
    return this.known ? Promise.resolve(matches(this.known, words)) : this.answer("names", { words });
  }

  texts(words, state) {
    return this.answer("texts", { ...filterFields(state), words });
  }

  /** Whether the server has another build than the page, as a promise. */
  isOutdated() {
    const { addresses, build } = this.data.served;
    return this.get(addresses.build).then((found) => {
      this.outdated ||= found.build !== build;
      return this.outdated;
    });
  }
}

/** The filters of a state as fields of an address, each only where it shuts something out. */
export function filterFields(state) {
  const { sure, from, to, only, undated } = state;
  const sets = SETS.map((name) => [name, [...state[name]].sort().join("|")]);
  const fields = [...sets, ["from", from], ["to", to], ["only", only], ["undated", undated ? "" : "false"]];
  return { sure: String(sure), ...Object.fromEntries(fields.filter(([, value]) => value)) };
}

/** What the server says at an address; an error with its status where that is no success. */
function getJson(address) {
  return fetch(address, { headers: { Accept: "application/json" } }).then((response) => {
    if (response.ok) return response.json();
    throw Object.assign(new Error(`the server answers ${response.status}`), { status: response.status });
  });
}
