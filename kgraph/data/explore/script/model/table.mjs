// The events as a table, and its order.
import { byTime, moment, when } from "./dates.mjs";
import { factOf, labelOf } from "./labels.mjs";
import { compare } from "./order.mjs";

// `order` gives what a column is sorted by, where that is not what it shows; `down` says that the largest come first.
export const COLUMNS = [
  { title: "When", cell: (event) => when(event), order: moment },
  { title: "What", cell: (event) => event.label, leads: true },
  { title: "Kind", cell: (event, model) => labelOf(model, event.type) },
  { title: "Did it happen?", cell: (event) => factOf(event) },
  { title: "Reports", cell: (event) => event.tellings.length, down: true },
];

export const FIRST_SORTING = Object.freeze({ column: 0, down: false });

/** The sorting after a column was chosen: that column's, or the other way round. */
export function sortedBy(sorting, column) {
  return { column, down: sorting.column === column ? !sorting.down : Boolean(COLUMNS[column].down) };
}

/** The events in the order of a sorting; equal ones by their times. */
export function sortedRows(model, events, { column, down }) {
  const { cell, order = cell } = COLUMNS[column];
  const turn = down ? -1 : 1;
  return [...events].sort((a, b) => turn * compare(order(a, model), order(b, model)) || byTime(a, b));
}

/** How a column is sorted, as "aria-sort" says it. */
export function ariaSort(sorting, column) {
  if (sorting.column !== column) return "none";
  return sorting.down ? "descending" : "ascending";
}
