"""The graph as files: N-Quads, TriG, Turtle and JSON-LD, the same bytes whatever the order of the articles.

The default graph comes first and then the articles' graphs by IRI, each sorted, so that no more than one graph is in memory.
Turtle knows no graphs: it holds the statements of all of them. JSON-LD is written here, not by a library, because a library's is
either slow (rdflib: 12 s for 100k triples) or in long form.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kgraph.disk import replaced
from kgraph.errors import KGraphError
from kgraph.rdf.iris import PREFIXES

Writer = Callable[[Iterable[Quad], BinaryIO, str], None]
"""Writes quads that are sorted by graph and subject; the string is what the data's IRIs begin with."""
_RDF_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
_WRITTEN = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in ("rdf", "sh")}


def serialise(graph: pyoxigraph.Store | Iterable[Quad], form: str) -> bytes:
    """The graph in one of FORMATS. Raises KGraphError on another one."""
    buffer = io.BytesIO()
    _write(graph, form, buffer)
    return buffer.getvalue()


def export(graph: pyoxigraph.Store | Iterable[Quad], path: Path, form: str = "") -> None:
    """Writes the graph to a file, whole or not at all, in one of FORMATS, by default the one that the file's name ends in.

    Raises KGraphError on another format, CannotWrite where the file cannot be written.
    """
    form = form or {suffix: name for name, suffix in SUFFIXES.items()}.get(path.suffix.lstrip("."), path.suffix)
    with replaced(path) as building, building.open("wb") as file:
        _write(graph, form, file)


def export_all(graph: pyoxigraph.Store, paths: Mapping[str, Path]) -> None:
    """Writes the graph in each of FORMATS to the file given for it; sorted once, as N-Quads, from which the others are made.

    Raises CannotWrite where a file cannot be written.
    """
    sorted_file, base = paths["nquads"], _base(graph)
    export(graph, sorted_file, "nquads")
    for form in FORMATS.keys() - {"nquads"}:
        with replaced(paths[form]) as building, building.open("wb") as file:
            FORMATS[form](parsed(sorted_file), file, base)


def parsed(path: Path) -> Iterable[Quad]:
    """The quads of a file of N-Quads in their order, in a sixth of the time that reading them from a store takes."""
    return pyoxigraph.parse(path=str(path), format=RdfFormat.N_QUADS)


def _write(graph: pyoxigraph.Store | Iterable[Quad], form: str, file: BinaryIO) -> None:
    if form not in FORMATS:
        raise KGraphError(f"unknown format {form!r}; choose from {tuple(FORMATS)}")
    if not isinstance(graph, pyoxigraph.Store):
        store = pyoxigraph.Store()
        store.bulk_extend(graph)
        graph = store
    FORMATS[form](_sorted(graph), file, _base(graph))


def _base(store: pyoxigraph.Store) -> str:
    """What the data's IRIs begin with, as an article's tells; "" where there is none that could shorten them."""
    articles = (str(graph)[1:-1].rpartition("article/") for graph in store.named_graphs())
    return next((base for base, _, _ in articles if base.startswith(("http://", "https://")) and base.endswith("/")), "")


def _sorted(store: pyoxigraph.Store) -> Iterator[Quad]:
    """The quads by graph, the default one first; each graph sorted, without repetitions."""
    named = sorted((node for node in store.named_graphs() if isinstance(node, NamedNode)), key=lambda node: node.value)
    nodes: list[NamedNode | DefaultGraph] = [DefaultGraph(), *named]
    for node in nodes:
        yield from sorted(store.quads_for_pattern(None, None, None, node), key=_order)


def _order(quad: Quad) -> tuple[str, bool, str, str]:
    """By subject, its type first, then by property and value."""
    assert isinstance(quad.subject, NamedNode)
    predicate = quad.predicate.value
    return quad.subject.value, predicate != _RDF_TYPE, predicate, str(quad.object)


def _n_quads(quads: Iterable[Quad], file: BinaryIO, base: str) -> None:  # noqa: ARG001 - all writers are called alike
    pyoxigraph.serialize(quads, file, format=RdfFormat.N_QUADS)


def _trig(quads: Iterable[Quad], file: BinaryIO, base: str) -> None:  # noqa: ARG001
    pyoxigraph.serialize(quads, file, format=RdfFormat.TRIG, prefixes=_WRITTEN)


