"""Which reports of one or many articles tell of one event.

Within an article the extraction has said it (``Report.same_as``). Over articles, units are compared only where they share a root and a
named participant, or a type and a place, or a word of a story; never all pairs. What is compared are their facts, which units that tell
the same share, so that a corpus that repeats itself costs little more than one that does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import repeat

import yaml

from kgraph.model import PLAIN_EVENT, Entity
from kgraph.ontology import Lexicon
from kgraph.resolve.evidence import Evidence
from kgraph.resolve.stories import stories
from kgraph.resolve.units import Facts, Gist, Unit, is_stated, units

# Articles that tell of the same thing without saying when: reports this many days apart may still be one event.
_NEAR = timedelta(days=3)

# How many people and happenings the sentences of two units share that tell of one event in one word, with nobody known who takes part in
# both: of ECB+'s untyped pairs that share two 148 of 159 are one event, of those that share fewer 126 of 224.
_BESIDE = 2

# The share of what two groups of reports say that may be at odds: one report with another date or side keeps no ten others apart. On ECB+ a
# fifth adds a twelfth of the links between articles at the same precision (.819 and .816), a quarter costs a point of it.
_AT_ODDS = 0.2


class _Group:
    """Units that tell of one event, and which articles tell each of their facts."""

    __slots__ = ("articles", "gists", "told", "units")

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.told: dict[Facts, set[str]] = {}
        self.gists: dict[Gist, None] = {}
        self.articles: set[str] = set()

    def add(self, unit: Unit) -> None:
        self.units.append(unit)
        self.told.setdefault(unit.facts, set()).add(unit.article)
        self.gists[unit.facts.gist] = None
        self.articles.add(unit.article)


def groups(evidence: Evidence, entities: Sequence[Entity], lexicon: Lexicon) -> list[tuple[Unit, ...]]:
    """The units of all articles, those together that tell of one event."""
    agreement = _Agreement(lexicon)
    found: list[_Group] = []
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    keys_of = cache(lambda gist: tuple((*key, week) for key in _keys(gist, lexicon) for week in _weeks(gist)))
    for unit in sorted(units(evidence, entities, stories(evidence, entities)), key=_order):
        keys = keys_of(unit.facts.gist)
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if agreement.takes(found[n], unit)), len(found))
        if home == len(found):
            found.append(_Group())
        found[home].add(unit)
        for key in keys:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return [tuple(group.units) for group in _joined_in_stories(found, agreement)]


def _joined_in_stories(found: Iterable[_Group], agreement: _Agreement) -> list[_Group]:
    """The groups, those together that tell of one thing because their articles follow one story."""
    joined: list[_Group] = []
    index: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for group in found:
        keys = {key for facts in group.told for key in agreement.story_keys(facts)}
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if agreement.joins(group, joined[n])), len(joined))
        if home == len(joined):
            joined.append(_Group())
        for unit in group.units:
            joined[home].add(unit)
        for key in keys:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return joined


class _Agreement:
    """Whether units are one event, by what is known of event types; each pair of facts is compared once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._agree = cache(lambda a, b: _agree(a, b, lexicon))
        self._may_be_of_story = cache(lambda a, b, one_article: _may_be_of_story(a, b, lexicon, one_article=one_article))
        self._shares = cache(lambda a, b, one_article: _shares(a, b, one_article=one_article))
        self.story_keys = cache(lambda facts: tuple(_story_keys(facts, lexicon)))

    def takes(self, group: _Group, unit: Unit) -> bool:
        """Whether nothing that a unit says keeps it from being a group's event; an article itself tells its own events apart."""
        return unit.article not in group.articles and all(map(self._agree, repeat(unit.facts.gist), group.gists))

    def joins(self, group: _Group, other: _Group) -> bool:
        """Whether the units of one are hardly at odds with those of the other, and two of them share somebody."""
        left = _AT_ODDS * len(group.told) * len(other.told)
        shares = False
        for a, b, one_article in _pairs(group, other):
            if self._may_be_of_story(a, b, one_article):
                shares = shares or self._shares(a, b, one_article)
            elif left < 1:
                return False
            else:
                left -= 1
        return shares


def _pairs(group: _Group, other: _Group) -> Iterator[tuple[Facts, Facts, bool]]:
    """What is told of one and of the other, and whether one article tells both; a pair comes twice where one does and another does not."""
    for a, articles in group.told.items():
        for b, others in other.told.items():
            if not articles.isdisjoint(others):
                yield a, b, True
            if len(articles) > 1 or articles != others:
                yield a, b, False


