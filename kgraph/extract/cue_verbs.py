"""Attributions by a verb: "said that", "wants to", "called for", "accused him of", "seems to"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.extract.cue_page import CuedAttribution, Page, cue_words, is_speech, make, phrase_words, source_of, subtree
from kgraph.syntax.clauses import resumed
from kgraph.syntax.passives import is_passive, mark_word
from kgraph.syntax.quotations import Quotation
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    ADVERBIAL_NOUN,
    ASIDE,
    AUXILIARY,
    BARE_CLAUSE,
    BY_AGENT,
    CLAUSAL_SUBJECT,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    FINITE_CLAUSE,
    MARK,
    NEGATION,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    OBJECT,
    OBJECT_PREDICATE,
    PARTICLE,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
)
from kgraph.syntax.speech import cue_lemma, cues
from kgraph.syntax.tree import Span as SentenceSpan
from kgraph.syntax.tree import Token

_CONTINUATION = ADVERBIAL_CLAUSE | CONJUNCT
_SAID_OF_OBJECT = COMPLEMENT_CLAUSE | OBJECT_PREDICATE | PREPOSITION
_HELD_CLAUSE = FINITE_CLAUSE | ADVERBIAL_CLAUSE
_THAT_CLAUSE = NOUN_CLAUSE | FINITE_CLAUSE
_GOVERNED = PREPOSITIONAL_OBJECT | PREPOSITIONAL_CLAUSE
_BESIDE_CUE = (
    RECIPIENT
    | OBJECT_PREDICATE
    | BY_AGENT
    | PARTICLE
    | AUXILIARY
    | PASSIVE_AUXILIARY
    | NEGATION
    | ADVERB
    | ADVERBIAL_NOUN
    | PREPOSITION
)


def by_verbs(page: Page) -> Iterator[CuedAttribution]:
    """What verbs of saying, thinking, wanting and seeming attribute, in no order."""
    known = cues()
    for token in page.doc:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        lemma = cue_lemma(token)
        found = None
        if lemma in known.frames["clause"]:
            found = _said(page, token, lemma)
        if found is None and lemma in known.frames["infinitive"]:
            found = _wanted(page, token)
        if found is None and lemma in known.frames["gerund"]:
            found = _of_own_doing(page, token)
        if found is None and token.lemma_.lower() in known.prepositions:
            found = _led(page, token)
        if found is None and lemma in known.frames["object"]:
            found = _named(page, token)
        if found is None and lemma in known.seeming:
            found = _seeming(page, token)
        if found is not None:
            yield found


def _said(page: Page, verb: Token, lemma: str) -> CuedAttribution | None:
    """A verb with a that-clause, a quotation beside it, or the sentence around it."""
    clauses = verb.children_as(FINITE_CLAUSE)
    clause = next((c for c in clauses if c.i > verb.i), None) or next(iter(clauses), None) or _stated(verb)
    quotes = _beside(page, verb)
    source = source_of(verb)
    content: set[int] = set()
    if clause is not None and not (lemma in cues().quoted and not quotes):
        content = subtree(clause).union(*(subtree(c) for c in clauses if clause.i < c.i < verb.i))
        content -= {verb.i} | _trailing(verb, clause)
    elif clause is None and not quotes and source is not None and _is_aside(verb):
        content = subtree(verb.head) - subtree(verb)
    if quotes:
        content = _with_quotes(page, content, quotes)
    if not content:
        return None
    content |= _displaced(verb, lemma, clause)
    content -= _adjuncts(verb, content, source, clause)
    content -= _asides(page, content, clause)
    found = make(page, verb, source, content, cue_words(verb))
    return replace(found, quotes=frozenset(quotes)) if found else None


def _stated(verb: Token) -> Token | None:
    """The that-clause of "said in a statement that ...", which the parser hangs on the statement."""
    for lead in verb.children_as(PREPOSITION | OBJECT | RECIPIENT | ADVERBIAL_NOUN):
        for token in lead.subtree:
            if token.fills(_THAT_CLAUSE) and any(c.fills(MARK) and c.lower_ == "that" for c in token.children):
                return token
    return None


def _trailing(verb: Token, clause: Token) -> set[int]:
    """Clauses after a comma that the parser hung into the content but that go on with the cue: "..., adding that"."""
    words: set[int] = set()
    for token in clause.subtree:
        if not token.fills(_CONTINUATION) or not _takes(token, "clause", "object"):
            continue
        participle = token.fills(ADVERBIAL_CLAUSE) and token.tag_ == "VBG" and not token.children_as(MARK)
        if participle and token.i and token.doc[token.i - 1].text in (",", "-", "—", "–"):
            words |= subtree(token)
        again = token.fills(CONJUNCT) and token.tag_ == verb.tag_ != clause.tag_ and not token.children_as(ACTIVE_SUBJECT)
        if again or (token.fills(CONJUNCT) and resumed(token) is verb):  # "told them that it was wrong and said ..."
            words |= subtree(token) | {c.i for c in token.head.children if c.fills(CONJUNCTION) and c.i < token.i}
    return words


def _asides(page: Page, content: set[int], clause: Token | None) -> set[int]:
    """Clauses at the end of a content, behind a comma, by which the article goes on: ", which was built", ", while the union" """
    if clause is None:
        return set()
    last = max((i for i in content if page.doc[i].is_alpha), default=0)
    ends = (token for token in clause.subtree if token.i != clause.i and token.i in content and token.right_edge.i >= last)
    return {i for token in ends if _goes_on(page, token) for i in subtree(token)}


def _goes_on(page: Page, token: Token) -> bool:
    """Whether a clause with a subject of its own adds something outside quotations to what a comma closes."""
    edge = token.left_edge.i
    if edge < 1 or page.doc[edge - 1].text not in (",", "-", "–", "—") or {token.i, edge} & page.inside.keys():
        return False
    if not token.children_as(ACTIVE_SUBJECT | PASSIVE_SUBJECT):
        return False
    return token.fills(NOUN_CLAUSE) or (token.fills(ADVERBIAL_CLAUSE) and mark_word(token) in ("while", "whereas"))


def _takes(verb: Token, *frames: str) -> bool:
    """Whether a verb is a cue that has one of the frames."""
    return any(verb.lemma_.lower() in cues().frames[frame] for frame in frames)


def _is_aside(verb: Token) -> bool:
    """Whether "X said" stands inside or after the sentence that it attributes, set off by commas."""
    head = verb.head
    if head.pos_ not in ("VERB", "AUX") or head.i == verb.i or not verb.children_as(ACTIVE_SUBJECT):
        return False
    if verb.fills(ASIDE):
        return True
    bare = not verb.children_as(MARK | OBJECT | PREPOSITION | BARE_CLAUSE | ADVERB | AUXILIARY | NEGATION)
    return verb.fills(_HELD_CLAUSE) and bare and verb.tag_ in ("VBD", "VBZ") and verb.i > 0


def _displaced(verb: Token, lemma: str, clause: Token | None) -> set[int]:
    """The subject of the content where the parser made it the cue's object: "showed his promises were empty"."""
    if clause is None or lemma in cues().addressed or clause.children_as(MARK):
        return set()
    headless = not clause.children_as(NOMINAL_SUBJECT | CLAUSAL_SUBJECT | EXPLETIVE)
    return {i for c in verb.children_as(OBJECT) if verb.i < c.i < clause.i and (headless or c.tag_ == "VBG") for i in subtree(c)}


