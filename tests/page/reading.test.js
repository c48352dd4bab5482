import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cut,
  markClass,
  marksOf,
  nextOf,
  paragraphsOf,
  wordsOf,
} from "../../kgraph/data/explore/script/model/reading.mjs";
import { ADA, BRAM, KELM, article, blame, event, iris, meeting, stateWith, storyOf } from "./story.js";

const TEXT = "A title\n\nAda Ilves of Kelm met Bram.\n \nThe end.";
const ARTICLES = [
  article("A title", {
    text: TEXT,
    mentions: [
      [9, 26, ADA],
      [22, 26, KELM],
      [31, 35, BRAM],
    ],
  }),
];
const at = [9, 36, 27, 30];
const story = (events) => storyOf(events, { articles: ARTICLES });
const both = story([
  meeting(ADA, BRAM, { tellings: [{ article: 0, at }] }),
  blame(ADA, BRAM, { tellings: [{ article: 0, at }] }),
]);
const mark = (begin, end, events = [], actor = "") => ({ begin, end, events, actor });

test("one word that tells of two events is one mark", () => {
  const marks = marksOf(both, stateWith(), "0");
  assert.deepEqual(
    marks.map(({ begin, end, actor }) => [TEXT.slice(begin, end), actor]),
    [
      ["Ada Ilves of Kelm", ADA],
      ["Kelm", KELM],
      ["met", ""],
      ["Bram", BRAM],
    ],
  );
  assert.deepEqual(iris(marks[2].events), ["e0", "e1"]);
});

test("words of events that do not pass are not marked", () => {
  assert.deepEqual(iris(marksOf(both, stateWith({ types: ["Meeting"] }), "0")[2].events), ["e1"]);
  assert.equal(marksOf(both, stateWith({ types: ["Meeting", "Blame"] }), "0").length, 3);
});

test("the pieces are the text, in order and without gaps", () => {
  const pieces = cut(TEXT, marksOf(both, stateWith(), "0"));
  assert.equal(pieces.map(([begin, end]) => TEXT.slice(begin, end)).join(""), TEXT);
  assert.ok(pieces.every(([, end], index) => index + 1 === pieces.length || pieces[index + 1][0] === end));
});

test("of marks over the same words an event's wins, then the shortest", () => {
  const [long, short, word] = [mark(0, 9, [], "a"), mark(2, 4, [], "b"), mark(3, 7, ["event"])];
  assert.deepEqual(cut("123456789.", [long, short, word]), [
    [0, 2, long],
    [2, 3, short],
    [3, 7, word],
    [7, 9, long],
    [9, 10, null],
  ]);
});

test("a text without marks is one piece, an empty one none", () => {
  assert.deepEqual([cut("Words.", []), cut("", [])], [[[0, 6, null]], []]);
});

test("blank lines part paragraphs, and are in none", () => {
  const paragraphs = paragraphsOf(TEXT, cut(TEXT, marksOf(both, stateWith(), "0")));
  assert.deepEqual(
    paragraphs.map((paragraph) => wordsOf(TEXT, paragraph)),
    ["A title", "Ada Ilves of Kelm met Bram.", "The end."],
  );
  assert.deepEqual(paragraphsOf("\n\n \n\n", cut("\n\n \n\n", [])), []);
});

test("a mark looks like its plainest event", () => {
  const model = story([
    blame(ADA, BRAM),
    event("Event", [["agent", ADA]]),
    blame(ADA, BRAM, { factuality: "planned" }),
  ]);
  const [blamed, other, planned] = ["e0", "e1", "e2"].map((iri) => model.events.get(iri));
  assert.equal(markClass(model, mark(0, 1, [other, blamed])), "told conflict ");
  assert.equal(markClass(model, mark(0, 1, [other])), "told other ");
  assert.equal(markClass(model, mark(0, 1, [planned])), "told conflict unreal");
  assert.equal(markClass(model, mark(0, 1, [], ADA)), "said named");
});

test("a word of several events leads to one after the other", () => {
  const events = [{ iri: "a" }, { iri: "b" }];
  assert.deepEqual(
    ["", "a", "b", "c"].map((select) => nextOf(events, select).iri),
    ["a", "b", "a", "a"],
  );
});
