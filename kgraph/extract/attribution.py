"""Who says, thinks or wants what: the attributions of an article.

The notion is PolNeAR's (Newell et al., LREC 2018): statements, beliefs, intentions and feelings that the article gives to somebody,
each as source, cue and content. The content is the clause, phrase or quotation without cue and source, in pieces where those
stand in its middle; a quotation goes on over sentences and paragraphs until it closes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SentenceSpan

from kgraph.language.trees import below, indices_below
from kgraph.model import PROSE, Article, Attribution, BlockKind, Mention, QuoteKind, Span
from kgraph.ontology import entity_is_a

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_OPEN, _CLOSE = ('"', "“", "``", "''"), ('"', "”", "''")
_EDGE = frozenset(",;:.-–—()[]")
_THINGS = ("it", "this", "that", "these", "those", "which", "what", "there")
_ACTORS = ("Person", "Group", "Organization", "Place", "Work")
_SPEAKERS = 8  # tokens that may stand before the colon of "Name: what the name says"


@dataclass(frozen=True, slots=True)
class Cues:
    """data/attribution.yaml, by frame."""

    frames: Mapping[str, frozenset[str]]  # clause, infinitive, object -> verbs
    kinds: Mapping[str, frozenset[str]]  # statement, belief ... -> verbs
    prepositions: Mapping[str, frozenset[str]]
    noun_frames: Mapping[str, frozenset[str]]
    noun_prepositions: Mapping[str, frozenset[str]]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    showing: frozenset[str]
    texts: frozenset[str]
    seeming: frozenset[str]
    addressed: frozenset[str]
    quoted: frozenset[str]
    lemmas: Mapping[str, str]  # forms whose lemma the language model gets wrong


@cache
def cues() -> Cues:
    """The cue words of data/attribution.yaml."""
    data: Any = yaml.load(files("kgraph").joinpath("data/attribution.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    frames = ("clause", "infinitive", "object")
    return Cues(
        frames={f: frozenset(verb for kind in data["verbs"].values() for verb in kind.get(f, ())) for f in frames},
        kinds={kind: frozenset(verb for some in by_frame.values() for verb in some) for kind, by_frame in data["verbs"].items()},
        prepositions={verb: frozenset(some) for verb, some in data["prepositions"].items()},
        noun_frames={f: frozenset(data["nouns"][f]) for f in ("clause", "infinitive")},
        noun_prepositions={noun: frozenset(some) for noun, some in data["nouns"]["prepositions"].items()},
        adjectives=frozenset(data["adjectives"]),
        adverbs=frozenset(data["adverbs"]),
        showing=frozenset(data["showing"]),
        texts=frozenset(data["texts"]),
        seeming=frozenset(data["seeming"]),
        addressed=frozenset(data["addressed"]),
        quoted=frozenset(data["quoted"]),
        lemmas=data["lemmas"],
    )


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens from an opening to a closing quotation mark (half-open, marks included); ``open`` if no mark closes it."""

    start: int
    end: int
    open: bool = False


@dataclass(frozen=True, slots=True)
class Found:
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
    quotes: tuple[Quote, ...]
    inside: Mapping[int, int]  # token -> index of its quotation
    paragraph: Sequence[int]  # of each token
    titles: frozenset[int]  # paragraphs that are titles
    apart: Sequence[
        Sequence[int]
    ]  # the quotations between double marks, and those between single ones: each in order, none overlapping
    last: Mapping[int, int]  # paragraph -> its last token


# -- quotations and paragraphs -----------------------------------------------------------------------------------------


def _page(article: Article, doc: Doc) -> Page:
    paragraph, titles = _paragraphs(article, doc)
    double = tuple(_quotes(doc, paragraph))
    single = tuple(_single(doc, paragraph, double))
    quotes = tuple(sorted((*double, *single), key=lambda quote: quote.start))
    number = {quote: q for q, quote in enumerate(quotes)}
    inside = {i: q for q, quote in enumerate(quotes) for i in range(quote.start, quote.end)}
    apart = [[number[quote] for quote in some] for some in (double, single)]
    return Page(doc, quotes, inside, paragraph, titles, apart, {number: i for i, number in enumerate(paragraph)})


