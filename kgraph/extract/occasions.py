"""What says that two reports of one article are of two events of a kind, whoever takes part: "another", "also", other contests."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.coreference.decisive import words
from kgraph.extract.reading import Reading
from kgraph.lexicon import entity_is_a
from kgraph.model import Participant, Report, TimeBasis
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import (
    ADVERB,
    APPOSITION,
    DETERMINER,
    NOMINAL_PREDICATE,
    NOUN_CLAUSE,
    NUMBER,
    POSSESSOR,
    PREDETERMINER,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tags import CONTENT, PLURAL
from kgraph.syntax.tree import Token

_CONTESTS = ("contest", "prize")
"""The roles that tell two wins of one team apart."""


def are_two(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether the words of two reports say that they are of two events."""
    before, word = reading.root(earlier.trigger), reading.root(later.trigger)
    if before is None or word is None:
        return False
    if is_verb(before) and is_verb(word) and (earlier.modality is not later.modality or _is_added(before, word)):
        return True
    if _are_side_by_side(before, word) or _are_of_other_numbers(before, word):
        return True
    return (
        _is_past(before)
        or _was_before(before)
        or _was_before(word)
        or _is_another(before, word)
        or _is_one_of_several(earlier, word, reading)
        or _contests_differ(earlier, later, reading)
    )


def is_new(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether "a" introduces an event that was not told before, neither in the headline nor in the same sentence."""
    before, noun = reading.root(earlier.trigger), reading.root(later.trigger)
    if before is None or noun is None or noun.fills(NOMINAL_PREDICATE | APPOSITION):
        return False
    if not any(child.lower_ in ("a", "an") for child in noun.children_as(DETERMINER)):
        return False
    return before.sent.start != noun.sent.start and not reading.article.is_headline(earlier.trigger)


def are_timed_apart(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether one of two sentences says when, and the other does not: of what the same people do again and again, those are two."""
    return earlier.sentence != later.sentence and _is_timed(earlier, reading) != _is_timed(later, reading)


def tells_of(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether the later word says what became of the earlier one, a noun: "a deal signed in May", "the offer that he made"."""
    noun, verb = reading.root(earlier.trigger), reading.root(later.trigger)
    return noun is not None and verb is not None and is_verb(verb) and verb.fills(NOUN_CLAUSE) and verb.head is noun


def _is_added(before: Token, verb: Token) -> bool:
    """Whether a verb adds something to what another one told: in its sentence, or with "also"."""
    return before.sent.start == verb.sent.start or any(child.lower_ in words("of_more") for child in verb.children_as(ADVERB))


def _are_side_by_side(before: Token, word: Token) -> bool:
    """Whether one sentence tells of both in a row: "edged the first set and took the win"."""
    one, other = _verb_of(before), _verb_of(word)
    if word in before.conjuncts or (one is not None and one is not other and other in one.conjuncts):
        return True
    return before.sent.start == word.sent.start and _is_at_another_time(word)


def _is_at_another_time(word: Token) -> bool:
    """Whether a preposition puts something before or after a word: "released after his arrest"."""
    return word.fills(PREPOSITIONAL_OBJECT) and word.head.lower_ in words("at_other_times")


def _verb_of(word: Token) -> Token | None:
    return next((token for token in (word, *word.ancestors) if is_verb(token)), None)


def _are_of_other_numbers(before: Token, noun: Token) -> bool:
    """Whether a plural follows a single event: "offers" after "an offer", "both claims" after "claimed"."""
    if noun.tag_ not in PLURAL:
        return False
    return before.tag_ == "NN" or (is_verb(before) and (_is_counted(noun) or not noun.children_as(DETERMINER | POSSESSOR)))


def _is_counted(noun: Token) -> bool:
    return bool(noun.children_as(NUMBER | PREDETERMINER)) or any(child.lower_ in words("several") for child in noun.children)


def _is_past(noun: Token) -> bool:
    """Whether a noun speaks of what lies behind the event that an article is about: "his previous offers"."""
    return not is_verb(noun) and any(child.lower_ in words("of_past") for child in noun.children if child.i < noun.i)


def _was_before(word: Token) -> bool:
    """Whether a verb tells of an earlier time: "had twice before sued"."""
    return is_verb(word) and any(child.lower_ in words("of_before") for child in word.children_as(ADVERB))


def _is_another(before: Token, noun: Token) -> bool:
    """Whether a noun says that it means another event than the one before: "his second offer"; not "won for his second victory"."""
    if is_verb(noun) or (before.sent.start == noun.sent.start and noun.fills(PREPOSITIONAL_OBJECT)):
        return False
    return any(child.lower_ in words("of_others") for child in noun.children if child.i < noun.i)


def _is_one_of_several(earlier: Report, noun: Token, reading: Reading) -> bool:
    """Whether one win follows several: "won both races", then "her win in the sprint"."""
    if noun.tag_ != "NN" or any(child.lower_ in words("several") for child in noun.children):
        return False
    return any(_says_several(phrase) for part in earlier.fillers(*_CONTESTS) for phrase in _phrases(part, reading))


def _says_several(phrase: list[Token]) -> bool:
    return any(token.lower_ == "both" or (token.tag_ in PLURAL and _is_counted(token)) for token in phrase)


def _contests_differ(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether both say in other words what was won."""
    pairs = [(_called(earlier, role, reading), _called(later, role, reading)) for role in _CONTESTS]
    return any(a and b and a.isdisjoint(b) for a, b in pairs)


def _called(report: Report, role: str, reading: Reading) -> set[str]:
    parts = (
        part for part in report.fillers(role) if part.chain is None or not entity_is_a(reading.chains[part.chain].type, "Place")
    )
    found = {
        token.lemma_.lower() for part in parts for phrase in _phrases(part, reading) for token in phrase if token.pos_ in CONTENT
    }
    return found - words("any_contest")


def _phrases(part: Participant, reading: Reading) -> Iterator[list[Token]]:
    found = reading.doc.char_span(part.span.start, part.span.end)
    if found is not None:
        yield list(found)


def _is_timed(report: Report, reading: Reading) -> bool:
    """Whether the text says when the event was, be it by words that nobody can place: "last year"."""
    if report.time is not None and report.time.basis is TimeBasis.STATED:
        return True
    trigger = reading.root(report.trigger)
    times = (time for time in reading.times if time.type == "DATE" and report.sentence.covers(time.span))
    return trigger is not None and any(_stands_with(root, trigger) for time in times if (root := reading.root(time.span)))


def _stands_with(time: Token, trigger: Token) -> bool:
    """Whether a time belongs to a word and to no verb between the two, but for those that belong to a noun: "a promise made in May"."""
    for token in time.ancestors:
        if token is trigger:
            return True
        if (is_verb(token) and not token.fills(NOUN_CLAUSE)) or token.lower_ in words("at_other_times"):
            return False
    return False
