// The map: circles by how many events name a place, over outlines that came with the page.
import { nameOf } from "../model/data.mjs";
import { MAP, MOST } from "../model/defaults.mjs";
import {
  frameOf,
  landPath,
  locatedIn,
  missingPlaces,
  namesShown,
  panned,
  placeCounts,
  radiusOf,
  spot,
  zoomed,
} from "../model/map.mjs";
import { chosenActors } from "../model/selection.mjs";
import { count } from "../model/text.mjs";
import { choose, nameButton } from "./choosing.mjs";
import { byId, drawing, element, listed, pressable } from "./elements.mjs";
import { model, state } from "./session.mjs";

let land = null;
let frame = null;
let framed = "";

export function drawMap() {
  drawMissing();
  const size = sizeOf();
  if (!size.width || !size.height) return;
  frameAll(size);
  const counts = placeCounts(model, state);
  const chosen = new Set([...chosenActors(model, state), state.path]);
  const circles = circlesOf(counts, size);
  const spots = circles.map((one) => spotOf(one, counts.get(one.iri), chosen));
  const names = namesShown(model, circles, chosen, size).map((one) => nameText(one, chosen));
  const label = { role: "group", "aria-label": "Map of places; the largest first" };
  byId("map-canvas").replaceChildren(drawing("svg", { ...size, ...label }, landIn(size), ...spots, ...names));
  byId("map-empty").hidden = counts.size > 0;
}

function sizeOf() {
  const { clientWidth: width, clientHeight: height } = byId("map-canvas");
  return { width, height };
}

/** Shows all places that events tell of, where the map has a new size or is asked to. */
function frameAll(size) {
  const key = `${size.width} ${size.height}`;
  if (framed === key) return;
  framed = key;
  const places = locatedIn(model).filter((iri) => (model.places ? iri in model.places : model.eventsOf.has(iri)));
  frame = frameOf(
    places.map((iri) => model.actors.get(iri).at),
    size,
  );
}

function landIn({ width, height }) {
  const { lat, lon, narrow, scale } = frame;
  const middle = `translate(${width / 2} ${height / 2}) scale(${scale * narrow} ${scale})`;
  land ??= drawing("path", { class: "land", d: landPath(model.world) });
  land.setAttribute("transform", `${middle} translate(${-lon} ${lat})`);
  return land;
}

/** Where each place is, and the radii of its circles. */
function circlesOf(counts, size) {
  const radius = radiusOf(counts, size.width);
  return [...counts].map(([iri, { all, there }]) => {
    const [x, y] = spot(model.actors.get(iri).at, frame, size);
    return { iri, x, y, all: radius(all), there: radius(there) };
  });
}

function spotOf({ iri, x, y, all, there }, counts, chosen) {
  const title = `${nameOf(model, iri)}: ${count(counts.all, "event")}, ${counts.there} of them there`;
  const place = { tabindex: 0, role: "button", "aria-label": title, transform: `translate(${x} ${y})` };
  const made = drawing(
    "g",
    { class: chosen.has(iri) ? "spot on" : "spot", ...place },
    drawing("title", {}, title),
    drawing("circle", { class: "all", r: all }),
    drawing("circle", { class: "there", r: there }),
  );
  return pressable(made, () => choose(iri));
}

function nameText({ iri, x, y, anchor, name }, chosen) {
  return drawing("text", { x, y, "text-anchor": anchor, class: chosen.has(iri) ? "on" : "" }, name);
}

function drawMissing() {
  const missing = missingPlaces(model, state);
  const summary = `${count(model.facets?.unplaced ?? missing.length, "named place")} whose position is not known`;
  const names = listed(missing.slice(0, MOST.missingPlaces).map(nameButton));
  byId("map-missing").hidden = !missing.length;
  byId("map-missing").replaceChildren(element("summary", {}, summary), element("p", {}, ...names));
}

// Moving: by dragging, by the wheel or two fingers, by the buttons.

/** Has the map closer by a factor around a pixel, or around its middle. */
function zoom(factor, pixel) {
  const { width, height } = sizeOf();
  frame = zoomed(frame, factor, pixel && [pixel[0] - width / 2, pixel[1] - height / 2]);
  drawMap();
}

function pan(across, down) {
  frame = panned(frame, across, down);
  drawMap();
}

function showAll() {
  framed = "";
  drawMap();
}

const fingers = new Map();

/** Where an event of the pointer is on the map. */
function pixelOf(event) {
  const { left, top } = byId("map-canvas").getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function moveFinger(event) {
  const before = fingers.get(event.pointerId);
  const now = pixelOf(event);
  if (!before || distance(now, before) < 3) return;
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  fingers.set(event.pointerId, now);
  if (other) zoom(distance(now, other) / Math.max(1, distance(before, other)), other);
  else pan(now[0] - before[0], now[1] - before[1]);
}

function turnWheel(event) {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * 0.002), pixelOf(event));
}

/** Makes the map ready, if the page has one. */
export function openMap() {
  document.querySelector("[data-view=map]").hidden = !model.world;
  if (!model.world) return;
  const canvas = byId("map-canvas");
  canvas.addEventListener("wheel", turnWheel, { passive: false });
  canvas.addEventListener("pointerdown", (event) => fingers.set(event.pointerId, pixelOf(event)));
  canvas.addEventListener("pointermove", moveFinger);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
  byId("map-closer").addEventListener("click", () => zoom(MAP.step));
  byId("map-wider").addEventListener("click", () => zoom(1 / MAP.step));
  byId("map-all").addEventListener("click", showAll);
  addEventListener("resize", () => state.view === "map" && drawMap());
}
