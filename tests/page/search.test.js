import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, namesOf, plain } from "../../kgraph/data/explore/script/model/search.mjs";
import { ADA, BOARD, BRAM, DARIO, KELM, meeting, storyOf } from "./story.js";

const names = namesOf(storyOf([meeting(BRAM, KELM), meeting(BRAM, BOARD)]));
const found = (text) => matches(names, text).map(({ iri }) => iri);

test("accents and capitals do not matter", () => {
  assert.equal(plain("ÉLÉONORE Ångström"), "eleonore angstrom");
  for (const text of ["ilves", "ILVÈS", " Ilvès "]) assert.deepEqual(found(text), [ADA]);
});

test("an alias finds its actor, and says which name was found", () => {
  assert.deepEqual(
    matches(names, "madam").map(({ iri, name }) => [iri, name]),
    [[ADA, "Madam Ilvès"]],
  );
});

test("whose name begins so comes before whose name holds it, then who takes part in most", () => {
  assert.deepEqual(found("or"), [DARIO]);
  assert.deepEqual(found("b"), [BRAM, BOARD]);
  assert.deepEqual(found("a"), [ADA, BRAM, BOARD, DARIO]);
});

test("nothing is found for nothing", () => {
  for (const text of ["", "   ", "zzz"]) assert.deepEqual(found(text), []);
});

test("no more are found than can be listed", () => {
  const crowd = Array.from({ length: 40 }, (_, number) => ({
    words: "one",
    name: "One",
    iri: String(number),
    weight: 0,
  }));
  assert.equal(matches(crowd, "one").length, 12);
});
