// What passed between actors: the lines of the network and the events on them.
import { byTime } from "./dates.mjs";
import { passes } from "./filters.mjs";

const REAL = new Set(["happened", "disputed"]);

/** Whether an event happened, or somebody says so. */
export function isReal(event) {
  return REAL.has(event.factuality);
}

/** The events of a line that pass the filters. */
export function passing(edge, state) {
  return edge.events.filter((event) => passes(event, state));
}

/** Whether somebody does an event to somebody; nobody does so in a symmetric one. */
export function acts(model, event, source, target) {
  const fills = (actor, roles) => event.roles.some(([role, one]) => one === actor && roles.includes(role));
  return !event.symmetric && fills(source, ["agent"]) && fills(target, model.targets);
}

/** Whether an event goes from one to the other; a symmetric one goes both ways. */
export function goes(model, event, source, target) {
  return event.symmetric || acts(model, event, source, target);
}

function otherEnd(edge, id) {
  return edge.from === id ? edge.to : edge.from;
}

/** How many events that pass a line has, and how many of them are real: as the server counts, if one does. */
export function numberOf(edge, events) {
  return { all: edge.counted?.all ?? events.length, real: edge.counted?.real ?? events.filter(isReal).length };
}

/** How many events pass between a node and each of its neighbours. */
export function neighbours(model, state, id) {
  const found = new Map();
  for (const edge of model.edgesOf.get(id)) {
    const other = otherEnd(edge, id);
    const number = numberOf(edge, passing(edge, state)).all;
    if (number) found.set(other, (found.get(other) ?? 0) + number);
  }
  return found;
}

function edgesBetween(model, [a, b]) {
  return model.edgesOf.get(a).filter((edge) => otherEnd(edge, a) === b);
}

/** How many events that pass are between two nodes. */
export function countBetween(model, state, pair) {
  const sums = edgesBetween(model, pair).map((edge) => numberOf(edge, passing(edge, state)).all);
  return sums.reduce((sum, number) => sum + number, 0);
}

/** The events between two nodes that pass, by their times. */
export function between(model, state, pair) {
  const edges = edgesBetween(model, pair);
  return [...new Set(edges.flatMap((edge) => passing(edge, state)))].sort(byTime);
}

/** The events of the line or of the two nodes that are selected, one way or both. */
export function pairEvents(model, state, { ids, ends: [source, target], oneWay }) {
  const events = between(model, state, ids);
  return oneWay ? events.filter((event) => goes(model, event, source, target)) : events;
}
