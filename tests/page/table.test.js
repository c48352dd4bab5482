import assert from "node:assert/strict";
import { test } from "node:test";
import { cellOf, csvOf } from "../../kgraph/data/explore/script/model/csv.mjs";
import { FIRST_SORTING, ariaSort, sortedBy, sortedRows } from "../../kgraph/data/explore/script/model/table.mjs";
import { ADA, BRAM, blame, iris, meeting, storyOf } from "./story.js";

const told = (times) =>
  Array.from({ length: times }, () => ({ article: 0, quote: '=Ada met "Bram"', trigger: [5, 8] }));
const model = storyOf([
  blame(ADA, BRAM, { day: "2024-03-13", label: "b", tellings: told(2) }),
  meeting(ADA, BRAM, { day: "2024-03-12", label: "c", tellings: told(10) }),
  meeting(ADA, BRAM, { label: "a", tellings: told(2) }),
]);
const sorted = (column, down) => iris(sortedRows(model, model.listed, { column, down }));

test("the table is sorted by each column, equal rows by time", () => {
  assert.deepEqual(sorted(0, false), ["e1", "e0", "e2"]);
  assert.deepEqual(sorted(0, true), ["e2", "e0", "e1"]);
  assert.deepEqual(sorted(1, false), ["e2", "e0", "e1"]);
  assert.deepEqual(sorted(2, false), ["e0", "e1", "e2"]);
  assert.deepEqual(sorted(4, true), ["e1", "e0", "e2"], "by number");
  assert.deepEqual(sorted(4, false), ["e0", "e2", "e1"]);
});

test("a column chosen twice turns round; reports begin with the most", () => {
  const once = sortedBy(FIRST_SORTING, 1);
  assert.deepEqual(
    [once, sortedBy(once, 1)],
    [
      { column: 1, down: false },
      { column: 1, down: true },
    ],
  );
  assert.deepEqual(sortedBy(FIRST_SORTING, 4), { column: 4, down: true });
  assert.deepEqual(
    [0, 1].map((column) => ariaSort(FIRST_SORTING, column)),
    ["ascending", "none"],
  );
});

for (const [text, cell] of [
  ["plain", "plain"],
  ["=1+1", "'=1+1"],
  ["'=1", "''=1"],
  ["-5.5", "-5.5"],
  ["+49 30 1234", "'+49 30 1234"],
  ["＠x", "'＠x"],
  ["a\r\nb\rc", "a\nb\nc"],
  ["a\u0000b\u202ec\ufffe", "a bc\ufffd"],
])
  test(`the cell of ${JSON.stringify(text)}`, () => assert.equal(cellOf(text), cell));

test("the file has a header, and quotation marks that a spreadsheet understands", () => {
  const [header, first, ...rest] = csvOf(model.listed).split("\r\n");
  assert.equal(header.replaceAll('"', ""), "begin,end,stated,type,event,factuality,reports,quote,iri");
  assert.equal(first, '"2024-03-12","2024-03-12","true","Meeting","c","happened","10","\'=Ada met ""Bram""","e1"');
  assert.equal(rest.length, 2);
});
