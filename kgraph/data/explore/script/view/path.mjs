// The path between two actors, step by step.
import { nameOf } from "../model/data.mjs";
import { between, countBetween } from "../model/lines.mjs";
import { bestOf } from "../model/path.mjs";
import { selectPair } from "../model/selection.mjs";
import { count } from "../model/text.mjs";
import { eventCard, kindLine, title } from "./cards.mjs";
import { nameButton, select, walk } from "./choosing.mjs";
import { button, element, listed } from "./elements.mjs";
import { chosenPath, model, state } from "./session.mjs";

const NO_PATH = "No path: no chain of the events that pass these filters leads from one to the other.";

export function pathPanel() {
  const path = chosenPath();
  const ends = [state.select, state.path];
  const turn = button("the other way round", () => walk(ends[1], ends[0]));
  const head = [
    title(`From ${nameOf(model, ends[0])} to ${nameOf(model, ends[1])}`),
    kindLine(nameButton(ends[0]), " · ", nameButton(ends[1]), " · ", turn),
  ];
  if (!path) return [...head, element("p", {}, NO_PATH)];
  const steps = path.slice(1).flatMap((id, index) => stepCards(index + 1, [path[index], id]));
  return [...head, kindLine(...howOf(path)), ...steps];
}

function howOf(path) {
  const through = path.slice(1, -1).map((id) => nameButton(model.nodes[id].iri));
  if (!through.length) return ["They have to do with each other directly."];
  return ["The shortest way leads through ", ...listed(through), "."];
}

function stepCards(number, pair) {
  const events = between(model, state, pair);
  const best = bestOf(events);
  const total = countBetween(model, state, pair);
  const [a, b] = pair.map((id) => nameOf(model, model.nodes[id].iri));
  const sign = element("b", {}, String(number));
  const head = element("h4", { class: "step", dir: "auto" }, sign, ` ${a} – ${b}: ${count(total, "event")}`);
  return [head, ...best.map((event) => eventCard(event, 1)), total > best.length ? allOf(total, pair) : null];
}

function allOf(total, pair) {
  const ends = pair.map((id) => model.nodes[id].iri);
  const act = () => select(selectPair(ends, false));
  return element("p", {}, button(`All ${total} events between the two`, act, "link more"));
}
