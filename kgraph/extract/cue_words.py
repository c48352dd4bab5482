"""Attributions by other words: adjectives, nouns, "according to", adverbs, and the colon of a headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.extract.cue_page import CuedAttribution, Page, cue_words, make, subtree
from kgraph.lexicon import nouns
from kgraph.syntax.clauses import governing_verb, subject
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADJECTIVE,
    ADNOMINAL_CLAUSE,
    ADVERB,
    COMPLEMENT_CLAUSE,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    FINITE_CLAUSE,
    MARK,
    NEGATION,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    RELATIVE_CLAUSE,
    ROOT,
)
from kgraph.syntax.speech import Cues, cues
from kgraph.syntax.tree import Token

_PREDICATIVE = ADJECTIVAL_PREDICATE | CONJUNCT | ROOT
_PREMODIFIER = ADJECTIVE | COMPOUND
_CLAUSE_OF_NOUN = FINITE_CLAUSE | ADNOMINAL_CLAUSE

_SPEAKING = frozenset("Person Group Organization Company Government Military Party".split())
_SPEAKERS = 8  # tokens that may stand before the colon of "Name: what the name says"


def _adjectives(page: Page) -> Iterator[CuedAttribution]:
    """ "is confident that", "was reluctant to", "are worried about" """
    for token in page.doc:
        if token.pos_ not in ("ADJ", "VERB") or token.lower_ not in cues().adjectives or not token.fills(_PREDICATIVE):
            continue
        be = token.head
        inner = next((c for c in token.children_as(COMPLEMENT_CLAUSE) if c.i > token.i), None)
        lead = next((c for c in token.children_as(PREPOSITION) if c.i == token.i + 1), None)
        if be.lemma_ not in ("be", "feel", "become", "remain", "seem", "get") or (inner is None and lead is None):
            continue
        content = subtree(inner) if inner is not None else subtree(lead) - {lead.i} if lead is not None else set()
        more = [lead] if inner is None and lead is not None else []
        cue = cue_words(be, token, *more, *token.children_as(ADVERB | NEGATION))
        found = make(page, be, subject(be), content, cue)
        if found is not None:
            yield found


def _nouns(page: Page) -> Iterator[CuedAttribution]:
    """ "his claim that", "their plan to", "the minister's call for" """
    known = cues()
    for token in page.doc:
        lemma = token.lemma_.lower()
        if token.pos_ != "NOUN":
            continue
        content = _noun_content(token, lemma, known)
        owner = next((c for c in token.children if c.fills(POSSESSOR)), None) or _owner(token)
        if content is None or (owner is None and not _is_hearsay(token, known)):
            continue
        body, cue = content
        found = make(page, token, owner, body, cue)
        if found is not None:
            source = found.source - {i for i in found.source if page.doc[i].fills(PREPOSITION) and page.doc[i].head.i == token.i}
            yield replace(found, source=frozenset(source))


def _is_hearsay(noun: Token, known: Cues) -> bool:
    """Whether a noun is word of what nobody by name has said: "amid reports that", "despite claims that"."""
    clauses = noun.children_as(_CLAUSE_OF_NOUN | RELATIVE_CLAUSE)
    return noun.lemma_.lower() in known.hearsay and any(
        child.fills(_CLAUSE_OF_NOUN) or _is_whole(child, noun) for child in clauses
    )


def _is_whole(clause: Token, noun: Token) -> bool:
    """Whether a clause right behind a noun lacks nothing, so that it tells what the noun holds: "rumours he will be moved"."""
    if clause.left_edge.i != noun.i + 1 or not clause.children_as(ACTIVE_SUBJECT | PASSIVE_SUBJECT):
        return False
    relative = any(word.tag_ in ("WDT", "WP", "WRB", "WP$") or word.lower_ == "that" for word in clause.doc[noun.i : clause.i])
    return not relative and bool(clause.children_as(OBJECT | PASSIVE_AUXILIARY | ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE))


def _noun_content(token: Token, lemma: str, known: Cues) -> tuple[set[int], set[int]] | None:
    own = {token.i} | {c.i for c in token.children if c.fills(_PREMODIFIER) and c.n_lefts + c.n_rights == 0}
    for child in token.children:
        if child.i < token.i:
            continue
        marked = any(c.fills(MARK) and c.lower_ == "that" for c in child.children)
        if lemma in known.noun_frames["clause"] and child.fills(_CLAUSE_OF_NOUN) and marked:
            return subtree(child), own
        if lemma in known.hearsay and child.fills(_CLAUSE_OF_NOUN | RELATIVE_CLAUSE) and _is_whole(child, token):
            return subtree(child), own
        if (
            lemma in known.noun_frames["infinitive"]
            and child.fills(ADNOMINAL_CLAUSE)
            and any(c.tag_ == "TO" for c in child.children)
        ):
            return subtree(child), own
        if child.fills(PREPOSITION) and child.lower_ in known.noun_prepositions.get(lemma, ()):
            return subtree(child) - {child.i}, own | {child.i}
    if lemma in known.noun_frames["clause"] and token.fills(ACTIVE_SUBJECT) and token.head.lemma_ == "be":
        clause = next((c for c in token.head.children_as(FINITE_CLAUSE) if c.children_as(MARK)), None)
        return (subtree(clause), own | {token.head.i}) if clause is not None else None
    return None


def _owner(token: Token) -> Token | None:
    """Whose a noun without possessor is: "issued a call for", "a call by the minister for"."""
    for child in token.children:
        if child.fills(PREPOSITION) and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.fills(PREPOSITIONAL_OBJECT)), None)
    if token.fills(OBJECT) and token.head.lemma_ in (
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
        return subject(token.head)
    return None


def _according(page: Page) -> Iterator[CuedAttribution]:
    """ "according to the ministry" """
    doc = page.doc
    for token in doc:
        if token.lower_ not in ("according",) or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        lead = doc[token.i + 1]
        source = next((c for c in lead.children if c.fills(PREPOSITIONAL_OBJECT)), None)
        if source is None:
            continue
        source = _titled(source)
        phrase = subtree(token)
        body = _without_rest((governing_verb(token) or token.sent.root), token) - phrase if token.head.i != token.i else set()
        if not any(doc[i].is_alpha for i in body):
            body = {t.i for t in token.sent} - phrase
        found = make(page, token, source, body, {token.i, lead.i})
        if found is not None:
            yield found


def _titled(source: Token) -> Token:
    """The name behind a calling of two nouns that the parser takes for two sources: "according to food and travel writer Ann Moss"."""
    name = next(iter(source.children_as(CONJUNCT)), None)
    if name is None or source.pos_ != "NOUN" or source.n_lefts or nouns.kind_of(source.lemma_.lower()) in _SPEAKING:
        return source
    called = any(nouns.kind_of(child.lemma_.lower()) == "Person" for child in name.children_as(COMPOUND))
    return name if called and name.ent_type_ == "Person" else source


def _without_rest(clause: Token, phrase: Token) -> set[int]:
    """The words of a clause without what is coordinated after the phrase that attributes it: ", but the union ..." """
    words = subtree(clause)
    for child in clause.children:
        if child.fills(CONJUNCT) and child.i > phrase.i > clause.i and child.children_as(NOMINAL_SUBJECT):
            words -= subtree(child) | {c.i for c in clause.children_as(CONJUNCTION) if c.i > phrase.i}
    return words


def _adverbs(page: Page) -> Iterator[CuedAttribution]:
    for token in page.doc:
        if token.lower_ in cues().adverbs and token.head.i != token.i:
            body = subtree(governing_verb(token) or token.sent.root) - {token.i}
            found = make(page, token, None, body, {token.i})
            if found is not None:
                yield found


def _colons(page: Page) -> Iterator[CuedAttribution]:
    """ "Minister: the talks have failed" in a headline or a transcript, and before a quotation anywhere"""
    for number, words in _runs(page):
        at = next((k for k, t in enumerate(words[:_SPEAKERS]) if t.text == ":"), 0)
        names = words[:at]
        if not names or at + 2 >= len(words):
            continue
        quote = page.inside.get(words[at + 1].i)
        if not _is_speaker(names, free=number in page.titles or quote is not None):
            continue
        rest = frozenset(t.i for t in words[at + 1 :] if quote is None or page.inside.get(t.i) == quote)
        quotes = frozenset() if quote is None else frozenset({quote})
        yield CuedAttribution(frozenset(t.i for t in names), names[-1].i, frozenset({words[at].i}), rest, words[at].i, quotes)


def _runs(page: Page) -> Iterator[tuple[int, list[Token]]]:
    """The words of each paragraph."""
    words: list[Token] = []
    for token in page.doc:
        if words and token.paragraph != words[-1].paragraph:
            yield words[-1].paragraph, words
            words = []
        if not token.is_space:
            words.append(token)
    if words:
        yield words[-1].paragraph, words


def _is_speaker(names: Sequence[Token], *, free: bool) -> bool:
    """Whether the words before a colon name somebody: a name in a headline or before a quotation, otherwise capitals in a transcript."""
    if not any(t.pos_ == "PROPN" for t in names) or any(t.pos_ in ("VERB", "AUX", "NUM", "ADV") for t in names):
        return False
    if free:
        return names[-1].pos_ in ("PROPN", "NOUN")
    return all(t.is_upper for t in names if t.is_alpha)


def by_words(page: Page) -> list[CuedAttribution]:
    """What other words than verbs attribute, in no order."""
    return [*_colons(page), *_according(page), *_adjectives(page), *_nouns(page), *_adverbs(page)]
