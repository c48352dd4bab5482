// The drawing: who is shown and where, and what passed between them. Places come with the data; nothing moves by itself.
const LARGE = 20, CAPTIONS = 6, AROUND = 24;
const CROWD = 70, MAIN = 3;  // of more lines than a reader can follow, the main ones of each actor are drawn
const TARGETS = new Set(["patient", "recipient", "addressee"]);
const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
for (const edge of data.edges) { edgesOf.get(edge.from).push(edge); edgesOf.get(edge.to).push(edge); }
let network = null, nodes = null, edges = null, layout = null, fitted = "", size = "";

function css(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
// The actors that the selection is about, by node id.
function chosenNodes() {
  const edge = chosenEdge(), event = chosenEvent();
  if (edge) return [edge.from, edge.to];
  const actors = event ? event.roles.map(([, actor]) => actor) : chosenPair() ? chosenPair().ends : [state.select];
  return [...new Set(actors)].filter((actor) => nodeOf.has(actor)).map((actor) => nodeOf.get(actor).id);
}

// Where each shown node stands: a layout of the main actors or, where somebody else was chosen, a ring around them.
function placed() {
  const path = chosenPath();
  if (path) return chain(path);
  const tier = tierOf(state.shown), number = data.tiers.indexOf(tier);
  const stray = chosenNodes().find((id) => id >= tier.count || state.kinds.has(kindOf(data.nodes[id].iri)));
  if (stray !== undefined) return ring(stray);
  const places = new Map();
  for (const node of data.nodes.slice(0, tier.count)) if (!state.kinds.has(kindOf(node.iri)))
    places.set(node.id, node.places[node.places.length - data.tiers.length + number]);
  return { name: `tier ${tier.count}`, places, scale: tier.scale };
}
function ring(centre) {
  const strength = new Map();
  for (const edge of edgesOf.get(centre)) {
    const other = edge.from === centre ? edge.to : edge.from, number = passing(edge).length;
    if (number && !state.kinds.has(kindOf(data.nodes[other].iri))) strength.set(other, (strength.get(other) || 0) + number);
  }
  const near = [...strength].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, AROUND).map(([id]) => id).sort((a, b) => a - b);
  const places = new Map([[centre, [0, 0]]]);
  near.forEach((id, index) => {
    const angle = (2 * Math.PI * index) / near.length - Math.PI / 2, reach = near.length > 10 && index % 2 ? 0.66 : 1;
    places.set(id, [310 * reach * Math.cos(angle), 280 * reach * Math.sin(angle)]);
  });
  return { name: `ring ${centre}`, places, scale: 1 };
}
function passing(edge) { return edge.events.map((iri) => data.events[iri]).filter((event) => passes(event)); }
function acts(event, source, target) {
  return !event.symmetric && event.roles.some(([role, actor]) => role === "agent" && actor === source) && event.roles.some(([role, actor]) => TARGETS.has(role) && actor === target);
}

// Nodes one after the other, in rows that snake downwards where they are many.
function chain(path) {
  const row = innerWidth <= NARROW ? 2 : 4, places = new Map();
  path.forEach((id, index) => {
    const down = Math.floor(index / row), along = down % 2 ? row - 1 - (index % row) : index % row;
    places.set(id, [along * 210, down * 170 + (along % 2 ? 60 : 0)]);
  });
  return { name: `path ${path.join(" ")}`, places, scale: 1 };
}
// Whether a line has to do with what is selected.
function touching(line, chosen) {
  if (chosenPath()) return true;
  if (chosenEdge()) return line === chosenEdge();
  if (chosenEvent()) return line.events.includes(state.select);
  return chosenPair() ? chosen.has(line.from) && chosen.has(line.to) : chosen.has(line.from) || chosen.has(line.to);
}
// Whether an event goes from one to the other; a symmetric one goes both ways.
function goes(event, source, target) { return event.symmetric || acts(event, source, target); }

