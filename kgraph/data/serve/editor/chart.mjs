// The results as a chart: bars for what has names, columns in order of time for what has days.
import { drawing, element } from "../../explore/script/view/elements.mjs";
import { count, shortened } from "../../explore/script/model/text.mjs";
import { chartOf, choicesOf, tableOf, totalOf } from "./results.mjs";
import { iconOf } from "./icons.mjs";

const WIDTH = 920;
const BAR = Object.freeze({ height: 24, left: 270, right: 70, letters: 38 });
const COLUMN = Object.freeze({ height: 300, left: 56, bottom: 44, top: 14, lines: 4, labels: 12 });

/** A plugin of YASR. */
export class Chart {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 5;
    this.label = "Chart";
  }

  canHandleResults() {
    return (tableOf(this.yasr.results)?.rows.length ?? 0) > 0;
  }

  getIcon() {
    return iconOf("chart");
  }

  draw() {
    const table = tableOf(this.yasr.results);
    const { labels, values } = choicesOf(table);
    const picture = element("div", { class: "kg-picture" });
    const [label, value] = [chooser("Labels", labels), chooser("Values", values)];
    const redraw = () => picture.replaceChildren(...chart(chartOf(table, label.value, value.value), label.value));
    for (const one of [label, value]) one.addEventListener("change", redraw);
    redraw();
    const controls = element("div", { class: "kg-controls" }, field("Labels", label), field("Values", value));
    this.yasr.resultsEl.replaceChildren(controls, picture);
  }
}

function chooser(name, options) {
  const made = element("select", { class: `kg-${name.toLowerCase()}` });
  made.append(...options.map((option) => element("option", { value: option }, option)));
  return made;
}

function field(name, control) {
  return element("label", {}, `${name} `, control);
}

function chart(made, label) {
  const left = made.left ? [element("p", { class: "kg-note" }, `${count(made.left, "further label")} left out.`)] : [];
  if (!made.points.length) return [element("p", { class: "kg-note" }, `No row has a value of “${label}”.`)];
  return [legend(made.series), made.timed ? columns(made) : bars(made), ...left];
}

function legend(series) {
  const one = (name, index) => element("li", {}, element("span", { class: `kg-swatch kg-s${index % 6}` }), name);
  return element("ul", { class: "kg-legend" }, ...series.map(one));
}

function svg(height, title, ...children) {
  const attributes = { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, class: "kg-chart" };
  return drawing("svg", attributes, ...children);
}

/** The pieces of a stacked bar: where each begins and how long it is, in units of the values. */
function stacked(values) {
  let from = 0;
  return values.map((value) => {
    const piece = { from, long: Math.abs(value) };
    from += piece.long;
    return piece;
  });
}

function mostOf(points) {
  return Math.max(...points.map(totalOf)) || 1;
}

function bars({ points, series }) {
  const scale = (WIDTH - BAR.left - BAR.right) / mostOf(points);
  const made = points.map((point, index) => bar(point, series, index * BAR.height, scale));
  return svg(points.length * BAR.height + 4, "Bar chart", ...made);
}

function bar(point, series, y, scale) {
  const pieces = stacked(point.values).map(({ from, long }, index) =>
    drawing("rect", {
      class: `kg-s${index % 6}`,
      x: BAR.left + from * scale,
      y: y + 4,
      width: long * scale,
      height: 16,
    }),
  );
  const end = BAR.left + totalOf(point) * scale;
  const name = shortened(point.name, BAR.letters);
  const texts = [
    drawing("text", { x: BAR.left - 8, y: y + 17, "text-anchor": "end" }, name),
    drawing("text", { x: end + 6, y: y + 17, class: "kg-value" }, numbersOf(point.values)),
  ];
  return drawing("g", {}, titleOf(point, series), ...pieces, ...texts);
}

function columns({ points, series }) {
  const [room, most] = [COLUMN.height - COLUMN.top - COLUMN.bottom, mostOf(points)];
  const step = (WIDTH - COLUMN.left - 10) / points.length;
  const base = COLUMN.height - COLUMN.bottom;
  const every = Math.ceil(points.length / COLUMN.labels);
  const made = points.map((point, index) => {
    const x = COLUMN.left + index * step;
    const pieces = stacked(point.values).map(({ from, long }, number) => {
      const [top, height] = [base - ((from + long) / most) * room, (long / most) * room];
      return drawing("rect", {
        class: `kg-s${number % 6}`,
        x: x + step * 0.12,
        y: top,
        width: Math.min(step * 0.76, 60),
        height,
      });
    });
    const text =
      index % every ? [] : [drawing("text", { x: x + step / 2, y: base + 18, "text-anchor": "middle" }, point.name)];
    return drawing("g", {}, titleOf(point, series), ...pieces, ...text);
  });
  return svg(COLUMN.height, "Chart over time", ...gridOf(most, base, room), ...made);
}

function gridOf(most, base, room) {
  const step = niceStep(most / COLUMN.lines);
  const levels = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
  return levels.flatMap((level) => {
    const y = base - (level / most) * room;
    const text = drawing(
      "text",
      { x: COLUMN.left - 8, y: y + 4, "text-anchor": "end", class: "kg-value" },
      numberOf(level),
    );
    return [drawing("line", { class: "kg-grid", x1: COLUMN.left, x2: WIDTH, y1: y, y2: y }), text];
  });
}

/** The next of 1, 2, 5, 10, 20 ... */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least || 1));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least);
}

function titleOf({ name, values }, series) {
  return drawing("title", {}, `${name}: ${series.map((one, index) => `${one} ${numberOf(values[index])}`).join(", ")}`);
}

function numbersOf(values) {
  return values.length === 1 ? numberOf(values[0]) : values.filter(Boolean).map(numberOf).join(" + ");
}

function numberOf(value) {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}
