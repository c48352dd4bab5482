"""One thing, one node; one event for many reports."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.speed.resolution import synthetic
from kgraph.lexicon import shipped_lexicon
from kgraph.model import (
    PLAIN_EVENT,
    SHOWN_CONFIDENCE,
    Article,
    Block,
    BlockKind,
    Chain,
    Extraction,
    Factuality,
    Interval,
    Link,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Report,
    Resolution,
    Span,
    TimeBasis,
)
from kgraph.resolve import NOTHING, Resolved, resolve, resolve_evidence
from kgraph.resolve.corrections import Change, Corrections
from kgraph.resolve.evidence import ArticleEvidence, Evidence, evidence_of, gather
from kgraph.resolve.settled import changed_articles, settled

DAY = date(2025, 8, 15)
FAMILIES = {
    "Adler": "Meeting",
    "Berg": "Visit",
    "Dahl": "Blame",
    "Ek": "Arrest",
    "Falk": "Attack",
    "Holm": "Praise",
    "Lund": "Lawsuit",
    "Moen": "Invitation",
    "Roth": "Criticism",
}
"""Families, each with what happens between its members."""


def person(name: str, *aliases: str, wikidata: str = "", country: str = "") -> Chain:
    """A named person's chain, still without its number."""
    links = (Link("wikidata", f"http://www.wikidata.org/entity/{wikidata}"),) if wikidata else ()
    return Chain(0, name, "Person", aliases, links, country, named=True)


def told(
    article: str,
    chains: list[Chain],
    *reports: tuple[str, dict[str, list[int]]],
    day: date | None = DAY,
    time: date | None = None,
    polarity: Polarity = Polarity.POSITIVE,
    modality: Modality = Modality.ACTUAL,
) -> Extraction:
    """An extraction of one article whose reports have these types and, by role, these chains."""
    numbered = tuple(replace(chain, id=n) for n, chain in enumerate(chains))
    text = " ".join(chain.name for chain in numbered) + " act."
    span = Span(0, len(text))
    mentions, at = [], 0
    for chain in numbered:
        here = Span(at, at + len(chain.name))
        mentions.append(
            Mention(here, here, MentionKind.NAME if chain.named else MentionKind.NOMINAL, chain.type, chain.id, "name")
        )
        at = here.end + 1
    interval = Interval(time, time, "day", TimeBasis.STATED) if time else None
    made = tuple(
        Report(
            id=number,
            type=kind,
            lemma="act" if kind == PLAIN_EVENT else kind.lower(),
            trigger=Span(len(text) - 4, len(text) - 1),
            sentence=span,
            participants=tuple(Participant(role, span, span, chain) for role, ids in roles.items() for chain in ids),
            polarity=polarity,
            modality=modality,
            time=interval,
        )
        for number, (kind, roles) in enumerate(reports)
    )
    block = Block(BlockKind.BODY, span)
    return Extraction(Article(article, text, (block,), published=day), numbered, tuple(mentions), (), (), made)


def found(*extractions: Extraction) -> Resolution:
    """The resolution, checked not to depend on the order of the articles."""
    first = resolve(extractions, shipped_lexicon())
    shuffled = list(extractions)
    random.Random(1).shuffle(shuffled)
    assert resolve(shuffled, shipped_lexicon()) == first
    return first


def names(resolution: Resolution) -> list[tuple[str, ...]]:
    """Each entity's names."""
    return sorted((entity.name, *entity.aliases) for entity in resolution.entities)


MEETING = ("Meeting", {"agent": [0, 1]})

