// What the `select` of a state names.

/** The line of the network that is selected, or null. */
export function chosenEdge(model, { select }) {
  const found = /^edge:(\d+)$/.exec(select);
  return (found && model.edges[Number(found[1])]) ?? null;
}

/** The two nodes that are selected, and whether only what goes from the first to the second; or null. */
export function chosenPair(model, { select }) {
  const [, from, way, to] = /^pair:(\d+)([>-])(\d+)$/.exec(select) ?? [];
  const nodes = [from, to].map((id) => model.nodes[Number(id)]);
  if (!way || !nodes.every(Boolean)) return null;
  return { ids: nodes.map((node) => node.id), ends: nodes.map((node) => node.iri), oneWay: way === ">" };
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
