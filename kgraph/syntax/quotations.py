"""Quotations: where they begin and end, and who speaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.syntax.clauses import is_relative_pronoun, subject
from kgraph.syntax.relations import RELATIVE_CLAUSE
from kgraph.syntax.speech import speaks
from kgraph.syntax.tree import Doc, Span, Token

_OPEN, _CLOSE = ('"', "“", "``", "''"), ('"', "”", "''")
_SINGLE = ("'", "‘", "’")
_SHORTEST = 3  # tokens: fewer between single marks are a word in quotes, or an apostrophe that the tagger took for a mark
_WINDOW = 80  # tokens before and behind a quotation in which its verb of speech is looked for
_NEAR = 60  # tokens: a quotation without a speaker this soon after another goes on with its speaker


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens from an opening to a closing quotation mark (half-open, marks included).

    ``open`` where no mark closes it, ``single`` where the marks are single. Of either kind none overlaps another.
    """

    start: int
    end: int
    open: bool = False
    single: bool = False

    @property
    def words(self) -> range:
        """The indices of what stands between the marks."""
        return range(self.start + 1, self.end if self.open else self.end - 1)


def quotations(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of a text between double marks, and between single ones outside those; the end of a paragraph closes them."""
    double = tuple(_double(doc))
    return tuple(sorted((*double, *_single(doc, double)), key=lambda quotation: quotation.start))


def speakers(doc: Doc) -> Mapping[int, int]:
    """For the index of each quoted token the index of its speaker's head, or -1 where nobody is named."""
    found: dict[int, int] = {}
    last, until = -1, 0
    for quotation in quotations(doc):
        if not quotation.words:
            continue
        speaker = _speaker(doc, quotation)
        if speaker != -1 or quotation.start > until + _NEAR:
            last = speaker
        until = quotation.end
        found.update(dict.fromkeys(quotation.words, last))
    return found


def _double(doc: Doc) -> Iterator[Quotation]:
    start: int | None = None
    for token in doc:
        if start is not None and token.paragraph != doc[start].paragraph:
            yield Quotation(start, token.i, open=True)
            start = None
        if start is None and token.text in _OPEN and not _closes(token):
            start = token.i
        elif start is not None and _opens_again(token):
            yield Quotation(start, token.i, open=True)
            start = token.i
        elif start is not None and token.text in _CLOSE:
            yield Quotation(start, token.i + 1)
            start = None
    if start is not None:
        yield Quotation(start, len(doc), open=True)


def _single(doc: Doc, double: Sequence[Quotation]) -> Iterator[Quotation]:
    """Quotations between single marks, outside double ones; the tagger tells marks from apostrophes."""
    taken = {i for quotation in double for i in range(quotation.start, quotation.end)}
    start: int | None = None
    for token in doc:
        if token.text not in _SINGLE or token.i in taken:
            continue
        if token.tag_ == "``" and not token.whitespace_:
            start = token.i
        elif start is not None and token.tag_ == "''" and token.paragraph == doc[start].paragraph:
            if token.i - start > _SHORTEST:
                yield Quotation(start, token.i + 1, single=True)
            start = None


def _closes(token: Token) -> bool:
    """Whether a stray straight mark hugs the word before it, so that it cannot open a quotation."""
    before = token.nbor(-1) if token.i else None
    hugs = before is not None and not before.whitespace_ and before.is_alpha
    return token.text in ('"', "''") and hugs and bool(token.whitespace_)


def _opens_again(token: Token) -> bool:
    """Whether a mark inside a quotation opens its next paragraph, in a text that has lost its paragraphs: "We came. "We saw." """
    before = token.nbor(-1)
    apart = bool(before.whitespace_) or before.is_space
    begins = token.is_sent_start is not False or before.text == ":"
    return token.text in ('"', "``", "“") and apart and not token.whitespace_ and begins


def _speaker(doc: Doc, quotation: Quotation) -> int:
    """The subject of the nearest verb of speech outside the quotation, in its sentences, or in the one before."""
    start, end = quotation.words.start, quotation.words.stop
    first, last = doc[start].sent, doc[end - 1].sent
    for sentence in dict.fromkeys((last, first)):
        around = doc[max(sentence.start, start - _WINDOW) : min(sentence.end, end + _WINDOW)]
        verbs = [token for token in around if speaks(token) and not start <= token.i < end]
        for verb in sorted(verbs, key=lambda token: min(abs(token.i - start), abs(token.i - end))):
            speaker = _subject(verb)
            if speaker is not None and not start <= speaker.i < end:
                return speaker.i
    return _before(doc, first, start)


def _before(doc: Doc, sentence: Span, start: int) -> int:
    """The speaker of the sentence before, when the quotation has its sentence for itself and the paragraph goes on."""
    index = sentence.start - 1
    while index > 0 and doc[index].is_space and doc[index].paragraph == doc[start].paragraph:
        index -= 1
    if index <= 0 or doc[index].paragraph != doc[start].paragraph or sentence.start < start - 2:
        return -1
    for token in doc[max(doc[index].sent.start, index - _WINDOW) : index]:
        if speaks(token) and (speaker := _subject(token)) is not None:
            return speaker.i
    return -1


def _subject(verb: Token) -> Token | None:
    """Who speaks: of "Moss, who said ..." the noun."""
    found = subject(verb)
    if found is not None and is_relative_pronoun(found):
        return verb.head if verb.fills(RELATIVE_CLAUSE) else None
    return found
