"""Which reports a reader wants in a graph: events that somebody or something takes part in, told as such.

Some reports stay out whatever their type: those without participants, asides to the reader, questions, and what a sentence only mentions,
as in a list. Most verbs that no entry of the lexicon matches report no event at all: they are states, thoughts, habits,
or leave it to another word to say what happens (data/plain.yaml). The others stay in if somebody who is named or described acts or
undergoes something.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.coreference import nouns
from kgraph.extract.plain import plain_verbs, plain_words
from kgraph.extract.reading import Reading
from kgraph.lexicon import entity_is_a
from kgraph.model import CORE_ROLES, PLAIN_EVENT, Chain, Modality, Participant, Polarity, QuoteKind, Report
from kgraph.syntax.clauses import has_own_subject, is_infinitive, is_passive, is_perfect, mark_word
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADNOMINAL_CLAUSE,
    ADVERBIAL_CLAUSE,
    BARE_CLAUSE,
    CONJUNCT,
    FINITE_CLAUSE,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    OBJECT,
    OBJECT_PREDICATE,
    PARTICLE,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    RECIPIENT,
    RELATIVE_CLAUSE,
)
from kgraph.syntax.tree import Token

_READER = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_ANYBODY = frozenset({*_READER, "one", "oneself"})
_DEFINITE = frozenset({"this", "that", "these", "those", "who", "whom", "which"})
_PRESENT = frozenset({"VBZ", "VBP"})
_TOLD_AS_DONE = frozenset({"VBD", "VBN"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PAST_COPULAS = frozenset({"was", "were"})
_OF_A_CLAUSE = FINITE_CLAUSE | ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE | OBJECT_PREDICATE
_UNFINISHED = PARTICLE | BARE_CLAUSE
_UNREAL = frozenset({Modality.POSSIBLE, Modality.CONDITIONAL})
_FACTIVE_PREPOSITIONS = frozenset(
    {"after", "before", "by", "since", "following", "upon", "on", "until", "with", "without", "despite"}
)
"""Prepositions whose gerund was done, or was not, as they say when or with what: "after meeting the king"."""
_PICKED_OUT = ("Person", "Group", "Organization", "Place", "NamedEvent")
"""The types of what a description picks out well enough; a described product or law is no more than a thing."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Who or what acts or undergoes: the word, and the chain where it stands for one."""

    role: str
    head: Token
    chain: Chain | None
    is_described: bool

    @property
    def is_named(self) -> bool:
        return self.chain is not None and self.chain.named

    @property
    def is_picked_out(self) -> bool:
        """Whether a reader can tell who it is: by a name, or by a noun for people, a body, a place or an occasion."""
        if self.chain is None or self._is_pronoun:
            return self.is_named
        return self.is_named or any(entity_is_a(self.chain.type, kind) for kind in _PICKED_OUT)

    @property
    def is_vague(self) -> bool:
        """Whether it is a pronoun for nobody in particular ("something", "who"), or for a thing that has no name."""
        if not self._is_pronoun or self.is_named:
            return False
        definite = self.head.lower_ in nouns.pronouns() or self.head.lower_ in _DEFINITE
        return self.chain is None or self.chain.type == "Thing" or not definite

    @property
    def is_unknown(self) -> bool:
        """Whether it is a pronoun that nothing in the article explains."""
        return self._is_pronoun and not self.is_named and not self.is_described

    @property
    def is_explained(self) -> bool:
        """Whether it is a pronoun that a description explains, and no name."""
        return self._is_pronoun and not self.is_named and self.is_described

    @property
    def is_anybody(self) -> bool:
        """Whether it is the reader, or "one"."""
        return self.head.lower_ in _ANYBODY and self._is_pronoun and not self.head.children

    @property
    def _is_pronoun(self) -> bool:
        return self.head.pos_ == "PRON" or self.head.lower_ in nouns.pronouns()


def wanted(reports: Sequence[Report], reading: Reading, passing: Collection[int]) -> tuple[Report, ...]:
    """The reports that a reader wants, numbered anew; what points to a report that goes points to the next of the same event.

    ``passing`` are the ids of those that a clause only mentions (kgraph.extract.passing). What a report that stays is part of stays as
    well, unless it is told elsewhere: "the attack" alone says nothing, but "two died in the attack" does.
    """
    events = {report.id: _event(report) for report in reports}
    good = [report for report in reports if report.id not in passing and _is_wanted(report, reading)]
    told = {events[report.id] for report in good}
    wholes = {report.within for report in good if report.within is not None and events[report.within] not in told}
    chosen = {report.id for report in good} | wholes
    kept = [report for report in reports if report.id in chosen]
    numbers = {report.id: number for number, report in enumerate(kept)}
    firsts: dict[int, int] = {}
    for report in kept:
        firsts.setdefault(events[report.id], numbers[report.id])
    return tuple(_renumbered(report, numbers, events, firsts) for report in kept)


def _event(report: Report) -> int:
    return report.id if report.same_as is None else report.same_as


def _renumbered(report: Report, numbers: Mapping[int, int], events: Mapping[int, int], firsts: Mapping[int, int]) -> Report:
    number, first = numbers[report.id], firsts[events[report.id]]
    whole = report.within
    within = None if whole is None else numbers.get(whole, firsts.get(events[whole]))
    return replace(report, id=number, same_as=None if first == number else first, within=within)


def _is_wanted(report: Report, reading: Reading) -> bool:
    trigger = reading.root(report.trigger)
    if trigger is None:
        return True
    sides = [side for one in report.fillers(*CORE_ROLES) if (side := _side(one, reading)) is not None]
    if not report.participants or any(side.is_anybody for side in sides):
        return False
    if _asks(report, reading) or _addresses_reader(report, trigger, reading) or _is_vague(sides):
        return False
    if report.type == PLAIN_EVENT:
        return _is_act(report, trigger, sides, reading)
    return not (_is_only_mentioned(trigger) or (_is_quoted(report, reading) and _is_talk(report, trigger, sides)))


