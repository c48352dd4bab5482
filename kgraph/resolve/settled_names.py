"""Entities, found again only where a change reaches them: in the neighbourhoods of names that articles have which are new or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter

from kgraph.model import ChainRef, Entity
from kgraph.resolve.authority import Authority
from kgraph.resolve.clusters import entities_of
from kgraph.resolve.company import Spread
from kgraph.resolve.entities import clusters_of, joined_chains
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.name_keys import NameKeys
from kgraph.resolve.neighbourhoods import ALONE, Neighbourhoods, hashed, numbered
from kgraph.resolve.settled import NameNeighbourhoods, Resolved, settled_entities

_ByArticle = Mapping[str, Sequence[ChainEvidence]]


def named_again(
    chains: Sequence[ChainEvidence], authority: Authority, last: Resolved
) -> tuple[tuple[Entity, ...], NameNeighbourhoods]:
    """The entities, sorted by id, and what the next time is spared by them."""
    by_article = {article: tuple(found) for article, found in groupby(chains, key=lambda item: item.ref.article)}
    spread, keys = Spread(chains), NameKeys(chains, authority)
    often = spread.often
    reached = _reached(by_article, spread, often, last, keys)
    still = [(entity, number) for entity, number in _before(last) if not _is_reached(entity, number, reached, by_article)]
    held = {merge.chain for entity, _ in still for merge in entity.evidence}
    again = [item for item in chains if item.ref not in held]
    joined = joined_chains(again, authority, spread=spread)
    known = settled_entities(last.resolution.entities)
    made = entities_of(clusters_of(again, joined, authority), known=known, others=[entity for entity, _ in still])
    before = last.names.neighbourhoods.keys
    numbers, own = numbered(_hashes(again, by_article, keys), start=len(before))
    numbers |= {entity.evidence[0].chain: number for entity, number in still}
    own |= {number: before[number] for _, number in still if number != ALONE}
    found = tuple(sorted(made, key=attrgetter("id")))
    places = Neighbourhoods.in_order([numbers[entity.evidence[0].chain] for entity in found], own)
    return found, NameNeighbourhoods(places, often)


def _before(last: Resolved) -> Iterable[tuple[Entity, int]]:
    """The last entities with the numbers of their neighbourhoods; none where those are not known."""
    numbers = last.names.neighbourhoods.numbers
    return zip(last.resolution.entities, numbers, strict=True) if numbers else ()


def _reached(
    by_article: _ByArticle, spread: Spread, often: tuple[tuple[str, ...], ...], last: Resolved, keys: NameKeys
) -> set[int]:
    """The neighbourhoods that a change reaches.

    They are those that share a key with an article that is new, those of articles that are gone, and those of articles with a name that has
    become common, or is so no longer. Who consists of others is looked at each time, as those may have another id.
    """
    if not last.names.neighbourhoods.numbers:
        return set()
    before = {merge.chain.article for entity, _ in _before(last) for merge in entity.evidence}
    new = by_article.keys() - before
    crossed = {name for then, now in zip(last.names.often, often, strict=True) for name in {*then} ^ {*now}}
    bearing = (before - by_article.keys()) | spread.articles_with(crossed)
    own = [keys.of_article(by_article[one], [item.ref for item in by_article[one]]) for one in new]
    wanted = {hashed(key) for found in own for keys_of_chain in found.values() for key in keys_of_chain}
    found = last.names.neighbourhoods.of(wanted)
    for entity, number in _before(last):
        if entity.members or any(merge.chain.article in bearing for merge in entity.evidence):
            found.add(number)
    return found - {ALONE}


def _is_reached(entity: Entity, number: int, reached: set[int], by_article: _ByArticle) -> bool:
    if number == ALONE:
        return bool(entity.members) or entity.evidence[0].chain.article not in by_article
    return number in reached


def _hashes(again: Iterable[ChainEvidence], by_article: _ByArticle, keys: NameKeys) -> Mapping[ChainRef, Sequence[int]]:
    """The hashes of the keys of chains."""
    found: dict[ChainRef, Sequence[int]] = {}
    once = cache(hashed)
    for article, items in groupby(again, key=lambda item: item.ref.article):
        own = keys.of_article(by_article[article], {item.ref for item in items})
        found.update({ref: tuple(map(once, keys_of_chain)) for ref, keys_of_chain in own.items()})
    return found
