// The events by their days.
import { when } from "./dates.mjs";
import { grouped } from "./order.mjs";

/** The days in words with their events; what has no day of its own comes last, however early it may have been. */
export function timelineOf(events) {
  const days = [...grouped(events.filter(hasPlace), dayOf)];
  return days.sort(([, [a]], [, [b]]) => !a.stated - !b.stated);
}

/** Whether the timeline has an event; the table has them all. */
function hasPlace(event) {
  return event.type !== "Event" && (event.stated || event.roles.length > 0);
}

function dayOf(event) {
  if (event.stated) return when(event) || "No date";
  return event.end ? "Day not stated" : "No date";
}
