"""Entities: chains of all articles that are one thing in the world.

Blocked by authority links and by words of names, never all pairs. Conservative: a wrong merge is worse than none. What two articles
tell of two people of one name keeps them apart; a bare surname joins only where the corpus knows one bearer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date
from functools import cache
from itertools import combinations

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from kgraph.model import Chain, Interval, Merge, TimeBasis
from kgraph.resolve.authority import Authority, Description, Entry, Office
from kgraph.resolve.clusters import Cluster
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined, Profile, profile_of
from kgraph.resolve.knowledge import is_not_now
from kgraph.resolve.names import (
    generation,
    is_bare,
    is_generic,
    middle_of,
    normalised,
    surnames,
    top_type,
    words_of,
)
from kgraph.resolve.namesakes import Context, join_by_context, join_namesakes
from kgraph.resolve.offices import carries_title, described, holder, is_alone

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
_FEW_ARTICLES = 20  # that a name may stand in to tell two stories apart, or this share of an archive
_SHARE_OF_ARTICLES = 50


def joined_chains(
    chains: Sequence[ChainEvidence], authority: Authority, apart: Iterable[tuple[frozenset[int], frozenset[int]]] = ()
) -> Joined:
    """The chains, those together that are one thing; ``apart`` are pairs of sets of chains that must not be."""
    joined = Joined([item.chain for item in chains], authority.entries, apart)
    named = [index for index, item in enumerate(chains) if item.chain.named]
    context = _context(chains, named)
    shared = _telling_context(chains, named, context)
    _join_by_identifier(chains, named, joined, authority)
    _join_known_names(chains, named, joined, authority)
    _join_by_name(chains, named, joined, context, shared)
    _join_by_alias(chains, named, joined)
    _join_variants(chains, named, joined)
    _join_bare_surnames(chains, named, joined, authority, shared)
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


def _context(chains: Sequence[ChainEvidence], named: Iterable[int]) -> Context:
    """The names of each chain's article."""
    names: dict[str, set[str]] = defaultdict(set)
    for index in named:
        if plain := normalised(chains[index].chain.name):
            names[chains[index].ref.article].add(plain)
    kept = cache(lambda article: frozenset(names[article]))
    return lambda index: kept(chains[index].ref.article)


def _telling_context(chains: Sequence[ChainEvidence], named: Iterable[int], context: Context) -> Context:
    """The other names in a chain's article that few articles have, and that do not hold the chain's own words."""
    articles = {chains[index].ref.article: index for index in named}
    spread = Counter(name for index in articles.values() for name in context(index))
    most = max(_FEW_ARTICLES, len(articles) // _SHARE_OF_ARTICLES)

    @cache
    def telling(index: int) -> frozenset[str]:
        own = set(normalised(chains[index].chain.name).split())
        return frozenset(name for name in context(index) if spread[name] <= most and own.isdisjoint(name.split()))

    return telling


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


def _join_by_name(
    chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, context: Context, shared: Context
) -> None:
    """Equal names, of people only full ones; those made of everyday words alone need more than the name."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in named:
        chain = chains[index].chain
        plain, kind = normalised(chain.name), top_type(chain.type)
        if plain and not (kind == "Person" and is_bare(plain)):
            groups[plain, kind].append(index)
    for (plain, kind), indices in groups.items():
        if kind != "Person" and is_generic(plain):
            join_by_context(indices, joined, "same name", shared)
        else:
            join_namesakes(indices, joined, "same name", context)


def _join_by_alias(chains: Sequence[ChainEvidence], named: Sequence[int], joined: Joined) -> None:
    """Aliases that are not bare surnames, where one thing has that name and nobody else may be called by it."""
    bearers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index in named:
        chain = chains[index].chain
        bearers[normalised(chain.name), top_type(chain.type)].add(joined.find(index))
    contested = _contested(chains, named, joined)
    for index in named:
        chain = chains[index].chain
        kind = top_type(chain.type)
        for plain in dict.fromkeys(map(normalised, chain.aliases)):
            if not plain or (kind == "Person" and (is_bare(plain) or generation(plain) != generation(normalised(chain.name)))):
                continue
            others = {joined.find(other) for other in bearers.get((plain, kind), ())}
            if len(others) == 1 and plain not in contested and joined.may_be(other := others.pop(), index):
                joined.join(other, index, "same alias")


def _contested(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined) -> set[str]:
    """The aliases of two people whose initials differ: "John Smith" may be John A. Smith or John B. Smith."""
    claims: dict[str, set[Profile]] = defaultdict(set)
    for index in named:
        known = joined.profile(index)
        if known.initials:
            for plain in set(map(normalised, chains[index].chain.aliases)):
                claims[plain].add(Profile(initials=known.initials))
    return {plain for plain, told in claims.items() if any(a.clashes(b) for a, b in combinations(told, 2))}


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
                if middle_of(name).clashes(middle_of(other)):
                    continue
                bearers = [{joined.find(index) for index in block[one]} for one in (name, other)]
                if all(len(found) == 1 for found in bearers):
                    first, second = (found.pop() for found in bearers)
                    if joined.may_be(first, second):
                        joined.join(first, second, "spelling variant")


def _join_bare_surnames(
    chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority, shared: Context
) -> None:
    """A person known by one word joins the office holder whose title it carries, or the only person whose last name it is.

    Two articles that share no other rare name have two persons in them, as far as anybody can tell.
    """
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
    met = _met(named, joined, shared)
    close = _close_surnames(bearers)
    for plain, indices in bare.items():
        found = {joined.find(i) for i in bearers.get(plain) or [i for other in close(plain) for i in bearers[other]]}
        left = _without_known(indices, plain, found, chains, joined, authority)
        found = {joined.find(i) for i in (*found, *(index for index in indices if joined.profile(index).anchor != -1))}
        if not found:
            join_by_context(left, joined, "same name", shared)
        elif len(found) == 1:
            (bearer,) = found
            told = met[bearer]
            for index in left:
                if joined.may_be(bearer, index) and (not told.isdisjoint(shared(index)) or _is_known(bearer, joined)):
                    joined.join(bearer, index, "only bearer")


def _met(named: Iterable[int], joined: Joined, shared: Context) -> Mapping[int, set[str]]:
    """By the root of each thing, the rare names of the articles that it is in."""
    met: dict[int, set[str]] = defaultdict(set)
    for index in named:
        met[joined.find(index)] |= shared(index)
    return met


def _is_known(bearer: int, joined: Joined) -> bool:
    """Whether an authority file or the gazetteer knows the bearer of a surname: whom everybody means by it."""
    known = joined.profile(bearer)
    return bool(known.links) or known.anchor != -1


def _called(plain: str) -> set[str]:
    """What a person of this normalised name may be called alone: the surname, and a son also the surname with his generation."""
    alone = {" ".join(words_of(plain))} if is_bare(plain) else surnames(plain)
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
