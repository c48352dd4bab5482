// The results as a map: a circle for each place that a cell names and whose position is known.
import { drawing, element } from "../../explore/script/view/elements.mjs";
import { count } from "../../explore/script/model/text.mjs";
import { frameOf, landPath, namesShown, panned, radiusOf, spot, zoomed } from "../../explore/script/model/map.mjs";
import { iconOf } from "./icons.mjs";
import { knownIn } from "./known.mjs";
import { explorerOf, placesOf, tableOf } from "./results.mjs";

const HEIGHT = 460;
const STEP = 1.6;
const OPENS = "A click opens one in the explorer.";
let world = null;

/** A map on the page, with its frame. */
class Drawn {
  constructor(parent, { places, measure }, rows) {
    Object.assign(this, { places, measure });
    this.canvas = element("div", { class: "kg-map" });
    const said = `${count(places.length, "place")} in ${count(rows, "row")}, as large as their ${measure}.`;
    parent.replaceChildren(element("div", { class: "kg-controls" }, `${said} ${OPENS}`, this.buttons()), this.canvas);
    this.size = { width: this.canvas.clientWidth || 900, height: HEIGHT };
    this.showAll();
    this.canvas.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    this.canvas.addEventListener("pointermove", (event) => this.drag(event));
  }

  buttons() {
    const one = (text, title, act) =>
      element("button", { type: "button", title, class: "kg-button", onclick: act }, text);
    return element(
      "span",
      { class: "kg-buttons" },
      one("+", "Closer", () => this.zoom(STEP)),
      one("−", "Wider", () => this.zoom(1 / STEP)),
      one("All", "Show all places", () => this.showAll()),
    );
  }

  showAll() {
    this.frame = frameOf(
      this.places.map(({ at }) => at),
      this.size,
    );
    this.redraw();
  }

  zoom(factor, pixel) {
    this.frame = zoomed(this.frame, factor, pixel);
    this.redraw();
  }

  turn(event) {
    event.preventDefault();
    const { left, top } = this.canvas.getBoundingClientRect();
    const pixel = [event.clientX - left - this.size.width / 2, event.clientY - top - this.size.height / 2];
    this.zoom(Math.exp(-event.deltaY * 0.002), pixel);
  }

  drag(event) {
    if (event.buttons !== 1) return;
    this.frame = panned(this.frame, event.movementX, event.movementY);
    this.redraw();
  }

  redraw() {
    const radius = radiusOf(new Map(this.places.map(({ iri, size }) => [iri, { all: size }])), this.size.width);
    const circles = this.places.map((place) => {
      const [x, y] = spot(place.at, this.frame, this.size);
      return { iri: place.iri, x, y, all: Math.max(4, radius(place.size)) };
    });
    const model = { actors: new Map(this.places.map((place) => [place.iri, place])) };
    const names = namesShown(model, circles, new Set(), this.size).map(nameText);
    const spots = circles.map((circle, index) => spotOf(circle, this.places[index], this.measure));
    const label = { role: "group", "aria-label": "Map of places" };
    this.canvas.replaceChildren(
      drawing("svg", { ...this.size, ...label }, land(this.frame, this.size), ...spots, ...names),
    );
  }
}

/** A plugin of YASR. */
export class WorldMap {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 3;
    this.label = "Map";
  }

  canHandleResults() {
    return (tableOf(this.yasr.results)?.rows.length ?? 0) > 0;
  }

  getIcon() {
    return iconOf("map");
  }

  async draw() {
    const { results, resultsEl } = this.yasr;
    const [known] = await Promise.all([knownIn(results), loadWorld()]);
    const table = tableOf(results);
    const found = placesOf(table, known);
    if (!found.places.length) {
      resultsEl.replaceChildren(
        element("p", { class: "kg-note" }, "These results name no place whose position is known."),
      );
      return;
    }
    new Drawn(resultsEl, found, table.rows.length);
  }
}

async function loadWorld() {
  world ??= await (await fetch(new URL("../../explore/world.json", import.meta.url))).json();
}

function land({ lat, lon, narrow, scale }, { width, height }) {
  const middle = `translate(${width / 2} ${height / 2}) scale(${scale * narrow} ${scale})`;
  return drawing("path", { class: "kg-land", d: landPath(world), transform: `${middle} translate(${-lon} ${lat})` });
}

function spotOf({ x, y, all }, place, measure) {
  const title = `${place.name}: ${place.size.toLocaleString("en")} ${measure}`;
  const circle = drawing("circle", { cx: x, cy: y, r: all, class: "kg-spot" });
  return drawing(
    "a",
    { href: explorerOf(place), target: "_blank", "aria-label": title },
    drawing("title", {}, title),
    circle,
  );
}

function nameText({ x, y, anchor, name }) {
  return drawing("text", { x, y, "text-anchor": anchor }, name);
}
