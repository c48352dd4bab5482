// What the page knows: its data with everything in place that the file leaves out. It never changes.
//
// The file writes an IRI once: elsewhere actors and events are named by their places in the lists. It leaves out
// values that are usual (`data.usual`), and the quotes that stand in an article's text.
import { byTime } from "./dates.mjs";
import { compare, grouped } from "./order.mjs";

/**
 * The model of a page's data. Beside what the data has it gives `iris`, the actors in their order; `listed`, the events
 * by their times; `nodeOf` an actor; `eventsOf` an actor, by their times; `edgesOf` a node's id; and `told`, for each
 * article where its words tell of which event.
 */
export function modelOf(data) {
  const actors = completed(data.actors, data.usual.actor);
  const events = completed(data.events, data.usual.event);
  const iris = [...actors.keys()];
  const numbered = [...events.values()];
  for (const event of numbered) link(event, { actors, iris, numbered, data });
  const listed = [...numbered].sort(byTime);
  for (const event of listed) for (const whole of event.wholes) whole.parts.push(event);
  const edges = data.edges.map((edge) => ({ ...edge, events: edge.events.map((number) => numbered[number]) }));
  return {
    ...data,
    actors,
    events,
    iris,
    listed,
    edges,
    types: new Map(Object.entries(data.types)),
    nodeOf: new Map(data.nodes.map((node) => [node.iri, node])),
    eventsOf: eventsOf(listed),
    edgesOf: edgesOf(data.nodes, edges),
    told: toldIn(data.articles, listed),
  };
}

/** The name of an actor. */
export function nameOf(model, iri) {
  return model.actors.get(iri)?.name ?? iri;
}

/** The kind of an actor: "Person", "Place" and so on. */
export function kindOf(model, iri) {
  return model.actors.get(iri)?.kind ?? "Thing";
}

/** Whether the page has the text of an article. */
export function readable(model, number) {
  return Boolean(model.articles[number]?.text);
}

/** The mentions of an article: where they begin and end, and of whom they are. */
export function mentionsOf(model, number) {
  const flat = model.articles[number].mentions;
  const made = [];
  for (let at = 0; at < flat.length; at += 3)
    made.push({ begin: flat[at], end: flat[at + 1], actor: model.iris[flat[at + 2]] });
  return made;
}

/** The layout that shows at least so many actors, or the largest. */
export function tierOf(model, shown) {
  return model.tiers.find((tier) => tier.count >= shown) ?? model.tiers.at(-1) ?? { count: 0, scale: 1 };
}

function completed(listed, usual) {
  return new Map(Object.entries(listed).map(([iri, said]) => [iri, { ...usual, ...said, iri }]));
}

/** Puts in place what an event names by numbers. */
function link(event, { actors, iris, numbered, data }) {
  event.roles = event.roles.map(([role, number]) => [role, iris[number]]);
  event.actors = new Set(event.roles.map(([, actor]) => actor));
  event.kinds = new Set([...event.actors].map((actor) => actors.get(actor).kind));
  event.tellings = event.tellings.map((said) => quoted({ ...data.usual.telling, ...said }, data.articles));
  event.articles = new Set(event.tellings.map((telling) => String(telling.article)));
  event.wholes = event.wholes.map((number) => numbered[number]);
  event.parts = [];
}

function quoted(telling, articles) {
  if (!telling.at) return telling;
  const [begin, end, from, to] = telling.at;
  return { ...telling, quote: articles[telling.article].text.slice(begin, end), trigger: [from - begin, to - begin] };
}

function eventsOf(events) {
  const parts = events.flatMap((event) => [...event.actors].map((actor) => ({ actor, event })));
  const found = grouped(parts, ({ actor }) => actor);
  return new Map([...found].map(([actor, group]) => [actor, group.map(({ event }) => event)]));
}

function edgesOf(nodes, edges) {
  const found = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edges) for (const end of [edge.from, edge.to]) found.get(end).push(edge);
  return found;
}

/** What each article tells: where its words are, and of which event, in the order of the text. */
function toldIn(articles, events) {
  const told = articles.map(() => []);
  for (const event of events)
    for (const { at: place, article } of event.tellings)
      if (place) told[article].push({ begin: place[2], end: place[3], event });
  for (const words of told) words.sort((a, b) => a.begin - b.begin || compare(a.event.iri, b.event.iri));
  return told;
}
