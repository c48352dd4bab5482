"""An article as an untagged spaCy Doc whose token offsets are the article's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kgraph.language.headlines import lower_headlines
from kgraph.language.numerals import Piece, whole_scores
from kgraph.language.typography import plain
from kgraph.model import PROSE, Article, Span

_ABBREVIATED = re.compile(r"((?:[A-Z]\.){2,})(-)(\w.*)")  # "U.S.-backed": a tokenizer cuts "Saudi-backed" but not this
_LONGEST_WORD = 300  # characters; addresses of web pages in real news have up to 250
_TOO_LONG = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_CLOSERS = frozenset(", ; : ) ] } % 's . ! ? …".split())


def build_doc(article: Article, nlp: Language) -> Doc:
    """The article's prose as tokens, all that lies between its blocks as one white-space token of the same length.

    Sentences must begin at every block and cannot begin at a word in lower case, so the parser only decides about the rest.
    """
    text = lower_headlines(article, plain(article.text), nlp)
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    end = 0
    for span in _prose(article):
        _add_gap(span.start - end, words, spaces, starts)
        _add_block(_tokens(nlp, text[span.start : span.end]), words, spaces, starts)
        end = span.end
    _add_gap(len(text) - end, words, spaces, starts)
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _tokens(nlp: Language, text: str) -> Iterator[Token]:
    """The tokens of a block; what stands longer without a space than any word or address is cut into pieces first.

    spaCy takes one mark after the other off the ends of a word and looks at all that is left each time.
    """
    start = 0
    for run in _TOO_LONG.finditer(text):
        for end in range(run.start() + _LONGEST_WORD, run.end(), _LONGEST_WORD):
            yield from nlp.tokenizer(text[start:end])
            start = end
    yield from nlp.tokenizer(text[start:])


def paragraphs(article: Article, doc: Doc) -> list[int]:
    """The number of the block of prose that each token stands in; what follows a block belongs to it."""
    starts = [span.start for span in _prose(article)]
    return [max(bisect_right(starts, token.idx) - 1, 0) for token in doc]


def _prose(article: Article) -> Iterator[Span]:
    return (block.span for block in article.blocks if block.kind in PROSE)


def _add_gap(length: int, words: list[str], spaces: list[bool], starts: list[bool | int | None]) -> None:
    """White space belongs to the sentence before it, as in the texts that models are trained on."""
    if length:
        words.append("\n" * length)
        spaces.append(False)
        starts.append(-1)


def _add_block(block: Iterable[Token], words: list[str], spaces: list[bool], starts: list[bool | int | None]) -> None:
    first = len(words)
    for text, space in whole_scores(list(_pieces(block))):
        words.append(text)
        spaces.append(space)
        starts.append(-1 if text.islower() or text in _CLOSERS else 0)
    if first == 1 and words[0].isspace():
        starts[first] = -1
    elif first < len(starts):
        starts[first] = 1


def _pieces(block: Iterable[Token]) -> Iterator[Piece]:
    for token in block:
        cut = _ABBREVIATED.match(token.text)
        texts = cut.groups() if cut else (token.text,)
        yield from ((text, False) for text in texts[:-1])
        yield texts[-1], bool(token.whitespace_)
