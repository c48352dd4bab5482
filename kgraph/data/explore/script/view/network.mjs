// The drawing of the network.
import { mixed } from "../model/colour.mjs";
import { NETWORK } from "../model/defaults.mjs";
import { acts } from "../model/lines.mjs";
import { captionOf, captioned, fitting, linesOf, mainLines, placed, rooms, sizesOf } from "../model/layout.mjs";
import { chosenEdge, chosenNodes, endsOf, selectEdge } from "../model/selection.mjs";
import { choose, select } from "./choosing.mjs";
import { byId, css } from "./elements.mjs";
import { chosenPath, isNarrow, model, state } from "./session.mjs";

const FACE = "system-ui, DejaVu Sans, sans-serif";
// To different sides, so that lines of cooperation and of conflict never cover each other.
const BENDS = { cooperation: "curvedCW", conflict: "curvedCCW" };

let network = null;
let nodes = null;
let edges = null;
let layout = null;
let fitted = "";
let shownSize = "";

export function drawNetwork() {
  const path = chosenPath();
  layout = placed(model, state, { path, narrow: isNarrow() });
  const chosen = new Set(path ?? chosenNodes(model, state));
  const lines = linesOf(model, state, layout, path);
  const drawn = mainLines(lines);
  drawLines(drawn, lines, chosen);
  drawNodes(drawn, lines, chosen);
  byId("note").hidden = drawn.length === lines.length;
  byId("empty").hidden = lines.length > 0;
  fit();
}

function drawLines(drawn, lines, chosen) {
  const touched = lines.filter((line) => line.touches);
  const kept = captioned(model, touched, layout, chosenPath() ? [] : rooms(model, layout));
  const styled = drawn.map((line) => {
    const faded = chosen.size > 0 && !line.touches;
    return lineStyle(line, { faded, hasCaption: kept.has(line), number: drawn.length });
  });
  replace(edges, styled);
}

/** Draws the nodes that have a line: the others would float alone. */
function drawNodes(drawn, lines, chosen) {
  const near = new Set([...chosen, ...endIds(lines.filter((line) => line.touches))]);
  const lined = new Set([...chosen, ...endIds(drawn)]);
  const shown = [...layout.places].filter(([id]) => lined.has(id));
  replace(
    nodes,
    shown.map(([id, place]) => nodeStyle(model.nodes[id], place, chosen.size > 0 && !near.has(id))),
  );
  const isLine = chosenPath() || chosenEdge(model, state);
  const selected = isLine ? [] : [...chosen].filter((id) => layout.places.has(id));
  network.setSelection({ nodes: selected, edges: [] }, { highlightEdges: false });
}

function endIds(lines) {
  return lines.flatMap(({ edge }) => [edge.from, edge.to]);
}

function replace(set, items) {
  const kept = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  set.update(items);
}

function nodeStyle(node, [x, y], faded) {
  const [ink, paper] = [css("--ink"), css("--paper")];
  const { scale, size, font } = sizesOf(node, layout);
  const background = faded ? mixed(node.color, paper, 0.2) : node.color;
  const near = { background, border: ink };
  const color = { background, border: paper, highlight: near, hover: near };
  const label = { size: font, strokeWidth: 4 * scale, strokeColor: paper, face: FACE, vadjust: -2 };
  const style = { borderWidth: 1.5, borderWidthSelected: 3, color };
  const written = { ...label, color: faded ? `${css("--soft")}80` : ink };
  return { id: node.id, label: node.label, shape: node.shape, size, x, y, ...style, font: written };
}

function lineStyle(line, { faded, hasCaption, number }) {
  const { edge, touches } = line;
  const colour = css(`--${edge.orientation}`);
  const { real } = line.number;
  const opacity = faded ? 0.08 : touches ? 0.95 : opacityOf(edge, real, number);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    arrows: arrowsOf(line),
    width: real ? Math.min(6, 0.7 + 0.8 * Math.sqrt(real)) : 1,
    color: { color: colour, highlight: colour, hover: colour, opacity },
    dashes: edge.orientation === "conflict" ? [7, 5] : false,
    label: hasCaption ? captionOf(model, line) : " ",
    font: captionFont(),
    smooth: bendOf(edge),
  };
}

/** What did not happen is fainter, and so is each of many lines. */
function opacityOf({ orientation }, real, number) {
  const part = !real ? 0.3 : orientation === "neutral" ? 0.5 : 0.75;
  return part * Math.min(1, Math.sqrt(200 / number));
}

function arrowsOf({ edge, events }) {
  const [from, to] = endsOf(model, edge);
  const isCounted = (source) => edge.counted?.acting.includes(source);
  const arrow = (source, target) => ({
    enabled: isCounted(source) ?? events.some((event) => acts(model, event, source, target)),
    scaleFactor: 0.5,
  });
  return { to: arrow(from, to), from: arrow(to, from) };
}

function captionFont() {
  const paint = { color: css("--ink"), strokeColor: css("--paper"), strokeWidth: 4 };
  return { ...paint, size: 11 * Math.min(layout.scale, 2), align: "horizontal", face: FACE };
}

function bendOf({ orientation }) {
  const type = BENDS[orientation];
  return type ? { enabled: true, type, roundness: 0.13 } : { enabled: false };
}

export function openNetwork() {
  nodes = new vis.DataSet();
  edges = new vis.DataSet();
  network = new vis.Network(byId("canvas"), { nodes, edges }, options());
  network.on("click", (what) => {
    if (what.nodes.length) choose(model.nodes[what.nodes[0]].iri);
    else if (what.edges.length) select(selectEdge(model.edges[what.edges[0]]));
    else select("");
  });
  network.on("resize", resized);
}

function options() {
  const slow = model.edges.length > NETWORK.slow;
  const scaling = { label: { drawThreshold: 6 } };
  return {
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: true,
      keyboard: { enabled: true, bindToWindow: false },
      hideEdgesOnDrag: slow,
      hideEdgesOnZoom: slow,
      selectConnectedEdges: false,
      tooltipDelay: 1e9,
    },
    nodes: { scaling },
    edges: { selectionWidth: 1, hoverWidth: 0.5, scaling },
  };
}

function resized({ width, height }) {
  const key = `${width} ${height}`;
  if (!width || !height || key === shownSize) return; // a hidden view has no size
  shownSize = key;
  refit();
}

/** Shows all of the layout again, though the reader may have moved it. */
export function refit() {
  fitted = "";
  fit();
}

/** Shows all of a layout; where the reader has moved it, only a new layout or a new size moves it again. */
function fit() {
  network.setSize("100%", "100%");
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!layout || !width || !height || !layout.places.size || layout.name === fitted) return;
  fitted = layout.name;
  const { scale, position } = fitting(model, layout, { width, height });
  network.moveTo({ position, scale, animation: false });
  byId("canvas").dataset.fit = JSON.stringify({ scale, ...position });
}
