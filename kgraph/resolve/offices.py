"""Descriptions by an office, as in "the US president": whose they are on the day of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kgraph.language.gazetteer import lookup
from kgraph.resolve.authority import Authority, Description, Entry, Office
from kgraph.resolve.knowledge import HEAD, heads, is_not_now, offices_of, stands_alone, titles
from kgraph.resolve.names import top_type

_POSSESSOR = re.compile(r"(.+?)(?:['’]s|(?<=s)['’])\s+(.+)")
_OF = re.compile(r"(.+?)\s+of\s+(?:the\s+)?(.+)", re.IGNORECASE)


def described(words: str, authority: Authority) -> Description | None:
    """The office that a description means and nothing besides, as "the German chancellor", "Canada's prime minister", "NATO chief".

    None where a word is left over: a former president, a president's wife and a president in general are no holder.
    """
    if words not in authority.descriptions:
        authority.descriptions[words] = _described(words, authority)
    return authority.descriptions[words]


def _described(words: str, authority: Authority) -> Description | None:
    plain = re.sub(r"^the\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
    if plain.lower() in titles():
        return Description(offices_of(plain), "")
    for owner, title in _splits(plain):
        if title.lower() in titles():
            key = _owner(owner, authority)
            if key:
                return Description(offices_of(title), key)
    return None


def holder(told: Description, country: str, day: date, authority: Authority) -> tuple[int, Office] | None:
    """The number of the one entry that held the office on a day, and the office; ``country`` is whose where the words do not say."""
    owner = told.owner or country
    if told.owner and country and not told.owner.startswith("body ") and told.owner != country:
        return None
    found = {
        number: held
        for office in sorted(_meant(told, owner))
        for key in ((owner,) if owner else _alone(office, authority))
        for number, held in authority.by_office.get((office, key), ())
        if held.held_on(day)
    }
    return next(iter(found.items())) if len(found) == 1 else None


def carries_title(roles: tuple[str, ...], entry: Entry, day: date | None, authority: Authority) -> bool | None:
    """Whether one of the roles that an article gives somebody is an office that the entry held on the day, or ever where there is no day.

    None where the roles tell of nothing held now.
    """
    told = [found for role in roles if not is_not_now(role) and (found := described(role, authority)) is not None]
    if not told:
        return False if any(not is_not_now(role) for role in roles) else None
    return any(_held(one, entry, day, authority) for one in told)


def _held(told: Description, entry: Entry, day: date | None, authority: Authority) -> bool:
    for own in entry.offices:
        owner = own.country or authority.body(own.of)
        if told.owner not in ("", owner) or (day is not None and not own.held_on(day)):
            continue
        if offices_of(own.title) & _meant(told, owner):
            return True
    return False


def _meant(told: Description, owner: str) -> frozenset[str]:
    """The offices with "chief" and "boss" spelled out: of a body any that heads it, of a country none."""
    return (told.offices - {HEAD}) | (heads() if HEAD in told.offices and owner.startswith("body ") else frozenset())


def is_alone(told: Description) -> bool:
    """Whether the description needs no country: there is one pope."""
    return any(stands_alone(office) for office in told.offices)


def _alone(office: str, authority: Authority) -> Iterator[str]:
    if stands_alone(office):
        yield from sorted({owner for title, owner in authority.by_office if title == office})


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """Owner and title by every way to write them: "Canada's X", "X of Canada", "Canadian X"."""
    if match := _POSSESSOR.fullmatch(words):
        yield match[1], match[2]
    if match := _OF.fullmatch(words):
        yield match[2], match[1]
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):
        yield " ".join(parts[:cut]), " ".join(parts[cut:])


def _owner(name: str, authority: Authority) -> str:
    """The code of the country that a name or demonym means, or the key of a body; "" for what is neither."""
    known = lookup(name)
    if known is not None and known.country and (known.type == "Country" or known.demonym_of is not None):
        return known.country
    if authority.is_body(name) or (known is not None and top_type(known.type) == "Organization"):
        return authority.body(name)
    return ""
