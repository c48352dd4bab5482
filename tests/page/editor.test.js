import assert from "node:assert/strict";
import { test } from "node:test";
import { declared, valuesOf, withValues } from "../../kgraph/data/serve/editor/parameters.mjs";
import {
  ALL,
  MOST,
  ROWS,
  chartOf,
  choicesOf,
  explorerOf,
  kindOf,
  nameable,
  networkOf,
  placesOf,
  tableOf,
} from "../../kgraph/data/serve/editor/results.mjs";

const PREFIXES = { kg: "https://kgraph.example/ontology#" };
const QUERY = `# Whom somebody met. WHERE { is no keyword here.
# parameters: name type limit
SELECT ?other WHERE {
  { SELECT ?event WHERE { ?event a ?type ; rdfs:label "WHERE {" } LIMIT 50 }
  ?event kg:agent ?who, ?other . ?who rdfs:label ?name .
}`;

test("a query declares its parameters in a comment", () => {
  assert.deepEqual(declared(QUERY), ["name", "type", "limit"]);
  assert.deepEqual(declared("SELECT * { ?s ?p ?o }"), []);
});

test("a value stands at the start of each pattern, and nowhere in comments and strings", () => {
  const made = withValues(QUERY, { name: "Ada Lund" }, PREFIXES);
  assert.equal(made.split('VALUES ?name { "Ada Lund" }').length - 1, 2);
  assert.ok(made.startsWith("# Whom somebody met. WHERE { is no keyword here.\n"));
  assert.ok(made.includes('rdfs:label "WHERE {"'));
});

test("what a form has written is read again, and taken out again", () => {
  const values = { name: 'Ada "the fox"\\ Lund\n', type: "kg:Meeting", limit: "7" };
  const made = withValues(QUERY, values, PREFIXES);
  assert.deepEqual(valuesOf(made), values);
  assert.equal(withValues(made, { limit: "50" }, PREFIXES), QUERY);
  assert.deepEqual(valuesOf(QUERY), { name: "", type: "", limit: "50" });
});

test("names with a known prefix and IRIs are written as they are, all else as a string", () => {
  const term = (value) => withValues(QUERY, { type: value }, PREFIXES).match(/VALUES \?type \{ (.*?) \}/)[1];
  assert.equal(term("kg:Meeting"), "kg:Meeting");
  assert.equal(term("<https://x.example/a>"), "<https://x.example/a>");
  assert.equal(term("other:Meeting"), '"other:Meeting"');
  assert.equal(term('} DELETE { "'), '"} DELETE { \\""');
  assert.equal(term("toString:x"), '"toString:x"');
});

test("a query that its reader has changed keeps the change", () => {
  const changed = withValues(QUERY, { name: "Ada" }, PREFIXES).replace("?other WHERE", "?other ?who WHERE");
  assert.ok(withValues(changed, { name: "Bram" }, PREFIXES).includes("SELECT ?other ?who WHERE { VALUES ?name"));
});

test("VALUES of the query's own stay where they are", () => {
  const own = '# parameters: name\nSELECT * WHERE { ?s ?p ?name . VALUES ?name { "x" } }';
  assert.equal(withValues(own, {}, PREFIXES), own);
  assert.equal(valuesOf(own).name, "");
});

test("only a limit that is a number is taken, and none is a very large one", () => {
  const all = withValues(QUERY, { limit: "0" }, PREFIXES);
  assert.ok(all.includes("LIMIT 1000000000"));
  assert.equal(valuesOf(all).limit, "0");
  for (const limit of ["", "x", "-1", "1e3", "007"]) assert.equal(withValues(QUERY, { limit }, PREFIXES), QUERY);
  assert.ok(withValues(QUERY, { limit: "12" }, PREFIXES).includes("LIMIT 12"));
});

const XSD = "http://www.w3.org/2001/XMLSchema#";
const cell = (value, type = "literal", datatype = undefined) => ({ value: String(value), type, datatype });
const rowsOf = (columns, rows) => ({
  columns,
  rows: rows.map((row) =>
    Object.fromEntries(row.map((value, n) => [columns[n], value === null ? undefined : cell(value)])),
  ),
});
const ada = { iri: "https://x.example/entity/ada", kind: "entity", name: "Ada", type: "Person" };
const oslo = { iri: "https://x.example/entity/oslo", kind: "entity", name: "Oslo", type: "City", at: [59.9, 10.7] };
const bergen = {
  iri: "https://x.example/entity/bergen",
  kind: "entity",
  name: "Bergen",
  type: "City",
  at: [60.4, 5.3],
};
const KNOWN = new Map([ada, oslo, bergen].map((node) => [node.name, node]));

