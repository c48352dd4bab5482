"""docs/queries.md: what each query answers, with its answer on the hand-built corpus of tests/builders.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph

from kgraph import rdf
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.catalogue import comment
from kgraph.rdf.query import parameters_of, render, run
from kgraph.settings import Settings
from tests import builders

VALUES: Mapping[str, str] = {
    "about": "Veld",
    "event": "Both sides agreed",
    "from": "2024-03-12",
    "name": "Ilves",
    "root": "kg:Consult",
    "source": "Ilves",
    "speaker": "Ilves",
    "target": "Tomas Rehn",
    "to": "2024-03-13",
}
"""Values for the parameters of queries, of things that the hand-built corpus speaks of."""
_ROWS = 8  # of an answer that are shown


def queries_page(folder: Path) -> Iterator[str]:
    """The lines of docs/queries.md."""
    paths = sorted(folder.glob("*.rq"))
    yield "# Queries"
    yield ""
    yield "Made by `make data` from the comments in queries/*.rq; do not edit."
    yield ""
    yield f"{len(paths)} SPARQL queries are in queries/. Run one on a build with, for example,"
    yield ""
    yield "    kgraph query queries/meetings.rq"
    yield '    kgraph query queries/timeline.rq --set name="Vladimir Putin" --format csv'
    yield ""
    yield (
        "Formats are table, csv, tsv, json and markdown. Set parameters with --set; a parameter that is left out does not restrict the "
        "answer. Queries that could list everything have the parameter `limit`. Each says below how many rows it lists and which come "
        "first. `--set limit=50` lists 50, `--set limit=0` lists all, and a message on stderr says when the limit was reached. "
        f"Queries about events show those whose confidence is at least {SHOWN_CONFIDENCE}; `--at-least 0.9` shows fewer, "
        "`--at-least 0` all (docs/confidence.md). A value "
        "in `<>` or with a known prefix (`kg:Meeting`) is an IRI; any other value is a string. `--timeout SECONDS` gives up on a "
        "query. A query in quotation marks may replace the file, and it need not declare prefixes. docs/architecture.md describes what "
        "is where in the graph, and docs/ontology.md the types."
    )
    yield ""
    yield (
        "The answers below come from a corpus of four short invented articles (tests/builders.py). Two articles report one meeting and "
        "contradict each other on a ceasefire. One article reports a planned visit, and another that it took place."
    )
    yield ""
    yield (
        "Speed: on a store of a million quads (45,000 events), each query answers in less than a second with its parameters. "
        "Without them, evidence and similar queries list the whole store in 4 to 20 seconds; without a limit, dyads and planned "
        "take 2 to 4. benchmarks/speed/queries.py measures it."
    )
    yield ""
    yield (
        "To keep your own query fast in Oxigraph: put what all answers have before the OPTIONALs. Give each OPTIONAL a GRAPH of its "
        "own instead of writing it inside one. Write a value that many things have as a FILTER "
        '(`kg:factuality ?f . FILTER(?f = "happened")`), since the search begins with a value in the pattern. '
        "Follow at most two properties in an OPTIONAL, and always bind the subject of the next one "
        "(`BIND(COALESCE(?said, ?article) AS ?speaker)`): an unbound subject stands for everything. "
        "Put a pattern that goes through the whole store into a SELECT of its own "
        "(`{ SELECT ?event ?a WHERE { ?event kg:agent ?a } }`): Oxigraph reads it once and joins by hash, in a tenth of the time of "
        "a look-up for each event. Compare two nodes with `!sameTerm(?a, ?b)`, which reads neither, whereas `?a != ?b` reads both. "
        "Sorting reads them again and again: find, sort and limit nodes in an inner SELECT, by one key that is made once (`CONCAT`), "
        "and ask for the labels of the remaining nodes, as dyads.rq does."
    )
    yield ""
    yield from (f"- [{path.stem}](#{path.stem}): {_first_sentence(path)}" for path in paths)
    graph = _graph()
    for path in paths:
        yield from _section(path, graph)


def _section(path: Path, graph: pyoxigraph.Store) -> Iterator[str]:
    text = path.read_text("utf-8")
    values = {name: VALUES[name] for name in parameters_of(text)}
    table = run(graph, text, values)
    yield ""
    yield f"## {path.stem}"
    yield ""
    yield comment(text)
    yield ""
    yield f"    kgraph query queries/{path.name}{''.join(f' --set {name}={_quoted(value)}' for name, value in values.items())}"
    yield ""
    shown = type(table)(table.columns, table.rows[:_ROWS])
    yield from render(shown, "markdown").splitlines()
    if len(table.rows) > _ROWS:
        yield ""
        yield f"… and {len(table.rows) - _ROWS} more rows."


def _first_sentence(path: Path) -> str:
    first = path.read_text("utf-8").partition("\n")[0]
    return first.lstrip("# ")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _graph() -> pyoxigraph.Store:
    extractions, resolution = builders.everything()
    graph = pyoxigraph.Store()
    graph.extend(rdf.graph_quads(extractions, resolution, base_iri=Settings().base_iri, lexicon=builders.lexicon()))
    return graph
