"""Reports: the predications of an article that tell of events, one report for a light verb and its noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from kgraph.coreference.counts import is_of_two
from kgraph.extract.event_time import event_time, times_between
from kgraph.extract.factuality import Stance, factuality
from kgraph.extract.fillers import Filler, distinct, lends
from kgraph.extract.frames import Match, best_match
from kgraph.extract.idioms import in_idiom
from kgraph.extract.plain import plain_match
from kgraph.extract.reading import Reading, support_words
from kgraph.extract.selves import apart
from kgraph.extract.spoken import paired, with_content
from kgraph.extract.voice import voice
from kgraph.lexicon import Lexicon, Trigger
from kgraph.model import (
    CORE_ROLES,
    PLAIN_EVENT,
    Interval,
    Modality,
    Participant,
    Polarity,
    Report,
    Span,
    TimeBasis,
)
from kgraph.syntax.astray import lost_subject
from kgraph.syntax.contents import breaks_off, infinitive_of
from kgraph.syntax.nominals import noun_phrase_end, noun_phrase_start
from kgraph.syntax.predications import Governor, counted
from kgraph.syntax.relations import BY_AGENT, COMPOUND, CONJUNCT, CONJUNCTION, PREPOSITION
from kgraph.syntax.sentences import sentence_around
from kgraph.syntax.tree import Token

_MEASURES = frozenset({"Money", "PERCENT", "QUANTITY"})

_OF = frozenset({"of"})
_ANY_PREPOSITION = BY_AGENT | PREPOSITION


def matched(reading: Reading, lexicon: Lexicon) -> list[Match]:
    """What an article's predications tell of, in the order of their words; those that no entry matches become plain Events."""
    matches: dict[int, Match] = {}
    for item in reading.predications:
        if in_idiom(item.head):
            continue
        match = best_match(item, reading, lexicon) or plain_match(item, reading)
        if match is not None:
            matches[item.head.i] = match
    _join_pairs(matches)
    _join_parts(matches, lexicon)
    _join_support(matches, reading, lexicon)
    return sorted(matches.values(), key=lambda match: match.head.idx)


def reports(matches: Iterable[Match], reading: Reading) -> tuple[Report, ...]:
    """The reports of these matches."""
    return tuple(_report(number, match, reading) for number, match in enumerate(matches))


def _join_pairs(matches: dict[int, Match]) -> None:
    """One report for both halves of a hyphenated pair: a hit-and-run is one event."""
    for index, match in sorted(matches.items()):
        if _ends_pair(match.head) and match.head.head.i in matches:
            del matches[index]


def _ends_pair(word: Token) -> bool:
    return word.fills(CONJUNCT) and word.i > 1 and word.nbor(-1).text == "-" and word.nbor(-2).fills(CONJUNCTION)


def _join_parts(matches: dict[int, Match], lexicon: Lexicon) -> None:
    """One report for a verb and its adjective, and for a compound: "found guilty" tells of one conviction, "peace talks" of one talk."""
    for index, match in sorted(matches.items()):
        if match.trigger is None or not (match.trigger.pos == "adjective" or match.head.fills(COMPOUND)):
            continue
        whole = matches.get(match.head.head.i)
        if whole is not None and _same_event(whole, match, lexicon):
            others = [filler for filler in match.fillers if filler.head.i != whole.head.i]
            matches[whole.head.i] = replace(whole, fillers=tuple(distinct((*whole.fillers, *others))))
            del matches[index]


def _join_support(matches: dict[int, Match], reading: Reading, lexicon: Lexicon) -> None:
    """One report for a light verb and its noun: "launched an attack on" tells of one attack."""
    for index, match in sorted(matches.items()):
        if match.trigger is None or match.trigger.pos != "noun":
            continue
        for governor in reading.predications.governors.get(index, ()):
            verb = matches.get(governor.predication.head.i)
            if verb is None or governor.function not in ("object", "in", "on", "into", "attribute"):
                continue
            if verb.trigger is None:
                if _is_support(governor, match.trigger):
                    del matches[governor.predication.head.i]
            elif _same_event(verb, match, lexicon):
                matches[index] = replace(match, fillers=tuple(_united(verb, match, reading)))
                del matches[governor.predication.head.i]
            elif _is_theme(verb, match):
                del matches[index]
                break


