import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, factOf, labelOf, roleOf, spaced } from "../../kgraph/data/explore/script/model/labels.mjs";
import { grouped, mostFirst, tally } from "../../kgraph/data/explore/script/model/order.mjs";
import {
  eventsIn,
  mostReported,
  namedIn,
  nearest,
  reportsIn,
} from "../../kgraph/data/explore/script/model/rankings.mjs";
import { count, dotted, isWeb, shortened } from "../../kgraph/data/explore/script/model/text.mjs";
import { ADA, BOARD, BRAM, KELM, article, blame, event, iris, meeting, stateWith, storyOf } from "./story.js";

test("an event has its PLOVER code where the data says one", () => {
  const model = storyOf([blame(ADA, BRAM, { code: "ACCUSE" }), event("Event", [["agent", ADA]])]);
  assert.deepEqual(
    ["e0", "e1"].map((iri) => codeOf(model.events.get(iri))),
    ["ACCUSE", ""],
  );
  assert.equal(codeOf({}), "", "a page's data that knows no codes");
});

test("values have labels, and those without one are themselves", () => {
  const model = storyOf([]);
  assert.deepEqual(
    ["Blame", "Event", "Unheard"].map((type) => labelOf(model, type)),
    ["Blame", "Other", "Unheard"],
  );
  assert.deepEqual(
    ["did-not-happen", "odd"].map((factuality) => factOf({ factuality })),
    ["did not happen", "odd"],
  );
  assert.deepEqual(
    [roleOf("agent"), roleOf("hostCountry"), spaced("NamedEvent")],
    ["Who", "host Country", "Named Event"],
  );
});

test("numbers have their nouns", () => {
  assert.deepEqual(
    [count(1, "event"), count(2000, "event"), count(0, "entity", "entities")],
    ["1 event", "2,000 events", "0 entities"],
  );
  assert.equal(dotted(["a", "", "b"]), "a · b");
  assert.deepEqual([shortened("Kelm", 4), shortened("Kelmstadt", 4)], ["Kelm", "Kel…"]);
});

test("only addresses of the web are links", () => {
  const addresses = [
    "https://harbour.example/1",
    "HTTP://harbour.example",
    "javascript:alert(1)",
    " https://x",
    "https:x",
    "//x",
    "",
  ];
  assert.deepEqual(addresses.map(isWeb), [true, true, false, false, false, false, false]);
});

test("counts are sorted by number, then by key", () => {
  assert.deepEqual(mostFirst(tally(["b", "a", "c", "c"])), [
    ["c", 2],
    ["a", 1],
    ["b", 1],
  ]);
  assert.deepEqual(
    [...grouped([3, 1, 2], (number) => number % 2)],
    [
      [1, [3, 1]],
      [0, [2]],
    ],
  );
});

test("somebody has to do most with whom they share most events", () => {
  const model = storyOf([meeting(ADA, BRAM), blame(ADA, KELM), blame(KELM, ADA), blame(ADA, ADA)]);
  assert.deepEqual(nearest(model, model.eventsOf.get(ADA), ADA), [
    [KELM, 2],
    [BRAM, 1],
  ]);
});

const told = (...articles) =>
  articles.map((number) => ({ article: number, quote: "One met another.", trigger: [4, 7] }));

test("most reported is what most articles tell of, if it happened between two", () => {
  const model = storyOf([
    meeting(ADA, BRAM, { tellings: told(0, 0, 0) }),
    blame(ADA, BRAM, { tellings: told(0, 1) }),
    blame(ADA, BRAM, { tellings: told(0, 1), factuality: "planned" }),
    blame(ADA, BRAM, { tellings: told(0, 1), orientation: "neutral" }),
    event("Visit", [["agent", ADA]], { tellings: told(0, 1), orientation: "conflict" }),
  ]);
  assert.deepEqual(iris(mostReported(model, stateWith())), ["e1", "e0"]);
  assert.deepEqual(iris(mostReported(model, stateWith({ types: ["Blame"] }))), ["e0"]);
  const equal = storyOf([meeting(ADA, BRAM), blame(ADA, BRAM, { tellings: told(0, 0) }), meeting(ADA, BRAM)]);
  assert.deepEqual(iris(mostReported(equal, stateWith())), ["e1", "e0", "e2"], "then by reports, then by time");
  assert.deepEqual(
    [...reportsIn(model, stateWith())],
    [
      ["0", 7],
      ["1", 4],
    ],
  );
});

test("an article names whom it mentions most, and tells its events in the order of the text", () => {
  const mentions = [
    [0, 1, BRAM],
    [2, 3, BOARD],
    [4, 5, BOARD],
  ];
  const articles = [article("A", { text: "0123456789", mentions })];
  const at = (begin) => [{ article: 0, at: [0, 10, begin, begin + 1] }];
  const events = [blame(ADA, BRAM, { tellings: at(7) }), meeting(ADA, BRAM, { tellings: at(3) })];
  const model = storyOf(events, { articles });
  assert.deepEqual(namedIn(model, "0"), [
    [BOARD, 2],
    [BRAM, 1],
  ]);
  assert.deepEqual(iris(eventsIn(model, stateWith(), "0")), ["e1", "e0"]);
  assert.deepEqual(iris(eventsIn(model, stateWith({ types: ["Meeting"] }), "0")), ["e0"]);
});
