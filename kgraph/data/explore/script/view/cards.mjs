// Events in the words of the articles.
import { readable } from "../model/data.mjs";
import { when, written } from "../model/dates.mjs";
import { MOST } from "../model/defaults.mjs";
import { codeOf, factOf, labelOf, roleOf } from "../model/labels.mjs";
import { count, dotted } from "../model/text.mjs";
import { nameButton, openAt, select } from "./choosing.mjs";
import { button, element, listed, outside } from "./elements.mjs";
import { model } from "./session.mjs";

/** An event with its first quotes. */
export function eventCard(event, most = MOST.quotes) {
  const card = element(
    "div",
    { class: "event" },
    element("p", { class: "what", dir: "auto" }, event.label),
    element("p", { class: "when" }, factsOf(event)),
    element("p", {}, badge(event.factuality, factOf(event)), sideBadge(event)),
    element("p", { class: "who" }, ...taking(event)),
    nested("Part of", event.wholes),
    nested("Parts", event.parts),
    ...event.tellings.slice(0, most).map((telling) => quote(telling, event)),
  );
  if (event.tellings.length > most) card.append(allQuotes(event, card));
  return card;
}

function allQuotes(event, card) {
  const act = () => card.replaceWith(eventCard(event, Infinity));
  return button(`All ${event.tellings.length} quotes`, act, "link more");
}

function factsOf(event) {
  const articles = event.articles.size > 1 ? ` in ${event.articles.size} articles` : "";
  const reports = count(event.tellings.length, "report") + articles;
  const sure = `${Math.round(100 * event.confidence)} % sure`;
  return dotted([labelOf(model, event.type), codeOf(event), when(event), reports, sure]);
}

function badge(kind, text) {
  return element("span", { class: `badge ${kind}` }, text);
}

function sideBadge({ orientation }) {
  return orientation === "neutral" ? null : badge(orientation, orientation);
}

/** What became of an event, where it did not simply happen. */
export function factBadge(event) {
  return event.factuality === "happened" ? null : badge(event.factuality, factOf(event));
}

/** The events that one is part of, or that are part of it. */
function nested(name, events) {
  if (!events.length) return null;
  const buttons = events.map((event) => button(event.label, () => select(event.iri)));
  return element("p", { class: "who nested" }, element("span", {}, `${name}: `, ...listed(buttons)));
}

/** Who has which part, each role once: "Who: A, B". */
function taking(event) {
  const parts = new Map();
  for (const [role, actor] of event.roles) parts.set(role, (parts.get(role) ?? new Set()).add(actor));
  return [...parts].map(([role, actors]) =>
    element("span", {}, `${roleOf(role)}: `, ...listed([...actors].map(nameButton))),
  );
}

function quote(telling, event) {
  const [begin, end] = telling.trigger;
  const text = telling.quote;
  const words = element("mark", {}, text.slice(begin, end));
  return element("blockquote", { dir: "auto" }, text.slice(0, begin), words, text.slice(end), footer(telling, event));
}

function footer(telling, event) {
  const article = model.articles.get(telling.article);
  const facts = [article.publisher, article.date && written(article.date)].filter(Boolean).join(", ");
  const context = button("read in context", () => openAt(telling, event));
  return element(
    "footer",
    {},
    stance(telling),
    outside(article.url, article.title),
    facts ? ` (${facts})` : "",
    ...(readable(model, telling.article) ? [" · ", context] : []),
  );
}

/** Who says it, and as what: "planned · a clerk said · ". */
function stance({ polarity, modality, source, cue }) {
  const held = polarity === "negative" ? "said not to be so" : modality === "actual" ? "" : modality;
  const said = source && `${source} ${cue || "says so"}`;
  return [held, said].map((part) => part && `${part} · `).join("");
}

/** The first of the events, and a button that leads to more. */
function eventCards(events) {
  const cards = events.slice(0, MOST.cards).map((event) => eventCard(event));
  const left = events.slice(MOST.cards);
  if (!left.length) return cards;
  const more = button(`Show ${Math.min(MOST.cards, left.length)} more of ${left.length}`, () =>
    more.replaceWith(...eventCards(left)),
  );
  return [...cards, more];
}

/** The number of the events, and they themselves; of more than the page holds it has the most reported ones. */
export function eventSection(events, total = events.length) {
  const all = count(total, "event");
  const heading = events.length < total ? `${all}; the ${events.length} most reported of them` : all;
  return [element("h4", {}, heading), ...eventCards(events)];
}

/** Names with numbers under a heading, [IRI, number]; nothing where there are none. */
export function nearSection(heading, near) {
  const rows = near.map(([iri, number]) => element("li", {}, nameButton(iri), element("small", {}, String(number))));
  return rows.length ? [element("h4", {}, heading), element("ul", { class: "near" }, ...rows)] : [];
}

/** A heading. */
export function title(text) {
  return element("h3", { dir: "auto" }, text);
}

/** A line below a heading. */
export function kindLine(...children) {
  return element("p", { class: "kind" }, ...children);
}
