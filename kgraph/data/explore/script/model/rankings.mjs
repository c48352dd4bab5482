// Who and what is most: of an actor, of an article, of all articles.
import { byTime } from "./dates.mjs";
import { MOST } from "./defaults.mjs";
import { filtered, passes } from "./filters.mjs";
import { isReal } from "./lines.mjs";
import { mostFirst, tally } from "./order.mjs";
import { mentionsOf } from "./data.mjs";

/** The events of most articles that happened between two or more, and were cooperation or conflict. */
export function mostReported(model, state) {
  const worth = (event) =>
    event.roles.length > 1 && event.type !== "Event" && event.orientation !== "neutral" && isReal(event);
  const ranked = filtered(model, state)
    .filter(worth)
    .sort((a, b) => b.articles.size - a.articles.size || b.tellings.length - a.tellings.length || byTime(a, b));
  return ranked.slice(0, MOST.reported);
}

/** With whom an actor has most of these events: [IRI, their number]. */
export function nearest(model, events, iri) {
  if (model.near?.[iri]) return model.near[iri];
  const others = events.flatMap((event) => [...event.actors].filter((other) => other !== iri));
  return mostFirst(tally(others)).slice(0, MOST.near);
}

/** Whom an article names most: [IRI, how often]. */
export function namedIn(model, key) {
  const named = mentionsOf(model, key).filter(({ actor }) => model.actors.get(actor).named);
  return mostFirst(tally(named.map(({ actor }) => actor))).slice(0, MOST.namesOfArticle);
}

/** The events that an article tells of and that pass, in the order of its text. */
export function eventsIn(model, state, key) {
  const events = new Set(model.told.get(key).map(({ event }) => event));
  return [...events].filter((event) => event.type !== "Event" && passes(event, state));
}

/** How many of the events that pass each article reports, by its key; two reports of one event count twice. */
export function reportsIn(model, state) {
  if (model.facets) return new Map(Object.entries(model.facets.reports));
  return tally(filtered(model, state).flatMap((event) => event.tellings.map((telling) => telling.article)));
}