function drawNetwork() {
  layout = placed();
  const chosen = new Set(chosenPath() || chosenNodes()), edge = chosenEdge(), near = new Set(chosen), drawn = [];
  for (const one of data.edges) {
    if (!layout.places.has(one.from) || !layout.places.has(one.to)) continue;
    const events = passing(one);
    if (!events.length) continue;
    const touches = touching(one, chosen);
    if (touches) near.add(one.from).add(one.to);
    drawn.push({ edge: one, events, touches });
  }
  const lines = drawn.length > CROWD ? mainLines(drawn) : drawn;
  byId("note").hidden = lines.length === drawn.length;
  const captioned = captions(drawn.filter((one) => one.touches));
  // Who has no line here would float alone: such nodes are left out.
  const lined = new Set([...chosen, ...lines.flatMap((one) => [one.edge.from, one.edge.to])]);
  replace(nodes, [...layout.places].filter(([id]) => lined.has(id)).map(([id, place]) => nodeStyle(data.nodes[id], place, chosen.size > 0 && !near.has(id))));
  replace(edges, lines.map((one) => edgeStyle(one, chosen.size > 0 && !one.touches, captioned.has(one), lines.length)));
  network.setSelection({ nodes: [...chosen].filter((id) => !edge && !chosenPath() && layout.places.has(id)), edges: [] }, { highlightEdges: false });
  byId("empty").hidden = drawn.length > 0;
  fit();
}
// What the selection touches, and of every actor the lines with the most events.
function mainLines(drawn) {
  const left = new Map();
  return drawn.sort((a, b) => b.events.length - a.events.length || a.edge.id - b.edge.id).filter(({ edge, touches }) => {
    const ends = [edge.from, edge.to], free = ends.some((id) => (left.get(id) ?? MAIN) > 0);
    if (free) for (const id of ends) left.set(id, (left.get(id) ?? MAIN) - 1);
    return free || touches;
  });
}
function replace(set, items) {
  const kept = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  set.update(items);
}
// A colour as it looks through: transparent nodes would show the lines that end in them.
function mixed(colour, ground, part) {
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)), below = channels(ground);
  return `#${channels(colour).map((value, index) => Math.round(value * part + below[index] * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
}
function nodeStyle(node, [x, y], faded) {
  const ink = css("--ink"), paper = css("--paper"), grown = node.id < LARGE ? layout.scale : 1, colour = faded ? mixed(node.color, paper, 0.2) : node.color;
  return { id: node.id, label: node.label, shape: node.shape, size: node.size * Math.sqrt(grown), borderWidth: 1.5, borderWidthSelected: 3, x, y,
    color: { background: colour, border: paper, highlight: { background: colour, border: ink }, hover: { background: colour, border: ink } },
    font: { color: faded ? `${css("--soft")}80` : ink, size: node.font * grown, strokeWidth: 4 * grown, strokeColor: paper, face: "system-ui, DejaVu Sans, sans-serif", vadjust: -2 } };
}
const BENDS = { cooperation: "curvedCW", conflict: "curvedCCW" };  // to different sides, so that they never cover each other
function edgeStyle({ edge, events, touches }, faded, captioned, number) {
  const colour = css(`--${edge.orientation}`), [from, to] = [data.nodes[edge.from].iri, data.nodes[edge.to].iri];
  const real = events.filter((event) => REAL.has(event.factuality)).length;
  const arrows = [events.some((event) => acts(event, from, to)) ? "to" : "", events.some((event) => acts(event, to, from)) ? "from" : ""].filter(Boolean);
  const arrow = (end) => ({ enabled: arrows.includes(end), scaleFactor: 0.5 });
  const opacity = faded ? 0.08 : touches ? 0.95 : (!real ? 0.3 : edge.orientation === "neutral" ? 0.5 : 0.75) * Math.min(1, Math.sqrt(200 / number));
  return { id: edge.id, from: edge.from, to: edge.to, arrows: { to: arrow("to"), from: arrow("from") }, width: real ? Math.min(6, 0.7 + 0.8 * Math.sqrt(real)) : 1,
    color: { color: colour, highlight: colour, hover: colour, opacity }, dashes: edge.orientation === "conflict" ? [7, 5] : false,
    label: captioned ? caption(events) : " ", font: { color: css("--ink"), size: 11 * Math.min(layout.scale, 2), strokeWidth: 4, strokeColor: css("--paper"), align: "horizontal", face: "system-ui, DejaVu Sans, sans-serif" },
    smooth: BENDS[edge.orientation] ? { enabled: true, type: BENDS[edge.orientation], roundness: 0.13 } : { enabled: false } };
}
// The strongest of these lines whose captions cover neither a node nor each other.
function captions(drawn) {
  const taken = chosenPath() ? [] : [...layout.places].map(([id, place]) => room(data.nodes[id], place)), kept = new Set();
  for (const one of drawn.sort((a, b) => b.events.length - a.events.length || a.edge.id - b.edge.id)) {
    const [a, b] = [one.edge.from, one.edge.to].map((id) => layout.places.get(id)), half = 3.6 * caption(one.events).length + 4;
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], box = [x - half, y - 14, x + half, y + 14];
    if (kept.size >= CAPTIONS || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    kept.add(one);
    taken.push(box);
  }
  return kept;
}
// Left, top, right and bottom of a node with its label.
function room(node, [x, y]) {
  const grown = node.id < LARGE ? layout.scale : 1, lines = node.label.split("\n");
  const size = node.size * Math.sqrt(grown), font = node.font * grown, half = Math.max(size, 0.3 * font * Math.max(...lines.map((line) => line.length)));
  return [x - half, y - size, x + half, y + size + 1.3 * font * lines.length];
}
function caption(events) {
  const label = labelOf(events[0].type).toLowerCase();
  return events.length > 1 ? `${label} + ${events.length - 1}` : label;
}

function openNetwork() {
  nodes = new vis.DataSet();
  edges = new vis.DataSet();
  const many = data.edges.length > 1500;  // so many edges wait until a movement ends
  network = new vis.Network(byId("canvas"), { nodes, edges }, {
    physics: false, layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, hideEdgesOnDrag: many, hideEdgesOnZoom: many, selectConnectedEdges: false, tooltipDelay: 1e9 },
    nodes: { scaling: { label: { drawThreshold: 6 } } }, edges: { selectionWidth: 1, hoverWidth: 0.5, scaling: { label: { drawThreshold: 6 } } },
  });
  network.on("click", (what) => {
    if (what.nodes.length) choose(data.nodes[what.nodes[0]].iri);
    else if (what.edges.length) select(`edge:${what.edges[0]}`);
    else select("");
  });
  network.on("resize", ({ width, height }) => {
    if (!width || !height || `${width} ${height}` === size) return;  // a hidden view has no size
    size = `${width} ${height}`;
    fitted = "";
    fit();
  });
}
// Shows all of a layout, labels and all; where the reader has moved it, only a new layout or a new size moves it again.
function fit() {
  network.setSize("100%", "100%");
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!layout || !width || !height || !layout.places.size || layout.name === fitted) return;
  fitted = layout.name;
  const rooms = [...layout.places].map(([id, place]) => room(data.nodes[id], place)), side = (index, pick) => pick(...rooms.map((one) => one[index]));
  const [left, top, right, bottom] = [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
  const scale = Math.min(1.3, (width - 28) / (right - left), (height - 28) / (bottom - top));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({ position, scale, animation: false });
  byId("canvas").dataset.fit = JSON.stringify({ scale, ...position });
}

const SHAPES = { Person: "M7 1a6 6 0 1 0 .01 0", Organization: "M1 1h12v12h-12z", Place: "M7 0l7 7-7 7-7-7z", Group: "M7 1l7 12h-14z",
  NamedEvent: "M7 0l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5z", Thing: "M7 1a6 6 0 1 0 .01 0" };
function svg(width, attributes) {
  const [made, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  for (const [name, value] of Object.entries({ width, height: 14, "aria-hidden": "true" })) made.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  made.append(path);
  return made;
}
function drawLegend() {
  const line = (name, label, more = {}) => element("span", {}, svg(28, { d: "M0 7h28", stroke: css(`--${name}`), "stroke-width": 2.5, ...more }), label);
  byId("legend").replaceChildren(...FILTERS.kinds.options.map(([kind, label]) => element("span", {}, svg(14, { d: SHAPES[kind], fill: data.kinds[kind] }), label)),
    line("cooperation", "cooperation"), line("conflict", "conflict", { "stroke-dasharray": "6 4" }), line("neutral", "neither"),
    line("cooperation", "planned, possible or denied", { opacity: 0.35, "stroke-width": 1.5 }));
}
