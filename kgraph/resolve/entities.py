"""Entities: chains of all articles that are one thing in the world.

Blocked by authority links and by words of names, never all pairs. Conservative on people: a full name joins its equal and its
spelling variants, a bare surname joins only where the corpus knows one bearer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from kgraph.model import Chain, ChainRef, Entity, Link, Merge
from kgraph.ontology import entity_is_a
from kgraph.resolve.evidence import ChainEvidence, Evidence
from kgraph.slugs import slug

RULES = {
    "first": "The first chain of its entity.",
    "same authority": "Both are known to an authority file under one identifier.",
    "same name": "Both have the same name, and their types agree.",
    "same alias": "A name of one is an alias of the other, and their types agree.",
    "spelling variant": "Two full names of people differ by a letter or two (edit ratio of at least 90).",
    "only bearer": "A bare surname, and the corpus knows one person of that name.",
}
# Edit-distance ratio for spelling variants (Zelensky, Zelenskyy: 94); token sets would take a son for his father.
_VARIANT = 90.0
_SUFFIX = re.compile(r"[\s,]+(jr|sr|ii|iii|iv)\.?$")
_LEGAL = re.compile(r"[\s,]+(inc|corp|corporation|ltd|llc|plc|co|ag|gmbh|sa|nv|group)\.?$")
_TOP_TYPES = ("Person", "Group", "Organization", "Place", "NamedEvent", "Law", "Product", "Work", "Money")


@dataclass(slots=True)
class _Cluster:
    """Chains that have been joined so far; only this module sees it change."""

    members: list[ChainEvidence]
    merges: list[Merge] = field(default_factory=list)


class _Joined:
    """Disjoint sets of chains, with the rule that made each union."""

    def __init__(self, chains: Sequence[ChainEvidence]) -> None:
        self._parent = list(range(len(chains)))
        self.merges: list[tuple[int, str, int]] = []

    def find(self, index: int) -> int:
        """The representative of a chain's set: its first chain."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, first: int, second: int, rule: str) -> None:
        """One set of two; the smaller index represents it."""
        a, b = sorted((self.find(first), self.find(second)))
        if a != b:
            self._parent[b] = a
            self.merges.append((second, rule, first))


def entities(evidence: Evidence) -> tuple[Entity, ...]:
    """The entities of all named chains, and of the unnamed ones that take part in an event; sorted by id."""
    chains = [item for item in evidence.chains if item.chain.named or item.takes_part]
    joined = _Joined(chains)
    named = [index for index, item in enumerate(chains) if item.chain.named]
    _join_by_authority(chains, named, joined)
    _join_by_name(chains, named, joined)
    _join_variants(chains, named, joined)
    _join_bare_surnames(chains, named, joined)
    clusters = _clusters(chains, joined)
    ids = _ids(clusters)
    by_chain = {item.ref: ids[number] for number, cluster in enumerate(clusters) for item in cluster.members}
    return tuple(sorted((_entity(c, ids[n], by_chain) for n, c in enumerate(clusters)), key=lambda entity: entity.id))


def normalised(name: str) -> str:
    """A name as it is compared: lower case, without accents, leading article, punctuation and legal form."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[’']s$", "", plain.replace(".", ""))
    plain = re.sub(r"^the ", "", re.sub(r"[^\w\s,-]+", " ", plain)).strip()
    return " ".join(_LEGAL.sub("", plain).replace(",", " ").replace("-", " ").split())


def top_type(kind: str) -> str:
    """The broad type that an entity's identifier begins with."""
    return next((top for top in _TOP_TYPES if entity_is_a(kind, top)), "Thing")


def _join_by_authority(chains: Sequence[ChainEvidence], named: Iterable[int], joined: _Joined) -> None:
    first: dict[tuple[str, str], int] = {}
    for index in named:
        chain = chains[index].chain
        for link in chain.links:
            key = (link.iri, top_type(chain.type))
            joined.join(first.setdefault(key, index), index, "same authority")


