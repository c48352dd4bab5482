"""Sentences of bounded length, so that no text can make what is done with a sentence slow or deep."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

LONGEST = 250
"""Tokens. The longest of 50,000 sentences of real news has 128.

It bounds whatever looks at each pair of words of a sentence or climbs from each word to the root, and it bounds the depth of a parse."""
_LATEST = 60  # tokens before the bound in which a better place to cut is looked for
_BREAKS = ("\n", ";:—–", ",)")  # the best first


def bounded(doc: Doc, nlp: Language) -> Doc:
    """The parsed Doc, or, where one of its sentences is longer than LONGEST tokens, another with that sentence cut and parsed in parts."""
    cuts = frozenset(_cuts(doc))
    if not cuts:
        return doc
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    starts: list[bool | int | None] = [1 if token.is_sent_start or token.i in cuts else -1 for token in doc]
    return nlp(Doc(doc.vocab, words=words, spaces=spaces, sent_starts=starts))


def _cuts(doc: Doc) -> Iterator[int]:
    """The indices of the tokens that begin another part of too long a sentence."""
    for sentence in doc.sents:
        start = sentence.start
        while sentence.end - start > LONGEST:
            start = _cut(doc[start : start + LONGEST])
            yield start


def _cut(window: Span) -> int:
    """Where a part ends that may be as long as the window: behind its last line break, semicolon or comma, if one is near its end."""
    near = window[len(window) - _LATEST :]
    for marks in _BREAKS:
        found = next((token for token in reversed(near) if any(mark in token.text for mark in marks)), None)
        if found is not None:
            return found.i + 1
    return window.end
