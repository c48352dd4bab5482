// What passes the filters, and what each filter offers.
import { daysOf, written, writtenMonth } from "./dates.mjs";
import { MOST } from "./defaults.mjs";
import { FACTS, KINDS, ORIENTATIONS, labelOf } from "./labels.mjs";
import { compare, grouped, tally } from "./order.mjs";

// The options of each filter that an event has.
const OPTIONS = {
  orientations: (event) => [event.orientation],
  facts: (event) => [event.factuality],
  types: (event) => [event.type],
  kinds: (event) => [...event.kinds],
  articles: (event) => [...event.articles],
};

// Values of a state that every event which passes has.
const WANTED = { only: (event, key) => event.articles.has(key) };

export const FILTERS = [
  { name: "orientations", title: "Cooperation and conflict" },
  { name: "facts", title: "Did it happen?" },
  { name: "types", title: "Kind of event" },
  { name: "kinds", title: "Who and what" },
  { name: "articles", title: "Article" },
];

/** Whether an event passes the filters, all or all but one. */
export function passes(event, state, except = "") {
  if (event.confidence < state.sure) return false;
  for (const name in OPTIONS) if (name !== except && shutOut(event, state[name], OPTIONS[name])) return false;
  for (const name in WANTED) if (state[name] && !WANTED[name](event, state[name])) return false;
  return liesWithin(event, state);
}

/** Whether the time of an event lies between the days, or is not asked for. */
function liesWithin(event, state) {
  if (!event.stated) return state.undated;
  const [begin, end] = daysOf(event);
  return !(state.from && end < state.from) && !(state.to && begin > state.to);
}

/** Whether all options that an event has are switched off. */
function shutOut(event, off, optionsIn) {
  if (!off.size) return false;
  const options = optionsIn(event);
  return options.length > 0 && options.every((option) => off.has(option));
}

/** The events that pass, by their times. */
export function filtered(model, state) {
  return model.listed.filter((event) => passes(event, state));
}

/** How many events of the graph pass: of a served page, as its server counts. */
export function passingCount(model, state) {
  return model.facets?.passing ?? filtered(model, state).length;
}

/** The events of an actor that pass, by their times. */
export function passingOf(model, state, iri) {
  return (model.eventsOf.get(iri) ?? []).filter((event) => passes(event, state));
}

/** A text that is another wherever the filters are. */
export function filterKey({ types, orientations, facts, kinds, articles, only, sure, from, to, undated }) {
  const sets = [types, orientations, facts, kinds, articles].map((off) => [...off].sort());
  return JSON.stringify([...sets, only, sure, from, to, undated]);
}

/** How many events each option of a filter would let through, given the other filters. */
export function countsOf(model, state, name) {
  if (model.facets) return new Map(Object.entries(model.facets[name]));
  return tally(model.listed.filter((event) => passes(event, state, name)).flatMap(OPTIONS[name]));
}

/** The options of a filter with their labels; those of "types" are a tree (typeTree). */
export function optionsOf(model, name) {
  if (name === "orientations") return Object.entries(ORIENTATIONS);
  if (name === "facts") return Object.entries(FACTS);
  if (name === "kinds") return kindsShown(model);
  return [...model.articles.values()].map(({ key, title }) => [key, title]);
}

/** The kinds of actors that have a node. */
export function kindsShown(model) {
  const kinds = model.facets
    ? Object.keys(model.facets.kinds)
    : model.nodes.map(({ iri }) => model.actors.get(iri).kind);
  const shown = new Set(kinds);
  return Object.entries(KINDS).filter(([kind]) => shown.has(kind));
}

/**
 * The types of events by the roots of their branches: of each branch its types with their counts, the largest branch
 * first.
 */
export function typeTree(model, counts) {
  const types = [...new Set(model.facets ? counts.keys() : model.listed.map((event) => event.type))];
  const roots = grouped(types, (type) => model.types.get(type)?.root ?? type);
  const branches = [...roots].map(([root, branch]) => ({
    root,
    label: labelOf(model, root),
    types: branch.sort((a, b) => compare(labelOf(model, a), labelOf(model, b))),
    sum: branch.reduce((total, type) => total + (counts.get(type) ?? 0), 0),
  }));
  return branches.sort((a, b) => b.sum - a.sum || compare(a.label, b.label));
}

/** How many of the events that pass lie on each day or, where the days are many, in each month: the last, in order. */
export function histogram(model, state) {
  const bars = model.facets ? Object.entries(model.facets.days) : [...daysIn(filtered(model, state))];
  const sorted = bars.sort((a, b) => compare(a[0], b[0])).slice(-MOST.bars);
  return sorted.map(([day, number]) => ({ label: day.length > 7 ? written(day) : writtenMonth(day), number }));
}

function daysIn(events) {
  const days = events
    .filter((event) => event.stated && ["day", "time", "week"].includes(event.precision))
    .map((event) => daysOf(event)[0]);
  const months = new Set(days).size > MOST.bars;
  return tally(days.map((day) => day.slice(0, months ? 7 : 10)));
}
