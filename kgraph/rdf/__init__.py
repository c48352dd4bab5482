"""RDF: extractions and resolutions as quads, the store, the shapes, the file formats and the queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kgraph.model import Extraction, Resolution
from kgraph.ontology import Lexicon
from kgraph.rdf import store
from kgraph.rdf.iris import Iris
from kgraph.rdf.ontology import ontology_quads
from kgraph.rdf.triples import article_quads, resolution_quads


def write(extractions: Iterable[Extraction], resolution: Resolution, out: Path, *, base_iri: str, lexicon: Lexicon) -> int:
    """How many quads the store in the folder ``out`` now holds; extractions are streamed. Raises StoreError, SettingsError."""
    return store.write(graph_quads(extractions, resolution, base_iri=base_iri, lexicon=lexicon), out)


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
