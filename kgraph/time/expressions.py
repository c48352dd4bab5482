"""The time expressions of an article.

Types and values follow TIMEX3 (ISO-TimeML; the values of TIDES): "2025-08-15", "2025-W33", "2025-Q3", "2025-SU", "199X", "P3D",
"XXXX-WXX-1", "PRESENT_REF", "2025-08-15TNI". Relative expressions count from the article's day, and those like "two weeks
later" from the expression before them. Without a day they keep what they say by themselves ("XXXX-WXX-5").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kgraph.language.typography import plain
from kgraph.model import PROSE, Article, Block, BlockKind, Interval, Span, TimeBasis, TimeExpression
from kgraph.syntax.relations import MODIFIER, NUMBER
from kgraph.syntax.tags import VERBS
from kgraph.syntax.tree import Doc, Token
from kgraph.time import grammar
from kgraph.time.grammar import Lexeme, MatchedExpression
from kgraph.time.readings import FUTURE, PAST, PRESENT, Scene, TimeReading
from kgraph.time.tense import tense
from kgraph.time.values import BUILDERS

_REACH = 80  # words: what "two weeks later" counts from stands no further back than a paragraph


def expressions(article: Article, doc: Doc) -> tuple[TimeExpression, ...]:
    """The time expressions of an article's prose and dateline, in order, none overlapping."""
    words = list(_lexemes(article, doc))
    found = [f for f in grammar.find(words) if not _misread(f, words, doc)]
    readings = _read(found, words, article, doc)
    return tuple(_expression(words, f, r) for f, r in readings)


def _lexemes(article: Article, doc: Doc) -> Iterator[Lexeme]:
    """The lexemes of prose and datelines; a break stands behind each block, so that no expression goes on in the next.

    Without blocks all is prose.
    """
    prose, other = doc.text, plain(article.text)
    for block in article.blocks or [Block(BlockKind.BODY, Span(0, len(prose)))] * bool(prose):
        if block.kind in PROSE or block.kind is BlockKind.DATELINE:
            for word in grammar.lexemes(block.span.of(prose if block.kind in PROSE else other) + "\n\n"):
                yield replace(word, start=word.start + block.span.start, end=word.end + block.span.start)


def _expression(words: Sequence[Lexeme], found: MatchedExpression, reading: TimeReading) -> TimeExpression:
    span = Span(words[found.first].start, words[found.last - 1].end)
    interval = None
    if reading.begin is not None or reading.end is not None:
        interval = Interval(reading.begin, reading.end, "time" if reading.type == "TIME" else reading.precision, TimeBasis.STATED)
    return TimeExpression(span, reading.type, reading.value, interval)


def _read(
    found: Sequence[MatchedExpression], words: Sequence[Lexeme], article: Article, doc: Doc
) -> Iterator[tuple[MatchedExpression, TimeReading]]:
    """Each expression with what it means; times of day come last, for they look at the days around them."""
    titles = [block.span for block in article.blocks if block.kind is BlockKind.TITLE]
    readings: dict[int, TimeReading] = {}
    before: TimeReading | None
    for clocks in (False, True):
        before, at = None, 0
        for i, one in enumerate(found):
            before = before if one.first - at < _REACH else None
            if (one.build == "clock") == clocks:
                near = _nearest_day(i, found, words, readings) if clocks else None
                reading = _built(one, _scene(one, words, doc, article.day_at(words[one.first].start), before, near, titles))
                if reading is not None:
                    readings[i] = reading
            if i in readings and readings[i].type in ("DATE", "TIME") and readings[i].precision:
                before, at = readings[i], one.last
    yield from ((found[i], readings[i]) for i in sorted(readings))


def _built(one: MatchedExpression, scene: Scene) -> TimeReading | None:
    """What the rule's builder makes of the words; None where the calendar has no such day ("over the next 9000 years")."""
    try:
        return BUILDERS[one.build](one.words, scene)
    except (ValueError, OverflowError):  # of datetime: a day outside the years 1 to 9999
        return None


def _nearest_day(
    i: int, found: Sequence[MatchedExpression], words: Sequence[Lexeme], readings: Mapping[int, TimeReading]
) -> TimeReading | None:
    """The day named nearest to an expression in its sentence."""
    best: tuple[int, TimeReading] | None = None
    for j, reading in readings.items():
        if reading.precision != "day" or reading.begin != reading.end:
            continue
        first, second = sorted((found[i], found[j]), key=lambda f: f.first)
        between = words[first.last : second.first]
        if any(word.text in (".", "\n\n") for word in between):
            continue
        if best is None or len(between) < best[0]:
            best = (len(between), reading)
    return best[1] if best else None


