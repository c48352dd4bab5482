import assert from "node:assert/strict";
import { test } from "node:test";
import { balanceOf, cellWords, matrixIds, matrixOf } from "../../kgraph/data/explore/script/model/matrix.mjs";
import { ADA, BOARD, BRAM, KELM, blame, event, meeting, stateWith, storyOf } from "./story.js";

const model = storyOf([
  meeting(ADA, BRAM),
  blame(ADA, BRAM),
  blame(ADA, BRAM, { factuality: "planned" }),
  event("Visit", [
    ["agent", BRAM],
    ["patient", KELM],
  ]),
]);
const cell = (cooperation, conflict, neutral = 0, unreal = 0) => ({ cooperation, conflict, neutral, unreal });

test("cells are signed and directed; what is symmetric goes both ways", () => {
  const { rows, columns, cells } = matrixOf(model, stateWith());
  assert.deepEqual(
    [rows, columns],
    [
      [0, 1],
      [0, 1, 2],
    ],
  );
  assert.deepEqual(Object.fromEntries(cells), {
    "0>1": cell(1, 1, 0, 1),
    "1>0": cell(1, 0),
    "1>2": cell(0, 0, 1),
  });
});

test("whoever is not shown has no cell", () => {
  assert.deepEqual([...matrixOf(model, stateWith({ shown: 2 })).cells.keys()], ["0>1", "1>0"]);
});

test("the matrix respects the filters", () => {
  assert.deepEqual([...matrixOf(model, stateWith({ types: ["Meeting", "Blame"] })).cells.keys()], ["1>2"]);
  assert.deepEqual(matrixOf(model, stateWith({ kinds: ["Person"] })).rows, []);
});

test("who is chosen is in the matrix, though among the last", () => {
  assert.deepEqual(matrixIds(model, stateWith({ shown: 2 })), [0, 1]);
  assert.deepEqual(matrixIds(model, stateWith({ shown: 2, select: BOARD })), [0, 1, 3]);
});

test("a cell is on the side of which there is more", () => {
  const looks = [cell(2, 1), cell(0, 9), cell(4, 4), cell(0, 0, 3), cell(99, 0)].map(balanceOf);
  assert.deepEqual(
    looks.map(({ side, strength }) => `${side} ${strength}`),
    ["cooperation 2", "conflict 4", "even 4", " 0", "cooperation 4"],
  );
});

test("a cell in words says what there is", () => {
  assert.equal(cellWords(cell(1, 10, 0, 2)), "1 act of cooperation, 10 of conflict, 2 planned, possible or denied");
  assert.equal(cellWords(cell(0, 0, 1)), "1 of neither");
});
