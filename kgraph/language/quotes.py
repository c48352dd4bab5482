"""Who speaks where: quotations of a Doc and the words that name their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from kgraph.coreference import nouns

_LONGEST = 400  # tokens: an opening mark without a closing one ends here at the latest
_WINDOW = 80  # tokens before and behind a quotation in which its verb of speech is looked for
_NEAR = 60  # tokens: a quotation without a speaker this soon after another goes on with its speaker


def speakers(doc: Doc) -> Mapping[int, int]:
    """For the index of each quoted token the index of its speaker's head, or -1 where nobody is named."""
    found: dict[int, int] = {}
    last, until = -1, 0
    for start, end in quotations(doc):
        speaker = _speaker(doc, start, end)
        if speaker != -1 or start > until + _NEAR:
            last = speaker
        until = end
        found.update(dict.fromkeys(range(start, end), last))
    return found


def quotations(doc: Doc) -> Iterator[tuple[int, int]]:
    """Ranges of tokens between double quotation marks; a paragraph's end closes what is open."""
    opened = -1
    for token in doc:
        if token.text in ('"', "“", "”", "``", "''"):
            if opened == -1:
                opened = token.i + 1
            else:
                if token.i > opened:
                    yield opened, token.i
                opened = -1
        elif opened != -1 and (token.i - opened > _LONGEST or (token.is_space and "\n" in token.text)):
            yield opened, token.i
            opened = -1


def _speaker(doc: Doc, start: int, end: int) -> int:
    """The subject of the nearest verb of speech outside the quotation, in its sentences, or in the one before."""
    first, last = doc[start].sent, doc[end - 1].sent
    for sentence in dict.fromkeys((last, first)):
        around = doc[max(sentence.start, start - _WINDOW) : min(sentence.end, end + _WINDOW)]
        verbs = [token for token in around if _speaks(token) and not start <= token.i < end]
        for verb in sorted(verbs, key=lambda token: min(abs(token.i - start), abs(token.i - end))):
            subject = _subject(verb)
            if subject is not None and not start <= subject.i < end:
                return subject.i
    return _before(doc, first, start)


def _before(doc: Doc, sentence: Span, start: int) -> int:
    """The speaker of the sentence before, when the quotation has its sentence for itself and the paragraph goes on."""
    index = sentence.start - 1
    while index > 0 and doc[index].is_space:
        if "\n" in doc[index].text:
            return -1
        index -= 1
    if index <= 0 or sentence.start < start - 2:
        return -1
    for token in doc[max(doc[index].sent.start, index - _WINDOW) : index]:
        if _speaks(token) and (subject := _subject(token)) is not None:
            return subject.i
    return -1


def _speaks(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.lemma_ in nouns.words("speech")


def _subject(verb: Token) -> Token | None:
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None and verb.dep_ in ("conj", "advcl", "xcomp") and verb.head.pos_ in ("VERB", "AUX"):
        subject = next((child for child in verb.head.children if child.dep_ == "nsubj"), None)
    if subject is not None and subject.tag_ in ("WDT", "WP"):
        return verb.head if verb.dep_ == "relcl" else None
    return subject
