"""When an event is said to happen: the time expressions that modify its trigger or its clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kgraph.model import Interval, TimeBasis, TimeExpression
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVE,
    ADVERBIAL_CLAUSE,
    APPOSITION,
    BARE_CLAUSE,
    BY_AGENT,
    COMPOUND,
    CONJUNCT,
    MODIFIER,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    NUMBER,
    OBJECT,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
)
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Doc, Token
from kgraph.time import grammar
from kgraph.time.expressions import head_of
from kgraph.time.tense import DEADLINES

_SUBJECTLESS_CLAUSE = BARE_CLAUSE | PREPOSITIONAL_CLAUSE
_PRENOMINAL = MODIFIER | POSSESSOR | NUMBER
_GOVERNED = PREPOSITIONAL_OBJECT | PREPOSITIONAL_CLAUSE

_MODIFIERS = frozenset({"npadvmod", "advmod", "tmod", "poss", "compound", "nmod", "amod", "nummod", "appos", "dep"})
_NOMINAL_PATH = (
    NOMINAL_SUBJECT
    | OBJECT
    | RECIPIENT
    | NOMINAL_PREDICATE
    | BY_AGENT
    | PREPOSITION
    | PREPOSITIONAL_OBJECT
    | COMPOUND
    | ADJECTIVE
    | POSSESSOR
    | CONJUNCT
    | APPOSITION
)
_STATES = frozenset("look seem appear remain sound stay".split())  # "seven months later the promise looks broken"
_PHASES = frozenset("begin start continue end finish stop resume fail manage try help come go hold have take make be".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression with the token it modifies and the preposition between, "" if none."""

    time: TimeExpression
    head: Token
    site: Token
    preposition: str
    tight: bool  # a modifier of its noun ("the 2015 treaty") rather than a phrase that might belong to the clause


def event_time(doc: Doc, trigger: Token, times: tuple[TimeExpression, ...], day: date | None) -> Interval | None:
    """The interval of the event that a trigger tells of, None where the words around it name no time.

    Looked for in this order: what modifies the trigger; what modifies the verb of its clause, unless that verb reports, wants
    or believes ("said on Friday" dates the saying); the only time of its clause.
    """
    sentence = trigger.sent  # with a dateline behind it, as it dates the headline above
    near = times_between(times, sentence.start_char, sentence.end_char)
    placed = [p for time in near if (p := _place(doc, time)) is not None]
    clause = _clause_verb(trigger)
    for found in (_of(placed, trigger), _of_clause(placed, trigger, clause), _alone(placed, trigger, clause)):
        interval = _combined([p for p in found if p.time.interval is not None], day)
        if interval is not None:
            return _from_then_on(interval, trigger, clause)
        if found:
            return None  # the words name a time that nobody can date
    return None


def _from_then_on(interval: Interval, trigger: Token, clause: Token) -> Interval:
    """Of an event that is said to begin or end in a month or year: it went on behind it, or before it."""
    if (
        interval.begin == interval.end
        or clause.i == trigger.i
        or trigger.head.i != clause.i
        or not trigger.fills(NOMINAL_SUBJECT)
    ):
        return interval
    hints = grammar.grammar().hints
    if clause.lemma_ in hints["beginning"]:
        return replace(interval, end=None)
    return replace(interval, begin=None) if clause.lemma_ in hints["ending"] else interval


def times_between(times: Sequence[TimeExpression], start: int, end: int) -> Sequence[TimeExpression]:
    """Of expressions in the order of the text those that begin between two characters."""
    first = bisect_left(times, start, key=lambda time: time.span.start)
    return times[first : bisect_left(times, end, key=lambda time: time.span.start)]


