"""The company that names keep: which other rare names the articles of two chains share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property

from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.names import normalised, top_type

FEW_ARTICLES = 20
"""That a name may stand in and still tell two stories apart; a fixed number, so that articles elsewhere decide little."""
RELATED = 1
"""Rare names that two articles share at least which have something to do with each other."""
CLOSE = 2
"""Rare names that two articles share at least which are about the same matter."""
ONE_STORY = 3
"""Rare names that two articles share at least which follow one story."""
_SOME_ARTICLES = 60
"""That a name may stand in and still tell one walk of life from another: a club, a party, a minister."""
_EVERYWHERE = frozenset(("Place", "Group", "Money"))
"""Types of names that articles share which have nothing to do with each other."""


class Company:
    """The names beside each chain in its article."""

    def __init__(self, chains: Sequence[ChainEvidence]) -> None:
        self._chains = chains
        self._names: dict[str, set[str]] = defaultdict(set)
        self._rare: dict[int, frozenset[str]] = {}
        for item in chains:
            if item.chain.named and (plain := normalised(item.chain.name)):
                self._names[item.ref.article].add(plain)

    def of(self, index: int) -> frozenset[str]:
        """All names in a chain's article."""
        return frozenset(self._names[self._chains[index].ref.article])

    def rare(self, index: int) -> frozenset[str]:
        """The other names in a chain's article that few articles have and that share no word with the chain's; no places and peoples."""
        if index not in self._rare:
            self._rare[index] = self._beside(index, self._few)
        return self._rare[index]

    def _beside(self, index: int, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
        own = set(normalised(self._chains[index].chain.name).split())
        return frozenset(name for name in names[self._article(index)] if own.isdisjoint(name.split()))

    def shared(self, first: int, second: int) -> int:
        """How many rare names the articles of two chains share."""
        return len(self.rare(first) & self.rare(second))

    def ties(self, indices: Iterable[int], least: int) -> Iterator[tuple[int, int]]:
        """The pairs of chains of one article, and of articles that share so many rare names; of less rare ones, two count as one."""
        return _ties(indices, lambda index: (*self.rare(index), *self._uncommon(index)), 2 * least, self._article)

    def acquainted(self, indices: Iterable[int], told: Callable[[int], Set[str]]) -> Iterator[tuple[int, int]]:
        """The pairs of people of one article, of articles that share a name which not many have, and of whom the same is ``told``."""
        return _ties(indices, lambda index: (*self._uncommon(index), *(f"={word}" for word in told(index))), 1, self._article)

    def _article(self, index: int) -> str:
        return self._chains[index].ref.article

    def _uncommon(self, index: int) -> Set[str]:
        return self._beside(index, self._some)

    def is_one_article(self, first: int, second: int) -> bool:
        """Whether two chains are of one article."""
        return self._chains[first].ref.article == self._chains[second].ref.article

    @cached_property
    def _few(self) -> Mapping[str, frozenset[str]]:
        return self._told_by(FEW_ARTICLES)

    @cached_property
    def _some(self) -> Mapping[str, frozenset[str]]:
        return self._told_by(_SOME_ARTICLES)

    def _told_by(self, most: int) -> Mapping[str, frozenset[str]]:
        """By article, the names that no more articles have, without places and peoples."""
        spread = Counter(name for names in self._names.values() for name in names)
        found: dict[str, set[str]] = {article: set() for article in self._names}
        for item in self._chains:
            plain = normalised(item.chain.name)
            if item.chain.named and plain and spread[plain] <= most and top_type(item.chain.type) not in _EVERYWHERE:
                found[item.ref.article].add(plain)
        return {article: frozenset(names) for article, names in found.items()}


def _ties(
    indices: Iterable[int], names: Callable[[int], Sequence[str]], least: int, article: Callable[[int], str]
) -> Iterator[tuple[int, int]]:
    """The pairs that have so many names in common, or their article; a name counts as often as one of the two has it."""
    by_name: dict[str, list[int]] = defaultdict(list)
    by_article: dict[str, int] = {}
    for index in indices:
        told = Counter(names(index))
        shared: Counter[int] = Counter()
        for name, count in told.items():
            for other in by_name[name]:
                shared[other] += count
        near = {other for other, count in shared.items() if count >= least}
        first = by_article.setdefault(article(index), index)
        yield from ((other, index) for other in sorted(near | {first}) if other != index)
        for name in told:
            by_name[name].append(index)
