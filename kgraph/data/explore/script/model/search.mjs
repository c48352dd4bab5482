// Finds actors by any of their names, whatever their accents and capitals.
import { MOST } from "./defaults.mjs";
import { compare } from "./order.mjs";

/** The text without accents and capitals. */
export function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/** All names of all actors, as `matches` wants them. */
export function namesOf(model) {
  return [...model.actors.values()].flatMap(({ iri, name, aliases }) => {
    const weight = model.eventsOf.get(iri)?.length ?? 0;
    return [name, ...aliases].map((one) => ({ words: plain(one), name: one, iri, weight }));
  });
}

/** The actors one of whose names holds the text: first where a word begins with it, then who has a part in most. */
export function matches(names, text) {
  const wanted = plain(text.trim());
  const hits = new Map();
  for (const { words, ...hit } of wanted ? names : []) {
    const at = words.indexOf(wanted);
    if (at < 0) continue;
    const inside = at > 0 && /[\p{L}\p{N}]/u.test(words[at - 1]);
    if (inside < (hits.get(hit.iri)?.inside ?? 2)) hits.set(hit.iri, { ...hit, inside });
  }
  const ranked = [...hits.values()].sort(
    (a, b) => a.inside - b.inside || b.weight - a.weight || compare(a.name, b.name),
  );
  return ranked.slice(0, MOST.found);
}
