// The events by their days.
import { MOST } from "../model/defaults.mjs";
import { filtered } from "../model/filters.mjs";
import { NOTHING } from "../model/labels.mjs";
import { listedOnly } from "../model/part.mjs";
import { timelineOf } from "../model/timeline.mjs";
import { factBadge } from "./cards.mjs";
import { select } from "./choosing.mjs";
import { button, byId, element } from "./elements.mjs";
import { model, state } from "./session.mjs";

export function drawTimeline() {
  const days = timelineOf(filtered(model, state)).map(([day, events]) =>
    element("div", { class: "day" }, element("b", {}, day), dayList(events)),
  );
  const note = listedOnly(model, state);
  byId("timeline").replaceChildren(
    ...(note ? [element("p", { class: "left-out" }, note)] : []),
    ...(days.length ? days : [element("p", {}, NOTHING)]),
  );
}

/** The first of the events, and a button that leads to more. */
export function dayList(events) {
  const left = events.slice(MOST.listed);
  const list = element("ul", {}, ...events.slice(0, MOST.listed).map(dayItem));
  if (!left.length) return list;
  const more = button(`${left.length} more`, () => more.parentNode.replaceWith(...dayList(left).childNodes));
  list.append(element("li", {}, more));
  return list;
}

function dayItem(event) {
  const label = button(event.label, () => select(event.iri));
  return element("li", { class: event.orientation }, label, " ", factBadge(event));
}
