"""Entities: chains of all articles that are one thing in the world.

Blocked by authority links and by words of names, never all pairs. Conservative: a wrong merge is worse than none. What two articles
tell of two people of one name keeps them apart; a bare surname joins only where the corpus knows one bearer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from kgraph.lexicon import entity_is_a
from kgraph.model import Chain, ChainRef, Entity, Interval, Link, Merge, TimeBasis
from kgraph.resolve.authority import Authority, Description, Entry, Office
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined, profile_of
from kgraph.resolve.knowledge import is_not_now
from kgraph.resolve.names import generation, is_bare, normalised, surnames, top_type, words_of
from kgraph.resolve.namesakes import Context, join_namesakes
from kgraph.resolve.offices import carries_title, described, holder, is_alone
from kgraph.resolve.settled import KnownEntities
from kgraph.slugs import slug

RULES = {
    "first": "The first chain of its entity.",
    "same authority": "Both are known to an authority file under one identifier.",
    "known name": "An authority file knows one entity of this name, and type, country and calling agree.",
    "known surname": "A bare surname, and an authority file knows whose: the title, or country and term of office, agree.",
    "office on the date": "A description by an office, which an authority file says one person held on the article's date.",
    "same name": "Both have the same name, and types, countries and callings agree.",
    "same alias": "A name of one is an alias of the other, and types, countries and callings agree.",
    "spelling variant": "Two full names of people differ by a letter or two (edit ratio of at least 90).",
    "only bearer": "A bare surname, and the corpus knows one person of that name.",
    "corrected": "The corrections file says that the two are one.",
}
# Edit-distance ratio for spelling variants (Zelensky, Zelenskyy: 94); token sets would take a son for his father.
_VARIANT = 90.0


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


def joined_chains(
    chains: Sequence[ChainEvidence], authority: Authority, apart: Iterable[tuple[frozenset[int], frozenset[int]]] = ()
) -> Joined:
    """The chains, those together that are one thing; ``apart`` are pairs of sets of chains that must not be."""
    joined = Joined([item.chain for item in chains], authority.entries, apart)
    named = [index for index, item in enumerate(chains) if item.chain.named]
    context = _context(chains, named)
    _join_by_identifier(chains, named, joined, authority)
    _join_known_names(chains, named, joined, authority)
    _join_by_name(chains, named, joined, context)
    _join_by_alias(chains, named, joined)
    _join_variants(chains, named, joined)
    _join_bare_surnames(chains, named, joined, authority, context)
    _join_office_holders(chains, joined, authority)
    return joined


def clusters_of(chains: Sequence[ChainEvidence], joined: Joined, authority: Authority) -> list[Cluster]:
    """The sets of chains with the reasons of their joins, in the order of their first chains."""
    members: dict[int, list[int]] = {}
    for index in range(len(chains)):
        members.setdefault(joined.find(index), []).append(index)
    reasons = joined.reasons()
    found = []
    for root, indices in members.items():
        merges = []
        for index in indices:
            rule, met = reasons.get(index, ("first", None))
            merges.append(Merge(chains[index].ref, rule, chains[met].ref if met is not None else None))
        anchor = joined.profile(root).anchor
        entry = authority.entries[anchor] if anchor != -1 else None
        found.append(Cluster(tuple(chains[index] for index in indices), tuple(merges), entry))
    return found


def entities_of(clusters: Sequence[Cluster], *, known: KnownEntities = MappingProxyType({})) -> list[Entity]:
    """The entity of each cluster, in the same order; those that are ``known`` by their evidence are taken as they are."""
    same = [known.get(cluster.merges) if _is_plain(cluster) else None for cluster in clusters]
    called = [
        _Called(entity.name, entity.type, entity.named) if entity is not None else _called_so(cluster)
        for cluster, entity in zip(clusters, same, strict=True)
    ]
    ids = _ids(clusters, called)
    by_chain = {item.ref: ids[number] for number, cluster in enumerate(clusters) for item in cluster.members}
    return [
        entity
        if entity is not None and entity.id == ids[number]
        else _entity(clusters[number], called[number], ids[number], by_chain)
        for number, entity in enumerate(same)
    ]


def _is_plain(cluster: Cluster) -> bool:
    """Whether nothing but its chains says what a cluster is: no authority entry and no correction."""
    return cluster.entry is None and not (cluster.id or cluster.name or cluster.type)


def _context(chains: Sequence[ChainEvidence], named: Iterable[int]) -> Context:
    """The names of each chain's article."""
    names: dict[str, set[str]] = defaultdict(set)
    for index in named:
        names[chains[index].ref.article].add(normalised(chains[index].chain.name))
    kept = cache(lambda article: frozenset(names[article]))
    return lambda index: kept(chains[index].ref.article)


