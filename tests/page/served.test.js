import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf, passingCount } from "../../kgraph/data/explore/script/model/filters.mjs";
import { leftOut, listedOnly, textsLeftOut } from "../../kgraph/data/explore/script/model/part.mjs";
import { Embedded } from "../../kgraph/data/explore/script/source/embedded.mjs";
import { Served, filterFields } from "../../kgraph/data/explore/script/source/served.mjs";
import { ADA, BRAM, KELM, article, blame, dataOf, meeting, stateWith } from "./story.js";

const addresses = Object.fromEntries(["events", "details", "names", "texts", "build"].map((name) => [name, name]));
const facets = (passing) => ({
  passing,
  types: { Meeting: 70, Blame: 30 },
  orientations: { conflict: 30 },
  facts: {},
  kinds: { Person: 100 },
  articles: {},
  reports: {},
  days: {},
});

/** A part of a graph of 100 events. */
function partOf(events, passing = 100) {
  const totals = { articles: 9, named: 5, events: 100 };
  return { ...dataOf(events), totals, facets: facets(passing), served: { build: "first", addresses } };
}

/** A source over a server that notes what it is asked and answers as it is told. */
function serving(answers, data = partOf([meeting(ADA, BRAM)])) {
  const asked = [];
  const get = (address) => {
    const [name, query = ""] = address.split("?");
    asked.push({ name, ...Object.fromEntries(new URLSearchParams(query)) });
    return answers[name] ? answers[name](asked.at(-1)) : Promise.reject(new Error("nobody is there"));
  };
  return { source: new Served(data, stateWith(), get), asked };
}

const fewer = () => Promise.resolve(partOf([blame(ADA, KELM)], 30));
const none = { lines: {}, counts: {}, near: {} };
const details =
  (events, more = {}) =>
  () =>
    Promise.resolve({ ...dataOf(events), ...none, ...more });

test("a file is asked for nothing", async () => {
  const source = new Embedded(dataOf([meeting(ADA, BRAM)]));
  assert.equal(source.ask(stateWith({ types: ["Meeting"] })), null);
  assert.equal(await source.isOutdated(), false);
  assert.equal((await source.names("ilv"))[0].iri, ADA);
});

test("what the page came with is not asked for", () => {
  const { source, asked } = serving({});
  assert.equal(source.ask(stateWith()), null);
  assert.equal(source.ask(stateWith({ view: "table", shown: 2 })), null);
  assert.deepEqual(asked, []);
});

test("another filter asks for other events, and counts are those of the graph", async () => {
  const { source, asked } = serving({ events: fewer });
  const state = stateWith({ types: ["Meeting"], from: "2024-01-01", undated: false });
  const model = await source.ask(state);
  assert.deepEqual(asked, [
    { name: "events", build: "first", sure: "0", types: "Meeting", from: "2024-01-01", undated: "false" },
  ]);
  assert.equal(passingCount(model, state), 30);
  assert.equal(countsOf(model, state, "types").get("Meeting"), 70);
  assert.match(listedOnly(model, state), /^The \d+ most reported of 30 events/);
});

test("what is chosen asks for what belongs to it, beside the events that are there", async () => {
  const counts = { [KELM]: 12 };
  const { source, asked } = serving({ details: details([blame(BRAM, KELM)], { counts }) });
  const model = await source.ask(stateWith({ select: KELM }));
  assert.deepEqual(asked, [{ name: "details", build: "first", sure: "0", select: KELM }]);
  assert.equal(model.counts[KELM], 12);
  assert.ok(model.nodeOf.has(KELM));
});

test("events that came twice are one, and a line has the events of both parts", async () => {
  const first = partOf([meeting(ADA, BRAM)]);
  const more = { ...dataOf([meeting(ADA, BRAM), meeting(ADA, BRAM)]), ...none };
  const { source } = serving({ details: () => Promise.resolve(more) }, first);
  const model = await source.ask(stateWith({ select: ADA }));
  assert.deepEqual([...model.events.keys()], ["e0", "e1"]);
  assert.deepEqual(
    model.edges.map((edge) => edge.events.map(({ iri }) => iri)),
    [["e0", "e1"]],
  );
});

test("a text comes when its article is opened", async () => {
  const text = "Ada met Bram.";
  const more = { ...dataOf([meeting(ADA, BRAM, { tellings: [{ article: 0, at: [0, 13, 4, 7] }] })]), ...none };
  more.articles = [{ ...article("The first", { text, mentions: [[0, 3, ADA]] }), key: "0" }];
  const { source, asked } = serving({ details: () => Promise.resolve(more) });
  const model = await source.ask(stateWith({ view: "articles", read: "0:4" }));
  assert.equal(asked[0].read, "0");
  assert.equal(model.articles.get("0").text, text);
  assert.equal(model.events.get("e0").tellings[0].quote, text);
});

