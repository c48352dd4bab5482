"""Whether two spans of one text name the same actor, by the rules of scorers of annotated sentences: no parse, only words.

Two spans name one actor if they share their head word, if half of the words of the longer one are also in the other, or if they hold
the same words. Articles and titles do not count as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kgraph.model import Span

_WORD = re.compile(r"\w+(?:[.&-]\w+)*|[^\w\s]")
_ENDS_HEAD = frozenset(
    "of in for at on by from with to about over against between among during under after before since than as that which who whom "
    "whose where when while including near within into without toward towards through because ; : ( [ , -- – —".split()
)
_AFTER_HEAD = frozenset("inc corp ltd co llc plc jr sr s".split())
_EMPTY = frozenset(
    "the a an this that these those its his her their our my your some any of and mr mrs ms dr sir president minister prime king queen "
    "general gen sen rep gov senator governor secretary chancellor premier".split()
)


def is_among(span: Span, actors: Iterable[Span], text: str) -> bool:
    """Whether a span names one of the actors."""
    return any(is_same_actor(actor, span, text) for actor in actors)


def is_same_actor(one: Span, other: Span, text: str) -> bool:
    """Whether two spans of a text name the same actor."""
    if head_word(one, text).overlaps(head_word(other, text)):
        return True
    left, right = _content(one, text), _content(other, text)
    shared = sum(any(word.overlaps(also) for also in right) for word in left)
    return shared * 2 >= max(len(left), len(right), 1) or (bool(left) and _lowered(left, text) == _lowered(right, text))


def head_word(span: Span, text: str) -> Span:
    """The last word before the first preposition, comma or relative pronoun; the span itself where it holds no word."""
    words = _words(span, text)
    end = next((n for n, word in enumerate(words) if n and word.of(text).lower() in _ENDS_HEAD), len(words))
    core = [word for word in words[:end] if text[word.start].isalnum()]
    while len(core) > 1 and core[-1].of(text).lower() in _AFTER_HEAD:
        core.pop()
    return core[-1] if core else span


def _content(span: Span, text: str) -> list[Span]:
    words = [word for word in _words(span, text) if text[word.start].isalnum()]
    return [word for word in words if word.of(text).lower() not in _EMPTY] or words


def _words(span: Span, text: str) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text, span.start, span.end)]


def _lowered(words: Sequence[Span], text: str) -> list[str]:
    return [word.of(text).lower() for word in words]
