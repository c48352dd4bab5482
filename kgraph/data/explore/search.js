// Finds actors by any of their names, whatever their accents and capitals.
const FOUND = 12;
let active = -1;
function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
const names = Object.entries(data.actors).flatMap(([iri, actor]) => [actor.name, ...actor.aliases].map((name) => ({ words: plain(name), name, iri, weight: (eventsOf.get(iri) || []).length })));
function matches(text) {
  const wanted = plain(text.trim()), hits = new Map();
  if (wanted) for (const { words, name, iri, weight } of names) {
    const at = words.indexOf(wanted);
    if (at < 0) continue;
    const inside = at === 0 || /[^\p{L}\p{N}]/u.test(words[at - 1]) ? 0 : 1;
    if (!hits.has(iri) || inside < hits.get(iri).inside) hits.set(iri, { iri, inside, name, weight });
  }
  return [...hits.values()].sort((a, b) => a.inside - b.inside || b.weight - a.weight || compare(a.name, b.name)).slice(0, FOUND);
}
function find() {
  const best = matches(byId("search").value);
  byId("found").replaceChildren(...best.map(({ iri, name }, number) => element("li", { role: "option", id: `found-${number}`, onmousedown: (event) => { event.preventDefault(); take(iri); } },
    nameOf(iri), element("small", {}, name === nameOf(iri) ? data.actors[iri].type.replace(/([a-z])([A-Z])/g, "$1 $2") : name))));
  found = best;
  open(best.length > 0);
  mark(best.length ? 0 : -1);
}
let found = [];
function open(on) {
  byId("found").hidden = !on;
  byId("search").setAttribute("aria-expanded", String(on));
}
function mark(number) {
  active = number;
  [...byId("found").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === number)));
  if (number < 0) return byId("search").removeAttribute("aria-activedescendant");
  byId("search").setAttribute("aria-activedescendant", `found-${number}`);
  byId("found").children[number].scrollIntoView({ block: "nearest" });
}
function take(iri) {
  open(false);
  byId("search").value = "";
  choose(iri);
}
function searchKey(event) {
  if (event.key === "Escape") { open(false); askPath(""); }
  else if (event.key === "Enter" && active >= 0 && !byId("found").hidden) take(found[active].iri);
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
    event.preventDefault();
    mark((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
  }
}
byId("search").addEventListener("input", find);
byId("search").addEventListener("blur", () => open(false));
byId("search").addEventListener("keydown", searchKey);
