// An article with its words marked: who and what is mentioned, and what tells of an event that passes the filters.
import { placeRead } from "../model/address.mjs";
import { kindOf, nameOf } from "../model/data.mjs";
import { written } from "../model/dates.mjs";
import { filterKey } from "../model/filters.mjs";
import { labelOf } from "../model/labels.mjs";
import { between, passing } from "../model/lines.mjs";
import { cut, markClass, marksOf, nextOf, paragraphsOf, wordsOf } from "../model/reading.mjs";
import { chosenEdge, chosenEvent, chosenPair } from "../model/selection.mjs";
import { dotted, isWeb } from "../model/text.mjs";
import { choose, openArticle, scrolled, select } from "./choosing.mjs";
import { button, byId, element, outside, pressable } from "./elements.mjs";
import { model, state } from "./session.mjs";

// What is open, and the mark that each marked element stands for.
let open = { number: null, key: "" };
const markOf = new WeakMap();

export function drawReader(number) {
  const article = model.articles.get(number);
  const key = `${filterKey(state)} ${knownOf(article)}`;
  if (number !== open.number || key !== open.key) {
    const top = number === open.number ? byId("articles").scrollTop : 0;
    open = { number, key };
    byId("articles").replaceChildren(hasText(article) ? readerOf(article) : waiting());
    byId("articles").scrollTop = top;
  }
  if (hasText(article)) follow();
}

function hasText(article) {
  return Boolean(article?.text);
}

/** What else than the filters makes an open article another: more that is known of it. */
function knownOf(article) {
  return article ? `${model.told.get(article.key).length} ${hasText(article)}` : "";
}

/** Has the reader follow what is chosen. */
function follow() {
  drawChosen();
  scroll();
}

/** Says that the list is shown, so that an article is drawn again when it is opened. */
export function closeReader() {
  open = { number: null, key: "" };
}

function waiting() {
  const back = button("All articles", () => openArticle(null));
  const words = model.served ? "The text is on its way." : "This page does not have the text.";
  return element("div", { class: "reader" }, element("p", { class: "bar" }, back), element("p", {}, words));
}

function readerOf(article) {
  const facts = dotted([article.publisher, article.authors.join(", "), article.date && written(article.date)]);
  const original = isWeb(article.url) ? [" · ", outside(article.url, "original")] : [];
  const back = button("All articles", () => openArticle(null));
  const bar = element("p", { class: "bar" }, back, element("span", {}, facts, ...original));
  return element("div", { class: "reader" }, bar, legend(), ...paragraphs(article));
}

function paragraphs({ key, text, title }) {
  const found = paragraphsOf(text, cut(text, marksOf(model, state, key)));
  return found.map((paragraph, index) => {
    const made = element("p", { dir: "auto" }, ...paragraph.map((piece) => marked(text, piece)));
    if (index === 0 && wordsOf(text, paragraph).trim() === title.trim()) made.className = "title";
    return made;
  });
}

function marked(text, [begin, end, mark]) {
  const words = text.slice(begin, end);
  if (!mark) return words;
  const named = mark.actor && model.actors.get(mark.actor).named;
  const tabIndex = mark.actor && !named ? -1 : 0;
  const made = element(
    "span",
    { class: markClass(model, mark), role: "button", title: titleOf(mark), tabIndex },
    words,
  );
  if (named) made.style.setProperty("--kind", model.kinds[kindOf(model, mark.actor)].colour);
  markOf.set(made, mark);
  return pressable(made, () => (mark.actor ? choose(mark.actor) : select(nextOf(mark.events, state.select).iri)));
}

function titleOf({ actor, events }) {
  if (actor) return nameOf(model, actor);
  return events.map((event) => `${labelOf(model, event.type)}: ${event.label}`).join("\n");
}

function legend() {
  const samples = [
    ["said named", "names"],
    ["said", "other mentions"],
    ["told cooperation", "cooperation"],
    ["told conflict", "conflict"],
    ["told neutral", "neither"],
    ["told cooperation unreal", "planned, possible or denied"],
  ];
  const sample = ([kind, words]) => [element("span", { class: kind }, words), " "];
  return element("p", { class: "key" }, ...samples.flatMap(sample));
}

/** Shows which marks have to do with the selection. */
function drawChosen() {
  const chosen = new Set(chosenEvents());
  for (const one of byId("articles").querySelectorAll("[role=button]")) {
    const { actor, events } = markOf.get(one);
    one.classList.toggle("on", actor ? actor === state.select : events.some((event) => chosen.has(event)));
  }
}

function chosenEvents() {
  const [event, edge, pair] = [chosenEvent, chosenEdge, chosenPair].map((chosen) => chosen(model, state));
  if (event) return [event];
  if (edge) return passing(edge, state);
  return pair ? between(model, state, pair.ids) : [];
}

/**
 * To the place that was asked for, once; else to the first mark of a new selection, where none of its marks can be
 * seen.
 */
function scroll() {
  const all = (selector) => [...byId("articles").querySelectorAll(selector)];
  const place = placeRead(state);
  const isBefore = (one) => markOf.get(one).begin <= place;
  const asked = state.read === scrolled.read ? undefined : all(".told[role=button]").findLast(isBefore);
  const on = all(".on");
  if (asked) asked.scrollIntoView({ block: "center" });
  else if (state.select !== scrolled.select && on.length && !on.some(isSeen)) on[0].scrollIntoView({ block: "center" });
  Object.assign(scrolled, { read: state.read, select: state.select });
}

function isSeen(one) {
  const view = byId("articles").getBoundingClientRect();
  const { top, bottom } = one.getBoundingClientRect();
  return top >= view.top && bottom <= view.bottom;
}
