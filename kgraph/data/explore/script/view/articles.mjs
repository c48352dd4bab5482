// The list of the articles, or the one that is open.
import { articleRead } from "../model/address.mjs";
import { readable } from "../model/data.mjs";
import { written } from "../model/dates.mjs";
import { compare } from "../model/order.mjs";
import { textsLeftOut } from "../model/part.mjs";
import { reportsIn } from "../model/rankings.mjs";
import { dotted, isWeb } from "../model/text.mjs";
import { openArticle } from "./choosing.mjs";
import { button, byId, element, outside, tableOf } from "./elements.mjs";
import { closeReader, drawReader } from "./reader.mjs";
import { change, model, state } from "./session.mjs";

export function drawArticles() {
  if (state.read) drawReader(articleRead(state));
  else drawList();
}

function drawList() {
  closeReader();
  const reports = reportsIn(model, state);
  const { articles } = model;
  const ordered = [...articles.values()].sort((a, b) => compare(a.date, b.date)); // of a day, in the order of the data
  const rows = ordered.map((article) => articleRow(article, reports.get(article.key) ?? 0));
  const head = ["Date", "Article", "Source", "Reports", ""].map((title) => element("th", { scope: "col" }, title));
  const words = textsLeftOut(model);
  const note = words ? [element("p", {}, words)] : [];
  byId("articles").replaceChildren(...note, tableOf("list", head, rows));
}

function articleRow(article, reports) {
  const { key } = article;
  const opens = readable(model, key);
  const name = opens ? button(article.title, () => openArticle(key)) : outside(article.url, article.title);
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
      button("only this", () => change({ only: key, view: "table" })),
    ),
  );
}
