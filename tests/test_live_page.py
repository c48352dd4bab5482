"""What the live page gets from its server: parts of a graph with the counts of all of it. What it shows is tested in tests/browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from kgraph import index
from kgraph.ask.columns import ORIENTATIONS
from kgraph.ask.shown import Left, Shown
from kgraph.disk import opened
from kgraph.explore.page import policy
from kgraph.index import Index
from kgraph.rdf.view import Happening, View
from kgraph.serve.explorer import finding, payloads
from kgraph.serve.explorer.asked import Chosen, left_of
from kgraph.serve.explorer.loaded import Loaded
from tests.serving import Served, serving, write_graph
from tests.test_explore import Parts, data_of
from tests.test_page_script import answer, needs_node
from tests.views import TYPES, actor, happening, many, source, telling, view_of

ACTORS, EVENTS, ARTICLES = 120, 900, 20
KYIV = actor("Kyiv", "City", links=("https://sws.geonames.org/703448/",))


def write_build(view: View, folder: Path, name: str) -> Path:
    """A folder as a build leaves it, with the index of a view; again in the same folder, it is the next build."""
    write_graph((), folder, name)
    with opened(folder) as files:
        written = files.temporary()
        index.write(cited(view), written, graph=name, base="https://kgraph.example/")
        files.put(written, index.FILE)
    return folder


def cited(view: View) -> View:
    """The same with an IRI for each report."""
    return replace(view, happenings={iri: _with_reports(event) for iri, event in view.happenings.items()})


def _with_reports(event: Happening) -> Happening:
    tellings = (replace(told, iri=f"{event.iri}/report/{number}") for number, told in enumerate(event.tellings))
    return replace(event, tellings=tuple(tellings))


def varied(actors: int = ACTORS, events: int = EVENTS, articles: int = ARTICLES) -> View:
    """A view with events of all degrees of certainty, some of them in a place whose position is known, and parts of others."""
    made = many(actors, events, articles)
    chance = random.Random(3)
    names = list(made.happenings)
    happenings = {iri: _changed(event, names, articles, chance) for iri, event in made.happenings.items()}
    return replace(made, happenings=happenings, actors={**made.actors, KYIV.iri: KYIV})


def _changed(event: Happening, names: list[str], articles: int, chance: random.Random) -> Happening:
    others = (source(chance.randrange(articles)).iri for _ in range(chance.randrange(3)))
    return replace(
        event,
        confidence=chance.choice((0.7, 0.8, 0.86, 0.9, 0.99)),
        roles=(*event.roles, *((("place", KYIV.iri),) if chance.random() < 0.1 else ())),
        tellings=(*event.tellings, *(replace(event.tellings[0], article=other) for other in others)),
        wholes=(chance.choice(names),) if chance.random() < 0.05 else (),
    )


@pytest.fixture(scope="module")
def view() -> View:
    return varied()


def index_of(view: View, path: Path) -> Index:
    index.write(cited(view), path, graph="one", base="https://kgraph.example/")
    return Index(path)


@pytest.fixture(scope="module")
def opened_index(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(view, tmp_path_factory.mktemp("index") / index.FILE) as found:
        yield found


@pytest.fixture(scope="module")
def whole(opened_index: Index) -> Loaded:
    """The graph as a page has it that holds all of it."""
    return Loaded.of(opened_index, 10_000)


@pytest.fixture(scope="module")
def loaded(opened_index: Index) -> Loaded:
    """The graph as a page has it that holds 100 events at first."""
    return Loaded.of(opened_index, 100)


# the server counts as the page does


def states(number: int) -> list[str]:
    """Addresses with filters, by chance."""
    chance = random.Random(11)
    options = {
        "types": sorted(TYPES),
        "orientations": list(ORIENTATIONS),
        "facts": ["happened", "planned", "disputed", "wanted"],
        "kinds": ["Person", "Place", "Organization"],
        "articles": [source(at).iri for at in range(ARTICLES)],
    }
    found = [""]
    for _ in range(number):
        fields = {
            name: "|".join(chance.sample(all_, chance.randrange(1, len(all_))))
            for name, all_ in options.items()
            if chance.random() < 0.35
        }
        fields |= {"sure": str(chance.choice((0, 0.75, 0.85, 0.9)))}
        fields |= {"from": f"2024-{chance.randrange(1, 6):02}-05"} if chance.random() < 0.4 else {}
        fields |= {"to": f"2024-{chance.randrange(2, 7):02}-20"} if chance.random() < 0.3 else {}
        fields |= {"undated": "false"} if chance.random() < 0.4 else {}
        fields |= {"only": source(chance.randrange(ARTICLES)).iri} if chance.random() < 0.15 else {}
        found.append("#" + urlencode(fields))
    return found  # fmt: skip


def without_zeros(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


@pytest.fixture(scope="module")
def compared(whole: Loaded) -> list[tuple[Shown, dict[str, Any]]]:
    """What the server and the page's own model count in each state."""
    hashes = states(40)
    data = payloads.first(whole)
    answers = answer("counts.js", {"data": data, "hashes": hashes, "ends": ends_of(whole)})
    return [
        (Shown(whole.numbers, left_of(dict(parse_qsl(hash_.removeprefix("#"))))), found)
        for hash_, found in zip(hashes, answers, strict=True)
    ]


