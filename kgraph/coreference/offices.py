"""Offices that stand for their holder: "the prime minister" where the article names one person who is it.

What the article says decides ("Prime Minister Ann Moss"). Where it does not say, the list of people tells who held the office on the
article's day, or ever where the article has no day. A description that two persons fit means neither.
"""

from __future__ import annotations

import csv
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import offices, offices_by_role, words
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import nouns
from kgraph.model import MentionKind

_LONGEST = 4  # words of a title


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody holds the office of a country from one day to another, as ISO dates of which the end may be missing or unknown."""

    role: str
    country: str
    begin: str
    end: str

    def may_hold_on(self, day: date | None) -> bool:
        """Whether it is held on all of that day for certain; true where there is no day."""
        return day is None or (f"{self.begin}-99-99"[:10] < day.isoformat() and (not self.end or day.isoformat() < self.end))


@dataclass(frozen=True, slots=True)
class _Person:
    """A named person of the article: the phrases that name him in order, and the offices that he is called by."""

    root: int
    names: tuple[int, ...]
    told: frozenset[int]


def link_offices(clusters: Clusters, day: date | None) -> None:
    """Put "the prime minister" together with the one named person of the article who holds the office on its day."""
    asked = [(i, office) for i in range(len(clusters.phrases)) if (office := _asked(clusters, i)) is not None]
    people = _people(clusters) if asked else ()
    holders: dict[tuple[int, frozenset[str]], _Person | None] = {}
    for index, office in asked:
        countries = frozenset(clusters.countries_in(clusters.phrases[index]))
        if (office, countries) not in holders:
            fitting = [person for person in people if _fits_country(clusters, countries, person.root)]
            holders[office, countries] = _holder(clusters, office, fitting, day)
        found = holders[office, countries]
        if found is not None and not clusters.same(found.root, index):
            clusters.link(index, found.names[max(0, bisect(found.names, index) - 1)], "office")


def _asked(clusters: Clusters, index: int) -> int | None:
    """The number of the office that a description consists of, perhaps with a country: "the prime minister", "the French president"."""
    phrase = clusters.phrases[index]
    single = phrase.kind is MentionKind.NOMINAL and phrase.number == "sg" and phrase.owner == -1 and not phrase.members
    if not single or phrase.type != "Person" or phrase.end != phrase.head + 1 or clusters[index].named:
        return None
    said = [clusters.doc[i].lower_ for i in range(phrase.start, phrase.end) if not clusters.country_at(i)]
    return offices().get(" ".join(said[1:])) if said[:1] == ["the"] else None


def _people(clusters: Clusters) -> tuple[_Person, ...]:
    """The named persons of the article."""
    found: dict[int, list[int]] = defaultdict(list)
    for index, phrase in enumerate(clusters.phrases):
        if phrase.is_name and clusters[index].type == "Person":
            found[clusters.root(index)].append(index)
    return tuple(_Person(root, tuple(names), _told(clusters, root)) for root, names in found.items())


def _told(clusters: Clusters, root: int) -> frozenset[int]:
    """The offices that an article calls a person by; -1 for one that he does not hold: "former president"."""
    phrases = (clusters.phrases[i] for i in clusters[root].phrases)
    return frozenset(office for phrase in phrases if (office := title_of(clusters, phrase)) is not None)


def _fits_country(clusters: Clusters, wanted: Set[str], root: int) -> bool:
    """Whether nothing says that a person is of another country than the description."""
    known = clusters[root].countries
    return not wanted or not known or not wanted.isdisjoint(known)


def _holder(clusters: Clusters, office: int, people: Sequence[_Person], day: date | None) -> _Person | None:
    """The one person whom the article calls by the office, else the one who is known to hold it and is not called otherwise."""
    called = [person for person in people if office in person.told]
    known = [person for person in people if person.told <= {office} and _has_held(clusters, office, person.names, day)]
    if called:
        return called[0] if len(called) == 1 and _is_at_home(clusters, called[0], known) else None
    return known[0] if len(known) == 1 and _is_known(clusters, office, known[0].names, day) else None


def _is_at_home(clusters: Clusters, called: _Person, known: Sequence[_Person]) -> bool:
    """Whether nobody else can be meant: beside a known holder "Estonia's prime minister" and "its prime minister" are guests."""
    if not any(person != called for person in known):
        return True
    phrases = [clusters.phrases[i] for i in clusters[called.root].phrases]
    owned = any(phrase.owner != -1 and title_of(clusters, phrase) is not None for phrase in phrases)
    return called in known and not clusters[called.root].countries and not owned


def title_of(clusters: Clusters, phrase: Phrase) -> int | None:
    """The office before a person's name, or which a description is; -1 for one that he does not hold: "former president"."""
    end = phrase.name[0] if phrase.is_name else phrase.head + 1
    said = [clusters.doc[i].lower_ for i in range(phrase.start, end) if not phrase.is_pronoun]
    if said and phrase.is_name and _last_office(said) is None and nouns.is_title(said[-1]):
        said.pop()  # "Deputy Prime Minister Mr Moss"
    size = _last_office(said)
    if size is None:
        return None
    return offices()[" ".join(said[-size:])] if words("no_holders").isdisjoint(said[:-size]) else -1


def _last_office(said: Sequence[str]) -> int | None:
    """The number of words of the longest title that some words end in."""
    return next((n for n in range(min(_LONGEST, len(said)), 0, -1) if " ".join(said[-n:]) in offices()), None)


def _has_held(clusters: Clusters, office: int, names: Sequence[int], day: date | None) -> bool:
    """Whether the list of people has one of the names with the office on a day, or ever where there is no day."""
    return any(office in numbers for numbers in _held(clusters, names, day))


def _is_known(clusters: Clusters, office: int, names: Sequence[int], day: date | None) -> bool:
    """Whether somebody who has held an office is sure to be meant by it: without a day only if he never held another."""
    return day is not None or all(office in numbers for numbers in _held(clusters, names, day))


def _held(clusters: Clusters, names: Sequence[int], day: date | None) -> list[frozenset[int]]:
    terms = {term for i in names for term in _terms().get(clusters.name_text(clusters.phrases[i]), ())}
    return [_numbers(term) for term in terms if term.may_hold_on(day)]


def _numbers(term: Term) -> frozenset[int]:
    return offices_by_role().get(term.role, frozenset()) | offices_by_role().get(f"{term.country} {term.role}", frozenset())


@cache
def _terms() -> Mapping[str, tuple[Term, ...]]:
    """The offices of countries in the shipped list of people, by every name of their holder."""
    found: dict[str, list[Term]] = defaultdict(list)
    text = (files("kgraph") / "data" / "authority" / "people.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["of"] or not row["country"]:
            continue
        term = Term(row["role"], row["country"], row["from"], row["to"] or row["checked"])
        for name in (row["name"], *row["aliases"].split("|")):
            found[name].append(term)
    return {name: tuple(terms) for name, terms in found.items() if name}
