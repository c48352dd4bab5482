"""Authority files: what is known of people and bodies beside what the articles say, with who held which office when.

A file is CSV, one office a row, or YAML, one entity an entry; docs/entities.md explains both.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

import yaml

from kgraph.days import first_and_last
from kgraph.errors import AuthorityError
from kgraph.language.gazetteer import GEONAMES, WIKIDATA, lookup
from kgraph.lexicon import entity_types
from kgraph.model import Link
from kgraph.resolve.knowledge import callings, callings_agree, offices_of, sectors
from kgraph.resolve.names import is_bare, normalised, surnames, top_type
from kgraph.resolve.reading import text_of, where_is, yaml_of

COLUMNS = ("name", "type", "aliases", "wikidata", "same_as", "country", "sector", "role", "of", "from", "to", "checked")
KEYS = ("name", "type", "aliases", "wikidata", "same_as", "country", "sector", "roles")
LISTS = ("aliases", "same_as")  # between | in a CSV
ROLE_KEYS = ("role", "of", "country", "from", "to", "checked")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_Q = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)")
_GEONAMES = re.compile(r"https?://(?:sws|www)\.geonames\.org/([1-9]\d*)(?:/.*)?")
_IRI = re.compile(r"https?://([^\s<>\"{}|\\^`]+[/?#=])[^\s<>\"{}|\\^`/?#=]+")


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """A title that somebody holds from one day to another, of a country (alpha-3) or of a body.

    ``begin`` is None where it was always so, ``end`` where there is no end; a date of which only the year or the month is known is
    taken as its last day for a beginning and as its first for an end, so that no day counts that is not certain.
    """

    title: str
    country: str = ""
    of: str = ""
    begin: date | None = None
    end: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether it was held all of that day; on the day of a handover "the president" may be either."""
        return (self.begin is None or self.begin < day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of an authority file; ``where`` is its file and line."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    country: str = ""
    sector: str = ""
    offices: tuple[Office, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def callings(self) -> frozenset[str]:
        """What the entity does, by its offices, else by its sector."""
        return callings(office.title for office in self.offices) or callings((), self.sector)

    def holds(self, office: str, day: date) -> bool:
        """Whether an office of this title is held on a day."""
        return any(office in offices_of(own.title) and own.held_on(day) for own in self.offices)


@dataclass(frozen=True, slots=True)
class Description:
    """An office that words describe: which it may be, and whose: a country's code, a body's key, or "" where they do not say."""

    offices: frozenset[str]
    owner: str


class Authority:
    """Entries with their indices: by full name, by what a person is called alone, by office, by identifier and broad type."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(_joined(entries))
        self.by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_surname: dict[str, list[int]] = defaultdict(list)
        self.by_office: dict[tuple[str, str], list[tuple[int, Office]]] = defaultdict(list)
        self.by_link: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.descriptions: dict[str, Description | None] = {}  # what words have been found to describe
        for number, entry in enumerate(self.entries):
            self._index_names(number, entry)
            for link in entry.links:
                self.by_link[link.iri, top_type(entry.type)].append(number)
        for number, entry in enumerate(self.entries):
            for office in entry.offices:
                for title in offices_of(office.title):
                    self.by_office[title, office.country or self.body(office.of)].append((number, office))

    def body(self, name: str) -> str:
        """What a body is compared by: the first name that the entries or the gazetteer have for it."""
        found = self.by_name.get((normalised(name), "Organization"), ())
        if len(found) == 1:
            return f"body {normalised(self.entries[found[0]].name)}"
        known = lookup(name)
        return f"body {normalised(known.name if known is not None and top_type(known.type) == 'Organization' else name)}"

    def is_body(self, name: str) -> bool:
        """Whether the entries have a body of this name."""
        return (normalised(name), "Organization") in self.by_name

    def _index_names(self, number: int, entry: Entry) -> None:
        kind = top_type(entry.type)
        for name in sorted(name for name in entry.names if normalised(name)):
            plain = normalised(name)
            if kind == "Person":
                for alone in sorted({plain} if is_bare(name) else surnames(name)):
                    if number not in self.by_surname[alone]:
                        self.by_surname[alone].append(number)
            if (kind != "Person" or not is_bare(name)) and number not in self.by_name[plain, kind]:
                self.by_name[plain, kind].append(number)


def read_authority(paths: Sequence[Path], *, shipped: bool = True) -> Authority:
    """The entries of authority files, together with those that kgraph ships unless told otherwise.

    Where two entries are one entity, what the earlier file says wins, and the shipped files come last.
    Raises AuthorityError, naming file and line, on a file that cannot be read and on a row that breaks the rules.
    """
    own = [entry for path in paths for entry in read_entries(path)]
    return Authority((*own, *(shipped_entries() if shipped else ())))


@cache
def shipped_authority() -> Authority:
    """What kgraph knows by itself."""
    return Authority(shipped_entries())


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The entries of kgraph/data/authority."""
    folder = Path(str(files("kgraph"))) / "data" / "authority"
    return tuple(entry for path in sorted(folder.iterdir()) if path.suffix in _READERS for entry in read_entries(path))


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of one file, in its order. Raises AuthorityError as read_authority does."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise AuthorityError(f"{path.suffix!r} is not a kind of authority file; choose from {sorted(_READERS)}", str(path))
    yield from reader(text_of(path, AuthorityError), str(path))


def _of_csv(text: str, path: str) -> Iterator[Entry]:
    """Rows of one name, type, country, sector and Wikidata id are one entity with several offices."""
    reader = csv.DictReader(StringIO(text, newline=""), restkey="", strict=True)  # splitlines() would cut at other characters too
    found: dict[tuple[str, ...], Entry] = {}
    try:
        header = reader.fieldnames or ()
        if unknown := set(header) - set(COLUMNS):
            raise AuthorityError(f"unknown column {min(unknown)!r}; choose from {list(COLUMNS)}", f"{path}:1")
        if missing := {"name", "type"} - set(header):
            raise AuthorityError(f"the column {min(missing)!r} is missing; choose from {list(COLUMNS)}", f"{path}:1")
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if "" in row:
                raise AuthorityError(f"{row['']!r} is more than the {len(header)} columns", where)
            cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if any(cells.values()):
                lists = {key: cells[key].split("|") for key in LISTS}
                entry = _entry(cells, lists, [cells] if cells["role"] else [], where)
                key = (entry.name, entry.type, entry.country, entry.sector, *(link.iri for link in entry.links))
                found[key] = _merged(found[key], entry) if key in found else entry
    except csv.Error as error:
        raise AuthorityError(f"is not CSV: {error}", f"{path}:{reader.reader.line_num}") from None
    yield from found.values()


def _of_yaml(text: str, path: str) -> Iterator[Entry]:
    for node in _items(yaml_of(text, path, AuthorityError), path):
        where = where_is(node, path)
        values = _fields(node, KEYS, path)
        roles = [_role(item, path) for item in _items(values.get("roles"), path)]
        lists = {key: [_word(item, path) for item in _items(values.get(key), path)] for key in LISTS}
        cells = {key: _word(item, path) for key, item in values.items() if key not in ("roles", *LISTS)}
        yield _entry(cells, lists, roles, where)


_READERS = {".csv": _of_csv, ".yaml": _of_yaml, ".yml": _of_yaml}


def _role(node: yaml.Node, path: str) -> Mapping[str, str]:
    if isinstance(node, yaml.ScalarNode):
        return {"role": _word(node, path), "where": where_is(node, path)}
    cells = {key: _word(item, path) for key, item in _fields(node, ROLE_KEYS, path).items()}
    return {**cells, "where": where_is(node, path)}


def _items(node: yaml.Node | None, path: str) -> Sequence[yaml.Node]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise AuthorityError("expected a list", where_is(node, path))
    items: list[yaml.Node] = node.value
    return items


def _fields(node: yaml.Node, valid: Sequence[str], path: str) -> Mapping[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise AuthorityError(f"expected an entry with keys; choose from {list(valid)}", where_is(node, path))
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value not in valid:
            named = repr(key.value) if isinstance(key, yaml.ScalarNode) else "that is not a word"
            raise AuthorityError(f"unknown key {named}; choose from {list(valid)}", where_is(key, path))
        if key.value in found:
            raise AuthorityError(f"{key.value!r} appears twice", where_is(key, path))
        found[key.value] = value
    return found


def _word(node: yaml.Node, path: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise AuthorityError("expected a single value", where_is(node, path))
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()


def _entry(cells: Mapping[str, str], lists: Mapping[str, Iterable[str]], roles: Iterable[Mapping[str, str]], where: str) -> Entry:
    """A checked entry. Raises AuthorityError on a value that is not valid."""
    name, kind, sector = cells.get("name", ""), cells.get("type", ""), cells.get("sector", "")
    if not normalised(name):
        raise AuthorityError(f"{name!r} is not a name", where)
    if kind not in entity_types():
        raise AuthorityError(f"{name}: unknown type {kind!r}; choose from {sorted(entity_types())}", where)
    if sector and sector not in sectors():
        raise AuthorityError(f"{name}: unknown sector {sector!r}; choose from {sorted(sectors())}", where)
    country = _country(cells.get("country", ""), where)
    return Entry(
        name=name,
        type=kind,
        aliases=tuple(alias for alias in _distinct(lists["aliases"]) if alias != name),
        links=_links(cells.get("wikidata", ""), _distinct(lists["same_as"]), where),
        country=country,
        sector=sector,
        offices=tuple(_office(role, country, role.get("where", where)) for role in roles),
        where=where,
    )


def _office(cells: Mapping[str, str], country: str, where: str) -> Office:
    title, of = cells.get("role", ""), cells.get("of", "")
    if not title:
        raise AuthorityError("a role has no title", where)
    begin, end = _day(cells.get("from", ""), where, last=True), _day(cells.get("to", ""), where, last=False)
    checked = _day(cells.get("checked", ""), where, last=False)
    if end is None and checked is not None:
        end = checked + timedelta(days=1)
    latest = _day(cells.get("to", "") or cells.get("checked", ""), where, last=True)
    earliest = _day(cells.get("from", ""), where, last=False)
    if earliest is not None and latest is not None and earliest > latest:
        raise AuthorityError(f"{title}: from {cells['from']} is later than to {cells.get('to') or cells['checked']}", where)
    return Office(title, "" if of else _country(cells.get("country", ""), where) or country, of, begin, end)


def _day(text: str, where: str, *, last: bool) -> date | None:
    """The day of a date; the last or the first one where only a year or a month is told."""
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        return first_and_last(*(int(part) for part in match.groups() if part))[last]
    except ValueError:
        raise AuthorityError(f"{text!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY", where) from None


def _country(text: str, where: str) -> str:
    """The alpha-3 code of a country that is given by its code or its name."""
    if not text or text in _codes():
        return text
    known = lookup(text)
    if known is None or not known.country:
        raise AuthorityError(f"unknown country {text!r}; write an ISO 3166-1 alpha-3 code, such as DEU", where)
    return known.country


@cache
def _codes() -> frozenset[str]:
    rows = (files("kgraph") / "data" / "gazetteer" / "countries.tsv").read_text("utf-8").splitlines()
    return frozenset(row.split("\t")[2] for row in rows[1:]) - {""}


def _distinct(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(word for told in words if (word := told.strip()))


def _links(wikidata: str, others: Iterable[str], where: str) -> tuple[Link, ...]:
    if wikidata and not _Q.fullmatch(wikidata):
        raise AuthorityError(f"{wikidata!r} is not a Wikidata id; write it like Q42", where)
    found: dict[str, Link] = {}
    for told in (*([wikidata] if wikidata else []), *others):
        link = link_of(told)
        if link is None:
            raise AuthorityError(f"{told!r} is not an identifier; write an address that begins with http:// or https://", where)
        if found.setdefault(link.authority, link) != link:
            raise AuthorityError(f"{told!r} is a second identifier of {link.authority}; one thing has one", where)
    return tuple(found.values())


def link_of(identifier: str) -> Link | None:
    """The link of a Wikidata id or of an address; None where it is neither.

    Its authority is "wikidata", "geonames", or what the address begins with up to its last part ("d-nb.info/gnd"): two identifiers of
    one authority are two things.
    """
    if match := _Q.fullmatch(identifier):
        return Link("wikidata", f"{WIKIDATA}{match[1]}")
    if match := _GEONAMES.fullmatch(identifier):
        return Link("geonames", f"{GEONAMES}{match[1]}/")
    match = _IRI.fullmatch(identifier.rstrip("/"))
    return Link(match[1].rstrip("/?#="), identifier) if match else None


def _joined(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, those of several files that are one entity put together; namesakes of one file stay two."""
    found: list[Entry] = []
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries:
        key = (normalised(entry.name), top_type(entry.type))
        home = next((n for n in at[key] if _may_be_one(found[n], entry)), None)
        if home is None:
            at[key].append(len(found))
            found.append(entry)
        else:
            found[home] = _merged(found[home], entry)
    yield from found


def _may_be_one(a: Entry, b: Entry) -> bool:
    if _file(a) == _file(b):
        return False
    pairs = [(mine, link) for mine in a.links for link in b.links if mine.authority == link.authority]
    if pairs:
        return all(mine == link for mine, link in pairs)
    return not (a.country and b.country and a.country != b.country) and callings_agree(a.callings, b.callings)


def _file(entry: Entry) -> str:
    return entry.where.rpartition(":")[0]


def _merged(first: Entry, other: Entry) -> Entry:
    return replace(
        first,
        aliases=tuple(dict.fromkeys((*first.aliases, *(name for name in other.names if name != first.name)))),
        links=tuple({link.authority: link for link in (*other.links, *first.links)}.values()),
        country=first.country or other.country,
        sector=first.sector or other.sector,
        offices=tuple(dict.fromkeys((*first.offices, *other.offices))),
    )
