// Where the places are: circles by how many events name them, over outlines that came with the page.
const LABELS = 40, CLOSEST = 60;  // names at most; pixels to the degree at most
const located = Object.keys(data.actors).filter((iri) => data.actors[iri].at);
let land = null, frame = null, framed = "";

// All countries as one path in degrees, north up.
function landPath() {
  const { steps, arcs, lands } = data.world, points = arcs.map((flat) => {
    const made = [];
    for (let at = 0, x = 0, y = 0; at < flat.length; at += 2) made.push([(x += flat[at]) / steps, -(y += flat[at + 1]) / steps]);
    return made;
  });
  const ring = (numbers) => whole(numbers.flatMap((number) => (number < 0 ? [...points[~number]].reverse() : points[number]))).join("L");
  return lands.flatMap((rings) => rings.map((numbers) => `M${ring(numbers)}Z`)).join("");
}
// What lies across the 180th meridian goes on beyond it.
function whole(points) {
  let turn = 0;
  return points.map(([x, y], index) => {
    const jump = index ? x - points[index - 1][0] : 0;
    if (Math.abs(jump) > 180) turn -= 360 * Math.sign(jump);
    return `${x + turn} ${y}`;
  });
}
// How many of the events that pass name each place, and how many of those happened there.
function placeCounts() {
  const found = new Map();
  for (const iri of located) {
    const events = (eventsOf.get(iri) || []).filter((event) => passes(event));
    if (events.length) found.set(iri, { all: events.length, there: events.filter((event) => event.roles.some(([role, actor]) => actor === iri && role === "place")).length });
  }
  return new Map([...found].sort((a, b) => b[1].all - a[1].all || compare(a[0], b[0])));
}
// A view: the degrees in its middle and the pixels to a degree of latitude; a degree of longitude is narrower by the middle's latitude.
function frameOf(iris, width, height) {
  const spots = iris.map((iri) => data.actors[iri].at), lats = spots.map(([lat]) => lat), lons = spots.map(([, lon]) => lon);
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)], lat = (south + north) / 2;
  const narrow = Math.cos((Math.min(60, Math.abs(lat)) * Math.PI) / 180);
  const scale = Math.min(14, (width - 110) / Math.max(1, (east - west) * narrow), (height - 110) / Math.max(1, north - south));
  return { lat, lon: (west + east) / 2, narrow, scale };
}
function spot([lat, lon], width, height) { return [width / 2 + (lon - frame.lon) * frame.narrow * frame.scale, height / 2 - (lat - frame.lat) * frame.scale]; }

