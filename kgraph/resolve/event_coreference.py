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
from itertools import islice, repeat

import yaml

from kgraph.model import PLAIN_EVENT, Entity
from kgraph.ontology import Lexicon
from kgraph.resolve.evidence import Evidence
from kgraph.resolve.stories import stories
from kgraph.resolve.units import ByRole, Facts, Gist, Unit, is_stated, units

# Articles that tell of the same thing without saying when: reports this many days apart may still be one event.
_NEAR = timedelta(days=3)
# The same where they name nobody who takes part in both.
_AT_ONCE = timedelta(days=1)

# How many people and happenings the sentences of two units share that tell of one event in one word, with nobody known who takes part in
# both: of ECB+'s untyped pairs that share two 148 of 159 are one event, of those that share fewer 126 of 224.
_BESIDE = 2

# How many pairs of what two groups of reports say share somebody for each pair at odds. On ECB+ a half finds a tenth more links between
# articles than seven tenths do, at the same precision (.85 and .84); a quarter costs two points of it.
_SHARED = 0.5

# How much more two reports are at odds that name different ones: on ECB+ as many links are found (B3 .641 and .645), and in news of
# several meetings in a week theirs stay apart.
_NAMES = 3

# How much of what a group of reports says is compared, from its first: on ECB+ as many links are found as by comparing all, with a
# precision of .85 instead of .82.
_COMPARED = 10


_StoryKey = tuple[int, str, str]
"""A story, a word or type, and somebody who takes part or one of the next."""
_HEADLINE, _NOBODY, _NAMED, _AGAIN = "headline", "nobody", "named", "again"
"""In the place of somebody: words of headlines, of what nobody is named for, of what somebody is named for, and of what repeats."""


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

    def take(self, other: _Group) -> None:
        """Adds the units of another."""
        for unit in other.units:
            self.add(unit)


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
    return [tuple(group.units) for group in _Joining(agreement).joined(found)]


class _Joining:
    """Groups, those together that tell of one thing because their articles follow one story."""

    def __init__(self, agreement: _Agreement) -> None:
        self._agreement = agreement
        self._groups: dict[int, _Group] = {}
        self._index: dict[_StoryKey, set[int]] = defaultdict(set)

    def joined(self, found: Iterable[_Group]) -> list[_Group]:
        """The groups in the order of their first; those that have grown are looked at again, as they may share more than they did."""
        grown: dict[int, None] = {}
        for number, group in enumerate(self._told_alike(found)):
            self._groups[number] = group
            self._settle(number, grown)
        while grown:
            number = next(iter(grown))
            del grown[number]
            self._settle(number, grown)
        return list(self._groups.values())

    def _told_alike(self, found: Iterable[_Group]) -> list[_Group]:
        """The groups, those together of which the same is told: sentences that articles take from one another need no comparing."""
        first: dict[Facts, _Group] = {}
        kept = []
        for group in found:
            facts, *others = group.told
            known = first.setdefault(facts, group) if not others else group
            if known is not group and known.articles.isdisjoint(group.articles) and self._agreement.is_enough(facts):
                known.take(group)
            else:
                kept.append(group)
        return kept

    def _settle(self, number: int, grown: dict[int, None]) -> None:
        """Joins a group to the first other that takes it."""
        group = self._groups[number]
        found_by, finds = (set().union(*keys) for keys in zip(*map(self._agreement.story_keys, group.told), strict=True))
        near = sorted({other for key in finds for other in self._index.get(key, ())} - {number})
        home = next((other for other in near if self._agreement.joins(group, self._groups[other])), number)
        if home != number:
            self._groups[home].take(group)
            del self._groups[number]
            grown.pop(number, None)
            grown[home] = None
        for key in found_by:
            self._index[key].discard(number)
            self._index[key].add(home)