test("the same question is asked once", async () => {
  const { source, asked } = serving({ details: details([]) });
  await source.ask(stateWith({ select: ADA }));
  await source.ask(stateWith());
  await source.ask(stateWith({ select: ADA }));
  assert.equal(asked.length, 1);
});

test("what comes late gives way to what was asked for last", async () => {
  const waiting = [];
  const { source } = serving({ details: () => new Promise((resolve) => waiting.push(resolve)) });
  const [first, last] = [ADA, BRAM].map((select) => source.ask(stateWith({ select })));
  waiting[1]({ ...dataOf([]), ...none });
  assert.notEqual(await last, null);
  waiting[0]({ ...dataOf([]), ...none });
  assert.equal(await first, null);
});

test("a small graph is there whole and filters by itself; only texts are asked for", async () => {
  const whole = { ...dataOf([meeting(ADA, BRAM)]), served: { build: "first", addresses } };
  const { source, asked } = serving({ details: details([]) }, whole);
  assert.equal(source.ask(stateWith({ types: ["Meeting"], select: ADA, path: KELM })), null);
  assert.equal((await source.names("ilv"))[0].iri, ADA);
  await source.ask(stateWith({ read: "1" }));
  assert.deepEqual(
    asked.map(({ name, read }) => [name, read]),
    [["details", "1"]],
  );
});

test("a newer build is noticed, and nothing more is taken from the server", async () => {
  const { source, asked } = serving({ build: () => Promise.resolve({ build: "second" }) });
  assert.equal(await source.isOutdated(), true);
  await assert.rejects(source.ask(stateWith({ select: ADA })));
  assert.equal(asked.length, 1);
});

test("a refusal because of a newer build is remembered", async () => {
  const refusal = () => Promise.reject(Object.assign(new Error("another build"), { status: 409 }));
  const { source } = serving({ events: refusal, build: () => Promise.resolve({ build: "first" }) });
  await assert.rejects(source.ask(stateWith({ types: ["Meeting"] })));
  assert.equal(await source.isOutdated(), true);
});

test("without an answer the page counts what it has", async () => {
  const { source } = serving({});
  const state = stateWith({ types: ["Meeting"] });
  await assert.rejects(source.ask(state));
  const model = source.rest();
  assert.deepEqual([passingCount(model, state), model.totals.events], [0, 1]);
});

test("after a failure the same is asked for again", async () => {
  let number = 0;
  const { source } = serving({ events: () => (number++ ? fewer() : Promise.reject(new Error("busy"))) });
  const state = stateWith({ types: ["Meeting"] });
  await assert.rejects(source.ask(state));
  assert.equal(passingCount(await source.ask(state), state), 30);
});

test("names and texts are looked for by the server", async () => {
  const names = [{ iri: "gil", name: "Gil", shown: "Gil Orr", type: "Person" }];
  const { source, asked } = serving({
    names: () => Promise.resolve(names),
    texts: () => Promise.resolve({ hits: [], total: 0 }),
  });
  assert.deepEqual(await source.names("gil"), names);
  await source.texts("gil", stateWith({ facts: ["planned"] }));
  assert.deepEqual(asked[1], { name: "texts", build: "first", sure: "0", facts: "planned", words: "gil" });
});

test("fields are there only where a filter shuts something out", () => {
  assert.deepEqual(filterFields(stateWith({ sure: 0.85 })), { sure: "0.85" });
  assert.deepEqual(filterFields(stateWith({ kinds: ["Place", "Group"], only: "4" })), {
    sure: "0",
    kinds: "Group|Place",
    only: "4",
  });
});

// what a file says of itself

test("a file that holds a part says which, and how to see the rest", () => {
  const { first } = new Embedded({
    ...dataOf([meeting(ADA, BRAM)]),
    totals: { articles: 3404, named: 5, events: 12809 },
  });
  assert.match(
    leftOut(first),
    /^This file holds 1 of 12,809 events, .* from 2 of 3,404 articles\. .*--page-size.*kgraph serve/,
  );
  assert.equal(listedOnly(first, stateWith()), "");
});

test("a file that holds everything says nothing", () => {
  const { first } = new Embedded(
    dataOf([meeting(ADA, BRAM)], {
      articles: [article("A", { text: "Words." })],
      totals: { articles: 1, named: 5, events: 1 },
    }),
  );
  assert.deepEqual([leftOut(first), textsLeftOut(first)], ["", ""]);
});

test("texts that are left out are counted", () => {
  const articles = [article("A", { text: "Words." }), article("B")];
  const { first } = new Embedded(dataOf([], { articles }));
  assert.match(textsLeftOut(first), /^The texts of 1 of 2 articles are left out/);
});
