// Reads the data of a page and some states, and writes what its model counts in each, for a test that compares it with
// what a server counts.
import { fromHash } from "../../kgraph/data/explore/script/model/address.mjs";
import { modelOf } from "../../kgraph/data/explore/script/model/data.mjs";
import { initial } from "../../kgraph/data/explore/script/model/defaults.mjs";
import { FILTERS, countsOf, filtered, histogram } from "../../kgraph/data/explore/script/model/filters.mjs";
import { neighbours } from "../../kgraph/data/explore/script/model/lines.mjs";
import { placeCounts } from "../../kgraph/data/explore/script/model/map.mjs";
import { matrixOf } from "../../kgraph/data/explore/script/model/matrix.mjs";
import { shortest } from "../../kgraph/data/explore/script/model/path.mjs";
import { mostReported, nearest, reportsIn } from "../../kgraph/data/explore/script/model/rankings.mjs";
import { readFileSync } from "node:fs";

const { data, hashes, ends } = JSON.parse(readFileSync(0, "utf-8"));
const model = modelOf(data);

function counted(hash) {
  const state = fromHash(hash, model, initial(10_000, 0));
  const [one, other] = ends.map((iri) => model.nodeOf.get(iri).id);
  const own = model.eventsOf.get(ends[0]).filter((event) => filtered(model, state).includes(event));
  return {
    passing: filtered(model, state).map(({ iri }) => iri),
    counts: Object.fromEntries(FILTERS.map(({ name }) => [name, Object.fromEntries(countsOf(model, state, name))])),
    reports: Object.fromEntries(reportsIn(model, state)),
    days: histogram(model, state).map(({ number }) => number),
    cells: cellsOf(state),
    near: nearest(model, own, ends[0]),
    neighbours: [...neighbours(model, state, one)].map(([id, number]) => [model.nodes[id].iri, number]),
    steps: shortest(model, state, [one, other])?.length ?? 0,
    reported: mostReported(model, state).map(({ articles }) => articles.size),
    places: Object.fromEntries(placeCounts(model, state)),
  };
}

function cellsOf(state) {
  const { cells } = matrixOf(model, state);
  const named = [...cells].map(([key, cell]) => [
    key
      .split(">")
      .map((id) => model.nodes[id].iri)
      .join(">"),
    cell,
  ]);
  return Object.fromEntries(named.map(([key, cell]) => [key, Object.values(cell)]));
}

process.stdout.write(JSON.stringify(hashes.map(counted)));
