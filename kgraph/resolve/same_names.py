"""Equal names, other names and spelling variants of things that articles call by a full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from kgraph.language.gazetteer import lookup
from kgraph.resolve.company import CLOSE, ONE_STORY, RELATED, Company
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined
from kgraph.resolve.knowledge import callings
from kgraph.resolve.names import (
    generation,
    is_bare,
    is_common,
    is_common_noun,
    is_edition,
    is_generic,
    is_initialled,
    is_recurring,
    is_shared,
    middle_of,
    normalised,
    top_type,
    words_of,
)
from kgraph.resolve.namesakes import join_namesakes, join_tied

VARIANT = 90.0
"""Edit-distance ratio for spelling variants (Zelensky, Zelenskyy: 94); token sets would take a son for his father."""
_SHORTEST = 3  # letters of an acronym that tells something by itself
_BROAD = ("Organization", "Place", "Thing", "Product", "Work", "NamedEvent", "Person")
_Key = tuple[str, str]
"""A normalised name and the broad type of what bears it."""


class Names:
    """The chains that articles call by a name, and who else has each name as another one."""

    def __init__(self, chains: Sequence[ChainEvidence], named: Iterable[int]) -> None:
        self.chains = chains
        self.bearers: dict[_Key, list[int]] = defaultdict(list)
        self.claims: dict[_Key, list[int]] = defaultdict(list)
        for index in named:
            chain = chains[index].chain
            kind = top_type(chain.type)
            if plain := normalised(chain.name):
                self.bearers[plain, kind].append(index)
            for other in dict.fromkeys(map(normalised, own_aliases(chain.name, chain.aliases))):
                if other != plain and (kind != "Person" or generation(other) == generation(plain)):
                    self.claims[other, kind].append(index)

    def is_contested(self, key: _Key) -> bool:
        """Whether things of several full names are called so in short, none of which is but a form of another."""
        fuller = sorted({normalised(self.chains[index].chain.name) for index in self.claims.get(key, ())}, key=len)
        return any(not _is_form(other, fuller[-1]) for other in fuller[:-1])


def own_aliases(name: str, aliases: Iterable[str]) -> list[str]:
    """The aliases that are forms of a name: a chain that two full names are in bridges nothing by the other one."""
    return [alias for alias in aliases if normalised(alias) and how_alike(name, alias)]


@lru_cache(1 << 16)
def how_alike(name: str, alias: str) -> str:
    """How an alias is made of a name: "known" for one entry of the gazetteer or a plural, "acronym", "short", or "" where it is not."""
    known, other = lookup(name), lookup(alias)
    if known is not None and other is not None and known.name == other.name:
        return "known"
    words, short = normalised(name).split(), normalised(alias).split()
    if [word.removesuffix("s") for word in words] == [word.removesuffix("s") for word in short]:
        return "known"
    letters = alias.replace(".", "").replace(" ", "")
    if letters.isupper() and letters.isalpha() and len(letters) > 1 and _abbreviates(letters, name):
        return "acronym"
    return "short" if _is_within(short, words) else ""


def join_by_name(names: Names, joined: Joined, company: Company) -> None:
    """Equal names, of people only full ones; names that many things bear need company that speaks for one."""
    for key, indices in names.bearers.items():
        if key[1] == "Person" and is_bare(names.chains[indices[0]].chain.name):
            continue
        name = names.chains[indices[0]].chain.name
        if key[1] == "Person" and is_common(name):
            join_tied(company.acquainted(indices, _roles(names.chains)), joined, "same name")
        elif least := _least(key, name, names):
            ties = company.meetings if is_edition(key[1], name) else company.ties
            join_tied(ties(indices, least), joined, "same name")
        else:
            join_namesakes(indices, joined, "same name", company.of)


def join_by_alias(names: Names, joined: Joined, company: Company) -> None:
    """Aliases that are no bare surnames: those of one thing alone, else by the company that they keep."""
    for key, claimants in names.claims.items():
        bearers = names.bearers.get(key, ())
        if not bearers or (key[1] == "Person" and is_bare(names.chains[bearers[0]].chain.name)):
            continue
        shelf, owners = (
            company.shelf(people=is_edition(key[1], key[0])),
            {joined.find(index): index for index in reversed(claimants)},
        )
        for index in claimants:
            shelf.add(index)
        first = min(owners.values()) if len(owners) == 1 or not names.is_contested(key) else None
        least = ONE_STORY if is_common_noun(key[0]) else RELATED
        for index in bearers:
            tied = {*shelf.beside(index), *(other for other, count in shelf.shared(index).items() if count >= least)}
            owner = _owner({joined.find(other): other for other in sorted(tied)})
            if not tied and first is not None and _tells_alone(names.chains[first], names.chains[index]):
                owner = first
            if owner is not None and joined.may_be(owner, index):
                joined.join(owner, index, "same alias")


def _owner(tied: Mapping[int, int]) -> int | None:
    """The chain of the only thing that company ties to a name; None where it is several or none."""
    return next(iter(tied.values())) if len(tied) == 1 else None


def join_variants(names: Names, joined: Joined, company: Company) -> None:
    """Spelling variants of people's full names, within blocks of one first name and one initial of the last, in one company."""
    blocks: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(dict)
    for (plain, kind), indices in names.bearers.items():
        if kind == "Person" and len(words_of(plain)) > 1 and not is_bare(names.chains[indices[0]].chain.name):
            blocks[spelling_block(plain)][plain] = indices
    for block in blocks.values():
        spellings = sorted(block)
        for position, name in enumerate(spellings):
            for other, _, _ in extract_iter(name, spellings[position + 1 :], scorer=ratio, score_cutoff=VARIANT):
                if not middle_of(name).clashes(middle_of(other)):
                    _join_spellings(block[name], block[other], names.chains, joined, company)