def _join_by_identifier(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority) -> None:
    first = {
        (link.iri, top_type(entry.type)): joined.anchor(number)
        for number, entry in reversed(list(enumerate(authority.entries)))
        for link in entry.links
    }
    for index in named:
        chain = chains[index].chain
        for link in chain.links:
            joined.join(first.setdefault((link.iri, top_type(chain.type)), index), index, "same authority")


def _join_known_names(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority) -> None:
    """Full names that an authority file knows; of its namesakes the one that the article speaks for."""
    for index in named:
        chain = chains[index].chain
        kind = top_type(chain.type)
        for plain in dict.fromkeys(map(normalised, (chain.name, *chain.aliases))):
            if generation(plain) != generation(normalised(chain.name)) or (kind == "Person" and is_bare(plain)):
                continue
            found = [n for n in authority.by_name.get((plain, kind), ()) if joined.may_be(joined.anchor(n), index)]
            if len(found) > 1:
                told = profile_of(chain)
                found = [n for n in found if told.is_like(joined.profile(joined.anchor(n)))]
            if len(found) == 1:
                joined.join(joined.anchor(found[0]), index, "known name")
                break


def _join_by_name(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, context: Context) -> None:
    """Equal names, of people only full ones."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in named:
        chain = chains[index].chain
        plain, kind = normalised(chain.name), top_type(chain.type)
        if plain and not (kind == "Person" and is_bare(plain)):
            groups[plain, kind].append(index)
    for indices in groups.values():
        join_namesakes(indices, joined, "same name", context)


def _join_by_alias(chains: Sequence[ChainEvidence], named: Sequence[int], joined: Joined) -> None:
    """Aliases that are no bare surnames, where one thing has that name."""
    bearers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index in named:
        chain = chains[index].chain
        bearers[normalised(chain.name), top_type(chain.type)].add(joined.find(index))
    for index in named:
        chain = chains[index].chain
        kind = top_type(chain.type)
        for plain in dict.fromkeys(map(normalised, chain.aliases)):
            if not plain or (kind == "Person" and (is_bare(plain) or generation(plain) != generation(normalised(chain.name)))):
                continue
            others = {joined.find(other) for other in bearers.get((plain, kind), ())}
            if len(others) == 1 and joined.may_be(other := others.pop(), index):
                joined.join(other, index, "same alias")


def _join_variants(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined) -> None:
    """Spelling variants of people's full names, within blocks of one first name and one initial of the last."""
    blocks: dict[tuple[str, ...], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for index in named:
        chain = chains[index].chain
        plain = normalised(chain.name)
        words = words_of(plain)
        if chain.type == "Person" and len(words) > 1 and not is_bare(plain):
            blocks[words[0], words[-1][0], str(len(words)), generation(plain)][plain].add(joined.find(index))
    for block in blocks.values():
        names = sorted(block)
        for position, name in enumerate(names):
            for other, _, _ in extract_iter(name, names[position + 1 :], scorer=ratio, score_cutoff=_VARIANT):
                bearers = [{joined.find(index) for index in block[one]} for one in (name, other)]
                if all(len(found) == 1 for found in bearers):
                    first, second = (found.pop() for found in bearers)
                    if joined.may_be(first, second):
                        joined.join(first, second, "spelling variant")


def _join_bare_surnames(
    chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority, context: Context
) -> None:
    """A person known by one word joins the office holder whose title it carries, or the only person whose last name it is."""
    bearers: dict[str, dict[int, None]] = defaultdict(dict)
    bare: dict[str, list[int]] = defaultdict(list)
    for index in named:
        chain = chains[index].chain
        plain = normalised(chain.name)
        if chain.type != "Person" or not plain:
            continue
        known = joined.profile(index)
        if is_bare(plain) and not known.links and known.anchor == -1:
            bare[plain].append(index)
        else:
            for alone in _called(plain):
                bearers[alone][joined.find(index)] = None
    close = _close_surnames(bearers)
    for plain, indices in bare.items():
        found = {joined.find(i) for i in bearers.get(plain) or [i for other in close(plain) for i in bearers[other]]}
        left = [index for index in indices if not _join_known_surname(index, plain, found, chains, joined, authority)]
        found = {joined.find(i) for i in (*found, *(index for index in indices if joined.profile(index).anchor != -1))}
        if not found:
            join_namesakes(left, joined, "same name", context)
        elif len(found) == 1:
            (bearer,) = found
            for index in left:
                if joined.may_be(bearer, index):
                    joined.join(bearer, index, "only bearer")


def _called(plain: str) -> set[str]:
    """What a person of this normalised name may be called alone: the surname, and a son also the surname with his generation."""
    alone = {" ".join(words_of(plain))} if is_bare(plain) else surnames(plain)
    return alone | {f"{surname} {son}" for surname in alone if (son := generation(plain))}


def _join_known_surname(
    index: int, surname: str, bearers: Iterable[int], chains: Sequence[ChainEvidence], joined: Joined, authority: Authority
) -> bool:
    """Whether a bare surname was found to be an office holder's.

    A title that fits the date decides where the country agrees; without a country, or with country and date alone, the corpus
    must know no other bearer.
    """
    item = chains[index]
    others = {joined.profile(bearer).anchor for bearer in bearers}
    titled, in_office = [], []
    for number in authority.by_surname.get(surname, ()):
        entry = authority.entries[number]
        if not joined.may_be(joined.anchor(number), index):
            continue
        carries = carries_title(item.chain.roles, entry, item.day, authority)
        is_compatriot = item.chain.country == entry.country != ""
        if carries and (is_compatriot or others <= {number}):
            titled.append(number)
        elif carries is None and is_compatriot and others <= {number} and _is_in_office(entry, item.day):
            in_office.append(number)
    found = titled or in_office
    return len(found) == 1 and joined.join(joined.anchor(found[0]), index, "known surname")


def _is_in_office(entry: Entry, day: date | None) -> bool:
    return day is not None and any(office.held_on(day) for office in entry.offices)


def _close_surnames(bearers: Mapping[str, object]) -> Callable[[str], list[str]]:
    """The surnames that a long one is a spelling variant of."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for surname in sorted(bearers):
        blocks[surname[:2]].append(surname)

    def close(surname: str) -> list[str]:
        if len(surname) < 6:
            return []
        return [other for other, _, _ in extract_iter(surname, blocks[surname[:2]], scorer=ratio, score_cutoff=_VARIANT)]

    return close


def _join_office_holders(chains: Sequence[ChainEvidence], joined: Joined, authority: Authority) -> None:
    """Descriptions by an office alone, in articles with a date: "the US president"."""
    people: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(chains):
        if item.chain.named and item.chain.type == "Person":
            people[item.ref.article].append(index)
    for index, item in enumerate(chains):
        told = _office(item, authority)
        if told is None or item.day is None:
            continue
        found = holder(told, item.chain.country, item.day, authority)
        if found is None or not all(_overlaps(found[1], time) for time in item.times):
            continue
        anchor = joined.anchor(found[0])
        owner = told.owner or item.chain.country
        rivals = (other for other in people[item.ref.article] if joined.find(other) != joined.find(anchor))
        if not any(_claims(chains[other].chain, told, owner, authority) for other in rivals):
            joined.join(anchor, index, "office on the date")


def _office(item: ChainEvidence, authority: Authority) -> Description | None:
    """The office that an unnamed person's description means, where it says whose."""
    chain = item.chain
    if chain.named or chain.type != "Person" or chain.members or item.day is None:
        return None
    told = described(chain.name, authority)
    return told if told is not None and (told.owner or chain.country or is_alone(told)) else None


def _overlaps(office: Office, time: Interval) -> bool:
    """Whether something that the person does can fall into the term: "In 1963 the US president" is not the one of today."""
    return time.overlaps(Interval(office.begin, office.end, "day", TimeBasis.STATED))


def _claims(chain: Chain, told: Description, owner: str, authority: Authority) -> bool:
    """Whether the article gives the office to somebody by name."""
    claims = (described(role, authority) for role in chain.roles if not is_not_now(role))
    return any(one and one.offices & told.offices and (one.owner or chain.country) in ("", owner) for one in claims)


class _Called(NamedTuple):
    """What an entity is called, its type, and whether somebody calls it by a name."""

    name: str
    type: str
    named: bool


def _called_so(cluster: Cluster) -> _Called:
    kind = _type(cluster)
    named = cluster.entry is not None or any(item.chain.named for item in cluster.members)
    return _Called(_name(cluster, kind), kind, named)


def _ids(clusters: Sequence[Cluster], called: Sequence[_Called]) -> list[str]:
    """Readable identifiers; unnamed entities carry their article's, and equal ones are numbered in the order of evidence."""
    order = sorted(range(len(clusters)), key=lambda n: (clusters[n].entry is None, clusters[n].members[0].ref))
    taken: Counter[str] = Counter()
    ids = [""] * len(clusters)
    for number in order:
        base = clusters[number].id or _base_id(clusters[number], called[number])
        taken[base] += 1
        ids[number] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _base_id(cluster: Cluster, called: _Called) -> str:
    kind = top_type(called.type).lower()
    stem = slug(called.name) or "unnamed"
    if called.named:
        return f"{kind}/{stem}"
    ref = cluster.members[0].ref
    return f"{kind}/{stem}-{ref.article[:8]}-{ref.chain}"


def _entity(cluster: Cluster, called: _Called, identifier: str, by_chain: Mapping[ChainRef, str]) -> Entity:
    entry = cluster.entry
    aliases = {alias for item in cluster.members for alias in (item.chain.name, *item.chain.aliases) if item.chain.named}
    links = {link for item in cluster.members for link in item.chain.links} | set(entry.links if entry is not None else ())
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
        aliases=tuple(sorted(aliases - {called.name, ""})),
        links=tuple(sorted(links, key=lambda link: (link.authority, link.iri))) if _one_each(links) else (),
        country=(entry.country if entry is not None else "") or _vote(cluster, lambda chain: chain.country),
        sector=(entry.sector if entry is not None else "") or _vote(cluster, lambda chain: chain.sector),
        roles=_roles(cluster),
        members=tuple(sorted(members - {identifier})),
        mention_count=sum(item.mentions for item in cluster.members),
        named=called.named,
        count=None if called.named else _count(cluster),
    )


