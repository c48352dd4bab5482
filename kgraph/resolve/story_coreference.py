"""Which groups of reports tell of one event because their articles follow one story (resolve.stories).

What shares an event there may be very little: a word, beside the same others. So groups are weighed, what they share against what they
are at odds over, and are compared only where they share a word or a type with somebody, or a word that is enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from importlib.resources import files
from itertools import islice

import yaml

from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT
from kgraph.resolve.event_coreference import NEAR, are_apart, are_at_odds
from kgraph.resolve.groups import Group
from kgraph.resolve.units import ByRole, Facts, Gist, is_stated

# How many days apart articles may be that name nobody who takes part in both.
_AT_ONCE = timedelta(days=1)

# How many people and happenings the sentences of two units share that tell of one event in one word, with nobody known who takes part in
# both: of ECB+'s untyped pairs that share two 148 of 159 are one event, of those that share fewer 126 of 224.
_BESIDE = 2

# How many pairs of what two groups of reports say share somebody for each pair at odds. On ECB+ a half finds a tenth more links between
# articles than seven tenths do, at the same precision (.85 and .84); a quarter costs two points of it.
_SHARED = 0.5

# How much more two reports are at odds that name different ones: on ECB+ as many links are found (B3 .641 and .645), and in news of
# several meetings in a week theirs stay apart. So are those whose stated times lie more than a month apart (B3 .640): last year's awards.
_NAMES = 3
_FAR = timedelta(days=31)

# How much of what a group of reports says is compared, from its first: on ECB+ as many links are found as by comparing all, with a
# precision of .85 instead of .82.
_COMPARED = 10

_Key = tuple[str, str, str]
"""A story, a word or type, and somebody who takes part or one of the next."""
_HEADLINE, _NOBODY, _NAMED, _AGAIN = "headline", "nobody", "named", "again"
"""In the place of somebody: words of headlines, of what nobody is named for, of what somebody is named for, and of what repeats."""


def joined_in_stories(found: Iterable[Group], lexicon: Lexicon) -> list[Group]:
    """The groups, those together that tell of one event in a story, in the order of their first."""
    return _Joining(_Agreement(lexicon)).joined(found)


class _Joining:
    """Groups, those together that tell of one thing because their articles follow one story."""

    def __init__(self, agreement: _Agreement) -> None:
        self._agreement = agreement
        self._groups: dict[int, Group] = {}
        self._index: dict[_Key, set[int]] = defaultdict(set)

    def joined(self, found: Iterable[Group]) -> list[Group]:
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

    def _told_alike(self, found: Iterable[Group]) -> list[Group]:
        """The groups, those together of which the same is told: sentences that articles take from one another need no comparing."""
        first: dict[Facts, Group] = {}
        kept = []
        for group in found:
            facts, *others = group.told
            known = first.setdefault(facts, group) if not others else group
            if (
                known is not group
                and known.articles.isdisjoint(group.articles)
                and self._agreement.verdict(facts, facts, one_article=False) > 0
            ):
                known.take(group)
            else:
                kept.append(group)
        return kept

    def _settle(self, number: int, grown: dict[int, None]) -> None:
        """Joins a group to the first other that takes it."""
        group = self._groups[number]
        found_by, finds = (set().union(*own) for own in zip(*map(self._agreement.keys, group.told), strict=True))
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
    """What units are to each other, by what is known of event types; each pair of gists is compared once, of facts what is left."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._standing = cache(lambda a, b, one_article: _standing(a, b, lexicon, one_article=one_article))
        self._is_one_thing = cache(_is_one_thing)
        self.keys = cache(partial(keys, lexicon=lexicon))

    def joins(self, group: Group, other: Group) -> bool:
        """Whether the units of one share more with those of the other than they are at odds."""
        shared = at_odds = 0
        for a, b, one_article in _pairs(group, other):
            verdict = self.verdict(a, b, one_article=one_article)
            if verdict > 0:
                shared += verdict
            else:
                at_odds -= verdict
        return shared > 0 and shared >= _SHARED * at_odds

    def verdict(self, a: Facts, b: Facts, *, one_article: bool) -> int:
        """1 where two units share what makes them one event, 0 where they do not, less where they are at odds, and most by other names.

        They share it where somebody takes part in both, or where two articles tell of a single thing in one word or of a known type in
        their headlines. What happens again and again (statements, moves) has to be told in one word, beside the same others, of somebody
        who takes part in both or in a headline.
        """
        standing = self._standing(a.gist, b.gist, one_article)
        if standing < 0 or a.story != b.story:
            return min(standing, 0)
        if self._lexicon.repeats(a.type) or self._lexicon.repeats(b.type):
            return int(not one_article and _is_told_twice(a, b, somebody=standing > 0))
        return standing or int(not one_article and self._is_one_thing(a, b))


