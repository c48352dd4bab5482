// Finds words in what a page holds: quotes, titles and texts.
//
// A hit is { kind: "quote", "title" or "text", article: its key, event: an IRI or "", parts }; the parts of its text
// are [words, whether they were looked for]. All words that are looked for must begin a word of the text; words between
// quotation marks must stand together.
import { MOST } from "./defaults.mjs";
import { passes } from "./filters.mjs";
import { grouped } from "./order.mjs";
import { plain } from "./search.mjs";

/** What the words of a search ask for, as patterns over plain text. */
export function patternsOf(words) {
  const asked = [...plain(words).matchAll(/["“]([^"“”]+)["”]|[^\s"“”]+/gu)].map(([all, phrase]) => phrase ?? all);
  const wanted = asked.map((one) => one.match(/[\p{L}\p{N}]+/gu)).filter(Boolean);
  return wanted.map((parts) => new RegExp(`(?<![\\p{L}\\p{N}])${parts.join("[^\\p{L}\\p{N}]+")}`, "gu"));
}

/** The hits among what a page holds, titles first, and how many there are. */
export function hitsOf(model, state, words) {
  const patterns = patternsOf(words);
  if (!patterns.length) return { hits: [], total: 0 };
  const quotes = quoteHits(model, state, patterns);
  const quoted = new Set(quotes.map((hit) => hit.article));
  const hits = [...titleHits(model, patterns), ...quotes, ...textHits(model, patterns, quoted)];
  return { hits: hits.slice(0, MOST.hits).map((hit) => shownHit(hit, patterns)), total: hits.length };
}

function titleHits(model, patterns) {
  const found = [...model.articles.values()].filter(({ title }) => holds(title, patterns));
  return found.map(({ key, title }) => ({ kind: "title", article: key, event: "", text: title }));
}

/** The sentences that tell of events which pass, each once, those of the events with most articles first. */
function quoteHits(model, state, patterns) {
  const all = model.listed
    .filter((event) => passes(event, state))
    .sort((a, b) => b.articles.size - a.articles.size)
    .flatMap((event) => event.tellings.map(({ article, quote }) => ({ article, quote, event: event.iri })));
  const once = [...grouped(all, ({ article, quote }) => `${article} ${quote}`).values()].map(([first]) => first);
  const found = once.filter(({ quote }) => holds(quote, patterns));
  return found.map(({ article, quote, event }) => ({ kind: "quote", article, event, text: quote }));
}

/** Of each article that is not quoted the first paragraph with the words. */
function textHits(model, patterns, quoted) {
  const texts = [...model.articles.values()].filter(({ key, text }) => !quoted.has(key) && holds(text, patterns));
  return texts.flatMap(({ key, text }) => {
    const found = text
      .split(/\n\s*\n/)
      .slice(1)
      .find((paragraph) => holds(paragraph, patterns));
    return found ? [{ kind: "text", article: key, event: "", text: found }] : [];
  });
}

function holds(text, patterns) {
  const known = plain(text);
  return patterns.every((pattern) => known.search(pattern) >= 0);
}

function shownHit({ text, ...hit }, patterns) {
  return { ...hit, parts: around(markedParts(text, patterns)) };
}

/** The text cut where marked words begin and end. */
export function markedParts(text, patterns) {
  const { known, at } = folded(text);
  const marked = patterns.flatMap((pattern) => [...known.matchAll(pattern)].map((hit) => wordEnd(known, hit)));
  const parts = [];
  let last = 0;
  for (const [begin, end] of marked.map((ends) => ends.map((one) => at[one])).sort((a, b) => a[0] - b[0])) {
    if (begin < last) continue;
    parts.push([text.slice(last, begin), false], [text.slice(begin, end), true]);
    last = end;
  }
  return [...parts, [text.slice(last), false]].filter(([words]) => words);
}

/** A hit marks the word to its end. */
function wordEnd(known, { 0: words, index }) {
  const rest = /^[\p{L}\p{N}]*/u.exec(known.slice(index + words.length))[0];
  return [index, index + words.length + rest.length];
}

/** The plain text, and where each of its letters comes from. */
function folded(text) {
  let known = "";
  const at = [];
  let place = 0;
  for (const letter of text) {
    const made = plain(letter);
    for (let index = 0; index < made.length; index++) at.push(place);
    known += made;
    place += letter.length;
  }
  return { known, at: [...at, text.length] };
}

/** Of a long text the letters around its first mark. */
function around(parts) {
  const before = parts[0][1] ? "" : parts[0][0];
  const start = before.length > MOST.snippet / 2 ? `…${before.slice(-MOST.snippet / 3)}` : before;
  let room = MOST.snippet;
  const shown = [];
  for (const [words, isMarked] of before ? [[start, false], ...parts.slice(1)] : parts) {
    shown.push([words.length > room ? `${words.slice(0, room)}…` : words, isMarked]);
    room -= words.length;
    if (room <= 0) break;
  }
  return shown;
}
