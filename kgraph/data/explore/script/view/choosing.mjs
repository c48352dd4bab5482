// Choosing something, in whatever view. After "Path to ..." the next actor that is chosen is the other end of a path.
import { nameOf } from "../model/data.mjs";
import { button, byId, element } from "./elements.mjs";
import { change, model, state } from "./session.mjs";

let start = "";
const asked = byId("search").placeholder;

/** Selects an actor, an event, a line or a pair (address.mjs), or nothing. */
export function select(what) {
  askPath("");
  change({ select: what, path: "", find: what ? "" : state.find });
}

/** Shows the path from one actor to another. */
export function walk(from, to) {
  change({ select: from, path: to, find: "" });
}

/** Asks for the other end of a path from this actor, or ("") no longer. */
export function askPath(iri) {
  start = iri;
  byId("search").placeholder = start ? `Path from ${nameOf(model, start)} to …` : asked;
  byId("search").classList.toggle("asking", Boolean(start));
  if (start) byId("search").focus();
}

/** A link to the page at the address of an actor, an event or an article; a file has no such pages. */
export function ownPage(iri) {
  return model.served ? [" · ", element("a", { href: new URL(iri).pathname }, "its page")] : [];
}

/** Whether the next actor that is chosen is the end of a path. */
export function isAskingPath() {
  return Boolean(start);
}

/** Selects an actor, or ends the path that was asked for. */
export function choose(iri) {
  const from = start;
  askPath("");
  if (from && from !== iri) walk(from, iri);
  else select(iri);
}

/** Opens an article at its beginning or, with null, the list of articles. */
export function openArticle(key) {
  askPath("");
  change({ view: "articles", read: key ?? "", select: "", path: "", find: "" });
}

/** Where the reader last scrolled to; a place that is asked for once more is scrolled to once more. */
export const scrolled = { read: "", select: "" };

/** Opens an article at the words that tell of an event. */
export function openAt(telling, event) {
  scrolled.read = "";
  askPath("");
  const place = telling.at ? `:${telling.at[2]}` : "";
  change({ view: "articles", read: `${telling.article}${place}`, select: event.iri, path: "", find: "" });
}

/** The name of an actor, which leads to it. */
export function nameButton(iri) {
  return button(nameOf(model, iri), () => choose(iri));
}
