"""Questions about a build: what each finds, in which order, and the sentences that its answer cites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kgraph import ask
from kgraph.ask import (
    ArticleQuestion,
    Citation,
    DisagreementQuestion,
    DyadQuestion,
    EntityQuestion,
    EventQuestion,
    FacetQuestion,
    OneArticle,
    OneEntity,
    PathQuestion,
    StatementQuestion,
    TimelineQuestion,
)
from kgraph.errors import BadQuestion, UnknownArticle, UnknownEntity, UnknownEvent
from kgraph.index import Index
from tests.asking import ADA, BASE, BOARD, BRAM, CELIA, ORLAN, TEXTS, article, asked, event
from tests.views import many


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with asked(tmp_path_factory.mktemp("asked")) as found:
        yield found


def names(index: Index, **question: object) -> list[str]:
    """The events that a filter lets through, by their times."""
    found = ask.events(index, msgspec.convert({"order": "time", **question}, EventQuestion))
    assert found.total == len(found.items)
    return [one.iri.removeprefix(event("")) for one in found.items]


def citations(answer: object) -> Iterator[Citation]:
    """All citations of an answer, however deep."""
    if isinstance(answer, Citation):
        yield answer
    elif isinstance(answer, tuple):
        for item in answer:
            yield from citations(item)
    elif isinstance(answer, msgspec.Struct):
        for field in answer.__struct_fields__:
            yield from citations(getattr(answer, field))


# Events


def test_events_are_shown_from_the_usual_confidence_on_unless_others_are_asked_for(index: Index) -> None:
    assert "praise" not in names(index)
    assert "praise" in names(index, at_least=0)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"type": ["Meeting"]}, ["meeting"]),
        ({"type": ["Consult"]}, ["meeting", "visit"]),  # with the types below it
        ({"type": ["Meeting", "Blame"]}, ["meeting", "blame"]),
        ({"orientation": ["conflict"]}, ["lawsuit", "deaths", "raid", "blame"]),
        ({"factuality": ["planned", "disputed"]}, ["raid", "visit"]),
        ({"code": ["CONSULT"], "factuality": ["happened"]}, ["meeting"]),
        ({"actor": ["Ada Ilves"]}, ["meeting", "blame"]),
        ({"actor": ["Ada Ilves", "Bram Rehn"]}, ["meeting", "blame"]),
        ({"actor": ["Bram Rehn"], "role": ["patient"]}, ["lawsuit", "blame"]),
        ({"source": [CELIA.iri, BOARD.iri], "type": ["Aid", "Lawsuit"]}, ["aid", "lawsuit"]),
        ({"target": ["Celia Okafor"]}, ["aid"]),
        ({"place": ["Orlan"]}, ["meeting"]),
        ({"kind": ["Organization"]}, ["aid", "raid"]),
        ({"country": ["VEL"]}, ["lawsuit", "meeting", "raid", "blame"]),
        ({"since": "2024-03-12", "until": "2024-03-13"}, ["deaths", "raid"]),
        ({"until": "2024-02"}, ["aid"]),
        ({"since": "2024-02-10", "until": "2024-02-11"}, ["aid"]),  # within the month in which it was
        ({"since": "2024-04", "undated": True}, ["visit", "blame", "wonder"]),
        ({"undated": False, "type": ["Meeting", "Blame"]}, ["meeting"]),
        ({"article": ["2"]}, ["deaths", "raid"]),
        ({"publisher": ["The Harbour Post"], "type": ["Aid", "Attack"]}, ["aid"]),
        ({"published_since": "2024-03-15"}, ["lawsuit", "deaths", "raid"]),
        ({"whole": event("meeting")}, ["aid"]),
        ({"words": "miners died"}, ["deaths"]),
        ({"words": "attacking the boards"}, ["raid"]),  # whatever their forms
        ({"least_articles": 2}, ["lawsuit", "meeting", "deaths", "raid"]),
        ({"type": ["Meeting"], "actor": ["Celia Okafor"]}, []),
    ],
    ids=str,
)
def test_a_filter_lets_through_what_it_says(index: Index, question: dict[str, object], found: list[str]) -> None:
    assert names(index, **question) == found


def test_most_reported_events_come_first_and_of_those_the_latest(index: Index) -> None:
    found = [one.iri.removeprefix(event("")) for one in ask.events(index, EventQuestion()).items]
    assert found[:4] == ["raid", "deaths", "meeting", "lawsuit"]


def test_events_without_a_day_come_last_whether_oldest_or_newest_come_first(index: Index) -> None:
    for order in ("time", "newest"):
        found = [one.iri.removeprefix(event("")) for one in ask.events(index, EventQuestion(order=order)).items]
        assert sorted(found[-2:]) == ["blame", "wonder"]


def test_an_event_shows_who_takes_part_and_the_plainest_report(index: Index) -> None:
    found = ask.events(index, EventQuestion(type=("Meeting",))).items[0]
    assert [(one.role, one.entity.name) for one in found.participants] == [
        ("agent", "Ada Ilves"),
        ("agent", "Bram Rehn"),
        ("place", "Orlan"),
    ]
    assert found.citation is not None
    assert found.citation.quote in TEXTS[0] + TEXTS[1]


def test_a_disputed_event_has_reports_of_both_kinds_each_with_who_says_so(index: Index) -> None:
    found = ask.event(index, event("raid"))
    said = {(one.factuality, one.source, one.speaker.iri if one.speaker else "") for one in found.citations}
    assert said == {("happened", "Celia Okafor", CELIA.iri), ("did-not-happen", "Bram Rehn", BRAM.iri)}


def test_an_event_names_what_it_is_part_of_and_its_parts(index: Index) -> None:
    assert [one.iri for one in ask.event(index, event("aid")).wholes] == [event("meeting")]
    assert [one.iri for one in ask.event(index, "meeting").parts] == [event("aid")]


# Citations


def test_every_quote_stands_at_its_offsets_in_the_text_of_its_article(index: Index) -> None:
    answers = (
        ask.events(index, EventQuestion(at_least=0)),
        ask.event(index, event("raid")),
        ask.entity(index, "Ada Ilves", OneEntity(at_least=0)),
        ask.statements(index, StatementQuestion()),
        ask.timeline(index, TimelineQuestion(of=ADA.iri)),
        ask.path(index, PathQuestion(from_=ADA.iri, to=CELIA.iri)),
        ask.dyads(index, DyadQuestion()),
        ask.article(index, "0"),
        *(ask.disagreements(index, DisagreementQuestion(on=on)) for on in ("whether", "figures", "days")),
    )
    for answer in answers:
        found = list(citations(answer))
        assert found, answer
        for one in found:
            text = TEXTS[int(one.article.iri.rpartition("/")[2])]
            assert text[one.start : one.end] == one.quote
            assert one.start <= one.trigger_start < one.trigger_end <= one.end


# Entities


@pytest.mark.parametrize("given", [ADA.iri, "person/ada-ilves", "Ada Ilves", "minister ilves"])
def test_an_entity_is_found_by_its_iri_the_end_of_it_or_any_name(index: Index, given: str) -> None:
    found = ask.entity(index, given)
    assert found.entity.iri == ADA.iri
    assert set(found.entity.names) == {"Ada Ilves", "Ilves", "Minister Ilves"}
    assert [one.iri for one in found.events.items] == [event("meeting"), event("blame")]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"name": "ILVES"}, ["Ada Ilves"]),
        ({"prefix": "vel"}, ["Veld Grain Board"]),
        ({"type": ["Place"]}, ["Orlan"]),
        ({"country": ["ORL"], "order": "name"}, ["Ada Ilves", "Orlan"]),
        ({"named": False, "order": "name"}, ["fourteen miners", "the driver", "twelve miners"]),
        ({"link": ["https://www.wikidata.org/entity/Q1"]}, ["Ada Ilves"]),
    ],
    ids=str,
)
def test_entities_are_found_by(index: Index, question: dict[str, object], found: list[str]) -> None:
    assert [one.name for one in ask.entities(index, msgspec.convert(question, EntityQuestion)).items] == found


def test_who_takes_part_in_most_events_comes_first(index: Index) -> None:
    counts = [one.events for one in ask.entities(index, EntityQuestion()).items]
    assert counts == sorted(counts, reverse=True)


# Who says what


def test_a_claim_stands_beside_its_denial(index: Index) -> None:
    found = ask.statements(index, StatementQuestion(speaker="Celia Okafor")).items
    assert [(one.event.iri, one.citation.factuality) for one in found] == [(event("raid"), "happened")]
    assert [(one.source, one.factuality) for one in found[0].contradicted_by] == [("Bram Rehn", "did-not-happen")]


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ({}, ["Bram Rehn", "Celia Okafor", "Ada Ilves"]),
        ({"order": "oldest"}, ["Ada Ilves", "Celia Okafor", "Bram Rehn"]),
        ({"about": "Veld Grain Board"}, ["Bram Rehn", "Celia Okafor"]),
        ({"speaker": "Bram Rehn", "about": "Veld Grain Board"}, ["Bram Rehn"]),
        ({"stance": "denies"}, ["Bram Rehn"]),
        ({"stance": "claims"}, ["Celia Okafor", "Ada Ilves"]),
        ({"contested": True}, ["Bram Rehn", "Celia Okafor"]),
        ({"said_by": "okafor"}, ["Celia Okafor"]),
    ],
    ids=str,
)
def test_statements_are_those_of_a_speaker_about_somebody(index: Index, question: dict[str, object], sources: list[str]) -> None:
    found = ask.statements(index, msgspec.convert(question, StatementQuestion))
    assert [one.citation.source for one in found.items] == sources
    assert found.total == len(sources)


# Timelines, paths and dyads


def test_a_timeline_of_two_has_what_passes_between_them(index: Index) -> None:
    def between(direction: str) -> list[str]:
        question = msgspec.convert({"of": "Ada Ilves", "with": "Bram Rehn", "direction": direction}, TimelineQuestion)
        return [one.iri.removeprefix(event("")) for one in ask.timeline(index, question).items]

    assert between("either") == ["meeting", "blame"]
    assert between("from") == ["meeting", "blame"]
    assert between("to") == ["meeting"]  # a meeting goes both ways


def test_a_path_leads_over_named_actors_and_each_step_has_a_sentence(index: Index) -> None:
    way = ask.path(index, PathQuestion(from_="Ada Ilves", to="Veld Grain Board"))
    assert [(step.source.name, step.target.name) for step in way.steps] == [
        ("Ada Ilves", "Bram Rehn"),
        ("Bram Rehn", "Veld Grain Board"),
    ]
    assert [step.count for step in way.steps] == [2, 1]
    assert all(step.events[0].citation is not None for step in way.steps)


def test_a_path_leads_over_nobody_without_a_name_and_no_plain_event_unless_it_is_asked_to(index: Index) -> None:
    question = {"from": "Ada Ilves", "to": "Celia Okafor", "at_least": 0, "actor": ["the driver"]}
    assert ask.path(index, msgspec.convert(question, PathQuestion)).steps == ()
    assert ask.path(index, msgspec.convert({**question, "plain": True}, PathQuestion)).steps == ()
    steps = ask.path(index, msgspec.convert({**question, "plain": True, "described": True}, PathQuestion)).steps
    assert [step.target.name for step in steps] == ["the driver", "Celia Okafor"]


def test_a_path_that_is_longer_than_it_may_be_is_none(index: Index) -> None:
    way = ask.path(index, PathQuestion(from_="Ada Ilves", to="Veld Grain Board", steps=1))
    assert (way.steps, way.complete) == ((), True)


def test_nobody_is_on_the_way_to_oneself(index: Index) -> None:
    assert ask.path(index, PathQuestion(from_="Ada Ilves", to="Ilves")).steps == ()


def test_a_path_between_many_is_as_short_as_a_search_in_memory_finds(tmp_path: Path) -> None:
    import networkx as nx

    view = many(60, 120, seed=3)
    network: nx.Graph[str] = nx.Graph(pair for happening in view.happenings.values() for pair in happening.dyads())
    with asked(tmp_path, view) as found:
        ends = sorted(network)[::7]
        for one, other in zip(ends, reversed(ends), strict=True):
            steps = ask.path(found, PathQuestion(from_=one, to=other, steps=8)).steps
            expected = nx.shortest_path_length(network, one, other) if nx.has_path(network, one, other) else 0
            assert len(steps) == expected


def test_a_dyad_counts_events_by_code_between_days_and_a_meeting_both_ways(index: Index) -> None:
    found = {(one.source.name, one.target.name): one for one in ask.dyads(index, DyadQuestion()).items}
    forth, back = found["Ada Ilves", "Bram Rehn"], found["Bram Rehn", "Ada Ilves"]
    assert (forth.events, forth.cooperation, forth.conflict) == (2, 1, 1)
    assert (forth.first, forth.last) == ("2024-03-11", "2024-03-11")
    assert back.events == 1
    assert sum(forth.codes.values()) == 2


def test_dyads_count_what_happened_unless_they_are_asked_for_more(index: Index) -> None:
    planned = ask.dyads(index, DyadQuestion(factuality=("planned",))).items
    assert [(one.source.name, one.target.name) for one in planned] == [("Celia Okafor", "Orlan")]


# Articles, facets, disagreements


def test_articles_are_listed_newest_first_and_those_without_a_day_last(index: Index) -> None:
    assert [one.iri for one in ask.articles(index, ArticleQuestion()).items] == [article(number) for number in (3, 2, 1, 0, 4)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"publisher": ["Valley Herald"]}, [3, 2, 4]),
        ({"since": "2024-03-13", "until": "2024-03-14"}, [2, 1]),
        ({"mentions": ["Ada Ilves", "Celia Okafor"]}, [1, 0, 4]),
        ({"words": "RAID"}, [3, 2]),
    ],
    ids=str,
)
def test_articles_are_found_by(index: Index, question: dict[str, object], found: list[int]) -> None:
    answer = ask.articles(index, msgspec.convert(question, ArticleQuestion))
    assert [one.iri for one in answer.items] == [article(number) for number in found]


def test_an_article_has_its_reports_in_the_order_of_the_text_and_whom_it_mentions(index: Index) -> None:
    found = ask.article(index, article(0), OneArticle(text=True))
    assert [one.event.iri for one in found.reports] == [event("meeting"), event("aid")]
    assert [found.text[one.start : one.end] for one in found.mentions] == [
        "Orlan",
        "Ada Ilves",
        "Bram Rehn",
        "Veld Grain Board",
        "Celia Okafor",
    ]
    assert ORLAN.iri in {one.iri for one in found.entities}


def test_a_facet_says_how_many_events_each_choice_would_show(index: Index) -> None:
    question = FacetQuestion(by=("type", "factuality", "publisher", "month", "actor", "kind", "country"), factuality=("planned",))
    found = ask.facets(index, question)
    assert found.total == 1
    counts = {name: {one.label: one.events for one in values} for name, values in found.facets.items()}
    assert counts["type"] == {"Visit": 1}
    assert counts["factuality"] == {"happened": 6, "planned": 1, "disputed": 1}  # its own filter is left out
    assert counts["month"] == {"2024-04": 1}
    assert counts["actor"] == {"Celia Okafor": 1, "Orlan": 1}
    assert counts["kind"] == {"Person": 1, "Place": 1}
    assert counts["country"] == {"ORL": 1}
    assert counts["publisher"] == {"The Harbour Post": 1}


@pytest.mark.parametrize(
    "by", ["type", "orientation", "factuality", "code", "publisher", "article", "actor", "kind", "country", "place"]
)
def test_choosing_what_a_facet_offers_shows_as_many_events_as_it_said(index: Index, by: str) -> None:
    offered = ask.facets(index, msgspec.convert({"by": [by]}, FacetQuestion)).facets[by]
    assert offered
    for one in offered:
        if one.value != "Thing":
            assert len(names(index, **{by: [one.value]})) >= one.events
            assert len(names(index, **{by: [one.value]})) == one.events or by == "type"  # a type is asked for with those below it


@pytest.mark.parametrize(
    ("on", "found", "sides"),
    [
        ("whether", "raid", ["did-not-happen", "happened"]),
        ("figures", "deaths", ["12", "14"]),
        ("days", "lawsuit", ["2024-03-11", "2024-03-15"]),
    ],
)
def test_sources_disagree_on(index: Index, on: str, found: str, sides: list[str]) -> None:
    answer = ask.disagreements(index, msgspec.convert({"on": on}, DisagreementQuestion))
    assert [one.event.iri for one in answer.items] == [event(found)]
    assert [side.says for side in answer.items[0].sides] == sides
    assert all(len(side.citations) == 1 for side in answer.items[0].sides)


def test_types_say_what_is_above_them_and_how_many_events_they_have(index: Index) -> None:
    found = {one.name: one for one in ask.types(index).events}
    assert (found["Meeting"].parent, found["Meeting"].root, found["Meeting"].events, found["Meeting"].symmetric) == (
        "Consult",
        "Consult",
        1,
        True,
    )


def test_a_build_says_how_much_it_holds(index: Index) -> None:
    found = ask.about(index)
    assert (found.graph, found.base, found.articles, found.events, found.shown) == ("one", BASE, 5, 9, 8)
    assert (found.first, found.last) == ("2024-03-12", "2024-03-15")


# Pages


def all_pages(index: Index, order: str, limit: int) -> list[str]:
    """The events of all pages, one after the other."""
    found: list[str] = []
    cursor = ""
    while True:
        question = msgspec.convert({"order": order, "limit": limit, "cursor": cursor}, EventQuestion)
        page = ask.events(index, question)
        found += [one.iri for one in page.items]
        cursor = page.cursor
        if not cursor:
            return found


@pytest.mark.parametrize("order", ["reported", "time", "newest", "surest"])
def test_pages_have_every_event_once_in_the_order_of_one_long_page(tmp_path: Path, order: str) -> None:
    with asked(tmp_path, many(30, 101)) as index:
        whole = ask.events(index, msgspec.convert({"order": order, "limit": 500}, EventQuestion))
        assert whole.total == 101
        assert all_pages(index, order, 7) == [one.iri for one in whole.items]


@pytest.mark.parametrize("question", ["entities", "statements", "dyads", "articles"])
def test_so_do_the_pages_of_other_lists(tmp_path: Path, question: str) -> None:
    kinds = {"entities": EntityQuestion, "statements": StatementQuestion, "dyads": DyadQuestion, "articles": ArticleQuestion}
    function = getattr(ask, question)
    with asked(tmp_path, many(12, 60)) as index:
        whole = function(index, kinds[question](limit=500))
        found: list[object] = []
        cursor = ""
        while not found or cursor:
            page = function(index, kinds[question](limit=5, cursor=cursor))
            assert page.total == whole.total == len(whole.items)
            found += page.items
            cursor = page.cursor
        assert found == list(whole.items)


def test_a_page_goes_on_where_the_last_one_ended_although_events_have_come_before_it(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.mkdir()
    large.mkdir()
    with asked(small, many(30, 40)) as before, asked(large, many(30, 60)) as after:
        first = ask.events(before, EventQuestion(order="newest", limit=10))
        seen = {one.iri for one in first.items}
        rest = ask.events(after, EventQuestion(order="newest", limit=500, cursor=first.cursor)).items
        assert seen.isdisjoint(one.iri for one in rest)
        left = {one.iri for one in ask.events(before, EventQuestion(limit=500)).items} - seen
        assert left <= {one.iri for one in rest}


# Mistakes


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        (EventQuestion(cursor="zzzz"), "cursor"),
        (EventQuestion(type=("Meting",)), "type"),
        (EventQuestion(kind=("Persn",)), "kind"),
        (EventQuestion(since="2024-13"), "since"),
        (EventQuestion(until="2024-02-31"), "until"),
    ],
    ids=str,
)
def test_a_mistake_in_a_question_names_what_is_wrong(index: Index, question: EventQuestion, parameter: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        ask.events(index, question)
    assert caught.value.parameter == parameter


def test_a_misspelt_type_is_answered_with_the_one_that_may_be_meant(index: Index) -> None:
    with pytest.raises(BadQuestion, match="did you mean Meeting"):
        ask.events(index, EventQuestion(type=("Meting",)))


def test_a_cursor_of_another_order_is_refused(index: Index) -> None:
    cursor = ask.events(index, EventQuestion(limit=1)).cursor
    with pytest.raises(BadQuestion, match="another list or another order"):
        ask.events(index, EventQuestion(order="time", cursor=cursor))


def test_what_the_graph_does_not_have_is_unknown(index: Index) -> None:
    with pytest.raises(UnknownEntity):
        ask.entity(index, "Nobody Here")
    with pytest.raises(UnknownEvent):
        ask.event(index, event("none"))
    with pytest.raises(UnknownArticle):
        ask.article(index, article(99))


@pytest.mark.parametrize("words", ['"', "a'b", "OR", "NEAR(", "*", "quotes:", "x" * 200, "( -", "\N{SNOWMAN}"])
def test_no_words_that_are_searched_for_are_a_mistake(index: Index, words: str) -> None:
    ask.events(index, EventQuestion(words=words))
