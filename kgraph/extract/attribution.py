"""Who says, thinks or wants what: the attributions of an article.

The notion is PolNeAR's (Newell et al., LREC 2018): statements, beliefs, intentions and feelings that the article gives to somebody,
each as source, cue and content. The content is the clause, phrase or quotation without cue and source, in pieces where those
stand in its middle; a quotation goes on over sentences and paragraphs until it closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kgraph.extract.cue_page import CuedAttribution, Page, is_speech, page_of
from kgraph.extract.cue_verbs import by_verbs
from kgraph.extract.cue_words import by_words
from kgraph.lexicon import entity_is_a
from kgraph.model import Article, Attribution, Mention, QuoteKind, Span
from kgraph.syntax.clauses import antecedent
from kgraph.syntax.passives import is_passive, is_verb
from kgraph.syntax.quotations import Quotation
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    FINITE_CLAUSE,
    PASSIVE_SUBJECT,
)
from kgraph.syntax.speech import cue_lemma, cues
from kgraph.syntax.tree import Doc, Token

_EDGE = frozenset(",;:.-–—()[]")
_THINGS = ("it", "this", "that", "these", "those", "which", "what", "there")
_MUTE = frozenset({"Thing", "Product", "Money", "NamedEvent"})
_ACTORS = ("Person", "Group", "Organization", "Place", "Work")


def _all(page: Page) -> list[CuedAttribution]:
    found = [*by_verbs(page), *by_words(page)]
    found.sort(key=lambda one: (one.verb, min(one.content)))
    return _settled(page, _with_orphans(page, found))


def _settled(page: Page, found: Sequence[CuedAttribution]) -> list[CuedAttribution]:
    """Without those inside a quotation of another, and inside other content only speech about speech.

    PolNeAR's annotation is flat: of 517 nested ones only 68 were right. "Officials said the minister wants peace" is what
    officials say, and the report of the wish keeps its own modality; but "she said he had told her that ..." has two sources.
    """
    spoken = {i for one in found for q in one.quotes for i in range(page.quotes[q].start, page.quotes[q].end)}
    covered = {i for one in found for i in one.content}
    kept: list[CuedAttribution] = []
    taken: set[int] = set()
    for one in found:
        if one.cue and (one.verb in spoken or one.verb in taken or (one.verb in covered and not _retold(page, one))):
            continue
        taken.add(one.verb)
        kept.append(one)
    return kept


def _retold(page: Page, one: CuedAttribution) -> bool:
    """Whether a nested attribution is speech of somebody named."""
    if one.head is None or antecedent(page.doc[one.head]).pos_ == "PRON":
        return False
    verb = page.doc[one.verb]
    return verb.lemma_.lower() in cues().kinds["statement"] and bool(verb.children_as(FINITE_CLAUSE))


def _with_orphans(page: Page, found: list[CuedAttribution]) -> list[CuedAttribution]:
    """Quotations that no cue took go to whoever spoke last, in a quotation or not, in this paragraph or the last, or to nobody named."""
    owner: dict[int, int] = {q: k for k, one in enumerate(found) for q in one.quotes}
    covered = {i for one in found for i in one.content}
    more: dict[int, list[int]] = {}
    unnamed: list[int] = []
    last: tuple[int, int] | None = None  # the quotation before and its attribution
    for q, quote in enumerate(page.quotes):
        if q in owner:
            last = (q, owner[q])
        elif quote.start not in covered and is_speech(page, quote):
            speaker = _speaker_before(page, found, quote, last)
            if speaker is not None:
                more.setdefault(speaker, []).append(q)
                last = (q, speaker)
            elif _is_sentence(page, quote):
                unnamed.append(q)
    named = (_with_more(page, one, more.get(k, ())) for k, one in enumerate(found))
    return sorted([*named, *(_of_nobody(page, q) for q in unnamed)], key=lambda one: one.verb)


def _is_sentence(page: Page, quote: Quotation) -> bool:
    """Whether a quotation is at least a whole sentence of its own: somebody speaks, though the text does not say who."""
    words = [token for token in page.doc[quote.start : quote.end] if token.is_alpha]
    if page.doc[quote.start].paragraph in page.titles or not words[0].text[0].isupper() or words[0].sent.start < quote.start - 1:
        return False
    return any(is_verb(word) and word.children_as(ACTIVE_SUBJECT | PASSIVE_SUBJECT) for word in words)


def _of_nobody(page: Page, q: int) -> CuedAttribution:
    """A quotation of which the text does not say whose words it holds."""
    quote = page.quotes[q]
    words = frozenset(i for i in range(quote.start, quote.end) if not page.doc[i].is_space)
    return CuedAttribution(frozenset(), None, frozenset(), words, quote.start, frozenset({q}))


def _speaker_before(page: Page, found: Sequence[CuedAttribution], quote: Quotation, last: tuple[int, int] | None) -> int | None:
    """The attribution that a quotation goes on with: that of the quotation before, or of what somebody was said to say since."""
    since = page.quotes[last[0]].end if last is not None else 0
    near = [k for k, one in enumerate(found) if since <= one.verb < quote.start and _speaks_on(page, one, quote)]
    said = [k for k in near if not any(found[k].verb in found[other].content for other in near)]
    if said:
        return said[-1]
    return last[1] if last is not None and _follows(page, last[0], quote) else None


def _speaks_on(page: Page, one: CuedAttribution, quote: Quotation) -> bool:
    """Whether who speaks in an attribution may go on in a quotation: in its paragraph, or alone in the next."""
    verb = page.doc[one.verb]
    if (
        one.head is None
        or verb.paragraph in page.titles
        or verb.lemma_.lower() not in cues().kinds["statement"] | cues().kinds["order"] | cues().speech
    ):
        return False
    if verb.paragraph == page.doc[quote.start].paragraph:
        return True
    return _is_next(page, verb.paragraph, quote) and _is_alone(page, quote)


def _is_next(page: Page, paragraph: int, quote: Quotation) -> bool:
    return quote.start > 0 and page.doc[quote.start - 1].paragraph == paragraph


def _is_alone(page: Page, quote: Quotation) -> bool:
    """Whether nothing stands behind a quotation in its paragraph."""
    return not any(t.is_alpha for t in page.doc[quote.end : page.last[page.doc[quote.start].paragraph] + 1])


def _with_more(page: Page, one: CuedAttribution, quotes: Sequence[int]) -> CuedAttribution:
    """An attribution with further quotations in its content."""
    ranges = (range(page.quotes[q].start, page.quotes[q].end) for q in quotes)
    words = one.content.union(i for some in ranges for i in some if not page.doc[i].is_space)
    return replace(one, content=words, quotes=one.quotes.union(quotes)) if quotes else one


def _follows(page: Page, before: int, quote: Quotation) -> bool:
    """Whether a quotation continues the speech of another: in its paragraph, or at the start of the next one."""
    there, here = page.doc[page.quotes[before].end - 1].paragraph, page.doc[quote.start].paragraph
    if there == here:
        return True
    between = page.doc[page.quotes[before].end : quote.start]
    if page.quotes[before].open:
        return not any(t.is_alpha for t in between)
    return _is_alone(page, quote) and _is_next(page, there, quote)


def attributions(article: Article, doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of an article, in order of their cues; ``chain`` is that of the mention with the source's head."""
    page = page_of(article, doc)
    by_head: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start - m.span.end):
        by_head[mention.head.start] = mention  # the smallest stays
    return tuple(_attribution(page, one, by_head) for one in _all(page) if _speaks(page, one, by_head))


