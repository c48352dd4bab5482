"""A small corpus built by hand: three articles, what they say, and what they say together.

Two articles report one meeting and one of them disputes the other on a ceasefire; there are an invitation, a blame with a topic, a planned
visit, a demand, statements with attribution, places, a group with members, a report of no known type, and a name in quotation marks.
A fourth article, which only ``everything`` holds, tells that the visit took place, of deaths, and of another meeting that is planned.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import structs

from kgraph.lexicon import Lexicon, load
from kgraph.model import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Chain,
    ChainRef,
    Entity,
    Event,
    Extraction,
    Factuality,
    Interval,
    Link,
    Mention,
    MentionKind,
    Merge,
    Modality,
    Participant,
    Polarity,
    QuoteKind,
    Report,
    ReportRef,
    Resolution,
    Role,
    Span,
    TimeBasis,
    TimeExpression,
)

HARBOUR = (
    "Orlan and Veld leaders meet in Brask\n\n"
    "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday. "
    "She invited him to Kelm. "
    "Both sides did not agree to a ceasefire.\n\n"
    "“Veld broke its word on grain exports,” Ilves said. "
    "She blamed Rehn for the collapse of the grain exports."
)
TALKS = (
    "Rehn to visit Kelm in May\n\n"
    "Rehn met Ilves on Tuesday in Brask, Veld's foreign ministry said. "
    "He plans to visit Kelm in May. "
    "Officials said the two agreed to a ceasefire."
)
DOCK = 'Dockers of "Red Pier" strike\n\nDockers cheered in Kelm. They demanded higher pay from Orlan Lines.'

STORM = (
    "Rehn visits Kelm after the storm\n\n"
    "Rehn visited Kelm on Monday. "
    "At least 14 people died in Kelm, the mayor said. "
    "He plans to meet Ilves in June. "
    "3 sailors drowned on Saturday. 5 sailors drowned on Monday."
)

TYPES = """
Consult:
  {definition: Two sides talk., plover: CONSULT, cameo: "040", orientation: cooperation, symmetric: true,
   roles: {agent: {range: [Person, Group]}, patient: {range: [Person, Place]}, topic: {}}}
Meeting: {definition: Two sides meet., parent: Consult, phrase: met}
Visit: {definition: Somebody goes to see somebody or some place., parent: Consult, symmetric: false, phrase: visited}
Request: {definition: Asks for something., plover: REQUEST, cameo: "020", roles: {agent: {}, patient: {}, topic: {}}}
Invitation: {definition: Asks somebody to come., parent: Request, orientation: cooperation, phrase: invited}
Demand: {definition: Asks as if by right., parent: Request, cameo: "100", orientation: conflict, phrase: demanded of}
Accuse:
  {definition: Says something bad of somebody., plover: ACCUSE, cameo: "110", orientation: conflict,
   roles: {agent: {}, patient: {}, topic: {}}}
Blame: {definition: Says that somebody is to blame., parent: Accuse, phrase: blamed}
Agree:
  {definition: Says yes., plover: AGREE, cameo: "030", orientation: cooperation, symmetric: true,
   roles: {agent: {}, patient: {}, topic: {}}}