def spelling_block(plain: str) -> tuple[str, ...]:
    """What the spellings of one normalised name have in common: its first word, the initial of the last, and how many words there are."""
    words = words_of(plain)
    return (words[0], words[-1][0], str(len(words)), generation(plain)) if words else ()


def _least(key: _Key, name: str, names: Names) -> int:
    """How many rare names two articles must share for one name to mean one thing in both: none for most names."""
    plain, kind = key
    if kind == "Person":
        return RELATED if is_initialled(name) else 0
    if is_edition(kind, name):
        return CLOSE if is_generic(plain) else RELATED
    if kind == "Group" and _is_somebody(name):
        return ONE_STORY
    known = lookup(name)
    if known is not None and known.sure and not is_generic(plain):
        return 0
    if is_common_noun(plain):
        return ONE_STORY
    return RELATED if is_generic(plain) or is_shared(plain) or (kind == "Organization" and names.is_contested(key)) else 0


def _roles(chains: Sequence[ChainEvidence]) -> Callable[[int], frozenset[str]]:
    """What an article tells of a person, by the number of the chain: the roles that have several words, the callings, the sector."""

    def told(index: int) -> frozenset[str]:
        chain = chains[index].chain
        roles = (role.lower() for role in chain.roles if " " in role)
        return frozenset((*roles, *callings(chain.roles, chain.sector), chain.sector)) - {""}

    return told


def _tells_alone(fuller: ChainEvidence, short: ChainEvidence) -> bool:
    """Whether a short name means the one thing that has it, whatever else the articles name."""
    plain, kind = normalised(short.chain.name), short.chain.type
    how = how_alike(fuller.chain.name, short.chain.name)
    if kind == "Group" and (_is_somebody(short.chain.name) or _is_somebody(fuller.chain.name)):
        return False
    if how == "known":
        return True
    if is_common_noun(plain) or is_shared(plain) or is_generic(plain) or lookup(short.chain.name) is not None:
        return False
    if kind == "NamedEvent" and how == "short" and is_recurring(plain):
        return False  # one edition is not the contest
    if kind == "Person":
        return not is_common(short.chain.name)
    if how == "acronym":
        return len(plain.replace(" ", "")) >= _SHORTEST
    alike = kind == fuller.chain.type not in _BROAD or short.chain.country == fuller.chain.country != ""
    return how == "short" and (alike or " " in plain)


@lru_cache(1 << 12)
def _is_somebody(name: str) -> bool:
    """Whether a name says of whom an article speaks no more than which people they belong to: "the Velmian", and not "the Velmians"."""
    known = lookup(name)
    return known is not None and bool(known.demonym_of) and known.name == name and not name.endswith(("s", "ish", "ese", "ch"))


def _join_spellings(
    one: Iterable[int], other: Iterable[int], chains: Sequence[ChainEvidence], joined: Joined, company: Company
) -> None:
    shelf = company.shelf()
    for index in one:
        shelf.add(index)
    for second in other:
        near = shelf.shared(second)
        for first in sorted({*near, *shelf.beside(second)}):
            if joined.find(first) == joined.find(second) or not joined.may_be(first, second):
                continue
            if first in shelf.beside(second) or near[first] + _are_alike(chains[first], chains[second]) >= CLOSE:
                joined.join(first, second, "spelling variant")


def _are_alike(one: ChainEvidence, other: ChainEvidence) -> bool:
    """Whether two articles tell the same of a person: a role in the same words, or the same calling."""
    told, also = one.chain, other.chain
    same = {role.lower() for role in told.roles if " " in role} & {role.lower() for role in also.roles}
    return bool(same or callings(told.roles, told.sector) & callings(also.roles, also.sector))


def _is_form(short: str, fuller: str) -> bool:
    """Whether one normalised name is but another form of a fuller one; John A. Smith is none of John B. Smith."""
    if middle_of(short).clashes(middle_of(fuller)):
        return False
    return _is_within(short.split(), fuller.split()) or ratio(short, fuller) >= VARIANT


def _is_within(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words stand among the others in the same order."""
    left = iter(words)
    return bool(short) and all(word in left for word in short)


def _abbreviates(letters: str, name: str) -> bool:
    """Whether the letters are the first ones, or capitals, of a name's words in their order."""
    capitals = "".join(c for word in name.replace("-", " ").split() for n, c in enumerate(word) if n == 0 or c.isupper()).upper()
    return capitals[:1] == letters[:1] and _is_within(letters, capitals)
