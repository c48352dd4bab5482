"""Corpora as no newspaper prints them, made by rule: odd names, odd times, odd groups and odd corrections."""

from __future__ import annotations

from collections.abc import Sequence
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

INITIALS = tuple(f"John {letter}. Smith" for letter in "ABC")
PEOPLE = (
    *INITIALS,
    "John Smith",
    "John Adam Smith",
    "Smith",
    "Dr. Smith",
    "Johnny Smith",
    'John "Jack" Smith',
    "John Smith Jr.",
    "John A. Smith Jr.",
    "George W. Bush",
    "George H. W. Bush",
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
    "Berg 2",
    "Berg-2",
    "Berg",
    "محمد علي",
    "‮שלום‬",
    "🎉🎉",
    "a/b/c",
    "\x00\x1b[31mred\x07",
    "line\u2028break",
    "\ufffe\uffff",
    "</script><!--",
    "]]>",
    "=SUM(A1)",
    ", , , ,",
)
LONG = ("Anna " + "x" * 10_000, "Anna " + "x" * 9_999 + "y", "word " * 2_000, ", " * 5_000)
TYPES = ("Person", "Person", "Person", "Organization", "Company", "City", "Country", "Group", "NamedEvent", "Thing")
EVENTS = ("Meeting", "Statement", "Arrest", "Attack", "Visit", "Event", "Death", "Invitation")
ROLES = ("agent", "patient", "recipient", "addressee", "place", "topic", "instrument")
DAYS = (date.min, date.min + timedelta(2), date(999, 12, 31), date(2025, 2, 28), date(2025, 3, 1), date(9999, 12, 30), date.max)

names = st.sampled_from(PEOPLE) | st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
days = st.none() | st.sampled_from(DAYS)
links = st.sampled_from(("", "", "Q1", "Q2")).map(lambda q: (Link("wikidata", f"http://www.wikidata.org/entity/{q}"),) if q else ())


@st.composite
def chain(draw: st.DrawFn, number: int, count: int) -> Chain:
    """A chain of an article of so many, of which a group may have members, even itself."""
    kind = draw(st.sampled_from(TYPES))
    return Chain(
        id=number,
        name=draw(names),
        type=kind,
        aliases=tuple(draw(st.lists(names, max_size=2))),
        links=draw(links),
        country=draw(st.sampled_from(("", "", "USA", "FRA"))),
        roles=tuple(draw(st.lists(st.sampled_from(("president", "striker", "the US president", "")), max_size=2))),
        members=tuple(draw(st.lists(st.integers(0, count - 1), max_size=2, unique=True))) if kind == "Group" else (),
        named=draw(st.booleans()),
        count=draw(st.sampled_from((None, 2, 10**12))),
    )


@st.composite
def interval(draw: st.DrawFn) -> Interval:
    """Any interval that an article may state, at either end of the calendar, open or not."""
    begin, end = draw(days), draw(days)
    if begin and end:
        begin, end = min(begin, end), max(begin, end)
    return Interval(begin, end, draw(st.sampled_from(("day", "week", "year"))), draw(st.sampled_from(TimeBasis)))


@st.composite
def report(draw: st.DrawFn, number: int, chains: int, where: tuple[Span, Span]) -> Report:
    """A report of an article with so many chains; what it is within may be within it."""
    sentence, trigger = where
    fillers = draw(st.lists(st.tuples(st.sampled_from(ROLES), st.none() | st.integers(0, max(0, chains - 1))), max_size=4, unique=True))
    return Report(
        id=number,
        type=draw(st.sampled_from(EVENTS)),
        lemma=draw(st.sampled_from(("act", "speak", "", "\x00"))),
        trigger=trigger,
        sentence=sentence,
        participants=tuple(Participant(role, sentence, sentence, own if chains else None) for role, own in fillers),
        cues=(trigger,),
        polarity=draw(st.sampled_from(Polarity)),
        modality=draw(st.sampled_from(Modality)),
        future=draw(st.booleans()),
        time=draw(st.none() | interval()),
        same_as=draw(st.sampled_from((None, None, 0))) if number else None,
        within=draw(st.none() | st.integers(0, 2)),
    )


@st.composite
def extraction(draw: st.DrawFn, identifier: str) -> Extraction:
    """What an odd article says."""
    count, told = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    chains = tuple(draw(chain(number, count)) for number in range(count))
    return written(identifier, chains, draw(days), lambda where: [draw(report(n, count, where)) for n in range(told)])


def written(identifier: str, chains: Sequence[Chain], day: date | None, told: object) -> Extraction:
    """The extraction of an article whose text is the names of its chains; ``told`` makes its reports of a sentence and a trigger."""
    text, mentions = "", []
    for one in chains:
        words = one.name.strip() or "?"
        here = Span(len(text), len(text) + len(words))
        kind = MentionKind.NAME if one.named else MentionKind.PRONOUN
        mentions.append(Mention(here, here, kind, one.type, one.id, "first"))
        text += f"{words} "
    text += "act."
    span = Span(0, len(text))
    reports = told((span, Span(len(text) - 4, len(text) - 1)))  # type: ignore[operator]
    kept = [r for r in reports]
    numbers = {r.id for r in kept}
    from dataclasses import replace

    kept = [replace(r, within=r.within if r.within in numbers and r.within != r.id else None) for r in kept]
    block = Block(BlockKind.TITLE if len(text) % 2 else BlockKind.BODY, span)
    article = Article(identifier, text, (block,), key=identifier, published=day, title=text if len(text) % 2 else "")
    return Extraction(article, tuple(chains), tuple(mentions), (), (), tuple(kept))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[Extraction, ...]:
    """A few odd articles, of which some have ids that begin alike."""
    ids = [f"{number}{"0" * 23}" for number in range(draw(st.integers(0, 5)))]
    return tuple(draw(extraction(identifier)) for identifier in ids)


@st.composite
def corrections(draw: st.DrawFn) -> Corrections:
    """Corrections that may name nobody, or everybody, or contradict one another."""
    groups = st.lists(st.lists(names.filter(str.strip), min_size=2, max_size=3, unique=True), max_size=2)
    changes = st.lists(st.tuples(names, names.filter(str.strip)), max_size=2)
    return Corrections(
        same=tuple(Group(tuple(g), "x:1") for g in draw(groups)),
        not_same=tuple(Group(tuple(g), "x:2") for g in draw(groups)),
        rename=tuple(Change(a, b, "x:3") for a, b in draw(changes)),
        retype=tuple(Change(a, draw(st.sampled_from(TYPES)), "x:4") for a, _ in draw(changes)),
    )