def _pairs(group: Group, other: Group) -> Iterator[tuple[Facts, Facts, bool]]:
    """What is told of one and of the other, and whether one article tells both; a pair comes twice where one does and another does not."""
    for a, articles in islice(group.told.items(), _COMPARED):
        for b, others in islice(other.told.items(), _COMPARED):
            if not articles.isdisjoint(others):
                yield a, b, True
            if len(articles) > 1 or articles != others:
                yield a, b, False


def keys(facts: Facts, lexicon: Lexicon) -> tuple[frozenset[_Key], frozenset[_Key]]:
    """What a unit is found by in its story, and what by it finds others: a word, a type or one alike, with somebody or in two headlines.

    By its word alone it finds what names nobody, and if it names nobody all; what happens again and again finds headlines, or is one.
    """
    again = lexicon.repeats(facts.type)
    words = facts.lemmas if again or facts.type == PLAIN_EVENT else {*facts.lemmas, facts.type, *lexicon.types[facts.type].alike}
    shared = {(facts.story, word, who) for who in frozenset().union(*_takes_part(facts)) for word in words}
    if facts.is_headline:
        shared |= {(facts.story, word, _HEADLINE) for word in words}
    if again:
        own, sought = [_AGAIN], [_HEADLINE, _AGAIN] if facts.is_headline else [_HEADLINE]
    elif facts.is_single:
        own, sought = ([_NAMED], [_NOBODY]) if facts.who else ([_NOBODY], [_NOBODY, _NAMED])
    else:
        own = sought = []
    found_by = shared | {(facts.story, word, where) for word in facts.lemmas for where in own}
    finds = shared | {(facts.story, word, where) for word in facts.lemmas for where in sought}
    return frozenset(found_by), frozenset(finds)


def _standing(a: Gist, b: Gist, lexicon: Lexicon, *, one_article: bool) -> int:
    """1 where somebody takes part in both, 0 where nobody does, -1 where the two cannot be one event, and less where names differ."""
    if not _names_agree(a, b) or _are_far_apart(a, b):
        return -_NAMES
    if not _may_be_one(a, b, lexicon, one_article=one_article):
        return -1
    return int(any(x & y for x, y in zip(_takes_part(a), _takes_part(b), strict=True)))


def _may_be_one(a: Gist, b: Gist, lexicon: Lexicon, *, one_article: bool) -> bool:
    """Whether two units whose names agree are of one kind, affirmed or denied alike, and not at odds over where and when.

    One article tells two events apart by descriptions and by modality as well.
    """
    if a.polarities != b.polarities or not _is_one_kind(a, b, lexicon):
        return False
    if a.is_told != b.is_told and (one_article or not _is_plan_of(a, b)):
        return False
    if one_article and lexicon.repeats(a.type):
        return False
    if not _times_agree(a, b):
        return False
    if a.type != PLAIN_EVENT and lexicon.types[a.type].symmetric and not (a.who <= b.who or b.who <= a.who):
        return False
    if are_apart(a.places, b.places):
        return False
    return not one_article or _descriptions_agree(a, b)


