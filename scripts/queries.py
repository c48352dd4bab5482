"""docs/queries.md: what each query answers, with its answer on the hand-built corpus of tests/builders.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph

from kgraph import rdf
from kgraph.rdf.query import comment, parameters_of, render, run
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
        "Formats are table, csv, tsv, json and markdown. Parameters are given with --set; one that is left out is not restricted. "
        "Queries that could list everything have the parameter `limit`: they list so many, the first by what they say below; "
        "`--set limit=50` lists 50, `--set limit=0` all, and where the limit was reached stderr says so. "
        "A value in `<>` or with a known prefix (`kg:Meeting`) is an IRI, any other a string. `--timeout SECONDS` gives a query up. "
        "A query in quotation marks may stand in place of the file, and prefixes need not be declared in it. "
        "What stands where in the graph is told in docs/architecture.md, the types in docs/ontology.md."
    )
    yield ""
    yield (
        "The answers below are those on a corpus of four short invented articles (tests/builders.py): two report one meeting and "
        "contradict each other on a ceasefire, and a visit that is planned in one takes place in another."
    )
    yield ""
    yield (
        "How fast: on a store of a million quads (45,000 events) each query answers in less than a second with its parameters. "
        "Without them, evidence and its like list the whole store in 4 to 20; without a limit, dyads and planned take 2 to 4. "
        "benchmarks/speed/queries.py measures it."
    )
    yield ""
    yield (
        "To keep a query of your own fast in Oxigraph: put what all answers have before the OPTIONALs; give each OPTIONAL a GRAPH of its "
        "own instead of writing it inside one; and write a value that many things have as a FILTER "
        '(`kg:factuality ?f . FILTER(?f = "happened")`), since the search begins with a value in the pattern. '
        "In an OPTIONAL follow two properties at most, and give what the next one begins with a value in any case "
        "(`BIND(COALESCE(?said, ?article) AS ?speaker)`): a subject that is not bound stands for everything. "
        "A pattern that goes through the whole store is best put into a SELECT of its own "
        "(`{ SELECT ?event ?a WHERE { ?event kg:agent ?a } }`): Oxigraph reads it once and joins by hash, in a tenth of the time of "
        "a look-up for each event. Two nodes are told apart by `!sameTerm(?a, ?b)`, which reads neither, where `?a != ?b` reads both. "
        "To sort reads them again and again: find, sort and limit nodes in an inner SELECT, by one key that is made once (`CONCAT`), "
        "and ask for the labels of what is left, as dyads.rq does."
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