def _place(doc: Doc, time: TimeExpression) -> Placed | None:
    """Where an expression of a time, known or not, hangs in the parse."""
    if time.type not in ("DATE", "TIME"):
        return None
    head = head_of(doc, time.span.start, time.span.end)
    if head is None:
        return None
    site, preposition = head, ""
    while site.fills(CONJUNCT) and site.head.pos_ == head.pos_ and _is_time(site.head, head):
        site = site.head
    tight = site.fills(_PRENOMINAL)
    while (site.fills(_GOVERNED) and (site.i == head.i or _is_temporal(site))) or (site.fills(PREPOSITION) and preposition):
        site = site.head
        if site.pos_ in ("ADP", "SCONJ", "PART"):
            eve = (
                site.lower_ == "to" and site.i > 0 and site.nbor(-1).lower_ == "night"
            )  # "in the night to Thursday" is on Thursday
            preposition = preposition or ("on" if eve else site.lower_)
            site = site.head if site.fills(PREPOSITION) or site.head.pos_ != "ADP" else site
        else:
            break
    if site.i == head.i and site.fills(_MODIFIERS):
        site = site.head
    return Placed(time, head, site, preposition, tight)


def _is_temporal(token: Token) -> bool:
    """Whether a word above a time is itself one of time ("from late in May"), rather than what happened then ("after a win in May")."""
    return token.ent_type_ in ("DATE", "TIME") or token.pos_ in ("ADP", "ADV", "SCONJ", "PART")


