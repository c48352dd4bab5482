// An article with its words marked: who and what is mentioned, and what tells of an event that passes the filters.
const told = data.articles.map(() => []);
for (const event of allEvents) for (const telling of event.tellings) if (telling.at) told[telling.article].push({ begin: telling.at[2], end: telling.at[3], event });
for (const triggers of told) triggers.sort((a, b) => a.begin - b.begin || compare(a.event.iri, b.event.iri));
let readerKey = "", readAtPlace = "", readSelection = "";

function readAt(telling, event) {
  state.view = "articles";
  state.read = `${telling.article}:${telling.at[2]}`;
  readAtPlace = "";
  select(event.iri);
}
function openArticle(number) {
  state.read = number === null ? "" : String(number);
  select("");
}

// The marks of an article in the order of their beginnings. An event's word is one mark for all events that it tells of.
function marksOf(number) {
  const marks = [], flat = data.articles[number].mentions, triggers = new Map();
  for (let at = 0; at < flat.length; at += 3) marks.push({ begin: flat[at], end: flat[at + 1], actor: actorIris[flat[at + 2]], events: [] });
  for (const { begin, end, event } of told[number]) if (passes(event)) {
    const key = `${begin} ${end}`;
    if (!triggers.has(key)) triggers.set(key, { begin, end, actor: "", events: [] });
    if (!triggers.get(key).events.includes(event)) triggers.get(key).events.push(event);
  }
  return [...marks, ...triggers.values()].sort((a, b) => a.begin - b.begin || b.end - a.end);
}
// The text cut where marks begin and end: [begin, end, mark]. Of marks over the same words an event's wins, then the shortest.
function cut(text, marks) {
  const borders = [...new Set([0, text.length, ...marks.flatMap(({ begin, end }) => [begin, end])])].sort((a, b) => a - b), pieces = [];
  let open = [], next = 0;
  for (let index = 0; index + 1 < borders.length; index++) {
    const at = borders[index];
    open = open.filter((mark) => mark.end > at);
    while (next < marks.length && marks[next].begin <= at) open.push(marks[next++]);
    const best = open.reduce((one, other) => (!one || (other.events.length > 0) - (one.events.length > 0) || one.end - one.begin - (other.end - other.begin)) > 0 ? other : one, null);
    const last = pieces.at(-1);
    if (last && last[2] === best) last[1] = borders[index + 1];
    else pieces.push([at, borders[index + 1], best]);
  }
  return pieces;
}
function markClass({ actor, events }) {
  if (!events.length) return `said ${data.actors[actor].named ? "named" : ""}`;
  const plainest = events.find((event) => event.type !== "Event");
  return `told ${plainest ? plainest.orientation : "other"} ${events.some((event) => REAL.has(event.factuality)) ? "" : "unreal"}`;
}
function marked(text, [begin, end, mark]) {
  const words = text.slice(begin, end);
  if (!mark) return words;
  const act = () => (mark.actor ? choose(mark.actor) : select(nextOf(mark.events)));
  const title = mark.actor ? nameOf(mark.actor) : mark.events.map((event) => `${labelOf(event.type)}: ${event.label}`).join("\n");
  const made = element("span", { class: markClass(mark), role: "button", title, tabIndex: mark.actor && !data.actors[mark.actor].named ? -1 : 0, onclick: act,
    onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } } }, words);
  if (mark.actor && data.actors[mark.actor].named) made.style.setProperty("--kind", data.kinds[kindOf(mark.actor)]);
  made.mark = mark;
  return made;
}
// A word that tells of several events leads to one after the other.
function nextOf(events) { return events[(events.findIndex((event) => event.iri === state.select) + 1) % events.length].iri; }

