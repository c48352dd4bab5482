// Who does what to whom: of each two actors, how many of the events from one to the other happened, by orientation,
// and how many did not.
import { kindOf, tierOf } from "./data.mjs";
import { MOST } from "./defaults.mjs";
import { goes, isReal, passing } from "./lines.mjs";
import { chosenNodes, endsOf } from "./selection.mjs";
import { count } from "./text.mjs";

/** The nodes of the matrix: the main actors and who is chosen. */
export function matrixIds(model, state) {
  const main = model.nodes.slice(0, Math.min(tierOf(model, state.shown).count, MOST.matrix)).map((node) => node.id);
  const all = [...new Set([...main, ...chosenNodes(model, state)])];
  return all.filter((id) => !state.kinds.has(kindOf(model, model.nodes[id].iri)));
}

/**
 * The matrix: ids of its rows, ids of its columns, and its cells by "row>column". Rows and columns without a cell are
 * left out.
 */
export function matrixOf(model, state) {
  const ids = matrixIds(model, state);
  const cells = dyads(model, state, new Set(ids));
  const rows = ids.filter((a) => ids.some((b) => cells.has(`${a}>${b}`)));
  const columns = ids.filter((b) => ids.some((a) => cells.has(`${a}>${b}`)));
  return { rows, columns, cells };
}

function dyads(model, state, inside) {
  if (model.cells) return countedCells(model, inside);
  const found = new Map();
  for (const edge of model.edges) {
    if (!inside.has(edge.from) || !inside.has(edge.to)) continue;
    const [from, to] = endsOf(model, edge);
    const events = passing(edge, state);
    add(
      found,
      `${edge.from}>${edge.to}`,
      events.filter((event) => goes(model, event, from, to)),
    );
    add(
      found,
      `${edge.to}>${edge.from}`,
      events.filter((event) => goes(model, event, to, from)),
    );
  }
  return found;
}

/** What the server counted, by ids of nodes. */
function countedCells(model, inside) {
  const found = new Map();
  for (const [key, [cooperation, conflict, neutral, unreal]] of Object.entries(model.cells)) {
    const [a, b] = key.split(">").map((iri) => model.nodeOf.get(iri)?.id);
    if (inside.has(a) && inside.has(b)) found.set(`${a}>${b}`, { cooperation, conflict, neutral, unreal });
  }
  return found;
}

function add(cells, key, events) {
  if (!events.length) return;
  const cell = cells.get(key) ?? { cooperation: 0, conflict: 0, neutral: 0, unreal: 0 };
  for (const event of events) cell[isReal(event) ? event.orientation : "unreal"]++;
  cells.set(key, cell);
}

/** Which side a cell is on ("even" where on none), and how strongly, from 0 to 4. */
export function balanceOf({ cooperation, conflict }) {
  const sum = cooperation + conflict;
  const balance = cooperation - conflict;
  const side = !sum ? "" : balance > 0 ? "cooperation" : balance < 0 ? "conflict" : "even";
  return { side, strength: Math.min(4, Math.ceil(Math.log2(sum + 1))) };
}

/** A cell in words. */
export function cellWords({ cooperation, conflict, neutral, unreal }) {
  const parts = [
    `${count(cooperation, "act")} of cooperation`,
    `${conflict} of conflict`,
    `${neutral} of neither`,
    `${unreal} planned, possible or denied`,
  ];
  return parts.filter((part) => !part.startsWith("0")).join(", ");
}