SAME = {
    "equal full names": (person("Anna Berg"), person("Anna Berg")),
    "accents": (person("José Peláez"), person("Jose Pelaez")),
    "spelling variants of a full name": (person("Volodymyr Zelensky"), person("Volodymyr Zelenskyy")),
    "one identifier": (person("Anna Berg", wikidata="Q1"), person("Anna Maria Berg", wikidata="Q1")),
    "a bare surname spelled otherwise": (person("Volodymyr Zelensky"), person("Zelenskyy")),
    "an alias": (Chain(0, "European Union", "Organization", ("EU",), named=True), Chain(0, "EU", "Organization", named=True)),
    "a legal form": (Chain(0, "Acme Inc.", "Company", named=True), Chain(0, "Acme", "Company", named=True)),
}
APART = {
    "father and son": (person("John Berg"), person("John Berg Jr.")),
    "two first names": (person("Anna Berg"), person("Carl Berg")),
    "two identifiers": (person("Anna Berg", wikidata="Q1"), person("Anna Bergg", wikidata="Q2")),
    "a person and a place": (person("Georgia"), Chain(0, "Georgia", "Country", named=True)),
    "two unnamed": (Chain(0, "the minister", "Person"), Chain(0, "the minister", "Person")),
    "a surname in an article about something else": (person("Anna Berg"), person("Berg")),
    "a surname in two articles about different things": (person("Berg"), person("Berg")),
    "two offices of everyday words": (
        Chain(0, "Department of Health", "Government", named=True),
        Chain(0, "Department of Health", "Government", named=True),
    ),
}


@pytest.mark.parametrize(("a", "b"), SAME.values(), ids=SAME.keys())
def test_one_entity(a: Chain, b: Chain) -> None:
    resolution = found(told("a1", [a], ("Arrest", {"patient": [0]})), told("b2", [b], ("Arrest", {"patient": [0]})))
    assert len(resolution.entities) == 1
    assert {merge.rule for merge in resolution.entities[0].evidence} - {"first"}


@pytest.mark.parametrize(("a", "b"), APART.values(), ids=APART.keys())
def test_two_entities(a: Chain, b: Chain) -> None:
    resolution = found(told("a1", [a], ("Arrest", {"patient": [0]})), told("b2", [b], ("Arrest", {"patient": [0]})))
    assert len(resolution.entities) == 2


FOUNDRY = Chain(1, "Castellan Foundry", "Organization", named=True)
COMPANY = [
    FOUNDRY,
    Chain(2, "Harbour Trust", "Organization", named=True),
    Chain(3, "Lindqvist Quartet", "Organization", named=True),
]
MARATHON = Chain(0, "Brask Marathon", "NamedEvent", (), (Link("wikidata", "http://www.wikidata.org/entity/Q1"),), named=True)
WORLD_CUP = Chain(0, "World Cup", "NamedEvent", named=True)
SOUTH_AFRICAN = Chain(0, "South African", "Group", named=True)
DEPARTMENT = Chain(0, "Department of Health", "Government", named=True)


PLAYERS = [replace(person(name), id=number) for number, name in enumerate(("Ada Quist", "Bo Tolland", "Cai Varden"), 1)]


def shared(a: Chain, b: Chain, names: int, company: Sequence[Chain] = COMPANY) -> int:
    """How many things of their own two chains are in articles that share so many other names."""
    beside = company[:names]
    return len(found(told("a1", [a, *beside], ARREST), told("b2", [b, *beside], ARREST)).entities) - names


ARREST = ("Arrest", {"patient": [0]})
# Two chains, and how many other names their articles must share for them to be one thing.
BESIDE = {
    "whoever is called by nothing but a people's name": (SOUTH_AFRICAN, SOUTH_AFRICAN, 3),
    "a surname and its only bearer": (person("Anna Berg"), person("Berg"), 2),
    "a surname and its only bearer, who do the same": (
        replace(person("Anna Berg"), roles=("striker",)),
        replace(person("Berg"), roles=("goalkeeper",)),
        1,
    ),
    "two surnames": (person("Berg"), person("Berg"), 3),
    "a body of everyday words": (DEPARTMENT, DEPARTMENT, 1),
    "a common name": (person("Anna Smith"), person("Anna Smith"), 1),
    "a name with an initial": (person("A Berg"), person("A Berg"), 1),
    "two spellings": (person("Anna Bergmann"), person("Anna Bergman"), 2),
    "a name that many things bear": (
        Chain(0, "Mercury", "Organization", named=True),
        Chain(0, "Mercury", "Organization", named=True),
        1,
    ),
    "a noun and a body": (
        Chain(0, "Harmsworth Institute", "Organization", ("Institute",), named=True),
        Chain(0, "Institute", "Organization", named=True),
        3,
    ),
}


