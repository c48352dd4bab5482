// What the shapes and lines of the network mean.
import { kindsShown } from "../model/filters.mjs";
import { byId, css, drawing, element } from "./elements.mjs";
import { model } from "./session.mjs";

// The shapes of the network's nodes, in a square of 14 pixels.
const SHAPES = {
  dot: "M7 1a6 6 0 1 0 .01 0",
  square: "M1 1h12v12h-12z",
  diamond: "M7 0l7 7-7 7-7-7z",
  triangle: "M7 1l7 12h-14z",
  star: "M7 0l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5z",
};

export function drawLegend() {
  byId("legend").replaceChildren(
    ...kindsShown(model).map(([kind, label]) => kindSample(model.kinds[kind], label)),
    lineSample("cooperation", "cooperation"),
    lineSample("conflict", "conflict", { "stroke-dasharray": "6 4" }),
    lineSample("neutral", "neither"),
    lineSample("cooperation", "planned, possible or denied", { opacity: 0.35, "stroke-width": 1.5 }),
  );
}

function kindSample({ colour, shape }, label) {
  return element("span", {}, sample(14, { d: SHAPES[shape], fill: colour }), label);
}

function lineSample(orientation, label, more = {}) {
  const line = { d: "M0 7h28", stroke: css(`--${orientation}`), "stroke-width": 2.5, ...more };
  return element("span", {}, sample(28, line), label);
}

function sample(width, path) {
  return drawing("svg", { width, height: 14, "aria-hidden": "true" }, drawing("path", path));
}
