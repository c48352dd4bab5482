// What the page knows: its data with everything in place that the data leaves out. It never changes.
//
// The data writes an IRI once: elsewhere actors, events and articles are named by their places in the lists. It leaves
// out values that are usual (`data.usual`), and the quotes that stand in an article's text. An article has a key: what
// the data says ("key"), or its number.
//
// A page may hold a part of the graph: `totals` are those of the graph. Of a served page the server counts (`facets`,
// `lines`, `cells`, `places` and `counts`); without those the model counts what it has.
import { byTime } from "./dates.mjs";
import { compare, grouped } from "./order.mjs";

/**
 * The model of a page's data and, of a served page, of what was asked for beside it. Beside what the data has it gives
 * `iris`, the actors in their order; `listed`, the events by their times; `nodeOf` an actor; `eventsOf` an actor, by
 * their times; `edgesOf` a node's id; `edgeOf` an edge's key; `told`, for each article where its words tell of which
 * event; and whether it is `whole`.
 */
export function modelOf(data, details = null) {
  const parts = details ? [data, details] : [data];
  const actors = new Map(parts.flatMap((part) => completed(part.actors, data.usual.actor)));
  const articles = articlesOf(parts);
  const events = new Map(parts.flatMap((part) => eventsIn(part, { usual: data.usual, actors, articles })));
  for (const event of events.values()) event.wholes = event.wholes.flatMap((iri) => events.get(iri) ?? []);
  const listed = [...events.values()].sort(byTime);
  for (const event of listed) for (const whole of event.wholes) whole.parts.push(event);
  return {
    ...data,
    ...counted(parts),
    ...networkOf(parts, events),
    actors,
    articles,
    events,
    listed,
    iris: [...actors.keys()],
    whole: data.totals.events === events.size,
    types: new Map(Object.entries(data.types)),
    eventsOf: eventsOf(listed),
    told: toldIn(articles, listed),
  };
}

function networkOf(parts, events) {
  const nodes = nodesOf(parts);
  const nodeOf = new Map(nodes.map((node) => [node.iri, node]));
  const edges = edgesIn(parts, { events, nodeOf });
  const edgeOf = new Map(edges.map((edge) => [edge.key, edge]));
  return { nodes, nodeOf, edges, edgeOf, edgesOf: edgesOf(nodes, edges) };
}

/** The name of an actor. */
export function nameOf(model, iri) {
  return model.actors.get(iri)?.name ?? iri;
}

/** The kind of an actor: "Person", "Place" and so on. */
export function kindOf(model, iri) {
  return model.actors.get(iri)?.kind ?? "Thing";
}

/** Whether the text of an article can be read: the page has it, or its server. */
export function readable(model, key) {
  return Boolean(model.articles.get(key)?.text || (model.served && model.articles.has(key)));
}

/** The mentions of an article: where they begin and end, and of whom they are. */
export function mentionsOf(model, key) {
  const { mentions, iris } = model.articles.get(key);
  return Array.from({ length: mentions.length / 3 }, (_, index) => {
    const [begin, end, actor] = mentions.slice(3 * index, 3 * index + 3);
    return { begin, end, actor: iris[actor] };
  });
}

/** The layout that shows at least so many actors, or the largest. */
export function tierOf(model, shown) {
  return model.tiers.find((tier) => tier.count >= shown) ?? model.tiers.at(-1) ?? { count: 0, scale: 1 };
}

/** The key of the line between two actors: the same whichever comes first. */
function edgeKey(orientation, ends) {
  return `${orientation}:${[...ends].sort(compare).join("<>")}`;
}

function completed(listed, usual) {
  return Object.entries(listed).map(([iri, said]) => [iri, { ...usual, ...said, iri }]);
}

/** The articles of all parts by their keys; of one that several have, the text is that of whichever has it. */
function articlesOf(parts) {
  const found = new Map();
  for (const part of parts) {
    const iris = Object.keys(part.actors);
    for (const [number, said] of part.articles.entries()) {
      const key = said.key ?? String(number);
      if (!found.get(key)?.text) found.set(key, { ...said, key, iris });
    }
  }
  return found;
}

/** The events of a part, with IRIs and keys in the place of numbers. */
function eventsIn(part, { usual, actors, articles }) {
  const iris = Object.keys(part.actors);
  const own = Object.keys(part.events);
  const keys = part.articles.map((said, number) => said.key ?? String(number));
  return completed(part.events, usual.event).map(([iri, said]) => {
    const roles = said.roles.map(([role, number]) => [role, iris[number]]);
    const taking = new Set(roles.map(([, actor]) => actor));
    const tellings = said.tellings.map((told) => quoted({ ...usual.telling, ...told }, { keys, articles }));
    const event = {
      ...said,
      roles,
      tellings,
      actors: taking,
      kinds: new Set([...taking].map((actor) => actors.get(actor).kind)),
      articles: new Set(tellings.map((telling) => telling.article)),
      wholes: said.wholes.map((number) => own[number]),
      parts: [],
    };
    return [iri, event];
  });
}

function quoted(said, { keys, articles }) {
  const telling = { ...said, article: keys[said.article] };
  if (!telling.at) return telling;
  const [begin, end, from, to] = telling.at;
  const { text } = articles.get(telling.article);
  return { ...telling, quote: text.slice(begin, end), trigger: [from - begin, to - begin] };
}

/** The nodes of all parts, those of the first with their places; an id is a place in the list. */
function nodesOf(parts) {
  const [first, ...others] = parts.map((part) => part.nodes);
  const known = new Set(first.map((node) => node.iri));
  const more = others.flat().filter((node) => !known.has(node.iri));
  return [...first, ...more.map((node, index) => ({ ...node, id: first.length + index, places: [] }))];
}

/** The lines of all parts, those between the same two of one orientation as one, with what the server counted. */
function edgesIn(parts, { events, nodeOf }) {
  const found = new Map();
  for (const part of parts) {
    const own = Object.keys(part.events);
    for (const edge of part.edges) {
      const ends = [edge.from, edge.to].map((id) => part.nodes[id].iri);
      const key = edgeKey(edge.orientation, ends);
      const iris = edge.events.map((number) => own[number]);
      if (found.has(key)) found.get(key).iris.push(...iris);
      else found.set(key, { key, orientation: edge.orientation, ends, iris });
    }
  }
  const lines = Object.assign({}, ...parts.map((part) => part.lines ?? {}));
  return [...found.values()].map(({ key, orientation, ends, iris }, id) => {
    const [from, to] = ends.map((iri) => nodeOf.get(iri).id);
    const shared = [...new Set(iris)].map((iri) => events.get(iri));
    return { id, key, from, to, orientation, events: shared, counted: lines[key] ?? null };
  });
}

/** What the server counted for the parts together. */
function counted(parts) {
  const both = (name) =>
    parts.some((part) => part[name]) ? Object.assign({}, ...parts.map((part) => part[name])) : null;
  return { cells: both("cells"), counts: both("counts"), near: both("near") };
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
  const told = new Map([...articles.keys()].map((key) => [key, []]));
  for (const event of events)
    for (const { at: place, article } of event.tellings)
      if (place) told.get(article).push({ begin: place[2], end: place[3], event });
  for (const words of told.values()) words.sort((a, b) => a.begin - b.begin || compare(a.event.iri, b.event.iri));
  return told;
}