@pytest.mark.parametrize(("a", "b", "names"), BESIDE.values(), ids=BESIDE.keys())
def test_one_entity_by_the_company_it_keeps(a: Chain, b: Chain, names: int) -> None:
    assert [shared(a, b, count) for count in (names - 1, names)] == [2, 1]


# Contests, and how many people their articles must share for them to be one edition.
EDITIONS = {"an edition of a contest that has an identifier": (MARATHON, 1), "a contest of everyday words": (WORLD_CUP, 2)}


@pytest.mark.parametrize(("contest", "people"), EDITIONS.values(), ids=EDITIONS.keys())
def test_one_edition_of_a_contest_by_those_who_take_part(contest: Chain, people: int) -> None:
    assert [shared(contest, contest, count, PLAYERS) for count in (people - 1, people)] == [2, 1]
    assert shared(contest, contest, 3) == 2  # bodies and other contests are beside every edition


def test_a_surname_of_another_gender_is_somebody_else() -> None:
    anna, berg = replace(person("Anna Berg"), gender="f"), replace(person("Berg"), gender="m")
    assert shared(anna, berg, 3) == 2


def test_a_surname_in_a_story_with_two_bearers_is_his_whose_company_it_keeps() -> None:
    resolution = found(
        told("a1", [person("Anna Berg"), *COMPANY], ARREST),
        told("b2", [person("Carl Berg"), COMPANY[0]], ARREST),
        told("c3", [person("Berg"), *COMPANY], ARREST),
    )
    assert ("Anna Berg", "Berg") in names(resolution)


def test_a_surname_that_is_joined_by_a_hyphen_is_one_word() -> None:
    """Berg-Falk is no Falk, and not a first name with a surname."""
    resolution = found(
        told("a1", [person("Anna Berg-Falk"), *COMPANY], ARREST),
        told("b2", [person("Berg-Falk"), *COMPANY], ARREST),
        told("c3", [person("Falk"), *COMPANY], ARREST),
    )
    assert names(resolution)[:2] == [("Anna Berg-Falk", "Berg-Falk"), ("Castellan Foundry",)]
    assert ("Falk",) in names(resolution)


def test_a_surname_with_an_apostrophe_is_one_word() -> None:
    alone = [person("Kate O'Brannigan"), person("Liam O'Brannigan", "O'Brannigan"), person("O'Brannigan")]
    resolution = found(*(told(f"a{n}", [chain], ARREST) for n, chain in enumerate(alone)))
    assert len(resolution.entities) == 3


def test_a_short_form_of_two_bodies_is_neither_without_company() -> None:
    def body(name: str, *aliases: str) -> Chain:
        return Chain(0, name, "Company", aliases, named=True)

    resolution = found(
        told("a1", [body("Castor Metals", "Castor"), COMPANY[1]], ARREST),
        told("b2", [body("Castor Airways", "Castor")], ARREST),
        told("c3", [body("Castor")], ARREST),
        told("d4", [body("Castor"), COMPANY[1]], ARREST),
    )
    assert names(resolution) == [("Castor",), ("Castor", "Castor Metals"), ("Castor Airways", "Castor"), ("Harbour Trust",)]


def test_a_chain_of_two_full_names_bridges_nothing() -> None:
    resolution = found(
        told("a1", [person("Anna Berg", "Carl Ek")], ARREST),
        told("b2", [person("Carl Ek")], ARREST),
    )
    assert len(resolution.entities) == 2


def test_a_surname_with_two_bearers_stays_alone() -> None:
    resolution = found(
        told("a1", [person("Anna Berg"), person("Carl Berg")], MEETING),
        told("b2", [person("Berg")], ("Arrest", {"patient": [0]})),
    )
    assert names(resolution) == [("Anna Berg",), ("Berg",), ("Carl Berg",)]


