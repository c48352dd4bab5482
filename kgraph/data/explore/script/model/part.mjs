// What a page says of the part of the graph that it holds.
import { filtered, passingCount } from "./filters.mjs";
import { count } from "./text.mjs";

const LARGER = "“kgraph explore --page-size” writes a larger file, and “kgraph serve” shows all.";

/** What a file leaves out, and how to see it; "" where it holds all of the graph. */
export function leftOut(model) {
  if (model.served || model.whole) return "";
  const held = `${model.events.size.toLocaleString("en")} of ${count(model.totals.events, "event")}`;
  const articles = `${model.articles.size.toLocaleString("en")} of ${count(model.totals.articles, "article")}`;
  return `This file holds ${held}, the most certain and most reported ones, from ${articles}. ${LARGER}`;
}

/** Of which of the events that pass a list can show no more; "" where it has all. */
export function listedOnly(model, state) {
  const held = filtered(model, state).length;
  const all = passingCount(model, state);
  if (!model.served || held >= all) return "";
  const most = `The ${held.toLocaleString("en")} most reported of ${count(all, "event")}`;
  return `${most}; days and other filters lead to the others.`;
}

/** Which texts a file leaves out; "" where it leaves none out. */
export function textsLeftOut(model) {
  const articles = [...model.articles.values()];
  const missing = articles.filter((article) => !article.text).length;
  if (model.served || !missing) return articlesOnly(model);
  const all = missing === articles.length;
  const which = all
    ? "The texts are"
    : `The texts of ${missing.toLocaleString("en")} of ${count(articles.length, "article")} are`;
  return `${which} left out, so that this file stays small. The sentences that tell of events are here.`;
}

function articlesOnly(model) {
  const { size } = model.articles;
  if (size >= model.totals.articles) return "";
  const some = `${size.toLocaleString("en")} of ${count(model.totals.articles, "article")}`;
  return `These ${some} tell of the events shown here.`;
}