def _scene(
    one: MatchedExpression,
    words: Sequence[Lexeme],
    doc: Doc,
    day: date | None,
    before: TimeReading | None,
    near: TimeReading | None,
    titles: Sequence[Span],
) -> Scene:
    start = words[one.first].start
    token = _token_at(doc, start)

    def direction() -> str:
        head = head_of(doc, start, words[one.last - 1].end)
        found = tense(head) if head is not None else ""
        if [word.text for word in words[max(one.first - 2, 0) : one.first]] == ["as", "of"] and found != FUTURE:
            return PAST
        in_title = found == PRESENT and any(title.start <= start < title.end for title in titles)
        return "" if in_title else found

    return Scene(
        day=day,
        before=before,
        near=near,
        tense=direction,
        left=words[one.first - 1].text if one.first else "",
        right=words[one.last].text if one.last < len(words) else "",
        left_pos=doc[token.i - 1].pos_ if token is not None and token.i else "",
        named=_names(head_of(doc, start, words[one.last - 1].end)),
    )


def _names(head: Token | None) -> bool:
    """Whether a time stands between "the" and a noun that happened: "the May 3 attacks"."""
    if head is None or head.head.i <= head.i or head.head.tag_ not in ("NN", "NNS"):
        return False
    return head.fills(MODIFIER | NUMBER) and any(child.lower_ == "the" and child.i < head.i for child in head.head.children)


def _token_at(doc: Doc, char: int) -> Token | None:
    """The token that holds a character of the text."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx + len(doc[middle]) <= char:
            low = middle + 1
        else:
            high = middle
    return doc[low] if low < len(doc) else None


def head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The token of a stretch of characters that governs the others."""
    first = _token_at(doc, start)
    if first is None:
        return None
    tokens = [first]
    while tokens[-1].i + 1 < len(doc) and doc[tokens[-1].i + 1].idx < end:
        tokens.append(doc[tokens[-1].i + 1])
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), first)


def _misread(one: MatchedExpression, words: Sequence[Lexeme], doc: Doc) -> bool:
    """Whether the words are no time after all: ages, modal "may", numbers, names."""
    left = words[one.first - 1].text if one.first else ""
    right = [word.text for word in words[one.last : one.last + 2]]
    token = _token_at(doc, words[one.first].start)
    if "u" in one.words:
        return _is_other_measure(one, words, doc, right)
    alone = one.last - one.first == 1
    if alone and one.build in ("weekday", "month") and not _is_abbreviation(words[one.first], left):
        return True
    if one.build == "month" and alone and token is not None:
        return _is_other_month(token, right)
    if one.build == "decade" and len(one.words["y"]) < 5:
        return left in {"his", "her", "their", "my", "our", "your", "low", "high", "upper", "lower", "mid"}
    if one.build == "year" and alone:
        return _is_count(int(one.words["y"]), left, token)
    if one.build == "every" and "f" in one.words and token is not None:
        return token.pos_ == "PROPN" or token.text[:1].isupper()
    if one.build == "clock" and alone and token is not None and token.i:
        return token.nbor(-1).pos_ == "PROPN"  # "Ephesians 5:11"
    return one.build == "season" and token is not None and token.pos_ == "VERB"


def _is_abbreviation(word: Lexeme, left: str) -> bool:
    """Whether a word that stands alone is short for a day or month where it could be a name: "on Sun.", but not "told The Sun."."""
    before = grammar.grammar().dotted.get(word.text)
    return before is None or left in before


def _is_other_measure(one: MatchedExpression, words: Sequence[Lexeme], doc: Doc, right: Sequence[str]) -> bool:
    """Whether units measure no time but an age ("12 years old"), a share ("three-quarters") or a programme ("60 Minutes")."""
    aged = right[:1] == ["old"] or right[:2] == ["-", "old"] or right[:2] == ["of", "age"]
    if aged:
        return "n" in one.words and not (one.words["n"] == "a" and one.words["u"] in grammar.grammar().values["units"])
    if one.words["u"] == "quarters":
        return right[:1] == ["of"] or words[one.last - 2].text == "-"
    first, last = _token_at(doc, words[one.first].start), _token_at(doc, words[one.last - 1].start)
    quoted = first is not None and first.i > 0 and first.nbor(-1).is_quote
    return quoted and last is not None and last.text[:1].isupper() and one.last - one.first > 1


def _is_other_month(token: Token, right: Sequence[str]) -> bool:
    named = token.ent_type_ in ("Person", "PERSON", "Organization", "ORG", "NamedEvent")
    return token.pos_ in VERBS or named or (token.lower_ in ("march", "may") and right[:1] in (["for"], ["of"], ["on"]))


_CLOCK_SIGNS = frozenset("from to until till by between and after before through".split())
_YEAR_SIGNS = frozenset(
    "in since by until till from of before after during around early late mid circa to through between".split()
)


def _is_count(year: int, left: str, token: Token | None) -> bool:
    """Whether four digits are a number of things rather than a year."""
    if (left == "at" or (left in _CLOCK_SIGNS and year < 1900)) and year % 100 in (0, 15, 30, 45) and year < 2400:
        return True  # "from 1530 to 1700"
    if token is None:
        return not 1900 <= year <= 2100
    if token.ent_type_ in ("Money", "QUANTITY", "PERCENT") or not 1900 <= year <= 2100:
        return left not in _YEAR_SIGNS or (token.head.pos_ == "NOUN" and token.fills(NUMBER))
    if left in grammar.grammar().hints["numbered"]:
        return True
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    plural = following is not None and following.tag_ == "NNS" and token.fills(NUMBER)
    return plural and left not in {"the", "'s", "in"}
