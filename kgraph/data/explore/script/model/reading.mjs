// An article cut into what is said of nobody, mentions of actors, and words that tell of events.
//
// A mark is { begin, end, actor, events }: a mention has an actor's IRI and no events, a word has events and the
// actor "".
import { mentionsOf } from "./data.mjs";
import { passes } from "./filters.mjs";
import { isReal } from "./lines.mjs";
import { grouped } from "./order.mjs";

/**
 * The marks of an article in the order of their beginnings. An event's word is one mark for all events that it tells
 * of.
 */
export function marksOf(model, state, key) {
  const mentions = mentionsOf(model, key).map((mention) => ({ ...mention, events: [] }));
  const told = model.told.get(key).filter(({ event }) => passes(event, state));
  const words = [...grouped(told, ({ begin, end }) => `${begin} ${end}`).values()].map((same) => ({
    begin: same[0].begin,
    end: same[0].end,
    actor: "",
    events: [...new Set(same.map(({ event }) => event))],
  }));
  return [...mentions, ...words].sort((a, b) => a.begin - b.begin || b.end - a.end);
}

/**
 * The text cut where marks begin and end: [begin, end, mark or null]. Of marks over the same words an event's wins,
 * then the shortest.
 */
export function cut(text, marks) {
  const borders = bordersOf(text, marks);
  const pieces = [];
  let open = [];
  let next = 0;
  for (const [index, begin] of borders.slice(0, -1).entries()) {
    open = open.filter((mark) => mark.end > begin);
    while (next < marks.length && marks[next].begin <= begin) open.push(marks[next++]);
    add(pieces, [begin, borders[index + 1], best(open)]);
  }
  return pieces;
}

function bordersOf(text, marks) {
  const all = new Set([0, text.length, ...marks.flatMap(({ begin, end }) => [begin, end])]);
  return [...all].sort((a, b) => a - b);
}

function best(open) {
  const isWord = (mark) => mark.events.length > 0;
  const length = (mark) => mark.end - mark.begin;
  const better = (a, b) => isWord(b) - isWord(a) || length(a) - length(b);
  return open.reduce((one, other) => (one && better(one, other) <= 0 ? one : other), null);
}

/** Pieces with the same mark are one. */
function add(pieces, piece) {
  const last = pieces.at(-1);
  if (last && last[2] === piece[2]) last[1] = piece[1];
  else pieces.push(piece);
}

/** The pieces of each paragraph; blank lines are between paragraphs, and marks hold none. */
export function paragraphsOf(text, pieces) {
  const made = [[]];
  for (const [begin, end, mark] of pieces) {
    let at = begin;
    for (const part of text.slice(begin, end).split(/(\n\s*\n)/)) {
      if (/^\n\s*\n$/.test(part)) made.push([]);
      else if (part) made.at(-1).push([at, at + part.length, mark]);
      at += part.length;
    }
  }
  return made.filter((paragraph) => wordsOf(text, paragraph).trim());
}

/** The text of a paragraph. */
export function wordsOf(text, paragraph) {
  return paragraph.map(([begin, end]) => text.slice(begin, end)).join("");
}

/** How a mark looks, as classes. */
export function markClass(model, { actor, events }) {
  if (!events.length) return `said ${model.actors.get(actor).named ? "named" : ""}`;
  const plainest = events.find((event) => event.type !== "Event");
  return `told ${plainest ? plainest.orientation : "other"} ${events.some(isReal) ? "" : "unreal"}`;
}

/** A word that tells of several events leads to one after the other: the event that follows the selected one. */
export function nextOf(events, select) {
  return events[(events.findIndex((event) => event.iri === select) + 1) % events.length];
}
