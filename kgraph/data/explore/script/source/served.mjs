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

/** The source of a page's first data, which are those of a state (embedded.mjs says what a source gives). */
export function served(data, state, get = getJson) {
  const { addresses, build } = data.served;
  const first = modelOf(data);
  const names = first.whole ? namesOf(first) : null;
  const answers = new Map();
  let base = data;
  let loaded = wanted(state).events;
  let latest = "";
  let outdated = false;

  /** The answer for an address, asked for once. */
  function answer(address, fields) {
    const asked = `${address}?${new URLSearchParams({ ...fields, build })}`;
    const promise = answers.get(asked) ?? get(asked);
    answers.delete(asked);
    answers.set(asked, promise);
    if (answers.size > MOST.answers) answers.delete(answers.keys().next().value);
    return promise.catch((error) => {
      answers.delete(asked);
      outdated ||= error.status === ANOTHER_BUILD;
      throw error;
    });
  }

  /** What a state needs: the key of its events, and what is asked for beside them. */
  function wanted(now) {
    const { select, path } = first.whole ? { select: "", path: "" } : now;
    const fields = Object.entries({ select, path, read: articleRead(now) }).filter(([, value]) => value);
    return { events: first.whole ? "" : filterKey(now), fields: Object.fromEntries(fields) };
  }

  function eventsOf(now, { events }) {
    return events === loaded ? Promise.resolve(base) : answer(addresses.events, filterFields(now));
  }

  function detailsOf(now, { fields }) {
    const asked = Object.keys(fields).length > 0;
    return asked ? answer(addresses.details, { ...filterFields(now), ...fields }) : Promise.resolve(null);
  }

  function ask(now) {
    const needed = wanted(now);
    const key = JSON.stringify(needed);
    const isThere = key === (latest || JSON.stringify({ events: loaded, fields: {} }));
    latest = key;
    if (isThere || outdated) return null;
    return Promise.all([eventsOf(now, needed), detailsOf(now, needed)]).then(([found, details]) => {
      if (key !== latest) return null; // the reader has gone on
      base = found;
      loaded = needed.events;
      return modelOf(base, details);
    });
  }

  function isOutdated() {
    return get(addresses.build).then((found) => (outdated ||= found.build !== build));
  }

  return {
    first,
    ask,
    names: (words) => (names ? Promise.resolve(matches(names, words)) : answer(addresses.names, { words })),
    texts: (words, now) => answer(addresses.texts, { ...filterFields(now), words }),
    isOutdated,
  };
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