def _speaks(page: Page, one: CuedAttribution, by_head: Mapping[int, Mention]) -> bool:
    """Whether the source can say what it is given, rather than be what shows it: "the summit showed that ..."."""
    if one.head is None or one.quotes:
        return True
    source = antecedent(page.doc[one.head])
    if cue_lemma(page.doc[one.verb]) not in cues().showing:
        return _states(page.doc[one.verb]) or not _is_thing(source, by_head)
    if source.pos_ == "PRON":
        return source.lower_ not in _THINGS
    mention = by_head.get(source.idx)
    spoken = mention is not None and any(entity_is_a(mention.type, actor) for actor in _ACTORS)
    return spoken or source.lemma_.lower() in cues().texts


def _states(verb: Token) -> bool:
    """Whether a verb says in so many words what a clause holds, as people alone do: "the left wing said that it had scored"."""
    stating = verb.lemma_.lower() in cues().speech and cue_lemma(verb) in cues().kinds["statement"]
    return stating and bool(verb.children_as(FINITE_CLAUSE)) and not is_passive(verb)


def _is_thing(source: Token, by_head: Mapping[int, Mention]) -> bool:
    """Whether a noun names what says and wants nothing: "the economy is expected to grow" is not what the economy says."""
    mention = by_head.get(source.idx)
    if mention is None or source.pos_ != "NOUN" or source.lemma_.lower() in cues().texts:
        return False
    return mention.type in _MUTE


