// Who does what to whom as a table: the row acts, the column is acted on; signs say what colours say.
const MATRIX = 40;
function matrixIds() {
  const main = data.nodes.slice(0, Math.min(tierOf(state.shown).count, MATRIX)).map((node) => node.id);
  return [...new Set([...main, ...chosenNodes()])].filter((id) => !state.kinds.has(kindOf(data.nodes[id].iri)));
}
// For each two of these nodes, how many of the events from one to the other happened, by orientation, and how many did not.
function dyads(ids) {
  const inside = new Set(ids), found = new Map();
  for (const edge of data.edges) if (inside.has(edge.from) && inside.has(edge.to)) {
    const events = passing(edge);
    for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) for (const event of events) if (goes(event, data.nodes[a].iri, data.nodes[b].iri)) {
      const key = `${a}>${b}`, cell = found.get(key) || { cooperation: 0, conflict: 0, neutral: 0, unreal: 0 };
      cell[REAL.has(event.factuality) ? event.orientation : "unreal"]++;
      found.set(key, cell);
    }
  }
  return found;
}
function drawMatrix() {
  const ids = matrixIds(), cells = dyads(ids), rows = ids.filter((a) => ids.some((b) => cells.has(`${a}>${b}`))), columns = ids.filter((b) => ids.some((a) => cells.has(`${a}>${b}`)));
  if (!rows.length) return byId("matrix").replaceChildren(element("p", {}, "Nothing passes these filters."));
  const head = element("tr", {}, element("td", {}, element("i", {}, "who ↓ to whom →")), ...columns.map((id) => element("th", { scope: "col" }, nameCell(id))));
  const body = rows.map((a) => element("tr", {}, element("th", { scope: "row" }, nameCell(a)), ...columns.map((b) => dyadCell(a, b, cells.get(`${a}>${b}`)))));
  const table = element("table", { class: "dyads" }, element("thead", {}, head), element("tbody", {}, ...body));
  table.addEventListener("mouseover", ({ target }) => light(table, target.closest("td")));
  table.addEventListener("mouseleave", () => light(table, null));
  byId("matrix").replaceChildren(matrixKey(), table);
}
function nameCell(id) {
  const { iri } = data.nodes[id], name = nameOf(iri).split(/\s+/).join(" ");
  return element("button", { type: "button", title: name, class: iri === state.select ? "on" : "", dir: "auto", onclick: () => choose(iri) }, name.length > 24 ? `${name.slice(0, 23)}…` : name);
}
function dyadCell(a, b, cell) {
  if (a === b) return element("td", { class: "self" });
  if (!cell) return element("td", {});
  const { cooperation, conflict, neutral, unreal } = cell, key = `pair:${a}>${b}`, sum = cooperation + conflict, balance = cooperation - conflict;
  const side = !sum ? "" : balance > 0 ? "cooperation" : balance < 0 ? "conflict" : "even";
  const words = [count(cooperation, "act", "acts") + " of cooperation", `${conflict} of conflict`, `${neutral} of neither`, `${unreal} planned, possible or denied`].filter((part) => !part.startsWith("0")).join(", ");
  const label = `${nameOf(data.nodes[a].iri)} to ${nameOf(data.nodes[b].iri)}: ${words}`;
  const shown = sum ? [cooperation ? element("b", {}, `+${cooperation}`) : null, conflict ? element("b", { class: "minus" }, `−${conflict}`) : null] : [neutral ? "·" : "○"];
  return element("td", { class: `${side} s${Math.min(4, Math.ceil(Math.log2(sum + 1)))}` },
    element("button", { type: "button", title: label, "aria-label": label, class: state.select === key ? "on" : "", onclick: () => select(key) }, ...shown));
}
function light(table, cell) {
  for (const one of table.querySelectorAll(".lit")) one.classList.remove("lit");
  if (cell && cell.cellIndex > 0) table.tHead.rows[0].cells[cell.cellIndex].classList.add("lit");
}
function matrixKey() {
  const sample = (kind, sign, words) => element("span", {}, element("i", { class: kind }, sign), words);
  const most = tierOf(state.shown).count > MATRIX ? `The first ${MATRIX} actors. ` : "";
  return element("p", { class: "key" }, `${most}The row acts on the column. Of what happened: `, sample("cooperation s2", "+2", "more cooperation"), sample("conflict s2", "−2", "more conflict"), sample("even s2", "±", "as much of both"),
    sample("", "·", "neither"), sample("", "○", "only planned, possible or denied"));
}