def _is_one_kind(a: Gist, b: Gist, lexicon: Lexicon) -> bool:
    """Whether two types or words may stand for one event; other types in other words only where they are alike and a name is shared."""
    if a.type == b.type != PLAIN_EVENT:
        return True
    same_words = not a.lemmas.isdisjoint(b.lemmas)
    if PLAIN_EVENT in (a.type, b.type):
        return same_words
    if same_words:
        return lexicon.may_be_one(a.type, b.type)
    return any(x & y for x, y in zip(a.named, b.named, strict=True)) and lexicon.are_alike(a.type, b.type)


def _times_agree(a: Gist, b: Gist) -> bool:
    """Whether two stated times overlap; where one says none, whether the articles are of about the same days, as far as they have any."""
    if is_stated(a.interval) and is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return a.day is None or b.day is None or abs(a.day - b.day) <= NEAR


def _are_far_apart(a: Gist, b: Gist) -> bool:
    """Whether the text states of both when they were, with more than a month between."""
    if not (is_stated(a.interval) and is_stated(b.interval)):
        return False
    days = sorted((interval.begin or date.min, interval.end or date.max) for interval in (a.interval, b.interval))
    return days[0][1] < days[1][0] and days[1][0] - days[0][1] > _FAR


def _is_plan_of(a: Gist, b: Gist) -> bool:
    """Whether one is planned, and so may be what the other tells of; "wants to give" is no plan of anything that was given."""
    return (a.is_planned or b.is_planned) and PLAIN_EVENT not in (a.type, b.type)


def _names_agree(a: Gist, b: Gist) -> bool:
    if not a.who or not b.who:
        return True
    return not any(x and y and x.isdisjoint(y) for x, y in zip(a.named, b.named, strict=True))


def _descriptions_agree(a: Gist, b: Gist) -> bool:
    """Whether each role can be filled by the same: "a man" may be anybody of the story, a name or another description not."""
    return not any(
        are_at_odds(*parts) and not (parts[2] and parts[3] and (parts[2] <= _anybody() or parts[3] <= _anybody()))
        for parts in zip(a.named, b.named, a.heads, b.heads, strict=True)
    )


def _is_told_twice(a: Facts, b: Facts, *, somebody: bool) -> bool:
    """Whether what happens again and again has been told twice, in one word of one day, beside the same others."""
    if not (somebody or a.is_headline or b.is_headline) or not _are_at_once(a, b) or a.lemmas.isdisjoint(b.lemmas):
        return False
    return len((a.beside & b.beside).difference(*_takes_part(a), *_takes_part(b))) >= _BESIDE


def _is_one_thing(a: Facts, b: Facts) -> bool:
    """Whether two articles of one day tell of one thing: in their headlines, or in a word of which one names nobody.

    Such a word has to stand beside the same others, or to be of a known type and told of nobody and nothing else: "rejected a deal" and
    "rejected the question" are two.
    """
    if not _are_at_once(a, b):
        return False
    if a.is_headline and b.is_headline and a.type == b.type != PLAIN_EVENT:
        return True
    if a.lemmas.isdisjoint(b.lemmas) or not (a.is_single and b.is_single and a.is_told and b.is_told) or (a.who and b.who):
        return False
    if len(a.beside & b.beside) >= _BESIDE:
        return True
    return PLAIN_EVENT not in (a.type, b.type) and _descriptions_agree(a, b) and not _is_other(a, b) and not _is_other(b, a)


def _are_at_once(a: Gist, b: Gist) -> bool:
    return a.day is None or b.day is None or abs(a.day - b.day) <= _AT_ONCE


def _takes_part(facts: Gist) -> ByRole:
    return (*facts.named, *facts.heads)


def _is_other(a: Facts, b: Facts) -> bool:
    """Whether one tells of somebody by a description that says who, and the other by a name: "the negotiators", "Putin"."""
    return any(heads and named and heads.isdisjoint(_anybody()) for heads, named in zip(a.heads, b.named, strict=True))


@cache
def _anybody() -> frozenset[str]:
    """Words for a person or people that say nothing else of them."""
    raw = yaml.load((files("kgraph") / "data" / "resolution.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return frozenset(raw["anybody"])
