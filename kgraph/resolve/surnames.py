"""Whom a surname alone means: the holder of an office that it carries, or the bearer of a full name in the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from kgraph.resolve.authority import Authority, Entry
from kgraph.resolve.company import CLOSE, ONE_STORY, RELATED, Company
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined
from kgraph.resolve.names import generation, is_bare, is_common_surname, normalised, surnames, words_of
from kgraph.resolve.namesakes import join_tied
from kgraph.resolve.offices import carries_title
from kgraph.resolve.same_names import VARIANT

_FEW_BEARERS = 20  # of a surname, more than whom a chain is not compared with one by one
SHORTEST = 6  # letters of a surname that may be misspelled


def join_bare_surnames(
    chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority, company: Company
) -> None:
    """A person known by one word joins the office holder whose title it carries, or the bearer of that surname in its story."""
    bearers: dict[str, list[int]] = defaultdict(list)
    bare: dict[str, list[int]] = defaultdict(list)
    for index in named:
        chain = chains[index].chain
        plain = normalised(chain.name)
        if chain.type != "Person" or not plain:
            continue
        known = joined.profile(index)
        if is_bare(chain.name) and not known.links and known.anchor == -1:
            bare[plain].append(index)
        else:
            for alone in called_alone(chain.name):
                bearers[alone].append(index)
    close = _close_surnames(bearers)
    for plain, indices in bare.items():
        found = bearers.get(plain) or [index for other in close(plain) for index in bearers[other]]
        left = _without_known(indices, plain, {joined.find(i) for i in found}, chains, joined, authority)
        found = [*found, *(index for index in indices if joined.profile(index).anchor != -1)]
        whose = _Bearers(found, chains, joined, company)
        for index in left:
            bearer = whose.of(index)
            if bearer is not None:
                joined.join(bearer, index, "only bearer")
        if not found:
            join_tied(company.ties(left, ONE_STORY), joined, "same name")


class _Bearers:
    """The bearers of a surname by their full names, and which of them a chain of the surname alone is."""

    def __init__(self, bearers: Iterable[int], chains: Sequence[ChainEvidence], joined: Joined, company: Company) -> None:
        self._chains = chains
        self._joined = joined
        self._company = company
        self._shelf = company.shelf()
        self._roots = {joined.find(index): index for index in bearers}
        for index in bearers:
            self._shelf.add(index)

    def of(self, index: int) -> int | None:
        """The chain of a full name, in the same article or story, whose surname a chain is; None where it may be several or nobody."""
        best: dict[int, tuple[int, int]] = {}
        for other, shared in self._near(index).items():
            root = self._joined.find(other)
            best[root] = max(best.get(root, (-1, -1)), (shared, -other))
        only = self._only(index)
        if only is not None:
            shared, other = best.get(self._joined.find(only), (0, -only))
            return -other if shared >= self._least(index, -other) else None
        found = sorted(best.values(), reverse=True)
        if not found or found[0][0] < ONE_STORY or (len(found) > 1 and found[1][0] * 2 > found[0][0]):
            return None
        return -found[0][1]

    def _near(self, index: int) -> Mapping[int, int]:
        """How many rare names the articles of the bearers share with a chain's; its own article is one story."""
        shared = {**self._shelf.shared(index), **dict.fromkeys(self._shelf.beside(index), ONE_STORY)}
        return {other: count for other, count in shared.items() if self._joined.may_be(other, index)}

    def _only(self, index: int) -> int | None:
        """A chain of the only bearer that a chain may be; None where there are several, or too many to look at each."""
        if len(self._roots) > _FEW_BEARERS:
            return None
        found = {self._joined.find(other): other for other in self._roots.values() if self._joined.may_be(other, index)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _least(self, index: int, bearer: int) -> int:
        """How many rare names must be shared with the only bearer of a surname; less the more is known of the two.

        Whoever an authority file knows is the one whom everybody means, unless many have that surname, or the article tells of another job
        or of other countries alone.
        """
        chain = self._chains[index].chain
        told, known = self._joined.profile(index), self._joined.profile(bearer)
        does_same = bool(told.callings & known.callings)
        if known.links or known.anchor != -1:
            is_open = is_common_surname(normalised(chain.name)) or (chain.roles and not does_same)
            elsewhere = self._company.countries(index)
            is_open = is_open or bool(elsewhere and not known.countries & elsewhere)
            return RELATED if is_open else 0
        return RELATED if does_same else CLOSE


def called_alone(name: str) -> set[str]:
    """What a person of this name may be called alone: the surname, and a son also the surname with his generation."""
    plain = normalised(name)
    alone = {" ".join(words_of(plain))} if is_bare(name) else set(surnames(name))
    return alone | {f"{surname} {son}" for surname in alone if (son := generation(plain))}


def _without_known(
    indices: Iterable[int],
    surname: str,
    bearers: Collection[int],
    chains: Sequence[ChainEvidence],
    joined: Joined,
    authority: Authority,
) -> list[int]:
    """The bare surnames that were not found to be an office holder's; the others join theirs."""
    if surname not in authority.by_surname:
        return list(indices)
    left = []
    others = {joined.profile(bearer).anchor for bearer in bearers}
    for index in indices:
        number = _known_surname(chains[index], index, surname, others, joined, authority)
        moves = joined.find(index) in bearers
        if number is None or not joined.join(joined.anchor(number), index, "known surname"):
            left.append(index)
        elif moves:
            others = {joined.profile(bearer).anchor for bearer in bearers}
    return left


def _known_surname(
    item: ChainEvidence, index: int, surname: str, others: Set[int], joined: Joined, authority: Authority
) -> int | None:
    """The entry of the office holder whose bare surname a chain is; ``others`` are the entries of those whom the corpus knows by it.

    A title that fits the date decides where the country agrees; without a country, or with country and date alone, the corpus
    must know no other bearer.
    """
    titled, in_office = [], []
    for number in authority.by_surname[surname]:
        entry = authority.entries[number]
        if not joined.may_be(joined.anchor(number), index):
            continue
        carries = carries_title(item.chain.roles, entry, item.day, authority)
        is_compatriot = item.chain.country == entry.country != ""
        is_only = others <= {number}
        if carries and (is_compatriot or is_only):
            titled.append(number)
        elif carries is None and is_compatriot and is_only and _is_in_office(entry, item.day):
            in_office.append(number)
    found = titled or in_office
    return found[0] if len(found) == 1 else None


def _is_in_office(entry: Entry, day: date | None) -> bool:
    return day is not None and any(office.held_on(day) for office in entry.offices)


def _close_surnames(bearers: Mapping[str, object]) -> Callable[[str], list[str]]:
    """The surnames that a long one is a spelling variant of."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for surname in sorted(bearers):
        blocks[surname[:2]].append(surname)

    def close(surname: str) -> list[str]:
        if len(surname) < SHORTEST:
            return []
        return [other for other, _, _ in extract_iter(surname, blocks[surname[:2]], scorer=ratio, score_cutoff=VARIANT)]

    return close
