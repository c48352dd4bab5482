"""The gate of a build: data/shapes.ttl, each of whose shapes says as one query what breaks it, run over the whole store at once.

A SHACL processor finds the same with the shapes themselves (see tests/test_rdf_shapes.py): in 15 seconds on 20 articles, where this takes
a tenth of one.

A constraint looks at the graphs that its shape:scope names: each article's, the default graph, or the union of all. (That the union
gives a row for each graph a triple stands in does no harm to a search for what is missing; it is slow, so only links are left to it.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, RdfFormat

from kgraph.errors import ShapeError
from kgraph.leaving_out import Parts
from kgraph.model import Extraction
from kgraph.rdf.iris import PREFIXES, vocabulary
from kgraph.rdf.triples import Statement

SHAPES = "https://w3id.org/kgraph/shapes#"
SHOWN = 5  # violations that an error names; the others are counted
_PART = re.compile("(report|attribution|chain)-([0-9]+)")  # as kgraph.rdf.iris names the parts of an article
# Nodes that a query is narrowed to. For 2,000 Oxigraph joins some shapes the other way round: 5.4 s, where 500 take 0.02 s (in 1.5
# million quads).
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class Constraint:
    """A shape's name, its message, which may hold ``{?value}``, its query for $this (and ?value), and its scopes.

    ``targets`` are predicates, of which a node has one that can break it; none where the shape says otherwise what it looks at. ``link``
    is the predicate from $this to ?value, or one above it, where each such statement breaks it for itself, else "".
    """

    shape: str
    message: str
    select: str
    scopes: tuple[str, ...]
    targets: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Where a graph breaks a shape; ``sentence`` is "" where the focus has none."""

    shape: str
    message: str
    focus: str
    article: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.article}: {self.told}" if self.article else self.told

    @property
    def told(self) -> str:
        """What is broken, and where in its article."""
        quoted = f", in the sentence {self.sentence!r}" if self.sentence else ""
        return f"{self.message} ({self.shape}: <{self.focus}>{quoted})"


def shapes_turtle() -> str:
    """The published SHACL shapes."""
    return (files("kgraph") / "data" / "shapes.ttl").read_text("utf-8")


@cache
def constraints() -> tuple[Constraint, ...]:
    """What each of the published shapes asks for, by name."""
    graph = pyoxigraph.Store()
    graph.load(shapes_turtle().encode(), format=RdfFormat.TURTLE)
    shapes = {quad.subject for quad in graph.quads_for_pattern(None, NamedNode(SHAPES + "scope"), None)}
    return tuple(sorted(_constraint(graph, shape) for shape in shapes if isinstance(shape, NamedNode)))


def _constraint(graph: pyoxigraph.Store, shape: NamedNode) -> Constraint:
    """A shape with its query: that of ``shape:select``, or that of its SPARQL constraint for one node in the place of the graph."""
    sparql = _named(graph, shape, PREFIXES["sh"] + "sparql")
    if sparql:
        said, select = NamedNode(sparql[0]), PREFIXES["sh"] + "select"
    else:
        said, select = shape, SHAPES + "select"
    query = _value(graph, said, select).replace("$this ?node", "$this").replace("?node", "$this")
    message = _value(graph, said, PREFIXES["sh"] + "message").removeprefix("{?node}: ")
    if "?value" in query and "{?value}" not in message:
        message += ": {?value}"
    return Constraint(
        shape.value.removeprefix(SHAPES),
        message,
        query,
        tuple(sorted(_literals(graph, shape, SHAPES + "scope"))),
        tuple(sorted({*_named(graph, shape, PREFIXES["sh"] + "targetSubjectsOf"), *_named(graph, shape, SHAPES + "of")})),
        "".join(_named(graph, shape, SHAPES + "link")),
    )


@dataclass(frozen=True, slots=True)
class Focus:
    """What is to be checked: articles' graphs, and nodes of the default graph or of those with their predicates; None for all nodes.

    Of the statements that a shape is about one by one, only these ``links`` are looked at, unless all nodes are.
    """

    graphs: frozenset[NamedNode] = frozenset()
    nodes: Mapping[NamedNode, frozenset[NamedNode]] | None = field(default_factory=dict)
    links: frozenset[Statement] = frozenset()


NO_ARTICLE = Focus(nodes=None)
"""All but what each article says: its graph never changes, and was checked when it was made."""


def violations(store: pyoxigraph.Store, focus: Focus | None = None) -> Iterator[Violation]:
    """Where a store breaks the shapes, shape by shape; with a focus, only where that bears on it."""
    for constraint in constraints():
        yield from sorted(set(_broken(store, constraint, focus)))


def check(store: pyoxigraph.Store, focus: Focus | None = None) -> None:
    """Raises ShapeError, which names the article, the sentence and the shape, where a store breaks the shapes."""
    found = list(violations(store, focus))
    if found:
        raise ShapeError(listed(found))


def listed(found: Sequence[Violation]) -> str:
    """The first violations, and how many more there are."""
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return "; ".join(str(violation) for violation in found[:SHOWN]) + more


