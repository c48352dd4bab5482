"""Sets of chains that are one entity, what is known of each set, and the joins that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.model import Chain, Link
from kgraph.resolve.authority import Entry
from kgraph.resolve.knowledge import callings, callings_agree
from kgraph.resolve.names import Initials, initials, normalised


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a thing beside its name; ``anchor`` is its number in the authority files, -1 for none.

    ``initials`` are those of a person's middle names, ``genders`` what titles and given names tell.
    """

    links: frozenset[Link] = frozenset()
    countries: frozenset[str] = frozenset()
    callings: frozenset[str] = frozenset()
    anchor: int = -1
    initials: frozenset[Initials] = frozenset()
    genders: frozenset[str] = frozenset()

    def may_be(self, other: Profile) -> bool:
        """Whether nothing tells two things apart: no identifier, no initials, no gender, no country, no calling."""
        if not self.may_be_linked(other):
            return False
        apart = self.countries and other.countries and not self.countries & other.countries
        apart = apart or (self.genders and other.genders and not self.genders & other.genders)
        return not apart and callings_agree(self.callings, other.callings)

    def may_be_linked(self, other: Profile) -> bool:
        """Whether no identifier tells two things apart, nor the initials of two that share none."""
        if self.anchor != other.anchor and -1 not in (self.anchor, other.anchor):
            return False
        if not all(mine == link for mine in self.links for link in other.links if mine.authority == link.authority):
            return False
        return not self.clashes(other) or self.anchor == other.anchor != -1 or bool(self.links & other.links)

    def clashes(self, other: Profile) -> bool:
        """Whether the two have other initials in one name: John A. Smith and John B. Smith."""
        return any(name == same and mine.clashes(middle) for name, mine in self.initials for same, middle in other.initials)

    def is_like(self, other: Profile) -> bool:
        """Whether something besides the name speaks for one thing: a calling or a country shared."""
        return bool(self.callings & other.callings) or (
            bool(self.countries & other.countries) and not (self.callings and other.callings)
        )

    def joined(self, other: Profile) -> Profile:
        """What is known of both together."""
        anchor = self.anchor if self.anchor != -1 else other.anchor
        return Profile(
            self.links | other.links,
            self.countries | other.countries,
            self.callings | other.callings,
            anchor,
            self.initials | other.initials,
            self.genders | other.genders,
        )


EMPTY = Profile()
_NO_INITIALS: frozenset[Initials] = frozenset()


def profile_of(chain: Chain) -> Profile:
    """What one article tells of a thing."""
    does = callings(chain.roles, chain.sector) if chain.type == "Person" else frozenset()
    known = _initials(chain.type, (chain.name, *chain.aliases))
    genders = frozenset({chain.gender} - {""})
    return Profile(frozenset(chain.links), frozenset({chain.country} - {""}), does, initials=known, genders=genders)


def profile_of_entry(entry: Entry, number: int) -> Profile:
    """What an authority file tells of a thing."""
    does = entry.callings if entry.type == "Person" else frozenset()
    known = _initials(entry.type, entry.names)
    return Profile(frozenset(entry.links), frozenset({entry.country} - {""}), does, number, known)


def _initials(kind: str, names: Iterable[str]) -> frozenset[Initials]:
    found = [known for name in names if (known := initials(normalised(name)))] if kind == "Person" else ()
    return frozenset(found) if found else _NO_INITIALS


class Joined:
    """Disjoint sets of chains and authority entries, with the rule that made each union.

    Chains count from 0; the entry of number n follows them as ``anchor(n)``. ``apart`` are pairs of sets of chains that corrections
    keep from ever being one.
    """

    def __init__(
        self, chains: Sequence[Chain], entries: Sequence[Entry], apart: Iterable[tuple[frozenset[int], frozenset[int]]] = ()
    ) -> None:
        self.chains = len(chains)
        self._parent = list(range(len(chains) + len(entries)))
        self._profiles = [profile_of(chain) if chain.named else EMPTY for chain in chains]
        self._profiles += [profile_of_entry(entry, number) for number, entry in enumerate(entries)]
        self._sides: dict[int, frozenset[tuple[int, int]]] = {}
        self._edges: list[tuple[int, int, str]] = []
        for number, sides in enumerate(apart):
            for side, members in enumerate(sides):
                for index in members:
                    self._sides[index] = self._sides.get(index, frozenset()) | {(number, side)}

    def anchor(self, entry: int) -> int:
        """The index of an authority entry."""
        return self.chains + entry

    def find(self, index: int) -> int:
        """The representative of a set: its smallest index."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def profile(self, index: int) -> Profile:
        """What is known of the set that an index is in."""
        return self._profiles[self.find(index)]

    def may_be(self, first: int, second: int) -> bool:
        """Whether nothing that is known keeps two sets apart."""
        return self.profile(first).may_be(self.profile(second))

    def join(self, first: int, second: int, rule: str) -> bool:
        """Whether the two are one set now; refused where a correction, two identifiers or initials keep them apart."""
        a, b = sorted((self.find(first), self.find(second)))
        if a == b:
            return True
        if self._kept_apart(a, b) or not self._profiles[a].may_be_linked(self._profiles[b]):
            return False
        self._unite(a, b)
        self._edges.append((first, second, rule))
        return True

    def force(self, first: int, second: int, rule: str) -> bool:
        """One set of two, whatever is known of them; False where a correction keeps them apart."""
        a, b = sorted((self.find(first), self.find(second)))
        if a != b:
            if self._kept_apart(a, b):
                return False
            self._unite(a, b)
            self._edges.append((first, second, rule))
        return True

    def reasons(self) -> Mapping[int, tuple[str, int | None]]:
        """For each chain that was joined to another, the rule and the chain that it met; None for an authority entry.

        The joins of a set are a tree. It is read from its authority entry where it has one, else from its first chain.
        """
        near: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for first, second, rule in self._edges:
            near[first].append((second, rule))
            near[second].append((first, rule))
        found: dict[int, tuple[str, int | None]] = {}
        for start in (*sorted(index for index in near if index >= self.chains), *sorted(near)):
            if start in found:
                continue
            if start < self.chains:
                found[start] = ("first", None)
            else:
                found[start] = ("", None)
            front = [start]
            while front:
                index = front.pop()
                for other, rule in near[index]:
                    if other not in found:
                        found[other] = (rule, index if index < self.chains else None)
                        front.append(other)
        return found

    def _kept_apart(self, a: int, b: int) -> bool:
        mine, other = self._sides.get(a), self._sides.get(b)
        return bool(mine and other) and any((number, 1 - side) in (other or ()) for number, side in mine or ())

    def _unite(self, a: int, b: int) -> None:
        self._parent[b] = a
        if self._profiles[a] != self._profiles[b]:
            self._profiles[a] = self._profiles[a].joined(self._profiles[b])
        if b in self._sides:
            self._sides[a] = self._sides.get(a, frozenset()) | self._sides[b]
