"""What data/resolution.yaml says: offices and their other names, and the callings that tell namesakes apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from kgraph.coreference.nobody import nobody
from kgraph.lexicon.nouns import pronouns
from kgraph.resolve.names import resolution_data

HEAD = "head"
"""What a body's "chief" or "boss" is: the holder of whichever office heads it."""


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """The offices that a title can mean, by the title in lower case."""
    table: dict[str, set[str]] = {}
    for office, others in resolution_data()["offices"].items():
        for title in (office, *others):
            table.setdefault(title, set()).add(office)
    for word in resolution_data()["head_words"]:
        table.setdefault(word, set()).add(HEAD)
    return {title: frozenset(offices) for title, offices in table.items()}


def offices_of(title: str) -> frozenset[str]:
    """The offices that the words of a title mean; a title that nobody knows means itself."""
    plain = " ".join(title.lower().split())
    return titles().get(plain) or titles().get(plain.replace("-", " ")) or frozenset({plain})


def heads() -> frozenset[str]:
    """The offices that head a body."""
    return frozenset(resolution_data()["heads"])


def stands_alone(title: str) -> bool:
    """Whether there is one such office in the world."""
    return title in resolution_data()["alone"]


def sectors() -> tuple[str, ...]:
    """PLOVER's codes of actors."""
    return tuple(resolution_data()["sectors"])


def callings(roles: Iterable[str], sector: str = "") -> frozenset[str]:
    """What somebody does for a living, by the head nouns of the roles held now; from the sector where no role is told."""
    told = tuple(roles)
    if not told:
        return _of_sector(sector)
    return frozenset(calling for role in told if not is_not_now(role) and (calling := _calling(role)))


def callings_agree(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one person can have both: a calling shared, or two that people often have in turn; or nothing known of one."""
    if not a or not b or a & b:
        return True
    return any(frozenset((one, other)) in _passable() for one in a for other in b)


@lru_cache(1 << 14)
def is_not_now(role: str) -> bool:
    """Whether a role is told as past or still to come: "former president", "ex-minister", "president-elect"."""
    words = role.lower().replace("-", " ").split()
    return not _not_now().isdisjoint(words)


@cache
def _of_sector(sector: str) -> frozenset[str]:
    calling = resolution_data()["sectors_of_callings"].get(sector)
    return frozenset({calling} if calling else ())


@lru_cache(1 << 14)
def _calling(role: str) -> str:
    """The calling of a role's head noun; of a "star" or a "veteran" that of the words beside it."""
    head = head_noun(role)
    if head in resolution_data()["celebrities"]:
        words = role.lower().split()
        return next((calling for calling, known in resolution_data()["fields"].items() if not set(known).isdisjoint(words)), "")
    return _nouns().get(head, "")


@lru_cache(1 << 16)
def head_noun(role: str) -> str:
    """The head noun of a description: its last word before a preposition or a comma, without a possessor."""
    words = role.lower().replace(",", " , ").split()
    end = next((n for n, word in enumerate(words) if n and word in _AFTER), len(words))
    return words[end - 1] if end else ""


_AFTER = frozenset(", of in at for to from on with who by and under".split())


@cache
def _nouns() -> Mapping[str, str]:
    return {noun: calling for calling, nouns in resolution_data()["callings"].items() for noun in nouns}


@cache
def _passable() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in resolution_data()["passable"])


@cache
def _not_now() -> frozenset[str]:
    return frozenset(resolution_data()["not_now"])


def names_somebody(words: str) -> bool:
    """Whether words say who or what is meant, rather than be a pronoun or a quantifier."""
    word = words.strip().lower()
    return word not in pronouns() and word not in nobody()


@cache
def anybody() -> frozenset[str]:
    """Words for a person or people that say nothing else of them."""
    return frozenset(resolution_data()["anybody"])


@cache
def vague() -> frozenset[str]:
    """Words for anybody and anything."""
    return anybody() | frozenset(resolution_data()["anything"])


@cache
def kinds_in_names() -> frozenset[str]:
    """Words of a fuller name of a party or a place that only say of which kind it is: "Labour Party", "New York City"."""
    return frozenset(resolution_data()["kinds_in_names"])


@cache
def calendar() -> tuple[frozenset[str], ...]:
    """Words for times: of each set, two sentences that report one event cannot have different ones."""
    return tuple(map(frozenset, resolution_data()["calendar"]))
