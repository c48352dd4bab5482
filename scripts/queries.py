"""docs/queries.md: what each query answers, with its answer on the sample corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph

from kgraph import rdf
from kgraph.build import build
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.outgoing import counted
from kgraph.rdf.catalogue import comment, named
from kgraph.rdf.query import AT_LEAST, QueryResult, declared, parameters_of, render, run
from kgraph.rdf.store import open_quads
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
SAMPLE_VALUES: Mapping[str, str] = {
    "about": "Vladimir Putin",
    "from": "2025-08-20",
    "name": "Friedrich Merz",
    "root": "kg:Consult",
    "source": "Trump",
    "speaker": "Zelenskyy",
    "target": "Putin",
    "to": "2025-08-21",
}
"""The same of things that the sample speaks of."""
ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / ".sample"
_ROWS = 8  # of an answer that are shown


def queries_page(folder: Path) -> Iterator[str]:
    """The lines of docs/queries.md."""
    paths = sorted(folder.glob("*.rq"))
    yield "# Queries"
    yield ""
    yield "Made by `make data` from the comments in queries/*.rq; do not edit."
    yield ""
    yield (
        f"{len(paths)} SPARQL queries come with kgraph, in queries/. Run one by its name, as in the examples. "
        "`kgraph query --list` lists them, `--list NAME` explains the parameters of one, "
        "and `--show NAME` prints its SPARQL to start your own query from."
    )
    yield ""
    yield "    kgraph query meetings"
    yield '    kgraph query timeline --set name="Vladimir Putin" --format csv'
    yield ""
    yield (
        "Formats are table, csv, tsv, json and markdown. Set parameters with --set; a parameter that is left out does not restrict the "
        "answer. Queries that could list everything have the parameter `limit`. Each says below how many rows it lists and which come "
        "first. `--set limit=50` lists 50, `--set limit=0` lists all, and a message on stderr says when the limit was reached. "
        f"Queries about events show those whose confidence is at least {SHOWN_CONFIDENCE}; `--at-least 0.9` shows fewer, "
        "`--at-least 0` all (docs/confidence.md). A value "
        "in `<>` or with a known prefix (`kg:Meeting`) is an IRI; any other value is a string. `--timeout SECONDS` gives up on a "
        "query. In place of a name, give a .rq file of your own, or a query in quotation marks, which need not declare prefixes. "
        "docs/architecture.md describes what is where in the graph, and docs/ontology.md the types."
    )
    yield ""
    yield (
        "The answers below are those of the sample: after `make`, each line that begins with `kgraph query` gives what is below it, of "
        f"which the first {_ROWS} rows are shown here. Where the sample has nothing to show, the answer is that of four short invented "
        "articles (tests/builders.py), which contradict each other."
    )
    yield ""
    yield (
        "Speed: on a store of a million quads (45,000 events), each query answers in less than a second with its parameters. "
        "Without them, evidence and similar queries list the whole store in 4 to 20 seconds; without a limit, dyads and planned "
        "take 2 to 4. benchmarks/speed/queries.py measures it. who-is-alone compares the whole store: that takes a second for "
        "1,184 real articles (half a million quads), and 15 seconds where, as in that benchmark, all articles are about the same actors "
        "on the same few days."
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
    for path in paths:
        yield from _section(path)


def _section(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield ""
    yield f"## {path.stem}"
    yield ""
    yield comment(text)
    yield ""
    options, table = _answer(text)
    yield f"    kgraph query {path.stem}{options}"
    yield ""
    if not table.rows:
        table = run(_hand_built(), text, {name: VALUES[name] for name in parameters_of(text)})
        yield "The sample has nothing to show. The answer on the four invented articles:"
        yield ""
    yield from render(type(table)(table.columns, table.rows[:_ROWS]), "markdown").splitlines()
    if len(table.rows) > _ROWS:
        yield ""
        yield f"… and {counted(len(table.rows) - _ROWS, 'more row')}."


def _answer(text: str) -> tuple[str, QueryResult]:
    """The options of a query and its answer on the sample; of all events where it has nothing to say of those that are surest."""
    values = {name: _event() if name == "event" else SAMPLE_VALUES[name] for name in parameters_of(text)}
    options = "".join(f" --set {name}={_quoted(value)}" for name, value in values.items())
    table = run(_sample(), text, values)
    if table.rows or AT_LEAST not in declared(text):
        return options, table
    return f"{options} --at-least 0", run(_sample(), text, {**values, AT_LEAST: "0"})


@cache
def _sample() -> pyoxigraph.Store:
    """The sample, built where nothing of a user's own lies, and only as far as it has changed."""
    build([ROOT / "articles"], SAMPLE, Settings(), parts=())
    return open_quads(SAMPLE / "store")


@cache
def _event() -> str:
    """The label of the most reported event of the sample that is not a statement."""
    rows = run(_sample(), named("most-reported").text, {AT_LEAST: "0"}).rows
    return next(str(row[0]) for row in rows if row[1] != "Statement")


def _first_sentence(path: Path) -> str:
    return named(path.stem).title


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


@cache
def _hand_built() -> pyoxigraph.Store:
    extractions, resolution = builders.everything()
    graph = pyoxigraph.Store()
    graph.extend(rdf.graph_quads(extractions, resolution, base_iri=Settings().base_iri, lexicon=builders.lexicon()))
    return graph
