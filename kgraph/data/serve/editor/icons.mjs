// The signs on the buttons of the results.
import { drawing } from "../../explore/script/view/elements.mjs";

const PATHS = {
  chart: "M3 21h18v-2H3zM4 17h4V9H4zM10 17h4V3h-4zM16 17h4v-6h-4z",
  map: "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7zm0 9.500a2.500 2.500 0 1 1 0-5 2.500 2.500 0 0 1 0 5z",
  nodes: [
    "M6 8.500a3 3 0 1 0-1-5.800 3 3 0 0 0 1 5.800zm12 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM9 22a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "M8 6l7 2-.4 1.200-7-2zM7 8l2.400 8-1.200.4-2.400-8zM16 11l-5 6-1-.8 5-6z",
  ].join(""),
};

export function iconOf(name) {
  return drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawing("path", { d: PATHS[name] }));
}
