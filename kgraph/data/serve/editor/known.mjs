// Which cells of the results name an entity or an event of the graph, as the server knows it.
import { nameable, tableOf } from "./results.mjs";

const answers = new WeakMap();

/** The nodes that the cells name, by the cells' values; asked for once for each answer. */
export function knownIn(results) {
  const table = tableOf(results);
  if (!table) return Promise.resolve(new Map());
  if (!answers.has(results)) answers.set(results, ask(nameable(table)));
  return answers.get(results);
}

async function ask(names) {
  if (!names.length) return new Map();
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch("/editor/nodes", { method: "POST", headers, body: JSON.stringify({ names }) });
  if (!answer.ok) return new Map();
  const { nodes } = await answer.json();
  return new Map(Object.entries(nodes));
}
