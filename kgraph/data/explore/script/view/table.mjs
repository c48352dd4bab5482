// The events as a table, and as a file for a spreadsheet.
import { csvOf } from "../model/csv.mjs";
import { MOST } from "../model/defaults.mjs";
import { filtered } from "../model/filters.mjs";
import { listedOnly } from "../model/part.mjs";
import { COLUMNS, FIRST_SORTING, ariaSort, sortedBy, sortedRows } from "../model/table.mjs";
import { count } from "../model/text.mjs";
import { select } from "./choosing.mjs";
import { button, byId, element, tableOf } from "./elements.mjs";
import { model, state } from "./session.mjs";

const SIGNS = { none: "", descending: " ▾", ascending: " ▴" };
let sorting = FIRST_SORTING;

export function drawTable() {
  const rows = sortedRows(model, filtered(model, state), sorting);
  const only = listedOnly(model, state);
  const all = only ? "those" : count(rows.length, "event");
  const first =
    rows.length > MOST.rows ? `The first ${MOST.rows} of ${all}; the CSV has all of ${only ? "them" : "these"}. ` : "";
  const note = `${only} ${first || (only ? "" : `${all}. `)}`.trimStart();
  const top = element(
    "p",
    {},
    note,
    button("Download as CSV", () => download(rows)),
  );
  byId("table").replaceChildren(top, tableOf("events", COLUMNS.map(head), rows.slice(0, MOST.rows).map(row)));
}

function head({ title }, column) {
  const sorted = ariaSort(sorting, column);
  return element(
    "th",
    { "aria-sort": sorted, scope: "col" },
    button(title + SIGNS[sorted], () => sortBy(column), ""),
  );
}

function row(event) {
  const cells = COLUMNS.map(({ cell, leads }, column) => {
    const text = String(cell(event, model));
    return element("td", { class: `c${column}` }, leads ? button(text, () => select(event.iri)) : text);
  });
  return element("tr", {}, ...cells);
}

function sortBy(column) {
  sorting = sortedBy(sorting, column);
  drawTable();
}

function download(rows) {
  const address = URL.createObjectURL(new Blob([csvOf(rows)], { type: "text/csv" }));
  element("a", { href: address, download: "events.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
