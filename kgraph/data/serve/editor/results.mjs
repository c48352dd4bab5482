// What a table of results can be drawn as. A table is {columns, rows}; a cell is {value, type, datatype} or absent.
import { compare } from "../../explore/script/model/order.mjs";

/** The most that is drawn: bars or points of a chart, nodes and places. */
export const MOST = Object.freeze({ bars: 40, points: 120, nodes: 40, places: 300, rows: 2000, looked: 2000 });
/** What a chart counts where no column has numbers, or its reader chooses so. */
export const ROWS = "number of rows";
export const ALL = "all numbers";
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const DAY = /^-?\d{4}(?:-\d\d(?:-\d\d(?:T.*)?)?)?$/;
const LONGEST = 300;
const YEARS = /#g?[yY]ear$/;

/** The table of what YASR has parsed; null where it is no table. */
export function tableOf(results) {
  const [columns, rows] = [results?.getVariables?.(), results?.getBindings?.()];
  return columns?.length && rows ? { columns, rows } : null;
}

/** "number", "day", "iri" or "text": what all cells of a column are. */
export function kindOf({ rows }, column) {
  const cells = rows.map((row) => row[column]).filter((cell) => cell && cell.value !== "");
  const all = (test) => cells.length > 0 && cells.every(test);
  if (all(({ type }) => type === "uri")) return "iri";
  const years = cells.some(({ datatype }) => YEARS.test(datatype ?? ""));
  if (!years && all(({ value }) => NUMBER.test(value))) return "number";
  return all(({ value }) => DAY.test(value)) ? "day" : "text";
}

/** What a chart of this table can show: the columns for its labels, and those for its values. */
export function choicesOf(table) {
  const kinds = new Map(table.columns.map((column) => [column, kindOf(table, column)]));
  const numbers = table.columns.filter((column) => kinds.get(column) === "number");
  const others = table.columns.filter((column) => kinds.get(column) !== "number");
  const days = others.filter((column) => kinds.get(column) === "day");
  const labels = [...days, ...others.filter((column) => !days.includes(column))];
  const values = [...(numbers.length > 1 ? [ALL] : []), ...numbers, ROWS];
  return { labels: labels.length ? labels : table.columns, values, numbers, days };
}

/**
 * The chart: its series, a point for each label with a value for each series, whether labels are days in order of
 * time, and how many labels were left out. Values of one label are summed.
 */
export function chartOf(table, label, value) {
  const { numbers, days } = choicesOf(table);
  const series = value === ALL ? numbers : [value];
  const timed = days.includes(label);
  const cut = timed ? lengthOf(table, label) : undefined;
  const sums = new Map();
  for (const row of table.rows) add(sums, nameOf(row[label]).slice(0, cut), row, series);
  const points = [...sums].map(([name, values]) => ({ name, values })).filter(({ name }) => name);
  const order = timed ? (a, b) => compare(a.name, b.name) : (a, b) => totalOf(b) - totalOf(a);
  const most = timed ? MOST.points : MOST.bars;
  const sorted = points.sort(order);
  return { series, timed, points: sorted.slice(0, most), left: Math.max(0, sorted.length - most) };
}

export function totalOf({ values }) {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** How much of a day is shown so that there are not more points than can be: days, months or years. */
function lengthOf({ rows }, column) {
  const different = (length) => new Set(rows.map((row) => nameOf(row[column]).slice(0, length))).size;
  return [10, 7].find((length) => different(length) <= MOST.points) ?? 4;
}

function add(sums, name, row, series) {
  const values = sums.get(name) ?? series.map(() => 0);
  sums.set(
    name,
    values.map((sum, index) => sum + (series[index] === ROWS ? 1 : Number(row[series[index]]?.value ?? 0))),
  );
}

function nameOf(cell) {
  return cell?.value ?? "";
}

/** The cells that could name an entity or an event: IRIs, and texts that are not too long; each once. */
export function nameable({ columns, rows }) {
  const found = new Set();
  for (const row of rows.slice(0, MOST.rows))
    for (const column of columns) if (isName(row[column])) found.add(row[column].value);
  return [...found].slice(0, MOST.looked);
}

function isName(cell) {
  if (!cell || !cell.value || cell.value.length > LONGEST) return false;
  return cell.type === "uri" || (!NUMBER.test(cell.value) && !DAY.test(cell.value));
}

/** The nodes of a row, in the order of its columns; `known` has the node of a cell's value. */
function nodesOf(columns, row, known) {
  const nodes = columns.map((column) => row[column] && known.get(row[column].value)).filter(Boolean);
  return [...new Map(nodes.map((node) => [node.iri, node])).values()];
}

/**
 * The network of a table: its nodes by how many rows name them, and a line between those of one row. Nodes beyond the
 * most are left out.
 */
export function networkOf(table, known) {
  const [nodes, lines] = [new Map(), new Map()];
  for (const cells of table.rows.slice(0, MOST.rows)) {
    const row = nodesOf(table.columns, cells, known);
    for (const node of row) nodes.set(node.iri, { ...node, rows: (nodes.get(node.iri)?.rows ?? 0) + 1 });
    for (const [from, to] of pairs(row)) {
      const key = [from.iri, to.iri].sort().join(" ");
      lines.set(key, { from: from.iri, to: to.iri, rows: (lines.get(key)?.rows ?? 0) + 1 });
    }
  }
  const sorted = [...nodes.values()].sort((a, b) => b.rows - a.rows || compare(a.name, b.name));
  const shown = new Set(sorted.slice(0, MOST.nodes).map(({ iri }) => iri));
  return {
    nodes: sorted.slice(0, MOST.nodes),
    lines: [...lines.values()].filter(({ from, to }) => shown.has(from) && shown.has(to)),
    left: Math.max(0, sorted.length - MOST.nodes),
  };
}

function pairs(row) {
  return row.flatMap((from, index) => row.slice(index + 1).map((to) => [from, to]));
}

/**
 * The places of a table whose position is known, the largest first, with the name of what their sizes are: the table's
 * first column of numbers, or the number of their rows. Negative numbers count as none.
 */
export function placesOf(table, known) {
  const column = choicesOf(table).numbers[0];
  const places = new Map();
  for (const row of table.rows.slice(0, MOST.rows)) {
    const size = column ? Math.max(0, Number(row[column]?.value ?? 0)) : 1;
    for (const place of nodesOf(table.columns, row, known).filter(({ at }) => at))
      places.set(place.iri, { ...place, size: (places.get(place.iri)?.size ?? 0) + size });
  }
  const sorted = [...places.values()].sort((a, b) => b.size - a.size || compare(a.name, b.name));
  return { places: sorted.slice(0, MOST.places), measure: column ?? "rows" };
}

/** The address at which the explorer shows a node. */
export function explorerOf({ iri }) {
  return `/#${new URLSearchParams({ select: iri })}`;
}
