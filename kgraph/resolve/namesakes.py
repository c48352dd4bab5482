"""Which of the chains of one name are one thing: all of them, unless the articles tell of things that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kgraph.resolve.joined import Joined, Profile

Context = Callable[[int], frozenset[str]]
"""The other names in a chain's article."""


def join_namesakes(indices: Sequence[int], joined: Joined, rule: str, context: Context) -> None:
    """Joins the chains of one name.

    Where no two of them differ in identifier, initials, country or calling, they are one. Else those are one that something besides the
    name speaks for; of the others each joins the only one that it can be, or the only one whose articles share a name with its own, and
    stays alone where that does not decide.
    """
    by_profile: dict[Profile, list[int]] = defaultdict(list)
    for index in indices:
        by_profile[joined.profile(index)].append(index)
    profiles = list(by_profile)
    if all(a.may_be(b) for n, a in enumerate(profiles) for b in profiles[n + 1 :]):
        _join(indices, joined, rule)
        return
    groups, unknown = _groups(sorted(profiles, key=_order))
    homes = [[index for profile in group for index in by_profile[profile]] for group in groups]
    for members in homes:
        _join(members, joined, rule)
    telling = _telling([frozenset(name for index in members for name in context(index)) for members in homes])
    for profile in unknown:
        possible = {n for n, group in enumerate(groups) if all(profile.may_be(other) for other in group)}
        for index in by_profile[profile]:
            home = possible if len(possible) == 1 else possible & {telling[name] for name in context(index) if name in telling}
            if len(home) == 1:
                joined.join(homes[min(home)][0], index, rule)


def join_tied(ties: Iterable[tuple[int, int]], joined: Joined, rule: str) -> None:
    """Joins the pairs that the company which they keep ties together, where nothing tells the two apart."""
    for first, second in ties:
        if joined.may_be(first, second):
            joined.join(first, second, rule)


def _telling(contexts: Sequence[frozenset[str]]) -> Mapping[str, int]:
    """The names that stand in one of the contexts alone, with its number."""
    spread = Counter(name for names in contexts for name in names)
    return {name: n for n, names in enumerate(contexts) for name in names if spread[name] == 1}


def _groups(profiles: Iterable[Profile]) -> tuple[list[list[Profile]], list[Profile]]:
    """Groups of profiles that something speaks for and nothing against, and the profiles that fit more than one or none of them."""
    groups: list[list[Profile]] = []
    unknown: list[Profile] = []
    for profile in profiles:
        if not (profile.countries or profile.callings or profile.links or profile.initials or profile.anchor != -1):
            unknown.append(profile)
            continue
        like = [g for g in groups if all(profile.may_be(p) for p in g) and any(_speaks_for(profile, p) for p in g)]
        if len(like) == 1:
            like[0].append(profile)
        elif any(all(profile.may_be(p) for p in g) for g in groups):
            unknown.append(profile)
        else:
            groups.append([profile])
    return groups, unknown


def _speaks_for(a: Profile, b: Profile) -> bool:
    return a.is_like(b) or bool(a.links & b.links) or bool(a.initials & b.initials) or a.anchor == b.anchor != -1


def _join(indices: Sequence[int], joined: Joined, rule: str) -> None:
    for index in indices[1:]:
        joined.join(indices[0], index, rule)


def _order(profile: Profile) -> tuple[object, ...]:
    """The fullest first, then by content: never by the order of the articles."""
    links = sorted(link.iri for link in profile.links)
    known = bool(links) + bool(profile.countries) + bool(profile.callings) + bool(profile.initials) + (profile.anchor != -1)
    told = (links, sorted(profile.countries), sorted(profile.callings), sorted(profile.initials))
    return (-known, profile.anchor == -1, profile.anchor, *told)
