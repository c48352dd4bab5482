// Reads the data of a page and writes what its model says of each event, for a test that compares it with the view of
// the graph.
import { modelOf } from "../../kgraph/data/explore/script/model/data.mjs";
import { readFileSync } from "node:fs";

const model = modelOf(JSON.parse(readFileSync(0, "utf-8")));
const told = model.listed.map(({ iri, roles, factuality, wholes, tellings }) => {
  const words = tellings.map(({ quote, trigger }) => [quote, quote.slice(...trigger)]);
  return [iri, { roles, factuality, words, wholes: wholes.map((whole) => whole.iri) }];
});
process.stdout.write(JSON.stringify(Object.fromEntries(told)));