def _united(verb: Match, noun: Match, reading: Reading) -> Iterator[Filler]:
    """The fillers of a light verb and its noun, each word once."""
    both = sorted((*noun.fillers, *_lent(verb, noun, reading)), key=lambda filler: filler.role not in CORE_ROLES)
    others = [filler for filler in distinct(both) if filler.head.i != noun.head.i]
    item = reading.predications.get(noun.head)
    return iter(others) if item is None else apart(others, item, reading)


def _is_theme(verb: Match, noun: Match) -> bool:
    """Whether a noun only says what a verb is about, as the verb's entry wants it: "lifted the ban on the party" bans nobody.

    A noun with a doer, or with somebody whom the verb does not know, tells of an event of its own: "turned down the offer of the bank".
    """
    when = verb.trigger.when if verb.trigger is not None else ()
    wanted = any(noun.head.lemma_.lower() in lemmas for function, lemmas in when if function in ("object", "subject"))
    known = {filler.head.i for filler in verb.fillers}
    own = [filler for filler in noun.fillers if filler.role in CORE_ROLES and not filler.inherited]
    return wanted and not any(filler.role == "agent" or filler.head.i not in known for filler in own)


def _lent(verb: Match, noun: Match, reading: Reading) -> Iterator[Filler]:
    """What a light verb adds to its noun: of "arranged a meeting between the two", not who arranged it."""
    item = reading.predications.get(noun.head)
    between = item is not None and item.fillers("between")
    yield from (filler for filler in verb.fillers if not (between and filler.role == "agent"))


def _is_support(governor: Governor, trigger: Trigger) -> bool:
    return governor.predication.lemma in trigger.light or lends(governor)


def _same_event(verb: Match, noun: Match, lexicon: Lexicon) -> bool:
    """Whether verb and noun tell of one thing, the one in more general words than the other."""
    if verb.trigger is None or noun.trigger is None:
        return False
    one, other = verb.trigger.type, noun.trigger.type
    return lexicon.is_a(one, other) or lexicon.is_a(other, one)


def _cue(token: Token, reading: Reading) -> Span:
    """The characters of a cue: a date is one as a whole."""
    times = (time.span for time in reading.times if time.span.start <= token.idx < time.span.end)
    return next(times, Span(token.idx, token.idx + len(token)))


def _report(number: int, match: Match, reading: Reading) -> Report:
    head = match.head
    held = factuality(head)
    event_type = match.trigger.type if match.trigger is not None else PLAIN_EVENT
    day = reading.article.day_at(head.idx)
    time = event_time(reading.doc, head, reading.times, day)
    cues = tuple(_cue(cue, reading) for cue in held.cues)
    if time is not None and _contradicts(time, held, head, day):
        time = None
    if time is None:
        time = _inferred_time(held.modality, held.polarity, day)
    elif held.modality is Modality.ACTUAL and head.tag_ not in ("VBD", "VBN") and _lies_ahead(time, day):
        days = _days_ahead(head, reading)
        if days:  # "wages rise in January", said in October; where the dateline's date alone lies ahead, nothing is planned
            held = replace(held, modality=Modality.PLANNED, future=True)
            cues = tuple(sorted((*cues, *days), key=lambda cue: cue.start))
    participants = _once(
        one
        for filler in sorted(match.fillers, key=lambda filler: filler.head.pos_ == "PRON")
        for one in _members(_cut(_participant(filler, reading), filler, match.fillers), reading)
    )
    participants = with_content(_without_parts(_as_words(participants)), head, match.trigger, reading)
    return Report(
        id=number,
        type=event_type,
        lemma=f"{head.lemma_.lower()} {match.beside}".rstrip(),
        trigger=_trigger_span(head),
        sentence=Span(*sentence_around(head)),
        participants=tuple(sorted(participants, key=lambda item: (item.role, item.span))),
        polarity=held.polarity,
        modality=held.modality,
        future=held.future,
        cues=cues,
        time=time,
        attribution=voice(head, reading),
    )


