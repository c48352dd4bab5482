import assert from "node:assert/strict";
import { test } from "node:test";
import { around, overlaps } from "../../kgraph/data/explore/script/model/boxes.mjs";
import { mixed } from "../../kgraph/data/explore/script/model/colour.mjs";
import {
  captionOf,
  captioned,
  chain,
  fitting,
  linesOf,
  mainLines,
  placed,
  ring,
  rooms,
  sizesOf,
} from "../../kgraph/data/explore/script/model/layout.mjs";
import { ADA, BOARD, BRAM, KELM, blame, meeting, stateWith, storyOf } from "./story.js";

const model = storyOf([meeting(ADA, BRAM), meeting(ADA, KELM), meeting(ADA, KELM), blame(BRAM, KELM)]);
const at = { path: null, narrow: false };

test("the main actors stand where the layout of so many has them", () => {
  const two = placed(model, stateWith({ shown: 2 }), at);
  assert.deepEqual(
    [two.name, two.scale, [...two.places]],
    [
      "tier 2",
      1,
      [
        [0, [0, 0]],
        [1, [1, 0]],
      ],
    ],
  );
  const five = placed(model, stateWith({ shown: 5 }), at);
  assert.deepEqual([...five.places.get(1), ...five.places.get(4)], [100, 10, 400, 10]);
});

test("kinds that are switched off are left out", () => {
  assert.deepEqual([...placed(model, stateWith({ kinds: ["Place"] }), at).places.keys()], [0, 1, 3, 4]);
});

test("who is chosen and not shown stands in a ring of their neighbours", () => {
  assert.equal(placed(model, stateWith({ shown: 2, select: KELM }), at).name, "ring 2");
  assert.equal(placed(model, stateWith({ shown: 2, select: BRAM }), at).name, "tier 2");
  assert.equal(placed(model, stateWith({ kinds: ["Place"], select: KELM }), at).name, "ring 2");
});

test("a ring has the neighbours around, the first above", () => {
  const { places } = ring(model, stateWith(), 2);
  assert.deepEqual([...places.keys()], [2, 0, 1]);
  const [[x, y], [left, down]] = [places.get(2), places.get(0)];
  assert.deepEqual([x, y, Math.round(left), Math.round(down)], [0, 0, 0, -280]);
  assert.deepEqual([...ring(model, stateWith({ types: ["Meeting"] }), 2).places.keys()], [2, 1]);
  assert.deepEqual([...ring(model, stateWith(), 3).places.keys()], [3], "nobody has to do with them");
});

test("a path snakes downwards", () => {
  const { places } = chain([7, 8, 9, 10, 11], 2, 1);
  assert.deepEqual(
    [...places.values()].map(([x]) => x),
    [0, 210, 210, 0, 0],
  );
  assert.deepEqual(
    [...places.values()].map(([, y]) => y),
    [0, 60, 230, 170, 340],
  );
  assert.equal(placed(model, stateWith(), { path: [0, 1, 2], narrow: true }).name, "path 0 1 2");
});

test("lines are those between shown nodes on which something passes", () => {
  const layout = placed(model, stateWith({ shown: 2 }), at);
  assert.deepEqual(
    linesOf(model, stateWith(), layout, null).map(({ edge }) => edge.id),
    [0],
  );
  assert.deepEqual(linesOf(model, stateWith({ types: ["Meeting"] }), layout, null), []);
});

test("which lines have to do with the selection", () => {
  const layout = placed(model, stateWith(), at);
  const touched = (select, path = null) =>
    linesOf(model, stateWith({ select }), layout, path)
      .map((line) => Number(line.touches))
      .join("");
  assert.deepEqual(
    ["", ADA, KELM, BOARD, "edge:cooperation:ada<>kelm", "e3", "pair:ada>bram"].map((select) => touched(select)),
    ["000", "110", "011", "000", "010", "001", "100"],
  );
  assert.equal(touched("", [0, 1]), "111");
});

