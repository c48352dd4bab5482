"""Characters that nobody sees: a text without them, and where its characters stand in the text as it was read.

Publishers leave soft hyphens and zero-width spaces inside words, and marks of the direction of writing around them. No word is found
with them, so whatever reads words reads the text without them; whatever cites characters cites those of the text as it was read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kgraph.model import Article, Attribution, Block, Extraction, Mention, Participant, Post, Report, Span, TimeExpression

# Soft hyphen, joiners and zero-width marks, marks of direction, invisible operators, Mongolian and Hangul fillers, annotation marks,
# variation selectors and tags. A zero-width space between two sentences is the only space that they have, and stays one.
_INVISIBLE = re.compile(
    '(?!(?<=[.!?:;])\u200b(?=[A-Z“"]))'
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_JOINED = re.compile("[\ufe00-\ufe0f\U000e0000-\U000e0fff]*")  # what belongs to the character before: an emoji in colour, a flag


def visible(text: str) -> str:
    """The text without invisible characters. Of an emoji of several characters the single ones are left."""
    return _INVISIBLE.sub("", text)


class Sight:
    """A text as it is seen, and the offsets of its characters in the text as it was read, and the other way round."""

    def __init__(self, text: str) -> None:
        self._read = text
        self._left_out = [match.start() for match in _INVISIBLE.finditer(text)]
        self._shifts = [place - number for number, place in enumerate(self._left_out)]
        self.text = visible(text) if self._left_out else text

    @property
    def is_whole(self) -> bool:
        """Whether every character is visible, so that all offsets are the same."""
        return not self._left_out

    def seen(self, offset: int) -> int:
        """The place in the text as it is seen of a character of the text as it was read; of an invisible one that of the next."""
        return offset - bisect_left(self._left_out, offset)

    def as_read(self, offset: int) -> int:
        """The place in the text as it was read of a character of the text as it is seen."""
        return offset + bisect_right(self._shifts, offset)

    def seen_span(self, span: Span) -> Span | None:
        """Characters of the text as it was read, in the text as it is seen; None where nobody sees any of them."""
        start, end = self.seen(span.start), self.seen(span.end)
        return Span(start, end) if start < end else None

    def span_as_read(self, span: Span) -> Span:
        """Characters of the text as it is seen, in the text as it was read, with the invisible ones inside."""
        last = self.as_read(span.end - 1) + 1
        joined = _JOINED.match(self._read, last)
        return Span(self.as_read(span.start), joined.end() if joined is not None else last)


def article_as_seen(article: Article) -> Article:
    """The article with the text that its reader sees; its blocks are those characters."""
    sight = Sight(article.text)
    if sight.is_whole:
        return article
    blocks = tuple(Block(block.kind, span) for block in article.blocks if (span := sight.seen_span(block.span)) is not None)
    posts = tuple(Post(span, post.day) for post in article.posts if (span := sight.seen_span(post.span)) is not None)
    return replace(article, text=sight.text, blocks=blocks, posts=posts)


def extraction_as_read(found: Extraction, article: Article) -> Extraction:
    """What was extracted from an article as it is seen, with all characters those of the article as it was read."""
    sight = Sight(article.text)
    if sight.is_whole:
        return found
    return replace(
        found,
        article=article,
        mentions=tuple(_mention(mention, sight) for mention in found.mentions),
        times=tuple(_time(time, sight) for time in found.times),
        attributions=tuple(_attribution(said, sight) for said in found.attributions),
        reports=tuple(_report(report, sight) for report in found.reports),
    )


def _mention(mention: Mention, sight: Sight) -> Mention:
    return replace(mention, span=sight.span_as_read(mention.span), head=sight.span_as_read(mention.head))


def _time(time: TimeExpression, sight: Sight) -> TimeExpression:
    return replace(time, span=sight.span_as_read(time.span))


def _attribution(said: Attribution, sight: Sight) -> Attribution:
    source, cue = _optional(said.source, sight), _optional(said.cue, sight)
    return replace(said, source=source, cue=cue, content=_spans(said.content, sight))


def _report(report: Report, sight: Sight) -> Report:
    return replace(
        report,
        trigger=sight.span_as_read(report.trigger),
        sentence=sight.span_as_read(report.sentence),
        participants=tuple(_participant(participant, sight) for participant in report.participants),
        cues=_spans(report.cues, sight),
    )


def _participant(participant: Participant, sight: Sight) -> Participant:
    return replace(participant, span=sight.span_as_read(participant.span), head=sight.span_as_read(participant.head))


def _optional(span: Span | None, sight: Sight) -> Span | None:
    return sight.span_as_read(span) if span is not None else None


def _spans(spans: Sequence[Span], sight: Sight) -> tuple[Span, ...]:
    return tuple(map(sight.span_as_read, spans))
