"""Entities: chains of all articles that are one thing in the world.

Blocked by authority links and by words of names, never all pairs. Conservative: a wrong merge is worse than none. What two articles
tell of two people of one name keeps them apart; a bare surname joins only where a full name stands in the same story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio

from kgraph.model import Merge
from kgraph.resolve.authority import Authority, Entry
from kgraph.resolve.clusters import Cluster
from kgraph.resolve.company import Company, Spread
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined, Profile, profile_of
from kgraph.resolve.names import generation, is_bare, is_common, is_edition, normalised, top_type
from kgraph.resolve.office_holders import join_office_holders
from kgraph.resolve.same_names import VARIANT, Names, how_alike, join_by_alias, join_by_name, join_variants, own_aliases
from kgraph.resolve.surnames import join_bare_surnames

RULES = {
    "first": "The first chain of its entity.",
    "same authority": "Both are known to an authority file under one identifier.",
    "known name": "An authority file knows one entity of this name, and type, country and calling agree.",
    "known surname": "A bare surname, and an authority file knows whose: the title, or country and term of office, agree.",
    "office on the date": "A description by an office, which an authority file says one person held on the article's date.",
    "same name": "Both have the same name, and nothing tells them apart; a common name needs articles that share other names.",
    "same alias": "A name of one is a short form of the other's, which nothing else bears, and nothing tells them apart.",
    "spelling variant": "Two full names of people differ by a letter or two, in articles that share other names.",
    "only bearer": "A bare surname, and one bearer of it by full name in an article that follows the same story.",
    "corrected": "The corrections file says that the two are one.",
}


def joined_chains(
    chains: Sequence[ChainEvidence],
    authority: Authority,
    apart: Iterable[tuple[frozenset[int], frozenset[int]]] = (),
    spread: Spread | None = None,
) -> Joined:
    """The chains, those together that are one thing; ``apart`` are pairs of sets of chains that must not be.

    ``spread`` is that of all names where the chains are not all that there are.
    """
    joined = Joined([item.chain for item in chains], authority.entries, apart)
    named = [index for index, item in enumerate(chains) if item.chain.named]
    names, company = Names(chains, named), Company(chains, spread)
    _join_by_identifier(chains, named, joined, authority)
    _join_known_names(chains, named, joined, authority)
    join_by_name(names, joined, company)
    join_by_alias(names, joined, company)
    join_variants(names, joined, company)
    join_bare_surnames(chains, named, joined, authority, company)
    join_office_holders(chains, joined, authority)
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


def _join_by_identifier(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority) -> None:
    first = {
        (link.iri, top_type(entry.type)): joined.anchor(number)
        for number, entry in reversed(list(enumerate(authority.entries)))
        for link in entry.links
    }
    for index in named:
        chain = chains[index].chain
        for link in chain.links if not is_edition(chain.type, chain.name) else ():
            joined.join(first.setdefault((link.iri, top_type(chain.type)), index), index, "same authority")


def _join_known_names(chains: Sequence[ChainEvidence], named: Iterable[int], joined: Joined, authority: Authority) -> None:
    """Full names that an authority file knows; of its namesakes, and where many share a name, the one that the article speaks for."""
    for index in named:
        chain = chains[index].chain
        kind = top_type(chain.type)
        for name in (chain.name, *own_aliases(chain.name, chain.aliases)):
            plain = normalised(name)
            if generation(plain) != generation(normalised(chain.name)) or (kind == "Person" and is_bare(name)):
                continue
            known = authority.by_name.get((plain, kind), ())
            found = [
                n
                for n in known
                if joined.may_be(joined.anchor(n), index) and _may_abbreviate(name, chain.name, authority.entries[n])
            ]
            if len(found) > 1 or (kind == "Person" and is_common(name)):
                told, several = profile_of(chain), len(found) > 1
                found = [n for n in found if _speaks_for(told, joined.profile(joined.anchor(n)), several=several)]
            if len(found) == 1:
                joined.join(joined.anchor(found[0]), index, "known name")
                break


def _may_abbreviate(short: str, name: str, entry: Entry) -> bool:
    """Whether an entry's acronym can be short for the name that an article has beside it: "WTO" is not for every Organization of T."""
    if short.lower().endswith(" group") and short.lower() not in {other.lower() for other in entry.names}:
        return False  # "Brask Group" may be quite another firm than Brask
    if how_alike(name, short) != "acronym":
        return True
    return any(
        how_alike(other, name) or how_alike(name, other) or ratio(other, name) >= VARIANT
        for other in entry.names
        if not other.isupper()
    )


def _speaks_for(told: Profile, known: Profile, *, several: bool) -> bool:
    """Whether an article speaks for an entry: by country or calling, of which an entry that has no namesake may tell nothing."""
    return told.is_like(known) or not (several or known.countries or known.callings)