Agreement: {definition: Two sides come to terms., parent: Agree, phrase: agreed with}
Life: {definition: What happens in people's lives., roles: {agent: {}, patient: {}}}
Death: {definition: Somebody dies., parent: Life}
"""

TUESDAY = Interval(date(2024, 3, 12), date(2024, 3, 12), "day", TimeBasis.STATED)
MAY = Interval(date(2024, 5, 1), date(2024, 5, 31), "month", TimeBasis.STATED)
WEDNESDAY = Interval(date(2024, 3, 13), date(2024, 3, 13), "day", TimeBasis.INFERRED)
JUNE = Interval(date(2024, 6, 1), date(2024, 6, 30), "month", TimeBasis.STATED)
MONDAY = Interval(date(2024, 5, 13), date(2024, 5, 13), "day", TimeBasis.STATED)
SATURDAY = Interval(date(2024, 5, 11), date(2024, 5, 11), "day", TimeBasis.STATED)
FRIDAY = Interval(date(2024, 3, 15), date(2024, 3, 15), "day", TimeBasis.INFERRED)


@cache
def lexicon() -> Lexicon:
    """The event types that the corpus uses, in the lexicon's own format and with the lexicon's own names."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "types.yaml").write_text(TYPES, "utf-8")
        return load(Path(folder))


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where the words stand in the text for the nth time, counted from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def mention(text: str, words: str, chain: int, *, nth: int = 0, type: str = "Person", kind: str = "name") -> Mention:
    """A mention whose head is its last word."""
    span = at(text, words, nth)
    head = Span(span.end - len(words.split()[-1]), span.end)
    return Mention(span, head, MentionKind(kind), type, chain, "test")


def filler(text: str, role: str, words: str, chain: int | None = None, *, nth: int = 0) -> Participant:
    """A participant whose head is its last word."""
    span = at(text, words, nth)
    return Participant(role, span, Span(span.end - len(words.split()[-1]), span.end), chain)


def blocks(text: str) -> tuple[Block, ...]:
    """A title and paragraphs, as blank lines part them."""
    found: list[Block] = []
    for paragraph in text.split("\n\n"):
        found.append(Block(BlockKind.BODY if found else BlockKind.TITLE, at(text, paragraph)))
    return tuple(found)


def extractions() -> tuple[Extraction, ...]:
    """What the three articles say."""
    return harbour(), talks(), dock()


def harbour() -> Extraction:
    """The article of the meeting, the invitation, the missing ceasefire and the blame."""
    t = HARBOUR
    first = at(t, "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday.")
    second = at(t, "She invited him to Kelm.")
    third = at(t, "Both sides did not agree to a ceasefire.")
    fourth = at(t, "“Veld broke its word on grain exports,” Ilves said.")
    fifth = at(t, "She blamed Rehn for the collapse of the grain exports.")
    article = Article(
        id="a11ce00000000001",
        text=t,
        blocks=blocks(t),
        key="harbour.txt",
        origin="/somewhere/private/harbour.txt",
        title="Orlan and Veld leaders meet in Brask",
        source="The Harbour Post",
        url="https://harbour.example/2024/brask talks?id=7",
        authors=("Ada Lund", "Per Moe"),
        published=date(2024, 3, 13),
        place="BRASK",
        categories=("World",),
    )
    chains = (
        Chain(0, "Mara Ilves", "Person", ("Ilves",), country="ORL", sector="GOV", roles=("President",), named=True),
        Chain(1, "Tomas Rehn", "Person", ("Rehn",), country="VEL", sector="GOV", roles=("Prime Minister",), named=True),
        Chain(2, "Brask", "City", named=True),
        Chain(3, "Kelm", "City", (), (Link("geonames", "https://sws.geonames.org/1/"),), named=True),
        Chain(4, "Both sides", "Group", members=(0, 1)),
        Chain(5, "Veld", "Country", country="VEL", named=True),
    )
    mentions = (
        mention(t, "Mara Ilves", 0),
        mention(t, "She", 0, kind="pronoun"),
        mention(t, "Ilves", 0, nth=1),
        mention(t, "She", 0, nth=1, kind="pronoun"),
        mention(t, "Tomas Rehn", 1),
        mention(t, "him", 1, kind="pronoun"),
        mention(t, "Rehn", 1, nth=1),
        mention(t, "Brask", 2, nth=1, type="City"),
        mention(t, "Kelm", 3, type="City"),
        mention(t, "Both sides", 4, type="Group", kind="nominal"),
        mention(t, "Veld", 5, nth=1, type="Country"),
    )
    attribution = Attribution(
        at(t, "Ilves", 1), 0, at(t, "said"), (at(t, "Veld broke its word on grain exports"),), QuoteKind.DIRECT
    )
    reports = (
        Report(
            0,
            "Meeting",
            "meet",
            at(t, "met"),
            first,
            (filler(t, "agent", "Mara Ilves", 0), filler(t, "agent", "Tomas Rehn", 1), filler(t, "place", "Brask", 2, nth=1)),
            time=TUESDAY,
        ),
        Report(
            1,
            "Invitation",
            "invite",
            at(t, "invited"),
            second,
            (filler(t, "agent", "She", 0), filler(t, "patient", "him", 1), filler(t, "place", "Kelm", 3)),
            time=WEDNESDAY,
            within=0,
        ),
        Report(
            2,
            "Agreement",
            "agree",
            at(t, "agree"),
            third,
            (filler(t, "agent", "Both sides", 4), filler(t, "topic", "a ceasefire")),
            polarity=Polarity.NEGATIVE,
            cues=(at(t, "not"),),
            time=WEDNESDAY,
        ),
        Report(
            3,
            "Event",
            "break",
            at(t, "broke"),
            fourth,
            (filler(t, "agent", "Veld", 5, nth=1), filler(t, "patient", "its word")),
            time=WEDNESDAY,
            attribution=0,
        ),
        Report(
            4,
            "Blame",
            "blame",
            at(t, "blamed"),
            fifth,
            (
                filler(t, "agent", "She", 0, nth=1),
                filler(t, "patient", "Rehn", 1, nth=1),
                filler(t, "topic", "the collapse of the grain exports"),
            ),
            time=WEDNESDAY,
        ),
    )
    times = (TimeExpression(at(t, "Tuesday"), "DATE", "2024-03-12", TUESDAY),)
    return Extraction(article, chains, mentions, times, (attribution,), reports)


def talks() -> Extraction:
    """The article of the same meeting, the planned visit, and the ceasefire that the other denies."""
    t = TALKS
    first = at(t, "Rehn met Ilves on Tuesday in Brask, Veld's foreign ministry said.")
    second = at(t, "He plans to visit Kelm in May.")
    third = at(t, "Officials said the two agreed to a ceasefire.")
    article = Article(
        id="b0b0000000000002",
        text=t,
        blocks=blocks(t),
        key="talks",
        origin="feed.jsonl:2",
        title="Rehn to visit Kelm in May",
        source="Veld Daily",
        published=datetime(2024, 3, 13, 9, 30),
    )
    chains = (
        Chain(0, "Rehn", "Person", country="VEL", sector="GOV", named=True),
        Chain(1, "Ilves", "Person", named=True),
        Chain(2, "Brask", "City", named=True),
        Chain(3, "Veld's foreign ministry", "Government", country="VEL", sector="GOV"),
        Chain(4, "Kelm", "City", named=True),
        Chain(5, "Officials", "Group"),
        Chain(6, "the two", "Group", members=(0, 1)),
    )
    mentions = (
        mention(t, "Rehn", 0, nth=1),
        mention(t, "He", 0, kind="pronoun"),
        mention(t, "Ilves", 1),
        mention(t, "Brask", 2, type="City"),
        mention(t, "Veld's foreign ministry", 3, type="Government", kind="nominal"),
        mention(t, "Kelm", 4, nth=1, type="City"),
        mention(t, "Officials", 5, type="Group", kind="nominal"),
        mention(t, "the two", 6, type="Group", kind="nominal"),
    )
    ministry = Attribution(
        at(t, "Veld's foreign ministry"),
        3,
        at(t, "said"),
        (at(t, "Rehn met Ilves on Tuesday in Brask"),),
        QuoteKind.INDIRECT,
    )
    officials = Attribution(
        at(t, "Officials"), 5, at(t, "said", 1), (at(t, "the two agreed to a ceasefire"),), QuoteKind.INDIRECT
    )
    reports = (
        Report(
            0,
            "Meeting",
            "meet",
            at(t, "met"),
            first,
            (filler(t, "agent", "Rehn", 0, nth=1), filler(t, "agent", "Ilves", 1), filler(t, "place", "Brask", 2)),
            time=TUESDAY,
            attribution=0,
        ),
        Report(
            1,
            "Visit",
            "visit",
            at(t, "visit", 1),
            second,
            (filler(t, "agent", "He", 0), filler(t, "patient", "Kelm", 4, nth=1)),
            modality=Modality.PLANNED,
            future=True,
            cues=(at(t, "plans"),),
            time=MAY,
            code="AGREE",
        ),
        Report(
            2,
            "Agreement",
            "agree",
            at(t, "agreed"),
            third,
            (filler(t, "agent", "the two", 6), filler(t, "topic", "a ceasefire")),
            time=WEDNESDAY,
            attribution=1,
        ),
    )
    times = (
        TimeExpression(at(t, "Tuesday"), "DATE", "2024-03-12", TUESDAY),
        TimeExpression(at(t, "May", 1), "DATE", "2024-05", MAY),
    )
    return Extraction(article, chains, mentions, times, (ministry, officials), reports)


def dock() -> Extraction:
    """The article without a source, of an event that the lexicon does not know and of a demand."""
    t = DOCK
    article = Article(
        id="cafe000000000003",
        text=t,
        blocks=blocks(t),
        origin="dock.txt",
        title='Dockers of "Red Pier" strike',
        published=date(2024, 3, 15),
    )
    chains = (
        Chain(0, "Dockers", "Group", sector="LAB"),
        Chain(1, "Kelm", "City", named=True),
        Chain(2, "Orlan Lines", "Company", ("Orlan",), sector="BUS", named=True),
        Chain(3, '"Red Pier"', "Facility", named=True),
    )
    mentions = (
        mention(t, "Dockers", 0, nth=1, type="Group", kind="nominal"),
        mention(t, "They", 0, type="Group", kind="pronoun"),
        mention(t, "Kelm", 1, type="City"),
        mention(t, "Orlan Lines", 2, type="Company"),
        mention(t, '"Red Pier"', 3, type="Facility"),
    )
    reports = (
        Report(
            0,
            "Event",
            "cheer",
            at(t, "cheered"),
            at(t, "Dockers cheered in Kelm."),
            (filler(t, "agent", "Dockers", 0, nth=1), filler(t, "place", "Kelm", 1)),
            time=FRIDAY,
        ),
        Report(
            1,
            "Demand",
            "demand",
            at(t, "demanded"),
            at(t, "They demanded higher pay from Orlan Lines."),
            (filler(t, "agent", "They", 0), filler(t, "patient", "Orlan Lines", 2), filler(t, "topic", "higher pay")),
            time=FRIDAY,
        ),
    )
    return Extraction(article, chains, mentions, (), (), reports)


def storm() -> Extraction:
    """The article of the visit that another had announced, and of the dead as the mayor counts them."""
    t = STORM
    article = Article(
        id="d0d0000000000004",
        text=t,
        blocks=blocks(t),
        origin="storm.txt",
        title="Rehn visits Kelm after the storm",
        source="The Harbour Post",
        published=date(2024, 5, 14),
    )
    chains = (
        Chain(0, "Rehn", "Person", country="VEL", sector="GOV", named=True),
        Chain(1, "Kelm", "City", named=True),
        Chain(2, "At least 14 people", "Group", count=14),
        Chain(3, "the mayor", "Person"),
        Chain(4, "Ilves", "Person", named=True),
        Chain(5, "3 sailors", "Group", count=3),
        Chain(6, "5 sailors", "Group", count=5),
    )
    mentions = (
        mention(t, "Rehn", 0, nth=1),
        mention(t, "Kelm", 1, nth=1, type="City"),
        mention(t, "Kelm", 1, nth=2, type="City"),
        mention(t, "At least 14 people", 2, type="Group", kind="nominal"),
        mention(t, "the mayor", 3, kind="nominal"),
        mention(t, "He", 0, kind="pronoun"),
        mention(t, "Ilves", 4),
        mention(t, "3 sailors", 5, type="Group", kind="nominal"),
        mention(t, "5 sailors", 6, type="Group", kind="nominal"),
    )
    mayor = Attribution(at(t, "the mayor"), 3, at(t, "said"), (at(t, "At least 14 people died in Kelm"),), QuoteKind.INDIRECT)
    reports = (
        Report(
            0,
            "Visit",
            "visit",
            at(t, "visited"),
            at(t, "Rehn visited Kelm on Monday."),
            (filler(t, "agent", "Rehn", 0, nth=1), filler(t, "patient", "Kelm", 1, nth=1)),
            time=MONDAY,
        ),
        Report(
            1,
            "Death",
            "die",
            at(t, "died"),
            at(t, "At least 14 people died in Kelm, the mayor said."),
            (filler(t, "patient", "At least 14 people", 2), filler(t, "place", "Kelm", 1, nth=2)),
            time=MONDAY,
            attribution=0,
        ),
        Report(
            2,
            "Meeting",
            "meet",
            at(t, "meet"),
            at(t, "He plans to meet Ilves in June."),
            (filler(t, "agent", "He", 0), filler(t, "agent", "Ilves", 4)),
            modality=Modality.PLANNED,
            future=True,
            cues=(at(t, "plans"),),
            time=JUNE,
            code="AGREE",
        ),
        Report(
            3,
            "Death",
            "drown",
            at(t, "drowned"),
            at(t, "3 sailors drowned on Saturday."),
            (filler(t, "patient", "3 sailors", 5),),
            time=SATURDAY,
        ),
        Report(
            4,
            "Death",
            "drown",
            at(t, "drowned", 1),
            at(t, "5 sailors drowned on Monday."),
            (filler(t, "patient", "5 sailors", 6),),
            time=MONDAY,
        ),
    )
    times = (
        TimeExpression(at(t, "Monday"), "DATE", "2024-05-13", MONDAY),
        TimeExpression(at(t, "Saturday"), "DATE", "2024-05-11", SATURDAY),
        TimeExpression(at(t, "June"), "DATE", "2024-06", JUNE),
    )
    return Extraction(article, chains, mentions, times, (mayor,), reports)


def everything() -> tuple[tuple[Extraction, ...], Resolution]:
    """What all four articles say, and what they say together."""
    seen = {
        "person/mara-ilves": chains((0, 0), (1, 1), (3, 4)),
        "person/tomas-rehn": chains((0, 1), (1, 0), (3, 0)),
        "city/kelm": chains((0, 3), (1, 4), (2, 1), (3, 1)),
    }
    known = [structs.replace(entity, evidence=seen.get(entity.id, entity.evidence)) for entity in entities()]
    dead = Entity("group/at-least-14-people", "At least 14 people", "Group", chains((3, 2)), mention_count=1, count=14)
    fewer, more = (
        Entity(f"group/{count}-sailors", f"{count} sailors", "Group", chains((3, chain)), mention_count=1, count=count)
        for count, chain in ((3, 5), (5, 6))
    )
    mayor = Entity("person/the-mayor", "the mayor", "Person", chains((3, 3)), mention_count=1)
    planned = next(found for found in events() if found.type == "Visit")
    told = (*planned.reports, ReportRef(storm().article.id, 0))
    visit = structs.replace(planned, reports=told, interval=MONDAY, factuality=Factuality.HAPPENED)
    deaths = event("Death", "At least 14 people died", {"patient": [dead.id]}, [(3, 1)], MONDAY, place="city/kelm")
    drowned = event("Death", "3 sailors and 5 sailors died", {"patient": [fewer.id, more.id]}, [(3, 3), (3, 4)], SATURDAY)
    again = {"agent": ["person/mara-ilves", "person/tomas-rehn"]}
    meeting = event("Meeting", "Mara Ilves to meet Tomas Rehn", again, [(3, 2)], JUNE, factuality="planned")
    found = [*(each for each in events() if each.id != planned.id), visit, deaths, drowned, meeting]
    resolved = Resolution(
        tuple(sorted((*known, dead, fewer, more, mayor), key=lambda entity: entity.id)),
        tuple(sorted(found, key=lambda each: each.id)),
    )
    return (*extractions(), storm()), resolved


def chains(*places: tuple[int, int]) -> tuple[Merge, ...]:
    """Evidence of an entity: (article 0..3, chain) pairs."""
    identifiers = tuple(extraction.article.id for extraction in (*extractions(), storm()))
    references = [ChainRef(identifiers[article], chain) for article, chain in places]
    first = Merge(references[0], "first")
    return (first, *(Merge(reference, "name", references[0]) for reference in references[1:]))


def entities() -> tuple[Entity, ...]:
    """The entities of the three articles, sorted by id."""
    ilves, rehn = "person/mara-ilves", "person/tomas-rehn"
    geonames = (Link("geonames", "https://sws.geonames.org/1/"),)
    found = (
        Entity(ilves, "Mara Ilves", "Person", chains((0, 0), (1, 1)), ("Ilves",), (), "ORL", "GOV", ("President",), (), 5, True),
        Entity(
            rehn, "Tomas Rehn", "Person", chains((0, 1), (1, 0)), ("Rehn",), (), "VEL", "GOV", ("Prime Minister",), (), 5, True
        ),
        Entity("city/brask", "Brask", "City", chains((0, 2), (1, 2)), mention_count=2, named=True),
        Entity("city/kelm", "Kelm", "City", chains((0, 3), (1, 4), (2, 1)), (), geonames, mention_count=3, named=True),
        Entity("country/veld", "Veld", "Country", chains((0, 5)), country="VEL", mention_count=1, named=True),
        Entity(
            "group/both-sides",
            "Both sides",
            "Group",
            chains((0, 4), (1, 6)),
            ("the two",),
            members=(ilves, rehn),
            mention_count=2,
        ),
        Entity(
            "government/veld-foreign-ministry",
            "Veld's foreign ministry",
            "Government",
            chains((1, 3)),
            country="VEL",
            mention_count=1,
        ),
        Entity("group/officials", "Officials", "Group", chains((1, 5)), mention_count=1),
        Entity("group/dockers", "Dockers", "Group", chains((2, 0)), sector="LAB", mention_count=2),
        Entity(
            "company/orlan-lines", "Orlan Lines", "Company", chains((2, 2)), ("Orlan",), sector="BUS", mention_count=1, named=True
        ),
        Entity('facility/"red-pier"', '"Red Pier"', "Facility", chains((2, 3)), mention_count=1, named=True),
    )
    return tuple(sorted(found, key=lambda entity: entity.id))


def event(
    type: str, label: str, roles: dict[str, list[str]], reports: list[tuple[int, int]], interval: Interval, **more: object
) -> Event:
    """An event; ``reports`` are (article 0..3, report) pairs."""
    identifiers = tuple(extraction.article.id for extraction in (*extractions(), storm()))
    fillers = tuple(Role(role, entity) for role, entities in roles.items() for entity in sorted(entities))
    references = tuple(ReportRef(identifiers[article], report) for article, report in reports)
    factuality = Factuality(str(more.get("factuality", "happened")))
    place = more.get("place")
    identifier = f"{type.lower()}/{'-'.join(label.split()).lower()}/{interval.begin}"
    wholes = more.get("part_of", ())
    assert isinstance(wholes, tuple)
    return Event(identifier, type, label, fillers, references, factuality, interval, str(place) if place else None, wholes)


def events() -> tuple[Event, ...]:
    """The events of the three articles, sorted by id."""
    ilves, rehn, sides, dockers = "person/mara-ilves", "person/tomas-rehn", "group/both-sides", "group/dockers"
    found = (
        event("Meeting", "Mara Ilves met Tomas Rehn", {"agent": [ilves, rehn]}, [(0, 0), (1, 0)], TUESDAY, place="city/brask"),
        event(
            "Invitation",
            "Mara Ilves invited Tomas Rehn",
            {"agent": [ilves], "patient": [rehn]},
            [(0, 1)],
            WEDNESDAY,
            place="city/kelm",
            part_of=(f"meeting/mara-ilves-met-tomas-rehn/{TUESDAY.begin}",),
        ),
        event("Agreement", "Both sides agreed", {"agent": [sides]}, [(0, 2), (1, 2)], WEDNESDAY, factuality="disputed"),
        event("Event", "Veld: break", {"agent": ["country/veld"]}, [(0, 3)], WEDNESDAY),
        event("Blame", "Mara Ilves blamed Tomas Rehn", {"agent": [ilves], "patient": [rehn]}, [(0, 4)], WEDNESDAY),
        event(
            "Visit", "Tomas Rehn visited Kelm", {"agent": [rehn], "patient": ["city/kelm"]}, [(1, 1)], MAY, factuality="planned"
        ),
        event("Event", "Dockers: cheer", {"agent": [dockers]}, [(2, 0)], FRIDAY, place="city/kelm"),
        event(
            "Demand",
            "Dockers demanded of Orlan Lines",
            {"agent": [dockers], "patient": ["company/orlan-lines"]},
            [(2, 1)],
            FRIDAY,
        ),
    )
    return tuple(sorted(found, key=lambda found_event: found_event.id))


def resolution() -> Resolution:
    """What the three articles say together."""
    return Resolution(entities(), events())
