// The field that finds actors by their names, and words in what the articles say.
import { MOST } from "../model/defaults.mjs";
import { nameOf } from "../model/data.mjs";
import { spaced } from "../model/labels.mjs";
import { count } from "../model/text.mjs";
import { askPath, choose, isAskingPath } from "./choosing.mjs";
import { byId, element } from "./elements.mjs";
import { hitText, openHit } from "./hits.mjs";
import { change, model, source, state } from "./session.mjs";

// What can be chosen, as { act, children }; which of them Enter takes; the words that were asked for last; and whether
// Enter was pressed before there was an answer.
let found = [];
let active = -1;
let asked = "";
let isEntered = false;
let waiting = 0;

/** Listens to the field. */
export function openSearch() {
  byId("search").addEventListener("input", find);
  byId("search").addEventListener("blur", () => open(false));
  byId("search").addEventListener("keydown", pressed);
}

function find() {
  const words = byId("search").value.trim();
  asked = words;
  isEntered = false;
  found = [];
  clearTimeout(waiting);
  if (!words) show([], "");
  else if (source.patience) waiting = setTimeout(() => look(words), source.patience);
  else look(words);
}

function look(words) {
  const texts = isAskingPath() ? Promise.resolve({ hits: [], total: 0 }) : source.texts(words, state);
  Promise.all([source.names(words), texts]).then(
    ([names, { hits, total }]) => words === asked && show(optionsOf(words, names, { hits, total }), words),
    () => words === asked && show([], words, "The server does not answer."),
  );
}

function optionsOf(words, names, { hits, total }) {
  const more = {
    act: () => change({ find: words, select: "", path: "" }),
    children: [`All ${count(total, "text")} with “${words}”`],
  };
  const shown = names.slice(0, hits.length ? MOST.namesAbove : MOST.found);
  return [...shown.map(nameOption), ...hits.slice(0, MOST.hitsBelow).map(hitOption), ...(total ? [more] : [])];
}

function nameOption({ iri, name, type, shown = nameOf(model, iri) }) {
  const small = name === shown ? spaced(type ?? model.actors.get(iri)?.type ?? "") : name;
  return { act: () => choose(iri), children: [shown, element("small", {}, small)] };
}

function hitOption(hit) {
  return { act: () => openHit(hit), children: [element("q", { class: hit.kind }, ...hitText(hit))] };
}

function show(options, words, nothing = `Nothing is called or says “${words}”.`) {
  found = options;
  byId("found").replaceChildren(...found.map(option));
  byId("found-nothing").textContent = words && !found.length ? nothing : "";
  byId("found-nothing").hidden = !words || found.length > 0;
  open(found.length > 0);
  mark(found.length ? 0 : -1);
  if (isEntered && found.length) take(found[0].act);
}

function option({ children, act }, number) {
  const onmousedown = (event) => {
    event.preventDefault();
    take(act);
  };
  return element("li", { role: "option", id: `found-${number}`, dir: "auto", onmousedown }, ...children);
}

function open(on) {
  byId("found").hidden = !on;
  byId("search").setAttribute("aria-expanded", String(on));
}

/** Marks one of those found as the one that Enter takes. */
function mark(number) {
  active = number;
  const options = [...byId("found").children];
  options.forEach((one, index) => one.setAttribute("aria-selected", String(index === number)));
  if (number < 0) return byId("search").removeAttribute("aria-activedescendant");
  byId("search").setAttribute("aria-activedescendant", `found-${number}`);
  options[number].scrollIntoView({ block: "nearest" });
}

function take(act) {
  close();
  byId("search").value = "";
  act();
}

/** Closes the list; answers that come later open it no more. */
function close() {
  asked = "";
  open(false);
  byId("found-nothing").hidden = true;
}

function pressed(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    close();
    askPath("");
  } else if (event.key === "Enter") enter();
  else if (step && found.length) {
    event.preventDefault();
    mark((active + step + found.length) % found.length);
  }
}

/** Takes what is marked, or what will be as soon as it is there. */
function enter() {
  if (found.length && !byId("found").hidden) take(found[active].act);
  else isEntered = Boolean(asked);
}
