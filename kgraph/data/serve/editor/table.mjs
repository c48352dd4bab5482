// Cells of YASR's table that name an entity or an event lead to it in the explorer.
import { element } from "../../explore/script/view/elements.mjs";
import { knownIn } from "./known.mjs";
import { explorerOf } from "./results.mjs";

/** Has the tables that this YASR draws link what they name, on each of their pages. */
export function linkCells(yasr) {
  const observer = new MutationObserver(() => mark(yasr));
  yasr.on("drawn", () => mark(yasr));
  observer.observe(yasr.resultsEl, { childList: true, subtree: true });
}

async function mark(yasr) {
  const { results } = yasr;
  const cells = [...yasr.resultsEl.querySelectorAll("td .nonIri:not(.kg-seen), td a.iri:not(.kg-seen)")];
  if (!cells.length) return;
  for (const cell of cells) cell.classList.add("kg-seen");
  const known = await knownIn(results);
  for (const cell of cells) link(cell, known);
}

function link(cell, known) {
  if (cell.tagName === "A") {
    const node = known.get(cell.getAttribute("href"));
    if (node) Object.assign(cell, { href: explorerOf(node), title: node.name, className: "iri kg-seen kg-node" });
    return;
  }
  const node = known.get(valueOf(cell));
  if (!node) return;
  cell.replaceChildren(
    element(
      "a",
      { href: explorerOf(node), target: "_blank", class: `kg-node kg-${node.kind}`, title: node.type },
      ...cell.childNodes,
    ),
  );
}

/** What a cell says, without the quotation marks and the datatype that the table may show around it. */
function valueOf(cell) {
  const text = [...cell.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data);
  return text.join("").replace(/^"(.*)"$/s, "$1");
}
