// The shortest way between two actors over the events that pass, and of the shortest the one with the most events.
let walked = { key: "", path: null };
function chosenPath() {
  const [from, to] = [state.select, state.path];
  if (!to || !nodeOf.has(from) || !nodeOf.has(to) || from === to) return null;
  const { view, shown, read, ...rest } = state, key = JSON.stringify(rest, (_, value) => (value instanceof Set ? [...value].sort() : value));
  if (key !== walked.key) walked = { key, path: shortest(nodeOf.get(from).id, nodeOf.get(to).id) };
  return walked.path;
}
// How many events pass between a node and each of its neighbours.
function neighbours(id) {
  const found = new Map();
  for (const edge of edgesOf.get(id)) {
    const other = edge.from === id ? edge.to : edge.from, number = passing(edge).length;
    if (number) found.set(other, (found.get(other) || 0) + number);
  }
  return found;
}
function shortest(from, to) {
  let layer = new Map([[from, 0]]);
  const before = new Map([[from, null]]);
  while (layer.size && !before.has(to)) {
    const next = new Map();
    for (const [id, sum] of layer) {
      if (id !== from && state.kinds.has(kindOf(data.nodes[id].iri))) continue;
      for (const [other, number] of neighbours(id)) {
        if (before.has(other) && !next.has(other)) continue;
        if (sum + number > (next.get(other) ?? -1)) { next.set(other, sum + number); before.set(other, id); }
      }
    }
    layer = next;
  }
  if (!before.has(to)) return null;
  const path = [to];
  while (before.get(path[0]) !== null) path.unshift(before.get(path[0]));
  return path;
}
function between(a, b) {
  return [...new Set(edgesOf.get(a).filter((edge) => edge.from === b || edge.to === b).flatMap(passing))].sort(byTime);
}

const STEP = 3;
function pathPanel() {
  const path = chosenPath(), ends = [state.select, state.path];
  const back = element("p", { class: "kind" }, nameButton(ends[0]), " · ", nameButton(ends[1]), " · ", button("the other way round", () => walk(ends[1], ends[0])));
  const title = element("h3", { dir: "auto" }, `From ${nameOf(ends[0])} to ${nameOf(ends[1])}`);
  if (!path) return [title, back, element("p", {}, "No path: no chain of the events that pass these filters leads from one to the other.")];
  const steps = path.slice(1).map((id, index) => [path[index], id]);
  const through = path.slice(1, -1).map((id) => data.nodes[id].iri);
  const how = through.length ? ["The shortest way leads through ", ...through.flatMap((iri, index) => (index ? [", ", nameButton(iri)] : [nameButton(iri)])), "."] : ["They have to do with each other directly."];
  return [title, back, element("p", { class: "kind" }, ...how), ...steps.flatMap(([a, b], index) => stepCards(index + 1, a, b))];
}
function stepCards(number, a, b) {
  const events = between(a, b), best = [...events].sort((x, y) => REAL.has(y.factuality) - REAL.has(x.factuality) || y.tellings.length - x.tellings.length || byTime(x, y)).slice(0, STEP).sort(byTime);
  const head = element("h4", { class: "step", dir: "auto" }, element("b", {}, String(number)), ` ${nameOf(data.nodes[a].iri)} – ${nameOf(data.nodes[b].iri)}: ${count(events.length, "event")}`);
  const more = events.length > STEP ? element("p", {}, button(`All ${events.length} events between the two`, () => select(`pair:${a}-${b}`), "link more")) : null;
  return [head, ...best.map((event) => eventCard(event, 1)), more];
}
function walk(from, to) {
  state.select = from;
  state.path = to;
  changed();
}

// "Path to ...": the next actor that is chosen, in whatever view, is the other end.
let start = "";
const asked = byId("search").placeholder;
function askPath(iri) {
  start = iri;
  byId("search").placeholder = start ? `Path from ${nameOf(start)} to …` : asked;
  byId("search").classList.toggle("asking", Boolean(start));
  if (start) byId("search").focus();
}
function choose(iri) {
  const from = start;
  askPath("");
  if (from && from !== iri) walk(from, iri); else select(iri);
}
