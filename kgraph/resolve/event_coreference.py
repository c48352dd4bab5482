"""Which reports of one or many articles tell of one event.

Within an article the extraction has said it (``Report.same_as``). Over articles, units are compared only where they share a root and a
named participant, or a type and a place; never all pairs. What is compared is their gist, which units that tell the same share, so that a
corpus that repeats itself costs little more than one that does not. What only a story shows is found in resolve.story_coreference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from itertools import repeat

from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT
from kgraph.resolve.groups import Group
from kgraph.resolve.units import Gist, Unit, is_stated

Key = tuple[str, ...]
"""What units find each other by."""

NEAR = timedelta(days=3)
"""Articles that tell of the same thing without saying when: reports this many days apart may still be one event."""


def groups(units: Iterable[Unit], lexicon: Lexicon) -> list[Group]:
    """The units of articles, those together that tell of one event whatever story they belong to."""
    agreement = _Agreement(lexicon)
    found: list[Group] = []
    index: dict[Key, list[int]] = defaultdict(list)
    keys_of = cache(partial(keys, lexicon=lexicon))
    for unit in sorted(units, key=_order):
        own = keys_of(unit.facts.gist)
        near = sorted({number for key in own for number in index[key]})
        home = next((n for n in near if agreement.takes(found[n], unit)), len(found))
        if home == len(found):
            found.append(Group())
        found[home].add(unit)
        for key in own:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return found


def keys(gist: Gist, lexicon: Lexicon) -> tuple[Key, ...]:
    """What units must share one of to be compared at all; nothing for what stands alone."""
    return tuple((*key, week) for key in _keys(gist, lexicon) for week in _weeks(gist))


class _Agreement:
    """Whether units are one event, by what is known of event types; each pair of gists is compared once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._agree = cache(lambda a, b: _agree(a, b, lexicon))

    def takes(self, group: Group, unit: Unit) -> bool:
        """Whether nothing that a unit says keeps it from being a group's event; an article itself tells its own events apart."""
        return unit.article not in group.articles and all(map(self._agree, repeat(unit.facts.gist), group.gists))


def _keys(facts: Gist, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """The same without a time: a root and somebody, or a type and a place."""
    if facts.type == PLAIN_EVENT or lexicon.repeats(facts.type):
        return
    who = facts.who
    for entity in sorted(who):
        yield lexicon.types[facts.type].root, entity
    if not who:
        for _, place in sorted(facts.places):
            yield "place", facts.type, place


def _weeks(facts: Gist) -> tuple[str, ...]:
    """The weeks that a unit may be about and their neighbours, so that units near in time share one; "" for an unknown time.

    Of a long or open time only the ends count: what is told of years is seldom one event with what is told of a day.
    """
    days = [facts.day]
    if is_stated(facts.interval):
        days = [facts.interval.begin, facts.interval.end]
    weeks = {day.toordinal() // 7 for day in days if day is not None}
    return tuple(sorted({str(week + step) for week in weeks for step in (0, 1)})) or ("",)


def _order(unit: Unit) -> tuple[object, ...]:
    return (not is_stated(unit.facts.interval), unit.facts.day or date.max, unit.reports[0].ref)


def _agree(a: Gist, b: Gist, lexicon: Lexicon) -> bool:
    """Whether nothing that two units of different articles say keeps them from being one event."""
    if not (lexicon.is_a(a.type, b.type) or lexicon.is_a(b.type, a.type)):
        return False
    if are_apart(a.places, b.places):
        return False
    if not _sides_agree(a, b, symmetric=lexicon.types[a.type].symmetric):
        return False
    if is_stated(a.interval) and is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return a.is_fact == b.is_fact and _near(a, b)


def are_apart(places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether two events cannot be in one place: in two cities or two countries; a city may lie in a region."""
    return not places & others and bool({kind for kind, _ in places} & {kind for kind, _ in others})


def _sides_agree(a: Gist, b: Gist, *, symmetric: bool) -> bool:
    """Whether no role is filled by different ones, and enough is shared: two participants, or one and the trigger's lemma."""
    who, others = a.who, b.who
    if symmetric:
        compatible, shared = who <= others or others <= who, len(who & others)
    else:
        compatible, shared = _roles_agree(a, b), sum(len(x & y) for x, y in zip(a.named, b.named, strict=True))
    if not compatible or (who and others and not shared):
        return False
    return shared > 1 or (a.type == b.type and bool(a.lemmas & b.lemmas))


def _roles_agree(a: Gist, b: Gist) -> bool:
    """Whether each role can be filled by the same in both: by one of the same names, or the same description."""
    return not any(map(are_at_odds, a.named, b.named, a.heads, b.heads))


def are_at_odds(named: frozenset[str], others: frozenset[str], heads: frozenset[str], other_heads: frozenset[str]) -> bool:
    """Whether a role cannot be filled by the same in both: by one of the same names, else the same description."""
    if named and others:
        return named.isdisjoint(others)
    return bool(heads and other_heads) and heads.isdisjoint(other_heads)


def _near(a: Gist, b: Gist) -> bool:
    """Whether the two are about the same days; so are articles of which none has a date."""
    first, second = _about(a), _about(b)
    if first is None or second is None:
        return first is second
    return abs(first - second) <= NEAR


def _about(facts: Gist) -> date | None:
    """The day that a unit's event is likely near: its stated begin, else its article's."""
    if is_stated(facts.interval):
        return facts.interval.begin or facts.interval.end
    return facts.day