def parts(found: Iterable[Violation], extraction: Extraction) -> Parts:
    """The parts of an article's extraction that break the shapes; none for what is broken in the article itself."""
    names = [violation.focus.partition("#")[2] for violation in found]
    numbers = {kind: frozenset(int(match[2]) for name in names if (match := _PART.fullmatch(name)) and match[1] == kind)
               for kind in ("report", "attribution", "chain")}  # fmt: skip
    quoted = {report.id for report in extraction.reports if f"char={report.sentence.start},{report.sentence.end}" in names}
    return Parts(numbers["report"] | quoted, numbers["attribution"], numbers["chain"])


def _named(graph: pyoxigraph.Store, subject: NamedNode, predicate: str) -> list[str]:
    found = graph.quads_for_pattern(subject, NamedNode(predicate), None)
    return [quad.object.value for quad in found if isinstance(quad.object, NamedNode)]


def _literals(graph: pyoxigraph.Store, subject: NamedNode, predicate: str) -> list[str]:
    found = graph.quads_for_pattern(subject, NamedNode(predicate), None)
    return [quad.object.value for quad in found if isinstance(quad.object, Literal)]


def _value(graph: pyoxigraph.Store, subject: NamedNode, predicate: str) -> str:
    (value,) = _literals(graph, subject, predicate)
    return value


def _broken(store: pyoxigraph.Store, constraint: Constraint, focus: Focus | None) -> Iterator[Violation]:
    for row in _rows(store, constraint, focus):
        node = row["this"].value
        value = row["value"].value if "{?value}" in constraint.message else ""
        article, sentence = _context(store, node)
        message = constraint.message.replace("{?value}", value if len(value) <= 200 else f"{value[:200]}…")
        yield Violation(constraint.shape, message, node, article, sentence)


def _rows(store: pyoxigraph.Store, constraint: Constraint, focus: Focus | None) -> Iterator[QuerySolution]:
    if "article" in constraint.scopes:
        for graph in store.named_graphs() if focus is None else focus.graphs:
            yield from _select(store, constraint.select, default_graph=graph)
    for select in _selects(store, constraint, focus):
        if "default" in constraint.scopes:
            yield from _select(store, select)
        if "all" in constraint.scopes:
            yield from _select(store, select, use_default_graph_as_union=True)


def _selects(store: pyoxigraph.Store, constraint: Constraint, focus: Focus | None) -> Iterator[str]:
    """The queries of a constraint for a focus, as a SHACL processor binds $this to one node."""
    if focus is None or focus.nodes is None:
        yield constraint.select
    elif constraint.link:
        predicates = {NamedNode(constraint.link), *_below(store, NamedNode(constraint.link))}
        links = (f"({this} {value})" for this, predicate, value in focus.links if predicate in predicates)
        yield from _narrowed(constraint.select, "($this ?value)", links)
    else:
        targets = frozenset(map(NamedNode, constraint.targets))
        nodes = (str(node) for node, said in focus.nodes.items() if not targets or not targets.isdisjoint(said))
        yield from _narrowed(constraint.select, "$this", nodes)


def _below(store: pyoxigraph.Store, predicate: NamedNode) -> Iterator[object]:
    return (quad.subject for quad in store.quads_for_pattern(None, vocabulary("rdfs:subPropertyOf"), predicate))


def _narrowed(select: str, variables: str, values: Iterable[str]) -> Iterator[str]:
    """The queries for these values alone, some at a time; in each part, as Oxigraph runs each part of a query by itself."""
    left = iter(values)
    while some := list(islice(left, _AT_ONCE)):
        yield select.replace("WHERE {", f"WHERE {{ VALUES {variables} {{ {' '.join(some)} }}")


def _context(store: pyoxigraph.Store, focus: str) -> tuple[str, str]:
    """The file of the article that a thing belongs to, with its headline (its IRI where it has neither), and its first sentence."""
    node = NamedNode(focus)
    for row in _select(store, _EVIDENCE.replace("$this", str(node)), use_default_graph_as_union=True):
        return row["name"].value, row["sentence"].value if row["sentence"] else ""
    return (focus.partition("#")[0], "") if "#" in focus else ("", "")


_EVIDENCE = """SELECT ?name ?sentence WHERE {
  { BIND($this AS ?report) } UNION { $this kg:reportedBy ?report } UNION { $this gaf:denotedBy ?report }
  BIND(IRI(REPLACE(STR(?report), "#.*$", "")) AS ?article)
  ?article nif:isString ?text .
  OPTIONAL { ?article kg:file ?file }
  OPTIONAL { ?article schema:headline ?headline }
  OPTIONAL { ?report kg:sentence?/nif:anchorOf ?sentence }
  BIND(COALESCE(CONCAT(?file, " (", ?headline, ")"), ?headline, ?file, STR(?article)) AS ?name)
} ORDER BY ?article DESC(BOUND(?sentence)) ?sentence LIMIT 1"""


def _select(store: pyoxigraph.Store, query: str, **graphs: Any) -> QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, **graphs)
    assert isinstance(solutions, QuerySolutions)
    return solutions
