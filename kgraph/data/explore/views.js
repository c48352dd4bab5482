// The views beside the network: the same events as a timeline and as a table, and the articles.
const ROWS = 400, LISTED = 60;
function factBadge(event) { return event.factuality === "happened" ? null : element("span", { class: `badge ${event.factuality}` }, FACTS[event.factuality]); }
function drawTimeline() {
  const days = new Map();
  for (const event of filtered()) if (event.type !== "Event" && (event.stated || event.roles.length)) {  // the table has the others
    const day = event.stated ? when(event) || "No date" : event.end ? "Day not stated" : "No date";
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(event);
  }
  // What has no day of its own comes last, however early it may have been.
  const ordered = [...days].sort((a, b) => !a[1][0].stated - !b[1][0].stated);
  byId("timeline").replaceChildren(ordered.length ? "" : element("p", {}, "Nothing passes these filters."), ...ordered.map(([day, events]) => element("div", { class: "day" }, element("b", {}, day), dayList(events))));
}
function dayList(events, from = 0) {
  const list = element("ul", {}, ...events.slice(from, from + LISTED).map((event) => element("li", { class: event.orientation }, button(event.label, () => select(event.iri)), " ", factBadge(event))));
  if (events.length > from + LISTED) {
    const more = element("li", {}, button(`${events.length - from - LISTED} more`, () => more.replaceWith(...dayList(events, from + LISTED).childNodes)));
    list.append(more);
  }
  return list;
}

const COLUMNS = [
  { title: "When", cell: when, order: moment },
  { title: "What", cell: (event) => event.label },
  { title: "Kind", cell: (event) => labelOf(event.type) },
  { title: "Did it happen?", cell: (event) => FACTS[event.factuality] || event.factuality },
  { title: "Reports", cell: (event) => event.tellings.length },
];
let sorting = { column: 0, down: false };
function sortBy(column) {
  sorting = { column, down: sorting.column === column ? !sorting.down : column === 4 };
  drawTable();
}
function sortedRows() {
  const { cell, order } = COLUMNS[sorting.column], rank = order || cell;
  return filtered().sort((a, b) => compare(rank(a), rank(b)) * (sorting.down ? -1 : 1) || byTime(a, b));
}
function drawTable() {
  const rows = sortedRows();
  const head = COLUMNS.map(({ title }, column) => {
    const sorted = sorting.column !== column ? "none" : sorting.down ? "descending" : "ascending";
    return element("th", { "aria-sort": sorted, scope: "col" }, button(title + { none: "", descending: " ▾", ascending: " ▴" }[sorted], () => sortBy(column), ""));
  });
  const body = rows.slice(0, ROWS).map((event) => element("tr", {}, ...COLUMNS.map(({ cell }, column) =>
    element("td", { class: `c${column}` }, column === 1 ? button(cell(event), () => select(event.iri)) : String(cell(event))))));
  const note = rows.length > ROWS ? `The first ${ROWS} of ${count(rows.length, "event")}; the CSV has all. ` : `${count(rows.length, "event")}. `;
  byId("table").replaceChildren(element("p", {}, note, button("Download as CSV", () => download(rows))),
    element("table", { class: "events" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
}
// As outgoing.py has it: a cell that begins like a formula gets a quotation mark, or a spreadsheet would run it; numbers stay numbers.
function cellOf(text) {
  const known = text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])[\0-\x1f\x7f-\x9f\u2028\u2029]/g, " ")
    .replace(/[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu, "");
  const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(known);
  return /^'*[=+\-@\t\n＝＋－＠]/.test(known) && !number ? `'${known}` : known;
}
function csv(rows) {
  const cell = (value) => `"${cellOf(String(value)).replaceAll('"', '""')}"`;
  const header = ["begin", "end", "stated", "type", "event", "factuality", "reports", "quote", "iri"];
  const lines = rows.map((event) => [event.begin, event.end, event.stated, event.type, event.label, event.factuality, event.tellings.length, event.tellings[0] ? event.tellings[0].quote : "", event.iri]);
  return [header, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
}
function download(rows) {
  const address = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv" }));
  element("a", { href: address, download: "events.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function drawArticles() {
  if (state.read) return drawReader(parseInt(state.read, 10));
  readerKey = "";
  const numbers = new Map();
  for (const event of filtered()) for (const telling of event.tellings) numbers.set(telling.article, (numbers.get(telling.article) || 0) + 1);
  const ordered = [...data.articles.keys()].sort((a, b) => compare(data.articles[a].date, data.articles[b].date) || a - b);
  const rows = ordered.map((number) => articleRow(data.articles[number], number, numbers.get(number) || 0));
  const head = ["Date", "Article", "Source", "Reports", ""].map((title) => element("th", { scope: "col" }, title));
  const without = data.texts ? null : element("p", {}, "The texts are left out: these articles are too many for one page. The sentences that tell of events are here.");
  byId("articles").replaceChildren(...[without, element("table", { class: "list" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows))].filter(Boolean));
}
function articleRow(article, number, reports) {
  const source = [article.publisher, article.authors.join(", ")].filter(Boolean).join(" · "), original = /^https?:/i.test(article.url) ? [source ? " · " : "", outside(article.url, "original")] : [];
  return element("tr", {}, element("td", {}, article.date ? written(article.date) : ""),
    element("td", { dir: "auto" }, readable(number) ? button(article.title, () => openArticle(number)) : outside(article.url, article.title)),
    element("td", {}, source, ...(readable(number) ? original : [])), element("td", { class: "c4" }, String(reports)), element("td", {}, button("only this", () => onlyArticle(number))));
}
function onlyArticle(number) {
  state.articles = new Set(data.articles.map((_, other) => String(other)).filter((other) => other !== String(number)));
  state.view = "table";
  changed();
}