test("of a crowd the main lines of each actor are drawn, and what is selected", () => {
  const line = (id, [from, to], events) => ({
    edge: { id, from, to },
    events: Array(events),
    number: { all: events },
    touches: false,
  });
  const star = Array.from({ length: 80 }, (_, id) => line(id, [0, 1], 80 - id));
  assert.equal(mainLines(star.slice(0, 70)).length, 70, "so many can be followed");
  assert.deepEqual(
    mainLines(star).map(({ edge }) => edge.id),
    [0, 1, 2],
  );
  star[79].touches = true;
  assert.deepEqual(
    mainLines(star).map(({ edge }) => edge.id),
    [0, 1, 2, 79],
  );
  star.push(line(80, [0, 5], 1));
  assert.ok(
    mainLines(star).some(({ edge }) => edge.id === 80),
    "the only line of an actor",
  );
});

test("captions cover neither nodes nor each other", () => {
  const layout = placed(model, stateWith(), at);
  const lines = linesOf(model, stateWith(), layout, null);
  const kept = [...captioned(model, [...lines].reverse(), layout, [])].map(({ edge }) => edge.id);
  assert.deepEqual(kept, [1], "the strongest of those that are over each other");
  const equal = lines.filter(({ edge }) => edge.id !== 1).reverse();
  assert.equal([...captioned(model, equal, layout, [])][0].edge.id, 0, "of equal ones the first");
  assert.equal(captioned(model, lines, layout, rooms(model, layout)).size, 0);
});

test("a caption says the first type, and how many there are more", () => {
  const [met] = model.listed;
  assert.deepEqual(
    [1, 3].map((all) => captionOf(model, { events: [met], number: { all } })),
    ["meeting", "meeting + 2"],
  );
});

test("the first nodes of a large layout grow with it", () => {
  const layout = { ...placed(model, stateWith(), at), scale: 4 };
  assert.deepEqual(sizesOf(model.nodes[0], layout), { scale: 4, size: 20, font: 52 });
  assert.deepEqual(sizesOf(model.nodes[1], layout), { scale: 1, size: 10, font: 13 });
});

test("the room of a node holds its circle and all lines of its label", () => {
  const nodes = [{ ...model.nodes[0], label: "Ada Maria\nIlves", size: 10, font: 10 }];
  const layout = { places: new Map([[0, [100, 200]]]), scale: 1, large: 1 };
  assert.deepEqual(rooms({ ...model, nodes }, layout), [[73, 190, 127, 236]]);
});

test("a low view of a layout is as close as its height allows", () => {
  const layout = placed(model, stateWith(), at);
  const [[, top, , bottom]] = [around(rooms(model, layout))];
  assert.equal(fitting(model, layout, { width: 9000, height: 50 }).scale, 22 / (bottom - top));
  assert.equal(fitting(model, layout, { width: 9000, height: 9000 }).scale, 1.3, "and never closer than this");
});

test("all of a layout fits into the view", () => {
  const layout = placed(model, stateWith(), at);
  const { scale, position } = fitting(model, layout, { width: 400, height: 300 });
  for (const [left, top, right, bottom] of rooms(model, layout)) {
    assert.ok((right - left) * scale < 400 && Math.abs(left - position.x) * scale <= 200);
    assert.ok(Math.abs(right - position.x) * scale <= 200);
    assert.ok(Math.abs(top - position.y) * scale <= 150 && Math.abs(bottom - position.y) * scale <= 150);
  }
});

test("boxes that touch do not overlap", () => {
  assert.deepEqual(
    [
      [5, 5, 9, 9],
      [10, 0, 20, 10],
      [0, 10, 9, 20],
    ].map((box) => overlaps([0, 0, 10, 10], [box])),
    [true, false, false],
  );
  assert.deepEqual(
    around([
      [0, 5, 1, 6],
      [-3, 8, 0, 9],
    ]),
    [-3, 5, 1, 9],
  );
});

test("a colour that looks through to its ground", () => {
  assert.deepEqual(
    [1, 0, 0.5].map((part) => mixed("#ff0080", "#000000", part)),
    ["#ff0080", "#000000", "#800040"],
  );
});