function paragraphs(number) {
  const { text, title } = data.articles[number], pieces = cut(text, marksOf(number)), made = [];
  let current = null;
  const close = () => { if (current && current.textContent.trim()) made.push(current); current = null; };
  for (const [begin, end, mark] of pieces) {
    // Marks hold no blank line; what lies between them may.
    let at = begin;
    for (const part of text.slice(begin, end).split(/(\n\s*\n)/)) {
      if (/^\n\s*\n$/.test(part)) close();
      else if (part) {
        current ??= element("p", { dir: "auto" });
        current.append(marked(text, [at, at + part.length, mark]));
      }
      at += part.length;
    }
  }
  close();
  if (made.length && made[0].textContent.trim() === title.trim()) made[0].className = "title";
  return made;
}
function drawReader(number) {
  const { view, shown, select: _, path, read, ...filters } = state;
  const key = JSON.stringify([number, filters], (_, value) => (value instanceof Set ? [...value].sort() : value));
  if (key !== readerKey || !byId("articles").querySelector(".reader")) {
    const article = data.articles[number], old = readerKey === "" ? 0 : byId("articles").scrollTop, same = JSON.parse(readerKey || "[-1]")[0] === number;
    readerKey = key;
    const facts = [article.publisher, article.authors.join(", "), article.date ? written(article.date) : ""].filter(Boolean).join(" · ");
    byId("articles").replaceChildren(element("div", { class: "reader" },
      element("p", { class: "bar" }, button("All articles", () => openArticle(null)), element("span", {}, facts, ...(/^https?:/i.test(article.url) ? [" · ", outside(article.url, "original")] : []))),
      readerLegend(), ...paragraphs(number)));
    byId("articles").scrollTop = same ? old : 0;
  }
  const event = chosenEvent(), edge = chosenEdge(), pair = chosenPair(), chosen = new Set(event ? [event] : edge ? passing(edge) : pair ? between(...pair.ids) : []);
  for (const one of byId("articles").querySelectorAll("[role=button]")) one.classList.toggle("on", one.mark.actor ? one.mark.actor === state.select : one.mark.events.some((each) => chosen.has(each)));
  scrollReader();
}
function readerLegend() {
  const sample = (kind, words) => [element("span", { class: kind }, words), " "];
  return element("p", { class: "key" }, ...sample("said named", "names"), ...sample("said", "other mentions"), ...sample("told cooperation", "cooperation"), ...sample("told conflict", "conflict"),
    ...sample("told neutral", "neither"), ...sample("told cooperation unreal", "planned, possible or denied"));
}
// To the place that was asked for, once; else to the first mark of a new selection, where none of its marks can be seen.
function scrollReader() {
  const [, place] = state.read.split(":"), view = byId("articles").getBoundingClientRect();
  const inside = (one) => { const { top, bottom } = one.getBoundingClientRect(); return top >= view.top && bottom <= view.bottom; };
  const asked = place && state.read !== readAtPlace && [...byId("articles").querySelectorAll(".told[role=button]")].findLast((one) => one.mark.begin <= Number(place));
  const on = [...byId("articles").querySelectorAll(".on")];
  if (asked) asked.scrollIntoView({ block: "center" });
  else if (state.select !== readSelection && on.length && !on.some(inside)) on[0].scrollIntoView({ block: "center" });
  readAtPlace = state.read;
  readSelection = state.select;
}

// What an article tells, where nothing else is selected: its actors, and its events in the order of the text.
function articlePanel(number) {
  const article = data.articles[number], flat = article.mentions, mentions = new Map();
  for (let at = 2; at < flat.length; at += 3) mentions.set(actorIris[flat[at]], (mentions.get(actorIris[flat[at]]) || 0) + 1);
  const who = [...mentions].filter(([iri]) => data.actors[iri].named).sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, 24);
  const events = [...new Set(told[number].map(({ event }) => event))].filter((event) => event.type !== "Event" && passes(event));
  return [element("h3", { dir: "auto" }, article.title), element("p", { class: "kind" }, "Choose a marked word for who or what it is, or for what it tells of."),
    ...(who.length ? [element("h4", {}, "Who and what"), element("ul", { class: "near" }, ...who.map(([iri, times]) => element("li", {}, nameButton(iri), element("small", {}, String(times)))))] : []),
    element("h4", {}, `${count(events.length, "event")}, in the order of the text`), element("div", { class: "order" }, dayList(events))];
}
