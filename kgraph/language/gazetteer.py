"""What is known of well-known names: countries and their people, cities, regions, organisations.

The facts stand in data/gazetteer: supplement.yaml, written by hand, wins over the files that scripts/gazetteer.py generates.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kgraph.compiled import compiled
from kgraph.model import Link

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
_FOLDER = Path(str(files("kgraph"))) / "data" / "gazetteer"
_FILES = ("countries", "demonyms", "regions", "cities")  # a name belongs to the first that has it
_BY_HAND = ("culture", "business")  # after these, and before the last
_LAST = "organizations"
_BODIES = frozenset("Company Government Organization".split())
_LONGEST_ACRONYM = 4
_WORD = re.compile(r"'s\b|[,-]|\w\.(?:\w\.)+|(?:[^\s,'-]|'(?!s\b))+")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that the gazetteer knows.

    ``country`` is an ISO 3166-1 alpha-3 code, ``sector`` a PLOVER actor code, "" where there is none. ``demonym_of`` is the
    country or region whose people a demonym means. A name that is not ``sure`` is as often something else.
    """

    name: str
    type: str
    country: str
    links: tuple[Link, ...]
    demonym_of: str | None
    aliases: tuple[str, ...]
    sector: str = ""
    sure: bool = True


def lookup(name: str) -> KnownName | None:
    """What is known under this name or alias; None for an unknown one.

    Case counts ("US" is a country, "us" is not), except that a longer name may stand in capitals. A leading "the", typographic
    apostrophes and a possessive ending do not.
    """
    index = _index()
    plain = name.replace("’", "'").removesuffix("'s").strip()
    found = index.get(plain) or index.get(_without_article(plain))
    if found is None and plain.isupper() and len(plain) > _LONGEST_ACRONYM:
        return index.get(plain.title())
    return found


@cache
def phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The known names by their first word, cut as a tokenizer cuts them: the other words of each, the longest first."""
    table: dict[str, set[tuple[str, ...]]] = {}
    for name in _index():
        first, *rest = _WORD.findall(name)
        table.setdefault(first, set()).add(tuple(rest))
    return {first: tuple(sorted(rests, key=lambda rest: (-len(rest), rest))) for first, rests in table.items()}


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first in ("the", "The", "THE") else name


@cache
def _index() -> dict[str, KnownName]:
    index: dict[str, KnownName] = {}
    made_of = [
        _FOLDER / "supplement.yaml",
        *(_FOLDER / f"{name}.tsv" for name in (*_FILES, _LAST)),
        *(_FOLDER / f"{name}.yaml" for name in _BY_HAND),
        Path(__file__),
    ]
    for known in compiled("gazetteer", made_of, tuple[KnownName, ...], lambda: tuple(_all())):
        for name in (known.name, *known.aliases):
            index.setdefault(name, known)
    return {name: _with_canonical_place(known, index) for name, known in index.items()}


def _with_canonical_place(known: KnownName, index: Mapping[str, KnownName]) -> KnownName:
    place = index.get(known.demonym_of or "")
    return replace(known, demonym_of=place.name) if place and place.name != known.demonym_of else known


def _all() -> Iterator[KnownName]:
    supplement = yaml.load((_FOLDER / "supplement.yaml").read_text("utf-8"), yaml.CSafeLoader)
    ambiguous = frozenset(supplement.pop("ambiguous"))
    everyday = frozenset(supplement.pop("everyday"))
    peoples = supplement.pop("peoples")
    demonyms = supplement.pop("demonyms")
    for kind, entries in supplement.items():
        yield from (_by_hand(str(name), kind, entry) for name, entry in entries.items())
    yield from (_by_hand(str(name), "Group", entry) for name, entry in demonyms.items())
    yield from (KnownName(name, "Group", "", (), None, tuple(others)) for name, others in peoples.items())
    for file in _FILES:
        yield from _generated(file, ambiguous)
    for file in _BY_HAND:
        written = yaml.load((_FOLDER / f"{file}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        for kind, entries in written.items():
            yield from (_by_hand(str(name), kind, entry) for name, entry in entries.items())
    for known in _generated(_LAST, ambiguous):
        if known.type not in _BODIES or not _is_everyday(known.name, everyday):
            yield known


def _is_everyday(name: str, everyday: frozenset[str]) -> bool:
    return everyday.issuperset(name.lower().split())


def _by_hand(name: str, kind: str, entry: Mapping[str, Any]) -> KnownName:
    links = _links(str(entry.get("q", "")), str(entry.get("g", "")))
    aliases = tuple(str(alias) for alias in entry.get("aliases", ()))
    country, sector = entry.get("country", ""), entry.get("sector", "")
    return KnownName(name, kind, country, links, entry.get("of"), aliases, sector, not entry.get("unsure", False))


def _generated(file: str, ambiguous: Iterable[str]) -> Iterator[KnownName]:
    text = (_FOLDER / f"{file}.tsv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    countries: dict[str, set[str]] = {}
    for row in rows:
        countries.setdefault(row["name"], set()).add(row["country"])
    for row in rows:
        if file == _LAST and row["country"] and len(countries[row["name"]]) > 1:  # bodies of several countries bear the name
            row |= {"country": "", "wikidata": "", "geonames": ""}
        aliases = tuple(row["aliases"].split("|")) if row["aliases"] else ()
        links = _links(row["wikidata"], row["geonames"])
        sure = bool(row["sure"]) and row["name"] not in ambiguous
        yield KnownName(row["name"], row["type"], row["country"], links, row["demonym_of"] or None, aliases, row["sector"], sure)


def _links(wikidata: str, geonames: str) -> tuple[Link, ...]:
    ids = (("wikidata", WIKIDATA, wikidata, ""), ("geonames", GEONAMES, geonames, "/"))
    return tuple(Link(authority, f"{base}{value}{end}") for authority, base, value, end in ids if value)