test("a column is of numbers, days, IRIs or texts", () => {
  const table = rowsOf(
    ["n", "day", "month", "word"],
    [
      ["1", "2024-03-12", "2024-03", "a"],
      ["2.5e1", "2024-03-13T10:00:00Z", null, "1"],
    ],
  );
  assert.deepEqual(
    table.columns.map((column) => kindOf(table, column)),
    ["number", "day", "day", "text"],
  );
  const typed = {
    columns: ["y", "i"],
    rows: [{ y: cell("2024", "literal", `${XSD}gYear`), i: cell("https://x.example/", "uri") }],
  };
  assert.deepEqual(
    typed.columns.map((column) => kindOf(typed, column)),
    ["day", "iri"],
  );
});

test("what is no table cannot be drawn", () => {
  assert.equal(tableOf(undefined), null);
  assert.equal(tableOf({ getVariables: () => [], getBindings: () => [] }), null);
});

test("a chart begins with days for its labels and all numbers for its values", () => {
  const table = rowsOf(
    ["word", "up", "month", "down"],
    [
      ["a", 1, "2024-04", 2],
      ["b", 3, "2024-03", 4],
    ],
  );
  const { labels, values } = choicesOf(table);
  assert.deepEqual([labels[0], values[0]], ["month", ALL]);
  const { points, series, timed } = chartOf(table, "month", ALL);
  assert.ok(timed);
  assert.deepEqual(series, ["up", "down"]);
  assert.deepEqual(points, [
    { name: "2024-03", values: [3, 4] },
    { name: "2024-04", values: [1, 2] },
  ]);
});

test("without numbers a chart counts rows, the largest first", () => {
  const table = rowsOf(["word"], [["b"], ["a"], ["a"], [null]]);
  const { values } = choicesOf(table);
  assert.deepEqual(values, [ROWS]);
  assert.deepEqual(chartOf(table, "word", ROWS).points, [
    { name: "a", values: [2] },
    { name: "b", values: [1] },
  ]);
});

test("many days are drawn by month or year, and many names only as far as they fit", () => {
  const days = rowsOf(
    ["day"],
    Array.from({ length: 300 }, (_, n) => [new Date(n * 864e5).toISOString().slice(0, 10)]),
  );
  assert.equal(chartOf(days, "day", ROWS).points[0].name, "1970-01");
  const names = rowsOf(
    ["name"],
    Array.from({ length: 100 }, (_, n) => [`name ${n}`]),
  );
  const { points, left } = chartOf(names, "name", ROWS);
  assert.deepEqual([points.length, left], [MOST.bars, 100 - MOST.bars]);
});

test("texts that may name something are looked up, numbers, days and long texts are not", () => {
  const table = rowsOf(
    ["a", "b"],
    [
      ["Ada", "3"],
      ["Ada", "2024-03-12"],
      ["x".repeat(301), "Oslo"],
    ],
  );
  assert.deepEqual(nameable(table), ["Ada", "Oslo"]);
});

test("nodes of one row are joined, once for all rows that have them", () => {
  const table = rowsOf(
    ["who", "where", "n"],
    [
      ["Ada", "Oslo", 1],
      ["Ada", "Oslo", 2],
      ["Ada", "nowhere", 3],
    ],
  );
  const { nodes, lines } = networkOf(table, KNOWN);
  assert.deepEqual(
    nodes.map(({ name, rows }) => [name, rows]),
    [
      ["Ada", 3],
      ["Oslo", 2],
    ],
  );
  assert.deepEqual(lines, [{ from: ada.iri, to: oslo.iri, rows: 2 }]);
});

test("places are as large as the first number of their rows", () => {
  const table = rowsOf(
    ["where", "events"],
    [
      ["Oslo", 2],
      ["Bergen", 5],
      ["Ada", 9],
    ],
  );
  const { places, measure } = placesOf(table, KNOWN);
  assert.equal(measure, "events");
  assert.deepEqual(
    places.map(({ name, size }) => [name, size]),
    [
      ["Bergen", 5],
      ["Oslo", 2],
    ],
  );
});

test("without numbers places are as large as the number of their rows", () => {
  const { places, measure } = placesOf(rowsOf(["where"], [["Oslo"], ["Oslo"]]), KNOWN);
  assert.deepEqual([places[0].size, measure], [2, "rows"]);
});

test("a node has an address in the explorer", () => {
  assert.equal(explorerOf(ada), "/#select=https%3A%2F%2Fx.example%2Fentity%2Fada");
});