def _adjuncts(verb: Token, content: set[int], source: Token | None, clause: Token | None) -> set[int]:
    """What belongs to the cue rather than to the content: its time, place and addressee."""
    own: set[int] = {source.i} if source is not None else set()
    for child in verb.children:
        aside = child.fills(_BESIDE_CUE)
        if aside or (child.fills(OBJECT) and not subtree(child) <= content):
            own |= subtree(child)
    if clause is not None and clause.i in own:
        own -= subtree(clause)
    return own if content - own else set()


def _beside(page: Page, verb: Token) -> list[int]:
    """Direct quotations of a cue: in its sentence, ending right before it, or starting right after it."""
    if verb.i in page.inside:
        return []
    sentence = verb.sent
    found = []
    for q in _quotes_near(page, sentence):
        quote = page.quotes[q]
        if page.doc[quote.start].paragraph != verb.paragraph or not is_speech(page, quote):
            continue
        inner = page.doc[max(quote.end - 2, quote.start)].text
        first, last = quote.start + 1, max(quote.end - 2, quote.start)  # without the marks, which may belong to other sentences
        within = first < sentence.end and last >= sentence.start
        before = sentence.start - 3 < last < sentence.start and (inner in (",", "?", "!") or _lower(page, quote.end))
        after = first - 1 <= sentence.end <= first and page.doc[quote.start - 1].text in (":", ",")
        if (within or before or after) and _reaches(page, verb, quote):
            found.append(q)
    return found


def _quotes_near(page: Page, sentence: SentenceSpan) -> Iterator[int]:
    """The quotations that share a token with a sentence or stand right before or behind it, in the order of the text."""
    found: list[int] = []
    for some in page.apart:
        first = bisect_left(some, sentence.start - 2, key=lambda q: page.quotes[q].end)
        last = bisect_right(some, sentence.end + 1, key=lambda q: page.quotes[q].start)
        found.extend(some[first:last])
    return iter(sorted(found))


def _lower(page: Page, i: int) -> bool:
    return i < len(page.doc) and page.doc[i].text[:1].islower()


def _reaches(page: Page, verb: Token, quote: Quotation) -> bool:
    """Whether no other cue verb outside quotations stands between a cue and a quotation, nor the verb's own object around it."""
    low, high = (verb.i + 1, quote.start) if quote.start > verb.i else (quote.end, verb.i)
    known = cues().frames["clause"]
    if any(t.pos_ == "VERB" and t.i not in page.inside and t.lemma_.lower() in known for t in page.doc[low:high]):
        return False
    return not any(
        c.i < quote.start and c.right_edge.i >= quote.start
        for c in verb.children_as(OBJECT | OBJECT_PREDICATE | PREPOSITIONAL_OBJECT)
    )


