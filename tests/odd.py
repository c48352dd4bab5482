"""Corpora as no newspaper prints them, made by rule: odd names, odd times, odd groups and odd corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from kgraph.model import (
    Article,
    Block,
    BlockKind,
    Chain,
    Extraction,
    Interval,
    Link,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Report,
    Span,
    TimeBasis,
)
from kgraph.resolve.corrections import Change, Corrections, Group

PEOPLE = (
    "John A. Smith",
    "John B. Smith",
    "John C. Smith",
    "John Smith",
    "John Adam Smith",
    "Smith",
    "Dr. Smith",
    "Johnny Smith",
    'John "Jack" Smith',
    "John Smith Jr.",
    "Ada W. Reyes",
    "Ada H. W. Reyes",
    "Trump",
    "President Trump",
)
ODD = (
    "",
    " ",
    "\u200b",
    "X",
    "-",
    "...",
    "!?",
    "’s",
    "\u0301",
    "e\u0301e\u0301",
    "Jr",
    "von der",
    "the",
    "Inc.",
    "Berg",
    "Berg 2",
    "Berg-2",
    "محمد علي",
    "\u202eשלום\u202c",
    "🎉🎉",
    "a/b/c",
    "\x00\x1b[31mred\x07",
    "line\u2028break",
    "\ufffe\uffff",
    "</script><!--",
    "]]>",
    "=SUM(A1)",
    ", , , ,",
    "Anna " + "x" * 10_000,
    "Anna " + "x" * 9_999 + "y",
)
TYPES = ("Person", "Person", "Person", "Organization", "Company", "City", "Country", "Group", "NamedEvent", "Thing")
EVENTS = ("Meeting", "Statement", "Arrest", "Attack", "Visit", "Event", "Death", "Invitation")
ROLES = ("agent", "patient", "recipient", "addressee", "place", "topic", "instrument")
DAYS = (date.min, date.min + timedelta(2), date(999, 12, 31), date(2025, 2, 28), date(2025, 3, 1), date(9999, 12, 30), date.max)
_Draw = st.DrawFn

names = st.sampled_from(PEOPLE) | st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
days = st.none() | st.sampled_from(DAYS)


@st.composite
def corpora(draw: _Draw) -> tuple[Extraction, ...]:
    """What a few odd articles say."""
    return tuple(draw(extractions(f"{number}{'0' * 23}")) for number in range(draw(st.integers(0, 4))))


@st.composite
def extractions(draw: _Draw, identifier: str) -> Extraction:
    """What an odd article says: of nobody, of somebody who does nothing, of what nobody has done."""
    count, told = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    found = tuple(draw(chains(number, count)) for number in range(count))
    said = written(identifier, found, draw(days))
    return replace(said, reports=tuple(draw(reports(number, told, said)) for number in range(told)))


@st.composite
def chains(draw: _Draw, number: int, count: int) -> Chain:
    """A chain of an article of so many; a group may have members, even itself."""
    kind, link = draw(st.sampled_from(TYPES)), draw(st.sampled_from(("", "", "Q1", "Q2")))
    members = st.lists(st.integers(0, count - 1), max_size=2, unique=True)
    return Chain(
        id=number,
        name=draw(names),
        type=kind,
        aliases=tuple(draw(st.lists(names, max_size=2))),
        links=(Link("wikidata", f"http://www.wikidata.org/entity/{link}"),) if link else (),
        country=draw(st.sampled_from(("", "", "USA", "FRA"))),
        roles=tuple(draw(st.lists(st.sampled_from(("president", "striker", "the US president", "")), max_size=2))),
        members=tuple(draw(members)) if kind == "Group" else (),
        named=draw(st.booleans()),
        count=draw(st.sampled_from((None, 2, 10**12))),
    )


def written(identifier: str, found: Sequence[Chain], day: date | None) -> Extraction:
    """The extraction of an article whose text is the names of its chains, still without reports."""
    text, mentions = "", []
    for chain in found:
        words = chain.name.strip() or "?"
        here = Span(len(text), len(text) + len(words))
        kind = MentionKind.NAME if chain.named else MentionKind.PRONOUN
        mentions.append(Mention(here, here, kind, chain.type, chain.id, "first"))
        text += f"{words} "
    text += "act."
    kind_of_block = BlockKind.TITLE if len(text) % 2 else BlockKind.BODY
    block = Block(kind_of_block, Span(0, len(text)))
    title = text if kind_of_block is BlockKind.TITLE else ""
    return Extraction(
        Article(identifier, text, (block,), identifier, published=day, title=title), tuple(found), tuple(mentions), (), (), ()
    )


@st.composite
def reports(draw: _Draw, number: int, told: int, said: Extraction) -> Report:
    """One of so many reports of an article, each of which may be within another, even in a circle."""
    length, count = len(said.article.text), len(said.chains)
    sentence, trigger = Span(0, length), Span(length - 4, length - 1)
    filler = st.tuples(st.sampled_from(ROLES), st.none() | st.integers(0, count - 1) if count else st.none())
    around = [other for other in range(told) if other != number]
    return Report(
        id=number,
        type=draw(st.sampled_from(EVENTS)),
        lemma=draw(st.sampled_from(("act", "speak", "", "\x00"))),
        trigger=trigger,
        sentence=sentence,
        participants=tuple(Participant(role, sentence, sentence, own) for role, own in draw(st.lists(filler, max_size=4))),
        polarity=draw(st.sampled_from(Polarity)),
        modality=draw(st.sampled_from(Modality)),
        future=draw(st.booleans()),
        cues=(trigger,),
        time=draw(st.none() | intervals()),
        same_as=draw(st.sampled_from((None, None, 0))) if number else None,
        within=draw(st.sampled_from((None, *around))),
    )


@st.composite
def intervals(draw: _Draw) -> Interval:
    """A time at either end of the calendar or in between, open or not."""
    begin, end = draw(days), draw(days)
    if begin and end:
        begin, end = min(begin, end), max(begin, end)
    return Interval(begin, end, draw(st.sampled_from(("day", "week", "year"))), draw(st.sampled_from(TimeBasis)))


@st.composite
def corrections(draw: _Draw) -> Corrections:
    """Corrections that may name nobody or several, that may contradict one another, and that rename to anything."""
    told = names.filter(lambda name: bool(name.strip()))
    groups = st.lists(st.lists(told, min_size=2, max_size=3, unique=True).map(tuple), max_size=2)
    changes = st.lists(st.tuples(names, told), max_size=2)
    return Corrections(
        same=tuple(Group(group, "corrections.yaml:1") for group in draw(groups)),
        not_same=tuple(Group(group, "corrections.yaml:2") for group in draw(groups)),
        rename=tuple(Change(entity, name, "corrections.yaml:3") for entity, name in draw(changes)),
        retype=tuple(Change(entity, draw(st.sampled_from(TYPES)), "corrections.yaml:4") for entity, _ in draw(changes)),
    )
