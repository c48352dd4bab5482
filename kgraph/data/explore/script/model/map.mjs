// Where the places are. A frame is a view of the map: the degrees in its middle, the pixels to a degree of latitude,
// and by how much a degree of longitude is narrower there.
import { overlaps } from "./boxes.mjs";
import { LETTERS, MAP } from "./defaults.mjs";
import { nameOf } from "./data.mjs";
import { passes, passingOf } from "./filters.mjs";
import { compare } from "./order.mjs";
import { shortened } from "./text.mjs";

/**
 * All countries as one path in degrees, north up. Arcs are steps from point to point; a negative number is an arc
 * backwards.
 */
export function landPath({ steps, arcs, lands }) {
  const points = arcs.map((flat) => degrees(flat, steps));
  const ring = (numbers) =>
    whole(numbers.flatMap((number) => (number < 0 ? [...points[~number]].reverse() : points[number])));
  return lands.flatMap((rings) => rings.map((numbers) => `M${ring(numbers).join("L")}Z`)).join("");
}

function degrees(flat, steps) {
  const made = [];
  for (let at = 0, x = 0, y = 0; at < flat.length; at += 2)
    made.push([(x += flat[at]) / steps, -(y += flat[at + 1]) / steps]);
  return made;
}

/** The points in the form of a path; what lies across the 180th meridian goes on beyond it. */
export function whole(points) {
  let turn = 0;
  return points.map(([x, y], index) => {
    const jump = index ? x - points[index - 1][0] : 0;
    if (Math.abs(jump) > 180) turn -= 360 * Math.sign(jump);
    return `${x + turn} ${y}`;
  });
}

/** The IRIs of the places whose position is known. */
export function locatedIn(model) {
  return [...model.actors.values()].filter(({ at }) => at).map(({ iri }) => iri);
}

/** How many of the events that pass name each place, and how many of those happened there; the largest first. */
export function placeCounts(model, state) {
  if (model.places) return new Map(Object.entries(model.places));
  const counts = locatedIn(model).map((iri) => [iri, countOf(iri, passingOf(model, state, iri))]);
  const found = counts.filter(([, { all }]) => all);
  return new Map(found.sort((a, b) => b[1].all - a[1].all || compare(a[0], b[0])));
}

function countOf(iri, events) {
  const isPlace = (event) => event.roles.some(([role, actor]) => actor === iri && role === "place");
  return { all: events.length, there: events.filter(isPlace).length };
}

/** Named places of which events that pass tell, and whose position nobody knows; those with the most events first. */
export function missingPlaces(model, state) {
  if (model.unplaced) return model.unplaced;
  const events = (iri) => model.eventsOf.get(iri) ?? [];
  const unknown = [...model.actors.values()].filter(({ kind, named, at }) => kind === "Place" && named && !at);
  const iris = unknown.map(({ iri }) => iri).filter((iri) => events(iri).some((event) => passes(event, state)));
  return iris.sort((a, b) => events(b).length - events(a).length || compare(a, b));
}

/** The frame that shows all of these positions. */
export function frameOf(positions, { width, height }) {
  const lats = positions.map(([lat]) => lat);
  const lons = positions.map(([, lon]) => lon);
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
  const lat = (south + north) / 2;
  const narrow = Math.cos((Math.min(60, Math.abs(lat)) * Math.PI) / 180);
  const wide = (width - 110) / Math.max(1, (east - west) * narrow);
  const scale = Math.min(MAP.first, wide, (height - 110) / Math.max(1, north - south));
  return { lat, lon: (west + east) / 2, narrow, scale };
}

/** The pixel of a position. */
export function spot([lat, lon], frame, { width, height }) {
  return [width / 2 + (lon - frame.lon) * frame.narrow * frame.scale, height / 2 - (lat - frame.lat) * frame.scale];
}

/** The frame so many times closer; what lies so many pixels right of the middle and below it stays where it is. */
export function zoomed(frame, factor, [across, down] = [0, 0]) {
  const scale = Math.max(MAP.widest, Math.min(MAP.closest, frame.scale * factor));
  const gained = 1 / frame.scale - 1 / scale;
  return { ...frame, scale, lon: frame.lon + (across * gained) / frame.narrow, lat: frame.lat - down * gained };
}

/** The frame after the map was moved by so many pixels. */
export function panned(frame, across, down) {
  const lat = Math.max(-85, Math.min(85, frame.lat + down / frame.scale));
  return { ...frame, lon: frame.lon - across / (frame.narrow * frame.scale), lat };
}

/** The radius in pixels of a circle for so many events; areas grow with the numbers. */
export function radiusOf(counts, width) {
  const most = Math.max(1, ...[...counts.values()].map(({ all }) => all));
  const largest = width < 500 ? 17 : 26;
  return (number) => (number ? Math.max(2.5, largest * Math.sqrt(number / most)) : 0);
}

/** The names of the places, chosen ones first, as far as they cover neither each other nor a larger circle. */
export function namesShown(model, circles, chosen, size) {
  const [boxes, made] = [[], []];
  for (const circle of [...circles].sort((a, b) => chosen.has(b.iri) - chosen.has(a.iri))) {
    if (!isInside(circle, size) || made.length >= MAP.labels) continue;
    const name = nameOf(model, circle.iri);
    const long = Math.min(name.length, LETTERS.map) * 6.6;
    const place = sidesOf(circle, long).find(({ box }) => box[0] >= 0 && box[2] <= size.width && !overlaps(box, boxes));
    if (place) {
      boxes.push(place.box);
      made.push({ ...place, iri: circle.iri, name: shortened(name, LETTERS.map) });
    }
    boxes.push([circle.x - circle.all, circle.y - circle.all, circle.x + circle.all, circle.y + circle.all]);
  }
  return made;
}

function isInside({ x, y }, { width, height }) {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

/** Where a name of some length could stand beside its circle: right, left, below, above. */
function sidesOf({ x, y, all }, long) {
  const at = (left, base, anchor, from) => ({
    x: left,
    y: base,
    anchor,
    box: [from, base - 11, from + long, base + 3],
  });
  return [
    at(x + all + 4, y + 4, "start", x + all + 4),
    at(x - all - 4, y + 4, "end", x - all - 4 - long),
    at(x, y + all + 14, "middle", x - long / 2),
    at(x, y - all - 5, "middle", x - long / 2),
  ];
}