def _paragraphs(article: Article, doc: Doc) -> tuple[list[int], frozenset[int]]:
    """The number of each token's paragraph, and which of them are titles; blocks tell, or else line breaks."""
    blocks = [block for block in article.blocks if block.kind in PROSE]
    if not blocks:
        numbers, number = [], 0
        for token in doc:
            numbers.append(number)
            number += "\n" in token.text_with_ws
        return numbers, frozenset({numbers[0]} if numbers and article.title else ())
    numbers, at = [], 0
    for token in doc:
        while at + 1 < len(blocks) and token.idx >= blocks[at + 1].span.start:
            at += 1
        numbers.append(at)
    return numbers, frozenset(i for i, block in enumerate(blocks) if block.kind is not BlockKind.BODY)


def _quotes(doc: Doc, paragraph: Sequence[int]) -> Iterator[Quote]:
    """Double quotations, and single ones that look like speech; the end of a paragraph ends what is open."""
    start: int | None = None
    for token in doc:
        if start is not None and paragraph[token.i] != paragraph[start]:
            yield Quote(start, token.i, open=True)
            start = None
        if start is None and token.text in _OPEN and not _closes(doc, token):
            start = token.i
        elif start is not None and token.text in _CLOSE:
            yield Quote(start, token.i + 1)
            start = None
    if start is not None:
        yield Quote(start, len(doc), open=True)


def _single(doc: Doc, paragraph: Sequence[int], double: Sequence[Quote]) -> Iterator[Quote]:
    """Quotations between single marks, outside double ones; the tagger tells marks from apostrophes."""
    taken = {i for quote in double for i in range(quote.start, quote.end)}
    start: int | None = None
    for token in doc:
        if token.text not in ("'", "‘", "’") or token.i in taken:
            continue
        opens = token.tag_ == "``" and not token.whitespace_
        if opens:
            start = token.i
        elif start is not None and token.tag_ == "''" and paragraph[token.i] == paragraph[start]:
            if token.i - start > 3:
                yield Quote(start, token.i + 1)
            start = None


def _closes(doc: Doc, token: Token) -> bool:
    """Whether a stray straight mark hugs the word before it, so that it cannot open a quotation."""
    before = doc[token.i - 1] if token.i else None
    return (
        token.text in ('"', "''")
        and before is not None
        and not before.whitespace_
        and before.is_alpha
        and bool(token.whitespace_)
    )


# -- pieces of the tree ------------------------------------------------------------------------------------------------


def _children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def _subtree(token: Token) -> set[int]:
    return indices_below(token)


def _phrase(token: Token) -> set[int]:
    """The words of a noun phrase without a relative or participial clause set off by a comma."""
    words = _subtree(token)
    for child in token.children:
        if child.dep_ in ("relcl", "acl") and child.i > token.i and token.doc[child.left_edge.i - 1].text == ",":
            words -= _subtree(child)
    return words


