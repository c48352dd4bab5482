// All settings of the page that somebody could want to change: what it shows first, and how much of anything it
// shows.

/**
 * The state of a page whose reader has chosen nothing yet. Sets hold what is switched off; address.mjs explains each
 * field.
 */
export function initial(shown, sure) {
  return {
    view: "network",
    shown,
    sure,
    select: "",
    path: "",
    read: "",
    find: "",
    only: "",
    types: new Set(),
    orientations: new Set(),
    facts: new Set(),
    kinds: new Set(),
    articles: new Set(),
    from: "",
    to: "",
    undated: true,
  };
}

/** A window of at most this many pixels in width is laid out as a phone's; page.css has the same. */
export const NARROW = 760;

/** The most that is shown of each list before a button leads to the rest. */
export const MOST = Object.freeze({
  articleFilters: 30,
  cards: 30,
  quotes: 3,
  listed: 60,
  rows: 400,
  near: 10,
  namesOfArticle: 24,
  reported: 12,
  titles: 3,
  found: 12,
  query: 200, // letters of a search
  namesAbove: 6, // names above texts that were found as well
  hitsBelow: 6, // texts found, below the field
  hits: 100, // in the panel
  snippet: 240, // letters of a text
  answers: 40, // of a server that are kept
  stepEvents: 3,
  missingPlaces: 60,
  matrix: 40,
  bars: 62,
});

/** Of names in narrow places: how many letters are shown. */
export const LETTERS = Object.freeze({ matrix: 24, map: 28 });

/** The drawing of the network. */
export const NETWORK = Object.freeze({
  captions: 6, // lines that are captioned at most
  around: 24, // neighbours in the ring around an actor
  crowd: 70, // of more lines than a reader can follow, only the main ones are drawn ...
  main: 3, // ... so many of each actor
  slow: 1500, // so many lines are hidden while the network is moved
  rowOnPhone: 2, // nodes in a row of a path
  rowOnScreen: 4,
});

/** The map: how many names it shows, and its scale in pixels to a degree of latitude. */
export const MAP = Object.freeze({ labels: 40, widest: 1, first: 14, closest: 60, step: 1.6 });
