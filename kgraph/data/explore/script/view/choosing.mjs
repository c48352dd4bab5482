// Choosing something, in whatever view. After "Path to ..." the next actor that is chosen is the other end of a path.
import { nameOf } from "../model/data.mjs";
import { button, byId } from "./elements.mjs";
import { change, model } from "./session.mjs";

let start = "";
const asked = byId("search").placeholder;

/** Selects an actor, an event, a line or a pair (address.mjs), or nothing. */
export function select(what) {
  askPath("");
  change({ select: what, path: "" });
}

/** Shows the path from one actor to another. */
export function walk(from, to) {
  change({ select: from, path: to });
}

/** Asks for the other end of a path from this actor, or ("") no longer. */
export function askPath(iri) {
  start = iri;
  byId("search").placeholder = start ? `Path from ${nameOf(model, start)} to …` : asked;
  byId("search").classList.toggle("asking", Boolean(start));
  if (start) byId("search").focus();
}

/** Selects an actor, or ends the path that was asked for. */
export function choose(iri) {
  const from = start;
  askPath("");
  if (from && from !== iri) walk(from, iri);
  else select(iri);
}

/** Opens an article at its beginning or, with null, the list of articles. */
export function openArticle(number) {
  askPath("");
  change({ read: number === null ? "" : String(number), select: "", path: "" });
}

/** Where the reader last scrolled to; a place that is asked for once more is scrolled to once more. */
export const scrolled = { read: "", select: "" };

/** Opens an article at the words that tell of an event. */
export function openAt(telling, event) {
  scrolled.read = "";
  askPath("");
  change({ view: "articles", read: `${telling.article}:${telling.at[2]}`, select: event.iri, path: "" });
}

/** The name of an actor, which leads to it. */
export function nameButton(iri) {
  return button(nameOf(model, iri), () => choose(iri));
}
