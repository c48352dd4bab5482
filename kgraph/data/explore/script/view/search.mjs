// The field that finds actors.
import { nameOf } from "../model/data.mjs";
import { spaced } from "../model/labels.mjs";
import { matches, namesOf } from "../model/search.mjs";
import { askPath, choose } from "./choosing.mjs";
import { byId, element } from "./elements.mjs";
import { model } from "./session.mjs";

const names = namesOf(model);
let found = [];
let active = -1;

/** Listens to the field. */
export function openSearch() {
  byId("search").addEventListener("input", find);
  byId("search").addEventListener("blur", () => open(false));
  byId("search").addEventListener("keydown", pressed);
}

function find() {
  found = matches(names, byId("search").value);
  byId("found").replaceChildren(...found.map(option));
  open(found.length > 0);
  mark(found.length ? 0 : -1);
}

function option({ iri, name }, number) {
  const shown = nameOf(model, iri);
  const onmousedown = (event) => {
    event.preventDefault();
    take(iri);
  };
  const small = element("small", {}, name === shown ? spaced(model.actors.get(iri).type) : name);
  return element("li", { role: "option", id: `found-${number}`, onmousedown }, shown, small);
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

function take(iri) {
  open(false);
  byId("search").value = "";
  choose(iri);
}

function pressed(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    open(false);
    askPath("");
  } else if (event.key === "Enter" && active >= 0 && !byId("found").hidden) take(found[active].iri);
  else if (step && found.length) {
    event.preventDefault();
    mark((active + step + found.length) % found.length);
  }
}