def ends_of(whole: Loaded) -> list[str]:
    """Who has most events, and somebody who has few."""
    main = Shown(whole.numbers, Left()).main_actors(1_000)
    iris = whole.iris(main)
    return [iris[main[0]], iris[main[-1]]]


@needs_node
def test_the_same_events_pass(compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded) -> None:
    iris = {row["n"]: row["iri"] for row in whole.index.rows("SELECT n, iri FROM event")}
    for shown, page in compared:
        assert {iris[int(whole.numbers.event[at])] for at in shown.events} == set(page["passing"])


@needs_node
@pytest.mark.parametrize("name", ["types", "orientations", "facts", "kinds", "articles"])
def test_options_have_the_same_counts(compared: list[tuple[Shown, dict[str, Any]]], name: str) -> None:
    for shown, page in compared:
        facets: Any = shown.facets(range(ARTICLES))
        assert without_zeros(facets[name]) == page["counts"][name]


@needs_node
def test_articles_have_the_same_reports_and_days_the_same_events(compared: list[tuple[Shown, dict[str, Any]]]) -> None:
    for shown, page in compared:
        facets: Any = shown.facets(range(ARTICLES))
        assert without_zeros(facets["reports"]) == page["reports"]
        assert list(facets["days"].values()) == page["days"]
        assert list(facets["days"]) == sorted(facets["days"])


@needs_node
def test_the_matrix_has_the_same_cells(compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded) -> None:
    iris = whole.iris(range(len(whole.numbers.entity)))
    for shown, page in compared:
        cells = {f"{iris[one]}>{iris[other]}": cell for (one, other), cell in shown.cells(range(len(iris))).items()}
        assert page["cells"].items() <= cells.items()
        assert page["cells"] or not cells or shown.left.kinds


@needs_node
def test_lines_have_the_same_numbers(compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded) -> None:
    start = whole.entity(ends_of(whole)[0])
    assert start is not None
    iris = whole.iris(range(len(whole.numbers.entity)))
    for shown, page in compared:
        keys = list(shown.lines_of(start, 10_000))
        sums: dict[str, int] = {}
        for (one, other, _), line in zip(keys, shown.lines(keys), strict=True):
            end = iris[other if one == start else one]
            sums[end] = sums.get(end, 0) + line.all
        known = dict(page["neighbours"])
        assert {iri: known[iri] for iri in sums} == sums


@needs_node
def test_who_is_nearest_is_the_same(compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded) -> None:
    start = whole.entity(ends_of(whole)[0])
    assert start is not None
    for shown, page in compared:
        assert [number for _, number in shown.nearest(start, 10)] == [number for _, number in page["near"]]


