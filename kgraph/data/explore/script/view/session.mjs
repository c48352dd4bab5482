// What this page shows: its model, its state, and the drawing of every change.
//
// The model is always the same object; what it holds is replaced when the source has more (ask).
import { fromHash, toHash } from "../model/address.mjs";
import { NARROW, initial } from "../model/defaults.mjs";
import { pathKey, pathOf } from "../model/path.mjs";
import { Embedded } from "../source/embedded.mjs";
import { Served } from "../source/served.mjs";
import { byId } from "./elements.mjs";

const data = JSON.parse(byId("data").textContent);
const usual = initial(isNarrow() ? data.first.phone : data.first.screen, data.sure);
export const source = data.served ? new Served(data, usual) : new Embedded(data);
export const model = { ...source.first };
export const state = fromHash(location.hash, model, usual);
const listeners = [];
const troubles = [];

export function isNarrow() {
  return innerWidth <= NARROW;
}

/** Calls the function whenever the page is to be drawn. */
export function onDraw(listener) {
  listeners.push(listener);
}

/** Calls the function with the error whenever the source does not answer, and with null when it does again. */
export function onTrouble(listener) {
  troubles.push(listener);
}

/** Draws the page with what is there, and once more with what it asks its source for. */
export function draw() {
  ask();
  for (const listener of listeners) listener();
}

function ask() {
  const asked = source.ask(state);
  if (!asked) return answered(null);
  document.documentElement.dataset.asking = "yes";
  asked.then(take, (error) => {
    take(source.rest());
    answered(error);
  });
}

/** Takes over a model; null where the reader has gone on in the meantime. */
function take(found) {
  if (!found) return;
  Object.assign(model, found);
  walked.key = "";
  answered(null);
  for (const listener of listeners) listener();
}

function answered(error) {
  delete document.documentElement.dataset.asking;
  for (const listener of troubles) listener(error);
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

const walked = { key: "", path: null };

/** The path that the state asks for (pathOf), found once for each state and model. */
export function chosenPath() {
  const key = pathKey(state);
  if (key !== walked.key) Object.assign(walked, { key, path: pathOf(model, state) });
  return walked.path;
}
