"""RDF: extractions and resolutions as quads, the store, the shapes, the file formats and the queries."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kgraph.model import Extraction, Resolution
from kgraph.ontology import Lexicon, lexicon
from kgraph.rdf import formats, shapes, store
from kgraph.rdf.iris import Iris
from kgraph.rdf.ontology import ontology_quads
from kgraph.rdf.triples import article_quads, resolution_quads
from kgraph.settings import Settings


def write_graph(extractions: Iterable[Extraction], resolution: Resolution, out: Path, settings: Settings) -> int:
    """How many statements the graph in a build's folder now holds: the store, and a file in each format.

    Nothing changes unless all of it has worked. With the setting store = "memory" there are only files, and readers load graph.nq.
    Raises ShapeError where the graph breaks its shapes, StoreError where it cannot be written.
    """
    quads = graph_quads(extractions, resolution, base_iri=settings.base_iri, lexicon=lexicon())
    finished = {form: out / f"graph.{suffix}" for form, suffix in formats.SUFFIXES.items()}
    building = {form: path.with_name(f"new-{path.name}") for form, path in finished.items()}

    def gate(graph: pyoxigraph.Store) -> None:
        shapes.check(graph)
        formats.export_all(graph, building)

    try:
        count = store.write(quads, out / "store", gate=gate)
        for form, path in finished.items():
            building[form].replace(path)
    finally:
        for path in building.values():
            path.unlink(missing_ok=True)
    if settings.store == "memory":
        shutil.rmtree(out / "store")
    return count


def write(extractions: Iterable[Extraction], resolution: Resolution, folder: Path, *, base_iri: str, lexicon: Lexicon) -> int:
    """How many quads the store in the folder now holds; extractions are streamed.

    Raises ShapeError, and leaves the last store, where the graph breaks its shapes; StoreError; SettingsError.
    """
    return store.write(graph_quads(extractions, resolution, base_iri=base_iri, lexicon=lexicon), folder, gate=shapes.check)


def graph_quads(extractions: Iterable[Extraction], resolution: Resolution, *, base_iri: str, lexicon: Lexicon) -> Iterator[Quad]:
    """The whole graph, none twice: the articles' graphs in the order given, then entities and events, then the ontology."""
    names = Iris(base_iri)
    articles: dict[str, NamedNode] = {}
    for extraction in extractions:
        if extraction.article.id in articles:
            continue  # the same text and metadata, read from two places
        articles[extraction.article.id] = names.article(extraction.article)
        yield from article_quads(extraction, names)
    yield from resolution_quads(resolution, names, articles)
    yield from ontology_quads(lexicon)
