// Reads [{text, values, prefixes}] as JSON and writes the queries with their values, for a test that compares them with
// kgraph/rdf/query.py.
import { withValues } from "../../kgraph/data/serve/editor/parameters.mjs";
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(asked.map(({ text, values, prefixes }) => withValues(text, values, prefixes))));
