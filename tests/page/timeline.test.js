import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineOf } from "../../kgraph/data/explore/script/model/timeline.mjs";
import { ADA, BRAM, blame, event, iris, storyOf } from "./story.js";

test("events stand below their days; those without a day of their own come last", () => {
  const model = storyOf([
    blame(ADA, BRAM, { end: "2024-01-01" }),
    blame(ADA, BRAM, { day: "2024-03-13" }),
    blame(ADA, BRAM, { day: "2024-03-12" }),
    blame(ADA, BRAM),
    blame(ADA, BRAM, { day: "2024-03-13" }),
  ]);
  assert.deepEqual(
    timelineOf(model.listed).map(([day, events]) => [day, ...iris(events)]),
    [
      ["12 Mar 2024", "e2"],
      ["13 Mar 2024", "e1", "e4"],
      ["Day not stated", "e0"],
      ["No date", "e3"],
    ],
  );
});

test("what has neither a type, a time nor anybody is only in the table", () => {
  const model = storyOf([event("Event", [["agent", ADA]], { day: "2024-03-12" }), event("Visit", [])]);
  assert.deepEqual(timelineOf(model.listed), []);
});
