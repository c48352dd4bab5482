"""The only module that mints IRIs: readable, stable, and valid whatever the names in the articles hold."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from kgraph.errors import SettingsError
from kgraph.model import Span
from kgraph.slugs import slug

KG = "https://w3id.org/kgraph/ontology#"  # the terms; they do not move with the base IRI of the data
PREFIXES = {
    "gaf": "http://groundedannotationframework.org/gaf#",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "kg": KG,
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ID_LENGTH = 200  # an IRI that is longer is cut, and a hash keeps it apart from others that begin alike
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
_ABSOLUTE = re.compile(r"(https?|ftp|urn|mailto):[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one graph's data, all below one base.

    Raises SettingsError where the base is no IRI, or holds a fragment: the parts of an article are its fragments.
    """

    base: str = "https://w3id.org/kgraph/"

    def __post_init__(self) -> None:
        if "#" in self.base:
            raise SettingsError(f"base_iri {self.base!r} has a fragment; it must end in / or :")
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise SettingsError(f"base_iri {self.base!r} is not an absolute IRI: {error}") from None

    def article(self, identifier: str, title: str) -> NamedNode:
        """An article's IRI, which is also its graph's: its title as far as it is readable, then the start of its id.

        Where no title helps, more of the id: of a hundred thousand articles, two are likely to have ids that begin with the same eight.
        """
        name = slug(title)
        return NamedNode(
            f"{self.base}article/{name}-{encoded(identifier[:8])}" if name else f"{self.base}article/{encoded(identifier[:16])}"
        )

    def entity(self, identifier: str) -> NamedNode:
        """An entity's IRI, of its id."""
        return NamedNode(f"{self.base}entity/{name_in_iri(identifier)}")

    def event(self, identifier: str) -> NamedNode:
        """An event's IRI, of its id."""
        return NamedNode(f"{self.base}event/{name_in_iri(identifier)}")


def term(name: str) -> NamedNode:
    """The IRI of one of kgraph's own terms."""
    return NamedNode(KG + encoded(name))


def vocabulary(prefixed: str) -> NamedNode:
    """The IRI of a prefixed name ("sem:Event"). Raises KeyError on a prefix that PREFIXES does not hold."""
    prefix, _, name = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def chain(article: NamedNode, number: int) -> NamedNode:
    """The IRI of an article's chain."""
    return NamedNode(f"{article.value}#chain-{number}")


def report(article: NamedNode, number: int) -> NamedNode:
    """The IRI of an article's report."""
    return NamedNode(f"{article.value}#report-{number}")


def attribution(article: NamedNode, number: int) -> NamedNode:
    """The IRI of an article's attribution."""
    return NamedNode(f"{article.value}#attribution-{number}")


def span(article: NamedNode, place: Span) -> NamedNode:
    """The IRI of characters of an article, as RFC 5147 writes them: ``#char=12,34``, half-open."""
    return NamedNode(f"{article.value}#char={place.start},{place.end}")


def web(address: str) -> NamedNode | None:
    """An address that somebody else minted, made a valid IRI; None where it is no absolute one."""
    if not _ABSOLUTE.match(address):
        return None
    try:
        return NamedNode(quote(unicodedata.normalize("NFC", address.strip()), safe=_URL_SAFE, errors="replace"))
    except ValueError:
        return None


def encoded(identifier: str) -> str:
    """The identifier with all but letters and digits of any script and ``/-._~`` percent-encoded."""
    if _PLAIN.fullmatch(identifier):
        return identifier
    return "".join(c if c.isalnum() or c in "/-._~" else quote(c, safe="", errors="replace") for c in identifier)


def name_in_iri(identifier: str) -> str:
    """What stands behind "entity/" or "event/" in the IRI of what has this id."""
    return shortened(encoded(identifier))


def shortened(identifier: str) -> str:
    """An encoded identifier of at most ID_LENGTH characters."""
    if len(identifier) <= ID_LENGTH:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:12]
    return f"{re.sub('%[^%]?$', '', identifier[: ID_LENGTH - 13])}-{digest}"