@needs_node
def test_a_way_is_as_short(compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded) -> None:
    one, other = (whole.entity(iri) for iri in ends_of(whole))
    assert one is not None
    assert other is not None
    for shown, page in compared:
        way = shown.way(one, other)
        assert len(way) == page["steps"]
        for step in pairwise(way):
            assert len(shown.between(*step))


@needs_node
def test_the_most_reported_events_and_the_places_are_the_same(
    compared: list[tuple[Shown, dict[str, Any]]], whole: Loaded
) -> None:
    for shown, page in compared:
        articles = {row["n"]: row["articles"] for row in whole.index.rows("SELECT n, articles FROM event")}
        found = sorted((articles[int(whole.numbers.event[at])] for at in shown.most_reported(100_000)), reverse=True)
        assert found[: len(page["reported"])] == page["reported"]
        places = {at: (all_, there) for at, all_, there in shown.places()}
        for iri, counts in page["places"].items():
            at = whole.entity(iri)
            assert at is not None
            assert places[at] == (counts["all"], counts["there"])


# parts


def test_a_small_graph_is_there_whole(whole: Loaded, view: View) -> None:
    data = payloads.first(whole)
    assert data["events"].keys() == view.happenings.keys()
    assert [article["key"] for article in data["articles"]] == sorted(view.sources)
    assert "facets" not in data, "the page counts by itself"


def test_of_a_large_graph_there_is_a_part_with_the_counts_of_all(loaded: Loaded, view: View) -> None:
    data = payloads.first(loaded)
    assert 100 <= len(data["events"]) < EVENTS
    assert data["totals"] == {"articles": ARTICLES, "named": ACTORS + 1, "events": EVENTS}
    sure = [event for event in view.happenings.values() if event.confidence >= 0.85]
    assert data["facets"]["passing"] == len(sure)
    assert data["sure"] == 0.85


def test_the_most_reported_of_those_that_pass_come_first(loaded: Loaded, view: View) -> None:
    found = payloads.events(loaded, Left(facts=frozenset({"happened"})))["events"]
    passing = [event for event in view.happenings.values() if event.factuality != "happened" and event.confidence >= 0.85]
    best = sorted(passing, key=lambda event: -len({told.article for told in event.tellings}))[:20]
    least = len({told.article for told in best[-1].tellings})
    assert {event.iri for event in best if len({told.article for told in event.tellings}) > least} <= found.keys()


def test_main_actors_are_those_of_the_whole_graph(loaded: Loaded) -> None:
    data = payloads.events(loaded, Left())
    first = {node["iri"] for node in data["nodes"][:10]}
    strongest = loaded.iris(Shown(loaded.numbers, Left()).main_actors(25)).values()
    assert first <= set(strongest)


def test_each_line_between_main_actors_has_an_event_that_shows_it(loaded: Loaded) -> None:
    data = payloads.events(loaded, Left())
    assert data["edges"]
    for edge in data["edges"]:
        ends = "<>".join(sorted(data["nodes"][edge[end]]["iri"] for end in ("from", "to")))
        assert data["lines"][f"{edge['orientation']}:{ends}"]["all"] >= len(edge["events"]) > 0


def test_a_part_is_as_large_whatever_the_graph(tmp_path: Path) -> None:
    sizes = []
    for events in (1_500, 6_000):
        with index_of(many(300, events, 40), tmp_path / f"{events}.sqlite") as found:
            sizes.append(len(payloads.first(Loaded.of(found, 200))["events"]))
    assert sizes[1] < 1.5 * sizes[0]


def test_an_actor_comes_with_first_events_and_the_number_of_all(loaded: Loaded, view: View) -> None:
    (most, *_) = payloads.first(loaded)["nodes"]
    own = [event for event in view.happenings.values() if most["iri"] in {iri for _, iri in event.roles}]
    data = payloads.details(loaded, Left(), Chosen(most["iri"]))
    assert data["counts"] == {most["iri"]: len(own)}
    assert sum(event.iri in data["events"] for event in own) >= min(200, len(own))
    assert all(iri in data["actors"] for iri, _ in data["near"][most["iri"]])


