"""What attributions are looked for in: a text with its quotations and titles; and what is found, as indices of tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.model import PROSE, Article, BlockKind
from kgraph.syntax.clauses import by_agent, subject
from kgraph.syntax.passives import is_passive
from kgraph.syntax.quotations import Quotation, quotations
from kgraph.syntax.relations import (
    ADVERB,
    AUXILIARY,
    NEGATION,
    NOUN_CLAUSE,
    PARTICLE,
    PASSIVE_AUXILIARY,
)
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import Doc, Token

_PART_OF_CUE = PARTICLE | AUXILIARY | PASSIVE_AUXILIARY | NEGATION


@dataclass(frozen=True, slots=True)
class CuedAttribution:
    """An attribution as indices of tokens; ``head`` is the source's head."""

    source: frozenset[int]
    head: int | None
    cue: frozenset[int]
    content: frozenset[int]
    verb: int
    quotes: frozenset[int] = field(default_factory=frozenset)  # indices of direct quotations in the content


@dataclass(frozen=True, slots=True)
class Page:
    """A Doc with its quotations and paragraphs."""

    doc: Doc
    quotes: tuple[Quotation, ...]
    inside: Mapping[int, int]  # token -> index of its quotation
    titles: frozenset[int]  # paragraphs that are titles
    apart: Sequence[Sequence[int]]  # quotations in double marks, then in single marks; none overlaps within one list
    last: Mapping[int, int]  # paragraph -> its last token


def page_of(article: Article, doc: Doc) -> Page:
    """The page of an article's Doc; ``doc`` holds the article's prose, one paragraph per block."""
    quotes = quotations(doc)
    inside = {i: q for q, quote in enumerate(quotes) for i in range(quote.start, quote.end)}
    apart = [[q for q, quote in enumerate(quotes) if quote.single is single] for single in (False, True)]
    return Page(doc, quotes, inside, _titles(article, doc), apart, {token.paragraph: token.i for token in doc})


def _titles(article: Article, doc: Doc) -> frozenset[int]:
    """The numbers of the paragraphs that are titles."""
    blocks = [block for block in article.blocks if block.kind in PROSE]
    if not blocks:
        return frozenset({doc[0].paragraph} if len(doc) and article.title else ())
    return frozenset(i for i, block in enumerate(blocks) if block.kind is not BlockKind.BODY)


def subtree(token: Token) -> set[int]:
    """The indices of a token and of all words under it."""
    return {word.i for word in token.subtree}


def phrase_words(token: Token) -> set[int]:
    """The words of a noun phrase without a relative or participial clause set off by a comma."""
    words = subtree(token)
    for child in token.children:
        if child.fills(NOUN_CLAUSE) and child.i > token.i and token.doc[child.left_edge.i - 1].text == ",":
            words -= subtree(child)
    return words


def _noun_phrase(token: Token, without: set[int]) -> set[int]:
    """The words of a noun phrase with its appositions, without a clause that is itself content."""
    return {i for i in phrase_words(token) - without if not token.doc[i].is_space}


def cue_words(verb: Token, *more: Token) -> set[int]:
    """The verb with its auxiliaries, negation and adverbs in one run, and its particle."""
    words = {verb.i} | {token.i for token in more}
    for child in verb.children:
        before = child.fills(ADVERB) and child.tag_ != "WRB" and child.i < verb.i and child.n_lefts == 0
        if child.fills(_PART_OF_CUE) or before:
            words.add(child.i)
    first = verb.i
    while first - 1 in words:
        first -= 1
    return {i for i in words if i >= first}


def source_of(verb: Token) -> Token | None:
    """Who says it: the subject of an active verb, the agent of a passive one."""
    if is_passive(verb):
        return by_agent(verb)
    return subject(verb)


def make(page: Page, verb: Token, source: Token | None, content: set[int], cue: set[int]) -> CuedAttribution | None:
    """What is found, with the content kept to the paragraph of the verb or to quotations; None if no content remains."""
    here = verb.paragraph
    content = {
        i for i in _balanced(page, content) if not page.doc[i].is_space and (page.doc[i].paragraph == here or i in page.inside)
    } - cue
    words: set[int] = set()
    if source is not None:
        words = _noun_phrase(source, content | cue | subtree(verb) if verb.i in subtree(source) else content | cue)
        words = {i for i in words if page.doc[i].paragraph == here} if source.i in words else {source.i}
    content -= words
    if not content:
        return None
    return CuedAttribution(frozenset(words), source.i if source is not None else None, frozenset(cue), frozenset(content), verb.i)


def _balanced(page: Page, content: set[int]) -> set[int]:
    """The content with the marks of the quotations whose words it holds."""
    for quote in {page.quotes[page.inside[i]] for i in content if i in page.inside}:
        words = (i for i in range(quote.start, quote.end) if page.doc[i].is_alpha)
        if not quote.open and next(words, -1) in content and all(i in content for i in words):
            content = content | {quote.start, quote.end - 1}
    return content


def is_speech(page: Page, quote: Quotation) -> bool:
    """Whether a quotation is speech of its own rather than quoted words inside a sentence of the article."""
    words = [t for t in page.doc[quote.start : quote.end] if t.is_alpha]
    if not words or (len(words) < 2 and not page.doc[quote.end - 2].is_punct):
        return False
    before = page.doc[quote.start - 1] if quote.start else None
    if before is None or before.paragraph != page.doc[quote.start].paragraph or before.is_punct or before.is_space:
        return True
    cue = before.pos_ == "VERB" and before.lemma_.lower() in cues().frames["clause"]
    return cue or (words[0].text[0].isupper() and len(words) > 3)
