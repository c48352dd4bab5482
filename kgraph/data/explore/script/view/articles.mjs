// The list of the articles, or the one that is open.
import { articleRead } from "../model/address.mjs";
import { readable } from "../model/data.mjs";
import { written } from "../model/dates.mjs";
import { compare } from "../model/order.mjs";
import { reportsIn } from "../model/rankings.mjs";
import { dotted, isWeb } from "../model/text.mjs";
import { openArticle } from "./choosing.mjs";
import { button, byId, element, outside, tableOf } from "./elements.mjs";
import { closeReader, drawReader } from "./reader.mjs";
import { change, model, state } from "./session.mjs";

const NO_TEXTS =
  "The texts are left out: these articles are too many for one page. The sentences that tell of events are here.";

export function drawArticles() {
  if (state.read) drawReader(articleRead(state));
  else drawList();
}

function drawList() {
  closeReader();
  const reports = reportsIn(model, state);
  const { articles } = model;
  const ordered = [...articles.keys()].sort((a, b) => compare(articles[a].date, articles[b].date) || a - b);
  const rows = ordered.map((number) => articleRow(articles[number], number, reports.get(number) ?? 0));
  const head = ["Date", "Article", "Source", "Reports", ""].map((title) => element("th", { scope: "col" }, title));
  const note = model.texts ? [] : [element("p", {}, NO_TEXTS)];
  byId("articles").replaceChildren(...note, tableOf("list", head, rows));
}

function articleRow(article, number, reports) {
  const opens = readable(model, number);
  const name = opens ? button(article.title, () => openArticle(number)) : outside(article.url, article.title);
  const source = dotted([article.publisher, article.authors.join(", ")]);
  const original = opens && isWeb(article.url) ? [source ? " · " : "", outside(article.url, "original")] : [];
  const cell = (properties, ...children) => element("td", properties, ...children);
  return element(
    "tr",
    {},
    cell({}, article.date ? written(article.date) : ""),
    cell({ dir: "auto" }, name),
    cell({}, source, ...original),
    cell({ class: "c4" }, String(reports)),
    cell(
      {},
      button("only this", () => onlyArticle(number)),
    ),
  );
}

function onlyArticle(number) {
  const others = [...model.articles.keys()].filter((other) => other !== number);
  change({ articles: new Set(others.map(String)), view: "table" });
}
