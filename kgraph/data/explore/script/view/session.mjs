// What this page shows: its model, its state, and the drawing of every change.
import { fromHash, toHash } from "../model/address.mjs";
import { modelOf } from "../model/data.mjs";
import { NARROW, initial } from "../model/defaults.mjs";
import { pathKey, pathOf } from "../model/path.mjs";
import { byId } from "./elements.mjs";

export const model = modelOf(JSON.parse(byId("data").textContent));
const usual = initial(isNarrow() ? model.first.phone : model.first.screen, model.sure);
export const state = fromHash(location.hash, model, usual);
const listeners = [];

export function isNarrow() {
  return innerWidth <= NARROW;
}

/** Calls the function whenever the page is to be drawn. */
export function onDraw(listener) {
  listeners.push(listener);
}

export function draw() {
  for (const listener of listeners) listener();
}

/** Changes the state: a new entry of the browser's history. */
export function change(values) {
  Object.assign(state, values);
  const hash = toHash(state, usual);
  if (hash !== (location.hash || "#")) history.pushState(null, "", hash);
  draw();
}

/** Changes the state within the same entry, as while a slider moves. */
export function adjust(values) {
  Object.assign(state, values);
  history.replaceState(null, "", toHash(state, usual));
  draw();
}

/** The state as if nothing had been chosen, but in the same view. */
export function reset() {
  change({ ...initial(usual.shown, usual.sure), view: state.view });
}

/** Takes the state from the address, after the browser went back or forward. */
export function restore() {
  Object.assign(state, fromHash(location.hash, model, usual));
  draw();
}

let walked = { key: "", path: null };

/** The path that the state asks for (pathOf), found once for each state. */
export function chosenPath() {
  const key = pathKey(state);
  if (key !== walked.key) walked = { key, path: pathOf(model, state) };
  return walked.path;
}