def _days_ahead(head: Token, reading: Reading) -> tuple[Span, ...]:
    """The times of a sentence that lie ahead of the article: they decide that its present tells of the future.

    Where none does, those that end after the article's day ("leaves after this week"). What the parser cut off is left out.
    """
    (start, end), day = sentence_around(head), reading.article.day_at(head.idx)
    times = [(time.interval, time.span) for time in times_between(reading.times, start, end)]
    ahead = [span for interval, span in times if interval is not None and _lies_ahead(interval, day)]
    ending = [span for interval, span in times if interval is not None and _ends_later(interval, day)]
    return tuple(Span(span.start, min(span.end, end)) for span in ahead or ending)


def _members(participant: Participant, reading: Reading) -> Iterator[Participant]:
    """Those whom a plural means, where all have names: "they" and "the pair" of Anna Berg and Peter Lang; else the participant itself.

    A plural that does not say how many it means ("the leaders") may mean more.
    """
    chain = reading.chains[participant.chain] if participant.chain is not None else None
    members = chain.members if chain is not None and not chain.named else ()
    head = reading.doc.token_at(participant.head.start)
    told = head is not None and (head.pos_ == "PRON" or is_of_two(head))
    if told and len(members) > 1 and all(reading.chains[member].named for member in members):
        yield from (replace(participant, chain=member) for member in members)
    else:
        yield participant


def _as_words(participants: Sequence[Participant]) -> list[Participant]:
    """The participants, where a topic that means who acts is only what is said of him: the captain of "Anna Berg became the captain"."""
    agents = {one.chain for one in participants if one.role == "agent"} - {None}
    return [replace(one, chain=None) if one.role == "topic" and one.chain in agents else one for one in participants]


def _once(participants: Iterable[Participant]) -> list[Participant]:
    """The participants, none in one role twice: "he" and "his" of "he had his meeting" are one."""
    kept: dict[tuple[str, int], Participant] = {}
    rest = []
    for participant in participants:
        if participant.chain is None:
            rest.append(participant)
        else:
            kept.setdefault((participant.role, participant.chain), participant)
    return [*kept.values(), *rest]


def _without_parts(participants: Sequence[Participant]) -> list[Participant]:
    """The participants without topics that are a part of a clause that is one."""
    clauses = [one.span for one in participants if one.role == "topic" and one.chain is None]
    return [
        one
        for one in participants
        if one.role != "topic" or not any(span.covers(one.span) and span != one.span for span in clauses)
    ]


def _trigger_span(head: Token) -> Span:
    return Span(head.idx, head.idx + len(head))


def _lies_ahead(time: Interval, day: date | None) -> bool:
    """Whether all of a stated time comes after the article's day."""
    return time.basis is TimeBasis.STATED and day is not None and time.begin is not None and time.begin > day


def _contradicts(time: Interval, held: Stance, head: Token, day: date | None) -> bool:
    """Whether a stated time belongs to something else: what is still to come was not in a year gone by, what was done not in one to come.

    "Will break the record set in 1952", "the fair for next year had been announced".
    """
    if time.basis is not TimeBasis.STATED or day is None:
        return False
    if held.modality is Modality.PLANNED and held.future and held.polarity is Polarity.POSITIVE:
        return time.end is not None and time.end < day
    return held.modality is Modality.ACTUAL and head.tag_ in ("VBD", "VBN") and _lies_ahead(time, day)


def _ends_later(time: Interval, day: date | None) -> bool:
    """Whether some of a time comes after the article's day."""
    return day is not None and (time.end is None or time.end > day)


def _inferred_time(modality: Modality, polarity: Polarity, day: date | None) -> Interval | None:
    """What has happened by the time an article says so: some time up to its day."""
    if day is None or modality is not Modality.ACTUAL or polarity is Polarity.NEGATIVE:
        return None
    return Interval(None, day, "day", TimeBasis.INFERRED)


