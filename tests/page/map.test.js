import assert from "node:assert/strict";
import { test } from "node:test";
import {
  frameOf,
  landPath,
  missingPlaces,
  namesShown,
  panned,
  placeCounts,
  radiusOf,
  spot,
  whole,
  zoomed,
} from "../../kgraph/data/explore/script/model/map.mjs";
import { ADA, BRAM, KELM, blame, dataOf, event, stateWith, storyOf } from "./story.js";

const SIZE = { width: 800, height: 600 };
const FRAME = { lat: 0, lon: 0, narrow: 1, scale: 10 };

test("outlines are arcs put together, some of them backwards", () => {
  const arcs = [
    [0, 0, 20, 0, 0, 20],
    [0, 0, 20, 20],
  ];
  assert.equal(landPath({ steps: 10, arcs, lands: [[[0, -2]]] }), "M0 0L2 0L2 -2L2 -2L0 0Z");
});

test("what lies across the 180th meridian goes on beyond it", () => {
  assert.deepEqual(
    whole([
      [170, 0],
      [-170, 5],
      [175, 6],
    ]),
    ["170 0", "190 5", "175 6"],
  );
});

test("a place counts the events that name it, and those that happened there", () => {
  const model = storyOf([
    blame(ADA, KELM),
    event("Visit", [
      ["agent", ADA],
      ["place", KELM],
    ]),
  ]);
  assert.deepEqual([...placeCounts(model, stateWith())], [[KELM, { all: 2, there: 1 }]]);
  assert.deepEqual([...placeCounts(model, stateWith({ types: ["Blame"] }))], [[KELM, { all: 1, there: 1 }]]);
  assert.equal(placeCounts(model, stateWith({ types: ["Blame", "Visit"] })).size, 0);
});

test("places with more events come first, equal ones in the order of their names", () => {
  const { actors } = dataOf([]);
  const places = { ...actors, [BRAM]: { ...actors[KELM] }, [ADA]: { ...actors[KELM] } };
  const model = storyOf([blame(ADA, KELM), blame(KELM, BRAM)], { actors: places });
  assert.deepEqual([...placeCounts(model, stateWith()).keys()], [KELM, ADA, BRAM]);
});

test("a named place without a position is missing, as long as something passes that names it", () => {
  const { actors } = dataOf([]);
  const unknown = { ...actors, [KELM]: { ...actors[KELM], at: undefined } };
  const model = storyOf([blame(ADA, KELM), blame(ADA, BRAM)], { actors: unknown });
  assert.deepEqual(missingPlaces(model, stateWith()), [KELM]);
  assert.deepEqual(missingPlaces(model, stateWith({ types: ["Blame"] })), []);
  assert.deepEqual(missingPlaces(storyOf([blame(ADA, KELM)]), stateWith()), []);
});

test("all places are inside the first frame", () => {
  const positions = [
    [60, -10],
    [35, 40],
    [50, 30],
  ];
  const frame = frameOf(positions, SIZE);
  for (const [x, y] of positions.map((position) => spot(position, frame, SIZE)))
    assert.ok(x >= 50 && x <= 750 && y >= 50 && y <= 550, `${x} ${y}`);
  assert.equal(frameOf([[50, 30]], SIZE).scale, 14, "one place is not looked at more closely");
});

test("north is up and east is right", () => {
  assert.deepEqual(
    [spot([0, 0], FRAME, SIZE), spot([1, 2], FRAME, SIZE)],
    [
      [400, 300],
      [420, 290],
    ],
  );
});

test("what is zoomed at stays where it is", () => {
  const closer = zoomed(FRAME, 2, [100, 50]);
  assert.equal(closer.scale, 20);
  assert.deepEqual(spot([-5, 10], FRAME, SIZE), [500, 350]);
  assert.deepEqual(spot([-5, 10], closer, SIZE), [500, 350]);
  assert.deepEqual([zoomed(FRAME, 1000).scale, zoomed(FRAME, 0.001).scale], [60, 1]);
});

test("a moved map shows what was beside it, and ends near the poles", () => {
  assert.deepEqual(spot([0, 0], panned(FRAME, 30, -20), SIZE), [430, 280]);
  assert.equal(panned(FRAME, 0, 10_000).lat, 85);
});

test("areas of circles grow with the numbers", () => {
  const radius = radiusOf(
    new Map([
      ["a", { all: 400 }],
      ["b", { all: 100 }],
    ]),
    800,
  );
  assert.deepEqual([radius(400), radius(100), radius(1), radius(0)], [26, 13, 2.5, 0]);
  assert.equal(radiusOf(new Map([["a", { all: 400 }]]), 400)(400), 17, "on a phone");
});

test("a name stands right of its circle, or else left, below or above", () => {
  const model = storyOf([]);
  const circles = [1, 2, 3, 4, 5].map(() => ({ iri: KELM, x: 400, y: 300, all: 10 }));
  const long = 4 * 6.6;
  assert.deepEqual(
    namesShown(model, circles.slice(0, 1), new Set(), SIZE).map(({ x, y, anchor, name, box }) => [
      x,
      y,
      anchor,
      name,
      box,
    ]),
    [[414, 304, "start", "Kelm", [414, 293, 414 + long, 307]]],
  );
  const sides = namesShown(model, circles, new Set(), SIZE);
  assert.deepEqual(
    sides.map(({ x, y, anchor, box: [left] }) => [x, y, anchor, left]),
    [
      [414, 304, "start", 414],
      [386, 304, "end", 386 - long],
      [400, 324, "middle", 400 - long / 2],
      [400, 285, "middle", 400 - long / 2],
    ],
    "a fifth one finds no room",
  );
});

test("names stand beside their circles and give way to each other", () => {
  const model = storyOf([]);
  const circle = (iri, x, y) => ({ iri, x, y, all: 10 });
  const anchors = (circles, chosen = []) =>
    namesShown(model, circles, new Set(chosen), SIZE).map(({ iri, anchor }) => [iri, anchor]);
  assert.deepEqual(anchors([circle(KELM, 400, 300)]), [[KELM, "start"]]);
  assert.deepEqual(anchors([circle(KELM, 790, 300)]), [[KELM, "end"]], "no room on the right");
  assert.deepEqual(anchors([circle(KELM, 900, 300)]), [], "outside");
  const near = [circle(KELM, 400, 300), circle(ADA, 430, 300)];
  assert.deepEqual(anchors(near, [ADA])[0], [ADA, "start"], "the chosen one first");
});
