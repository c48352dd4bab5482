"""What most units of an event say of it: who takes part, where and when. What one of several articles alone says may be its mistake."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kgraph.model import Entity, Interval, Role
from kgraph.resolve.event_clusters import Cluster
from kgraph.resolve.reasons import SAME_KEY
from kgraph.resolve.units import Unit, best_interval

_FEW = 2
"""Up to how many units all are believed."""
_MANY = 10
"""From how many articles on something has to say that all mean one event, and not what is in the news."""


def roles_of(units: Sequence[Unit], entities: Mapping[str, Entity]) -> list[Role]:
    """Who takes part: everybody of one or two units; of more, whom half of those name that name anybody in the role.

    Where nobody is named for a role, those whom the first unit describes that describes somebody.
    """
    if len(units) <= _FEW:
        return sorted(units[0].roles.union(*[unit.roles for unit in units[1:]]))
    by_name: dict[str, list[frozenset[Role]]] = defaultdict(list)
    for unit in units:
        for name in {role.name for role in unit.roles}:
            by_name[name].append(frozenset([role for role in unit.roles if role.name == name]))
    return sorted({role for told in by_name.values() for role in _believed(told, entities)})


def _believed(told: Sequence[frozenset[Role]], entities: Mapping[str, Entity]) -> Iterator[Role]:
    """Of what units say fills one role, what is to be believed; ``told`` is in the order of the units."""
    named = [found for roles in told if (found := [role for role in roles if entities[role.entity].named])]
    if not named:
        yield from told[0]
        return
    votes = Counter(role for roles in named for role in roles)
    most = max(votes.values())
    yield from (role for role, number in votes.items() if 2 * number >= len(named) or number == most)


def place_of(units: Sequence[Unit], roles: Sequence[Role], entities: Mapping[str, Entity]) -> str | None:
    """Where it was: a place with a name before one without, and that which most units have."""
    votes = Counter(role.entity for unit in units for role in unit.roles if role.name == "place")
    places = [role.entity for role in roles if role.name == "place"]
    return min(places, key=lambda entity: (not entities[entity].named, -votes[entity], entity), default=None)


def interval_of(units: Sequence[Unit]) -> Interval | None:
    """When it was, as far as the units say."""
    return best_interval([unit.facts.interval for unit in units])


def is_theme(cluster: Cluster) -> bool:
    """Whether so many articles write about it that it is no event unless a key says so."""
    articles = {unit.article for unit in cluster.units}
    return len(articles) >= _MANY and all(merge.rule != SAME_KEY for merge in cluster.merges)