def _with_quotes(page: Page, content: set[int], quotes: Sequence[int]) -> set[int]:
    """The content with its quotations; without what else the parser put there, where only a word or two stand outside them."""
    spoken = {i for q in quotes for i in range(page.quotes[q].start, page.quotes[q].end)}
    alone = [i for i in content - spoken if page.doc[i].is_alpha]
    return spoken if len(alone) <= 2 else content | spoken


def _wanted(page: Page, verb: Token) -> CuedAttribution | None:
    """A verb with an infinitive."""
    clause = next(
        (c for c in verb.children_as(COMPLEMENT_CLAUSE) if c.i > verb.i and any(a.tag_ == "TO" for a in c.children)), None
    )
    if clause is None:
        return None
    content = subtree(clause)
    if is_passive(verb):
        patient = next((c for c in verb.children if c.fills(PASSIVE_SUBJECT)), None)
        content |= subtree(patient) if patient is not None else set()
    content |= {i for c in verb.children_as(OBJECT | RECIPIENT) if c.i < clause.i for i in subtree(c)}
    return make(page, verb, source_of(verb), content, cue_words(verb))


def _of_own_doing(page: Page, verb: Token) -> CuedAttribution | None:
    """A verb with a gerund: "denied taking it"."""
    clause = next((c for c in verb.children_as(COMPLEMENT_CLAUSE) if c.i > verb.i and c.tag_ == "VBG"), None)
    return make(page, verb, source_of(verb), subtree(clause), cue_words(verb)) if clause is not None else None


def _led(page: Page, verb: Token) -> CuedAttribution | None:
    """A verb with a preposition that leads its content in: "called for", "referring to"."""
    wanted = cues().prepositions[verb.lemma_.lower()]
    lead = next((c for c in verb.children_as(PREPOSITION) if c.lower_ in wanted and 0 < c.i - verb.i < 4), None)
    if lead is None:  # "called for the minister to resign"
        marks = [
            (c, m)
            for c in verb.children_as(ADVERBIAL_CLAUSE | COMPLEMENT_CLAUSE)
            for m in c.children_as(MARK)
            if m.lower_ in wanted
        ]
        return (
            make(page, verb, source_of(verb), subtree(marks[0][0]) - {marks[0][1].i}, cue_words(verb, marks[0][1]))
            if marks
            else None
        )
    if lead is None or not any(c.fills(_GOVERNED) for c in lead.children):
        return None
    content = {i for c in lead.children_as(PREPOSITIONAL_OBJECT | PREPOSITIONAL_CLAUSE) for i in phrase_words(c)}
    content |= {
        i
        for c in verb.children_as(BARE_CLAUSE | ADVERBIAL_CLAUSE)
        if any(a.tag_ == "TO" for a in c.children) and c.i > lead.i
        for i in subtree(c)
    }
    content |= {i for c in verb.children_as(PREPOSITION) if c.lower_ == "as" and c.i > lead.i for i in subtree(c)}
    return make(page, verb, source_of(verb), content, cue_words(verb, lead))


def _is_charged(verb: Token) -> bool:
    """Whether somebody unnamed holds something against somebody: "is accused of fraud", "was blamed for the delay"."""
    return is_passive(verb) and any(c.lower_ in ("of", "for") and c.i > verb.i for c in verb.children_as(PREPOSITION))


def _named(page: Page, verb: Token) -> CuedAttribution | None:
    """A verb whose object is the content."""
    patient = next((c for c in verb.children if c.fills(PASSIVE_SUBJECT if is_passive(verb) else OBJECT)), None)
    source = source_of(verb)
    if patient is None or (source is None and not _is_charged(verb)):
        return None
    if verb.lemma_.lower() == "claim" and patient.lemma_.lower() in cues().won:
        return None  # "claimed her first medal"
    content = phrase_words(patient)
    for child in verb.children:
        outside = child.lower_ in ("in", "at", "during", "by") or (child.lower_ == "on" and verb.lemma_ != "blame")
        if child.i > patient.i and child.fills(_SAID_OF_OBJECT) and not outside:
            content |= subtree(child)
    if is_passive(verb) and source is not None:  # "was accused by the court of fraud"
        content |= {
            i
            for c in source.children_as(PREPOSITION)
            if c.lower_ in ("of", "for") and c.children_as(PREPOSITIONAL_CLAUSE)
            for i in subtree(c)
        }
    return make(page, verb, source, content, cue_words(verb))


def _seeming(page: Page, verb: Token) -> CuedAttribution | None:
    clause = next(
        (c for c in verb.children_as(BARE_CLAUSE | OBJECT_PREDICATE | ADJECTIVAL_PREDICATE | FINITE_CLAUSE) if c.i > verb.i), None
    )
    subject = next((c for c in verb.children if c.fills(ACTIVE_SUBJECT)), None)
    if clause is None or subject is None:
        return None
    return make(page, verb, None, subtree(clause) | subtree(subject), cue_words(verb))
