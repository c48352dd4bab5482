import assert from "node:assert/strict";
import { test } from "node:test";
import {
  FILTERS,
  countsOf,
  filterKey,
  filtered,
  histogram,
  optionsOf,
  passes,
  passingOf,
  typeTree,
} from "../../kgraph/data/explore/script/model/filters.mjs";
import { ADA, BRAM, KELM, blame, event, iris, meeting, stateWith, storyOf } from "./story.js";

const told = (...articles) =>
  articles.map((number) => ({ article: number, quote: "One met another.", trigger: [4, 7] }));
const model = storyOf([
  meeting(ADA, BRAM, { day: "2024-03-12", tellings: told(0, 1) }),
  blame(ADA, KELM, { begin: "2024-03-13", end: "2024-03-20", stated: true, precision: "week" }),
  event("Visit", [["agent", BRAM]], { factuality: "planned", tellings: told(1) }),
]);

function left(chosen) {
  return iris(filtered(model, stateWith(chosen)));
}

test("everything passes until something is switched off", () => {
  assert.deepEqual(left({}), ["e0", "e1", "e2"]);
});

for (const [name, off, expected] of [
  ["types", ["Blame"], ["e0", "e2"]],
  ["orientations", ["cooperation", "neutral"], ["e1"]],
  ["facts", ["planned"], ["e0", "e1"]],
  ["kinds", ["Person"], ["e1"]],
  ["kinds", ["Place"], ["e0", "e1", "e2"]],
  ["articles", ["1"], ["e0", "e1"]],
  ["articles", ["0", "1"], []],
])
  test(`${name} without ${off}`, () => assert.deepEqual(left({ [name]: off }), expected));

test("filters combine", () => {
  assert.deepEqual(left({ types: ["Blame"], facts: ["planned"] }), ["e0"]);
});

for (const [state, expected] of [
  [{ from: "2024-03-13" }, ["e1", "e2"]],
  [{ from: "2024-03-20", undated: false }, ["e1"]],
  [{ from: "2024-03-21", undated: false }, []],
  [{ to: "2024-03-12" }, ["e0", "e2"]],
  [{ to: "2024-03-13", undated: false }, ["e0", "e1"]],
  [{ undated: false }, ["e0", "e1"]],
])
  test(`an event passes dates that it touches: ${JSON.stringify(state)}`, () =>
    assert.deepEqual(left(state), expected));

test("a time that is open at one end is that end", () => {
  const [since] = storyOf([blame(ADA, BRAM, { begin: "2024-03-13", stated: true })]).listed;
  assert.ok(!passes(since, stateWith({ to: "2024-03-12" })));
  assert.ok(!passes(since, stateWith({ from: "2024-03-14" })));
});

test("the events of an actor", () => {
  assert.deepEqual(iris(passingOf(model, stateWith({ types: ["Meeting"] }), ADA)), ["e1"]);
  assert.deepEqual(passingOf(model, stateWith(), "nobody"), []);
});

test("the counts of a filter follow the other filters and not itself", () => {
  const state = stateWith({ orientations: ["conflict"], facts: ["planned"] });
  assert.deepEqual(
    [...countsOf(model, state, "orientations")],
    [
      ["cooperation", 1],
      ["conflict", 1],
    ],
  );
  assert.deepEqual(
    [...countsOf(model, state, "articles")],
    [
      ["0", 1],
      ["1", 1],
    ],
  );
});

test("each filter but the tree of types has options", () => {
  const options = FILTERS.filter(({ name }) => name !== "types").map(({ name }) => optionsOf(model, name));
  assert.deepEqual(
    options.map((one) => one.length),
    [3, 7, 3, 2],
  );
  assert.deepEqual(optionsOf(model, "kinds"), [
    ["Person", "People"],
    ["Organization", "Organisations"],
    ["Place", "Places"],
  ]);
  assert.deepEqual(optionsOf(model, "articles")[1], ["1", "The second"]);
});

test("types stand below the roots of their branches, the largest branch first", () => {
  const tree = typeTree(model, countsOf(model, stateWith(), "types"));
  assert.deepEqual(tree, [
    { root: "Consult", label: "Consultation", types: ["Meeting", "Visit"], sum: 2 },
    { root: "Accuse", label: "Accusation", types: ["Blame"], sum: 1 },
  ]);
});

test("a type that the page knows nothing of is its own root", () => {
  const odd = storyOf([event("toString", [["agent", ADA]])]);
  assert.deepEqual(typeTree(odd, new Map())[0].types, ["toString"]);
});

test("the key of the filters tells what the filters are, and nothing else", () => {
  const key = filterKey(stateWith({ types: ["Blame", "Visit"] }));
  assert.equal(filterKey(stateWith({ types: ["Visit", "Blame"], select: ADA, view: "table" })), key);
  for (const other of [
    { types: ["Blame"] },
    { kinds: ["Blame", "Visit"] },
    { types: ["Blame", "Visit"], undated: false },
  ])
    assert.notEqual(filterKey(stateWith(other)), key);
});

test("the histogram has bars for days", () => {
  assert.deepEqual(histogram(model, stateWith()), [
    { label: "12 Mar 2024", number: 1 },
    { label: "13 Mar 2024", number: 1 },
  ]);
});

test("the histogram has bars for months where the days are many, and none for vaguer times", () => {
  const days = Array.from({ length: 63 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  const events = days.map((day) => blame(ADA, BRAM, { day }));
  const vague = blame(ADA, BRAM, { day: "2019-01-01", precision: "year" });
  assert.deepEqual(histogram(storyOf([...events, vague]), stateWith()), [
    { label: "Jan 2024", number: 31 },
    { label: "Feb 2024", number: 29 },
    { label: "Mar 2024", number: 3 },
  ]);
});