def test_ids_are_readable() -> None:
    resolution = found(told("a1", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY))
    assert [entity.id for entity in resolution.entities] == ["person/anna-berg", "person/carl-ek"]
    assert [event.id for event in resolution.events] == ["meeting/anna-berg--carl-ek/2025-08-15"]


def test_unnamed_chains_without_a_part_in_an_event_are_no_entities() -> None:
    resolution = found(told("a1", [person("Anna Berg"), Chain(0, "a decision", "Thing")], ("Arrest", {"patient": [0]})))
    assert names(resolution) == [("Anna Berg",)]


def test_two_articles_report_one_meeting_whichever_side_comes_first() -> None:
    one = told("a1", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY)
    other = told("b2", [person("Carl Ek"), person("Anna Berg")], MEETING, time=DAY)
    (event,) = found(one, other).events
    assert len(event.reports) == 2


def test_the_two_directions_of_an_attack_are_two_events() -> None:
    one = told("a1", [person("Anna Berg"), person("Carl Ek")], ("Attack", {"agent": [0], "patient": [1]}), time=DAY)
    other = told("b2", [person("Anna Berg"), person("Carl Ek")], ("Attack", {"agent": [1], "patient": [0]}), time=DAY)
    assert len(found(one, other).events) == 2


def test_meetings_on_two_days_are_two_events() -> None:
    one = told("a1", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY)
    other = told("b2", [person("Anna Berg"), person("Carl Ek")], MEETING, time=date(2025, 8, 18))
    assert len(found(one, other).events) == 2


def test_reports_without_a_time_are_one_event_only_when_their_articles_are_near() -> None:
    one = told("a1", [person("Anna Berg"), person("Carl Ek")], MEETING)
    near = told("b2", [person("Anna Berg"), person("Carl Ek")], MEETING, day=date(2025, 8, 17))
    far = told("c3", [person("Anna Berg"), person("Carl Ek")], MEETING, day=date(2025, 10, 1))
    assert sorted(len(event.reports) for event in found(one, near, far).events) == [1, 2]


def test_what_is_told_and_denied_is_disputed() -> None:
    one = told("a1", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY)
    other = told("b2", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY, polarity=Polarity.NEGATIVE)
    (event,) = found(one, other).events
    assert event.factuality is Factuality.DISPUTED


def test_what_was_planned_and_then_happened_has_happened() -> None:
    plan = told(
        "a1", [person("Anna Berg"), person("Carl Ek")], MEETING, day=date(2025, 8, 9), time=DAY, modality=Modality.PLANNED
    )
    fact = told("b2", [person("Anna Berg"), person("Carl Ek")], MEETING, time=DAY)
    (event,) = found(plan, fact).events
    assert event.factuality is Factuality.HAPPENED


@pytest.mark.parametrize("nobody", ["they", "Some", "others"])
def test_no_label_has_a_word_for_nobody_as_a_side(nobody: str) -> None:
    unnamed = Chain(0, nobody, "Group")
    (event,) = found(told("a", [unnamed, person("Carl Ek")], ("Criticism", {"agent": [0], "patient": [1]}))).events
    assert event.label == "Carl Ek was criticised"


def test_what_was_done_to_somebody_is_said_of_them_where_no_type_says_what_it_is() -> None:
    (event,) = found(told("a", [person("Carl Ek")], ("Event", {"patient": [0]}))).events
    assert event.label == "Carl Ek was acted"


def test_who_says_something_to_somebody_tells_them() -> None:
    both = [person("Anna Berg"), person("Carl Ek")]
    (event,) = found(told("a", both, ("Statement", {"agent": [0], "addressee": [1]}))).events
    assert event.label == "Anna Berg told Carl Ek"


def test_who_gets_something_stands_behind_it() -> None:
    chains = [person("Anna Berg"), person("Carl Ek"), Chain(0, "blankets", "Product")]
    (event,) = found(told("a", chains, ("Event", {"agent": [0], "recipient": [1], "patient": [2]}))).events
    assert event.label == "Anna Berg acted blankets to Carl Ek"


