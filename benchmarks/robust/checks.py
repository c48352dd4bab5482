"""Whether a finished graph is right in itself: every span that it cites, and the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from kgraph.build import extractions
from kgraph.model import Block
from kgraph.rdf.iris import KG, PREFIXES, Iris
from kgraph.rdf.shapes import violations

_CHARACTERS = "#char="


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, and the IRI and the file's name of the article that shows it ("" where no article does)."""

    article: str
    file: str
    what: str


def problems(out: Path) -> list[Problem]:
    """What is wrong with the graph in a build's folder, as its file of N-Quads has it."""
    graph = pyoxigraph.Store()
    graph.bulk_load(path=str(out / "graph.nq"), format=RdfFormat.N_QUADS)
    files, blocks = _strings(graph, KG + "file"), _blocks(out)
    texts = _strings(graph, PREFIXES["nif"] + "isString")
    found = [(violation.focus, str(violation)) for violation in violations(graph)]
    for node in _cited(graph):
        article = node.partition("#")[0]
        if wrong := _wrong(node, texts.get(article), blocks.get(article, ())):
            found.append((node, f"{node} {wrong}"))
    return sorted(Problem(article := node.partition("#")[0], files.get(article, ""), what) for node, what in found)


def _cited(graph: pyoxigraph.Store) -> set[str]:
    """The IRIs of all spans that any statement of the graph names."""
    terms = (term for quad in graph for term in (quad.subject, quad.object) if isinstance(term, NamedNode))
    return {term.value for term in terms if _CHARACTERS in term.value}


def _wrong(node: str, text: str | None, blocks: tuple[Block, ...]) -> str:
    """What is wrong with a span; "" where nothing is."""
    if text is None:
        return "is part of no article that has a text"
    start, _, end = node.partition(_CHARACTERS)[2].partition(",")
    begin, stop = int(start), int(end)
    if not 0 <= begin < stop <= len(text):
        return f"lies outside the text of {len(text)} characters"
    if text[begin].isspace() or text[stop - 1].isspace():
        return f"begins or ends in white space: {text[begin:stop]!r}"
    if not any(block.span.start <= begin and stop <= block.span.end for block in blocks):
        return f"crosses the end of a block: {text[begin:stop]!r}"
    return ""


def _blocks(out: Path) -> Mapping[str, tuple[Block, ...]]:
    """The blocks of articles by the IRIs of those."""
    names = Iris()
    articles = (extraction.article for extraction in extractions(out))
    return {names.article(article.id, article.title).value: article.blocks for article in articles}


def _strings(graph: pyoxigraph.Store, predicate: str) -> Mapping[str, str]:
    return dict(_pairs(graph, predicate))


def _pairs(graph: pyoxigraph.Store, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in graph.quads_for_pattern(None, NamedNode(predicate), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, pyoxigraph.Literal):
            yield quad.subject.value, quad.object.value
