import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { articleRead, placeRead, fromHash, toHash, viewsOf } from "../../kgraph/data/explore/script/model/address.mjs";
import { NARROW, initial } from "../../kgraph/data/explore/script/model/defaults.mjs";
import { ADA, article, stateWith, storyOf } from "./story.js";

const SCRIPT = new URL("../../kgraph/data/explore/script/", import.meta.url);
const usual = initial(5, 0);
const model = storyOf([], { articles: [article("A", { text: "Words." }), article("B")] });

function read(hash) {
  return fromHash(hash, model, usual);
}

test("a state that nobody has changed has an empty address", () => {
  assert.equal(toHash(initial(5, 0), usual), "#");
  assert.deepEqual(read(""), usual);
});

test("each field comes back from its address", () => {
  const state = stateWith({
    view: "table",
    shown: 2,
    select: "https://kgraph.example/event/1?a=b&c#d",
    path: ADA,
    read: "0:120",
    types: ["Blame", "Visit"],
    orientations: ["neutral"],
    facts: ["did-not-happen"],
    kinds: ["Place"],
    articles: ["1"],
    from: "2024-03-01",
    to: "2024-03-31",
    undated: false,
  });
  assert.deepEqual(read(toHash(state, usual)), state);
});

test("one state has one address, in whatever order things were switched off", () => {
  const [one, other] = [
    ["Visit", "Blame"],
    ["Blame", "Visit"],
  ].map((types) => toHash(stateWith({ types }), usual));
  assert.equal(one, other);
  assert.equal(one, "#types=Blame%7CVisit");
});

for (const [hash, name] of [
  ["#view=nonsense", "view"],
  ["#shown=-3", "shown"],
  ["#shown=many", "shown"],
  ["#path=toString", "path"],
  ["#read=1", "read"],
  ["#read=0x10", "read"],
  ["#read=99999", "read"],
  ["#from=yesterday", "from"],
  ["#to=2024-3-1", "to"],
  ["#types=", "types"],
])
  test(`a field that means nothing is as usual: ${hash}`, () => {
    const expected = hash === "#shown=-3" ? 2 : usual[name];
    assert.deepEqual(read(hash)[name], expected);
  });

test("fields that the page does not know are passed over", () => {
  for (const hash of ["#constructor=1&__proto__=2", "#%%%", "#toString=1"]) assert.deepEqual(read(hash), usual);
});

test("the key of the open article, whatever place in it is asked for", () => {
  assert.deepEqual(
    ["4", "4:1200"].map((text) => [articleRead({ read: text }), placeRead({ read: text })]),
    [
      ["4", NaN],
      ["4", 1200],
    ],
  );
});

test("without a place on it there is no map", () => {
  assert.ok(!viewsOf(model).includes("map"));
  assert.ok(viewsOf({ ...model, world: {} }).includes("map"));
  assert.equal(read("#view=map").view, "network");
});

test("the address of each field of the state is documented", () => {
  const text = readFileSync(new URL("model/address.mjs", SCRIPT), "utf-8");
  const [header] = text.split("import");
  const documented = [...header.matchAll(/^\/\/ {3}(\w+(?:, \w+)*) {2,}/gm)].flatMap(([, names]) => names.split(", "));
  assert.deepEqual(documented.sort(), Object.keys(usual).sort());
});

test("the style takes the same windows for a phone's", () => {
  const style = readFileSync(new URL("../page.css", SCRIPT), "utf-8");
  assert.ok(style.includes(`@media (max-width: ${NARROW}px)`));
});
