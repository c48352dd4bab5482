"""Sentences as characters of the text."""

from __future__ import annotations

from kgraph.syntax.tree import Token


def sentence_around(token: Token) -> tuple[int, int]:
    """The first and behind the last character of a token's sentence, without the white space and the furniture that follow it.

    All that lies between two blocks is a token of the sentence before it (language.parse), a dateline with its date too.
    """
    sentence = token.sent
    first, last = sentence[0], sentence[-1]
    while first.is_space and first.i < token.i:
        first = first.nbor()
    while last.is_space and last.i > token.i:
        last = last.nbor(-1)
    return first.idx, last.idx + len(last)