function drawing(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function drawMap() {
  const counts = placeCounts(), { clientWidth: width, clientHeight: height } = byId("map-canvas");
  drawMissing();
  if (!width || !height) return;
  const key = `${width} ${height}`;
  if (framed !== key) { framed = key; frame = frameOf(located.filter((iri) => eventsOf.has(iri)), width, height); }
  land ||= drawing("path", { class: "land", d: landPath() });
  const { lat, lon, narrow, scale } = frame;
  land.setAttribute("transform", `translate(${width / 2} ${height / 2}) scale(${scale * narrow} ${scale}) translate(${-lon} ${lat})`);
  const most = Math.max(1, ...[...counts.values()].map(({ all }) => all)), largest = width < 500 ? 17 : 26, radius = (number) => (number ? Math.max(2.5, largest * Math.sqrt(number / most)) : 0);
  const circles = [...counts].map(([iri, number]) => circle(iri, number, radius, spot(data.actors[iri].at, width, height)));
  byId("map-canvas").replaceChildren(drawing("svg", { width, height, role: "group", "aria-label": "Map of places; the largest first" }, land, ...circles, ...mapLabels(counts, radius, width, height)));
  byId("map-empty").hidden = counts.size > 0;
}
function circle(iri, { all, there }, radius, [x, y]) {
  const title = `${nameOf(iri)}: ${count(all, "event")}, ${there} of them there`, act = () => choose(iri);
  const made = drawing("g", { class: chosenPlaces().has(iri) ? "spot on" : "spot", tabindex: 0, role: "button", "aria-label": title, transform: `translate(${x} ${y})` },
    drawing("title", {}, title), drawing("circle", { class: "all", r: radius(all) }), drawing("circle", { class: "there", r: radius(there) }));
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } });
  return made;
}
function chosenPlaces() {
  const event = chosenEvent(), pair = chosenPair(), edge = chosenEdge();
  return new Set(event ? event.roles.map(([, actor]) => actor) : pair ? pair.ends : edge ? [edge.from, edge.to].map((id) => data.nodes[id].iri) : [state.select, state.path]);
}
// The names of the places with the most events, as far as they cover neither each other nor a larger circle.
function mapLabels(counts, radius, width, height) {
  const boxes = [], made = [], chosen = chosenPlaces();
  for (const [iri, { all }] of [...counts].sort(([a], [b]) => chosen.has(b) - chosen.has(a))) {
    const [x, y] = spot(data.actors[iri].at, width, height), name = nameOf(iri), reach = radius(all), long = Math.min(name.length, 28) * 6.6;
    if (x < 0 || y < 0 || x > width || y > height || made.length >= LABELS) continue;
    const sides = [[x + reach + 4, y + 4, "start"], [x - reach - 4, y + 4, "end"], [x, y + reach + 14, "middle"], [x, y - reach - 5, "middle"]];
    for (const [left, base, anchor] of sides) {
      const from = anchor === "start" ? left : anchor === "end" ? left - long : left - long / 2, box = [from, base - 11, from + long, base + 3];
      if (box[0] < 0 || box[2] > width || boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      boxes.push(box);
      made.push(drawing("text", { x: left, y: base, "text-anchor": anchor, class: chosen.has(iri) ? "on" : "" }, name.length > 28 ? `${name.slice(0, 27)}…` : name));
      break;
    }
    boxes.push([x - reach, y - reach, x + reach, y + reach]);
  }
  return made;
}
// Named places of which nobody knows where they are.
function drawMissing() {
  const missing = Object.keys(data.actors).filter((iri) => data.actors[iri].kind === "Place" && data.actors[iri].named && !data.actors[iri].at && (eventsOf.get(iri) || []).some((event) => passes(event)));
  missing.sort((a, b) => eventsOf.get(b).length - eventsOf.get(a).length || compare(a, b));
  byId("map-missing").hidden = !missing.length;
  byId("map-missing").replaceChildren(element("summary", {}, `${count(missing.length, "named place")} whose position is not known`), element("p", {}, ...missing.slice(0, 60).flatMap((iri, index) => (index ? [", ", nameButton(iri)] : [nameButton(iri)]))));
}

// Moving: by dragging, by the wheel or two fingers, by the buttons and by keys.
function zoom(factor, x, y) {
  const { clientWidth: width, clientHeight: height } = byId("map-canvas"), across = (x ?? width / 2) - width / 2, down = (y ?? height / 2) - height / 2;
  const scale = Math.max(1, Math.min(CLOSEST, frame.scale * factor)), gained = 1 / frame.scale - 1 / scale;
  frame = { ...frame, scale, lon: frame.lon + (across * gained) / frame.narrow, lat: frame.lat - down * gained };
  drawMap();
}
function pan(across, down) {
  frame = { ...frame, lon: frame.lon - across / (frame.narrow * frame.scale), lat: Math.max(-85, Math.min(85, frame.lat + down / frame.scale)) };
  drawMap();
}
const fingers = new Map();
function openMap() {
  const canvas = byId("map-canvas");
  const place = (event) => { const { left, top } = canvas.getBoundingClientRect(); return [event.clientX - left, event.clientY - top]; };
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.002), ...place(event)); }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => fingers.set(event.pointerId, place(event)));
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId), now = place(event);
    if (!before || Math.hypot(now[0] - before[0], now[1] - before[1]) < 3) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId);
    fingers.set(event.pointerId, now);
    if (other) zoom(Math.hypot(now[0] - other[1][0], now[1] - other[1][1]) / Math.max(1, Math.hypot(before[0] - other[1][0], before[1] - other[1][1])), ...other[1]);
    else pan(now[0] - before[0], now[1] - before[1]);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => fingers.delete(event.pointerId));
  byId("map-closer").addEventListener("click", () => zoom(1.6));
  byId("map-wider").addEventListener("click", () => zoom(1 / 1.6));
  byId("map-all").addEventListener("click", () => { framed = ""; drawMap(); });
  addEventListener("resize", () => { if (state.view === "map") drawMap(); });
}
if (data.world) openMap();
document.querySelector("[data-view=map]").hidden = !data.world;
