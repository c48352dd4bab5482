// Who is shown in the network and where, and which lines. Places come with the data; nothing moves by itself.
//
// A layout has a name, the places of its nodes by their ids, and the scale by which its `large` first nodes grow.
import { around, overlaps } from "./boxes.mjs";
import { kindOf, tierOf } from "./data.mjs";
import { NETWORK } from "./defaults.mjs";
import { labelOf } from "./labels.mjs";
import { neighbours, numberOf, passing } from "./lines.mjs";
import { mostFirst } from "./order.mjs";
import { chosenEdge, chosenEvent, chosenNodes, chosenPair } from "./selection.mjs";

/** The layout of a state: the path, the main actors or, where somebody else was chosen, a ring around them. */
export function placed(model, state, { path, narrow }) {
  if (path) return chain(path, narrow ? NETWORK.rowOnPhone : NETWORK.rowOnScreen, model.large);
  const tier = tierOf(model, state.shown);
  const stray = chosenNodes(model, state).find((id) => id >= tier.count || isOff(model, state, id));
  return stray === undefined ? mainActors(model, state, tier) : ring(model, state, stray);
}

function isOff(model, state, id) {
  return state.kinds.has(kindOf(model, model.nodes[id].iri));
}

function mainActors(model, state, tier) {
  const number = model.tiers.indexOf(tier);
  const nodes = model.nodes.slice(0, tier.count).filter(({ id }) => !isOff(model, state, id));
  // A node has places in the layouts that show it, which are the last ones.
  const places = nodes.map((node) => [node.id, node.places.at(number - model.tiers.length)]);
  return { name: `tier ${tier.count}`, places: new Map(places), scale: tier.scale, large: model.large };
}

/** The neighbours of a node around it; of many, every second one stands nearer. */
export function ring(model, state, centre) {
  const strength = [...neighbours(model, state, centre)].filter(([id]) => !isOff(model, state, id));
  const near = mostFirst(strength).slice(0, NETWORK.around);
  const ids = near.map(([id]) => id).sort((a, b) => a - b);
  const places = ids.map((id, index) => {
    const angle = (2 * Math.PI * index) / ids.length - Math.PI / 2;
    const reach = ids.length > 10 && index % 2 ? 0.66 : 1;
    return [id, [310 * reach * Math.cos(angle), 280 * reach * Math.sin(angle)]];
  });
  return { name: `ring ${centre}`, places: new Map([[centre, [0, 0]], ...places]), scale: 1, large: model.large };
}

/** Nodes one after the other, in rows that snake downwards where they are many. */
export function chain(path, row, large) {
  const places = path.map((id, index) => {
    const down = Math.floor(index / row);
    const along = down % 2 ? row - 1 - (index % row) : index % row;
    return [id, [along * 210, down * 170 + (along % 2 ? 60 : 0)]];
  });
  return { name: `path ${path.join(" ")}`, places: new Map(places), scale: 1, large };
}

/**
 * The lines between the nodes of a layout: the events of each that pass, and whether it has to do with the selection.
 */
export function linesOf(model, state, layout, path) {
  const chosen = new Set(path ?? chosenNodes(model, state));
  const touches = toucher(model, state, { chosen, path });
  return model.edges
    .filter((edge) => layout.places.has(edge.from) && layout.places.has(edge.to))
    .map((edge) => {
      const events = passing(edge, state);
      return { edge, events, number: numberOf(edge, events), touches: touches(edge) };
    })
    .filter(({ events }) => events.length);
}

function toucher(model, state, { chosen, path }) {
  const [edge, event] = [chosenEdge(model, state), chosenEvent(model, state)];
  if (path) return () => true;
  if (edge) return (line) => line === edge;
  if (event) return (line) => line.events.includes(event);
  if (chosenPair(model, state)) return (line) => chosen.has(line.from) && chosen.has(line.to);
  return (line) => chosen.has(line.from) || chosen.has(line.to);
}

function strongestFirst(lines) {
  return [...lines].sort((a, b) => b.number.all - a.number.all || a.edge.id - b.edge.id);
}

/**
 * The lines to draw: all or, of a crowd, what the selection touches and of every actor the lines with the most
 * events.
 */
export function mainLines(lines) {
  if (lines.length <= NETWORK.crowd) return lines;
  const left = new Map();
  const free = (id) => left.get(id) ?? NETWORK.main;
  return strongestFirst(lines).filter(({ edge, touches }) => {
    const ends = [edge.from, edge.to];
    const isMain = ends.some((id) => free(id) > 0);
    if (isMain) for (const id of ends) left.set(id, free(id) - 1);
    return isMain || touches;
  });
}

/** The strongest of these lines whose captions cover neither one of these boxes nor each other. */
export function captioned(model, lines, layout, boxes) {
  const taken = [...boxes];
  const kept = new Set();
  for (const line of strongestFirst(lines)) {
    const box = captionBox(model, line, layout);
    if (kept.size >= NETWORK.captions || overlaps(box, taken)) continue;
    kept.add(line);
    taken.push(box);
  }
  return kept;
}

function captionBox(model, line, layout) {
  const { edge } = line;
  const [a, b] = [edge.from, edge.to].map((id) => layout.places.get(id));
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const half = 3.6 * captionOf(model, line).length + 4;
  return [x - half, y - 14, x + half, y + 14];
}

export function captionOf(model, { events, number }) {
  const label = labelOf(model, events[0].type).toLowerCase();
  return number.all > 1 ? `${label} + ${number.all - 1}` : label;
}

/** Radius and size of the label's font of a node, as large as its layout draws it. */
export function sizesOf(node, layout) {
  const scale = node.id < layout.large ? layout.scale : 1;
  return { scale, size: node.size * Math.sqrt(scale), font: node.font * scale };
}

/** The boxes of all nodes with their labels. */
export function rooms(model, layout) {
  return [...layout.places].map(([id, place]) => room(model.nodes[id], place, layout));
}

function room(node, [x, y], layout) {
  const { size, font } = sizesOf(node, layout);
  const lines = node.label.split("\n");
  const half = Math.max(size, 0.3 * font * Math.max(...lines.map((line) => line.length)));
  return [x - half, y - size, x + half, y + size + 1.3 * font * lines.length];
}

/** Where a view of so many pixels looks, and how closely, to show all of a layout, labels and all. */
export function fitting(model, layout, { width, height }) {
  const [left, top, right, bottom] = around(rooms(model, layout));
  const scale = Math.min(1.3, (width - 28) / (right - left), (height - 28) / (bottom - top));
  return { scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } };
}