def _join_by_name(chains: Sequence[ChainEvidence], named: Iterable[int], joined: _Joined) -> None:
    """Equal full names, then aliases that are no bare surnames."""
    by_name: dict[tuple[str, str], int] = {}
    indices = list(named)
    for index in indices:
        chain = chains[index].chain
        key = (normalised(chain.name), top_type(chain.type))
        if key[0] and not (key[1] == "Person" and " " not in key[0]):
            joined.join(by_name.setdefault(key, index), index, "same name")
    for index in indices:
        chain = chains[index].chain
        kind = top_type(chain.type)
        for alias in chain.aliases:
            plain = normalised(alias)
            if plain and not (kind == "Person" and " " not in plain):
                other = by_name.get((plain, kind))
                if other is not None and _compatible(chains[other].chain, chain):
                    joined.join(other, index, "same alias")


def _compatible(a: Chain, b: Chain) -> bool:
    """Whether neither identifiers nor countries tell two chains apart."""
    same_authority = {link.authority for link in a.links} & {link.authority for link in b.links}
    if any({x.iri for x in a.links if x.authority == n} != {x.iri for x in b.links if x.authority == n} for n in same_authority):
        return False
    return not (a.country and b.country and a.country != b.country)


def _join_variants(chains: Sequence[ChainEvidence], named: Iterable[int], joined: _Joined) -> None:
    """Spelling variants of people's full names, within blocks of one first name and one initial of the last."""
    blocks: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for index in named:
        chain = chains[index].chain
        plain = normalised(chain.name)
        words = plain.split()
        if chain.type == "Person" and len(words) > 1:
            blocks[words[0], words[-1][0]].setdefault(plain, index)
    for block in blocks.values():
        names = sorted(block)
        for position, name in enumerate(names):
            for other in names[position + 1 :]:
                if _is_variant(name, other) and _compatible(chains[block[name]].chain, chains[block[other]].chain):
                    joined.join(block[name], block[other], "spelling variant")


def _is_variant(a: str, b: str) -> bool:
    return _suffix(a) == _suffix(b) and len(a.split()) == len(b.split()) and ratio(a, b) >= _VARIANT


def _suffix(name: str) -> str:
    match = _SUFFIX.search(name)
    return match[1] if match else ""


def _join_bare_surnames(chains: Sequence[ChainEvidence], named: Iterable[int], joined: _Joined) -> None:
    """A person known by one word joins the only person whose last name is that word, or a variant of it."""
    bearers: dict[str, set[int]] = defaultdict(set)
    bare: list[tuple[str, int]] = []
    for index in named:
        chain = chains[index].chain
        words = normalised(chain.name).split()
        if chain.type != "Person" or not words:
            continue
        if len(words) == 1:
            bare.append((words[0], index))
        else:
            bearers[words[-1]].add(joined.find(index))
    first_bare: dict[str, int] = {}
    for surname, index in bare:
        found = {joined.find(i) for i in bearers.get(surname, ())} or _variant_bearers(surname, bearers, joined)
        if len(found) == 1:
            joined.join(found.pop(), index, "only bearer")
        elif not found:
            joined.join(first_bare.setdefault(surname, index), index, "same name")


def _variant_bearers(surname: str, bearers: dict[str, set[int]], joined: _Joined) -> set[int]:
    if len(surname) < 6:
        return set()
    close = (other for other in bearers if other[:2] == surname[:2] and ratio(other, surname) >= _VARIANT)
    return {joined.find(index) for other in close for index in bearers[other]}


def _clusters(chains: Sequence[ChainEvidence], joined: _Joined) -> list[_Cluster]:
    groups: dict[int, _Cluster] = {}
    for index, item in enumerate(chains):
        groups.setdefault(joined.find(index), _Cluster([])).members.append(item)
    reasons = {second: (rule, first) for second, rule, first in joined.merges}
    for index, item in enumerate(chains):
        rule, met = reasons.get(index, ("first", None))
        merge = Merge(item.ref, rule, chains[met].ref if met is not None else None)
        groups[joined.find(index)].merges.append(merge)
    return list(groups.values())


