// What was found in quotes, titles and texts, with the words marked.
import { written } from "../model/dates.mjs";
import { count, dotted } from "../model/text.mjs";
import { kindLine, title } from "./cards.mjs";
import { openArticle, select } from "./choosing.mjs";
import { button, element } from "./elements.mjs";
import { change, model, source, state } from "./session.mjs";

/** The words of a hit, those that were looked for in marks. */
export function hitText({ parts }) {
  return parts.map(([words, isMarked]) => (isMarked ? element("mark", {}, words) : words));
}

/** Leads to what a hit is: an event, or an article. */
export function openHit({ event, article }) {
  if (event) select(event);
  else change({ view: "articles", read: article, select: "", path: "" });
}

/** All that was found for the words of the state; what is still being looked for comes into its place later. */
export function findPanel() {
  const place = element("div", { class: "hits" });
  const close = button("close", () => change({ find: "" }));
  source.texts(state.find, state).then(
    (found) => place.replaceChildren(...hitCards(found)),
    () => place.replaceChildren(element("p", {}, "The server does not answer.")),
  );
  return [title(`“${state.find}”`), kindLine(close), place];
}

function hitCards({ hits, total }) {
  if (!hits.length) return [element("p", {}, "No quote, title or text that passes the filters has these words.")];
  const shown = hits.length < total ? `The first ${hits.length} of ${count(total, "text")}` : count(total, "text");
  return [element("h4", {}, shown), ...hits.map(hitCard)];
}

function hitCard(hit) {
  const { headline, facts } = articleOf(hit);
  const lead = hit.event ? [button("the event", () => select(hit.event)), " · "] : [];
  const name = hit.kind === "title" ? "read" : headline;
  const read = button(name, () => openArticle(hit.article));
  const footer = element("footer", {}, ...lead, read, facts ? ` (${facts})` : "");
  return element("blockquote", { class: hit.kind, dir: "auto" }, ...hitText(hit), footer);
}

/** What a hit's article is called, and where and when it appeared. */
function articleOf(hit) {
  const { title: headline, publisher, date } = hit.source ?? model.articles.get(hit.article);
  return { headline, facts: dotted([publisher, date && written(date)]) };
}
