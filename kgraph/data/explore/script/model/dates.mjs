// Days as "2024-03-12", and the time of an event: from `begin` to `end`, either of which may be "". An event whose
// time is not `stated` has at most the day by which it was reported.
import { compare } from "./order.mjs";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "12 Mar 2024". */
export function written(day) {
  return `${Number(day.slice(8))} ${writtenMonth(day)}`;
}

/** "Mar 2024". */
export function writtenMonth(day) {
  const [year, month] = day.split("-");
  return `${MONTHS[Number(month) - 1]} ${year}`;
}

/** The time of an event in words, "" where nothing is known. */
export function when(event) {
  return event.stated ? statedTime(event) : event.end && `by ${written(event.end)}`;
}

function statedTime(event) {
  const { begin, end } = event;
  if (!begin) return end && written(end);
  if (!end) return `since ${written(begin)}`;
  return begin === end ? written(begin) : stretch(event);
}

function stretch({ begin, end, precision }) {
  if (precision === "year") return begin.slice(0, 4);
  if (precision === "month") return writtenMonth(begin);
  return `${written(begin)} to ${written(end)}`;
}

/** The first and the last day of a stated time. */
export function daysOf({ begin, end }) {
  return [begin || end, end || begin];
}

/** What events are sorted by; those without any day come last. */
export function moment(event) {
  return (event.stated && daysOf(event)[0]) || event.end || "no date";
}

export function byTime(a, b) {
  return compare(moment(a), moment(b)) || compare(a.iri, b.iri);
}