def goes(event: Happening, one: str, other: str) -> bool:
    """Whether an event goes from one actor to another; a symmetric one goes both ways."""
    pairs = set(event.dyads())
    return (one, other) in pairs or (event.symmetric and (other, one) in pairs)


def test_a_pair_comes_with_the_number_of_events_each_way(loaded: Loaded, view: View) -> None:
    (one, other), *_ = (pair for event in view.happenings.values() if not event.symmetric for pair in event.dyads())
    forth, back = (sum(goes(event, *ends) for event in view.happenings.values()) for ends in ((one, other), (other, one)))
    data = payloads.details(loaded, Left(), Chosen(f"pair:{one}>{other}"))
    assert data["counts"] == {f"pair:{one}>{other}": forth, f"pair:{other}>{one}": back}


def test_an_event_comes_with_what_it_is_part_of(loaded: Loaded, view: View) -> None:
    part = next(event for event in view.happenings.values() if event.wholes)
    data = payloads.details(loaded, Left(sure=1.0), Chosen(part.iri))
    assert {part.iri, *part.wholes} <= data["events"].keys(), "whatever the filters"
    whole = payloads.details(loaded, Left(), Chosen(part.wholes[0]))
    assert part.iri in whole["events"]


@pytest.mark.parametrize(
    "select",
    [
        "",
        "nobody",
        "pair:",
        "pair:a>b",
        "edge:conflict:a<>b",
        "edge:love:a<>b",
        "' OR 1=1 --",
        "https://kgraph.example/entity/gone",
        "\x00",
    ],
)
def test_what_is_not_there_brings_nothing(loaded: Loaded, select: str) -> None:
    data = payloads.details(loaded, Left(), Chosen(select, "nobody", "no article"))
    assert (data["events"], data["counts"], data["articles"]) == ({}, {}, [])


def test_an_article_comes_with_text_mentions_and_all_its_events(tmp_path: Path) -> None:
    text = "A title\n\n😀 Ann met Bo there."
    told = telling(source().iri, "😀 Ann met Bo there.", start=9)
    ann, bo = actor("Ann"), actor("Bo")
    event = happening("1", "Meeting", [("agent", ann), ("agent", bo)], tellings=(told,))
    written = source(0, "A title", text=text, mentions=((11, 14, ann.iri), (19, 21, bo.iri)))
    with index_of(view_of((ann, bo), [event], [written]), tmp_path / index.FILE) as found:
        data = payloads.details(Loaded.of(found, 10), Left(), Chosen(read=written.iri))
    (article,) = data["articles"]
    assert (article["key"], article["text"]) == (written.iri, text)
    begin, end = article["mentions"][:2]
    assert text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le") == "Ann"
    assert data["events"][event.iri]["tellings"][0]["at"][0] == 9


def test_an_empty_graph_is_a_page(tmp_path: Path) -> None:
    with index_of(view_of((), ()), tmp_path / index.FILE) as found:
        for most in (0, 10):
            loaded = Loaded.of(found, most)
            assert payloads.first(loaded)["events"] == {}
            assert payloads.events(loaded, Left(types=frozenset({"Meeting"})))["events"] == {}


# search


def test_a_filter_leaves_out_what_is_found(tmp_path: Path) -> None:
    told = telling(source().iri, "Ann met Bo at the harbour.")
    ann = actor("Ann")
    events = [happening(name, name, [("agent", ann)], tellings=(told,)) for name in ("Meeting", "Visit")]
    with index_of(view_of((ann,), events, [source()]), tmp_path / index.FILE) as found:
        loaded = Loaded.of(found, 10)
        both = finding.texts(loaded, Left(), "harb")
        assert {hit["event"] for hit in both["hits"]} == {event.iri for event in events}  # type: ignore[attr-defined]
        left = finding.texts(loaded, Left(types=frozenset({"Meeting"})), "harb")
        assert [hit["event"] for hit in left["hits"]] == [events[1].iri]  # type: ignore[attr-defined]
        assert both["hits"][0]["parts"] == [("Ann met Bo at the ", False), ("harbour", True), (".", False)]  # type: ignore[index]


