// The results as nodes: the entities and events that the cells name, a line between those of one row, and a list that
// opens each in the explorer.
import { element } from "../../explore/script/view/elements.mjs";
import { count, shortened } from "../../explore/script/model/text.mjs";
import { iconOf } from "./icons.mjs";
import { knownIn } from "./known.mjs";
import { explorerOf, networkOf, tableOf } from "./results.mjs";

const VIS = "../../vis-network.min.js";
const COLOURS = { event: "#c2480a", entity: "#0a6fae" };
const LETTERS = 36;
const OPENS = "A click opens one in the explorer.";
const OPTIONS = {
  nodes: { font: { size: 14 }, scaling: { min: 8, max: 22, label: { enabled: false, drawThreshold: 1 } }, margin: 6 },
  edges: { scaling: { min: 1, max: 5 }, smooth: false },
  physics: { stabilization: { iterations: 200 }, barnesHut: { springLength: 130, avoidOverlap: 0.3 } },
  layout: { randomSeed: 1 },
  interaction: { hover: true },
};
let loading = null;

/** A plugin of YASR. */
export class Nodes {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 4;
    this.label = "Nodes";
  }

  canHandleResults() {
    return (tableOf(this.yasr.results)?.rows.length ?? 0) > 0;
  }

  getIcon() {
    return iconOf("nodes");
  }

  async draw() {
    const { results, resultsEl } = this.yasr;
    const [known, vis] = await Promise.all([knownIn(results), library()]);
    const network = networkOf(tableOf(results), known);
    if (!network.nodes.length) {
      resultsEl.replaceChildren(
        element("p", { class: "kg-note" }, "These results name no entity or event of the graph."),
      );
      return;
    }
    const canvas = element("div", { class: "kg-network" });
    const list = element("ol", { class: "kg-nodes" }, ...network.nodes.map(nodeItem));
    const said = element("div", { class: "kg-controls" }, sentenceOf(network));
    resultsEl.replaceChildren(said, element("div", { class: "kg-split" }, canvas, list));
    this.destroy();
    this.drawn = drawn(vis, canvas, network);
  }

  destroy() {
    this.drawn?.destroy();
    this.drawn = null;
  }
}

function sentenceOf({ nodes, left }) {
  const rest = left ? ` The ${count(left, "node")} in the fewest rows are left out.` : "";
  return `${count(nodes.length, "node")}, with lines between those of one row.${rest} ${OPENS}`;
}

function nodeItem(node) {
  const link = element("a", { href: explorerOf(node), target: "_blank", class: `kg-node kg-${node.kind}` }, node.name);
  return element("li", {}, link, element("span", { class: "kg-soft" }, ` ${node.type}`));
}

/** The library that draws networks, loaded when it is first needed. */
function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = element("script", { src: new URL(VIS, import.meta.url).href });
    script.addEventListener("load", () => resolve(window.vis));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return loading;
}

function drawn(vis, canvas, { nodes, lines }) {
  const shown = nodes.map((node) => ({
    id: node.iri,
    label: wrapped(node.name),
    title: node.name,
    shape: node.kind === "event" ? "box" : "dot",
    value: node.rows,
    color: node.kind === "event" ? { background: "#fff6ef", border: COLOURS.event } : COLOURS.entity,
  }));
  const edges = lines.map(({ from, to, rows }) => ({
    from,
    to,
    value: rows,
    color: { color: "#bbb7ac", highlight: "#63625d" },
  }));
  const network = new vis.Network(canvas, { nodes: shown, edges }, OPTIONS);
  network.on("click", ({ nodes: [iri] }) => iri && window.open(explorerOf({ iri }), "_blank", "noopener"));
  return network;
}

function wrapped(name) {
  return shortened(name, LETTERS).replace(/(.{12,22}?)\s/g, "$1\n");
}
