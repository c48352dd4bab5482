"""The forms in which a thing is described: a page, or RDF in one of five formats."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kgraph.rdf.formats import serialise


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its suffix, media type and name. ``with_graphs``: it tells which graph a statement stands in."""

    suffix: str
    media_type: str
    name: str
    format: str = ""  # of kgraph.rdf.formats; "" for what is written here
    with_graphs: bool = False

    @property
    def content_type(self) -> str:
        """The media type with the encoding, where the type has that parameter."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Form("html", "text/html", "HTML")
TURTLE = Form("ttl", "text/turtle", "Turtle", "turtle")
N_TRIPLES = Form("nt", "application/n-triples", "N-Triples")
JSON_LD = Form("jsonld", "application/ld+json", "JSON-LD", "jsonld", with_graphs=True)
N_QUADS = Form("nq", "application/n-quads", "N-Quads", "nquads", with_graphs=True)
TRIG = Form("trig", "application/trig", "TriG", "trig", with_graphs=True)
FORMS = (HTML, TURTLE, JSON_LD, N_TRIPLES, TRIG, N_QUADS)
"""All, the one first that a client gets who takes any."""


def form_called(name: str) -> Form | None:
    """The form with this suffix or media type."""
    return next((form for form in FORMS if name and name in (form.suffix, form.media_type, form.format)), None)


def written(quads: Iterable[Quad], form: Form) -> bytes:
    """The statements in a form of RDF, sorted, each once: the same bytes for the same statements."""
    if form.format:
        return serialise(quads, form.format)
    buffer = io.BytesIO()
    triples = sorted({quad.triple for quad in quads}, key=str)
    pyoxigraph.serialize(triples, buffer, format=RdfFormat.N_TRIPLES)
    return buffer.getvalue()