def _count(cluster: Cluster) -> int | None:
    """How many they are, if all chains that say so agree."""
    told = {item.chain.count for item in cluster.members if item.chain.count is not None}
    return told.pop() if len(told) == 1 else None


def _roles(cluster: Cluster) -> tuple[str, ...]:
    """The roles that the articles give, and the offices that the authority file has beside them."""
    told = {role for item in cluster.members for role in item.chain.roles}
    if cluster.entry is None:
        return tuple(sorted(told))
    plain = {role.lower() for role in told}
    known = {_title(office) for office in cluster.entry.offices}
    return tuple(sorted(told | {title for title in known if title.lower() not in plain}))


def _title(office: Office) -> str:
    return f"{office.title} of {office.of}" if office.of else office.title


def _one_each(links: Collection[Link]) -> bool:
    """Whether the links agree: two identifiers of one authority would make two things in the world one (owl:sameAs)."""
    return len({link.authority for link in links}) == len(links)


def _name(cluster: Cluster, kind: str) -> str:
    """The authority's name; else the one that most mentions' chains bear; of people, the fullest of those that more than a tenth bear."""
    if cluster.name or cluster.entry is not None:
        return cluster.name or (cluster.entry.name if cluster.entry is not None else "")
    if len(cluster.members) == 1:
        return cluster.members[0].chain.name
    votes: Counter[str] = Counter()
    for item in cluster.members:
        if item.chain.named or not any(other.chain.named for other in cluster.members):
            votes[item.chain.name] += max(item.mentions, 1)
    total = sum(votes.values())
    usual = [name for name, count in votes.items() if count * 10 >= total]
    if kind == "Person":
        longest = max(len(name.split()) for name in usual)
        usual = [name for name in usual if len(name.split()) == longest]
    return min(usual, key=lambda name: (-votes[name], name))


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
    finer = [kind for kind in votes if kind != best and entity_is_a(kind, best)]
    return min(finer, key=lambda kind: (-votes[kind], kind)) if finer else best


def _vote(cluster: Cluster, of: Callable[[Chain], str]) -> str:
    if len(cluster.members) == 1:
        return of(cluster.members[0].chain)
    votes: Counter[str] = Counter()
    for item in cluster.members:
        value = of(item.chain)
        if value:
            votes[value] += max(item.mentions, 1)
    return min(votes, key=lambda value: (-votes[value], value)) if votes else ""