def _turtle(quads: Iterable[Quad], file: BinaryIO, base: str) -> None:  # noqa: ARG001
    pyoxigraph.serialize(map(attrgetter("triple"), quads), file, format=RdfFormat.TURTLE, prefixes=_WRITTEN)


def _json_ld(quads: Iterable[Quad], file: BinaryIO, base: str) -> None:
    head = {**context(), **({"@base": base} if base else {})}
    file.write(b'{"@context": ' + _dumped(head) + b',\n"@graph": [')
    comma = b"\n"
    for graph, members in groupby(quads, key=attrgetter("graph_name")):
        nodes = (_node(subject, statements, base) for subject, statements in groupby(members, key=attrgetter("subject")))
        if isinstance(graph, NamedNode):
            file.write(comma + b'{"id": ' + _dumped(_short(graph.value, base)) + b', "graph": [\n')
            file.write(b",\n".join(map(_dumped, nodes)) + b"]}")
        else:
            file.write(comma + b",\n".join(map(_dumped, nodes)))
        comma = b",\n"
    file.write(b"\n]}\n")


FORMATS: Mapping[str, Writer] = {"nquads": _n_quads, "trig": _trig, "turtle": _turtle, "jsonld": _json_ld}
SUFFIXES: Mapping[str, str] = {"nquads": "nq", "trig": "trig", "turtle": "ttl", "jsonld": "jsonld"}


@cache
def context() -> Mapping[str, Any]:
    """The terms that JSON-LD is written with: data/context.jsonld."""
    raw = json.loads((files("kgraph") / "data" / "context.jsonld").read_text("utf-8"))
    found: Mapping[str, Any] = raw["@context"]
    return found


@cache
def _terms() -> Mapping[str, tuple[str, str]]:
    """The context's term for each property's IRI, with the datatype that it stands for ("" for none)."""
    found = {}
    for name, entry in context().items():
        identifier, datatype = (entry["@id"], entry.get("@type", "")) if isinstance(entry, dict) else (entry, "")
        prefix, colon, local = str(identifier).partition(":")
        if colon and prefix in PREFIXES:
            found[PREFIXES[prefix] + local] = (name, _XSD + datatype.removeprefix("xsd:") if datatype else "")
    return found


def _node(subject: NamedNode, statements: Iterable[Quad], base: str) -> dict[str, Any]:
    node: dict[str, list[Any]] = {}
    for quad in statements:
        name, datatype = _property(quad.predicate.value)
        value = quad.object
        assert isinstance(value, (NamedNode, Literal))
        node.setdefault(name, []).append(_json_value(value, name, datatype, base))
    return {
        "id": _short(subject.value, base),
        **{name: values[0] if len(values) == 1 else values for name, values in node.items()},
    }


@cache
def _property(iri: str) -> tuple[str, str]:
    if iri == _RDF_TYPE:
        return "type", ""
    return _terms().get(iri) or (_vocabulary(iri), "")


@cache
def _vocabulary(iri: str) -> str:
    """A name of our own vocabulary bare, another vocabulary's with its prefix, anything else in full."""
    own = iri.removeprefix(PREFIXES["kg"])
    if own != iri and own not in context():
        return own
    for prefix, namespace in _WRITTEN.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _json_value(node: NamedNode | Literal, name: str, datatype: str, base: str) -> Any:
    if isinstance(node, NamedNode):
        return _vocabulary(node.value) if name == "type" else {"id": _short(node.value, base)}
    kind = node.datatype.value
    if node.language:
        return {"value": node.value, "language": node.language}
    if kind in (_XSD + "string", datatype):
        return node.value if kind == datatype or not datatype else {"value": node.value}
    if kind == _XSD + "integer":
        return int(node.value)
    if kind == _XSD + "boolean":
        return node.value == "true"
    return {"value": node.value, "type": _vocabulary(kind)}


@lru_cache(1 << 16)
def _short(iri: str, base: str) -> str:
    """Relative to the base where that reads back the same, else with a prefix, else in full."""
    relative = iri.removeprefix(base) if base else iri
    if relative != iri and relative and ":" not in relative and not relative.startswith(("/", "#", "?", ".")):
        return relative if not iri.startswith(PREFIXES["kg"]) else f"kg:{iri.removeprefix(PREFIXES['kg'])}"
    for prefix, namespace in _WRITTEN.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri


def _dumped(value: Any) -> bytes:
    return msgspec.json.encode(value)
