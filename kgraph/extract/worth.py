"""Which reports stay in a graph: events that somebody or something takes part in, told as such. Nobody else decides that.

Some reports stay out whatever their type: those without participants, asides to the reader, questions, and what a sentence only mentions,
as in a list (kgraph.extract.passing). Most verbs that no entry of the lexicon matches report no event at all: they are states, thoughts,
habits, or leave it to another word to say what happens (data/plain.yaml). The others stay in if somebody who is named or described acts
or undergoes something (kgraph.extract.acts).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kgraph.coreference.nobody import nobody
from kgraph.extract.acts import is_act, is_quoted
from kgraph.extract.factuality_beside import commanded
from kgraph.extract.factuality_grammar import is_definite
from kgraph.extract.factuality_occasions import verb_above
from kgraph.extract.frames import Match
from kgraph.extract.general import is_general
from kgraph.extract.parties import Party, sides_of
from kgraph.extract.passing import tells
from kgraph.extract.reading import Reading
from kgraph.leaving_out import Parts, without
from kgraph.model import CORE_ROLES, LEAST_NAME_CONFIDENCE, PLAIN_EVENT, Extraction, Modality, Report
from kgraph.syntax.passives import is_verb, mark, mark_word, quoted_as
from kgraph.syntax.relations import CONJUNCT, PREPOSITIONAL_CLAUSE, RELATIVE_CLAUSE
from kgraph.syntax.tree import Token

_UNREAL = frozenset({Modality.POSSIBLE, Modality.CONDITIONAL})
_FACTIVE_PREPOSITIONS = frozenset(
    {"after", "before", "by", "since", "following", "upon", "on", "until", "with", "without", "despite"}
)
"""Prepositions whose gerund was done, or was not, as they say when or with what: "after meeting the king"."""


def wanted(reports: Sequence[Report], matches: Sequence[Match], reading: Reading) -> tuple[Report, ...]:
    """The reports that a reader wants, numbered anew; what points to a report that goes points to the next of the same event.

    Each report has the match that it was made of at its place. What a report that stays is part of stays as well, unless it is told
    elsewhere: "the attack" alone says nothing, but "two died in the attack" does.
    """
    good = [
        report for report, match in zip(reports, matches, strict=True) if tells(match, reading) and _is_wanted(report, reading)
    ]
    return _kept(reports, {report.id for report in good})


def sure_enough(extraction: Extraction, least: float) -> Extraction:
    """The extraction without the reports of a lower confidence, but with those that others are part of.

    Names that take part in nothing then, and that are probably read wrong, are left out as well.
    """
    good = {report.id for report in extraction.reports if report.confidence >= least}
    found = replace(extraction, reports=_kept(extraction.reports, good))
    unsure = {chain.id for chain in found.chains if chain.confidence < (LEAST_NAME_CONFIDENCE if least else 0)}
    return without(found, Parts(chains=_idle(found) & unsure))


def _idle(extraction: Extraction) -> frozenset[int]:
    """The chains that take part in nothing, say nothing, and belong to no group."""
    busy = {participant.chain for report in extraction.reports for participant in report.participants}
    busy |= {attribution.chain for attribution in extraction.attributions}
    busy |= {member for chain in extraction.chains for member in chain.members}
    return frozenset(chain.id for chain in extraction.chains if chain.id not in busy and not chain.members)


def _kept(reports: Sequence[Report], good: Collection[int]) -> tuple[Report, ...]:
    """The reports with these ids and those that they are part of, numbered anew."""
    events = {report.id: report.first for report in reports}
    told = {events[number] for number in good}
    wholes = {
        report.within
        for report in reports
        if report.id in good and report.within is not None and events[report.within] not in told
    }
    chosen = {*good, *wholes}
    kept = [report for report in reports if report.id in chosen]
    numbers = {report.id: number for number, report in enumerate(kept)}
    firsts: dict[int, int] = {}
    for report in kept:
        firsts.setdefault(events[report.id], numbers[report.id])
    return tuple(_renumbered(report, numbers, events, firsts) for report in kept)


def _renumbered(report: Report, numbers: Mapping[int, int], events: Mapping[int, int], firsts: Mapping[int, int]) -> Report:
    number, first = numbers[report.id], firsts[events[report.id]]
    whole = report.within
    within = None if whole is None else numbers.get(whole, firsts.get(events[whole]))
    return replace(report, id=number, same_as=None if first == number else first, within=within)


def _is_wanted(report: Report, reading: Reading) -> bool:
    trigger = reading.root(report.trigger)
    if trigger is None:
        return True
    sides = sides_of(report, reading)
    if not report.participants or any(side.is_anybody for side in sides):
        return False
    if (
        _asks(report, trigger, reading)
        or _addresses_reader(report, trigger, reading)
        or _is_vague(sides)
        or _names_nobody(report, sides)
    ):
        return False
    if is_general(report, trigger, sides, reading):
        return False
    if report.type == PLAIN_EVENT:
        return is_act(report, trigger, sides, reading)
    return not (_is_only_mentioned(trigger) or (is_quoted(report, reading) and _is_talk(report, trigger, sides)))


def _is_vague(sides: Sequence[Party]) -> bool:
    """Whether nobody in particular acts, or all who take part are nobody in particular."""
    acting = any(side.is_vague for side in sides if side.role == "agent")
    return acting or (bool(sides) and all(side.is_vague for side in sides))


def _names_nobody(report: Report, sides: Sequence[Party]) -> bool:
    """Whether all that takes part are pronouns that nothing explains: "they shot him"."""
    others = any(participant.role not in (*CORE_ROLES, "place") for participant in report.participants)
    return bool(sides) and not others and all(side.is_unknown for side in sides)


def _asks(report: Report, trigger: Token, reading: Reading) -> bool:
    """Whether the report is part of a question, which states nothing: "asked whether he had paid"."""
    if any(cue.of(reading.article.text) == "?" for cue in report.cues):
        return True
    clause = verb_above(trigger) if trigger.pos_ == "NOUN" and not is_definite(trigger) else trigger
    if clause is None or not is_verb(clause) or mark_word(clause) not in ("whether", "if"):
        return False
    found = mark(clause)
    words = (clause.head, found.nbor(-1)) if found is not None and found.i > 0 else ()
    return any(word.lemma_.lower() in ("ask", "wonder", "query", "enquire", "inquire") and word.i < clause.i for word in words)


def _addresses_reader(report: Report, trigger: Token, reading: Reading) -> bool:
    """Whether the sentence, or what is quoted in it, speaks to "you" or commands; who speaks so to another is not spoken to."""
    if report.attribution is None and any(commanded(trigger)):
        return True  # "Meet the woman behind the brand"
    spoken_to = (token for token in trigger.sent if token.lower_ in nobody("reader"))
    return any(reading.attribution(token) == report.attribution for token in spoken_to)


def _is_only_mentioned(trigger: Token) -> bool:
    """Whether the grammar mentions an event without stating it: in a list of nouns, behind "of", or with "the one who will ..."."""
    if trigger.fills(CONJUNCT):
        return trigger.pos_ == "NOUN"
    if trigger.fills(RELATIVE_CLAUSE):
        return trigger.tag_ == "VB"
    if trigger.tag_ != "VBG" or not trigger.fills(PREPOSITIONAL_CLAUSE) or quoted_as(trigger.head.head) is not None:
        return False
    return trigger.head.lower_ not in _FACTIVE_PREPOSITIONS


def _is_talk(report: Report, trigger: Token, sides: Sequence[Party]) -> bool:
    """Whether somebody's own words only weigh what could be, or name nobody: a noun, or nothing but pronouns that take part."""
    if trigger.pos_ == "VERB" and report.modality in _UNREAL:
        return True
    if any(side.is_named for side in sides):
        return False
    return trigger.pos_ == "NOUN" or (bool(sides) and all(side.is_explained for side in sides))
