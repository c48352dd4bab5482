// What the `select` of a state names: an actor or an event by its IRI; "edge:conflict:IRI<>IRI", a line of the network;
// "pair:IRI>IRI", all from one actor to another; "pair:IRI<>IRI", all between the two.

/** The line of the network that is selected, or null. */
export function chosenEdge(model, { select }) {
  return select.startsWith("edge:") ? (model.edgeOf.get(select.slice(5)) ?? null) : null;
}

/** What selects a line. */
export function selectEdge(edge) {
  return `edge:${edge.key}`;
}

/** What selects all from one actor to another or, where `oneWay` is false, between the two. */
export function selectPair([source, target], oneWay) {
  return `pair:${source}${oneWay ? ">" : "<>"}${target}`;
}

/** The two nodes that are selected, and whether only what goes from the first to the second; or null. */
export function chosenPair(model, { select }) {
  const [, source, way, target] = /^pair:([^<>]+)(<?>)([^<>]+)$/.exec(select) ?? [];
  const nodes = [source, target].map((iri) => model.nodeOf.get(iri));
  if (!way || !nodes.every(Boolean)) return null;
  return { ids: nodes.map((node) => node.id), ends: [source, target], oneWay: way === ">" };
}

export function chosenEvent(model, { select }) {
  return model.events.get(select) ?? null;
}

/** The IRI of the actor that is selected, or "". */
export function chosenActor(model, { select }) {
  return model.actors.has(select) ? select : "";
}

/** The IRIs of the actors that the selection is about. */
export function chosenActors(model, state) {
  const edge = chosenEdge(model, state);
  if (edge) return endsOf(model, edge);
  const actor = chosenActor(model, state);
  return [...(chosenEvent(model, state)?.actors ?? chosenPair(model, state)?.ends ?? (actor ? [actor] : []))];
}

/** The same as ids of nodes, as far as they have one. */
export function chosenNodes(model, state) {
  return chosenActors(model, state).flatMap((iri) => model.nodeOf.get(iri)?.id ?? []);
}

/** The IRIs of the two actors of a line. */
export function endsOf(model, edge) {
  return [edge.from, edge.to].map((id) => model.nodes[id].iri);
}