def _ids(clusters: Sequence[_Cluster]) -> list[str]:
    """Readable identifiers; unnamed entities carry their article's, and equal ones are numbered in the order of evidence."""
    order = sorted(range(len(clusters)), key=lambda n: min(item.ref for item in clusters[n].members))
    taken: Counter[str] = Counter()
    ids = [""] * len(clusters)
    for number in order:
        base = _base_id(clusters[number])
        taken[base] += 1
        ids[number] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _base_id(cluster: _Cluster) -> str:
    kind = top_type(_type(cluster)).lower()
    stem = slug(_name(cluster)) or "unnamed"
    if any(item.chain.named for item in cluster.members):
        return f"{kind}/{stem}"
    ref = cluster.members[0].ref
    return f"{kind}/{stem}-{ref.article[:8]}-{ref.chain}"


def _entity(cluster: _Cluster, identifier: str, by_chain: dict[ChainRef, str]) -> Entity:
    name = _name(cluster)
    aliases = {alias for item in cluster.members for alias in (item.chain.name, *item.chain.aliases) if item.chain.named}
    links = {link for item in cluster.members for link in item.chain.links}
    members = {
        by_chain[ref]
        for item in cluster.members
        for member in item.chain.members
        if (ref := ChainRef(item.ref.article, member)) in by_chain
    }
    return Entity(
        id=identifier,
        name=name,
        type=_type(cluster),
        evidence=tuple(sorted(cluster.merges, key=lambda merge: merge.chain)),
        aliases=tuple(sorted(aliases - {name, ""})),
        links=tuple(sorted(links, key=lambda link: (link.authority, link.iri))) if _one_each(links) else (),
        country=_vote(cluster, lambda chain: chain.country),
        sector=_vote(cluster, lambda chain: chain.sector),
        roles=tuple(sorted({role for item in cluster.members for role in item.chain.roles})),
        members=tuple(sorted(members - {identifier})),
        mention_count=sum(item.mentions for item in cluster.members),
        named=any(item.chain.named for item in cluster.members),
    )


def _one_each(links: Iterable[Link]) -> bool:
    """Whether the links agree: two identifiers of one authority would make two things in the world one (owl:sameAs)."""
    counts = Counter(link.authority for link in links)
    return all(count == 1 for count in counts.values())


def _name(cluster: _Cluster) -> str:
    """The name that most mentions' chains bear; of people, the fullest of those that more than a tenth bear."""
    votes: Counter[str] = Counter()
    for item in cluster.members:
        if item.chain.named or not any(other.chain.named for other in cluster.members):
            votes[item.chain.name] += max(item.mentions, 1)
    total = sum(votes.values())
    usual = [name for name, count in votes.items() if count * 10 >= total]
    if _type(cluster) == "Person":
        longest = max(len(name.split()) for name in usual)
        usual = [name for name in usual if len(name.split()) == longest]
    return min(usual, key=lambda name: (-votes[name], name))


def _type(cluster: _Cluster) -> str:
    """The type by votes over all mentions; a finer type beats the broader one that it belongs to."""
    votes: Counter[str] = Counter()
    for item in cluster.members:
        votes[item.chain.type] += max(item.mentions, 1)
    best = min(votes, key=lambda kind: (-votes[kind], kind))
    finer = [kind for kind in votes if kind != best and entity_is_a(kind, best)]
    return min(finer, key=lambda kind: (-votes[kind], kind)) if finer else best


def _vote(cluster: _Cluster, of: Callable[[Chain], str]) -> str:
    votes: Counter[str] = Counter()
    for item in cluster.members:
        value = of(item.chain)
        if value:
            votes[value] += max(item.mentions, 1)
    return min(votes, key=lambda value: (-votes[value], value)) if votes else ""
