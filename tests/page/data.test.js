import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, mentionsOf, modelOf, nameOf, readable, tierOf } from "../../kgraph/data/explore/script/model/data.mjs";
import { ADA, BRAM, KELM, article, blame, dataOf, event, iris, meeting, storyOf } from "./story.js";

test("what the file leaves out is as usual", () => {
  const model = storyOf([event("Visit", [["agent", ADA]])]);
  const { factuality, stated, wholes } = model.events.get("e0");
  assert.deepEqual([factuality, stated, wholes], ["happened", false, []]);
  assert.deepEqual(model.actors.get(BRAM).aliases, []);
  assert.equal(model.events.get("e0").tellings[0].modality, "actual");
});

test("numbers become actors and events", () => {
  const model = storyOf([meeting(ADA, BRAM), blame(ADA, KELM, { wholes: [0] })]);
  const [whole, part] = ["e0", "e1"].map((iri) => model.events.get(iri));
  assert.deepEqual(part.roles, [
    ["agent", ADA],
    ["patient", KELM],
  ]);
  assert.deepEqual([...part.kinds], ["Person", "Place"]);
  assert.deepEqual([part.wholes, whole.parts], [[whole], [part]]);
  assert.deepEqual(iris(model.edges[1].events), ["e1"]);
  assert.deepEqual(iris(model.eventsOf.get(ADA)), ["e0", "e1"]);
  assert.equal(model.eventsOf.has(BRAM) && model.edgesOf.get(1).length, 1);
});

test("an event in which somebody has two parts is one of theirs", () => {
  const model = storyOf([blame(ADA, ADA)]);
  assert.deepEqual(iris(model.eventsOf.get(ADA)), ["e0"]);
});

test("events are listed by their times, those without a day last", () => {
  const events = [blame(ADA, BRAM), blame(ADA, BRAM, { day: "2024-05-02" }), blame(ADA, BRAM, { day: "2024-05-01" })];
  assert.deepEqual(iris(storyOf(events).listed), ["e2", "e1", "e0"]);
});

test("a quote that stands in the article is taken from it", () => {
  const text = "A title\n\nAda met Bram there.";
  const told = [{ article: 0, at: [9, 28, 13, 16] }];
  const model = storyOf([meeting(ADA, BRAM, { tellings: told })], { articles: [article("A title", { text })] });
  const { quote, trigger } = model.events.get("e0").tellings[0];
  assert.deepEqual([quote, quote.slice(...trigger)], ["Ada met Bram there.", "met"]);
  assert.deepEqual(
    model.told.get("0").map(({ begin, end, event: { iri } }) => [begin, end, iri]),
    [[13, 16, "e0"]],
  );
});

test("the data itself stays as it is", () => {
  const data = dataOf([meeting(ADA, BRAM)]);
  const before = structuredClone(data);
  modelOf(data);
  assert.deepEqual(data, before);
});

test("mentions have their actors", () => {
  const articles = [
    article("A", {
      text: "Ada and Kelm",
      mentions: [
        [0, 3, ADA],
        [8, 12, KELM],
      ],
    }),
  ];
  const model = storyOf([], { articles });
  assert.deepEqual(mentionsOf(model, "0"), [
    { begin: 0, end: 3, actor: ADA },
    { begin: 8, end: 12, actor: KELM },
  ]);
  assert.deepEqual([readable(model, "0"), readable(model, "7")], [true, false]);
});

test("whoever is not known has the IRI as a name", () => {
  const model = storyOf([]);
  assert.deepEqual([nameOf(model, ADA), nameOf(model, "toString")], ["Ada Ilves", "toString"]);
  assert.deepEqual([kindOf(model, KELM), kindOf(model, "toString")], ["Place", "Thing"]);
});

test("a layout shows at least as many as are asked for, if there are so many", () => {
  const model = storyOf([]);
  assert.deepEqual(
    [1, 2, 3, 99].map((shown) => tierOf(model, shown).count),
    [2, 2, 5, 5],
  );
  assert.equal(tierOf(storyOf([], { tiers: [] }), 3).count, 0);
});
