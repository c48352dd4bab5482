"""The mentions of an article: noun phrases and pronouns as spans of its characters."""

from __future__ import annotations

from kgraph.coreference.phrases import Phrase
from kgraph.model import Mention, Span
from kgraph.syntax.tree import Doc


def mention(doc: Doc, phrase: Phrase, *, kind: str, chain: int, rule: str) -> Mention:
    """The phrase as a mention of a chain, with its characters' offsets."""
    head = doc[phrase.head]
    return Mention(
        span=characters(doc, phrase.start, phrase.end),
        head=Span(head.idx, head.idx + len(head)),
        kind=phrase.kind,
        type=kind,
        chain=chain,
        rule=rule,
    )


def characters(doc: Doc, start: int, end: int) -> Span:
    """The characters from one token to before another, without white space at the ends: the parser hangs it on words like any other."""
    while end - start > 1 and doc[end - 1].is_space:
        end -= 1
    while end - start > 1 and doc[start].is_space:
        start += 1
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last))
