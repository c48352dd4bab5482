import assert from "node:assert/strict";
import { test } from "node:test";
import { acts, between, goes, isReal, neighbours, pairEvents } from "../../kgraph/data/explore/script/model/lines.mjs";
import {
  chosenActor,
  chosenActors,
  chosenEdge,
  chosenEvent,
  chosenNodes,
  chosenPair,
  selectEdge,
  selectPair,
} from "../../kgraph/data/explore/script/model/selection.mjs";
import { ADA, BRAM, KELM, blame, event, iris, meeting, stateWith, storyOf } from "./story.js";

const model = storyOf([meeting(ADA, BRAM), blame(ADA, BRAM), blame(BRAM, ADA), blame(ADA, KELM)]);
const ids = [0, 1];

test("who acts on whom follows from the roles", () => {
  const [met, blamed] = ["e0", "e1"].map((iri) => model.events.get(iri));
  assert.deepEqual([acts(model, blamed, ADA, BRAM), acts(model, blamed, BRAM, ADA)], [true, false]);
  assert.deepEqual(
    [acts(model, met, ADA, BRAM), goes(model, met, ADA, BRAM), goes(model, met, BRAM, ADA)],
    [false, true, true],
  );
});

test("a place is not acted on", () => {
  const [there] = storyOf([
    event("Visit", [
      ["agent", ADA],
      ["place", KELM],
    ]),
  ]).listed;
  assert.ok(!acts(model, there, ADA, KELM));
});

test("what is disputed is said to have happened", () => {
  assert.deepEqual(
    ["happened", "disputed", "planned", "did-not-happen"].map((factuality) => isReal({ factuality })),
    [true, true, false, false],
  );
});

test("all between two, or only what goes one way", () => {
  assert.deepEqual(iris(between(model, stateWith(), ids)), ["e0", "e1", "e2"]);
  assert.deepEqual(iris(pairEvents(model, stateWith(), { ids, ends: [ADA, BRAM], oneWay: true })), ["e0", "e1"]);
  assert.deepEqual(iris(pairEvents(model, stateWith(), { ids, ends: [ADA, BRAM], oneWay: false })), ["e0", "e1", "e2"]);
});

test("neighbours are those with whom events pass", () => {
  assert.deepEqual(
    [...neighbours(model, stateWith(), 0)],
    [
      [1, 3],
      [2, 1],
    ],
  );
  assert.deepEqual([...neighbours(model, stateWith({ types: ["Blame"] }), 0)], [[1, 1]]);
});

test("a selection names an actor, an event, a line or two nodes", () => {
  const chosen = (select) => stateWith({ select });
  assert.equal(chosenActor(model, chosen(ADA)), ADA);
  assert.equal(chosenEvent(model, chosen("e1")).iri, "e1");
  assert.equal(chosenEdge(model, chosen(selectEdge(model.edges[1]))), model.edges[1]);
  assert.deepEqual(chosenPair(model, chosen(selectPair([BRAM, ADA], true))), {
    ids: [1, 0],
    ends: [BRAM, ADA],
    oneWay: true,
  });
  assert.equal(chosenPair(model, chosen(selectPair([BRAM, ADA], false))).oneWay, false);
});

for (const select of [
  "",
  "nobody",
  "toString",
  "__proto__",
  "edge:99",
  "edge:toString",
  "pair:ada>nobody",
  "pair:ada",
  "pair:ada>bram>kelm",
])
  test(`a selection that means nothing: "${select}"`, () => {
    const state = stateWith({ select });
    const found = [chosenEdge, chosenPair, chosenEvent, chosenActor].map((chosen) => chosen(model, state) || null);
    assert.deepEqual(found, [null, null, null, null]);
    assert.deepEqual(chosenActors(model, state), []);
  });

test("the actors that a selection is about", () => {
  const chosen = (select) => chosenActors(model, stateWith({ select }));
  assert.deepEqual(["e3", selectEdge(model.edges[2]), `pair:${ADA}>${KELM}`, KELM].map(chosen), [
    [ADA, KELM],
    [ADA, KELM],
    [ADA, KELM],
    [KELM],
  ]);
  assert.deepEqual(chosenNodes(model, stateWith({ select: "e3" })), [0, 2]);
});
