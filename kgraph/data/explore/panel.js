// The column on the right: what is selected, event by event, in the words of the articles.
function nameButton(iri) { return button(nameOf(iri), () => choose(iri)); }
function spaced(name) { return name.replace(/([a-z])([A-Z])/g, "$1 $2"); }
function quote(telling, event) {
  const [begin, end] = telling.trigger, text = telling.quote, article = data.articles[telling.article];
  const said = telling.source ? `${telling.source} ${telling.cue || "says so"} · ` : "";
  const held = telling.polarity === "negative" ? "said not to be so · " : telling.modality !== "actual" ? `${telling.modality} · ` : "";
  const facts = [article.publisher, article.date ? written(article.date) : ""].filter(Boolean).join(", ");
  const context = telling.at ? [" · ", button("read in context", () => readAt(telling, event))] : [];
  return element("blockquote", { dir: "auto" }, text.slice(0, begin), element("mark", {}, text.slice(begin, end)), text.slice(end),
    element("footer", {}, held + said, outside(article.url, article.title), facts ? ` (${facts})` : "", ...context));
}
function eventCard(event, most = 3) {
  const fact = element("span", { class: `badge ${event.factuality}` }, FACTS[event.factuality] || event.factuality);
  const side = event.orientation === "neutral" ? null : element("span", { class: `badge ${event.orientation}` }, event.orientation);
  const tellings = count(event.tellings.length, "report") + (event.articles.size > 1 ? ` in ${event.articles.size} articles` : "");
  const facts = [labelOf(event.type), when(event), tellings].filter(Boolean).join(" · ");
  const card = element("div", { class: "event" }, element("p", { class: "what", dir: "auto" }, event.label), element("p", { class: "when" }, facts),
    element("p", {}, fact, side), element("p", { class: "who" }, ...taking(event)), nested("Part of", event.wholes), nested("Parts", event.parts), ...event.tellings.slice(0, most).map((telling) => quote(telling, event)));
  if (event.tellings.length > most) card.append(button(`All ${event.tellings.length} quotes`, () => card.replaceWith(eventCard(event, Infinity)), "link more"));
  return card;
}
// The events that one is part of, or that are part of it.
function nested(title, events) {
  if (!events.length) return null;
  return element("p", { class: "who nested" }, element("span", {}, `${title}: `, ...listed(events.map((event) => button(event.label, () => select(event.iri))))));
}
// With commas between.
function listed(children) { return children.flatMap((child, index) => (index ? [", ", child] : [child])); }
// Who has which part, each role once: "Who: A, B".
function taking(event) {
  const parts = new Map();
  for (const [role, actor] of event.roles) if (data.actors[actor]) parts.set(role, (parts.get(role) || new Set()).add(actor));
  return [...parts].map(([role, actors]) => element("span", {}, `${ROLES[role] || spaced(role)}: `, ...listed([...actors].map(nameButton))));
}
function eventCards(events, most = 30) {
  const cards = events.slice(0, most).map((event) => eventCard(event));
  if (events.length > most) {
    const more = button(`Show ${Math.min(30, events.length - most)} more of ${events.length - most}`, () => more.replaceWith(...eventCards(events.slice(most))));
    cards.push(more);
  }
  return cards;
}
function linkName(link) { return /wikidata/.test(link) ? "Wikidata" : /geonames/.test(link) ? "GeoNames" : link; }
function actorPanel(iri) {
  const actor = data.actors[iri], events = (eventsOf.get(iri) || []).filter((event) => passes(event)).sort(byTime), others = new Map();
  for (const event of events) for (const other of new Set(event.roles.map(([, other]) => other))) if (other !== iri && data.actors[other]) others.set(other, (others.get(other) || 0) + 1);
  const near = [...others].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, 10);
  const facts = [spaced(actor.type), actor.country, actor.titles.slice(0, 3).join(", "), count(actor.mentions, "mention")].filter(Boolean).join(" · ");
  return [element("h3", { dir: "auto" }, actor.name), element("p", { class: "kind" }, facts, ...actor.links.flatMap((link) => [" · ", outside(link, linkName(link))])),
    actor.aliases.length ? element("p", { class: "aliases" }, `Also: ${actor.aliases.join(", ")}`) : null,
    nodeOf.has(iri) && data.nodes.length > 2 ? element("p", { class: "kind" }, button("Path to …", () => askPath(iri))) : null,
    ...(near.length ? [element("h4", {}, "Has to do with"), element("ul", { class: "near" }, ...near.map(([other, number]) => element("li", {}, nameButton(other), element("small", {}, String(number)))))] : []),
    element("h4", {}, count(events.length, "event")), ...eventCards(events)];
}
function edgePanel(edge) {
  const events = passing(edge).sort(byTime), names = [edge.from, edge.to].map((id) => data.nodes[id].iri);
  const kind = edge.orientation === "neutral" ? "Neither cooperation nor conflict" : ORIENTATIONS[edge.orientation];
  return [element("h3", { dir: "auto" }, `${nameOf(names[0])} and ${nameOf(names[1])}`),
    element("p", { class: "kind" }, `${kind} · `, nameButton(names[0]), ", ", nameButton(names[1])),
    element("h4", {}, count(events.length, "event")), ...eventCards(events)];
}
function overviewPanel() {
  const events = filtered().filter((event) => event.roles.length > 1 && event.type !== "Event" && event.orientation !== "neutral" && REAL.has(event.factuality));
  const top = events.sort((a, b) => b.articles.size - a.articles.size || b.tellings.length - a.tellings.length || byTime(a, b)).slice(0, 12);
  return [element("h3", {}, "What these articles tell"),
    element("p", { class: "kind" }, `${count(data.articles.length, "article")}. Choose a name or a line for what happened, in the words of the articles.`),
    ...(top.length ? [element("h4", {}, "Most reported"), ...top.map((event) => eventCard(event, 1))] : [])];
}
// All that passes from one actor to another, or between the two.
function pairPanel({ ids, ends, oneWay }) {
  const [source, target] = ends, all = between(...ids), events = oneWay ? all.filter((event) => goes(event, source, target)) : all;
  const back = oneWay ? all.filter((event) => goes(event, target, source)).length : 0;
  return [element("h3", { dir: "auto" }, `${nameOf(source)} ${oneWay ? "to" : "and"} ${nameOf(target)}`),
    element("p", { class: "kind" }, nameButton(source), " · ", nameButton(target), ...(back ? [" · ", button(`the other way: ${back}`, () => select(`pair:${ids[1]}>${ids[0]}`))] : [])),
    element("h4", {}, count(events.length, "event")), ...eventCards(events)];
}
function drawPanel() {
  const edge = chosenEdge(), pair = chosenPair(), event = chosenEvent(), actor = chosenActor();
  let content;
  if (edge) content = edgePanel(edge);
  else if (pair) content = pairPanel(pair);
  else if (actor) content = state.path ? pathPanel() : actorPanel(actor);
  else if (event) content = [eventCard(event, Infinity)];
  else if (state.view === "articles" && state.read) content = articlePanel(parseInt(state.read, 10));
  else content = overviewPanel();
  if (state.view === "articles" && state.read && state.select) content.unshift(element("p", { class: "kind" }, button("‹ the whole article", () => select(""))));
  byId("panel").replaceChildren(...content.filter(Boolean));
  byId("panel").scrollTop = 0;
}