def _with_unit(span: Span, head: Token) -> Span:
    """The words up to a number with the rest of the sum or share that it belongs to: "more than £100" + "m", "4" + "per cent"."""
    last = head
    while head.ent_type_ in _MEASURES and last.i + 1 < len(head.doc) and last.nbor().ent_type_ == head.ent_type_:
        last = last.nbor()
    return Span(span.start, max(span.end, last.idx + len(last.text.removesuffix("."))))  # "£100m." ends its sentence


def _with_counted(span: Span, head: Token) -> Span:
    """The words up to a number or a share with what it counts: "three" + "of the seven wells"."""
    if not counted(head) or not (head.pos_ == "NUM" or head.lemma_.lower() in support_words()["quantity"]):
        return span
    last = head.doc[noun_phrase_end(head, prepositions=_OF) - 1]
    return Span(span.start, max(span.end, last.idx + len(last)))


def _wanted(filler: Filler, reading: Reading) -> Participant | None:
    """What is to become of something, where a topic is only what it is to become of: "called for | the rents to be halved"."""
    clause = infinitive_of(filler.head) if filler.role == "topic" else None
    if clause is None:
        return None
    last = _last_of_clause(clause)
    span = Span(filler.head.doc[noun_phrase_start(filler.head)].idx, last.idx + len(last))
    return Participant(filler.role, paired(span, reading.article.text), Span(clause.idx, clause.idx + len(clause)))


def _participant(filler: Filler, reading: Reading) -> Participant:
    if (wanted := _wanted(filler, reading)) is not None:
        return wanted
    mention = reading.mention(filler.head)
    named = reading.place(filler.head.text)
    if (
        filler.role == "place"
        and named is not None
        and mention is not None
        and reading.chains[mention.chain].type == "NamedEvent"
    ):
        own = Span(filler.head.idx, filler.head.idx + len(filler.head))
        return Participant(filler.role, own, own, named)
    if mention is not None:
        return Participant(filler.role, mention.span, mention.head, mention.chain)
    head = filler.head
    first, last = _start_of_clause(head), _last_of_clause(head)
    while first.i < head.i and (first.is_space or first.is_punct):
        first = first.nbor()
    own = Span(head.idx, head.idx + len(head))
    if head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        return Participant(filler.role, _with_counted(_with_unit(Span(first.idx, own.end), head), head), own)
    return Participant(filler.role, paired(Span(first.idx, last.idx + len(last)), reading.article.text), own)


def _start_of_clause(head: Token) -> Token:
    """The first word of a clause, with a subject that the parser has for the object of the verb above: "denied | his firm had known"."""
    subject = lost_subject(head)
    if subject is None or not head.head.i < subject.left_edge.i < head.left_edge.i:
        return head.doc[head.left_edge.i]
    return subject.left_edge


def _last_of_clause(head: Token) -> Token:
    """The last word of a clause without the marks behind it."""
    last = _end_of_clause(head)
    while last.i > head.i and (last.is_space or last.is_punct or last.tag_ == "CC") and last.text != "%":
        last = last.nbor(-1)
    return last


def _end_of_clause(head: Token) -> Token:
    """The last word of a clause without what goes on with a verb above it: "asks them to stay | and will pay them"."""
    other = next(breaks_off(head), None)
    if other is None:
        return head.doc[head.right_edge.i]
    last = other.left_edge.nbor(-1)
    while last.i > head.i and (last.fills(CONJUNCTION) or last.is_punct or last.is_space):
        last = last.nbor(-1)
    return last


def _cut(participant: Participant, filler: Filler, fillers: Sequence[Filler]) -> Participant:
    """The participant without what fills a role of its own: "a judge" of "killed a judge in Oslo"."""
    span = participant.span
    for other in fillers:
        preposition = other.head.head
        behind = participant.head.end <= preposition.idx < span.end and other.head.idx < span.end
        if behind and not other.inherited and other.head is not filler.head and preposition.fills(_ANY_PREPOSITION):
            last = preposition.nbor(-1)
            while last.is_space or last.text == ",":
                last = last.nbor(-1)
            span = Span(span.start, last.idx + len(last))
    return replace(participant, span=span)
