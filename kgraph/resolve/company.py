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


Often = tuple[tuple[str, ...], tuple[str, ...]]
"""The names that more than FEW_ARTICLES have, and those that more than _SOME_ARTICLES have."""


class Spread:
    """Which names each article has, and how many articles have each name."""

    def __init__(self, chains: Sequence[ChainEvidence]) -> None:
        self.chains = chains
        self.names: dict[str, set[str]] = defaultdict(set)
        self.by_article: dict[str, list[ChainEvidence]] = defaultdict(list)
        for item in chains:
            self.by_article[item.ref.article].append(item)
            if item.chain.named and (plain := normalised(item.chain.name)):
                self.names[item.ref.article].add(plain)
        self.counts = Counter(name for names in self.names.values() for name in names)

    @property
    def often(self) -> Often:
        """The names that are too common to say much; all that company depends on but for the articles that keep it."""
        few = sorted(name for name, count in self.counts.items() if count > FEW_ARTICLES)
        return tuple(few), tuple(name for name in few if self.counts[name] > _SOME_ARTICLES)

    def articles_with(self, names: Set[str]) -> set[str]:
        """The articles that have any of some names."""
        return {article for article, own in self.names.items() if not own.isdisjoint(names)} if names else set()


class Company:
    """The names beside each chain in its article; how common they are, says the spread of all names."""

    def __init__(self, chains: Sequence[ChainEvidence], spread: Spread | None = None) -> None:
        self._chains = chains
        self._spread = spread or Spread(chains)
        self._names = self._spread.names
        self._rare: dict[int, frozenset[str]] = {}

    def of(self, index: int) -> frozenset[str]:
        """All names in a chain's article."""
        return frozenset(self._names[self._chains[index].ref.article])

    def countries(self, index: int) -> Set[str]:
        """The countries of what a chain's article names."""
        return self._countries[self._article(index)]

    def rare(self, index: int) -> frozenset[str]:
        """The other names in a chain's article that few articles have and that share no word with the chain's; no places and peoples."""
        if index not in self._rare:
            self._rare[index] = self._beside(index, self._few)
        return self._rare[index]

    def _beside(self, index: int, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
        own = set(normalised(self._chains[index].chain.name).split())
        return frozenset(name for name in names[self._article(index)] if own.isdisjoint(name.split()))

    def shelf(self, *, people: bool = False) -> Shelf:
        """A place for chains that are to be found by the rare names of their articles, or by those of people alone."""
        return Shelf(self._met if people else self.rare, self._article)

    def ties(self, indices: Iterable[int], least: int) -> Iterator[tuple[int, int]]:
        """The pairs of chains of one article, and of articles that share so many rare names; of less rare ones, two count as one."""
        return _ties(indices, Shelf(lambda index: (*self.rare(index), *self._uncommon(index)), self._article), 2 * least)

    def meetings(self, indices: Iterable[int], least: int) -> Iterator[tuple[int, int]]:
        """The same of what is held again and again, by the people alone: clubs, bodies and other contests take part in every edition."""
        shelf = Shelf(
            lambda index: (*self._met(index), *(self._uncommon(index) & self._people[self._article(index)])), self._article
        )
        return _ties(indices, shelf, 2 * least)

    def _met(self, index: int) -> Set[str]:
        """The people among the rare names in a chain's article."""
        return self.rare(index) & self._people[self._article(index)]

    def acquainted(self, indices: Iterable[int], told: Callable[[int], Set[str]]) -> Iterator[tuple[int, int]]:
        """The pairs of people of one article, of articles that share a name which not many have, and of whom the same is ``told``."""
        return _ties(indices, Shelf(lambda i: (*self._uncommon(i), *(f"={word}" for word in told(i))), self._article), 1)

    def _article(self, index: int) -> str:
        return self._chains[index].ref.article

    def _uncommon(self, index: int) -> Set[str]:
        return self._beside(index, self._some)

    @cached_property
    def _countries(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for item in self._spread.chains:
            if item.chain.named and item.chain.country:
                found[item.ref.article].add(item.chain.country)
        return found

    @cached_property
    def _people(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for item in self._spread.chains:
            if item.chain.named and item.chain.type == "Person":
                found[item.ref.article].add(normalised(item.chain.name))
        return found

    @cached_property
    def _few(self) -> Mapping[str, frozenset[str]]:
        return self._told_by(FEW_ARTICLES)

    @cached_property
    def _some(self) -> Mapping[str, frozenset[str]]:
        return self._told_by(_SOME_ARTICLES)

    def _told_by(self, most: int) -> Mapping[str, frozenset[str]]:
        """By article that has a chain here, the names that no more articles have, without places and peoples."""
        spread = self._spread.counts
        found: dict[str, set[str]] = {item.ref.article: set() for item in self._chains}
        for article, own in found.items():
            for item in self._spread.by_article[article]:
                if item.chain.named and top_type(item.chain.type) not in _EVERYWHERE:
                    plain = normalised(item.chain.name)
                    if plain and spread[plain] <= most:
                        own.add(plain)
        return {article: frozenset(names) for article, names in found.items()}


class Shelf:
    """Chains that are found by the names of their articles, so that time does not grow with the square of their number.

    A name counts as often as the chain that asks has it.
    """

    def __init__(self, names: Callable[[int], Iterable[str]], article: Callable[[int], str]) -> None:
        self._names = names
        self._article = article
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_article: dict[str, list[int]] = defaultdict(list)

    def add(self, index: int) -> None:
        """Puts a chain there."""
        for name in set(self._names(index)):
            self._by_name[name].append(index)
        self._by_article[self._article(index)].append(index)

    def shared(self, index: int) -> Counter[int]:
        """How many names the articles of the chains that are there share with a chain's, where they share any."""
        found: Counter[int] = Counter()
        for name, count in Counter(self._names(index)).items():
            for other in self._by_name.get(name, ()):
                found[other] += count
        return found

    def beside(self, index: int) -> list[int]:
        """The chains that are there of a chain's article."""
        return self._by_article.get(self._article(index), [])


def _ties(indices: Iterable[int], shelf: Shelf, least: int) -> Iterator[tuple[int, int]]:
    """The pairs that have so many names in common, or their article."""
    for index in indices:
        near = {other for other, count in shelf.shared(index).items() if count >= least}
        yield from ((other, index) for other in sorted(near.union(shelf.beside(index)[:1])))
        shelf.add(index)