def _side(participant: Participant, reading: Reading) -> _Side | None:
    head = reading.root(participant.head)
    if head is None:
        return None
    chain = reading.chains[participant.chain] if participant.chain is not None else None
    return _Side(participant.role, head, chain, participant.chain in reading.described)


def _is_vague(sides: Sequence[_Side]) -> bool:
    """Whether nobody in particular acts, or all who take part are nobody in particular."""
    acting = any(side.is_vague for side in sides if side.role == "agent")
    return acting or (bool(sides) and all(side.is_vague for side in sides))


def _asks(report: Report, reading: Reading) -> bool:
    """Whether the report is part of a question, which states nothing."""
    return any(cue.of(reading.article.text) == "?" for cue in report.cues)


def _addresses_reader(report: Report, trigger: Token, reading: Reading) -> bool:
    """Whether the sentence, or what is quoted in it, speaks to "you"; who says "you" to another is not spoken to."""
    spoken_to = (token for token in trigger.sent if token.lower_ in _READER)
    return any(reading.attribution(token) == report.attribution for token in spoken_to)


def _is_quoted(report: Report, reading: Reading) -> bool:
    """Whether the report stands in somebody's own words."""
    return report.attribution is not None and reading.attributions[report.attribution].kind is QuoteKind.DIRECT


def _is_only_mentioned(trigger: Token) -> bool:
    """Whether the grammar mentions an event without stating it: in a list of nouns, behind "of", or with "the one who will ..."."""
    if trigger.fills(CONJUNCT):
        return trigger.pos_ == "NOUN"
    if trigger.fills(RELATIVE_CLAUSE):
        return trigger.tag_ == "VB"
    return trigger.tag_ == "VBG" and trigger.fills(PREPOSITIONAL_CLAUSE) and trigger.head.lower_ not in _FACTIVE_PREPOSITIONS


def _is_talk(report: Report, trigger: Token, sides: Sequence[_Side]) -> bool:
    """Whether somebody's own words only weigh what could be, or name nobody: a noun, or nothing but pronouns that take part."""
    if trigger.pos_ == "VERB" and report.modality in _UNREAL:
        return True
    if any(side.is_named for side in sides):
        return False
    return trigger.pos_ == "NOUN" or (bool(sides) and all(side.is_explained for side in sides))


def _is_act(report: Report, verb: Token, sides: Sequence[_Side], reading: Reading) -> bool:
    """Whether a verb that the lexicon does not know tells of an act or a happening: who did what, or what was done to whom."""
    if (
        report.modality is Modality.CONDITIONAL
        or report.polarity is Polarity.NEGATIVE
        or report.lemma.split(" ")[0] in plain_verbs()
    ):
        return False
    if any(side.is_vague or (side.is_unknown and side.role == "agent") for side in sides):
        return False
    if not (any(side.is_picked_out for side in sides) or _was_done(verb, sides)):
        return False
    if _is_quoted(report, reading) and verb.tag_ not in _TOLD_AS_DONE:
        return False
    return not (_is_habit(report, verb, reading) or _is_aside(verb) or _is_incomplete(report, verb, sides))


def _was_done(verb: Token, sides: Sequence[_Side]) -> bool:
    """Whether something was done to a thing: "the calls were diverted" tells what happened although nobody is named."""
    passive = verb.tag_ == "VBN" and any(child.fills(PASSIVE_AUXILIARY) for child in verb.children)
    return passive and bool(sides) and (is_perfect(verb) or any(child.lower_ in _PAST_COPULAS for child in verb.children))


def _is_habit(report: Report, verb: Token, reading: Reading) -> bool:
    """Whether a verb stands in the simple present, which in a text tells what is so in general, and in headlines what has happened."""
    return verb.tag_ in _PRESENT and not reading.article.is_headline(report.trigger)


def _is_aside(verb: Token) -> bool:
    """Whether a clause only describes a noun by a participle ("a house built of stone"), or gives a purpose."""
    if verb.fills(ADVERBIAL_CLAUSE) and verb.tag_ == "VBN" and not has_own_subject(verb):
        return mark_word(verb) != "" or any(child.tag_ == "WRB" for child in verb.children)  # "when adjusted for age"
    return (verb.fills(ADNOMINAL_CLAUSE) and verb.tag_ in _PARTICIPLES) or (verb.fills(ADVERBIAL_CLAUSE) and verb.tag_ == "VB")


def _is_incomplete(report: Report, verb: Token, sides: Sequence[_Side]) -> bool:
    """Whether other words say what happens ("is set to leave"), or nothing is done to anybody and it is not told as done."""
    if any(child.fills(_OF_A_CLAUSE) and not is_infinitive(child) for child in verb.children):
        return True
    if report.lemma in plain_words()["ahead"] and is_passive(verb) and any(is_infinitive(child) for child in verb.children):
        return True
    if any(side.role != "agent" for side in sides) and (
        report.modality is Modality.PLANNED or not _has_prepositional_side(verb, sides)
    ):
        return False
    return verb.tag_ not in _TOLD_AS_DONE or any(child.fills(_UNFINISHED) for child in verb.children)


def _has_prepositional_side(verb: Token, sides: Sequence[_Side]) -> bool:
    """Whether all to whom it is done stand behind a preposition, as with "listened to": most such verbs say how somebody is or will be."""
    return not any(child.fills(NOMINAL_SUBJECT | OBJECT | RECIPIENT) and child.i > verb.i for child in verb.children) and all(
        side.role == "agent" or side.head.head.fills(PREPOSITION) for side in sides
    )