def test_who_died_died_where_nobody_is_said_to_have_done_it() -> None:
    (event,) = found(told("a", [person("Carl Ek")], ("Death", {"patient": [0]}))).events
    assert event.label == "Carl Ek died"


def test_an_event_whose_label_names_nobody_is_not_shown() -> None:
    they = Chain(0, "they", "Group")
    (event,) = found(told("a", [they], ("Statement", {"agent": [0]}))).events
    assert event.label == "Statement"
    assert event.confidence < SHOWN_CONFIDENCE


def test_an_event_is_as_sure_as_its_reports_are_on_average() -> None:
    one = told("a", [person("Anna Berg"), person("Carl Ek")], ("Meeting", {"agent": [0, 1]}))
    both = [replace(one, reports=tuple(replace(r, confidence=sure) for r in one.reports)) for sure in (0.9, 0.6)]
    other = replace(both[1], article=replace(both[1].article, id="b"))
    (event,) = found(both[0], other).events
    assert event.confidence == 0.75


def test_a_group_takes_part_through_its_members() -> None:
    pair = Chain(0, "both leaders", "Group", members=(0, 1))
    resolution = found(told("a1", [person("Anna Berg"), person("Carl Ek"), pair], ("Meeting", {"agent": [2]}), time=DAY))
    (event,) = resolution.events
    assert [role.entity for role in event.roles] == ["person/anna-berg", "person/carl-ek"]


TOWN = Chain(0, "Kelm", "City", named=True)


def test_a_named_place_in_another_city_tells_events_apart_and_a_description_does_not() -> None:
    chains = [person("Anna Berg"), person("Carl Ek")]
    met = ("Meeting", {"agent": [0, 1], "place": [2]})
    kelm = told("a1", [*chains, TOWN], met, time=DAY)
    brask = told("b2", [*chains, Chain(0, "Brask", "City", named=True)], met, time=DAY)
    base = told("c3", [*chains, Chain(0, "a base", "Facility")], met, time=DAY)
    assert _reports_of("Meeting", found(kelm, brask)) == [1, 1]
    assert _reports_of("Meeting", found(kelm, base)) == [2]


def _reports_of(kind: str, resolution: Resolution) -> list[int]:
    return sorted(len(event.reports) for event in resolution.events if event.type == kind)


def test_what_is_told_to_be_part_of_an_event_is_part_of_it_for_all_its_reports() -> None:
    """One article tells of the meeting and what was signed at it, another of the meeting alone."""
    chains = [person("Anna Berg"), person("Carl Ek"), person("Ida Lund")]
    one = _within(told("a1", chains, MEETING, ("Appointment", {"agent": [0], "patient": [2]}), time=DAY), 1, 0)
    other = told("b2", chains[:2], MEETING, time=DAY)
    parts = {event.type: event for event in found(one, other).events}
    assert len(parts["Meeting"].reports) == 2
    assert parts["Appointment"].part_of == (parts["Meeting"].id,)
    assert parts["Meeting"].part_of == ()


def test_no_event_is_part_of_itself() -> None:
    """Two articles tell it the wrong way round of each other."""
    chains = [person("Anna Berg"), person("Carl Ek")]
    visit = ("Visit", {"agent": [0], "patient": [1]})
    one, other = (told(article, chains, MEETING, visit, time=DAY) for article in ("a1", "b2"))
    meeting, visited = found(_within(one, 0, 1), _within(other, 1, 0)).events
    assert (meeting.part_of, visited.part_of) == ((visited.id,), ())


def _within(extraction: Extraction, part: int, whole: int) -> Extraction:
    """The extraction with one report's event told to be part of another's."""
    reports = list(extraction.reports)
    reports[part] = replace(reports[part], within=whole)
    return replace(extraction, reports=tuple(reports))


# what was resolved last


@pytest.mark.parametrize("lacking", [(3,), (17,), (0, 1, 2), tuple(range(20, 40))], ids=str)
def test_what_was_resolved_last_changes_no_result(lacking: tuple[int, ...]) -> None:
    """Whether articles come or go, and whoever of the others turns out to be one, or two, by what they tell."""
    whole, part = synthetic(40), _without(synthetic(40), lacking)
    more, less = resolve_evidence(whole, shipped_lexicon()), resolve_evidence(part, shipped_lexicon())
    assert more.resolution.entities != less.resolution.entities
    assert resolve_evidence(whole, shipped_lexicon(), last=less).resolution == more.resolution
    assert resolve_evidence(part, shipped_lexicon(), last=more).resolution == less.resolution


