"use strict";
// Everything an article says reaches the page as text (textContent), never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const FACTS = { "happened": "happened", "did-not-happen": "did not happen", "disputed": "disputed", "planned": "planned",
    "wanted": "wanted", "possible": "possible", "conditional": "conditional" };
  const KINDS = { Person: "People", Group: "Groups", Organization: "Organisations", Place: "Places", NamedEvent: "Named events", Thing: "Other things" };
  const ORIENTATIONS = { cooperation: "Cooperation", conflict: "Conflict", neutral: "Neither" };
  const VIEWS = ["network", "timeline", "table", "articles"];
  const CORE = 25, ROWS = 400;
  const nodeOf = new Map(data.nodes.map((node) => [node.iri, node]));
  const eventsOf = new Map();
  for (const [iri, event] of Object.entries(data.events)) {
    event.iri = iri;
    for (const [, actor] of event.roles) {
      if (!eventsOf.has(actor)) eventsOf.set(actor, []);
      if (!eventsOf.get(actor).includes(event)) eventsOf.get(actor).push(event);
    }
  }
  const allEvents = Object.values(data.events).sort(byTime);

  // The state is the address: "#view=network&shown=25&select=...". Sets hold what is switched off.
  const initial = () => ({ view: "network", shown: Math.min(CORE, data.nodes.length), select: "", types: new Set(), orientations: new Set(),
    facts: new Set(), kinds: new Set(), articles: new Set(), from: "", to: "", undated: true });
  let state = initial();
  let network = null, nodes = null, edges = null, sorting = { column: 0, down: false };

  // ---- elements -------------------------------------------------------------------------------------------------------------
  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (key in made && key !== "list") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  const button = (text, act, kind = "link") => element("button", { class: kind, type: "button", onclick: act }, text);
  function outside(url, text) {
    // Only addresses of the web become links: "javascript:" and its like stay text.
    return /^https?:\/\//i.test(url) ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text) : element("span", {}, text);
  }

  // ---- time -----------------------------------------------------------------------------------------------------------------
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  function written(day) {
    const [year, month, date] = day.split("-");
    return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
  }
  function when(event) {
    if (!event.stated) return event.end ? `by ${written(event.end)}` : "";
    if (event.begin && event.end && event.begin !== event.end) {
      const [year, month] = event.begin.split("-");
      if (event.precision === "year") return year;
      if (event.precision === "month") return `${MONTHS[Number(month) - 1]} ${year}`;
      return `${written(event.begin)} to ${written(event.end)}`;
    }
    if (event.begin && !event.end) return `since ${written(event.begin)}`;
    return written(event.begin || event.end);
  }
  function byTime(a, b) { return key(a).localeCompare(key(b)) || a.iri.localeCompare(b.iri); }
  function key(event) { return (event.stated && (event.begin || event.end)) || event.end || "9999"; }

  // ---- filters --------------------------------------------------------------------------------------------------------------
  function passes(event, except = "") {
    if (except !== "types" && state.types.has(event.type)) return false;
    if (except !== "orientations" && state.orientations.has(event.orientation)) return false;
    if (except !== "facts" && state.facts.has(event.factuality)) return false;
    if (except !== "articles" && event.tellings.every((telling) => state.articles.has(String(telling.article)))) return false;
    if (!event.stated) return state.undated;
    const begin = event.begin || event.end, end = event.end || event.begin;
    return !(state.from && end < state.from) && !(state.to && begin > state.to);
  }
  const FILTERS = {
    kinds: { title: "Who and what", options: Object.entries(KINDS).filter(([kind]) => data.nodes.some((n) => kindOf(n.iri) === kind)) },
    orientations: { title: "Cooperation and conflict", options: Object.entries(ORIENTATIONS), of: (event) => event.orientation },
    facts: { title: "Did it happen?", options: Object.entries(FACTS), of: (event) => event.factuality },
    types: { title: "Kind of event", of: (event) => event.type },
    articles: { title: "Article", options: data.articles.map((article, number) => [String(number), article.title]) },
  };
  function kindOf(iri) { return data.actors[iri] ? data.actors[iri].kind : "Thing"; }
  function counts(name) {
    const found = new Map();
    const add = (option) => found.set(option, (found.get(option) || 0) + 1);
    if (name === "kinds") for (const node of data.nodes) add(kindOf(node.iri));
    else for (const event of allEvents) if (passes(event, name)) {
      if (name === "articles") for (const number of new Set(event.tellings.map((t) => String(t.article)))) add(number);
      else add(FILTERS[name].of(event));
    }
    return found;
  }
  function check(name, option, label, count) {
    const box = element("input", { type: "checkbox", checked: !state[name].has(option), onchange: () => toggle(name, [option], box.checked) });
    return element("label", { class: count ? "check" : "check zero" }, box, element("span", {}, label), element("small", {}, String(count)));
  }
  function toggle(name, options, on) {
    for (const option of options) if (on) state[name].delete(option); else state[name].add(option);
    changed();
  }
  const opened = new Set();
  function typeTree(found) {
    const roots = new Map();
    for (const type of new Set(allEvents.map((event) => event.type))) {
      const known = data.types[type] || { label: type, root: type };
      if (!roots.has(known.root)) roots.set(known.root, []);
      roots.get(known.root).push([type, known.label]);
    }
    return [...roots].map(([root, types]) => {
      const sum = types.reduce((total, [type]) => total + (found.get(type) || 0), 0);
      const box = element("input", { type: "checkbox", checked: types.some(([type]) => !state.types.has(type)),
        onchange: () => toggle("types", types.map(([type]) => type), box.checked) });
      box.indeterminate = box.checked && types.some(([type]) => state.types.has(type));
      const label = data.types[root] ? data.types[root].label : "Other";
      const row = element("label", { class: sum ? "check" : "check zero" }, box, element("span", {}, label), element("small", {}, String(sum)));
      const details = element("details", { open: opened.has(root) }, element("summary", {}, row),
        element("div", { class: "sub" }, ...types.sort((a, b) => a[1].localeCompare(b[1])).map(([type, name]) => check("types", type, name, found.get(type) || 0))));
      details.addEventListener("toggle", () => (details.open ? opened.add(root) : opened.delete(root)));
      return [sum, label, details];
    }).sort((a, b) => b[0] - a[0] || a[1].localeCompare(b[1])).map(([, , details]) => details);
  }
  function drawFilters() {
    const groups = Object.entries(FILTERS).map(([name, filter]) => {
      const found = counts(name);
      const rows = name === "types" ? typeTree(found) : filter.options.filter(([option]) => name !== "articles" || true)
        .map(([option, label]) => check(name, option, label, found.get(option) || 0));
      return element("fieldset", {}, element("legend", {}, filter.title), ...rows);
    });
    byId("filter-groups").replaceChildren(...groups);
    byId("shown").max = data.nodes.length;
    byId("shown").value = state.shown;
    byId("shown-count").textContent = `${state.shown} of ${data.nodes.length}`;
    byId("from").value = state.from;
    byId("to").value = state.to;
    byId("undated").checked = state.undated;
    drawHistogram();
  }
  function drawHistogram() {
    const days = new Map();
    for (const event of allEvents) if (event.stated && event.precision !== "year" && passes(event)) {
      const day = event.begin || event.end;
      days.set(day, (days.get(day) || 0) + 1);
    }
    const sorted = [...days].sort().slice(-60);
    const most = Math.max(1, ...sorted.map(([, count]) => count));
    byId("histogram").replaceChildren(...sorted.map(([day, count]) => {
      const bar = element("i", { title: `${written(day)}: ${count}` });
      bar.style.height = `${Math.round((100 * count) / most)}%`;
      return bar;
    }));
  }

  // ---- network --------------------------------------------------------------------------------------------------------------
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  function visible() {
    const kept = data.nodes.filter((node) => !state.kinds.has(kindOf(node.iri)));
    const first = new Set(kept.slice(0, state.shown).map((node) => node.id));
    const chosen = nodeOf.get(state.select);
    if (chosen) {  // what is looked at is shown, with those it has to do with
      first.add(chosen.id);
      const allowed = new Set(kept.map((node) => node.id));
      if (state.shown > 0 && !data.nodes.slice(0, state.shown).includes(chosen))
        for (const edge of data.edges) for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) if (a === chosen.id && allowed.has(b)) first.add(b);
    }
    return first;
  }
  function drawNetwork() {
    const shown = visible(), core = state.shown <= CORE, chosen = nodeOf.get(state.select);
    const near = new Set(chosen ? [chosen.id] : []);
    const shownEdges = [];
    for (const edge of data.edges) {
      if (!shown.has(edge.from) || !shown.has(edge.to)) continue;
      const events = edge.events.map((iri) => data.events[iri]).filter((event) => passes(event));
      if (!events.length) continue;
      const touches = chosen && (edge.from === chosen.id || edge.to === chosen.id);
      if (touches) near.add(edge.from).add(edge.to);
      shownEdges.push([edge, events, touches]);
    }
    const ink = css("--ink"), paper = css("--paper"), soft = css("--soft");
    const faded = (node) => chosen && !near.has(node.id);
    nodes.update(data.nodes.filter((node) => shown.has(node.id)).map((node) => ({
      id: node.id, label: node.label, shape: node.shape, size: node.size, borderWidth: 1.5,
      x: core && node.id < CORE ? node.core[0] : node.x, y: core && node.id < CORE ? node.core[1] : node.y,
      color: { background: node.color, border: paper, highlight: { background: node.color, border: ink } }, opacity: faded(node) ? 0.2 : 1,
      font: { color: faded(node) ? soft : ink, size: node.id < 8 ? 16 : 13, strokeWidth: 4, strokeColor: paper, face: "system-ui, DejaVu Sans, sans-serif" },
    })));
    nodes.remove(nodes.getIds().filter((id) => !shown.has(id)));
    edges.update(shownEdges.map(([edge, events, touches]) => {
      const colour = css(`--${edge.orientation}`);
      return { id: edge.id, from: edge.from, to: edge.to, width: Math.min(7, 1 + Math.sqrt(events.length)), dashes: edge.orientation === "conflict" ? [7, 5] : false,
        arrows: edge.symmetric ? "" : { to: { enabled: true, scaleFactor: 0.5 } }, color: { color: colour, highlight: colour, hover: colour, opacity: chosen && !touches ? 0.12 : 0.75 },
        label: touches ? caption(events) : undefined, font: { color: soft, size: 11, strokeWidth: 3, strokeColor: paper, align: "middle" },
        smooth: { enabled: true, type: "curvedCW", roundness: 0.12 + 0.1 * (edge.id % 3) } };
    }));
    const drawn = new Set(shownEdges.map(([edge]) => edge.id));
    edges.remove(edges.getIds().filter((id) => !drawn.has(id)));
    byId("empty").hidden = state.view !== "network" || drawn.size > 0;
    if (chosen && shown.has(chosen.id)) network.selectNodes([chosen.id], false); else network.unselectAll();
  }
  function caption(events) {
    const label = (data.types[events[0].type] || { label: events[0].type }).label.toLowerCase();
    return events.length > 1 ? `${label} and ${events.length - 1} more` : label;
  }
  function openNetwork() {
    nodes = new vis.DataSet(); edges = new vis.DataSet();
    network = new vis.Network(byId("network"), { nodes, edges }, {
      physics: false, layout: { improvedLayout: false },
      interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, hideEdgesOnDrag: data.nodes.length > 400, navigationButtons: false, tooltipDelay: 1e9 },
      nodes: { chosen: true }, edges: { selectionWidth: 1, hoverWidth: 0.5 },
    });
    network.on("click", (what) => {
      if (what.nodes.length) select(data.nodes.find((node) => node.id === what.nodes[0]).iri);
      else if (what.edges.length) select(`edge:${what.edges[0]}`);
      else select("");
    });
  }
  function fit() { network.fit({ animation: false, maxZoomLevel: 1.6 }); }
  function drawLegend() {
    const shape = { Person: "M7 1a6 6 0 1 0 .01 0", Organization: "M1 1h12v12h-12z", Place: "M7 0l7 7-7 7-7-7z", Group: "M7 1l7 12h-14z", NamedEvent: "M7 0l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5z", Thing: "M7 1a6 6 0 1 0 .01 0" };
    const svg = (width, draw) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      made.setAttribute("width", width); made.setAttribute("height", 14); made.setAttribute("aria-hidden", "true");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of Object.entries(draw)) path.setAttribute(name, value);
      made.append(path);
      return made;
    };
    const kinds = FILTERS.kinds.options.map(([kind, label]) => element("span", {}, svg(14, { d: shape[kind], fill: data.kinds[kind] }), label));
    const lines = [["cooperation", "cooperation", "none"], ["conflict", "conflict", "6 4"], ["neutral", "other", "none"]].map(([name, label, dash]) =>
      element("span", {}, svg(28, { d: "M0 7h28", stroke: css(`--${name}`), "stroke-width": 2.5, "stroke-dasharray": dash }), label));
    byId("legend").replaceChildren(...kinds, ...lines);
  }

  // ---- panel ----------------------------------------------------------------------------------------------------------------
  const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  function nameButton(iri) { return button(data.actors[iri] ? data.actors[iri].name : iri, () => select(iri)); }
  function quote(telling) {
    const [begin, end] = telling.trigger, text = telling.quote, article = data.articles[telling.article];
    const said = telling.source ? `${telling.source} ${telling.cue || "says so"} · ` : "";
    const held = telling.polarity === "negative" ? "said not to be so · " : telling.modality !== "actual" ? `${telling.modality} · ` : "";
    const facts = [article.publisher, article.date ? written(article.date) : ""].filter(Boolean).join(", ");
    return element("blockquote", {}, text.slice(0, begin), element("mark", {}, text.slice(begin, end)), text.slice(end),
      element("footer", {}, held + said, article.url ? outside(article.url, article.title) : article.title, facts ? ` (${facts})` : ""));
  }
  function eventCard(event, most = 3) {
    const fact = element("span", { class: `badge ${event.factuality}` }, FACTS[event.factuality]);
    const side = event.orientation === "neutral" ? null : element("span", { class: `badge ${event.orientation}` }, event.orientation);
    const kind = (data.types[event.type] || { label: event.type === "Event" ? "Other event" : event.type }).label;
    const people = event.roles.filter(([, actor]) => data.actors[actor]);
    const seen = new Set();
    const who = people.flatMap(([role, actor]) => (seen.has(role + actor) ? [] : (seen.add(role + actor), [element("span", {}, `${role}: `, nameButton(actor), "  ")])));
    const articles = new Set(event.tellings.map((telling) => telling.article)).size;
    const time = [when(event), count(event.tellings.length, "report") + (articles > 1 ? ` in ${articles} articles` : "")].filter(Boolean).join(" · ");
    const card = element("div", { class: "event" }, element("p", { class: "what" }, event.label), element("p", { class: "when" }, `${kind} · ${time}`),
      element("p", {}, fact, side), element("p", { class: "when" }, ...who), ...event.tellings.slice(0, most).map(quote));
    if (event.tellings.length > most) card.append(button(`All ${event.tellings.length} quotes`, () => card.replaceWith(eventCard(event, Infinity))));
    return card;
  }
  function eventCards(events, most = 30) {
    const cards = events.slice(0, most).map((event) => eventCard(event));
    if (events.length > most) {
      const more = button(`Show ${Math.min(30, events.length - most)} more of ${events.length}`, () => more.replaceWith(...eventCards(events.slice(most))));
      cards.push(more);
    }
    return cards;
  }
  function actorPanel(iri) {
    const actor = data.actors[iri];
    const events = (eventsOf.get(iri) || []).filter((event) => passes(event)).sort(byTime);
    const others = new Map();
    for (const event of events) for (const [, other] of event.roles) if (other !== iri && data.actors[other]) others.set(other, (others.get(other) || 0) + 1);
    const near = [...others].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 10);
    const links = actor.links.map((link) => element("span", {}, outside(link, /wikidata/.test(link) ? "Wikidata" : /geonames/.test(link) ? "GeoNames" : link), " "));
    const kind = [actor.type.replace(/(?<=[a-z])(?=[A-Z])/g, " "), actor.country, actor.titles.slice(0, 3).join(", "), count(actor.mentions, "mention")].filter(Boolean).join(" · ");
    return [element("h3", {}, actor.name), element("p", { class: "kind" }, kind, links.length ? " · " : "", ...links),
      actor.aliases.length ? element("p", { class: "aliases" }, `Also: ${actor.aliases.join(", ")}`) : null,
      near.length ? element("h4", {}, "Has to do with") : null,
      near.length ? element("p", { class: "aliases" }, ...near.flatMap(([other, number]) => [nameButton(other), ` ${number}   `])) : null,
      element("h4", {}, count(events.length, "event")), ...eventCards(events)];
  }
  function edgePanel(id) {
    const edge = data.edges.find((one) => one.id === id);
    const events = edge.events.map((iri) => data.events[iri]).filter((event) => passes(event)).sort(byTime);
    const [from, to] = [data.nodes[edge.from].iri, data.nodes[edge.to].iri];
    return [element("h3", {}, data.actors[from].name, edge.symmetric ? " and " : " → ", data.actors[to].name),
      element("p", { class: "kind" }, `${ORIENTATIONS[edge.orientation] === "Neither" ? "Neither cooperation nor conflict" : ORIENTATIONS[edge.orientation]} · `, nameButton(from), ", ", nameButton(to)),
      element("h4", {}, count(events.length, "event")), ...eventCards(events)];
  }
  function overviewPanel() {
    const events = allEvents.filter((event) => passes(event) && event.roles.length > 1 && event.type !== "Event" && event.orientation !== "neutral");
    const top = events.sort((a, b) => b.tellings.length - a.tellings.length || byTime(a, b)).slice(0, 12);
    return [element("h3", {}, "What these articles tell"),
      element("p", { class: "kind" }, `${count(data.articles.length, "article")}. Click a name or a line for what happened, in the words of the articles.`),
      element("h4", {}, "Most reported"), ...top.map((event) => eventCard(event, 1))];
  }
  function drawPanel() {
    const panel = byId("panel");
    const edge = /^edge:(\d+)$/.exec(state.select);
    let content;
    if (edge && data.edges.some((one) => one.id === Number(edge[1]))) content = edgePanel(Number(edge[1]));
    else if (data.actors[state.select]) content = actorPanel(state.select);
    else if (data.events[state.select]) content = [element("h3", {}, "Event"), eventCard(data.events[state.select], Infinity)];
    else content = overviewPanel();
    panel.replaceChildren(...content.filter(Boolean));
    panel.scrollTop = 0;
  }

  // ---- the other views ------------------------------------------------------------------------------------------------------
  const filtered = () => allEvents.filter((event) => passes(event) && !(event.roles.length && event.roles.every(([, actor]) => state.kinds.has(kindOf(actor)))));
  function drawTimeline() {
    const days = new Map();
    for (const event of filtered()) if (event.type !== "Event") {
      const day = event.stated ? when(event) : event.end ? "Reported, day not stated" : "No date";
      if (!days.has(day)) days.set(day, []);
      days.get(day).push(event);
    }
    byId("timeline").replaceChildren(...[...days].map(([day, events]) => element("div", { class: "day" }, element("b", {}, day),
      element("ul", {}, ...events.slice(0, 60).map((event) => element("li", {}, button(event.label, () => select(event.iri)),
        event.factuality === "happened" ? "" : element("span", { class: `badge ${event.factuality}` }, FACTS[event.factuality]))),
        events.length > 60 ? element("li", {}, `and ${events.length - 60} more`) : null))));
  }
  const COLUMNS = [["When", (event) => when(event), (event) => key(event)], ["What", (event) => event.label], ["Kind", (event) => (data.types[event.type] || { label: event.type }).label],
    ["Did it happen?", (event) => FACTS[event.factuality]], ["Reports", (event) => String(event.tellings.length), (event) => String(event.tellings.length).padStart(6, "0")]];
  function drawTable() {
    const [, show, order] = COLUMNS[sorting.column];
    const rank = order || show;
    const rows = filtered().sort((a, b) => rank(a).localeCompare(rank(b)) * (sorting.down ? -1 : 1) || byTime(a, b));
    const head = element("tr", {}, ...COLUMNS.map(([title], column) => {
      const sorted = sorting.column === column ? (sorting.down ? "descending" : "ascending") : "none";
      const mark = sorted === "none" ? "" : sorting.down ? " ▾" : " ▴";
      return element("th", { "aria-sort": sorted }, button(title + mark, () => { sorting = { column, down: sorting.column === column && !sorting.down }; drawTable(); }, ""));
    }));
    const body = rows.slice(0, ROWS).map((event) => element("tr", {}, ...COLUMNS.map(([, cell], column) =>
      element("td", { class: column === 4 ? "num" : "" }, column === 1 ? button(cell(event), () => select(event.iri)) : cell(event)))));
    const note = rows.length > ROWS ? `The first ${ROWS} of ${count(rows.length, "event")}; the CSV has all. ` : `${count(rows.length, "event")}. `;
    byId("table").replaceChildren(element("p", {}, note, button("Download as CSV", () => download(rows))),
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  }
  function download(rows) {
    // A cell that begins like a formula is made text, or a spreadsheet would run it.
    const cell = (text) => `"${String(text).replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
    const header = ["begin", "end", "stated", "type", "event", "factuality", "reports", "quote", "iri"];
    const lines = rows.map((event) => [event.begin, event.end, event.stated, event.type, event.label, event.factuality, event.tellings.length, event.tellings[0] ? event.tellings[0].quote : "", event.iri].map(cell).join(","));
    const address = URL.createObjectURL(new Blob([[header.join(","), ...lines].join("\r\n")], { type: "text/csv" }));
    const link = element("a", { href: address, download: "events.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
  function drawArticles() {
    const numbers = new Map();
    for (const event of filtered()) for (const telling of event.tellings) numbers.set(telling.article, (numbers.get(telling.article) || 0) + 1);
    const rows = data.articles.map((article, number) => element("tr", {}, element("td", {}, article.date ? written(article.date) : ""), element("td", {}, article.url ? outside(article.url, article.title) : article.title),
      element("td", {}, [article.publisher, article.authors.join(", ")].filter(Boolean).join(" · ")), element("td", { class: "num" }, String(numbers.get(number) || 0)),
      element("td", {}, button("only this", () => { state.articles = new Set(data.articles.map((_, other) => String(other)).filter((other) => other !== String(number))); state.view = "table"; changed(); }))));
    byId("articles").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...["Date", "Article", "Source", "Reports", ""].map((title) => element("th", {}, button(title, () => {}, ""))))), element("tbody", {}, ...rows)));
  }

  // ---- search ---------------------------------------------------------------------------------------------------------------
  let active = -1;
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const names = Object.entries(data.actors).flatMap(([iri, actor]) => [actor.name, ...actor.aliases].map((name) => [plain(name), name, iri, (eventsOf.get(iri) || []).length]));
  function find() {
    const wanted = plain(byId("search").value.trim());
    const hits = new Map();
    if (wanted) for (const [words, name, iri, weight] of names) {
      const at = words.indexOf(wanted);
      if (at >= 0 && (!hits.has(iri) || at < hits.get(iri)[0])) hits.set(iri, [at === 0 || words[at - 1] === " " ? 0 : 1, name, weight]);
    }
    const best = [...hits].sort((a, b) => a[1][0] - b[1][0] || b[1][2] - a[1][2] || a[1][1].localeCompare(b[1][1])).slice(0, 12);
    active = best.length ? 0 : -1;
    const list = byId("found");
    list.replaceChildren(...best.map(([iri, [, name]], number) => {
      const actor = data.actors[iri];
      return element("li", { role: "option", id: `found-${number}`, "aria-selected": String(number === 0), onmousedown: (event) => { event.preventDefault(); choose(iri); } },
        actor.name, element("small", {}, name === actor.name ? actor.type : name));
    }));
    list.dataset.iris = JSON.stringify(best.map(([iri]) => iri));
    list.hidden = !best.length;
    byId("search").setAttribute("aria-expanded", String(best.length > 0));
  }
  function choose(iri) { byId("found").hidden = true; byId("search").value = ""; byId("search").setAttribute("aria-expanded", "false"); select(iri); }
  byId("search").addEventListener("input", find);
  byId("search").addEventListener("blur", () => { byId("found").hidden = true; });
  byId("search").addEventListener("keydown", (event) => {
    const items = [...byId("found").children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + items.length) % Math.max(1, items.length);
      items.forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
      byId("search").setAttribute("aria-activedescendant", `found-${active}`);
    } else if (event.key === "Enter" && active >= 0 && !byId("found").hidden) choose(JSON.parse(byId("found").dataset.iris)[active]);
    else if (event.key === "Escape") byId("found").hidden = true;
  });

  // ---- state ----------------------------------------------------------------------------------------------------------------
  function toHash() {
    const fields = new URLSearchParams(), usual = initial();
    for (const [name, value] of Object.entries(state)) {
      if (value instanceof Set) { if (value.size) fields.set(name, [...value].sort().join("|")); }
      else if (value !== usual[name]) fields.set(name, String(value));
    }
    return `#${fields}`;
  }
  function fromHash() {
    const fields = new URLSearchParams(location.hash.slice(1)), made = initial();
    for (const [name, value] of fields) {
      if (!(name in made)) continue;
      if (made[name] instanceof Set) made[name] = new Set(value.split("|"));
      else if (name === "shown") made.shown = Math.max(1, Math.min(data.nodes.length, Number(value) || made.shown));
      else if (name === "undated") made.undated = value !== "false";
      else if (name === "view") made.view = VIEWS.includes(value) ? value : "network";
      else if (name === "from" || name === "to") made[name] = /^\d{4}-\d\d-\d\d$/.test(value) ? value : "";
      else made[name] = value;
    }
    return made;
  }
  function select(what) { state.select = what; changed(); }
  function changed() {
    const hash = toHash();
    if (hash !== (location.hash || "#")) history.pushState(null, "", hash);
    draw();
  }
  function draw() {
    for (const view of VIEWS) byId(view).hidden = view !== state.view;
    for (const tab of document.querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.dataset.view === state.view));
    byId("legend").hidden = state.view !== "network";
    byId("empty").hidden = true;
    drawFilters();
    if (state.view === "network") drawNetwork();
    if (state.view === "timeline") drawTimeline();
    if (state.view === "table") drawTable();
    if (state.view === "articles") drawArticles();
    drawPanel();
  }
  function theme(name) { document.documentElement.dataset.theme = name; drawLegend(); if (network) draw(); }

  // ---- start ----------------------------------------------------------------------------------------------------------------
  byId("summary").textContent = [count(data.articles.length, "article"), count(Object.values(data.actors).filter((actor) => actor.named).length, "named entity", "named entities"), count(allEvents.length, "event")].join(" · ");
  for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => { state.view = tab.dataset.view; changed(); });
  byId("shown").addEventListener("input", (event) => { state.shown = Number(event.target.value); history.replaceState(null, "", toHash()); draw(); });
  byId("shown").addEventListener("change", fit);
  for (const end of ["from", "to"]) byId(end).addEventListener("change", (event) => { state[end] = event.target.value; changed(); });
  byId("undated").addEventListener("change", (event) => { state.undated = event.target.checked; changed(); });
  byId("reset").addEventListener("click", () => { state = { ...initial(), view: state.view }; changed(); if (state.view === "network") fit(); });
  byId("filter-switch").addEventListener("click", (event) => event.target.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open"))));
  byId("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  addEventListener("popstate", () => { state = fromHash(); draw(); });
  addEventListener("hashchange", () => { state = fromHash(); draw(); });
  addEventListener("resize", () => { if (state.view === "network") fit(); });
  addEventListener("keydown", (event) => { if (event.key === "/" && !/INPUT/.test(document.activeElement.tagName)) { event.preventDefault(); byId("search").focus(); } });
  state = fromHash();
  openNetwork();
  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  fit();
  document.documentElement.dataset.ready = "yes";
})();
