// The shortest way between two actors over the events that pass, and of the shortest the one with the most events.
import { MOST } from "./defaults.mjs";
import { kindOf } from "./data.mjs";
import { byTime } from "./dates.mjs";
import { filterKey } from "./filters.mjs";
import { isReal, neighbours } from "./lines.mjs";

/** The ids of the nodes from the selected actor to that of `path`; null where none is asked for, or there is none. */
export function pathOf(model, state) {
  const ends = [state.select, state.path].map((iri) => model.nodeOf.get(iri)?.id);
  return ends.includes(undefined) || ends[0] === ends[1] ? null : shortest(model, state, ends);
}

/** A text that is another wherever pathOf could be. */
export function pathKey(state) {
  return JSON.stringify([state.select, state.path, filterKey(state)]);
}

/**
 * The ids of the nodes on the way, its ends included, or null. Nobody whose kind is switched off stands between the
 * ends.
 */
export function shortest(model, state, [from, to]) {
  const before = new Map([[from, null]]);
  let layer = new Map([[from, 0]]);
  while (layer.size && !before.has(to)) layer = nextLayer(model, state, { layer, before, from });
  return before.has(to) ? wayTo(to, before) : null;
}

/** Whom the last ones reached lead to, with the events on the best way there; `before` learns the node before each. */
function nextLayer(model, state, { layer, before, from }) {
  const next = new Map();
  for (const [id, sum] of layer) {
    if (id !== from && state.kinds.has(kindOf(model, model.nodes[id].iri))) continue;
    for (const [other, number] of neighbours(model, state, id)) {
      const known = before.has(other) && !next.has(other);
      if (known || sum + number <= (next.get(other) ?? -1)) continue;
      next.set(other, sum + number);
      before.set(other, id);
    }
  }
  return next;
}

function wayTo(to, before) {
  const path = [to];
  while (before.get(path[0]) !== null) path.unshift(before.get(path[0]));
  return path;
}

/** The events that show a step of a path best, by their times: what happened, then what is reported most. */
export function bestOf(events) {
  const ranked = [...events].sort(
    (a, b) => isReal(b) - isReal(a) || b.tellings.length - a.tellings.length || byTime(a, b),
  );
  return ranked.slice(0, MOST.stepEvents).sort(byTime);
}
