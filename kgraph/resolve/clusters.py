"""Clusters of chains that are one entity, and the entity that each is: identifier, name, type, roles, offices, mentions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from kgraph.language.gazetteer import lookup
from kgraph.lexicon import entity_is_a
from kgraph.model import Chain, ChainRef, Entity, Link, Merge
from kgraph.resolve.aliases import called_alike, is_name_of
from kgraph.resolve.authority import Entry, Office
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.knowledge import head_noun
from kgraph.resolve.names import is_edition, is_visible, top_type
from kgraph.resolve.settled import KnownEntities
from kgraph.slugs import slug

_MANY = 5
"""Chains of a thing from which on what one of them alone says does not count."""
_VERY_MANY = 10
"""Chains from which on a role counts that two articles tell in the same words."""
_SHARE = 10
"""One in so many chains must tell a country or a sector."""
_SHARE_OF_ROLES = 15
"""One in so many articles must tell a role."""
_FINER = 3
"""A finer type counts that has one vote to so many of the broader one."""
_MOST_VOTES = 3
"""Of the mentions in one article, for a name: what one article repeats is not what most call it."""
_FULLEST = ("Person", "Party")
"""Types of which the fullest name is the name, not the most frequent."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Chains that are one entity, why each of them is, and what an authority file knows of it.

    ``id``, ``name`` and ``type`` are what corrections want it to have, "" where they say nothing.
    """

    members: tuple[ChainEvidence, ...]
    merges: tuple[Merge, ...]
    entry: Entry | None = None
    id: str = ""
    name: str = ""
    type: str = ""


def entities_of(
    clusters: Sequence[Cluster], *, known: KnownEntities = MappingProxyType({}), others: Sequence[Entity] = ()
) -> list[Entity]:
    """The entity of each cluster, in the same order; those that are ``known`` by their evidence are taken as they are.

    After them come the ``others``: entities of other chains, which consist of nobody else. They are what they were but for their numbers.
    """
    same = [known.get(cluster.merges) if _is_plain(cluster) else None for cluster in clusters]
    called = [
        _Called(entity.name, entity.type, entity.named) if entity is not None else _called_so(cluster)
        for cluster, entity in zip(clusters, same, strict=True)
    ]
    drafts = [_Draft.of(cluster, names) for cluster, names in zip(clusters, called, strict=True)]
    ids = _ids([*drafts, *map(_Draft.of_entity, others)])
    own, of_others = ids[: len(clusters)], ids[len(clusters) :]
    by_chain = _by_chain(clusters, own, zip(others, of_others, strict=True))
    made = [
        entity
        if entity is not None and entity.id == own[number]
        else _entity(clusters[number], called[number], own[number], by_chain)
        for number, entity in enumerate(same)
    ]
    return made + [one if one.id == name else replace(one, id=name) for one, name in zip(others, of_others, strict=True)]


def _by_chain(clusters: Sequence[Cluster], ids: Sequence[str], others: Iterable[tuple[Entity, str]]) -> Mapping[ChainRef, str]:
    """The ids of entities by their chains, those of others in the articles that tell of groups."""
    found = {item.ref: name for cluster, name in zip(clusters, ids, strict=True) for item in cluster.members}
    articles = {item.ref.article for cluster in clusters for item in cluster.members if item.chain.members}
    for entity, name in others if articles else ():
        found.update({merge.chain: name for merge in entity.evidence if merge.chain.article in articles})
    return found


def _is_plain(cluster: Cluster) -> bool:
    """Whether nothing but its chains says what a cluster is: no authority entry and no correction."""
    return cluster.entry is None and not (cluster.id or cluster.name or cluster.type)


class _Called(NamedTuple):
    """What an entity is called, its type, and whether somebody calls it by a name."""

    name: str
    type: str
    named: bool


def _called_so(cluster: Cluster) -> _Called:
    kind = _type(cluster)
    named = cluster.entry is not None or any(item.chain.named for item in cluster.members)
    return _Called(_name(cluster, kind) or f"unnamed {kind.lower()}", kind, named)


class _Draft(NamedTuple):
    """What an id is made of: whether no authority file knows the entity, its first chain, and the id without a number."""

    is_unknown: bool
    first: ChainRef
    base: str

    @classmethod
    def of(cls, cluster: Cluster, called: _Called) -> _Draft:
        """Of a cluster."""
        first = cluster.members[0].ref
        return cls(cluster.entry is None, first, cluster.id or _base_id(called, first))

    @classmethod
    def of_entity(cls, entity: Entity) -> _Draft:
        """Of an entity as it was; where an authority file knows it, one of its chains has met an entry and no chain."""
        first = entity.evidence[0].chain
        has_met = any(merge.met is None and merge.rule != "first" for merge in entity.evidence)
        return cls(not has_met, first, _without_number(entity, first))


def _ids(drafts: Sequence[_Draft]) -> list[str]:
    """Readable identifiers; unnamed entities carry their article's, and equal ones are numbered in the order of evidence.

    The next number that is free is taken: "Berg" comes twice, and somebody else is "Berg 2".
    """
    counts = Counter([draft.base for draft in drafts])
    contested = {base for base in counts if _is_contested(base, counts)}
    taken: set[str] = set()
    last: dict[str, int] = {}
    ids = [draft.base for draft in drafts]
    # Of many thousands, only those need to be put in order that somebody else's id may be like.
    for _, _, base, number in sorted([(*draft, number) for number, draft in enumerate(drafts) if draft.base in contested]):
        count = last.get(base, 0) + 1
        while (name := f"{base}-{count}" if count > 1 else base) in taken:
            count += 1
        last[base] = count
        ids[number] = name
        taken.add(name)
    return ids


def _is_contested(base: str, counts: Mapping[str, int]) -> bool:
    """Whether several have an id, or one whose number may make it this one: of two with "berg-2", the second is "berg-2-2"."""
    if counts[base] > 1 or not base[-1].isdigit():
        return counts[base] > 1
    before, _, number = base.rpartition("-")
    return number.isdecimal() and before in counts and _is_contested(before, counts)


def _without_number(entity: Entity, first: ChainRef) -> str:
    if not entity.id[-1].isdigit():
        return entity.id
    return _base_id(_Called(entity.name, entity.type, entity.named), first)


def _base_id(called: _Called, ref: ChainRef) -> str:
    kind = top_type(called.type).lower()
    stem = slug(called.name) or "unnamed"
    if called.named:
        return f"{kind}/{stem}"
    return f"{kind}/{stem}-{ref.article[:8]}-{ref.chain}"


def _entity(cluster: Cluster, called: _Called, identifier: str, by_chain: Mapping[ChainRef, str]) -> Entity:
    entry = cluster.entry
    linked = () if is_edition(called.type, called.name) else (link for item in cluster.members for link in item.chain.links)
    links = {*linked, *(entry.links if entry is not None else ())}
    members = {
        by_chain[ref]
        for item in cluster.members
        for member in item.chain.members
        if (ref := ChainRef(item.ref.article, member)) in by_chain
    }
    return Entity(
        id=identifier,
        name=called.name,
        type=called.type,
        evidence=cluster.merges,
        aliases=tuple(sorted(_aliases(cluster, called) - {called.name})),
        links=tuple(sorted(links, key=lambda link: (link.authority, link.iri))) if _one_each(links) else (),
        country=(entry.country if entry is not None else "") or _vote(cluster, lambda chain: chain.country),
        sector=(entry.sector if entry is not None else "") or _sector(cluster, called.type),
        roles=_roles(cluster),
        members=tuple(sorted(members - {identifier})),
        mention_count=sum(item.mentions for item in cluster.members),
        named=called.named,
        count=None if called.named else _count(cluster),
        confidence=_confidence(cluster),
    )


def _aliases(cluster: Cluster, called: _Called) -> set[str]:
    """The names in its chains, without those that an article was misread to give; what corrections put together has all of them."""
    chains = [item.chain for item in cluster.members if item.chain.named]
    told = {name for chain in chains for name in (chain.name, *chain.aliases) if is_visible(name)}
    if any(merge.rule == "corrected" for merge in cluster.merges):
        return told
    own = {called.name} if cluster.entry is not None or called.type == "Person" else called_alike(called.name, told)
    sure = {chain.name for chain in chains} if called.type == "Person" else set()
    sure |= {*cluster.entry.names} if cluster.entry is not None else set()
    return {name for name in told if name in sure or is_name_of(name, called.type, own)}


def _confidence(cluster: Cluster) -> float:
    """The mean of the confidences of the chains that have names; 1 where none has."""
    sure = [item.chain.confidence for item in cluster.members if item.chain.named]
    return round(math.fsum(sure) / len(sure), 2) if sure else 1.0


def _count(cluster: Cluster) -> int | None:
    """How many they are, if all chains that say so agree."""
    told = {item.chain.count for item in cluster.members if item.chain.count is not None}
    return told.pop() if len(told) == 1 else None


def _roles(cluster: Cluster) -> tuple[str, ...]:
    """The roles that the articles give, and the offices that the authority file has beside them."""
    told = {role for item in cluster.members for role in item.chain.roles}
    if cluster.entry is None:
        return tuple(sorted(told if len(cluster.members) < _MANY else _repeated(cluster)))
    plain = {role.lower() for role in told}
    known = {_title(office) for office in cluster.entry.offices}
    return tuple(sorted(told | {title for title in known if title.lower() not in plain}))


def _repeated(cluster: Cluster) -> set[str]:
    """The roles that two articles tell, of very many articles in the same words, else by the same noun.

    What one of many says alone is often said of somebody else.
    """
    same = str.lower if len(cluster.members) >= _VERY_MANY else head_noun
    enough = max(2, len(cluster.members) / _SHARE_OF_ROLES)
    articles: dict[str, set[str]] = {}
    for item in cluster.members:
        for role in item.chain.roles:
            articles.setdefault(same(role), set()).add(item.ref.article)
    return {role for item in cluster.members for role in item.chain.roles if len(articles[same(role)]) >= enough}


def _title(office: Office) -> str:
    return f"{office.title} of {office.of}" if office.of else office.title


def _one_each(links: Collection[Link]) -> bool:
    """Whether the links agree: two identifiers of one authority would make two things in the world one (owl:sameAs)."""
    return len({link.authority for link in links}) == len(links)


def _name(cluster: Cluster, kind: str) -> str:
    """The authority's name; else the one that most chains bear; of people and parties, the fullest of those that a tenth or more bear.

    Where no name is that frequent, all are looked at; "" where there is none that could be seen.
    """
    if is_visible(cluster.name):
        return cluster.name
    if cluster.entry is not None:
        return cluster.entry.name
    if len(cluster.members) == 1 and is_visible(cluster.members[0].chain.name):
        return cluster.members[0].chain.name
    votes = _names(cluster)
    if not votes:
        return min((alias for item in cluster.members for alias in item.chain.aliases if is_visible(alias)), default="")
    total = sum(votes.values())
    usual = [name for name, count in votes.items() if count * 10 >= total] or list(votes)
    if kind in _FULLEST:
        longest = max(len(name.split()) for name in usual)
        usual = [name for name in usual if len(name.split()) == longest]
    best = min(usual, key=lambda name: (-votes[name], name))
    known = lookup(best) if kind == "Party" else None
    return known.name if known is not None and known.name in votes else best  # "Liberal Democrats", not "Liberal Democrat"


def _names(cluster: Cluster) -> Counter[str]:
    """How often the chains of each name are mentioned; of descriptions only where nothing has a name."""
    seen = [item for item in cluster.members if is_visible(item.chain.name)]
    votes: Counter[str] = Counter()
    for item in [item for item in seen if item.chain.named] or seen:
        votes[item.chain.name] += min(max(item.mentions, 1), _MOST_VOTES)
    return votes


def _type(cluster: Cluster) -> str:
    """The type by votes over all mentions; a finer type beats the broader one that it belongs to."""
    if cluster.type:
        return cluster.type
    if len(cluster.members) == 1 and cluster.entry is None:
        return cluster.members[0].chain.type
    votes: Counter[str] = Counter()
    for item in cluster.members:
        votes[item.chain.type] += max(item.mentions, 1)
    best = min(votes, key=lambda kind: (-votes[kind], kind))
    if cluster.entry is not None and entity_is_a(cluster.entry.type, top_type(best)):
        return cluster.entry.type
    finer = [kind for kind in votes if kind != best and entity_is_a(kind, best) and votes[kind] * _FINER >= votes[best]]
    return min(finer, key=lambda kind: (-votes[kind], kind)) if finer else best


def _sector(cluster: Cluster, kind: str) -> str:
    """The sector by votes; of what is no person only of the chains that have the type, as many a sector is but that of a type."""
    return _vote(cluster, lambda chain: chain.sector if kind == "Person" or chain.type == kind else "")


def _vote(cluster: Cluster, of: Callable[[Chain], str]) -> str:
    """What most mentions say; where there are many articles, nothing that next to none of them says."""
    if len(cluster.members) == 1:
        return of(cluster.members[0].chain)
    votes: Counter[str] = Counter()
    chains: Counter[str] = Counter()
    for item in cluster.members:
        value = of(item.chain)
        if value:
            votes[value] += max(item.mentions, 1)
            chains[value] += 1
    best = min(votes, key=lambda value: (-votes[value], value), default="")
    return best if chains[best] >= _enough(cluster) else ""


def _enough(cluster: Cluster) -> float:
    """How many chains must say what no authority file knows: a tenth of them, and two of many."""
    size = len(cluster.members)
    return max(size / _SHARE, 2 if size >= _MANY else 1)
