import assert from "node:assert/strict";
import { test } from "node:test";
import { byTime, moment, when, written, writtenMonth } from "../../kgraph/data/explore/script/model/dates.mjs";

const event = (more) => ({ begin: "", end: "", precision: "day", stated: true, iri: "e", ...more });

test("a day and a month in words", () => {
  assert.deepEqual([written("2024-03-02"), writtenMonth("2024-12-31")], ["2 Mar 2024", "Dec 2024"]);
});

for (const [time, expected] of [
  [{ begin: "2024-03-02", end: "2024-03-02" }, "2 Mar 2024"],
  [{ begin: "2024-03-02", end: "2024-03-05" }, "2 Mar 2024 to 5 Mar 2024"],
  [{ begin: "2024-03-01", end: "2024-03-31", precision: "month" }, "Mar 2024"],
  [{ begin: "2024-01-01", end: "2024-12-31", precision: "year" }, "2024"],
  [{ begin: "2024-03-02" }, "since 2 Mar 2024"],
  [{ end: "2024-03-02" }, "2 Mar 2024"],
  [{ end: "2024-03-02", stated: false }, "by 2 Mar 2024"],
  [{ stated: false }, ""],
])
  test(`the time of ${JSON.stringify(time)} is "${expected}"`, () => assert.equal(when(event(time)), expected));

test("what is not stated sorts by the day of its report, and what has no day last", () => {
  assert.equal(moment(event({ begin: "2024-03-02", end: "2024-03-09" })), "2024-03-02");
  assert.equal(moment(event({ begin: "2024-03-02", end: "2024-03-09", stated: false })), "2024-03-09");
  assert.equal(moment(event({ stated: false })), "no date");
});

test("events of one day keep one order", () => {
  const events = ["b", "a"].map((iri) => event({ iri, begin: "2024-03-02" }));
  assert.deepEqual(
    events.sort(byTime).map(({ iri }) => iri),
    ["a", "b"],
  );
});