def test_it_changes_none_however_often_articles_come_and_go() -> None:
    chance, last = random.Random(1), NOTHING
    news = [_of_one_family(number, chance) for number in range(40)]
    for _ in range(12):
        evidence = gather(chance.sample(news, 34))
        last = resolve_evidence(evidence, shipped_lexicon(), last=last)
        anew = resolve_evidence(evidence, shipped_lexicon())
        assert (last.resolution, last.names) == (anew.resolution, anew.names)
        assert _shared(last) == _shared(anew)
        assert 5 < len(_shared(last)) < len(last.resolution.events)


def _of_one_family(number: int, chance: random.Random) -> ArticleEvidence:
    """An article of one of nine families, now and then of somebody of another."""
    family, other = list(FAMILIES)[number % 9], chance.choice(list(FAMILIES))
    chains = [person(f"{name} {family}") for name in chance.sample(("Ada", "Bo", "Cid", "Dag"), 3)]
    chains.append(person(f"Eva {family if chance.random() < 0.8 else other}"))
    reports = [(FAMILIES[family], {"agent": [n], "patient": [3 - n]}) for n in (0, 1)]
    return evidence_of(_within(told(f"{number:02}", chains, *reports, day=DAY + timedelta(chance.randrange(6))), 1, 0))


def _shared(found: Resolved) -> set[frozenset[str]]:
    """The events of each neighbourhood, whatever its number."""
    places: dict[int, set[str]] = {}
    for event, number in zip(found.resolution.events, found.neighbourhoods.numbers, strict=True):
        places.setdefault(number, set()).add(event.id)
    return {frozenset(events) for events in places.values()}


def test_events_hold_still_but_near_the_articles_of_somebody_who_is_called_otherwise() -> None:
    evidence = synthetic(40)
    last = resolve_evidence(evidence, shipped_lexicon())
    somebody = next(entity for entity in last.resolution.entities if entity.named and len(entity.evidence) > 3)
    rename = Corrections(rename=(Change(somebody.name, "Nobody Else", "here"),))
    renamed = resolve_evidence(evidence, shipped_lexicon(), corrections=rename)
    changed = changed_articles(last, renamed.resolution.entities, {item.ref.article for item in evidence.reports})
    assert changed == {merge.chain.article for merge in somebody.evidence}
    known = settled(last, changed, ()).known
    assert 0 < len(known) < len(last.resolution.events)
    assert changed.isdisjoint(reference.article for reports in known for reference in reports)
    assert resolve_evidence(evidence, shipped_lexicon(), corrections=rename, last=renamed).resolution == renamed.resolution


def test_only_what_shares_somebody_lies_near_an_article_that_is_gone() -> None:
    """Three articles of three stories: two name Anna Berg in the same week, the third nobody whom they name."""
    met = ("Meeting", {"agent": [0, 1]})
    near = told("a1", [person("Anna Berg"), person("Carl Ek")], met)
    gone = told("b2", [person("Anna Berg"), person("Otto Roth")], met)
    far = told("c3", [person("Ida Lund"), person("Max Holm")], met)
    last = resolve_evidence(gather(map(evidence_of, (near, gone, far))), shipped_lexicon())
    still = settled(last, {"b2"}, ())
    assert [event.label for event, _ in still.events] == ["Ida Lund met Max Holm"]
    assert [event.label for event in still.known.values()] == ["Anna Berg met Carl Ek"]


def _without(evidence: Evidence, articles: Iterable[int]) -> Evidence:
    gone = {f"{number:024x}" for number in articles}
    return Evidence(
        tuple(item for item in evidence.chains if item.ref.article not in gone),
        tuple(item for item in evidence.reports if item.ref.article not in gone),
    )