class _Agreement:
    """Whether units are one event, by what is known of event types; each pair of facts is compared once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._agree = cache(lambda a, b: _agree(a, b, lexicon))
        self._verdict = cache(lambda a, b, one_article: _verdict(a, b, lexicon, one_article=one_article))
        self.story_keys = cache(lambda facts: _story_keys(facts, lexicon))

    def takes(self, group: _Group, unit: Unit) -> bool:
        """Whether nothing that a unit says keeps it from being a group's event; an article itself tells its own events apart."""
        return unit.article not in group.articles and all(map(self._agree, repeat(unit.facts.gist), group.gists))

    def is_enough(self, facts: Facts) -> bool:
        """Whether two articles of which each tells just this tell of one event."""
        return self._verdict(facts, facts, False) > 0

    def joins(self, group: _Group, other: _Group) -> bool:
        """Whether the units of one share more with those of the other than they are at odds."""
        shared = at_odds = 0
        for pair in _pairs(group, other):
            verdict = self._verdict(*pair)
            if verdict > 0:
                shared += verdict
            else:
                at_odds -= verdict
        return shared > 0 and shared >= _SHARED * at_odds


def _pairs(group: _Group, other: _Group) -> Iterator[tuple[Facts, Facts, bool]]:
    """What is told of one and of the other, and whether one article tells both; a pair comes twice where one does and another does not."""
    for a, articles in islice(group.told.items(), _COMPARED):
        for b, others in islice(other.told.items(), _COMPARED):
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


def _story_keys(facts: Facts, lexicon: Lexicon) -> tuple[frozenset[_StoryKey], frozenset[_StoryKey]]:
    """What a unit is found by in its story, and what by it finds others: a word, a type or one alike, with somebody or in two headlines.

    By its word alone it finds what names nobody, and if it names nobody all; what happens again and again finds headlines, or is one.
    """
    again = _repeats(facts, lexicon)
    words = facts.lemmas if again or facts.type == PLAIN_EVENT else {*facts.lemmas, facts.type, *lexicon.types[facts.type].alike}
    keys = {(facts.story, word, who) for who in frozenset().union(*_takes_part(facts)) for word in words}
    if facts.is_headline:
        keys |= {(facts.story, word, _HEADLINE) for word in words}
    if again:
        own, sought = [_AGAIN], [_HEADLINE, _AGAIN] if facts.is_headline else [_HEADLINE]
    elif facts.is_single:
        own, sought = ([_NAMED], [_NOBODY]) if facts.who else ([_NOBODY], [_NOBODY, _NAMED])
    else:
        own = sought = []
    found_by = keys | {(facts.story, word, where) for word in facts.lemmas for where in own}
    finds = keys | {(facts.story, word, where) for word in facts.lemmas for where in sought}
    return frozenset(found_by), frozenset(finds)


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


def _verdict(a: Facts, b: Facts, lexicon: Lexicon, *, one_article: bool) -> int:
    """1 where two units share what makes them one event, 0 where they do not, less where they are at odds, and most by other names."""
    if not _names_agree(a, b):
        return -_NAMES
    if not _may_be_one(a, b, lexicon, one_article=one_article):
        return -1
    return int(_shares(a, b, lexicon, one_article=one_article))


def _may_be_one(a: Facts, b: Facts, lexicon: Lexicon, *, one_article: bool) -> bool:
    """Whether two units whose names agree are of one kind, affirmed or denied alike, and not at odds over where and when.

    One article tells two events apart by descriptions and by modality as well.
    """
    if a.polarities != b.polarities or not _is_one_kind(a, b, lexicon):
        return False
    if a.is_told != b.is_told and (one_article or not _is_plan_of(a, b)):
        return False
    if one_article and _repeats(a, lexicon):
        return False
    if not _times_agree(a, b):
        return False
    if a.type != PLAIN_EVENT and lexicon.types[a.type].symmetric and not (a.who <= b.who or b.who <= a.who):
        return False
    if _apart(a.places, b.places):
        return False
    return not one_article or _descriptions_agree(a, b)