def _keys(facts: Gist, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """What units must share one of to be compared at all; nothing for what stands alone."""
    if facts.type == PLAIN_EVENT or lexicon.types[facts.type].repeats:
        return
    who = facts.who
    for entity in sorted(who):
        yield lexicon.types[facts.type].root, entity
    if not who:
        for _, place in sorted(facts.places):
            yield "place", facts.type, place


def _story_keys(facts: Facts, lexicon: Lexicon) -> Iterator[tuple[int, str, str]]:
    """What units must share one of to be joined in a story: a word, a type or one that is like it, with somebody; a single thing's word."""
    typed = facts.type != PLAIN_EVENT
    if not facts.is_told or (typed and lexicon.types[facts.type].repeats):
        return
    kinds = {*lexicon.ancestors(facts.type), *lexicon.types[facts.type].alike} if typed else set()
    somebody = frozenset().union(*facts.named, *facts.heads)
    for word in facts.lemmas | kinds:
        for who in somebody:
            yield facts.story, word, who
    if facts.is_single:
        for lemma in facts.lemmas:
            yield facts.story, lemma, ""


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
    if _apart(a.places, b.places):
        return False
    if not _sides_agree(a, b, symmetric=lexicon.types[a.type].symmetric):
        return False
    if is_stated(a.interval) and is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return a.is_fact == b.is_fact and _near(a, b)


def _apart(places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
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
    return not any(map(_at_odds, a.named, b.named, a.heads, b.heads))


def _at_odds(named: frozenset[str], others: frozenset[str], heads: frozenset[str], other_heads: frozenset[str]) -> bool:
    if named and others:
        return named.isdisjoint(others)
    return bool(heads and other_heads) and heads.isdisjoint(other_heads)


def _near(a: Gist, b: Gist) -> bool:
    """Whether the two are about the same days; so are articles of which none has a date."""
    first, second = _about(a), _about(b)
    if first is None or second is None:
        return first is second
    return abs(first - second) <= _NEAR


def _about(facts: Gist) -> date | None:
    """The day that a unit's event is likely near: its stated begin, else its article's."""
    if is_stated(facts.interval):
        return facts.interval.begin or facts.interval.end
    return facts.day


def _may_be_of_story(a: Facts, b: Facts, lexicon: Lexicon, *, one_article: bool) -> bool:
    """Whether two units of one story are told as facts or allegations of one kind, affirmed or denied alike, and not at odds.

    Told by two articles in the same words, they are at odds only where names differ; otherwise where descriptions do as well.
    """
    if a.story != b.story or not (a.is_told and b.is_told) or a.polarities != b.polarities:
        return False
    same_words = not a.lemmas.isdisjoint(b.lemmas)
    if PLAIN_EVENT in (a.type, b.type):
        if not same_words:
            return False
    elif not lexicon.may_be_one(a.type, b.type):
        return False
    if is_stated(a.interval) and is_stated(b.interval) and not a.interval.overlaps(b.interval):
        return False
    if a.type != PLAIN_EVENT and lexicon.types[a.type].symmetric and not (a.who <= b.who or b.who <= a.who):
        return False
    if _apart(a.places, b.places):
        return False
    return _names_agree(a, b) if same_words and not one_article else _descriptions_agree(a, b)


def _names_agree(a: Facts, b: Facts) -> bool:
    return not any(x and y and x.isdisjoint(y) for x, y in zip(a.named, b.named, strict=True))


def _descriptions_agree(a: Facts, b: Facts) -> bool:
    """Whether each role can be filled by the same: "a man" may be anybody of the story, a name or another description not."""
    return not any(
        _at_odds(*parts) and not (parts[2] and parts[3] and (parts[2] <= _anybody() or parts[3] <= _anybody()))
        for parts in zip(a.named, b.named, a.heads, b.heads, strict=True)
    )


def _shares(a: Facts, b: Facts, *, one_article: bool) -> bool:
    """Whether somebody takes part in both, or the same word tells of a single thing: beside the same others, or of a known type."""
    if any(x & y for x, y in zip((*a.named, *a.heads), (*b.named, *b.heads), strict=True)):
        return True
    if one_article or not (a.is_single and b.is_single) or a.lemmas.isdisjoint(b.lemmas):
        return False
    if len(a.beside & b.beside) >= _BESIDE:
        return True
    return PLAIN_EVENT not in (a.type, b.type) and not _is_other(a, b) and not _is_other(b, a)


def _is_other(a: Facts, b: Facts) -> bool:
    """Whether one tells of somebody by a description that says who, and the other by a name: "the negotiators", "Putin"."""
    return any(heads and named and heads.isdisjoint(_anybody()) for heads, named in zip(a.heads, b.named, strict=True))


@cache
def _anybody() -> frozenset[str]:
    """Words for a person or people that say nothing else of them."""
    raw = yaml.load((files("kgraph") / "data" / "resolution.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return frozenset(raw["anybody"])
