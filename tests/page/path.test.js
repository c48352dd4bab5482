import assert from "node:assert/strict";
import { test } from "node:test";
import { bestOf, pathKey, pathOf, shortest } from "../../kgraph/data/explore/script/model/path.mjs";
import { ADA, BOARD, BRAM, DARIO, KELM, blame, iris, meeting, stateWith, storyOf } from "./story.js";

// Nodes: Ada 0, Bram 1, Kelm 2, Board 3, Dario 4.
const square = storyOf([
  meeting(ADA, BRAM),
  meeting(BRAM, DARIO),
  blame(ADA, KELM),
  blame(ADA, KELM),
  blame(KELM, DARIO),
]);

test("of two ways that are equally long the one with more events is taken", () => {
  assert.deepEqual(shortest(square, stateWith(), [0, 4]), [0, 2, 4]);
});

test("of two ways with equally many events the first is taken", () => {
  const story = storyOf([meeting(ADA, KELM), meeting(ADA, BRAM), meeting(BRAM, DARIO), meeting(KELM, DARIO)]);
  assert.deepEqual(shortest(story, stateWith(), [0, 4]), [0, 2, 4]);
});

test("a way leads over events that pass", () => {
  assert.deepEqual(shortest(square, stateWith({ types: ["Blame"] }), [0, 4]), [0, 1, 4]);
  assert.equal(shortest(square, stateWith({ types: ["Blame", "Meeting"] }), [0, 4]), null);
});

test("nobody whose kind is switched off stands between the ends, but the ends may be", () => {
  const story = storyOf([meeting(ADA, BRAM), meeting(BRAM, DARIO), meeting(KELM, ADA), meeting(KELM, DARIO)]);
  assert.deepEqual(shortest(story, stateWith({ kinds: ["Place"] }), [0, 4]), [0, 1, 4]);
  assert.deepEqual(shortest(story, stateWith({ kinds: ["Place"] }), [2, 4]), [2, 4]);
});

test("a shorter way is taken before one with more events", () => {
  const story = storyOf([meeting(ADA, DARIO), ...[1, 2, 3].flatMap(() => [meeting(ADA, BRAM), meeting(BRAM, DARIO)])]);
  assert.deepEqual(shortest(story, stateWith(), [0, 4]), [0, 4]);
});

test("there is no way to whom no event leads", () => {
  assert.equal(shortest(square, stateWith(), [0, 3]), null);
});

test("a path is asked for by an actor and another one", () => {
  assert.deepEqual(pathOf(square, stateWith({ select: ADA, path: DARIO })), [0, 2, 4]);
  for (const chosen of [
    {},
    { select: ADA },
    { path: ADA },
    { select: ADA, path: ADA },
    { select: "edge:0", path: ADA },
  ])
    assert.equal(pathOf(square, stateWith(chosen)), null);
});

test("the key of a path follows its ends and the filters", () => {
  const key = pathKey(stateWith({ select: ADA, path: DARIO }));
  assert.equal(pathKey(stateWith({ select: ADA, path: DARIO, view: "map", shown: 2 })), key);
  assert.notEqual(pathKey(stateWith({ select: ADA, path: BOARD })), key);
  assert.notEqual(pathKey(stateWith({ select: ADA, path: DARIO, kinds: ["Place"] })), key);
});

test("a step is shown by what happened and is reported most, in the order of time", () => {
  const told = (times) =>
    Array.from({ length: times }, () => ({ article: 0, quote: "One met another.", trigger: [4, 7] }));
  const story = storyOf([
    meeting(ADA, BRAM, { factuality: "planned", tellings: told(9) }),
    meeting(ADA, BRAM, { day: "2024-03-05", tellings: told(1) }),
    meeting(ADA, BRAM, { day: "2024-03-04", tellings: told(2) }),
    meeting(ADA, BRAM, { day: "2024-03-03", tellings: told(2) }),
    meeting(ADA, BRAM, { day: "2024-03-02", tellings: told(3) }),
  ]);
  for (const events of [story.listed, [...story.listed].reverse()])
    assert.deepEqual(iris(bestOf(events)), ["e4", "e3", "e2"]);
});