def _is_one_kind(a: Facts, b: Facts, lexicon: Lexicon) -> bool:
    """Whether two types or words may stand for one event; other types in other words only where they are alike and a name is shared."""
    if a.type == b.type != PLAIN_EVENT:
        return True
    same_words = not a.lemmas.isdisjoint(b.lemmas)
    if PLAIN_EVENT in (a.type, b.type):
        return same_words
    if same_words:
        return lexicon.may_be_one(a.type, b.type)
    return any(x & y for x, y in zip(a.named, b.named, strict=True)) and lexicon.are_alike(a.type, b.type)


def _times_agree(a: Facts, b: Facts) -> bool:
    """Whether two stated times overlap; where one says none, whether the articles are of about the same days, as far as they have any."""
    if is_stated(a.interval) and is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return a.day is None or b.day is None or abs(a.day - b.day) <= _NEAR


def _is_plan_of(a: Facts, b: Facts) -> bool:
    """Whether one is planned, and so may be what the other tells of; "wants to give" is no plan of anything that was given."""
    return (a.is_planned or b.is_planned) and PLAIN_EVENT not in (a.type, b.type)


def _names_agree(a: Facts, b: Facts) -> bool:
    if not a.who or not b.who:
        return True
    return not any(x and y and x.isdisjoint(y) for x, y in zip(a.named, b.named, strict=True))


def _descriptions_agree(a: Facts, b: Facts) -> bool:
    """Whether each role can be filled by the same: "a man" may be anybody of the story, a name or another description not."""
    return not any(
        _at_odds(*parts) and not (parts[2] and parts[3] and (parts[2] <= _anybody() or parts[3] <= _anybody()))
        for parts in zip(a.named, b.named, a.heads, b.heads, strict=True)
    )


def _shares(a: Facts, b: Facts, lexicon: Lexicon, *, one_article: bool) -> bool:
    """Whether somebody takes part in both, or two articles tell of a single thing in one word or of a known type in their headlines.

    What happens again and again (statements, moves) has to be told in one word, beside the same others, of somebody who takes part in both
    or in a headline. Where more than who takes part decides, the articles must be of one day or the next.
    """
    if a.story != b.story:
        return False
    somebody = any(x & y for x, y in zip(_takes_part(a), _takes_part(b), strict=True))
    at_once = not one_article and (a.day is None or b.day is None or abs(a.day - b.day) <= _AT_ONCE)
    one_word = at_once and not a.lemmas.isdisjoint(b.lemmas)
    if _repeats(a, lexicon) or _repeats(b, lexicon):
        others = (a.beside & b.beside).difference(*_takes_part(a), *_takes_part(b))
        return one_word and len(others) >= _BESIDE and (somebody or a.is_headline or b.is_headline)
    return somebody or (at_once and _are_headlines(a, b)) or (one_word and _is_one_thing(a, b))


def _are_headlines(a: Facts, b: Facts) -> bool:
    return a.is_headline and b.is_headline and a.type == b.type != PLAIN_EVENT


def _is_one_thing(a: Facts, b: Facts) -> bool:
    """Whether a word in two articles tells of a single thing, and one names nobody: beside the same others, or of a known type."""
    if not (a.is_single and b.is_single and a.is_told and b.is_told) or (a.who and b.who):
        return False
    if len(a.beside & b.beside) >= _BESIDE:
        return True
    return PLAIN_EVENT not in (a.type, b.type) and not _is_other(a, b) and not _is_other(b, a)


def _takes_part(facts: Facts) -> ByRole:
    return (*facts.named, *facts.heads)


def _repeats(facts: Facts, lexicon: Lexicon) -> bool:
    return facts.type != PLAIN_EVENT and lexicon.types[facts.type].repeats


def _is_other(a: Facts, b: Facts) -> bool:
    """Whether one tells of somebody by a description that says who, and the other by a name: "the negotiators", "Putin"."""
    return any(heads and named and heads.isdisjoint(_anybody()) for heads, named in zip(a.heads, b.named, strict=True))


@cache
def _anybody() -> frozenset[str]:
    """Words for a person or people that say nothing else of them."""
    raw = yaml.load((files("kgraph") / "data" / "resolution.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return frozenset(raw["anybody"])
