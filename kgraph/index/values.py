"""Rows of the index as the plain values of a view (kgraph.rdf.view)."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Row

import msgspec

from kgraph.rdf.view import Actor, Happening, Source, Telling

Role = tuple[str, str]
"""The name of a role, and the IRI of the entity in it."""


def actor(row: Row, names: Iterable[str]) -> Actor:
    """An entity, from its row and all its names."""
    return Actor(
        iri=row["iri"],
        name=row["name"],
        type=row["type"],
        aliases=tuple(name for name in names if name != row["name"]),
        links=strings(row["links"]),
        country=row["country"],
        titles=strings(row["titles"]),
        mentions=row["mentions"],
        named=bool(row["named"]),
        sector=row["sector"],
        members=strings(row["members"]),
        confidence=row["confidence"],
    )


def source(row: Row, text: str, mentions: Iterable[tuple[int, int, str]], origin: str = "") -> Source:
    """An article, from its row; ``origin`` is the first article with its text, where that is another."""
    return Source(
        iri=row["iri"],
        headline=row["headline"],
        published=row["published"],
        publisher=row["publisher"],
        url=row["url"],
        authors=strings(row["authors"]),
        file=row["file"],
        text=text,
        mentions=tuple(mentions),
        origin=origin or row["iri"],
    )


def happening(row: Row, roles: Iterable[Role], tellings: Iterable[Telling], wholes: Iterable[str], origins: int = 1) -> Happening:
    """An event, from its row with the orientation and symmetry of its type."""
    return Happening(
        iri=row["iri"],
        label=row["label"],
        type=row["type"],
        root=row["root"],
        orientation=row["orientation"] or "neutral",
        symmetric=bool(row["symmetric"]),
        factuality=row["factuality"],
        roles=tuple(roles),
        begin=row["begin"],
        end=row["end"],
        precision=row["precision"],
        stated=bool(row["stated"]),
        tellings=tuple(tellings),
        wholes=tuple(wholes),
        confidence=row["confidence"],
        origins=origins,
    )


def telling(row: Row, article: str, speaker: str = "", counted: Iterable[tuple[str, int]] = ()) -> Telling:
    """A report, from its row, the IRI of its article and that of who says so, and whom its words count."""
    return Telling(
        article=article,
        quote=row["quote"],
        trigger=(row["trigger_begin"], row["trigger_end"]),
        polarity=row["polarity"],
        modality=row["modality"],
        source=row["source"],
        cue=row["cue"],
        start=row["start"],
        future=bool(row["future"]),
        code=row["code"],
        confidence=row["confidence"],
        iri=row["iri"],
        speaker=speaker,
        begin=row["begin"],
        end=row["end"],
        counted=tuple(counted),
    )


def strings(written: str) -> tuple[str, ...]:
    """A list of the index."""
    return msgspec.json.decode(written, type=tuple[str, ...])
