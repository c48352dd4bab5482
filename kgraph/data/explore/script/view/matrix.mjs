// Who does what to whom as a table: the row acts, the column is acted on; signs say what colours say.
import { nameOf, tierOf } from "../model/data.mjs";
import { LETTERS, MOST } from "../model/defaults.mjs";
import { NOTHING } from "../model/labels.mjs";
import { balanceOf, cellWords, matrixOf } from "../model/matrix.mjs";
import { selectPair } from "../model/selection.mjs";
import { shortened } from "../model/text.mjs";
import { choose, select } from "./choosing.mjs";
import { byId, element, tableOf } from "./elements.mjs";
import { model, state } from "./session.mjs";

export function drawMatrix() {
  const { rows, columns, cells } = matrixOf(model, state);
  if (!rows.length) return byId("matrix").replaceChildren(element("p", {}, NOTHING));
  const corner = element("td", {}, element("i", {}, "who ↓ to whom →"));
  const head = columns.map((id) => element("th", { scope: "col" }, nameCell(id)));
  const body = rows.map((a) => row(a, columns, cells));
  const table = tableOf("dyads", [corner, ...head], body);
  table.addEventListener("mouseover", ({ target }) => light(table, target.closest("td")));
  table.addEventListener("mouseleave", () => light(table, null));
  byId("matrix").replaceChildren(legend(), table);
}

function row(a, columns, cells) {
  const dyads = columns.map((b) => dyadCell([a, b], cells.get(`${a}>${b}`)));
  return element("tr", {}, element("th", { scope: "row" }, nameCell(a)), ...dyads);
}

function nameCell(id) {
  const { iri } = model.nodes[id];
  const name = nameOf(model, iri).split(/\s+/).join(" ");
  const properties = { type: "button", title: name, class: iri === state.select ? "on" : "", dir: "auto" };
  return element("button", { ...properties, onclick: () => choose(iri) }, shortened(name, LETTERS.matrix));
}

function dyadCell([a, b], cell) {
  if (a === b) return element("td", { class: "self" });
  if (!cell) return element("td", {});
  const { side, strength } = balanceOf(cell);
  return element("td", { class: `${side} s${strength}` }, dyadButton([a, b], cell));
}

function dyadButton([a, b], cell) {
  const ends = [a, b].map((id) => model.nodes[id].iri);
  const key = selectPair(ends, true);
  const [from, to] = ends.map((iri) => nameOf(model, iri));
  const label = `${from} to ${to}: ${cellWords(cell)}`;
  const properties = { type: "button", title: label, "aria-label": label, class: state.select === key ? "on" : "" };
  return element("button", { ...properties, onclick: () => select(key) }, ...signs(cell));
}

function signs({ cooperation, conflict, neutral }) {
  if (!cooperation && !conflict) return [neutral ? "·" : "○"];
  const plus = cooperation ? element("b", {}, `+${cooperation}`) : null;
  const minus = conflict ? element("b", { class: "minus" }, `−${conflict}`) : null;
  return [plus, minus];
}

/** Shows which column the pointer is in. */
function light(table, cell) {
  for (const one of table.querySelectorAll(".lit")) one.classList.remove("lit");
  if (cell && cell.cellIndex > 0) table.tHead.rows[0].cells[cell.cellIndex].classList.add("lit");
}

function legend() {
  const sample = (kind, sign, words) => element("span", {}, element("i", { class: kind }, sign), words);
  const most = tierOf(model, state.shown).count > MOST.matrix ? `The first ${MOST.matrix} actors. ` : "";
  return element(
    "p",
    { class: "key" },
    `${most}The row acts on the column. Of what happened: `,
    sample("cooperation s2", "+2", "more cooperation"),
    sample("conflict s2", "−2", "more conflict"),
    sample("even s2", "±", "as much of both"),
    sample("", "·", "neither"),
    sample("", "○", "only planned, possible or denied"),
  );
}
