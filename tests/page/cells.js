// Reads a list of texts as JSON and writes their cells, for a test that compares them with kgraph/outgoing.py.
import { cellOf } from "../../kgraph/data/explore/script/model/csv.mjs";
import { readFileSync } from "node:fs";

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(cellOf)));