def test_who_has_a_name_is_found_before_who_is_described(tmp_path: Path) -> None:
    people = [
        actor("the harbour master", named=False),
        actor("Harbour Board", "Organization"),
        actor("Ann", aliases=("Miss Harbour",)),
    ]
    with index_of(view_of(people, ()), tmp_path / index.FILE) as found:
        names = finding.names(found, "harbo")
    assert {str(one["shown"]) for one in names[:2]} == {"Harbour Board", "Ann"}
    assert names[2]["shown"] == "the harbour master"
    assert next(one["name"] for one in names if one["shown"] == "Ann") == "Miss Harbour"


# over HTTP


@pytest.fixture(scope="module")
def server(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(
        write_build(
            replace(view, happenings=dict(list(view.happenings.items()))), tmp_path_factory.mktemp("live") / "graph", "one"
        )
    ) as found:
        yield found  # fmt: skip


def test_the_page_is_whole_in_one_answer(server: Served) -> None:
    answer = server.ask("/")
    data = data_of(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert data["served"]["build"] == "one"
    assert data["totals"]["events"] == EVENTS


def test_the_policy_lets_the_page_ask_its_server_and_nobody_else(server: Served) -> None:
    answer = server.ask("/")
    assert answer.headers["content-security-policy"] == f"{policy(served=True)}; frame-ancestors 'none'"
    assert "connect-src 'self'" in policy(served=True)
    assert "connect-src" not in policy(served=False), "a file asks nobody"
    assert policy(served=True).replace("connect-src 'self'; ", "") == policy(served=False)
    metas = [value for tag, name, value in Parts(answer.text).attributes if tag == "meta" and "default-src" in value]
    assert [value.replace("&#x27;", "'") for value in metas] == [policy(served=True)]


def test_a_browser_that_has_the_page_is_not_sent_it_again(server: Served) -> None:
    tag = server.ask("/").headers["etag"]
    again = server.ask("/", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")


def test_which_build_there_is_is_told_without_more(server: Served) -> None:
    answer = server.ask("/explorer/build")
    assert (answer.json, answer.headers["cache-control"]) == ({"build": "one"}, "no-store")


def test_a_question_about_another_build_is_refused(server: Served) -> None:
    answer = server.ask("/explorer/events?build=older&sure=0")
    assert (answer.status, answer.json["error"]) == (409, "another-build")


@pytest.mark.parametrize(
    "query",
    ["sure=much", "sure=2", "sure=nan", "from=yesterday", "to=2024-3-1", f"types={'x' * 9000}"],
    ids=lambda query: query[:14],
)
def test_a_field_that_means_nothing_is_named(server: Served, query: str) -> None:
    answer = server.ask(f"/explorer/events?{query}")
    assert (answer.status, answer.json["error"]) == (400, "bad-parameter")
    assert query.partition("=")[0] in answer.json["message"]


@pytest.mark.parametrize("name", ["events", "details", "names", "texts"])
def test_each_question_has_an_answer(server: Served, name: str) -> None:
    answer = server.ask(f"/explorer/{name}?build=one&sure=0.85&words=quay&types=Meeting%7CBlame")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body) is not None


def test_answers_are_packed_for_those_who_can_read_it(server: Served) -> None:
    packed = server.ask("/explorer/events?sure=0", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < 0.4 * len(server.ask("/explorer/events?sure=0").body)


def test_a_build_without_an_index_says_so(tmp_path: Path) -> None:
    with serving(write_graph((), tmp_path / "graph")) as server:
        answer = server.ask("/")
        assert answer.status == 503
        assert "index" in answer.json["message"]


def test_addresses_in_the_page_are_its_own(server: Served) -> None:
    addresses = data_of(server.ask("/").text)["served"]["addresses"]
    assert all(re.fullmatch(r"explorer/\w+", one) for one in addresses.values()), "so that a proxy may serve it anywhere"
