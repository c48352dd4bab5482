"""What chains find each other by: names and their forms, surnames, identifiers, and the entries of authority files that they may mean.

No rule of kgraph.resolve.entities looks at two chains together that share no key, directly or over others. So what chains that share keys
are depends on nothing but themselves and on how many articles have the names beside them (kgraph.resolve.company).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from kgraph.model import Chain, ChainRef
from kgraph.resolve.authority import Authority
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.names import is_bare, normalised, top_type
from kgraph.resolve.office_holders import claimants, holder_of
from kgraph.resolve.same_names import VARIANT, own_aliases, spelling_block
from kgraph.resolve.surnames import SHORTEST, called_alone

Key = tuple[str, ...]
Block = tuple[str, ...]


class NameKeys:
    """Gives the keys of chains, among all chains that there are."""

    def __init__(self, chains: Sequence[ChainEvidence], authority: Authority) -> None:
        self._authority = authority
        people = {item.chain.name for item in chains if item.chain.named and top_type(item.chain.type) == "Person"}
        self._spellings = _blocked((plain, spelling_block(plain)) for plain in {normalised(name) for name in people})
        self._surnames = _blocked((alone, (alone[:2],)) for alone in {alone for name in people for alone in _alone(name)})
        self.spelled_like = cache(self._spelled_like)
        self.close_to = cache(self._close_to)

    def of_article(self, chains: Sequence[ChainEvidence], wanted: Container[ChainRef]) -> Mapping[ChainRef, Set[Key]]:
        """The keys of those chains of an article that are wanted; ``chains`` are all of them."""
        found = {item.ref: set(self._of(item.chain)) if item.chain.named else set() for item in chains if item.ref in wanted}
        for item, held in [(item, held) for item in chains if (held := holder_of(item, self._authority)) is not None]:
            beside = ("beside", item.ref.article, str(item.ref.chain))
            people = [other for other in chains if other.chain.named and other.chain.type == "Person"]
            rivals = [people[place].ref for place in claimants(item, people, self._authority)]
            for ref in {*rivals, *([item.ref] if rivals else [])} & found.keys():
                found[ref].add(beside)
            if item.ref in found:
                found[item.ref].add(("entry", str(held)))
        return found

    def _of(self, chain: Chain) -> Iterator[Key]:
        kind = top_type(chain.type)
        for link in chain.links:
            yield "link", link.iri, kind
            yield from (("entry", str(number)) for number in self._authority.by_link.get((link.iri, kind), ()))
        for name in (chain.name, *own_aliases(chain.name, chain.aliases)):
            if plain := normalised(name):
                yield "name", plain, kind
            yield from (("entry", str(number)) for number in self._authority.by_name.get((plain, kind), ()))
        if kind == "Person" and normalised(chain.name):
            yield from self._of_person(chain.name)

    def _of_person(self, name: str) -> Iterator[Key]:
        plain = normalised(name)
        yield from (("name", other, "Person") for other in self.spelled_like(plain))
        for alone in _alone(name):
            yield "surname", alone
            yield from (("surname", other) for other in self.close_to(alone))
        if is_bare(name):
            yield from (("entry", str(number)) for number in self._authority.by_surname.get(plain, ()))

    def _spelled_like(self, plain: str) -> list[str]:
        """The names of people that may be a spelling of one."""
        block = self._spellings.get(spelling_block(plain), ())
        return [other for other, _, _ in extract_iter(plain, block, scorer=ratio, score_cutoff=VARIANT)]

    def _close_to(self, alone: str) -> list[str]:
        """The surnames that may be a spelling of one."""
        block = [other for other in self._surnames.get((alone[:2],), ()) if max(len(other), len(alone)) >= SHORTEST]
        return [other for other, _, _ in extract_iter(alone, block, scorer=ratio, score_cutoff=VARIANT)]


def _alone(name: str) -> set[str]:
    """All that a person of this name may be called alone."""
    return called_alone(name) | ({normalised(name)} if is_bare(name) else set())


def _blocked(names: Iterable[tuple[str, Block]]) -> Mapping[Block, list[str]]:
    found: dict[Block, list[str]] = defaultdict(list)
    for name, block in names:
        found[block].append(name)
    return found