def _is_time(token: Token, like: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.tag_ == like.tag_


def _of(placed: Sequence[Placed], trigger: Token) -> list[Placed]:
    """What modifies the trigger; "the first visit since 2015" does not say when the visit was."""
    nominal = trigger.pos_ not in ("VERB", "AUX")
    found = [p for p in placed if p.site.i == trigger.i != p.head.i and not (nominal and p.preposition == "since")]
    if trigger.lemma_ in grammar.grammar().hints["foretelling"]:
        told = next((c.i for c in trigger.children if c.fills(OBJECT)), len(trigger.doc))
        found = [p for p in found if p.head.i < told]  # "forecast a fall in 2005" was made before
    found = [p for p in found if not _is_of_figures(p, trigger)]
    deferred = trigger.lemma_ in grammar.grammar().hints["forward"]  # "postponed until Friday" was postponed before
    return [p for p in found if not (deferred and p.preposition in DEADLINES)]


def _is_of_figures(placed: Placed, trigger: Token) -> bool:
    """Whether a period behind what somebody reports is that of the figures: "reported a loss in the last quarter of 2004"."""
    interval, hints = placed.time.interval, grammar.grammar().hints
    if trigger.lemma_ not in hints["reporting"] or interval is None or interval.begin == interval.end:
        return False
    told = (c for c in trigger.children if c.fills(OBJECT) or (c.fills(PREPOSITION) and c.lower_ in ("to", "as")))
    return any(trigger.i < child.i < placed.head.i for child in told)


def _clause_verb(token: Token) -> Token:
    """The verb of the clause that a token stands in; a verb is its own."""
    seen = token
    for _ in range(8):
        if seen.pos_ in ("VERB", "AUX") or seen.head.i == seen.i or not seen.fills(_NOMINAL_PATH):
            return seen
        seen = seen.head
    return seen


def _of_clause(placed: Sequence[Placed], trigger: Token, clause: Token) -> list[Placed]:
    """What modifies the verb above: of a noun its verb, of a verb the verb that it shares its time with."""
    nominal = trigger.pos_ not in ("VERB", "AUX")
    for verb in _sharing(trigger, clause):
        found = [p for p in placed if p.site.i == verb.i and not p.tight and not (p.preposition == "since" and nominal)]
        if found:
            return found
    return []


def _sharing(trigger: Token, clause: Token) -> Iterator[Token]:
    """The verbs whose time is the trigger's too."""
    if clause.i != trigger.i:
        about = not trigger.fills(ACTIVE_SUBJECT) and clause.lemma_ in grammar.grammar().hints["about"]
        if _reports(clause) or clause.lemma_ in _STATES or about:
            return
        yield clause
    seen = clause
    for _ in range(4):
        above = seen.head
        phase = seen.fills(_SUBJECTLESS_CLAUSE) and above.lemma_ in _PHASES
        participle = seen.fills(ADVERBIAL_CLAUSE) and seen.tag_ == "VBG"
        joined = seen.fills(CONJUNCT) and above.pos_ in ("VERB", "AUX") and above.tag_ == seen.tag_
        if above.i == seen.i or not (phase or participle or joined) or _reports(above):
            break
        yield above
        seen = above
    for child in clause.children:  # "met and talked on Friday"
        if child.fills(CONJUNCT) and child.tag_ == clause.tag_ and not any(c.fills(ACTIVE_SUBJECT) for c in child.children):
            yield child


def _reports(verb: Token) -> bool:
    """Whether a verb says, believes or wants, so that its time is not that of what it says."""
    return verb.lemma_ not in _PHASES and attributes(verb)


def _alone(placed: Sequence[Placed], trigger: Token, clause: Token) -> list[Placed]:
    """The only loose time, or range of two, of the trigger's clause, wherever the parser hung it."""
    if clause.i != trigger.i and (_reports(clause) or clause.lemma_ in _STATES):
        return []
    if clause.i != trigger.i and not trigger.fills(ACTIVE_SUBJECT) and clause.lemma_ in grammar.grammar().hints["about"]:
        return []
    if trigger.lemma_ in grammar.grammar().hints["foretelling"] and any(c.fills(OBJECT) for c in trigger.children):
        return []  # "forecast a fall in 2005" was made before
    if trigger.lemma_ in grammar.grammar().hints["forward"]:
        placed = [p for p in placed if p.preposition not in DEADLINES]
    placed = [p for p in placed if not _is_of_figures(p, trigger)]
    own = [p for p in placed if _clause_verb(p.site).i == clause.i and not _stands_apart(p.site, clause)]
    found = [p for p in own if not p.tight and p.preposition not in ("since", "until")]
    return found if len(found) == 1 or (len(found) == 2 and _is_range(found)) else []


def _stands_apart(site: Token, clause: Token) -> bool:
    """Whether a time belongs to another happening before or behind the clause's: "after his death in 1929"."""
    seen = site
    while seen.i != clause.i and seen.head.i != seen.i:
        if seen.fills(PREPOSITION) and seen.lower_ in grammar.grammar().hints["apart"]:
            return True
        seen = seen.head
    return False


def _combined(found: Sequence[Placed], day: date | None) -> Interval | None:
    """One interval of the times that one event has: a range of two, else the most exact."""
    bounds = [b for p in found if (b := _bounded(p, day)) is not None]
    if not bounds:
        return None
    if len(found) == 2 and len(bounds) == 2 and _is_range(found):
        begin, end = bounds[0].begin or bounds[1].begin, found[1].time.interval
        if begin is not None and end is not None and end.end is not None and begin <= end.end:
            return Interval(begin, end.end, end.precision, TimeBasis.STATED)
    return min(bounds, key=_width)


def _is_range(found: Sequence[Placed]) -> bool:
    first, second = found
    return first.preposition in ("between", "from") and second.preposition in (
        "between",
        "from",
        "to",
        "until",
        "till",
        "through",
        "",
    )


def _bounded(one: Placed, day: date | None) -> Interval | None:
    """The interval that preposition and expression make: "since 2015" ends on the article's day, "until Friday" has no begin."""
    interval = one.time.interval
    if interval is None:
        return None
    if one.preposition == "since" and _is_record(one):
        return None
    if one.preposition in ("since", "from"):
        return replace(interval, end=day if day is None or interval.begin is None or day >= interval.begin else None)
    if one.preposition in ("until", "till", "by", "through", "to"):
        return replace(interval, begin=None)
    if one.preposition == "before" and interval.begin is not None:
        if interval.begin == date.min:
            return None  # "before the first century": the calendar has no such day
        return replace(interval, begin=None, end=interval.begin - timedelta(days=1))
    if one.preposition == "after" and interval.end is not None:
        return replace(interval, begin=interval.end, end=None)
    return interval


def _is_record(one: Placed) -> bool:
    """Whether "since" only measures a record: "the first win since 1995", "won for the first time since 1995"."""
    before = one.head.doc[max(one.head.i - 10, one.head.sent.start) : one.head.i]
    return any(token.lower_ == "first" or token.tag_ in ("JJS", "RBS") for token in before)


def _width(interval: Interval) -> int:
    if interval.begin is None or interval.end is None:
        return 10**6
    return (interval.end - interval.begin).days
