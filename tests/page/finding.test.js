import assert from "node:assert/strict";
import { test } from "node:test";
import { hitsOf, markedParts, patternsOf } from "../../kgraph/data/explore/script/model/finding.mjs";
import { ADA, BRAM, KELM, article, blame, meeting, stateWith, storyOf } from "./story.js";

const said = (quote, number = 0) => [{ article: number, quote, trigger: [0, 1] }];
const articles = [
  article("Dockers strike", { text: "Dockers strike\n\nThe harbour was calm.\n\nNobody sailed on Monday." }),
  article("The harbour mourns", { text: "" }),
];
const events = [
  meeting(ADA, BRAM, { tellings: said("Ada met Bram at the harbour.") }),
  blame(ADA, KELM, { tellings: [...said("Ada blamed the Harbour Board."), ...said("She blamed Kelm.", 1)] }),
];
const model = storyOf(events, { articles });
const found = (words, state = stateWith()) =>
  hitsOf(model, state, words).hits.map(({ kind, event, parts }) => [
    kind,
    event,
    parts
      .filter(([, isMarked]) => isMarked)
      .map(([text]) => text)
      .join(" "),
  ]);
const marked = (text, words) =>
  markedParts(text, patternsOf(words))
    .map(([part, isMarked]) => (isMarked ? `[${part}]` : part))
    .join("");

test("titles come first, then what is said of events, those of the most articles before others", () => {
  assert.deepEqual(found("harbour"), [
    ["title", "", "harbour"],
    ["quote", "e1", "Harbour"],
    ["quote", "e0", "harbour"],
  ]);
});

test("all words must be there, in any order", () => {
  assert.deepEqual(found("bram met"), [["quote", "e0", "met Bram"]]);
  assert.deepEqual(found("bram blamed"), []);
});

test("words between quotation marks stand together", () => {
  assert.deepEqual(found('"the harbour board"'), [["quote", "e1", "the Harbour Board"]]);
  assert.deepEqual(found("“board harbour”"), []);
});

test("a text is found where no quote of it is", () => {
  assert.deepEqual(found("sailed"), [["text", "", "sailed"]]);
  assert.deepEqual(found("calm harbour"), [["text", "", "harbour calm"]]);
});

test("what does not pass the filters is not found", () => {
  assert.deepEqual(found("bram", stateWith({ types: ["Meeting"] })), []);
});

test("a sentence that tells of two events is found once", () => {
  const twice = storyOf([
    meeting(ADA, BRAM, { tellings: said("They spoke.") }),
    blame(ADA, BRAM, { tellings: said("They spoke.") }),
  ]);
  assert.equal(hitsOf(twice, stateWith(), "spoke").total, 1);
});

test("accents and capitals do not matter, and the whole word is marked", () => {
  assert.equal(marked("Président Ilvès spoke", "preside ILVES"), "[Président] [Ilvès] spoke");
  assert.equal(marked("😀 ﬁnal office", "fina"), "😀 [ﬁnal] office");
});

test("a word is found by its beginning only", () => {
  assert.equal(marked("The unharmed harbour", "har"), "The unharmed [harbour]");
});

for (const words of ["", "  ", '"', "“”", "...", "-"])
  test(`nothing is looked for: ${JSON.stringify(words)}`, () => {
    assert.deepEqual(hitsOf(model, stateWith(), words), { hits: [], total: 0 });
  });

for (const words of ["(", "a|b", "[x", ".*", "\\d", "^harbour$"])
  test(`signs have no meaning: ${words}`, () => {
    assert.ok(hitsOf(model, stateWith(), words).total <= 3);
  });

test("of a long text the letters around the words are shown", () => {
  const long = `${"Rain fell. ".repeat(80)}Nils came. ${"Rain fell. ".repeat(80)}`;
  const story = storyOf([meeting(ADA, BRAM, { tellings: said(long) })]);
  const text = hitsOf(story, stateWith(), "nils")
    .hits[0].parts.map(([part]) => part)
    .join("");
  assert.ok(text.length < 400 && text.startsWith("…") && text.endsWith("…") && text.includes("Nils came."), text);
});
