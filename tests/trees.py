"""Trees by hand: a sentence as one line, so that a test of grammar needs no language model.

A word is ``text/POS/relation>head``, where the head is the number of a word from 1, or nothing for the root: "Ann/PROPN/nsubj>2
met/VERB/ROOT". A tag may follow the part of speech ("killed/VERB:VBN/ROOT"), and a lemma the text ("met=meet/VERB/ROOT").
"""

from __future__ import annotations

from kgraph.syntax.tree import Doc, Token, Word, Words, build

_MARKS = frozenset("\"'“”‘’")


def tree(line: str) -> Doc:
    """The tree of a line of words."""
    words = line.split()
    return build(Words([_word(number, word) for number, word in enumerate(words)]))


def word(doc: Doc, text: str) -> Token:
    """The first token of that text."""
    return next(token for token in doc if token.text == text)


def _word(number: int, written: str) -> Word:
    form, kind, relation = written.rsplit("/", 2)
    text, _, lemma = form.partition("=")
    pos, _, tag = kind.partition(":")
    label, _, head = relation.partition(">")
    is_mark = text in _MARKS
    return Word(
        text,
        int(head) - 1 if head else number,
        label,
        pos,
        tag,
        lemma or text.lower(),
        is_punct=pos == "PUNCT",
        is_quote=is_mark,
        starts_sentence=number == 0,
    )
