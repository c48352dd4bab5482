"""Which address of the server answers for which IRI of the graph, and the other way round.

An IRI's address is its own path, so that a server behind the host of the base answers for the IRIs as they stand. The same server on
another host, such as 127.0.0.1, answers for the IRI that has this path. A path below the base's own ("/entity/x" where the base is
https://w3id.org/kgraph/) answers alike, for proxies that take the base's path away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from kgraph.rdf.iris import KG

KINDS = ("entity", "event", "article")
ONTOLOGY = KG.removesuffix("#")
_ESCAPED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Place:
    """What an address asks for: an IRI without its fragment, and the kind of thing that it names by its form."""

    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of a graph whose IRIs begin with ``base``."""

    base: str

    @property
    def root(self) -> str:
        """The path of the base, with "/" at both ends; "/" where the base has no path, as a URN has none."""
        parts = urlsplit(self.base)
        return parts.path if parts.scheme in ("http", "https") and parts.path.endswith("/") else "/"

    def address(self, iri: str) -> str:
        """The path (and fragment) at which the server answers for an IRI; "" for an IRI that belongs to others."""
        if iri == ONTOLOGY or iri.startswith(KG):
            return quote(f"{self.root}ontology{iri.removeprefix(ONTOLOGY)}", safe=_IN_ADDRESSES)
        rest = iri.removeprefix(self.base)
        if rest == iri or rest.partition("/")[0] not in KINDS:
            return ""
        return quote(self.root + rest, safe=_IN_ADDRESSES)

    def asked(self, raw_path: str) -> Iterator[Place]:
        """What a request's path, as it was sent, can mean: the IRI that has this path first."""
        path = spelt(raw_path)
        for root in dict.fromkeys((self.root, "/")):
            rest = path.removeprefix(root)
            kind, slash, name = rest.partition("/")
            if rest == path:
                continue
            if kind in KINDS and name:
                yield Place(kind, self.base + rest)
            elif not slash and kind == "ontology":
                yield Place("ontology", ONTOLOGY)


def spelt(raw_path: str) -> str:
    """A path as kgraph's IRIs spell it: letters and digits of any script as they are, all else that was escaped still escaped."""
    return _ESCAPED.sub(lambda match: _respelt(match[0]), raw_path)


def _respelt(escapes: str) -> str:
    text = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    return "".join(c if c.isalnum() or c in "-._~" else quote(c.encode("utf-8", "surrogateescape"), safe="") for c in text)
