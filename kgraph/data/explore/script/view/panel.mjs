// The column on the right: what is selected, event by event.
import { articleRead } from "../model/address.mjs";
import { nameOf } from "../model/data.mjs";
import { byTime } from "../model/dates.mjs";
import { MOST } from "../model/defaults.mjs";
import { passingOf } from "../model/filters.mjs";
import { ORIENTATIONS, spaced } from "../model/labels.mjs";
import { pairEvents, passing } from "../model/lines.mjs";
import { eventsIn, mostReported, namedIn, nearest } from "../model/rankings.mjs";
import { leftOut } from "../model/part.mjs";
import { chosenActor, chosenEdge, chosenEvent, chosenPair, endsOf, selectPair } from "../model/selection.mjs";
import { count, dotted } from "../model/text.mjs";
import { eventCard, eventSection, kindLine, nearSection, title } from "./cards.mjs";
import { askPath, nameButton, ownPage, select } from "./choosing.mjs";
import { button, byId, element, listed, outside } from "./elements.mjs";
import { findPanel } from "./hits.mjs";
import { pathPanel } from "./path.mjs";
import { model, state } from "./session.mjs";
import { dayList } from "./timeline.mjs";

export function drawPanel() {
  const content = contentOf();
  const inArticle = state.view === "articles" && state.read;
  if (inArticle && state.select) content.unshift(kindLine(button("‹ the whole article", () => select(""))));
  byId("panel").replaceChildren(...content.filter(Boolean));
  byId("panel").scrollTop = 0;
}

function contentOf() {
  const [edge, pair] = [chosenEdge(model, state), chosenPair(model, state)];
  const [actor, event] = [chosenActor(model, state), chosenEvent(model, state)];
  if (edge) return edgePanel(edge);
  if (pair) return pairPanel(pair);
  if (actor) return state.path ? pathPanel() : actorPanel(model.actors.get(actor));
  if (event) return [eventCard(event, Infinity), pageLine(event.iri)];
  if (state.find) return findPanel();
  const isRead = state.view === "articles" && model.articles.has(articleRead(state));
  return isRead ? articlePanel(articleRead(state)) : overviewPanel();
}

function actorPanel(actor) {
  const events = passingOf(model, state, actor.iri);
  const titles = actor.titles.slice(0, MOST.titles).join(", ");
  const sure = actor.named ? `${Math.round(100 * actor.confidence)} % sure` : "";
  const facts = dotted([spaced(actor.type), actor.country, titles, count(actor.mentions, "mention"), sure]);
  const hasPaths = model.nodeOf.has(actor.iri) && model.nodes.length > 2;
  return [
    title(actor.name),
    kindLine(facts, ...actor.links.flatMap((link) => [" · ", outside(link, linkName(link))]), ...ownPage(actor.iri)),
    actor.aliases.length ? element("p", { class: "aliases" }, `Also: ${actor.aliases.join(", ")}`) : null,
    hasPaths ? kindLine(button("Path to …", () => askPath(actor.iri))) : null,
    ...nearSection("Has to do with", nearest(model, events, actor.iri)),
    ...eventSection(events, totalOf(actor.iri)),
  ];
}

/** How many events the server counts of what is selected. */
function totalOf(chosen) {
  return model.counts?.[chosen];
}

function linkName(link) {
  return /wikidata/.test(link) ? "Wikidata" : /geonames/.test(link) ? "GeoNames" : link;
}

function edgePanel(edge) {
  const [source, target] = endsOf(model, edge);
  const neither = edge.orientation === "neutral";
  const kind = neither ? "Neither cooperation nor conflict" : ORIENTATIONS[edge.orientation];
  return [
    title(`${nameOf(model, source)} and ${nameOf(model, target)}`),
    kindLine(`${kind} · `, nameButton(source), ", ", nameButton(target)),
    ...eventSection(passing(edge, state).sort(byTime), totalOf(state.select)),
  ];
}

/** All that passes from one actor to another, or between the two. */
function pairPanel(pair) {
  const [source, target] = pair.ends;
  return [
    title(`${nameOf(model, source)} ${pair.oneWay ? "to" : "and"} ${nameOf(model, target)}`),
    kindLine(nameButton(source), " · ", nameButton(target), ...otherWay(pair)),
    ...eventSection(pairEvents(model, state, pair), totalOf(state.select)),
  ];
}

function otherWay({ ids, ends, oneWay }) {
  const back = { ids: [...ids].reverse(), ends: [...ends].reverse(), oneWay };
  const number = oneWay ? (totalOf(selectPair(back.ends, true)) ?? pairEvents(model, state, back).length) : 0;
  return number ? [" · ", button(`the other way: ${number}`, () => select(selectPair(back.ends, true)))] : [];
}

function overviewPanel() {
  const top = mostReported(model, state);
  const words = "Choose a name or a line for what happened, in the words of the articles.";
  return [
    element("h3", {}, "What these articles tell"),
    kindLine(`${count(model.totals.articles, "article")}. ${words}`),
    leftOut(model) ? element("p", { class: "left-out" }, leftOut(model)) : null,
    model.served ? kindLine("Also here: ", ...listed(served())) : null,
    ...(top.length ? [element("h4", {}, "Most reported"), ...top.map((event) => eventCard(event, 1))] : []),
  ];
}

/** What else the page's server has for its readers. */
function served() {
  const names = { "/sparql": "the editor of queries", "/api/": "the API", "/ontology": "the ontology" };
  return Object.entries(names).map(([href, name]) => element("a", { href }, name));
}

/** The way to the page that a thing has at its own address. */
function pageLine(iri) {
  const [, link] = ownPage(iri);
  return link ? kindLine(link) : null;
}

/** What an article tells: its actors, and its events in the order of the text. */
function articlePanel(key) {
  const events = eventsIn(model, state, key);
  return [
    title(model.articles.get(key).title),
    kindLine("Choose a marked word for who or what it is, or for what it tells of."),
    pageLine(key),
    ...nearSection("Who and what", namedIn(model, key)),
    element("h4", {}, `${count(events.length, "event")}, in the order of the text`),
    element("div", { class: "order" }, dayList(events)),
  ];
}