def _lemma(verb: Token) -> str:
    """The lemma with its particle, where data/attribution.yaml knows it so."""
    lemma = cues().lemmas.get(verb.lower_, verb.lemma_.lower())
    particle = next((c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod") and c.i == verb.i + 1), "")
    joined = f"{lemma} {particle}"
    return joined if particle and any(joined in some for some in cues().frames.values()) else lemma


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, also where another verb has it: of coordinated, controlled and participial verbs."""
    seen = verb
    for _ in range(5):
        found = next((c for c in seen.children if c.dep_ in _SUBJECTS and c.dep_ != "expl"), None)
        if found is not None:
            return found
        if seen.dep_ in ("conj", "xcomp", "advcl", "pcomp", "dep", "parataxis", "aux", "ccomp") and seen.head.i != seen.i:
            seen = seen.head if seen.head.pos_ != "ADP" else seen.head.head
        elif seen.dep_ in ("acl", "relcl") and seen.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return seen.head
        else:
            return None
    return None


def _noun_phrase(token: Token, without: set[int]) -> set[int]:
    """The words of a noun phrase with its appositions, without a clause that is itself content."""
    return {i for i in _phrase(token) - without if not token.doc[i].is_space}


def _cue(verb: Token, *more: Token) -> set[int]:
    """The verb with its auxiliaries, negation and adverbs in one run, and its particle."""
    words = {verb.i} | {token.i for token in more}
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass", "neg", "prt") or (child.dep_ == "advmod" and child.i < verb.i and child.n_lefts == 0):
            words.add(child.i)
    first = verb.i
    while first - 1 in words:
        first -= 1
    return {i for i in words if i >= first}


# -- one cue at a time -------------------------------------------------------------------------------------------------


def _verbs(page: Page) -> Iterator[Found]:
    known = cues()
    for token in page.doc:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        lemma = _lemma(token)
        found = None
        if lemma in known.frames["clause"]:
            found = _said(page, token, lemma)
        if found is None and lemma in known.frames["infinitive"]:
            found = _wanted(page, token)
        if found is None and token.lemma_.lower() in known.prepositions:
            found = _led(page, token)
        if found is None and lemma in known.frames["object"]:
            found = _named(page, token)
        if found is None and lemma in known.seeming:
            found = _seeming(page, token)
        if found is not None:
            yield found


def _passive(verb: Token) -> bool:
    """Whether a verb is passive, also as a participle: "asked whether he knew, the minister ..." """
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and not any(c.lemma_ == "have" for c in _children(verb, "aux"))


def _by(verb: Token) -> Token | None:
    """The agent of a passive."""
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _source(verb: Token) -> Token | None:
    if _passive(verb):
        return _by(verb)
    return _subject(verb)


def _make(page: Page, verb: Token, source: Token | None, content: set[int], cue: set[int]) -> Found | None:
    here = page.paragraph[verb.i]
    content = {
        i for i in _balanced(page, content) if not page.doc[i].is_space and (page.paragraph[i] == here or i in page.inside)
    } - cue
    words: set[int] = set()
    if source is not None:
        words = _noun_phrase(source, content | cue | _subtree(verb) if verb.i in _subtree(source) else content | cue)
        words = {i for i in words if page.paragraph[i] == here} if source.i in words else {source.i}
    content -= words
    if not content:
        return None
    return Found(frozenset(words), source.i if source is not None else None, frozenset(cue), frozenset(content), verb.i)


def _said(page: Page, verb: Token, lemma: str) -> Found | None:
    """A verb with a that-clause, a quotation beside it, or the sentence around it."""
    clauses = _children(verb, "ccomp")
    clause = next((c for c in clauses if c.i > verb.i), None) or next(iter(clauses), None) or _stated(verb)
    quotes = _beside(page, verb)
    source = _source(verb)
    content: set[int] = set()
    if clause is not None and not (lemma in cues().quoted and not quotes):
        content = _subtree(clause) - {verb.i} - _trailing(verb, clause)
    elif clause is None and not quotes and source is not None and _is_aside(verb):
        content = _subtree(verb.head) - _subtree(verb)
    if quotes:
        content = _with_quotes(page, content, quotes)
    if not content:
        return None
    content |= _displaced(verb, lemma, clause)
    content -= _adjuncts(verb, content, source, clause)
    found = _make(page, verb, source, content, _cue(verb))
    return replace(found, quotes=frozenset(quotes)) if found else None


def _stated(verb: Token) -> Token | None:
    """The that-clause of "said in a statement that ...", which the parser hangs on the statement."""
    for lead in _children(verb, "prep", "dobj", "dative", "npadvmod"):
        for token in sorted(below(lead), key=lambda word: word.i):
            if token.dep_ in ("acl", "relcl", "ccomp") and any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children):
                return token
    return None


def _trailing(verb: Token, clause: Token) -> set[int]:
    """Clauses after a comma that the parser hung into the content but that go on with the cue: "..., adding that"."""
    words: set[int] = set()
    for token in below(clause):
        if token.dep_ not in ("advcl", "conj") or not _takes(token, "clause", "object"):
            continue
        participle = token.dep_ == "advcl" and token.tag_ == "VBG" and not _children(token, "mark")
        if participle and token.i and token.doc[token.i - 1].text in (",", "-", "—", "–"):
            words |= _subtree(token)
        again = token.dep_ == "conj" and token.tag_ == verb.tag_ != clause.tag_ and not _children(token, "nsubj")
        if again:  # "told them that it was wrong and said ..."
            words |= _subtree(token) | {c.i for c in token.head.children if c.dep_ == "cc" and c.i < token.i}
    return words


def _takes(verb: Token, *frames: str) -> bool:
    """Whether a verb is a cue that has one of the frames."""
    return any(verb.lemma_.lower() in cues().frames[frame] for frame in frames)


def _is_aside(verb: Token) -> bool:
    """Whether "X said" stands inside or after the sentence that it attributes, set off by commas."""
    head = verb.head
    if head.pos_ not in ("VERB", "AUX") or head.i == verb.i or not _children(verb, "nsubj"):
        return False
    if verb.dep_ == "parataxis":
        return True
    bare = not _children(verb, "mark", "dobj", "prep", "xcomp", "advmod", "aux", "neg")
    return verb.dep_ in ("ccomp", "advcl") and bare and verb.tag_ in ("VBD", "VBZ") and verb.i > 0


def _displaced(verb: Token, lemma: str, clause: Token | None) -> set[int]:
    """The subject of the content where the parser made it the cue's object: "showed his promises were empty"."""
    if clause is None or lemma in cues().addressed or _children(clause, "mark"):
        return set()
    headless = not _children(clause, "nsubj", "nsubjpass", "csubj", "expl")
    return {i for c in _children(verb, "dobj") if verb.i < c.i < clause.i and (headless or c.tag_ == "VBG") for i in _subtree(c)}


def _balanced(page: Page, content: set[int]) -> set[int]:
    """The content with the marks of the quotations whose words it holds."""
    for quote in {page.quotes[page.inside[i]] for i in content if i in page.inside}:
        words = (i for i in range(quote.start, quote.end) if page.doc[i].is_alpha)
        if not quote.open and next(words, -1) in content and all(i in content for i in words):
            content = content | {quote.start, quote.end - 1}
    return content


def _adjuncts(verb: Token, content: set[int], source: Token | None, clause: Token | None) -> set[int]:
    """What belongs to the cue rather than to the content: its time, place and addressee."""
    own: set[int] = {source.i} if source is not None else set()
    for child in verb.children:
        aside = child.dep_ in ("npadvmod", "prep", "dative", "advmod", "agent", "prt", "aux", "auxpass", "neg", "oprd")
        if aside or (child.dep_ == "dobj" and not _subtree(child) <= content):
            own |= _subtree(child)
    if clause is not None and clause.i in own:
        own -= _subtree(clause)
    return own if content - own else set()


def _beside(page: Page, verb: Token) -> list[int]:
    """Direct quotations of a cue: in its sentence, ending right before it, or starting right after it."""
    if verb.i in page.inside:
        return []
    sentence = verb.sent
    found = []
    for q in _quotes_near(page, sentence):
        quote = page.quotes[q]
        if page.paragraph[quote.start] != page.paragraph[verb.i] or not _is_speech(page, quote):
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


def _is_speech(page: Page, quote: Quote) -> bool:
    """Whether a quotation is speech of its own rather than quoted words inside a sentence of the article."""
    words = [t for t in page.doc[quote.start : quote.end] if t.is_alpha]
    if not words or (len(words) < 2 and not page.doc[quote.end - 2].is_punct):
        return False
    before = page.doc[quote.start - 1] if quote.start else None
    if before is None or page.paragraph[before.i] != page.paragraph[quote.start] or before.is_punct or before.is_space:
        return True
    cue = before.pos_ == "VERB" and before.lemma_.lower() in cues().frames["clause"]
    return cue or (words[0].text[0].isupper() and len(words) > 3)


def _reaches(page: Page, verb: Token, quote: Quote) -> bool:
    """Whether no other cue verb outside quotations stands between a cue and a quotation, nor the verb's own object around it."""
    low, high = (verb.i + 1, quote.start) if quote.start > verb.i else (quote.end, verb.i)
    known = cues().frames["clause"]
    if any(t.pos_ == "VERB" and t.i not in page.inside and t.lemma_.lower() in known for t in page.doc[low:high]):
        return False
    return not any(c.i < quote.start and c.right_edge.i >= quote.start for c in _children(verb, "dobj", "oprd", "pobj"))


def _with_quotes(page: Page, content: set[int], quotes: Sequence[int]) -> set[int]:
    """The content with its quotations; without what else the parser put there, where only a word or two stand outside them."""
    spoken = {i for q in quotes for i in range(page.quotes[q].start, page.quotes[q].end)}
    alone = [i for i in content - spoken if page.doc[i].is_alpha]
    return spoken if len(alone) <= 2 else content | spoken


def _wanted(page: Page, verb: Token) -> Found | None:
    """A verb with an infinitive."""
    clause = next(
        (c for c in _children(verb, "xcomp", "ccomp") if c.i > verb.i and any(a.tag_ == "TO" for a in c.children)), None
    )
    if clause is None:
        return None
    content = _subtree(clause)
    if _passive(verb):
        patient = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        content |= _subtree(patient) if patient is not None else set()
    content |= {i for c in _children(verb, "dobj", "dative") if c.i < clause.i for i in _subtree(c)}
    return _make(page, verb, _source(verb), content, _cue(verb))


def _led(page: Page, verb: Token) -> Found | None:
    """A verb with a preposition that leads its content in: "called for", "referring to"."""
    wanted = cues().prepositions[verb.lemma_.lower()]
    lead = next((c for c in _children(verb, "prep") if c.lower_ in wanted and 0 < c.i - verb.i < 4), None)
    if lead is None:  # "called for the minister to resign"
        marks = [(c, m) for c in _children(verb, "advcl", "ccomp", "xcomp") for m in _children(c, "mark") if m.lower_ in wanted]
        return (
            _make(page, verb, _source(verb), _subtree(marks[0][0]) - {marks[0][1].i}, _cue(verb, marks[0][1])) if marks else None
        )
    if lead is None or not any(c.dep_ in ("pobj", "pcomp") for c in lead.children):
        return None
    content = {i for c in _children(lead, "pobj", "pcomp") for i in _phrase(c)}
    content |= {
        i
        for c in _children(verb, "xcomp", "advcl")
        if any(a.tag_ == "TO" for a in c.children) and c.i > lead.i
        for i in _subtree(c)
    }
    content |= {i for c in _children(verb, "prep") if c.lower_ == "as" and c.i > lead.i for i in _subtree(c)}
    return _make(page, verb, _source(verb), content, _cue(verb, lead))


def _is_charged(verb: Token) -> bool:
    """Whether somebody unnamed holds something against somebody: "is accused of fraud", "was blamed for the delay"."""
    return _passive(verb) and any(c.lower_ in ("of", "for") and c.i > verb.i for c in _children(verb, "prep"))


def _named(page: Page, verb: Token) -> Found | None:
    """A verb whose object is the content."""
    patient = next((c for c in verb.children if c.dep_ == ("nsubjpass" if _passive(verb) else "dobj")), None)
    source = _source(verb)
    if patient is None or (source is None and not _is_charged(verb)):
        return None
    content = _phrase(patient)
    for child in verb.children:
        outside = child.lower_ in ("in", "at", "during", "by") or (child.lower_ == "on" and verb.lemma_ != "blame")
        if child.i > patient.i and child.dep_ in ("oprd", "xcomp", "prep", "ccomp") and not outside:
            content |= _subtree(child)
    if _passive(verb) and source is not None:  # "was accused by the court of fraud"
        content |= {
            i for c in _children(source, "prep") if c.lower_ in ("of", "for") and _children(c, "pcomp") for i in _subtree(c)
        }
    return _make(page, verb, source, content, _cue(verb))


def _seeming(page: Page, verb: Token) -> Found | None:
    clause = next((c for c in _children(verb, "xcomp", "oprd", "acomp", "ccomp") if c.i > verb.i), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if clause is None or subject is None:
        return None
    return _make(page, verb, None, _subtree(clause) | _subtree(subject), _cue(verb))


def _adjectives(page: Page) -> Iterator[Found]:
    """ "is confident that", "was reluctant to", "are worried about" """
    for token in page.doc:
        if (
            token.pos_ not in ("ADJ", "VERB")
            or token.lower_ not in cues().adjectives
            or token.dep_ not in ("acomp", "ROOT", "conj")
        ):
            continue
        be = token.head
        inner = next((c for c in _children(token, "ccomp", "xcomp") if c.i > token.i), None)
        lead = next((c for c in _children(token, "prep") if c.i == token.i + 1), None)
        if be.lemma_ not in ("be", "feel", "become", "remain", "seem", "get") or (inner is None and lead is None):
            continue
        content = _subtree(inner) if inner is not None else _subtree(lead) - {lead.i} if lead is not None else set()
        more = [lead] if inner is None and lead is not None else []
        cue = _cue(be, token, *more, *_children(token, "advmod", "neg"))
        found = _make(page, be, _subject(be), content, cue)
        if found is not None:
            yield found


def _nouns(page: Page) -> Iterator[Found]:
    """ "his claim that", "their plan to", "the minister's call for" """
    known = cues()
    for token in page.doc:
        lemma = token.lemma_.lower()
        if token.pos_ != "NOUN":
            continue
        content = _noun_content(token, lemma, known)
        owner = next((c for c in token.children if c.dep_ == "poss"), None) or _owner(token)
        if content is None or owner is None:
            continue
        body, cue = content
        found = _make(page, token, owner, body, cue)
        if found is not None:
            source = found.source - {i for i in found.source if page.doc[i].dep_ == "prep" and page.doc[i].head.i == token.i}
            yield replace(found, source=frozenset(source))


def _noun_content(token: Token, lemma: str, known: Cues) -> tuple[set[int], set[int]] | None:
    own = {token.i} | {c.i for c in token.children if c.dep_ in ("amod", "compound") and c.n_lefts + c.n_rights == 0}
    for child in token.children:
        if child.i < token.i:
            continue
        marked = any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
        if lemma in known.noun_frames["clause"] and child.dep_ in ("acl", "ccomp") and marked:
            return _subtree(child), own
        if lemma in known.noun_frames["infinitive"] and child.dep_ == "acl" and any(c.tag_ == "TO" for c in child.children):
            return _subtree(child), own
        if child.dep_ == "prep" and child.lower_ in known.noun_prepositions.get(lemma, ()):
            return _subtree(child) - {child.i}, own | {child.i}
    if lemma in known.noun_frames["clause"] and token.dep_ == "nsubj" and token.head.lemma_ == "be":
        clause = next((c for c in _children(token.head, "ccomp") if _children(c, "mark")), None)
        return (_subtree(clause), own | {token.head.i}) if clause is not None else None
    return None


def _owner(token: Token) -> Token | None:
    """Whose a noun without possessor is: "issued a call for", "a call by the minister for"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if token.dep_ == "dobj" and token.head.lemma_ in (
        "make",
        "issue",
        "express",
        "voice",
        "have",
        "give",
        "repeat",
        "renew",
        "share",
        "announce",
    ):
        return _subject(token.head)
    return None


def _according(page: Page) -> Iterator[Found]:
    """ "according to the ministry" """
    doc = page.doc
    for token in doc:
        if token.lower_ not in ("according",) or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        lead = doc[token.i + 1]
        source = next((c for c in lead.children if c.dep_ == "pobj"), None)
        if source is None:
            continue
        phrase = _subtree(token)
        body = _without_rest(_clause_of(token), token) - phrase if token.head.i != token.i else set()
        if not any(doc[i].is_alpha for i in body):
            body = {t.i for t in token.sent} - phrase
        found = _make(page, token, source, body, {token.i, lead.i})
        if found is not None:
            yield found


def _without_rest(clause: Token, phrase: Token) -> set[int]:
    """The words of a clause without what is coordinated after the phrase that attributes it: ", but the union ..." """
    words = _subtree(clause)
    for child in clause.children:
        if child.dep_ == "conj" and child.i > phrase.i > clause.i and _children(child, "nsubj", "nsubjpass"):
            words -= _subtree(child) | {c.i for c in _children(clause, "cc") if c.i > phrase.i}
    return words


def _clause_of(token: Token) -> Token:
    """The verb of the clause that a phrase belongs to."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            return ancestor
    return token.sent.root


def _adverbs(page: Page) -> Iterator[Found]:
    for token in page.doc:
        if token.lower_ in cues().adverbs and token.head.i != token.i:
            body = _subtree(_clause_of(token)) - {token.i}
            found = _make(page, token, None, body, {token.i})
            if found is not None:
                yield found


def _colons(page: Page) -> Iterator[Found]:
    """ "Minister: the talks have failed" in a headline or a transcript"""
    for number, words in _runs(page):
        at = next((k for k, t in enumerate(words[:_SPEAKERS]) if t.text == ":"), 0)
        names = words[:at]
        if not names or at + 2 >= len(words) or not _is_speaker(names, titled=number in page.titles):
            continue
        rest = frozenset(t.i for t in words[at + 1 :])
        yield Found(frozenset(t.i for t in names), names[-1].i, frozenset({words[at].i}), rest, words[at].i)


def _runs(page: Page) -> Iterator[tuple[int, list[Token]]]:
    """The words of each paragraph."""
    words: list[Token] = []
    for token in page.doc:
        if words and page.paragraph[token.i] != page.paragraph[words[-1].i]:
            yield page.paragraph[words[-1].i], words
            words = []
        if not token.is_space:
            words.append(token)
    if words:
        yield page.paragraph[words[-1].i], words


def _is_speaker(names: Sequence[Token], *, titled: bool) -> bool:
    """Whether the words before a colon name somebody: a name in a headline, capitals in a transcript."""
    if not any(t.pos_ == "PROPN" for t in names) or any(t.pos_ in ("VERB", "AUX", "NUM", "ADV") for t in names):
        return False
    if titled:
        return names[-1].pos_ in ("PROPN", "NOUN")
    return all(t.is_upper for t in names if t.is_alpha)


# -- putting them together ---------------------------------------------------------------------------------------------


def _all(page: Page) -> list[Found]:
    found = [*_colons(page), *_according(page), *_verbs(page), *_adjectives(page), *_nouns(page), *_adverbs(page)]
    found.sort(key=lambda one: (one.verb, min(one.content)))
    return _settled(page, _with_orphans(page, found))


def _settled(page: Page, found: Sequence[Found]) -> list[Found]:
    """Without those inside a quotation of another, and inside other content only speech about speech.

    PolNeAR's annotation is flat: of 517 nested ones only 68 were right. "Officials said the minister wants peace" is what
    officials say, and the report of the wish keeps its own modality; but "she said he had told her that ..." has two sources.
    """
    spoken = {i for one in found for q in one.quotes for i in range(page.quotes[q].start, page.quotes[q].end)}
    covered = {i for one in found for i in one.content}
    kept: list[Found] = []
    taken: set[int] = set()
    for one in found:
        if one.verb in spoken or one.verb in taken or (one.verb in covered and not _retold(page, one)):
            continue
        taken.add(one.verb)
        kept.append(one)
    return kept


def _retold(page: Page, one: Found) -> bool:
    """Whether a nested attribution is speech of somebody named."""
    if one.head is None or page.doc[one.head].pos_ == "PRON":
        return False
    verb = page.doc[one.verb]
    return verb.lemma_.lower() in cues().kinds["statement"] and bool(_children(verb, "ccomp"))


def _with_orphans(page: Page, found: list[Found]) -> list[Found]:
    """Quotations that no cue took go to the speaker of the quotation before them, in this paragraph or the last."""
    owner: dict[int, int] = {q: k for k, one in enumerate(found) for q in one.quotes}
    covered = {i for one in found for i in one.content}
    more: dict[int, list[int]] = {}
    last: tuple[int, int] | None = None  # the quotation before and its attribution
    for q, quote in enumerate(page.quotes):
        if q in owner:
            last = (q, owner[q])
        elif quote.start not in covered and _is_speech(page, quote) and last is not None and _follows(page, last[0], quote):
            more.setdefault(last[1], []).append(q)
            last = (q, last[1])
    return [_with_more(page, one, more.get(k, ())) for k, one in enumerate(found)]


def _with_more(page: Page, one: Found, quotes: Sequence[int]) -> Found:
    """An attribution with further quotations in its content."""
    ranges = (range(page.quotes[q].start, page.quotes[q].end) for q in quotes)
    words = one.content.union(i for some in ranges for i in some if not page.doc[i].is_space)
    return replace(one, content=words, quotes=one.quotes.union(quotes)) if quotes else one


def _follows(page: Page, before: int, quote: Quote) -> bool:
    """Whether a quotation continues the speech of another: in its paragraph, or at the start of the next one."""
    there, here = page.paragraph[page.quotes[before].end - 1], page.paragraph[quote.start]
    if there == here:
        return True
    between = page.doc[page.quotes[before].end : quote.start]
    if page.quotes[before].open:
        return not any(t.is_alpha for t in between)
    alone = not any(t.is_alpha for t in page.doc[quote.end : page.last[here] + 1])
    return alone and quote.start > 0 and page.paragraph[quote.start - 1] == there


# -- to the model ------------------------------------------------------------------------------------------------------


def attributions(article: Article, doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of an article, in order of their cues; ``chain`` is that of the mention with the source's head."""
    page = _page(article, doc)
    by_head: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start - m.span.end):
        by_head[mention.head.start] = mention  # the smallest stays
    return tuple(_attribution(page, one, by_head) for one in _all(page) if _speaks(page, one, by_head))


def _speaks(page: Page, one: Found, by_head: Mapping[int, Mention]) -> bool:
    """Whether the source can say what it is given, rather than be what shows it: "the summit showed that ..."."""
    if one.head is None or one.quotes or _lemma(page.doc[one.verb]) not in cues().showing:
        return True
    source = _antecedent(page.doc[one.head])
    if source.pos_ == "PRON":
        return source.lower_ not in _THINGS
    mention = by_head.get(source.idx)
    spoken = mention is not None and any(entity_is_a(mention.type, actor) for actor in _ACTORS)
    return spoken or source.lemma_.lower() in cues().texts


def _attribution(page: Page, one: Found, by_head: Mapping[int, Mention]) -> Attribution:
    doc = page.doc
    mention = by_head.get(_antecedent(doc[one.head]).idx) if one.head is not None else None
    source, cue = _pieces(page, one.source), _pieces(page, one.cue, trim=False)
    return Attribution(
        source=Span(source[0].start, source[-1].end) if source else None,
        chain=mention.chain if mention else None,
        cue=Span(cue[0].start, cue[-1].end) if cue else None,
        content=tuple(_pieces(page, one.content)),
        kind=_kind(page, one),
    )


def _antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if token.tag_ not in ("WP", "WDT", "WP$"):
        return token
    clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def _kind(page: Page, one: Found) -> QuoteKind:
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
    return [_characters(run) for run in told or _as_one(page, runs)]


def _as_one(page: Page, runs: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """Runs that hold no words, such as both marks of a quotation, with what stands between them in the first one's paragraph."""
    here = [token for run in runs for token in run if page.paragraph[token.i] == page.paragraph[runs[0][0].i]]
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
    near = after - before < 4 and page.paragraph[before] == page.paragraph[after]
    return near and all(page.doc[i].is_space or page.doc[i].is_punct for i in range(before + 1, after))