def _attribution(page: Page, one: CuedAttribution, by_head: Mapping[int, Mention]) -> Attribution:
    doc = page.doc
    mention = by_head.get(antecedent(doc[one.head]).idx) if one.head is not None else None
    source, cue = _pieces(page, one.source), _pieces(page, one.cue, trim=False)
    return Attribution(
        source=Span(source[0].start, source[-1].end) if source else None,
        chain=mention.chain if mention else None,
        cue=Span(cue[0].start, cue[-1].end) if cue else None,
        content=tuple(_pieces(page, one.content)),
        kind=_kind(page, one),
    )


def _kind(page: Page, one: CuedAttribution) -> QuoteKind:
    words = [i for i in one.content if page.doc[i].is_alpha]
    quoted = [i for i in words if i in page.inside]
    if not quoted:
        return QuoteKind.INDIRECT
    return QuoteKind.DIRECT if len(quoted) == len(words) else QuoteKind.MIXED


def _pieces(page: Page, words: Iterable[int], *, trim: bool = True) -> list[Span]:
    """Runs of tokens of one paragraph as spans of characters, without marks at their ends."""
    doc = page.doc
    runs: list[list[Token]] = []
    for i in sorted(words):
        if runs and _joins(page, runs[-1][-1].i, i):
            runs[-1].append(doc[i])
        else:
            runs.append([doc[i]])
    trimmed = (_trimmed(run) if trim else run for run in runs)
    told = [run for run in trimmed if any(t.is_alpha or t.is_digit for t in run)]
    return [_characters(run) for run in told or _as_one(runs)]


def _as_one(runs: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """Runs that hold no words, such as both marks of a quotation, with what stands between them in the first one's paragraph."""
    here = [token for run in runs for token in run if token.paragraph == runs[0][0].paragraph]
    return [here] if here else []


def _trimmed(run: Sequence[Token]) -> Sequence[Token]:
    """Tokens without the marks at both ends."""
    first, last = 0, len(run)
    while first < last and run[first].text in _EDGE:
        first += 1
    while first < last and run[last - 1].text in _EDGE:
        last -= 1
    return run[first:last]


def _characters(run: Sequence[Token]) -> Span:
    return Span(run[0].idx, run[-1].idx + len(run[-1]))


def _joins(page: Page, before: int, after: int) -> bool:
    """Whether two tokens stand in one paragraph with nothing but white space and marks between them."""
    near = after - before < 4 and page.doc[before].paragraph == page.doc[after].paragraph
    return near and all(page.doc[i].is_space or page.doc[i].is_punct for i in range(before + 1, after))
